"""The desktop's client of the server: every trouble on the way is one of its own failures."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.api import Api, NoFeed
from desktop.core.clock import ServerClock
from desktop.core.errors import Busy, Gone, LocalFailure, Refused, Stopped, Unauthorized, Unreachable
from desktop.core.retry_after import retry_after_s
from desktop.core.transport import normal_address
from tests.material.small_sluice import Call, SmallSluice, artifact
from tests.waiting import wait_until


@pytest.fixture
def server() -> Iterator[SmallSluice]:
    with SmallSluice().running() as server:
        yield server


@pytest.fixture
def api(server: SmallSluice) -> Iterator[Api]:
    api = Api(server.url, api_key="secret")
    yield api
    api.close()


def test_busy_server_says_when_to_come_again(server: SmallSluice, api: Api) -> None:
    server.trouble = lambda call: call.problem(503, "queue-full", "The queue is full", Retry_After="7")
    with pytest.raises(Busy) as caught:
        api.submit({"kind": "selftest"}, "key")
    assert caught.value == Busy(503, 7.0, "The queue is full", "queue-full")
    server.trouble = lambda call: bool(call.answer(429, b"<html>slow down</html>")) or True
    with pytest.raises(Busy) as caught:
        api.queue()
    assert (caught.value.status, caught.value.retry_after_s) == (429, None)


@pytest.mark.parametrize(
    ("header", "sent", "seconds"),
    [
        ("7", None, 7.0),
        ("0.5", None, 0.5),
        ("Wed, 21 Oct 2026 07:28:10 GMT", "Wed, 21 Oct 2026 07:28:00 GMT", 10.0),
        ("Wed, 21 Oct 2026 07:27:00 GMT", "Wed, 21 Oct 2026 07:28:00 GMT", 0.0),
        ("-3", None, 0.0),
        ("999999999", None, 3600.0),
        ("soon", None, None),
        ("nan", None, None),
        (None, None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, sent: str | None, seconds: float | None) -> None:
    assert retry_after_s(header, sent=sent) == seconds


def test_date_is_reckoned_from_this_clock_where_the_sender_tells_no_time() -> None:
    assert retry_after_s("Thu, 01 Jan 1970 00:01:00 GMT", now_s=45.0) == 15.0


def test_faults_come_by_pointer(server: SmallSluice, api: Api) -> None:
    faults = [
        {"pointer": "/params/steps", "detail": "Too few."},
        {"pointer": "/params/steps", "detail": "And odd."},
        {"pointer": "/priority", "detail": "Unknown."},
    ]
    document = {"type": "/problems/invalid-request", "title": "Faults", "detail": "See errors.", "errors": faults}
    server.trouble = lambda call: bool(call.answer(422, document)) or True
    with pytest.raises(Refused) as caught:
        api.submit({}, "key")
    assert caught.value.faults == {"/params/steps": "Too few. And odd.", "/priority": "Unknown."}
    assert caught.value.problem == "invalid-request"


@pytest.mark.parametrize(("status", "kind"), [(401, Unauthorized), (403, Unauthorized), (410, Gone), (404, Gone)])
def test_statuses_have_their_types(server: SmallSluice, api: Api, status: int, kind: type[Refused]) -> None:
    server.trouble = lambda call: call.problem(status, "whatever")
    with pytest.raises(kind) as caught:
        api.job("01K")
    assert type(caught.value) is kind


def test_key_goes_along_and_a_netrc_does_not(
    server: SmallSluice, api: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password other\n")
    monkeypatch.setenv("NETRC", str(netrc))
    sent: list[str | None] = []
    server.trouble = lambda call: bool(sent.append(call.headers.get("authorization")))
    api.queue()
    Api(server.url).queue()
    assert sent == ["Bearer secret", None]


@pytest.mark.parametrize("body", [b"<html>hello</html>", b"[1, 2]", b"", b"\xff\xfe", b"[" * 100_000])
def test_answer_that_is_no_json_object_is_no_sluice(server: SmallSluice, api: Api, body: bytes) -> None:
    server.trouble = lambda call: bool(call.answer(200, body)) or True
    with pytest.raises(Unreachable) as caught:
        api.queue()
    assert caught.value.reason == "not a Sluice service"


def test_strange_document_is_no_sluice(server: SmallSluice, api: Api) -> None:
    server.trouble = lambda call: bool(call.answer(200, {"jobs": "many", "kinds": 3, "cursor": "1"})) or True
    for ask in (api.kinds, api.jobs, lambda: api.changes("0")):
        with pytest.raises(Unreachable):
            ask()


def test_body_that_is_cut_short_is_no_answer(server: SmallSluice, api: Api) -> None:
    server.trouble = lambda call: bool(call.answer(200, {"waiting": 1, "running": 2}, cut=5)) or True
    with pytest.raises(Unreachable) as caught:
        api.queue()
    assert caught.value.reason == "connection failed"


def test_server_that_hangs_up_or_is_away_is_unreachable(server: SmallSluice, api: Api) -> None:
    server.trouble = Call.hang_up
    with pytest.raises(Unreachable) as caught:
        api.queue()
    assert caught.value.reason == "connection failed"
    with SmallSluice().running() as other:
        pass
    with pytest.raises(Unreachable) as caught:
        Api(other.url).queue()
    assert caught.value.reason == "connection refused"


def test_silent_server_times_out(server: SmallSluice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.core.api.READ_S", 0.2)
    done = threading.Event()
    server.trouble = lambda call: done.wait(10)
    with pytest.raises(Unreachable) as caught:
        Api(server.url).changes("0")
    done.set()
    assert caught.value.reason == "timed out"


def test_held_question_ends_at_once_when_interrupted(server: SmallSluice, api: Api) -> None:
    server.put("A")
    cursor = api.changes("0").cursor  # type: ignore[union-attr]
    failures: list[Exception] = []

    def ask() -> None:
        try:
            api.changes(cursor, wait_s=25)
        except Stopped as error:
            failures.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    wait_until(lambda: server.count("GET /v1/jobs") == 2)
    began = time.monotonic()
    api.interrupt()
    thread.join(5)
    assert time.monotonic() - began < 1
    assert len(failures) == 1
    with pytest.raises(Stopped):
        api.queue()


def test_changes_go_on_from_the_cursor(server: SmallSluice, api: Api) -> None:
    server.put("A", state="running")
    first = api.changes("0")
    assert first is not None
    assert [job["id"] for job in first.jobs] == ["A"]
    assert api.changes(first.cursor) is None
    server.remove("A")
    second = api.changes(first.cursor)
    assert second is not None
    assert second.removed == ["A"]
    server.epoch = "2"
    with pytest.raises(Gone) as caught:
        api.changes(second.cursor)
    assert caught.value.status == 410


def test_older_server_has_no_feed(server: SmallSluice, api: Api) -> None:
    server.trouble = lambda call: bool(call.answer(200, {"jobs": [], "next": None})) or True
    with pytest.raises(NoFeed):
        api.changes("0")
    fault = {"type": "/problems/invalid-request", "errors": [{"pointer": "/since", "detail": "No such parameter."}]}
    server.trouble = lambda call: bool(call.answer(422, fault)) or True
    with pytest.raises(NoFeed):
        api.changes("0")


def test_upload_is_streamed_and_tells_how_far_it_is(server: SmallSluice, api: Api, tmp_path: Path) -> None:
    path = tmp_path / "f\u00fcr dich.txt"
    path.write_bytes(b"x" * 600_000)
    told: list[int] = []
    record = api.upload(path, on_bytes=told.append)
    assert (record["name"], record["bytes"]) == ("f\u00fcr dich.txt", 600_000)
    assert told[-1] == 600_000
    assert len(told) > 2
    assert api.has_file(record["id"])
    assert not api.has_file("0" * 64)


def test_upload_stops_when_asked(server: SmallSluice, api: Api, tmp_path: Path) -> None:
    path = tmp_path / "big"
    path.write_bytes(b"x" * 3_000_000)
    told: list[int] = []
    with pytest.raises(Stopped):
        api.upload(path, on_bytes=told.append, stopped=lambda: bool(told))
    assert server.files == {}


def test_file_that_is_missing_or_shrinks_while_it_is_sent_is_a_local_failure(api: Api, tmp_path: Path) -> None:
    with pytest.raises(LocalFailure) as caught:
        api.upload(tmp_path / "nothing")
    assert caught.value.reason == "missing"
    path = tmp_path / "shrinks"
    path.write_bytes(b"x" * 2_000_000)
    with pytest.raises(LocalFailure) as caught:
        api.upload(path, on_bytes=lambda _: path.write_bytes(b""))
    assert caught.value.reason == "changed"


def test_artifact_goes_on_from_a_byte_unless_it_is_another_by_now(server: SmallSluice, api: Api) -> None:
    server.put("A")
    server.contents["A", "out.txt"] = b"0123456789"
    known = artifact("out.txt", b"0123456789")["sha256"]
    with api.open_artifact("A", "out.txt", start=4, sha256=known) as content:
        assert (content.start, content.total_bytes, b"".join(content.pieces())) == (4, 10, b"456789")
    with api.open_artifact("A", "out.txt", start=4, sha256="f" * 64) as content:
        assert (content.start, content.total_bytes, b"".join(content.pieces())) == (0, 10, b"0123456789")


def test_redirect_is_not_followed(server: SmallSluice, api: Api) -> None:
    server.trouble = lambda call: bool(call.answer(301, {}, Location="http://elsewhere/")) or True
    with pytest.raises(Refused) as caught:
        api.submit({}, "key")
    assert "http://elsewhere/" in caught.value.detail


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("127.0.0.1:8080", "http://127.0.0.1:8080"),
        (" https://Example.org/ ", "https://example.org"),
        ("http://[::1]:80/base/", "http://[::1]:80/base"),
        ("localhost", "http://localhost"),
    ],
)
def test_addresses_are_brought_into_one_form(typed: str, address: str) -> None:
    assert normal_address(typed) == address


@pytest.mark.parametrize("typed", ["", "ftp://x", "http://", "http://a b", "http://x:99999", "http://[::1"])
def test_what_is_no_address_is_told_so(typed: str) -> None:
    with pytest.raises(Unreachable) as caught:
        Api(typed)
    assert caught.value.reason == "not an address"


def test_unknown_host_is_told_so() -> None:
    with pytest.raises(Unreachable) as caught:
        Api("http://no-such-host.invalid").queue()
    assert caught.value.reason == "unknown host"


def test_clock_of_the_server_is_learned_where_it_clearly_differs() -> None:
    clock = ServerClock(local=lambda: 1000.0)
    clock.hear("Thu, 01 Jan 1970 00:16:41 GMT")
    assert clock.now() == 1000.0
    clock.hear("Thu, 01 Jan 1970 01:00:00 GMT")
    assert clock.now() == 3600.5
    clock.hear("nonsense")
    assert clock.now() == 3600.5
    clock.hear("Thu, 01 Jan 1970 00:16:40 GMT")
    assert clock.now() == 1000.0
