"""The embedded store: a Valkey server of our own inside the state folder, reached by a unix socket.

Nothing listens on the network. Writes are acknowledged, then appended to a file that survives a kill of the
server (``appendfsync everysec``: a power cut may take the last second).
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psutil

from backend.errors import ConfigurationError, StoreUnavailable
from backend.local import valkey

#: A unix socket's path has at most 108 bytes on Linux and 104 on macOS, the closing zero included.
MAX_SOCKET_PATH_BYTES = 100
#: Linux: the signal a process gets when its parent dies (prctl(2)).
PR_SET_PDEATHSIG = 1

_set_death_signal = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


@dataclasses.dataclass(frozen=True, slots=True)
class Running:
    """What the state folder remembers of the server that it started last.

    Args:
        pid: the server's process id.
        born_s: when that process started, Unix seconds: a reused pid has another.
        socket: the path of its socket.
    """

    pid: int
    born_s: float
    socket: str

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """Read the record at ``path``; None when there is none that makes sense."""
        try:
            raw = json.loads(path.read_text())
            return cls(int(raw["pid"]), float(raw["born_s"]), str(raw["socket"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def process(self) -> psutil.Process | None:
        """Return the very process that was started, or None when it is gone or the pid is another's now."""
        try:
            process = psutil.Process(self.pid)
            if abs(process.create_time() - self.born_s) > 1.0 or process.status() == psutil.STATUS_ZOMBIE:
                return None
        except psutil.Error:
            return None
        return process


class EmbeddedStore:
    """A private Valkey server whose data, password, socket and log lie in one folder.

    Starting it again after ``stop`` or ``kill`` keeps the data and the password. On Linux it ends with the thread that
    started it: start it from one that lives long enough.

    Args:
        folder: the state folder; made when missing, readable for its owner only.
        fsync: how often written data is forced to the disk; ``everysec`` is the service's choice.
    """

    def __init__(self, folder: Path, *, fsync: valkey.Fsync = "everysec") -> None:
        self.folder = folder.absolute()
        self._fsync = fsync
        self._server: subprocess.Popen[bytes] | None = None
        self._socket: Path | None = None
        self._short_folder: Path | None = None

    # --- what others ask ------------------------------------------------------------------------------

    @property
    def log_path(self) -> Path:
        """Where the server writes its log."""
        return self.folder / "log" / "store.log"

    @property
    def pid(self) -> int:
        """The server's process id; 0 when it is not running."""
        return self._server.pid if self._server is not None and self._server.poll() is None else 0

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The server as started here last, or None."""
        return self._server

    @property
    def url(self) -> str:
        """The address as Redis clients take it, password included: never print it."""
        return _url(self._socket_path(), self._password())

    # --- its life -------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self, *, deadline_s: float = 300.0, on_loading: Callable[[float], None] | None = None) -> None:
        """Start the server and return when it answers.

        Args:
            deadline_s: seconds it may take; reading back a large store takes long.
            on_loading: called about once a second, with the seconds so far, while it reads its data.

        Raises:
            ConfigurationError: no server to run, or it ended at once (its last words included).
            StoreUnavailable: it did not answer in time; it was stopped again.
        """
        self.spawn()
        try:
            self._wait_until_it_answers(deadline_s, on_loading)
        except BaseException:
            self.kill()
            raise

    def spawn(self) -> None:
        """Start the server without waiting for its first answer."""
        if self.pid:
            return
        binary = valkey.server_binary()
        for folder in (self.folder, self.folder / "store", self.folder / "log"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.end_left_over()
        socket_path = self._socket_path()
        socket_path.unlink(missing_ok=True)
        supervisor_pid = os.getpid()

        def die_with_parent() -> None:
            # Runs between fork and exec: nothing here may take a lock.
            if _set_death_signal is not None:
                _set_death_signal(PR_SET_PDEATHSIG, signal.SIGTERM)
                if os.getppid() != supervisor_pid:
                    os._exit(0)

        self._server = subprocess.Popen(  # noqa: S603 (the binary was looked for above)
            [binary, "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            start_new_session=True,  # Ctrl-C of the terminal must not end it before the workers are done
            preexec_fn=die_with_parent,  # noqa: PLW1509 (called from the main thread; see the function)
        )
        assert self._server.stdin is not None  # noqa: S101 (for the type checker: it is a pipe)
        configuration = valkey.configuration(
            self.folder,
            socket_path=socket_path,
            password=self._password(),
            log=self.log_path,
            fsync=self._fsync,
        )
        with contextlib.suppress(BrokenPipeError), self._server.stdin as stdin:
            stdin.write(configuration.encode())
        self._remember(socket_path)

    def stop(self, *, grace_s: float = 30.0) -> None:
        """Let the server write everything down and end; kill it after ``grace_s`` seconds."""
        if self._server is not None and self._server.poll() is None:
            self._server.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._server.wait(grace_s)
        self.kill()
        if self._short_folder is not None:
            shutil.rmtree(self._short_folder, ignore_errors=True)
            self._short_folder = self._socket = None

    def kill(self) -> None:
        """End the server at once (SIGKILL). What it acknowledged is in its file."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None
            self._record_path.unlink(missing_ok=True)

    def end_left_over(self, *, grace_s: float = 30.0) -> bool:
        """End a server of this folder that outlived whoever started it.

        Returns:
            True when there was one.
        """
        record = Running.read(self._record_path)
        if record is None:
            return False
        process = record.process()
        if process is not None:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.terminate()
                try:
                    process.wait(grace_s)
                except psutil.TimeoutExpired:
                    process.kill()
                    process.wait(5)
        left_folder = Path(record.socket).parent
        if left_folder.name.startswith("sluice-") and left_folder != self._short_folder:
            shutil.rmtree(left_folder, ignore_errors=True)
        self._record_path.unlink(missing_ok=True)
        return process is not None

    # --- inside ---------------------------------------------------------------------------------------

    @property
    def _record_path(self) -> Path:
        return self.folder / "store.json"

    def _password(self) -> str:
        return _password_in(self.folder)

    def _socket_path(self) -> Path:
        """Choose the socket's path once: in the state folder, or in a short private one when that is too long."""
        if self._socket is None:
            folder = self.folder / "run"
            if len(os.fsencode(folder / "store.sock")) > MAX_SOCKET_PATH_BYTES:
                folder = self._short_folder = Path(tempfile.mkdtemp(prefix="sluice-"))
                if len(os.fsencode(folder / "store.sock")) > MAX_SOCKET_PATH_BYTES:
                    folder.rmdir()
                    folder = self._short_folder = Path(tempfile.mkdtemp(prefix="sluice-", dir="/tmp"))
            else:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                folder.chmod(0o700)
            self._socket = folder / "store.sock"
        return self._socket

    def _remember(self, socket_path: Path) -> None:
        assert self._server is not None  # noqa: S101 (for the type checker: called after the start)
        try:
            born_s = psutil.Process(self._server.pid).create_time()
        except psutil.Error:
            return  # it has ended already; waiting for its answer will say why
        record = Running(self._server.pid, born_s, str(socket_path))
        unfinished = self._record_path.with_suffix(".part")
        unfinished.write_text(json.dumps(dataclasses.asdict(record)))
        unfinished.replace(self._record_path)

    def _wait_until_it_answers(self, deadline_s: float, on_loading: Callable[[float], None] | None) -> None:
        started = time.monotonic()
        shown_s = 0.0
        while True:
            if self._server is None or self._server.poll() is not None:
                raise ConfigurationError(f"The store ended at its start. Its log says: {self._last_words()}")
            if self.answers():
                return
            waited_s = time.monotonic() - started
            if waited_s > deadline_s:
                raise StoreUnavailable(f"no answer within {deadline_s:.0f} s of its start; see {self.log_path}")
            if on_loading is not None and waited_s - shown_s >= 1.0:
                shown_s = waited_s
                on_loading(waited_s)
            time.sleep(0.005 if waited_s < 1 else 0.1)

    def answers(self) -> bool:
        """Ask the server once whether it is up and has read its data."""
        return valkey.answers(self._socket_path(), self._password())

    def _last_words(self, lines: int = 3) -> str:
        try:
            return " / ".join(self.log_path.read_text(errors="replace").splitlines()[-lines:]) or "nothing"
        except OSError:
            return "nothing"


def running_store_url(folder: Path) -> str | None:
    """Return the address of the store that ``sluice up`` runs in this state folder, or None when none runs."""
    folder = folder.absolute()
    record = Running.read(folder / "store.json")
    if record is None or record.process() is None:
        return None
    return _url(Path(record.socket), _password_in(folder))


def _url(socket_path: Path, password: str) -> str:
    return f"unix://:{password}@{quote(str(socket_path))}?db=0"


def _password_in(folder: Path) -> str:
    """Read the store's password, or make one that only this user can read."""
    path = folder / "store.password"
    with contextlib.suppress(FileNotFoundError):
        return path.read_text().strip()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / f"store.password.{os.getpid()}"
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_hex(24))
    with contextlib.suppress(FileExistsError):
        os.link(unfinished, path)  # unlike a rename this never replaces another process's password
    unfinished.unlink()
    return path.read_text().strip()
