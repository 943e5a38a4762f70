"""Heads of four-legged animals in units of the head's radius, facing right."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import skia

from actors.text_to_video.procedural.figures.colours import INK, Rgb, darker, lighter, mix
from actors.text_to_video.procedural.figures.pen import Pen
from actors.text_to_video.procedural.figures.quadrupeds.posture import Posture
from actors.text_to_video.procedural.figures.quadrupeds.species import Species
from actors.text_to_video.procedural.figures.shapes import Shape, combined, limb, oval, polygon, smooth

_ROUND = Shape(smooth([(0, -0.92), (0.75, -0.7), (1.08, 0.1), (0.72, 0.72), (0.0, 0.9), (-0.72, 0.72), (-1.0, 0.1),
                       (-0.75, -0.7)]))  # fmt: skip
_POINTED = Shape(smooth([(-0.42, 0.3), (-0.3, -0.95), (0.42, 0.1)], tension=0.35))
_TALL = Shape(smooth([(-0.2, 0.3), (-0.36, -0.8), (-0.05, -1.75), (0.28, -0.8), (0.22, 0.3)]))
_FLOPPY = Shape(smooth([(-0.2, -0.25), (0.25, -0.2), (0.3, 0.5), (0.0, 1.1), (-0.42, 0.75), (-0.42, 0.1)]))
_UPRIGHT = Shape(smooth([(-0.22, 0.25), (-0.26, -0.35), (0.05, -0.85), (0.25, -0.2), (0.2, 0.25)], tension=0.8))
_SIDE = Shape(smooth([(0.2, -0.1), (-0.3, -0.36), (-0.95, -0.1), (-0.6, 0.22), (0.1, 0.2)]))
_FLAP = Shape(smooth([(-0.35, 0.0), (0.0, -0.55), (0.6, -0.2), (0.75, 0.3), (0.2, 0.32)], tension=0.7))
_FAN = Shape(smooth([(0.5, -0.75), (-0.2, -1.0), (-1.0, -0.7), (-1.2, 0.1), (-0.85, 0.95), (-0.3, 1.15), (0.1, 0.55),
                     (0.45, 0.1)]))  # fmt: skip
_DISC = Shape(oval(0, 0, 0.42, 0.46))
_MANE = Shape(smooth([(r * math.cos(a), r * math.sin(a)) for i in range(22)
                      for a, r in [(i * math.tau / 22, 1.68 if i % 2 else 1.45)]]))  # fmt: skip
_FOX_CHEEKS = smooth(
    [(-1.02, 0.1), (-0.5, 0.12), (0.2, 0.3), (0.75, 0.1), (1.1, 0.12), (0.85, 0.7), (0.2, 0.98), (-0.6, 0.8)]
)
#: Where each kind of ear sits: places of both and their turn.
_EARS: dict[str, tuple[Shape, tuple[tuple[float, float, float], ...]]] = {
    "pointed": (_POINTED, ((-0.62, -0.72, -0.3), (0.62, -0.72, 0.2))),
    "tall": (_TALL, ((-0.42, -0.85, -0.16), (0.22, -0.85, 0.1))),
    "small_round": (_DISC, ((-0.78, -0.72, 0.0), (0.74, -0.72, 0.0))),
    "disc": (_DISC, ((-1.08, -0.05, 0.0), (1.06, -0.05, 0.0))),
    "upright": (_UPRIGHT, ((-0.2, -0.85, -0.15), (-0.55, -0.8, -0.35))),
    "floppy": (_FLOPPY, ((-0.45, -0.4, 0.2),)),
    "side": (_SIDE, ((-0.5, -0.55, 0.0),)),
    "flap": (_FLAP, ((-0.3, -0.7, -0.2),)),
    "fan": (_FAN, ((-0.35, -0.05, 0.0),)),
}


class Head:
    """The head of one animal, its paths made once.

    Args:
        species: the animal's measures.
        coat: its colour.
        under: colour of the muzzle.
    """

    def __init__(self, species: Species, coat: Rgb, under: Rgb) -> None:
        self._species = species
        self._coat, self._under = coat, under
        self._paint: Callable[[Pen, Posture, float], None] = self._round if species.face == "round" else self._long
        length, radius = species.snout
        self._skull = Shape(_skull(length, radius)) if species.face == "long" else _ROUND

    def paint(self, pen: Pen, posture: Posture, lag: float) -> None:
        """Draw the head around (0, 0); ears lag behind by an angle."""
        self._paint(pen, posture, lag)

    def _ear_colours(self) -> tuple[Rgb, Rgb]:
        species = self._species
        if species.markings == "panda":
            return species.dark, lighter(species.dark, 0.1)
        if species.ears in ("disc",):
            return self._under, mix(self._under, 0xD98A70, 0.35)
        inner = mix(self._coat, 0xF2A9A0, 0.65) if species.markings != "fox" else species.dark
        return (darker(self._coat, 0.05), inner)

    def _paint_ears(self, pen: Pen, lag: float) -> None:
        if self._species.ears not in _EARS:
            return
        shape, places = _EARS[self._species.ears]
        outer, inner = self._ear_colours()
        for x, y, angle in places:
            with pen.at(x, y, angle + lag):
                pen.shape(shape, outer)
                if self._species.ears not in ("floppy", "side", "flap", "fan"):
                    with pen.at(0.02, 0.05, 0, 0.55, 0.62):
                        pen.path(shape.path, inner)

    def _round(self, pen: Pen, posture: Posture, lag: float) -> None:
        species, coat = self._species, self._coat
        if species.markings == "mane":
            with pen.at(-0.1, 0.1, lag * 0.5):
                pen.shape(_MANE, species.dark)
        self._paint_ears(pen, lag)
        if species.markings in ("fox",):
            pen.shape(_ROUND, coat)
            pen.path(_FOX_CHEEKS, self._under)
        else:
            pen.shape(_ROUND, coat)
        if species.ears == "disc":
            for x in (-0.2, 0.5):
                pen.oval(x, -0.08, 0.46, 0.48, self._under)
        if species.markings == "stripes":
            for x, y, angle in ((0.15, -0.72, 0.0), (-0.82, 0.2, 1.3), (-0.75, 0.48, 1.1), (0.98, 0.25, -1.3)):
                with pen.at(x, y, angle):
                    pen.path(polygon([(-0.1, -0.18), (0.1, -0.18), (0.0, 0.28)]), species.dark)
            for x in (-0.12, 0.42):
                pen.path(polygon([(x - 0.07, -0.82), (x + 0.07, -0.82), (x, -0.5)]), species.dark)
        pen.oval(0.2, 0.38, 0.52, species.snout[1], self._under)
        self._paint_round_face(pen, posture)

    def _paint_round_face(self, pen: Pen, posture: Posture) -> None:
        species = self._species
        if species.markings == "panda":
            pen.oval(-0.22, -0.08, 0.26, 0.34, species.dark, 0.35)
            pen.oval(0.62, -0.08, 0.25, 0.33, species.dark, -0.35)
        for x in (-0.18, 0.58):
            _paint_eye(pen, posture, x, -0.08, 0.15, species.markings == "panda")
        _paint_gape(pen, 0.2, 0.46, posture.gape)
        pen.oval(0.22, 0.22, 0.17, 0.12, 0xE58A8A if species.ears == "tall" else darker(species.dark, 0.1))
        if species.ears in ("pointed", "tall") and species.markings != "fox":
            for side, y in ((-1, 0.3), (-1, 0.46), (1, 0.3), (1, 0.46)):
                pen.stroke(0.2 + side * 0.55, y, 0.2 + side * 1.1, y * 1.35 - 0.14, lighter(self._coat, 0.7), 0.035)

    def _long(self, pen: Pen, posture: Posture, lag: float) -> None:
        species = self._species
        length, radius = species.snout
        if species.ears == "upright":
            self._paint_ears(pen, lag)
        tip = length * 0.98
        if posture.gape > 0.05 and length:
            jaw = limb([(0.1, 0.35), (tip * 0.92, 0.55)], [0.4, radius * 0.6])
            with pen.at(0, 0.1, 0.32 * posture.gape):
                pen.path(jaw, darker(self._coat, 0.25))
                pen.path(limb([(0.3, 0.4), (tip * 0.85, 0.5)], [0.2, radius * 0.4]), 0xC95A62)
        if species.markings == "trunk":
            pen.path(smooth([(0.62, 0.35), (1.3, 0.75), (1.75, 0.6), (1.35, 0.98), (0.7, 0.75)], tension=0.7), 0xF7F0DC)
        pen.shape(self._skull, species.under if species.markings == "wool" and species.under else self._coat)
        self._paint_muzzle(pen, length, radius)
        eye = 0.32 if species.markings != "trunk" else 0.5
        if species.markings == "patches":
            pen.oval(0.28, -0.22, 0.4, 0.44, species.dark)
        elif species.markings == "saddle":
            pen.oval(0.3, -0.18, 0.36, 0.4, self._under)
        _paint_eye(pen, posture, eye, -0.18, 0.16, species.markings in ("patches", "wool"))
        if species.markings == "patches":
            pen.path(smooth([(-0.1, -0.8), (-0.25, -1.25), (0.1, -1.5), (0.05, -1.15), (0.2, -0.85)]), 0xE9DDC4)
        if species.markings == "wool":
            for x, y, r in ((-0.5, -0.75, 0.5), (0.05, -0.95, 0.5), (-0.8, -0.2, 0.5)):
                pen.ball(x, y, r, r * 0.9, self._coat)
        if species.ears != "upright":
            self._paint_ears(pen, lag)

    def _paint_muzzle(self, pen: Pen, length: float, radius: float) -> None:
        marks, species = self._species.markings, self._species
        if marks == "patches":
            pen.oval(length, 0.42, radius * 0.86, radius * 0.86, self._under)
            pen.oval(length + 0.2, 0.3, 0.1, 0.14, darker(self._under, 0.3))
        elif marks == "snout":
            pen.ball(length + 0.3, 0.25, 0.26, 0.46, darker(self._coat, 0.08))
            for x in (0.25, 0.4):
                pen.oval(length + x, 0.25, 0.05, 0.12, species.dark)
        elif marks == "saddle":
            pen.oval(length + radius * 0.75, 0.08, 0.24, 0.2, 0x35303A)
        elif marks == "socks":
            pen.oval(length * 0.98, 0.5, radius * 0.7, radius * 0.66, darker(self._coat, 0.22))
            pen.oval(length + 0.2, 0.36, 0.09, 0.13, 0x2B2228)
        elif length:
            pen.oval(length + radius * 0.45, 0.1, 0.08, 0.08, darker(self._coat, 0.4))
        if length:
            x0, x1 = length * 0.45 + 0.1, length + radius * 0.6
            path = skia.Path()
            path.moveTo(x0, 0.58)
            path.quadTo((x0 + x1) / 2, 0.72, x1, 0.5)
            pen.line(path, darker(self._coat, 0.42), 0.06)


def _skull(length: float, radius: float) -> Any:
    cranium = oval(0, 0, 1.0, 0.95)
    if not length:
        return cranium
    return combined(cranium, limb([(0.1, 0.05), (length, 0.3)], [0.82, radius]), skia.PathOp.kUnion_PathOp)


def _paint_eye(pen: Pen, posture: Posture, x: float, y: float, size: float, pale: bool) -> None:  # noqa: PLR0917 - as drawing calls have them
    ink = 0xF7F4EE if pale else INK
    if posture.glad or posture.eyes > 0.75:
        path = skia.Path()
        path.moveTo(x - size, y)
        path.quadTo(x, y + (-size if posture.glad else size) * 1.6, x + size, y)
        pen.line(path, ink, size * 0.45)
        return
    height = size * (1 - posture.eyes) + 0.02
    if pale:
        pen.oval(x, y, size * 1.15, height * 1.15, 0xFFFFFF)
    pen.oval(x + size * 0.2 * posture.look, y, size, height * 1.05, INK)
    pen.dot(x + size * 0.3 + size * 0.2 * posture.look, y - height * 0.4, size * 0.32, 0xFFFFFF)


def _paint_gape(pen: Pen, x: float, y: float, gape: float) -> None:
    if gape > 0.08:
        pen.oval(x, y + 0.1 + 0.12 * gape, 0.2, 0.06 + 0.2 * gape, 0x7A2C38)
        pen.oval(x, y + 0.14 + 0.24 * gape, 0.12, 0.02 + 0.09 * gape, 0xE8707A)
        return
    for side in (-1, 1):
        path = skia.Path()
        path.moveTo(x, y - 0.02)
        path.quadTo(x + side * 0.12, y + 0.2, x + side * 0.28, y + 0.06)
        pen.line(path, 0x5A3A40, 0.055)
