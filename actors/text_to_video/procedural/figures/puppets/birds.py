"""Birds on one rig, species as data; one unit high, feet at (0, 0)."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

from actors.text_to_video.procedural.figures.colours import darker, lighter
from actors.text_to_video.procedural.figures.gait import step
from actors.text_to_video.procedural.figures.pen import Pen
from actors.text_to_video.procedural.figures.puppets.art import Art, eye
from actors.text_to_video.procedural.figures.puppets.manner import Manner
from actors.text_to_video.procedural.figures.shapes import Shape, oval, polygon, smooth


@dataclasses.dataclass(frozen=True, slots=True)
class Bird:
    """One species: places and sizes in heights of the bird."""

    body: tuple[float, float, float, float, float]
    head: tuple[float, float, float]
    leg: float
    wing: float
    tail: float
    beak: float
    kind: str


BIRDS: dict[str, Bird] = {
    "bird": Bird((0.0, -0.47, 0.36, 0.27, -0.45), (0.2, -0.76, 0.22), 0.2, 0.62, 0.42, 0.2, "bird"),
    "owl": Bird((0.0, -0.42, 0.29, 0.38, 0.0), (0.0, -0.74, 0.27), 0.07, 0.5, 0.12, 0.1, "owl"),
    "penguin": Bird((0.0, -0.42, 0.25, 0.38, 0.0), (0.03, -0.8, 0.19), 0.05, 0.42, 0.06, 0.15, "penguin"),
    "duck": Bird((-0.04, -0.34, 0.42, 0.25, -0.12), (0.28, -0.8, 0.19), 0.14, 0.46, 0.26, 0.26, "duck"),
    "chicken": Bird((-0.03, -0.44, 0.36, 0.28, -0.3), (0.25, -0.76, 0.15), 0.2, 0.42, 0.36, 0.13, "chicken"),
}
_WING = Shape(
    smooth([(0.15, -0.02), (0.1, 0.22), (-0.35, 0.32), (-0.95, 0.12), (-1.0, 0.02), (-0.5, -0.16)], tension=0.8)
)
_BEAK = Shape(smooth([(0, -0.5), (1, 0.05), (0, 0.5)], tension=0.35))
_BILL = Shape(smooth([(0, -0.35), (0.5, -0.1), (1.05, -0.05), (1.0, 0.3), (0, 0.42)], tension=0.8))
_TAIL = Shape(smooth([(0.1, -0.1), (-1.0, -0.32), (-0.92, 0.12), (0.1, 0.2)], tension=0.5))
_COCK_TAIL = Shape(smooth([(0.2, 0.2), (-0.3, -0.5), (-0.75, -0.95), (-1.0, -0.5), (-0.9, 0.0), (-0.5, 0.35)]))
_FEET = polygon([(-0.05, 0.0), (0.1, -0.03), (0.14, 0.0)])
_COMB = smooth([(-0.6, 0.1), (-0.7, -0.55), (-0.3, -0.35), (-0.1, -0.8), (0.2, -0.4), (0.55, -0.6), (0.6, 0.1)])
_TUFT = Shape(smooth([(-0.35, 0.4), (-0.5, -0.8), (0.4, 0.1)], tension=0.4))
_OVAL = Shape(oval(0, 0, 1, 1))


def painter(name: str) -> Callable[[Pen, Art, Manner], None]:
    """Give the drawing of a species."""
    bird = BIRDS[name]

    def paint(pen: Pen, art: Art, manner: Manner) -> None:
        _paint(pen, bird, art, manner)

    return paint


def _paint(pen: Pen, bird: Bird, art: Art, manner: Manner) -> None:
    cx, cy, rx, ry, tilt = bird.body
    if manner.spread > 0.05:
        _paint_wing(pen, bird, art, manner, True)
    _paint_legs(pen, bird, art, manner)
    with pen.at(
        cx - math.cos(tilt) * rx * 0.85,
        cy - math.sin(tilt) * rx * 0.85,
        tilt * 0.6 - 0.08 * manner.wing * manner.spread,
        bird.tail,
        bird.tail,
    ):
        pen.shape(_COCK_TAIL if bird.kind == "chicken" else _TAIL, art.deep)
    pen.ball(cx, cy, rx, ry, art.main, tilt)
    hx, hy, r = bird.head
    if bird.kind in ("duck", "chicken"):
        pen.limb([(cx + rx * 0.55, cy - ry * 0.2), (hx, hy)], [ry * 0.62, r * 0.8], art.main)
    if bird.kind == "penguin":
        pen.oval(cx + 0.07, cy + 0.05, rx * 0.72, ry * 0.84, 0xFBF8F0)
    elif bird.kind == "owl":
        pen.oval(cx, cy + 0.06, rx * 0.7, ry * 0.72, art.soft)
        for i in range(6):
            pen.oval(-0.12 + 0.12 * (i % 3), cy - 0.04 + 0.14 * (i // 3), 0.035, 0.05, art.deep)
    else:
        pen.oval(cx + rx * 0.28, cy + ry * 0.36, rx * 0.6, ry * 0.5, art.soft, tilt)
    with pen.at(hx, hy, manner.nod, r, r):
        _paint_head(pen, bird, art, manner)
    _paint_wing(pen, bird, art, manner, False)


def _paint_legs(pen: Pen, bird: Bird, art: Art, manner: Manner) -> None:
    cx, _, rx, _, _ = bird.body
    colour = 0xF2A03C if bird.kind != "owl" else darker(art.accent, 0.2)
    flying = manner.spread > 0.95 and manner.lift > 0
    for i, far in ((0, True), (1, False)):
        x, y = cx + (0.09 if far else -0.03) * (1 if bird.kind != "owl" else 2.2), 0.0
        if manner.legs is not None:
            dx, y, _ = step(manner.legs + i * 0.5, STRIDE, 0.1, DUTY)
            x += dx
        hip = (cx + (0.06 if far else -0.04), -bird.leg - 0.12)
        foot = (cx - rx * 0.8, -bird.leg - 0.02) if flying else (x, -y)
        pen.limb([hip, (foot[0] - 0.01, foot[1] - 0.02)], [0.032, 0.024], colour, far)
        with pen.at(foot[0], foot[1], 0.9 if flying else 0.0, 1.3 if bird.kind in ("duck", "penguin") else 1.0):
            pen.path(_FEET, darker(colour, 0.15) if far else colour)


#: Way of the body while a foot is down, and the part of a step that it is: walking speed is STRIDE / (DUTY * period).
STRIDE, DUTY = 0.3, 0.6


def _paint_wing(pen: Pen, bird: Bird, art: Art, manner: Manner, far: bool) -> None:
    cx, cy, rx, ry, tilt = bird.body
    spread = manner.spread
    if bird.kind == "penguin":
        with pen.at(
            cx + (0.1 if far else -0.12),
            cy - ry * 0.55,
            0.9 * spread * (0.6 + manner.wing) - 1.35 + 0.1,
            bird.wing * 0.9,
            bird.wing * 0.55,
        ):
            pen.shape(_WING, art.deep)
        return
    folded = tilt + 0.1
    angle = folded * (1 - spread) + spread * (0.35 + 0.95 * manner.wing + (0.15 if far else 0.0))
    length = bird.wing * (0.78 + 0.35 * spread)
    with pen.at(cx + rx * (0.3 if not far else 0.42), cy - ry * 0.3, angle, length, length * (1 - 0.25 * spread)):
        if far:
            pen.canvas.drawPath(_WING.path, pen.tones.far(art.deep))
        else:
            pen.shape(_WING, art.deep)


def _paint_head(pen: Pen, bird: Bird, art: Art, manner: Manner) -> None:
    if bird.kind == "owl":
        _paint_owl(pen, art, manner)
        return
    if bird.kind == "chicken":
        with pen.at(0.0, -0.85, 0, 0.8, 0.8):
            pen.path(_COMB, 0xE2463F)
        pen.oval(0.75, 0.75, 0.22, 0.36, 0xE2463F)
    shape = _BILL if bird.kind == "duck" else _BEAK
    size = bird.beak / bird.head[2]
    if manner.gape > 0.1:
        with pen.at(0.6, 0.3, 0.4 * manner.gape, size, size * 0.5):
            pen.path(shape.path, 0xD9822E)
    pen.shape(_OVAL, art.main if bird.kind != "penguin" else art.deep)
    if bird.kind == "penguin":
        pen.oval(0.3, 0.18, 0.62, 0.62, 0xFBF8F0)
    with pen.at(0.72, 0.12, -0.25 * manner.gape, size, size * 0.72):
        pen.shape(shape, 0xF2A03C)
    eye(pen, 0.38, -0.1, 0.16, manner)
    pen.dot(0.25, 0.38, 0.16, 0xF28C8C, 0.5)
    if bird.kind == "bird":
        with pen.at(-0.15, -0.95, -0.2, 0.35, 0.35):
            pen.path(_TUFT.path, art.deep)


def _paint_owl(pen: Pen, art: Art, manner: Manner) -> None:
    for x in (-0.62, 0.62):
        with pen.at(x, -0.72, 0, 0.6 if x < 0 else -0.6, 0.6):
            pen.shape(_TUFT, art.deep)
    pen.shape(_OVAL, art.main)
    for x in (-0.4, 0.4):
        pen.dot(x, 0.02, 0.44, lighter(art.soft, 0.3))
        pen.dot(x, 0.02, 0.31, 0xF7C948)
        if pen.tones.is_dark and manner.eyes < 0.5:
            pen.lamp(x, 0.02, 0.3, 0xFFD95A)
        eye(pen, x, 0.02, 0.19, manner)
    with pen.at(0, 0.25, math.pi / 2, 0.42, 0.3):
        pen.shape(_BEAK, 0xF2A03C)
