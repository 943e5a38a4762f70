"""Everything that can go wrong in Sluice's own terms; ``api/problems.py`` alone turns these into HTTP.

Each error carries its facts as fields. The text is for people: what happened, and what to do next.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backend.job import Job


class SluiceError(Exception):
    """The root of all errors that Sluice raises on purpose."""


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """One fault in what a caller sent. ``pointer`` is a JSON Pointer (RFC 6901) to the place."""

    pointer: str
    detail: str


def pointer_below(pointer: str, *names: str | int) -> str:
    """Return the JSON Pointer to a member below another; names are escaped (RFC 6901 section 4)."""
    return pointer + "".join("/" + str(name).replace("~", "~0").replace("/", "~1") for name in names)


# --- what a caller asked for ---------------------------------------------------------------------------


class InvalidRequest(SluiceError):
    """What was sent can't be accepted; every fault is listed."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{fault.pointer or '/'}: {fault.detail}" for fault in faults))


class UnknownKind(SluiceError):
    """No kind of this name is known here."""

    def __init__(self, kind: str, known: list[str]) -> None:
        self.kind, self.known = kind, known
        super().__init__(f"There is no kind named {kind!r}. Known kinds: {', '.join(known)}.")


class QueueFull(SluiceError):
    """The queue of this kind holds as many waiting jobs as it may; nothing was written."""

    def __init__(self, kind: str, *, max_waiting: int, retry_after_s: float) -> None:
        self.kind, self.max_waiting, self.retry_after_s = kind, max_waiting, retry_after_s
        super().__init__(f"The queue of {kind} is full ({max_waiting} waiting). Try again in {retry_after_s:.0f} s.")


class DuplicateJob(SluiceError):
    """A job with the same dedupe key is waiting or running."""

    def __init__(self, job: Job) -> None:
        self.job = job
        super().__init__(f"The same work is {job.state.value} already as job {job.id}.")


class IdempotencyConflict(SluiceError):
    """This idempotency key was used with another body."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__("This Idempotency-Key was used with another body. Send a new key for a new request.")


class FilesMissing(SluiceError):
    """Files that the parameters name are not here (never uploaded, or expired)."""

    def __init__(self, file_ids: list[str]) -> None:
        self.file_ids = file_ids
        super().__init__(f"Not here, never uploaded or expired: {', '.join(file_ids)}. Upload and submit again.")


class JobNotFound(SluiceError):
    """No such job was ever admitted for this owner."""

    def __init__(self, job_id: str) -> None:
        self.job_id = job_id
        super().__init__("There is no such job.")


class JobExpired(SluiceError):
    """The job existed; its record was removed at the end of its time."""

    def __init__(self, job_id: str) -> None:
        self.job_id = job_id
        super().__init__("This job's record and files were removed at the end of their time. Submit it again.")


class JobNotFinal(SluiceError):
    """Only a finished job can be tried again."""

    def __init__(self, job: Job) -> None:
        self.job = job
        super().__init__(f"The job is {job.state.value}: only a finished job can be tried again.")


class JobNotWaiting(SluiceError):
    """Only a waiting job can change its priority."""

    def __init__(self, job: Job) -> None:
        self.job = job
        super().__init__(f"The job is {job.state.value}: only a waiting job can be moved.")


class CursorExpired(SluiceError):
    """Changes after this cursor are no longer known; load all jobs again."""

    def __init__(self, cursor: str) -> None:
        self.cursor = cursor
        super().__init__("This cursor is unknown or too old. Load all jobs again and go on from the new cursor.")


class FileNotFound(SluiceError):
    """No such uploaded file, or it has expired."""

    def __init__(self, file_id: str) -> None:
        self.file_id = file_id
        super().__init__("There is no such file: it was never uploaded, was deleted, or has expired.")


class FileInUse(SluiceError):
    """A job that waits or runs needs this file, or a draft does."""

    def __init__(self, file_id: str, job_ids: list[str], draft_ids: list[str] | None = None) -> None:
        self.file_id, self.job_ids, self.draft_ids = file_id, job_ids, draft_ids or []
        by_jobs = f"In use by {len(job_ids)} waiting or running job(s). Cancel them or wait, then delete."
        by_drafts = f"Drafts need this file: {', '.join(self.draft_ids)}. Take it out of them, then delete."
        super().__init__(" ".join([by_jobs] * bool(job_ids) + [by_drafts] * bool(self.draft_ids)))


class DraftNotFound(SluiceError):
    """No such draft, or it has expired."""

    def __init__(self, draft_id: str) -> None:
        self.draft_id = draft_id
        super().__init__("There is no such draft: it was never put here, was deleted, or has expired.")


class DraftChanged(SluiceError):
    """A draft is not what the caller took it for; nothing was written.

    Args:
        draft_id: the draft.
        version: what it is now; None when there is none.
    """

    def __init__(self, draft_id: str, version: int | None) -> None:
        self.draft_id, self.version = draft_id, version
        now = "there is no such draft" if version is None else "it has another version by now"
        super().__init__(f"Nothing was written: {now}. Look at it again, then decide.")


class TooManyDrafts(SluiceError):
    """The caller keeps as many drafts as one owner may; nothing was written."""

    def __init__(self, max_drafts: int) -> None:
        self.max_drafts = max_drafts
        super().__init__(
            f"You keep as many drafts as one owner may ({max_drafts}). Nothing was written. "
            "Delete drafts that you no longer need, then put this one again."
        )


class DraftTooLarge(SluiceError):
    """A timeline is larger than this service takes."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        super().__init__(
            f"With this change the timeline would be larger than {max_bytes} bytes, the most that a draft may have."
        )


class FileTooLarge(SluiceError):
    """An upload is larger than this service takes."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        super().__init__(f"The file is larger than {max_bytes} bytes, the most this service takes.")


# --- what the surroundings did -------------------------------------------------------------------------


class StoreUnavailable(SluiceError):
    """The store did not answer."""

    def __init__(self, reason: str = "", *, retry_after_s: float = 2.0) -> None:
        self.reason, self.retry_after_s = reason, retry_after_s
        super().__init__("The store is away" + (f" ({reason})" if reason else "") + ". Nothing was changed; try again.")


class StorageUnavailable(SluiceError):
    """The folder of files and artifacts can't be written."""

    def __init__(self, reason: str = "", *, retry_after_s: float = 30.0) -> None:
        self.reason, self.retry_after_s = reason, retry_after_s
        super().__init__("The storage can't be written" + (f" ({reason})" if reason else "") + ". Nothing was kept.")


class ConfigurationError(SluiceError):
    """Settings that can't work, all of them named together."""


# --- what a job's own code says (raised inside ``run``) --------------------------------------------------


class JobFailure(SluiceError):
    """The job can't deliver what it promised.

    Args:
        code: a stable word for programs.
        message: one sentence for people that says what to do.
        retryable: True for trouble that may pass (network, provider): the engine tries again.
        details: facts for programs, JSON values.
    """

    def __init__(
        self, code: str, message: str, *, retryable: bool = False, details: dict[str, Any] | None = None
    ) -> None:
        self.code, self.message, self.retryable, self.details = code, message, retryable, details or {}
        super().__init__(message)


class Throttled(SluiceError):
    """A provider or resource said "slow down": the limit falls and the job goes back to its place.

    Args:
        resource: the limit that this concerns (``resource:...`` name); None for the kind's own.
        retry_after_s: what the provider asked for, seconds; None when it did not say.
    """

    def __init__(self, message: str = "", *, resource: str | None = None, retry_after_s: float | None = None) -> None:
        self.resource, self.retry_after_s = resource, retry_after_s
        super().__init__(message or "The provider asked to slow down.")
