"""What the worker saw of one start of a job, before anything is concluded from it."""

from __future__ import annotations

import dataclasses

from actors.sandbox.log_tail import LogTail
from actors.sandbox.protocol import Ended, LastWord
from actors.sandbox.stop import StopReason


@dataclasses.dataclass(slots=True)
class Findings:
    """What was seen of one start of a job.

    Args:
        pid: the child, once there was one.
        started_s: when it started, on the monotonic clock, seconds.
        wall_s: how long it lived, seconds.
        last_word: what it said last.
        oversized: whether it sent a message beyond all bounds.
        ended: the forkserver's report of its end.
        refused: why there was no child.
        lost: whether the forkserver went away before the end.
        deaf: whether the forkserver was there but did not do its work in time.
        stop_reason: why it was stopped, if it was, before its last word.
        log: the last lines it printed.
    """

    pid: int | None = None
    started_s: float = 0.0
    wall_s: float = 0.0
    last_word: LastWord | None = None
    oversized: bool = False
    ended: Ended | None = None
    refused: str | None = None
    lost: bool = False
    deaf: bool = False
    stop_reason: StopReason | None = None
    log: LogTail = dataclasses.field(default_factory=LogTail)

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.ended is not None or self.refused is not None or self.lost or self.deaf
