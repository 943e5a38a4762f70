"""Sound that lies in a file without a name, read piece by piece: an hour takes no more memory than a minute."""

from __future__ import annotations

import os
import tempfile
import weakref
from collections.abc import Iterator
from typing import Protocol

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

#: Samples that are worked on at a time where all are looked at (4 MB).
_BLOCK = 1 << 20


class Stored(Protocol):
    """Samples that can be read by slices: an array, or a SampleFile."""

    @property
    def size(self) -> int:
        """How many there are."""

    def __getitem__(self, span: slice, /) -> Samples:
        """Return the samples between two places (step 1)."""


class SampleFile:
    """Mono float32 samples in a temporary file (in the job's folder), which is gone with the process.

    Places that were never written are silent.
    """

    def __init__(self) -> None:
        self._file, path = tempfile.mkstemp(prefix="sound-")
        os.unlink(path)  # noqa: PTH108 (from now on it has no name, and ends with its last user)
        weakref.finalize(self, os.close, self._file)
        self._size = 0

    @property
    def size(self) -> int:
        """How many samples there are."""
        return self._size

    def write(self, at: int, samples: Samples) -> None:
        """Write samples from a place on, over what is there."""
        rest, place = np.ascontiguousarray(samples, np.float32).tobytes(), at * 4
        while rest:
            written = os.pwrite(self._file, rest, place)
            rest, place = rest[written:], place + written
        self._size = max(self._size, at + samples.size)

    def __getitem__(self, span: slice, /) -> Samples:
        """Return the samples between two places, as a new array."""
        start, stop, step = span.indices(self._size)
        wanted = max(0, stop - start) * 4
        pieces: list[bytes] = []
        while wanted:
            piece = os.pread(self._file, wanted, stop * 4 - wanted)
            if not piece:
                raise OSError("a temporary file of sound has become shorter")
            pieces.append(piece)
            wanted -= len(piece)
        return np.frombuffer(bytearray(b"".join(pieces)), np.float32)[::step]

    def __array__(self, dtype: npt.DTypeLike | None = None, copy: bool | None = None) -> npt.NDArray[np.generic]:
        """Return all samples at once: for those who can afford it."""
        del copy
        return np.asarray(self[:], dtype)


def blocks(samples: Stored, multiple: int = 1) -> Iterator[tuple[int, Samples]]:
    """Yield (place, piece) from front to back; all pieces but the last are multiples of so many samples long."""
    length = max(1, _BLOCK // multiple) * multiple
    for first in range(0, samples.size, length):
        yield first, samples[first : first + length]
