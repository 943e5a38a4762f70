"""The engine as the API, the workers and tests see it: admit, read, cancel, retry, count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backend.catalogue import Catalogue
from backend.engine.admission import Entry, Terms, entry_of
from backend.engine.broker import SluiceBroker
from backend.engine.connection import StoreConnections
from backend.engine.drafts import DraftIndex
from backend.engine.files import FileIndex
from backend.engine.limits import Limits
from backend.engine.reader import JobReader
from backend.engine.statistics import Statistics
from backend.engine.views import Admitted, FileRecord
from backend.errors import (
    DuplicateJob,
    FilesMissing,
    IdempotencyConflict,
    JobExpired,
    JobNotFinal,
    JobNotFound,
    JobNotWaiting,
    QueueFull,
    SluiceError,
)
from backend.job import JOB_ID_PATTERN, Job, Priority, Submission
from backend.settings import Settings

#: All that one job may keep for its later starts, bytes.
MAX_KEPT_BYTES = 8 * 1024**2


class Engine(JobReader):
    """The durable queue of jobs. Thread-safe; connections open with the first call of each thread.

    Every method raises StoreUnavailable when the store does not answer.
    """

    def __init__(self, store: StoreConnections, broker: SluiceBroker, catalogue: Catalogue, settings: Settings) -> None:
        super().__init__(store, Statistics(store, list(catalogue)))
        self.broker = broker
        self.limits = Limits(store, throttle_window_s=settings.throttle_window_s)
        self.files = FileIndex(store, ttl_s=settings.file_ttl_s)
        self.drafts = DraftIndex(store, ttl_s=settings.draft_ttl_s, per_owner=settings.drafts_per_owner)
        self._catalogue, self._settings = catalogue, settings

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
        jobs = {job.id: job for job in self.view("*", known) if isinstance(job, Job)}
        return [self._answer(submission, answer, jobs) for submission, answer in zip(submissions, answers, strict=True)]

    def first_answer(self, submission: Submission) -> Job | None:
        """Return the job that this very request made when it came first; None when it is new, or has no key.

        Raises:
            IdempotencyConflict: the idempotency key stands for another body.
        """
        if submission.idempotency_key is None:
            return None
        key = self.store.key(f"idem:{submission.owner}:{submission.idempotency_key}")
        fingerprint, job_id = self.store.command("HMGET", key, "fingerprint", "id")
        if job_id is None:
            return None
        if fingerprint.decode() != submission.fingerprint:
            raise IdempotencyConflict(submission.idempotency_key)
        return self.job(job_id.decode(), submission.owner)

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
        return self.files.add(file_id, owner, name=name, media_type=media_type, bytes_=bytes_)

    def file(self, file_id: str, owner: str) -> FileRecord:
        """Return an uploaded file's record, or raise FileNotFound."""
        return self.files.get(file_id, owner)

    def delete_file(self, file_id: str, owner: str) -> None:
        """Delete an uploaded file, or raise FileNotFound or FileInUse."""
        self.files.delete(file_id, owner)

    def litter(self, removed: Sequence[str] = (), *, limit: int = 100) -> list[str]:
        """Return names whose files may go, after reporting those that are gone (see FileIndex)."""
        return self.files.litter(removed, limit=limit)

    # --- for workers -------------------------------------------------------------------------------------

    def report_progress(self, job_id: str, start: int, fraction: float, stage: str, message: str) -> str:
        """Write a running job's progress; return ``noted``, ``cancel`` (asked for) or ``stale`` (lease lost)."""
        return str(self.store.call("progress", job_id, start, f"{fraction:.4f}", stage, message).decode())

    def keep(self, job_id: str, start: int, field: str, value: bytes) -> str:
        """Keep bytes with a running job; return ``kept``, ``full`` (more than a job may keep) or ``stale``."""
        return str(self.store.call("keep", job_id, start, field, value, MAX_KEPT_BYTES).decode())

    def kept(self, job_id: str) -> dict[str, bytes]:
        """Return all that this and earlier starts of a job have kept, by field."""
        flat = self.store.command("HGETALL", self.store.key(f"kept:{job_id}"))
        return {name.decode(): value for name, value in zip(flat[::2], flat[1::2], strict=True) if name}

    def kept_field(self, job_id: str, field: str) -> bytes | None:
        """Return one of the things kept with a job, None if there is no such."""
        value: bytes | None = self.store.command("HGET", self.store.key(f"kept:{job_id}"), field)
        return value

    def configure(self) -> None:
        """Make the kinds' limits and this installation's retention known to the store."""
        for kind in self._catalogue.values():
            self.limits.configure(f"kind:{kind.name}", kind.policy.limit, kind.policy.rate)
            for resource, limit in kind.resource_limits.items():
                self.limits.configure(f"resource:{resource}", limit)
        self.store.call("configure", round(self._settings.tombstone_ttl_s * 1000))

    def close(self) -> None:
        """Wake waiting readers and close this thread's connection."""
        self.news.close()
        self.broker.close()

    # --- inside ------------------------------------------------------------------------------------------

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
