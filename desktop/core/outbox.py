"""Submissions on their way: what the user sent off and the server has not accepted yet."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from desktop.core.errors import ClientError

#: In a file's field stands ``{"$file": "/path"}`` until the file has an id.
FILE = "$file"

SubmissionState = Literal["waiting", "uploading", "sending", "accepted", "refused", "unsendable"]


@dataclass
class Upload:
    """One local file of a submission.

    Args:
        path: where it lies.
        name: what the server is to call it.
        bytes: its size when it was chosen.
        sent_bytes: what has arrived.
        file_id: what the server calls it, None until it has all of it.
        error: why it can't be sent, None while it can.
        modified_ns: when it was last changed, as the file system says, when it was chosen; None: not looked at yet.
    """

    path: str
    name: str
    bytes: int = 0
    sent_bytes: int = 0
    file_id: str | None = None
    error: ClientError | None = None
    modified_ns: int | None = None


@dataclass
class Submission:
    """One job to be made, with all that is needed to make it once and only once.

    Args:
        id: of this computer's own.
        kind: name of the kind.
        title: what the list calls it until it is a job.
        params: its parameters, with ``{"$file": path}`` where file ids will stand.
        priority: one of ``job.PRIORITIES``.
        tags: of the job.
        draft: the draft that it saves, None for none.
        idempotency_key: with it the server makes one job however often this is sent.
        state: ``waiting`` (its turn, or the server, is waited for), ``uploading``, ``sending``, ``accepted``,
            ``refused`` (``error`` says why, with faults by pointer), ``unsendable`` (a file has changed or gone: see
            ``files``).
        files: what is uploaded for it.
        job_id: what became of it.
        error: the last failure; while ``waiting`` it is one that is tried again.
        created_at: Unix seconds.
        first_sent_at: Unix seconds of the first time that it may have reached the server, None before.
    """

    kind: str
    title: str
    params: dict[str, Any]
    priority: str = "normal"
    tags: list[str] = field(default_factory=list)
    draft: str | None = None
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    idempotency_key: str = field(default_factory=lambda: str(uuid.uuid4()))
    state: SubmissionState = "waiting"
    files: list[Upload] = field(default_factory=list)
    job_id: str | None = None
    error: ClientError | None = None
    created_at: float = 0.0
    first_sent_at: float | None = None

    def __post_init__(self) -> None:
        known = {upload.path for upload in self.files}
        for path in dict.fromkeys(local_paths(self.params)):
            if path not in known:
                self.files.append(Upload(path, Path(path).name))


def local_paths(value: Any) -> Iterator[str]:
    """Yield the paths of all local files that parameters name, in order."""
    if isinstance(value, dict):
        if set(value) == {FILE}:
            yield str(value[FILE])
        else:
            for member in value.values():
                yield from local_paths(member)
    elif isinstance(value, list):
        for item in value:
            yield from local_paths(item)


def with_file_ids(value: Any, file_ids: dict[str, str]) -> Any:
    """Return parameters with file ids in the places of local files.

    Raises:
        KeyError: when a file has none.
    """
    if isinstance(value, dict):
        if set(value) == {FILE}:
            return file_ids[str(value[FILE])]
        return {name: with_file_ids(member, file_ids) for name, member in value.items()}
    if isinstance(value, list):
        return [with_file_ids(item, file_ids) for item in value]
    return value
