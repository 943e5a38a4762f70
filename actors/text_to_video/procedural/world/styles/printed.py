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
from actors.text_to_video.procedural.world.styles.textures import Tint, Tones, grain, noise, vignette


class Neon(Style):
    """Dark shapes with glowing outlines in their own colours."""

    def __init__(self, scene: Scene, shot: Shot) -> None:
        super().__init__(scene, shot)
        height, width = shot.height, shot.width
        y = numpy.linspace(0, 1, height)[:, None, None]
        tint = (1 - y) * numpy.array([52, 14, 26, 255]) + y * numpy.array([38, 10, 46, 255])
        # Broadcast alone keeps its strides, and OpenCV would copy it at every picture.
        self._night = numpy.ascontiguousarray(numpy.broadcast_to(tint, (height, width, 4)), numpy.uint8)
        # Large arrays that come and go cost more in page faults than what is drawn into them.
        half = (height // 2, width // 2)
        self._small, self._lines = (numpy.empty((*half, 4), numpy.uint8) for _ in range(2))
        self._colour, self._edges, self._bright = (numpy.empty((*half, 3), numpy.uint8) for _ in range(3))
        self._lit = numpy.empty((height, width, 4), numpy.uint8)
        self._stronger = numpy.array([0.0, 110.0, 255.0, 0.0])

    def finish(self, frame: int, t_s: float, drawn: Pixels, pixels: Pixels) -> None:
        """Find the outlines at half size, let them glow, lay them over the darkened picture."""
        height, width = drawn.shape[:2]
        half = (width // 2, height // 2)
        colour, edges, bright = self._colour, self._edges, self._bright
        cv2.cvtColor(cv2.resize(drawn, half, self._small, interpolation=cv2.INTER_AREA), cv2.COLOR_BGRA2BGR, colour)
        cv2.morphologyEx(colour, cv2.MORPH_GRADIENT, numpy.ones((3, 3), numpy.uint8), edges)
        strength = cv2.convertScaleAbs(cv2.cvtColor(edges, cv2.COLOR_BGR2GRAY), alpha=5.0, beta=-26)
        cv2.cvtColor(colour, cv2.COLOR_BGR2HSV, bright)
        # Stronger, and as bright as can be; hue stays.
        cv2.add(bright, self._stronger, bright)
        cv2.cvtColor(bright, cv2.COLOR_HSV2BGR, bright)
        cv2.multiply(bright, cv2.cvtColor(strength, cv2.COLOR_GRAY2BGR, edges), bright, 1 / 255)
        lines = cv2.cvtColor(bright, cv2.COLOR_BGR2BGRA, self._lines)
        tiny = lines
        for share in (4, 8):
            # Halved twice, each pixel is about the mean of four; an area's mean is slow where sizes are no multiples.
            tiny = cv2.resize(tiny, (max(2, width // share), max(2, height // share)), interpolation=cv2.INTER_LINEAR)
        glow = cv2.resize(cv2.GaussianBlur(tiny, (0, 0), 2.2), half, self._small)
        cv2.addWeighted(lines, 0.95, glow, 1.5, 0, lines)
        lit = cv2.resize(lines, (width, height), self._lit, interpolation=cv2.INTER_LINEAR)
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
        paper = grain(width, height, 0.10, scene.seed, (1.0, 0.965, 0.88), mottle=0.10)
        vignette(paper, 0.32)
        cell = max(4, round(height / 130))
        y, x = numpy.ogrid[:height, :width]
        wave = numpy.cos((x + y) * numpy.pi / cell) * numpy.cos((x - y) * numpy.pi / cell)
        paper[:, :, :3] = (paper[:, :, :3] * (1 - 0.045 * (wave > 0.25))[:, :, None]).astype(numpy.uint8)
        ramp = numpy.arange(256) / 255
        self._steps = numpy.rint((numpy.round(ramp * 9) / 9 * 0.72 + ramp * 0.28) * 255).astype(numpy.uint8)
        self._tint = Tint((58, 42, 50), (196, 232, 255), paper, 238)

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
        self._tint.lay(cv2.LUT(drawn, self._steps, pixels), pixels)


class Noir(Style):
    """Black and white, hard light, film grain."""

    def __init__(self, scene: Scene, shot: Shot) -> None:
        super().__init__(scene, shot)
        width, height = shot.width, shot.height
        self._shade = grain(width, height, 0.0, scene.seed)
        vignette(self._shade, 0.72)
        self._tones = Tones("060608", "5e6064", "f4f4f2", 1.55)
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
        self._tones.lay(grey, pixels)
        cv2.multiply(pixels, self._shade, pixels, 1 / 255)
