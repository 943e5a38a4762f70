"""All places, each composed of parts."""

from __future__ import annotations

from actors.text_to_video.procedural.world.places.country import COUNTRY
from actors.text_to_video.procedural.world.places.heavens import HEAVENS
from actors.text_to_video.procedural.world.places.place import Place
from actors.text_to_video.procedural.world.places.town import TOWN
from actors.text_to_video.procedural.world.places.waters import WATERS

PLACES: dict[str, Place] = COUNTRY | WATERS | TOWN | HEAVENS
