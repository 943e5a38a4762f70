"""One thread a process that keeps its leases alive, does what is due in the store, and hears of cancels."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import redis
import structlog

from backend.errors import StoreUnavailable

if TYPE_CHECKING:
    from redis.connection import Connection

    from backend.engine.connection import StoreConnections
    from backend.engine.leases import Lease, LeaseBook

#: Without a lease of its own a process looks after the store's deadlines this often, seconds.
IDLE_S = 3.0
#: How often a worker says again who it is (threads, kinds), in heartbeats.
INTRODUCE_EVERY = 10
#: Pause after a failed heartbeat, seconds.
RETRY_S = 0.3

log = structlog.get_logger(__name__)


class Heartbeat:
    """Renews the leases of a process; woken by what the store publishes: cancels, and earlier deadlines.

    Args:
        store: the connections to the store.
        book: the leases to renew.
        worker_id: the name under which this process holds them.
        lease_s: how long a renewal lasts.
        heartbeat_s: how often leases are renewed.
    """

    def __init__(
        self, store: StoreConnections, book: LeaseBook, worker_id: str, *, lease_s: float, heartbeat_s: float
    ) -> None:
        self._store, self._book, self._worker_id = store, book, worker_id
        self._lease_ms, self._heartbeat_s = round(lease_s * 1000), heartbeat_s
        self._thread: threading.Thread | None = None
        self._stopping = False
        self._ear: socket.socket | None = None
        self._poker: socket.socket | None = None
        self._control: Connection | None = None
        #: Which kinds this process serves, for the statistics.
        self.kinds: Callable[[], list[str]] = list

    def start(self) -> None:
        """Start the thread; the first heartbeat makes the worker known."""
        if self._thread is None:
            self._stopping = False
            self._ear, self._poker = socket.socketpair()
            self._ear.setblocking(False)
            self._poker.setblocking(False)
            self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)
            self._thread.start()

    def _poke(self) -> None:
        poker = self._poker
        if poker is not None:
            with contextlib.suppress(OSError):  # full: it is awake already; closed: it has stopped
                poker.send(b"!")

    def stop(self) -> None:
        """Stop the thread and take the worker off the list."""
        if self._thread is None:
            return
        self._stopping = True
        self._poke()
        self._thread.join(timeout=5)
        self._thread = None
        self._drop_control()
        for end in (self._ear, self._poker):
            if end is not None:
                end.close()
        try:
            self._store.call("leave", self._worker_id)
        except StoreUnavailable:
            log.info("left_without_goodbye", worker=self._worker_id)

    def _run(self) -> None:
        beats = 0
        while not self._stopping:
            try:
                if self._control is None:
                    self._listen()
                about = self._about() if beats % INTRODUCE_EVERY == 0 else ""
                next_due_ms = self._beat(about)
                beats += 1
                period_s = self._heartbeat_s if self._book.all() else max(self._heartbeat_s, IDLE_S)
                if next_due_ms >= 0:
                    period_s = min(period_s, next_due_ms / 1000 + 0.002)
                self._wait(period_s)
            except (StoreUnavailable, redis.RedisError, OSError) as error:
                log.warning("heartbeat_failed", reason=str(error))
                beats = 0  # introduce the worker anew: the store may have lost it
                self._drop_control()
                select.select([] if self._ear is None else [self._ear], [], [], RETRY_S)

    def _beat(self, about: str) -> int:
        leases = {lease.job_id: lease for lease in self._book.all()}
        pairs = [part for lease in leases.values() for part in (lease.job_id, lease.start)]
        answer: list[Any] = self._store.call("renew", self._worker_id, self._lease_ms, about, *pairs)
        for told in answer[1:]:
            # Of the very lease that was asked about: the same job may have been taken anew meanwhile.
            self._stop(leases[told[1:].decode()], "cancelled" if told[:1] == b"c" else "lost")
        return int(answer[0])

    def _stop(self, lease: Lease | None, reason: str) -> None:
        if lease is not None and lease.outcome is None:
            log.info("stopping_job", job=lease.job_id, reason=reason)
            lease.stop(reason)

    def _about(self) -> str:
        return json.dumps(
            {
                "host": socket.gethostname(),
                "pid": os.getpid(),
                "threads": self._book.capacity,
                "kinds": self.kinds(),
            }
        )

    def _listen(self) -> None:
        self._control = self._store.open()
        self._control.send_command(
            "SUBSCRIBE", self._store.key(f"control:{self._worker_id}"), self._store.key("deadline")
        )
        self._control.read_response()
        self._control.read_response()

    def _wait(self, seconds: float) -> None:
        assert self._control is not None  # noqa: S101 (narrows the type; _run has seen to it)
        assert self._ear is not None  # noqa: S101
        sockets: list[Any] = [self._control._sock, self._ear]  # noqa: SLF001 (redis-py has no public name for it)
        readable, _, _ = select.select(sockets, [], [], seconds)
        if self._ear in readable:
            self._ear.recv(4096)
        while self._control.can_read(timeout=0):
            _, channel, job_id = self._control.read_response()
            # (The other channel only says that there is an earlier deadline: the next heartbeat is due now.)
            if not channel.endswith(b":deadline"):
                self._stop(self._book.get(job_id.decode()), "cancelled")

    def _drop_control(self) -> None:
        if self._control is not None:
            self._control.disconnect()
            self._control = None
