"""Weather: what falls, drifts and shines in the air."""

from __future__ import annotations

import dataclasses

from actors.text_to_video.procedural.world.places.place import Place
from actors.text_to_video.procedural.world.plate import Layer, Plate


@dataclasses.dataclass(frozen=True, slots=True)
class Air:
    """What a weather adds.

    Args:
        far: layers behind the land.
        near: layers before everything.
    """

    far: tuple[Layer, ...] = ()
    near: tuple[Layer, ...] = ()


def weather(plate: Plate, place: Place) -> Air:
    """Make the weather of a scene."""
    return Air()
