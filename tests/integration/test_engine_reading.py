"""What readers see: pages, changes, waiting, retention of files."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from backend.engine.engine import Engine
from backend.errors import CursorExpired, FileInUse, FileNotFound, QueueFull
from backend.job import State
from tests.integration.conftest import Hand, job, submit, sweep_until
from tests.waiting import wait_until


def test_jobs_are_listed_newest_first_in_pages(engine: Engine) -> None:
    ids = [submit(engine, n=n).id for n in range(7)]
    first = engine.jobs("local", limit=3)
    second = engine.jobs("local", limit=3, page=first.next)
    third = engine.jobs("local", limit=3, page=second.next)
    assert [one.id for page in (first, second, third) for one in page.jobs] == ids[::-1]
    assert third.next is None


def test_jobs_are_found_by_state_kind_and_tag(engine: Engine, hand: Hand) -> None:
    done = submit(engine, tags=("film", "blue"))
    hand.finish(hand.take()[0])
    waiting = submit(engine, "fragile", tags=("film",))
    assert [one.id for one in engine.jobs("local", states=["succeeded"]).jobs] == [done.id]
    assert [one.id for one in engine.jobs("local", kinds=["fragile"]).jobs] == [waiting.id]
    assert [one.id for one in engine.jobs("local", tag="blue").jobs] == [done.id]
    assert [one.id for one in engine.jobs("local", tag="film").jobs] == [waiting.id, done.id]
    assert engine.jobs("other").jobs == []


def test_rare_match_among_many_is_found(engine: Engine) -> None:
    wanted = submit(engine, tags=("needle",))
    for n in range(600):
        submit(engine, n=n)
    assert [one.id for one in engine.jobs("local", tag="needle", limit=1).jobs] == [wanted.id]


def test_changes_are_each_job_once_and_only_what_changed(engine: Engine, hand: Hand) -> None:
    first, second = submit(engine, n=1), submit(engine, n=2)
    seen = engine.changes("local", since="")
    assert {one.id for one in seen.jobs} == {first.id, second.id}
    assert engine.changes("local", since=seen.cursor).jobs == []
    held = hand.take()[0]
    for percent in range(10):
        engine.report_progress(held.id, held.start, percent / 10, "s", "m")
    after = engine.changes("local", since=seen.cursor)
    assert [(one.id, one.progress) for one in after.jobs] == [(first.id, 0.9)]


def test_follower_of_the_changes_ends_with_the_truth(engine: Engine, hand: Hand) -> None:
    """A client that only ever reads changes, in small pages, knows what a fresh listing says."""
    known: dict[str, tuple[str, int]] = {}
    cursor = ""

    def follow() -> None:
        nonlocal cursor
        while True:
            page = engine.changes("local", since=cursor, limit=3)
            known.update({one.id: (one.state.value, one.version) for one in page.jobs})
            cursor = page.cursor
            if not page.more:
                return

    for round_ in range(6):
        for n in range(5):
            submit(engine, n=n)
        follow()
        for held in hand.take(4):
            hand.finish(held, "succeeded" if round_ % 2 else "failed")
        follow()
    assert known == {one.id: (one.state.value, one.version) for one in engine.jobs("local", limit=100).jobs}


def test_unknown_cursor_is_refused(engine: Engine) -> None:
    submit(engine)
    cursor = engine.changes("local", since="").cursor
    epoch = cursor.partition("-")[0]
    for wrong in ("nonsense", "1-1", f"{epoch}-9999999999999999", f"{epoch}-", "²-1"):
        with pytest.raises(CursorExpired):
            engine.changes("local", since=wrong)


def test_forgotten_tombstone_expires_older_cursors(engine: Engine, hand: Hand) -> None:
    submitted = submit(engine)
    old = engine.changes("local", since="").cursor
    hand.finish(hand.take()[0])
    for deadline in (f"X:{submitted.id}", f"T:{submitted.id}:local"):
        engine.store.command("ZADD", engine.store.key("due"), 1, deadline)
        hand.beat()
    with pytest.raises(CursorExpired):
        engine.changes("local", since=old)
    assert engine.changes("local", since="").jobs == []


def test_waiting_reader_is_woken_by_the_change(engine: Engine, hand: Hand) -> None:
    submitted = submit(engine)
    cursor = engine.changes("local", since="").cursor
    seen: list[tuple[str, float]] = []

    def wait_for_job() -> None:
        seen.append(("job", time.monotonic() if wake_job() else 0))

    def wake_job() -> bool:
        return engine.wait_for_change(submitted.id, "local", version=1, wait_s=10).state == State.RUNNING

    def wait_for_changes() -> None:
        changes = engine.changes("local", since=cursor, wait_s=10)
        seen.append(("changes", time.monotonic() if changes.jobs else 0))

    readers = [threading.Thread(target=target) for target in (wait_for_job, wait_for_changes)]
    for reader in readers:
        reader.start()
    listening = engine.store.key("stats")
    wait_until(lambda: engine.store.command("HGET", listening, "listening"), 5)
    wait_until(lambda: engine.store.command("PUBSUB", "NUMSUB", engine.store.key("changed"))[1], 5)
    taken_at = time.monotonic()
    hand.take()
    for reader in readers:
        reader.join(10)
    assert len(seen) == 2
    assert all(0 < at - taken_at < 0.5 for _, at in seen)


def test_waiting_ends_when_the_time_is_up(engine: Engine) -> None:
    submitted = submit(engine)
    began = time.monotonic()
    assert engine.wait_for_change(submitted.id, "local", version=1, wait_s=0.3).version == 1
    assert 0.25 < time.monotonic() - began < 2


def test_file_of_a_live_job_can_not_be_deleted(engine: Engine, hand: Hand) -> None:
    file_id = "c" * 64
    engine.add_file(file_id, "local", name="a.mp4", media_type="video/mp4", bytes_=9)
    submitted = submit(engine, file_ids=(file_id,))
    with pytest.raises(FileInUse) as refusal:
        engine.delete_file(file_id, "local")
    assert refusal.value.job_ids == [submitted.id]
    hand.finish(hand.take()[0])
    engine.delete_file(file_id, "local")
    with pytest.raises(FileNotFound):
        engine.file(file_id, "local")
    assert engine.litter() == [f"file:{file_id}"]


def test_unused_file_expires_but_not_under_a_live_job(make_engine: Callable[..., Engine]) -> None:
    engine = make_engine(file_ttl_s=0.05)
    hand = Hand(engine)
    used, unused = "d" * 64, "e" * 64
    for file_id in (used, unused):
        engine.add_file(file_id, "local", name="a", media_type="video/mp4", bytes_=9)
    submit(engine, file_ids=(used,))
    sweep_until(hand, lambda: engine.litter() == [f"file:{unused}"])
    assert engine.file(used, "local").bytes == 9


def test_same_bytes_of_two_owners_stay_until_both_are_gone(engine: Engine) -> None:
    file_id = "f" * 64
    for owner in ("one", "two"):
        engine.add_file(file_id, owner, name=owner, media_type="video/mp4", bytes_=9)
    engine.delete_file(file_id, "one")
    assert engine.litter() == []
    assert engine.file(file_id, "two").name == "two"
    engine.delete_file(file_id, "two")
    assert engine.litter() == [f"file:{file_id}"]


def test_estimates_follow_recent_runs(engine: Engine, hand: Hand) -> None:
    for _ in range(8):
        submit(engine, "narrow")
        held = hand.take()[0]
        began_ms = int(job(engine, held.id).started_ms or 0)
        engine.store.command("HSET", engine.store.key(f"job:{held.id}"), "started", began_ms - 10_000)
        hand.finish(held)
    # A worker with 4 threads serves "narrow", limit 2: two run, five wait.
    about = '{"threads": 4, "kinds": ["narrow"], "host": "h", "pid": 1}'
    engine.store.call("renew", "w", 60_000, about)
    for n in range(2):
        submit(engine, "narrow", n)
    hand.take(2)
    waiting = [submit(engine, "narrow", n) for n in range(5)]
    wait_until(lambda: job(engine, waiting[0].id).estimated_wait_s is not None, 5)
    waits = [job(engine, one.id).estimated_wait_s for one in waiting]
    with pytest.raises(QueueFull) as refusal:
        submit(engine, "narrow")
    assert refusal.value.retry_after_s == pytest.approx(5, abs=1)  # two places, ten seconds each
    assert waits == [pytest.approx(expected, abs=1.5) for expected in (10, 10, 20, 20, 30)]
