"""A web server on a loopback port: pages with videos, and every way of answering badly."""

from __future__ import annotations

import contextlib
import dataclasses
import gzip
import threading
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = bytes | Callable[["Line"], None]


@dataclasses.dataclass
class Line:
    """What a page may write by itself; ``stopped`` is set when the server closes."""

    write: Callable[[bytes], None]
    stopped: threading.Event


@dataclasses.dataclass
class Page:
    """One answer. A body that is a function writes by itself, and no Content-Length is sent."""

    body: Body = b""
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = dataclasses.field(default_factory=dict)


class WebServer:
    """Answers paths with pages and remembers what was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        #: Answers of a path that are given one after the other, before its page.
        self.answers: dict[str, list[Page]] = {}
        self.asked: list[str] = []
        self.headers: dict[str, list[Any]] = {}
        stopped = self._stopped = threading.Event()
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.asked.append(self.path)
                path = self.path.partition("?")[0]
                web.headers.setdefault(path, []).append(self.headers)
                following = web.answers.get(path)
                page = following.pop(0) if following else web.pages.get(path, Page(b"nothing here", status=404))
                with contextlib.suppress(ConnectionError):
                    self.send_response(page.status)
                    headers = {"Content-Type": page.media_type, **page.headers}
                    if isinstance(page.body, bytes):
                        headers.setdefault("Content-Length", str(len(page.body)))
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    if isinstance(page.body, bytes):
                        self.wfile.write(page.body)
                    else:
                        page.body(Line(self.wfile.write, stopped))
                self.close_connection = True

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                """Stay silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    @contextlib.contextmanager
    def running(self) -> Iterator[WebServer]:
        """Serve while the block lasts."""
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            self._stopped.set()
            self._server.shutdown()
            thread.join()
            self._server.server_close()


def redirect(to: str, status: int = 302) -> Page:
    """A redirect to anywhere."""
    return Page(status=status, headers={"Location": to})


def endless(line: Line) -> None:
    """A body that never ends."""
    while not line.stopped.is_set():
        line.write(b"x" * 65_536)


def trickle(line: Line) -> None:
    """A body of which a byte comes now and then."""
    while not line.stopped.wait(0.05):
        line.write(b"x")


def silence(line: Line) -> None:
    """A body that stops after its first byte."""
    line.write(b"x")
    line.stopped.wait()


def paced(data: bytes, duration_s: float) -> Page:
    """A file that comes evenly over a time."""
    parts = max(1, round(duration_s / 0.05))

    def body(line: Line) -> None:
        for number in range(parts):
            line.write(data[number * len(data) // parts : (number + 1) * len(data) // parts])
            if line.stopped.wait(duration_s / parts):
                return

    return Page(body, "application/octet-stream", headers={"Content-Length": str(len(data))})


def stalled(data: bytes) -> Page:
    """A file of which the second half never comes."""

    def body(line: Line) -> None:
        line.write(data[: len(data) // 2])
        line.stopped.wait()

    return Page(body, "application/octet-stream", headers={"Content-Length": str(len(data))})


def bomb(megabytes: int) -> Page:
    """A page of zeros, a thousand times as large unpacked as on the way."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(megabytes)) + packer.flush()
    return Page(packed, "text/plain", headers={"Content-Encoding": "gzip"})


def zipped(text: str) -> Page:
    """An honest compressed page."""
    return Page(gzip.compress(text.encode()), "text/plain", headers={"Content-Encoding": "gzip"})
