"""What one ebb of movement says about its beat: every moment that it may be, and how likely it is."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from actors.beat_sync.seeing.motion import Motion
from actors.beat_sync.seeing.shapes import Shapes
from actors.beat_sync.seeing.swings import Swing

Floats = npt.NDArray[np.float64]

#: How much of the curve is compared, seconds before and after the middle of the fall.
_LEAD_S, _TRAIL_S = 0.16, 0.14
#: Where the end of the flank is looked for, seconds before and after it.
_BEFORE_S, _AFTER_S = 0.05, 0.16
#: Noise of the curve: a share of the fall, and a share of the speed itself (flow errs in proportion).
_NOISE_SHARE, _NOISE_OF_SPEED = 0.03, 0.12
#: The curve is compared until speed has risen again by this share of the fall.
_RISEN = 0.5
#: Shapes less likely than this, against the likeliest, are forgotten.
_FORGOTTEN = 1e-6
#: How likely it is that an expectation is wrong altogether.
_SURPRISE = 1e-4
#: No beat is surer than this.
_SUREST_S = 0.003


@dataclasses.dataclass(frozen=True)
class Told:
    """A beat, as told by all shapes that fit.

    Args:
        time_s: when.
        spread_s: how unsure that is (standard deviation).
        fall: loss of speed.
        abruptness: 0..1, from turning round to stopping.
    """

    time_s: float
    spread_s: float
    fall: float
    abruptness: float


@dataclasses.dataclass(frozen=True)
class Ebb:
    """The shapes that fit one ebb of movement.

    Args:
        beats_s: when the beat would be.
        likely: how well each fits.
        abrupt: 1 for stops, 0 for turns.
        falls: loss of speed.
        clear: whether speed fell so far that this is a beat by itself.
    """

    beats_s: Floats
    likely: Floats
    abrupt: Floats
    falls: Floats
    clear: bool

    def told(self, stops: float, expected_s: float | None = None, within_s: float = 1.0) -> Told:
        """Let all shapes vote.

        Args:
            stops: share of stops among the film's beats, 0..1.
            expected_s: when the beat is expected, if it is known.
            within_s: standard deviation of that.
        """
        weights = self.likely * (stops * self.abrupt + (1 - stops) * (1 - self.abrupt))
        if expected_s is not None:
            weights = weights * (np.exp(-0.5 * ((self.beats_s - expected_s) / within_s) ** 2) + _SURPRISE)
        weights = weights / weights.sum()
        time_s = float(weights @ self.beats_s)
        spread_s = float(np.sqrt(weights @ (self.beats_s - time_s) ** 2))
        return Told(time_s, max(_SUREST_S, spread_s), float(weights @ self.falls), float(weights @ self.abrupt))


@dataclasses.dataclass(frozen=True)
class Look:
    """A first look at an ebb of movement.

    Args:
        swing: the ebb.
        half_s: when speed has last fallen through the middle between peak and low.
        ebb: what the shapes say.
    """

    swing: Swing
    half_s: float
    ebb: Ebb


def looked_at(motion: Motion, swing: Swing) -> Look | None:
    """Compare an ebb with all shapes; None if too little of it was seen."""
    edges, speed = motion.edges_s, motion.speed
    half_s = _halfway(edges, speed, swing)
    begin = max(swing.peak_s, half_s - _LEAD_S)
    end = min(swing.next_peak_s, max(half_s + _TRAIL_S, swing.low_s))
    first = int(np.searchsorted(edges, begin - 0.01, side="right")) - 1
    last = int(np.searchsorted(edges, end + 0.01))
    first, last = max(0, min(first, speed.size - 4)), min(speed.size, max(last, first + 4))
    if last - first < 3:
        return None
    starts, ends, values = edges[first:last], edges[first + 1 : last + 1], speed[first:last]
    lowest = int(np.argmin(np.where(starts >= half_s - 0.03, values, np.inf)))
    risen = np.flatnonzero(values[lowest:] > values[lowest] + _RISEN * swing.fall)
    heard = ~motion.cuts[first:last]
    if risen.size:
        heard[lowest + risen[0] + 1 :] = False
    if heard.sum() < 3:
        return None
    shapes = Shapes.between(half_s - _BEFORE_S, half_s + _AFTER_S)
    noise = np.hypot(_NOISE_SHARE * swing.fall, _NOISE_OF_SPEED * values[heard])
    errors, falls = shapes.compared(starts[heard], ends[heard], values[heard], noise)
    excess = max(1.0, float(errors.min()) / max(1, int(heard.sum()) - 3))
    likely = np.exp(-0.5 * (errors - errors.min()) / excess) * shapes.prior
    kept = likely > _FORGOTTEN * likely.max()
    ebb = Ebb(shapes.beats[kept], likely[kept], shapes.abrupt[kept], falls[kept], swing.clear)
    return Look(swing, half_s, ebb)


def _halfway(edges: Floats, speed: Floats, swing: Swing) -> float:
    """Return when speed has last fallen through the middle between peak and low."""
    middle = (edges[:-1] + edges[1:]) / 2
    inside = np.flatnonzero((middle >= swing.peak_s - 0.03) & (middle <= swing.low_s + 0.03))
    if inside.size < 2:
        return swing.low_s
    values = speed[inside]
    low, high = values.min(), values.max()
    above = np.flatnonzero(values > (low + high) / 2)
    at = int(above[-1]) if above.size else 0
    if at + 1 >= values.size:
        return float(middle[inside[-1]])
    share = (values[at] - (low + high) / 2) / max(values[at] - values[at + 1], 1e-12)
    return float(middle[inside[at]] + share * (middle[inside[at + 1]] - middle[inside[at]]))
