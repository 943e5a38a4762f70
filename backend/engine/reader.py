"""Reading jobs: one, a page, what changed, and waiting until something does."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from backend.engine import eta
from backend.engine.connection import StoreConnections
from backend.engine.news import News
from backend.engine.statistics import Statistics
from backend.engine.views import Changes, JobPage, job_of
from backend.errors import CursorExpired, JobExpired, JobNotFound
from backend.job import JOB_ID_PATTERN, Job, State

Seen = TypeVar("Seen")


class JobReader:
    """Reads the records of jobs, with their places and estimates.

    Args:
        store: the connections to the store.
        statistics: for the estimates.
    """

    def __init__(self, store: StoreConnections, statistics: Statistics) -> None:
        self.store, self.statistics = store, statistics
        self.news = News(store)

    def job(self, job_id: str, owner: str) -> Job:
        """Return a job.

        Raises:
            JobNotFound: it never existed for this owner.
            JobExpired: its record was removed at the end of its time.
        """
        job = self.view(owner, [job_id])[0]
        if isinstance(job, Job):
            return job
        raise job

    def jobs(
        self,
        owner: str,
        *,
        states: Sequence[str] = (),
        kinds: Sequence[str] = (),
        tag: str | None = None,
        limit: int = 50,
        page: str | None = None,
    ) -> JobPage:
        """Return an owner's jobs, newest first; ``page`` is the ``next`` of the page before."""
        if page and not (page.isascii() and page.isdigit()):
            raise CursorExpired(page)
        found: list[str] = []
        below = page or ""
        while True:
            answer = self.store.call(
                "list", owner, below, limit - len(found), ",".join(states), ",".join(kinds), tag or ""
            )
            below = answer[0].decode()
            found += [job_id.decode() for job_id in answer[1:]]
            if not below or len(found) >= limit:
                break
        return JobPage([job for job in self.view(owner, found) if isinstance(job, Job)], below or None)

    def changes(self, owner: str, *, since: str, limit: int = 500, wait_s: float = 0.0) -> Changes:
        """Return what changed after a cursor ("" or "0": everything), waiting ``wait_s`` for a change at most.

        Raises:
            CursorExpired: the cursor is unknown or too old; load all again.
        """
        return self._once(
            lambda: self._changes(owner, since, limit), lambda changes: bool(changes.jobs or changes.removed), wait_s
        )

    def wait_for_change(self, job_id: str, owner: str, *, version: int, wait_s: float) -> Job:
        """Return a job as soon as its version differs from ``version``, or when ``wait_s`` is over."""
        return self._once(lambda: self.job(job_id, owner), lambda job: job.version != version, wait_s)

    def _once(self, look: Callable[[], Seen], enough: Callable[[Seen], bool], wait_s: float) -> Seen:
        """Look until it is enough, or ``wait_s`` is over; return what was seen last."""
        deadline = time.monotonic() + wait_s
        seen = look()
        if enough(seen) or wait_s <= 0:
            return seen
        self.news.listen()
        while True:
            heard = self.news.heard()
            seen = look()
            left_s = deadline - time.monotonic()
            if enough(seen) or left_s <= 0:
                return seen
            self.news.wait(heard, left_s)

    def view(self, owner: str, job_ids: Sequence[str]) -> list[Job | JobNotFound | JobExpired]:
        """Return jobs by id, in order; in place of a job that is not there, the error that says so.

        Args:
            owner: whose jobs; ``*`` for anybody's.
            job_ids: any texts; what can't be an id is not found.
        """
        sound = [job_id for job_id in job_ids if JOB_ID_PATTERN.fullmatch(job_id)]
        records = dict(zip(sound, self.store.call("view", owner, *sound), strict=True)) if sound else {}
        answers = [_job_or_error(job_id, records.get(job_id, b"unknown")) for job_id in job_ids]
        if any(isinstance(job, Job) and not job.state.final for job in answers):
            paces = self.statistics.paces()
            now_ms = self.statistics.now_ms()
            return [_with_estimate(job, paces, now_ms) if isinstance(job, Job) else job for job in answers]
        return answers

    def _changes(self, owner: str, since: str, limit: int) -> Changes:
        epoch, _, number = since.partition("-")
        if since in {"", "0"}:
            epoch, number = "", "0"
        elif not (since.isascii() and epoch.isdigit() and number.isdigit()):
            raise CursorExpired(since)
        answer = self.store.call("changes", owner, epoch, number, limit)
        if answer[0] == b"expired":
            raise CursorExpired(since)
        jobs: list[Job] = []
        removed: list[str] = []
        for job in self.view(owner, [job_id.decode() for job_id in answer[3:]]):
            if isinstance(job, Job):
                jobs.append(job)
            else:
                removed.append(job.job_id)
        return Changes(jobs, removed, f"{answer[0].decode()}-{int(answer[1])}", bool(int(answer[2])))


def _job_or_error(job_id: str, record: Any) -> Job | JobNotFound | JobExpired:
    if isinstance(record, list):
        return job_of(job_id, record)
    return JobExpired(job_id) if record == b"expired" else JobNotFound(job_id)


def _with_estimate(job: Job, paces: dict[str, eta.Pace], now_ms: float) -> Job:
    pace = paces.get(job.kind)
    if pace is None or job.state.final:
        return job
    if job.state == State.QUEUED:
        wait, finish, band = eta.estimate_waiting(pace, job.position)
        delay_s = max(0.0, ((job.not_before_ms or 0) - now_ms) / 1000)
        if wait is not None and delay_s > wait:
            wait = round(delay_s, 2)
        return dataclasses.replace(job, estimated_wait_s=wait, estimated_finish_s=finish, estimated_band_s=band)
    elapsed_s = max(0.0, (now_ms - (job.started_ms or now_ms)) / 1000)
    finish, band = eta.estimate_running(pace, elapsed_s, job.progress)
    return dataclasses.replace(job, estimated_wait_s=0.0, estimated_finish_s=finish, estimated_band_s=band)
