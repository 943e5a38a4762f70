"""The whole service on this computer, started for the user when none runs."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

#: ``sluice up`` needs about 2 s; a laptop that wakes up, more.
READY_S = 60.0
STOP_S = 30.0


class LocalService:
    """A ``sluice up`` that lives as long as the client.

    Args:
        folder: where its state folder lies.
        port: where it listens.
    """

    def __init__(self, folder: Path, port: int) -> None:
        self._folder, self._port = folder, port
        self._process: subprocess.Popen[str] | None = None
        self._listener: threading.Thread | None = None

    @staticmethod
    def command() -> list[str] | None:
        """Return how to start the service, None where it is not installed (a computer with the client alone)."""
        beside = Path(sys.executable).with_name("sluice")
        found = str(beside) if beside.is_file() else shutil.which("sluice")
        return [found] if found else None

    def start(self, ready: Callable[[bool, str], None]) -> None:
        """Start it and return at once.

        Args:
            ready: told once, from another thread: whether it answers, and what it said if it does not.
        """
        command = self.command()
        if command is None:
            ready(False, "")
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        self._process = subprocess.Popen(  # noqa: S603 - the product's own program
            [*command, "up", "--no-demo", "--port", str(self._port), "--state", str(self._folder / "service")],
            cwd=self._folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # Ctrl-C in a terminal is for the client, which stops the service in order
        )
        self._listener = threading.Thread(target=self._listen, args=(self._process, ready), daemon=True)
        self._listener.start()

    @property
    def runs(self) -> bool:
        """Whether it was started here and has not ended."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Stop it in order: jobs that run are handed back and run again at the next start."""
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._listener is not None:
            self._listener.join(STOP_S)

    @staticmethod
    def _listen(process: subprocess.Popen[str], ready: Callable[[bool, str], None]) -> None:
        """Read what it says until it ends, so that it never waits for a reader."""
        said: list[str] = []
        told = False
        if process.stdout is None:
            return
        with process.stdout:
            for line in process.stdout:
                if not told and line.startswith("ready "):
                    told = True
                    ready(True, "")
                elif not told:
                    said = [*said[-4:], line.strip()]
        process.wait()
        if not told:
            ready(False, " ".join(said))
