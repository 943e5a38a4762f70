"""Collects what a document says, block by block, within the bounds of one job."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from actors.document_analysis.reading import refusals
from actors.text.document import Block, BlockKind, Document, Place

#: More than this is several books; the work on it would take minutes and its report would say little.
MAX_CHARACTERS = 10_000_000
MAX_BLOCKS = 200_000
#: Characters without width or meaning: they would part words that look whole.
_INVISIBLE = re.compile(r"[\u200b\u200c\u2060\ufeff\u00ad\x00-\x08\x0e-\x1b\x7f]")


def one_line(text: str) -> str:
    """Return text with its white space collapsed and its invisible characters removed."""
    return " ".join(_INVISIBLE.sub("", text).split())


class Blocks:
    """The blocks of one document, as a reader adds them.

    Args:
        name: the file's name, for refusals.

    Attributes:
        page: the slide that blocks belong to from now on; None numbers the blocks themselves.
    """

    def __init__(self, name: str) -> None:
        self.page: int | None = None
        self.name = name
        self._blocks: list[Block] = []
        self._characters = 0

    def heading(self, text: str, level: int) -> None:
        """Add a heading; levels beyond 6 count as 6."""
        self._add("heading", one_line(text), level=min(max(level, 1), 6))

    def paragraph(self, text: str) -> None:
        """Add a paragraph."""
        self._add("paragraph", one_line(text))

    def item(self, text: str, depth: int) -> None:
        """Add an entry of a list; 1 is the outermost depth."""
        self._add("item", one_line(text), level=max(depth, 1))

    def code(self, text: str) -> None:
        """Add a listing; its line breaks and indents stay."""
        lines = [line.rstrip() for line in _INVISIBLE.sub("", text.expandtabs(4)).splitlines()]
        self._add("code", "\n".join(lines).strip("\n"))

    def table(self, rows: Iterable[Sequence[str]]) -> None:
        """Add a table; rows and columns without a word are dropped, short rows are filled up."""
        cells = [row for row in ([one_line(cell) for cell in row] for row in rows) if any(row)]
        width = max((len(row) for row in cells), default=0)
        used = [column for column in range(width) if any(len(row) > column and row[column] for row in cells)]
        self._count(len(cells) * len(used))
        whole = tuple(tuple(row[column] if column < len(row) else "" for column in used) for row in cells)
        self._add("table", "\n".join("\t".join(row) for row in whole), rows=whole)

    def document(self, title: str, *, pages: int = 0, warnings: Sequence[str] = ()) -> Document:
        """Return the whole document.

        Args:
            title: what it calls itself; empty takes a heading that opens it, else the file's name.
            pages: how many slides there are.
            warnings: what a reader should know.

        Raises:
            JobFailure: ``no_text``.
        """
        if not self._blocks:
            raise refusals.no_text(self.name)
        return Document(one_line(title) or self._own_title(), tuple(self._blocks), pages, warnings=tuple(warnings))

    def _own_title(self) -> str:
        first = self._blocks[0]
        opens = first.kind == "heading" and len(first.text) <= 200
        return first.text if opens else PurePath(self.name).stem or self.name

    def _add(self, kind: BlockKind, text: str, *, level: int = 0, rows: tuple[tuple[str, ...], ...] = ()) -> None:
        if not text.strip():
            return
        self._count(len(text))
        if len(self._blocks) >= MAX_BLOCKS:
            raise refusals.too_large(self.name, "more paragraphs", f"{MAX_BLOCKS:,}")
        place = Place(page=self.page) if self.page else Place(paragraph=len(self._blocks) + 1)
        self._blocks.append(Block(kind, text, place, level, rows))

    def _count(self, characters: int) -> None:
        self._characters += characters
        if self._characters > MAX_CHARACTERS:
            raise refusals.too_large(self.name, "more text", f"{MAX_CHARACTERS // 1_000_000} million characters")
