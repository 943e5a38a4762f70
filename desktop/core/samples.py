"""What the queue looked like in the last ten minutes, and what follows from it."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KEPT_S = 600.0
#: A rate over less than this says nothing.
LEAST_SPAN_S = 5.0
#: The rate at a moment looks so far back.
RATE_WINDOW_S = 60.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at the queue.

    Args:
        at_s: when, in seconds of any clock that only goes forward.
        waiting: jobs that wait.
        running: jobs that run.
        processed: jobs that ended since the counters began.
        succeeded: of these, how many succeeded.
        estimated_wait_s: for a new job of normal priority.
        limits: jobs at once that each kind allows now.
    """

    at_s: float
    waiting: int
    running: int
    processed: int
    succeeded: int
    estimated_wait_s: float
    limits: Mapping[str, int]


class Samples:
    """The last ten minutes of looks at one queue."""

    def __init__(self) -> None:
        self._kept: deque[Sample] = deque()

    def add(self, at_s: float, figures: Mapping[str, Any]) -> Sample:
        """Keep a look.

        Args:
            at_s: when, in seconds; a time before the last one (the computer's clock was set back) starts anew.
            figures: the answer of ``GET /v1/queue``.
        """
        sample = Sample(
            at_s,
            int(figures.get("waiting", 0)),
            int(figures.get("running", 0)),
            int(figures.get("processed", 0)),
            int(figures.get("succeeded", 0)),
            float(figures.get("estimated_wait_s") or 0.0),
            {name: int((kind.get("limit") or {}).get("current", 0)) for name, kind in figures.get("kinds", {}).items()},
        )
        last = self._kept[-1] if self._kept else None
        if last is not None and (at_s < last.at_s or sample.processed < last.processed):
            self._kept.clear()  # another store, or its counters began again
        self._kept.append(sample)
        while self._kept[0].at_s < at_s - KEPT_S:
            self._kept.popleft()
        return sample

    def clear(self) -> None:
        """Forget all: another server."""
        self._kept.clear()

    def __len__(self) -> int:
        """Return how many looks are kept."""
        return len(self._kept)

    def series(self, name: str) -> list[tuple[float, float]]:
        """Return a figure over time as ``(seconds before the last look, value)``, oldest first."""
        if not self._kept:
            return []
        now_s = self._kept[-1].at_s
        return [(sample.at_s - now_s, float(getattr(sample, name))) for sample in self._kept]

    def limit_series(self, kind: str) -> list[tuple[float, float]]:
        """Return a kind's limit over time, as ``series`` does."""
        if not self._kept:
            return []
        now_s = self._kept[-1].at_s
        return [(sample.at_s - now_s, float(sample.limits[kind])) for sample in self._kept if kind in sample.limits]

    def throughput_series(self) -> list[tuple[float, float]]:
        """Return the jobs ended per minute over time, each over the minute before it."""
        kept, found, first = list(self._kept), [], 0
        for index, sample in enumerate(kept):
            while kept[first].at_s < sample.at_s - RATE_WINDOW_S and first < index:
                first += 1
            rate = _per_minute(kept[first : index + 1])
            if rate is not None:
                found.append((sample.at_s - kept[-1].at_s, rate))
        return found

    def throughput_per_minute(self) -> float | None:
        """Return the jobs ended per minute of late, None while too little was seen."""
        found = self.throughput_series()
        return found[-1][1] if found else None


def _per_minute(window: Sequence[Sample]) -> float | None:
    span_s = window[-1].at_s - window[0].at_s
    return (window[-1].processed - window[0].processed) * 60 / span_s if span_s >= LEAST_SPAN_S else None


def success_rate(figures: Mapping[str, Any]) -> float | None:
    """Return the share of ended jobs that succeeded, cancelled ones aside; None before the first."""
    ended = int(figures.get("processed", 0)) - int(figures.get("cancelled", 0))
    return int(figures.get("succeeded", 0)) / ended if ended > 0 else None
