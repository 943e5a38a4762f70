"""All places, each composed of parts."""

from __future__ import annotations

from actors.text_to_video.procedural import vocabulary
from actors.text_to_video.procedural.world.places.country import COUNTRY
from actors.text_to_video.procedural.world.places.place import Place

PLACES: dict[str, Place] = {name: COUNTRY["grassland"] for name in vocabulary.PLACES} | COUNTRY
