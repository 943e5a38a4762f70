"""``/v1/jobs``: submit a job, list jobs, follow what changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import falcon

from backend.api.body import read_json
from backend.api.caller import owner_of
from backend.api.documents import job_document, job_url
from backend.api.query import Query
from backend.api.submission import Submissions
from backend.api.waiters import Waiters
from backend.errors import CursorExpired, Fault, InvalidRequest
from backend.job import State
from backend.settings import Settings

if TYPE_CHECKING:
    from backend.engine.engine import Engine

#: Seconds after which a first look at a new job is worth it.
FIRST_POLL_S = 1

MAX_PAGE = 500
DEFAULT_PAGE = 50

UNKNOWN_PAGE = "Takes the value of next in an earlier answer."

_STATES = [state.value for state in State]
_LIST_ONLY = ("state", "kind", "tag", "page")


class Jobs:
    """All of the caller's jobs."""

    def __init__(self, engine: Engine, submissions: Submissions, settings: Settings, waiters: Waiters) -> None:
        self._engine, self._submissions, self._settings, self._waiters = engine, submissions, settings, waiters

    def on_post(self, request: falcon.Request, response: falcon.Response) -> None:
        """Submit a job: 202 as soon as it is safely in the store."""
        job = self._submissions.admit(
            read_json(request, self._settings),
            owner=owner_of(request),
            idempotency_key=request.get_header("Idempotency-Key"),
        )
        response.status = falcon.HTTP_202
        response.location = job_url(job.id)
        response.set_header("Retry-After", str(FIRST_POLL_S))
        response.media = job_document(job)

    def on_get(self, request: falcon.Request, response: falcon.Response) -> None:
        """List jobs, newest first; with ``since``, only what changed after that cursor."""
        query = Query(request, {"limit", "since", "wait", *_LIST_ONLY})
        limit = query.whole_number("limit", default=DEFAULT_PAGE, low=1, high=MAX_PAGE)
        if "since" in query:
            self._changes(request, response, query, limit)
        else:
            self._list(request, response, query, limit)

    on_head = on_get

    def _list(self, request: falcon.Request, response: falcon.Response, query: Query, limit: int) -> None:
        states = query.words("state", _STATES)
        kinds, tag, page = query.words("kind"), query.word("tag"), query.word("page")
        if "wait" in query:
            query.fault("wait", "Goes with since only.")
        if page is not None and not page.isascii():
            query.fault("page", UNKNOWN_PAGE)
        query.refuse_faults()
        try:
            found = self._engine.jobs(
                owner_of(request), states=states, kinds=kinds, tag=tag or None, limit=limit, page=page or None
            )
        except CursorExpired:
            raise InvalidRequest([Fault("/page", UNKNOWN_PAGE)]) from None
        response.media = {"jobs": [job_document(job) for job in found.jobs], "next": found.next}

    def _changes(self, request: falcon.Request, response: falcon.Response, query: Query, limit: int) -> None:
        since, wait_s = query.word("since") or "0", query.seconds("wait")
        for name in _LIST_ONLY:
            if name in query:
                query.fault(name, "Doesn't go with since: changes are told for all jobs.")
        query.refuse_faults()
        if not since.isascii():
            raise CursorExpired(since)
        with self._waiters.place(wait_s) as allowed_s:
            changes = self._engine.changes(owner_of(request), since=since, limit=limit, wait_s=allowed_s)
        if not changes.jobs and not changes.removed and changes.cursor == since:
            response.status = falcon.HTTP_304
            return
        response.media = {
            "jobs": [job_document(job) for job in changes.jobs],
            "removed": changes.removed,
            "cursor": changes.cursor,
            "more": changes.more,
        }
