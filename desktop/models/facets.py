"""How many jobs there are of each state and kind, kept as they come and go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from operator import attrgetter

from desktop.core.job import LIVE, Job

_state_and_kind = attrgetter("state", "kind")


class Facets:
    """Counts of jobs by state and kind.

    A facet's numbers follow what is chosen in the other one: with a kind chosen, each state says how many jobs of that
    kind it has, which is what a click on it would show.
    """

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()

    def replace(self, old: Job | None, new: Job | None) -> bool:
        """Count a job anew.

        Args:
            old: as it was counted before, None for one that was not.
            new: as it is now, None when it has gone.

        Returns:
            Whether a number changed.
        """
        before = (old.state, old.kind) if old is not None else None
        after = (new.state, new.kind) if new is not None else None
        if before == after:
            return False
        if before is not None:
            self._counts[before] -= 1
            if not self._counts[before]:
                del self._counts[before]
        if after is not None:
            self._counts[after] += 1
        return True

    def count(self, jobs: Iterable[Job]) -> None:
        """Count these and no others."""
        self._counts = Counter(map(_state_and_kind, jobs))

    def states(self, kinds: Collection[str] = ()) -> Mapping[str, int]:
        """Return the jobs of each state that has any, of these kinds or, without any named, of all."""
        found: Counter[str] = Counter()
        for (state, kind), count in self._counts.items():
            if not kinds or kind in kinds:
                found[state] += count
        return found

    def kinds(self, states: Collection[str] = ()) -> Mapping[str, int]:
        """Return the jobs of each kind that has any, in these states or, without any named, in all."""
        found: Counter[str] = Counter()
        for (state, kind), count in self._counts.items():
            if not states or state in states:
                found[kind] += count
        return found

    def live(self) -> int:
        """Return how many jobs wait or run."""
        return sum(count for (state, _), count in self._counts.items() if state in LIVE)

    def total(self) -> int:
        """Return how many jobs are counted."""
        return self._counts.total()
