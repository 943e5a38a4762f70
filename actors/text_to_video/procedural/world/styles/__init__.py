"""Styles: how the finished picture is made to look painted, cut, printed or drawn."""

from __future__ import annotations

from actors.text_to_video.procedural.scene import Scene, Shot
from actors.text_to_video.procedural.world.styles.style import Style


def style(scene: Scene, shot: Shot) -> Style:
    """Make the style of a scene."""
    return Style(scene, shot)
