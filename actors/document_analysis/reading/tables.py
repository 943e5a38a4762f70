"""Rows of a table with cells that reach over several columns or rows."""

from __future__ import annotations

#: Wider tables exist on purpose only: beyond this, cells count once.
_MAX_SPAN, _MAX_COLUMNS = 100, 200


class Grid:
    """Takes cells in the order of the file and gives rows whose columns stand under each other.

    Attributes:
        rows: the rows finished so far; a cell that reaches further leaves its other places empty.
    """

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self._row: list[str] = []
        self._from_above: dict[int, int] = {}

    def cell(self, text: str, *, columns: str = "", rows: str = "") -> None:
        """Add a cell to the current row.

        Args:
            text: its words.
            columns: how many columns it reaches over, as the file says it.
            rows: how many rows it reaches over, as the file says it.
        """
        self._fill()
        reach = _span(columns) if len(self._row) < _MAX_COLUMNS else 1
        for number in range(reach):
            if _span(rows) > 1 and len(self._row) < _MAX_COLUMNS:
                self._from_above[len(self._row)] = _span(rows)
            self._row.append("" if number else text)

    def end_row(self) -> None:
        """End the current row."""
        self._fill()
        self.rows.append(self._row)
        self._row = []
        self._from_above = {column: left - 1 for column, left in self._from_above.items() if left > 1}

    def _fill(self) -> None:
        """Leave the places empty into which cells of the rows above reach."""
        while len(self._row) < _MAX_COLUMNS and self._from_above.get(len(self._row), 0):
            self._row.append("")


def _span(text: str) -> int:
    return min(max(int(text), 1), _MAX_SPAN) if text.isdecimal() and len(text) < 10 else 1
