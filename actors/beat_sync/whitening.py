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

from actors.beat_sync.soundtrack import ANALYSIS_RATE_HZ, Samples

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


def whitened(samples: Samples, on_progress: Callable[[float], None] = lambda _: None) -> Samples:
    """Return the sound with its level evened out in time and frequency.

    Args:
        samples: mono, at the analysis rate.
        on_progress: told the fraction done, 0..1.

    Returns:
        As many samples as came in; silence stays silence.
    """
    padded = np.zeros((2 + -(-samples.size // HOP)) * HOP, np.float32)
    padded[HOP : HOP + samples.size] = samples
    frames = np.lib.stride_tricks.sliding_window_view(padded, FRAME)[::HOP]
    sparse = _power(np.fft.rfft(frames[:: max(1, len(frames) // 1000)] * _WINDOW, axis=1))
    floor = (sparse.mean(axis=0) * np.float32(_PAUSE) + sparse.mean() * np.float32(_NOTHING) + 1e-12).astype(np.float32)
    frequency = np.fft.rfftfreq(FRAME, 1 / ANALYSIS_RATE_HZ)
    outside = (frequency < LOW_HZ) | (frequency > HIGH_HZ)
    out = np.zeros_like(padded)
    for first in range(0, len(frames), _BLOCK):
        last = min(first + _BLOCK, len(frames))
        before, after = min(first, _FRAMES_AROUND), min(len(frames) - last, _FRAMES_AROUND)
        spectrum = np.fft.rfft(frames[first - before : last + after] * _WINDOW, axis=1)
        around = moving_mean(moving_mean(_power(spectrum), _BINS_AROUND, 1), _FRAMES_AROUND, 0)
        spectrum /= np.sqrt(around + floor)
        spectrum[:, outside] = 0
        pieces = np.fft.irfft(spectrum[before : before + last - first], FRAME, axis=1) * _WINDOW
        for parity in (0, 1):  # the even frames tile the time line without overlap, and so do the odd ones
            tiles = pieces[parity::2].reshape(-1)
            start = (first + parity) * HOP
            out[start : start + tiles.size] += tiles
        on_progress(last / len(frames))
    return out[HOP : HOP + samples.size]


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
