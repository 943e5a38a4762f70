"""A calm backdrop for words: the scene's sky over a low line of land, nobody in it."""

from __future__ import annotations

import dataclasses

import numpy

from actors.text_to_video.procedural.scene import Scene, Shot
from actors.text_to_video.procedural.world.colour import Rgb, luminance
from actors.text_to_video.procedural.world.stage import Pixels, Stage


class Backdrop:
    """Draws what lies behind words.

    Args:
        scene: its weather, hour, style, camera, accent and seed are taken; its figures and words are not drawn.
        shot: the picture.
    """

    pixel_format = Stage.pixel_format

    def __init__(self, scene: Scene, shot: Shot) -> None:
        place = "sky" if scene.place in ("grassland", "sky") else scene.place
        self._stage = Stage(dataclasses.replace(scene, groups=(), words=(), place=place), shot)
        pixels = numpy.zeros((shot.height, shot.width, 4), numpy.uint8)
        self._stage.draw(shot.frames // 2, pixels)
        middle = pixels[shot.height // 4 : -shot.height // 4, shot.width // 8 : -shot.width // 8]
        blue, green, red, _ = middle.mean(axis=(0, 1)) / 255
        self._brightness = luminance((float(red), float(green), float(blue)))

    @property
    def text_colour(self) -> Rgb:
        """A colour that is read on the picture's middle: white on dark, dark blue on light (red, green, blue 0..1)."""
        return (1.0, 0.99, 0.96) if self._brightness < 0.58 else (0.09, 0.13, 0.27)

    def draw(self, frame: int, pixels: Pixels) -> None:
        """Draw one picture, as :meth:`Stage.draw` does."""
        self._stage.draw(frame, pixels)
