"""One HTTP call: sent once, answered or failed with a type of ``core.errors``.

Explicit time-outs everywhere; a call that waits can be interrupted from another thread: the client closes at once.
"""

from __future__ import annotations

import contextlib
import functools
import json
import socket
import time
import weakref
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from desktop.core.addresses import is_loopback
from desktop.core.clock import ServerClock
from desktop.core.errors import Busy, ClientError, Gone, Refused, Stopped, Unauthorized, Unreachable
from desktop.core.retry_after import retry_after_s

CONNECT_S = 5.0
READ_S = 30.0
#: A whole document may take no longer than this, however slowly it drips in, and be no larger.
DOCUMENT_S = 120.0
DOCUMENT_BYTES = 64 * 2**20
PIECE_BYTES = 262_144

#: Answers that ask to come again.
_BUSY = frozenset({429, 502, 503, 504})


def normal_address(text: str) -> str:
    """Return a server's address as the client uses it everywhere: with a scheme, without a slash at its end.

    Raises:
        Unreachable: when it is no address.
    """
    text = text.strip()
    address = text if "://" in text else f"http://{text}"
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise Unreachable(text, "not an address") from None
    if parts.scheme.lower() not in ("http", "https") or not host or any(letter.isspace() for letter in address):
        raise Unreachable(text, "not an address")
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme.lower()}://{host}" + (f":{port}" if port else "") + parts.path.rstrip("/")


class Transport:
    """The connections of one thread to one server.

    Args:
        server: its address, see ``normal_address``.
        api_key: sent as a Bearer key; empty for none.
        clock: learns the server's time from each answer.
    """

    def __init__(self, server: str, *, api_key: str = "", clock: ServerClock | None = None) -> None:
        self.server = server
        self.clock = clock or ServerClock()
        self._interrupted = False
        self._connections: weakref.WeakSet[HTTPConnection] = weakref.WeakSet()
        self._session = requests.Session()
        # No proxy of the environment stands between this machine and itself.
        self._session.trust_env = not is_loopback(server)
        # Said even without a key: otherwise requests would send what a .netrc knows of the host.
        self._session.auth = functools.partial(_authorized, api_key)
        self._session.headers["User-Agent"] = "sluice-desktop"
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _Adapter(self))

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def interrupt(self) -> None:
        """End the call that another thread is in, and all later ones, with ``Stopped``."""
        self._interrupted = True
        for connection in list(self._connections):
            sock = connection.sock
            if sock is not None:
                # Past the TLS layer, whose own shutdown is not made for another thread.
                with contextlib.suppress(OSError, ValueError):
                    socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def opened(self, connection: HTTPConnection) -> None:
        """Hear of a new connection."""
        self._connections.add(connection)
        if self._interrupted:
            raise Stopped

    def call(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        data: Any = None,
        connect_s: float = CONNECT_S,
        read_s: float = READ_S,
    ) -> requests.Response:
        """Send one request; return the answer with its body still to be read. The caller closes it.

        Args:
            method: of HTTP.
            path: below the server's address.
            body: sent as JSON.
            params: the query.
            headers: beside the usual ones.
            data: sent as it is, instead of ``body``.
            connect_s: time-out for connecting and for each piece sent, seconds.
            read_s: time-out for each piece received, seconds.

        Raises:
            Unreachable, Busy, Refused, Stopped: see there.
        """
        if self._interrupted:
            raise Stopped
        try:
            response = self._session.request(
                method,
                self.server + path,
                json=body,
                params=params,
                headers=dict(headers or {}),
                data=data,
                stream=True,
                allow_redirects=False,
                timeout=(connect_s, read_s),
            )
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise self._failure(error) from None
        self.clock.hear(response.headers.get("Date"))
        if response.status_code < 300 or response.status_code == 304:
            return response
        with response:
            raise self._refusal(response)

    def document(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        """Send one request and return the JSON object that answers it.

        Raises:
            Unreachable: also when the answer is cut short or is no JSON object.
        """
        with self.call(method, path, **options) as response:
            return self.document_in(response)

    def document_in(self, response: requests.Response) -> dict[str, Any]:
        """Return the JSON object in an answer."""
        try:
            found = json.loads(self._body(response))
        except (ValueError, RecursionError):
            raise Unreachable(self.server, "not a Sluice service") from None
        if not isinstance(found, dict):
            raise Unreachable(self.server, "not a Sluice service")
        return found

    def _body(self, response: requests.Response) -> bytes:
        deadline = time.monotonic() + DOCUMENT_S
        pieces, size_bytes = [], 0
        try:
            for piece in response.iter_content(PIECE_BYTES):
                pieces.append(piece)
                size_bytes += len(piece)
                if size_bytes > DOCUMENT_BYTES:
                    raise Unreachable(self.server, "not a Sluice service")
                if time.monotonic() > deadline:
                    raise Unreachable(self.server, "timed out")
        except (requests.RequestException, HTTPError, OSError) as error:
            raise self._failure(error) from None
        return b"".join(pieces)

    def _failure(self, error: Exception) -> ClientError:
        return Stopped() if self._interrupted else Unreachable(self.server, reason_of(error))

    failure = _failure

    def _refusal(self, response: requests.Response) -> ClientError:
        """Return the failure that an answer of 300 and above stands for."""
        status, headers = response.status_code, response.headers
        try:
            problem = self.document_in(response)
        except Unreachable:
            problem = {}
        title = _text(problem.get("title")) or f"HTTP {status} {response.reason or ''}".strip()
        slug = _text(problem.get("type")).rstrip("/").rpartition("/")[2]
        if status in _BUSY:
            wait_s = retry_after_s(headers.get("Retry-After"), sent=headers.get("Date"))
            return Busy(status, wait_s, title, slug)
        if status < 400:
            return Refused(status, "This address leads elsewhere", f"Use {headers.get('Location', 'the other one')}.")
        if status == 404 and not problem:
            return Unreachable(self.server, "not a Sluice service")
        kind = Unauthorized if status in (401, 403) else Gone if status in (404, 410) else Refused
        return kind(status, title, _text(problem.get("detail")), slug, _faults(problem), problem)


class _Adapter(HTTPAdapter):
    """Makes connections that the transport knows of."""

    def __init__(self, transport: Transport) -> None:
        self._transport = weakref.proxy(transport)
        super().__init__(pool_connections=2, pool_maxsize=2)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the pools, with connections that report themselves."""
        super().init_poolmanager(*args, **options)
        opened = self._transport.opened

        class Plain(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                opened(self)

        class Secure(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                opened(self)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


def _authorized(api_key: str, request: requests.PreparedRequest) -> requests.PreparedRequest:
    if api_key:
        request.headers["Authorization"] = f"Bearer {api_key}"
    return request


def reason_of(error: BaseException) -> str:
    """Say in a few words why there was no answer; one of those of ``Unreachable``."""
    said = str(error)
    if isinstance(error, requests.exceptions.SSLError):
        return "certificate not trusted"
    if isinstance(error, requests.Timeout | TimeoutError) or "timed out" in said:
        return "timed out"
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema | UnicodeError):
        return "not an address"
    if "refused" in said:
        return "connection refused"
    if "resolve" in said or "Name or service" in said or "getaddrinfo" in said:
        return "unknown host"
    return "connection failed"


def _faults(problem: Mapping[str, Any]) -> dict[str, str]:
    """Return the sentences of a problem by pointer; several about one place are joined."""
    faults: dict[str, str] = {}
    listed = problem.get("errors")
    for fault in listed if isinstance(listed, list) else []:
        if isinstance(fault, dict):
            pointer, detail = _text(fault.get("pointer")), _text(fault.get("detail"))
            faults[pointer] = f"{faults[pointer]} {detail}" if pointer in faults else detail
    return faults


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
