"""Animals of the water, the frog, the butterfly and the dragon; one unit high, lowest point at (0, 0)."""

from __future__ import annotations

import math

from actors.text_to_video.procedural.figures.colours import darker, lighter
from actors.text_to_video.procedural.figures.gait import step
from actors.text_to_video.procedural.figures.motion import cycle, ease, two_bones, wave
from actors.text_to_video.procedural.figures.pen import Pen
from actors.text_to_video.procedural.figures.puppets.art import Art, eye, smile
from actors.text_to_video.procedural.figures.puppets.birds import DUTY, STRIDE
from actors.text_to_video.procedural.figures.puppets.manner import Manner
from actors.text_to_video.procedural.figures.shapes import Shape, limb, polygon, ribbon, smooth

_FISH = Shape(smooth([(0.75, -0.48), (0.4, -0.8), (-0.1, -0.84), (-0.62, -0.5), (-0.1, -0.14), (0.4, -0.16)]))
_FIN = Shape(smooth([(0.25, 0.1), (-0.2, -0.35), (-0.75, -0.3), (-0.4, 0.1)], tension=0.8))
_FORK = Shape(smooth([(0.1, 0), (-0.5, -0.6), (-0.75, -0.55), (-0.5, 0.0), (-0.75, 0.55), (-0.5, 0.6)], tension=0.7))
_WHALE = Shape(
    smooth(
        [
            (1.05, -0.35),
            (0.95, -0.78),
            (0.4, -0.98),
            (-0.3, -0.82),
            (-1.1, -0.42),
            (-1.2, -0.26),
            (-0.4, -0.04),
            (0.5, 0.0),
            (0.95, -0.12),
        ]
    )
)
_WHALE_BELLY = smooth(
    [(1.04, -0.3), (0.4, -0.28), (-0.45, -0.22), (-0.75, -0.16), (-0.3, -0.03), (0.5, 0.0), (0.92, -0.1)]
)
_FLUKE = Shape(
    smooth(
        [
            (0.2, 0.1),
            (-0.05, -0.25),
            (-0.35, -0.7),
            (-0.7, -0.65),
            (-0.5, -0.25),
            (-0.85, 0.0),
            (-0.75, 0.22),
            (-0.2, 0.2),
        ]
    )
)
_FLIPPER = Shape(smooth([(0.1, -0.05), (0.15, 0.15), (-0.5, 0.75), (-0.72, 0.7), (-0.4, 0.05)]))
_DOME = Shape(
    smooth([(-0.75, -0.22), (-0.66, -0.6), (-0.2, -0.92), (0.25, -0.88), (0.62, -0.55), (0.7, -0.22)], tension=0.9)
)
_SPOTS = ((-0.34, -0.5, 0.15), (0.05, -0.66, 0.17), (0.36, -0.46, 0.14), (-0.02, -0.36, 0.12))
_UPPER_WING = Shape(smooth([(0, 0), (-0.25, -0.75), (-0.75, -0.95), (-1.0, -0.5), (-0.72, -0.08)]))
_LOWER_WING = Shape(smooth([(0, 0), (-0.62, 0.02), (-0.82, 0.4), (-0.5, 0.75), (-0.15, 0.4)]))


def fish(pen: Pen, art: Art, manner: Manner) -> None:
    """A fish whose tail and fins never rest."""
    beat = wave(manner.t_s, 0.3 if manner.legs is not None else 0.8)
    with pen.at(-0.52, -0.5, 0, 0.7 * (0.8 + 0.3 * beat), 0.72 + 0.06 * beat):
        pen.shape(_FORK, art.accent)
    with pen.at(0.0, -0.74, 0.05 * beat, 0.7, 0.7):
        pen.shape(_FIN, art.accent)
    pen.shape(_FISH, art.main)
    for i in range(3):
        pen.path(_crescent(-0.28 + 0.24 * i, -0.49, 0.22), art.soft, 0.8)
    with pen.at(0.08, -0.38, 0.5 + 0.4 * beat, 0.36, -0.5):
        pen.shape(_FIN, art.accent)
    eye(pen, 0.45, -0.56, 0.08, manner, True)
    smile(pen, 0.64, -0.38, 0.06, manner.gape)


def _crescent(x: float, y: float, r: float) -> object:
    return smooth([(x, y - r), (x - r * 0.32, y), (x, y + r), (x - r * 0.62, y)])


def whale(pen: Pen, art: Art, manner: Manner) -> None:
    """A whale with a spout of water."""
    _paint_spout(pen, manner.t_s)
    with pen.at(-1.12, -0.36, 0.15 + 0.28 * wave(manner.t_s, 1.9), 0.62, 0.62):
        pen.shape(_FLUKE, art.deep)
    pen.shape(_WHALE, art.main)
    pen.path(_WHALE_BELLY, art.soft)
    for i in range(3):
        pen.stroke(0.28 + i * 0.16, -0.2 + i * 0.02, 0.62 + i * 0.12, -0.06 - i * 0.01, darker(art.soft, 0.14), 0.018)
    with pen.at(0.15, -0.24, 0.25 * wave(manner.t_s, 1.9, 0.2), 0.5, 0.42):
        pen.shape(_FLIPPER, art.deep)
    eye(pen, 0.7, -0.46, 0.052, manner, True)
    smile(pen, 0.86, -0.32, 0.08, manner.gape)


def _paint_spout(pen: Pen, t_s: float) -> None:
    """Drops that rise from the blowhole and fall to both sides."""
    for i in range(10):
        at = cycle(t_s, 1.4, i * 0.1)
        side = (1 if i % 2 else -1) * (0.2 + 0.08 * (i % 3))
        size = 0.075 * ease(at * 6) * ease((1 - at) * 4)
        if size > 0.004:
            pen.dot(0.42 + side * at * 1.2, -0.95 - 1.9 * at + 1.75 * at * at, size, 0x8FD3F4, 0.9)
    pen.limb([(0.42, -0.9), (0.42, -1.18)], [0.05, 0.09], 0xA9DEF7)


def dolphin(pen: Pen, art: Art, manner: Manner) -> None:
    """A dolphin whose spine beats up and down."""
    beat = [0.09 * (1 - i / 6) ** 1.4 * wave(manner.t_s, 0.9, 0.08 * i) for i in range(7)]
    spine = [(-1.0 + i * 0.31, -0.4 - 0.22 * math.sin(math.pi * i / 6) + beat[i]) for i in range(7)]
    with pen.at(spine[0][0] + 0.04, spine[0][1], 0.35 + 0.4 * wave(manner.t_s, 0.9, -0.1), 0.5, 0.5):
        pen.shape(_FLUKE, art.deep)
    body = ribbon(spine, [0.04, 0.13, 0.22, 0.27, 0.27, 0.22, 0.1])
    with pen.at(-0.02, -0.82 + beat[3], 0.1, 0.42, 0.5):
        pen.shape(_FIN, art.deep)
    pen.limb([(0.8, -0.38), (1.08, -0.31)], [0.1, 0.05], art.main)
    pen.path(body, art.main)
    pen.path(ribbon([(x, y + 0.13) for x, y in spine[2:6]], [0.02, 0.11, 0.13, 0.05]), art.soft)
    pen.path(ribbon([(x, y - 0.13) for x, y in spine[1:6]], [0.0, 0.06, 0.08, 0.07, 0.0]), lighter(art.main, 0.16))
    with pen.at(0.25, -0.36, 0.15 * wave(manner.t_s, 0.9), 0.4, 0.42):
        pen.shape(_FLIPPER, art.deep)
    eye(pen, 0.64, -0.52, 0.05, manner)
    smile(pen, 0.86, -0.34, 0.08, manner.gape)


def turtle(pen: Pen, art: Art, manner: Manner) -> None:
    """A turtle with a patterned shell."""
    legs = ((-0.42, 0.0), (0.36, 0.5), (-0.3, 0.5), (0.48, 0.0))
    swimming = manner.legs is not None and manner.lift > 0.02 and manner.angle != 0 and manner.spread == 0
    for i, (x, phase) in enumerate(legs):
        dx, dy = 0.0, 0.0
        if manner.legs is not None:
            dx, dy, _ = step(manner.legs + phase, STRIDE * 0.8, 0.08, DUTY)
        foot = (x + dx + (0.12 if swimming else 0.0), -dy - 0.05)
        pen.limb([(x, -0.28), foot], [0.13, 0.095], art.accent, i < 2)
    pen.limb([(-0.6, -0.24), (-0.86, -0.12 + 0.03 * wave(manner.t_s, 1.3))], [0.08, 0.02], art.accent)
    nod = manner.nod * 0.35
    pen.limb([(0.5, -0.3), (0.92, -0.6 + nod)], [0.13, 0.12], art.accent)
    pen.ball(0.98, -0.64 + nod, 0.21, 0.18, art.accent)
    eye(pen, 1.03, -0.68 + nod, 0.055, manner)
    smile(pen, 1.1, -0.57 + nod, 0.05, manner.gape)
    pen.limb([(-0.66, -0.2), (0.62, -0.2)], [0.1, 0.1], art.soft)
    pen.shape(_DOME, art.main)
    for x, y, r in _SPOTS:
        pen.oval(x, y, r, r * 0.82, art.deep)


def frog(pen: Pen, art: Art, manner: Manner) -> None:
    """A frog that sits on folded legs and stretches them in a leap."""
    up = min(1.0, max(0.0, manner.lift * 1.5)) if manner.legs is None or manner.lift > 0.06 else 0.0
    for far in (True, False):
        hip = (-0.34, -0.3)
        foot = (-0.3 - 0.45 * up + (0.1 if far else 0.0), -0.05 + 0.32 * up)
        knee = two_bones(hip, foot, 0.34, 0.4, -1.0)
        pen.limb([hip, knee, foot], [0.2, 0.14, 0.08], art.deep if far else art.main, far)
        pen.limb([foot, (foot[0] + 0.25 - 0.3 * up, foot[1] + 0.05 * (1 - up))], [0.06, 0.045], art.deep, far)
        hand = (0.42 + 0.2 * up + (0.1 if far else 0.0), -0.05 - 0.2 * up)
        pen.limb([(0.28, -0.34), hand, (hand[0] + 0.1, hand[1])], [0.1, 0.065, 0.05], art.deep, far)
    pen.ball(-0.05, -0.38, 0.5, 0.33, art.main, -0.35)
    pen.oval(0.14, -0.26, 0.32, 0.2, art.soft, -0.3)
    with pen.at(0.25, -0.6, manner.nod * 0.6):
        pen.ball(0.0, 0.0, 0.36, 0.26, art.main)
        for x in (-0.14, 0.2):
            pen.ball(x, -0.22, 0.14, 0.14, art.main)
            pen.dot(x + 0.02, -0.24, 0.1, 0xFFFFFF)
            eye(pen, x + 0.02, -0.24, 0.065, manner)
        throat = 0.16 * max(0.0, wave(manner.t_s, 0.8))
        pen.oval(0.12, 0.16, 0.2 + throat * 0.3, 0.1 + throat * 0.4, art.soft)
        smile(pen, 0.1, 0.05, 0.17, manner.gape)


def butterfly(pen: Pen, art: Art, manner: Manner) -> None:
    """A butterfly whose wings open and close."""
    flap = wave(manner.t_s, 0.4 if manner.lift > 0.03 else 1.6)
    for far in (True, False):
        width = (0.62 + 0.38 * flap) * (-0.62 if far else 0.66)
        with pen.at(0.02, -0.48, 0.12 if not far else -0.12):
            for shape, rgb in ((_LOWER_WING, art.accent), (_UPPER_WING, art.main)):
                with pen.at(sx=width, sy=0.62):
                    pen.shape(shape, rgb)
            with pen.at(sx=width, sy=0.62):
                pen.oval(-0.62, -0.58, 0.2, 0.2, art.soft)
                pen.oval(-0.48, 0.38, 0.15, 0.15, lighter(art.accent, 0.5))
                pen.oval(-0.82, -0.42, 0.08, 0.1, 0xFFFFFF)
    pen.limb([(-0.04, -0.05), (0.0, -0.45), (0.05, -0.74)], [0.035, 0.06, 0.05], 0x4A3A48)
    pen.ball(0.07, -0.82, 0.09, 0.09, 0x4A3A48)
    for dx in (0.02, 0.14):
        pen.line(limb([(0.08, -0.88), (0.08 + dx * 1.2, -1.05)], [0.001, 0.001]), 0x4A3A48, 0.018)
        pen.dot(0.08 + dx * 1.2, -1.06, 0.025, 0x4A3A48)
    eye(pen, 0.1, -0.83, 0.03, manner, True)


def dragon(pen: Pen, art: Art, manner: Manner) -> None:
    """A long dragon whose body winds behind its head."""
    speed = 1.5 if manner.spread > 0.9 else 2.6
    spine = []
    for i in range(15):
        share = i / 14
        sway = 0.17 * wave(manner.t_s, speed, share * 1.35) * (1.0 - 0.55 * share)
        spine.append((-1.75 + 2.45 * share, -0.42 + sway - 0.16 * share**3))
    radii = [0.012, 0.045, 0.07, 0.09, 0.105, 0.12, 0.13, 0.135, 0.14, 0.14, 0.14, 0.135, 0.125, 0.12, 0.115]
    for i in range(1, 14):
        x, y = spine[i]
        pen.path(
            polygon([(x - 0.07, y - radii[i] * 0.7), (x - 0.09, y - radii[i] - 0.1), (x + 0.07, y - radii[i] * 0.7)]),
            art.accent,
        )
    for i, far in ((5, True), (11, True), (4, False), (10, False)):
        x, y = spine[i]
        kick = 0.05 * wave(manner.t_s, 1.0, i * 0.2)
        foot = (x + 0.1 + kick, min(-0.03, y + 0.32))
        pen.limb([(x, y), (x - 0.06, y + 0.18), foot], [0.075, 0.055, 0.045], art.main, far)
        pen.limb([foot, (foot[0] + 0.09, foot[1])], [0.045, 0.025], art.accent, far)
    pen.path(ribbon(spine, radii), art.main)
    pen.path(
        ribbon([(x, y + radii[i] * 0.55) for i, (x, y) in enumerate(spine)][3:], [r * 0.4 for r in radii[3:]]), art.soft
    )
    tail = spine[0]
    with pen.at(tail[0], tail[1], 0.4 * wave(manner.t_s, 1.3), 0.3, 0.3):
        pen.shape(_FORK, art.accent)
    _paint_dragon_head(pen, art, manner, spine[-1])


def _paint_dragon_head(pen: Pen, art: Art, manner: Manner, neck: tuple[float, float]) -> None:
    flow = wave(manner.t_s, 0.9)
    with pen.at(neck[0] + 0.12, neck[1] - 0.1, manner.nod * 0.7):
        for i in range(4):
            with pen.at(-0.12, -0.14 + 0.09 * i, 0.2 - 0.2 * i + 0.1 * flow):
                pen.path(polygon([(0, -0.07), (-0.34, 0.02), (0, 0.08)]), art.accent)
        for dx in (-0.02, 0.07):
            pen.limb([(dx, -0.14), (dx - 0.12, -0.32), (dx - 0.08, -0.42)], [0.035, 0.025, 0.01], 0xF7E3B0)
        if manner.gape > 0.08:
            with pen.at(0.05, 0.06, 0.4 * manner.gape):
                pen.limb([(0, 0), (0.3, 0.03)], [0.09, 0.05], darker(art.main, 0.2))
        pen.ball(0.0, 0.0, 0.19, 0.17, art.main)
        pen.limb([(0.08, 0.03), (0.34, 0.04)], [0.13, 0.085], art.main)
        pen.ball(0.36, -0.01, 0.08, 0.065, art.main)
        pen.dot(0.4, -0.02, 0.02, art.deep)
        pen.limb(
            [(0.36, 0.08), (0.55, 0.16 + 0.04 * flow), (0.7, 0.06 + 0.08 * flow)], [0.02, 0.014, 0.006], art.accent
        )
        eye(pen, 0.06, -0.05, 0.055, manner, True)
        smile(pen, 0.26, 0.1, 0.07, 0.0)
