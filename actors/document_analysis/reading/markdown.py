"""Markdown: CommonMark with tables, and the front matter that many tools put above it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from actors.document_analysis.reading import refusals
from actors.document_analysis.reading.blocks import Blocks, one_line
from actors.document_analysis.reading.markup import pieces_of
from actors.document_analysis.reading.plain_text import text_of
from actors.document_analysis.reading.web_page import parsed
from actors.text.document import Document

MAX_CHARACTERS = 5_000_000
#: The parser makes some kilobytes of every line of a list (measured: 2 KB and 0.1 ms).
MAX_LINES = 60_000
#: Lists and quotations deeper than this mean nothing to a reader and cost the parser time by their square.
_MAX_NESTING = 20
#: Signs that may begin or end a mark; the parser compares each with each: thousands in one paragraph take minutes.
_MARKS = re.compile(r"[*_`\[\]<!~&\\]")
_MAX_MARKS = 1_000
#: The same for the whole file: the sum of the squares of all paragraphs' marks (measured: some 2 s).
_MAX_EFFORT = 150_000_000
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_DEEP = re.compile(r"^(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])){21,}", re.MULTILINE)


def read_markdown(path: Path, *, name: str, on_progress: Callable[[float], None] | None = None) -> Document:
    """Read a Markdown file.

    Args:
        path: the file.
        name: its name, as its owner knows it.
        on_progress: called with 0..1.

    Raises:
        JobFailure: ``no_text``, ``too_large``, ``unsafe_document``, ``unsupported_type``.
    """
    text = text_of(path, name, most_lines=MAX_LINES)
    if len(text) > MAX_CHARACTERS:
        raise refusals.too_large(name, "more text", f"{MAX_CHARACTERS // 1_000_000} million characters of Markdown")
    if _DEEP.search(text):
        raise refusals.unsafe_document(name, "nests lists or quotations deeper than anyone reads")
    title = ""
    front = _FRONT_MATTER.match(text)
    if front:
        named = _FRONT_TITLE.search(front[1])
        title = named[1].strip("\"'") if named else ""
        text = text[front.end() :]
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
    parser.core.ruler.disable(["inline"])
    tokens = parser.parse(text.lstrip("\ufeff"))
    if on_progress:
        on_progress(0.5)
    blocks = Blocks(name)
    _Tokens(parser, blocks).read(tokens)
    return blocks.document(title)


class _Tokens:
    """Turns the parser's flat list of tokens into blocks."""

    def __init__(self, parser: MarkdownIt, blocks: Blocks) -> None:
        self._parser, self._blocks = parser, blocks
        self._heading = self._depth = self._effort = 0
        self._items: list[bool] = []
        self._rows: list[list[str]] | None = None

    def read(self, tokens: Sequence[Token]) -> None:
        """Add the blocks of all tokens."""
        for token in tokens:
            kind = token.type
            if kind == "inline":
                self._words(self._plain(token))
            elif kind in {"fence", "code_block"}:
                self._blocks.code(token.content)
            elif kind == "html_block":
                self._markup(token.content)
            elif kind.endswith(("_list_open", "_list_close")):
                self._depth += token.nesting  # 1 opens, -1 closes
            elif kind == "list_item_open":
                self._items.append(True)
            elif kind == "list_item_close":
                self._items.pop()
            elif kind in {"heading_open", "heading_close"}:
                self._heading = int(token.tag[1]) if kind == "heading_open" else 0
            else:
                self._table(kind)

    def _table(self, kind: str) -> None:
        if kind == "table_open":
            self._rows = []
        elif kind == "tr_open" and self._rows is not None:
            self._rows.append([])
        elif kind == "table_close" and self._rows is not None:
            self._blocks.table(self._rows)
            self._rows = None

    def _words(self, text: str) -> None:
        if self._rows is not None:
            self._rows[-1].append(text)
        elif self._heading:
            self._blocks.heading(text, self._heading)
        elif self._items and self._items[-1] and text:
            self._items[-1] = False
            self._blocks.item(text, self._depth)
        else:
            self._blocks.paragraph(text)

    def _plain(self, token: Token) -> str:
        """Return the words of a paragraph without its marks."""
        marks = len(_MARKS.findall(token.content))
        self._effort += min(marks, _MAX_MARKS) ** 2
        if marks > _MAX_MARKS or self._effort > _MAX_EFFORT:
            return token.content
        children: list[Token] = []
        self._parser.inline.parse(token.content, self._parser, {}, children)
        pieces = []
        for child in children:
            if child.type in {"text", "code_inline"}:
                pieces.append(child.content)
            elif child.type in {"softbreak", "hardbreak"}:
                pieces.append("\n")
            elif child.type == "html_inline" and child.content.lower().startswith("<br"):
                pieces.append(" ")
        return one_line("".join(pieces))

    def _markup(self, content: str) -> None:
        root = parsed(content, self._blocks.name) if content.strip() else None
        for piece in pieces_of(root) if root is not None else ():
            piece.add_to(self._blocks)
