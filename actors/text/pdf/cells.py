"""Tables whose cells have several lines: put together by the order in which the file writes them.

Lines of a cell that is centred beside a taller one stand between the lines of its neighbour; by their places alone they
cannot be told apart. But nearly every producer writes a table row by row, and in a row cell by cell.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from actors.text.pdf.lines import Line, letters
from actors.text.pdf.pages import Piece

_Cell = list[Piece]
#: Fewer rows of two cells or more are no table.
_ROWS = 3
#: Base lines within a cell, and cells' left edges, are no further apart than this (in font sizes).
_LEADING, _ALIGNED = 1.6, 0.7


def interlaced(above: Line, below: Line) -> bool:
    """Tell whether two lines are closer than lines of one text can be."""
    return above.region == below.region and 0 < below.y - above.y < 0.95 * max(above.size, below.size)


def written_table(lines: Sequence[Line], start: int) -> tuple[int, tuple[tuple[str, ...], ...]] | None:
    """Return where a table with centred cells of several lines ends (exclusive), and its rows; None if there is none.

    Args:
        lines: of a page, in reading order.
        start: where it begins.
    """
    end = _extent(lines, start)
    if end - start < _ROWS or not any(interlaced(a, b) for a, b in itertools.pairwise(lines[start:end])):
        return None
    rows = _rows(lines[start:end])
    columns = _columns(rows)
    if columns is None:
        return None
    out = []
    for row in rows:
        texts = [""] * len(columns)
        for cell in row:
            at = min(range(len(columns)), key=lambda column: abs(columns[column] - cell[0].left))
            text = "".join(_spaced(before, piece) for before, piece in zip([None, *cell], cell, strict=False))
            texts[at] = f"{texts[at]} {text}".strip()
        out.append(tuple(texts))
    return end, tuple(out)


def _spaced(before: Piece | None, piece: Piece) -> str:
    """Return a line of a cell with the space that parts it from the one before; Chinese has none."""
    wide = before is None or (letters(before.text[-1]) == 2 and letters(piece.text[0]) == 2)
    return piece.text if wide else f" {piece.text}"


def _extent(lines: Sequence[Line], start: int) -> int:
    """Return where the lines end that may be of one table: of several pieces, or between each other's lines."""
    end = start
    edges: list[float] = []
    while end < len(lines):
        line = lines[end]
        last = lines[end - 1] if end > start else None
        if last is not None and not (line.region == last.region and 0 < line.y - last.y < 2.6 * line.size):
            break
        beside = end + 1 < len(lines) and interlaced(line, lines[end + 1])
        within = last is not None and interlaced(last, line)
        wrapped = any(abs(line.left - edge) < _ALIGNED * line.size for edge in edges)
        if not (len(line.pieces) > 1 or beside or within or wrapped):
            break
        edges += [piece.left for piece in line.pieces[1:]]
        end += 1
    return end


def _rows(lines: Sequence[Line]) -> list[list[_Cell]]:
    rows: list[list[_Cell]] = []
    last: Piece | None = None
    for piece in sorted((piece for line in lines for piece in line.pieces), key=lambda one: one.order):
        if last is None:
            rows.append([[piece]])
        elif 0 < piece.y - last.y < _LEADING * piece.size and abs(piece.left - last.left) < _ALIGNED * piece.size:
            rows[-1][-1].append(piece)
        elif piece.left >= last.right - 1:
            rows[-1].append([piece])
        else:
            rows.append([[piece]])
        last = piece
    return rows


def _columns(rows: Sequence[Sequence[_Cell]]) -> list[float] | None:
    """Return the columns' left edges, None where the rows do not stand below each other or make no columns."""
    full = [row for row in rows if len(row) > 1]
    if len(full) < _ROWS or len(full) < 0.7 * len(rows):
        return None
    for above, below in itertools.pairwise(rows):
        lowest = max(piece.y for cell in above for piece in cell)
        if min(piece.y for cell in below for piece in cell) < lowest + 0.4 * below[0][0].size:
            return None
    edges: list[float] = []
    for left in sorted(min(piece.left for piece in cell) for row in full for cell in row):
        if not edges or left - edges[-1] > full[0][0][0].size:
            edges.append(left)
    used = sum(len(row) for row in full) / (len(full) * len(edges))
    return edges if len(edges) > 1 and used > 0.6 else None
