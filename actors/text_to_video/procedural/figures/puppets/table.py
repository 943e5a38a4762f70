"""Every puppet as data: its drawing, size, home, speeds, colours, and where its face is for props."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from actors.text_to_video.procedural.figures.colours import Rgb
from actors.text_to_video.procedural.figures.figure import Ground
from actors.text_to_video.procedural.figures.pen import Pen
from actors.text_to_video.procedural.figures.puppets import birds, swimmers, things, vehicles
from actors.text_to_video.procedural.figures.puppets.art import Art
from actors.text_to_video.procedural.figures.puppets.manner import Manner


@dataclasses.dataclass(frozen=True, slots=True)
class Puppet:
    """One subject.

    Args:
        paint: draws it one unit high.
        height_m: metres.
        width: in heights.
        home: where it is at rest.
        speed: heights a second at its usual pace.
        colours: own colours, one is chosen.
        accents: colours of its second part, one is chosen.
        face: x, y and size of the head, in heights, for props.
        alive: whether it eats, reads and rides; things and vehicles bring no such props.
    """

    paint: Callable[[Pen, Art, Manner], None]
    height_m: float
    width: float
    home: Ground
    speed: float
    colours: tuple[Rgb, ...]
    accents: tuple[Rgb, ...]
    face: tuple[float, float, float] = (0.2, -0.75, 0.2)
    alive: bool = True


_BRIGHT = (0xE2463F, 0x3E7BD6, 0xF2A541, 0x4FA65B, 0x8558C4)
#: Walking birds go STRIDE / (DUTY * 0.7 s).
_WALK = birds.STRIDE / birds.DUTY / 0.7
PUPPETS: dict[str, Puppet] = {
    "bird": Puppet(
        birds.painter("bird"), 0.3, 1.3, "ground", _WALK, (0x4F8FD8, 0xE86F5A, 0xF2B84B, 0x5FAE8A), (0xF2A03C,)
    ),
    "owl": Puppet(
        birds.painter("owl"),
        0.55,
        0.75,
        "ground",
        _WALK,
        (0x9A6E4C, 0x8B7766, 0xB08A5E),
        (0xF2A03C,),
        (0.0, -0.74, 0.27),
    ),
    "penguin": Puppet(
        birds.painter("penguin"), 0.8, 0.75, "ground", _WALK, (0x3F4660, 0x39404F), (0xF2A03C,), (0.1, -0.8, 0.19)
    ),
    "duck": Puppet(
        birds.painter("duck"),
        0.45,
        1.15,
        "ground",
        _WALK,
        (0xF7CF52, 0xF4F1EA, 0xA98258),
        (0xF2A03C,),
        (0.3, -0.8, 0.2),
    ),
    "chicken": Puppet(
        birds.painter("chicken"),
        0.5,
        1.1,
        "ground",
        _WALK,
        (0xF6F0E6, 0xC9743D, 0xE0A868),
        (0xF2A03C,),
        (0.28, -0.76, 0.16),
    ),
    "fish": Puppet(
        swimmers.fish,
        0.35,
        1.8,
        "water",
        1.6,
        (0xF28C38, 0x3E9BD6, 0xF25F7A, 0xF7C948),
        (0xF7C948, 0xF2A03C, 0x7DD3C8),
        (0.5, -0.55, 0.2),
    ),
    "whale": Puppet(
        swimmers.whale, 4.0, 2.8, "water", 0.3, (0x4A7FB5, 0x41709C, 0x5B8FB9), (0x8FD3F4,), (0.7, -0.6, 0.2)
    ),
    "dolphin": Puppet(swimmers.dolphin, 0.9, 2.3, "water", 1.6, (0x5E92BE, 0x6F9DB8), (0x8FD3F4,), (0.7, -0.6, 0.2)),
    "turtle": Puppet(
        swimmers.turtle,
        0.5,
        2.1,
        "ground",
        0.4 / 0.7,
        (0x5E9E5A, 0x7A8F4A, 0x4F9A80),
        (0xA9CF7A, 0x8FC49A),
        (1.0, -0.65, 0.2),
    ),
    "frog": Puppet(
        swimmers.frog, 0.25, 1.5, "ground", 1.2, (0x6BB84E, 0x4FA878, 0x8FBF45), (0xF7C948,), (0.3, -0.65, 0.3)
    ),
    "butterfly": Puppet(
        swimmers.butterfly,
        0.22,
        1.3,
        "air",
        1.5,
        (0xF28C38, 0x5B8DE0, 0xE86FA5, 0x9A6BD0),
        (0xF7C948, 0x7DD3C8, 0xF2A0B8),
        (0.08, -0.82, 0.12),
    ),
    "dragon": Puppet(
        swimmers.dragon, 2.4, 2.8, "air", 0.9, (0x3FA57A, 0xD9483F, 0x3E7BD6), (0xF7B93B,), (0.9, -0.75, 0.2)
    ),
    "car": Puppet(vehicles.car, 1.45, 2.7, "ground", 5.0, _BRIGHT, (0x34353F,), (0.6, -0.9, 0.2), False),
    "bus": Puppet(vehicles.bus, 3.0, 2.5, "ground", 2.4, _BRIGHT, (0xF7EFE0,), (0.9, -0.8, 0.2), False),
    "bicycle": Puppet(
        vehicles.bicycle, 1.75, 1.15, "ground", 2.2, _BRIGHT, (0x3C9D8F, 0xE4604E, 0x4276C9), (0.1, -0.88, 0.1)
    ),
    "train": Puppet(
        vehicles.train,
        3.4,
        4.7,
        "ground",
        2.4,
        (0xC9433B, 0x2F6D5B, 0x34507F),
        (0xE0A23F, 0x4F8FB8, 0xB5553F),
        (1.6, -0.7, 0.2),
        False,
    ),
    "airplane": Puppet(
        vehicles.airplane,
        6.0,
        3.3,
        "air",
        3.0,
        (0xF4F4F2, 0xEAF0F4),
        (0xE2463F, 0x3E7BD6, 0xF2A541),
        (1.2, -0.5, 0.2),
        False,
    ),
    "rocket": Puppet(
        vehicles.rocket,
        7.0,
        0.85,
        "ground",
        0.3,
        (0xF2F0EC, 0xE6EAF0),
        (0xE2463F, 0xF2843F, 0x3E7BD6),
        (0.0, -0.7, 0.2),
        False,
    ),
    "boat": Puppet(vehicles.boat, 3.2, 2.8, "water", 0.7, _BRIGHT, (0xF2843F, 0xE2463F), (0.4, -0.8, 0.2), False),
    "sailboat": Puppet(
        vehicles.sailboat,
        6.0,
        0.85,
        "water",
        0.4,
        (0xF7EFE0, 0xFBF4E6),
        (0x3E7BD6, 0xE2463F, 0x7A553A),
        (0.0, -0.7, 0.2),
        False,
    ),
    "hot_air_balloon": Puppet(
        vehicles.hot_air_balloon, 12.0, 0.8, "air", 0.06, _BRIGHT, (0xF7C948, 0xF7EFE0), (0.0, -0.7, 0.2), False
    ),
    "ufo": Puppet(
        vehicles.ufo, 2.6, 2.25, "air", 1.0, (0x9AA7C2, 0x8FB0B8, 0xB0A0C8), (0x7DF0E6,), (0.0, -0.9, 0.2), False
    ),
    "flower": Puppet(
        things.flower,
        0.6,
        0.65,
        "ground",
        0.3,
        (0xE8557A, 0xF2A541, 0x9A6BD0, 0xF25F4C),
        (0xF7C948,),
        (0.0, -0.75, 0.2),
    ),
    "ball": Puppet(
        things.ball, 0.4, 1.0, "ground", 2.5, (0xE2463F, 0x3E7BD6, 0xF2A541), (0xF7EFE0,), (0.0, -0.9, 0.2), False
    ),
    "kite": Puppet(
        things.kite, 2.4, 1.0, "air", 0.4, (0xE2463F, 0xF2843F, 0x3E7BD6), (0xF7C948, 0x4FA65B), (0.0, -0.7, 0.2), False
    ),
    "lantern": Puppet(
        things.lantern, 0.6, 0.95, "air", 0.2, (0xE0453A, 0xE8743A), (0xE5B13A,), (0.0, -0.7, 0.2), False
    ),
    "snowman": Puppet(
        things.snowman, 1.5, 0.9, "ground", 0.5, (0xE2463F, 0x3E7BD6, 0x4FA65B), (0xF28C38,), (0.05, -0.78, 0.16)
    ),
}

#: Vehicles and things roll on wheels or as a whole; their way turns the wheels.
ROLLING = frozenset({"car", "bus", "bicycle", "train", "airplane", "ball"})
#: Actions that carry the figure, as shares of its usual speed.
PACE: dict[str, float] = {
    "walk": 1.0,
    "run": 2.2,
    "fly": 2.4,
    "swim": 0.8,
    "drive": 1.6,
    "sail": 0.9,
    "skate": 1.8,
    "roll": 1.2,
}
