# ruff: noqa: C901, PLR0911 - a weather a case
"""Weather: what falls, drifts and shines in the air."""

from __future__ import annotations

import dataclasses

from actors.text_to_video.procedural.world.places.place import Place
from actors.text_to_video.procedural.world.plate import Layer, Plate
from actors.text_to_video.procedural.world.weather.air import gusts, mist, sand
from actors.text_to_video.procedural.world.weather.falling import leaves, petals, rain, snowfall
from actors.text_to_video.procedural.world.weather.heaven import aurora, lightning, meteors, rainbow


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
    match plate.scene.weather:
        case "rain":
            return Air(near=tuple(rain(plate, 420, 0.16, ground=not place.indoors)))
        case "storm":
            return Air(far=tuple(lightning(plate)), near=tuple(rain(plate, 700, 0.42, ground=not place.indoors)))
        case "snow":
            return Air(near=tuple(snowfall(plate, 260, 0.10, 0.35)))
        case "blizzard":
            return Air(near=(*mist(plate, (0.5, 0.85)), *snowfall(plate, 520, 0.5, 1.6)))
        case "fog":
            return Air(near=tuple(mist(plate, (0.15, 0.42, 0.75))))
        case "wind":
            return Air(near=(*gusts(plate), *leaves(plate, 10, 0.55)))
        case "sandstorm":
            return Air(near=tuple(sand(plate)))
        case "rainbow":
            return Air(far=tuple(rainbow(plate)))
        case "petals":
            return Air(near=tuple(petals(plate)))
        case "leaves":
            return Air(near=tuple(leaves(plate, 46, 0.14)))
        case "aurora":
            return Air(far=tuple(aurora(plate)))
        case "meteors":
            return Air(far=tuple(meteors(plate)))
    return Air()
