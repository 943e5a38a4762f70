"""What every style does; the plain one does nothing."""

from __future__ import annotations

import numpy
import numpy.typing

from actors.text_to_video.procedural.scene import Scene, Shot
from actors.text_to_video.procedural.world.palette import Palette

Pixels = numpy.typing.NDArray[numpy.uint8]


class Style:
    """The plain style: flat colours.

    Args:
        scene: what is drawn.
        shot: how large.
    """

    #: How dark the shadow under every sheet is, 0..1.
    shadow = 0.0

    def __init__(self, scene: Scene, shot: Shot) -> None:
        self.scene = scene
        self.shot = shot

    @property
    def canvas_shot(self) -> Shot:
        """How large the scene is drawn before it is finished."""
        return self.shot

    def palette(self, palette: Palette) -> Palette:
        """Change the colours before anything is drawn."""
        return palette

    def finish(self, frame: int, t_s: float, drawn: Pixels, pixels: Pixels) -> None:
        """Finish a picture in ``pixels``; ``drawn`` is the same array unless the canvas has another size."""
