"""The engine as the API, the workers and tests see it: admit, read, cancel, retry, count."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Sequence
from typing import Any

from backend.catalogue import Catalogue
from backend.engine import eta
from backend.engine.admission import Entry, Terms, entry_of
from backend.engine.broker import SluiceBroker
from backend.engine.connection import StoreConnections
from backend.engine.limits import Limits
from backend.engine.news import News
from backend.engine.statistics import Statistics
from backend.engine.views import Admitted, Changes, FileRecord, JobPage, job_of, pairs
from backend.errors import (
    CursorExpired,
    DuplicateJob,
    FileInUse,
    FileNotFound,
    FilesMissing,
    IdempotencyConflict,
    JobExpired,
    JobNotFinal,
    JobNotFound,
    JobNotWaiting,
    QueueFull,
    SluiceError,
)
from backend.job import JOB_ID_PATTERN, Job, Priority, State, Submission
from backend.settings import Settings


class Engine:
    """The durable queue of jobs. Thread-safe; connections open with the first call of each thread.

    Every method raises StoreUnavailable when the store does not answer.
    """

    def __init__(self, store: StoreConnections, broker: SluiceBroker, catalogue: Catalogue, settings: Settings) -> None:
        self.store, self.broker = store, broker
        self.limits = Limits(store, throttle_window_s=settings.throttle_window_s)
        self.statistics = Statistics(store, list(catalogue))
        self._catalogue, self._settings = catalogue, settings
        self._news = News(store)

    @classmethod
    def open(
        cls,
        settings: Settings,
        catalogue: Catalogue,
        *,
        serves: frozenset[str] | None = None,
        middleware: list[Any] | None = None,
    ) -> Engine:
        """Make an engine for these settings; nothing is connected yet.

        Args:
            settings: the service's settings; ``redis_url`` must be set by now.
            catalogue: the kinds in use.
            serves: the kinds whose jobs this process takes; None for all that it declares.
            middleware: Dramatiq middleware of the broker; None for Dramatiq's own.
        """
        if settings.redis_url is None:
            raise ValueError("redis_url is not set")
        store = StoreConnections(settings.redis_url.get_secret_value(), settings.namespace)
        broker = SluiceBroker(
            store,
            terms={kind.name: _terms(kind.policy, settings) for kind in catalogue.values()},
            default_terms=Terms(ttl_ms=round(settings.result_ttl_s * 1000)),
            lease_s=settings.lease_s,
            heartbeat_s=settings.heartbeat_s,
            aging_s=settings.aging_s,
            max_throttles=settings.max_throttles,
            serves=serves,
            middleware=middleware,
        )
        return cls(store, broker, catalogue, settings)

    # --- submitting --------------------------------------------------------------------------------------

    def admit(self, submission: Submission) -> Admitted:
        """Admit one job; when this returns it is durable.

        Raises:
            QueueFull: nothing was written; ``retry_after_s`` is measured.
            DuplicateJob: the same work waits or runs.
            IdempotencyConflict: the idempotency key stands for another body.
            FilesMissing: files that the parameters name are not here.
        """
        answer = self.admit_many([submission])[0]
        if isinstance(answer, SluiceError):
            raise answer
        return answer

    def admit_many(self, submissions: Sequence[Submission]) -> list[Admitted | SluiceError]:
        """Admit jobs in one step of the store for each 250, each job answered for itself, in order."""
        entries = [self._entry(submission) for submission in submissions]
        answers = self.broker.admit(entries)
        known = [answer[1].decode() for answer in answers if answer[0] in {b"admitted", b"repeated", b"duplicate"}]
        jobs = {job.id: job for job in self._view("*", known) if isinstance(job, Job)}
        return [self._answer(submission, answer, jobs) for submission, answer in zip(submissions, answers, strict=True)]

    def _entry(self, submission: Submission) -> Entry:
        kind = self._catalogue[submission.kind]
        resources = kind.resources(kind.params.model_validate(submission.params))
        return entry_of(submission, resources, self.broker.terms[submission.kind])

    def _answer(self, submission: Submission, answer: list[bytes], jobs: dict[str, Job]) -> Admitted | SluiceError:
        word = answer[0].decode()
        if word == "conflict":
            return IdempotencyConflict(submission.idempotency_key or "")
        told = answer[1].decode()
        if word == "full":
            return self._full(submission.kind)
        if word == "missing":
            return FilesMissing(told.split(","))
        job = jobs.get(told)
        if job is None:
            return JobExpired(told)
        return DuplicateJob(job) if word == "duplicate" else Admitted(job, repeated=word == "repeated")

    def _full(self, kind: str) -> QueueFull:
        terms = self.broker.terms.get(kind, self.broker.default_terms)
        return QueueFull(kind, max_waiting=terms.max_waiting, retry_after_s=self.statistics.retry_after_s(kind))

    # --- reading -----------------------------------------------------------------------------------------

    def job(self, job_id: str, owner: str) -> Job:
        """Return a job.

        Raises:
            JobNotFound: it never existed for this owner.
            JobExpired: its record was removed at the end of its time.
        """
        job = self._view(owner, [job_id])[0]
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
        return JobPage([job for job in self._view(owner, found) if isinstance(job, Job)], below or None)

    def changes(self, owner: str, *, since: str, limit: int = 500, wait_s: float = 0.0) -> Changes:
        """Return what changed after a cursor ("" or "0": everything), waiting ``wait_s`` for a change at most.

        Raises:
            CursorExpired: the cursor is unknown or too old; load all again.
        """
        deadline = time.monotonic() + wait_s
        changes = self._changes(owner, since, limit)
        if changes.jobs or changes.removed or wait_s <= 0:
            return changes
        with self._news as news:
            while True:
                heard = news.heard()
                changes = self._changes(owner, since, limit)
                left_s = deadline - time.monotonic()
                if changes.jobs or changes.removed or left_s <= 0:
                    return changes
                news.wait(heard, left_s)

    def wait_for_change(self, job_id: str, owner: str, *, version: int, wait_s: float) -> Job:
        """Return a job as soon as its version differs from ``version``, or when ``wait_s`` is over."""
        deadline = time.monotonic() + wait_s
        job = self.job(job_id, owner)
        if job.version != version or wait_s <= 0:
            return job
        with self._news as news:
            while True:
                heard = news.heard()
                job = self.job(job_id, owner)
                left_s = deadline - time.monotonic()
                if job.version != version or left_s <= 0:
                    return job
                news.wait(heard, left_s)

    def queue(self) -> dict[str, Any]:
        """Return the document of ``GET /v1/queue``."""
        report = self.statistics.queue()
        for name, kind in report["kinds"].items():
            kind["max_waiting"] = self.broker.terms[name].max_waiting
        return report

    def ping(self) -> None:
        """Ask the store whether it is there."""
        self.store.command("PING")

    # --- steering ----------------------------------------------------------------------------------------

    def cancel(self, job_id: str, owner: str) -> Job:
        """Cancel a job: a waiting one never starts, a running one is stopped, a finished one stays as it is."""
        self._known(self.store.call("cancel", self._checked(job_id), owner), job_id)
        return self.job(job_id, owner)

    def retry(self, job_id: str, owner: str) -> Job:
        """Run a finished job anew, at the end of the line.

        Raises:
            JobNotFinal: it waits or runs.
            QueueFull: no place is free.
            DuplicateJob: the same work was submitted again meanwhile.
            FilesMissing: its files have expired.
        """
        answer = self.store.call("retry", self._checked(job_id), owner)
        self._known(answer[0], job_id)
        word = answer[0].decode()
        if word == "missing":
            raise FilesMissing(answer[1].decode().split(","))
        job = self.job(job_id, owner)
        if word == "not_final":
            raise JobNotFinal(job)
        if word == "full":
            raise self._full(job.kind)
        if word == "duplicate":
            raise DuplicateJob(self.job(answer[1].decode(), owner))
        return job

    def reprioritise(self, job_id: str, owner: str, priority: Priority) -> Job:
        """Give a waiting job another priority.

        Raises:
            JobNotWaiting: it runs or has ended.
        """
        answer = self.store.call("move", self._checked(job_id), owner, priority.rank)
        self._known(answer, job_id)
        job = self.job(job_id, owner)
        if answer == b"not_waiting":
            raise JobNotWaiting(job)
        return job

    # --- files -------------------------------------------------------------------------------------------

    def add_file(self, file_id: str, owner: str, *, name: str, media_type: str, bytes_: int) -> FileRecord:
        """Note an uploaded file; uploading it again renews its time."""
        ttl_ms = round(self._settings.file_ttl_s * 1000)
        return _file_record(
            file_id, owner, self.store.call("file", "add", file_id, owner, name, media_type, bytes_, ttl_ms)
        )

    def file(self, file_id: str, owner: str) -> FileRecord:
        """Return an uploaded file's record.

        Raises:
            FileNotFound: it was never uploaded by this owner, was deleted, or has expired.
        """
        record = self.store.command("HGETALL", self.store.key(f"file:{file_id}:{owner}"))
        if not record:
            raise FileNotFound(file_id)
        return _file_record(file_id, owner, record)

    def delete_file(self, file_id: str, owner: str) -> None:
        """Delete an uploaded file.

        Raises:
            FileNotFound: there is none.
            FileInUse: a waiting or running job needs it.
        """
        answer = self.store.call("file", "delete", file_id, owner)
        if answer[0] == b"unknown":
            raise FileNotFound(file_id)
        if answer[0] == b"used":
            raise FileInUse(file_id, [job_id.decode() for job_id in answer[1:]])

    def litter(self, removed: Sequence[str] = (), *, limit: int = 100) -> list[str]:
        """Return names (``job:<id>``, ``file:<id>``) whose files may go, after reporting those that are gone."""
        return [name.decode() for name in self.store.call("litter", limit, *removed)]

    # --- for workers -------------------------------------------------------------------------------------

    def report_progress(self, job_id: str, start: int, fraction: float, stage: str, message: str) -> str:
        """Write a running job's progress; return ``noted``, ``cancel`` (asked for) or ``stale`` (lease lost)."""
        return str(self.store.call("progress", job_id, start, f"{fraction:.4f}", stage, message).decode())

    def configure(self) -> None:
        """Make the kinds' limits and this installation's retention known to the store."""
        for kind in self._catalogue.values():
            self.limits.configure(f"kind:{kind.name}", kind.policy.limit, kind.policy.rate)
        tombstone_ms = round(self._settings.tombstone_ttl_s * 1000)
        self.store.command("HSET", self.store.key("config"), "tombstone_ms", tombstone_ms)

    def close(self) -> None:
        """Wake waiting readers and close this thread's connection."""
        self._news.close()
        self.broker.close()

    # --- inside ------------------------------------------------------------------------------------------

    def _view(self, owner: str, job_ids: Sequence[str]) -> list[Job | JobNotFound | JobExpired]:
        answers: list[Job | JobNotFound | JobExpired] = []
        sound = [job_id for job_id in job_ids if JOB_ID_PATTERN.fullmatch(job_id)]
        records: Iterator[Any] = iter(self.store.call("view", owner, *sound) if sound else ())
        for job_id in job_ids:
            record = next(records) if JOB_ID_PATTERN.fullmatch(job_id) else b"unknown"
            if isinstance(record, list):
                answers.append(job_of(job_id, record))
            else:
                answers.append(JobExpired(job_id) if record == b"expired" else JobNotFound(job_id))
        if any(isinstance(job, Job) and not job.state.final for job in answers):
            paces = self.statistics.paces()
            now_ms = time.time() * 1000
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
        for job in self._view(owner, [job_id.decode() for job_id in answer[3:]]):
            if isinstance(job, Job):
                jobs.append(job)
            else:
                removed.append(job.job_id)
        return Changes(jobs, removed, f"{answer[0].decode()}-{int(answer[1])}", bool(int(answer[2])))

    @staticmethod
    def _checked(job_id: str) -> str:
        if not JOB_ID_PATTERN.fullmatch(job_id):
            raise JobNotFound(job_id)
        return job_id

    @staticmethod
    def _known(answer: bytes, job_id: str) -> None:
        if answer == b"unknown":
            raise JobNotFound(job_id)
        if answer == b"expired":
            raise JobExpired(job_id)


def _terms(policy: Any, settings: Settings) -> Terms:
    ttl_s = settings.result_ttl_s if policy.result_ttl_s is None else policy.result_ttl_s
    return Terms(
        max_attempts=policy.max_attempts,
        max_waiting=policy.max_waiting,
        time_limit_ms=round(policy.time_limit_s * 1000),
        ttl_ms=round(ttl_s * 1000),
    )


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


def _file_record(file_id: str, owner: str, flat: list[bytes]) -> FileRecord:
    record = pairs(flat)
    return FileRecord(
        file_id, owner, record["name"], record["media_type"], int(record["bytes"]), int(record["created"])
    )
