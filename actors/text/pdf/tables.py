"""Tables: rows of short cells whose edges stand one below the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actors.text.pdf.cells import interlaced, written_table
from actors.text.pdf.lines import Line, letters
from actors.text.pdf.pages import Piece

_MARK = re.compile(r"^(?:\W{1,3}|\W?\w{1,2}[.):]|\[?\d{1,3}\]?)$")
#: Two cells begin, end or are centred at the same place if they are no further apart (in font sizes).
_ALIGNED = 0.6
#: A table has at least so many rows of two cells or more.
_ROWS = 3
#: Lines further apart than this many font sizes do not belong to one table.
_APART = 3.2


def table_at(lines: Sequence[Line], start: int) -> tuple[int, tuple[tuple[str, ...], ...]] | None:
    """Return where a table that begins at a line ends (exclusive), and its rows; None if no table begins there."""
    written = written_table(lines, start)
    if written is not None:
        return written
    if len(lines[start].pieces) < 2:
        return None
    end = start + 1
    while end < len(lines) and _belongs(lines[start:end], lines[end]):
        end += 1
    while (
        end > start and len(lines[end - 1].pieces) < 2 and not _is_wrapped_cell(lines[start : end - 1], lines[end - 1])
    ):
        end -= 1
    rows = [line for line in lines[start:end] if len(line.pieces) > 1]
    if len(rows) < _ROWS:
        return None
    columns = _columns(rows)
    if columns is None:
        return None
    return end, tuple(_cells(lines[start:end], columns))


def _cells(lines: Sequence[Line], columns: Sequence[tuple[float, float]]) -> list[tuple[str, ...]]:
    """Put every piece into its column; lines of wrapped cells go on with the row that they belong to."""
    cells: list[list[str]] = []
    joins_next = False
    for at, line in enumerate(lines):
        row = [""] * len(columns)
        for piece in line.pieces:
            column = _column_of(piece, columns)
            row[column] = f"{row[column]} {piece.text}".strip()
        # A cell of two lines stands half a line above and below its one-line neighbour.
        beside_last = at > 0 and interlaced(lines[at - 1], line) and not (row[0] and cells[-1][0])
        wrapped = not row[0] and sum(bool(cell) for cell in row) < max(2, len(columns) / 2)
        begins_row = wrapped and at + 1 < len(lines) and interlaced(line, lines[at + 1]) and not beside_last
        if cells and (joins_next or beside_last or (wrapped and not begins_row)):
            cells[-1] = [f"{above} {below}".strip() for above, below in zip(cells[-1], row, strict=True)]
        else:
            cells.append(row)
        joins_next = begins_row
    return [tuple(row) for row in cells]


def _belongs(table: Sequence[Line], line: Line) -> bool:
    last = table[-1]
    if line.page != last.page or line.region != last.region:
        return False
    if not 0 < line.y - last.y < _APART * max(line.size, last.size):
        return False
    if len(line.pieces) > 1:
        return any(_same_edge(a, b) for a in line.pieces[1:] for row in table[-3:] for b in row.pieces[1:])
    return _is_wrapped_cell(table, line)


def _is_wrapped_cell(table: Sequence[Line], line: Line) -> bool:
    """Tell whether a line of one piece is the second line of a cell, close below its first."""
    rows = [row for row in table if len(row.pieces) > 1]
    if not rows or len(line.pieces) != 1 or not 0 < line.y - table[-1].y < 1.5 * line.size:
        return False
    near = _ALIGNED * line.size
    if any(abs(line.left - piece.left) < near for piece in rows[-1].pieces[1:]):
        return True
    # A stray sign (of a root, of a sum) or a cell of one line beside a wrapped one.
    return interlaced(table[-1], line) and (len(line.text) <= 2 or abs(line.left - rows[-1].left) < near)


def _same_edge(a: Piece, b: Piece) -> bool:
    near = _ALIGNED * max(a.size, b.size)
    return (
        abs(a.left - b.left) < near
        or abs(a.right - b.right) < near
        or abs((a.left + a.right) - (b.left + b.right)) < 2 * near
    )


def _columns(rows: Sequence[Line]) -> list[tuple[float, float]] | None:
    """Return the columns' edges; None where the cells do not stand in columns, or are sentences."""
    spans: list[list[float]] = []
    for piece in sorted((piece for row in rows for piece in row.pieces), key=lambda one: one.left):
        for span in spans:
            if piece.left < span[1] and piece.right > span[0]:
                span[0], span[1] = min(span[0], piece.left), max(span[1], piece.right)
                break
        else:
            spans.append([piece.left, piece.right])
    if len(spans) < 2:
        return None
    filled = sum(len(row.pieces) for row in rows) / (len(rows) * len(spans))
    cells = sorted(letters(piece.text) for row in rows for piece in row.pieces)
    if filled < 0.55 or cells[len(cells) // 2] > 45:
        return None
    # Bullets and numbers of a list stand in a column of their own, but a list is no table.
    if len(spans) == 2 and all(len(row.pieces[0].text) <= 3 for row in rows):
        marks = all(_MARK.match(row.pieces[0].text) for row in rows)
        if marks or any(row.pieces[-1].text.endswith((".", "。", ",", ";")) for row in rows):
            return None
    return [(span[0], span[1]) for span in spans]


def _column_of(piece: Piece, columns: Sequence[tuple[float, float]]) -> int:
    overlaps = [min(piece.right, right) - max(piece.left, left) for left, right in columns]
    return max(range(len(columns)), key=overlaps.__getitem__)
