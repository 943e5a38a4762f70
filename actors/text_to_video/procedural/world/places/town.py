# ruff: noqa: E501 - a table: a part a line
"""Places that people have built, and rooms."""

from __future__ import annotations

from functools import partial

from actors.text_to_video.procedural.world.buildings import houses, shops, skyline
from actors.text_to_video.procedural.world.indoors import furniture, school, theatre, wall
from actors.text_to_video.procedural.world.landmarks import castle, temple
from actors.text_to_video.procedural.world.meadows import flowers, grass
from actors.text_to_video.procedural.world.places.place import Place
from actors.text_to_video.procedural.world.plants import trees
from actors.text_to_video.procedural.world.sky import birds, clouds, sky
from actors.text_to_video.procedural.world.streets import crowd, fence, lamps, paving
from actors.text_to_video.procedural.world.terrain import ground, hills, ridges

TOWN: dict[str, Place] = {
    "street": Place((
        sky, clouds, partial(skyline, depth=0.2, foot=0.1, tall=0.34, wide=0.12), shops, partial(paving, top=0.18, kerb=0.42),
        partial(trees, name="street_trees", kind="round", depth=0.95, foot=0.34, size=0.26, count=3), lamps,
    ), glaze=0.0),
    "city": Place((
        sky, clouds, partial(skyline, name="far", depth=0.12, foot=0.0, tall=0.50, wide=0.09, colour="93a8c8", landmark=True),
        partial(skyline, name="middle", depth=0.28, foot=0.08, tall=0.42, wide=0.12, colour="7188b0"),
        partial(skyline, name="near", depth=0.5, foot=0.16, tall=0.28, wide=0.16, colour="586f99"), partial(paving, top=0.16, kerb=0.4), lamps,
    )),
    "road": Place((
        sky, clouds, birds, partial(ridges, name="far", depth=0.12, height=0.2, peaks=6, colour="8aa3bd", caps=0.15),
        partial(hills, name="near", depth=0.26, lift=0.03, reach=0.04, colour="86b56c"), partial(ground, colour="92bd66", far="b3cf88", bands=2),
        partial(trees, name="trees", kind="tall", depth=0.8, foot=0.28, size=0.3, count=5), partial(paving, top=0.36, kerb=0.38, far_kerb=False, walk="8fb766"),
    )),
    "park": Place((
        sky, clouds, birds, partial(skyline, depth=0.14, foot=0.0, tall=0.24, wide=0.08, colour="9db2cc"),
        partial(trees, name="back", kind="round", depth=0.34, foot=0.08, size=0.24, count=14, colour="62ab5a"),
        partial(ground, colour="7fc062", far="a3d07e", bands=2), partial(trees, name="near", kind="round+tall", depth=0.8, foot=0.26, size=0.46, count=3, gap=(0.36, 0.6)),
        partial(lamps, name="park_lamps", depth=0.9, foot=0.3, tall=0.3, count=2), partial(flowers, count=50), partial(grass, depth=1.3, foot=1.06, tall=0.07, count=70),
    )),
    "garden": Place((
        sky, clouds, partial(trees, name="hedge", kind="round", depth=0.36, foot=0.1, size=0.2, count=22, colour="559f55"),
        partial(houses, name="cottage", depth=0.5, foot=0.18, size=0.36, count=1, gap=0.0), partial(ground, colour="7abf5c", far="98cf74", bands=2, top=0.14),
        partial(fence, foot=0.26), partial(flowers, name="beds", depth=0.9, top=0.27, bottom=0.4, count=120, size=0.02, stalk=0.07),
        partial(flowers, count=70), partial(flowers, name="front", depth=1.3, top=1.0, bottom=1.15, count=34, size=0.026, stalk=0.09),
    )),
    "castle": Place((
        sky, clouds, birds, partial(ridges, name="far", depth=0.12, height=0.24, peaks=6, colour="8c9cc0", caps=0.2), partial(hills, depth=0.26, lift=0.04, reach=0.05), castle,
        partial(trees, name="trees", kind="pine+round", depth=0.55, foot=0.12, size=0.17, count=9, gap=(0.4, 0.72)), partial(ground, colour="7fb462", far="9cc681", bands=2, top=0.14),
        partial(flowers, count=30), partial(grass, depth=1.3, foot=1.06, tall=0.07, count=70),
    )),
    "temple": Place((
        sky, clouds, partial(ridges, name="far", depth=0.12, height=0.3, peaks=5, colour="86a0a8", caps=0.0),
        partial(trees, name="pines", kind="pine", depth=0.36, foot=0.06, size=0.32, count=12, colour="4a8468"), temple,
        partial(ground, colour="cfc4b2", far="d9cfbe", bands=1, top=0.16, swell=0.0, marks="lines"), partial(trees, name="near", kind="round", depth=0.9, foot=0.32, size=0.34, count=2, colour="e08a9a", gap=(0.2, 0.8)),
    )),
    "stadium": Place((
        sky, clouds, crowd, partial(ground, colour="5fb354", far="74c265", bands=1, top=0.1, swell=0.0, marks="lines"),
        partial(paving, top=0.66, kerb=0.66, far_kerb=False, road="c8634a", walk="c8634a"),
    ), horizon=0.56, floor=0.60),
    "room": Place((sky, clouds, partial(hills, depth=0.2, lift=0.0, reach=0.06), partial(wall, windows=(0.27,)), furniture), indoors=True, horizon=0.66),
    "classroom": Place((
        sky, clouds, partial(hills, depth=0.2, lift=0.0, reach=0.06), partial(wall, colour="e9e4cf", floor="b99a74", windows=(0.10,), low=-0.46, high=-0.1), school,
    ), indoors=True, horizon=0.66),
    "stage": Place((theatre,), indoors=True, horizon=0.62, glaze=0.35),
}  # fmt: skip
