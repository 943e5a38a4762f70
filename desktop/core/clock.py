"""The server's clock, as its answers tell it."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Callable

#: A Date header has whole seconds and travels for a moment: less than this is no difference.
TOLERANCE_S = 2.0


class ServerClock:
    """Tells the time by the server's clock, with which a job's times are compared; this machine's until it was heard.

    Args:
        local: this machine's clock, Unix seconds; replaced by tests.
    """

    def __init__(self, local: Callable[[], float] = time.time) -> None:
        self._local = local
        self._ahead_s = 0.0

    def now(self) -> float:
        """Return the server's Unix seconds."""
        return self._local() + self._ahead_s

    def hear(self, date_header: str | None) -> None:
        """Learn from the Date header of an answer that has just come; one that makes no sense teaches nothing."""
        try:
            told = email.utils.parsedate_to_datetime(date_header or "").timestamp()
        except (ValueError, OverflowError):
            return
        ahead_s = told + 0.5 - self._local()
        if abs(ahead_s - self._ahead_s) > TOLERANCE_S:
            self._ahead_s = ahead_s if abs(ahead_s) > TOLERANCE_S else 0.0
