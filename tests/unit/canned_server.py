"""A tiny HTTP server that gives prepared answers, for tests of clients."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclasses.dataclass
class Answer:
    """One prepared answer; ``body`` is JSON or bytes."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Seen:
    """One request that came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class CannedServer:
    """Answers each path with its prepared answers in turn; the last one stays."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.seen: list[Seen] = []
        canned = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                canned.seen.append(Seen(self.command, self.path, dict(self.headers.items()), body))
                prepared = canned.answers.get(f"{self.command} {self.path.partition('?')[0]}", [Answer(404, {})])
                answer = prepared.pop(0) if len(prepared) > 1 else prepared[0]
                raw = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
                if answer.status in (204, 304):
                    raw = b""
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 (names of the base class)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                """Stay silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def on(self, call: str, *answers: Answer) -> None:
        """Prepare the answers to one call, such as ``GET /v1/queue``."""
        self.answers[call] = list(answers)

    @contextlib.contextmanager
    def running(self) -> Iterator[CannedServer]:
        """Serve while the block lasts."""
        self._thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()


def job_document(**changes: Any) -> dict[str, Any]:
    """A job as the service tells it."""
    return {
        "id": "01KJOB", "kind": "selftest", "state": "queued", "priority": "normal", "params": {}, "tags": [],
        "owner": "local", "progress": 0.0, "stage": "", "message": "", "position": 1, "estimated_wait_s": 1.0,
        "estimated_finish_s": 2.0, "estimated_band_s": None, "attempt": 0, "max_attempts": 3, "time_limit_s": 60.0,
        "cancel_requested": False, "created_at": "2026-11-22T10:00:00.000Z", "started_at": None, "finished_at": None,
        "not_before": None, "error": None, "result": None, "artifacts": [], "usage": None, "version": 1,
    } | changes  # fmt: skip
