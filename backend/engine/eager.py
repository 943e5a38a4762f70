"""Waiting for a short answer without falling asleep: poll first, then block (as adaptive mutexes do).

A store on the same machine answers within some 100 microseconds. A thread that blocks meanwhile lets its core idle, and
waking it costs as much again (measured here: 240 microseconds a submit asleep, 160 awake). So the caller polls for a
moment first: only one thread of a process at a time, only with more than one core, and only where it pays. With a
store far away polling finds nothing, and is given up but for a rare try.
"""

from __future__ import annotations

import os
import select
import socket
import threading
import time

#: How long to poll, seconds.
POLL_S = 0.0003
#: So many polls in vain in a row, and only each so-manieth answer is polled for.
MISSES, TRY_EVERY = 4, 64

_SEVERAL_CORES = (os.cpu_count() or 1) > 1


class EagerWait:
    """Decides for one connection whether to poll for an answer, and does.

    Args:
        sock: the connection's socket.
        alone: held by the one thread of the process that may poll.
    """

    def __init__(self, sock: socket.socket, alone: threading.Lock) -> None:
        self._poll = select.poll()
        self._poll.register(sock, select.POLLIN)
        self._alone = alone
        self._misses = 0
        self._answers = 0

    def wait(self) -> None:
        """Return when an answer is there, or when blocking is the better way to wait for it."""
        self._answers += 1
        if not _SEVERAL_CORES or (self._misses >= MISSES and self._answers % TRY_EVERY):
            return
        if not self._alone.acquire(blocking=False):
            return
        try:
            deadline = time.perf_counter() + POLL_S
            while not self._poll.poll(0):
                if time.perf_counter() > deadline:
                    self._misses += 1
                    return
            self._misses = 0
        finally:
            self._alone.release()
