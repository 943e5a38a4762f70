"""Lines in reading order: pieces on one base line, column after column."""

from __future__ import annotations

import dataclasses
import itertools
import re
import statistics
from collections.abc import Sequence

from actors.text.pdf.pages import Page, Piece
from actors.text.pdf.writing import HAN

_HAN = re.compile(f"[{HAN}]")
#: Cells of tables are shorter than lines of a column; a Han character counts twice.
_COLUMN_LINE_LETTERS = 20
#: Fewer lines on a side are no column.
_COLUMN_LINES = 4
#: So many pieces written wholly before so many others are a column, whatever stands in it (lists of commands).
_WRITTEN_APART = 30
#: So much of the lines may reach over a gutter (titles, wide figures).
_REACHING_OVER = 0.15
_STEP_POINTS = 2.0


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line of a column.

    Args:
        page: its page, 1 is the first.
        pieces: from left to right; more than one where wide gaps stand between them.
        region: number of its column on the page, in reading order.
        region_left, region_right: edges of that column.
    """

    page: int
    pieces: tuple[Piece, ...]
    region: int
    region_left: float
    region_right: float

    @property
    def text(self) -> str:
        """Its words; wide gaps are one space."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Its right edge."""
        return max(piece.right for piece in self.pieces)

    @property
    def main(self) -> Piece:
        """The piece with most of its text."""
        return max(self.pieces, key=lambda piece: len(piece.text))

    @property
    def y(self) -> float:
        """Its base line, downwards from the top of the page."""
        return self.main.y

    @property
    def size(self) -> float:
        """Its font's size."""
        return self.main.size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return _share(self.pieces, [piece.bold for piece in self.pieces]) > 0.85

    @property
    def mono(self) -> bool:
        """Whether it is set like a typewriter's, as listings are."""
        return _share(self.pieces, [piece.mono for piece in self.pieces]) > 0.85

    @property
    def maths(self) -> float:
        """How much of it is set in fonts of mathematics."""
        return _share(self.pieces, [piece.maths for piece in self.pieces])


def lines_of(page: Page) -> list[Line]:
    """Return a page's lines in reading order."""
    out: list[Line] = []
    for number, pieces in enumerate(_regions(list(page.pieces), depth=0)):
        left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
        out += [Line(page.number, tuple(row), number, left, right) for row in _rows(pieces)]
    return out


def letters(text: str) -> int:
    """Return a text's length in Latin letters; a Han character takes the room of two."""
    return len(text) + len(_HAN.findall(text))


def _share(pieces: Sequence[Piece], parts: Sequence[float]) -> float:
    lengths = [len(piece.text) for piece in pieces]
    return sum(length * part for length, part in zip(lengths, parts, strict=True)) / sum(lengths)


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Gather pieces on one base line, raised and lowered marks beside them included."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: (one.y, one.left)):
        row = rows[-1] if rows else None
        if row is not None and _on_row(row, piece):
            row.append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda one: one.left)
    return rows


def _on_row(row: Sequence[Piece], piece: Piece) -> bool:
    largest = max(row, key=lambda one: one.size)
    size = max(largest.size, piece.size)
    drift = abs(piece.y - largest.y)
    if drift <= 0.3 * size:
        return True
    beside = any(-1 < piece.left - one.right < 0.5 * size or -1 < one.left - piece.right < 0.5 * size for one in row)
    small = min(one.size for one in (piece, *row)) < 0.85 * size
    return drift <= 0.6 * size and beside and small


def _regions(pieces: list[Piece], depth: int) -> list[list[Piece]]:
    """Cut a page into columns, from top to bottom and left to right; what reaches over a gutter stands between."""
    gutter = _gutter(pieces) if depth < 3 else None
    if gutter is None:
        return [pieces] if pieces else []
    out: list[list[Piece]] = []
    band: list[Piece] = []
    over: list[Piece] = []

    def close_band() -> None:
        for side in ([p for p in band if p.right <= gutter], [p for p in band if p.left >= gutter]):
            out.extend(_regions(side, depth + 1))
        band.clear()

    for piece in sorted(pieces, key=lambda one: (one.y, one.left)):
        if piece.left < gutter < piece.right:
            close_band()
            over.append(piece)
            continue
        if over and not band:
            # A raised mark or a cell on the same line as what reaches over.
            if abs(piece.y - over[-1].y) < 0.6 * over[-1].size:
                over.append(piece)
                continue
            out.append(over)
            over = []
        band.append(piece)
    close_band()
    if over:
        out.append(over)
    return out


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Return where an empty strip parts two columns of running text, None if there is none."""
    if len(pieces) < 2 * _COLUMN_LINES:
        return None
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    steps = int((right - left) / _STEP_POINTS) + 1
    change = [0] * (steps + 2)
    for piece in pieces:
        change[int((piece.left - left) / _STEP_POINTS)] += 1
        change[int((piece.right - left) / _STEP_POINTS) + 1] -= 1
    covered, count = [], 0
    for step in change[:steps]:
        count += step
        covered.append(count)
    size = statistics.median(piece.size for piece in pieces)
    best: tuple[int, float] | None = None
    begin, end = int(0.15 * steps), int(0.85 * steps)
    most = _REACHING_OVER * len(pieces)
    for step in range(begin, end):
        if covered[step] > most or (best is not None and covered[step] >= best[0]):
            continue
        x = left + (step + 0.5) * _STEP_POINTS
        widened = _strip(pieces, x)
        if widened is not None and widened[1] - widened[0] >= 0.8 * size:
            middle = sum(widened) / 2
            if _are_columns(pieces, middle):
                best = (covered[step], middle)
    return None if best is None else best[1]


def _strip(pieces: Sequence[Piece], x: float) -> tuple[float, float] | None:
    """Return how far the empty strip around x reaches, what reaches over it left out."""
    before = [piece.right for piece in pieces if piece.right <= x]
    after = [piece.left for piece in pieces if piece.left >= x]
    return (max(before), min(after)) if before and after else None


def _are_columns(pieces: Sequence[Piece], x: float) -> bool:
    sides = [
        piece.right <= x for piece in sorted(pieces, key=lambda one: one.order) if not piece.left < x < piece.right
    ]
    # A table is written row by row, columns one after the other.
    switches = sum(a != b for a, b in itertools.pairwise(sides))
    if switches == 1 and min(sides.count(True), sides.count(False)) >= _WRITTEN_APART:
        return True
    for side in (True, False):
        lengths = [letters(p.text) for p in pieces if (p.right <= x if side else p.left >= x)]
        if len(lengths) < _COLUMN_LINES or statistics.median(lengths) < _COLUMN_LINE_LETTERS:
            return False
    return switches <= 0.5 * min(sides.count(True), sides.count(False))
