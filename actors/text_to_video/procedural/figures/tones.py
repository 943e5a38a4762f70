"""What a light makes of colours: the paints that figures are filled with.

One set of paints per light is kept, so that a frame makes no paint anew. Gradients cost twenty times a flat fill in
Skia's raster, so light and shade are flat shapes of their own (``shapes.Shape``), and only glows are gradients.
"""

from __future__ import annotations

import functools
from typing import Any

import skia

from actors.text_to_video.procedural.figures.colours import Rgb, joined, parts
from actors.text_to_video.procedural.scene import Light


class Tones:
    """Paints of every colour under one light.

    Args:
        light: the light of the scene.
        mirrored: whether the canvas is mirrored, so that left in the figure is right in the picture.
    """

    def __init__(self, light: Light, mirrored: bool) -> None:
        self.light = light
        from_left = -light.from_left if mirrored else light.from_left
        #: Where shade lies, as a step away from the light in parts of a shape's size.
        self.away = (round(from_left * 2) / 2 * 0.24, 0.08 + 0.16 * min(1.0, max(0.0, light.height)))
        self._paints: dict[tuple[Any, ...], Any] = {}

    @property
    def is_dark(self) -> bool:
        """Whether lamps, windows and eyes glow."""
        return self.light.glow

    def under_light(self, rgb: Rgb) -> tuple[float, float, float]:
        """Multiply a colour with the ambient light."""
        red, green, blue = (c * a for c, a in zip(parts(rgb), self.light.ambient, strict=True))
        return red, green, blue

    def base(self, rgb: Rgb, alpha: float = 1.0) -> Any:
        """Fill of a surface in plain light."""
        return self._paint(("base", rgb, alpha), lambda: joined(*self.under_light(rgb)), alpha)

    def shade(self, rgb: Rgb) -> Any:
        """Fill of the side away from the light."""
        return self._paint(("shade", rgb), lambda: self._towards(rgb, self.light.shade, 0.1, 0.86), 1.0)

    def far(self, rgb: Rgb) -> Any:
        """Fill of limbs and parts on the far side of a figure."""
        return self._paint(("far", rgb), lambda: self._towards(rgb, self.light.shade, 0.12, 0.84), 1.0)

    def lit(self, rgb: Rgb) -> Any:
        """Fill of the edge that the light falls on."""
        return self._paint(("lit", rgb), lambda: self._rim(rgb), 1.0)

    def lamp(self, rgb: Rgb, alpha: float = 1.0) -> Any:
        """Fill of what shines by itself: as bright at night as by day."""
        return self._paint(("lamp", rgb, alpha), lambda: rgb, alpha)

    def line(self, rgb: Rgb, width: float, alpha: float = 1.0) -> Any:
        """Stroke with round ends, in metres."""
        key = ("line", rgb, width, alpha)
        paint = self._paints.get(key)
        if paint is None:
            paint = skia.Paint(self.base(rgb, alpha))
            paint.setStyle(skia.Paint.kStroke_Style)
            paint.setStrokeWidth(width)
            paint.setStrokeCap(skia.Paint.kRound_Cap)
            paint.setStrokeJoin(skia.Paint.kRound_Join)
            self._paints[key] = paint
        return paint

    def glow(self, rgb: Rgb, strength: float) -> Any:
        """Additive light that fades from the middle of the unit circle to its edge."""
        key = ("glow", rgb, round(strength, 1))
        paint = self._paints.get(key)
        if paint is None:
            inner = skia.Color(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255, round(255 * min(1.0, strength)))
            outer = skia.Color(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255, 0)
            shader = skia.GradientShader.MakeRadial((0, 0), 1.0, [inner, outer])
            # Dithered gradients are not only smoother: Skia's raster paints them in less than half the time.
            paint = skia.Paint(AntiAlias=True, Dither=True, Shader=shader)
            paint.setBlendMode(skia.BlendMode.kPlus)
            self._paints[key] = paint
        return paint

    def _paint(self, key: tuple[Any, ...], colour: Any, alpha: float) -> Any:
        paint = self._paints.get(key)
        if paint is None:
            rgb = colour()
            opaque = skia.Color(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255, round(alpha * 255))
            paint = skia.Paint(AntiAlias=True, Color=opaque)
            self._paints[key] = paint
        return paint

    def _towards(self, rgb: Rgb, target: tuple[float, float, float], share: float, scale: float) -> Rgb:
        base = self.under_light(rgb)
        return joined(*(b * scale * (1 - share) + t * b * share for b, t in zip(base, target, strict=True)))

    def _rim(self, rgb: Rgb) -> Rgb:
        base = self.under_light(rgb)
        return joined(*(b + (max(b, k) - b) * 0.34 + 0.03 * k for b, k in zip(base, self.light.key, strict=True)))


@functools.lru_cache(maxsize=24)
def tones_under(light: Light, mirrored: bool) -> Tones:
    """Give the paints of a light; few lights are kept, since a lightning or a sunrise makes many."""
    return Tones(light, mirrored)
