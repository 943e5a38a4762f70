"""The time line of a film that keeps the music's beats: when each moment of the video is shown.

Between beats time passes at a constant speed (a segment a beat) or along a smooth curve; before the first beat and
behind the last one as it was filmed.

Source: Fritsch & Carlson, "Monotone piecewise cubic interpolation", SIAM J. Numer. Anal. 17(2), 1980, and for the
slopes Fritsch & Butland, SIAM J. Sci. Stat. Comput. 5(2), 1984.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

#: Film before the first and behind the last beat that is part of the curve, so that speed passes over smoothly.
_EASE_S = 0.5


@dataclasses.dataclass(frozen=True)
class Warp:
    """When the moments of a video are shown.

    Args:
        film_s: moments of the video, ascending.
        shown_s: when they are shown, on the new film's clock, ascending.
        smooth: whether speed changes along a curve instead of at once.
    """

    film_s: Floats
    shown_s: Floats
    smooth: bool = False

    def shown_at(self, film_s: Floats) -> Floats:
        """Return when moments of the video are shown."""
        if not self.smooth:
            return _along(self.film_s, self.shown_s, film_s)
        begin, end = self.shown_s[0] - 1, self.shown_s[-1] + 1
        fine = np.linspace(begin, end, max(2, round((end - begin) * 500)))
        return _along(self.film_at(fine), fine, film_s)

    def film_at(self, shown_s: Floats) -> Floats:
        """Return which moments of the video are shown at times of the new film."""
        if not self.smooth or self.film_s.size < 3:
            return _along(self.shown_s, self.film_s, shown_s)
        knots, values = self.shown_s, self.film_s
        slopes = _slopes(knots, values)
        at = np.clip(np.searchsorted(knots, shown_s, side="right") - 1, 0, knots.size - 2)
        width = knots[at + 1] - knots[at]
        part = np.clip((shown_s - knots[at]) / width, 0, 1)
        square, cube = part**2, part**3
        inside = (
            (2 * cube - 3 * square + 1) * values[at]
            + (cube - 2 * square + part) * width * slopes[at]
            + (3 * square - 2 * cube) * values[at + 1]
            + (cube - square) * width * slopes[at + 1]
        )
        before, behind = np.minimum(shown_s - knots[0], 0), np.maximum(shown_s - knots[-1], 0)
        return np.asarray(inside + before + behind)

    def smoothed(self) -> Warp:
        """Return the same with smooth changes of speed, as filmed at both ends."""
        film = np.concatenate([[self.film_s[0] - _EASE_S], self.film_s, [self.film_s[-1] + _EASE_S]])
        shown = np.concatenate([[self.shown_s[0] - _EASE_S], self.shown_s, [self.shown_s[-1] + _EASE_S]])
        return Warp(film, shown, smooth=True)

    @property
    def speeds(self) -> Floats:
        """Speed of the film between its knots, 1 as filmed."""
        return np.asarray(np.diff(self.film_s) / np.diff(self.shown_s))


def _along(knots: Floats, values: Floats, at: Floats) -> Floats:
    """Interpolate between knots; outside them with slope 1."""
    inside = np.interp(at, knots, values)
    return np.asarray(inside + np.minimum(at - knots[0], 0) + np.maximum(at - knots[-1], 0))


def _slopes(knots: Floats, values: Floats) -> Floats:
    """Return the slopes at the knots: weighted harmonic means, which keep the curve monotone; 1 at both ends."""
    widths = np.diff(knots)
    steep = np.diff(values) / widths
    first, second = 2 * widths[1:] + widths[:-1], widths[1:] + 2 * widths[:-1]
    inner = (first + second) / (first / steep[:-1] + second / steep[1:])
    return np.concatenate([[1.0], inner, [1.0]])
