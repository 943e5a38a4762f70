"""Small things that actions need: books, cups, notes, carts and the like; drawn at (0, 0) in units of their own."""

from __future__ import annotations

import math
from typing import Any

import skia

from actors.text_to_video.procedural.figures.colours import CREAM, Rgb, darker, lighter
from actors.text_to_video.procedural.figures.motion import cycle, ease, wave
from actors.text_to_video.procedural.figures.pen import Pen
from actors.text_to_video.procedural.figures.shapes import Shape, oval, polygon, rounded, smooth

_APPLE = Shape(
    smooth(
        [
            (0, -0.7),
            (0.5, -0.9),
            (0.95, -0.35),
            (0.75, 0.6),
            (0.25, 0.95),
            (0, 0.85),
            (-0.25, 0.95),
            (-0.75, 0.6),
            (-0.95, -0.35),
            (-0.5, -0.9),
        ]
    )
)
_CUP = Shape(smooth([(-0.6, -0.8), (0.6, -0.8), (0.5, 0.8), (-0.5, 0.8)], tension=0.25))
_COVER = Shape(polygon([(-1.0, -0.62), (0, -0.42), (1.0, -0.62), (1.0, 0.5), (0, 0.7), (-1.0, 0.5)]))
_PAGES = polygon([(-0.9, -0.75), (0, -0.52), (0.9, -0.75), (0.9, 0.36), (0, 0.56), (-0.9, 0.36)])
_PILLOW = Shape(smooth([(-1, -0.5), (0, -0.62), (1, -0.5), (1.05, 0.4), (0, 0.5), (-1.05, 0.4)], tension=0.8))
_KART = Shape(
    smooth(
        [
            (-1.0, -0.1),
            (-0.98, -0.5),
            (-0.72, -0.62),
            (-0.5, -0.3),
            (0.25, -0.28),
            (0.55, -0.42),
            (1.0, -0.3),
            (1.08, -0.05),
            (0.95, 0.06),
            (-0.9, 0.06),
        ],
        tension=0.7,
    )
)
_HULL = Shape(
    smooth(
        [(-1.0, -0.42), (0.0, -0.34), (1.12, -0.5), (0.92, -0.12), (0.6, 0.0), (-0.6, 0.0), (-0.88, -0.12)], tension=0.6
    )
)
_SAIL = Shape(smooth([(0.04, -2.6), (0.55, -1.7), (1.0, -0.68), (0.04, -0.62)], tension=0.5))
_BALLOON = Shape(
    smooth([(0, 0.98), (-0.55, 0.45), (-0.8, -0.2), (-0.5, -0.85), (0, -1.02), (0.5, -0.85), (0.8, -0.2), (0.55, 0.45)])
)
_CAPE = Shape(smooth([(0, 0), (-0.9, -0.25), (-1.7, 0.1), (-1.9, 0.75), (-1.1, 0.62), (-0.3, 0.4)]))
_SKATE = rounded(-0.9, -0.35, 1.0, 0.05, 0.2)


def apple(pen: Pen, rgb: Rgb = 0xE2463F) -> None:
    """An apple with a leaf."""
    pen.shape(_APPLE, rgb)
    pen.stroke(0, -0.7, 0.12, -1.15, 0x6B4A35, 0.16)
    pen.oval(0.42, -1.05, 0.32, 0.16, 0x5DAA68, -0.4)


def cup(pen: Pen, rgb: Rgb = 0x3FBFC4) -> None:
    """A mug."""
    pen.line(oval(0.62, -0.05, 0.34, 0.4), darker(rgb, 0.15), 0.2)
    pen.shape(_CUP, rgb)
    pen.oval(0, -0.8, 0.6, 0.14, darker(rgb, 0.4))


def book(pen: Pen, rgb: Rgb, t_s: float) -> None:
    """An open book seen from the front; a page turns every few seconds."""
    pen.shape(_COVER, rgb)
    pen.path(_PAGES, CREAM)
    for i in range(3):
        y = -0.4 + 0.24 * i
        pen.stroke(-0.72, y - 0.1, -0.2, y, 0xB8AE9C, 0.06)
        pen.stroke(0.2, y, 0.72, y - 0.1, 0xB8AE9C, 0.06)
    turn = ease((cycle(t_s, 3.2) - 0.75) / 0.25)
    if 0 < turn < 1:
        x = math.cos(math.pi * turn) * 0.88
        rise = math.sin(math.pi * turn) * 0.5
        pen.path(polygon([(0, -0.52), (x, -0.74 - rise), (x, 0.36 - rise), (0, 0.56)]), lighter(CREAM, 0.4))


def microphone(pen: Pen) -> None:
    """A microphone that points up left."""
    pen.limb([(0, 0), (0.35, 1.2)], [0.34, 0.24], 0x3A3A48)
    pen.ball(-0.1, -0.3, 0.52, 0.52, 0xB9C2CC)


def notes(pen: Pen, t_s: float, rgb: Rgb) -> None:
    """Three notes that rise from (0, 0) and sway, about two units high."""
    for i in range(3):
        at = cycle(t_s, 2.4, i / 3)
        size = 0.26 * ease(at * 5) * ease((1 - at) * 4)
        if size < 0.02:
            continue
        with pen.at(0.35 + 0.55 * at + 0.18 * math.sin(7 * at + i), -1.9 * at, 0.25 * math.sin(6 * at), size, size):
            pen.oval(0, 0, 0.62, 0.46, rgb, -0.35)
            pen.box(0.4, -2.0, 0.6, -0.1, 0.05, rgb)
            if i % 2:
                pen.oval(1.6, -0.2, 0.62, 0.46, rgb, -0.35)
                pen.box(2.0, -2.2, 2.2, -0.3, 0.05, rgb)
                pen.path(polygon([(0.4, -2.0), (2.2, -2.2), (2.2, -1.75), (0.4, -1.55)]), rgb)
            else:
                pen.path(smooth([(0.6, -2.0), (1.2, -1.4), (1.2, -0.9), (0.6, -1.45)]), rgb)


def sleepy(pen: Pen, t_s: float, rgb: Rgb = 0x6E86C9) -> None:
    """Letters z that rise from (0, 0), about two units high."""
    for i in range(3):
        at = cycle(t_s, 3.3, i / 3)
        size = (0.16 + 0.22 * at) * ease(at * 5) * ease((1 - at) * 4)
        if size < 0.02:
            continue
        with pen.at(0.2 + 0.8 * at + 0.12 * math.sin(6 * at), -1.9 * at, -0.1, size, size):
            pen.line(_zed(), rgb, 0.42)


def _zed() -> Any:
    path = skia.Path()
    path.moveTo(-0.7, -0.8)
    path.lineTo(0.7, -0.8)
    path.lineTo(-0.7, 0.8)
    path.lineTo(0.7, 0.8)
    return path


_DROP = smooth([(0, -1.3), (0.55, 0.0), (0.4, 0.6), (0, 0.8), (-0.4, 0.6), (-0.55, 0.0)])


def tears(pen: Pen, t_s: float) -> None:
    """Drops that fall from (0, 0) to both sides, about one unit far."""
    for i in range(4):
        at = cycle(t_s, 0.9, i / 4)
        side = 1 if i % 2 else -1
        size = 0.17 * ease(at * 6) * ease((1 - at) * 5)
        if size > 0.01:
            with pen.at(side * (0.25 + 0.75 * at), -0.5 * at + 1.9 * at * at, -side * 0.5 * (1 - at), size, size):
                pen.path(_DROP, 0x6EC3F2)


def pillow(pen: Pen, rgb: Rgb = 0xF1E7F7) -> None:
    """A pillow around (0, 0)."""
    pen.shape(_PILLOW, rgb)


def ball(pen: Pen, angle: float, rgb: Rgb = 0xF2A541) -> None:
    """A ball of radius 1 that has turned by an angle."""
    pen.ball(0, 0, 1, 1, rgb)
    with pen.at(angle=angle):
        for i in range(3):
            with pen.at(angle=i * 2.094):
                pen.oval(0.62, 0, 0.2, 0.3, lighter(rgb, 0.65))


def wheel(pen: Pen, radius: float, angle: float, hub: Rgb = 0xC9CDD6) -> None:
    """A wheel around (0, 0)."""
    pen.dot(0, 0, radius, 0x2E2E3A)
    pen.dot(0, 0, radius * 0.6, hub)
    with pen.at(angle=angle):
        for i in range(5):
            with pen.at(angle=i * math.tau / 5):
                pen.stroke(radius * 0.12, 0, radius * 0.5, 0, darker(hub, 0.4), radius * 0.14)
    pen.dot(0, 0, radius * 0.16, darker(hub, 0.5))


def kart(pen: Pen, way: float, rgb: Rgb) -> None:
    """A little open car from -1 to 1, wheels on y = 0.28; way is how far it went, in its own units."""
    pen.shape(_KART, rgb)
    pen.box(-0.72, -0.14, 0.8, -0.06, 0.04, lighter(rgb, 0.45))
    pen.lamp(1.0, -0.2, 0.07, 0xFFE9A8)
    for x in (-0.62, 0.62):
        with pen.at(x, 0.06):
            wheel(pen, 0.24, way / 0.24)


def boat(pen: Pen, rgb: Rgb) -> None:
    """A hull from -1 to 1, keel on y = 0."""
    pen.shape(_HULL, rgb)
    pen.line(_rail(), CREAM, 0.06)


def _rail() -> Any:
    path = skia.Path()
    path.moveTo(-0.97, -0.4)
    path.quadTo(0.1, -0.28, 1.08, -0.47)
    return path


def sail(pen: Pen, rgb: Rgb, t_s: float) -> None:
    """Mast and sail of a boat that is two units long."""
    pen.stroke(0, -0.3, 0, -2.7, 0x7A553A, 0.07)
    with pen.at(sx=1 + 0.06 * wave(t_s, 1.9)):
        pen.shape(_SAIL, rgb)
    pen.path(polygon([(0.0, -2.7), (-0.3, -2.62), (0.0, -2.52)]), 0xE2463F)


def balloon(pen: Pen, rgb: Rgb) -> None:
    """A toy balloon of radius about 1 around (0, 0)."""
    pen.shape(_BALLOON, rgb)
    pen.path(polygon([(0, 0.9), (-0.16, 1.16), (0.16, 1.16)]), darker(rgb, 0.15))
    pen.oval(0.3, -0.5, 0.12, 0.22, lighter(rgb, 0.6), 0.5)


def cape(pen: Pen, t_s: float, rgb: Rgb) -> None:
    """A cape that flutters to the left of (0, 0), about two units long."""
    with pen.at(angle=0.1 * wave(t_s, 0.55), sy=1 + 0.2 * wave(t_s, 0.4)):
        pen.shape(_CAPE, rgb)


def skate(pen: Pen, t_s: float) -> None:
    """A roller skate under a foot: wheels end on y = 0, one unit is half its length."""
    with pen.at(0, -0.3):
        pen.path(_SKATE, 0xE86F45)
    for x in (-0.6, 0.05, 0.7):
        with pen.at(x, -0.2, t_s * 9):
            pen.dot(0, 0, 0.2, 0x37394A)
            pen.dot(0.08, 0, 0.06, 0xE6E6EC)


def stool(pen: Pen, rgb: Rgb = 0xB98555) -> None:
    """A stool from -1 to 1, legs on y = 0, seat at y = -1."""
    pen.limb([(-0.6, -0.9), (-0.8, 0)], [0.13, 0.09], darker(rgb, 0.25))
    pen.limb([(0.6, -0.9), (0.8, 0)], [0.13, 0.09], darker(rgb, 0.25))
    pen.box(-0.95, -1.0, 0.95, -0.76, 0.1, rgb)


def bowl(pen: Pen, rgb: Rgb) -> None:
    """A bowl of food from -1 to 1 on y = 0."""
    pen.oval(0, -0.6, 0.8, 0.3, 0x9C6B43)
    pen.path(polygon([(-1, -0.6), (1, -0.6), (0.75, 0), (-0.75, 0)]), rgb)


def ladder(pen: Pen, height: float, half: float, scroll: float) -> None:
    """A ladder of a height whose rungs move down; scroll is in rungs."""
    for x in (-half, half):
        pen.box(x - half * 0.16, -height, x + half * 0.16, 0, half * 0.1, 0x9A6B42)
    gap = height / 6
    for i in range(6):
        y = -height + gap * ((i + scroll) % 6)
        pen.stroke(-half, y, half, y, 0xB98555, half * 0.24)
