"""What an exception out of ``run`` means for the job: code, sentence, and whether to try again."""

from __future__ import annotations

import errno
import linecache
import os
import sys
import traceback
from collections.abc import Iterator
from typing import Any

from actors.sandbox.protocol import Failed, LastWord, SlowDown
from backend.errors import JobFailure, Throttled
from backend.job import JobError

TRACEBACK_LINES = 30
#: The frame that called ``run`` tells nobody anything.
_OWN_FILE = os.path.join("actors", "sandbox", "child.py")  # noqa: PTH118 (compared with a string)

#: Errors of network libraries that may pass, by module and name: named and not imported, as a job may not use them.
_NETWORK_ERRORS = frozenset({
    ("builtins", "ConnectionError"), ("builtins", "TimeoutError"), ("socket", "gaierror"), ("urllib.error", "URLError"),
    ("http.client", "IncompleteRead"), ("http.client", "BadStatusLine"),
    ("requests.exceptions", "ConnectionError"), ("requests.exceptions", "Timeout"),
    ("requests.exceptions", "ChunkedEncodingError"),
    ("urllib3.exceptions", "TimeoutError"), ("urllib3.exceptions", "ProtocolError"),
    ("urllib3.exceptions", "MaxRetryError"), ("urllib3.exceptions", "NewConnectionError"),
    ("httpx", "TransportError"),
})  # fmt: skip
#: Their subclasses that will not pass: a pipe to an own program, and an answer that says no.
_NOT_NETWORK = frozenset({("builtins", "BrokenPipeError"), ("urllib.error", "HTTPError")})


def last_word_of(error: BaseException) -> LastWord:
    """Turn what ``run`` raised into the child's last word."""
    if isinstance(error, Throttled):
        return SlowDown(message=str(error), resource=error.resource, retry_after_s=error.retry_after_s)
    if isinstance(error, JobFailure):
        return Failed(error=JobError(error.code, str(error.message), error.retryable, error.details))
    if isinstance(error, MemoryError):
        return Failed(error=out_of_memory(described(error)))
    if any(is_disk_full(cause) for cause in _causes(error)):
        return Failed(error=disk_full(described(error)))
    if any(_is_network(cause) for cause in _causes(error)):
        message = "A service on the network did not answer as it should."
        return Failed(error=JobError("network", message, retryable=True, details=described(error)))
    message = "Something went wrong inside this job. Its log and traceback tell where."
    return Failed(error=JobError("internal_error", message, details=described(error)))


def out_of_memory(details: dict[str, Any]) -> JobError:
    """Return the error of a job that needed more memory than it may have."""
    return JobError("out_of_memory", "The job needed more memory than it may have. Try smaller input.", details=details)


def disk_full(details: dict[str, Any]) -> JobError:
    """Return the error of a job that found no room on the disk."""
    return JobError("disk_full", "The disk of the worker is full. The job can be tried again.", True, details)


def is_disk_full(error: BaseException) -> bool:
    """Say whether an error means that there is no room on the disk."""
    return isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}


def described(error: BaseException) -> dict[str, Any]:
    """Return the facts of an exception for the details of an error; folders of this machine are left out."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith("<frozen") and not frame.filename.endswith(_OWN_FILE)
    ]
    lines = [f"{_place(frame)}: {linecache.getline(frame.filename, frame.lineno or 0).strip()}" for frame in frames]
    lines.append("".join(traceback.format_exception_only(error)).strip()[:2_000])
    return {"exception": type(error).__qualname__, "traceback": lines[-TRACEBACK_LINES:]}


def _place(frame: traceback.FrameSummary) -> str:
    """Name a place in the code relative to where modules are found."""
    roots = sorted((os.path.join(root, "") for root in sys.path if root), key=len, reverse=True)  # noqa: PTH118
    name = next((frame.filename.removeprefix(root) for root in roots if frame.filename.startswith(root)), None)
    return f"{name or os.path.basename(frame.filename)}:{frame.lineno} in {frame.name}"  # noqa: PTH119


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and what it was raised from on purpose."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        yield current
        seen.add(id(current))
        current = current.__cause__


def _is_network(error: BaseException) -> bool:
    names = {(base.__module__, base.__name__) for base in type(error).__mro__}
    return not names & _NOT_NETWORK and bool(names & _NETWORK_ERRORS)
