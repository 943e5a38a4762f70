"""Things: flower, ball, kite, lantern, snowman; one unit high, lowest point at (0, 0)."""

from __future__ import annotations

import math

from actors.text_to_video.procedural.figures import props
from actors.text_to_video.procedural.figures.colours import darker, lighter
from actors.text_to_video.procedural.figures.motion import pulse, wave
from actors.text_to_video.procedural.figures.pen import Pen
from actors.text_to_video.procedural.figures.puppets.art import Art, eye, smile
from actors.text_to_video.procedural.figures.puppets.manner import Manner
from actors.text_to_video.procedural.figures.shapes import Shape, polygon, rounded, smooth

_PETAL = Shape(smooth([(0, 0), (0.5, -0.3), (0.95, -0.12), (1.0, 0.12), (0.5, 0.3)]))
_LEAF = Shape(smooth([(0, 0), (0.4, -0.35), (1.0, -0.3), (0.6, 0.1)]))
_KITE = Shape(polygon([(0, -1.0), (0.42, -0.62), (0, -0.12), (-0.42, -0.62)]))
_LANTERN = Shape(
    smooth(
        [
            (-0.2, -0.84),
            (0.2, -0.84),
            (0.4, -0.68),
            (0.43, -0.52),
            (0.4, -0.36),
            (0.2, -0.2),
            (-0.2, -0.2),
            (-0.4, -0.36),
            (-0.43, -0.52),
            (-0.4, -0.68),
        ],
        tension=0.9,
    )
)
_HAT = Shape(rounded(-0.13, -1.06, 0.13, -0.84, 0.03))
_CARROT = Shape(smooth([(0, -0.035), (0.2, 0.02), (0, 0.035)], tension=0.4))


def flower(pen: Pen, art: Art, manner: Manner) -> None:
    """A flower that sways on its stem; it has a face."""
    sway = 0.05 * wave(manner.t_s, 2.7) + 0.025 * wave(manner.t_s, 1.3)
    top = (sway * 1.6 + manner.nod * 0.2, -0.72)
    pen.line(smooth([(0, 0), (sway * 0.2, -0.25), (sway * 0.8, -0.5), top], closed=False), 0x4FA65B, 0.05)
    lift = 0.35 * manner.wing * manner.spread
    for side in (1, -1):
        with pen.at(sway * 0.2, -0.2, side * (-0.15 - lift + 0.08 * wave(manner.t_s, 2.7, 0.15)), 0.36 * side, 0.4):
            pen.shape(_LEAF, 0x5DB56A)
    with pen.at(*top, sway * 2 + manner.nod * 0.4):
        for i in range(9):
            with pen.at(0, 0, i * math.tau / 9, 0.29, 0.31):
                pen.shape(_PETAL, art.main if i % 2 else art.soft)
        pen.ball(0, 0, 0.135, 0.135, art.accent)
        for x in (-0.045, 0.055):
            eye(pen, x, -0.02, 0.02, manner)
        smile(pen, 0.005, 0.04, 0.04, manner.gape)


def ball(pen: Pen, art: Art, manner: Manner) -> None:
    """A ball with bands."""
    with pen.at(0, -0.5, manner.way / 0.5, 0.5, 0.5):
        props.ball(pen, 0.0, art.main)
        pen.dot(0, 0, 0.22, art.accent)
    pen.dot(-0.17, -0.7, 0.07, 0xFFFFFF, 0.5)


def kite(pen: Pen, art: Art, manner: Manner) -> None:
    """A kite with a tail of bows that follows in waves."""
    with pen.at(0, -0.48, 0, 0.52, 0.52):
        _paint_kite(pen, art, manner)


def _paint_kite(pen: Pen, art: Art, manner: Manner) -> None:
    points = [(-0.06 * i + 0.07 * wave(manner.t_s, 1.1, -0.11 * i) * (0.3 + i / 8), -0.12 + 0.13 * i) for i in range(9)]
    pen.line(smooth(points, closed=False), art.deep, 0.014)
    for i in range(2, 9, 2):
        with pen.at(points[i][0], points[i][1], 0.5 * wave(manner.t_s, 1.1, -0.11 * i)):
            pen.path(
                polygon([(0, 0), (-0.1, -0.05), (-0.1, 0.05), (0.1, -0.05), (0.1, 0.05)]),
                art.accent if i % 4 else art.soft,
            )
    pen.shape(_KITE, art.main)
    pen.path(polygon([(0, -1.0), (0.42, -0.62), (0, -0.62)]), art.soft)
    pen.path(polygon([(0, -0.12), (-0.42, -0.62), (0, -0.62)]), art.accent)
    pen.stroke(0, -1.0, 0, -0.12, art.deep, 0.012)
    pen.stroke(-0.42, -0.62, 0.42, -0.62, art.deep, 0.012)


def lantern(pen: Pen, art: Art, manner: Manner) -> None:
    """A paper lantern with a tassel, glowing."""
    flicker = 0.5 + 0.06 * wave(manner.t_s, 0.7) + 0.04 * wave(manner.t_s, 0.31)
    if pen.tones.is_dark:
        pen.glow(0, -0.52, 1.15, lighter(art.main, 0.35), flicker)
    sway = 0.12 * wave(manner.t_s, 1.9, -0.15)
    pen.stroke(0, -1.0, 0, -0.88, 0x7A4F2E, 0.02)
    pen.shape(_LANTERN, art.main)
    if pen.tones.is_dark:
        pen.canvas.drawPath(_LANTERN.path, pen.tones.lamp(lighter(art.main, 0.25), 0.75))
    for x in (0.14, 0.29):
        pen.line(
            smooth([(-x * 0.45, -0.84), (-x, -0.52), (-x * 0.45, -0.2)], closed=False), darker(art.main, 0.18), 0.014
        )
        pen.line(smooth([(x * 0.45, -0.84), (x, -0.52), (x * 0.45, -0.2)], closed=False), darker(art.main, 0.18), 0.014)
    pen.dot(0, -0.52, 0.16, 0xFFE7A0, 0.55 + 0.3 * pulse(manner.t_s, 1.7))
    for y in (-0.9, -0.22):
        pen.box(-0.2, y, 0.2, y + 0.07, 0.02, art.accent)
    with pen.at(0, -0.15, sway):
        for x in (-0.04, 0.0, 0.04):
            pen.stroke(0, 0, x, 0.14, art.accent, 0.02)


def snowman(pen: Pen, art: Art, manner: Manner) -> None:
    """A snowman with hat, scarf, carrot and stick arms."""
    raised = 0.9 * manner.wing * manner.spread
    for side in (-1, 1):
        angle = side * (-0.5 - raised + 0.05 * wave(manner.t_s, 2.1))
        with pen.at(side * 0.16, -0.55, angle, side, 1.0):
            pen.stroke(0, 0, 0.28, 0, 0x6B4A35, 0.025)
            pen.stroke(0.19, 0, 0.26, -0.07, 0x6B4A35, 0.018)
            pen.stroke(0.19, 0, 0.27, 0.06, 0x6B4A35, 0.018)
    pen.ball(0, -0.25, 0.29, 0.25, 0xFBFBFD)
    pen.ball(0, -0.54, 0.215, 0.19, 0xFBFBFD)
    for y in (-0.3, -0.42, -0.54):
        pen.dot(0.06, y, 0.022, 0x3A3A48)
    with pen.at(0, -0.76, manner.nod * 0.5):
        pen.ball(0, 0, 0.155, 0.145, 0xFBFBFD)
        for x in (-0.03, 0.09):
            eye(pen, x, -0.03, 0.022, manner)
        smile(pen, 0.03, 0.06, 0.045, manner.gape)
        with pen.at(0.04, 0.015):
            pen.shape(_CARROT, 0xF28C38)
        with pen.at(0, 0.76):
            pen.shape(_HAT, 0x3A3A48)
            pen.box(-0.2, -0.885, 0.2, -0.85, 0.015, 0x3A3A48)
            pen.box(-0.13, -0.915, 0.13, -0.885, 0.005, art.main)
    pen.box(-0.15, -0.67, 0.15, -0.61, 0.03, art.main)
    with pen.at(0.08, -0.63, 0.1 + 0.15 * wave(manner.t_s, 2.2)):
        pen.box(-0.04, 0, 0.04, 0.2, 0.015, art.deep)
