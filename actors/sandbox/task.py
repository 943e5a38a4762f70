"""What goes into the sandbox and what comes out of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from actors.sandbox.stop import StopReason
from backend.job import Artifact, JobError, Usage


@dataclasses.dataclass(frozen=True, slots=True)
class InputFile:
    """An uploaded file as a job sees it: where it lies, the name it came with, its media type."""

    path: Path
    name: str
    media_type: str


@dataclasses.dataclass(frozen=True, slots=True)
class Task:
    """One start of one job.

    Args:
        job_id: the job.
        start: how often it was started so far, this start included.
        attempt: the number among the starts that count; 1 is the first.
        kind: the kind's name.
        run_module: the module whose ``run(params, job)`` does the work.
        params: the job's parameters, JSON values.
        inputs: the uploaded files its parameters name, by file id.
        attachments: what was put beside the parameters at submission, by name.
        time_limit_s: seconds from the child's start after which it is stopped.
        stop_grace_s: seconds between SIGTERM and SIGKILL.
        memory_limit_bytes: resident bytes that the child and all it starts may have together, beyond what
            the child was born with (the preloaded libraries, shared by all children).
        providers: what the operator set for the outside services that the job may use, by name: JSON values,
            keys among them, so they are never printed.
    """

    job_id: str
    start: int
    attempt: int
    kind: str
    run_module: str
    params: Mapping[str, Any]
    inputs: Mapping[str, InputFile] = dataclasses.field(default_factory=dict)
    attachments: Mapping[str, Path] = dataclasses.field(default_factory=dict)
    time_limit_s: float = 3600.0
    stop_grace_s: float = 1.0
    memory_limit_bytes: int = 2 * 1024**3
    providers: Mapping[str, Mapping[str, Any]] = dataclasses.field(default_factory=dict, repr=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """How one start of a job ended.

    Args:
        status: ``stopped`` means cancelled, lease lost or shutdown: see ``stop_reason``.
        result: what ``run`` returned, JSON values.
        artifacts: the files it made, checked.
        folder: the folder that holds exactly these files, for the caller to move or discard; None without.
        error: why it did not succeed; None for succeeded and stopped.
        usage: what it cost.
        resource: for throttled: the limit that this concerns, None for the kind's own.
        retry_after_s: for throttled: what the provider asked for, seconds.
        stop_reason: why it was stopped, if it was.
    """

    status: Literal["succeeded", "failed", "timed_out", "throttled", "stopped"]
    result: Any = None
    artifacts: tuple[Artifact, ...] = ()
    folder: Path | None = None
    error: JobError | None = None
    usage: Usage = dataclasses.field(default_factory=Usage)
    resource: str | None = None
    retry_after_s: float | None = None
    stop_reason: StopReason | None = None
