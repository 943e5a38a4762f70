# ruff: noqa: D417 - a scene, a shot, a palette
"""The plate a world is painted on: its measures, its chance, its layers.

A world is a stack of layers from the sky to the foreground. What stands still in a layer is painted once into an
image as wide as the layer's period; what lives is drawn at each picture. A layer repeats after its period, so that
the camera may travel without end in little memory.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from random import Random

import skia

from actors.text_to_video.procedural.scene import Scene, Shot
from actors.text_to_video.procedural.world.palette import Palette


def seeded(name: str | float) -> Random:
    """Chance that is the same for the same name."""
    return Random(name)  # noqa: S311 - pictures, not secrets


Painter = Callable[[skia.Canvas], None]
Liver = Callable[[skia.Canvas, float], None]


@dataclasses.dataclass(slots=True)
class Layer:
    """One sheet of the world.

    Args:
        depth: 0 at the sky, 1 where the figures stand, more in front of them: how much the camera moves it.
        paint: paints what stands still, x in 0..period, y in pixels of the picture; None if all lives.
        live: draws what moves at a time in seconds, in the same coordinates.
        top, bottom: between which y it paints, pixels.
        sway: how far its top leans in the wind, as a slope; 0 for stone.
        base: the y that stays where it is when it sways.
        shadow: whether paper style lays a shadow under it.
        drift: how fast it moves of itself, pixels a second to the right.
        soft: whether it has no edges, so that nobody sees it move by whole pixels.
    """

    depth: float
    paint: Painter | None = None
    live: Liver | None = None
    top: float = 0.0
    bottom: float = 0.0
    sway: float = 0.0
    base: float = 0.0
    shadow: bool = True
    drift: float = 0.0
    soft: bool = False


@dataclasses.dataclass(slots=True)
class Plate:
    """Measures and material that every part of a place works with.

    Args:
        width, height: pixels of the picture.
        unit: the length that sizes are given in, pixels; 1 is about the picture's smaller side.
        horizon: y of the horizon, pixels.
        floor: y where the main figures stand, pixels.
        period: after how many pixels a layer repeats.
    """

    scene: Scene
    palette: Palette
    width: int
    height: int
    unit: float
    horizon: float
    floor: float
    period: float
    duration_s: float

    @property
    def wide(self) -> bool:
        """Whether the picture is wider than high."""
        return self.width > self.height

    def chance(self, name: str) -> Random:
        """Give a part its own chance, so that one part more changes no other."""
        return seeded(f"{self.scene.seed}:{name}")

    def y(self, fraction: float) -> float:
        """Height between horizon (0) and the picture's bottom (1); negative is above the horizon, in units."""
        if fraction < 0:
            return self.horizon + fraction * self.unit
        return self.horizon + fraction * (self.height - self.horizon)

    def under(self, y: float) -> float:
        """How far down land must be painted whose lower part nearer land hides, pixels."""
        tilts = self.scene.camera.startswith("tilt")
        return min(self.below, y + (0.36 if tilts else 0.2) * self.height)

    @property
    def below(self) -> float:
        """How far down ground must be painted for a camera that tilts, pixels."""
        return self.height * 1.22


def plate_for(scene: Scene, shot: Shot, palette: Palette, horizon: float, floor: float) -> Plate:
    """Measure a plate for a picture.

    Args:
        horizon: fraction of the height.
        floor: where figures stand between horizon (0) and bottom (1).
    """
    width, height = shot.width, shot.height
    level = height * (horizon if width >= height else horizon * 0.97)
    return Plate(
        scene=scene,
        palette=palette,
        width=width,
        height=height,
        unit=min(height, width * 1.12),
        horizon=level,
        floor=level + floor * (height - level) * (1.0 if width >= height else 0.86),
        period=float(math.ceil(width * (1.5 if width >= height else 2.2))),
        duration_s=shot.duration_s,
    )


def gradient(
    start: tuple[float, float], end: tuple[float, float], colours: list[int], stops: list[float] | None = None
) -> skia.Paint:
    """Paint with a straight gradient between two points."""
    points = [skia.Point(*start), skia.Point(*end)]
    return skia.Paint(AntiAlias=True, Dither=True, Shader=skia.GradientShader.MakeLinear(points, colours, stops))


def fill(colour: int) -> skia.Paint:
    """Paint with one colour."""
    return skia.Paint(AntiAlias=True, Color=colour)


def line(colour: int, width: float, cap: skia.Paint.Cap = skia.Paint.kRound_Cap) -> skia.Paint:
    """Draw lines of a width in pixels."""
    return skia.Paint(AntiAlias=True, Color=colour, Style=skia.Paint.kStroke_Style, StrokeWidth=width, StrokeCap=cap)


def in_sight(canvas: skia.Canvas, around: float) -> tuple[float, float]:
    """Between which x something that reaches ``around`` pixels to either side is seen."""
    box = canvas.getLocalClipBounds()
    return box.left() - around, box.right() + around


def polygon(points: list[tuple[float, float]]) -> skia.Path:
    """Close some points into a path."""
    path = skia.Path()
    path.addPoly([skia.Point(x, y) for x, y in points], True)
    return path


def glow_paint(x: float, y: float, radius: float, inner: int, outer: int = 0) -> skia.Paint:
    """Paint with a soft round light."""
    middle = (((inner >> 24) * 38 // 100) << 24) | (inner & 0xFFFFFF)
    return skia.Paint(
        AntiAlias=True,
        Dither=True,
        Shader=skia.GradientShader.MakeRadial(
            skia.Point(x, y), radius, [inner, middle, outer or (inner & 0xFFFFFF)], [0.0, 0.4, 1.0]
        ),
    )
