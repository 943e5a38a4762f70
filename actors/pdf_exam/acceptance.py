"""Which of a model's questions stand in the exam: sound ones, each about a sentence of its own."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from actors.pdf_exam.draft import Draft
from actors.pdf_exam.exam import QuestionType
from actors.pdf_exam.facts import Fact
from actors.pdf_exam.inquiry import Errand
from actors.pdf_exam.lectures import Lecture
from actors.pdf_exam.portions import Portion
from actors.pdf_exam.proposal import Proposal
from actors.pdf_exam.tongue import Tongue
from actors.pdf_exam.verification import fault_of, normal
from actors.text.duplicates import say_the_same

_SHORT_ANSWER_MARKS = 2
#: Two quotes that share more than this of the shorter one are the same sentence.
_SHARED = 0.25
#: So many reasons at most are told to the model.
_MOST_REASONS = 6
_SAME_SENTENCE = "its sentence has a question already"
_SAME_QUESTION = "it asked the same as another question"
#: What "verbatim" ignores: see `actors.text.verbatim`.
_UNSEEN = re.compile("[\\s\\-\u2010\u2011\u00ad\u0002\ufffe]+")


@dataclasses.dataclass(frozen=True)
class _Accepted:
    """A question and where its quote stands on its page (places without white space)."""

    proposal: Proposal
    lecture: int
    begin: int
    end: int


class Acceptance:
    """The questions of an exam as they come in.

    Args:
        lectures: against whose pages they are verified.
        asked: how many of each type.
        tongue: the exam's language.
    """

    def __init__(self, lectures: Sequence[Lecture], asked: Mapping[QuestionType, int], tongue: Tongue) -> None:
        self._lectures, self._tongue = lectures, tongue
        self.asked = dict(asked)
        self._accepted: list[_Accepted] = []
        #: Why questions were dropped, and how often.
        self.dropped: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._accepted)

    def counts(self) -> dict[QuestionType, int]:
        """Return how many of each type are accepted."""
        found = Counter(one.proposal.type for one in self._accepted)
        return {kind: found[kind] for kind in self.asked}

    def missing(self) -> dict[QuestionType, int]:
        """Return how many of each type are still wanted."""
        return {kind: self.asked[kind] - count for kind, count in self.counts().items()}

    def reasons(self) -> list[str]:
        """Return why most questions were dropped so far."""
        return [reason for reason, _ in self.dropped.most_common(_MOST_REASONS)]

    def used_in(self, portion: Portion) -> tuple[str, ...]:
        """Return the quotes of accepted questions on a portion's pages."""
        return tuple(
            one.proposal.quote
            for one in self._accepted
            if one.lecture == portion.lecture and one.proposal.page in portion.pages
        )

    def take(self, proposals: Sequence[Proposal], errand: Errand) -> None:
        """Accept what is sound, in order, at most as many of each type as the errand asked for."""
        before = self.counts()
        for proposal in proposals:
            kind = proposal.type
            if self.counts().get(kind, 0) - before.get(kind, 0) >= errand.counts.get(kind, 0):
                continue
            page_text = self._page_text(proposal, errand.portion)
            fault = fault_of(proposal, page_text, self._tongue)
            if fault is None and page_text is not None:
                fault = self._place(proposal, errand.portion.lecture, page_text)
            if fault:
                self.dropped[fault] += 1

    def drafts(self) -> list[Draft]:
        """Return the questions in reading order, ready to be laid out."""
        ordered = sorted(self._accepted, key=lambda one: (one.lecture, one.proposal.page, one.begin))
        return [self._draft(one, order) for order, one in enumerate(ordered)]

    def _page_text(self, proposal: Proposal, portion: Portion) -> str | None:
        shown = proposal.page in portion.pages
        return self._lectures[portion.lecture].page_texts[proposal.page - 1] if shown else None

    def _place(self, proposal: Proposal, lecture: int, page_text: str) -> str | None:
        """Accept a sound question, or return why it is one too many."""
        quote = _UNSEEN.sub("", proposal.quote)
        begin = _UNSEEN.sub("", page_text).find(quote)
        new = _Accepted(proposal, lecture, begin, begin + len(quote))
        for other in self._accepted:
            both_or_none = (proposal.type == "long") == (other.proposal.type == "long")
            if both_or_none and self._same_sentence(new, other):
                return _SAME_SENTENCE
            if normal(proposal.stem) == normal(other.proposal.stem):
                return _SAME_QUESTION
        self._accepted.append(new)
        return None

    def _same_sentence(self, one: _Accepted, other: _Accepted) -> bool:
        if (one.lecture, one.proposal.page) == (other.lecture, other.proposal.page):
            shared = min(one.end, other.end) - max(one.begin, other.begin)
            if shared > _SHARED * min(one.end - one.begin, other.end - other.begin):
                return True
        return say_the_same(one.proposal.quote, other.proposal.quote, self._tongue.code)

    def _draft(self, one: _Accepted, order: int) -> Draft:
        proposal, wording = one.proposal, self._tongue.wording
        fact = Fact(
            order=order,
            text=" ".join(proposal.quote.split()),
            lecture=one.lecture,
            page=proposal.page,
            section=-1,
            fitness=1.0,
            centrality=0.0,
            content=frozenset(),
        )
        answer, marks = proposal.key, 1
        wrong: tuple[str, ...] = ()
        if proposal.type == "multiple_choice":
            wrong = tuple(option for option in proposal.options if option != proposal.key)
        elif proposal.type == "true_false":
            answer = wording.true if proposal.key == "true" else wording.false
        elif proposal.type == "short_answer":
            marks = _SHORT_ANSWER_MARKS
        elif proposal.type == "long":
            answer, marks = wording.marking_scheme(proposal.points), len(proposal.points)
        return Draft(
            type=proposal.type,
            fact=fact,
            stem=proposal.stem,
            answer=answer,
            explanation=proposal.explanation,
            about=normal(proposal.stem),
            wrong=wrong,
            marks=marks,
        )
