"""The processes of `sluice up`: how each is started, watched, restarted and stopped."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

BACKOFF_FIRST_S = 0.2
BACKOFF_MOST_S = 10.0
#: A process that lived so long counts as well again: its next death starts the back-off anew.
HEALTHY_AFTER_S = 30.0
LOG_MOST_BYTES = 20 * 1024**2

Launch = Callable[[], subprocess.Popen[bytes]]


def worker_command(*, kinds: str | None = None, threads: int | None = None) -> list[str]:
    """Write the command of a worker process: the actors' own entry, since this room imports nothing of theirs."""
    command = [*python_module("actors.worker")]
    if kinds:
        command += ["--kinds", kinds]
    if threads:
        command += ["--threads", str(threads)]
    return command


def python_module(name: str) -> list[str]:
    """Write the command that runs a module of ours with this interpreter.

    ``-P`` keeps the current folder out of the import path: a folder of the user's named ``backend`` is not ours.
    """
    return [sys.executable, "-P", "-m", name]


def launch(command: Sequence[str], *, environment: Mapping[str, str], fds: Sequence[int], log: Path) -> Launch:
    """Make a function that starts a process in a session of its own, logging to a file."""

    def start() -> subprocess.Popen[bytes]:
        with log.open("ab") as output:
            return subprocess.Popen(  # noqa: S603 (commands of this file)
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=fds,
                start_new_session=True,  # Ctrl-C of the terminal reaches the supervisor only, which keeps the order
            )

    return start


class Child:
    """One process that is to live as long as the service does.

    Args:
        name: for people, such as ``worker 1``.
        start: starts the process.
        log: where it writes.
    """

    def __init__(self, name: str, start: Launch, log: Path) -> None:
        self.name, self.log = name, log
        self.deaths = 0
        self._start = start
        self._process: subprocess.Popen[bytes] | None = None
        self._started_s = 0.0
        self._backoff_s = BACKOFF_FIRST_S
        self._due_s: float | None = None

    def start(self) -> None:
        """Start the process."""
        self._due_s = None
        self._started_s = time.monotonic()
        self._process = self._start()

    def revive(self) -> str | None:
        """Notice a death, and start the process again once its back-off is over.

        Returns:
            What happened, in words for people; None when there is nothing to say.
        """
        now = time.monotonic()
        if self._due_s is not None:
            return self._start_again() if now >= self._due_s else None
        if self._process is None or self._process.poll() is None:
            return None
        self.deaths += 1
        _kill_group(self._process.pid)  # what it left behind in its own session
        if now - self._started_s >= HEALTHY_AFTER_S:
            self._backoff_s = BACKOFF_FIRST_S
        return f"{self.name} {ending(self._process.returncode)}; {self._plan_start()} (see {self.log})"

    def _plan_start(self) -> str:
        delay_s, self._backoff_s = self._backoff_s, min(self._backoff_s * 2, BACKOFF_MOST_S)
        self._due_s = time.monotonic() + delay_s
        return f"starting it again in {delay_s:g} s"

    def _start_again(self) -> str | None:
        try:
            self.start()
        except OSError as error:  # no memory, no more processes: that may pass
            self.deaths += 1
            return f"{self.name} can't be started ({error.strerror}); {self._plan_start()}"
        return None

    @property
    def next_look_s(self) -> float | None:
        """Seconds until a restart is due; None when none is."""
        return None if self._due_s is None else max(0.0, self._due_s - time.monotonic())

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def ask_to_stop(self) -> None:
        """Send SIGTERM; it is not started again."""
        self._due_s = None
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def kill(self) -> None:
        """End the process and all its descendants at once."""
        self._due_s = None
        if self._process is None:
            return
        with contextlib.suppress(psutil.Error):
            descendants = psutil.Process(self._process.pid).children(recursive=True)
            self._process.kill()
            for process in descendants:  # jobs have sessions of their own, so a signal to the group misses them
                with contextlib.suppress(psutil.Error):
                    process.kill()
        self._process.kill()
        _kill_group(self._process.pid)
        self._process.wait()

    def last_words(self, lines: int = 5) -> list[str]:
        """Return the last lines of its log."""
        with contextlib.suppress(OSError), self.log.open("rb") as file:
            file.seek(max(0, self.log.stat().st_size - 4096))
            return file.read().decode(errors="replace").splitlines()[-lines:]
        return []


def ending(returncode: int) -> str:
    """Say how a process ended."""
    if returncode >= 0:
        return f"ended with exit code {returncode}"
    with contextlib.suppress(ValueError):
        return f"was ended by {signal.Signals(-returncode).name}"
    return f"was ended by signal {-returncode}"


def rotate(folder: Path, *, most_bytes: int = LOG_MOST_BYTES) -> None:
    """Move logs that have grown large aside, one older piece each.

    They are copied and emptied in place: their writers hold them open for appending, and go on at the new end.
    """
    for log in folder.glob("*.log"):
        with contextlib.suppress(OSError):
            if log.stat().st_size > most_bytes:
                shutil.copyfile(log, log.with_suffix(".log.1"))
                os.truncate(log, 0)


def _kill_group(leader_pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader_pid, signal.SIGKILL)
