"""How many requests may be held open at once."""

from __future__ import annotations

import contextlib
import math
import threading
from collections.abc import Iterator


class Waiters:
    """Places for requests that wait for a change, each of which holds a thread.

    At least a quarter of the threads stays free for everybody else: whoever finds no place is answered at once
    and asks again, which is slower for him and harmless for the rest.

    Args:
        threads: the threads that answer requests.
        max_wait_s: the longest that a request is held, seconds.
    """

    def __init__(self, *, threads: int, max_wait_s: float) -> None:
        self.places = threads - max(1, math.ceil(threads / 4))
        self._max_wait_s = max_wait_s
        self._free = threading.BoundedSemaphore(self.places) if self.places > 0 else None

    @contextlib.contextmanager
    def place(self, wanted_s: float) -> Iterator[float]:
        """Yield the seconds that the request may be held: at most ``wanted_s``, 0 when no place is free."""
        allowed_s = min(wanted_s, self._max_wait_s)
        if allowed_s <= 0 or self._free is None or not self._free.acquire(blocking=False):
            yield 0.0
            return
        try:
            yield allowed_s
        finally:
            self._free.release()
