"""Sound in files: what was written is read, and an hour of it takes no more memory than a minute."""

import tracemalloc

import numpy as np
import pytest

from actors.beat_sync.soundtrack import ANALYSIS_RATE_HZ
from actors.beat_sync.store import SampleFile, blocks
from actors.beat_sync.whitening import whitened


def noise(size: int) -> np.ndarray:
    return np.random.default_rng(1).normal(size=size).astype(np.float32)


def test_slices_read_like_those_of_an_array_and_gaps_are_silent() -> None:
    expected, stored = np.zeros(1000, np.float32), SampleFile()
    for at, size in ((0, 100), (700, 300), (50, 100)):  # a gap between, and an overlap that the later piece wins
        piece = noise(size)
        expected[at : at + size] = piece
        stored.write(at, piece)
    assert stored.size == 1000
    for span in (slice(None), slice(40, 160), slice(-10, None), slice(990, 2000), slice(5, 5), slice(0, 100, 7)):
        np.testing.assert_array_equal(stored[span], expected[span])
    np.testing.assert_array_equal(np.asarray(stored), expected)


def test_blocks_cover_everything_once() -> None:
    samples = np.arange((1 << 20) + 777, dtype=np.float32)
    pieces = list(blocks(samples, 160))
    assert all(piece.size % 160 == 0 for _, piece in pieces[:-1])
    np.testing.assert_array_equal(np.concatenate([piece for _, piece in pieces]), samples)


def test_whitening_is_the_same_from_a_file_as_from_an_array() -> None:
    sound, stored = noise(ANALYSIS_RATE_HZ * 70), SampleFile()
    stored.write(0, sound)
    np.testing.assert_array_equal(whitened(stored)[:], whitened(sound)[:])


def test_more_sound_takes_no_more_memory() -> None:
    def peak_bytes(minutes: int) -> int:
        stored, minute = SampleFile(), noise(ANALYSIS_RATE_HZ * 60)
        for number in range(minutes):
            stored.write(number * minute.size, minute)
        tracemalloc.start()
        whitened(stored)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert peak_bytes(15) == pytest.approx(peak_bytes(3), rel=0.2)
