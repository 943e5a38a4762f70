"""The engine as a Dramatiq broker: what is enqueued becomes a job record, and the record is the truth.

Dramatiq's actors, messages, middleware, worker and command line work on it unchanged. Beside the stock brokers:
``priority`` in a message's options orders the whole queue, limits hold across processes, a worker's death frees
what it held, and a re-enqueue of a running message is one move of its record, so that nothing is lost between.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dramatiq
from dramatiq.broker import Consumer, MessageProxy
from dramatiq.common import current_millis
from dramatiq.errors import QueueJoinTimeout, QueueNotFound
from dramatiq.middleware import Middleware, MiddlewareError
from ulid import ULID

from backend.engine.admission import Entry, Terms, admit_arguments
from backend.engine.connection import StoreConnections
from backend.engine.consumer import LeaseConsumer, LeasedMessage, TakingTerms
from backend.engine.heartbeat import Heartbeat
from backend.engine.leases import LeaseBook, Release

#: Messages in one call of the admit script.
BATCH = 250


class SluiceBroker(dramatiq.Broker):
    """A broker whose queue, limits and job records are one set of scripts in Redis or Valkey.

    Args:
        store: the connections to the store.
        terms: on which terms jobs of an actor are admitted; actors not named get ``default_terms``.
        default_terms: see ``terms``.
        lease_s: a job whose worker is silent so long runs again.
        heartbeat_s: how often leases are renewed.
        aging_s: waiting so long gains one level of priority; 0 for never.
        max_throttles: throttle errors after which a job fails.
        serves: the actors whose jobs this process takes; None for all that are declared.
        middleware: as in any Dramatiq broker.
    """

    def __init__(
        self,
        store: StoreConnections,
        *,
        terms: Mapping[str, Terms] | None = None,
        default_terms: Terms | None = None,
        lease_s: float = 7.0,
        heartbeat_s: float = 2.0,
        aging_s: float = 600.0,
        max_throttles: int = 100,
        serves: frozenset[str] | None = None,
        middleware: list[Middleware] | None = None,
    ) -> None:
        self._middleware_seen: tuple[Middleware, ...] = ()
        self._listeners_of: dict[str, tuple[Callable[..., None], ...]] = {}
        super().__init__(middleware=middleware)
        self.store = store
        self.queues: set[str] = set()
        self.terms = dict(terms or {})
        self.default_terms = default_terms or Terms()
        self.serves = serves
        self.worker_id = str(ULID())
        self.taking_terms = TakingTerms(self.worker_id, round(lease_s * 1000), round(aging_s * 1000), max_throttles)
        self.book = LeaseBook()
        self._worker: dramatiq.Worker | None = None
        self.heartbeat = Heartbeat(store, self.book, self.worker_id, lease_s=lease_s, heartbeat_s=heartbeat_s)
        self.heartbeat.kinds = self.served_kinds
        self.add_middleware(_WorkerLife())

    # --- sending -----------------------------------------------------------------------------------------

    def declare_queue(self, queue_name: str) -> None:
        """Declare a queue; declaring it again does nothing. There are no delay queues: the store holds delays."""
        if queue_name not in self.queues:
            self.emit_before("declare_queue", queue_name)
            self.queues.add(queue_name)
            self.emit_after("declare_queue", queue_name)

    def get_declared_queues(self) -> set[str]:
        """Return the names of the queues declared so far."""
        return set(self.queues)

    def enqueue(self, message: dramatiq.Message[Any], *, delay: int | None = None) -> dramatiq.Message[Any]:
        """Admit a message as a job; when this returns, it is in the store.

        Args:
            message: a message; one that this process runs right now goes back to its place instead, in the same
                step that ends its present start.
            delay: milliseconds before it may start.

        Raises:
            StoreUnavailable: when the store does not answer; the message may be sent again.
        """
        self.emit_before("enqueue", message, delay)
        if isinstance(message, MessageProxy):
            self._send_back(message, delay or 0)
        else:
            self.admit([Entry(message, lane=message.actor_name)], delay_ms=delay or 0)
        self.emit_after("enqueue", message, delay)
        return message

    def enqueue_many(self, messages: Sequence[dramatiq.Message[Any]], *, delay: int | None = None) -> None:
        """Admit messages in batches: one step of the store for each 250."""
        for message in messages:
            self.emit_before("enqueue", message, delay)
        self.admit([Entry(message, lane=message.actor_name) for message in messages], delay_ms=delay or 0)
        for message in messages:
            self.emit_after("enqueue", message, delay)

    def admit(self, entries: Sequence[Entry], *, delay_ms: int = 0) -> list[list[bytes]]:
        """Pass entries to the admit script; return its answer for each (see ``lua/admit.lua``)."""
        answers: list[list[bytes]] = []
        for first in range(0, len(entries), BATCH):
            arguments: list[Any] = []
            for entry in entries[first : first + BATCH]:
                terms = self.terms.get(entry.message.actor_name, self.default_terms)
                arguments.extend(admit_arguments(entry, terms, delay_ms))
            answers.extend(self.store.call("admit", *arguments))
        return answers

    def _send_back(self, message: MessageProxy, delay_ms: int) -> None:
        if not isinstance(message, LeasedMessage):
            raise TypeError("a message of another broker can't be enqueued here")
        if message.lease.outcome is None:
            reason = message.exception_line() or "it runs again"
            message.lease.outcome = Release("retry", delay_ms, reason, message.encode())

    # --- receiving ---------------------------------------------------------------------------------------

    def consume(self, queue_name: str, prefetch: int = 1, timeout: int = 5000) -> Consumer:  # noqa: ARG002
        """Return a consumer that takes jobs of this queue's actors, never more than there are free threads.

        Raises:
            QueueNotFound: when the queue was never declared.
        """
        if queue_name not in self.queues:
            raise QueueNotFound(queue_name)
        return LeaseConsumer(
            self.store,
            self.book,
            self.taking_terms,
            kinds=lambda: self.served_kinds(queue_name),
            all_kinds=self._kinds_with_consumers,
            deliver=self._deliver if self._worker is not None else None,
            timeout_ms=timeout,
        )

    def attach(self, worker: dramatiq.Worker) -> None:
        """Serve this worker of the same process: as many jobs at once as it has threads."""
        self._worker = worker
        self.book.open(worker.worker_threads)

    def served_kinds(self, queue_name: str | None = None) -> list[str]:
        """Return the actors whose jobs this process takes, of one queue or of all."""
        return [
            name
            for name, actor in list(self.actors.items())
            if (queue_name is None or actor.queue_name == queue_name) and (self.serves is None or name in self.serves)
        ]

    def _kinds_with_consumers(self) -> list[str]:
        consumers = self._worker.consumers if self._worker is not None else {}
        return [name for name in self.served_kinds() if self.actors[name].queue_name in consumers]

    def _deliver(self, message: LeasedMessage) -> None:
        assert self._worker is not None  # noqa: S101 (narrows the type: consumers get this only with a worker)
        self._worker.consumers[message.queue_name].handle_message(message)

    def close(self) -> None:
        """Stop the heartbeat and close this thread's connection."""
        self.heartbeat.stop()
        self.store.drop()

    # --- signals -----------------------------------------------------------------------------------------

    def emit_before(self, signal: str, *args: Any, **kwargs: Any) -> None:
        """Tell the middleware that something is about to happen, as Dramatiq does; a middleware may refuse it."""
        for listener in self._listeners("before_" + signal):
            try:
                listener(self, *args, **kwargs)
            except MiddlewareError:
                raise
            except Exception:
                self.logger.critical("Unexpected failure in %r.", listener, exc_info=True)

    def emit_after(self, signal: str, *args: Any, **kwargs: Any) -> None:
        """Tell the middleware, last one first, that something has happened, as Dramatiq does."""
        for listener in reversed(self._listeners("after_" + signal)):
            try:
                listener(self, *args, **kwargs)
            except Exception:
                self.logger.critical("Unexpected failure in %r.", listener, exc_info=True)

    def _listeners(self, signal: str) -> tuple[Callable[..., None], ...]:
        """Return the middleware's methods for a signal, without those that nobody wrote.

        A message meets eight signals and a dozen middleware, nearly all of them Dramatiq's empty defaults: calling
        them would cost more than the store does.
        """
        middleware = tuple(self.middleware)
        if middleware != self._middleware_seen:
            self._middleware_seen, self._listeners_of = middleware, {}
        listeners = self._listeners_of.get(signal)
        if listeners is None:
            unwritten = getattr(Middleware, signal, None)
            methods = [getattr(one, signal) for one in middleware]
            listeners = tuple(method for method in methods if getattr(method, "__func__", method) is not unwritten)
            self._listeners_of[signal] = listeners
        return listeners

    # --- for tests, as Dramatiq's own brokers have it -----------------------------------------------------

    def flush(self, queue_name: str) -> None:
        """Cancel all waiting jobs of a queue's actors, delayed ones too."""
        kinds = ",".join(self.served_kinds(queue_name))
        while kinds and (found := self.store.call("list", "local", "", BATCH, "queued", kinds, "")[1:]):
            for job_id in found:
                self.store.call("cancel", job_id, "local")

    def flush_all(self) -> None:
        """Cancel all waiting jobs of all declared actors."""
        for queue_name in self.queues:
            self.flush(queue_name)

    def join(self, queue_name: str, *, timeout: int | None = None) -> None:
        """Wait until no job of the queue's actors waits or runs.

        Raises:
            QueueJoinTimeout: after ``timeout`` milliseconds.
        """
        deadline = None if timeout is None else current_millis() + timeout
        while self._live(queue_name):
            if deadline is not None and current_millis() >= deadline:
                raise QueueJoinTimeout(queue_name)
            time.sleep(0.02)

    def _live(self, queue_name: str) -> bool:
        kinds = [name for name, actor in self.actors.items() if actor.queue_name == queue_name]
        fields = [f"{kind}/{gauge}" for kind in kinds for gauge in ("waiting", "running")]
        if not fields:
            return False
        return any(int(count or 0) for count in self.store.command("HMGET", self.store.key("stats"), *fields))


class _WorkerLife(Middleware):
    """Ties the broker's heartbeat and lease book to the life of a Dramatiq worker."""

    @property
    def actor_options(self) -> set[str]:
        return {"priority"}

    def before_worker_boot(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        assert isinstance(broker, SluiceBroker)  # noqa: S101 (narrows the type; only SluiceBroker adds this)
        broker.attach(worker)
        broker.heartbeat.start()

    def before_worker_shutdown(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:  # noqa: ARG002
        assert isinstance(broker, SluiceBroker)  # noqa: S101
        broker.book.close()

    def after_worker_shutdown(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:  # noqa: ARG002
        assert isinstance(broker, SluiceBroker)  # noqa: S101
        broker.heartbeat.stop()
