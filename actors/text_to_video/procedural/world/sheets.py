# ruff: noqa: S101 - what cannot be None is said to mypy
"""Layers as sheets: painted once, then laid over one another as the camera sees them.

Laying an image between two pixels costs twelve times as much as laying it on whole ones. What moves slowly is
therefore painted some times, each time a fraction of a pixel further to the right, and always laid on whole pixels.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence

import skia

from actors.text_to_video.procedural.world.camera import Travel, View
from actors.text_to_video.procedural.world.cutouts import Cutting, cut
from actors.text_to_video.procedural.world.plate import Layer, Plate

SMOOTH = skia.SamplingOptions(skia.FilterMode.kLinear)
EXACT = skia.SamplingOptions()
#: Fractions of a pixel that a sheet is painted at: quarters where that is cheap, halves where it is large or shadowed.
_FINE, _COARSE = 4, 2
#: A sheet of at most this share of the picture's bytes is cheap.
_CHEAP = 0.25
#: What moves further than this from picture to picture may lie on whole pixels without a visible jerk.
_FAST = 2.2
#: The camera magnifies about this share of the figures' floor.
_MIDDLE = 0.86


@dataclasses.dataclass(frozen=True, slots=True)
class Lying:
    """How a sheet lies in one picture.

    Args:
        scale: magnification about the camera's middle.
        across, down: how far it lies from its place, pixels before magnification.
        lean: how far its top leans to the right, as a slope.
    """

    scale: float
    across: float
    down: float
    lean: float

    @property
    def between(self) -> bool:
        """Whether its rows lie between those of the picture."""
        return self.scale != 1 or self.down != round(self.down)


class Sheet:
    """Layers that move alike, their still parts painted into images.

    Args:
        layers: what is drawn; only the last may live.
        plate: where it is drawn.
        travel: where the camera goes.
        shadow: darkness of the shadow that a layer throws on what lies behind it, 0 for none (paper style).

    Attributes:
        open_to: the part of the picture through which one sees what lies behind; None where that changes.
        seen: the part of the picture that no later sheet hides.
    """

    def __init__(self, layers: Sequence[Layer], plate: Plate, travel: Travel, shadow: float) -> None:
        self._layers = layers
        self._layer = layer = layers[-1]
        self._plate = plate
        self._fixed = layer.depth == 0 and not layer.drift
        self._rests = self._fixed or (travel.rests and not layer.drift)
        self._cuttings: dict[int, Cutting] = {}
        self._steps = 1
        self.open_to: skia.Rect | None = None
        self.seen = skia.Rect(plate.width, plate.height)
        if layer.paint is not None:
            self._box, self._wraps = self._area(travel)
            self._picture = self._recorded(shadow)
            self._cuttings[0] = cutting = cut(self._picture, self._box)
            cheap = not shadow and cutting.bytes < _CHEAP * 4 * plate.width * plate.height
            self._steps = 1 if layer.soft else _FINE if cheap else _COARSE
            if travel.rests and not layer.drift and not layer.sway:
                self.open_to = self._opening(cutting)

    def lying(self, view: View, t_s: float, pace: float) -> Lying:
        """Say how the sheet lies.

        Args:
            view: where the camera is.
            t_s: the time.
            pace: how far the figures' depth moves from picture to picture, pixels; a sheet that rests or runs may lie
                on whole pixels without a visible jerk.
        """
        layer = self._layer
        scale = view.scale(layer.depth)
        down = -view.y * layer.depth
        across = 0.0 if self._fixed else view.shift(layer.depth) + layer.drift * t_s
        lean = layer.sway * self._wind(t_s)
        if not (0 < pace * layer.depth < _FAST or lean or layer.drift or scale != 1):
            across, down = round(across), round(down)
        return Lying(scale, across, down, lean)

    def hides(self, lying: Lying) -> tuple[int, int]:
        """Return rows of the picture, from and up to, behind which nothing is seen; those of a leaning sheet are none.

        Args:
            lying: as the sheet lies.
        """
        if lying.lean or not self._cuttings:
            return 0, 0
        upper, lower = self._cutting(self._step(lying.across)[1] if not lying.between else 0).filled
        if upper == lower:
            return 0, 0
        middle = self._plate.floor * _MIDDLE
        top, bottom = ((row + lying.down - middle) * lying.scale + middle for row in (upper, lower))
        if not lying.between:
            return round(top), round(bottom)
        # Between rows it is smoothed, save at the edges of the image itself.
        return math.ceil(top) + (upper > self._box[1]), math.floor(bottom) - (lower < self._box[3])

    def draw(self, canvas: skia.Canvas, lying: Lying, t_s: float) -> None:
        """Lay the sheet over what is already drawn, within the canvas' clip.

        Args:
            canvas: of the picture.
            lying: as the sheet lies at the time.
            t_s: the time.
        """
        layer, plate = self._layer, self._plate
        saved = canvas.save()
        canvas.clipRect(self.seen)
        if lying.scale != 1:
            canvas.translate(plate.width / 2, plate.floor * _MIDDLE)
            canvas.scale(lying.scale, lying.scale)
            canvas.translate(-plate.width / 2, -plate.floor * _MIDDLE)
        across, down = lying.across, lying.down
        if self._cuttings:
            for left in self._lefts(across) if self._wraps else (across,):
                self._lay(canvas, left, lying)
        if layer.live is not None:
            for left in (across,) if self._rests else self._lefts(across):
                inner = canvas.save()
                canvas.translate(left, down)
                layer.live(canvas, t_s)
                canvas.restoreToCount(inner)
        canvas.restoreToCount(saved)

    def _lay(self, canvas: skia.Canvas, left: float, lying: Lying) -> None:
        """Lay the images."""
        down = lying.down
        for first, last, moved in self._bands(left, lying.lean):
            if lying.between:
                # What has no edges needs no smoothing, which takes three times as long.
                parts, x, sampling = self._cutting(0).parts, moved, EXACT if self._layer.soft else SMOOTH
            else:
                whole, step = self._step(moved)
                parts, x, sampling = self._cutting(step).parts, float(whole), EXACT
            for part in parts:
                wide, high = part.image.width(), part.image.height()
                upper, lower = max(first, part.y), min(last, part.y + high)
                if lower - upper == high:
                    canvas.drawImage(part.image, x + part.x, down + part.y, sampling)
                elif lower > upper:
                    rows = skia.Rect(0, upper - part.y, wide, lower - part.y)
                    canvas.drawImageRect(part.image, rows, rows.makeOffset(x + part.x, down + part.y), sampling)

    def _step(self, across: float) -> tuple[int, int]:
        """Whole pixels to the right, and which of the images a fraction of a pixel further."""
        return divmod(round(across * self._steps), self._steps)

    def _bands(self, left: float, lean: float) -> Iterator[tuple[int, int, float]]:
        """Yield rows that are moved alike: the first, the one after the last, how far to the right.

        A sheet leans by shifting bands of it: shifting costs a sixth of what slanting does.
        """
        _, top, _, bottom = self._box
        if not lean:
            yield top, bottom, left
            return
        slope, base = -lean * self._steps, self._layer.base
        row = top
        while row < bottom:
            at = self._steps * (left + lean * (base - row - 0.5))
            step = round(at)
            edge = step + math.copysign(0.5, slope)
            after = min(bottom, row + max(1, math.ceil((edge - at) / slope)))
            yield row, after, step / self._steps
            row = after

    def _wind(self, t_s: float) -> float:
        """How strongly the wind blows at a time, as a share of the sheet's sway."""
        wind = self._plate.palette.mood.wind
        swing = math.sin((0.9 + 0.5 * math.sqrt(wind)) * t_s + self._layer.depth * 9)
        return 0.4 * float(wind**0.8) * swing + 0.35 * max(0.0, wind - 1)

    def _lefts(self, across: float) -> list[float]:
        """Where the repeats begin that are in the picture."""
        if self._fixed:
            return [0.0]
        period = self._plate.period
        first = across % period - period
        return [
            left
            for left in (first, first + period)
            if left < self._plate.width * 1.1 and left + period > -0.1 * self._plate.width
        ]

    def _area(self, travel: Travel) -> tuple[tuple[int, int, int, int], bool]:
        """The box of the layers that is ever seen, and whether it is all of a period."""
        plate, layer = self._plate, self._layer
        if self._fixed:
            return (0, 0, plate.width, plate.height), False
        wind = plate.palette.mood.wind
        tops = [max(layer.top, -travel.down(layer.depth)[1]) for layer in self._layers]
        bottoms = [
            min(layer.bottom or plate.height, plate.height - travel.down(layer.depth)[0]) for layer in self._layers
        ]
        top = math.floor(min(tops))
        bottom = max(top + 1, math.ceil(max(bottoms)))
        leans = layer.sway * (0.4 * float(wind**0.8) + 0.35 * max(0.0, wind - 1))
        reach = leans * max(abs(layer.base - top), abs(bottom - layer.base))
        least, most = travel.across(layer.depth, layer.drift)
        left, right = math.floor(-most - reach), math.ceil(plate.width - least + reach)
        if right - left >= plate.period:
            return (0, top, int(plate.period), bottom), True
        return (left, top, right, bottom), False

    def _recorded(self, shadow: float) -> skia.Picture:
        """All layers as they repeat; recorded, since a painter may ask chance and must not be asked twice."""
        plate = self._plate
        period = int(plate.period)
        whole = skia.Rect(-period, -plate.height, 2 * period, 2 * plate.height)
        recorder = skia.PictureRecorder()
        canvas = recorder.beginRecording(whole)
        for layer in self._layers:
            assert layer.paint is not None
            own = skia.PictureRecorder()
            layer.paint(own.beginRecording(whole))
            picture = own.finishRecordingAsPicture()
            canvas.save()
            if not self._fixed:
                bottom = math.ceil(layer.bottom or plate.height)
                canvas.clipRect(skia.Rect(-period, math.floor(layer.top), 2 * period, bottom))
            if shadow and layer.shadow:
                canvas.saveLayer(None, self._shadow(shadow))
            for left in (0,) if layer.depth == 0 and not layer.drift else (-period, 0, period):
                canvas.save()
                canvas.translate(left, 0)
                canvas.drawPicture(picture)
                canvas.restore()
            if shadow and layer.shadow:
                canvas.restore()
            canvas.restore()
        return recorder.finishRecordingAsPicture()

    def _shadow(self, strength: float) -> skia.Paint:
        """A dropped shadow, blurred at half size: nobody sees the difference, and it takes little more than half."""
        reach, filters = 0.008 * self._plate.unit, skia.ImageFilters
        half = filters.MatrixTransform(skia.Matrix.Scale(0.5, 0.5), SMOOTH, None)
        soft = filters.Blur(reach / 2, reach / 2, skia.TileMode.kDecal, half)
        whole = skia.Matrix.Translate(reach * 0.6, -reach * 0.4).preScale(2.0, 2.0)
        colour = skia.ColorFilters.Blend(int(strength * 255) << 24, skia.BlendMode.kSrcIn)
        dropped = filters.ColorFilter(colour, filters.MatrixTransform(whole, SMOOTH, soft))
        return skia.Paint(ImageFilter=filters.Merge([dropped, None]))

    def _cutting(self, step: int) -> Cutting:
        """The images at a fraction of a pixel, painted when they are first needed."""
        if step not in self._cuttings:
            self._cuttings[step] = cut(self._picture, self._box, step / self._steps)
        return self._cuttings[step]

    def _opening(self, cutting: Cutting) -> skia.Rect:
        left, top, right, bottom = cutting.open_to
        opening = skia.Rect(left, top, right, bottom)
        _, first, _, last = self._box
        for upper, lower in ((0, first), (last, self._plate.height)):
            if upper < lower:
                opening.join(skia.Rect(0, upper, self._plate.width, lower))
        return opening
