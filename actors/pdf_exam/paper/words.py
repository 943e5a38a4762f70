"""The words that a paper adds of its own: one field each, one file per language."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from actors.pdf_exam.exam import QuestionType


@dataclasses.dataclass(frozen=True, slots=True)
class Counted:
    """A phrase with a number ``{n}`` in it, for one and for any other number."""

    one: str
    many: str

    def of(self, n: int) -> str:
        """Return the phrase for a number."""
        return (self.one if n == 1 else self.many).format(n=n)


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """All words of the paper and of its answer key in one language.

    Args:
        sections: the labels before the titles of sections, from the first on.
        section_heading: how ``{label}`` and ``{title}`` of a section stand together.
        see_below: stands in the table of answers for answers of whole sentences.
    """

    untitled: str
    name: str
    group: str
    date: str
    score: str
    questions: Counted
    marks: Counted
    marks_of_question: Counted
    joiner: str
    sections: tuple[str, ...]
    section_heading: str
    titles: Mapping[QuestionType, str]
    instructions: Mapping[QuestionType, str]
    page_of: str
    end: str
    answers_title: str
    quick_key: str
    see_below: str
    answers_by_question: str
    answer: str
    explanation: str
    source: str
    page: str
    open_quote: str
    close_quote: str
