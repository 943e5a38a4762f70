"""Adaptive limits and rate buckets: how the numbers move, and that they are shared."""

from __future__ import annotations

import time

import pytest

from backend.catalogue import Limit, Rate
from backend.engine.engine import Engine
from backend.engine.limits import backoff_s
from tests.integration.conftest import Hand, submit
from tests.waiting import wait_until

NAME = "kind:adaptive"


def now_ms() -> int:
    return round(time.time() * 1000)


def in_force(engine: Engine) -> int:
    return int(engine.queue()["kinds"]["adaptive"]["limit"]["current"])


def test_throttle_lowers_the_limit_by_its_step(engine: Engine) -> None:
    assert engine.limits.throttled(NAME, began_ms=now_ms()) == 10
    limit = engine.queue()["kinds"]["adaptive"]["limit"]
    assert (limit["current"], limit["default"], limit["min"], limit["max"]) == (10, 12, 2, 12)
    assert limit["reason"] == "throttled"


def test_burst_of_throttles_counts_once(engine: Engine) -> None:
    began = now_ms()
    assert [engine.limits.throttled(NAME, began_ms=began) for _ in range(12)] == [10] * 12


def test_later_attempt_lowers_it_again_but_never_below_the_minimum(make_engine: object) -> None:
    engine = make_engine(throttle_window_s=0.0)  # type: ignore[operator]
    seen = []
    for _ in range(8):
        # One millisecond after the last decrease is "later" already.
        seen.append(engine.limits.throttled(NAME, began_ms=now_ms() + 5))
        engine.store.command("HINCRBY", engine.store.key(f"limit:{NAME}"), "last_decrease", -10)
    assert seen == [10, 8, 6, 4, 2, 2, 2, 2]


def test_limit_climbs_once_per_quiet_interval_however_often_it_is_read(engine: Engine) -> None:
    engine.limits.throttled(NAME, began_ms=now_ms())
    lowered_at = time.monotonic()
    climbed_at = []
    before = 10

    def reads() -> bool:
        nonlocal before
        current = in_force(engine)
        if current > before:
            assert current == before + 1
            climbed_at.append(time.monotonic() - lowered_at)
            before = current
        return current == 12

    wait_until(reads, 5, every_s=0.002)
    assert climbed_at == [pytest.approx(0.2, abs=0.1), pytest.approx(0.4, abs=0.1)]


def test_throttles_hold_the_recovery_back(engine: Engine) -> None:
    began = now_ms()
    engine.limits.throttled(NAME, began_ms=began)
    until = time.monotonic() + 0.5
    while time.monotonic() < until:
        engine.limits.throttled(NAME, began_ms=began)  # of the old burst: lowers nothing, but it is not quiet
    assert in_force(engine) == 10


def test_frozen_limit_neither_falls_nor_climbs(engine: Engine) -> None:
    engine.limits.set(NAME, current=5, frozen=True)
    assert engine.limits.throttled(NAME, began_ms=now_ms()) == 5
    assert in_force(engine) == 5
    limit = engine.queue()["kinds"]["adaptive"]["limit"]
    assert (limit["frozen"], limit["reason"]) == (True, "set by an operator")


def test_changed_configuration_is_adopted_and_the_same_one_changes_nothing(engine: Engine) -> None:
    engine.limits.throttled(NAME, began_ms=now_ms())
    assert engine.limits.configure(NAME, Limit(12, min=2, recovery_interval_s=0.2)) == 10
    assert engine.limits.configure(NAME, Limit(20)) == 20


def test_lowered_limit_lets_running_jobs_end_and_starts_none(engine: Engine, hand: Hand) -> None:
    for n in range(14):
        submit(engine, "adaptive", n)
    held = hand.take(20)
    assert len(held) == 12
    engine.limits.set(NAME, current=10, frozen=True)
    for job in held[:2]:
        hand.finish(job)
    assert hand.take(20) == []
    hand.finish(held[2])
    assert len(hand.take(20)) == 1


def test_bucket_spaces_requests_and_makes_them_wait_instead_of_failing(engine: Engine) -> None:
    rate = Rate(10, interval_s=1.0, burst=2)
    waits = [engine.limits.reserve("llm", rate) for _ in range(5)]
    assert waits == [0, 0, pytest.approx(0.1, abs=0.03), pytest.approx(0.2, abs=0.03), pytest.approx(0.3, abs=0.03)]


def test_bucket_honours_retry_after(engine: Engine) -> None:
    rate = Rate(1000, interval_s=1.0)
    engine.limits.hold("llm", rate, 0.5)
    assert engine.limits.reserve("llm", rate) == pytest.approx(0.5, abs=0.05)


def test_bucket_reserves_nothing_when_the_wait_would_be_too_long(engine: Engine) -> None:
    rate = Rate(1, interval_s=60.0)
    assert engine.limits.reserve("llm", rate) == 0
    assert engine.limits.reserve("llm", rate, longest_wait_s=1) is None
    assert engine.limits.reserve("llm", rate) == pytest.approx(60, abs=1)


def test_backoff_grows_to_its_ceiling_with_full_jitter() -> None:
    draws = {attempt: [backoff_s(attempt, first_s=1, most_s=10) for _ in range(2000)] for attempt in (1, 3, 9)}
    for attempt, ceiling in ((1, 1), (3, 4), (9, 10)):
        assert 0 <= min(draws[attempt]) < ceiling * 0.05
        assert ceiling * 0.95 < max(draws[attempt]) <= ceiling
