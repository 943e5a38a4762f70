"""When a waiting job will start and a running one will end, from what was measured lately.

All waiting jobs of a kind are taken to need the mean of its recent runs, served in order by as many places as the
limit and the worker threads allow: a list schedule (Graham 1969) of equal jobs, which has a closed form.
"""

from __future__ import annotations

import dataclasses
import math

#: Jitter of the estimate when all runs took the same time: scheduling, hand-over.
FLOOR_S = 0.05


@dataclasses.dataclass(frozen=True, slots=True)
class Pace:
    """How fast a kind is served now.

    Args:
        places: jobs that can run at once (limit in force and threads online, the smaller); 0 when nothing runs them.
        mean_s: mean duration of recent runs; None when none are known.
        low_s: a duration that four of five recent runs exceeded.
        high_s: a duration that four of five recent runs kept below.
        elapsed_s: for each running job, how long it has run.
        finished_per_s: jobs finished a second, lately; None when unknown.
    """

    places: int
    mean_s: float | None
    low_s: float = 0.0
    high_s: float = 0.0
    elapsed_s: tuple[float, ...] = ()
    finished_per_s: float | None = None


def pace_of(runs_s: list[float], *, places: int, elapsed_s: list[float], finished_per_s: float | None) -> Pace:
    """Summarise recent run times (seconds, newest first)."""
    if not runs_s:
        return Pace(places, None, elapsed_s=tuple(elapsed_s), finished_per_s=finished_per_s)
    ordered = sorted(runs_s)
    return Pace(
        places,
        mean_s=sum(ordered) / len(ordered),
        low_s=ordered[int(0.2 * (len(ordered) - 1))],
        high_s=ordered[math.ceil(0.8 * (len(ordered) - 1))],
        elapsed_s=tuple(elapsed_s),
        finished_per_s=finished_per_s,
    )


def wait_s(pace: Pace, position: int, run_s: float) -> float | None:
    """Return seconds until the job at this place in the line starts, if every run takes ``run_s``.

    Args:
        pace: how the kind is served.
        position: 1 for the next to start.
        run_s: seconds that one run takes.
    """
    if pace.places <= 0:
        return None
    free_at = sorted(max(0.0, run_s - elapsed) for elapsed in pace.elapsed_s)[: pace.places]
    free_at = sorted([0.0] * (pace.places - len(free_at)) + free_at)
    turn, place = divmod(position - 1, pace.places)
    return free_at[place] + turn * run_s


def estimate_waiting(pace: Pace, position: int) -> tuple[float | None, float | None, tuple[float, float] | None]:
    """Return (wait, finish, (earliest, latest) finish) in seconds from now for a waiting job."""
    if pace.mean_s is None or position < 1:
        return (0.0 if position and pace.places > len(pace.elapsed_s) + position - 1 else None), None, None
    waits = [wait_s(pace, position, run) for run in (pace.low_s, pace.mean_s, pace.high_s)]
    low, mean, high = waits
    if low is None or mean is None or high is None:
        return None, None, None
    band = (low + pace.low_s, high + pace.high_s + FLOOR_S)
    return round(mean, 2), round(mean + pace.mean_s, 2), (round(band[0], 2), round(band[1], 2))


def estimate_running(pace: Pace, elapsed_s: float, progress: float) -> tuple[float | None, tuple[float, float] | None]:
    """Return (finish, (earliest, latest) finish) in seconds from now for a running job.

    Its own progress, once it says enough, is trusted in proportion to how far it is; the kind's runs fill the rest.
    """
    own = elapsed_s * (1 - progress) / progress if progress >= 0.05 else None
    if pace.mean_s is None:
        return (None, None) if own is None else (round(own, 2), (round(own * 0.7, 2), round(own * 1.4 + FLOOR_S, 2)))
    from_kind = max(0.0, pace.mean_s - elapsed_s)
    finish = from_kind if own is None else progress * own + (1 - progress) * from_kind
    low = min(finish, max(0.0, pace.low_s - elapsed_s) if own is None else finish * 0.8)
    high = max(finish, max(0.0, pace.high_s - elapsed_s) if own is None else finish * 1.25) + FLOOR_S
    return round(finish, 2), (round(low, 2), round(high, 2))
