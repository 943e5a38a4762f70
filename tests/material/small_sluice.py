"""A small server that speaks the contract as far as the desktop client uses it, and misbehaves on demand."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.unit.canned_server import job_document

Document = dict[str, Any]
#: Handles a call in another way; True when it did.
Trouble = Callable[["Call"], bool]


class Call:
    """One request and the means to answer it."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self.handler = handler
        parts = urlsplit(handler.path)
        self.method, self.path = handler.command, unquote(parts.path)
        self.query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.headers = {name.lower(): value for name, value in handler.headers.items()}
        self._body: bytes | None = None

    @property
    def body(self) -> bytes:
        if self._body is None:
            promised = int(self.headers.get("content-length") or 0)
            self._body = self.handler.rfile.read(promised)
            if len(self._body) < promised:
                raise ConnectionError
        return self._body

    def answer(self, status: int, body: object = None, *, cut: int = 0, **headers: str) -> None:
        """Answer; ``cut`` leaves out so many of the bytes that were promised."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        raw = b"" if status in (204, 304) else raw
        _ = self.body  # read, so that the connection can go on
        self.handler.send_response(status)
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.send_header("Content-Length", str(len(raw)))
        self.handler.end_headers()
        if self.method != "HEAD":
            self.handler.wfile.write(raw[: len(raw) - cut])
        if cut:
            self.handler.close_connection = True

    def problem(self, status: int, slug: str, title: str = "Trouble", **headers: str) -> bool:
        self.answer(
            status, {"type": f"/problems/{slug}", "title": title, "status": status, "detail": "So it is."}, **headers
        )
        return True

    def hang_up(self) -> bool:
        self.handler.close_connection = True
        return True


class SmallSluice:
    """The server. Jobs are documents; ``put`` changes one, ``remove`` deletes one."""

    def __init__(self, port: int = 0) -> None:
        self.jobs: dict[str, Document] = {}
        self.stamps: dict[str, int] = {}
        self.removed: dict[str, int] = {}
        self.files: dict[str, Document] = {}
        self.contents: dict[tuple[str, str], bytes] = {}
        self.keys: dict[str, str] = {}
        self.calls: list[str] = []
        self.keys_sent: list[str] = []
        self.trouble: Trouble = lambda _: False
        self.epoch = "1"
        self.holds = True
        self._stamp = 0
        self._changed = threading.Condition()
        small = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                call = Call(self)
                small.calls.append(f"{call.method} {call.path}")
                with contextlib.suppress(ConnectionError):
                    if not small.trouble(call):
                        small.handle(call)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = answer  # noqa: N815 (names of the base class)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                """Stay silent."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                """Stay silent: clients hang up."""

        self._server = Server(("127.0.0.1", port), Handler)
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    @contextlib.contextmanager
    def running(self) -> Iterator[SmallSluice]:
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            self.epoch = "gone"
            with self._changed:
                self._changed.notify_all()
            self._server.shutdown()
            thread.join()
            self._server.server_close()

    # --- the test's side -------------------------------------------------------------------------------

    def put(self, job_id: str, **changes: Any) -> Document:
        with self._changed:
            before = self.jobs.get(job_id) or job_document(id=job_id)
            document = before | changes | {"version": before["version"] + 1}
            self.jobs[job_id] = document
            self._stamp += 1
            self.stamps[job_id] = self._stamp
            self._changed.notify_all()
            return document

    def put_many(self, changes: dict[str, Document]) -> None:
        with self._changed:
            for job_id, fields in changes.items():
                self.put(job_id, **fields)

    def remove(self, job_id: str) -> None:
        with self._changed:
            del self.jobs[job_id], self.stamps[job_id]
            self._stamp += 1
            self.removed[job_id] = self._stamp
            self._changed.notify_all()

    def count(self, call: str) -> int:
        return sum(one.startswith(call) for one in self.calls)

    # --- the contract ----------------------------------------------------------------------------------

    def handle(self, call: Call) -> None:  # noqa: C901, PLR0912 (one table of addresses)
        parts = call.path.strip("/").split("/")
        match [call.method, *parts[1:]]:
            case ["GET", "jobs"] if "since" in call.query:
                self._changes(call)
            case ["GET", "jobs"]:
                states = call.query.get("state", "")
                found = [one for one in self.jobs.values() if not states or one["state"] in states]
                call.answer(200, {"jobs": found, "next": None})
            case ["POST", "jobs"]:
                self._submit(call)
            case [_, "jobs", job_id, *_] if job_id not in self.jobs:
                call.problem(404, "job-not-found")
            case ["GET", "jobs", job_id]:
                call.answer(200, self.jobs[job_id])
            case ["PATCH", "jobs", job_id]:
                call.answer(200, self.put(job_id, **json.loads(call.body)))
            case ["POST", "jobs", job_id, "cancel"]:
                call.answer(200, self.put(job_id, state="cancelled"))
            case ["POST", "jobs", job_id, "retry"]:
                call.answer(202, self.put(job_id, state="queued"))
            case ["GET", "jobs", job_id, "artifacts", name]:
                self._artifact(call, self.contents[job_id, name])
            case ["POST", "files"]:
                file_id = hashlib.sha256(call.body).hexdigest()
                self.files[file_id] = {"id": file_id, "name": call.query["name"], "bytes": len(call.body)}
                call.answer(201, self.files[file_id])
            case ["GET" | "HEAD", "files", file_id] if file_id in self.files:
                call.answer(200, self.files[file_id])
            case ["GET", "kinds"]:
                call.answer(200, {"kinds": [{"name": "selftest", "title": "Self-test"}]})
            case ["GET", "queue"]:
                call.answer(200, {"waiting": 0, "running": 0})
            case _:
                call.problem(404, "not-found")

    def _changes(self, call: Call) -> None:
        since = call.query["since"]
        epoch, _, number = since.rpartition("-")
        if since != "0" and epoch != self.epoch:
            call.problem(410, "cursor-expired")
            return
        after, limit = int(number), int(call.query["limit"])
        deadline = time.monotonic() + (float(call.query.get("wait", 0)) if self.holds else 0)
        with self._changed:
            while self._stamp <= after and self.epoch != "gone" and (left := deadline - time.monotonic()) > 0:
                self._changed.wait(left)
            news = sorted((stamp, one) for one, stamp in {**self.stamps, **self.removed}.items() if stamp > after)
            page = news[:limit]
            jobs = [self.jobs[one] for _, one in page if one in self.jobs]
            removed = [one for _, one in page if one not in self.jobs and since != "0"]
            cursor = f"{self.epoch}-{page[-1][0] if page else after}"
        if not page and since != "0":
            call.answer(304)
        else:
            call.answer(200, {"jobs": jobs, "removed": removed, "cursor": cursor, "more": len(news) > limit})

    def _submit(self, call: Call) -> None:
        key, body = call.headers.get("idempotency-key", ""), json.loads(call.body)
        self.keys_sent.append(key)
        with self._changed:
            job_id = self.keys.setdefault(key, f"JOB{len(self.keys)}")
            if job_id not in self.jobs:
                self.put(job_id, kind=body["kind"], params=body["params"])
        call.answer(202, self.jobs[job_id])

    def _artifact(self, call: Call, content: bytes) -> None:
        tag = f'"{hashlib.sha256(content).hexdigest()}"'
        wanted = call.headers.get("range", "")
        if wanted and call.headers.get("if-range", tag) == tag:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            span = f"bytes {start}-{len(content) - 1}/{len(content)}"
            call.answer(206, content[start:], ETag=tag, Content_Range=span)
        else:
            call.answer(200, content, ETag=tag)


def artifact(name: str, content: bytes) -> Document:
    """What a job's document says of an artifact."""
    return {
        "name": name,
        "media_type": "text/plain",
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
