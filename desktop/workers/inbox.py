"""From the threads to the main thread: little by little, so that it is never kept for long."""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.job import Job
from desktop.workers.events import JobChanges

#: Changes of rows come at most this often, and at most so many at once.
EVERY_MS = 100
MOST_ROWS = 500
#: Calls are made for so long at a time; then whatever else the main thread has to do comes in between.
SLICE_S = 0.008


class Inbox(QObject):
    """Takes calls and rows from any thread and hands them over in the main thread.

    Args:
        parent: lives in the main thread.
    """

    rows_changed = Signal(object)
    """``JobChanges``: the last row of each job, however often it changed in between."""
    _woken = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lock = Lock()
        self._calls: deque[Callable[[], None]] = deque()
        self._rows: dict[str, Job | None] = {}
        self._after_rows: list[Callable[[], None]] = []
        self._pending = False
        self._closed = False
        self._flushed_s = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._flush)
        self._woken.connect(self._drain)

    def close(self) -> None:
        """Hand over nothing any more."""
        with self._lock:
            self._closed = True
            self._calls.clear()
            self._rows.clear()
            self._after_rows.clear()
        self._timer.stop()

    def post(self, call: Callable[[], None]) -> None:
        """Have something called in the main thread."""
        with self._lock:
            if self._closed:
                return
            self._calls.append(call)
            wake = not self._pending
            self._pending = True
        if wake:
            with contextlib.suppress(RuntimeError):  # the window is gone already, while a thread still ends
                self._woken.emit()

    def rows(self, rows: Sequence[Job], removed: Sequence[str] = ()) -> None:
        """Hand over rows, and ids of those that are gone."""
        if not rows and not removed:
            return
        with self._lock:
            idle = not self._rows
            self._rows.update((job.id, job) for job in rows)
            self._rows.update((job_id, None) for job_id in removed)
        if idle:
            self.post(self._schedule)

    def post_after_rows(self, call: Callable[[], None]) -> None:
        """Have something called when the rows that wait now have been handed over."""
        with self._lock:
            if self._rows and not self._closed:
                self._after_rows.append(call)
                return
        self.post(call)

    def reset(self, call: Callable[[], None]) -> None:
        """Hand over all rows anew: what waits of older ones counts no more."""
        with self._lock:
            self._rows.clear()
            waiting, self._after_rows = self._after_rows, []
        for one in [call, *waiting]:
            self.post(one)

    def _drain(self) -> None:
        deadline = time.perf_counter() + SLICE_S
        while True:
            with self._lock:
                if not self._calls:
                    self._pending = False
                    return
                call = self._calls.popleft()
            call()
            if time.perf_counter() > deadline:
                break
        self._woken.emit()

    def _schedule(self) -> None:
        if not self._timer.isActive():
            passed_ms = (time.monotonic() - self._flushed_s) * 1000
            self._timer.start(max(0, round(EVERY_MS - passed_ms)))

    def _flush(self) -> None:
        with self._lock:
            chosen = list(self._rows)[:MOST_ROWS] if len(self._rows) > MOST_ROWS else list(self._rows)
            taken = {job_id: self._rows.pop(job_id) for job_id in chosen}
            left = bool(self._rows)
            waiting = [] if left else self._after_rows
            self._after_rows = [] if not left else self._after_rows
        self._flushed_s = time.monotonic()
        if taken:
            rows = [job for job in taken.values() if job is not None]
            self.rows_changed.emit(JobChanges(rows, [job_id for job_id, job in taken.items() if job is None]))
        for call in waiting:
            self.post(call)
        if left:
            self._schedule()
