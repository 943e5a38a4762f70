"""Postures of four-legged animals that stay where they are. Time runs at the pace of a leg of 0.6 m."""

from __future__ import annotations

from actors.text_to_video.procedural.figures.motion import blink, cycle, held, keyed, lerp, pulse, wave
from actors.text_to_video.procedural.figures.quadrupeds.posture import Posture
from actors.text_to_video.procedural.figures.shapes import Point


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
