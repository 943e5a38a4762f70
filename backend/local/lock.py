"""The lock on a state folder: one `sluice up` at a time, and a note of who holds it and where it serves."""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import json
import os
import time
from pathlib import Path
from typing import Self

from backend.errors import ConfigurationError


@dataclasses.dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a state folder: the process id, and the service's address once it serves ("" before)."""

    pid: int
    address: str = ""


class StateLock:
    """Exclusive use of a state folder; the kernel gives it back however the process ends.

    Raises:
        ConfigurationError: another process holds it; says which and what to do.
    """

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._fd = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise ConfigurationError(
                f"The state folder {folder} can't be used: {error.strerror}. "
                "Choose another with --state, or make it writable."
            ) from None
        if not _taken(self._fd):
            os.close(self._fd)
            other = _read(folder / "lock")
            who = f"process {other.pid}" if other else "another process"
            where = f" at {other.address}" if other and other.address else ""
            raise ConfigurationError(
                f"The state folder {folder} is in use: {who} runs sluice up there{where}. "
                "Stop that one first, or choose another folder with --state (and another --port)."
            )
        #: Whether the holder before this one ended without giving the folder back: its children may still be ending.
        self.follows_a_crash = _read(folder / "lock") is not None
        self.note("")

    def note(self, address: str) -> None:
        """Write down who holds the folder and where it serves."""
        text = json.dumps(dataclasses.asdict(Holder(os.getpid(), address))).encode()
        os.pwrite(self._fd, text, 0)
        os.ftruncate(self._fd, len(text))

    def release(self) -> None:
        """Give the folder back."""
        with contextlib.suppress(OSError):
            os.ftruncate(self._fd, 0)
            os.close(self._fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def holder(folder: Path) -> Holder | None:
    """Return who runs `sluice up` in a state folder, or None when nobody does."""
    try:
        fd = os.open(folder / "lock", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return _read(folder / "lock")
    finally:
        os.close(fd)
    return None


def _taken(fd: int, patience_s: float = 0.2) -> bool:
    """Take the lock; a reader that looks at this very moment (see ``holder``) is waited for."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        else:
            return True


def _read(path: Path) -> Holder | None:
    try:
        raw = json.loads(path.read_text())
        return Holder(int(raw["pid"]), str(raw["address"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
