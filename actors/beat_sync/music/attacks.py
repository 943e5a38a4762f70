"""From a frame to the millisecond: where exactly the sound of a beat begins.

Around each beat the sound's envelope is read at a high rate, in a low and a high band; an onset is where the envelope
leaves the level before it towards its next peak. All beats together say how far the tracker's grid is off; each beat
then moves to its own attack if there is a clear one, and keeps the grid's time (corrected) if not.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Times = npt.NDArray[np.float64]

#: Values of the envelope a second, about.
_FINE_HZ = 1000
#: An attack is looked for this far around the tracked time.
_BEFORE_S, _AFTER_S = 0.045, 0.045
#: The share of the rise at which the attack is read; from there it is led back to its foot along its slope.
_LOW_SHARE, _HIGH_SHARE = 0.15, 0.5
#: Steps of the envelope by which the foot may lie before the first reading.
_FARTHEST = 12.0
#: Steps before the steepest place in which the level before the attack lies, low: a soft attack has begun long before
#: its steepest place. Steps after it in which its peak lies.
_LEVEL_STEPS, _LEVEL_PERCENTILE, _PEAK_STEPS = 30, 10, 9
#: A rise of less than this (ratio of envelopes) is no attack.
_CLEAR = 1.5


def attack_times(samples: Floats, rate_hz: int, near_s: Times) -> tuple[Times, npt.NDArray[np.bool_]]:
    """Return the beginning of the attack nearest to each time, and whether there is a clear one.

    Args:
        samples: mono, float32.
        rate_hz: samples a second.
        near_s: where to look.
    """
    step = max(1, rate_hz // _FINE_HZ)
    at = near_s.copy()
    clear = np.zeros(near_s.size, bool)
    for index, near in enumerate(near_s):
        first = round((near - _BEFORE_S - 0.02) * rate_hz)
        last = round((near + _AFTER_S + 0.02) * rate_hz)
        piece = np.zeros(last - first, np.float32)
        low, high = max(first, 0), min(last, samples.size)
        if high - low < piece.size // 2:
            continue
        piece[low - first : high - first] = samples[low:high]
        found = _steepest(piece, step, rate_hz)
        if found is not None:
            at[index], clear[index] = first / rate_hz + found, True
    return at, clear


def _steepest(piece: Floats, step: int, rate_hz: int) -> float | None:
    """Return where the strongest rise begins, seconds from the piece's first sample; None if nothing rises clearly."""
    bright = np.diff(piece, prepend=piece[:1])
    best, at_s = 0.0, None
    for signal in (piece, bright):
        count = signal.size // step
        energy = (signal[: count * step].reshape(count, step) ** 2).mean(axis=1, dtype=np.float64)
        # 4 ms before against 4 ms after, everywhere: the largest ratio is the attack.
        sums = np.concatenate([[0.0], np.cumsum(energy)])
        width = 6
        before = (sums[width:-width] - sums[: -2 * width]) / width
        after = (sums[2 * width :] - sums[width:-width]) / width
        floor = float(np.percentile(energy, 30)) * 0.1 + 1e-10
        rise = np.log((after + floor) / (before + floor)) * np.sqrt(after / (after.max() + 1e-12))
        top = int(rise.argmax())
        if rise[top] > max(best, np.log(_CLEAR)):
            best = float(rise[top])
            at_s = _foot(np.sqrt(energy), top + width) * step / rate_hz
    return at_s


def _foot(envelope: Times, around: int) -> float:
    """Return where an envelope leaves its level before, between steps."""
    base = float(np.percentile(envelope[max(0, around - _LEVEL_STEPS) : max(1, around)], _LEVEL_PERCENTILE))
    peak_at = (
        around + int(envelope[around : around + _PEAK_STEPS].argmax()) if around < envelope.size else envelope.size - 1
    )
    height = float(envelope[peak_at]) - base
    low = _crossing(envelope, peak_at, base + _LOW_SHARE * height)
    high = _crossing(envelope, peak_at, base + _HIGH_SHARE * height)
    # Along its slope back to its foot: exact for a rise that is straight, however slow.
    return low - min(_FARTHEST, _LOW_SHARE * (high - low) / (_HIGH_SHARE - _LOW_SHARE))


def _crossing(envelope: Times, peak_at: int, level: float) -> float:
    """Return where an envelope last passes a level before its peak, between steps (a step's value is of its middle)."""
    index = peak_at
    while index > 0 and envelope[index - 1] > level:
        index -= 1
    if index == 0:
        return 0.5
    below, above = float(envelope[index - 1]), float(envelope[index])
    return index - 0.5 + (level - below) / (above - below + 1e-12)
