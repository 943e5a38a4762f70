"""The one table from Sluice's errors to HTTP: problem documents with stable types (RFC 9457)."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import falcon
import structlog

from backend import errors
from backend.api import refusals
from backend.api.documents import job_document

#: More faults than these help nobody, and a small body can hold very many.
MAX_FAULTS = 100

_log = structlog.get_logger("sluice.api")

Members = Callable[[Any], dict[str, Any]]


def _no_members(_error: Any) -> dict[str, Any]:
    return {}


def _faults(error: errors.InvalidRequest) -> dict[str, Any]:
    listed = [dataclasses.asdict(fault) for fault in error.faults[:MAX_FAULTS]]
    return {"errors": listed, "detail": _summary(len(error.faults))}


def _summary(count: int) -> str:
    if count > MAX_FAULTS:
        return f"{count} faults; the first {MAX_FAULTS} are listed in errors."
    return "One fault; see errors." if count == 1 else f"{count} faults; see errors."


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """How one type of error is told. ``members`` gives further members, or another ``detail``, from its fields."""

    status: int
    slug: str
    title: str
    members: Members = _no_members


TABLE: dict[type[errors.SluiceError], Row] = {
    errors.InvalidRequest: Row(422, "invalid-request", "The request has faults", _faults),
    errors.UnknownKind: Row(404, "unknown-kind", "There is no such kind", lambda e: {"known": e.known}),
    errors.QueueFull: Row(
        503, "queue-full", "The queue is full", lambda e: {"kind": e.kind, "max_waiting": e.max_waiting}
    ),
    errors.DuplicateJob: Row(
        409, "duplicate-job", "The same work is waiting or running", lambda e: {"job": job_document(e.job)}
    ),
    errors.IdempotencyConflict: Row(422, "idempotency-conflict", "This Idempotency-Key stands for another body"),
    errors.FilesMissing: Row(409, "files-missing", "Files are missing", lambda e: {"files": e.file_ids}),
    errors.JobNotFound: Row(404, "job-not-found", "There is no such job"),
    errors.JobExpired: Row(410, "job-expired", "The job has expired"),
    errors.JobNotFinal: Row(
        409, "job-not-final", "The job hasn't come to its end", lambda e: {"job": job_document(e.job)}
    ),
    errors.JobNotWaiting: Row(409, "job-not-waiting", "The job isn't waiting", lambda e: {"job": job_document(e.job)}),
    errors.CursorExpired: Row(410, "cursor-expired", "The cursor is unknown or too old"),
    errors.FileNotFound: Row(404, "file-not-found", "There is no such file"),
    errors.FileInUse: Row(
        409, "file-in-use", "The file is in use", lambda e: {"jobs": e.job_ids, "drafts": e.draft_ids}
    ),
    errors.DraftNotFound: Row(404, "draft-not-found", "There is no such draft"),
    errors.DraftChanged: Row(
        412, "draft-changed", "The draft isn't what you took it for", lambda e: {"version": e.version}
    ),
    # Not 429: waiting doesn't help, and clients that wait and send again by themselves would do so in vain.
    errors.TooManyDrafts: Row(
        409, "too-many-drafts", "There are too many drafts", lambda e: {"max_drafts": e.max_drafts}
    ),
    errors.DraftTooLarge: Row(
        413, "draft-too-large", "The timeline is too large", lambda e: {"max_bytes": e.max_bytes}
    ),
    errors.FileTooLarge: Row(413, "file-too-large", "The file is too large", lambda e: {"max_bytes": e.max_bytes}),
    # The reason may name an address or a path of the server: it goes to the log, not to the caller.
    errors.StoreUnavailable: Row(
        503, "store-unavailable", "The store is away", lambda _: {"detail": str(errors.StoreUnavailable())}
    ),
    errors.StorageUnavailable: Row(503, "storage-unavailable", "The storage can't be written"),
    refusals.MalformedBody: Row(400, "malformed-body", "The body can't be read"),
    refusals.WrongContentType: Row(415, "wrong-content-type", "This type of body isn't taken here"),
    refusals.BodyTooLarge: Row(413, "body-too-large", "The body is too large", lambda e: {"max_bytes": e.max_bytes}),
    refusals.BodyInterrupted: Row(400, "body-interrupted", "The body ended too early"),
    refusals.WrongHost: Row(421, "wrong-host", "This service isn't the host that the request names"),
    refusals.ForeignOrigin: Row(403, "foreign-origin", "Web pages of other origins may not do this"),
    refusals.ArtifactNotFound: Row(404, "artifact-not-found", "There is no such artifact"),
    refusals.RangeNotSatisfiable: Row(
        416, "range-not-satisfiable", "The range lies outside the file", lambda e: {"bytes": e.size_bytes}
    ),
}

#: Problems that Falcon finds by itself: status to (slug, title).
_FALCONS = {
    400: ("bad-request", "The request can't be read"),
    404: ("not-found", "There is nothing at this address"),
    405: ("method-not-allowed", "This address doesn't take this method"),
    413: ("body-too-large", "The body is too large"),
    415: ("wrong-content-type", "This type of body isn't taken here"),
}


def install(app: falcon.App[falcon.Request, falcon.Response]) -> None:
    """Make the app tell every error as a problem document."""
    app.add_error_handler(Exception, _unexpected)
    app.add_error_handler(falcon.HTTPError, _falcons_own)
    app.add_error_handler(errors.SluiceError, _foreseen)


def problem(status: int, slug: str, title: str, detail: str) -> dict[str, Any]:
    """Return the members that every problem document has."""
    return {"type": f"/problems/{slug}", "title": title, "status": status, "detail": detail}


def _foreseen(request: falcon.Request, response: falcon.Response, error: errors.SluiceError, params: Any) -> None:
    row = next((TABLE[kind] for kind in type(error).__mro__ if kind in TABLE), None)
    if row is None:
        _unexpected(request, response, error, params)
        return
    document = problem(row.status, row.slug, row.title, str(error)) | row.members(error)
    retry_after_s = getattr(error, "retry_after_s", None)
    if retry_after_s is not None:
        document["retry_after_s"] = retry_after_s
        response.set_header("Retry-After", str(max(1, math.ceil(retry_after_s))))
    if isinstance(error, refusals.RangeNotSatisfiable):
        response.set_header("Content-Range", f"bytes */{error.size_bytes}")
    if isinstance(error, errors.StoreUnavailable | errors.StorageUnavailable):
        _log.warning("unavailable", problem=document["type"], reason=error.reason)
    _tell(response, document)


def _falcons_own(_request: falcon.Request, response: falcon.Response, error: falcon.HTTPError, _params: Any) -> None:
    slug, title = _FALCONS.get(error.status_code, (f"http-{error.status_code}", error.title or "The request failed"))
    response.set_headers(error.headers or {})
    _tell(response, problem(error.status_code, slug, title, error.description or title + "."))


def _unexpected(request: falcon.Request, response: falcon.Response, error: Exception, _params: Any) -> None:
    """Tell nothing but a number under which the log has all of it."""
    incident = uuid4().hex[:12]
    _log.error("unexpected_error", incident=incident, method=request.method, path=request.path, exc_info=error)
    document = problem(500, "internal-error", "Something went wrong here", "This is a fault of the service.")
    _tell(response, document | {"incident": incident})


def _tell(response: falcon.Response, document: dict[str, Any]) -> None:
    response.status = document["status"]
    response.content_type = "application/problem+json"
    response.text = response.stream = response.media = None
    response.data = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
    response.set_header("Cache-Control", "no-store")
    response.context.problem = document["type"]
