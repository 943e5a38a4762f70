"""What can go wrong between client and server, as types with fields; ``core.words`` says them to people."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self


class ClientError(Exception):
    """Any failure that the client understands. Nothing changes it once it was raised."""

    def __deepcopy__(self, _memo: object) -> Self:
        return self


@dataclass
class Unreachable(ClientError):
    """No whole answer came: no connection, a time-out, an answer cut short or one that is no Sluice's.

    Args:
        server: its address.
        reason: in a few words: ``timed out``, ``connection refused``, ``unknown host``, ``connection failed``,
            ``not an address``, ``not a Sluice service``, ``certificate not trusted``.
    """

    server: str
    reason: str


@dataclass
class Busy(ClientError):
    """The server asks to come again: 429, 502, 503, 504. Nothing was written.

    Args:
        status: the HTTP status.
        retry_after_s: the least time to wait, None when it named none.
        title: its title, such as ``The queue is full``.
        problem: the last part of its ``type``, such as ``queue-full``; empty without one.
    """

    status: int
    retry_after_s: float | None = None
    title: str = ""
    problem: str = ""


@dataclass
class Refused(ClientError):
    """Another answer of 400 and above: the same request would fail again.

    Args:
        status: the HTTP status.
        title: what is wrong in short.
        detail: more of it, and what to do.
        problem: the last part of its ``type``; empty without one.
        faults: sentences by JSON pointer into the body sent (``/params/steps``), for 422.
        document: the whole problem document.
    """

    status: int
    title: str
    detail: str = ""
    problem: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    document: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Unauthorized(Refused):
    """401 or 403: the key is missing, wrong or was revoked."""


@dataclass
class Gone(Refused):
    """410 or 404: the job, file or cursor is no longer known."""


@dataclass
class LocalFailure(ClientError):
    """This computer could not do it: the disk is full, a folder can't be written, a file has gone.

    Args:
        path: the file or folder.
        reason: ``disk full``, ``not allowed``, ``missing``, ``changed``, ``damaged``, ``not a file``, ``maybe sent``,
            or the system's own words.
    """

    path: str
    reason: str


class Stopped(ClientError):
    """The user stopped it."""


def local_failure(path: Path, error: OSError) -> LocalFailure:
    """Say what this computer could not do with a file or folder."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return LocalFailure(str(path), "disk full")
    if isinstance(error, FileNotFoundError):
        return LocalFailure(str(path), "missing")
    if isinstance(error, IsADirectoryError):
        return LocalFailure(str(path), "not a file")
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return LocalFailure(str(path), "not allowed")
    return LocalFailure(str(path), error.strerror or type(error).__name__)
