"""Rows known by ids and kept in order, whose changes are announced with few signals."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QObject

#: Up to so many single ranges are announced one by one; more of them as one change of layout, or one wide range.
_FEW = 8
# PySide hides the form with arguments behind its signature; told that only rows move, columns are left alone.
_LAYOUT = "QList<QPersistentModelIndex>,QAbstractItemModel::LayoutChangeHint"
_SORTED = QAbstractItemModel.LayoutChangeHint.VerticalSortHint
_NOWHERE = QModelIndex()


class OrderedRows(QAbstractTableModel):
    """The rows of a table by their ids; whoever holds an index, as a selection does, goes with its row.

    Args:
        parent: its owner.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[str] = []
        self._row_of: dict[str, int] = {}

    def in_order(self, ids: list[str]) -> list[str]:
        """Return ids in the order in which they are shown; no two are equal in it."""
        raise NotImplementedError

    def shown(self) -> list[str]:
        """Return the ids of the rows from above."""
        return self._rows.copy()

    def id_at(self, row: int) -> str:
        """Return the id of a row."""
        return self._rows[row]

    def row_of(self, one: str) -> int | None:
        """Return the row of an id, None when it is not shown."""
        return self._row_of.get(one)

    def arrange(self, leaving: set[str], entering: list[str], moving: set[str]) -> None:
        """Take rows out, put rows in and bring others to their new places, with the fewest signals.

        Args:
            leaving: rows that go.
            entering: ids that become rows.
            moving: rows whose place may be another now.
        """
        if leaving:
            self._take_out(leaving)
        if not entering and not moving:
            return
        stay = [one for one in self._rows if one not in moving] if moving else self._rows
        # What stays is in order already: sorting merges it with the others.
        target = self.in_order([*stay, *self.in_order([*moving, *entering])])
        if entering:
            self._put_in(set(entering), target)
        if moving:
            self.permute(target)

    def _take_out(self, leaving: set[str]) -> None:
        runs = _runs(sorted(self._row_of[one] for one in leaving))
        if len(runs) > _FEW:
            stay = [one for one in self._rows if one not in leaving]
            gone = [one for one in self._rows if one in leaving]
            self.permute(stay + gone)
            runs = [(len(stay), len(self._rows) - 1)]
        for first, last in reversed(runs):
            self.beginRemoveRows(_NOWHERE, first, last)
            self._set_rows(self._rows[:first] + self._rows[last + 1 :])
            self.endRemoveRows()

    def _put_in(self, entering: set[str], target: list[str]) -> None:
        settled = [one for one in target if one not in entering] == self._rows
        runs = _runs([row for row, one in enumerate(target) if one in entering])
        if settled and len(runs) <= _FEW:
            for first, last in runs:
                self.beginInsertRows(_NOWHERE, first, last)
                self._set_rows(self._rows[:first] + target[first : last + 1] + self._rows[first:])
                self.endInsertRows()
            return
        end = len(self._rows)
        self.beginInsertRows(_NOWHERE, end, end + len(entering) - 1)
        self._set_rows([*self._rows, *(one for one in target if one in entering)])
        self.endInsertRows()
        self.permute(target)

    def permute(self, order: list[str]) -> None:
        """Bring the rows shown into another order; whoever holds one goes with it."""
        if order == self._rows:
            return
        self.layoutAboutToBeChanged[_LAYOUT].emit([], _SORTED)  # type: ignore[index]  # the stubs know one form
        before, held = self._rows, self.persistentIndexList()
        self._set_rows(order)
        row_of = self._row_of
        # Thousands of them where every other row is selected: createIndex asks nothing back, unlike index.
        index_at = self.createIndex
        moved = [index_at(row_of[before[index.row()]], index.column()) for index in held]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged[_LAYOUT].emit([], _SORTED)  # type: ignore[index]  # the stubs know one form

    def _set_rows(self, rows: list[str]) -> None:
        self._rows = rows
        self._row_of = {one: row for row, one in enumerate(rows)}

    def announce(self, ids: Collection[str]) -> None:
        """Tell that these rows say something else now."""
        rows = sorted(self._row_of[one] for one in ids if one in self._row_of)
        runs = _runs(rows)
        if len(runs) > _FEW:
            runs = [(rows[0], rows[-1])]
        for first, last in runs:
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return sorted numbers as ranges, both ends included."""
    if not rows:
        return []
    breaks = [(a, b) for a, b in pairwise(rows) if b != a + 1]
    return list(zip([rows[0], *(b for _, b in breaks)], [*(a for a, _ in breaks), rows[-1]], strict=True))
