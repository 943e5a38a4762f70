"""Drafts in the store: their versions, their time, and the files that stay because of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.catalogue import Catalogue
from backend.engine.drafts import ANY, Condition, DraftRecord
from backend.engine.engine import Engine
from backend.errors import (
    CursorExpired,
    DraftChanged,
    DraftNotFound,
    FileInUse,
    FileNotFound,
    FilesMissing,
    TooManyDrafts,
)
from backend.job import State
from backend.local.store import EmbeddedStore
from tests.audit import keys_without_owner
from tests.integration.conftest import KINDS, Hand, job, settings, submit, sweep_until

FILE, OTHER = "a" * 64, "b" * 64


def put(engine: Engine, draft_id: str = "d1", *files: str, owner: str = "local", **more: Any) -> DraftRecord:
    document = more.pop("document", "{}")
    return engine.drafts.put(draft_id, owner, name="A film", document=document, file_ids=files, **more)


def upload(engine: Engine, *file_ids: str, owner: str = "local") -> None:
    for file_id in file_ids:
        engine.add_file(file_id, owner, name="clip.mp4", media_type="video/mp4", bytes_=9)


def test_draft_comes_back_as_it_was_put(engine: Engine) -> None:
    upload(engine, FILE)
    text = '{"name":"第一部","tracks":[]}'
    record = put(engine, "d1", FILE, FILE, document=text)
    draft = engine.drafts.get("d1", "local")
    assert draft.record == record
    assert (draft.document, draft.file_ids) == (text, (FILE,))
    assert (record.id, record.name, record.bytes) == ("d1", "A film", len(text.encode()))
    assert record.version == record.first_version
    assert record.expires_ms - record.updated_ms == 30 * 86_400_000
    assert keys_without_owner(engine) == []


def test_versions_grow_and_never_come_again(engine: Engine) -> None:
    versions = [put(engine).version for _ in range(3)]
    engine.drafts.delete("d1", "local")
    versions.append(put(engine).version)
    assert versions == sorted(set(versions))


@pytest.mark.parametrize("owner", ["other", "local:other", "*", ""])
def test_draft_is_there_for_its_owner_only(engine: Engine, owner: str) -> None:
    put(engine)
    for ask in (engine.drafts.get, engine.drafts.use, engine.drafts.delete):
        with pytest.raises(DraftNotFound):
            ask("d1", owner)
    assert engine.drafts.page(owner).drafts == []
    put(engine, owner=owner, document='{"name": "theirs"}')
    assert engine.drafts.get("d1", "local").document == "{}"


def test_condition_decides_whether_anything_is_written(engine: Engine) -> None:
    with pytest.raises(DraftChanged) as refusal:
        put(engine, condition=Condition(one_of=[ANY]))
    assert refusal.value.version is None
    first = put(engine, condition=Condition(none_of=[ANY]))
    second = put(engine, condition=Condition(one_of=["7", str(first.version)]))
    for condition in (
        Condition(one_of=[str(first.version)]),
        Condition(one_of=[]),
        Condition(none_of=[ANY]),
        Condition(none_of=[str(second.version)]),
    ):
        with pytest.raises(DraftChanged) as refusal:
            put(engine, condition=condition, document='{"late": 1}')
        assert refusal.value.version == second.version
    with pytest.raises(DraftChanged):
        engine.drafts.delete("d1", "local", Condition(one_of=[str(first.version)]))
    assert engine.drafts.get("d1", "local").document == "{}"
    engine.drafts.delete("d1", "local", Condition(one_of=[str(second.version)]))


def test_of_many_writers_from_one_version_one_wins(engine: Engine) -> None:
    version = str(put(engine).version)
    won: list[int] = []
    lost: list[int] = []

    def write(number: int) -> None:
        try:
            put(engine, document=str(number), condition=Condition(one_of=[version]))
            won.append(number)
        except DraftChanged:
            lost.append(number)
        engine.store.drop()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert (len(won), len(lost)) == (1, 7)
    assert engine.drafts.get("d1", "local").document == str(won[0])


def test_repeated_call_is_told_by_its_word_and_writes_once(engine: Engine) -> None:
    call = ("draft_put", "d1", "local", "this-call", "", ANY, "n", "{}", "", 60_000, 1)
    first = engine.store.call(*call)
    assert engine.store.call(*call) == first
    assert engine.store.call(*call[:3], "another-call", *call[4:])[0] == b"differs"


def test_owner_keeps_as_many_drafts_as_allowed_and_no_more(make_engine: Callable[..., Engine]) -> None:
    engine = make_engine(drafts_per_owner=2)
    put(engine, "d1")
    first = put(engine, "d2")
    with pytest.raises(TooManyDrafts, match="Delete drafts") as refusal:
        put(engine, "d3")
    assert refusal.value.max_drafts == 2
    assert put(engine, "d2").version > first.version, "those that are there can be changed"
    with pytest.raises(DraftChanged):
        put(engine, "d3", condition=Condition(one_of=[ANY]))
    put(engine, "d3", owner="other")
    engine.drafts.delete("d1", "local")
    put(engine, "d3")
    assert [draft.id for draft in engine.drafts.page("local").drafts] == ["d3", "d2"]


def test_of_many_new_drafts_at_once_only_as_many_as_allowed_are_kept(make_engine: Callable[..., Engine]) -> None:
    engine = make_engine(drafts_per_owner=3)
    together = threading.Barrier(8)
    refused: list[int] = []

    def write(number: int) -> None:
        together.wait(10)
        try:
            put(engine, f"d{number}")
        except TooManyDrafts:
            refused.append(number)
        engine.store.drop()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(refused) == 5
    assert len(engine.drafts.page("local").drafts) == 3


def test_draft_that_ended_makes_room(make_engine: Callable[..., Engine]) -> None:
    engine = make_engine(drafts_per_owner=1, draft_ttl_s=0.05)
    put(engine, "old")
    sweep_until(Hand(engine), lambda: not engine.drafts.page("local").drafts)
    put(engine, "new")


def test_needed_file_is_neither_deleted_nor_expires(make_engine: Callable[..., Engine]) -> None:
    engine = make_engine(file_ttl_s=0.05)
    hand = Hand(engine)
    upload(engine, FILE)
    put(engine, "d1", FILE)
    put(engine, "d2", FILE)
    with pytest.raises(FileInUse, match="d1") as refusal:
        engine.delete_file(FILE, "local")
    assert (refusal.value.job_ids, sorted(refusal.value.draft_ids)) == ([], ["d1", "d2"])
    upload(engine, OTHER)
    sweep_until(hand, lambda: engine.litter() == [f"file:{OTHER}"])
    assert engine.file(FILE, "local").bytes == 9
    assert keys_without_owner(engine) == []
    engine.drafts.delete("d1", "local")
    hand.beat()
    assert engine.file(FILE, "local").bytes == 9
    put(engine, "d2")  # without the file
    sweep_until(hand, lambda: f"file:{FILE}" in engine.litter())
    with pytest.raises(FileNotFound):
        engine.file(FILE, "local")
    assert keys_without_owner(engine) == []


def test_file_uploaded_anew_stays_while_a_draft_needs_it(make_engine: Callable[..., Engine]) -> None:
    engine = make_engine(file_ttl_s=0.05)
    hand = Hand(engine)
    upload(engine, FILE)
    put(engine, "d1", FILE)
    upload(engine, FILE, OTHER)
    sweep_until(hand, lambda: engine.litter() == [f"file:{OTHER}"])
    assert engine.file(FILE, "local").bytes == 9


def test_draft_holds_no_file_of_another_owner(engine: Engine) -> None:
    upload(engine, FILE)
    upload(engine, FILE, owner="other")
    put(engine, "d1", FILE)
    engine.delete_file(FILE, "other")
    with pytest.raises(FilesMissing):
        put(engine, "d1", FILE, owner="other")


def test_draft_with_a_missing_file_is_not_written(engine: Engine) -> None:
    upload(engine, FILE)
    before = put(engine, "d1", FILE)
    with pytest.raises(FilesMissing) as refusal:
        put(engine, "d1", FILE, OTHER)
    assert refusal.value.file_ids == [OTHER]
    assert engine.drafts.get("d1", "local").record == before
    with pytest.raises(FilesMissing):
        put(engine, "new", OTHER)
    assert [draft.id for draft in engine.drafts.page("local").drafts] == ["d1"]


def test_draft_ends_at_the_end_of_its_time_and_its_files_with_it(make_engine: Callable[..., Engine]) -> None:
    engine = make_engine(file_ttl_s=0.05, draft_ttl_s=0.1)
    hand = Hand(engine)
    upload(engine, FILE)
    put(engine, "d.1-x_Y", FILE)
    sweep_until(hand, lambda: engine.litter() == [f"file:{FILE}"])
    with pytest.raises(DraftNotFound):
        engine.drafts.get("d.1-x_Y", "local")
    assert engine.drafts.page("local").drafts == []
    assert [name for name in _names(engine) if "draft" in name or name.startswith(("file", "due"))] == []


def test_use_renews_the_time_and_a_look_does_not(engine: Engine) -> None:
    put(engine)
    key = engine.store.key("due")
    engine.store.command("ZADD", key, 1, "E:d1:local")
    engine.drafts.get("d1", "local")
    assert engine.store.command("ZSCORE", key, "E:d1:local") == b"1"
    used = engine.drafts.use("d1", "local")
    assert float(engine.store.command("ZSCORE", key, "E:d1:local")) == used.record.expires_ms
    Hand(engine).beat()
    assert engine.drafts.get("d1", "local").record == used.record


def test_deleted_draft_leaves_its_files_to_the_jobs_that_need_them(make_engine: Callable[..., Engine]) -> None:
    engine = make_engine(file_ttl_s=0.05)
    hand = Hand(engine)
    upload(engine, FILE)
    put(engine, "d1", FILE)
    waiting = submit(engine, file_ids=(FILE,))
    engine.drafts.delete("d1", "local")
    upload(engine, OTHER)
    sweep_until(hand, lambda: engine.litter() == [f"file:{OTHER}"])
    assert engine.file(FILE, "local").bytes == 9
    with pytest.raises(FileInUse) as refusal:
        engine.delete_file(FILE, "local")
    assert (refusal.value.job_ids, refusal.value.draft_ids) == ([waiting.id], [])
    assert job(engine, waiting.id).state == State.QUEUED


def test_pages_have_each_draft_once_also_when_one_goes_meanwhile(engine: Engine) -> None:
    for number in range(7):
        put(engine, f"d{number}")
    put(engine, "d3")  # changed, not created
    assert [draft.id for draft in engine.drafts.page("local").drafts] == [f"d{n}" for n in (6, 5, 4, 3, 2, 1, 0)]
    first = engine.drafts.page("local", limit=3)
    assert [draft.id for draft in first.drafts] == ["d6", "d5", "d4"]
    engine.drafts.delete("d4", "local")
    second = engine.drafts.page("local", limit=3, page=first.next)
    assert [draft.id for draft in second.drafts] == ["d3", "d2", "d1"]
    last = engine.drafts.page("local", limit=3, page=second.next)
    assert ([draft.id for draft in last.drafts], last.next) == (["d0"], None)
    assert engine.drafts.page("local", limit=6).next is None
    with pytest.raises(CursorExpired):
        engine.drafts.page("local", page="x")


def test_drafts_survive_a_killed_store(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path) as store:
        engine = Engine.open(settings(store.url), Catalogue(KINDS))
        upload(engine, FILE)
        record = put(engine, "d1", FILE)
        store.kill()
        store.start()
        engine.store.drop()
        assert engine.drafts.get("d1", "local").record == record
        with pytest.raises(FileInUse):
            engine.delete_file(FILE, "local")
        engine.close()


def _names(engine: Engine) -> list[str]:
    return [raw.decode().removeprefix(engine.store.prefix) for raw in engine.store.command("KEYS", "*")]
