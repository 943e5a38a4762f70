# ruff: noqa: PLR0917, D417 - sizes explain themselves
"""Textures: paper grain, pigment, dots; made once for a picture's size."""

from __future__ import annotations

import cv2
import numpy

from actors.text_to_video.procedural.world.styles.style import Pixels


def noise(width: int, height: int, cell: float, seed: int) -> numpy.typing.NDArray[numpy.float32]:
    """Smooth noise 0..1 whose spots are about ``cell`` pixels wide."""
    chance = numpy.random.default_rng(seed & 0xFFFFFFFF)
    small = chance.random((max(2, round(height / cell)) + 2, max(2, round(width / cell)) + 2), dtype=numpy.float32)
    large: numpy.typing.NDArray[numpy.float32] = cv2.resize(
        small, (width, height), interpolation=cv2.INTER_CUBIC
    ).astype(numpy.float32)
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


def wobble(width: int, height: int, reach: float, cell: float, seed: int) -> tuple[Pixels, Pixels]:
    """Maps for ``cv2.remap`` that let edges run as on wet paper."""
    x = numpy.arange(width, dtype=numpy.float32)[None, :] + (noise(width, height, cell, seed) - 0.5) * 2 * reach
    y = numpy.arange(height, dtype=numpy.float32)[:, None] + (noise(width, height, cell, seed + 7) - 0.5) * 2 * reach
    return cv2.convertMaps(x.astype(numpy.float32), y.astype(numpy.float32), cv2.CV_16SC2)  # type: ignore[return-value]


def tones(dark: str, middle: str, light: str, contrast: float = 1.0) -> Pixels:
    """A table of 256 BGRA colours from dark to light, for pictures of one ink."""
    share = numpy.clip((numpy.linspace(0, 1, 256) - 0.5) * contrast + 0.5, 0, 1)
    table = numpy.empty((1, 256, 4), numpy.uint8)
    for channel in range(3):
        stops = [int(text[4 - 2 * channel : 6 - 2 * channel], 16) for text in (dark, middle, light)]
        table[0, :, channel] = numpy.interp(share, (0, 0.5, 1), stops)
    table[0, :, 3] = 255
    return table
