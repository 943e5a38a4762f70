"""Beats along a tempo: the sequence of moments that hits most onsets and keeps the time best.

Source: Ellis, "Beat tracking by dynamic programming", J. New Music Research 36(1), 2007; here with a period that may
differ from frame to frame, and several metrical levels in one pass.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: How much an uneven beat costs (times the square of the logarithm of its length over the period).
_TIGHTNESS = 100.0
#: Lengths of a beat tried, over the period.
_RATIOS = np.exp(np.linspace(np.log(0.75), np.log(1.34), 41))


def tracked(strength: Floats, periods: Floats) -> list[Ints]:
    """Return the best beats for each of several courses of the period.

    Args:
        strength: onset strength per frame, about 1 where something begins.
        periods: shape (courses, frames): frames from beat to beat.

    Returns:
        Per course the frames of its beats, ascending.
    """
    courses, count = periods.shape
    longest = int(np.ceil(periods.max() * _RATIOS[-1])) + 1
    score = np.zeros((courses, longest + count))
    came_from = np.full((courses, count), -1, np.int64)
    rows = np.arange(courses)
    cost = _TIGHTNESS * np.log(_RATIOS) ** 2
    lags = np.rint(periods[:, :, None] * _RATIOS).astype(np.int32)
    for frame in range(count):
        before = longest + frame - lags[:, frame]
        reached = score[rows[:, None], before] - cost
        best = reached.argmax(axis=1)
        value = reached[rows, best]
        came_from[:, frame] = np.where(value > 0, before[rows, best] - longest, -1)
        score[:, longest + frame] = strength[frame] + np.maximum(value, 0)
    return [_traced(score[row, longest:], came_from[row], periods[row]) for row in range(courses)]


def _traced(score: Floats, came_from: Ints, period: Floats) -> Ints:
    tail = max(1, int(period[-1]))
    frame = int(score.size - tail + score[-tail:].argmax()) if score.size > tail else int(score.argmax())
    beats = []
    while frame >= 0:
        beats.append(frame)
        frame = int(came_from[frame])
    return np.array(beats[::-1], np.int64)
