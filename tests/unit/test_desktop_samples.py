"""Ten minutes of looks at a queue."""

from __future__ import annotations

import pytest

from desktop.core.samples import KEPT_S, Samples, success_rate


def figures(processed: int = 0, waiting: int = 0, limit: int = 2, **more: object) -> dict[str, object]:
    kinds = {"beat_sync": {"limit": {"current": limit}}}
    return {"waiting": waiting, "running": 1, "processed": processed, "succeeded": processed, "kinds": kinds, **more}


def test_throughput_is_counted_over_the_last_minute() -> None:
    samples = Samples()
    for second in range(0, 121, 2):
        samples.add(float(second), figures(processed=second * (1 if second < 60 else 2)))
    assert samples.throughput_per_minute() == pytest.approx(120)


def test_nothing_is_said_of_a_rate_before_five_seconds() -> None:
    samples = Samples()
    samples.add(0.0, figures())
    samples.add(2.0, figures(processed=2))
    assert samples.throughput_per_minute() is None


def test_looks_older_than_ten_minutes_are_forgotten() -> None:
    samples = Samples()
    for second in range(0, 1300, 10):
        samples.add(float(second), figures(waiting=second))
    series = samples.series("waiting")
    assert (series[0][0], series[-1]) == (-KEPT_S, (0.0, 1290.0))


def test_counters_that_begin_again_and_clocks_that_go_back_begin_anew() -> None:
    samples = Samples()
    samples.add(10.0, figures(processed=50))
    samples.add(12.0, figures(processed=1))
    assert len(samples) == 1
    samples.add(5.0, figures(processed=2))
    assert len(samples) == 1


def test_a_kinds_limit_is_followed() -> None:
    samples = Samples()
    for second, limit in ((0, 2), (10, 4), (20, 1)):
        samples.add(float(second), figures(limit=limit))
    assert samples.limit_series("beat_sync") == [(-20.0, 2.0), (-10.0, 4.0), (0.0, 1.0)]
    assert samples.limit_series("unknown") == []


def test_success_leaves_cancelled_jobs_aside() -> None:
    assert success_rate({"processed": 10, "succeeded": 8, "cancelled": 2}) == 1.0
    assert success_rate({"processed": 2, "cancelled": 2}) is None
    assert success_rate({}) is None
