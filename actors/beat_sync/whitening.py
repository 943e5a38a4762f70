"""Whitening: every moment and every pitch gets the same say, so that correlation peaks are needles, not hills.

The generalised cross-correlation with phase transform (GCC-PHAT) divides the spectrum by its magnitude. Music needs a
gentler form: each cell of the short-time spectrum is divided by the mean level around it (a few bins, half a second).
Loudness changes and the room's colour vanish; notes and drum strokes, which stand out of the noise, still stand out.

Source: Knapp & Carter, "The generalized correlation method for estimation of time delay", IEEE TASSP 24(4), 1976.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from actors.beat_sync.soundtrack import ANALYSIS_RATE_HZ
from actors.beat_sync.store import SampleFile, Samples, Stored

#: 128 ms frames, half overlapping.
FRAME = 1024
HOP = FRAME // 2
#: The band that a loudspeaker, a room and a phone leave intact.
LOW_HZ, HIGH_HZ = 80.0, 3700.0
#: The neighbourhood whose level counts as one: bins (of 7.8 Hz) and frames (of 64 ms).
_BINS_AROUND, _FRAMES_AROUND = 9, 9
#: Cells this far below the bin's usual level are pauses and stay quiet (-40 dB), as do bins far below all others.
_PAUSE, _NOTHING = 1e-4, 1e-7
#: Frames worked on at a time (a minute), which bounds the memory.
_BLOCK = 938

# Its square, half overlapping, adds up to one: analysis and synthesis use it once each.
_WINDOW = np.sqrt(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FRAME) / FRAME)).astype(np.float32)


def whitened(samples: Stored, on_progress: Callable[[float], None] = lambda _: None) -> SampleFile:
    """Return the sound with its level evened out in time and frequency.

    Args:
        samples: mono, at the analysis rate.
        on_progress: told the fraction done, 0..1.

    Returns:
        As many samples as came in; silence stays silence.
    """
    count = 1 + -(-samples.size // HOP)
    some = np.concatenate([_frames(samples, frame, frame + 1) for frame in range(0, count, max(1, count // 1000))])
    sparse = _power(np.fft.rfft(some * _WINDOW, axis=1))
    floor = (sparse.mean(axis=0) * np.float32(_PAUSE) + sparse.mean() * np.float32(_NOTHING) + 1e-12).astype(np.float32)
    frequency = np.fft.rfftfreq(FRAME, 1 / ANALYSIS_RATE_HZ)
    outside = (frequency < LOW_HZ) | (frequency > HIGH_HZ)
    out = SampleFile()
    half_done = np.zeros(HOP, np.float32)  # what the last frame of a block adds to the next one
    for first in range(0, count, _BLOCK):
        last = min(first + _BLOCK, count)
        before, after = min(first, _FRAMES_AROUND), min(count - last, _FRAMES_AROUND)
        spectrum = np.fft.rfft(_frames(samples, first - before, last + after) * _WINDOW, axis=1)
        around = moving_mean(moving_mean(_power(spectrum), _BINS_AROUND, 1), _FRAMES_AROUND, 0)
        spectrum /= np.sqrt(around + floor)
        spectrum[:, outside] = 0
        pieces = np.fft.irfft(spectrum[before : before + last - first], FRAME, axis=1) * _WINDOW
        block = np.zeros((last - first + 1) * HOP, np.float32)
        block[:HOP] = half_done
        for parity in (0, 1):  # the even frames tile the time line without overlap, and so do the odd ones
            tiles = pieces[parity::2].reshape(-1)
            block[parity * HOP : parity * HOP + tiles.size] += tiles
        half_done = block[-HOP:]
        # The first half frame lies before the sound, and the last may reach beyond it.
        lead, at = (HOP, 0) if first == 0 else (0, (first - 1) * HOP)
        out.write(at, block[lead:-HOP][: samples.size - at])
        on_progress(last / count)
    return out


def _frames(samples: Stored, first: int, last: int) -> Samples:
    """Return frames, the first of which begins half a frame before the sound; silence lies around it."""
    begin, end = (first - 1) * HOP, last * HOP
    piece = np.zeros(end - begin, np.float32)
    low, high = max(begin, 0), min(end, samples.size)
    if high > low:
        piece[low - begin : high - begin] = samples[low:high]
    return np.lib.stride_tricks.sliding_window_view(piece, FRAME)[::HOP]


def moving_mean(values: npt.NDArray[np.float32], width: int, axis: int) -> npt.NDArray[np.float32]:
    """Average over ``width`` neighbours (odd) along an axis; at the edges over those that are there."""
    length = values.shape[axis]
    half = width // 2
    moved = np.moveaxis(values, axis, 0)
    # Prefix sums; float64, because differences of long float32 sums lose the quiet cells.
    sums = np.zeros((length + 1, *moved.shape[1:]))
    np.cumsum(moved, axis=0, out=sums[1:])
    low = np.maximum(np.arange(length) - half, 0)
    high = np.minimum(np.arange(length) + half + 1, length)
    count = (high - low).astype(np.float64).reshape(-1, *[1] * (values.ndim - 1))
    return np.moveaxis(((sums[high] - sums[low]) / count).astype(np.float32), 0, axis)


def _power(spectrum: npt.NDArray[np.complexfloating]) -> npt.NDArray[np.float32]:
    return np.asarray(spectrum.real**2 + spectrum.imag**2, np.float32)
