"""Visual beats: the moments at which a dancer's movement stops or turns round, found between the pictures.

Each ebb of the speed curve is compared with a family of shapes: speed falls along a flank (short: a stop; long: a
turn), rests or does not, and rises again. The speed between two pictures is the mean of the true one, so a stop between
them shows as a share of the speed before: this is what tells time more finely than pictures come. All shapes that fit
vote with their likelihood, so that where stop and turn can't be told apart the beat lies between the two.

Source: Davis & Agrawala, "Visual rhythm and beat", ACM TOG 37(4), 2018, for what a visual beat is.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from actors.beat_sync.seeing.motion import Motion
from actors.beat_sync.seeing.swings import Swing, swings

Floats = npt.NDArray[np.float64]

#: Lengths of flank and rest, seconds, that are tried.
_FALLS_S = np.array([0.02, 0.04, 0.06, 0.09, 0.13, 0.18, 0.25, 0.34])
_RESTS_S = np.array([0.0, 0.04, 0.08, 0.12, 0.3])
#: A turn that seems to rest this long is rare: slow movement drowns in the noise first.
_LONG_REST_S, _LONG_REST_PRIOR = 0.2, 0.1
_RISES_S = np.array([0.08, 0.16, 0.3])
#: A flank up to this long is a stop: its beat is in its middle. A longer one is a turn: its beat is at its end.
_STOP_S, _TURN_S = 0.09, 0.13
#: A stop's beat, as a share of its flank before the end: a sudden stop there would lead as far.
_STOP_AT = 1 - 2 / np.pi
#: Where beats are looked for around the slowest moment, and in which steps.
_BEFORE_S, _AFTER_S, _STEP_S = 0.24, 0.06, 0.004
#: How much of the curve is compared, seconds before and after.
_LEAD_S, _TRAIL_S = 0.16, 0.14
#: Noise of the curve: a share of the fall, and a share of the speed itself (flow errs in proportion).
_NOISE_SHARE, _NOISE_OF_SPEED = 0.03, 0.12
#: The curve is compared until speed has risen again by this share of the fall.
_RISEN = 0.5
#: Beats nearer to each other than this are one.
_APART_S = 0.12
#: A cut this near makes a beat unsure.
_CUT_NEAR_S = 0.05


@dataclasses.dataclass(frozen=True)
class VisualBeats:
    """The visual beats of a film.

    Args:
        times_s: when, on the video's clock; ascending.
        strengths: 0..1, how much movement ended.
        abruptness: 0..1, from turning round (0) to stopping (1).
        spread_s: how unsure each is (standard deviation).
    """

    times_s: Floats
    strengths: Floats
    abruptness: Floats
    spread_s: Floats


def visual_beats(motion: Motion) -> VisualBeats:
    """Find the visual beats in what moves.

    Args:
        motion: the movement of the whole film.
    """
    rows = [row for swing in swings(motion) if (row := _fitted(motion, swing)) is not None]
    rows = _apart(sorted(rows))
    if not rows:
        return VisualBeats(*(np.zeros(0) for _ in range(4)))
    times, falls, abruptness, spread = (np.array(column) for column in zip(*rows, strict=True))
    strengths = np.sqrt(np.clip(falls / max(float(np.percentile(falls, 90)), 1e-12), 0, 1))
    return VisualBeats(times, strengths, abruptness, spread)


_Row = tuple[float, float, float, float]


def _fitted(motion: Motion, swing: Swing) -> _Row | None:
    """Return (time, fall, abruptness, spread) of the beat in an ebb; None if it can't be told."""
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
    shapes = _Shapes.around(half_s - 0.05, half_s + 0.16)
    noise = np.hypot(_NOISE_SHARE * swing.fall, _NOISE_OF_SPEED * values[heard])
    errors, falls = shapes.compared(starts[heard], ends[heard], values[heard], noise)
    excess = max(1.0, float(errors.min()) / max(1, int(heard.sum()) - 3))
    likely = np.exp(-0.5 * (errors - errors.min()) / excess) * shapes.prior
    likely /= likely.sum()
    time = float((likely * shapes.beats).sum())
    spread = float(np.sqrt((likely * (shapes.beats - time) ** 2).sum()))
    return time, float((likely * falls).sum()), float((likely * shapes.abrupt).sum()), spread


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


@dataclasses.dataclass(frozen=True)
class _Shapes:
    """The family of shapes: one entry each in all arrays."""

    falls_s: Floats
    rests_s: Floats
    rises_s: Floats
    ends_s: Floats
    prior: Floats

    @classmethod
    def around(cls, first_s: float, last_s: float) -> _Shapes:
        grid = np.meshgrid(_FALLS_S, _RESTS_S, _RISES_S, np.arange(first_s, last_s, _STEP_S), indexing="ij")
        falls, rests, rises, ends = (axis.ravel() for axis in grid)
        rare = (falls > _STOP_S) & (rests > _LONG_REST_S)
        return cls(falls, rests, rises, ends, np.where(rare, _LONG_REST_PRIOR, 1.0))

    @property
    def abrupt(self) -> Floats:
        """1 for stops, 0 for turns."""
        by_flank = np.clip((_TURN_S - self.falls_s) / (_TURN_S - _STOP_S), 0, 1)
        return np.asarray(np.where(self.rests_s > _LONG_REST_S, 1.0, by_flank))

    @property
    def beats(self) -> Floats:
        """When each shape's beat is."""
        turned = self.ends_s + self.rests_s / 2
        stopped = self.ends_s - _STOP_AT * self.falls_s
        return np.asarray(turned + self.abrupt * (stopped - turned))

    def compared(self, starts: Floats, ends: Floats, speed: Floats, noise: Floats) -> tuple[Floats, Floats]:
        """Return (sum of squared deviations over noise, height of the flank) of each shape at its best height."""
        passed = (ends - starts)[None, :]
        fall = (
            _ramp(self.ends_s[:, None] - starts, self.falls_s) - _ramp(self.ends_s[:, None] - ends, self.falls_s)
        ) / passed
        up_s = (self.ends_s + self.rests_s)[:, None]
        rise = (_ramp(ends - up_s, self.rises_s) - _ramp(starts - up_s, self.rises_s)) / passed
        scale = float(np.abs(speed).max()) or 1.0
        sure = scale / noise
        columns = np.stack([np.ones_like(fall), fall, rise], axis=1) * sure
        wanted = speed / scale * sure
        normal = columns @ columns.transpose(0, 2, 1) + np.diag([1e-3, 1e-6, 1e-3])
        heights = np.linalg.solve(normal, (columns @ wanted)[..., None])[..., 0]
        heights[:, 2] = np.maximum(heights[:, 2], 0)
        errors = ((wanted - np.einsum("gp,gpk->gk", heights, columns)) ** 2).sum(axis=1)
        errors[heights[:, 1] <= 0] = np.inf
        if not np.isfinite(errors).any():
            errors[:] = 1.0
        return np.asarray(errors, np.float64), np.asarray(heights[:, 1] * scale, np.float64)


def _ramp(at: Floats, length: Floats) -> Floats:
    """Integrate, from zero, a speed that rises like a pendulum's over ``length`` and then stays at 1."""
    length = length[:, None]
    within = np.clip(at, 0, length)
    return np.asarray(2 * length / np.pi * (1 - np.cos(np.pi / 2 * within / length)) + np.maximum(at - length, 0))


def _apart(rows: list[_Row]) -> list[_Row]:
    """Of beats that are too near to each other keep the stronger."""
    kept: list[_Row] = []
    for row in rows:
        if kept and row[0] - kept[-1][0] < _APART_S:
            if row[1] > kept[-1][1]:
                kept[-1] = row
            continue
        kept.append(row)
    return kept
