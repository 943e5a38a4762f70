"""Where something begins to sound: the rise of loudness per pitch band, a hundred times a second.

Bands are levelled by what is usual for them around each moment (adaptive whitening), so that a soft piano counts as
much as a loud drum, and a rise counts only against the loudest of a band's neighbours shortly before, so that vibrato
is no onset.

Source: Stowell & Plumbley, "Adaptive whitening for improved real-time audio onset detection", ICMC 2007; Boeck &
Widmer, "Maximum filter vibrato suppression for onset detection", DAFx 2013.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from actors.beat_sync.whitening import moving_mean

Floats = npt.NDArray[np.float32]

#: Frames a second, about: a whole number of samples makes one.
FRAMES_HZ = 100
#: Length of the piece of sound that a frame looks at.
_LOOK_S = 0.043
#: Mel bands between these.
_BANDS, _LOW_HZ, _HIGH_HZ = 40, 30.0, 11_000.0
#: Edges of the groups that a listener keeps apart: kick, bass, body of the snare, tune, brightness.
GROUP_EDGES_HZ = (120.0, 300.0, 900.0, 3000.0)
#: Seconds within which loudness counts as usual, and the gain of the logarithm over it.
_USUAL_S, _GAIN = 6.0, 4.0
#: Bands this far below the loudest band's level (power) are noise.
_NOTHING = 1e-6
#: A rise is seen over this many frames.
_OVER = 3
#: Chords and basses lie below; their change is seen in this much sound before and after.
_TONES_HZ, _CHANGE_S = 1500.0, 0.25
#: Frames worked on at a time, which bounds the memory.
_BLOCK = 2048


@dataclasses.dataclass(frozen=True)
class Onsets:
    """The rise of loudness over time.

    Args:
        groups: shape (frames, groups): per group of bands, about 1 on average.
        total: shape (frames,): all groups together.
        force: shape (frames, groups): the same without levelling, in the units of the sound: a kick outweighs a hat.
        change: shape (frames,): how much the sound below 1500 Hz differs from before: chords and bass notes change.
        loudness: shape (frames,): root of the mean square, of full scale.
        frames_hz: frames a second.
    """

    groups: Floats
    total: Floats
    force: Floats
    change: Floats
    loudness: Floats
    frames_hz: float


def onsets(samples: Floats, rate_hz: int) -> Onsets:
    """Measure the rise of loudness.

    Args:
        samples: mono, float32.
        rate_hz: samples a second.
    """
    hop = max(1, round(rate_hz / FRAMES_HZ))
    frames_hz = rate_hz / hop
    levels, loudness, centres_hz = _levels(samples, rate_hz, hop)
    which = np.searchsorted(GROUP_EDGES_HZ, centres_hz)
    force = _force(levels, which)
    change = _change(levels[:, centres_hz < _TONES_HZ], round(_CHANGE_S * frames_hz))
    usual = moving_mean(levels, round(_USUAL_S * frames_hz) | 1, 0)
    usual += np.float32(np.sqrt(_NOTHING) * usual.max() + 1e-9) + np.float32(0.1) * usual.mean(axis=0)
    levels /= usual
    heights = np.log1p(np.float32(_GAIN) * levels, out=levels)
    before = np.pad(heights[:-_OVER], ((_OVER, 0), (0, 0)), mode="edge") if len(heights) > _OVER else heights
    before = np.maximum(before, np.maximum(np.roll(before, 1, 1), np.roll(before, -1, 1)))
    rise = np.maximum(heights - before, 0)
    groups = np.stack([_summed(rise[:, which == number]) for number in range(len(GROUP_EDGES_HZ) + 1)], axis=1)
    total = groups.mean(axis=1)
    return Onsets(groups, np.asarray(total, np.float32), force, change, loudness, frames_hz)


def _force(levels: Floats, which: npt.NDArray[np.int64]) -> Floats:
    """Return the rise of each group's magnitude over the frames before, unlevelled."""
    sums = np.stack([levels[:, which == number].sum(axis=1) for number in range(len(GROUP_EDGES_HZ) + 1)], axis=1)
    rise = np.zeros_like(sums)
    rise[_OVER:] = np.maximum(sums[_OVER:] - sums[:-_OVER], 0)
    return rise


def _change(levels: Floats, width: int) -> Floats:
    """Return how unlike the colour of the sound after each frame is to that before it, 0..1."""
    odd = width | 1
    around = moving_mean(levels, odd, 0)
    around /= np.sqrt((around**2).sum(axis=1, keepdims=True)) + 1e-6
    out = np.zeros(len(levels), np.float32)
    apart = odd // 2 + 1
    if len(levels) > 2 * apart:
        out[apart:-apart] = 1 - (around[: -2 * apart] * around[2 * apart :]).sum(axis=1)
    return np.maximum(out, 0)


def _summed(rise: Floats) -> Floats:
    """Add a group's bands; a group without bands (the rate is too low for it) has no onsets."""
    if not rise.shape[1]:
        return np.zeros(len(rise), np.float32)
    return np.asarray(rise.mean(axis=1), np.float32)


def _levels(samples: Floats, rate_hz: int, hop: int) -> tuple[Floats, Floats, npt.NDArray[np.float64]]:
    """Return (magnitudes per frame and mel band, loudness per frame, middle of each band); frames centre on hops."""
    length = 1 << round(np.log2(_LOOK_S * rate_hz))
    window = np.hanning(length + 1)[:-1].astype(np.float32)
    filters, centres_hz = _mel_filters(length, rate_hz)
    count = 1 + samples.size // hop
    levels = np.zeros((count, filters.shape[1]), np.float32)
    loudness = np.zeros(count, np.float32)
    for first in range(0, count, _BLOCK):
        last = min(first + _BLOCK, count)
        begin, end = first * hop - length // 2, (last - 1) * hop + length // 2
        piece = np.zeros(end - begin, np.float32)
        low, high = max(begin, 0), min(end, samples.size)
        piece[low - begin : high - begin] = samples[low:high]
        frames = np.lib.stride_tricks.sliding_window_view(piece, length)[::hop] * window
        loudness[first:last] = np.sqrt(np.mean(frames**2, axis=1))
        levels[first:last] = np.abs(np.fft.rfft(frames, axis=1)).astype(np.float32, copy=False) @ filters
    return levels, loudness, centres_hz


def _mel_filters(length: int, rate_hz: int) -> tuple[Floats, npt.NDArray[np.float64]]:
    """Return triangular filters, shape (bins, bands), and their middles; bands narrower than a bin are merged."""
    high_hz = min(_HIGH_HZ, 0.47 * rate_hz)
    mel = np.linspace(_mel(_LOW_HZ), _mel(high_hz), _BANDS + 2)
    edges_hz = np.unique(np.round(_hz(mel) * length / rate_hz)) * rate_hz / length
    bins_hz = np.arange(length // 2 + 1) * rate_hz / length
    low, middle, high = edges_hz[:-2], edges_hz[1:-1], edges_hz[2:]
    rising = (bins_hz[:, None] - low) / (middle - low)
    falling = (high - bins_hz[:, None]) / (high - middle)
    return np.maximum(0, np.minimum(rising, falling)).astype(np.float32), middle


def _mel(hz: float) -> float:
    return float(2595 * np.log10(1 + hz / 700))


def _hz(mel: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(700 * (10 ** (mel / 2595) - 1))
