"""Places in the open country."""

from __future__ import annotations

from functools import partial

from actors.text_to_video.procedural.world.places.place import Place
from actors.text_to_video.procedural.world.sky import birds, clouds, sky
from actors.text_to_video.procedural.world.terrain import ground, hills, ridges

COUNTRY: dict[str, Place] = {
    "grassland": Place(
        parts=(
            sky, clouds, birds,
            partial(hills, name="far", depth=0.14, lift=0.12, reach=0.05, colour="7ba98a"),
            partial(hills, name="near", depth=0.26, lift=0.045, reach=0.05, colour="73b06a"),
            partial(ground, colour="74b653", far="9cc96a"),
        ),
    ),
}  # fmt: skip
del ridges
