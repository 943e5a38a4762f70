"""The two services that chaos is let loose on: single parts started here, and a whole ``sluice up``."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import psutil
from pydantic import SecretStr

from backend.catalogue import Catalogue
from backend.engine.engine import Engine
from backend.local.store import EmbeddedStore, running_store_url
from backend.settings import Settings
from tests.chaos.doors import Door, EngineDoor, HttpDoor
from tests.local_service import LocalService, alive, running
from tests.waiting import wait_until

#: Jobs at once: fewer than there are threads, moving with each throttle error, never above CEILING.
CEILING = 6
LEASE_S = 3.0
SETTINGS: dict[str, object] = {
    "selftest": True,
    "lease_s": LEASE_S,
    "heartbeat_s": 0.5,
    "throttle_window_s": 0.2,
    "kinds__selftest__max_concurrent": CEILING,
    "kinds__selftest__min_concurrent": 2,
    "kinds__selftest__ceiling": CEILING,
    "kinds__selftest__decrease": 1,
    "kinds__selftest__recovery_interval_s": 1.0,
    "kinds__selftest__max_waiting": 40,
}
WORKERS, THREADS = 3, 4


class Service(Protocol):
    """What the killer, the clients and the reckoning need of a service."""

    state: Path
    engine: Engine
    kills: dict[str, Callable[[], None]]
    """What can be killed beside workers, and how."""

    def door(self) -> Door:
        """Make a way in for one client."""

    def workers(self) -> list[int]:
        """Return the process ids of the workers that serve."""

    def end_worker(self, pid: int, number: int) -> None:
        """Send a worker a signal that ends it; another takes its place."""

    def logs(self) -> list[Path]:
        """Return the workers' logs."""

    def stop_workers(self) -> None:
        """Stop the workers in good order; the store stays."""

    def close(self) -> None:
        """End what is left."""


class Parts:
    """Store and workers, each started and restarted here. Use it from the thread that made it."""

    def __init__(self, folder: Path) -> None:
        self.state = folder
        self._log = folder / "workers.log"
        self._workers: dict[int, subprocess.Popen[bytes]] = {}
        self._leaving: list[subprocess.Popen[bytes]] = []
        self.store = EmbeddedStore(folder, fsync="everysec")
        self.store.start()
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SLUICE_")}
        changes = {**SETTINGS, "state_dir": folder, "redis_url": self.store.url}
        self._environment = clean | {f"SLUICE_{name.upper()}": str(value) for name, value in changes.items()}
        self.engine = engine_on(self.store.url, folder)
        self.kills: dict[str, Callable[[], None]] = {"store": self._kill_store}
        self.engine.configure()
        for _ in range(WORKERS):
            self._start_worker()
        wait_until(lambda: len(self.engine.queue()["workers"]) == WORKERS, 30)

    def door(self) -> Door:
        return EngineDoor(self.engine)

    def workers(self) -> list[int]:
        return list(self._workers)

    def end_worker(self, pid: int, number: int) -> None:
        worker = self._workers.pop(pid)
        worker.send_signal(number)
        if number == signal.SIGKILL:
            worker.wait(10)
        else:
            self._leaving.append(worker)
        self._start_worker()

    def logs(self) -> list[Path]:
        return [self._log]

    def stop_workers(self) -> None:
        for worker in self._workers.values():
            worker.terminate()
        codes = [worker.wait(30) for worker in [*self._workers.values(), *self._leaving]]
        # By the signal itself: it was told to stop before it had set up anything.
        assert set(codes) <= {0, -signal.SIGTERM}, f"workers that were told to stop ended with {codes}"
        self._workers.clear()
        self._leaving.clear()

    def close(self) -> None:
        for worker in [*self._workers.values(), *self._leaving]:
            worker.kill()
            worker.wait()
        self.engine.close()
        self.store.stop()

    def _start_worker(self) -> None:
        command = [sys.executable, "-m", "actors.worker", "--kinds", "selftest", "--threads", str(THREADS)]
        with self._log.open("ab") as log:
            worker = subprocess.Popen(
                command, env=self._environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )
        self._workers[worker.pid] = worker

    def _kill_store(self) -> None:
        self.store.kill()
        self.store.start()


class Product:
    """A whole ``sluice up``; its supervisor restarts what is killed."""

    def __init__(self, folder: Path) -> None:
        self._service = LocalService(folder, "--workers", "2", "--threads", str(THREADS), **SETTINGS)
        self.state = self._service.state
        url = running_store_url(self.state)
        assert url is not None
        self.engine = engine_on(url, self.state)
        self.kills: dict[str, Callable[[], None]] = {
            "store": lambda: self._kill("valkey-server"),
            "API": lambda: self._kill("backend.cli.main api"),
        }

    def door(self) -> Door:
        return HttpDoor(self._service.address)

    def workers(self) -> list[int]:
        return [process.pid for process in self._service.children("actors.worker")]

    def end_worker(self, pid: int, number: int) -> None:
        os.kill(pid, number)

    def logs(self) -> list[Path]:
        return sorted((self.state / "log").glob("worker-*.log"))

    def stop_workers(self) -> None:
        """Stop it all; afterwards the store runs again alone, for the reckoning."""
        before = self._service.descendants()
        code, _, said = self._service.stop()
        assert code == 0, said
        assert not running(before), said
        self._store = EmbeddedStore(self.state)
        self._store.start()
        self.engine.close()
        self.engine = engine_on(self._store.url, self.state)

    def close(self) -> None:
        self._service.abandon()
        self.engine.close()
        if hasattr(self, "_store"):
            self._store.stop()

    def _kill(self, words: str) -> None:
        for process in self._service.children(words):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()


def engine_on(url: str, state: Path) -> Engine:
    """Open an engine on a store, on the same terms as the workers have."""
    settings = Settings(_env_file=None, redis_url=SecretStr(url), **_nested({**SETTINGS, "state_dir": state}))
    return Engine.open(settings, Catalogue.discover(settings))


def processes_of(folder: Path) -> list[psutil.Process]:
    """List the processes that work in a folder or were started for it."""
    found = []
    for process in psutil.process_iter():
        if process.pid == os.getpid():
            continue
        with contextlib.suppress(psutil.Error, OSError):
            told = [process.cwd(), *process.cmdline(), process.environ().get("SLUICE_STATE_DIR", "")]
            if any(str(folder) in word for word in told) and alive(process):
                found.append(process)
    return found


def now_ms() -> float:
    return time.time() * 1000


def _nested(flat: dict[str, object]) -> dict[str, object]:
    nested: dict[str, object] = {}
    for name, value in flat.items():
        at, *parts = nested, *name.split("__")
        for part in parts[:-1]:
            at = at.setdefault(part, {})  # type: ignore[assignment,attr-defined]
        at[parts[-1]] = value  # type: ignore[index]
    return nested
