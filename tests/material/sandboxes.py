"""What the tests of the sandbox share: tasks, runs in a thread of their own, and who is still alive."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psutil

from actors.sandbox import InputFile, Outcome, Sandbox, StopReason, StopSignal, Task
from tests.waiting import wait_until

JOBS = "tests.material.sandbox_jobs"


def task(do: str = "return", *, module: str = JOBS, job_id: str = "J1", inputs: Any = None, **values: Any) -> Task:
    """Make a task: ``values`` that Task knows go there, all others are the job's parameters."""
    known = {name: values.pop(name) for name in list(values) if name in Task.__dataclass_fields__}
    params = values if module != JOBS else {"do": do, **values}
    kind = module.split(".")[-2]
    defaults: dict[str, Any] = {"start": 1, "attempt": 1, "stop_grace_s": 0.3, "time_limit_s": 30.0}
    return Task(job_id=job_id, kind=kind, run_module=module, params=params, inputs=inputs or {}, **(defaults | known))


def input_file(path: Path, name: str = "song.txt") -> dict[str, InputFile]:
    """Make the inputs of a job that reads one file, whose id is 64 times the letter a."""
    return {"a" * 64: InputFile(path, name, "text/plain")}


class Running:
    """A job that runs in a thread of its own."""

    def __init__(self, sandbox: Sandbox, what: Task) -> None:
        self.stop = StopSignal()
        self.pid: int | None = None
        self.reports: list[tuple[float, str, str]] = []
        self.error: BaseException | None = None
        self._outcome: Outcome | None = None
        self._thread = threading.Thread(target=self._run, args=(sandbox, what), daemon=True)
        self._thread.start()

    def _run(self, sandbox: Sandbox, what: Task) -> None:
        try:
            self._outcome = sandbox.run(
                what, stop=self.stop, on_progress=lambda *report: self.reports.append(report), on_started=self._started
            )
        except BaseException as error:
            self.error = error

    def _started(self, pid: int) -> None:
        self.pid = pid

    def reached(self, stage: str) -> Running:
        """Wait until the job has reported this stage."""
        wait_until(lambda: any(report[1] == stage for report in self.reports))
        return self

    def stopped(self, reason: StopReason) -> tuple[Outcome, float]:
        """Stop the job; return its outcome and how long that took, seconds."""
        begun_s = time.monotonic()
        self.stop.request(reason)
        return self.outcome(), time.monotonic() - begun_s

    def outcome(self, within_s: float = 20.0) -> Outcome:
        """Wait for the end."""
        self._thread.join(within_s)
        assert not self._thread.is_alive(), "the job does not end"
        if self.error is not None:
            raise self.error
        assert self._outcome is not None
        return self._outcome


def run(sandbox: Sandbox, what: Task) -> Outcome:
    """Run a job to its end in this thread."""
    return sandbox.run(what, stop=StopSignal(), on_progress=lambda *_report: None)


def alive(pids: Iterable[int]) -> list[int]:
    """Return those processes that live (a zombie does not)."""
    living = []
    for pid in pids:
        try:
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                living.append(pid)
        except psutil.NoSuchProcess:
            pass
    return living


def family(marks: Path, job_id: str) -> dict[str, int]:
    """Wait until a job of the kind ``family`` has made its processes; return their ids by role."""
    path = marks / f"{job_id}.json"
    wait_until(path.exists)
    pids: dict[str, int] = json.loads(path.read_text())
    return pids
