"""Movement that was never filmed: speed curves of dancers of many kinds, whose beats are known.

Other bodies than those of ``dances.py`` move here: how speed falls and rises again, how long stops and rests last, how
limbs differ, and what noise and the threshold of seeing do, is drawn anew for each.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from actors.beat_sync.seeing.motion import CELLS, DIRECTIONS, Motion

Floats = npt.NDArray[np.float64]

_FINE_HZ = 1000
#: Standard deviations: of the dancer's beat about the tempo, and of each limb about the dancer's beat.
_HUMAN_S, _LIMB_S = 0.012, 0.005


@dataclasses.dataclass(frozen=True)
class Movement:
    """A dance as it would be seen.

    Args:
        motion: the movement.
        beats_s: its beats: the middle of a stop, the end of the movement before a turn.
        abrupt: which of them are stops.
    """

    motion: Motion
    beats_s: Floats
    abrupt: npt.NDArray[np.bool_]


def movement(seed: int, duration_s: float = 16.0) -> Movement:
    """Draw a dancer, a dance and a camera from a seed."""
    rng = np.random.default_rng([seed, 29])
    period_s = 60 / rng.uniform(75, 160)
    steps = rng.choice([1, 1, 1, 1, 1, 1, 1, 2], round(duration_s / period_s))
    beats = 0.5 + np.cumsum(steps) * period_s + rng.normal(0, _HUMAN_S, steps.size)
    beats = beats[beats < duration_s - 0.4]
    abrupt = rng.random(beats.size) < rng.choice([0.0, 0.5, 1.0])
    limbs = int(rng.integers(1, 5))
    body = _Body(rng)
    curve = np.zeros(round(duration_s * _FINE_HZ) + 1)
    for _ in range(limbs):
        own = beats + (rng.normal(0, _LIMB_S, beats.size) if limbs > 1 else 0)
        curve += body.speed(np.maximum.accumulate(own), abrupt, curve.size, rng)
    return Movement(_seen(curve, duration_s, rng), beats, abrupt)


class _Body:
    """How one dancer moves."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._fall = float(rng.uniform(0.2, 0.5))  # of the way from beat to beat, before a turn
        self._rise = float(rng.uniform(0.2, 0.5))
        self._stop_s = float(rng.uniform(0.015, 0.07))
        self._rest = float(rng.uniform(0.05, 0.4))
        self._flank = (np.copy, _sine, _smooth)[rng.integers(3)]
        self._unlike = float(rng.uniform(0.1, 0.5))  # how unlike each other movements are, in size

    def speed(self, beats: Floats, abrupt: npt.NDArray[np.bool_], count: int, rng: np.random.Generator) -> Floats:
        """Return one limb's speed at every millisecond."""
        at = np.arange(count) / _FINE_HZ
        speed = np.zeros(count)
        stops = self._stop_s * rng.uniform(0.7, 1.4, beats.size + 1)
        ends = np.append(beats + np.where(abrupt, stops[:-1] / 2, 0), at[-1] + 0.5)
        begin, stopped = 0.0, True
        for number, end in enumerate(ends):
            inside = (at >= begin) & (at < end)
            length = max(end - begin, 1e-3)
            gone, left = at[inside] - begin, end - at[inside]
            turns = number == beats.size or not abrupt[number]
            fall_s = self._fall * length * rng.uniform(0.8, 1.2) if turns else stops[number]
            rest_s = self._rest * length if stopped else 0.0
            rise = self._flank(np.clip((gone - rest_s) / (self._rise * length), 0, 1))
            size = np.exp(rng.normal(0, self._unlike))
            speed[inside] = size * rise * self._flank(np.clip(left / fall_s, 0, 1))
            begin, stopped = end, not turns
        return speed


def _seen(curve: Floats, duration_s: float, rng: np.random.Generator) -> Motion:
    """Look at a speed curve through a camera."""
    fps = float(rng.choice([24, 25, 30, 30]))
    edges = np.arange(0, duration_s - 1 / fps, 1 / fps)
    if rng.random() < 0.25:
        edges[1:] += rng.uniform(-0.3, 0.3, edges.size - 1) / fps
        edges = edges[(rng.random(edges.size) > 0.06) | (np.arange(edges.size) == 0)]
    travelled = np.interp(edges, np.arange(curve.size) / _FINE_HZ, np.cumsum(curve) / _FINE_HZ)
    speed = np.diff(travelled) / np.diff(edges)
    usual = max(float(np.percentile(speed, 90)), 1e-9)
    clear = speed / usual
    speed = _blurred(clear, rng)
    changes = _blurred(clear ** rng.uniform(0.6, 1.0), rng)
    cells = np.zeros((speed.size, CELLS[0] * CELLS[1]), np.float32)
    cells[:, 5] = 0.01 * speed
    nothing = np.zeros((speed.size, DIRECTIONS), np.float32)
    return Motion(edges, cells, nothing, changes.astype(np.float32), np.zeros(speed.size, bool), np.zeros(0))


def _blurred(speed: Floats, rng: np.random.Generator) -> Floats:
    """Let slow movement drown, and add noise: a share of the speed, some everywhere, and more than nothing."""
    threshold = rng.uniform(0, 0.15)
    seen = speed**2 / (speed + threshold + 1e-9) * (1 + rng.normal(0, rng.uniform(0, 0.1), speed.size))
    everywhere = np.abs(rng.normal(0, rng.uniform(0.002, 0.03), speed.size)) + rng.uniform(0, 0.06)
    return np.asarray(np.maximum(seen, 0) + everywhere)


def _sine(share: Floats) -> Floats:
    return np.asarray(np.sin(np.pi / 2 * share))


def _smooth(share: Floats) -> Floats:
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * share))
