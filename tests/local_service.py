"""One whole ``sluice up`` in a folder of its own, as a person starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import requests

from tests.waiting import wait_until

SLUICE = [sys.executable, "-m", "backend.cli.main"]


class LocalService:
    """A running ``sluice up``.

    Args:
        folder: where it runs; its state folder lies in it.
        options: further options of the command.
        settings: what differs from short leases, by the setting's name in lower case.
    """

    def __init__(self, folder: Path, *options: str, **settings: object) -> None:
        self.folder, self.state = folder, folder / "state"
        changes = {"state_dir": self.state, "lease_s": 3, "heartbeat_s": 0.5, **settings}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SLUICE_")}
        self.environment = environment | {f"SLUICE_{name.upper()}": str(value) for name, value in changes.items()}
        self.process = subprocess.Popen(
            [*SLUICE, "up", "--port", "0", "--no-demo", *options],
            cwd=folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line.startswith("ready http://127.0.0.1:"):
            _, said = self.process.communicate(timeout=30)
            raise AssertionError(f"not ready: {line!r} {said}")
        self.address = line.split()[1]

    def sluice(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*SLUICE, *command], cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip

    def get(self, path: str) -> Any:
        return self.answer(path).json()

    def answer(self, path: str) -> requests.Response:
        """Return the next answer; a call that died together with the API that had begun to serve it is sent again."""
        deadline = time.monotonic() + 5  # by then all of the one that was killed is gone; its successor has the port
        while True:
            try:
                return requests.get(self.address + path, timeout=20)
            except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def post(self, path: str, body: object = None, **headers: str) -> requests.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return requests.post(self.address + path, json=body, headers=named, timeout=20)

    def upload(self, path: Path) -> str:
        """Upload a file; return its id."""
        with path.open("rb") as file:
            answer = requests.post(f"{self.address}/v1/files", params={"name": path.name}, data=file, timeout=20)
        return str(answer.json()["id"])

    def submit(self, envelope: dict[str, object] | None = None, **params: object) -> str:
        """Submit a selftest that must be accepted; return its id."""
        answer = self.post("/v1/jobs", {"kind": "selftest", "params": params, **(envelope or {})})
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    def job(self, job_id: str) -> dict[str, Any]:
        answer = self.answer(f"/v1/jobs/{job_id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def await_job(self, job_id: str, timeout_s: float = 20.0, **wanted: object) -> dict[str, Any]:
        """Wait until the job's fields have these values; return it as it was then."""
        seen: dict[str, Any] = {}

        def there() -> bool:
            seen.update(self.job(job_id))
            return all(seen[name] == value for name, value in wanted.items())

        try:
            wait_until(there, timeout_s, every_s=0.02)
        except AssertionError:
            raise AssertionError(f"not {wanted} within {timeout_s} s: {seen}") from None
        return seen

    def holder(self, job_id: str) -> int | None:
        """Return the process id of the worker that runs the job, None when none does."""
        workers = self.get("/v1/queue")["workers"]
        return next((int(worker["pid"]) for worker in workers if job_id in worker["running"]), None)

    def descendants(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def children(self, words: str) -> list[psutil.Process]:
        """Return the supervisor's own children in whose command these words stand."""
        found = []
        for process in psutil.Process(self.process.pid).children():
            try:
                if words in " ".join(process.cmdline()):
                    found.append(process)
            except psutil.Error:  # it has just ended
                continue
        return found

    def child(self, words: str) -> psutil.Process | None:
        return next(iter(self.children(words)), None)

    def stop(self) -> tuple[int, str, str]:
        self.process.send_signal(signal.SIGTERM)
        out, err = self.process.communicate(timeout=40)
        return self.process.returncode, out, err

    def abandon(self) -> None:
        """End it however it stands."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate(timeout=10)


def alive(process: psutil.Process) -> bool:
    """Tell whether a process runs; one that ends at this very moment does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, FileNotFoundError, ProcessLookupError):
        return False


def processes_of(job_id: str) -> list[psutil.Process]:
    """List the processes that work in the folder of a job."""
    found = []
    for process in psutil.process_iter():
        try:
            if job_id in process.cwd() and alive(process):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def running(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [process for process in processes if alive(process)]
