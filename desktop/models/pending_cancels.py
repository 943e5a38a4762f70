"""Cancelling with time to think again: what was asked for is sent after five seconds, unless it is taken back."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, QTimer, Signal

UNDO_MS = 5_000


class PendingCancels(QObject):
    """Jobs that are about to be cancelled.

    Args:
        send: cancels jobs for good; called once for each request.
        parent: its owner.
        undo_ms: milliseconds in which a request can be taken back.
    """

    #: The set of ids that are about to be cancelled changed.
    changed = Signal()

    def __init__(self, send: Callable[[list[str]], None], parent: QObject, *, undo_ms: int = UNDO_MS) -> None:
        super().__init__(parent)
        self._send = send
        self._waiting: list[str] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(undo_ms)
        self._timer.timeout.connect(self.flush)

    @property
    def ids(self) -> frozenset[str]:
        """The jobs that can still be saved."""
        return frozenset(self._waiting)

    def ask(self, job_ids: Collection[str]) -> None:
        """Cancel these soon; what was asked for before is sent now, so that Undo means the last request."""
        if not job_ids:
            return
        self.flush()
        self._waiting = list(dict.fromkeys(job_ids))
        self._timer.start()
        self.changed.emit()

    def undo(self) -> int:
        """Take the last request back and return how many jobs go on."""
        saved = len(self._waiting)
        self._timer.stop()
        self._waiting = []
        if saved:
            self.changed.emit()
        return saved

    def flush(self) -> None:
        """Send what waits now; also before the window closes, since what was asked for is meant."""
        self._timer.stop()
        due, self._waiting = self._waiting, []
        if due:
            self._send(due)
            self.changed.emit()
