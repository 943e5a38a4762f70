"""What a job is: its states, its record and what may happen to it.

A leaf: nothing of Sluice is imported here, so every room may speak in these terms.
"""

from __future__ import annotations

import dataclasses
import enum
import re
from datetime import UTC, datetime
from typing import Any

from ulid import ULID


class State(enum.StrEnum):
    """Where a job stands. A job that waits for its next attempt is ``queued`` with a ``not_before``."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        """Whether the job has come to its end (only an explicit retry leaves such a state)."""
        return self in FINAL_STATES


FINAL_STATES = frozenset({State.SUCCEEDED, State.FAILED, State.TIMED_OUT, State.CANCELLED})

#: Every legal transition, and the word for it. The scripts in ``engine/lua`` are tested against this table.
TRANSITIONS: dict[tuple[State | None, State], str] = {
    (None, State.QUEUED): "admit",
    (State.QUEUED, State.RUNNING): "take",
    (State.QUEUED, State.CANCELLED): "cancel",
    (State.QUEUED, State.FAILED): "start deadline passed",
    (State.RUNNING, State.SUCCEEDED): "finish",
    (State.RUNNING, State.FAILED): "finish, or lost too often",
    (State.RUNNING, State.TIMED_OUT): "finish",
    (State.RUNNING, State.CANCELLED): "finish after a cancel",
    (State.RUNNING, State.QUEUED): "retry, throttle, hand back, or lease expired",
    **{(state, State.QUEUED): "retry asked for by a person" for state in FINAL_STATES},
}


class Priority(enum.StrEnum):
    """How urgent a job is. ``rank`` orders them: 0 starts first."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 (urgent) to 3 (low), the order in which the engine takes jobs."""
        return PRIORITIES.index(self)


PRIORITIES: tuple[Priority, ...] = (Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW)

#: The characters an id may have: a ULID of ours, or the UUID of a message sent by a stock Dramatiq actor.
JOB_ID_PATTERN = re.compile(r"^[0-9A-Za-z][0-9A-Za-z_-]{0,63}$")


def new_job_id() -> str:
    """Make a job id: a ULID, so that ids sort by the time of their making."""
    return str(ULID())


@dataclasses.dataclass(frozen=True, slots=True)
class JobError:
    """Why a job did not succeed.

    Args:
        code: a stable word for programs, such as ``not_same_song``, ``out_of_memory``, ``lost``.
        message: one sentence for people that says what to do.
        retryable: whether the same job may succeed when tried again.
        details: facts for programs and for the last look (``log``: the job's last lines).
    """

    code: str
    message: str
    retryable: bool = False
    details: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Artifact:
    """A file that a job made. ``bytes`` is its size, ``sha256`` 64 hex digits."""

    name: str
    media_type: str
    bytes: int
    sha256: str


@dataclasses.dataclass(frozen=True, slots=True)
class Usage:
    """What a job cost.

    Args:
        wall_s: time from the beginning to the end of its last start, seconds.
        cpu_s: processor time of that start, seconds.
        max_rss_bytes: the largest resident size of that start.
        spent: what all its starts have used up by their own count, such as ``llm_input_tokens``.
    """

    wall_s: float = 0.0
    cpu_s: float = 0.0
    max_rss_bytes: int = 0
    spent: dict[str, float] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Submission:
    """What a caller asks for, validated already.

    Args:
        kind: the name of the kind.
        params: its parameters, as JSON values.
        priority: how urgent it is.
        time_limit_s: seconds one attempt may run; None takes the kind's.
        start_deadline_s: seconds from now after which it must not start any more; None for never.
        dedupe_key: while a job with this key waits or runs, a second is refused.
        tags: words to find it by.
        owner: whose it is.
        file_ids: the uploaded files that its parameters and attachments name; they are kept while it lives.
        attachments: what was put beside the parameters at submission: names, and ids of stored files.
        idempotency_key: the caller's key for this very request; the same key gives the first answer.
        fingerprint: a hash of the request's body that the idempotency key stands for.
    """

    kind: str
    params: dict[str, Any]
    priority: Priority = Priority.NORMAL
    time_limit_s: float | None = None
    start_deadline_s: float | None = None
    dedupe_key: str | None = None
    tags: tuple[str, ...] = ()
    owner: str = "local"
    file_ids: tuple[str, ...] = ()
    attachments: dict[str, str] = dataclasses.field(default_factory=dict)
    idempotency_key: str | None = None
    fingerprint: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Job:
    """The record of one job, as a reader sees it.

    Times are Unix milliseconds, or None. ``position`` is 1 for the next to start and 0 when the job is not
    waiting; the estimates are seconds from now, None when nothing is known yet.
    """

    id: str
    kind: str
    state: State
    priority: Priority
    params: dict[str, Any]
    owner: str
    version: int
    created_ms: int
    tags: tuple[str, ...] = ()
    progress: float = 0.0
    stage: str = ""
    message: str = ""
    position: int = 0
    estimated_wait_s: float | None = None
    estimated_finish_s: float | None = None
    estimated_band_s: tuple[float, float] | None = None
    attempt: int = 0
    max_attempts: int = 1
    time_limit_s: float = 0.0
    started_ms: int | None = None
    finished_ms: int | None = None
    not_before_ms: int | None = None
    cancel_requested: bool = False
    worker: str | None = None
    error: JobError | None = None
    result: Any = None
    artifacts: tuple[Artifact, ...] = ()
    usage: Usage | None = None
    #: Which start of the job made the artifacts: the folder they lie in.
    artifact_start: int = 0

    def document(self) -> dict[str, Any]:
        """Return the job as the JSON document of the HTTP contract, without the links only HTTP knows."""
        return {
            "id": self.id,
            "kind": self.kind,
            "state": self.state.value,
            "priority": self.priority.value,
            "params": self.params,
            "tags": list(self.tags),
            "owner": self.owner,
            "progress": round(self.progress, 4),
            "stage": self.stage,
            "message": self.message,
            "position": self.position,
            "estimated_wait_s": self.estimated_wait_s,
            "estimated_finish_s": self.estimated_finish_s,
            "estimated_band_s": list(self.estimated_band_s) if self.estimated_band_s else None,
            "attempt": self.attempt,
            "max_attempts": self.max_attempts,
            "time_limit_s": self.time_limit_s,
            "cancel_requested": self.cancel_requested,
            "created_at": timestamp(self.created_ms),
            "started_at": timestamp(self.started_ms),
            "finished_at": timestamp(self.finished_ms),
            "not_before": timestamp(self.not_before_ms),
            "error": dataclasses.asdict(self.error) if self.error else None,
            "result": self.result,
            "artifacts": [dataclasses.asdict(artifact) for artifact in self.artifacts],
            "usage": dataclasses.asdict(self.usage) if self.usage else None,
            "version": self.version,
        }


def timestamp(milliseconds: int | None) -> str | None:
    """Write Unix milliseconds as RFC 3339 in UTC with milliseconds, or None as None."""
    if milliseconds is None:
        return None
    moment = datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{milliseconds % 1000:03d}Z"
