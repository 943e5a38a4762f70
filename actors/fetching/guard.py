"""A guard over all connections of this process, for as long as something is fetched.

What is asked for is checked as a URL first; but names can change their address between two questions, sites
redirect, and yt-dlp brings networking of its own. So the rules hold where none of them gets past: where a name is
resolved, where a socket connects, where an HTTP request names its host, and where bytes come in. A job's child process
does one job, so the guard may change the process; it puts everything back. Programs can't be started meanwhile:
they would connect on their own.

A proxy that the operator set in the environment is the operator's will: connections to it are allowed, and the hosts
that are asked for through it are checked all the same, as far as they can be resolved here.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

from actors.fetching import failures
from actors.fetching.addresses import IpAddress, Target, is_allowed, is_loopback, target_of
from actors.fetching.web_limits import WebLimits
from backend.errors import JobFailure

_Entry = tuple[Any, Any, int, str, Any]  # as getaddrinfo gives it

#: The one place that asks for names; tests put other answers here.
system_resolver: Callable[..., list[_Entry]] = socket.getaddrinfo
_system_connect = socket.socket.connect
#: Addresses of one host that are tried, so that a dead network is told within seconds.
_MAX_TRIED = 2
#: One guard at a time.
_active = threading.Lock()


class Refused(OSError):
    """A connection that must not be made."""


class Overdue(TimeoutError):
    """All the time that fetching may take is over."""


class Overfull(OSError):
    """More bytes came in than fetching may take."""


class Guard:
    """The rules of one fetch, and what they met.

    Args:
        limits: what the operator allows.

    Attributes:
        refused: whether something was refused.
    """

    def __init__(self, limits: WebLimits) -> None:
        self.limits = limits
        self.refused = False
        self.deadline_s = time.monotonic() + limits.timeout_s
        #: Several small answers belong to one fetch; twice the largest file, as it comes over the wire, is enough.
        self.left_bytes = 2 * limits.max_bytes + 16 * 1024 * 1024
        self._proxies = _proxies_of_environment()
        self._proxy_addresses: set[tuple[str, int]] = set()

    def target(self, url: str) -> Target:
        """Check a URL and the addresses behind its host.

        Raises:
            JobFailure: ``unsupported_address``, ``fetch_refused``, ``fetch_failed``.
        """
        try:
            target = target_of(url, loopback=self.limits.loopback)
            self._check_name(target.host, target.port)
        except Refused:
            raise failures.refused() from None
        except Overdue:
            raise failures.too_slow(target.host, self.limits.timeout_s) from None
        except OSError:
            raise failures.unreachable(target.host) from None
        return target

    def in_time(self) -> None:
        """Raise Overdue when the time for everything is over."""
        if time.monotonic() > self.deadline_s:
            raise Overdue("the time for fetching is over")

    def failure(self, host: str) -> JobFailure | None:
        """Return what the guard itself stopped, if it did."""
        if self.refused:
            return failures.refused()
        if time.monotonic() > self.deadline_s:
            return failures.too_slow(host, self.limits.timeout_s)
        if self.left_bytes < 0:
            return failures.too_large(host, self.limits.max_bytes)
        return None

    # --- names -------------------------------------------------------------------------------------------

    def resolve(self, host: Any, port: Any, *args: Any, **options: Any) -> list[_Entry]:
        """Stand in for ``socket.getaddrinfo``: every address of a name must be allowed."""
        self.in_time()
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
        if not isinstance(name, str) or not name:
            raise self._refusal()
        entries = self._ask(name, port, *args, **options)
        number = _port_number(port, entries)
        if (name.lower(), number) in self._proxies:
            self._proxy_addresses |= {(entry[4][0], entry[4][1]) for entry in entries}
        elif not all(self._may_connect(entry[4]) for entry in entries):
            raise self._refusal()
        return _few(entries)

    def _ask(self, host: str, port: Any, *args: Any, **options: Any) -> list[_Entry]:
        """Resolve a name, waiting no longer than for a connection (the system's own patience is far greater)."""
        answers: list[list[_Entry]] = []
        faults: list[Exception] = []

        def ask() -> None:
            try:
                answers.append(system_resolver(host, port, *args, **options))
            except (OSError, UnicodeError) as error:
                faults.append(error)

        thread = threading.Thread(target=ask, daemon=True, name="resolver")
        thread.start()
        thread.join(self.limits.connect_s)
        if answers and answers[0]:
            return answers[0]
        raise socket.gaierror(socket.EAI_AGAIN, "the name can't be resolved") from (faults[0] if faults else None)

    def _check_name(self, host: str, port: int) -> None:
        """Check the host of a request; behind a proxy a name that is known to the proxy only passes."""
        try:
            self.resolve(host, port, type=socket.SOCK_STREAM)
        except socket.gaierror:
            if not self._proxies:
                raise

    # --- connections -------------------------------------------------------------------------------------

    def connect(self, sock: socket.socket, address: Any) -> None:
        """Stand in for ``socket.connect``: the address that is really spoken to must be allowed."""
        self.in_time()
        if sock.family not in (socket.AF_INET, socket.AF_INET6) or not isinstance(address, tuple):
            raise self._refusal()
        if _number(address[0]) is None:  # a name: the system would resolve it behind the guard's back
            address = self.resolve(address[0], address[1], sock.family, sock.type)[0][4]
        proxy = (address[0], address[1]) in self._proxy_addresses
        if not proxy and not self._may_connect(address):
            raise self._refusal()
        before_s = sock.gettimeout()
        limit_s = self.limits.connect_s
        if before_s is None or before_s > limit_s:
            sock.settimeout(limit_s)
        try:
            _system_connect(sock, address)
        finally:
            sock.settimeout(before_s)
        if not proxy and self._is_own(sock):
            sock.close()
            raise self._refusal()

    def connect_ex(self, sock: socket.socket, address: Any) -> int:
        """Stand in for ``socket.connect_ex``."""
        try:
            self.connect(sock, address)
        except (Refused, Overdue):
            raise
        except OSError as error:
            return error.errno or 1
        return 0

    def send_nowhere(self, *_: Any) -> int:
        """Stand in for ``socket.sendto`` and ``sendmsg``: nothing that is fetched needs datagrams."""
        raise self._refusal()

    def _may_connect(self, address: Any) -> bool:
        number = _number(address[0])
        return number is not None and is_allowed(number, address[1], loopback=self.limits.loopback)

    def _is_own(self, sock: socket.socket) -> bool:
        """Return whether a connection leads to this machine under its public address."""
        own, other = _number(sock.getsockname()[0]), _number(sock.getpeername()[0])
        return own == other and not (self.limits.loopback and other is not None and is_loopback(other))

    def _refusal(self) -> Refused:
        self.refused = True
        return Refused("this address must not be connected to")

    # --- requests and bytes --------------------------------------------------------------------------------

    def check_request(self, connection: http.client.HTTPConnection, url: str) -> None:
        """Check the host that an HTTP request names, which behind a proxy is not the one connected to."""
        if getattr(connection, "_tunnel_host", None):
            return  # it was checked when the tunnel was asked for
        if url.startswith("/") or "://" not in url:
            self.check_host(connection.host, connection.port)
        else:
            parts = urllib.parse.urlsplit(url)
            self.check_host(parts.hostname or "", parts.port or {"https": 443}.get(parts.scheme, 80))

    def check_host(self, host: str, port: int) -> None:
        """Check a host as ``target`` does.

        Raises:
            Refused: it must not be asked.
        """
        shown = f"[{host}]" if ":" in host and not host.startswith("[") else host
        try:
            target = target_of(f"http://{shown}:{port}/", loopback=self.limits.loopback)
        except JobFailure:
            raise self._refusal() from None
        self._check_name(target.host, target.port)

    def count(self, received_bytes: int) -> None:
        """Take received bytes from what may still come.

        Raises:
            Overfull: there were too many.
        """
        self.left_bytes -= received_bytes
        if self.left_bytes < 0:
            raise Overfull("more than may be fetched")


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

    def counted(stream: socket.SocketIO, buffer: Any) -> int | None:
        guard.in_time()
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


def _proxies_of_environment() -> set[tuple[str, int]]:
    """Return host and port of the proxies that the operator set.

    Raises:
        JobFailure: ``fetch_failed`` for a proxy that is no HTTP proxy, whose targets couldn't be checked.
    """
    found = set()
    for scheme, url in urllib.request.getproxies().items():
        if scheme not in ("http", "https", "all"):
            continue
        parts = urllib.parse.urlsplit(url if "://" in url else f"http://{url}")
        if parts.scheme not in ("http", "https"):
            raise JobFailure("fetch_failed", "The proxy set on this server is no HTTP proxy. Tell its operator.")
        found.add(((parts.hostname or "").lower(), parts.port or {"https": 443}.get(parts.scheme, 80)))
    return found


def _number(host: Any) -> IpAddress | None:
    """Return a host as an IP address; None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _port_number(port: Any, entries: list[_Entry]) -> int:
    return port if isinstance(port, int) else int(entries[0][4][1])


def _few(entries: list[_Entry]) -> list[_Entry]:
    """Return the first address of each family."""
    firsts: dict[Any, _Entry] = {}
    for entry in entries:
        firsts.setdefault(entry[0], entry)
    return list(firsts.values())[:_MAX_TRIED]
