"""When a waiting job will start and a running one will end, from what was measured lately.

The queue is played forward several times with run times drawn from the kind's recent runs (a bootstrap, Efron 1979):
jobs start in order, each on the first of the places that gets free. The median over the plays is the estimate, their
spread is its band. Running jobs are given the recent runs that are longer than they have lasted.
"""

from __future__ import annotations

import dataclasses
import functools
import heapq
import math
import random
import statistics
from collections.abc import Sequence

#: Jitter of the estimate when all runs took the same time: scheduling, hand-over.
FLOOR_S = 0.05
#: How often the queue is played, and how far; behind that the mean rate goes on.
PLAYS = 21
PLAYED_JOBS = 256

Band = tuple[float, float]


@dataclasses.dataclass(frozen=True)
class Pace:
    """How fast a kind is served now.

    Args:
        places: jobs that can run at once (limit in force and threads online, the smaller); 0 when nothing runs them.
        runs_s: durations of recent runs, shortest first; empty when none are known.
        elapsed_s: for each running job, how long it has run.
    """

    places: int
    runs_s: tuple[float, ...] = ()
    elapsed_s: tuple[float, ...] = ()

    @functools.cached_property
    def mean_s(self) -> float:
        """Mean duration of recent runs."""
        return statistics.fmean(self.runs_s)

    @functools.cached_property
    def starts_s(self) -> list[list[float]]:
        """For each of the next waiting jobs, when it started in each play (seconds from now, in order)."""
        plays = [self._play(random.Random(number)) for number in range(PLAYS)]  # noqa: S311 (no secret; repeatable)
        return [sorted(starts) for starts in zip(*plays, strict=True)]

    def _play(self, chance: random.Random) -> list[float]:
        places = max(self.places, len(self.elapsed_s))
        free_at = [self._remaining(elapsed, chance) for elapsed in self.elapsed_s]
        free_at += [0.0] * (places - len(free_at))
        # Where the limit was lowered below what runs, the first to end free no place.
        free_at = sorted(free_at)[places - self.places :]
        starts = []
        for _ in range(PLAYED_JOBS):
            start = free_at[0]
            starts.append(start)
            heapq.heapreplace(free_at, start + chance.choice(self.runs_s))
        return starts

    def _remaining(self, elapsed_s: float, chance: random.Random) -> float:
        longer = [run for run in self.runs_s if run > elapsed_s]
        return chance.choice(longer) - elapsed_s if longer else chance.uniform(0, self.mean_s / 4)


def pace_of(runs_s: Sequence[float], *, places: int, elapsed_s: Sequence[float]) -> Pace:
    """Summarise recent run times (seconds)."""
    return Pace(places, tuple(sorted(runs_s)), tuple(elapsed_s))


def estimate_waiting(pace: Pace, position: int) -> tuple[float | None, float | None, Band | None]:
    """Return (wait, finish, (earliest, latest) finish) in seconds from now for a waiting job.

    Args:
        pace: how its kind is served.
        position: 1 for the next to start.
    """
    if pace.places <= 0 or position < 1:
        return None, None, None
    if not pace.runs_s:
        free = pace.places - len(pace.elapsed_s)
        return (0.0 if position <= free else None), None, None
    starts = pace.starts_s[min(position, PLAYED_JOBS) - 1]
    beyond_s = max(0, position - PLAYED_JOBS) * pace.mean_s / pace.places
    wait = statistics.median(starts) + beyond_s
    low, high = _share(starts, 0.2) + beyond_s, _share(starts, 0.8) + beyond_s
    finish = wait + pace.mean_s
    band = (min(finish, low + _share(pace.runs_s, 0.2)), max(finish, high + _share(pace.runs_s, 0.8)) + FLOOR_S)
    return round(wait, 2), round(finish, 2), (round(band[0], 2), round(band[1], 2))


def estimate_running(pace: Pace, elapsed_s: float, progress: float) -> tuple[float | None, Band | None]:
    """Return (finish, (earliest, latest) finish) in seconds from now for a running job.

    Its own progress, once it says enough, is trusted the more the further it is, and wholly from half way on or when it
    has outlived all of its kind's recent runs; the runs fill the rest. The band spans what the two say.

    Args:
        pace: how its kind is served.
        elapsed_s: how long it has run.
        progress: 0..1.
    """
    own = elapsed_s * (1 - progress) / progress if progress >= 0.05 else None
    left = [run - elapsed_s for run in pace.runs_s if run > elapsed_s]
    if not left:
        return (None, None) if own is None else (round(own, 2), (round(own * 0.7, 2), round(own * 1.4 + FLOOR_S, 2)))
    from_kind = statistics.median(left)
    if own is None:
        finish, low, high = from_kind, _share(left, 0.2), _share(left, 0.8)
    else:
        trust = min(1.0, 2 * progress)
        finish = trust * own + (1 - trust) * from_kind
        low, high = (finish + trust * (bound - finish) for bound in (own * 0.8, own * 1.25))
        low, high = min(low, finish * 0.8), max(high, finish * 1.25)
    return round(finish, 2), (round(min(low, finish), 2), round(max(high, finish) + FLOOR_S, 2))


def _share(ordered: Sequence[float], share: float) -> float:
    return ordered[math.ceil(share * (len(ordered) - 1))] if ordered else 0.0
