# ruff: noqa: E501 - a table: a part a line
"""Places in the open country."""

from __future__ import annotations

from functools import partial

from actors.text_to_video.procedural.world.buildings import houses
from actors.text_to_video.procedural.world.landmarks import barn, volcano
from actors.text_to_video.procedural.world.meadows import flowers, grass, wheat
from actors.text_to_video.procedural.world.places.place import Place
from actors.text_to_video.procedural.world.plants import trees, trunks
from actors.text_to_video.procedural.world.sky import birds, clouds, sky
from actors.text_to_video.procedural.world.streets import fence
from actors.text_to_video.procedural.world.terrain import dunes, ground, hills, ridges

FAR = partial(hills, name="far", depth=0.14, lift=0.12, reach=0.05, colour="7ba98a")

COUNTRY: dict[str, Place] = {
    "grassland": Place((
        sky, clouds, birds, FAR, partial(hills, name="near", depth=0.26, lift=0.045, reach=0.05, colour="73b06a"),
        partial(trees, name="dots", kind="round", depth=0.42, foot=0.06, size=0.11, count=5),
        partial(ground, colour="74b653", far="9cc96a"),
        partial(flowers, count=40), partial(grass, depth=1.0, foot=0.55, tall=0.032, count=90, colour="69ad4c"),
        partial(grass, name="front", depth=1.3, foot=1.06, tall=0.10, count=90, colour="4b8f3f"),
    )),
    "forest": Place((
        sky, clouds, partial(trees, name="far", kind="pine", depth=0.22, foot=0.04, size=0.34, count=22, colour="4f8f6a"),
        partial(trees, name="middle", kind="pine+tall", depth=0.42, foot=0.12, size=0.46, count=14, colour="438a58"),
        partial(ground, colour="5f9a50", far="7fb36a", marks="tufts"),
        partial(trunks, name="near", depth=0.85, foot=0.34, thick=0.06, count=4, colour="6b4a3a", leaf="3c8050"),
        partial(grass, depth=1.0, foot=0.5, tall=0.04, count=90, colour="4f9148"),
        partial(grass, name="front", depth=1.35, foot=1.06, tall=0.13, count=80, colour="2f6b3c"),
    )),
    "jungle": Place((
        sky, partial(trees, name="far", kind="palm+round", depth=0.25, foot=0.02, size=0.44, count=16, colour="4fa36a"),
        partial(trees, name="middle", kind="palm", depth=0.5, foot=0.14, size=0.6, count=9, colour="3a9a52"),
        partial(ground, colour="4f9148", far="74b565", bands=2),
        partial(trunks, name="near", depth=0.9, foot=0.3, thick=0.07, count=3, colour="5c4636", leaf="2f7d45"),
        partial(trees, name="ferns", kind="palm", depth=1.0, foot=0.36, size=0.22, count=6, colour="55b055"),
        partial(trees, name="front", kind="palm", depth=1.4, foot=1.2, size=0.34, count=6, colour="1f5f3c"),
    )),
    "bamboo_forest": Place((
        sky, partial(trunks, name="far", depth=0.25, foot=0.06, thick=0.020, count=30, colour="8fbf7a", leaf="8fc27c", bamboo=True, canopy=False),
        partial(trunks, name="middle", depth=0.5, foot=0.14, thick=0.032, count=16, colour="7fb85f", leaf="6fb35a", bamboo=True, canopy=False),
        partial(ground, colour="8fae5a", far="b3cf86", bands=2),
        partial(trunks, name="near", depth=0.9, foot=0.32, thick=0.046, count=7, colour="6fa84c", leaf="4f9a45", bamboo=True, canopy=False),
        partial(grass, depth=1.3, foot=1.06, tall=0.09, count=70, colour="4f8a3c"),
    )),
    "mountain": Place((
        sky, clouds, partial(ridges, name="far", depth=0.10, height=0.50, peaks=3, colour="8ea0c4", caps=0.42),
        partial(ridges, name="near", depth=0.26, height=0.34, peaks=5, colour="6d86a8", caps=0.3, foot=0.02), birds,
        partial(trees, name="firs", kind="pine", depth=0.45, foot=0.10, size=0.15, count=26, colour="4a8464", spread=0.03),
        partial(ground, colour="7fb069", far="8fbb82"), partial(flowers, count=30, colours=("ffffff", "b79be0", "f7cf46")),
        partial(grass, depth=1.3, foot=1.06, tall=0.08, count=80, colour="4f8a4a"),
    )),
    "volcano": Place((
        sky, clouds, partial(ridges, name="far", depth=0.1, height=0.18, peaks=6, colour="7a6a80", caps=0.0), volcano,
        partial(ground, colour="5f5158", far="7f6a68", swell=0.02, marks="dots"),
        partial(trees, name="burnt", kind="pine", depth=0.6, foot=0.14, size=0.13, count=6, colour="566a55"),
    ), horizon=0.66),
    "desert": Place((
        sky, partial(dunes, name="far", depth=0.18, lift=0.04, reach=0.13, colour="e6bd86", crests=4),
        partial(dunes, name="middle", depth=0.42, lift=-0.02, reach=0.10, colour="e2ae6a", crests=3),
        partial(trees, name="cacti", kind="cactus", depth=0.62, foot=0.18, size=0.24, count=4, spread=0.03),
        partial(ground, colour="e0a95f", far="e6b878", bands=2, top=0.22, snow=0.7, marks="lines"),
    )),
    "wheat_field": Place((
        sky, clouds, birds, FAR, partial(trees, name="row", kind="round+tall", depth=0.34, foot=0.02, size=0.12, count=9, colour="6a9a55"),
        partial(ground, colour="dba63f", far="ebc978", bands=3, marks="lines"),
        partial(wheat, name="back", depth=0.72, foot=0.30, tall=0.10, count=190, colour="e0b34f"),
        partial(wheat, name="near", depth=0.95, foot=0.52, tall=0.12, count=150, colour="d9a53c"),
        partial(wheat, name="front", depth=1.25, foot=1.05, tall=0.22, count=110, colour="c8902f"),
    )),
    "farm": Place((
        sky, clouds, birds, FAR, partial(hills, name="field", depth=0.28, lift=0.03, reach=0.035, colour="a9c46a"),
        partial(trees, name="trees", kind="round", depth=0.4, foot=0.08, size=0.2, count=5), barn,
        partial(ground, colour="8dba58", far="bdd07a"), fence, partial(grass, depth=1.3, foot=1.06, tall=0.07, count=70),
    )),
    "village": Place((
        sky, clouds, birds, partial(ridges, name="far", depth=0.12, height=0.26, peaks=5, colour="7f9ab8", caps=0.2),
        partial(hills, name="near", depth=0.25, lift=0.05, reach=0.05, colour="79ad6c"),
        partial(houses, name="back", depth=0.36, foot=0.05, size=0.13, count=11),
        partial(trees, name="trees", kind="round+tall", depth=0.48, foot=0.10, size=0.2, count=6),
        partial(houses, name="near", depth=0.58, foot=0.2, size=0.25, count=6), partial(ground, colour="86b75f", far="a9cb80", top=0.16, bands=2),
        partial(flowers, count=35), partial(grass, depth=1.3, foot=1.06, tall=0.07, count=70),
    )),
    "snowfield": Place((
        sky, clouds, partial(ridges, name="far", depth=0.12, height=0.30, peaks=5, colour="a9bcd8", caps=0.75),
        partial(trees, name="firs", kind="pine", depth=0.4, foot=0.07, size=0.2, count=15, colour="5a8a86"),
        partial(ground, colour="eef4fb", far="dfe9f5", swell=0.022, marks="dots"),
        partial(trees, name="near", kind="pine", depth=0.8, foot=0.3, size=0.36, count=2, colour="4a7a78"),
    )),
}  # fmt: skip
