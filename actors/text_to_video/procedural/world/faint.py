"""Light without edges is drawn at a fraction of the size and enlarged: nobody sees the difference."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy
import skia

#: Pixels across that one pixel stands for.
_COARSE = 4


class Faint:
    """A canvas for what has no edges, as wide as the picture.

    Args:
        width, height: the part of the picture that it covers, from its left upper corner, pixels.
        blend: how it is laid over the picture.
    """

    def __init__(self, width: int, height: int, blend: skia.BlendMode) -> None:
        rows, columns = -(-height // _COARSE), -(-width // _COARSE)
        self._small = numpy.zeros((rows, columns, 4), numpy.uint8)
        self._large = numpy.zeros((rows * _COARSE, columns * _COARSE, 4), numpy.uint8)
        self._paint = skia.Paint(BlendMode=blend)

    def lay(self, canvas: skia.Canvas, draw: Callable[[skia.Canvas], None]) -> None:
        """Lay over a canvas what is drawn by a function, in the coordinates of the picture."""
        rows, columns = self._small.shape[:2]
        self._small.fill(0)
        info = skia.ImageInfo.Make(columns, rows, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)
        small = skia.Surface.MakeRasterDirect(info, self._small).getCanvas()
        small.scale(1 / _COARSE, 1 / _COARSE)
        small.concat(canvas.getTotalMatrix())
        draw(small)
        cv2.resize(self._small, (columns * _COARSE, rows * _COARSE), self._large, interpolation=cv2.INTER_LINEAR)
        image = skia.Image.fromarray(self._large, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType, copy=False)
        # Blending takes seven times as long where an image is scaled.
        saved = canvas.save()
        canvas.resetMatrix()
        canvas.drawImage(image, 0, 0, skia.SamplingOptions(), self._paint)
        canvas.restoreToCount(saved)
