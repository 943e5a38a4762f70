"""Wait for signals and for the end of child processes without polling."""

from __future__ import annotations

import select
import signal
import socket
from types import FrameType
from typing import Any, Self

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Signals:
    """Counts the requests to stop, and wakes whoever waits at them and at the death of a child.

    Used in the main thread only, since Python delivers signals there.
    """

    def __init__(self) -> None:
        #: How often this process was asked to stop: the second time means "hurry".
        self.stops = 0
        self._woken, self._waker = socket.socketpair()
        self._before: dict[int, Any] = {}
        self._fd_before = -1

    def __enter__(self) -> Self:
        for end in (self._woken, self._waker):
            end.setblocking(False)
        self._fd_before = signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        for number in STOPPING:
            self._before[number] = signal.signal(number, self._stop)
        # Python writes to the wake-up socket only for signals that have a handler.
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        return self

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(self._fd_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._woken.close()
        self._waker.close()

    def wait(self, timeout_s: float) -> None:
        """Return at the next signal, at the latest after ``timeout_s`` seconds."""
        if select.select([self._woken], [], [], max(0.0, timeout_s))[0]:
            self._woken.recv(4096)

    def _stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 (the signal module's signature)
        self.stops += 1
