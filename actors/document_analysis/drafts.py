"""A report before its quotes are numbered: what both writers hand in, put together into the report."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from actors.document_analysis.notes import in_language, more_tables
from actors.document_analysis.parts import Part, title_of
from actors.document_analysis.report import At, Chapter, Counts, OutlineEntry, Proof, Quote, Report, Source
from actors.document_analysis.tables import tables_of
from actors.text.document import Document
from actors.text.language import Language, han_count

#: A longer outline is an index.
_MOST_OUTLINE = 200


@dataclasses.dataclass(frozen=True)
class Claim:
    """One sentence of the report and the words of the source that it rests on.

    Args:
        text: what the report says; offline the quote itself.
        quotes: what proves it, at least one.
    """

    text: str
    quotes: tuple[Quote, ...]


@dataclasses.dataclass(frozen=True)
class ChapterDraft:
    """What the report says about one part of the document."""

    part: Part
    summary: tuple[Claim, ...]
    key_points: tuple[Claim, ...]


@dataclasses.dataclass(frozen=True)
class Draft:
    """What a writer made of a document.

    Args:
        chapters: in the document's order.
        summary: of the whole; its quotes stand in the chapters too.
        key_points: of the whole; likewise.
        keywords: the weightiest first.
        warnings: what a reader should know, beside what the document itself warns of.
        model: the language model that wrote it.
    """

    chapters: tuple[ChapterDraft, ...]
    summary: tuple[Claim, ...]
    key_points: tuple[Claim, ...]
    keywords: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    model: str | None = None


@dataclasses.dataclass(frozen=True)
class Facts:
    """What is known of the source without any writer.

    Args:
        document: what was read.
        source: where it came from.
        source_language: of the document.
        sentences: how many it has.
        words: how many it has; Chinese characters count as words where the language is Chinese.
    """

    document: Document
    source: Source
    source_language: Language
    sentences: int
    words: int


def put_together(draft: Draft, facts: Facts, parts: Sequence[Part], *, title: str, language: Language) -> Report:
    """Number the quotes and return the report.

    Args:
        draft: what the writer handed in.
        facts: of the source.
        parts: of the document.
        title: of the report; empty takes the document's.
        language: of the report's own words.
    """
    document = facts.document
    quotes: list[Quote] = []
    chapters: list[Chapter] = []
    words = max(1, sum(part.words for part in parts))
    for chapter in draft.chapters:
        own = _distinct(chapter)
        numbers = {quote: len(quotes) + index for index, quote in enumerate(own)}
        quotes.extend(own)
        part = chapter.part
        chapters.append(
            Chapter(
                title=part.title,
                at=At.of(document.blocks[part.first].place),
                end=At.of(document.blocks[part.stop - 1].place),
                share=round(part.words / words, 4),
                summary=tuple(claim.text for claim in chapter.summary),
                summary_proof=_proofs(chapter.summary, numbers),
                key_points=tuple(claim.text for claim in chapter.key_points),
                key_points_proof=_proofs(chapter.key_points, numbers),
                quotes=own,
            )
        )
    tables, more = tables_of(document, [chapter.part for chapter in draft.chapters])
    warnings = [*(in_language(warning, language) for warning in document.warnings), *draft.warnings]
    warnings += [more_tables(more, language)] if more else []
    # The same words may stand in two chapters; the first place that holds them is named.
    numbers = {quote: number for number, quote in reversed(list(enumerate(quotes)))}
    return Report(
        title=title or document.title,
        language=language,
        source_language=facts.source_language,
        provider="llm" if draft.model else "offline",
        model=draft.model,
        source=facts.source,
        summary=tuple(claim.text for claim in draft.summary),
        summary_proof=_proofs(draft.summary, numbers),
        key_points=tuple(claim.text for claim in draft.key_points),
        key_points_proof=_proofs(draft.key_points, numbers),
        outline=_outline(document, parts),
        chapters=tuple(chapters),
        quotes=tuple(quotes),
        keywords=draft.keywords,
        tables=tables,
        counts=Counts(
            pages=document.pages,
            words=facts.words,
            sentences=facts.sentences,
            chapters=len(chapters),
            quotes=len(quotes),
            duration_s=round(document.duration_s),
        ),
        warnings=tuple(warnings),
    )


def count_words(texts: Sequence[str], language: Language) -> int:
    """Return the number of words; in Chinese each character counts, and each word in other letters."""
    if language == "en":
        return sum(len(text.split()) for text in texts)
    return sum(han_count(text) + sum(word.isascii() and word.isalnum() for word in text.split()) for text in texts)


def _distinct(chapter: ChapterDraft) -> tuple[Quote, ...]:
    return tuple(dict.fromkeys(quote for claim in (*chapter.summary, *chapter.key_points) for quote in claim.quotes))


def _proofs(claims: Sequence[Claim], numbers: dict[Quote, int]) -> tuple[Proof, ...]:
    return tuple(tuple(numbers[quote] for quote in claim.quotes) for claim in claims)


def _outline(document: Document, parts: Sequence[Part]) -> tuple[OutlineEntry, ...]:
    headings = [
        OutlineEntry(title=title_of(block.text), level=block.level or 1, at=At.of(block.place))
        for block in document.blocks
        if block.kind == "heading"
    ]
    if len(headings) >= 2:
        levels = sorted({entry.level for entry in headings})
        while len(headings) > _MOST_OUTLINE and len(levels) > 1:
            deepest = levels.pop()
            headings = [entry for entry in headings if entry.level < deepest]
        return tuple(headings[:_MOST_OUTLINE])
    return tuple(OutlineEntry(title=part.title, level=1, at=At.of(document.blocks[part.first].place)) for part in parts)
