"""Manners: what each action is for figures without a skeleton: moves of the whole, and what legs, wings and faces do.

A car dances by bouncing, a fish sits by hovering low, a kite sleeps with closed eyes of its own: the nearest thing that
a viewer understands. Lengths are in heights of the figure.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

from actors.text_to_video.procedural.figures.motion import blink, cycle, held, hop, keyed, pulse, turnabout, wave


@dataclasses.dataclass(slots=True)
class Manner:
    """A moment.

    Args:
        x: of the whole, forward positive.
        lift: of the whole.
        angle: of the whole about its middle, radians clockwise.
        tall: stretch upwards, 1 is rest; the width makes up for it.
        flip: 1 facing right .. -1 facing left.
        legs: place in the cycle of steps; None standing.
        wing: -1 down .. 1 up; 0 folded where ``spread`` is 0.
        spread: how far wings are open, 0..1.
        nod: of the head, radians, down positive.
        gape: 0..1.
        eyes: 0 open .. 1 closed.
        glad: laughing eyes.
        look: -1..1.
        toss: place of a ball that is tossed, 0..1.
        t_s: the time itself, for what always moves.
        way: way gone, in heights.
    """

    x: float = 0.0
    lift: float = 0.0
    angle: float = 0.0
    tall: float = 1.0
    flip: float = 1.0
    legs: float | None = None
    wing: float = 0.0
    spread: float = 0.0
    nod: float = 0.0
    gape: float = 0.0
    eyes: float = 0.0
    glad: bool = False
    look: float = 0.2
    toss: float = 0.0
    t_s: float = 0.0
    way: float = 0.0


def _stand(t: float) -> Manner:
    return Manner(tall=1 + 0.012 * wave(t, 2.6), nod=0.05 * wave(t, 4.3), eyes=blink(t, 0.0), look=0.5 * wave(t, 5.2))


def _walk(t: float) -> Manner:
    return Manner(
        lift=0.012 * pulse(t, 0.35),
        angle=0.04 * wave(t, 0.7),
        legs=t / 0.7,
        nod=0.08 * wave(t, 0.35),
        eyes=blink(t, 0.3),
    )


def _run(t: float) -> Manner:
    return Manner(
        lift=0.05 * pulse(t, 0.21),
        angle=0.14 + 0.04 * wave(t, 0.42),
        legs=t / 0.42,
        wing=wave(t, 0.42),
        spread=0.35,
        gape=0.4,
        eyes=blink(t, 0.3),
    )


def _jump(t: float) -> Manner:
    height, squash = hop(cycle(t, 1.4))
    return Manner(
        lift=0.75 * height,
        tall=1 - 0.26 * squash,
        angle=-0.1 * height,
        wing=height,
        spread=height,
        glad=height > 0.5,
        gape=height,
    )


def _dance(t: float) -> Manner:
    beat = wave(t, 1.0)
    return Manner(
        x=0.06 * beat,
        lift=0.12 * pulse(t, 0.5),
        angle=0.2 * beat,
        tall=1.06 - 0.14 * pulse(t, 0.5, 0.5),
        wing=beat,
        spread=0.7,
        legs=t,
        glad=True,
        gape=0.5,
        nod=-0.15 * beat,
    )


def _fly(t: float) -> Manner:
    return Manner(
        lift=0.1 + 0.07 * wave(t, 0.9, 0.25),
        angle=-0.08 + 0.05 * wave(t, 2.4),
        wing=wave(t, 0.45),
        spread=1.0,
        eyes=blink(t, 0.3),
    )


def _swim(t: float) -> Manner:
    return Manner(lift=0.03 * wave(t, 1.7), angle=0.06 * wave(t, 1.7, 0.25), legs=t / 0.9, eyes=blink(t, 0.4))


def _sit(t: float) -> Manner:
    return Manner(tall=0.8 + 0.012 * wave(t, 2.8), nod=0.06 * wave(t, 3.9), eyes=blink(t, 0.1), look=0.6 * wave(t, 4.4))


def _sleep(t: float) -> Manner:
    return Manner(tall=0.8 + 0.035 * wave(t, 3.2), nod=0.35, eyes=1.0)


def _eat(t: float) -> Manner:
    down = held(cycle(t, 2.2), 0.3, 0.6, 0.25)
    return Manner(angle=0.42 * down, nod=0.5 * down, gape=0.8 * pulse(t, 0.28) * down, glad=down < 0.2)


def _drink(t: float) -> Manner:
    at = cycle(t, 3.0)
    nod = keyed(at, ((0, 0), (0.25, 1), (0.5, 1), (0.72, -0.7), (0.86, -0.7), (1, 0)))
    return Manner(angle=0.38 * nod, nod=0.35 * nod, gape=0.3 * pulse(t, 0.4), eyes=max(0.0, -nod))


def _wave(t: float) -> Manner:
    return Manner(angle=-0.08 + 0.05 * wave(t, 0.7), wing=0.75 + 0.25 * wave(t, 0.35), spread=0.9, gape=0.4, glad=True)


def _sing(t: float) -> Manner:
    return Manner(
        angle=-0.1 + 0.07 * wave(t, 1.8),
        tall=1.02 + 0.04 * wave(t, 0.9),
        nod=-0.25,
        gape=0.3 + 0.7 * pulse(t, 0.8),
        eyes=pulse(t, 4.0),
    )


def _read(t: float) -> Manner:
    return Manner(tall=0.95, nod=0.2, look=0.8 * wave(t, 1.9), eyes=0.25)


def _spin(t: float) -> Manner:
    return Manner(flip=turnabout(t, 1.2), lift=0.04 * pulse(t, 0.6), tall=1.04, spread=0.6, wing=0.3, glad=True)


def _climb(t: float) -> Manner:
    return Manner(angle=-0.62, lift=0.3 + 0.18 * wave(t, 1.8), legs=t / 0.9, wing=wave(t, 0.9), spread=0.35, nod=-0.1)


def _roll(t: float) -> Manner:
    return Manner(angle=math.tau * t / 1.5, glad=True, gape=0.3)


def _float(t: float) -> Manner:
    return Manner(lift=0.2 + 0.1 * wave(t, 2.8), angle=0.1 * wave(t, 3.4), eyes=blink(t, 0.4))


def _fall(t: float) -> Manner:
    return Manner(lift=0.15 + 0.1 * wave(t, 1.1), angle=0.7 * wave(t, 1.9), wing=wave(t, 0.25), spread=0.8, gape=1.0)


def _drive(t: float) -> Manner:
    return Manner(lift=0.012 * pulse(t, 0.22), angle=0.012 * wave(t, 0.5), eyes=blink(t, 0.6))


def _sail(t: float) -> Manner:
    return Manner(lift=0.03 * wave(t, 2.4), angle=0.08 * wave(t, 2.8), eyes=blink(t, 0.4))


def _look_around(t: float) -> Manner:
    side = keyed(cycle(t, 4.0), ((0, 1), (0.25, 1), (0.42, -1), (0.72, -1), (0.9, 1), (1, 1)))
    side = math.copysign(max(abs(side), 0.16), side)
    return Manner(flip=side, tall=1.05, nod=-0.12, look=0.6, eyes=blink(t, 0.6))


def _clap(t: float) -> Manner:
    beat = pulse(t, 0.44)
    return Manner(wing=-0.6 + 1.2 * beat, spread=0.75, tall=1 + 0.07 * beat, glad=True, gape=0.5)


def _bow(t: float) -> Manner:
    down = held(cycle(t, 2.8), 0.32, 0.6, 0.26)
    return Manner(angle=0.55 * down, nod=0.4 * down, spread=0.5 * down, wing=-0.3 * down, eyes=down)


def _kick(t: float) -> Manner:
    at = cycle(t, 1.6)
    dash = keyed(at, ((0, 0), (0.28, -1), (0.42, 1), (0.55, 0.9), (0.9, 0), (1, 0)))
    toss = keyed(at, ((0, 0), (0.38, 0), (0.7, 1), (0.98, 0), (1, 0)))
    return Manner(x=0.16 * dash, angle=0.2 * dash, tall=1 - 0.08 * abs(dash), toss=toss, gape=0.3)


def _throw(t: float) -> Manner:
    at = cycle(t, 1.8)
    swing = keyed(at, ((0, 0), (0.28, 1), (0.44, -1), (0.6, -0.4), (0.9, 0), (1, 0)))
    toss = keyed(at, ((0, 0), (0.34, 0), (0.62, 1), (0.66, 1), (0.94, 0), (1, 0)))
    return Manner(angle=0.22 * swing, nod=0.2 * swing, wing=-swing, spread=0.6, toss=toss)


def _stretch(t: float) -> Manner:
    up = held(cycle(t, 3.4), 0.3, 0.65, 0.26)
    return Manner(tall=1 + 0.24 * up, angle=0.1 * up * wave(t, 1.7), spread=up, wing=0.8 * up, eyes=up, gape=0.7 * up)


def _laugh(t: float) -> Manner:
    shake = wave(t, 0.26)
    return Manner(
        angle=-0.12 + 0.03 * shake, tall=1 + 0.05 * shake, lift=0.02 * pulse(t, 0.26), gape=0.8, glad=True, nod=-0.2
    )


def _cry(t: float) -> Manner:
    sob = wave(t, 0.5)
    return Manner(angle=0.1, tall=0.93 + 0.02 * sob, nod=0.35 + 0.05 * sob, eyes=1.0, gape=0.25)


def _skate(t: float) -> Manner:
    push = wave(t, 1.7)
    return Manner(angle=0.16 * push, lift=0.03, x=0.05 * push, spread=0.55, wing=0.4 * push, glad=True)


MANNERS: dict[str, Callable[[float], Manner]] = {
    "stand": _stand,
    "walk": _walk,
    "run": _run,
    "jump": _jump,
    "dance": _dance,
    "fly": _fly,
    "swim": _swim,
    "sit": _sit,
    "sleep": _sleep,
    "eat": _eat,
    "drink": _drink,
    "wave": _wave,
    "sing": _sing,
    "read": _read,
    "spin": _spin,
    "climb": _climb,
    "roll": _roll,
    "float": _float,
    "fall": _fall,
    "drive": _drive,
    "sail": _sail,
    "look_around": _look_around,
    "clap": _clap,
    "bow": _bow,
    "kick": _kick,
    "throw": _throw,
    "stretch": _stretch,
    "laugh": _laugh,
    "cry": _cry,
    "skate": _skate,
}
#: Which prop an action brings along.
PROPS: dict[str, str] = {
    "sleep": "zzz",
    "eat": "bowl",
    "drink": "water",
    "sing": "notes",
    "read": "book",
    "cry": "tears",
    "kick": "ball",
    "throw": "ball",
    "skate": "skates",
    "drive": "kart",
    "sail": "boat",
    "float": "balloons",
}
