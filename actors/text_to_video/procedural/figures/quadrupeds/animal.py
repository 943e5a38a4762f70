"""A four-legged animal: solves the posture's joints and draws the body upon them."""

from __future__ import annotations

import math
from typing import Any

from actors.text_to_video.procedural.figures.chance import Chance
from actors.text_to_video.procedural.figures.colours import Rgb, brightness, darker, lighter, named
from actors.text_to_video.procedural.figures.figure import Ground
from actors.text_to_video.procedural.figures.motion import reachable, two_bones, wave
from actors.text_to_video.procedural.figures.pen import Pen
from actors.text_to_video.procedural.figures.quadrupeds.acts import ACTS, HOPPING, TROT, Act
from actors.text_to_video.procedural.figures.quadrupeds.coat import markings_of
from actors.text_to_video.procedural.figures.quadrupeds.heads import Head
from actors.text_to_video.procedural.figures.quadrupeds.posture import Posture
from actors.text_to_video.procedural.figures.quadrupeds.riding import paint_before, paint_behind
from actors.text_to_video.procedural.figures.quadrupeds.species import SPECIES, Species
from actors.text_to_video.procedural.figures.quadrupeds.tails import paint_tail
from actors.text_to_video.procedural.figures.shapes import Point, Shape, limb, united

_LAG_S = 0.1


def act_of(species: Species, action: str) -> Act:
    """Give the action as this species does it."""
    if action == "run" and not species.gallops:
        return TROT
    if action == "walk" and species.leaps:
        return HOPPING
    return ACTS[action]


class Animal:
    """A four-legged animal that does one thing.

    Args:
        subject: one of the vocabulary's four-legged animals.
        action: one of the vocabulary's actions.
        colour: of the coat; None for the species' own.
        chance: decides coat and build.
    """

    def __init__(self, subject: str, action: str, colour: str | None, chance: Chance) -> None:
        species = SPECIES[subject]
        self.species, self.act, self._wool = species, act_of(species, action), species.markings == "wool"
        self.coat: Rgb = named(colour) if colour else chance.pick(species.coat)
        own_under = (
            species.under if species.under is not None and not (colour and species.markings == "panda") else None
        )
        self.under: Rgb = own_under if own_under is not None else lighter(self.coat, 0.2)
        if colour and species.under is not None and not self._wool:
            self.under = lighter(self.coat, 0.55) if brightness(self.coat) < 0.8 else 0xFFFFFF
        plump = chance.between(0.94, 1.08)
        self._head = Head(species, self.coat, self.under)
        self._body = Shape(_body(species, plump))
        self._markings = markings_of(species, self._body.path, self.coat, self.under)
        self._pace = math.sqrt(0.6 / species.leg)
        neck = species.neck * math.sin(math.radians(species.neck_angle)) + species.head
        self.height_m = species.leg + max(neck + species.body * math.sin(species.pitch), species.rump)
        reach = species.neck * math.cos(math.radians(species.neck_angle)) + species.head * (1 + species.snout[0] * 0.8)
        self.width_m = species.body + species.rump + max(reach, species.chest) + (0.3 * species.tail_length)
        self.ground: Ground = self.act.ground
        self.speed_m_s = self.act.speed * species.leg * self._pace

    def posture(self, t_s: float) -> Posture:
        """Give the posture of a moment."""
        return self.act.posture(t_s * self._pace)

    def feet(self, t_s: float) -> tuple[Point, ...]:
        """Give the places of the four feet of a moment, metres: hind near, hind far, front near, front far."""
        posture = self.posture(t_s)
        hips, shoulders = self._trunk(posture)
        return tuple(leg[2] for leg in self._legs(posture, hips, shoulders))

    def _trunk(self, posture: Posture) -> tuple[Point, Point]:
        species = self.species
        height = posture.hip[1] * (1 - species.crouch) * species.leg
        if posture.rest is None:
            # Sitting and lying, the body rests on the ground instead of the legs.
            height = max(height, species.rump * 0.98 + (species.belly * 0.36 if self._wool else 0.0))
        hips = (posture.hip[0] * species.leg - species.body / 2, -height)
        pitch = posture.pitch + (species.pitch if posture.pitch < 0.6 and posture.rest is None else 0.0)
        if posture.rest is None and posture.lift <= 0:
            lowest = (species.chest * 0.98 - height) / species.body
            pitch = max(pitch, math.asin(min(1.0, max(-1.0, lowest))))
        return hips, (hips[0] + species.body * math.cos(pitch), hips[1] - species.body * math.sin(pitch))

    def _legs(self, posture: Posture, hips: Point, shoulders: Point) -> tuple[tuple[Point, Point, Point], ...]:
        species, size, half = self.species, self.species.leg, self.species.body / 2
        foot = species.leg_radius * 0.55
        legs = [_leg(hips, (x * size - half, -y * size - foot), size * 0.48, size * 0.52, 1.0) for x, y in posture.hind]
        reach = math.hypot(size, species.body * math.sin(species.pitch))
        if posture.paws is None:
            # Stout haunches sit high: the front legs are as long as it takes to stand.
            reach = max(reach, min(-shoulders[1] * 1.01, 1.8 * reach))
            legs += [
                _leg(shoulders, (x * size + half, -y * size - foot), reach * 0.5, reach * 0.5, -1.0)
                for x, y in posture.front
            ]
        else:
            for angle, far in posture.paws:
                turn = math.radians(angle)
                end = (shoulders[0] + math.sin(turn) * far * size, shoulders[1] + math.cos(turn) * far * size)
                legs.append(_leg(shoulders, end, size * 0.5, size * 0.5, 1.0))
        return tuple(legs)

    def paint(self, pen: Pen, t_s: float) -> None:
        """Draw the moment t_s."""
        posture, before = self.posture(t_s), self.posture(t_s - _LAG_S)
        lag = max(-0.5, min(0.5, (posture.lift - before.lift) * 1.4 + (posture.hip[1] - before.hip[1]) * 2.5))
        leg = self.species.leg
        prop = self.act.prop
        paint_behind(pen, prop, self, t_s)
        lift, middle = posture.lift * leg, leg
        if posture.rest is not None:
            lift += posture.rest * leg - middle
        with (
            pen.at(0.0, -lift, 0.0, posture.flip * (1 + posture.squash * 0.2), 1 - posture.squash * 0.2),
            pen.at(0.0, -middle, posture.roll),
            pen.at(0.0, middle),
        ):
            head = self._paint_all(pen, posture, lag, t_s)
            paint_before(pen, prop, self, head, t_s)

    def _paint_all(self, pen: Pen, posture: Posture, lag: float, t_s: float) -> Point:
        species = self.species
        hips, shoulders = self._trunk(posture)
        legs = self._legs(posture, hips, shoulders)
        back = math.atan2(shoulders[1] - hips[1], shoulders[0] - hips[0])
        paint_tail(pen, species, self.coat, hips, back, posture, lag, t_s)
        self._paint_leg(pen, legs[1], True, True)
        self._paint_leg(pen, legs[3], True, False)
        with pen.at(hips[0], hips[1], back):
            pen.shape(self._body, self.coat)
            for path, rgb in self._markings:
                pen.path(path, rgb)
        upright = max(0.0, -back - 0.6)
        angle = math.radians(species.neck_angle) + posture.neck * (1.0 if species.neck < species.body else 0.75)
        base = (shoulders[0] + species.chest * 0.1, shoulders[1] - species.chest * (0.35 - 0.3 * min(1.0, upright)))
        head = (base[0] + math.cos(angle) * species.neck, base[1] - math.sin(angle) * species.neck)
        self._paint_neck(pen, base, head, lag)
        self._paint_leg(pen, legs[0], False, True)
        self._paint_leg(pen, legs[2], False, False)
        tilt = posture.nod + (0.42 if species.face == "long" and species.snout[0] > 1.8 else 0.1)
        with pen.at(head[0], head[1], tilt - posture.neck * 0.25, species.head, species.head):
            if species.markings == "trunk":
                _paint_trunk(pen, self.coat, posture, t_s)
            self._head.paint(pen, posture, lag)
        return head

    def _paint_neck(self, pen: Pen, base: Point, head: Point, lag: float) -> None:
        species = self.species
        thick = species.neck_radius
        top = min(thick, species.head * 0.72)
        inner = (base[0] - species.chest * 0.3, base[1] + species.chest * 0.3)
        pen.limb([inner, base, head], [species.chest * 0.75, thick, top], self.coat)
        if species.markings == "patches":
            return
        if species.tail == "hair":
            pen.path(_mane(base, head, top, lag), species.dark)
        elif species.markings == "plates":
            _paint_plates(pen, base, head, top, species.dark)

    def _paint_leg(self, pen: Pen, leg: tuple[Point, Point, Point], far: bool, hind: bool) -> None:
        species = self.species
        radius = species.leg_radius
        dark = species.markings in ("panda", "wool") or (species.markings == "fox")
        colour = species.dark if dark and species.markings != "fox" else self.coat
        top = 1.35 if hind else 1.12
        pen.limb(leg, (radius * top, radius * 0.74, radius * 0.56), colour, far)
        x, y = leg[2]
        foot = radius * 0.62
        if species.markings in ("socks", "patches", "snout", "wool"):
            hoof = darker(species.dark, 0.15) if species.markings != "snout" else species.dark
            pen.limb([(x, y), (x + foot * 0.4, y)], [foot, foot * 0.92], hoof, far)
        else:
            paw = {"fox": species.dark, "panda": species.dark}.get(species.markings, self._paw())
            pen.limb([(x, y), (x + foot * 0.9, y)], [foot * 0.95, foot * 0.9], paw, far)

    def _paw(self) -> Rgb:
        if self.species.markings in ("bands", "saddle", "stripes", "mane") or self.species.ears == "tall":
            return self.under
        return darker(self.coat, 0.1)


def _leg(joint: Point, foot: Point, upper: float, lower: float, bend: float) -> tuple[Point, Point, Point]:
    end = reachable(joint, foot, upper + lower)
    return joint, two_bones(joint, end, upper, lower, bend), end


def _body(species: Species, plump: float) -> Any:
    """Union of round parts from hips (0, 0) to shoulders (body, 0)."""
    middle = species.body * 0.5
    whole = limb(
        [(0, 0), (middle, species.belly * 0.12), (species.body, 0)],
        [species.rump, species.belly * plump, species.chest],
    )
    if species.markings == "wool":
        radius = species.belly * 0.42
        for i in range(13):
            a = i * math.tau / 13
            whole.addCircle(
                middle + math.cos(a) * (middle + species.rump * 0.75), math.sin(a) * species.belly * 0.86, radius
            )
    return united(whole)


def _mane(base: Point, head: Point, top: float, lag: float) -> Any:
    dx, dy = head[0] - base[0], head[1] - base[1]
    length = math.hypot(dx, dy)
    nx, ny = dy / length, -dx / length
    points, radii = [], []
    for i in range(6):
        share = i / 5
        flow = 1.0 + lag * 1.2 * math.sin(3 * share + 1)
        points.append((base[0] + dx * share * 1.25 + nx * top * flow, base[1] + dy * share * 1.25 + ny * top * flow))
        radii.append(top * (0.35 + 0.3 * math.sin(math.pi * min(1.0, share + 0.15)) + 0.12 * (i % 2)))
    return limb(points, radii)


def _paint_plates(pen: Pen, base: Point, head: Point, top: float, rgb: Rgb) -> None:
    dx, dy = head[0] - base[0], head[1] - base[1]
    length = math.hypot(dx, dy)
    nx, ny = dy / length, -dx / length
    for i in range(6):
        share = 0.05 + i * 0.16
        radius = top * (1.35 - 0.35 * share)
        pen.dot(base[0] + dx * share + nx * radius, base[1] + dy * share + ny * radius, top * 0.34, rgb)


def _paint_trunk(pen: Pen, coat: Rgb, posture: Posture, t_s: float) -> None:
    """The trunk: a chain that swings, lifts when the mouth is open, and lags towards its tip."""
    x, y, angle = 0.72, 0.3, 1.15 - 1.1 * posture.gape
    points, radii = [(0.35, 0.1)], [0.62]
    for i in range(6):
        points.append((x, y))
        radii.append(0.44 - 0.05 * i)
        angle += 0.14 - 0.42 * posture.gape + 0.12 * wave(t_s, 3.1, -i * 0.08)
        x, y = x + 0.4 * math.cos(angle), y + 0.4 * math.sin(angle)
    pen.limb(points, radii, darker(coat, 0.05))
