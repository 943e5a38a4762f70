"""Putting the rules of one fetch in force over all of this process, in every thread, for as long as a block lasts.

A job's child process does one job, so the guard may change the process; it puts everything back. Programs can't be
started meanwhile: they would connect on their own.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from typing import Any

from actors.fetching.guard import Guard
from actors.fetching.web_limits import WebLimits

#: One guard at a time.
_active = threading.Lock()


@contextlib.contextmanager
def guarded(limits: WebLimits) -> Iterator[Guard]:
    """Let this process connect to nothing but what the rules allow while the block lasts.

    Raises:
        RuntimeError: another guard is active in this process.
    """
    if not _active.acquire(blocking=False):
        raise RuntimeError("this process fetches one thing at a time")
    with contextlib.ExitStack() as stack:
        stack.callback(_active.release)
        guard = Guard(limits)
        for owner, name, stand_in in _stand_ins(guard):
            _put(stack, owner, name, stand_in)
        yield guard


def _stand_ins(guard: Guard) -> Iterator[tuple[Any, str, Callable[..., Any]]]:
    """Yield what is replaced: whose, its name, and what stands in for it."""
    read_into = socket.SocketIO.readinto
    put_request = http.client.HTTPConnection.putrequest
    set_tunnel = http.client.HTTPConnection.set_tunnel

    def connect(sock: socket.socket, address: Any) -> None:
        guard.connect(sock, address)  # a function: a bound method would not be given the socket

    def connect_ex(sock: socket.socket, address: Any) -> int:
        return guard.connect_ex(sock, address)

    def counted(stream: Any, buffer: Any) -> int | None:
        guard.in_time()
        sock = getattr(stream, "_sock", None)
        if sock is not None:  # None: the stream is closed, which reading tells
            sock.settimeout(guard.patience_s(sock.gettimeout()))
        count = read_into(stream, buffer)
        guard.count(count or 0)
        return count

    def checked_request(connection: Any, method: str, url: str, *args: Any, **options: Any) -> None:
        guard.check_request(connection, url)
        put_request(connection, method, url, *args, **options)

    def checked_tunnel(connection: Any, host: str, port: int | None = None, *args: Any, **options: Any) -> None:
        guard.check_host(host, port or 443)
        set_tunnel(connection, host, port, *args, **options)

    def no_program(*_: Any, **__: Any) -> None:
        raise FileNotFoundError("no program is started while something is fetched")

    yield socket, "getaddrinfo", guard.resolve
    yield socket.socket, "connect", connect
    yield socket.socket, "connect_ex", connect_ex
    yield socket.socket, "sendto", guard.send_nowhere
    yield socket.socket, "sendmsg", guard.send_nowhere
    yield socket.SocketIO, "readinto", counted
    yield http.client.HTTPConnection, "putrequest", checked_request
    yield http.client.HTTPConnection, "set_tunnel", checked_tunnel
    yield subprocess.Popen, "_execute_child", no_program


def _put(stack: contextlib.ExitStack, owner: Any, name: str, stand_in: Callable[..., Any]) -> None:
    """Replace an attribute until the stack is left; an inherited one is uncovered again."""
    own = vars(owner).get(name)
    setattr(owner, name, stand_in)
    if own is None:
        stack.callback(delattr, owner, name)
    else:
        stack.callback(setattr, owner, name, own)
