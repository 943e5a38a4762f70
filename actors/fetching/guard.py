"""The rules of one fetch: what may be asked for, what may be connected to, how much may come in and for how long.

What is asked for is checked as a URL first; but names can change their address between two questions, sites
redirect, and yt-dlp brings networking of its own. So the rules hold where none of them gets past: where a name is
resolved, where a socket connects, where an HTTP request names its host, and where bytes come in (``in_force.py``).

A proxy that the operator set in the environment is the operator's will: connections to it are allowed, and the hosts
that are asked for through it are checked all the same, as far as they can be resolved here.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
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
        refused: whether something was refused to this thread since it last had an address checked.
    """

    def __init__(self, limits: WebLimits) -> None:
        self.limits = limits
        self._met, self._counting = threading.local(), threading.Lock()
        self.deadline_s = time.monotonic() + limits.timeout_s
        #: Several small answers belong to one fetch; twice the largest file, as it comes over the wire, is enough.
        self.left_bytes = 2 * limits.max_bytes + 16 * 1024 * 1024
        self._proxies = _proxies_of_environment()
        self._proxy_addresses: set[tuple[str, int]] = set()

    @property
    def refused(self) -> bool:
        """Whether something was refused to this thread."""
        return getattr(self._met, "refused", False)

    @refused.setter
    def refused(self, value: bool) -> None:
        self._met.refused = value

    def target(self, url: str) -> Target:
        """Check a URL and the addresses behind its host.

        Raises:
            JobFailure: ``unsupported_address``, ``fetch_refused``, ``fetch_failed``.
        """
        self.refused = False
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

    def patience_s(self, longest_s: float | None) -> float:
        """Return how long one wait for bytes may last: not beyond the end of the time for everything."""
        left_s = max(0.001, self.deadline_s - time.monotonic())
        return left_s if longest_s is None else min(longest_s, left_s)

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
        if (name.lower(), _port_number(port, entries)) in self._proxies:
            self._proxy_addresses |= {(entry[4][0], entry[4][1]) for entry in entries}
        else:
            self._check_entries(entries)
        return _few(entries)

    def _check_entries(self, entries: list[_Entry]) -> None:
        if not all(self._may_connect(entry[4]) for entry in entries):
            raise self._refusal()

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
        """Check the host of a request, which may not be the proxy itself.

        Behind a proxy a name that is known to the proxy only passes.
        """
        self.in_time()
        try:
            self._check_entries(self._ask(host, port, type=socket.SOCK_STREAM))
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
        with self._counting:
            self.left_bytes -= received_bytes
        if self.left_bytes < 0:
            raise Overfull("more than may be fetched")


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
    """Return a host as an IP address; None for a name, and for bytes, four of which would be an address too."""
    try:
        return ipaddress.ip_address(host) if isinstance(host, str) else None
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
