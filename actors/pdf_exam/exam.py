"""An exam as ``exam.json`` holds it: the same model for the generators, the paper and whoever reads the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

QuestionType = Literal["multiple_choice", "cloze", "true_false", "short_answer", "long"]
Language = Literal["en", "zh"]

#: The types as messages to people name them.
TYPE_NAMES: Mapping[str, str] = {
    "multiple_choice": "multiple choice",
    "cloze": "cloze",
    "true_false": "true or false",
    "short_answer": "short answer",
    "long": "long answer",
}


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Frozen):
    """Where a question comes from."""

    file_id: str = Field(description="the uploaded PDF")
    page: int = Field(ge=1, description="page on which the quote stands, 1 is the first")
    quote: str = Field(description="the words of the page that prove the key, verbatim (white space collapsed)")


class Item(_Frozen):
    """One question."""

    number: int = Field(ge=1, description="its number on the paper; questions of one type stand together")
    type: QuestionType
    stem: str = Field(description="what is asked; a cloze has one gap, written ____")
    options: tuple[str, ...] = Field(description="what may be chosen: multiple_choice 4, true_false 2, else none")
    key: int | str = Field(description="index of the right option, or the answer in words where there are no options")
    explanation: str = Field(description="why this is the answer, for the answer key")
    marks: int = Field(ge=1)
    source: Source


class Exam(_Frozen):
    """The whole paper, its questions in the order in which they are printed."""

    title: str
    language: Language
    seed: int
    items: tuple[Item, ...]

    @property
    def marks(self) -> int:
        """What the whole paper is worth."""
        return sum(item.marks for item in self.items)
