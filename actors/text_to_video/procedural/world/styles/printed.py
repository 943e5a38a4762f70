# ruff: noqa: ARG002, E501 - every style is handed frame and time; a table of colours
"""Styles of machines: neon, pixel, retro, noir."""

from __future__ import annotations

import dataclasses

import cv2
import numpy

from actors.text_to_video.procedural.scene import Scene, Shot
from actors.text_to_video.procedural.world.colour import brighter, mix, rgb
from actors.text_to_video.procedural.world.palette import Palette
from actors.text_to_video.procedural.world.styles.style import Pixels, Style
from actors.text_to_video.procedural.world.styles.textures import grain, noise, tones, vignette


class Neon(Style):
    """Dark shapes with glowing outlines in their own colours."""

    def __init__(self, scene: Scene, shot: Shot) -> None:
        super().__init__(scene, shot)
        height, width = shot.height, shot.width
        y = numpy.linspace(0, 1, height)[:, None, None]
        tint = (1 - y) * numpy.array([52, 14, 26, 255]) + y * numpy.array([38, 10, 46, 255])
        self._night = numpy.broadcast_to(tint, (height, width, 4)).astype(numpy.uint8)

    def finish(self, frame: int, t_s: float, drawn: Pixels, pixels: Pixels) -> None:
        """Find the outlines at half size, let them glow, lay them over the darkened picture."""
        height, width = drawn.shape[:2]
        small = cv2.resize(drawn, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        edges = cv2.morphologyEx(small, cv2.MORPH_GRADIENT, numpy.ones((3, 3), numpy.uint8))
        strength = cv2.convertScaleAbs(cv2.cvtColor(edges, cv2.COLOR_BGRA2GRAY), alpha=5.0, beta=-26)
        hsv = cv2.cvtColor(small, cv2.COLOR_BGRA2BGR)
        hsv = cv2.cvtColor(hsv, cv2.COLOR_BGR2HSV)
        hsv[:, :, 1] = cv2.convertScaleAbs(hsv[:, :, 1], alpha=1.0, beta=110)
        hsv[:, :, 2] = 255
        bright = cv2.cvtColor(cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR), cv2.COLOR_BGR2BGRA)
        lines = cv2.multiply(bright, cv2.cvtColor(strength, cv2.COLOR_GRAY2BGRA), scale=1 / 255)
        tiny = lines
        for share in (4, 8):
            # Halved twice, each pixel is about the mean of four; an area's mean is slow where sizes are no multiples.
            tiny = cv2.resize(tiny, (max(2, width // share), max(2, height // share)), interpolation=cv2.INTER_LINEAR)
        glow = cv2.resize(cv2.GaussianBlur(tiny, (0, 0), 2.2), (width // 2, height // 2))
        lit = cv2.resize(cv2.addWeighted(lines, 0.95, glow, 1.5, 0), (width, height), interpolation=cv2.INTER_LINEAR)
        cv2.addWeighted(drawn, 0.14, self._night, 1.0, 0, pixels)
        cv2.add(pixels, lit, pixels)


class Pixel(Style):
    """A coarse grid of few colours, ordered dots between them."""

    def __init__(self, scene: Scene, shot: Shot) -> None:
        super().__init__(scene, shot)
        self._cell = max(2, round(min(shot.width, shot.height) / 150))
        self._inner = Shot(
            max(16, -(-shot.width // self._cell)), max(16, -(-shot.height // self._cell)), shot.fps, shot.frames
        )
        # Source: Bayer's ordered dithering, 4 x 4 (B. E. Bayer, 1973).
        bayer = numpy.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], numpy.float32) / 16 - 0.5
        rows, columns = -(-self._inner.height // 4), -(-self._inner.width // 4)
        dots = numpy.tile(bayer, (rows, columns))[: self._inner.height, : self._inner.width]
        # What is added and what is taken away: in one step, white would be cut before it is dotted, and turn grey.
        self._more, self._less = (
            numpy.repeat(numpy.clip(sign * dots * 20, 0, 255).astype(numpy.uint8)[:, :, None], 4, axis=2)
            for sign in (1, -1)
        )
        levels = numpy.round(numpy.arange(256) / 255 * 6) / 6 * 255
        self._table = numpy.repeat(levels.astype(numpy.uint8)[None, :, None], 4, axis=2)
        self._table[:, :, 3] = 255

    @property
    def canvas_shot(self) -> Shot:
        """Drawn at the size of the grid."""
        return self._inner

    def finish(self, frame: int, t_s: float, drawn: Pixels, pixels: Pixels) -> None:
        """Take few colours and enlarge."""
        few = cv2.LUT(cv2.subtract(cv2.add(drawn, self._more), self._less), self._table)
        height, width = pixels.shape[:2]
        large = cv2.resize(few, (few.shape[1] * self._cell, few.shape[0] * self._cell), interpolation=cv2.INTER_NEAREST)
        pixels[:] = large[:height, :width]


class Retro(Style):
    """An old travel poster: few warm inks, dots in the shade, worn edges."""

    def __init__(self, scene: Scene, shot: Shot) -> None:
        super().__init__(scene, shot)
        width, height = shot.width, shot.height
        self._paper = grain(width, height, 0.10, scene.seed, (1.0, 0.965, 0.88), mottle=0.10)
        vignette(self._paper, 0.32)
        cell = max(4, round(height / 130))
        y, x = numpy.ogrid[:height, :width]
        wave = numpy.cos((x + y) * numpy.pi / cell) * numpy.cos((x - y) * numpy.pi / cell)
        self._paper[:, :, :3] = (self._paper[:, :, :3] * (1 - 0.045 * (wave > 0.25))[:, :, None]).astype(numpy.uint8)
        ramp = numpy.arange(256) / 255
        steps = numpy.round(ramp * 9) / 9 * 0.72 + ramp * 0.28
        table = numpy.empty((1, 256, 4), numpy.uint8)
        for channel, (low, high) in enumerate(((58, 196), (42, 232), (50, 255))):
            table[0, :, channel] = low + steps * (high - low)
        table[0, :, 3] = 255
        self._table = table

    def palette(self, palette: Palette) -> Palette:
        """Teal above, cream and orange below."""
        teal, cream = rgb("3f8f8f"), rgb("f6dcae")
        top, middle, low = palette.sky
        dark = palette.ambient
        return dataclasses.replace(
            palette, sky=(mix(top, (teal[0] * dark[0], teal[1] * dark[1], teal[2] * dark[2]), 0.5), mix(middle, (cream[0] * dark[0], cream[1] * dark[1], cream[2] * dark[2]), 0.5),
                          mix(low, (0.95 * dark[0], 0.66 * dark[1], 0.42 * dark[2]), 0.45)),
        )  # fmt: skip

    def finish(self, frame: int, t_s: float, drawn: Pixels, pixels: Pixels) -> None:
        """Print it."""
        cv2.multiply(cv2.LUT(drawn, self._table), self._paper, pixels, 1 / 238)


class Noir(Style):
    """Black and white, hard light, film grain."""

    def __init__(self, scene: Scene, shot: Shot) -> None:
        super().__init__(scene, shot)
        width, height = shot.width, shot.height
        self._shade = grain(width, height, 0.0, scene.seed)
        vignette(self._shade, 0.72)
        self._table = tones("060608", "5e6064", "f4f4f2", 1.55)
        self._grain = [(noise(width, height, 1.7, scene.seed + number) * 16).astype(numpy.uint8) for number in range(3)]

    def palette(self, palette: Palette) -> Palette:
        """Lift the dark: contrast and the dark rim take as much away again."""
        lift = max(0.0, 0.75 - max(palette.ambient))
        if not lift:
            return palette
        top, middle, low = (brighter(part, 1 + 1.6 * lift) for part in palette.sky)
        white = (1.0, 1.0, 1.0)
        ambient, haze = mix(palette.ambient, white, lift), brighter(palette.haze, 1 + 2.2 * lift)
        return dataclasses.replace(palette, sky=(top, middle, low), ambient=ambient, haze=haze)

    def finish(self, frame: int, t_s: float, drawn: Pixels, pixels: Pixels) -> None:
        """Expose and grain it."""
        grey = cv2.subtract(cv2.cvtColor(drawn, cv2.COLOR_BGRA2GRAY), self._grain[int(t_s * 12) % 3])
        cv2.multiply(cv2.LUT(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGRA), self._table), self._shade, pixels, 1 / 255)
