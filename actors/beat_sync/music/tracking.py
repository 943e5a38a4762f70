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
#: Frames worked on at a time, which bounds the memory.
_BLOCK = 512


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
    # Per frame only the way back is kept; scores and lags are those of a block, and scores of one beat before it.
    back = np.zeros((courses, count), np.int16)
    score = np.zeros((courses, longest + _BLOCK))
    rows = np.arange(courses)
    cost = _TIGHTNESS * np.log(_RATIOS) ** 2
    for first in range(0, count, _BLOCK):
        lags = np.rint(periods[:, first : first + _BLOCK, None] * _RATIOS).astype(np.int16)
        for frame in range(lags.shape[1]):
            reached = score[rows[:, None], longest + frame - lags[:, frame]] - cost
            best = reached.argmax(axis=1)
            value = reached[rows, best]
            back[:, first + frame] = np.where(value > 0, lags[rows, frame, best], 0)
            score[:, longest + frame] = strength[first + frame] + np.maximum(value, 0)
        score[:, :longest] = score[:, lags.shape[1] : lags.shape[1] + longest].copy()
    return [_traced(score[row, :longest], back[row], periods[row]) for row in range(courses)]


def _traced(last_scores: Floats, back: npt.NDArray[np.int16], period: Floats) -> Ints:
    """Follow the way back from the best of the last beats."""
    tail = min(max(1, int(period[-1])), back.size)
    frame = int(back.size - tail + last_scores[-tail:].argmax())
    beats = [frame]
    while back[frame]:
        frame -= int(back[frame])
        beats.append(frame)
    return np.array(beats[::-1], np.int64)
