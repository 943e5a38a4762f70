"""How a message becomes a job: the arguments of the admit script, and the meaning of its answers."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import dramatiq

from backend.engine.connection import Argument
from backend.job import Priority, Submission, new_job_id

#: The queue of all kinds: one, so that priority holds across them.
JOBS_QUEUE = "jobs"

_RANKS = {priority.value: priority.rank for priority in Priority}
_NORMAL = Priority.NORMAL.rank


@dataclasses.dataclass(frozen=True, slots=True)
class Terms:
    """On which terms jobs of one actor are admitted.

    Args:
        max_attempts: starts before a job whose worker keeps dying is a dead letter.
        max_waiting: jobs that may wait; -1 for no bound.
        time_limit_ms: what one start may take; 0 leaves it to the actor.
        ttl_ms: how long the finished job is kept.
    """

    max_attempts: int = 3
    max_waiting: int = -1
    time_limit_ms: int = 0
    ttl_ms: int = 86_400_000


@dataclasses.dataclass(slots=True)
class Entry:
    """One message at the door, with all that is known of it beside the message (not frozen: one is made per send)."""

    message: dramatiq.Message[Any]
    lane: str
    owner: str = "local"
    start_deadline_ms: int = 0
    dedupe_key: str = ""
    idempotency_key: str = ""
    fingerprint: str = ""
    tags: str = ""
    files: str = ""


def entry_of(submission: Submission, resources: tuple[str, ...], terms: Terms) -> Entry:
    """Make the Dramatiq message of a submission; its options carry the priority and the time limit (ms).

    Of a submission with attachments they carry these too, and its files: the parameters don't name them.
    """
    limit_s = submission.time_limit_s
    file_ids = list(dict.fromkeys(submission.file_ids))
    message: dramatiq.Message[Any] = dramatiq.Message(
        queue_name=JOBS_QUEUE,
        actor_name=submission.kind,
        args=(),
        kwargs={"params": submission.params},
        options={
            "owner": submission.owner,
            "priority": submission.priority.value,
            "time_limit": terms.time_limit_ms if limit_s is None else max(1, round(limit_s * 1000)),
            **({"attachments": submission.attachments, "files": file_ids} if submission.attachments else {}),
        },
        message_id=new_job_id(),
    )
    return Entry(
        message=message,
        lane=submission.kind + ("@" + "+".join(sorted(resources)) if resources else ""),
        owner=submission.owner,
        start_deadline_ms=round((submission.start_deadline_s or 0) * 1000),
        dedupe_key=f"{submission.kind}:{submission.dedupe_key}" if submission.dedupe_key else "",
        idempotency_key=submission.idempotency_key or "",
        fingerprint=submission.fingerprint,
        tags=json.dumps(submission.tags) if submission.tags else "",
        files=",".join(dict.fromkeys([*file_ids, *submission.attachments.values()])),
    )


#: What Dramatiq's JSONEncoder writes, from an encoder that is made once.
_to_json = json.JSONEncoder(separators=(",", ":")).encode


def _encoded(message: dramatiq.Message[Any]) -> bytes | str:
    """Encode a message as ``message.encode()`` does, at half the cost where Dramatiq's own encoder is in use."""
    if type(dramatiq.get_encoder()) is not dramatiq.JSONEncoder:
        return message.encode()
    return _to_json(
        {
            "queue_name": message.queue_name,
            "actor_name": message.actor_name,
            "args": message.args,
            "kwargs": message.kwargs,
            "options": message.options,
            "message_id": message.message_id,
            "message_timestamp": message.message_timestamp,
        }
    )


def admit_arguments(entry: Entry, terms: Terms, delay_ms: int = 0) -> tuple[Argument, ...]:
    """Return the 15 arguments that ``admit.lua`` wants for one job."""
    message = entry.message
    options = message.options
    priority, time_limit = options.get("priority"), options.get("time_limit")
    time_limit_ms = terms.time_limit_ms if time_limit is None else int(time_limit)
    return (
        message.message_id,
        message.actor_name,
        entry.lane,
        _RANKS.get(priority, _NORMAL) if isinstance(priority, str) else _NORMAL,
        entry.owner,
        _encoded(message),
        f"{time_limit_ms} {terms.max_attempts} {terms.max_waiting} {terms.ttl_ms}",
        terms.max_waiting,
        entry.start_deadline_ms,
        delay_ms,
        entry.dedupe_key,
        entry.idempotency_key,
        entry.fingerprint,
        entry.tags,
        entry.files,
    )
