"""Cutouts: what a painter paints, as images no larger than what they hold."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator

import numpy
import numpy.typing
import skia

#: Columns that may be empty within one cutout: fewer are not worth another one.
_GAP = 24
#: Empty pixels that are kept around, so that a smoothed edge fades out.
_RIM = 1


@dataclasses.dataclass(frozen=True, slots=True)
class Cutout:
    """An image and its place.

    Args:
        x, y: of its left upper corner, whole pixels.
    """

    image: skia.Image
    x: int
    y: int


@dataclasses.dataclass(frozen=True, slots=True)
class Cutting:
    """All that a painter painted.

    Args:
        parts: the images; they do not overlap.
        open_to: the smallest box (left, top, right, bottom) that holds all of the painted area that is not opaque.
        filled: the most rows, from and up to, that are opaque from edge to edge.
        bytes: of memory.
    """

    parts: tuple[Cutout, ...]
    open_to: tuple[int, int, int, int]
    filled: tuple[int, int]
    bytes: int


def cut(picture: skia.Picture, box: tuple[int, int, int, int], across: float = 0.0) -> Cutting:
    """Paint a picture and keep the parts that hold something.

    Args:
        picture: what is painted.
        box: which area of it: left, top, right, bottom.
        across: how far to the right it is painted, a fraction of a pixel.
    """
    left, top, right, bottom = box
    pixels = numpy.zeros((bottom - top, right - left, 4), numpy.uint8)
    height, width = pixels.shape[:2]
    info = skia.ImageInfo.Make(width, height, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)
    canvas = skia.Surface.MakeRasterDirect(info, pixels).getCanvas()
    canvas.translate(across - left, -top)
    canvas.drawPicture(picture)
    alpha = numpy.ascontiguousarray(pixels[:, :, 3])
    parts = []
    for first, last in _runs(numpy.any(alpha, axis=0)):
        rows = numpy.flatnonzero(alpha[:, first:last].any(axis=1))
        upper, lower = max(0, rows[0] - _RIM), min(height, rows[-1] + 1 + _RIM)
        part = numpy.ascontiguousarray(pixels[upper:lower, first:last])
        opaque = bool((part[:, :, 3] == 255).all())
        kind = skia.kOpaque_AlphaType if opaque else skia.kPremul_AlphaType
        image = skia.Image.fromarray(part, skia.kBGRA_8888_ColorType, kind)
        parts.append(Cutout(image, left + first, top + int(upper)))
    size = sum(part.image.width() * part.image.height() * 4 for part in parts)
    seen_through = alpha < 255
    return Cutting(tuple(parts), _open_to(seen_through, left, top), _filled(seen_through, top), size)


def _runs(filled: numpy.typing.NDArray[numpy.bool_]) -> Iterator[tuple[int, int]]:
    """Yield where filled columns begin and end, small gaps and a rim included."""
    columns = numpy.flatnonzero(filled)
    if not columns.size:
        return
    breaks = numpy.flatnonzero(numpy.diff(columns) > _GAP) + 1
    edges = [0, *breaks.tolist(), columns.size]
    for begin, end in itertools.pairwise(edges):
        yield max(0, int(columns[begin]) - _RIM), min(filled.size, int(columns[end - 1]) + 1 + _RIM)


def _open_to(seen_through: numpy.typing.NDArray[numpy.bool_], left: int, top: int) -> tuple[int, int, int, int]:
    rows = numpy.flatnonzero(seen_through.any(axis=1))
    if not rows.size:
        return left, top, left, top
    columns = numpy.flatnonzero(seen_through.any(axis=0))
    return left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1


def _filled(seen_through: numpy.typing.NDArray[numpy.bool_], top: int) -> tuple[int, int]:
    open_rows = [-1, *numpy.flatnonzero(seen_through.any(axis=1)).tolist(), len(seen_through)]
    above, below = max(itertools.pairwise(open_rows), key=lambda edges: edges[1] - edges[0])
    return top + above + 1, top + below
