"""Putting what was downloaded where the user wants it: names that are safe here, nothing overwritten, nothing half."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO, Self

from desktop.core.errors import LocalFailure, local_failure

#: What the usual file systems take, in bytes of UTF-8, with room for `` (12)`` and the mark of a part.
MOST_NAME_BYTES = 200
MOST_SUFFIX_BYTES = 20
UNNAMED = "file"

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
#: Characters that turn the direction of text, so that a name reads as another than it is, and ones that are not seen.
_TRICKS = re.compile("[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*\\]')
#: Source: Microsoft, "Naming Files, Paths, and Namespaces".
_DEVICES = re.compile(
    r"(?:CON|PRN|AUX|NUL|COM[0-9\u00b9\u00b2\u00b3]|LPT[0-9\u00b9\u00b2\u00b3]|CONIN\$|CONOUT\$)", re.I
)

_HASH_BYTES = 1_048_576


def safe_name(name: str) -> str:
    """Return a plain file name for what a server calls an artifact; the same on every system.

    No path, no control or direction characters, no device of Windows, not too long, its ending kept.
    """
    name = name.replace("\\", "/").rpartition("/")[2]
    name = unicodedata.normalize("NFC", _TRICKS.sub("", _CONTROLS.sub("", name)))
    name = _NOT_ON_WINDOWS.sub("_", name.encode("utf-8", "replace").decode("utf-8"))
    # Dots first would hide it; Windows drops dots and blanks at the end.
    name = name.strip().lstrip(".").rstrip(". ")
    if not name:
        return UNNAMED
    if _DEVICES.fullmatch(name.partition(".")[0].strip()):
        name = f"_{name}"
    return _shortened(name)


def _shortened(name: str) -> str:
    if len(name.encode()) <= MOST_NAME_BYTES:
        return name
    suffix = PurePosixPath(name).suffix
    if len(suffix.encode()) > MOST_SUFFIX_BYTES:
        suffix = ""
    stem = name.removesuffix(suffix).encode()[: MOST_NAME_BYTES - len(suffix.encode())]
    return stem.decode("utf-8", "ignore").rstrip(". ") + suffix


def free_path(path: Path) -> Path:
    """Return a path at which nothing lies: the one given, else ``report (2).pdf`` and on."""
    number, tried = 2, path
    while os.path.lexists(tried):
        tried = path.with_name(f"{path.stem} ({number}){path.suffix}")
        number += 1
    return tried


class PartFile:
    """A download on its way: ``<name>.<mark>.part`` beside its goal, moved there when it is whole and right.

    What is there of the same content from an earlier try is gone on with.

    Args:
        goal: where it is to lie at last.
        sha256: of the whole; empty when it is not known.
        total_bytes: of the whole; None when it is not known.
    """

    def __init__(self, goal: Path, *, sha256: str, total_bytes: int | None) -> None:
        self.goal, self.sha256, self.total_bytes = goal, sha256, total_bytes
        # The mark is the content's: a part of something else is never gone on with.
        self.path = goal.with_name(f"{goal.name}.{sha256[:12] or 'new'}.part")
        self.size_bytes = 0
        self._hash = hashlib.sha256()
        self._open: BinaryIO | None = None

    @property
    def _file(self) -> BinaryIO:
        if self._open is None:
            raise ValueError("the part is not open")
        return self._open

    def __enter__(self) -> Self:
        """Open it, with what is there already.

        Raises:
            LocalFailure: the folder can't be written.
        """
        self.size_bytes = 0
        self._hash = hashlib.sha256()
        try:
            self.goal.parent.mkdir(parents=True, exist_ok=True)
            self._open = self.path.open("r+b" if self.path.exists() and self.sha256 else "w+b")
            while piece := self._file.read(_HASH_BYTES):
                self._hash.update(piece)
                self.size_bytes += len(piece)
        except OSError as error:
            self._close()
            raise local_failure(self.path, error) from None
        if self.total_bytes is not None and self.size_bytes > self.total_bytes:
            self.restart()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it; what is there stays for another try."""
        self._close()

    def restart(self) -> None:
        """Throw away what is there."""
        self._file.seek(0)
        self._file.truncate()
        self.size_bytes = 0
        self._hash = hashlib.sha256()

    def write(self, piece: bytes) -> None:
        """Append.

        Raises:
            LocalFailure: the disk is full; then nothing of it is left in the way.
        """
        try:
            self._file.write(piece)
        except OSError as error:
            raise self._failed(error) from None
        self._hash.update(piece)
        self.size_bytes += len(piece)

    def finish(self, *, replace: bool) -> Path:
        """Move it to its goal; return where it lies.

        Args:
            replace: whether what lies at the goal goes; else it gets a free name.

        Raises:
            LocalFailure: it is not what the server has, or can't be moved.
        """
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._failed(error) from None
        self._close()
        short = self.total_bytes is not None and self.size_bytes != self.total_bytes
        if short or (self.sha256 and self._hash.hexdigest() != self.sha256):
            self.remove()
            raise LocalFailure(str(self.goal), "damaged")
        try:
            if replace:
                self.path.replace(self.goal)
                return self.goal
            return _moved(self.path, self.goal)
        except OSError as error:
            raise local_failure(self.goal, error) from None

    def remove(self) -> None:
        """Leave nothing."""
        self._close()
        with contextlib.suppress(OSError):
            self.path.unlink()

    def _failed(self, error: OSError) -> LocalFailure:
        failure = local_failure(self.goal, error)
        if failure.reason == "disk full":
            self.remove()
        return failure

    def _close(self) -> None:
        if self._open is not None:
            # Closing writes what is buffered: on a full disk that fails as well, and was told already.
            with contextlib.suppress(OSError):
                self._open.close()
            self._open = None


def _moved(part: Path, goal: Path) -> Path:
    """Move a file to a free name; nothing that comes to lie there at the same moment is overwritten."""
    while True:
        path = free_path(goal)
        try:
            os.link(part, path)
        except FileExistsError:
            continue
        except OSError:
            # A file system without hard links: between the look and the move lies one call.
            part.rename(path)
            return path
        part.unlink()
        return path


def sha256_of(path: Path, *, stopped: Callable[[], bool] = lambda: False) -> str | None:
    """Return the SHA-256 of a file's bytes in hex, None when it was stopped.

    Raises:
        LocalFailure: it can't be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_HASH_BYTES):
                if stopped():
                    return None
                digest.update(piece)
    except OSError as error:
        raise local_failure(path, error) from None
    return digest.hexdigest()
