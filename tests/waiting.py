"""Waiting for a condition instead of sleeping."""

from __future__ import annotations

import time
from collections.abc import Callable


def wait_until(condition: Callable[[], object], timeout_s: float = 10.0, *, every_s: float = 0.01) -> None:
    """Return as soon as the condition holds; fail when it does not within ``timeout_s`` seconds."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {timeout_s} s: {getattr(condition, '__name__', condition)}")
        time.sleep(every_s)
