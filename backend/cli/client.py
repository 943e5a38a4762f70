"""A small client of the HTTP contract: explicit time-outs, honest retries, nothing hidden.

What is tried again: calls that may be repeated without harm when the service does not answer, and any call that the
service itself asks to try again (503 and 429 with ``Retry-After``: nothing was written). A POST that makes a job
carries an ``Idempotency-Key``, so that repeating it gives the first answer.
"""

from __future__ import annotations

import math
import random
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Literal
from urllib.parse import quote, urlsplit

import requests

from backend.cli.refusals import ServerRefused, ServerUnreachable
from backend.retry_after import retry_after_s
from backend.settings import is_loopback

CONNECT_S = 5.0
READ_S = 30.0
#: How long a waiting request is held by the service (``Prefer: wait``), and what the network may add.
HOLD_S = 25
HOLD_MARGIN_S = 15.0
#: An upload's answer comes after its last byte is on the disk and hashed.
UPLOAD_READ_S = 300.0

BACKOFF_FIRST_S = 0.5
BACKOFF_MOST_S = 30.0

Document = dict[str, Any]
Method = Literal["GET", "POST", "HEAD", "PUT", "DELETE"]


class Client:
    """One service, from one thread.

    Args:
        server: its address, such as ``http://127.0.0.1:8080``.
        on_wait: told, in words for people, before each wait for another try.
        patience_s: seconds to go on trying where the service asks to wait (a full queue, the store away).
        sleep: waits so many seconds; replaced by tests.
        clock: a monotonic clock in seconds; replaced by tests.
    """

    def __init__(
        self,
        server: str,
        *,
        on_wait: Callable[[str], None] = lambda _: None,
        patience_s: float = 600.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.server = server.rstrip("/")
        self.patience_s = patience_s
        self._on_wait, self._sleep, self._clock = on_wait, sleep, clock
        self._session = requests.Session()
        # No proxy of the environment stands between this machine and itself.
        self._session.trust_env = not is_loopback(urlsplit(self.server).hostname or "")
        self._session.headers["User-Agent"] = "sluice-cli"

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    # --- jobs -----------------------------------------------------------------------------------------

    def submit(self, body: Document) -> Document:
        """Submit a job and return it; a full queue is waited for."""
        return self._json("POST", "/v1/jobs", json=body, headers={"Idempotency-Key": str(uuid.uuid4())})

    def job(self, job_id: str, *, wait_s: int = 0) -> Document:
        """Return a job, at its next change or after ``wait_s`` seconds."""
        headers = {"Prefer": f"wait={wait_s}"} if wait_s else {}
        return self._json("GET", _job_path(job_id), headers=headers, read_s=READ_S + wait_s)

    def follow(self, job_id: str) -> Iterator[Document]:
        """Yield a job now and at each of its changes, until it is final.

        A service that restarts meanwhile is waited for.
        """
        headers: dict[str, str] = {}
        while True:
            response = self._call(
                "GET",
                _job_path(job_id),
                headers=headers,
                read_s=HOLD_S + HOLD_MARGIN_S,
                unreachable_patience_s=120.0,
            )
            if response.status_code != requests.codes.not_modified:
                job: Document = response.json()
                yield job
                if job["state"] not in ("queued", "running"):
                    return
                headers = {"If-None-Match": response.headers.get("ETag", ""), "Prefer": f"wait={HOLD_S}"}

    def jobs(self, *, limit: int, **filters: str | None) -> list[Document]:
        """Return the newest jobs.

        Args:
            limit: at most so many.
            filters: ``state``, ``kind``, ``tag``; None asks for all.
        """
        return self._listed("jobs", limit, {name: value for name, value in filters.items() if value})

    def cancel(self, job_id: str) -> Document:
        """Cancel a job and return it; final jobs stay as they are."""
        return self._json("POST", f"{_job_path(job_id)}/cancel")

    def artifact(self, path: str) -> requests.Response:
        """Open an artifact for reading piece by piece; the caller closes it.

        Args:
            path: its ``url`` as the job names it.
        """
        return self._call("GET", path, stream=True, read_s=60.0)

    # --- drafts ---------------------------------------------------------------------------------------

    def drafts(self, *, limit: int) -> list[Document]:
        """Return what is known of the newest drafts, at most ``limit`` of them."""
        return self._listed("drafts", limit, {})

    def put_draft(self, draft_id: str, timeline: Document) -> Document:
        """Create or replace a draft and return what is known of it."""
        return self._json("PUT", _draft_path(draft_id), json=timeline)

    def draft(self, draft_id: str) -> Document:
        """Return a draft's timeline."""
        return self._json("GET", _draft_path(draft_id))

    def delete_draft(self, draft_id: str) -> None:
        """Delete a draft."""
        self._call("DELETE", _draft_path(draft_id))

    # --- files, kinds, state ----------------------------------------------------------------------------

    def upload(self, path: Path, *, on_bytes: Callable[[int], None] = lambda _: None) -> Document:
        """Upload a file, streamed, and return its record; the same bytes have the same id, so it may be repeated.

        Args:
            path: the file.
            on_bytes: told the bytes sent so far.
        """
        return self._json(
            "POST",
            "/v1/files",
            params={"name": path.name},
            body=lambda: _Counted(path.open("rb"), path.stat().st_size, on_bytes),
            headers={
                "Content-Type": "application/octet-stream",
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(path.name, safe='')}",
            },
            read_s=UPLOAD_READ_S,
        )

    def delete_file(self, file_id: str) -> None:
        """Delete an uploaded file."""
        self._call("DELETE", f"/v1/files/{quote(file_id, safe='')}")

    def kinds(self) -> Document:
        """Return the kinds of job."""
        return self._json("GET", "/v1/kinds")

    def queue(self) -> Document:
        """Return the queue's statistics."""
        return self._json("GET", "/v1/queue")

    def probe(self, path: str) -> requests.Response:
        """Ask a health address once; whatever it answers is the answer.

        Raises:
            ServerUnreachable: nothing answers.
        """
        try:
            return self._session.get(self.server + path, timeout=(CONNECT_S, CONNECT_S))
        except requests.RequestException as error:
            raise ServerUnreachable(self.server, _reason(error)) from None

    # --- one call ---------------------------------------------------------------------------------------

    def _listed(self, what: str, limit: int, query: Mapping[str, str]) -> list[Document]:
        """Return the newest of what ``/v1/<what>`` lists, at most ``limit``, page by page."""
        found: list[Document] = []
        page: str | None = None
        while len(found) < limit:
            wanted = {**query, "limit": str(min(limit - len(found), 200)), **({"page": page} if page else {})}
            answer = self._json("GET", f"/v1/{what}", params=wanted)
            found += answer[what]
            page = answer.get("next")
            if not page:
                break
        return found[:limit]

    def _json(self, method: Method, path: str, **options: Any) -> Document:
        response = self._call(method, path, **options)
        try:
            document: Document = response.json()
        except ValueError:
            raise ServerRefused(
                response.status_code,
                {"title": "Not the answer of a Sluice service", "detail": f"Check the address {self.server}."},
            ) from None
        return document

    def _call(
        self,
        method: Method,
        path: str,
        *,
        json: Document | None = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: Callable[[], _Counted] | None = None,
        stream: bool = False,
        read_s: float = READ_S,
        unreachable_patience_s: float = 2.0,
    ) -> requests.Response:
        """Call until there is an answer that is final.

        Every call made here may be repeated: reading, deleting, cancelling, putting, uploading content-addressed bytes,
        and submitting under an Idempotency-Key.

        Raises:
            ServerUnreachable: no answer within ``unreachable_patience_s``.
            ServerRefused: any problem, or one to wait for that outlived the client's patience.
        """
        started = self._clock()
        for attempt in range(1_000_000):
            waited_s = self._clock() - started
            data = body() if body else None
            try:
                response = self._session.request(
                    method,
                    self.server + path,
                    json=json,
                    params=params,
                    headers=dict(headers or {}),
                    data=data,
                    stream=stream,
                    timeout=(CONNECT_S, read_s),
                )
            except requests.RequestException as error:
                delay_s = _jitter(attempt, most_s=5.0)
                if waited_s + delay_s > unreachable_patience_s:
                    raise ServerUnreachable(self.server, _reason(error)) from None
                if unreachable_patience_s > 10:
                    self._on_wait(f"No answer from {self.server} - next try in {_whole(delay_s)} s")
                self._sleep(delay_s)
                continue
            finally:
                if data is not None:
                    data.close()
            if response.status_code < 400:
                return response
            refused = ServerRefused(response.status_code, _problem(response))
            response.close()
            asked_s = retry_after_s(response.headers.get("Retry-After"))
            if response.status_code not in (429, 503) or asked_s is None:
                raise refused
            # Never sooner than asked; spread beyond that, so that many clients do not come back at once.
            delay_s = asked_s + _jitter(attempt, most_s=BACKOFF_MOST_S)
            if waited_s + delay_s > self.patience_s:
                raise refused
            self._on_wait(f"{refused.document.get('title', 'Busy')} - next try in {_whole(delay_s)} s")
            self._sleep(delay_s)
        raise AssertionError("patience ends before attempts do")


class _Counted:
    """A file that tells how far it was read; its length makes requests send it with a Content-Length."""

    def __init__(self, file: BinaryIO, size_bytes: int, on_bytes: Callable[[int], None]) -> None:
        self._file, self._size_bytes, self._on_bytes = file, size_bytes, on_bytes
        self._sent_bytes = 0

    def __len__(self) -> int:
        return self._size_bytes

    def read(self, amount: int = -1) -> bytes:
        """Read on."""
        piece = self._file.read(amount)
        self._sent_bytes += len(piece)
        self._on_bytes(self._sent_bytes)
        return piece

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _jitter(attempt: int, *, most_s: float) -> float:
    """Draw a delay by exponential back-off with full jitter.

    Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    """
    return random.uniform(0, min(most_s, BACKOFF_FIRST_S * 2 ** min(attempt, 20)))  # noqa: S311 (no secret)


def _whole(seconds: float) -> int:
    return max(1, math.ceil(seconds))


def _problem(response: requests.Response) -> Document:
    try:
        document = response.json()
    except ValueError:
        document = None
    return document if isinstance(document, dict) else {"title": f"HTTP {response.status_code} {response.reason}"}


def _reason(error: requests.RequestException) -> str:
    """Say in a few words why there was no answer; the library's own text is long."""
    if isinstance(error, requests.Timeout):
        return "timed out"
    if "refused" in str(error):
        return "connection refused"
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
        return "not an address"
    if "resolve" in str(error) or "Name or service" in str(error):
        return "unknown host"
    return "connection failed"


def _job_path(job_id: str) -> str:
    return f"/v1/jobs/{quote(job_id, safe='')}"


def _draft_path(draft_id: str) -> str:
    return f"/v1/drafts/{quote(draft_id, safe='')}"
