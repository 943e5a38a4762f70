"""Submissions on their way as a list model: coalesces what changes, so that a hundred uploads cost little."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from desktop.core.outbox import Submission
from desktop.core.submission_words import said_of, share_of

SUBMISSION = int(Qt.ItemDataRole.UserRole)
SHARE = SUBMISSION + 1
STATE_WORDS = SUBMISSION + 2

#: Changes are shown this often at most.
_FLUSH_MS = 100


class SubmissionsModel(QAbstractListModel):
    """Submissions that are not accepted yet, in the order in which they came.

    Args:
        parent: its owner.
        now_s: returns the time, Unix seconds.
    """

    changed = Signal()
    """After each lot of changes that is shown."""

    def __init__(self, parent: QObject | None = None, *, now_s: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._rows: list[Submission] = []
        self._by_id: dict[str, int] = {}
        self._dirty: dict[str, Submission] = {}
        self._retry_at: float | None = None
        self._now_s = now_s
        self._flush = QTimer(self)
        self._flush.setSingleShot(True)
        self._flush.setInterval(_FLUSH_MS)
        self._flush.timeout.connect(self.flush)

    def reset(self, submissions: Sequence[Submission]) -> None:
        """Show these and no others."""
        self.beginResetModel()
        self._dirty.clear()
        self._rows = [one for one in submissions if one.state != "accepted"]
        self._index()
        self.endResetModel()
        self.changed.emit()

    def update(self, submission: Submission) -> None:
        """Take a change; it is shown with the next lot. One that is accepted goes."""
        self._dirty[submission.id] = submission
        if not self._flush.isActive():
            self._flush.start()

    def remove(self, submission_id: str) -> None:
        """Take one out at once."""
        self._dirty.pop(submission_id, None)
        row = self._by_id.get(submission_id)
        if row is not None:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._rows[row]
            self._index()
            self.endRemoveRows()
            self.changed.emit()

    def wait_until(self, retry_at: float | None) -> None:
        """Take when the server is asked next, Unix seconds: those that wait, wait for it."""
        self._retry_at = retry_at
        self.tick()

    def tick(self) -> None:
        """Say anew what depends on the time."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [STATE_WORDS])

    def flush(self) -> None:
        """Show what has changed since the last time."""
        dirty, self._dirty = self._dirty, {}
        if not dirty:
            return
        gone = [name for name, one in dirty.items() if one.state == "accepted" and name in self._by_id]
        fresh = [one for name, one in dirty.items() if one.state != "accepted" and name not in self._by_id]
        changed = [self._by_id[name] for name in dirty if name in self._by_id and name not in gone]
        for row in changed:
            self._rows[row] = dirty[self._rows[row].id]
        if changed:
            self.dataChanged.emit(self.index(min(changed)), self.index(max(changed)))
        if len(gone) > 1:
            self.beginResetModel()
            self._rows = [one for one in self._rows if one.id not in gone]
            self._index()
            self.endResetModel()
        elif gone:
            row = self._by_id[gone[0]]
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._rows[row]
            self._index()
            self.endRemoveRows()
        if fresh:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(fresh) - 1)
            self._rows += fresh
            self._index()
            self.endInsertRows()
        self.changed.emit()

    def submissions(self) -> list[Submission]:
        """Return all that are shown."""
        return list(self._rows)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what is asked for of one."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        one = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one.title
        if role == SUBMISSION:
            return one
        if role == SHARE:
            return share_of([one])
        words = said_of(one, self._retry_at, self._now_s())
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{one.title}, {words}"
        return words if role == STATE_WORDS else None

    def _index(self) -> None:
        self._by_id = {one.id: row for row, one in enumerate(self._rows)}
