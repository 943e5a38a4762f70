"""Refuse files that are small on disk and huge in memory, before pdfium unpacks them."""

from __future__ import annotations

import contextlib
import mmap
import re
import zlib
from pathlib import Path

from backend.errors import JobFailure

#: What one page's drawing, or one packed table of objects, may unpack to. pdfium holds it whole, several times over.
MOST_UNPACKED_BYTES = 48 * 2**20
#: Letters that one drawing may show: pdfium needs 150 bytes for each before it can be asked how many there are.
MOST_TEXT_BYTES = 3 * 2**20
#: And all of them together; pictures and fonts are not counted, pdfium does not unpack them to read text.
MOST_UNPACKED_TOTAL_BYTES = 1024 * 2**20
#: Objects in the file: pdfium keeps a record of each.
MOST_OBJECTS = 3_000_000
#: A picture's or font's bytes do not matter: they are never unpacked here.
_NOT_CONTENT = re.compile(
    rb"/Subtype\s*/Image|/Length1\b|/FontFile|/Type\s*/Metadata|/Subtype\s*/(?:Type1C|OpenType|CIDFontType0C)"
)
_STREAM = re.compile(rb"\bstream\r?\n")
_OBJECT = re.compile(rb"\d\s+obj\b")
#: The dictionary of a stream stands before it; no real one is longer.
_TABLE = re.compile(rb"/Type\s*/(?:ObjStm|XRef)")
_SHOWN = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]+>", re.DOTALL)
_DICTIONARY_BYTES = 2048
_STEP_BYTES = 2**20


def refuse_bombs(path: Path, name: str) -> None:
    """Unpack every drawing and object table piece by piece, keep nothing, and stop at the bounds.

    Args:
        path: the PDF.
        name: what its owner calls it, for the message.

    Raises:
        JobFailure: ``too_large``.
    """
    total_bytes = 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if sum(1 for _ in _OBJECT.finditer(data)) > MOST_OBJECTS:
            raise _bomb(name, f"more than {MOST_OBJECTS:,} objects")
        position = 0
        while found := _STREAM.search(data, position):
            position = found.end()
            before = data[max(0, found.start() - _DICTIONARY_BYTES) : found.start()]
            dictionary = before[max(before.rfind(b" obj"), 0) :]
            times = dictionary.count(b"/FlateDecode") + len(re.findall(rb"/Fl\b", dictionary))
            if not times or _NOT_CONTENT.search(dictionary):
                continue
            unpacked = _Unpacked(data, position, times, counts_text=not _TABLE.search(dictionary))
            total_bytes += unpacked.size_bytes
            if unpacked.size_bytes > MOST_UNPACKED_BYTES or total_bytes > MOST_UNPACKED_TOTAL_BYTES:
                raise _bomb(name, f"contents that unpack to more than {MOST_UNPACKED_BYTES // 2**20} MB a page")
            if unpacked.text_bytes > MOST_TEXT_BYTES:
                raise _bomb(name, "a page with millions of letters")


def _bomb(name: str, what: str) -> JobFailure:
    return JobFailure(
        "too_large",
        f"{name} has {what}. Print it to a new PDF, or split it, and send that.",
        details={"file": name},
    )


class _Unpacked:
    """A stream unpacked piece by piece, counted and forgotten; it stops just over the bounds.

    Args:
        data: the file.
        start: where the stream begins.
        times: how many times it is packed.
        counts_text: whether strings in it are letters to be shown.
    """

    def __init__(self, data: mmap.mmap, start: int, times: int, *, counts_text: bool) -> None:
        self._stages = [zlib.decompressobj() for _ in range(times)]
        self._sizes = [0] * times
        self._counts_text = counts_text
        self.text_bytes = 0
        position = start
        # Encrypted or broken data ends this count: pdfium will say which it is, and stops at a gigabyte of its own.
        with contextlib.suppress(zlib.error):
            while position < len(data) and not self._stages[0].eof and self.size_bytes <= MOST_UNPACKED_BYTES:
                piece = data[position : position + _STEP_BYTES // 16]
                position += len(piece)
                self._push(0, piece)

    @property
    def size_bytes(self) -> int:
        """How large it becomes at its largest stage."""
        return max(self._sizes)

    def _push(self, stage: int, piece: bytes) -> None:
        """Send a piece through one stage and all after it, at most a step at a time."""
        if stage == len(self._stages):
            if self._counts_text:
                self.text_bytes += sum(len(found) for found in _SHOWN.findall(piece))
            return
        while piece and self._sizes[stage] <= MOST_UNPACKED_BYTES:
            out = self._stages[stage].decompress(piece, _STEP_BYTES)
            piece = self._stages[stage].unconsumed_tail
            if not out:
                break
            self._sizes[stage] += len(out)
            self._push(stage + 1, out)
