"""Taking jobs from the store and settling them: the two ends of a lease."""

from __future__ import annotations

import dataclasses
import json
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

import dramatiq
import redis
import structlog
from dramatiq.broker import Consumer, MessageProxy
from dramatiq.errors import DecodeError

from backend.engine.leases import Finish, Lease, LeaseBook, Release
from backend.errors import StoreUnavailable

if TYPE_CHECKING:
    from redis.connection import Connection

    from backend.engine.connection import Argument, StoreConnections

#: How long the store is asked to hold a waiting consumer; then it looks for itself (a lost wake-up costs no more).
BLOCK_S = 15
#: How long a shutting-down worker goes on trying to settle a lease with a store that is away.
LAST_TRIES_S = 10.0
#: Pause before the store is asked again after it was away.
AWAY_PAUSE_S = 0.3

log = structlog.get_logger(__name__)


class LeasedMessage(MessageProxy):
    """A message together with the lease under which it runs."""

    def __init__(self, message: dramatiq.Message[Any], lease: Lease) -> None:
        super().__init__(message)
        self.lease = lease

    def exception_line(self) -> str:
        """Return what the actor raised in one line, or nothing."""
        exception = self._exception
        return f"{type(exception).__name__}: {exception}"[:500] if exception is not None else ""


@dataclasses.dataclass(frozen=True, slots=True)
class TakingTerms:
    """On which terms a worker process takes jobs.

    Args:
        worker_id: the name under which it holds leases.
        lease_ms: how long a lease lasts without renewal.
        aging_ms: waiting so long gains one level of priority; 0 for never.
        max_throttles: throttle errors after which a job fails.
    """

    worker_id: str
    lease_ms: int
    aging_ms: int
    max_throttles: int

    def arguments(self, most: int) -> tuple[Argument, ...]:
        """Return the arguments of the take script, up to the kinds, for ``most`` jobs."""
        return self.worker_id, self.lease_ms, most, self.aging_ms


class LeaseConsumer(Consumer):
    """Takes jobs only for free threads; waits in the store, so that an idle worker costs next to nothing.

    Args:
        store: the connections to the store.
        book: the leases of this process and its room for more.
        terms: on which terms jobs are taken.
        kinds: names the actors served through this consumer.
        all_kinds: names all actors that this process serves.
        deliver: passes a job to the process's threads; None where jobs only come through ``next``.
        timeout_ms: how long one call of ``next`` may wait.
    """

    def __init__(
        self,
        store: StoreConnections,
        book: LeaseBook,
        terms: TakingTerms,
        *,
        kinds: Callable[[], list[str]],
        all_kinds: Callable[[], list[str]],
        deliver: Callable[[LeasedMessage], None] | None,
        timeout_ms: int,
    ) -> None:
        self._store, self._book, self._terms = store, book, terms
        self._kinds, self._all_kinds, self._deliver = kinds, all_kinds, deliver
        self._timeout_s = timeout_ms / 1000
        self._taken: deque[LeasedMessage] = deque()
        self._blocking: Connection | None = None
        self._asked = False  # a BLPOP is under way on the blocking connection
        self._look = True  # there may be work: take before waiting

    def __next__(self) -> LeasedMessage | None:
        """Return the next job that may run here, or None when the time is up."""
        if self._taken:
            return self._taken.popleft()
        try:
            room = self._book.wait_for_room(self._timeout_s)
            kinds = self._kinds()
            if not room:
                if self._book.closed:
                    time.sleep(min(self._timeout_s, 0.05))  # the worker ends; its loop must not spin meanwhile
                return None
            if not kinds or not (self._look or self._woken(kinds)):
                return None
            if self._book.closed:  # it began to drain while this thread waited in the store
                self._pass_on(kinds)
                return None
            return self._take(kinds, room)
        except (StoreUnavailable, redis.RedisError, OSError) as error:
            # Not Dramatiq's ConnectionClosed: its consumer would pause for 3 s, longer than a store's restart.
            log.warning("store_away", reason=str(error))
            self._drop_blocking()
            self._look = True
            time.sleep(AWAY_PAUSE_S)
            return None

    def _take(self, kinds: list[str], room: int) -> LeasedMessage | None:
        self._reclaim()
        terms = self._terms
        with self._book.taking():
            try:
                answer = self._store.call("take", *terms.arguments(room), *kinds)
            except StoreUnavailable:
                self._book.unsure = True  # the answer is lost: the store may hold leases that are unknown here
                raise
            self._look = bool(answer[0])
            self._taken.extend(self._leased(answer))
        return self._taken.popleft() if self._taken else None

    def _leased(self, answer: list[Any]) -> Iterator[LeasedMessage]:
        """Note the leases of a take's answer in the book and read their messages."""
        for at in range(1, len(answer), 5):
            job_id, start, attempt, time_limit_ms, data = answer[at : at + 5]
            lease = Lease(
                job_id=job_id.decode(),
                start=int(start),
                attempt=int(attempt),
                time_limit_ms=int(time_limit_ms),
            )
            self._book.add(lease)
            try:
                message: dramatiq.Message[Any] = dramatiq.Message.decode(data)
            except DecodeError as error:
                lease.outcome = _failure("unreadable_message", str(error))
                self._settle(lease)
                continue
            yield LeasedMessage(message, lease)

    def _reclaim(self) -> None:
        if self._book.unsure:
            with self._book.settled() as leases:
                self._store.call("reclaim", self._terms.worker_id, *(lease.job_id for lease in leases))
                self._book.unsure = False

    # --- waiting -----------------------------------------------------------------------------------------

    def _woken(self, kinds: list[str]) -> bool:
        """Wait in the store until there may be work; the question stays open from one call to the next."""
        if self._blocking is None:
            self._blocking = self._store.open()
            self._asked = False
        if not self._asked:
            lists = [self._store.key(f"wake:{kind}") for kind in kinds]
            self._blocking.send_command("BLPOP", *lists, BLOCK_S)
            self._asked = True
        if not self._blocking.can_read(timeout=self._timeout_s):
            return False
        self._asked = False
        self._blocking.read_response()
        return True  # a token, or the store's own time is up: look either way

    def _pass_on(self, kinds: list[str]) -> None:
        """Wake another consumer in place of this one, which will not follow its wake-up."""
        for kind in kinds:
            self._store.call("pass_on", kind)

    def _drop_blocking(self) -> None:
        if self._blocking is not None:
            self._blocking.disconnect()
            self._blocking = None

    # --- settling ----------------------------------------------------------------------------------------

    def ack(self, message: MessageProxy) -> None:
        """Write what became of the job: what its actor decided, else success (or the exception it raised)."""
        leased = cast("LeasedMessage", message)
        if leased.lease.outcome is None:
            raised = leased.exception_line()
            leased.lease.outcome = _failure("actor_error", raised) if raised else Finish()
        self._settle(leased.lease)

    def nack(self, message: MessageProxy) -> None:
        """Write the job's failure."""
        leased = cast("LeasedMessage", message)
        if leased.lease.outcome is None:
            leased.lease.outcome = _failure("actor_error", leased.exception_line() or "rejected")
        self._settle(leased.lease)

    def requeue(self, messages: Iterable[MessageProxy]) -> None:
        """Hand back jobs that were taken but not begun; their start is not charged."""
        for message in messages:
            lease = cast("LeasedMessage", message).lease
            lease.outcome = Release("drain")
            try:
                self._settle(lease)
            except StoreUnavailable:
                log.warning("not_handed_back", job=lease.job_id)  # it runs again when its lease has run out

    def _settle(self, lease: Lease) -> None:
        outcome = lease.outcome
        closing_since: list[float] = []

        def give_up() -> bool:
            if self._book.closed:
                closing_since.append(time.monotonic())
                return time.monotonic() - closing_since[0] > LAST_TRIES_S
            return False

        try:
            if isinstance(outcome, Release):
                self._store.insist("release", lease.job_id, lease.start, *outcome.arguments(self._terms.max_throttles),
                                   give_up=give_up)  # fmt: skip
            else:
                self._finish(lease, outcome or Finish(), give_up)
        finally:
            self._book.remove(lease)

    def _finish(self, lease: Lease, finish: Finish, give_up: Callable[[], bool]) -> None:
        """End the job and, in the same step, start the next in its place: the thread that is free anyway takes it."""
        next_job = self._terms.arguments(1) if self._deliver is not None and not self._book.closed else ()
        kinds = self._all_kinds() if next_job else []
        arguments: tuple[Argument, ...] = (lease.job_id, lease.start, *finish.arguments())
        with self._book.taking():
            try:
                answer = self._store.call("finish", *arguments, *next_job, *kinds) if not self._book.unsure else None
            except StoreUnavailable:
                self._book.unsure, answer = True, None
            if answer is None:
                # Insist on the end alone; what a lost answer may have brought is reclaimed before the next take.
                self._store.insist("finish", *arguments, give_up=give_up)
                return
            if answer[0] == b"already":  # an earlier answer to this call was lost, and with it a lease, perhaps
                self._book.unsure = True
            for message in self._leased(answer[1:]):
                assert self._deliver is not None  # noqa: S101 (narrows the type: jobs come only if asked for)
                self._deliver(message)

    def close(self) -> None:
        """Hand back what was taken and not passed on; close the blocking connection."""
        self.requeue(self._taken)
        self._taken.clear()
        try:
            if self._blocking is not None and self._asked and self._blocking.can_read(timeout=0):
                self._pass_on(self._kinds())
        except (StoreUnavailable, redis.RedisError, OSError) as error:
            # The rest of the process must end in good order all the same; others look for themselves now and then.
            log.warning("wake_up_not_passed_on", reason=str(error))
        self._drop_blocking()


def _failure(code: str, message: str) -> Finish:
    return Finish("failed", error=json.dumps({"code": code, "message": message, "retryable": False}))
