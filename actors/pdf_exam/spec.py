"""What `pdf_exam` takes, gives and may use. Light: no document library is imported here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.catalogue import FileId, FileInput, Kind, Limit, Parameters, Policy


class Counts(BaseModel):
    """How many questions of each type."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    multiple_choice: Annotated[int, Field(ge=0, le=50, title="Multiple choice")] = 10
    cloze: Annotated[int, Field(ge=0, le=20, title="Cloze (fill the gap)")] = 5
    true_false: Annotated[int, Field(ge=0, le=20, title="True or false")] = 5
    short_answer: Annotated[int, Field(ge=0, le=20, title="Short answer")] = 0
    long: Annotated[int, Field(ge=0, le=10, title="Long answer")] = 0

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not self.total:
            raise ValueError("Ask for at least one question.")
        return self

    @property
    def total(self) -> int:
        """All questions together."""
        return sum(self.by_type().values())

    def by_type(self) -> dict[str, int]:
        """Return the counts by type, in the order of the paper."""
        return self.model_dump()


class PdfExamParameters(Parameters):
    """Which lectures, and what kind of paper."""

    file_ids: Annotated[
        list[FileId],
        FileInput(accept=("application/pdf",)),
        Field(min_length=1, max_length=20, title="Lecture PDFs", description="1 to 20 PDFs with text, in their order."),
    ]
    title: Annotated[
        str,
        Field(max_length=200, title="Title", description="Heading of the paper; empty takes the first PDF's title."),
    ] = ""
    counts: Annotated[Counts, Field(title="Questions", description="How many of each type; at least one in all.")] = (
        Counts()
    )
    difficulty: Annotated[
        Literal["easy", "medium", "hard"],
        Field(
            title="Difficulty",
            description="How rare the terms asked for are, and how close the wrong answers.",
            json_schema_extra={"x-labels": {"easy": "Easy", "medium": "Medium", "hard": "Hard"}},
        ),
    ] = "medium"
    language: Annotated[
        Literal["auto", "en", "zh"],
        Field(
            title="Language",
            description="Language of the paper; auto takes that of the lectures.",
            json_schema_extra={"x-labels": {"auto": "As the lectures", "en": "English", "zh": "中文"}},
        ),
    ] = "auto"
    seed: Annotated[int, Field(ge=0, le=2**31 - 1, title="Seed", description="The same seed gives the same paper.")] = 0
    provider: Annotated[
        Literal["offline", "llm"],
        Field(
            title="Writer",
            description="offline uses the lectures' own sentences; llm asks a language model.",
            json_schema_extra={"x-labels": {"offline": "Offline", "llm": "Language model"}},
        ),
    ] = "offline"
    special_requests: Annotated[
        str,
        Field(
            max_length=2000,
            title="Special requests",
            description="Wishes for the language model, in your words; the offline writer has no use for them.",
        ),
    ] = ""

    @model_validator(mode="after")
    def _each_file_once(self) -> Self:
        if len(set(self.file_ids)) < len(self.file_ids):
            raise ValueError("The same file is named twice in file_ids. Name each lecture once.")
        return self


class PdfExamResult(BaseModel):
    """What was made; ``exam.json`` holds the questions themselves."""

    model_config = ConfigDict(frozen=True)

    title: str
    language: Literal["en", "zh"]
    seed: int
    questions: dict[str, int] = Field(description="how many of each type")
    marks: int = Field(description="what the paper is worth")
    pages_read: int = Field(description="pages of the PDFs that had text")
    warnings: list[str] = Field(description="what to know about the sources, one sentence each")


class _PdfExam(Kind):
    def resources(self, params: Parameters) -> tuple[str, ...]:
        """Name the language model where one is asked."""
        return ("llm",) if isinstance(params, PdfExamParameters) and params.provider == "llm" else ()


#: Jobs that may use the language model at once, all kinds together; it falls when the provider asks to slow down.
LLM: Mapping[str, Limit] = {"llm": Limit(default=4, min=1)}

KIND = _PdfExam(
    name="pdf_exam",
    title="Exam from lecture PDFs",
    description="Writes an exam paper with its answer key from lecture PDFs; every answer names its page and quote.",
    params=PdfExamParameters,
    result=PdfExamResult,
    policy=Policy(limit=Limit(default=5), max_waiting=100, time_limit_s=1800.0),
    artifacts=("exam.json", "exam.docx", "exam.pdf", "answers.docx", "answers.pdf"),
    resource_limits=LLM,
)
