"""A place: which parts it is composed of, and what the figures have underfoot there."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from actors.text_to_video.procedural.world.palette import Palette
from actors.text_to_video.procedural.world.plate import Layer, Plate

Part = Callable[[Plate], list[Layer]]


def same(palette: Palette) -> Palette:
    """Leave the light as the hour has it."""
    return palette


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """One of ``vocabulary.PLACES``.

    Args:
        parts: what it is composed of, from the sky to the foreground.
        horizon: fraction of the picture's height.
        floor: where figures stand between horizon (0) and bottom (1).
        underfoot: ``ground``, ``water`` (a surface), ``under`` (below the surface) or ``air``.
        indoors: whether weather stays outside the windows.
        glaze: how much the floor mirrors, 0..1.
        light: changes the palette (under water, in space).
    """

    parts: tuple[Part, ...]
    horizon: float = 0.62
    floor: float = 0.56
    underfoot: str = "ground"
    indoors: bool = False
    glaze: float = 0.0
    light: Callable[[Palette], Palette] = same

    def layers(self, plate: Plate) -> list[Layer]:
        """All sheets of it, furthest first."""
        return [layer for part in self.parts for layer in part(plate)]
