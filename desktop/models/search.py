"""Which jobs are asked for: by words, by state, by kind."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
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
        self._kept: dict[str, tuple[str, str]] = {}  # id -> title, folded title + kind + id

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
        if not self._words:
            return True
        title, lasting = self._kept.get(job.id, ("", ""))
        if not lasting or title != job.title:
            lasting = folded(f"{job.title}\n{self._kind_title(job.kind)}\n{job.kind}\n{job.id}")
            self._kept[job.id] = (job.title, lasting)
        missing = [word for word in self._words if word not in lasting]
        if not missing:
            return True
        changing = folded(f"{job.message}\n{job.error_message}") if job.message or job.error_message else ""
        return all(word in changing for word in missing)

    def chosen(self, job: Job) -> bool:
        """Return whether a job is of a state and a kind that is shown, whatever its words."""
        states, kinds = self._filter.states, self._filter.kinds
        return (not states or job.state in states) and (not kinds or job.kind in kinds)

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
