"""What lies in a zip, read from its directory alone: nothing is unpacked."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

#: Entries that are listed; the rest is only counted.
MOST_ENTRIES = 2_000
#: A larger directory is not read: a hundred thousand names.
_MOST_DIRECTORY_BYTES = 16_000_000
_TAIL_BYTES = 65_557
_UNUSUAL_RATIO, _UNUSUAL_BYTES = 200, 1_000_000_000


@dataclass(frozen=True)
class Entry:
    """One file in the archive. Sizes in bytes."""

    name: str
    bytes: int
    packed_bytes: int


@dataclass(frozen=True)
class Contents:
    """What lies in an archive: the first files of it, and how many there are and how large, unpacked.

    ``unusual`` tells that it would unpack to far more than files usually do.
    """

    entries: tuple[Entry, ...]
    count: int
    bytes: int
    packed_bytes: int

    @property
    def unusual(self) -> bool:
        """Whether unpacking it would surprise someone."""
        return self.bytes > _UNUSUAL_BYTES and self.bytes > _UNUSUAL_RATIO * max(1, self.packed_bytes)


def contents_of(path: Path) -> Contents:
    """Read the directory of a zip.

    Raises:
        ValueError: it is none, or its directory is too large to be read for a look.
    """
    if _directory_bytes(path) > _MOST_DIRECTORY_BYTES:
        raise ValueError("too many files")
    try:
        with zipfile.ZipFile(path) as archive:
            files = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, IndexError) as broken:
        raise ValueError("not a zip") from broken
    return Contents(
        tuple(Entry(entry.filename, entry.file_size, entry.compress_size) for entry in files[:MOST_ENTRIES]),
        len(files),
        sum(entry.file_size for entry in files),
        sum(entry.compress_size for entry in files),
    )


def _directory_bytes(path: Path) -> int:
    """Return the size of the directory as the end of the file states it.

    Source: PKWARE APPNOTE.TXT 6.3.10, section 4.3.16: the size stands 12 bytes behind the signature of the end record.
    """
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - _TAIL_BYTES))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    return int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
