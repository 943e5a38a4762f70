"""How large a picture is for each resolution and aspect ratio. Light: data only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Resolution = Literal["720P", "768P", "1080P"]
AspectRatio = Literal["16:9", "9:16", "1:1"]

#: Width and height of a 16:9 picture, pixels; the height is what the resolution is named after.
_LANDSCAPE: Mapping[Resolution, tuple[int, int]] = {"720P": (1280, 720), "768P": (1366, 768), "1080P": (1920, 1080)}


def size_of(resolution: Resolution, aspect_ratio: AspectRatio) -> tuple[int, int]:
    """Return width and height, pixels, both even.

    Args:
        resolution: names the shorter side.
        aspect_ratio: width to height.
    """
    width, height = _LANDSCAPE[resolution]
    return {"16:9": (width, height), "9:16": (height, width), "1:1": (height, height)}[aspect_ratio]
