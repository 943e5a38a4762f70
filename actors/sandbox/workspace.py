"""The folder in which one sandbox's jobs work, and what becomes of it when its owner is killed.

<work>/sandbox-<random>/lock               held (flock) by the worker and its forkserver while one of them lives
<work>/sandbox-<random>/<job>-<random>/     one start's private folder and current directory
<work>/sandbox-<random>/<job>-<random>.out/ its artifacts, once they were checked, until the caller takes them
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
import time
from pathlib import Path

import structlog

from actors.sandbox import tree
from actors.sandbox.job_context import OUT

#: Names, in a process's environment, the workspace and the forkserver that it descends from.
MARK = "SLUICE_SANDBOX"
#: A folder this old without a lock was never finished being made.
_UNLOCKED_AGE_S = 3600.0

_log = structlog.get_logger(__name__)


class Workspace:
    """One sandbox's own folder below the shared work folder.

    Args:
        work: the shared work folder; made if it is not there.
    """

    def __init__(self, work: Path) -> None:
        work.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(work)
        self.folder = (work / f"sandbox-{secrets.token_hex(8)}").resolve()
        self.folder.mkdir(mode=0o700)
        # Named "lock" only once it is held: a lock that nobody holds tells the others to sweep this folder.
        newborn = self.folder / "lock.new"
        self.lock_descriptor = os.open(newborn, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with contextlib.suppress(OSError):  # some network file systems can't: then nobody sweeps there either
            fcntl.flock(self.lock_descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        newborn.rename(self.folder / "lock")

    @property
    def mark(self) -> str:
        """How the value of ``MARK`` begins in every process that works here."""
        return _mark(self.folder)

    def open_job(self, job_id: str, start: int) -> Path:
        """Make the private folder of one start of a job."""
        safe_id = "".join(c for c in job_id if c.isalnum() or c in "-_")[:64]
        folder = self.folder / f"{safe_id}-{start}-{secrets.token_hex(4)}"
        folder.mkdir(mode=0o700)
        return folder

    def keep_artifacts(self, folder: Path) -> Path:
        """Move the artifacts out of a job's private folder and return where they lie now."""
        kept = folder.with_name(folder.name + ".out")
        (folder / OUT).rename(kept)
        return kept

    def close(self) -> None:
        """Remove the folder and all in it."""
        os.close(self.lock_descriptor)
        remove(self.folder)


def remove(folder: Path) -> None:
    """Remove a folder and all in it, also what a job has locked itself out of."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        with contextlib.suppress(OSError):
            folder.chmod(0o700)
        for parent, folders, _files in os.walk(folder):
            for inner in (Path(parent, name) for name in folders):  # opened before the walk looks into it
                if not inner.is_symlink():
                    with contextlib.suppress(OSError):
                        inner.chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():
            _log.warning("folder_not_removed", folder=str(folder))


def _mark(folder: Path) -> str:
    return f"{folder.name}/"


def _remove_abandoned(work: Path) -> None:
    """Clear up after workers that were killed together with their forkserver, or died with the machine."""
    for folder in work.glob("sandbox-*"):
        try:
            descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            with contextlib.suppress(OSError):
                if time.time() - folder.stat().st_mtime > _UNLOCKED_AGE_S:
                    remove(folder)
            continue
        except OSError:
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            tree.kill_marked(MARK, _mark(folder), within_s=2.0)
            remove(folder)
        except OSError:
            pass  # somebody lives there
        finally:
            os.close(descriptor)
