"""Groups of lines that belong together: where a paragraph, an entry of a list or a listing begins and ends."""

# ruff: noqa: RUF001 (Chinese punctuation and dashes are meant)

from __future__ import annotations

import dataclasses
import itertools
import re
import statistics
from collections.abc import Sequence
from typing import Literal

from actors.text.pdf.lines import Line
from actors.text.pdf.tables import table_at
from actors.text.pdf.writing import HAN

GroupKind = Literal["text", "item", "code", "table"]

_BULLET = re.compile(r"^[•◦▪‣●○■□➢✓❖►▶◆◇★·∙⁃][\s\u3000]*(?=\S)|^[-–—*][\s\u3000]+(?=\S)")
_COUNTED = re.compile(
    r"^(?:\(?\d{1,2}[.)、)]|[(（]\d{1,2}[)）]|\(?[a-z]\)|[a-h]\.|\([ivx]{1,4}\)|[①-⑳]|[(（]?[一二三四五六七八九十]{1,3}[)）、]|\[\d{1,3}\])"
    r"[\s\u3000]*(?=[^\s\d.])"
)
_END = re.compile(r"[.!?:;。！？：；…][\"'”’)\]）】」』]*$")
_LETTERS = re.compile(rf"[A-Za-zÀ-ÿ]{{3,}}|[{HAN}]")
_OPERATOR = re.compile(r"[=<>≤≥≈≠≡∼∝±×÷∑∏∫√∂∇∞∈∉⊂⊆∪∩→⇒↔⇔∀∃^|+∗⋅/]|(?<=\s)-(?=\s)")
#: A label or a part of a formula is shorter, a line of text longer.
_LABEL_LETTERS = 40
#: Characters between the end of a piece and the next one's begin: spaces, line breaks.
_IN_ONE_GO = 10
#: Part of a line's room that may stay empty at its end although the paragraph goes on.
_SHORT = 0.12


@dataclasses.dataclass(slots=True)
class Group:
    """Lines that make one block.

    Args:
        kind: what they are; headings are still ``text`` here.
        lines: from top to bottom, all on one page.
        rows: a table's cells.
        gap_above: white above it, in pitches of its lines (1 is no gap).
        gap_below: likewise below.
    """

    kind: GroupKind
    lines: list[Line]
    rows: tuple[tuple[str, ...], ...] = ()
    gap_above: float = 9.0
    gap_below: float = 9.0


def groups_of(lines: Sequence[Line], body_size: float) -> list[Group]:
    """Cut the lines of one page into groups.

    Args:
        lines: in reading order.
        body_size: font size of the document's running text.
    """
    pitch = _pitch(lines, body_size)
    groups: list[Group] = []
    at = 0
    while at < len(lines):
        table = table_at(lines, at)
        if table is not None:
            end, rows = table
            inside = list(lines[at:end])
            # A listing whose comments stand one below the other is none.
            listing = all(line.mono for line in inside)
            groups.append(Group("code", inside) if listing else Group("table", inside, rows))
            at = end
            continue
        line = lines[at]
        kind = _kind(line)
        last = groups[-1] if groups else None
        if last is not None and _goes_on(last, line, kind, pitch):
            last.lines.append(line)
        else:
            groups.append(Group(kind, [line]))
        at += 1
    for above, below in itertools.pairwise(groups):
        a, b = above.lines[-1], below.lines[0]
        if a.region == b.region and b.y > a.y:
            above.gap_below = below.gap_above = (b.y - a.y) / (pitch * max(a.size, b.size))
    return groups


def is_scattered(group: Group) -> bool:
    """Tell whether what stands together was written here and there: a diagram's labels, a formula's parts.

    Running text is written in one go, in whatever order its paragraphs are.
    """
    pieces = [piece for line in group.lines for piece in line.pieces]
    jumps = sum(not 0 < b.order - a.last <= _IN_ONE_GO for a, b in itertools.pairwise(pieces))
    if len(pieces) == 2 and ends_sentence(group.lines[-1].text):
        return False
    if statistics.median(len(piece.text) for piece in pieces) > _LABEL_LETTERS:
        return False
    return jumps > 0 and jumps >= 0.5 * (len(pieces) - 1)


def bullet_less(text: str) -> str:
    """Return an item's text without its bullet; numbers stay, they are referred to."""
    return _BULLET.sub("", text, count=1)


def starts_item(text: str) -> bool:
    """Tell whether a line begins with a bullet or a number of a list."""
    return bool(_BULLET.match(text) or _COUNTED.match(text))


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends where a sentence may end."""
    return bool(_END.search(text))


def is_equation(line: Line) -> bool:
    """Tell whether a line is a formula: operators, hardly a word."""
    text = line.text
    if line.mono or not _OPERATOR.search(text):
        return False
    visible = len(re.sub(r"\s", "", text))
    words = sum(
        len(word)
        for word in _LETTERS.findall(re.sub(r"\b(?:sin|cos|tan|log|exp|lim|max|min|sqrt|mod|det)\b", "", text))
    )
    if line.maths > 0.25:
        return words < 0.45 * visible
    return words < 0.25 * visible and "=" in text


def _kind(line: Line) -> GroupKind:
    text = line.text
    if _BULLET.match(text):
        return "item"
    if line.mono and not re.search(f"[{HAN}]{{6}}", text):
        return "code"
    if is_equation(line):
        return "code"
    return "item" if starts_item(text) else "text"


def _pitch(lines: Sequence[Line], body_size: float) -> float:
    """Return the usual distance of base lines of running text, in font sizes."""
    steps = [
        (b.y - a.y) / a.size
        for a, b in itertools.pairwise(lines)
        if a.region == b.region and abs(a.size - b.size) < 0.5 and abs(a.size - body_size) < 0.15 * body_size
        and 0.8 * a.size < b.y - a.y < 2.6 * a.size
    ]  # fmt: skip
    return statistics.median_low(steps) if steps else 1.25


def _goes_on(group: Group, line: Line, kind: GroupKind, pitch: float) -> bool:  # noqa: PLR0911 (a list of reasons)
    last = group.lines[-1]
    if line.region != last.region or kind == "item" or group.kind == "table":
        return False
    step = line.y - last.y
    if (kind == "code") != (group.kind == "code"):
        return False
    if kind == "code":
        return 0 < step < 2.3 * pitch * max(line.size, last.size) and line.mono == last.mono
    if not 0 < step < max(1.28 * pitch, 1.2) * max(line.size, last.size):
        return False
    if abs(line.size - last.size) > 0.09 * max(line.size, last.size):
        return False
    if line.bold != last.bold and (line.bold or _is_whole_bold(group)) and not _flows(last, line):
        return False
    return not _breaks(group, last, line)


def _is_whole_bold(group: Group) -> bool:
    return all(line.bold for line in group.lines)


def _flows(last: Line, line: Line) -> bool:
    """Tell whether a line is full and the next begins in mid-sentence: bold words inside a paragraph."""
    return line.text[:1].islower() and not ends_sentence(last.text)


def _breaks(group: Group, last: Line, line: Line) -> bool:
    """Tell whether a paragraph ends with ``last``: an indented line follows, or the next word had had room."""
    em = line.size
    first = group.lines[0]
    indent = line.left - last.left
    if group.kind == "item" and len(group.lines) == 1:
        return indent < -0.6 * em and ends_sentence(last.text)
    if indent > 0.8 * em and indent < 5 * em and (len(group.lines) > 1 or ends_sentence(last.text)):
        return line.left - line.region_left < 6 * em and last.left <= first.left + 0.5 * em
    if indent < -0.8 * em and group.kind == "item" and last.left - line.left > 0.8 * em:
        return True
    room = line.region_right - last.right
    if not ends_sentence(last.text) and not line.text[:1].isupper():
        return False
    word = re.match(rf"[{HAN}]|\S+", line.text)
    needed = (len(word[0]) if word else 1) / max(1, len(line.text)) * (line.right - line.left) + 0.3 * em
    width = line.region_right - line.region_left
    return room > max(needed, _SHORT * width) and (ends_sentence(last.text) or room > 0.3 * width)
