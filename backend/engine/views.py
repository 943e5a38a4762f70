"""What readers get: records turned into jobs, pages of them, and changes."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from typing import Any

from backend.job import PRIORITIES, Artifact, Job, JobError, State, Usage


@dataclasses.dataclass(frozen=True, slots=True)
class Admitted:
    """An admitted job; ``repeated`` says that this very request was answered before."""

    job: Job
    repeated: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class JobPage:
    """Jobs, newest first; ``next`` is the page after them, None at the end."""

    jobs: list[Job]
    next: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Changes:
    """What changed after a cursor. ``more``: ask again at once with the new cursor."""

    jobs: list[Job]
    removed: list[str]
    cursor: str
    more: bool


@dataclasses.dataclass(frozen=True, slots=True)
class FileRecord:
    """An uploaded file, as its owner named it; the bytes lie in storage under ``id`` (their SHA-256)."""

    id: str
    owner: str
    name: str
    media_type: str
    bytes: int
    created_ms: int


def pairs(flat: Sequence[bytes]) -> dict[str, str]:
    """Turn a flat answer (field, value, ...) into a dictionary."""
    return {flat[at].decode(): flat[at + 1].decode() for at in range(0, len(flat) - 1, 2)}


def job_of(job_id: str, answer: list[Any]) -> Job:
    """Read a job from the answer of ``view.lua``: field, value, ..., position."""
    record = pairs(answer[:-1])
    message = json.loads(record["message_data"])
    kwargs = message["kwargs"]
    ours = not message["args"] and set(kwargs) == {"params"}
    terms = [int(number) for number in record["terms"].split()]
    error = json.loads(record["error"]) if record.get("error") else None
    usage = json.loads(record["usage"]) if record.get("usage") else None
    state = State(record["state"])
    return Job(
        id=job_id,
        kind=record["kind"],
        state=state,
        priority=PRIORITIES[int(record["rank"])],
        params=kwargs["params"] if ours else {"args": message["args"], "kwargs": kwargs},
        owner=record["owner"],
        version=int(record.get("version", 1)),
        created_ms=int(record.get("created") or int(record["place"]) // 1000),
        tags=tuple(json.loads(record.get("tags", "[]"))),
        progress=float(record.get("progress", 0)),
        stage=record.get("stage", ""),
        message=record.get("message", ""),
        position=int(answer[-1]),
        attempt=int(record.get("attempt", 0)),
        max_attempts=terms[1],
        time_limit_s=terms[0] / 1000,
        started_ms=_number(record.get("started")) if state != State.QUEUED else None,
        finished_ms=_number(record.get("finished")),
        not_before_ms=_number(record.get("not_before")),
        cancel_requested=record.get("cancel") == "1",
        worker=record.get("worker") if state == State.RUNNING else None,
        error=JobError(**error) if error and state.final else None,
        result=json.loads(record["result"]) if record.get("result") else None,
        artifacts=tuple(Artifact(**artifact) for artifact in json.loads(record.get("artifacts") or "[]")),
        usage=Usage(**usage) if usage else None,
        artifact_start=int(record.get("artifact_start", 0)),
    )


def _number(text: str | None) -> int | None:
    return int(text) if text else None
