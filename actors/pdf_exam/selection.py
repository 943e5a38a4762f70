"""Choose the questions of an exam: as many as asked, spread over the lectures, none that answers another."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter
from collections.abc import Sequence

from actors.pdf_exam.draft import Draft, Prospect
from actors.pdf_exam.prospects import Matter

#: How much luck there is in the choice, against a worth of 0..2: other seeds shall give other exams.
_LUCK = 0.2
#: What each question already taken from the same page costs, and from the same section.
_SAME_PAGE, _SAME_SECTION = 0.25, 0.06
#: Of many prospects only the most worthy are tried: those of this many sentences for each question wanted. Only where
#: they do not suffice, as many of the next.
_TRIED_AT_ONCE, _FEWEST_AT_ONCE = 10, 24
#: Two sentences that share more of their words than this are not both asked about; the second where material is scarce.
_ALIKE, _ALIKE_AT_NEED = 0.6, 0.8


@dataclasses.dataclass(slots=True)
class Pool:
    """The questions of one sort that could still be chosen.

    Args:
        wanted: how many are to be chosen.
        candidates: the best of what there is, each with its worth, luck included.
        reserve: the rest, best first.
        chosen: what was chosen.
    """

    wanted: int
    candidates: list[tuple[float, Prospect]]
    reserve: list[tuple[float, Prospect]] = dataclasses.field(default_factory=list)
    chosen: list[Draft] = dataclasses.field(default_factory=list)

    @property
    def missing(self) -> int:
        """How many are still to be chosen."""
        return self.wanted - len(self.chosen)

    def admit(self) -> bool:
        """Let the next best candidates in; false where there are none."""
        sentences: set[int] = set()
        most = max(_FEWEST_AT_ONCE, _TRIED_AT_ONCE * self.wanted)
        place = 0
        while place < len(self.reserve) and len(sentences) < most:
            sentences.add(self.reserve[place][1].fact.order)
            place += 1
        self.candidates += self.reserve[:place]
        self.reserve = self.reserve[place:]
        return bool(sentences)


class Selection:
    """Chooses question by question, each time for the sort that is shortest of material.

    Args:
        matter: what questions are made from.
        at_need: whether material is so scarce that two questions may touch the same term.
    """

    def __init__(self, matter: Matter, *, at_need: bool = False) -> None:
        self._matter = matter
        self._at_need = at_need
        self._sentences: set[int] = set()
        self._abouts: set[str] = set()
        self._pages: Counter[tuple[int, int]] = Counter()
        self._sections: Counter[tuple[int, int]] = Counter()
        self._shown: list[tuple[Draft, frozenset[str]]] = []

    def pool(self, name: str, prospects: Sequence[Prospect], wanted: int) -> Pool:
        """Make a pool; the name decides the luck of its candidates."""
        dice = random.Random(f"{self._matter.seed}/{name}")  # noqa: S311
        worthy = sorted(prospects, key=lambda one: -one.weight)
        pool = Pool(wanted, [], [(one.weight + _LUCK * dice.random(), one) for one in worthy])
        pool.admit()
        return pool

    def fill(self, pools: Sequence[Pool]) -> None:
        """Choose for all pools until they have what is wanted or nothing more is possible."""
        open_pools = [pool for pool in pools if pool.missing > 0]
        while open_pools:
            pool = min(open_pools, key=self._plenty)
            if not self._choose(pool) or not pool.missing:
                open_pools.remove(pool)

    def _plenty(self, pool: Pool) -> float:
        """Return how many unused sentences there are for each question that a pool still wants."""
        free = {one.fact.order for _, one in pool.candidates} - self._sentences
        return (len(free) + len(pool.reserve)) / pool.missing

    def _choose(self, pool: Pool) -> bool:
        while True:
            pool.candidates = [entry for entry in pool.candidates if self._is_open(entry[1])]
            best = max(pool.candidates, key=self._value, default=None)
            if best is None:
                if pool.admit():
                    continue
                return False
            pool.candidates.remove(best)
            draft = best[1].write()
            if draft is not None and self._is_apart(draft):
                self._keep(draft)
                pool.chosen.append(draft)
                return True

    def _is_open(self, prospect: Prospect) -> bool:
        if prospect.fact.order in self._sentences:
            return False
        return self._at_need or prospect.about not in self._abouts

    def _value(self, entry: tuple[float, Prospect]) -> float:
        worth, prospect = entry
        fact = prospect.fact
        crowded = _SAME_PAGE * self._pages[fact.lecture, fact.page]
        crowded += _SAME_SECTION * self._sections[fact.lecture, fact.section]
        return worth - crowded

    def _is_apart(self, draft: Draft) -> bool:
        """Tell whether a question neither repeats nor answers one chosen before, nor is answered by it."""
        mine = self._seen(draft)
        alike = _ALIKE_AT_NEED if self._at_need else _ALIKE
        for other, theirs in self._shown:
            shared = len(draft.fact.content & other.fact.content)
            if shared > alike * min(len(draft.fact.content), len(other.fact.content)):
                return False
            if draft.stem == other.stem or _tells(other, theirs, draft) or _tells(draft, mine, other):
                return False
        return True

    def _seen(self, draft: Draft) -> frozenset[str]:
        """Return the words that who reads the paper sees in a question."""
        return self._matter.tongue.content(draft.stem)

    def _keep(self, draft: Draft) -> None:
        self._sentences.add(draft.fact.order)
        self._abouts.add(draft.about)
        self._pages[draft.fact.lecture, draft.fact.page] += 1
        self._sections[draft.fact.lecture, draft.fact.section] += 1
        self._shown.append((draft, self._seen(draft)))


def _tells(shown: Draft, words: frozenset[str], asked: Draft) -> bool:
    """Tell whether one question's words give the other's answer in much the same context."""
    if asked.type in {"true_false", "long"} or asked.about not in shown.stem.lower():
        return False
    context = asked.fact.content - frozenset(asked.about.split())
    return len(context & words) >= max(2, 0.4 * len(context))
