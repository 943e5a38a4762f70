"""Which jobs are asked for: by words, by state, by kind."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desktop.core.job import Job


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to.

    Args:
        text: words that must all be found in a job's title, kind, message or id, in any order and in either case.
        states: the states shown; empty for all.
        kinds: the kinds shown, by name; empty for all.
    """

    text: str = ""
    states: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.text.strip() or self.states or self.kinds)


class Search:
    """Tells whether a job is asked for, quickly enough for ten thousand at each key pressed.

    Args:
        kind_title: gives a kind's title in the language in use by its name.
    """

    def __init__(self, kind_title: Callable[[str], str]) -> None:
        self._kind_title = kind_title
        self._filter = Filter()
        self._words: list[str] = []
        self._kept: dict[str, tuple[Job, str]] = {}  # the words of a job as it was then

    @property
    def filter(self) -> Filter:
        """What is asked for."""
        return self._filter

    def use(self, wanted: Filter) -> None:
        """Ask for this from now on."""
        self._filter = wanted
        self._words = folded(wanted.text).split()

    def found(self, job: Job) -> bool:
        """Return whether a job has all the words."""
        return not self._words or all(word in self._text(job) for word in self._words)

    def found_among(self, jobs: Iterable[Job]) -> list[Job]:
        """Return those that have all the words; one pass for each word."""
        if not self._words:
            return list(jobs)
        kept, text = self._kept, self._text
        left = [
            (job, known[1] if (known := kept.get(job.id)) is not None and known[0] is job else text(job))
            for job in jobs
        ]
        for word in self._words:
            left = [pair for pair in left if word in pair[1]]
        return [job for job, _ in left]

    def _text(self, job: Job) -> str:
        kept = self._kept.get(job.id)
        if kept is None or kept[0] is not job:
            texts = (job.title, self._kind_title(job.kind), job.kind, job.id, job.message, job.error_message)
            kept = self._kept[job.id] = (job, folded("\n".join(texts)))
        return kept[1]

    def prepare(self, jobs: Iterable[Job]) -> None:
        """Make the words of these ready, so that the first letter typed need not wait for it."""
        for job in jobs:
            self._text(job)

    def chosen(self, job: Job) -> bool:
        """Return whether a job is of a state and a kind that is shown, whatever its words."""
        states, kinds = self._filter.states, self._filter.kinds
        return (not states or job.state in states) and (not kinds or job.kind in kinds)

    @property
    def chooses(self) -> bool:
        """Whether some states or kinds are not shown."""
        return bool(self._filter.states or self._filter.kinds)

    def forget(self, job_id: str) -> None:
        """Keep nothing of a job that has gone."""
        self._kept.pop(job_id, None)

    def forget_words(self) -> None:
        """Read the titles of kinds again: the language changed."""
        self._kept.clear()


def folded(text: str) -> str:
    """Return a text without differences of case, of width and of how its letters are put together.

    Source: Unicode Standard, 3.13 Default Case Algorithms; UAX #15, form KC.
    """
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
