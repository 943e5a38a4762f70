"""Postures of four-legged animals in every action. Time runs at the pace of a leg of 0.6 m."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

from actors.text_to_video.procedural.figures.figure import Ground
from actors.text_to_video.procedural.figures.gait import step
from actors.text_to_video.procedural.figures.motion import blink, cycle, ease, held, hop, keyed, lerp, pulse, wave
from actors.text_to_video.procedural.figures.quadrupeds.posture import Posture
from actors.text_to_video.procedural.figures.shapes import Point

WALK_SPEED, WALK_PERIOD_S, WALK_DUTY = 1.25, 1.0, 0.64
TROT_SPEED, TROT_PERIOD_S, TROT_DUTY = 2.6, 0.6, 0.45
GALLOP_SPEED, GALLOP_PERIOD_S, GALLOP_DUTY = 5.0, 0.5, 0.28


def _stepping(
    t_s: float, speed: float, period_s: float, duty: float, lift: float, phases: tuple[float, float, float, float]
) -> tuple[tuple[Point, Point], tuple[Point, Point]]:
    at = cycle(t_s, period_s)
    feet = [step(at + phase, speed * period_s * duty, lift, duty)[:2] for phase in phases]
    return (feet[0], feet[1]), (feet[2], feet[3])


def walk(t_s: float) -> Posture:
    """Walk in four beats; the head nods."""
    hind, front = _stepping(t_s, WALK_SPEED, WALK_PERIOD_S, WALK_DUTY, 0.16, (0.0, 0.5, 0.75, 0.25))
    nod = wave(t_s, WALK_PERIOD_S / 2)
    return Posture(
        hip=(0.0, 0.95 + 0.012 * nod),
        pitch=0.012 * wave(t_s, 0.5, 0.25),
        hind=hind,
        front=front,
        neck=0.05 * nod,
        nod=0.03 * nod,
        wag=wave(t_s, 1.0),
        eyes=blink(t_s, 0.1),
    )


def trot(t_s: float) -> Posture:
    """Trot: diagonal legs together, the body bouncing."""
    hind, front = _stepping(t_s, TROT_SPEED, TROT_PERIOD_S, TROT_DUTY, 0.28, (0.0, 0.5, 0.5, 0.0))
    bob = wave(t_s, TROT_PERIOD_S / 2)
    return Posture(
        hip=(0.0, 0.94 + 0.03 * bob),
        hind=hind,
        front=front,
        neck=0.1 + 0.05 * bob,
        tail=0.25,
        wag=wave(t_s, 0.6),
        gape=0.3,
        eyes=blink(t_s, 0.3),
    )


def gallop(t_s: float) -> Posture:
    """Gallop: hind legs push, the body stretches and gathers, all feet leave the ground."""
    hind, front = _stepping(t_s, GALLOP_SPEED, GALLOP_PERIOD_S, GALLOP_DUTY, 0.4, (0.0, 0.12, 0.52, 0.64))
    rock = wave(t_s, GALLOP_PERIOD_S, 0.05)
    return Posture(
        hip=(0.0, 0.93 + 0.05 * wave(t_s, GALLOP_PERIOD_S, 0.3)),
        pitch=0.13 * rock,
        hind=hind,
        front=front,
        neck=-0.12 - 0.14 * rock,
        nod=0.05 * rock,
        tail=0.55 + 0.15 * rock,
        gape=0.4,
        eyes=blink(t_s, 0.6),
    )


def hopping(t_s: float) -> Posture:
    """Hop along: hind legs together, front legs together."""
    at = cycle(t_s, 0.9)
    speed = 1.9
    hind = step(at, speed * 0.9 * 0.42, 0.3, 0.42)
    front = step(at + 0.62, speed * 0.9 * 0.34, 0.28, 0.34)
    rise = math.sin(math.pi * max(0.0, (at - 0.38) / 0.62)) ** 2
    return Posture(
        hip=(0.0, 0.85 + 0.35 * rise),
        pitch=0.35 * wave(at, 1.0, -0.3),
        hind=(hind[:2], (hind[0] + 0.1, hind[1])),
        front=(front[:2], (front[0] + 0.1, front[1])),
        neck=0.1 * wave(at, 1.0),
        eyes=blink(t_s, 0.3),
    )


HOP_SPEED = 1.9


def stand(t_s: float) -> Posture:
    """Stand, breathe, wag, look about a little."""
    slow = wave(t_s, 5.6)
    return Posture(
        hip=(0.0, 0.985 + 0.008 * wave(t_s, 2.8)),
        neck=0.04 * slow,
        nod=0.05 * wave(t_s, 4.1),
        wag=wave(t_s, 1.3),
        eyes=blink(t_s, 0.0),
        look=0.6 * slow,
    )


def jump(t_s: float) -> Posture:
    """Crouch, leap up, land."""
    height, squash = hop(cycle(t_s, 1.5))
    crouch = max(0.0, squash)
    return Posture(
        hip=(0.0, 0.98 - 0.3 * crouch),
        pitch=0.3 * height - 0.05 * crouch,
        lift=0.95 * height,
        hind=((-0.4 * height, 0.1 * height), (-0.28 * height, 0.05 * height)),
        neck=0.15 * height - 0.2 * crouch,
        front=((0.3 * height, 0.3 * height), (0.42 * height, 0.2 * height)),
        tail=0.5 * height,
        gape=0.5 * height,
        glad=height > 0.5,
        eyes=blink(t_s, 0.2),
    )


def _upright(t_s: float, paws: tuple[Point, Point], sway: float = 0.0) -> Posture:
    """Sit up on the haunches with the front paws free."""
    return Posture(
        hip=(0.25, 0.42),
        pitch=1.12 + sway,
        hind=((0.38, 0.0), (0.5, 0.0)),
        paws=paws,
        neck=-0.5,
        nod=0.1 + sway * 0.5,
        tail=-0.2,
        wag=wave(t_s, 1.2),
        eyes=blink(t_s, 0.4),
    )


def dance(t_s: float) -> Posture:
    """Dance on the hind legs, front paws waving."""
    beat, bounce = wave(t_s, 1.1), pulse(t_s, 0.55)
    near, far = max(0.0, beat), max(0.0, -beat)
    return Posture(
        hip=(0.4 + 0.1 * beat, 0.98 - 0.12 * bounce),
        pitch=1.25 + 0.12 * beat,
        lift=0.05 * bounce,
        hind=((0.25, 0.16 * far), (0.62, 0.16 * near)),
        paws=((70 + 60 * beat, 0.85), (70 - 60 * beat, 0.85)),
        neck=-0.6,
        nod=0.12 * beat,
        wag=beat * 1.5,
        glad=True,
        gape=0.5,
    )


def fly(t_s: float) -> Posture:
    """Fly with a cape: legs stretched fore and aft."""
    bob = wave(t_s, 2.2)
    return Posture(
        rest=0.85 + 0.08 * bob,
        roll=-0.1 + 0.04 * bob,
        hind=((-0.85, 0.45), (-0.75, 0.55 + 0.05 * bob)),
        paws=((88 + 4 * bob, 0.95), (80 + 4 * bob, 0.9)),
        neck=-0.1,
        tail=0.35,
        wag=wave(t_s, 0.5),
        eyes=blink(t_s, 0.3),
    )


def swim(t_s: float) -> Posture:
    """Paddle with the head high."""
    at = cycle(t_s, 0.9)
    legs = [
        (0.32 * math.cos(math.tau * (at + p)), 0.32 + 0.2 * math.sin(math.tau * (at + p))) for p in (0, 0.5, 0.3, 0.8)
    ]
    return Posture(
        rest=0.78 + 0.03 * wave(t_s, 1.8),
        roll=-0.14,
        hind=(legs[0], legs[1]),
        front=(legs[2], legs[3]),
        neck=0.25,
        nod=0.05,
        tail=0.2,
        wag=wave(t_s, 0.9),
        eyes=blink(t_s, 0.7),
    )


def sit(t_s: float) -> Posture:
    """Sit on the haunches, front legs straight."""
    return Posture(
        hip=(0.35, 0.4),
        pitch=0.78,
        hind=((0.42, 0.0), (0.54, 0.0)),
        front=((-0.06, 0.0), (0.08, 0.0)),
        neck=-0.25,
        nod=0.05 * wave(t_s, 3.7),
        tail=-0.3,
        wag=wave(t_s, 1.4),
        eyes=blink(t_s, 0.0),
        look=0.5 * wave(t_s, 4.3),
    )


def sleep(t_s: float) -> Posture:
    """Lie on the belly, head on the ground, breathing deeply."""
    breath = wave(t_s, 3.2)
    return Posture(
        hip=(0.0, 0.36 + 0.012 * breath),
        pitch=-0.03,
        hind=((0.5, 0.0), (0.62, 0.0)),
        front=((0.55, 0.0), (0.68, 0.0)),
        neck=-0.95 + 0.02 * breath,
        nod=-0.1,
        tail=-0.5,
        eyes=1.0,
        squash=-0.06 * breath,
    )


def eat(t_s: float) -> Posture:
    """Lower the head to the food, chew, look up."""
    at = cycle(t_s, 4.2)
    down = held(at, 0.22, 0.72, 0.18)
    chew = pulse(t_s, 0.36)
    return Posture(
        hip=(0.0, 0.97),
        pitch=-0.1 * down,
        neck=-1.4 * down,
        nod=lerp(0.0, 0.35, down) + 0.05 * chew,
        gape=0.35 * chew,
        wag=wave(t_s, 0.8),
        eyes=blink(t_s, 0.5),
        front=((-0.06, 0.0), (0.14, 0.0)),
    )


def drink(t_s: float) -> Posture:
    """Crouch to the water and lap."""
    lap = pulse(t_s, 0.3)
    return Posture(
        hip=(0.0, 0.98),
        pitch=-0.24,
        neck=-1.3 + 0.06 * lap,
        nod=0.25 + 0.08 * lap,
        gape=0.3 * lap,
        front=((0.2, 0.0), (0.34, 0.0)),
        tail=0.2,
        wag=0.4 * wave(t_s, 1.6),
        eyes=0.3 + 0.7 * blink(t_s, 0.5),
    )


def hail(t_s: float) -> Posture:
    """Sit and wave with a front paw."""
    posture = sit(t_s)
    posture.paws = ((-12, 0.98), (112 + 28 * wave(t_s, 0.7), 0.92))
    posture.glad, posture.gape = True, 0.3
    return posture


def sing(t_s: float) -> Posture:
    """Sit with the head thrown back and sing."""
    posture = sit(t_s)
    posture.neck, posture.nod = 0.05 + 0.08 * wave(t_s, 1.6), -0.42 + 0.08 * wave(t_s, 1.6, 0.2)
    posture.gape, posture.eyes = 0.4 + 0.6 * pulse(t_s, 0.8), 1.0
    return posture


def read(t_s: float) -> Posture:
    """Sit up and hold a book."""
    posture = _upright(t_s, ((72, 0.72), (82, 0.75)))
    posture.nod, posture.look = 0.3 + 0.02 * wave(t_s, 3.0), 0.7 * wave(t_s, 1.9)
    return posture


def spin(t_s: float) -> Posture:
    """Chase the own tail, round and round."""
    hind, front = _stepping(t_s, 1.6, 0.5, 0.5, 0.25, (0.0, 0.5, 0.5, 0.0))
    return Posture(
        hip=(0.0, 0.9 + 0.03 * wave(t_s, 0.25)),
        flip=math.cos(math.tau * t_s / 1.2),
        hind=hind,
        front=front,
        neck=-0.2,
        tail=0.7,
        wag=wave(t_s, 0.3),
        glad=True,
        gape=0.4,
    )


def climb(t_s: float) -> Posture:
    """Climb a trunk, paw over paw."""
    near, far = pulse(t_s, 1.4), pulse(t_s, 1.4, 0.5)
    return Posture(
        hip=(0.6, 0.85),
        pitch=1.35,
        hind=((1.05, 0.05 + 0.4 * near), (1.1, 0.05 + 0.4 * far)),
        paws=((100 + 40 * far, 0.8 + 0.15 * far), (100 + 40 * near, 0.8 + 0.15 * near)),
        neck=-0.35,
        tail=-0.4,
        wag=wave(t_s, 1.4),
        eyes=blink(t_s, 0.3),
    )


def roll(t_s: float) -> Posture:
    """Lie on the back and roll from side to side, legs in the air."""
    swing = wave(t_s, 1.6)
    kick = wave(t_s, 0.45)
    return Posture(
        rest=0.42,
        roll=math.pi + 0.3 * swing,
        hind=((0.15 * kick, 0.35), (0.2 - 0.15 * kick, 0.3)),
        front=((0.1 - 0.15 * kick, 0.3), (0.1 + 0.15 * kick, 0.38)),
        neck=-0.3,
        tail=0.2,
        wag=swing,
        glad=True,
        gape=0.6,
    )


def float_(t_s: float) -> Posture:
    """Hang from balloons, legs dangling."""
    sway = wave(t_s, 3.0)
    return Posture(
        hip=(0.0, 1.02),
        lift=0.3 + 0.1 * wave(t_s, 2.6),
        roll=0.08 * sway,
        tail=-0.3,
        eyes=blink(t_s, 0.5),
        hind=((-0.08 * sway, 0.06), (0.1 - 0.08 * sway, 0.1)),
        front=((-0.1 * sway, 0.06), (0.12 - 0.1 * sway, 0.1)),
    )


def fall(t_s: float) -> Posture:
    """Fall through the air on the side, legs flailing."""
    legs = [(0.3 * wave(t_s, 0.5, p), 0.2 + 0.15 * wave(t_s, 0.5, p + 0.25)) for p in (0, 0.5, 0.3, 0.8)]
    return Posture(
        rest=1.1,
        roll=0.55 + 0.4 * wave(t_s, 2.4),
        hind=(legs[0], legs[1]),
        front=(legs[2], legs[3]),
        neck=0.35,
        tail=1.0,
        wag=wave(t_s, 0.4),
        gape=0.9,
    )


def drive(t_s: float) -> Posture:
    """Sit up in a little car, paws on the wheel."""
    posture = _upright(t_s, ((58 + 7 * wave(t_s, 2.1), 0.88), (64 - 7 * wave(t_s, 2.1), 0.9)))
    posture.hip = (0.1, 0.72 + 0.01 * wave(t_s, 0.35))
    posture.hind = ((0.5, 0.3), (0.55, 0.3))
    return posture


def sail(t_s: float) -> Posture:
    """Sit up in a boat."""
    posture = _upright(t_s, ((66, 0.9), (80, 0.9)), -0.04 * wave(t_s, 2.8))
    posture.hip = (-0.1, 0.66)
    posture.hind = ((0.3, 0.25), (0.4, 0.25))
    return posture


def look_around(t_s: float) -> Posture:
    """Raise the head and turn it from side to side, on the watch."""
    side = keyed(cycle(t_s, 4.2), ((0, -1), (0.2, -1), (0.42, 1), (0.7, 1), (0.94, -1), (1, -1)))
    return Posture(
        hip=(0.0, 1.0),
        pitch=0.06,
        neck=0.22 + 0.14 * side,
        nod=-0.16 * side,
        look=side,
        tail=0.3,
        front=((0.0, 0.0), (0.1, 0.14)),
        eyes=blink(t_s, 0.5),
    )


def clap(t_s: float) -> Posture:
    """Sit up and clap the front paws."""
    apart = pulse(t_s, 0.48)
    posture = _upright(t_s, ((75 - 38 * apart, 0.8), (75 + 38 * apart, 0.8)))
    posture.glad, posture.gape = True, 0.5
    return posture


def bow(t_s: float) -> Posture:
    """Bow on the front legs, rump and tail up."""
    down = held(cycle(t_s, 3.0), 0.28, 0.62, 0.22)
    return Posture(
        hip=(0.0, 0.99),
        pitch=-0.5 * down,
        front=((0.45 * down, 0.0), (0.12 + 0.45 * down, 0.0)),
        neck=0.1 * down,
        nod=0.2 * down,
        tail=0.5 * down,
        wag=wave(t_s, 0.5),
        glad=down > 0.5,
    )


def kick(t_s: float) -> Posture:
    """Lean on the front legs and kick with both hind legs."""
    at = cycle(t_s, 1.7)
    out = keyed(at, ((0, 0), (0.2, -0.25), (0.36, 1), (0.46, 1), (0.8, 0), (1, 0)))
    up = max(0.0, out)
    return Posture(
        hip=(0.0, 0.97 + 0.3 * up + 0.1 * min(0.0, out)),
        pitch=-0.42 * up,
        neck=-0.3 * up,
        nod=0.2 * up,
        hind=((-1.0 * up, 0.75 * up), (0.12 - 0.98 * up, 0.66 * up)),
        front=((-0.02, 0.0), (0.14, 0.0)),
        tail=0.8 * up,
        gape=0.5 * up,
        eyes=blink(t_s, 0.6),
    )


def throw(t_s: float) -> Posture:
    """Dip the head and toss a ball up with it."""
    at = cycle(t_s, 1.8)
    toss = keyed(at, ((0, 0), (0.22, -1), (0.38, 1), (0.6, 0.3), (0.9, 0), (1, 0)))
    return Posture(
        hip=(0.0, 0.97),
        pitch=0.1 * toss,
        neck=0.35 * toss,
        nod=-0.3 * toss,
        wag=wave(t_s, 0.6),
        glad=toss > 0.5,
        eyes=blink(t_s, 0.9),
    )


def stretch(t_s: float) -> Posture:
    """Stretch long: front legs far ahead, back hollow, a yawn."""
    out = held(cycle(t_s, 4.0), 0.25, 0.7, 0.22)
    return Posture(
        hip=(-0.12 * out, 1.0),
        pitch=-0.38 * out,
        front=((0.75 * out, 0.0), (0.12 + 0.75 * out, 0.0)),
        hind=((-0.2 * out, 0.0), (0.12 - 0.2 * out, 0.0)),
        neck=0.5 * out,
        nod=-0.25 * out,
        gape=0.9 * out,
        eyes=max(out, blink(t_s, 0.1)),
        tail=0.9 * out,
    )


def laugh(t_s: float) -> Posture:
    """Sit and laugh, the whole body shaking."""
    shake = wave(t_s, 0.26)
    posture = sit(t_s)
    posture.pitch, posture.neck, posture.nod = 0.86 + 0.02 * shake, -0.1 + 0.03 * shake, -0.22 + 0.05 * shake
    posture.gape, posture.glad, posture.squash = 0.75 + 0.25 * shake, True, 0.08 * shake
    return posture


def cry(t_s: float) -> Posture:
    """Sit with the head hanging and cry."""
    posture = sit(t_s)
    posture.neck, posture.nod = -0.55, 0.35 + 0.04 * wave(t_s, 0.5)
    posture.eyes, posture.gape, posture.tail = 1.0, 0.2, -0.6
    return posture


def skate(t_s: float) -> Posture:
    """Glide on wheels, pushing with the hind legs in turn."""
    push = wave(t_s, 1.8)
    near, far = ease(push), ease(-push)
    return Posture(
        hip=(0.0, 0.86),
        pitch=0.06 * push,
        hind=((-0.5 * near, 0.2 * near), (0.12 - 0.5 * far, 0.2 * far)),
        front=((0.12, 0.0), (0.26, 0.0)),
        neck=0.1,
        tail=0.4,
        wag=push,
        gape=0.3,
        glad=True,
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Act:
    """One action: its posture, where it happens, leg lengths a second, and which prop it needs."""

    posture: Callable[[float], Posture]
    ground: Ground = "ground"
    speed: float = 0.0
    prop: str = ""


ACTS: dict[str, Act] = {
    "stand": Act(stand),
    "walk": Act(walk, speed=WALK_SPEED),
    "run": Act(gallop, speed=GALLOP_SPEED),
    "jump": Act(jump),
    "dance": Act(dance),
    "fly": Act(fly, "air", 5.0, "cape"),
    "swim": Act(swim, "water", 1.2),
    "sit": Act(sit),
    "sleep": Act(sleep, prop="zzz"),
    "eat": Act(eat, prop="bowl"),
    "drink": Act(drink, prop="water"),
    "wave": Act(hail),
    "sing": Act(sing, prop="notes"),
    "read": Act(read, prop="book"),
    "spin": Act(spin),
    "climb": Act(climb, prop="trunk"),
    "roll": Act(roll),
    "float": Act(float_, "air", prop="balloons"),
    "fall": Act(fall, "air"),
    "drive": Act(drive, speed=7.0, prop="kart"),
    "sail": Act(sail, "water", 2.0, "sailboat"),
    "look_around": Act(look_around),
    "clap": Act(clap),
    "bow": Act(bow),
    "kick": Act(kick),
    "throw": Act(throw, prop="ball"),
    "stretch": Act(stretch),
    "laugh": Act(laugh),
    "cry": Act(cry, prop="tears"),
    "skate": Act(skate, speed=3.0, prop="skates"),
}
#: Species that do not gallop trot instead; those that leap hop instead of walking.
TROT = Act(trot, speed=TROT_SPEED)
HOPPING = Act(hopping, speed=HOP_SPEED)
