"""What is told of an ebb of movement to whoever shall judge it: its curve, what the shapes say, and what is usual here.

Everything is said relative to the ebb: times from where the shapes believe the beat to be, speeds as shares of its
fall. What is usual in the film tells how this dancer moves and how much this camera loses.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from actors.beat_sync.seeing.ebbs import Ebb, Look
from actors.beat_sync.seeing.motion import Motion, bridged

Floats = npt.NDArray[np.float64]

#: Where the curve is read, seconds from the beat of the shapes: widely, and finely around it.
_WIDE_S, _FINE_S = np.arange(-0.30, 0.341, 0.02), np.arange(-0.08, 0.081, 0.01)
#: Means of so much film.
_WIDE_MEAN_S, _FINE_MEAN_S = 0.04, 0.02
#: Speeds beyond these shares of the fall are told as these.
_LOWEST, _HIGHEST = -0.2, 3.0
#: Moments farther away than this are told as this far, seconds.
_FAR_S = 0.6
#: Almost only stops, almost only turns: what the shapes say then.
_STOPS, _TURNS = 0.999, 0.001
#: A cut this many pictures away can be felt in the curve.
_NEAR_CUT = 8
#: Values that the shapes say.
_SAID = 12
#: The usual curve of a film is read at every second place, from so many clear ebbs at least.
_USUAL_CURVE = slice(0, _WIDE_S.size, 2)
_LEAST_CLEAR = 3
#: Values in a description that say what is usual, and all of them.
USUAL = (_WIDE_S.size + 1) // 2 + 2 * _SAID
COUNT = 2 * (_WIDE_S.size + _FINE_S.size) + 3 + _SAID + USUAL


def centre_s(ebb: Ebb) -> float:
    """Return when the shapes believe the beat to be if stops are as likely as turns."""
    return ebb.told(0.5).time_s


def described(motion: Motion, looks: list[Look]) -> Floats:
    """Describe ebbs by numbers, most of them around -1 to 1.

    Args:
        motion: of the whole film.
        looks: what the shapes say of its ebbs.

    Returns:
        A row for each, shape (ebbs, COUNT).
    """
    if not looks:
        return np.zeros((0, COUNT))
    edges = motion.edges_s
    speeds, changes = (
        _summed(edges, rate) for rate in (motion.speed, bridged(motion.changes.astype(np.float64), motion.cuts))
    )
    usual = max(float(np.percentile([look.swing.fall for look in looks], 90)), 1e-12)
    quiet = float(np.percentile(motion.speed, 5))
    interval_s = float(np.median(np.diff(edges)))
    rows = []
    for look in looks:
        at_s, fall = centre_s(look.ebb), max(look.swing.fall, 1e-12)
        speed = [np.clip(part / fall, _LOWEST, _HIGHEST) for part in _read(edges, speeds, at_s)]
        change = _read(edges, changes, at_s)
        least, most = change[0].min(), change[0].max()
        change = [np.clip((part - least) / (most - least + 1e-9), _LOWEST, _HIGHEST) for part in change]
        film = [np.log(fall / usual), np.log(quiet / usual + 1e-3), interval_s * 50]
        rows.append(np.concatenate([*speed, *change, film, _said(motion, look)]))
    own = np.array(rows)
    return np.concatenate([own, np.tile(_usual(own, looks), (len(own), 1))], axis=1)


def _usual(own: Floats, looks: list[Look]) -> Floats:
    """Return what the clear ebbs of a film have in common: their mean curve, and what the shapes say of them."""
    clear = own[[look.ebb.clear for look in looks]]
    rows = clear if len(clear) >= _LEAST_CLEAR else own
    said = rows[:, -_SAID:]
    return np.concatenate([rows[:, _USUAL_CURVE].mean(axis=0), said.mean(axis=0), said.std(axis=0)])


def _summed(edges: Floats, rate: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(rate * np.diff(edges))])


def _read(edges: Floats, summed: Floats, at_s: float) -> list[Floats]:
    """Read a curve around a moment, widely and finely: means of the film around each place."""
    return [
        (np.interp(at + mean_s / 2, edges, summed) - np.interp(at - mean_s / 2, edges, summed)) / mean_s
        for at, mean_s in ((at_s + _WIDE_S, _WIDE_MEAN_S), (at_s + _FINE_S, _FINE_MEAN_S))
    ]


def _said(motion: Motion, look: Look) -> list[float]:
    """Return what the shapes say, and where the ebb lies among other things."""
    even, stop, turn = (look.ebb.told(stops) for stops in (0.5, _STOPS, _TURNS))
    at_s, swing, edges = even.time_s, look.swing, motion.edges_s
    picture = int(np.clip(np.searchsorted(edges, at_s, side="right") - 1, 0, motion.speed.size - 1))
    cut = motion.cuts[max(0, picture - _NEAR_CUT) : picture + _NEAR_CUT + 1].any()
    away = [
        float(np.clip(moment - at_s, -_FAR_S, _FAR_S))
        for moment in (swing.low_s, swing.peak_s, swing.next_peak_s, look.half_s, stop.time_s, turn.time_s)
    ]
    scale = (5.0, 3.0, 3.0, 20.0, 20.0, 20.0)
    return [
        *(offset * times for offset, times in zip(away, scale, strict=True)),
        *(told.spread_s * 50 for told in (even, stop, turn)),
        even.abruptness * 2,
        float((at_s - edges[picture]) / (edges[picture + 1] - edges[picture])),
        float(cut),
    ]
