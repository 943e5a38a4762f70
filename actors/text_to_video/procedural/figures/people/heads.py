"""Heads of people: hair, face, and what is worn on them. One unit is the head's radius."""

from __future__ import annotations

from typing import Any

import skia

from actors.text_to_video.procedural.figures.colours import INK, Rgb, darker, lighter, mix
from actors.text_to_video.procedural.figures.pen import Pen
from actors.text_to_video.procedural.figures.people.build import Look
from actors.text_to_video.procedural.figures.people.pose import Pose
from actors.text_to_video.procedural.figures.shapes import Point, Shape, oval, polygon, rounded, smooth

_FACE = Shape(
    smooth(
        [(0, -1.0), (0.72, -0.72), (0.93, 0.0), (0.7, 0.68), (0.05, 1.0), (-0.62, 0.7), (-0.93, 0.0), (-0.72, -0.72)]
    )
)
_CAP = Shape(
    smooth(
        [
            (-1.02, 0.12),
            (-1.1, -0.4),
            (-0.75, -1.0),
            (0.0, -1.22),
            (0.72, -1.02),
            (1.02, -0.5),
            (0.86, -0.28),
            (0.42, -0.52),
            (-0.12, -0.42),
            (-0.52, -0.5),
            (-0.74, -0.12),
            (-0.82, 0.2),
        ]
    )
)
_FRONTS: dict[str, Shape] = {
    "short": _CAP,
    "bob": _CAP,
    "long": _CAP,
    "ponytail": _CAP,
    "pigtails": _CAP,
    "bun": _CAP,
    "topknot": Shape(
        smooth(
            [
                (-1.0, 0.1),
                (-1.03, -0.5),
                (-0.6, -1.04),
                (0.1, -1.14),
                (0.75, -0.92),
                (0.98, -0.4),
                (0.72, -0.52),
                (0.1, -0.72),
                (-0.5, -0.5),
                (-0.8, 0.05),
            ]
        )
    ),
    "tuft": Shape(
        smooth(
            [
                (-1.0, 0.15),
                (-1.08, -0.5),
                (-0.66, -1.04),
                (-0.2, -1.18),
                (0.05, -1.5),
                (0.24, -1.16),
                (0.5, -1.32),
                (0.6, -1.06),
                (0.98, -0.5),
                (0.72, -0.42),
                (0.1, -0.6),
                (-0.5, -0.45),
                (-0.8, 0.1),
            ],
            tension=0.8,
        )
    ),
    "quiff": Shape(
        smooth(
            [
                (-0.98, 0.12),
                (-1.05, -0.5),
                (-0.6, -1.06),
                (0.1, -1.32),
                (0.9, -1.38),
                (1.16, -0.98),
                (0.9, -0.52),
                (0.3, -0.7),
                (-0.5, -0.55),
                (-0.76, -0.1),
                (-0.8, 0.15),
            ]
        )
    ),
    "curly": Shape(
        smooth(
            [
                (-1.0, 0.2),
                (-1.25, -0.1),
                (-1.12, -0.5),
                (-1.16, -0.9),
                (-0.72, -1.08),
                (-0.5, -1.38),
                (-0.06, -1.24),
                (0.34, -1.42),
                (0.62, -1.1),
                (1.06, -1.0),
                (1.0, -0.6),
                (1.1, -0.3),
                (0.7, -0.4),
                (0.4, -0.62),
                (0.0, -0.46),
                (-0.4, -0.6),
                (-0.66, -0.2),
                (-0.8, 0.2),
            ]
        )
    ),
    "sides": Shape(smooth([(-0.8, 0.35), (-1.12, 0.3), (-1.18, -0.2), (-0.9, -0.5), (-0.72, -0.2), (-0.66, 0.1)])),
}
_BACKS: dict[str, Shape] = {
    "bob": Shape(
        smooth(
            [(0.7, -0.9), (0.95, 0.1), (0.72, 0.72), (0, 0.6), (-0.7, 0.95), (-1.22, 0.75), (-1.2, -0.3), (-0.7, -1.05)]
        )
    ),
    "long": Shape(
        smooth(
            [
                (0.7, -0.9),
                (0.9, 0.2),
                (0.6, 1.3),
                (-0.1, 1.6),
                (-0.9, 1.95),
                (-1.4, 1.6),
                (-1.22, 0.4),
                (-1.15, -0.4),
                (-0.7, -1.05),
            ]
        )
    ),
}
_TAIL = Shape(
    smooth([(0.1, -0.1), (-0.45, -0.22), (-0.95, 0.2), (-1.05, 0.95), (-0.8, 1.5), (-0.55, 1.0), (-0.4, 0.5)])
)
_BEARD = Shape(
    smooth([(-0.8, 0.05), (-0.4, 0.4), (0.2, 0.35), (0.7, 0.42), (0.88, 0.1), (0.8, 0.75), (0.2, 1.28), (-0.5, 0.95)])
)
_PEAK = Shape(
    smooth(
        [
            (-1.03, -0.3),
            (-0.95, -0.85),
            (-0.3, -1.26),
            (0.5, -1.15),
            (0.98, -0.6),
            (1.7, -0.32),
            (1.62, -0.2),
            (0.9, -0.3),
            (0.0, -0.36),
        ],
        tension=0.8,
    )
)
_HELMET = Shape(oval(0, 0, 1.05, 1.05))
_VISOR = Shape(
    smooth(
        [
            (-0.45, -0.5),
            (0.2, -0.68),
            (0.86, -0.45),
            (0.98, 0.05),
            (0.8, 0.48),
            (0.1, 0.6),
            (-0.5, 0.42),
            (-0.62, -0.05),
        ]
    )
)
_SHINE = polygon([(0.35, -0.5), (0.55, -0.47), (0.25, 0.45), (0.05, 0.47)])
_STEEL = Shape(rounded(-0.95, -0.85, 0.95, 0.85, 0.3))
_SCREEN = Shape(rounded(-0.6, -0.5, 0.85, 0.4, 0.22))
_BOW = Shape(polygon([(0, 0), (-0.42, -0.28), (-0.42, 0.28), (0.42, -0.28), (0.42, 0.28)]))


def paint_head(pen: Pen, look: Look, pose: Pose, sway: Point) -> None:
    """Draw a head around (0, 0) in units of its radius.

    Args:
        pen: what draws.
        look: the person's looks.
        pose: the moment: face and direction.
        sway: how far loose hair lags behind, in head radii.
    """
    if look.garment == "metal":
        _paint_robot(pen, look, pose)
        return
    if look.garment == "suit":
        _paint_helmet(pen, look, pose)
        return
    side = 1.0 if pose.turn >= 0 else -1.0
    with pen.at(sx=side):
        _paint_back_hair(pen, look, sway, side)
        pen.dot(-0.62 + 0.2 * (1 - abs(pose.turn)), 0.12, 0.24, darker(look.skin, 0.12))
        pen.shape(_FACE, look.skin)
        if "beard" in look.extras:
            pen.shape(_BEARD, look.hair_colour)
        _paint_face(pen, pose, look)
        with pen.at(x=0.12 * abs(pose.turn) - 0.06):
            pen.shape(_FRONTS[look.hair], look.hair_colour)
        _paint_worn(pen, look)


def _paint_back_hair(pen: Pen, look: Look, sway: Point, side: float) -> None:
    lag = sway[0] * side
    if look.hair in _BACKS:
        with pen.at(angle=lag * 0.25):
            pen.shape(_BACKS[look.hair], darker(look.hair_colour, 0.12))
    elif look.hair == "ponytail":
        with pen.at(-0.75, -0.45, 0.25 + lag * 0.9 - sway[1] * 0.5):
            pen.shape(_TAIL, darker(look.hair_colour, 0.1))
    elif look.hair == "pigtails":
        for x, angle in ((-0.8, 0.2), (0.9, -0.35)):
            with pen.at(x, -0.1, angle + lag * 0.8 - sway[1] * 0.5, 1.0 if x < 0 else -0.9, 0.95):
                pen.shape(_TAIL, darker(look.hair_colour, 0.1))
                pen.dot(-0.12, -0.02, 0.17, look.accent)
    elif look.hair in ("bun", "topknot"):
        x, y = (-0.85, -0.75) if look.hair == "bun" else (-0.3, -1.3)
        pen.ball(x + lag * 0.06, y, 0.42, 0.4, look.hair_colour)


def _paint_face(pen: Pen, pose: Pose, look: Look) -> None:
    shift = 0.14 + 0.34 * abs(pose.turn)
    gap = 0.36 - 0.08 * abs(pose.turn)
    _paint_eyes(pen, pose, shift, gap, INK)
    blush = mix(look.skin, 0xF0506A, 0.28)
    pen.dot(shift - gap - 0.12, 0.34, 0.16, blush, 0.75)
    pen.dot(shift + gap + 0.06, 0.34, 0.13, blush, 0.75)
    brow = darker(look.hair_colour, 0.1)
    tilt = 0.12 if pose.mouth == "sad" else -0.02
    pen.stroke(shift - gap - 0.14, -0.26 + tilt, shift - gap + 0.12, -0.3 - tilt, brow, 0.08)
    pen.stroke(shift + gap - 0.12, -0.3 - tilt, shift + gap + 0.12, -0.26 + tilt, brow, 0.08)
    pen.oval(shift + 0.1, 0.2, 0.12, 0.09, darker(mix(look.skin, 0xE07050, 0.3), 0.06))
    paint_mouth(pen, shift, 0.5, pose)
    if "moustache" in look.extras:
        pen.limb(
            [(shift - 0.26, 0.42), (shift + 0.05, 0.34), (shift + 0.34, 0.42)], [0.06, 0.12, 0.06], look.hair_colour
        )
    if "glasses" in look.extras:
        for x in (shift - gap, shift + gap):
            pen.line(oval(x, 0.0, 0.26, 0.26), 0x4A4452, 0.06)
        pen.stroke(shift - gap - 0.26, -0.02, -0.62, -0.06, 0x4A4452, 0.06)


def _paint_eyes(pen: Pen, pose: Pose, shift: float, gap: float, rgb: Rgb) -> None:
    for x in (shift - gap, shift + gap):
        if pose.glad:
            pen.line(_arc(x, 0.04, 0.15, -0.16), rgb, 0.085)
        elif pose.eyes > 0.75:
            pen.line(_arc(x, 0.02, 0.15, 0.1), rgb, 0.075)
        else:
            pen.oval(x + 0.05 * pose.look, 0.0, 0.105, 0.15 * (1 - pose.eyes) + 0.02, rgb)


def paint_mouth(pen: Pen, x: float, y: float, pose: Pose) -> None:
    """Draw a mouth in a unit face."""
    if pose.mouth == "smile" or (pose.mouth == "open" and pose.gape < 0.08):
        pen.line(_arc(x, y, 0.2, 0.14), 0x6B2F35, 0.075)
    elif pose.mouth == "open":
        pen.path(_grin(x, y - 0.04, 0.15 + 0.1 * pose.gape, 0.1 + 0.32 * pose.gape), 0x7A2C38)
    elif pose.mouth == "sad":
        pen.line(_arc(x, y + 0.12, 0.18, -0.16), 0x6B2F35, 0.08)
    else:
        pen.stroke(x - 0.12, y + 0.03, x + 0.14, y + 0.03, 0x6B2F35, 0.07)


def _arc(x: float, y: float, half: float, depth: float) -> Any:
    path = skia.Path()
    path.moveTo(x - half, y)
    path.quadTo(x, y + depth * 1.6, x + half, y)
    return path


def _grin(x: float, y: float, half: float, depth: float) -> Any:
    path = skia.Path()
    path.moveTo(x - half, y)
    path.quadTo(x, y + depth * 0.25, x + half, y)
    path.cubicTo(x + half, y + depth * 1.2, x - half, y + depth * 1.2, x - half, y)
    path.close()
    return path


def _paint_worn(pen: Pen, look: Look) -> None:
    if "cap" in look.extras:
        pen.shape(_PEAK, look.accent)
        pen.dot(-0.06, -1.2, 0.1, lighter(look.accent, 0.3))
    if "bow" in look.extras:
        with pen.at(-0.35, -1.12, -0.3):
            pen.shape(_BOW, look.accent)
            pen.dot(0, 0, 0.13, darker(look.accent, 0.2))


def _paint_helmet(pen: Pen, look: Look, pose: Pose) -> None:
    pen.shape(_HELMET, look.top)
    side = 1.0 if pose.turn >= 0 else -1.0
    with pen.at(x=0.12 * pose.turn - 0.1 * side, sx=side):
        pen.shape(_VISOR, 0x2E3F66)
        with pen.at(0.12, 0.0, sx=0.55, sy=0.55):
            pen.shape(_FACE, look.skin)
            _paint_face(pen, pose, look)
        pen.path(_SHINE, 0xFFFFFF, 0.22)
    pen.dot(-0.95 * side, 0.05, 0.22, 0xE86F45)


def _paint_robot(pen: Pen, look: Look, pose: Pose) -> None:
    pen.stroke(0, -0.8, 0, -1.3, darker(look.top, 0.3), 0.1)
    pen.lamp(0, -1.38, 0.16, 0xFF6B5A)
    for x in (-0.98, 0.98):
        pen.box(x - 0.14, -0.25, x + 0.14, 0.25, 0.1, darker(look.top, 0.25))
    pen.shape(_STEEL, look.top)
    shift = 0.16 * pose.turn
    with pen.at(x=shift - 0.12, sx=0.95):
        pen.shape(_SCREEN, 0x26304A)
        for x in (-0.18, 0.42):
            _paint_robot_eye(pen, pose, x)
        width = 0.1 + 0.1 * pose.gape
        pen.canvas.drawPath(_arc(0.12, 0.16, 0.2, -0.1 if pose.mouth == "sad" else width), _mouth_light(pen))


def _mouth_light(pen: Pen) -> Any:
    paint = skia.Paint(pen.tones.line(0x7DF0E6, 0.07))
    paint.setColor(0xFF7DF0E6)
    return paint


def _paint_robot_eye(pen: Pen, pose: Pose, x: float) -> None:
    if pose.glad or pose.eyes > 0.75:
        pen.canvas.drawPath(_arc(x, -0.1, 0.14, -0.12 if pose.glad else 0.08), _mouth_light(pen))
    else:
        pen.lamp(x + 0.06 * pose.look, -0.12, 0.16 - 0.08 * pose.eyes, 0x7DF0E6)
