"""From what was seen of a job's child to the outcome of that start."""

from __future__ import annotations

import dataclasses
import signal
from pathlib import Path

from actors.sandbox.failure import disk_full, is_disk_full, out_of_memory
from actors.sandbox.findings import Findings
from actors.sandbox.protocol import MAX_RESULT_BYTES, Failed, SlowDown, Succeeded
from actors.sandbox.stop import StopReason
from actors.sandbox.task import Outcome, Task
from backend.job import JobError, Usage


def outcome_of(task: Task, findings: Findings, folder: Path) -> Outcome:
    """Judge one start of a job.

    A success that was reported in full stands, whatever came after. Else the first of these decides: the
    memory limit, a stop, the job's own last word, and how the child ended.

    Args:
        task: what was asked for.
        findings: what was seen.
        folder: the job's private folder, left out of its log.
    """
    word, usage = findings.last_word, _usage(findings)
    log = {"log": findings.log.lines(hide=f"{folder}/")}
    if isinstance(word, Succeeded) and findings.stop_reason in {None, StopReason.SHUTDOWN}:
        return Outcome("succeeded", result=word.result, artifacts=word.artifacts, usage=usage)
    over_memory = findings.ended is not None and findings.ended.over_memory
    if over_memory or findings.stop_reason is StopReason.MEMORY:
        return Outcome("failed", error=out_of_memory(log), usage=usage, stop_reason=StopReason.MEMORY)
    if findings.stop_reason is StopReason.TIME_LIMIT:
        message = f"The job ran longer than its time limit of {task.time_limit_s:g} s."
        error = JobError("timed_out", message, details=log)
        return Outcome("timed_out", error=error, usage=usage, stop_reason=findings.stop_reason)
    if findings.stop_reason is not None:
        return Outcome("stopped", usage=usage, stop_reason=findings.stop_reason)
    if isinstance(word, SlowDown):
        error = JobError("throttled", word.message, retryable=True, details=log)
        return Outcome("throttled", error=error, usage=usage, resource=word.resource, retry_after_s=word.retry_after_s)
    error = word.error if isinstance(word, Failed) else _silent_end(findings)
    return Outcome("failed", error=dataclasses.replace(error, details={**error.details, **log}), usage=usage)


def no_room(reason: OSError) -> Outcome:
    """Return the outcome of a start for which this machine had no folder, descriptor or process left."""
    details = {"reason": reason.strerror or str(reason)}
    return Outcome("failed", error=disk_full(details) if is_disk_full(reason) else _no_start(details))


def _silent_end(findings: Findings) -> JobError:
    """Name the error of a child that ended without a last word."""
    if findings.oversized:
        return JobError("result_too_large", f"The job's result is far larger than {MAX_RESULT_BYTES} bytes.")
    if findings.refused is not None:
        return _no_start({"reason": findings.refused})
    if findings.ended is None:
        return JobError(
            "sandbox_lost", "The process that looks after jobs was killed. The job can be tried again.", True
        )
    if findings.ended.signal is not None:
        name = _signal_name(findings.ended.signal)
        return JobError("crashed", f"The job's process was ended by {name}{_hint(name)}.", True, {"signal": name})
    status = findings.ended.status
    message = f"The job's process ended by itself (exit status {status}) before the job was done."
    return JobError("crashed", message, True, {"exit_status": status})


def _no_start(details: dict[str, str]) -> JobError:
    message = "The worker had no room to start the job. It can be tried again."
    return JobError("cannot_start", message, retryable=True, details=dict(details))


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _hint(name: str) -> str:
    return {
        "SIGKILL": " (by hand, or by the system for want of memory)",
        "SIGSEGV": " (a fault in native code)",
        "SIGBUS": " (a fault in native code)",
        "SIGABRT": " (native code gave up)",
        "SIGILL": " (native code this processor does not know)",
        "SIGFPE": " (a fault in native arithmetic)",
    }.get(name, "")


def _usage(findings: Findings) -> Usage:
    ended = findings.ended
    if ended is None:
        return Usage(wall_s=findings.wall_s)
    return Usage(findings.wall_s, ended.cpu_s, ended.max_rss_bytes)
