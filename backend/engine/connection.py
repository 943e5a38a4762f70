"""Connections to the store: one per thread, no retries that nobody asked for, one error for "it is away".

redis-py's client adds pools, retries and callbacks around each command; here every call is one script, so its
connection class alone (with hiredis) does, at about half the cost per call.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, cast

import redis
import structlog
from hiredis import pack_command
from redis.connection import Connection

from backend.engine.eager import EagerWait
from backend.engine.scripts import Script, script
from backend.errors import StoreUnavailable

log = structlog.get_logger(__name__)

Argument = str | int | float | bytes

#: How long an answer may take before the store counts as away, seconds.
ANSWER_TIMEOUT_S = 10.0
CONNECT_TIMEOUT_S = 3.0
#: Scripts whose caller waits for nothing else, and that are quick.
EAGER = frozenset({"admit"})

#: Answers by which a store says that it can't write now, whatever is asked: its memory or its disk is full, a script
#: holds it up, it lost its role or its peers. To a caller that is the same as "away". Some have a class of their own,
#: the others begin with a word.
_CANT_NOW = (
    redis.exceptions.OutOfMemoryError,
    redis.exceptions.ReadOnlyError,
    redis.exceptions.ClusterDownError,
    redis.exceptions.TryAgainError,
)
_CANT_NOW_WORDS = ("MISCONF", "BUSY", "NOREPLICAS")


class StoreConnections:
    """Where the store is, and a connection to it for each thread that asks.

    Args:
        url: a ``redis://``, ``rediss://`` or ``unix://`` address.
        namespace: prefix of all keys; in braces, so that a namespace is one slot of a cluster.
    """

    def __init__(self, url: str, namespace: str) -> None:
        self.url = url
        self.prefix = f"{{{namespace}}}:"
        self._prefix = self.prefix.encode()
        self._pool = redis.ConnectionPool.from_url(
            url, socket_timeout=ANSWER_TIMEOUT_S, socket_connect_timeout=CONNECT_TIMEOUT_S, retry=None, protocol=2
        )
        self._local = threading.local()
        self._alone = threading.Lock()

    def call(self, name: str, *arguments: Argument) -> Any:
        """Run a script and return its answer.

        A connection that turns out to be broken is replaced and the script sent once more: every script is safe to
        repeat. (``take`` alone is not; its caller reclaims what it does not know of.)

        Raises:
            StoreUnavailable: when the store does not answer.
        """
        chosen = script(name)
        try:
            return self._evaluate(chosen, arguments)
        except StoreUnavailable:
            if name == "take":
                raise
            return self._evaluate(chosen, arguments)

    def insist(self, name: str, *arguments: Argument, give_up: Callable[[], bool]) -> Any:
        """Run a script, again and again until the store answers or ``give_up()`` says so (then raise)."""
        delay_s = 0.05
        while True:
            try:
                return self.call(name, *arguments)
            except StoreUnavailable as error:
                if give_up():
                    raise
                log.warning("store_away", script=name, reason=error.reason)
                time.sleep(delay_s)
                delay_s = min(delay_s * 2, 1.0)

    def command(self, *parts: Argument) -> Any:
        """Run one plain command on this thread's connection.

        Raises:
            StoreUnavailable: when the store does not answer.
        """
        return self._ask(*parts)

    def open(self) -> Connection:
        """Open a connection of the caller's own, for reads that block without a time limit.

        Raises:
            StoreUnavailable: when the store does not answer.
        """
        connection = self._unconnected()
        connection.socket_timeout = None
        try:
            connection.connect()
        except redis.RedisError as error:
            raise _told_as_away(error) from error
        return connection

    def key(self, name: str) -> str:
        """Return the full name of a key."""
        return self.prefix + name

    def drop(self) -> None:
        """Close this thread's connection; the next call opens a new one."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            self._local.connection = None
            connection.disconnect()

    def _connection(self) -> Connection:
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._unconnected()
            connection.connect()
            self._local.connection = connection
            sock = cast("socket.socket", connection._sock)  # noqa: SLF001 (redis-py has no public name for it)
            self._local.eager = EagerWait(sock, self._alone)
        return connection

    def _unconnected(self) -> Connection:
        # Not the pool's make_connection(): it counts what it made, never hears of an end, and refuses at 100.
        return cast("Connection", self._pool.connection_class(**self._pool.connection_kwargs))

    def _evaluate(self, chosen: Script, arguments: Sequence[Argument]) -> Any:
        eager = chosen.name in EAGER
        try:
            return self._ask(b"EVALSHA", chosen.sha, b"1", self._prefix, *arguments, eager=eager)
        except redis.exceptions.NoScriptError:
            return self._ask(b"EVAL", chosen.text, b"1", self._prefix, *arguments)

    def _ask(self, *parts: Argument, eager: bool = False) -> Any:
        """Send one command on this thread's connection and return its answer."""
        try:
            connection = self._connection()
            connection.send_packed_command((_pack(*parts),))
            if eager:
                self._local.eager.wait()
            return connection.read_response()
        except redis.ResponseError as error:
            if isinstance(error, _CANT_NOW) or str(error).startswith(_CANT_NOW_WORDS):
                raise _told_as_away(error) from error
            raise  # a fault of ours; the connection is in order
        except (redis.RedisError, OSError) as error:
            self.drop()
            raise _told_as_away(error) from error
        except BaseException:
            # An exception from outside (a time limit) may have come between question and answer: the next caller on
            # this connection must not read an answer that is not its own.
            self.drop()
            raise


def _told_as_away(error: Exception) -> StoreUnavailable:
    return StoreUnavailable(f"{type(error).__name__}: {error}"[:300])


def _pack(*parts: Argument) -> bytes:
    # hiredis takes tuples of any length; its annotation says one.
    return cast("bytes", pack_command(cast("Any", parts)))
