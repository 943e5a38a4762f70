"""What the threads tell the windows, as plain records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from desktop.core.errors import ClientError
from desktop.core.job import Job

LinkState = Literal["connecting", "online", "busy", "offline", "unauthorized"]
TransferState = Literal["running", "done", "failed", "stopped"]


@dataclass(frozen=True)
class JobChanges:
    """Rows that are new or have changed, and ids of jobs that are gone."""

    rows: list[Job]
    removed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Link:
    """How things stand with the server.

    Args:
        state: ``busy`` is a server that answers and asks to come again; ``unauthorized`` waits for another key.
        since: Unix seconds at which this state began.
        retry_at: Unix seconds of the next try by itself, None when none is planned.
        reason: in a few words, in the user's language.
        as_of: Unix seconds at which the list was last known to be right, None when never.
        error: the failure behind it.
    """

    state: LinkState
    since: float
    retry_at: float | None = None
    reason: str = ""
    as_of: float | None = None
    error: ClientError | None = None


@dataclass(frozen=True)
class CommandFailure:
    """A command that was not carried out for these jobs.

    Args:
        command: ``cancel``, ``retry`` or ``priority``.
        job_ids: the jobs.
        error: why.
    """

    command: str
    job_ids: list[str]
    error: ClientError


@dataclass(frozen=True)
class Transfer:
    """A download.

    Args:
        id: what ``save`` and ``open_temporary`` returned.
        job_id: whose artifacts.
        name: the artifact on its way.
        path: where it is put at last; the folder when there are several.
        done_bytes: of all of them.
        total_bytes: of all of them, None while not known.
        state: how it stands.
        error: why it failed.
        paths: every file that is there already.
    """

    id: str
    job_id: str
    name: str
    path: str
    done_bytes: int
    total_bytes: int | None
    state: TransferState
    error: ClientError | None = None
    paths: tuple[str, ...] = ()
