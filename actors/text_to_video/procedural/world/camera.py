# ruff: noqa: PLR0911 - a move a case
"""Camera moves: where the camera is at a moment of the shot."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from random import Random


@dataclasses.dataclass(frozen=True, slots=True)
class View:
    """Where the camera is.

    Args:
        x, y: how far it has moved right and down at the depth of the figures, pixels.
        zoom: magnification at the depth of the figures.
        orbit: how far it has gone round the figures, pixels; the distance moves with it, the foreground against it.
    """

    x: float = 0.0
    y: float = 0.0
    zoom: float = 1.0
    orbit: float = 0.0

    def shift(self, depth: float) -> float:
        """How far a layer lies from its place, pixels to the right."""
        return -self.x * depth + self.orbit * (1 - depth)

    def scale(self, depth: float) -> float:
        """Magnification of a layer: what is far grows less."""
        return 1 + (self.zoom - 1) * (0.45 + 0.55 * min(1.4, depth))


class Travel:
    """Where the camera goes in the whole of a shot.

    Args:
        views: where it is at each picture and at the shot's end.
        duration_s: length of the shot.
    """

    def __init__(self, views: Sequence[View], duration_s: float) -> None:
        self._views = views
        self._duration_s = duration_s
        self.rests = all(view == View() for view in views)

    def across(self, depth: float, drift: float) -> tuple[float, float]:
        """How far to the right a layer lies from its place, at least and at most, pixels.

        Args:
            depth: of the layer.
            drift: how fast it moves of itself, pixels a second.
        """
        shifts = [0.0] if self.rests else [view.shift(depth) for view in self._views]
        drifted = drift * self._duration_s
        return min(shifts) + min(0.0, drifted), max(shifts) + max(0.0, drifted)

    def down(self, depth: float) -> tuple[float, float]:
        """How far down a layer lies from its place, at least and at most, pixels."""
        shifts = [0.0] if self.rests else [-view.y * depth for view in self._views]
        return min(shifts), max(shifts)


def ease(share: float) -> float:
    """Begin and end gently, move evenly between: the share of the way at a share of the time."""
    share = min(1.0, max(0.0, share))
    soft = 0.5 - 0.5 * math.cos(math.pi * share)
    return 0.65 * soft + 0.35 * share


class Camera:
    """One of ``vocabulary.CAMERAS`` over a shot.

    Args:
        name: the move.
        width, height: pixels of the picture.
        duration_s: length of the shot.
        seed: decides how a hand trembles.
    """

    def __init__(self, name: str, width: int, height: int, duration_s: float, seed: int) -> None:
        self._name = name
        self._width = width
        self._height = height
        self._duration_s = max(duration_s, 0.04)
        chance = Random(f"{seed}:camera")  # noqa: S311 - pictures, not secrets
        self._waves = [
            (chance.uniform(0.25, 1.4), chance.uniform(0, math.tau), chance.uniform(0.4, 1.0)) for _ in range(6)
        ]

    def view(self, t_s: float) -> View:
        """Where it is at a time."""
        way = ease(t_s / self._duration_s)
        middle = way - 0.5
        far = min(self._width, self._height * 1.3)
        match self._name:
            case "pan_left":
                return View(x=-middle * 0.62 * far)
            case "pan_right":
                return View(x=middle * 0.62 * far)
            case "tilt_up":
                return View(y=(0.42 - way) * 0.26 * self._height)
            case "tilt_down":
                return View(y=(way - 0.62) * 0.26 * self._height)
            case "zoom_in":
                return View(zoom=1.0 + 0.34 * way)
            case "zoom_out":
                return View(zoom=1.34 - 0.34 * way)
            case "orbit":
                # It keeps its distance.
                return View(orbit=middle * 0.55 * far)
            case "handheld":
                return self._trembling(t_s)
        return View()

    def _trembling(self, t_s: float) -> View:
        def noise(first: int) -> float:
            return sum(size * math.sin(math.tau * hz * t_s + at) for hz, at, size in self._waves[first : first + 3]) / 3

        reach = 0.016 * self._height
        return View(x=noise(0) * reach * 1.4, y=noise(3) * reach, zoom=1.06)
