"""Vehicles; one unit high, wheels or keel on y = 0, facing right."""

from __future__ import annotations

import math

from actors.text_to_video.procedural.figures import props
from actors.text_to_video.procedural.figures.colours import CREAM, darker, lighter
from actors.text_to_video.procedural.figures.motion import cycle, ease, two_bones, wave
from actors.text_to_video.procedural.figures.pen import Pen
from actors.text_to_video.procedural.figures.puppets.art import Art, window
from actors.text_to_video.procedural.figures.puppets.manner import Manner
from actors.text_to_video.procedural.figures.shapes import Shape, oval, polygon, rounded, smooth

_CAR = Shape(
    smooth(
        [
            (-1.3, -0.22),
            (-1.32, -0.52),
            (-0.95, -0.62),
            (-0.6, -0.98),
            (0.3, -0.98),
            (0.68, -0.6),
            (1.22, -0.52),
            (1.34, -0.22),
        ],
        tension=0.5,
    )
)
_GLASS = (
    polygon([(-0.78, -0.62), (-0.52, -0.88), (-0.16, -0.88), (-0.16, -0.62)]),
    polygon([(-0.06, -0.62), (-0.06, -0.88), (0.26, -0.88), (0.5, -0.62)]),
)
_BUS = Shape(rounded(-1.2, -0.98, 1.22, -0.14, 0.12))
_ENGINE = Shape(rounded(-0.5, -0.72, 0.72, -0.38, 0.14))
_CAB = Shape(rounded(-0.98, -0.95, -0.36, -0.24, 0.06))
_WAGON = Shape(rounded(-0.52, -0.74, 0.52, -0.22, 0.07))
_PLANE = Shape(
    smooth(
        [
            (1.5, -0.42),
            (1.2, -0.58),
            (0.5, -0.64),
            (-0.8, -0.6),
            (-1.5, -0.62),
            (-1.4, -0.44),
            (-0.6, -0.26),
            (0.6, -0.22),
            (1.25, -0.28),
        ]
    )
)
_RUDDER = Shape(polygon([(-1.0, -0.56), (-1.5, -1.0), (-1.72, -1.0), (-1.5, -0.5)]))
_AILERON = Shape(polygon([(0.35, -0.4), (-0.15, -0.36), (-0.75, -0.02), (-0.45, -0.02)]))
_ROCKET = Shape(
    smooth([(0, -1.0), (0.2, -0.72), (0.22, -0.36), (0.14, -0.16), (-0.14, -0.16), (-0.22, -0.36), (-0.2, -0.72)])
)
_NOSE = smooth([(0, -1.0), (0.13, -0.84), (0.185, -0.74), (-0.185, -0.74), (-0.13, -0.84)], tension=0.6)
_FIN = Shape(smooth([(0.16, -0.4), (0.4, -0.16), (0.4, 0.0), (0.14, -0.14)], tension=0.5))
_FLAME = smooth([(0, 0), (0.55, 0.3), (0.0, 1.0), (-0.55, 0.3)])
_ENVELOPE = Shape(
    smooth(
        [
            (0, -1.0),
            (0.3, -0.9),
            (0.39, -0.62),
            (0.24, -0.36),
            (0.1, -0.24),
            (-0.1, -0.24),
            (-0.24, -0.36),
            (-0.39, -0.62),
            (-0.3, -0.9),
        ]
    )
)
_GORE = smooth(
    [
        (0, -1.0),
        (0.13, -0.85),
        (0.15, -0.62),
        (0.1, -0.36),
        (0.04, -0.24),
        (-0.04, -0.24),
        (-0.1, -0.36),
        (-0.15, -0.62),
        (-0.13, -0.85),
    ]
)
_BASKET = Shape(rounded(-0.09, -0.13, 0.09, 0.0, 0.025))
_SAUCER = Shape(
    smooth([(-1.1, -0.36), (-0.5, -0.56), (0.5, -0.56), (1.1, -0.36), (0.5, -0.14), (-0.5, -0.14)], tension=0.9)
)
_DOME = smooth([(-0.45, -0.5), (-0.38, -0.88), (0, -1.02), (0.38, -0.88), (0.45, -0.5)], tension=0.9)
_HULL = Shape(
    smooth([(-1.3, -0.42), (1.42, -0.5), (1.15, -0.12), (0.9, 0.0), (-0.95, 0.0), (-1.22, -0.16)], tension=0.45)
)


def _wheels(pen: Pen, places: tuple[float, ...], radius: float, manner: Manner) -> None:
    for x in places:
        with pen.at(x, -radius):
            props.wheel(pen, radius, manner.way / radius)


def _headlight(pen: Pen, x: float, y: float, radius: float) -> None:
    pen.lamp(x, y, radius, 0xFFE9A8)
    if pen.tones.is_dark:
        pen.canvas.drawPath(
            polygon([(x, y - radius * 0.5), (x + 1.3, y - 0.16), (x + 1.3, y + 0.22), (x, y + radius * 0.5)]),
            pen.tones.lamp(0xFFE9A8, 0.16),
        )


def car(pen: Pen, art: Art, manner: Manner) -> None:
    """A small car."""
    pen.shape(_CAR, art.main)
    for path in _GLASS:
        pen.canvas.drawPath(path, pen.tones.lamp(0xFFD98A) if pen.tones.is_dark else pen.tones.base(0xC4E4F1))
    pen.box(-1.3, -0.34, 1.32, -0.27, 0.03, art.deep)
    pen.box(-0.12, -0.52, 0.02, -0.48, 0.02, art.deep)
    pen.lamp(-1.27, -0.46, 0.06, 0xF25C54)
    _headlight(pen, 1.24, -0.43, 0.08)
    _wheels(pen, (-0.78, 0.8), 0.24, manner)


def bus(pen: Pen, art: Art, manner: Manner) -> None:
    """A bus with a row of windows."""
    pen.shape(_BUS, art.main)
    pen.box(-1.2, -0.42, 1.22, -0.34, 0.02, art.soft)
    for i in range(5):
        window(pen, -1.08 + i * 0.37, -0.86, -0.79 + i * 0.37, -0.54)
    window(pen, 0.8, -0.86, 1.18, -0.5)
    pen.box(0.82, -0.46, 1.06, -0.16, 0.03, art.deep)
    _headlight(pen, 1.18, -0.26, 0.06)
    _wheels(pen, (-0.72, 0.6), 0.17, manner)


def train(pen: Pen, art: Art, manner: Manner) -> None:
    """A steam engine with two wagons; steam puffs, rods turn."""
    for i in range(6):
        at = cycle(manner.t_s, 1.8, i / 6)
        size = (0.07 + 0.16 * at) * ease(at * 6) * ease((1 - at) * 3)
        pen.dot(1.75 - 1.5 * at, -0.98 - 0.42 * at, size, 0xF4F1EE, 0.85)
    for x, rgb in ((-1.75, art.accent), (-0.55, lighter(art.accent, 0.2))):
        with pen.at(x):
            pen.box(-0.62, -0.26, 0.62, -0.2, 0.02, 0x4A4452)
            pen.shape(_WAGON, rgb)
            for left in (-0.4, -0.1, 0.2):
                window(pen, left, -0.64, left + 0.2, -0.42)
            _wheels(pen, (-0.3, 0.3), 0.13, manner)
    with pen.at(1.22):
        pen.box(-1.0, -0.26, 0.8, -0.16, 0.03, 0x4A4452)
        pen.path(polygon([(0.42, -0.7), (0.38, -0.98), (0.66, -0.98), (0.62, -0.7)]), art.deep)
        pen.path(oval(0.0, -0.72, 0.12, 0.1), 0xE5B13A)
        pen.shape(_ENGINE, art.main)
        pen.shape(_CAB, art.main)
        pen.box(-1.04, -1.0, -0.3, -0.9, 0.04, art.deep)
        window(pen, -0.82, -0.82, -0.52, -0.56)
        pen.path(polygon([(0.72, -0.26), (1.0, 0.0), (0.6, 0.0)]), art.deep)
        _headlight(pen, 0.74, -0.55, 0.07)
        _wheels(pen, (-0.62, -0.12, 0.38), 0.2, manner)
        turn = manner.way / 0.2
        dx, dy = 0.11 * math.cos(turn), 0.11 * math.sin(turn)
        pen.stroke(-0.62 + dx, -0.2 + dy, 0.38 + dx, -0.2 + dy, 0xD8DCE4, 0.05)


def airplane(pen: Pen, art: Art, manner: Manner) -> None:
    """An airliner; its wheels are out on the ground."""
    if manner.lift < 0.05:
        for x in (-0.2, 0.95):
            pen.stroke(x, -0.3, x, -0.1, 0x6A6A78, 0.04)
            with pen.at(x, -0.08):
                props.wheel(pen, 0.08, manner.way / 0.08)
    pen.canvas.drawPath(polygon([(0.4, -0.5), (0.0, -0.5), (-0.35, -0.84), (-0.15, -0.84)]), pen.tones.far(art.accent))
    pen.shape(_RUDDER, art.accent)
    pen.shape(_PLANE, art.main)
    pen.path(
        smooth([(1.38, -0.34), (0.5, -0.36), (-0.9, -0.42), (-0.6, -0.26), (0.6, -0.22), (1.2, -0.27)], tension=0.7),
        art.soft,
    )
    for i in range(8):
        x = -0.8 + i * 0.21
        pen.canvas.drawCircle(
            x, -0.5, 0.045, pen.tones.lamp(0xFFD98A) if pen.tones.is_dark else pen.tones.base(0x6FA8CF)
        )
    pen.path(smooth([(1.02, -0.54), (1.22, -0.53), (1.34, -0.46), (1.08, -0.45)], tension=0.6), 0x3F5F86)
    pen.path(polygon([(-1.1, -0.48), (-1.62, -0.36), (-1.72, -0.4), (-1.45, -0.52)]), art.deep)
    pen.shape(_AILERON, art.accent)
    pen.box(-0.2, -0.26, 0.18, -0.12, 0.06, art.deep)
    if pen.tones.is_dark and wave(manner.t_s, 1.2) > 0:
        pen.lamp(-0.6, -0.04, 0.03, 0xF25C54)


def rocket(pen: Pen, art: Art, manner: Manner) -> None:
    """A rocket; in the air on a flickering flame."""
    if manner.lift > 0.05:
        flicker = 1 + 0.16 * wave(manner.t_s, 0.11) + 0.1 * wave(manner.t_s, 0.173)
        for size, rgb in ((1.0, 0xF26B3A), (0.68, 0xF7B23B), (0.38, 0xFFF3C9)):
            with pen.at(0, -0.12, 0, 0.24 * size, 0.52 * size * flicker):
                pen.canvas.drawPath(_FLAME, pen.tones.lamp(rgb))
        if pen.tones.is_dark:
            pen.glow(0, 0.05, 0.6, 0xF7B23B, 0.6)
    for side in (-1, 1):
        with pen.at(sx=side):
            pen.shape(_FIN, art.accent)
    pen.box(-0.1, -0.18, 0.1, -0.1, 0.02, 0x5A5A68)
    pen.shape(_ROCKET, art.main)
    pen.path(_NOSE, art.accent)
    pen.dot(0.0, -0.56, 0.1, art.deep)
    window(pen, -0.075, -0.635, 0.075, -0.485)
    pen.box(-0.2, -0.36, 0.2, -0.31, 0.01, art.accent)
    pen.box(-0.03, -0.22, 0.03, 0.0, 0.02, art.accent)


def boat(pen: Pen, art: Art, manner: Manner) -> None:
    """A little steamer with a cabin and a funnel."""
    for i in range(4):
        at = cycle(manner.t_s, 2.2, i / 4)
        pen.dot(-0.22 - 0.5 * at, -1.0 - 0.3 * at, (0.05 + 0.1 * at) * ease(at * 5) * ease((1 - at) * 3), 0xF1EEEA, 0.8)
    pen.path(polygon([(-0.36, -0.7), (-0.34, -0.98), (-0.12, -0.98), (-0.1, -0.7)]), art.accent)
    pen.box(-0.36, -0.9, -0.1, -0.83, 0.01, CREAM)
    pen.box(-0.75, -0.72, 0.5, -0.42, 0.06, CREAM)
    pen.box(0.02, -0.8, 0.62, -0.7, 0.03, art.accent)
    for left in (-0.62, -0.3, 0.06):
        window(pen, left, -0.65, left + 0.22, -0.5)
    pen.shape(_HULL, art.main)
    pen.box(-1.24, -0.2, 1.2, -0.14, 0.02, art.soft)
    for x in (-0.7, -0.2, 0.3):
        pen.dot(x, -0.3, 0.055, CREAM)


def sailboat(pen: Pen, art: Art, manner: Manner) -> None:
    """A sailing boat, its sails full of wind."""
    with pen.at(0, 0, 0, 0.36, 0.36):
        props.boat(pen, art.accent)
        with pen.at(0.05):
            props.sail(pen, art.main, manner.t_s)
            belly = 0.08 * wave(manner.t_s, 1.9, 0.2)
            pen.path(
                smooth([(-0.08, -2.35), (-0.62 - belly, -1.4), (-0.9, -0.66), (-0.08, -0.6)], tension=0.5), art.soft
            )


def hot_air_balloon(pen: Pen, art: Art, manner: Manner) -> None:
    """A striped balloon with a basket and a burner."""
    for x in (-0.08, 0.08):
        pen.stroke(x, -0.12, x * 1.25, -0.26, 0x6B4A35, 0.008)
    pen.shape(_BASKET, 0xA8713F)
    pen.box(-0.1, -0.14, 0.1, -0.11, 0.01, 0x7A4F2E)
    burn = max(0.0, wave(manner.t_s, 2.3))
    if burn > 0.05:
        with pen.at(0, -0.17, 0, 0.04, -0.1 * burn):
            pen.canvas.drawPath(_FLAME, pen.tones.lamp(0xF7B23B))
    pen.shape(_ENVELOPE, art.main)
    for scale, x in ((0.5, -0.2), (0.9, 0.0), (0.5, 0.2)):
        with pen.at(x * 0.92, 0, 0, scale * 0.75, 1.0 if x == 0 else 0.93), pen.at(0, -0.03 if x else 0.0):
            pen.path(_GORE, art.accent if x == 0 else art.soft)
    if pen.tones.is_dark:
        pen.glow(0, -0.5, 0.36, 0xFFC46B, 0.25 + 0.2 * burn)


def ufo(pen: Pen, art: Art, manner: Manner) -> None:
    """A saucer with a dome, turning lights, and a beam while it hovers."""
    if manner.lift > 0.05:
        pen.canvas.drawPath(
            polygon([(-0.35, -0.2), (0.35, -0.2), (0.85, 0.75), (-0.85, 0.75)]), pen.tones.lamp(0xC8FFB0, 0.28)
        )
    pen.canvas.drawPath(_DOME, pen.tones.base(0xBFE9F2, 0.85))
    pen.ball(0, -0.62, 0.17, 0.2, 0x86C46A)
    for x in (-0.06, 0.09):
        pen.oval(x, -0.66, 0.04, 0.06 * (1 - manner.eyes) + 0.01, 0x24303A)
    pen.shape(_SAUCER, art.main)
    for i in range(7):
        at = cycle(manner.t_s, 4.0, i / 7)
        rgb = (0xFFD95A, 0xFF7A6B, 0x7DF0E6)[i % 3]
        pen.lamp(-0.9 + 1.8 * at, -0.33 + 0.05 * math.sin(math.pi * at), 0.065 * ease(min(at, 1 - at) * 12), rgb)


def bicycle(pen: Pen, art: Art, manner: Manner) -> None:
    """A bicycle with a rider who pedals."""
    turn = manner.way / 0.21 * 0.45
    rear, front, crank, seat, bars = (-0.34, -0.21), (0.36, -0.21), (-0.02, -0.22), (-0.14, -0.5), (0.27, -0.56)
    feet = [(crank[0] + 0.085 * math.cos(turn + p), crank[1] + 0.085 * math.sin(turn + p)) for p in (math.pi, 0.0)]
    hip, skin, cloth = (-0.14, -0.55), (0xF3C19A, 0xC98558, 0x7A4B33)[int(art.variant * 2.99)], art.accent
    _paint_rider_leg(pen, hip, feet[0], True)
    for hub in (rear, front):
        pen.line(oval(hub[0], hub[1], 0.195, 0.195), 0x2E2E3A, 0.03)
        with pen.at(hub[0], hub[1], manner.way / 0.21):
            for i in range(4):
                dx, dy = 0.18 * math.cos(i * math.pi / 4), 0.18 * math.sin(i * math.pi / 4)
                pen.stroke(-dx, -dy, dx, dy, 0xAEB4C0, 0.006)
    for a, b in (
        (rear, crank),
        (rear, seat),
        (crank, seat),
        (crank, (0.25, -0.47)),
        (seat, (0.25, -0.47)),
        (front, bars),
    ):
        pen.stroke(a[0], a[1], b[0], b[1], art.main, 0.026)
    pen.stroke(bars[0], bars[1], bars[0] + 0.09, bars[1] - 0.02, 0x3A3A48, 0.024)
    pen.limb([(-0.2, -0.5), (-0.09, -0.5)], [0.025, 0.018], 0x3A3A48)
    pen.stroke(crank[0], crank[1], feet[1][0], feet[1][1], 0x4A4A58, 0.022)
    _paint_rider_leg(pen, hip, feet[1], False)
    shoulder = (0.03, -0.76)
    pen.limb([hip, shoulder], [0.068, 0.062], cloth)
    pen.limb([shoulder, (0.06, -0.84)], [0.03, 0.03], darker(skin, 0.12))
    with pen.at(0.08, -0.89, 0.1 + manner.nod * 0.5):
        pen.ball(0, 0, 0.085, 0.09, skin)
        pen.path(smooth([(-0.1, 0.0), (-0.1, -0.08), (0, -0.125), (0.1, -0.07), (0.1, -0.02), (0, -0.035)]), art.main)
        pen.oval(0.05, -0.0, 0.009, 0.014 * (1 - manner.eyes) + 0.002, 0x2B2A35)
        pen.stroke(0.03, 0.045, 0.06, 0.04, 0x6B2F35, 0.01)
    elbow = two_bones(shoulder, (bars[0] + 0.06, bars[1] - 0.02), 0.16, 0.16, 1.0)
    pen.limb([shoulder, elbow, (bars[0] + 0.06, bars[1] - 0.02)], [0.036, 0.03, 0.026], lighter(cloth, 0.1))


def _paint_rider_leg(pen: Pen, hip: tuple[float, float], foot: tuple[float, float], far: bool) -> None:
    knee = two_bones(hip, foot, 0.225, 0.225, -1.0)
    pen.limb([hip, knee, foot], [0.052, 0.042, 0.03], 0x3B4A72, far)
    pen.limb([(foot[0] - 0.02, foot[1]), (foot[0] + 0.06, foot[1])], [0.026, 0.022], 0x2E2E3A, far)
