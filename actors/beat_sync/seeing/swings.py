"""Where movement swells and ebbs: the peaks and valleys of a speed curve that are more than noise."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from actors.beat_sync.seeing.motion import Motion

Floats = npt.NDArray[np.float64]

#: Steps a second of the smoothed curve, and how smooth it is.
_STEPS_HZ, _SMOOTH_S = 200, 0.016
#: A movement has ebbed when its speed is down to this share of its peak; and swells when it has grown by as much. Ebbs
#: no deeper than the second are beats only where one is expected.
_CLEAR_EBB, _EBB = 0.58, 0.75
#: Lows nearer to each other than this are the same.
_SAME_S = 0.06
#: Speeds are told apart from this share of a usual peak on, and from so many times the quietest moments.
_SHARE_OF_PEAK, _TIMES_QUIET = 0.05, 1.0
#: Speed (see Motion) below which nothing dances: still pictures show 0.0002 of grain, dances 0.007 and more.
_STILL = 0.0004


@dataclasses.dataclass(frozen=True)
class Swing:
    """One ebb of movement, seconds on the video's clock.

    Args:
        peak_s: when movement was fastest before.
        low_s: when it was slowest.
        next_peak_s: when it is fastest again.
        fall: loss of speed from the peak to the low.
        clear: whether that is so much that it must be a beat.
    """

    peak_s: float
    low_s: float
    next_peak_s: float
    fall: float
    clear: bool


def swings(motion: Motion) -> list[Swing]:
    """Find the ebbs of movement in a film."""
    if motion.speed.size < 3:
        return []
    times, curve = _smoothed(motion.edges_s, motion.speed)
    quiet = float(np.percentile(curve, 5))
    usual = float(np.percentile(curve, 90))
    noise = max(_SHARE_OF_PEAK * usual, _TIMES_QUIET * quiet, _STILL)
    clear_s = times[[index for index, is_peak in _turns(curve, noise, _CLEAR_EBB) if not is_peak]]
    turns = _turns(curve, noise, _EBB)
    found = []
    for number, (index, is_peak) in enumerate(turns):
        if is_peak or not number:
            continue
        before = turns[number - 1][0]
        after = turns[number + 1][0] if number + 1 < len(turns) else times.size - 1
        fall = float(curve[before] - curve[index])
        clear = bool(np.any(np.abs(clear_s - times[index]) < _SAME_S))
        found.append(Swing(float(times[before]), float(times[index]), float(times[after]), fall, clear))
    return found


def _smoothed(edges: Floats, speed: Floats) -> tuple[Floats, Floats]:
    times = np.arange(edges[0], edges[-1], 1 / _STEPS_HZ)
    at = np.clip(np.searchsorted(edges, times, side="right") - 1, 0, speed.size - 1)
    half = round(3 * _SMOOTH_S * _STEPS_HZ)
    bell = np.exp(-0.5 * (np.arange(-half, half + 1) / (_SMOOTH_S * _STEPS_HZ)) ** 2)
    padded = np.pad(speed[at], half, mode="edge")
    return times, np.convolve(padded, bell / bell.sum(), mode="valid")


def _turns(curve: Floats, noise: float, ebb: float) -> list[tuple[int, bool]]:
    """Return (index, is it a peak) alternately: each reversal is sure before it counts."""
    found: list[tuple[int, bool]] = []
    rising = True
    best = 0
    for index, value in enumerate(curve):
        if rising:
            if value > curve[best]:
                best = index
            elif value + noise < ebb * (curve[best] + noise) and curve[best] > 2 * noise:
                found.append((best, True))
                rising, best = False, index
        elif value < curve[best]:
            best = index
        elif ebb * (value + noise) > curve[best] + noise and value > 2 * noise:
            found.append((best, False))
            rising, best = True, index
    if not rising:
        found.append((best, False))
    return found
