# ruff: noqa: S101, D417, E501 - what cannot be None is said to mypy
"""Layers as sheets: painted once, then laid over one another as the camera sees them."""

from __future__ import annotations

import math

import skia

from actors.text_to_video.procedural.world.camera import View
from actors.text_to_video.procedural.world.plate import Layer, Plate

SMOOTH = skia.SamplingOptions(skia.FilterMode.kLinear)
EXACT = skia.SamplingOptions()
#: How far above and below the picture a layer is kept for a camera that tilts, of the height.
SPARE = 0.17


class Sheet:
    """A layer with its still part painted into an image.

    Args:
        layer: what is drawn.
        plate: where it is drawn.
        shadow: darkness of the shadow that it throws on what lies behind it, 0 for none (paper style).
    """

    def __init__(self, layer: Layer, plate: Plate, shadow: float = 0.0) -> None:
        self._layer = layer
        self._plate = plate
        self._fixed = layer.depth == 0 and not layer.drift
        self._image: skia.Image | None = None
        self._top = 0
        if layer.paint is not None:
            self._image = self._painted(shadow if layer.shadow else 0.0)

    @property
    def depth(self) -> float:
        """Depth of the layer."""
        return self._layer.depth

    def draw(self, canvas: skia.Canvas, view: View, t_s: float, pace: float) -> None:
        """Lay the sheet over what is already drawn.

        Args:
            view: where the camera is.
            t_s: the time.
            pace: how far the figures' depth moves from picture to picture, pixels; a sheet that rests or runs may lie on
                whole pixels without a visible jerk, which is ten times faster.
        """
        layer, plate = self._layer, self._plate
        saved = canvas.save()
        scale = view.scale(layer.depth)
        if scale != 1:
            canvas.translate(plate.width / 2, plate.floor * 0.86)
            canvas.scale(scale, scale)
            canvas.translate(-plate.width / 2, -plate.floor * 0.86)
        down = -view.y * layer.depth
        across = 0.0 if self._fixed else view.shift(layer.depth) + layer.drift * t_s
        sway = 0.0
        if layer.sway:
            wind = plate.palette.mood.wind
            pace = 0.9 + 0.5 * math.sqrt(wind)
            sway = layer.sway * (0.4 * wind**0.8 * math.sin(pace * t_s + layer.depth * 9) + 0.35 * max(0.0, wind - 1))
        moved = (0 < pace * layer.depth < 2.2) or sway != 0.0 or layer.drift != 0.0 or scale != 1
        if not moved:
            across, down = round(across), round(down)
        for left in self._lefts(across):
            inner = canvas.save()
            canvas.translate(left, down)
            if self._image is not None:
                if sway:
                    self._leaning(canvas, sway)
                else:
                    canvas.drawImage(self._image, 0, self._top, SMOOTH if moved else EXACT)
            if layer.live is not None:
                layer.live(canvas, t_s)
            canvas.restoreToCount(inner)
        canvas.restoreToCount(saved)

    def _leaning(self, canvas: skia.Canvas, sway: float) -> None:
        """Lean the sheet by shifting strips of it: shifting costs a sixth of what slanting does."""
        image, base = self._image, self._layer.base
        assert image is not None
        high = max(6, round(0.02 * self._plate.height))
        for first in range(0, image.height(), high):
            part = skia.Rect(0, first, image.width(), min(first + high, image.height()))
            across = sway * (base - self._top - first - high / 2)
            canvas.drawImageRect(image, part, part.makeOffset(across, self._top), SMOOTH)

    def _lefts(self, across: float) -> list[float]:
        if self._fixed:
            return [0.0]
        period = self._plate.period
        first = across % period - period
        return [
            left
            for left in (first, first + period)
            if left < self._plate.width * 1.1 and left + period > -0.1 * self._plate.width
        ]

    def _painted(self, shadow: float) -> skia.Image:
        plate, layer = self._plate, self._layer
        spare = SPARE * plate.height if layer.depth else 0
        top = math.floor(max(layer.top, -spare))
        bottom = math.ceil(min(layer.bottom or plate.height, plate.height + spare))
        width = plate.width if self._fixed else int(plate.period)
        if self._fixed:
            top, bottom = 0, plate.height
        self._top = top
        surface = skia.Surface(width, max(1, bottom - top))
        canvas = surface.getCanvas()
        recorder = skia.PictureRecorder()
        assert layer.paint is not None
        layer.paint(
            recorder.beginRecording(skia.Rect(-plate.period, -plate.height, 2 * plate.period, 2 * plate.height))
        )
        picture = recorder.finishRecordingAsPicture()
        paint = None
        if shadow:
            reach = 0.008 * plate.unit
            paint = skia.Paint(
                ImageFilter=skia.ImageFilters.DropShadow(
                    reach * 0.6, -reach * 0.4, reach, reach, int(shadow * 255) << 24
                )
            )
            canvas.saveLayer(None, paint)
        canvas.translate(0, -top)
        for left in (0,) if self._fixed else (-width, 0, width):
            canvas.save()
            canvas.translate(left, 0)
            canvas.drawPicture(picture)
            canvas.restore()
        if paint is not None:
            canvas.restore()
        return surface.makeImageSnapshot()
