"""A job as the client lists it: the few fields that every row needs, light enough for tens of thousands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

WAITING, RUNNING = "queued", "running"
SUCCEEDED, FAILED, TIMED_OUT, CANCELLED = "succeeded", "failed", "timed_out", "cancelled"
#: In the order in which they concern a person.
STATES = (RUNNING, WAITING, FAILED, TIMED_OUT, CANCELLED, SUCCEEDED)
LIVE = frozenset({WAITING, RUNNING})
UNHAPPY = frozenset({FAILED, TIMED_OUT})
#: From the one that starts first.
PRIORITIES = ("urgent", "high", "normal", "low")


@dataclass(frozen=True, slots=True)
class Job:
    """One row. The whole document, parameters and result included, stays in the cache and is read when it is looked at.

    Times are Unix seconds by the server's clock, None where they are not known.
    """

    id: str
    kind: str
    state: str
    title: str
    priority: str
    progress: float
    stage: str
    message: str
    position: int
    estimated_wait_s: float | None
    estimated_finish_s: float | None
    estimated_low_s: float | None
    estimated_high_s: float | None
    attempt: int
    cancel_requested: bool
    created_at: float
    started_at: float | None
    finished_at: float | None
    not_before: float | None
    error_code: str
    error_message: str
    version: int
    #: When the server told this; estimates count from here. Two rows that differ in it alone are the same.
    heard_at: float = field(default=0.0, compare=False)

    @property
    def live(self) -> bool:
        """Whether it may still change by itself."""
        return self.state in LIVE


def job_of(document: Mapping[str, Any], title: str = "", heard_at: float = 0.0) -> Job:
    """Read a row out of a job's document; what a server does not tell has its neutral value.

    Args:
        document: as ``GET /v1/jobs/{id}`` gives it.
        title: what the user knows it by (file names, the beginning of a prompt); see ``core.titles``.
        heard_at: when the server told it, Unix seconds by its clock.

    Raises:
        KeyError: without ``id``, ``kind`` or ``state`` it is no job.
    """
    low, high = document.get("estimated_band_s") or (None, None)
    error = document.get("error") or {}
    return Job(
        id=document["id"],
        kind=document["kind"],
        state=document["state"],
        title=title,
        priority=document.get("priority") or "normal",
        progress=float(document.get("progress") or 0.0),
        stage=document.get("stage") or "",
        message=document.get("message") or "",
        position=int(document.get("position") or 0),
        estimated_wait_s=document.get("estimated_wait_s"),
        estimated_finish_s=document.get("estimated_finish_s"),
        estimated_low_s=low,
        estimated_high_s=high,
        attempt=int(document.get("attempt") or 0),
        cancel_requested=bool(document.get("cancel_requested")),
        created_at=unix_s(document.get("created_at")) or 0.0,
        started_at=unix_s(document.get("started_at")),
        finished_at=unix_s(document.get("finished_at")),
        not_before=unix_s(document.get("not_before")),
        error_code=error.get("code") or "",
        error_message=error.get("message") or "",
        version=int(document.get("version") or 0),
        heard_at=heard_at,
    )


def unix_s(timestamp: str | None) -> float | None:
    """Return the Unix seconds of a timestamp of the contract (RFC 3339, UTC), None for none."""
    return datetime.fromisoformat(timestamp).timestamp() if timestamp else None
