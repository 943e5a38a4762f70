"""Submissions on the disk, and their files on the way."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core import upload
from desktop.core.api import Api
from desktop.core.cache import Cache
from desktop.core.errors import Busy, LocalFailure, Refused, Stopped
from desktop.core.outbox import Submission, Upload, with_file_ids
from desktop.core.outbox_store import Outbox
from tests.material.small_sluice import SmallSluice


def submission(**changes: object) -> Submission:
    params = {"file_ids": [{"$file": "/a/one.pdf"}, {"$file": "/b/two.pdf"}, {"$file": "/a/one.pdf"}], "n": {"x": 1}}
    return Submission(**{"kind": "pdf_exam", "title": "one.pdf", "params": params, **changes})  # type: ignore[arg-type]


def test_files_are_found_in_the_parameters_once_each() -> None:
    made = submission()
    assert [(file.path, file.name) for file in made.files] == [("/a/one.pdf", "one.pdf"), ("/b/two.pdf", "two.pdf")]
    ids = {"/a/one.pdf": "1", "/b/two.pdf": "2"}
    assert with_file_ids(made.params, ids) == {"file_ids": ["1", "2", "1"], "n": {"x": 1}}
    with pytest.raises(KeyError):
        with_file_ids(made.params, {"/a/one.pdf": "1"})


def test_keys_are_never_the_same() -> None:
    made = [submission() for _ in range(100)]
    assert len({one.idempotency_key for one in made} | {one.id for one in made}) == 200


def test_outbox_gives_back_what_it_was_given_in_order(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.sqlite3")
    first = submission(
        state="refused",
        error=Refused(422, "Faults", "Look.", "invalid-request", {"/params/n": "No."}, {"a": 1}),
        tags=["x"],
    )
    second = submission(state="sending", error=Busy(503, 4.0, "Full", "queue-full"), first_sent_at=7.0)
    second.files[0].error = LocalFailure("/a/one.pdf", "changed")
    second.files[1].file_id = "f" * 64
    for one in (first, second):
        outbox.put(one)
    first.title = "renamed"
    outbox.put(first)
    outbox.close()
    again = Outbox(tmp_path / "outbox.sqlite3").submissions()
    second.state = "waiting"  # what was under way is waiting again
    assert again == [first, second]


def test_accepted_one_is_forgotten(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.sqlite3")
    made = submission()
    outbox.put(made)
    outbox.remove(made.id)
    assert outbox.submissions() == []


def test_damaged_outbox_is_set_aside_not_deleted(tmp_path: Path) -> None:
    path = tmp_path / "outbox.sqlite3"
    path.write_bytes(b"rubbish" * 1000)
    outbox = Outbox(path)
    assert outbox.submissions() == []
    assert outbox.aside is not None
    assert outbox.aside.read_bytes() == b"rubbish" * 1000


@pytest.fixture
def server() -> Iterator[SmallSluice]:
    with SmallSluice().running() as server:
        yield server


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "song.mp3"
    path.write_bytes(b"la" * 1000)
    return path


def looked_at(path: Path) -> Upload:
    record = Upload(str(path), path.name)
    upload.look_at(record)
    return record


def send(record: Upload, server: SmallSluice, cache: Cache | None = None) -> None:
    upload.send(record, Api(server.url), cache, on_bytes=lambda: None, stopped=lambda: False)


def test_bytes_that_the_server_has_are_not_sent_again(server: SmallSluice, source: Path, tmp_path: Path) -> None:
    first, copy = looked_at(source), tmp_path / "copy.mp3"
    send(first, server)
    assert first.file_id == hashlib.sha256(b"la" * 1000).hexdigest()
    copy.write_bytes(source.read_bytes())
    second = looked_at(copy)
    send(second, server)
    assert second.file_id == first.file_id
    assert server.count("POST /v1/files") == 1


def test_large_file_that_was_sent_before_is_known_without_reading_it(
    server: SmallSluice, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "HASHED_BYTES", 0)
    cache = Cache(tmp_path / "cache.sqlite3")
    for _ in range(2):
        send(looked_at(source), server, cache)
    assert server.count("POST /v1/files") == 1
    server.files.clear()  # the server may forget: then it is sent again
    send(looked_at(source), server, cache)
    assert server.count("POST /v1/files") == 2


@pytest.mark.parametrize(("harm", "reason"), [("change", "changed"), ("touch", "changed"), ("delete", "missing")])
def test_file_that_is_not_what_was_chosen_is_not_sent(
    server: SmallSluice, source: Path, harm: str, reason: str
) -> None:
    record = looked_at(source)
    if harm == "delete":
        source.unlink()
    else:
        source.write_bytes(source.read_bytes() + (b"!" if harm == "change" else b""))
        about = source.stat()
        os.utime(source, ns=(about.st_atime_ns, (record.modified_ns or 0) + 1_000_000_000))
    with pytest.raises(LocalFailure) as caught:
        send(record, server)
    assert (caught.value.reason, record.error, server.files) == (reason, caught.value, {})


def test_folder_is_no_file(tmp_path: Path) -> None:
    record = looked_at(tmp_path)
    assert record.error == LocalFailure(str(tmp_path), "not a file")


def test_sending_stops_before_anything_is_sent(server: SmallSluice, source: Path) -> None:
    with pytest.raises(Stopped):
        upload.send(looked_at(source), Api(server.url), None, on_bytes=lambda: None, stopped=lambda: True)
    assert server.calls == []
