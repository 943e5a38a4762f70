"""The leases that this process holds: what it runs, what became of it, and how much more it may take."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from collections.abc import Callable, Iterator


@dataclasses.dataclass(frozen=True, slots=True)
class Finish:
    """How a start ended for good. The JSON texts are empty where there is nothing to say."""

    state: str = "succeeded"
    error: str = ""
    result: str = ""
    artifacts: str = ""
    usage: str = ""

    def arguments(self) -> list[str | int]:
        """Return the arguments of the finish script after the lease: state, and what is written into the record."""
        named = {"error": self.error, "result": self.result, "artifacts": self.artifacts, "usage": self.usage}
        values = [part for name, value in named.items() if value for part in (name, value)]
        return [self.state, len(values), *values]


@dataclasses.dataclass(frozen=True, slots=True)
class Release:
    """Why a job goes back to the queue.

    Args:
        reason: ``retry`` (charged), ``throttle`` or ``drain`` (not charged).
        delay_ms: how long before it may start again.
        message: a sentence for people.
        message_data: an encoded message that replaces the job's; empty keeps it.
        error: for ``throttle``: what the job fails with when it was throttled too often, JSON.
    """

    reason: str
    delay_ms: int = 0
    message: str = ""
    message_data: bytes = b""
    error: str = ""

    def arguments(self, max_throttles: int) -> tuple[str | int | bytes, ...]:
        """Return the arguments of the release script after the lease."""
        return self.reason, self.delay_ms, self.message, self.message_data, max_throttles, self.error


class Lease:
    """The right to run one start of one job.

    Args:
        job_id: the job.
        start: its fencing token; never repeats for the job.
        attempt: the start's number among those that count against ``max_attempts``.
        time_limit_ms: what one start may take; 0 leaves it to the actor.
    """

    __slots__ = (
        "_lock",
        "_on_stop",
        "attempt",
        "job_id",
        "outcome",
        "start",
        "stopped_by",
        "time_limit_ms",
    )

    def __init__(self, *, job_id: str, start: int, attempt: int, time_limit_ms: int) -> None:
        self.job_id, self.start, self.attempt = job_id, start, attempt
        self.time_limit_ms = time_limit_ms
        #: What the consumer writes when the message is done; None means: what the message itself says.
        self.outcome: Finish | Release | None = None
        #: ``cancelled`` or ``lost``, once the store said so.
        self.stopped_by: str | None = None
        self._on_stop: Callable[[str], None] | None = None
        self._lock = threading.Lock()

    def stop(self, reason: str) -> None:
        """Ask whoever runs the job to stop it (``cancelled`` or ``lost``); the first reason counts."""
        with self._lock:
            if self.stopped_by is not None:
                return
            self.stopped_by = reason
            callback = self._on_stop
        if callback is not None:
            callback(reason)

    def when_stopped(self, callback: Callable[[str], None]) -> None:
        """Call ``callback(reason)`` when the job must stop, at once if it must already."""
        with self._lock:
            self._on_stop = callback
            reason = self.stopped_by
        if reason is not None:
            callback(reason)


class LeaseBook:
    """All leases of this process, and the room for more."""

    def __init__(self, capacity: int = 1) -> None:
        self.capacity = capacity
        self._leases: dict[str, Lease] = {}
        self._changed = threading.Condition()
        self._closed = False
        self._taking = 0  # calls under way that may bring leases
        #: The answer of such a call was lost: the store may hold leases for this process that it does not know of.
        self.unsure = False

    def add(self, lease: Lease) -> None:
        """Note a lease that was granted; one that this process held on the same job before is lost."""
        with self._changed:
            older = self._leases.get(lease.job_id)
            self._leases[lease.job_id] = lease
        if older is not None and older.outcome is None:
            older.stop("lost")

    def remove(self, lease: Lease) -> None:
        """Forget a settled lease; room is free again."""
        with self._changed:
            if self._leases.get(lease.job_id) is lease:
                del self._leases[lease.job_id]
            self._changed.notify_all()

    @contextlib.contextmanager
    def taking(self) -> Iterator[None]:
        """Hold this around a call that may bring leases, until they are noted here."""
        with self._changed:
            self._taking += 1
        try:
            yield
        finally:
            with self._changed:
                self._taking -= 1
                self._changed.notify_all()

    @contextlib.contextmanager
    def settled(self) -> Iterator[list[Lease]]:
        """Hold this to act on exactly the leases there are: no call that may bring others is under way meanwhile."""
        with self._changed:
            self._changed.wait_for(lambda: self._taking == 0)
            yield list(self._leases.values())

    def get(self, job_id: str) -> Lease | None:
        """Return the lease on this job, if this process holds one."""
        with self._changed:
            return self._leases.get(job_id)

    def all(self) -> list[Lease]:
        """Return the leases held now."""
        with self._changed:
            return list(self._leases.values())

    def wait_for_room(self, timeout_s: float) -> int:
        """Wait until another job may be taken; return how many (0 when the time is up, or closed)."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or len(self._leases) < self.capacity, timeout_s)
            return 0 if self._closed else max(0, self.capacity - len(self._leases))

    def open(self, capacity: int) -> None:
        """Take up to ``capacity`` jobs at once from now on."""
        with self._changed:
            self.capacity, self._closed = capacity, False

    def close(self) -> None:
        """Take nothing more: the process drains."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def closed(self) -> bool:
        """Whether the process drains."""
        return self._closed
