"""``/v1/jobs/{job_id}``: look at one job, wait for it, cancel it, try it again, move it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import falcon
from pydantic import BaseModel, ConfigDict, ValidationError

from backend.api.body import read_json
from backend.api.caller import owner_of
from backend.api.contents import has_current
from backend.api.documents import job_document, job_url
from backend.api.query import seconds_in
from backend.api.submission import PriorityName
from backend.api.waiters import Waiters
from backend.catalogue import faults_of
from backend.errors import InvalidRequest
from backend.job import Job, Priority
from backend.settings import Settings

if TYPE_CHECKING:
    from backend.engine.engine import Engine


class JobChange(BaseModel):
    """What a caller may change of a job."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    priority: PriorityName


class OneJob:
    """One job."""

    def __init__(self, engine: Engine, settings: Settings, waiters: Waiters) -> None:
        self._engine, self._settings, self._waiters = engine, settings, waiters

    def on_get(self, request: falcon.Request, response: falcon.Response, job_id: str) -> None:
        """Answer with the job, whatever became of it; 304 when the caller has this version already.

        ``Prefer: wait=<seconds>`` holds the answer until the job changes: from the version that If-None-Match
        names, else from now on unless the job has come to its end.
        """
        job = self._engine.job(job_id, owner_of(request))
        known = has_current(request, str(job.version))
        wanted_s = wait_in(request.get_header("Prefer", default=""))
        if wanted_s and (known or (request.if_none_match is None and not job.state.final)):
            job = self._wait(request, response, job, wanted_s)
            known = has_current(request, str(job.version))
        response.set_header("ETag", f'"{job.version}"')
        response.set_header("Cache-Control", "no-cache")
        response.set_header("Vary", "Prefer")
        if known:
            response.status = falcon.HTTP_304
        else:
            response.media = job_document(job)

    on_head = on_get

    def on_patch(self, request: falcon.Request, response: falcon.Response, job_id: str) -> None:
        """Move a waiting job to another priority."""
        try:
            change = JobChange.model_validate(read_json(request, self._settings))
        except ValidationError as error:
            raise InvalidRequest(faults_of(error)) from None
        job = self._engine.reprioritise(job_id, owner_of(request), Priority(change.priority))
        response.media = job_document(job)

    def _wait(self, request: falcon.Request, response: falcon.Response, job: Job, wanted_s: float) -> Job:
        with self._waiters.place(wanted_s) as allowed_s:
            if allowed_s <= 0:
                return job
            response.set_header("Preference-Applied", f"wait={allowed_s:.0f}")
            return self._engine.wait_for_change(job.id, owner_of(request), version=job.version, wait_s=allowed_s)


class Cancellation:
    """``POST /v1/jobs/{job_id}/cancel``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def on_post(self, request: falcon.Request, response: falcon.Response, job_id: str) -> None:
        """Cancel a job, however often asked: 200 when it has come to its end, 202 while it is being stopped."""
        job = self._engine.cancel(job_id, owner_of(request))
        response.status = falcon.HTTP_200 if job.state.final else falcon.HTTP_202
        response.media = job_document(job)


class AnotherTry:
    """``POST /v1/jobs/{job_id}/retry``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def on_post(self, request: falcon.Request, response: falcon.Response, job_id: str) -> None:
        """Put a finished job back into the queue."""
        job = self._engine.retry(job_id, owner_of(request))
        response.status = falcon.HTTP_202
        response.location = job_url(job.id)
        response.media = job_document(job)


def wait_in(prefer: str) -> float:
    """Return the seconds that a Prefer header asks to wait, 0 when it doesn't.

    Source: RFC 7240 section 4.3.
    """
    for preference in prefer.split(","):
        match = re.fullmatch(r'\s*wait\s*=\s*"?([0-9.]+)"?\s*(?:;.*)?', preference, re.IGNORECASE)
        if match:
            return seconds_in(match[1]) or 0.0
    return 0.0
