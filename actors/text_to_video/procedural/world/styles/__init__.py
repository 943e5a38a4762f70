# ruff: noqa: E501 - a table
"""Styles: how the finished picture is made to look painted, cut, printed or drawn."""

from __future__ import annotations

from actors.text_to_video.procedural.scene import Scene, Shot
from actors.text_to_video.procedural.world.styles.painted import Ink, Paper, Pastel, Sketch, Watercolour
from actors.text_to_video.procedural.world.styles.printed import Neon, Noir, Pixel, Retro
from actors.text_to_video.procedural.world.styles.style import Style

STYLES: dict[str, type[Style]] = {
    "flat": Style, "watercolour": Watercolour, "ink": Ink, "neon": Neon, "paper": Paper, "pixel": Pixel, "sketch": Sketch,
    "pastel": Pastel, "retro": Retro, "noir": Noir,
}  # fmt: skip


def style(scene: Scene, shot: Shot) -> Style:
    """Make the style of a scene."""
    return STYLES[scene.style](scene, shot)
