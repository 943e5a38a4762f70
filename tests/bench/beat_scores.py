"""How well found beats agree with true ones, by the measures of the literature.

Source: Davies, Degara & Plumbley, "Evaluation methods for musical audio beat tracking algorithms", 2009.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Times = npt.NDArray[np.float64]

#: A beat is on time if it is off by less than this share of the distance between true beats.
_CONTINUITY = 0.175


def matched_errors_s(found: Times, true: Times, within_s: float) -> Times:
    """Return the errors of found beats that match a true one, each used once."""
    errors: list[float] = []
    next_free = 0
    for beat in true:
        while next_free < found.size and found[next_free] < beat - within_s:
            next_free += 1
        if next_free < found.size and found[next_free] <= beat + within_s:
            errors.append(float(found[next_free] - beat))
            next_free += 1
    return np.array(errors)


def f_measure(found: Times, true: Times, within_s: float) -> float:
    """Return the harmonic mean of precision and recall."""
    hits = matched_errors_s(found, true, within_s).size
    return 2 * hits / max(1, found.size + true.size)


def continuity(found: Times, true: Times) -> float:
    """Return CMLt: the share of beats in step with the true ones, by phase and by distance."""
    if found.size < 2 or true.size < 2:
        return 0.0
    nearest = np.abs(true[:, None] - found).argmin(axis=0)
    gap = np.diff(true)
    step_at = gap[np.clip(nearest - 1, 0, gap.size - 1)]
    in_phase = np.abs(found - true[nearest]) < _CONTINUITY * step_at
    steps = np.diff(found, prepend=2 * found[0] - found[1])
    in_step = np.abs(steps - step_at) < _CONTINUITY * step_at
    right = len(set(nearest[in_phase & in_step].tolist()))
    return right / max(found.size, true.size)


def any_level(found: Times, true: Times) -> float:
    """Return AMLt: the same against the best of true, off-beat, double and half beats."""
    middles = (true[:-1] + true[1:]) / 2
    double = np.sort(np.concatenate([true, middles]))
    return max(continuity(found, other) for other in (true, middles, double, true[::2], true[1::2]))


def octave_error(found_bpm: float, true_bpm: float) -> bool:
    """Tell whether a tempo is off by more than 8 % although a multiple or fraction of it is right."""
    ratio = found_bpm / true_bpm
    return abs(ratio - 1) > 0.08 and any(abs(ratio / factor - 1) < 0.08 for factor in (2, 0.5, 3, 1 / 3, 1.5, 2 / 3))
