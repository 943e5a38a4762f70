"""Estimates against a simulated queue."""

from __future__ import annotations

import heapq
import random
import statistics

import pytest

from backend.engine.eta import PLAYED_JOBS, Pace, estimate_running, estimate_waiting, pace_of


def simulated_waits(places: int, elapsed: list[float], runs: list[float], running: list[float]) -> list[float]:
    """When each of the waiting jobs starts, served in order by so many places."""
    free_at = [total - done for total, done in zip(running, elapsed, strict=True)] + [0.0] * (places - len(elapsed))
    heapq.heapify(free_at)
    starts = []
    for run in runs:
        start = heapq.heappop(free_at)
        starts.append(start)
        heapq.heappush(free_at, start + run)
    return starts


@pytest.mark.parametrize("places", [1, 2, 5, 12])
def test_median_error_of_the_wait_is_at_most_a_fifth_on_a_steady_load(places: int) -> None:
    errors = []
    for seed in range(12):
        chance = random.Random(seed)
        draws = (chance.lognormvariate(3, 0.4) for _ in iter(int, 1))
        recent = [next(draws) for _ in range(32)]
        running = [next(draws) for _ in range(places)]
        elapsed = [chance.uniform(0, total) for total in running]
        pace = pace_of(recent, places=places, elapsed_s=elapsed)
        truth = simulated_waits(places, elapsed, [next(draws) for _ in range(60)], running)
        for position, true in enumerate(truth, 1):
            guess = estimate_waiting(pace, position)[0]
            assert guess is not None
            errors.append(abs(guess - true) / max(true, 1.0))
    assert statistics.median(errors) <= 0.2


def test_equal_runs_are_predicted_exactly() -> None:
    pace = pace_of([10.0] * 8, places=3, elapsed_s=[1.0, 4.0, 9.0])
    truth = simulated_waits(3, [1, 4, 9], [10] * 20, [10, 10, 10])
    assert [estimate_waiting(pace, position)[0] for position in range(1, 21)] == pytest.approx(truth)


def test_far_behind_the_played_part_the_mean_rate_goes_on() -> None:
    pace = pace_of([10.0] * 8, places=5, elapsed_s=[])
    assert estimate_waiting(pace, PLAYED_JOBS + 500)[0] == pytest.approx((PLAYED_JOBS + 500) * 2, rel=0.02)


def test_lowered_limit_frees_no_place_for_the_first_to_end() -> None:
    pace = pace_of([10.0] * 8, places=1, elapsed_s=[9.0, 2.0])
    assert estimate_waiting(pace, 1)[0] == pytest.approx(8.0)


def test_nothing_is_promised_where_nothing_serves_or_nothing_is_known() -> None:
    assert estimate_waiting(Pace(0, (5.0,)), 1) == (None, None, None)
    assert estimate_waiting(Pace(4), 9) == (None, None, None)
    assert estimate_waiting(Pace(4), 1)[0] == 0.0
    assert estimate_running(Pace(4), 3.0, 0.0) == (None, None)


def test_band_holds_the_estimate() -> None:
    pace = pace_of([4.0, 5, 6, 7, 30], places=2, elapsed_s=[1.0, 2.0])
    for position in (1, 2, 7):
        _, finish, band = estimate_waiting(pace, position)
        assert finish is not None
        assert band is not None
        assert band[0] <= finish <= band[1]
    for progress in (0.0, 0.3, 0.99):
        finish, band = estimate_running(pace, 3.0, progress)
        assert finish is not None
        assert band is not None
        assert band[0] <= finish <= band[1]


def test_own_progress_outweighs_the_kind_as_it_grows() -> None:
    pace = pace_of([10.0] * 5, places=1, elapsed_s=[])
    early, _ = estimate_running(pace, 5.0, 0.1)
    late, _ = estimate_running(pace, 5.0, 0.5)
    assert early == pytest.approx(0.2 * 45 + 0.8 * 5)
    assert late == pytest.approx(5)


def test_job_that_outlived_all_runs_of_its_kind_is_judged_by_itself_alone() -> None:
    pace = pace_of([10.0] * 5, places=1, elapsed_s=[])
    finish, band = estimate_running(pace, 30.0, 0.1)
    assert finish == pytest.approx(270)
    assert band is not None
    assert band[0] < 270 < band[1]
    assert estimate_running(pace, 30.0, 0.0) == (None, None)
