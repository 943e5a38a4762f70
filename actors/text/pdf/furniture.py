"""What stands on pages but is not said: running heads and feet, page numbers, contents pages, indexes."""

# ruff: noqa: RUF001 (Chinese punctuation and dashes are meant)

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from actors.text.pdf.lines import Line

#: Lines from the edge of a page that may be furniture.
_DEEP = 3
#: A line with the same words at the same height on so many pages is furniture.
_REPEATED = 3
_REPEATED_PART = 0.1
_NUMBER = r"(?:\d{1,4}|[ivxlc]{1,7}|[A-Z]-?\d{1,3})"
_PAGE_NUMBER = re.compile(
    rf"^[-–—\s|·]*(?:page|p\.|seite|第|slide)?\s*{_NUMBER}\s*(?:页)?\s*(?:(?:/|of|von|共|，共|,)\s*\d{{1,4}}\s*页?)?[-–—\s|·]*$",
    re.IGNORECASE,
)
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\S{0,8}$|(?:…\s?){2,}\s*\S{0,8}$|(?:·\s?){4,}\s*\S{0,8}$|_{6,}\s*\d+$")
_ENDS_IN_PAGE = re.compile(rf"[\s.…·]({_NUMBER})$")
_CONTENTS = re.compile(
    r"^(?:table of )?contents$|^(?:brief|short) contents$|^目\s*录$|^list of (?:figures|tables|algorithms|listings)$",
    re.IGNORECASE,
)
_INDEX_LINE = re.compile(r"\S(?:,|\s|\.)\s*\d{1,4}(?:(?:,|–|-|\s)+\d{1,4})*f{0,2}$|^[A-Z]$")


def without_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """Leave out running heads and feet, page numbers, contents and index pages.

    Args:
        pages: the lines of every page, in reading order.
        heights: the pages' heights.
    """
    marked = [_edges(lines) for lines in pages]
    seen: Counter[tuple[str, int]] = Counter()
    for edges in marked:
        seen.update({key for line in edges for key in _keys(line)})
    needed = max(_REPEATED, min(8, int(_REPEATED_PART * len(pages)))) if len(pages) > 2 else 2
    out = []
    for lines, edges, height in zip(pages, marked, heights, strict=True):
        outer = {id(line) for line in edges if _is_furniture(line, edges, seen, needed, height)}
        rest = [line for line in lines if id(line) not in outer]
        out.append([line for line in rest if not _is_lone_number(line, rest, height)])
    return _without_contents(out)


def _edges(lines: Sequence[Line]) -> list[Line]:
    """Return the outermost lines of a page."""
    by_height = sorted(lines, key=lambda line: line.y)
    return by_height[:_DEEP] + by_height[_DEEP:][-_DEEP:]


def _keys(line: Line) -> list[tuple[str, int]]:
    """Return what makes a line the same as another page's: words without numbers, and height (both neighbours)."""
    words = re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text.lower())
    words = re.sub(r"[\s\W]+", " ", words.replace("#", " # ")).strip()
    step = int(line.y / 4)
    return [(words, step), (words, step + 1)]


def _is_furniture(
    line: Line, edges: Sequence[Line], seen: Counter[tuple[str, int]], needed: int, height: float
) -> bool:
    if not (line.y < 0.16 * height or line.y > 0.86 * height):
        return False
    if max(seen[key] for key in _keys(line)) >= needed:
        return True
    # The head of a chapter of two pages: its words are rare, but it stands beside a page number, apart from the text.
    numbers = re.findall(r"(?:^|\s)(\d{1,4})(?=$|\s)", line.text)
    if not numbers or len(line.pieces) < 2:
        return False
    gaps = [abs(other.y - line.y) for other in edges if other is not line]
    return min(gaps, default=99.0) > 1.6 * line.size and any(
        piece.text in numbers for piece in (line.pieces[0], line.pieces[-1])
    )


def _is_lone_number(line: Line, lines: Sequence[Line], height: float) -> bool:
    """Tell whether a line is only a page number, at the edge of the page."""
    if not _PAGE_NUMBER.match(line.text) or not (line.y < 0.12 * height or line.y > 0.85 * height):
        return False
    others = [other.y for other in lines if other is not line]
    return not others or line.y <= min(others) or line.y >= max(others)


def _without_contents(pages: list[list[Line]]) -> list[list[Line]]:
    """Leave out contents and indexes: their heading and all lines that end in a page's number."""
    out: list[list[Line]] = []
    inside = False
    for lines in pages:
        listed = [bool(_LEADER.search(line.text)) for line in lines]
        numbered = [flag or bool(_ENDS_IN_PAGE.search(line.text)) for flag, line in zip(listed, lines, strict=True)]
        titled = next((at for at, line in enumerate(lines[:6]) if _CONTENTS.match(line.text.strip())), None)
        enough = len(lines) >= 3 and sum(numbered) >= 0.5 * len(lines)
        if titled is not None and (enough or sum(numbered[titled:]) >= 0.4 * max(1, len(lines) - titled - 1)):
            out.append(lines[:titled] + _after_contents(lines[titled + 1 :], numbered[titled + 1 :]))
            inside = True
        elif (inside and enough) or sum(listed) >= max(4, 0.5 * len(lines)):
            out.append(_after_contents(lines, numbered))
            inside = True
        elif _is_index(lines):
            out.append([])
        else:
            inside = False
            out.append([line for line, flag in zip(lines, listed, strict=True) if not flag])
    return out


def _after_contents(lines: Sequence[Line], numbered: Sequence[bool]) -> list[Line]:
    """Return what follows the last line of a list of contents on its page."""
    last = max((at for at, flag in enumerate(numbered) if flag), default=-1)
    return list(lines[last + 1 :])


def _is_index(lines: Sequence[Line]) -> bool:
    pieces = [piece.text for line in lines for piece in line.pieces]
    return len(pieces) >= 12 and sum(bool(_INDEX_LINE.search(text)) for text in pieces) >= 0.7 * len(pieces)
