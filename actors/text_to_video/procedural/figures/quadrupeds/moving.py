"""Postures of four-legged animals that go somewhere. Time runs at the pace of a leg of 0.6 m."""

from __future__ import annotations

import math

from actors.text_to_video.procedural.figures.gait import step
from actors.text_to_video.procedural.figures.motion import blink, cycle, ease, hop, pulse, turnabout, wave
from actors.text_to_video.procedural.figures.quadrupeds.posture import Posture
from actors.text_to_video.procedural.figures.shapes import Point

WALK_SPEED, WALK_PERIOD_S, WALK_DUTY = 1.25, 1.0, 0.64
TROT_SPEED, TROT_PERIOD_S, TROT_DUTY = 2.6, 0.6, 0.45
GALLOP_SPEED, GALLOP_PERIOD_S, GALLOP_DUTY = 5.0, 0.5, 0.28
HOP_SPEED = 1.9


def _stepping(  # noqa: PLR0917 - places and sizes, in the order that drawing calls have them everywhere
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


def spin(t_s: float) -> Posture:
    """Chase the own tail, round and round."""
    hind, front = _stepping(t_s, 1.6, 0.5, 0.5, 0.25, (0.0, 0.5, 0.5, 0.0))
    return Posture(
        hip=(0.0, 0.9 + 0.03 * wave(t_s, 0.25)),
        flip=turnabout(t_s, 1.2),
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
