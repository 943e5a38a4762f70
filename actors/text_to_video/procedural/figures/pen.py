"""The pen: every way that figures put colour on a canvas."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import skia

from actors.text_to_video.procedural.figures.colours import Rgb
from actors.text_to_video.procedural.figures.shapes import Point, Shape, limb, oval
from actors.text_to_video.procedural.figures.tones import Tones

_CIRCLE = Shape(oval(0, 0, 1, 1))


class At:
    """A place on the canvas: what is drawn inside is moved, turned and scaled there."""

    __slots__ = ("canvas",)

    def __init__(self, canvas: Any, x: float, y: float, angle: float, sx: float, sy: float) -> None:  # noqa: PLR0917 - as drawing calls have them
        self.canvas = canvas
        canvas.save()
        canvas.translate(x, y)
        if angle:
            canvas.rotate(math.degrees(angle))
        if sx != 1.0 or sy != 1.0:
            # A scale of nought would make the matrix singular.
            canvas.scale(sx if abs(sx) > 1e-3 else 1e-3, sy if abs(sy) > 1e-3 else 1e-3)

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        self.canvas.restore()


class Pen:
    """Draws under one light; lengths are metres, angles radians clockwise.

    Args:
        canvas: what is drawn on.
        tones: the paints of the light.
    """

    __slots__ = ("canvas", "tones")

    def __init__(self, canvas: Any, tones: Tones) -> None:
        self.canvas = canvas
        self.tones = tones

    def at(self, x: float = 0.0, y: float = 0.0, angle: float = 0.0, sx: float = 1.0, sy: float = 1.0) -> At:
        """Move, then turn, then scale all that is drawn inside ``with``."""
        return At(self.canvas, x, y, angle, sx, sy)

    def shape(self, shape: Shape, rgb: Rgb) -> None:
        """Fill a shape with light and shade."""
        lit, shaded = shape.lit_and_shaded(self.tones.away)
        canvas = self.canvas
        canvas.drawPath(shape.path, self.tones.base(rgb))
        canvas.drawPath(shaded, self.tones.shade(rgb))
        canvas.drawPath(lit, self.tones.lit(rgb))

    def ball(self, cx: float, cy: float, rx: float, ry: float, rgb: Rgb, angle: float = 0.0) -> None:  # noqa: PLR0917 - as drawing calls have them
        """Fill an ellipse with light and shade."""
        with self.at(cx, cy, angle, rx, ry):
            self.shape(_CIRCLE, rgb)

    def oval(self, cx: float, cy: float, rx: float, ry: float, rgb: Rgb, angle: float = 0.0) -> None:  # noqa: PLR0917 - as drawing calls have them
        """Fill an ellipse flat."""
        if angle:
            with self.at(cx, cy, angle):
                self.canvas.drawOval(skia.Rect(-rx, -ry, rx, ry), self.tones.base(rgb))
        else:
            self.canvas.drawOval(skia.Rect(cx - rx, cy - ry, cx + rx, cy + ry), self.tones.base(rgb))

    def dot(self, cx: float, cy: float, radius: float, rgb: Rgb, alpha: float = 1.0) -> None:
        """Fill a circle flat."""
        self.canvas.drawCircle(cx, cy, radius, self.tones.base(rgb, alpha))

    def path(self, path: Any, rgb: Rgb, alpha: float = 1.0) -> None:
        """Fill a path flat."""
        self.canvas.drawPath(path, self.tones.base(rgb, alpha))

    def limb(self, points: Sequence[Point], radii: Sequence[float], rgb: Rgb, far: bool = False) -> None:
        """Fill a tapered limb flat, darker when it is on the far side."""
        self.canvas.drawPath(limb(points, radii), self.tones.far(rgb) if far else self.tones.base(rgb))

    def line(self, path: Any, rgb: Rgb, width: float, alpha: float = 1.0) -> None:
        """Stroke a path with round ends."""
        self.canvas.drawPath(path, self.tones.line(rgb, width, alpha))

    def stroke(self, ax: float, ay: float, bx: float, by: float, rgb: Rgb, width: float) -> None:  # noqa: PLR0917 - as drawing calls have them
        """Stroke a straight line with round ends."""
        self.canvas.drawLine(ax, ay, bx, by, self.tones.line(rgb, width))

    def box(self, left: float, top: float, right: float, bottom: float, radius: float, rgb: Rgb) -> None:  # noqa: PLR0917 - as drawing calls have them
        """Fill a rectangle with round corners, flat."""
        self.canvas.drawRoundRect(skia.Rect(left, top, right, bottom), radius, radius, self.tones.base(rgb))

    def lamp(self, cx: float, cy: float, radius: float, rgb: Rgb) -> None:
        """Fill a circle that shines by itself, with a glow around it in the dark."""
        self.canvas.drawCircle(cx, cy, radius, self.tones.lamp(rgb))
        if self.tones.is_dark:
            self.glow(cx, cy, radius * 4, rgb, 0.5)

    def glow(self, cx: float, cy: float, radius: float, rgb: Rgb, strength: float) -> None:
        """Add light that fades outwards."""
        with self.at(cx, cy, 0.0, radius, radius):
            self.canvas.drawCircle(0, 0, 1, self.tones.glow(rgb, strength))
