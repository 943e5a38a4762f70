"""Whole worker processes with selftest jobs: kill -9, warm starts, time limits."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Self

import psutil
from pydantic import SecretStr

from backend.catalogue import Catalogue
from backend.engine.engine import Engine
from backend.job import Job, State, Submission
from backend.settings import Settings
from tests.bench.figures import Figure
from tests.waiting import wait_until

KILLS = 5
WARM_STARTS = 40
BODIES = ("sleep", "spin", "native", "subprocess")


class Service:
    """An engine and real worker processes on one store."""

    def __init__(self, url: str, **changes: Any) -> None:
        self.url, self.changes = url, changes
        self.workers: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self.folder = tempfile.TemporaryDirectory(prefix="sluice-bench-")
        self.environment = {
            **os.environ,
            "SLUICE_REDIS_URL": self.url,
            "SLUICE_STATE_DIR": self.folder.name,
            "SLUICE_SELFTEST": "1",
            "SLUICE_LOG_LEVEL": "error",
            **{f"SLUICE_{name.upper()}": str(value) for name, value in self.changes.items()},
        }
        settings = Settings(
            _env_file=None,
            redis_url=SecretStr(self.url),
            state_dir=Path(self.folder.name),
            selftest=True,
            **self.changes,
        )
        self.engine = Engine.open(settings, Catalogue.discover(settings))
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.terminate()
        for worker in self.workers:
            worker.wait(30)
        self.engine.close()
        self.folder.cleanup()

    def start_worker(self, *arguments: str) -> int:
        """Start a worker process; return its pid."""
        command = [sys.executable, "-m", "actors.worker", *arguments]
        self.workers.append(subprocess.Popen(command, env=self.environment, start_new_session=True))
        return self.workers[-1].pid

    def submit(self, **params: Any) -> str:
        limit_s = params.pop("time_limit_s", None)
        return self.engine.admit(Submission("selftest", params, time_limit_s=limit_s)).job.id

    def job(self, job_id: str) -> Job:
        return self.engine.job(job_id, "local")

    def await_state(self, job_id: str, state: State, timeout_s: float = 30) -> Job:
        wait_until(lambda: self.job(job_id).state == state, timeout_s, every_s=0.002)
        return self.job(job_id)


def run(url: str) -> list[Figure]:
    with Service(url) as service:
        service.start_worker()
        service.start_worker()
        wait_until(lambda: len(service.engine.queue()["workers"]) == 2, 20)
        return [_warm_start(service), *_time_limits(service), *_kills(service)]


def _warm_start(service: Service) -> Figure:
    starts_ms = []
    for _ in range(WARM_STARTS):
        job_id = service.submit(duration_s=0, steps=1)
        done = service.await_state(job_id, State.SUCCEEDED)
        assert done.started_ms is not None
        starts_ms.append(done.result["run_at_ms"] - done.started_ms)
    middle = statistics.median(starts_ms)
    return Figure("warm start of a child, take to first line of run, p50", f"{middle:.1f} ms", "<= 40 ms", middle <= 40)


def _time_limits(service: Service) -> list[Figure]:
    figures = []
    for ignore in (False, True):
        for body in BODIES:
            job_id = service.submit(duration_s=600, body=body, ignore_sigterm=ignore, time_limit_s=2)
            running = service.await_state(job_id, State.RUNNING)
            ended = service.await_state(job_id, State.TIMED_OUT)
            assert running.started_ms is not None
            assert ended.finished_ms is not None
            seconds = (ended.finished_ms - running.started_ms) / 1000
            left = _descendants(service)
            name = f"time limit of 2 s, {body}{', deaf to SIGTERM' if ignore else ''}"
            figures.append(
                Figure(name, f"dead after {seconds:.2f} s, {left} left", "<= 4 s, 0", seconds <= 4 and not left)
            )
    return figures


def _descendants(service: Service) -> int:
    """How many processes below the workers are children of a job (the forkserver and its like excepted)."""
    count = 0
    for worker in service.workers:
        for server in psutil.Process(worker.pid).children():
            count += len(server.children(recursive=True))
    return count


def _kill_the_holder(service: Service) -> float:
    """Kill the worker that runs a job; return seconds until another runs it."""
    job_id = service.submit(duration_s=600)
    service.await_state(job_id, State.RUNNING)
    holder = next(worker for worker in service.engine.queue()["workers"] if job_id in worker["running"])
    killed_at = time.monotonic()
    os.kill(holder["pid"], signal.SIGKILL)
    wait_until(lambda: (job := service.job(job_id)).state == State.RUNNING and job.attempt == 2, 30)
    seconds = time.monotonic() - killed_at
    service.engine.cancel(job_id, "local")
    service.await_state(job_id, State.CANCELLED)
    service.workers = [worker for worker in service.workers if worker.pid != holder["pid"] or worker.wait() is None]
    service.start_worker()
    pids = {worker.pid for worker in service.workers}
    wait_until(lambda: {worker["pid"] for worker in service.engine.queue()["workers"]} >= pids, 20)
    return seconds


def _kills(service: Service) -> list[Figure]:
    seconds = [_kill_the_holder(service) for _ in range(KILLS)]
    return [
        Figure(
            f"kill -9 of a worker in mid-job, running again ({KILLS} kills)",
            f"median {statistics.median(seconds):.1f} s, worst {max(seconds):.1f} s",
            "<= 10 s",
            max(seconds) <= 10,
        )
    ]
