# ruff: noqa: PLR0917, D417 - sizes explain themselves
"""Textures: paper grain, pigment, dots; made once for a picture's size."""

from __future__ import annotations

import cv2
import numpy
import numpy.typing
from cv2.typing import MatLike

from actors.text_to_video.procedural.world.styles.style import Pixels

Field = numpy.typing.NDArray[numpy.float32]


def noise(width: int, height: int, cell: float, seed: int) -> Field:
    """Smooth noise 0..1 whose spots are about ``cell`` pixels wide."""
    chance = numpy.random.default_rng(seed & 0xFFFFFFFF)
    small = chance.random((max(2, round(height / cell)) + 2, max(2, round(width / cell)) + 2), dtype=numpy.float32)
    large: Field = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC).astype(numpy.float32)
    return numpy.clip(large, 0, 1)


def grain(
    width: int,
    height: int,
    strength: float,
    seed: int,
    tone: tuple[float, float, float] = (1, 1, 1),
    mottle: float = 0.0,
) -> Pixels:
    """Paper to multiply a picture with: BGRA, white where nothing changes.

    Args:
        strength: of the fine fibres, 0..1.
        tone: colour of the paper, red green blue.
        mottle: strength of large soft spots, 0..1.
    """
    fine = noise(width, height, 1.6, seed) * 0.6 + noise(width, height, 5, seed + 1) * 0.4
    level = 1 - strength * fine
    if mottle:
        large = noise(width, height, height / 5, seed + 2) * 0.6 + noise(width, height, height / 17, seed + 3) * 0.4
        level *= 1 - mottle * large
    sheet = numpy.empty((height, width, 4), numpy.float32)
    for channel, part in enumerate((tone[2], tone[1], tone[0])):
        sheet[:, :, channel] = level * part
    sheet[:, :, 3] = 1
    return (numpy.clip(sheet, 0, 1) * 255).astype(numpy.uint8)


def vignette(sheet: Pixels, strength: float, towards: float = 0.0) -> None:
    """Darken the corners of a sheet that is multiplied (``towards`` 0) in place."""
    height, width = sheet.shape[:2]
    y, x = numpy.ogrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    far = numpy.clip((numpy.sqrt(x * x + y * y) - 0.45) / 0.97, 0, 1) ** 1.6
    level = (1 - strength * far)[:, :, None] + towards * strength * far[:, :, None]
    sheet[:, :, :3] = (sheet[:, :, :3] * level).astype(numpy.uint8)


def wobble(width: int, height: int, reach: float, cell: float, seed: int) -> tuple[Field, Field]:
    """Maps for ``cv2.remap`` that let edges run as on wet paper; as floats, which OpenCV follows faster than fixed."""
    x = numpy.arange(width, dtype=numpy.float32)[None, :] + (noise(width, height, cell, seed) - 0.5) * 2 * reach
    y = numpy.arange(height, dtype=numpy.float32)[:, None] + (noise(width, height, cell, seed + 7) - 0.5) * 2 * reach
    return x.astype(numpy.float32), y.astype(numpy.float32)


class Tones:
    """Colours of one ink from dark to light, for pictures in grey.

    Args:
        dark, middle, light: the colours, hexadecimal.
        contrast: 1 leaves the greys as they are.
    """

    def __init__(self, dark: str, middle: str, light: str, contrast: float = 1.0) -> None:
        share = numpy.clip((numpy.linspace(0, 1, 256) - 0.5) * contrast + 0.5, 0, 1)
        table = numpy.full((256, 4), 255, numpy.uint8)
        for channel in range(3):
            stops = [int(text[4 - 2 * channel : 6 - 2 * channel], 16) for text in (dark, middle, light)]
            table[:, channel] = numpy.interp(share, (0, 0.5, 1), stops)
        self._table = table.view(numpy.uint32).reshape(256)

    def lay(self, grey: MatLike, pixels: Pixels) -> None:
        """Give every grey its colour: whole pixels are looked up, a third of what ``cv2.LUT`` takes by channels."""
        whole = pixels.view(numpy.uint32)[:, :, 0]
        numpy.take(self._table, numpy.asarray(grey, numpy.uint8), out=whole, mode="clip")


class Tint:
    """What lies between two colours, channel by channel, printed on paper.

    Args:
        dark, light: blue, green and red of what was 0 and of what was 255.
        paper: what the picture is multiplied with.
        white: the level of the paper that leaves it as it is.
    """

    def __init__(self, dark: tuple[int, int, int], light: tuple[int, int, int], paper: Pixels, white: int) -> None:
        low, high = (numpy.array([*colour, 255], numpy.float32) for colour in (dark, light))
        low[3] = 0
        # A straight line through each channel and the paper are one product and one sum.
        self._slope = numpy.rint(paper * (high - low) / 255).astype(numpy.uint8)
        self._least = numpy.rint(paper * low / white).clip(0, 255).astype(numpy.uint8)
        self._white = white

    def lay(self, drawn: MatLike, pixels: Pixels) -> None:
        """Print a picture."""
        cv2.multiply(drawn, self._slope, pixels, 1 / self._white)
        cv2.add(pixels, self._least, pixels)
