"""What the client asks of a server, call by call. One for each thread; each call is one try."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import requests
from urllib3.exceptions import HTTPError

from desktop.core.clock import ServerClock
from desktop.core.errors import Gone, LocalFailure, Refused, Stopped, Unreachable, local_failure
from desktop.core.kinds import Kind, kind_of
from desktop.core.transport import PIECE_BYTES, READ_S, Transport, normal_address

Document = dict[str, Any]

#: Jobs in one page: parsing it holds the interpreter for a few milliseconds, no longer.
PAGE = 200
#: What the network may add to a request that the server holds, seconds.
HOLD_MARGIN_S = 15.0
#: A piece of an upload may be stuck so long; its answer comes after the last byte is on the server's disk and hashed.
UPLOAD_CONNECT_S, UPLOAD_READ_S = 30.0, 300.0


@dataclass(frozen=True)
class Changes:
    """What happened after a cursor.

    Args:
        jobs: documents of jobs that are new or have changed.
        removed: ids of jobs that are gone.
        cursor: from where to ask on.
        more: whether there is more already.
    """

    jobs: list[Document]
    removed: list[str]
    cursor: str
    more: bool


@dataclass(frozen=True)
class Page:
    """Some documents of a list, and where it goes on; None at its end."""

    documents: list[Document]
    next: str | None


class NoFeed(Exception):
    """The server is an older one that can't tell what changed after a cursor."""


class Content:
    """Bytes on their way.

    Args:
        api: where they come from.
        response: the answer.
        start: offset of the first one within the whole, bytes.
        total_bytes: size of the whole, None where the server does not tell.
    """

    def __init__(self, transport: Transport, response: requests.Response, start: int, total_bytes: int | None) -> None:
        self.start, self.total_bytes = start, total_bytes
        self._transport, self._response = transport, response

    def pieces(self) -> Iterator[bytes]:
        """Yield them.

        Raises:
            Unreachable: when they end too early.
        """
        try:
            yield from self._response.iter_content(PIECE_BYTES)
        except (requests.RequestException, HTTPError, OSError) as error:
            raise self._transport.failure(error) from None


class Api:
    """One server, from one thread.

    Every method sends one request and returns its answer or raises a ``ClientError``; nothing is tried again here.

    Args:
        server: its address.
        api_key: sent as a Bearer key; empty for none.
        clock: learns the server's time.
    """

    def __init__(self, server: str, *, api_key: str = "", clock: ServerClock | None = None) -> None:
        self._transport = Transport(normal_address(server), api_key=api_key, clock=clock)
        self.server = self._transport.server
        self.clock = self._transport.clock

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def interrupt(self) -> None:
        """From another thread: end the call that is under way, and all later ones, with ``Stopped``."""
        self._transport.interrupt()

    # --- the server ----------------------------------------------------------------------------------

    def ready(self) -> Document:
        """Return the server's word that it can take jobs."""
        return self._transport.document("GET", "/readyz", read_s=10.0)

    def kinds(self) -> list[Kind]:
        """Return the kinds of job."""
        return [kind_of(document) for document in self._listed("/v1/kinds", "kinds", {}).documents]

    def queue(self) -> Document:
        """Return the queue's statistics."""
        return self._transport.document("GET", "/v1/queue")

    # --- jobs ----------------------------------------------------------------------------------------

    def jobs(self, page: str | None = None, *, limit: int = PAGE, states: Sequence[str] = ()) -> Page:
        """Return jobs, the newest first.

        Args:
            page: where to go on, None to begin.
            limit: at most so many.
            states: only these; empty for all.
        """
        query = (
            {"limit": str(limit)} | ({"page": page} if page else {}) | ({"state": ",".join(states)} if states else {})
        )
        return self._listed("/v1/jobs", "jobs", query)

    def changes(self, cursor: str, *, wait_s: float = 0.0) -> Changes | None:
        """Return what happened after a cursor, None when nothing did.

        Args:
            cursor: of the last answer; ``0`` for all there is.
            wait_s: the server may hold the answer so long until something happens.

        Raises:
            Gone: (410) the cursor is unknown by now: load all again.
            NoFeed: the server knows no cursors.
        """
        query = {"since": cursor, "limit": str(PAGE)} | ({"wait": f"{wait_s:.0f}"} if wait_s >= 1 else {})
        read_s = wait_s + HOLD_MARGIN_S if wait_s >= 1 else READ_S
        try:
            response = self._transport.call("GET", "/v1/jobs", params=query, read_s=read_s)
        except Refused as error:
            if error.status in (400, 422) and any("since" in place for place in [*error.faults, error.detail]):
                raise NoFeed from None
            raise
        with response:
            if response.status_code == requests.codes.not_modified:
                return None
            document = self._transport.document_in(response)
        if "jobs" in document and "cursor" not in document:
            raise NoFeed
        try:
            return Changes(
                list(document["jobs"]), list(document["removed"]), str(document["cursor"]), bool(document["more"])
            )
        except (KeyError, TypeError):
            raise Unreachable(self.server, "not a Sluice service") from None

    def job(self, job_id: str) -> Document:
        """Return a job.

        Raises:
            Gone: it never was, or has expired.
        """
        return self._transport.document("GET", _job_path(job_id))

    def submit(self, body: Document, idempotency_key: str) -> Document:
        """Make a job and return it; with the same key and body it is the same job, however often it is asked for.

        Args:
            body: ``kind``, ``params``, and what else the contract has.
            idempotency_key: of this very job.
        """
        return self._transport.document("POST", "/v1/jobs", body=body, headers={"Idempotency-Key": idempotency_key})

    def cancel(self, job_id: str) -> Document:
        """Cancel a job and return it."""
        return self._transport.document("POST", f"{_job_path(job_id)}/cancel")

    def retry(self, job_id: str) -> Document:
        """Put a finished job into the queue again and return it."""
        return self._transport.document("POST", f"{_job_path(job_id)}/retry")

    def set_priority(self, job_id: str, priority: str) -> Document:
        """Move a waiting job and return it."""
        return self._transport.document("PATCH", _job_path(job_id), body={"priority": priority})

    @contextlib.contextmanager
    def open_artifact(self, job_id: str, name: str, *, start: int = 0, sha256: str = "") -> Iterator[Content]:
        """Open an artifact, from some byte on where the server can.

        Args:
            job_id: whose.
            name: its name.
            start: the first byte wanted.
            sha256: of the artifact meant: when the server has another by now, all of that comes (``start`` is 0).
        """
        headers = {"Accept-Encoding": "identity"}
        if start:
            headers["Range"] = f"bytes={start}-"
            if sha256:
                headers["If-Range"] = f'"{sha256}"'
        path = f"{_job_path(job_id)}/artifacts/{quote(name, safe='')}"
        with self._transport.call("GET", path, headers=headers, read_s=60.0) as response:
            yield Content(self._transport, response, *_extent(response))

    # --- files ---------------------------------------------------------------------------------------

    def file(self, file_id: str) -> Document:
        """Return what is known of an uploaded file.

        Raises:
            Gone: the server has no such file.
        """
        return self._transport.document("GET", f"/v1/files/{quote(file_id, safe='')}")

    def has_file(self, file_id: str) -> bool:
        """Tell whether the server has these bytes already."""
        try:
            self._transport.call("HEAD", f"/v1/files/{quote(file_id, safe='')}").close()
        except (Gone, Unreachable) as error:
            # The answer to HEAD has no body that would say whose 404 it is.
            if isinstance(error, Gone) or error.reason == "not a Sluice service":
                return False
            raise
        return True

    def upload(
        self,
        path: Path,
        *,
        name: str | None = None,
        on_bytes: Callable[[int], None] = lambda _: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Document:
        """Upload a file from the disk and return its record; the same bytes have the same id, so it may be repeated.

        Args:
            path: the file.
            name: what to call it; None for its own name.
            on_bytes: told the bytes sent so far.
            stopped: asked before each piece; true ends it.

        Raises:
            LocalFailure: the file can't be read, or changes while it is sent.
            Stopped: as asked.
        """
        name = name or path.name
        try:
            file = path.open("rb")
        except OSError as error:
            raise local_failure(path, error) from None
        with file:
            return self._transport.document(
                "POST",
                "/v1/files",
                params={"name": name},
                data=_Outgoing(path, file.fileno(), on_bytes, stopped),
                headers={"Content-Type": "application/octet-stream"},
                connect_s=UPLOAD_CONNECT_S,
                read_s=UPLOAD_READ_S,
            )

    # --- drafts --------------------------------------------------------------------------------------

    def drafts(self, page: str | None = None, *, limit: int = PAGE) -> Page:
        """Return what is known of drafts, the last created first."""
        return self._listed("/v1/drafts", "drafts", {"limit": str(limit)} | ({"page": page} if page else {}))

    def draft(self, draft_id: str) -> tuple[Document, str]:
        """Return a draft's timeline and its version (for ``put_draft``)."""
        with self._transport.call("GET", _draft_path(draft_id)) as response:
            return self._transport.document_in(response), response.headers.get("ETag", "").strip('"')

    def put_draft(
        self, draft_id: str, timeline: Document, *, version: str | None = None, new: bool = False
    ) -> Document:
        """Create or replace a draft and return what is known of it.

        Args:
            draft_id: its name.
            timeline: the whole of it.
            version: refused (412, ``draft-changed``) when it is another by now; None replaces whatever is there.
            new: refused likewise when there is such a draft already.
        """
        headers = {"If-Match": f'"{version}"'} if version else {}
        headers |= {"If-None-Match": "*"} if new else {}
        return self._transport.document("PUT", _draft_path(draft_id), body=timeline, headers=headers)

    def delete_draft(self, draft_id: str) -> None:
        """Delete a draft."""
        self._transport.call("DELETE", _draft_path(draft_id)).close()

    def vocabulary(self) -> Document:
        """Return the words that a timeline may use."""
        return self._transport.document("GET", "/v1/drafts/vocabulary")

    def _listed(self, path: str, what: str, query: dict[str, str]) -> Page:
        document = self._transport.document("GET", path, params=query)
        found = document.get(what)
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise Unreachable(self.server, "not a Sluice service")
        return Page(found, document.get("next") or None)


class _Outgoing:
    """A file as requests sends it: piece by piece, with the length that it had at the start."""

    def __init__(
        self, path: Path, descriptor: int, on_bytes: Callable[[int], None], stopped: Callable[[], bool]
    ) -> None:
        self._path, self._descriptor = path, descriptor
        self._size_bytes = os.fstat(descriptor).st_size
        self._on_bytes, self._stopped = on_bytes, stopped
        self._sent_bytes = 0

    def __len__(self) -> int:
        return self._size_bytes

    def read(self, _amount: int = -1) -> bytes:
        """Read on, in pieces larger than those asked for: far fewer calls."""
        if self._stopped():
            raise Stopped
        try:
            piece = os.read(self._descriptor, min(PIECE_BYTES, self._size_bytes - self._sent_bytes))
        except OSError as error:
            raise local_failure(self._path, error) from None
        if not piece and self._sent_bytes < self._size_bytes:
            raise LocalFailure(str(self._path), "changed")
        self._sent_bytes += len(piece)
        self._on_bytes(self._sent_bytes)
        return piece


def _extent(response: requests.Response) -> tuple[int, int | None]:
    """Return (first byte, size of the whole) of an answer with bytes."""
    if response.status_code == requests.codes.partial_content:
        span, _, total = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
        first = span.partition("-")[0].strip()
        if first.isdigit():
            return int(first), int(total) if total.isdigit() else None
    length = response.headers.get("Content-Length", "")
    return 0, int(length) if length.isdigit() else None


def _job_path(job_id: str) -> str:
    return f"/v1/jobs/{quote(job_id, safe='')}"


def _draft_path(draft_id: str) -> str:
    return f"/v1/drafts/{quote(draft_id, safe='')}"
