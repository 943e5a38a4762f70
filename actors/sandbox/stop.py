"""How another thread asks a running job to stop."""

from __future__ import annotations

import enum
import threading
from collections.abc import Callable


class StopReason(enum.StrEnum):
    """Why a job is stopped before its end."""

    TIME_LIMIT = "time_limit"
    CANCELLED = "cancelled"
    LOST = "lost"
    SHUTDOWN = "shutdown"
    MEMORY = "memory"


class StopSignal:
    """A request to stop one job: thread-safe, given once, and wakes the thread that waits for the job.

    It holds no file descriptor of its own: who waits lends it a way to be woken.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reason: StopReason | None = None
        self._wake: Callable[[], None] | None = None

    @property
    def reason(self) -> StopReason | None:
        """The first reason that was given, None while nobody asked."""
        return self._reason

    def request(self, reason: StopReason) -> None:
        """Ask the job to stop; only the first reason counts.

        Args:
            reason: why.
        """
        with self._lock:
            if self._reason is None:
                self._reason = reason
                if self._wake is not None:
                    self._wake()

    def attach(self, wake: Callable[[], None]) -> None:
        """Name what wakes the waiting thread; called at once if a stop was asked for already."""
        with self._lock:
            self._wake = wake
            if self._reason is not None:
                wake()

    def detach(self) -> None:
        """Forget what wakes the waiting thread: it waits no longer."""
        with self._lock:
            self._wake = None
