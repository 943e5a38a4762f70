"""Dividing text into lines as Latin and Chinese readers expect it.

Source: the classes of characters that may not begin or end a line follow W3C, Requirements for Chinese Text Layout,
section 3.1.2 (prohibition rules for line start and line end).
"""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Callable

from actors.pdf_exam.paper.face import is_wide
from actors.pdf_exam.paper.printable import GAP

_NEVER_FIRST = frozenset(",.;:!?)]}%'\"”’，。、；：！？）】》〉」』〕｝］…—～·％‰℃°々ー‐-/／|｜\u00a0")
_NEVER_LAST = frozenset("([{（【《〈「『〔｛［“‘$￥¥£€＄￡#＃\u00a0")
_ENDS_A_PART = frozenset("-‐–—/&?=")
#: Stands for a gap among the characters of a text while it is divided (a private character: no text holds it here).
GAP_MARK = "\ue000"


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line: its parts from left to right, gaps among them.

    Args:
        parts: text, or ``GAP_MARK`` for one gap.
        width: of all parts together, points.
    """

    parts: tuple[str, ...]
    width: float


def divided(text: str, room: float, width_of: Callable[[str], float]) -> list[Line]:
    """Divide a text into lines.

    Args:
        text: one paragraph.
        room: width of a line, points.
        width_of: width of a character (or of ``GAP_MARK``), points.

    Returns:
        The lines; an empty text has one.
    """
    marked = GAP.sub(GAP_MARK, text)
    widths = [width_of(character) for character in marked]
    lines: list[Line] = []
    begin = 0
    while begin < len(marked):
        end = _line_end(marked, widths, begin, room)
        lines.append(_line(marked[begin:end].rstrip(" "), width_of))
        begin = end
        while begin < len(marked) and marked[begin] == " ":
            begin += 1
    return lines or [Line((), 0.0)]


def _line_end(text: str, widths: list[float], begin: int, room: float) -> int:
    """Return where the line that begins here ends: at the last place that fits, in a word only if it must."""
    used, last_place = 0.0, begin
    for place in range(begin, len(text)):
        if place > begin and _may_part(text, place):
            last_place = place
        if text[place] != " " and used + widths[place] > room + 0.01:
            if last_place > begin:
                return last_place
            return max(place, begin + 1)
        used += widths[place]
    return len(text)


def _may_part(text: str, place: int) -> bool:
    """Say whether a line may end between the characters before and at a place."""
    before, after = text[place - 1], text[place]
    if after == " " or after in _NEVER_FIRST or before in _NEVER_LAST or unicodedata.combining(after):
        return False
    if before == " ":
        return True
    if before in _ENDS_A_PART:  # not before a number: "-1", "1/2", "3-5"
        return not after.isdigit() and place >= 2 and text[place - 2] != " "
    return is_wide(before) or is_wide(after)


def _line(text: str, width_of: Callable[[str], float]) -> Line:
    parts: list[str] = []
    for character in text:
        if character == GAP_MARK or not parts or parts[-1] == GAP_MARK:
            parts.append(character)
        else:
            parts[-1] += character
    return Line(tuple(parts), sum(map(width_of, text)))
