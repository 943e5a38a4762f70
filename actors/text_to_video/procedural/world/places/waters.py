# ruff: noqa: E501 - a table: a part a line
"""Places by, on and under water."""

from __future__ import annotations

from functools import partial

from actors.text_to_video.procedural.world.buildings import skyline
from actors.text_to_video.procedural.world.cosmos import in_water, reef, undersea
from actors.text_to_video.procedural.world.landmarks import bridge, railing
from actors.text_to_video.procedural.world.meadows import flowers, grass
from actors.text_to_video.procedural.world.places.place import Place
from actors.text_to_video.procedural.world.plants import trees
from actors.text_to_video.procedural.world.sky import birds, clouds, sky
from actors.text_to_video.procedural.world.streets import paving
from actors.text_to_video.procedural.world.terrain import ground, hills, ridges
from actors.text_to_video.procedural.world.water import falls, surf, swell, water

WATERS: dict[str, Place] = {
    "beach": Place((
        sky, clouds, birds, partial(hills, name="cape", depth=0.12, lift=-0.02, reach=0.07, colour="7fae9a", first=1, last=2),
        partial(water, depth=0.3, colour="2fb3cc", deep="2a8fb8"), partial(ground, colour="f2d9a4", far="eecf94", bands=1, top=0.42, swell=0.006, snow=0.9, marks="dots"),
        partial(surf, top=0.45), partial(trees, name="palms", kind="palm", depth=0.9, foot=0.5, size=0.62, count=2, colour="4fa85a", gap=(0.28, 0.74)),
    ), horizon=0.52, floor=0.66),
    "sea": Place((
        sky, clouds, birds, partial(water, depth=0.25, colour="2f8fc0"), swell,
    ), horizon=0.52, floor=0.62, underfoot="water"),
    "underwater": Place((
        undersea, partial(hills, name="rocks", depth=0.25, lift=0.05, reach=0.08, colour="2a6a8a", first=2, last=7, snow=0),
        partial(reef, name="far", depth=0.45, foot=0.2, size=0.13, count=12),
        partial(ground, colour="d9c79a", far="6fa8a8", bands=2, top=0.25, snow=0, marks="dots"), partial(reef, depth=0.95, foot=0.55, size=0.2),
        partial(reef, name="front", depth=1.35, foot=1.1, size=0.3, count=6),
    ), horizon=0.72, floor=0.6, underfoot="under", light=in_water),
    "island": Place((
        sky, clouds, birds, partial(water, depth=0.3, colour="23a9c6", deep="1c7fb0"),
        partial(hills, name="isle", depth=0.40, lift=-0.02, reach=0.09, colour="5fa860", first=1, last=2),
        partial(trees, name="isle_palms", kind="palm", depth=0.42, foot=0.03, size=0.26, count=7, colour="4fae5c"),
        partial(ground, colour="f3dcaa", far="f0d49a", bands=1, top=0.5, swell=0.03, snow=0.9, marks="dots"), partial(surf, top=0.46),
        partial(trees, name="palms", kind="palm", depth=1.0, foot=0.62, size=0.5, count=2, colour="46a254", gap=(0.25, 0.78)),
    ), horizon=0.56, floor=0.68),
    "river": Place((
        sky, clouds, birds, partial(ridges, name="far", depth=0.12, height=0.22, peaks=6, colour="86a2b8", caps=0.12),
        partial(hills, name="bank", depth=0.3, lift=0.03, reach=0.03, colour="79b065"),
        partial(trees, name="trees", kind="round+tall", depth=0.4, foot=0.05, size=0.22, count=10),
        partial(ground, name="bank", colour="86bb5f", bands=1, top=0.1, swell=0.008), partial(water, name="stream", top=0.18, depth=0.6, colour="3fa3d0", mirror=0.35, glitter=90),
        partial(ground, name="near", colour="76b255", bands=1, top=0.62, swell=0.014), partial(flowers, count=36, top=0.62),
        partial(grass, name="reeds", depth=1.0, foot=0.55, tall=0.08, count=70, colour="5f9a4a"), partial(grass, depth=1.35, foot=1.08, tall=0.11, count=70, colour="417f3c"),
    ), horizon=0.52, floor=0.72),
    "lake": Place((
        sky, clouds, partial(ridges, name="far", depth=0.12, height=0.34, peaks=4, colour="7f98bc", caps=0.28),
        partial(trees, name="shore", kind="pine", depth=0.3, foot=0.0, size=0.13, count=32, colour="4f8a70", spread=0.01),
        partial(water, depth=0.5, colour="4a9fc9", deep="1f5f90", mirror=0.7, glitter=40), partial(grass, name="reeds", depth=1.25, foot=1.05, tall=0.16, count=46, colour="4f8a4f"),
    ), horizon=0.54, floor=0.56, underfoot="water"),
    "waterfall": Place((
        sky, clouds, partial(hills, name="cliff_far", depth=0.2, lift=0.36, reach=0.10, colour="6f9a86", first=2, last=6),
        partial(hills, name="cliff", depth=0.4, lift=0.46, reach=0.03, colour="5d8a68", first=2, last=8), falls,
        partial(trees, name="trees", kind="pine+round", depth=0.55, foot=0.08, size=0.3, count=8, colour="3f8a58", gap=(0.36, 0.64)),
        partial(water, top=0.1, depth=0.7, colour="4fb3d0", glitter=70), partial(ground, name="near", colour="6fa555", bands=1, top=0.66),
        partial(grass, depth=1.3, foot=1.07, tall=0.11, count=80, colour="3f7f42"),
    ), horizon=0.56, floor=0.74),
    "bridge": Place((
        sky, clouds, birds, partial(skyline, depth=0.14, foot=0.0, tall=0.2, wide=0.06, colour="8fa3c0"), partial(water, depth=0.25, colour="3f94bd"), bridge,
        railing, partial(paving, top=0.20, kerb=0.42, walk="cdb9a8", road="646878"),
    ), horizon=0.56, floor=0.62),
}  # fmt: skip
