"""A question before it has its place on the paper."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from actors.pdf_exam.exam import QuestionType
from actors.pdf_exam.facts import Fact


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """One question; its options are not shuffled yet.

    Args:
        type: what sort of question.
        fact: the sentence that it is about and that proves its answer.
        stem: what is asked.
        answer: the right answer in words.
        wrong: the wrong options of a multiple-choice question.
        explanation: why the answer is right.
        marks: what it is worth.
        about: normal forms of what it asks for; no two questions of an exam share one.
    """

    type: QuestionType
    fact: Fact
    stem: str
    answer: str
    explanation: str
    about: str
    wrong: tuple[str, ...] = ()
    marks: int = 1


@dataclasses.dataclass(frozen=True, slots=True)
class Prospect:
    """A question that could be written.

    Args:
        fact: the sentence that it would be about.
        about: what it would ask for.
        weight: how good it promises to be, about 0..2.
        write: writes it; None where no fitting wrong answers are found.
    """

    fact: Fact
    about: str
    weight: float
    write: Callable[[], Draft | None]
