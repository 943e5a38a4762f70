"""A document as the text kinds see it: blocks in reading order, each with its place in the source."""

from __future__ import annotations

import dataclasses
from typing import Literal

#: What a block is. ``item`` is one entry of a list, ``caption`` a stretch of a film's subtitles.
BlockKind = Literal["heading", "paragraph", "item", "table", "code", "caption"]


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its source; exactly one of the three is set.

    Args:
        page: page of a PDF or slide of a presentation, 1 is the first.
        paragraph: number of the block in a document without pages, 1 is the first.
        start_s: seconds from the beginning of a film or recording.
    """

    page: int | None = None
    paragraph: int | None = None
    start_s: float | None = None

    def document(self) -> dict[str, int | float]:
        """Return the place as it stands in a report: one name, one number."""
        fields = {"page": self.page, "paragraph": self.paragraph, "start_s": self.start_s}
        return {name: value for name, value in fields.items() if value is not None}


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item, table, listing or caption.

    Args:
        kind: what it is.
        text: its words on one line (white space collapsed, words divided at line ends joined again); the cells of
            a table row are parted by tabs and rows by line breaks; code keeps its line breaks.
        place: where it begins.
        level: 1..6 for headings, the depth of an item from 1; else 0.
        rows: the cells of a table, row by row.
        end_page: the page on which it ends, where that is another than its first.
    """

    kind: BlockKind
    text: str
    place: Place
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    end_page: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    Args:
        title: what it calls itself; the file's name without its ending where it has no title.
        blocks: what it says, in reading order, without running heads, page numbers and contents pages.
        pages: pages or slides, 0 where there are none.
        duration_s: length of a film or recording, seconds; 0 for anything else.
        warnings: what a reader should know, one sentence each ("Pages 3-5 have no text.").
    """

    title: str
    blocks: tuple[Block, ...]
    pages: int = 0
    duration_s: float = 0.0
    warnings: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, exactly as it stands in its block.

    Args:
        text: its words, a substring of the block's text.
        block: index of its block in the document.
        place: where its block begins, or for a block over several pages the sentence's own page.
        crosses_pages: whether it begins on one page and ends on another (then no page holds it whole).
    """

    text: str
    block: int
    place: Place
    crosses_pages: bool = False
