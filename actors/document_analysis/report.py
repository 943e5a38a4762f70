"""A report as ``report.json`` holds it: the same model for both writers, the Markdown, the page and the check."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from actors.text.document import Place

Language = Literal["en", "zh"]
#: What proves a text: the numbers of quotes in ``Report.quotes``.
Proof = tuple[int, ...]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class At(_Frozen):
    """A place in the source; exactly one of the three is set."""

    page: int | None = Field(default=None, ge=1, description="page or slide, 1 is the first")
    paragraph: int | None = Field(default=None, ge=1, description="number of the block, 1 is the first")
    start_s: float | None = Field(default=None, ge=0, description="seconds from the beginning")

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(value is not None for value in (self.page, self.paragraph, self.start_s)) != 1:
            raise ValueError("a place is a page, a paragraph or a time")
        return self

    @classmethod
    def of(cls, place: Place) -> At:
        """Return a place of the document as a place of the report."""
        return cls(page=place.page, paragraph=place.paragraph, start_s=place.start_s)


class Source(_Frozen):
    """What was reported on."""

    kind: Literal["document", "web_page", "video"]
    name: str = Field(description="the file's name, or the title of what the address led to")
    url: str | None = Field(default=None, description="the address it came from")
    pages: int | None = Field(default=None, description="pages or slides")
    duration_s: float | None = Field(default=None, description="length of the film or recording")


class Quote(_Frozen):
    """Words of the source, verbatim but for white space."""

    text: str
    at: At


class OutlineEntry(_Frozen):
    """One heading of the document, or one stretch of a document without headings."""

    title: str
    level: int = Field(ge=1, le=6)
    at: At


class Chapter(_Frozen):
    """One part of the document; ``*_proof`` runs parallel to the texts and counts ``Report.quotes`` from 0."""

    title: str
    at: At
    end: At = Field(description="where its last block begins")
    share: float = Field(ge=0, le=1, description="its part of the document's words")
    summary: tuple[str, ...]
    summary_proof: tuple[Proof, ...]
    key_points: tuple[str, ...]
    key_points_proof: tuple[Proof, ...]
    quotes: tuple[Quote, ...] = Field(description="all that the two lists above rest on")


class Table(_Frozen):
    """A table of the document, cell by cell."""

    at: At
    chapter: int = Field(ge=0, description="index of the chapter it stands in")
    rows: tuple[tuple[str, ...], ...]
    left_out_rows: int = Field(default=0, description="rows that were too many to repeat here")


class Counts(_Frozen):
    """How much there was; zero where there is no such thing."""

    pages: int
    words: int
    sentences: int
    chapters: int
    quotes: int
    duration_s: int


class Report(_Frozen):
    """The whole report."""

    title: str
    language: Language = Field(description="of the report's own words")
    source_language: Language = Field(description="of the document")
    provider: Literal["offline", "llm"]
    model: str | None = Field(default=None, description="the language model that wrote it")
    source: Source
    summary: tuple[str, ...]
    summary_proof: tuple[Proof, ...]
    key_points: tuple[str, ...]
    key_points_proof: tuple[Proof, ...]
    outline: tuple[OutlineEntry, ...]
    chapters: tuple[Chapter, ...]
    quotes: tuple[Quote, ...]
    keywords: tuple[str, ...]
    tables: tuple[Table, ...]
    counts: Counts
    warnings: tuple[str, ...]

    def chapter_of(self, quote: int) -> int:
        """Return the index of the chapter that a quote (by its number) belongs to."""
        begin = 0
        for index, chapter in enumerate(self.chapters):
            begin += len(chapter.quotes)
            if quote < begin:
                return index
        raise IndexError(quote)
