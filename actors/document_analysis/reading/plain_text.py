"""Plain text: paragraphs out of lines, headings and list entries by the look of them."""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from actors.document_analysis.reading import refusals
from actors.document_analysis.reading.blocks import Blocks
from actors.document_analysis.reading.encodings import decoded
from actors.document_analysis.reading.markup import Piece as Said
from actors.text.document import Document

MAX_BYTES = 40 << 20
MAX_LINES = 400_000
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_RULE = re.compile(r"\s*([=\-~^*#_+])\1{2,}\s*$")
_ITEM = re.compile(r"(\s*)(?:[-*+•‣▪◦·–]|\(?\d{1,3}[.)、]|\(?[a-z][.)])\s+(?=\S)")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\S")
_CHAPTER = re.compile(r"(?:chapter|part|section|appendix|lecture|unit)\s+(?:\d+|[ivxlc]+|[a-z])\b", re.IGNORECASE)
_ZH_CHAPTER = re.compile(r"第[〇零一二三四五六七八九十百千\d]+([部卷编篇章讲课回]|节)")
_ZH_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d+\s*$|…{2,}\s*\d+\s*$")
_ENDS = tuple(".!?,;:。！？，；：…")
#: Lines that were broken by a program are about this wide; Chinese characters count two.
_WRAPPED_WIDTH = range(38, 121)


def read_plain_text(path: Path, *, name: str, on_progress: Callable[[float], None] | None = None) -> Document:
    """Read a text file.

    Args:
        path: the file.
        name: its name, as its owner knows it.
        on_progress: called with 0..1.

    Raises:
        JobFailure: ``no_text``, ``too_large``, ``unsupported_type``.
    """
    text = text_of(path, name)
    blocks = Blocks(name)
    groups = list(_groups(text))
    wrapped = _is_wrapped(groups)
    said: list[Said] = []
    for number, lines in enumerate(groups):
        _Group(lines, wrapped, said).read()
        if on_progress and number % 1000 == 0:
            on_progress(number / len(groups))
    if said and _is_title(said[0], groups[0]):
        said[0] = Said("heading", said[0].text, 1)
    for one in _without_contents(said):
        one.add_to(blocks)
    return blocks.document("")


def _is_title(first: Said, lines: list[str]) -> bool:
    """Whether a text begins with a short line of its own."""
    return first.kind == "paragraph" and len(lines) == 1 and len(first.text) <= 80 and not first.text.endswith(_ENDS)


def _without_contents(said: list[Said]) -> list[Said]:
    """Leave out a contents page: three or more headings in a row, all of which come again further down."""
    last = {one.text: number for number, one in enumerate(said) if one.kind == "heading"}
    kept: list[Said] = []
    run: list[Said] = []
    for number, one in enumerate(said):
        if one.kind == "heading" and last[one.text] > number:
            run.append(one)
            continue
        kept += run if len(run) < 3 else []
        run = []
        kept.append(one)
    return kept


def text_of(path: Path, name: str, *, most_lines: int = MAX_LINES) -> str:
    """Return the text of a file with one kind of line ends.

    Args:
        path: the file.
        name: its name, as its owner knows it.
        most_lines: how many lines it may have.

    Raises:
        JobFailure: ``no_text``, ``too_large``, ``unsupported_type``.
    """
    if path.stat().st_size > MAX_BYTES:
        raise refusals.too_large(name, "more", f"{MAX_BYTES >> 20} MB of plain text")
    text = decoded(path.read_bytes())
    if text is None:
        raise refusals.unknown_type(name)
    if not text.strip():
        raise refusals.no_text(name, why="holds white space only")
    text = _LINE_ENDS.sub("\n", text)
    if text.count("\n") > most_lines:
        raise refusals.too_large(name, "more lines", f"{most_lines:,}")
    return text


def _groups(text: str) -> Iterator[list[str]]:
    """Yield the lines between blank lines."""
    lines: list[str] = []
    for line in text.split("\n"):
        if line.strip():
            lines.append(line.rstrip())
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _is_wrapped(groups: list[list[str]]) -> bool:
    """Whether a program broke the lines: most that are followed by another end shortly before the same margin."""
    widths = [_width(line) for lines in groups[:5_000] for line in lines[:-1] if len(line) <= 200]
    long_ones = sum(len(line) > 200 for lines in groups[:5_000] for line in lines)
    if not widths or long_ones > len(widths) / 4:
        return False
    margin = statistics.quantiles(widths, n=20)[-1] if len(widths) > 1 else widths[0]
    near = sum(width > 0.7 * margin for width in widths)
    return round(margin) in _WRAPPED_WIDTH and near >= len(widths) / 2


def _width(line: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in line)


class _Group:
    """The lines between two blank lines."""

    def __init__(self, lines: list[str], wrapped: bool, said: list[Said]) -> None:
        self._lines, self._wrapped, self._said = lines, wrapped, said
        self._kind, self._depth, self._text = "", 0, ""

    def read(self) -> None:
        """Add its blocks."""
        lines = [line for line in self._lines if not _LEADERS.search(line)]
        for number, line in enumerate(lines):
            after = lines[number + 1] if number + 1 < len(lines) else ""
            if _RULE.match(line):
                self._rule(line)
                continue
            alone = len(lines) == 1 or (number == 0 and not self._wrapped) or bool(_RULE.match(after))
            level = _heading_level(line.strip()) if alone or _ZH_CHAPTER.match(line.strip()) else 0
            item = _ITEM.match(line)
            if level:
                self._end()
                self._said.append(Said("heading", line.strip(), level))
            elif item:
                self._end()
                self._kind, self._depth, self._text = "item", 1 + len(item[1].expandtabs(4)) // 2, line[item.end() :]
            elif self._text and self._goes_on(line, lines[number - 1]):
                self._text = joined(self._text, line.strip())
            else:
                self._end()
                self._kind, self._text = "paragraph", line.strip()
        self._end()

    def _goes_on(self, line: str, before: str) -> bool:
        """Whether a line continues what was said: a program broke it, and it does not begin further in."""
        if not self._wrapped and self._kind != "item":
            return False
        begins_in = _indent(line) > _indent(before)
        return self._kind == "item" or not begins_in

    def _rule(self, line: str) -> None:
        """Read a row of signs: under a short line it makes that line a heading, else it parts."""
        if self._text and self._kind == "paragraph" and len(self._text) <= 120:
            self._said.append(Said("heading", self._text, 1 if line.strip()[0] in "=#*" else 2))
            self._kind = self._text = ""
        else:
            self._end()

    def _end(self) -> None:
        if self._text:
            is_item = self._kind == "item"
            self._said.append(Said("item" if is_item else "paragraph", self._text, self._depth if is_item else 0))
        self._kind = self._text = ""


def joined(before: str, after: str) -> str:
    """Return two lines as one: Chinese stands together, a word divided at the line's end keeps its hyphen."""
    if not before or not after:
        return before + after
    if before[-1] == "-" and len(before) > 1 and before[-2].isalpha() and after[0].islower():
        return before + after
    wide = all(unicodedata.east_asian_width(character) in "WF" for character in (before[-1], after[0]))
    return before + ("" if wide else " ") + after


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _heading_level(line: str) -> int:
    """Return the level of a heading that a short line is by its look; 0 if it is none."""
    if len(line) > 90 or _width(line) > 90 or not any(character.isalpha() for character in line):
        return 0
    chapter = _ZH_CHAPTER.match(line)
    if chapter:
        return (2 if chapter[1] == "节" else 1) if len(line) <= 40 and not line.endswith(_ENDS) else 0
    if line.endswith(_ENDS):
        return 0
    numbered = _NUMBERED.match(line)
    if numbered or _CHAPTER.match(line):
        return numbered[1].count(".") + 1 if numbered else 1
    if _ZH_NUMBERED.match(line) and len(line) <= 30:
        return 2
    return 2 if line.isupper() and len(line) >= 4 else 0
