"""Uploaded files and artifacts on disk: one folder, shared by the API and the workers.

Everything appears by a rename, so a reader sees a whole file or none::

    files/<aa>/<sha256>              an uploaded file, under the hash of its bytes
    artifacts/<job id>/<start>/...   what one start of a job delivered
    incoming/                        uploads on their way in
    work/                            temporary folders of running children
    trash/                           what is being removed
"""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import fcntl
import hashlib
import os
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar, overload

from backend.errors import FileTooLarge, StorageUnavailable
from backend.job import JOB_ID_PATTERN

#: How much of a file's beginning is kept in memory to tell its type.
HEAD_BYTES = 8192

FILE_ID_PATTERN = re.compile(r"[0-9a-f]{64}")

#: The longest file name that common file systems take, bytes of UTF-8.
MAX_NAME_BYTES = 255

#: An empty folder in the trash this old was left by a process that died, seconds.
EMPTY_GRAVE_S = 600.0

#: How often it is asked whether artifacts that the disk is taking are still wanted, seconds.
_LOOK_S = 0.1

_CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f]")

_NO_ROOM = {errno.ENOSPC: "the disk is full", errno.EDQUOT: "the quota is used up", errno.EROFS: "it is read-only"}


Kept = TypeVar("Kept")


@dataclasses.dataclass(frozen=True, slots=True)
class Received:
    """An upload that is in its place. ``head`` is its first 8 KiB, to tell its type by."""

    file_id: str
    head: bytes
    bytes: int


def is_plain_name(name: str) -> bool:
    """Tell whether ``name`` is a file name and nothing else: no path, no ``..``, no control character."""
    return (
        name not in {"", ".", ".."}
        and not any(separator in name for separator in "/\\")
        and not _CONTROL_CHARACTERS.search(name)
        and len(name.encode("utf-8", "surrogatepass")) <= MAX_NAME_BYTES
    )


class Storage:
    """The folder of uploads, artifacts and work; safe to use from many threads and processes.

    Args:
        root: the folder, made when it isn't there; everything in it is for this user only.

    Raises:
        StorageUnavailable: when the folder can't be made.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.work = self.root / "work"
        self._files = self.root / "files"
        self._artifacts = self.root / "artifacts"
        self._incoming = self.root / "incoming"
        self._trash = self.root / "trash"
        with _said_plainly():
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            for folder in (self.work, self._files, self._artifacts, self._incoming, self._trash):
                folder.mkdir(mode=0o700, exist_ok=True)

    # --- uploads ---------------------------------------------------------------------------------------

    @overload
    def receive(self, chunks: Iterable[bytes], *, max_bytes: int) -> Received: ...

    @overload
    def receive(self, chunks: Iterable[bytes], *, max_bytes: int, record: Callable[[Received], Kept]) -> Kept: ...

    def receive(
        self, chunks: Iterable[bytes], *, max_bytes: int, record: Callable[[Received], Kept] | None = None
    ) -> Received | Kept:
        """Write an upload to disk as it arrives and put it in its place under the hash of its bytes.

        Args:
            chunks: the bytes, in pieces of any size.
            max_bytes: the largest file to take, bytes.
            record: called when the file is in its place, while no file can be removed: writes the file's
                record, so that neither a file without a record nor a record without a file is left.

        Returns:
            What ``record`` returned, or without it what was received.

        Raises:
            FileTooLarge: as soon as more than ``max_bytes`` arrived.
            StorageUnavailable: when the disk is full or can't be written.
            Exception: whatever ``chunks`` or ``record`` raised; nothing is left behind then.
        """
        with _said_plainly():
            incoming = tempfile.NamedTemporaryFile(dir=self._incoming, delete=False)  # noqa: SIM115 (closed below)
        path = Path(incoming.name)
        try:
            with incoming:
                # Held while the upload runs: remove_leftovers tells by it that the receiving process lives.
                fcntl.flock(incoming, fcntl.LOCK_EX)
                received = self._write(chunks, incoming.fileno(), max_bytes)
                with self.files_held():
                    new = self._put_in_place(path, received)
                    try:
                        return received if record is None else record(received)
                    except BaseException:
                        if new:
                            self.remove_file(received.file_id)
                        raise
        finally:
            path.unlink(missing_ok=True)

    @staticmethod
    def _write(chunks: Iterable[bytes], descriptor: int, max_bytes: int) -> Received:
        digest, size, head = hashlib.sha256(), 0, b""
        for chunk in chunks:
            size += len(chunk)
            if size > max_bytes:
                raise FileTooLarge(max_bytes)
            if len(head) < HEAD_BYTES:
                head += chunk[: HEAD_BYTES - len(head)]
            digest.update(chunk)
            with _said_plainly():
                _write_all(descriptor, chunk)
        with _said_plainly():
            os.fsync(descriptor)
        return Received(digest.hexdigest(), head, size)

    def _put_in_place(self, path: Path, received: Received) -> bool:
        """Move the upload to its place, and return whether it is new there."""
        target = self.file_path(received.file_id)
        with _said_plainly():
            target.parent.mkdir(mode=0o700, exist_ok=True)
            new = not target.exists()
            if new or target.stat().st_size != received.bytes:
                path.replace(target)
        return new

    def file_path(self, file_id: str) -> Path:
        """Return where an uploaded file lies (it may be gone).

        Raises:
            ValueError: when ``file_id`` isn't 64 hex digits.
        """
        if not FILE_ID_PATTERN.fullmatch(file_id):
            raise ValueError("a file id is 64 hex digits")
        return self._files / file_id[:2] / file_id

    def remove_file(self, file_id: str) -> None:
        """Remove an uploaded file, if it is there; who reads it now reads on."""
        self.file_path(file_id).unlink(missing_ok=True)

    @contextlib.contextmanager
    def files_held(self) -> Iterator[None]:
        """Keep other threads and processes from recording or removing uploads for a moment.

        Hold it around "delete the record, then remove the file": an upload of the same bytes that arrives in
        between would otherwise end as a record without a file.
        """
        with (self.root / "files.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    # --- artifacts -------------------------------------------------------------------------------------

    def keep_artifacts(
        self, job_id: str, start: int, folder: Path, *, wanted: Callable[[], bool] = lambda: True
    ) -> bool:
        """Move ``folder`` into place as what this start of the job delivered; safe to repeat.

        Folders of earlier starts are removed. A start that was overtaken (its lease was lost and a later start
        has delivered) must not undo the later one's work: then ``folder`` is removed instead.

        Args:
            job_id: the job.
            start: the number of this start of the job, from 1.
            folder: a folder below ``work``, so that the rename stays within one file system.
            wanted: asked again and again while the disk takes the bytes, whether anybody still wants them.

        Returns:
            False if they were not wanted any more: then ``folder`` is left where it is.
        """
        target = self._start_folder(job_id, start)
        delivered = target.parent.iterdir() if target.parent.exists() else ()
        others = [int(other.name) for other in delivered if other.name != target.name]
        if any(other > start for other in others):
            self._discard(folder)
            return True
        if folder.exists():
            with _said_plainly():
                if not _flushed_to_disk(folder, wanted):
                    return False
                self._discard(target)
                target.parent.mkdir(mode=0o700, exist_ok=True)
                folder.rename(target)
        for other in others:
            self._discard(self._start_folder(job_id, other))
        return True

    def artifact_path(self, job_id: str, start: int, name: str) -> Path:
        """Return where an artifact lies (it may be gone).

        Raises:
            ValueError: when the job id or the name could lead anywhere else.
        """
        if not is_plain_name(name):
            raise ValueError("an artifact's name is a plain file name")
        return self._start_folder(job_id, start) / name

    def remove_job(self, job_id: str) -> None:
        """Remove all artifacts of a job, if there are any; who reads one now reads on."""
        self._discard(self._job_folder(job_id))

    def _job_folder(self, job_id: str) -> Path:
        if not JOB_ID_PATTERN.fullmatch(job_id):
            raise ValueError("a job id is 1-64 letters, digits, - and _")
        return self._artifacts / job_id

    def _start_folder(self, job_id: str, start: int) -> Path:
        return self._job_folder(job_id) / str(int(start))

    def _discard(self, folder: Path) -> None:
        """Take a folder out of sight in one step, then remove it at leisure."""
        grave = Path(tempfile.mkdtemp(dir=self._trash))
        with contextlib.suppress(FileNotFoundError):
            folder.rename(grave / "gone")
        shutil.rmtree(grave, ignore_errors=True)

    # --- health and tidiness ---------------------------------------------------------------------------

    def check_writable(self) -> None:
        """Write and remove a small file.

        Raises:
            StorageUnavailable: when that fails.
        """
        with _said_plainly(), tempfile.NamedTemporaryFile(dir=self._trash) as probe:
            probe.write(b"sluice")
            probe.flush()

    def remove_leftovers(self) -> int:
        """Remove what killed processes left of uploads and removals; return how many there were.

        Safe at any time: an upload that is still running, here or in another process, is left alone.
        """
        removed = 0
        for path in self._incoming.iterdir():
            with contextlib.suppress(FileNotFoundError, BlockingIOError), path.open("rb") as upload:
                fcntl.flock(upload, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
                removed += 1
        for grave in self._trash.glob("*/"):
            with contextlib.suppress(FileNotFoundError):
                # An empty one may be about to be filled; when it is old, whoever dug it is dead.
                if (grave / "gone").exists() or time.time() - grave.stat().st_mtime > EMPTY_GRAVE_S:
                    shutil.rmtree(grave, ignore_errors=True)
                    removed += 1
        return removed


@contextlib.contextmanager
def _said_plainly() -> Iterator[None]:
    """Turn the system's error about the disk into our own."""
    try:
        yield
    except OSError as error:
        reason = _NO_ROOM.get(error.errno or 0, error.strerror or type(error).__name__)
        raise StorageUnavailable(reason) from error


def _write_all(descriptor: int, chunk: bytes) -> None:
    """Write the whole chunk: a single write may take only a part of it."""
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _flushed_to_disk(folder: Path, wanted: Callable[[], bool]) -> bool:
    """Make sure that the bytes survive a power failure that comes after their job was called finished.

    A slow disk takes minutes for a long film, and its system call can't be interrupted: a thread waits in it, and is
    left to itself if the bytes are not wanted any more.

    Returns:
        False if they are not.
    """
    failures: list[OSError] = []

    def flush() -> None:
        try:
            for path in folder.rglob("*"):
                if path.is_file() and not path.is_symlink():
                    with path.open("rb") as file:
                        os.fsync(file.fileno())
        except OSError as error:
            failures.append(error)

    flushing = threading.Thread(target=flush, name="flush", daemon=True)
    flushing.start()
    while flushing.is_alive():
        flushing.join(_LOOK_S)
        if not wanted():
            return False
    if failures:
        raise failures[0]
    return True
