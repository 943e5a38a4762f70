"""The work of a selftest."""

from __future__ import annotations

import collections
import itertools
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable

from actors.context import JobContext
from actors.selftest.spec import SelftestParameters, SelftestResult
from backend.errors import JobFailure, Throttled


def run(params: SelftestParameters, job: JobContext) -> SelftestResult:
    """Work for the length asked for, then end as asked for."""
    run_at_ms = round(time.time() * 1000)
    if params.ignore_sigterm:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # also holds for what this process starts
    job.log(f"selftest: {params.body} for {params.duration_s:g} s, then {params.outcome}")
    begun_s = time.monotonic()
    BODIES[params.body](params, job)
    worked_s = time.monotonic() - begun_s
    _end(params, job)
    if params.output_bytes:
        job.artifact("output.bin").write_bytes(random.Random(job.id).randbytes(params.output_bytes))  # noqa: S311
    return SelftestResult(
        run_at_ms=run_at_ms,
        worked_s=worked_s,
        start=job.start,
        attempt=job.attempt,
        pid=os.getpid(),
        host=socket.gethostname(),
    )


def _end(params: SelftestParameters, job: JobContext) -> None:
    """Fail, crash or throttle, if this start is one of those that shall.

    Counted by starts and not by attempts: a throttled start is no attempt, and would never come to an end.
    """
    if params.outcome_attempts and job.start > params.outcome_attempts:
        return
    if params.outcome == "fail":
        retryable = params.outcome_attempts > 0
        raise JobFailure("selftest_failed", "The selftest failed, as it was asked to.", retryable=retryable)
    if params.outcome == "throttle":
        raise Throttled("The selftest asked to slow down, as it was asked to.")
    if params.outcome == "crash":
        os.kill(os.getpid(), signal.SIGKILL)


def _sleep(params: SelftestParameters, job: JobContext) -> None:
    _in_steps(params, job, lambda until_s: time.sleep(max(0.0, until_s - time.monotonic())))


def _spin(params: SelftestParameters, job: JobContext) -> None:
    _in_steps(params, job, _spin_until)


def _spin_until(until_s: float) -> None:
    while time.monotonic() < until_s:
        pass


def _native(params: SelftestParameters, job: JobContext) -> None:
    """Stay in one C call: no Python line runs, no Python signal handler, no other thread of this process.

    ``deque`` with room for nothing eats an iterator in C, in time proportional to its length. The length is
    found by eating a little first, so the call takes about as long as asked for, not exactly.
    """
    taste, tasted_s = 1_000_000, 0.0
    while tasted_s < min(0.05, params.duration_s / 4):
        taste *= 2
        begun_s = time.monotonic()
        _eat(taste)
        tasted_s = time.monotonic() - begun_s
    if tasted_s:
        _eat(int(taste * (params.duration_s - 2 * tasted_s) / tasted_s))
    _in_steps(params, job, lambda _until_s: None)


def _eat(count: int) -> None:
    collections.deque(itertools.repeat(None, max(0, count)), maxlen=0)


def _subprocess(params: SelftestParameters, job: JobContext) -> None:
    # The second command keeps the shell from becoming the sleep: there shall be a grandchild.
    subprocess.run(["sh", "-c", f"sleep {params.duration_s:.3f}; exit 0"], check=True)  # noqa: S603, S607 (a number)
    _in_steps(params, job, lambda _until_s: None)


def _in_steps(params: SelftestParameters, job: JobContext, work_until: Callable[[float], None]) -> None:
    """Divide the duration into equal steps and report each."""
    begun_s = time.monotonic()
    for step in range(1, params.steps + 1):
        work_until(begun_s + params.duration_s * step / params.steps)
        job.progress(step / params.steps, "working", f"step {step} of {params.steps}")


BODIES: dict[str, Callable[[SelftestParameters, JobContext], None]] = {
    "sleep": _sleep,
    "spin": _spin,
    "native": _native,
    "subprocess": _subprocess,
}
