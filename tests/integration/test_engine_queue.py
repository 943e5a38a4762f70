"""Admission, order, limits: what waits, and what starts next."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from backend.engine.engine import Engine
from backend.errors import DuplicateJob, FilesMissing, IdempotencyConflict, QueueFull
from backend.job import Priority, State, Submission
from tests.integration.conftest import HIGH, LOW, NORMAL, URGENT, Hand, job, submit
from tests.waiting import wait_until


def test_admitted_job_is_queued_with_its_place(engine: Engine) -> None:
    first, second = submit(engine), submit(engine)
    assert (first.state, first.position, first.version) == (State.QUEUED, 1, 1)
    assert second.position == 2
    assert second.params == {"n": 0}


def test_urgent_job_starts_next_whatever_is_queued(engine: Engine, hand: Hand) -> None:
    engine.admit_many([Submission("wide", {"n": n}, priority=LOW) for n in range(300)])
    urgent = submit(engine, priority=URGENT)
    assert [held.id for held in hand.take()] == [urgent.id]


def test_ten_thousand_jobs_leave_in_priority_order_and_first_in_first_out(engine: Engine, hand: Hand) -> None:
    chance = random.Random(7)
    priorities = [chance.choice(list(Priority)) for _ in range(10_000)]
    engine.limits.set("kind:wide", current=20_000)
    for first in range(0, 10_000, 1000):
        engine.admit_many([Submission("wide", {"n": n}, priority=priorities[n]) for n in range(first, first + 1000)])
    expected = sorted(range(10_000), key=lambda n: (priorities[n].rank, n))
    taken: list[int] = []
    while batch := hand.take(100):
        taken += [held.params["n"] for held in batch]
    assert taken == expected


def test_waiting_long_gains_levels_so_nothing_starves(engine: Engine) -> None:
    patient = Hand(engine, aging_ms=40)
    low = submit(engine, priority=LOW)
    started: list[str] = []

    def flood() -> bool:
        submit(engine, priority=URGENT)
        started.extend(held.id for held in patient.take())
        return low.id in started

    wait_until(flood, 5)
    assert started[0] != low.id


def test_no_aging_means_strict_priority(engine: Engine) -> None:
    strict = Hand(engine, aging_ms=0)
    low = submit(engine, priority=LOW)
    for _ in range(20):
        submit(engine, priority=HIGH)
    assert low.id not in [held.id for held in strict.take(20)]


def test_limit_holds_across_workers(engine: Engine) -> None:
    engine.limits.set("kind:wide", current=3)
    for n in range(10):
        submit(engine, n=n)
    first, second = Hand(engine), Hand(engine)
    held = first.take(2) + second.take(8)
    assert len(held) == 3
    assert first.take(8) == []
    first.finish(held[0])
    assert len(second.take(8)) == 1


def test_full_kind_does_not_hold_up_another(engine: Engine, hand: Hand) -> None:
    for n in range(4):
        submit(engine, "narrow", n, priority=URGENT)
    other = submit(engine, "wide", priority=LOW)
    assert [held.id for held in hand.take(10)][2:] == [other.id]


def test_resource_limit_spans_kinds_and_spares_jobs_without_it(engine: Engine, hand: Hand) -> None:
    submit(engine, "cloudy", 1, params={"provider": "cloud"})
    submit(engine, "cloudy", 2, params={"provider": "cloud"})
    submit(engine, "cloudy", 3)
    held = hand.take(10)
    assert [one.params["n"] for one in held] == [1, 3]
    hand.finish(held[0])
    assert [one.params["n"] for one in hand.take(10)] == [2]


def test_full_queue_refuses_and_writes_nothing(engine: Engine) -> None:
    for n in range(5):
        submit(engine, "narrow", n)
    before = engine.store.command("DBSIZE")
    with pytest.raises(QueueFull) as refusal:
        submit(engine, "narrow")
    assert refusal.value.max_waiting == 5
    assert refusal.value.retry_after_s >= 1
    assert engine.store.command("DBSIZE") == before


def test_batch_is_answered_item_by_item_in_order(engine: Engine) -> None:
    answers = engine.admit_many([Submission("narrow", {"n": n}) for n in range(7)])
    assert [type(answer).__name__ for answer in answers] == ["Admitted"] * 5 + ["QueueFull"] * 2


def test_same_work_is_refused_while_it_lives_and_accepted_after(engine: Engine, hand: Hand) -> None:
    first = submit(engine, dedupe_key="draft-7")
    with pytest.raises(DuplicateJob) as refusal:
        submit(engine, dedupe_key="draft-7")
    assert refusal.value.job.id == first.id
    held = hand.take()[0]
    with pytest.raises(DuplicateJob):
        submit(engine, dedupe_key="draft-7")
    hand.finish(held)
    assert submit(engine, dedupe_key="draft-7").state == State.QUEUED


def test_other_owner_may_use_the_same_dedupe_key(engine: Engine) -> None:
    submit(engine, dedupe_key="k")
    assert submit(engine, dedupe_key="k", owner="other").state == State.QUEUED


def test_idempotency_key_gives_the_first_answer_and_refuses_another_body(engine: Engine) -> None:
    first = engine.admit(Submission("wide", {"n": 1}, idempotency_key="abc", fingerprint="one"))
    again = engine.admit(Submission("wide", {"n": 1}, idempotency_key="abc", fingerprint="one"))
    assert (again.job.id, again.repeated, first.repeated) == (first.job.id, True, False)
    with pytest.raises(IdempotencyConflict):
        engine.admit(Submission("wide", {"n": 2}, idempotency_key="abc", fingerprint="two"))


def test_missing_files_are_named_and_nothing_is_written(engine: Engine) -> None:
    there, gone = "a" * 64, "b" * 64
    engine.add_file(there, "local", name="x", media_type="video/mp4", bytes_=3)
    with pytest.raises(FilesMissing) as refusal:
        submit(engine, file_ids=(there, gone))
    assert refusal.value.file_ids == [gone]
    assert engine.queue()["waiting"] == 0


def test_moved_job_takes_its_new_place_and_keeps_its_age(engine: Engine, hand: Hand) -> None:
    jobs = [submit(engine, n=n) for n in range(3)]
    moved = engine.reprioritise(jobs[2].id, "local", HIGH)
    assert (moved.position, moved.priority) == (1, HIGH)
    engine.reprioritise(jobs[2].id, "local", NORMAL)
    assert [held.params["n"] for held in hand.take(3)] == [0, 1, 2]


def test_delayed_job_waits_for_its_time_and_keeps_its_place(engine: Engine, hand: Hand) -> None:
    early, late = submit(engine, n=1), submit(engine, n=2)
    held = hand.take()[0]
    assert held.id == early.id
    hand.release(held, "retry", 80)
    assert job(engine, early.id).not_before_ms is not None
    hand.finish(hand.take()[0])
    assert hand.take() == []
    third = submit(engine, n=3)
    wait_until(lambda: bool(hand.beat() or job(engine, early.id).not_before_ms is None), 5)
    assert [one.id for one in hand.take(2)] == [early.id, third.id]
    assert late.id != early.id


def test_start_deadline_fails_what_still_waits_only(engine: Engine, hand: Hand) -> None:
    runs, waits = submit(engine, start_deadline_s=0.05), submit(engine, start_deadline_s=0.05)
    held = hand.take()[0]
    wait_until(lambda: bool(hand.beat(held) or job(engine, waits.id).state == State.FAILED), 5)
    error = job(engine, waits.id).error
    assert error is not None
    assert error.code == "start_deadline_passed"
    assert job(engine, runs.id).state == State.RUNNING


def test_starts_per_interval_hold_across_workers(engine: Engine) -> None:
    engine.admit_many([Submission("paced", {"n": n}) for n in range(10)])
    hands = [Hand(engine), Hand(engine)]
    assert [len(one.take(5)) for one in hands] == [2, 0]  # a burst of 2, then one each 100 ms
    started: list[str] = []

    def third_started() -> bool:
        started.extend(held.id for held in hands[1].take(5))
        return bool(started)

    wait_until(third_started, 2)
    assert len(started) == 1


def test_paused_kind_starts_nothing_until_resumed(engine: Engine, hand: Hand) -> None:
    submit(engine)
    engine.limits.set("kind:wide", paused=True)
    assert hand.take() == []
    assert engine.queue()["kinds"]["wide"]["paused"] is True
    engine.limits.set("kind:wide", paused=False)
    assert len(hand.take()) == 1


def test_peaks_and_counts_survive_a_new_engine(make_engine: Callable[..., Engine]) -> None:
    engine = make_engine()
    hand = Hand(engine)
    for n in range(4):
        submit(engine, n=n)
    for held in hand.take(3):
        hand.finish(held, "failed" if held.params["n"] == 0 else "succeeded")
    report = make_engine().queue()
    wide = report["kinds"]["wide"]
    assert (report["peak_waiting"], report["peak_running"], report["processed"]) == (4, 3, 3)
    assert (wide["waiting"], wide["succeeded"], wide["failed"], wide["backlog"]) == (1, 2, 1, 1)
    assert report["peaks_since"] is not None
