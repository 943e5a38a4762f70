"""Leases: who may write what became of a job, and what happens when its worker does not come back."""

from __future__ import annotations

import time

import pytest

from backend.engine.engine import Engine
from backend.errors import JobExpired, JobNotFinal, JobNotFound, JobNotWaiting
from backend.job import TRANSITIONS, State
from tests.integration.conftest import HIGH, Hand, job, submit, sweep_until


def test_finish_writes_everything_in_one_step(engine: Engine, hand: Hand) -> None:
    submitted = submit(engine)
    held = hand.take()[0]
    usage = {"wall_s": 1.5, "cpu_s": 1.0, "max_rss_bytes": 5}
    assert hand.finish(held, result={"x": 1}, usage=usage) == "finished"
    done = job(engine, submitted.id)
    assert (done.state, done.progress, done.result, done.attempt) == (State.SUCCEEDED, 1.0, {"x": 1}, 1)
    assert done.usage is not None
    assert done.usage.max_rss_bytes == 5
    assert hand.finish(held) == "already"


def test_expired_lease_frees_its_slot_and_the_job_runs_again_at_its_old_place(engine: Engine) -> None:
    engine.limits.set("kind:wide", current=1)
    dying, living = Hand(engine, lease_ms=50), Hand(engine)
    first, _second = submit(engine, n=1), submit(engine, n=2)
    assert dying.take()[0].id == first.id
    sweep_until(living, lambda: job(engine, first.id).state == State.QUEUED)
    held = living.take()[0]
    assert (held.id, held.start, held.attempt) == (first.id, 2, 2)


def test_renewed_lease_does_not_expire(engine: Engine) -> None:
    slow, other = Hand(engine, lease_ms=300), Hand(engine)
    submit(engine)
    held = slow.take()[0]
    until = time.monotonic() + 0.8
    while time.monotonic() < until:
        assert slow.beat(held) == []
        other.beat()
    assert job(engine, held.id).state == State.RUNNING


def test_late_finish_of_a_lost_lease_is_refused_and_counted(engine: Engine) -> None:
    dying, living = Hand(engine, lease_ms=30), Hand(engine)
    submitted = submit(engine)
    old = dying.take()[0]
    sweep_until(living, lambda: job(engine, submitted.id).state == State.QUEUED)
    new = living.take()[0]
    assert dying.finish(old, "failed") == "stale"
    assert dying.beat(old) == [f"l{old.id}"]
    assert engine.report_progress(old.id, old.start, 0.5, "", "") == "stale"
    assert living.finish(new) == "finished"
    assert job(engine, submitted.id).state == State.SUCCEEDED
    assert engine.queue()["kinds"]["wide"]["stale"] == 1


def test_job_that_kills_its_worker_three_times_is_a_dead_letter(engine: Engine) -> None:
    living = Hand(engine)
    submitted = submit(engine, "fragile")
    for attempt in (1, 2, 3):
        held = Hand(engine, lease_ms=20).take()[0]
        assert held.attempt == attempt
        sweep_until(living, lambda: job(engine, submitted.id).state != State.RUNNING)
    dead = job(engine, submitted.id)
    assert dead.state == State.FAILED
    assert dead.error is not None
    assert dead.error.code == "lost"
    assert living.take() == []


def test_leases_are_spared_when_the_store_was_away(engine: Engine) -> None:
    hand = Hand(engine, lease_ms=50)
    submitted = submit(engine)
    held = hand.take()[0]
    hand.beat(held)
    # The last heartbeat of anybody lies ten seconds back, as after an outage.
    engine.store.command("ZADD", engine.store.key("workers"), round(time.time() * 1000) - 10_000, hand.name)
    engine.store.command("ZADD", engine.store.key("due"), 1, f"L:{held.id}")
    Hand(engine).beat()
    assert job(engine, submitted.id).state == State.RUNNING
    assert hand.beat(held) == []


def test_mercy_for_one_outage_is_forgotten_before_the_next(engine: Engine) -> None:
    hand = Hand(engine, lease_ms=50)
    submit(engine)
    held = hand.take()[0]
    engine.store.command("ZADD", engine.store.key("workers"), round(time.time() * 1000) - 10_000, hand.name)
    engine.store.command("ZADD", engine.store.key("due"), 1, f"L:{held.id}")
    Hand(engine).beat()
    until_ms = int(engine.store.command("GET", engine.store.key("grace")))
    left_ms = engine.store.command("PTTL", engine.store.key("grace"))
    assert left_ms <= until_ms - time.time() * 1000 + 100


def test_drained_job_keeps_its_place_and_its_attempt(engine: Engine, hand: Hand) -> None:
    first, _ = submit(engine, n=1), submit(engine, n=2)
    held = hand.take()[0]
    assert hand.release(held, "drain") == "queued"
    back = job(engine, first.id)
    assert (back.state, back.attempt, back.position) == (State.QUEUED, 0, 1)
    again = hand.take()[0]
    assert (again.id, again.attempt, again.start) == (first.id, 1, 2)


def test_retried_start_is_charged(engine: Engine, hand: Hand) -> None:
    submit(engine)
    hand.release(hand.take()[0], "retry")
    assert hand.take()[0].attempt == 2


def test_throttled_start_is_not_charged_but_ends_after_too_many(engine: Engine, hand: Hand) -> None:
    submitted = submit(engine)
    for _ in range(3):
        held = hand.take()[0]
        assert held.attempt == 1
        assert hand.release(held, "throttle", most=3) == "queued"
    assert hand.release(hand.take()[0], "throttle", most=3) == "failed"
    assert job(engine, submitted.id).state == State.FAILED


def test_release_of_a_lost_lease_is_refused(engine: Engine, hand: Hand) -> None:
    submit(engine)
    held = hand.take()[0]
    hand.finish(held)
    assert hand.release(held, "retry") == "stale"


def test_lost_answer_of_a_take_is_given_back_uncharged(engine: Engine, hand: Hand) -> None:
    submit(engine, n=1)
    submit(engine, n=2)
    kept, lost = hand.take(2)
    assert hand.reclaim(kept) == 1
    assert job(engine, lost.id).attempt == 0
    assert hand.take()[0].id == lost.id
    assert job(engine, kept.id).state == State.RUNNING


def test_progress_only_moves_forward(engine: Engine, hand: Hand) -> None:
    submitted = submit(engine)
    held = hand.take()[0]
    assert engine.report_progress(held.id, held.start, 0.6, "encoding", "6 of 10") == "noted"
    assert engine.report_progress(held.id, held.start, 0.2, "encoding", "late") == "noted"
    seen = job(engine, submitted.id)
    assert (seen.progress, seen.stage, seen.message) == (0.6, "encoding", "late")


def test_cancelled_waiting_job_never_starts(engine: Engine, hand: Hand) -> None:
    submitted = submit(engine)
    assert engine.cancel(submitted.id, "local").state == State.CANCELLED
    assert hand.take() == []
    assert engine.cancel(submitted.id, "local").state == State.CANCELLED


def test_cancel_of_a_running_job_reaches_its_worker(engine: Engine, hand: Hand) -> None:
    submit(engine)
    held = hand.take()[0]
    stopping = engine.cancel(held.id, "local")
    assert (stopping.state, stopping.cancel_requested) == (State.RUNNING, True)
    assert hand.beat(held) == [f"c{held.id}"]
    assert engine.report_progress(held.id, held.start, 0.1, "", "") == "cancel"
    hand.finish(held, "cancelled")
    assert job(engine, held.id).state == State.CANCELLED


def test_cancelled_job_is_not_sent_back(engine: Engine, hand: Hand) -> None:
    submit(engine)
    held = hand.take()[0]
    engine.cancel(held.id, "local")
    assert hand.release(held, "retry") == "cancelled"
    assert hand.take() == []


def test_cancelled_job_of_a_dead_worker_does_not_run_again(engine: Engine) -> None:
    dying, living = Hand(engine, lease_ms=30), Hand(engine)
    submit(engine)
    held = dying.take()[0]
    engine.cancel(held.id, "local")
    sweep_until(living, lambda: job(engine, held.id).state == State.CANCELLED)


def test_finished_job_can_be_tried_again_with_all_attempts(engine: Engine, hand: Hand) -> None:
    submitted = submit(engine)
    with pytest.raises(JobNotFinal):
        engine.retry(submitted.id, "local")
    hand.finish(hand.take()[0], "failed", error={"code": "x", "message": "y"})
    again = engine.retry(submitted.id, "local")
    assert (again.state, again.attempt, again.error, again.finished_ms) == (State.QUEUED, 0, None, None)
    held = hand.take()[0]
    assert (held.start, held.attempt) == (2, 1)


def test_running_job_can_not_be_moved(engine: Engine, hand: Hand) -> None:
    submitted = submit(engine)
    hand.take()
    with pytest.raises(JobNotWaiting):
        engine.reprioritise(submitted.id, "local", HIGH)


def test_other_owner_does_not_see_the_job(engine: Engine) -> None:
    submitted = submit(engine)
    for call in (engine.job, engine.cancel, engine.retry):
        with pytest.raises(JobNotFound):
            call(submitted.id, "other")
    with pytest.raises(JobNotFound):
        engine.job("no-such-job", "local")
    with pytest.raises(JobNotFound):
        engine.job("../etc", "local")


def test_finished_job_expires_and_is_said_to_be_gone(engine: Engine, hand: Hand) -> None:
    submitted = submit(engine)
    cursor = engine.changes("local", since="").cursor
    hand.finish(hand.take()[0])
    engine.store.command("ZADD", engine.store.key("due"), 1, f"X:{submitted.id}")
    hand.beat()
    with pytest.raises(JobExpired):
        engine.job(submitted.id, "local")
    assert engine.litter() == [f"job:{submitted.id}"]
    assert engine.litter([f"job:{submitted.id}"]) == []
    assert engine.changes("local", since=cursor).removed == [submitted.id]
    assert engine.jobs("local").jobs == []


def test_every_transition_that_a_script_makes_is_in_the_table(engine: Engine, hand: Hand) -> None:
    """Walk through all of them and compare what was seen with the table, both ways."""
    seen: set[tuple[State | None, State]] = set()

    def note(job_id: str, before: State | None) -> State:
        after = job(engine, job_id).state
        seen.add((before, after))
        return after

    one = submit(engine).id
    note(one, None)
    for reason in ("retry", "throttle", "drain"):
        held = hand.take()[0]
        note(one, State.QUEUED)
        hand.release(held, reason)
        note(one, State.RUNNING)
    for state in ("succeeded", "failed", "timed_out", "cancelled"):
        held = hand.take()[0]
        hand.finish(held, state)
        before = note(one, State.RUNNING)
        engine.retry(one, "local")
        note(one, before)
    engine.cancel(one, "local")
    note(one, State.QUEUED)
    late = submit(engine, start_deadline_s=0.01).id
    sweep_until(hand, lambda: job(engine, late).state == State.FAILED)
    note(late, State.QUEUED)
    assert seen == set(TRANSITIONS)
