"""Places above the ground."""

from __future__ import annotations

from functools import partial

from actors.text_to_video.procedural.world.cosmos import in_space, lunar, space
from actors.text_to_video.procedural.world.places.place import Place
from actors.text_to_video.procedural.world.plate import Layer, Plate
from actors.text_to_video.procedural.world.sky import birds, cloud_sea, clouds, sky
from actors.text_to_video.procedural.world.terrain import ground, hills


def grey_ground(plate: Plate) -> list[Layer]:
    """The moon's dust."""
    return ground(plate, colour="b9bac6", far="8f90a4", bands=2, swell=0.02, snow=0.2, marks="dots")


def with_craters(plate: Plate) -> list[Layer]:
    """Earth and stars behind, dust, then the craters in it."""
    back, stars, craters = lunar(plate)
    return [
        back,
        stars,
        *hills(plate, depth=0.3, lift=0.02, reach=0.06, colour="8a8b9c", last=6, snow=0.1),
        *grey_ground(plate),
        craters,
    ]


HEAVENS: dict[str, Place] = {
    "space": Place((space,), horizon=0.9, underfoot="air", light=in_space),
    "moon": Place((with_craters,), light=in_space),
    "sky": Place((sky, partial(clouds, band=(0.1, 0.8)), birds, cloud_sea), horizon=0.86, underfoot="air"),
}
