# ruff: noqa: ARG002 - every style is handed frame and time
"""Styles of the hand: watercolour, ink, sketch, pastel, paper."""

from __future__ import annotations

import dataclasses

import cv2
import numpy

from actors.text_to_video.procedural.scene import Scene, Shot
from actors.text_to_video.procedural.world.colour import Rgb, mix, saturated
from actors.text_to_video.procedural.world.palette import Palette
from actors.text_to_video.procedural.world.styles.style import Pixels, Style
from actors.text_to_video.procedural.world.styles.textures import Tint, Tones, grain, noise, vignette, wobble


def softened(palette: Palette, paper: Rgb, share: float, colour: float) -> Palette:
    """Draw all colours towards the paper and change their strength."""

    def soft(part: Rgb) -> Rgb:
        return mix(saturated(part, colour), paper, share)

    top, middle, low = (soft(part) for part in palette.sky)
    return dataclasses.replace(palette, sky=(top, middle, low), haze=soft(palette.haze), key=soft(palette.key))


class Watercolour(Style):
    """Edges that run, pigment that pools, grain, and an unpainted rim."""

    def __init__(self, scene: Scene, shot: Shot) -> None:
        super().__init__(scene, shot)
        width, height = shot.width, shot.height
        self._paper = grain(width, height, 0.13, scene.seed, (1.0, 0.99, 0.965), mottle=0.10)
        self._maps = wobble(width, height, height * 0.006, height / 40, scene.seed)
        border = min(width, height) * 0.035
        x = numpy.minimum(numpy.arange(width), numpy.arange(width)[::-1])[None, :].astype(numpy.float32)
        y = numpy.minimum(numpy.arange(height), numpy.arange(height)[::-1])[:, None].astype(numpy.float32)
        edge = numpy.minimum(x, y) - border * (0.25 + 1.3 * noise(width, height, height / 22, scene.seed + 9))
        bare = numpy.clip(1 - edge / (border * 0.22), 0, 1)[:, :, None] * numpy.array([236, 245, 250, 0], numpy.float32)
        self._bare = bare.astype(numpy.uint8)

    def palette(self, palette: Palette) -> Palette:
        """Thinner colours on white paper."""
        return softened(palette, (1.0, 0.99, 0.96), 0.22, 1.05)

    def finish(self, frame: int, t_s: float, drawn: Pixels, pixels: Pixels) -> None:
        """Let the edges run and lay the paper over it."""
        run = cv2.remap(drawn, self._maps[0], self._maps[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        cv2.multiply(run, self._paper, pixels, 1 / 228)
        cv2.max(pixels, self._bare, pixels)


class Ink(Style):
    """Washes of black ink on rice paper, and a red seal."""

    def __init__(self, scene: Scene, shot: Shot) -> None:
        super().__init__(scene, shot)
        width, height = shot.width, shot.height
        self._paper = grain(width, height, 0.10, scene.seed, (1.0, 0.985, 0.945), mottle=0.05)
        self._maps = wobble(width, height, height * 0.008, height / 30, scene.seed)
        self._tones = Tones("17191d", "8d918f", "fbfaf4", 1.7)

    def palette(self, palette: Palette) -> Palette:
        """Leave the sky nearly bare; the distance dissolves in mist."""
        share = 0.3 if palette.night else 0.72
        return softened(palette, (0.97, 0.97, 0.95), share, 0.4)

    def finish(self, frame: int, t_s: float, drawn: Pixels, pixels: Pixels) -> None:
        """Turn it into washes, then press the seal."""
        grey = cv2.cvtColor(drawn, cv2.COLOR_BGRA2GRAY)
        run = cv2.remap(grey, self._maps[0], self._maps[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        self._tones.lay(run, pixels)
        cv2.multiply(pixels, self._paper, pixels, 1 / 255)
        self._seal(pixels)

    def _seal(self, pixels: Pixels) -> None:
        height, width = pixels.shape[:2]
        size = max(8, round(min(width, height) * 0.065))
        x, y = width - round(size * 1.7), height - round(size * 1.9)
        red, paper = (44, 44, 190, 255), (225, 236, 246, 255)
        cv2.rectangle(pixels, (x, y), (x + size, y + size), red, -1)
        thick = max(1, size // 14)
        inner = size // 7
        cv2.rectangle(pixels, (x + inner, y + inner), (x + size - inner, y + size - inner), paper, thick)
        middle = size // 2
        cv2.line(pixels, (x + middle, y + inner), (x + middle, y + size - inner), paper, thick)
        cv2.line(pixels, (x + inner, y + middle), (x + size - inner, y + middle), paper, thick)


class Sketch(Style):
    """Pencil on paper: lines where brightness changes, hatching in the shade, a breath of colour."""

    def __init__(self, scene: Scene, shot: Shot) -> None:
        super().__init__(scene, shot)
        width, height = shot.width, shot.height
        paper = grain(width, height, 0.10, scene.seed, (1.0, 0.99, 0.96))
        self._tint = Tint((168, 168, 168), (255, 255, 255), paper, 240)
        step = max(4, round(height / 110))
        y, x = numpy.ogrid[:height, :width]
        rough = (noise(width, height, height / 60, scene.seed) - 0.5) * step
        self._hatch = numpy.where((x + y + rough) % step < step * 0.36, 60, 0).astype(numpy.uint8)
        self._maps = [wobble(width, height, height * 0.0028, height / 24, scene.seed + boil) for boil in range(2)]

    def finish(self, frame: int, t_s: float, drawn: Pixels, pixels: Pixels) -> None:
        """Trace it."""
        maps = self._maps[int(t_s * 4) % 2]
        grey = cv2.cvtColor(drawn, cv2.COLOR_BGRA2GRAY)
        run = cv2.remap(grey, maps[0], maps[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        # Dodging a picture with its own blurred negative leaves the lines (a darkroom's trick).
        small = cv2.resize(run, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
        soft = cv2.resize(cv2.GaussianBlur(small, (0, 0), 1.1), (grey.shape[1], grey.shape[0]))
        lines = cv2.divide(run, cv2.max(soft, numpy.ones_like(soft)), scale=246)
        lines = cv2.convertScaleAbs(lines, alpha=2.3, beta=-322)
        shade = cv2.threshold(run, 118, 255, cv2.THRESH_BINARY_INV)[1]
        lines = cv2.subtract(lines, cv2.bitwise_and(self._hatch, shade))
        self._tint.lay(drawn, pixels)
        cv2.multiply(pixels, cv2.cvtColor(lines, cv2.COLOR_GRAY2BGRA), pixels, 1 / 250)


class Pastel(Style):
    """Chalk: light, powdery colours."""

    def __init__(self, scene: Scene, shot: Shot) -> None:
        super().__init__(scene, shot)
        paper = grain(shot.width, shot.height, 0.16, scene.seed, (1.0, 0.985, 0.985), mottle=0.05)
        self._tint = Tint((112, 98, 106), (255, 255, 255), paper, 232)

    def finish(self, frame: int, t_s: float, drawn: Pixels, pixels: Pixels) -> None:
        """Powder it."""
        self._tint.lay(drawn, pixels)


class Paper(Style):
    """Cut paper: every sheet throws a shadow on the one behind it."""

    shadow = 0.42

    def __init__(self, scene: Scene, shot: Shot) -> None:
        super().__init__(scene, shot)
        self._paper = grain(shot.width, shot.height, 0.15, scene.seed, (1.0, 0.985, 0.955), mottle=0.05)
        vignette(self._paper, 0.14)

    def finish(self, frame: int, t_s: float, drawn: Pixels, pixels: Pixels) -> None:
        """Lay fibres over it."""
        cv2.multiply(drawn, self._paper, pixels, 1 / 236)
