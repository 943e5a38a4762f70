"""Refuse files that are small on disk and huge in memory, before pdfium unpacks them."""

from __future__ import annotations

import base64
import contextlib
import functools
import mmap
import re
import zlib
from pathlib import Path

from actors.text.pdf.trial import survives
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
_FLATE = re.compile(rb"/FlateDecode\b|/Fl\b")
#: Flate that was written out in letters, as reportlab does.
_WRITTEN_OUT = re.compile(rb"\[\s*/(?:ASCII85Decode|A85)\s*/(?:FlateDecode|Fl)\b")
#: Other ways of packing are rare: names in disguise, filters that stand elsewhere.
_RARE = re.compile(
    rb"/(?:LZWDecode|LZW|RunLengthDecode|RL|ASCIIHexDecode|AHx|Crypt)\b|/Filter\s+\d|#[0-9A-Fa-f]{2}"
    rb"|/(?:ASCII85Decode|A85)\b(?!\s*/(?:FlateDecode|Fl)\s*\])"
)
_ENCRYPTED = re.compile(rb"/Encrypt\b")
_CONTENTS = re.compile(rb"/Contents\s*(?:\[[^\]]{0,10000}\]|\d+\s+\d+\s+R)")
_REFERENCE = re.compile(rb"\d+(?=\s+\d+\s+R)")
_CALL = re.compile(rb"/[^\s/<>\[\]()]+\s+Do\b")
#: Things that one page may draw before it is tried out: a map's symbols are some hundreds.
_MOST_CALLS = 2_000
_DICTIONARY_BYTES = 2048
_STEP_BYTES = 2**20


def refuse_bombs(path: Path, name: str) -> None:
    """Unpack every drawing and object table piece by piece, keep nothing, and stop at the bounds.

    What cannot be counted so (see ``_count``) is tried out by pdfium in a process of its own.

    Args:
        path: the PDF.
        name: what its owner calls it, for the message.

    Raises:
        JobFailure: ``too_large``.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if sum(1 for _ in _OBJECT.finditer(data)) > MOST_OBJECTS:
            raise _bomb(name, f"more than {MOST_OBJECTS:,} objects")
        suspicious = _count(data, name)
    status = path.stat()
    if suspicious and not _survives(path, status.st_size, status.st_mtime_ns):
        raise _bomb(name, "pages that take too much memory or time to open")


@functools.lru_cache(maxsize=8)
def _survives(path: Path, size_bytes: int, changed_ns: int) -> bool:  # noqa: ARG001 (they tell one file from another)
    """Try a file once, though its blocks and its pages' texts are read one after the other."""
    return survives(path)


def _count(data: mmap.mmap, name: str) -> bool:
    """Refuse what unpacks to too much; return whether there is more that could not be counted."""
    total_bytes = 0
    suspicious = bool(_ENCRYPTED.search(data))
    called = 0
    left_out: set[bytes] = set()
    contents: set[bytes] = set()
    for named in _CONTENTS.finditer(data):
        contents.update(_REFERENCE.findall(named[0]))
    position = 0
    while found := _STREAM.search(data, position):
        position = found.end()
        before = data[max(0, found.start() - _DICTIONARY_BYTES) : found.start()]
        opens = max(before.rfind(b" obj"), before.rfind(b"\nobj"))
        dictionary = before[max(opens, 0) :]
        is_form = b"/Form" in dictionary
        if _NOT_CONTENT.search(dictionary) and not is_form and opens >= 0:
            left_out.update(re.findall(rb"(\d+)\s+\d+$", before[:opens]))
            continue
        suspicious = suspicious or opens < 0 or bool(_RARE.search(dictionary))
        unpacked = _Unpacked(data, position, dictionary)
        total_bytes += unpacked.size_bytes
        if unpacked.size_bytes > MOST_UNPACKED_BYTES or total_bytes > MOST_UNPACKED_TOTAL_BYTES:
            raise _bomb(name, f"contents that unpack to more than {MOST_UNPACKED_BYTES // 2**20} MB a page")
        if unpacked.text_bytes > MOST_TEXT_BYTES:
            raise _bomb(name, "a page with millions of letters")
        called += unpacked.calls
        contents |= unpacked.contents
        # A form that draws others, and a page that draws one thousands of times.
        suspicious = suspicious or bool(unpacked.calls and is_form) or unpacked.calls > _MOST_CALLS
    return suspicious or bool(left_out & contents) or bool(called and data.find(b"/CharProcs") >= 0)


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
        dictionary: what stands before it.
    """

    def __init__(self, data: mmap.mmap, start: int, dictionary: bytes) -> None:
        times = len(_FLATE.findall(dictionary))
        self._stages = [zlib.decompressobj() for _ in range(times)]
        self._sizes = [0] * times
        self._is_table = bool(_TABLE.search(dictionary))
        self.text_bytes = 0
        #: How often it draws something that stands elsewhere.
        self.calls = 0
        #: Numbers of objects that a packed table names as pages' contents.
        self.contents: set[bytes] = set()
        end = data.find(b"endstream", start)
        end = len(data) if end < 0 else end
        if not times:
            self._read(data[start : min(end, start + MOST_UNPACKED_BYTES)])
            return
        # Encrypted or broken data ends this count: pdfium will say which it is, and stops at a gigabyte of its own.
        with contextlib.suppress(zlib.error, ValueError):
            if _WRITTEN_OUT.search(dictionary):
                self._push(0, base64.a85decode(data[start:end].strip().removesuffix(b"~>")))
                return
            position = start
            while position < len(data) and not self._stages[0].eof and self.size_bytes <= MOST_UNPACKED_BYTES:
                piece = data[position : position + _STEP_BYTES // 16]
                position += len(piece)
                self._push(0, piece)

    @property
    def size_bytes(self) -> int:
        """How large it becomes at its largest stage."""
        return max(self._sizes, default=0)

    def _push(self, stage: int, piece: bytes) -> None:
        """Send a piece through one stage and all after it, at most a step at a time."""
        if stage == len(self._stages):
            self._read(piece)
            return
        while piece and self._sizes[stage] <= MOST_UNPACKED_BYTES:
            out = self._stages[stage].decompress(piece, _STEP_BYTES)
            piece = self._stages[stage].unconsumed_tail
            if not out:
                break
            self._sizes[stage] += len(out)
            self._push(stage + 1, out)

    def _read(self, piece: bytes) -> None:
        if not self._is_table:
            self.text_bytes += sum(len(found) for found in _SHOWN.findall(piece))
            self.calls += len(_CALL.findall(piece))
        else:
            for found in _CONTENTS.finditer(piece):
                self.contents.update(_REFERENCE.findall(found[0]))
