"""What worker, forkserver and child say to each other: JSON, one message a line, every line bounded.

Three conversations:

- worker -> forkserver, the *control* socket: one ``ORDER`` per job, with the ends of its two sockets and of
  its log pipe attached. End of file means that the worker is gone.
- worker <-> child, the job's *channel*: one ``Assignment``, then the child's messages; each ``Question`` among
  them gets one ``Answer``.
- worker <-> forkserver, the job's *reports*: single bytes ``STOP`` and ``KILL`` one way, reports the other.
"""

from __future__ import annotations

import dataclasses
import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, JsonValue, TypeAdapter

from actors.sandbox.task import Task
from backend.job import Artifact, JobError

#: One job for the forkserver: the memory limit in bytes. Attached: channel, reports, log pipe.
ORDER = struct.Struct("!Q")
ORDER_DESCRIPTORS = 3

#: Orders for one running job: SIGTERM to its process group; SIGKILL to everything of it.
STOP, KILL = b"T", b"K"

#: The forkserver's word on the control socket once its preloads are done.
READY = b"R"

MAX_RESULT_BYTES = 1024**2
#: The largest value that a job may have remembered.
MAX_REMEMBERED_BYTES = 256 * 1024
#: A message holds at most a result, the list of artifacts and the words around them.
MAX_MESSAGE_BYTES = 2 * MAX_RESULT_BYTES
#: Details of an error beyond this are dropped.
MAX_DETAILS_BYTES = 64 * 1024


@dataclasses.dataclass(frozen=True, slots=True)
class Assignment:
    """What a child needs to know: its task, its private folder, the threads it may use."""

    task: Task
    folder: Path
    cpu_threads: int


class Progress(BaseModel):
    """The child's report of how far it is."""

    type: Literal["progress"] = "progress"
    fraction: Annotated[float, Field(ge=0, le=1)]
    stage: str = ""
    message: str = ""


About = Literal["turn", "slow_down", "remember", "recall", "spend"]


class Question(BaseModel):
    """What the child asks of the worker, one question at a time.

    Args:
        about: ``turn``: how long to wait before a request to the provider ``name``; ``slow_down``: it gave a
            throttle error (value: its Retry-After, seconds, or None); ``remember`` and ``recall`` the value ``name``;
            ``spend``: add the value to the sum ``name``.
    """

    type: Literal["question"] = "question"
    about: About
    name: Annotated[str, Field(min_length=1, max_length=200)]
    value: JsonValue = None


class Answer(BaseModel):
    """The worker's answer to a question.

    Args:
        value: what was asked for.
        again_s: the store is away: ask again after so many seconds; None when this is the answer.
        refused: why it can't be, for the author of the kind; empty when it can.
    """

    value: JsonValue = None
    again_s: float | None = None
    refused: str = ""


class Succeeded(BaseModel):
    """The child's last word after ``run`` returned and the artifacts were found and hashed."""

    type: Literal["succeeded"] = "succeeded"
    result: JsonValue = None
    artifacts: tuple[Artifact, ...] = ()


class Failed(BaseModel):
    """The child's last word after an error."""

    type: Literal["failed"] = "failed"
    error: JobError


class SlowDown(BaseModel):
    """The child's last word after a provider asked to slow down."""

    type: Literal["throttled"] = "throttled"
    message: str
    resource: str | None = None
    retry_after_s: float | None = None


class Started(BaseModel):
    """The forkserver's report that the job's child lives."""

    type: Literal["started"] = "started"
    pid: int


class Refused(BaseModel):
    """The forkserver's report that the system let it make no child."""

    type: Literal["refused"] = "refused"
    reason: str


class Ended(BaseModel):
    """The forkserver's report that nothing of the job is alive any more.

    Args:
        status: the exit status, None when it died by a signal.
        signal: the signal it died by.
        cpu_s: processor time of the child and all that it waited for, seconds.
        max_rss_bytes: the largest resident size seen, preloaded libraries included.
        over_memory: whether the forkserver killed it for passing its memory limit.
        survivors: processes that did not die of SIGKILL in time (stuck in the kernel).
    """

    type: Literal["ended"] = "ended"
    status: int | None
    signal: int | None
    cpu_s: float
    max_rss_bytes: int
    over_memory: bool = False
    survivors: int = 0


LastWord = Succeeded | Failed | SlowDown
Message = Progress | Question | LastWord
Report = Started | Refused | Ended

ASSIGNMENT: TypeAdapter[Assignment] = TypeAdapter(Assignment)
MESSAGE: TypeAdapter[Message] = TypeAdapter(Annotated[Message, Field(discriminator="type")])
REPORT: TypeAdapter[Report] = TypeAdapter(Annotated[Report, Field(discriminator="type")])


def encode(message: Message | Report | Answer) -> bytes:
    """Write a message as one line.

    Raises:
        ValueError: for NaN, infinities and circular values, which JSON does not have.
        TypeError: for values that are not JSON.
        RecursionError: for values nested too deep.
    """
    return encode_value(message.model_dump(mode="python")) + b"\n"


def encode_value(value: Any) -> bytes:
    """Write a value as JSON without a line break; lone surrogates become question marks.

    Raises:
        ValueError, TypeError, RecursionError: as ``encode``.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain)
    return text.encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    raise TypeError(f"{type(value).__name__} is not a JSON value")


class LineTooLong(ValueError):
    """A line passed the bound before its end came."""


class Lines:
    """Cuts a byte stream into lines and never holds more than one bounded line.

    Args:
        limit_bytes: the longest line accepted.
    """

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._rest = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield the lines that ``data`` completes, without their line breaks.

        Raises:
            LineTooLong: when a line passes the bound.
        """
        *complete, rest = data.split(b"\n")
        for piece in complete:
            self._add(piece)
            line = bytes(self._rest)
            self._rest.clear()
            yield line
        self._add(rest)

    def _add(self, piece: bytes) -> None:
        if len(self._rest) + len(piece) > self._limit_bytes:
            raise LineTooLong(f"a line is longer than {self._limit_bytes} bytes")
        self._rest += piece
