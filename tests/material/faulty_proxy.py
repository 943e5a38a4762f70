"""A proxy before a real service that misbehaves on request: busy, without access, cut off, forgetful."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

#: Told method and path; returns whether the fault is for this request.
Which = Callable[[str, str], bool]


def everything(_method: str, _path: str) -> bool:
    return True


class FaultyProxy:
    """Passes everything on until it is told to misbehave.

    Args:
        target: address of the service behind it.
    """

    def __init__(self, target: str) -> None:
        self.target = urlsplit(target)
        self.seen: list[tuple[str, str]] = []
        self._fault: tuple[str, Which] = ("", everything)
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _serve(self) -> None:
                proxy.serve(self)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _serve  # noqa: N815 - the library's names

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def misbehave(self, how: str, which: Which = everything) -> None:
        """Do so from now on.

        Args:
            how: ``busy`` (503, Retry-After 1), ``locked`` (401), ``cut`` (half an answer), ``gone`` (410).
            which: for which requests.
        """
        self._fault = how, which

    def behave(self) -> None:
        """Pass everything on again."""
        self._fault = "", everything

    def close(self) -> None:
        """Serve nobody any more."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def serve(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        self.seen.append((request.command, request.path))
        how, which = self._fault
        if how in _PROBLEMS and which(request.command, request.path):
            status, kind, title = _PROBLEMS[how]
            problem = {"type": f"/problems/{kind}", "title": title, "status": status}
            extra = {"Retry-After": "1"} if status == 503 else {}
            _answer(
                request, status, {"Content-Type": "application/problem+json", **extra}, json.dumps(problem).encode()
            )
            return
        connection = http.client.HTTPConnection(self.target.hostname or "", self.target.port, timeout=40)
        try:
            headers = {name: value for name, value in request.headers.items() if name.lower() != "host"}
            connection.request(request.command, request.path, body, headers)
            answer = connection.getresponse()
            data = answer.read()
        except OSError:
            request.close_connection = True
            return
        finally:
            connection.close()
        kept = {name: value for name, value in answer.getheaders() if name.lower() not in _HOP}
        cut = how == "cut" and which(request.command, request.path)
        _answer(request, answer.status, kept, data, cut=cut)


_PROBLEMS = {
    "busy": (503, "queue-full", "The queue is full"),
    "locked": (401, "unauthorized", "A key is needed"),
    "gone": (410, "cursor-expired", "The cursor is unknown or too old"),
}
_HOP = {"connection", "transfer-encoding", "content-length", "server", "date"}


def _answer(
    request: BaseHTTPRequestHandler, status: int, headers: dict[str, str], data: bytes, *, cut: bool = False
) -> None:
    try:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        if status not in (204, 304):
            request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        if request.command != "HEAD" and status not in (204, 304):
            request.wfile.write(data[: len(data) // 2] if cut else data)
    except OSError:  # the client has gone
        cut = True
    if cut:
        request.close_connection = True
