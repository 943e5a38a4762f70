"""The shapes that an ebb of movement may have, compared with the speed that was measured.

Speed falls along a flank (short: a stop; long: a turn), rests or does not, and rises again. The speed between two
pictures is the mean of the true one, so a stop between them shows as a share of the speed before: this is what tells
time more finely than pictures come.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

#: Lengths of flank and rest, seconds, that are tried.
_FALLS_S = np.array([0.02, 0.04, 0.06, 0.09, 0.13, 0.18, 0.25, 0.34])
_RESTS_S = np.array([0.0, 0.04, 0.08, 0.12, 0.3])
#: A turn that seems to rest this long is rare: slow movement drowns in the noise first.
_LONG_REST_S, _LONG_REST_PRIOR = 0.2, 0.1
_RISES_S = np.array([0.08, 0.16, 0.3])
#: A flank up to this long is a stop: its beat is in its middle. A longer one is a turn: its beat is at its end.
_STOP_S, _TURN_S = 0.09, 0.13
#: A stop's beat, as a share of its flank before the end. A sudden stop at 1 - 2 / pi (0.36) would lead as far; but the
#: slowest part of a stop drowns in noise and in what encoders leave out, so that the flank seems to end 4 ms too early.
_STOP_AT = 0.25
#: Steps in which the end of the flank is looked for.
_STEP_S = 0.004


@dataclasses.dataclass(frozen=True)
class Shapes:
    """The family of shapes: one entry each in all arrays."""

    falls_s: Floats
    rests_s: Floats
    rises_s: Floats
    ends_s: Floats
    prior: Floats

    @classmethod
    def between(cls, first_s: float, last_s: float) -> Shapes:
        """Return all shapes whose flank ends between two moments."""
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
