"""Limits that hold across all workers: how many at once (adaptive), and how many requests per interval."""

from __future__ import annotations

import random

from backend.catalogue import Limit, Rate
from backend.engine.connection import StoreConnections


class Limits:
    """The limits in the store.

    Args:
        store: the connections to the store.
        throttle_window_s: throttle errors this close together count as one.
    """

    def __init__(self, store: StoreConnections, *, throttle_window_s: float = 1.0) -> None:
        self._store = store
        self._window_ms = round(throttle_window_s * 1000)

    def configure(self, name: str, limit: Limit, rate: Rate | None = None) -> int:
        """Make a limit known (``kind:<name>`` or ``resource:<name>``); return the number in force."""
        return int(
            self._store.call(
                "configure_limit",
                name,
                limit.default,
                limit.min,
                limit.max,
                limit.decrease,
                limit.increase,
                round(limit.recovery_interval_s * 1000),
                rate.interval_us if rate else 0,
                rate.burst if rate else 1,
            )
        )

    def throttled(self, name: str, *, began_ms: int | None = None) -> int:
        """Lower a limit after a provider's throttle error, once per burst; return the number in force.

        Args:
            name: ``kind:<name>`` or ``resource:<name>``.
            began_ms: when the throttled attempt began, Unix milliseconds of the store's clock; None: just now.
        """
        return int(self._store.call("throttle", name, "" if began_ms is None else began_ms, self._window_ms))

    def set(
        self, name: str, *, current: int | None = None, frozen: bool | None = None, paused: bool | None = None
    ) -> int:
        """Set, freeze or pause a limit at run time; None leaves as is. Return the number in force."""
        return int(
            self._store.call(
                "set_limit",
                name,
                "" if current is None else current,
                "" if frozen is None else int(frozen),
                "" if paused is None else int(paused),
            )
        )

    def reserve(self, bucket: str, rate: Rate, *, longest_wait_s: float = 3600.0) -> float | None:
        """Reserve the next request of a bucket; return seconds to wait before it, None if it would be too long.

        Args:
            bucket: the name of the provider key.
            rate: requests per interval.
            longest_wait_s: nothing is reserved when the wait would be longer.
        """
        wait_us = int(
            self._store.call("bucket", bucket, rate.interval_us, rate.burst, 0, 1, round(longest_wait_s * 1e6))
        )
        return None if wait_us < 0 else wait_us / 1e6

    def hold(self, bucket: str, rate: Rate, retry_after_s: float) -> None:
        """Let nobody through a bucket before a provider's Retry-After (seconds) is over."""
        self._store.call("bucket", bucket, rate.interval_us, rate.burst, round(retry_after_s * 1e6), 0, 0)


def backoff_s(attempt: int, *, first_s: float, most_s: float) -> float:
    """Return how long to wait before another attempt: exponential back-off with full jitter.

    Source: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.

    Args:
        attempt: 1 after the first failure.
        first_s: the ceiling after the first failure, doubled each time.
        most_s: the highest ceiling.
    """
    ceiling = min(most_s, first_s * 2 ** min(attempt - 1, 60))
    return random.uniform(0, ceiling)  # noqa: S311 (spreads load; no secret depends on it)
