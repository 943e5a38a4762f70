"""A puppet on the scene: one subject in one action."""

from __future__ import annotations

import math

from actors.text_to_video.procedural.figures import props
from actors.text_to_video.procedural.figures.chance import Chance
from actors.text_to_video.procedural.figures.colours import brightness, darker, lighter, named
from actors.text_to_video.procedural.figures.figure import Ground
from actors.text_to_video.procedural.figures.motion import cycle
from actors.text_to_video.procedural.figures.pen import Pen
from actors.text_to_video.procedural.figures.puppets.art import Art
from actors.text_to_video.procedural.figures.puppets.manner import MANNERS, PROPS, Manner
from actors.text_to_video.procedural.figures.puppets.table import PACE, PUPPETS, ROLLING

#: These keep to the ground in the actions named, whatever their home; the rest of the air's figures always fly.
_LANDED = {
    "airplane": ("stand", "drive", "sit", "sleep", "walk"),
    "rocket": ("stand",),
    "butterfly": ("sit", "sleep"),
    "dragon": ("stand", "sit", "sleep"),
    "ufo": ("sit", "sleep"),
    "hot_air_balloon": ("sit", "sleep"),
}
_ALOFT = ("fly", "float", "fall")


def ground_of(subject: str, home: Ground, action: str) -> Ground:
    """Give the place where a subject does an action."""
    if action in _LANDED.get(subject, ()):
        return "ground"
    if action in _ALOFT:
        return "water" if home == "water" and action == "float" else "air"
    if action in ("swim", "sail") and home == "ground":
        return "water"
    return home


class Performer:
    """A puppet that does one thing.

    Args:
        subject: one of the vocabulary's other animals, vehicles and things.
        action: one of the vocabulary's actions.
        colour: what people mean by its colour; None for its own.
        chance: decides colours.
    """

    def __init__(self, subject: str, action: str, colour: str | None, chance: Chance) -> None:
        puppet = PUPPETS[subject]
        self._puppet, self._manner, self._action, self._subject = puppet, MANNERS[action], action, subject
        main = named(colour) if colour else chance.pick(puppet.colours)
        accent = chance.pick([rgb for rgb in puppet.accents if rgb != main] or [lighter(main, 0.5)])
        soft = lighter(main, 0.45) if brightness(main) < 0.85 else darker(main, 0.08)
        self._art = Art(main, soft, darker(main, 0.2), accent, chance.between(0.0, 1.0))
        self.height_m = puppet.height_m
        self.width_m = puppet.height_m * puppet.width
        self.ground: Ground = ground_of(subject, puppet.home, action)
        self._speed = puppet.speed * PACE.get(action, 0.0)
        if action == "roll" and subject != "ball":
            self._speed = 0.0
        self.speed_m_s = self._speed * puppet.height_m
        if puppet.alive and action == "run":
            self._speed = puppet.speed * 0.7 / 0.42
            self.speed_m_s = self._speed * puppet.height_m

    def manner(self, t_s: float) -> Manner:
        """Give the manner of a moment."""
        manner = self._manner(t_s)
        manner.t_s, manner.way = t_s, self._speed * t_s
        subject = self._subject
        if subject == "ball":
            self._bounce(manner, t_s)
        elif subject in ("dolphin", "whale") and self._action in ("jump", "swim", "stand"):
            self._leap(manner, t_s)
        elif subject == "frog" and self._action in ("walk", "run"):
            at = cycle(t_s, 0.8)
            air = math.sin(math.pi * max(0.0, (at - 0.4) / 0.6))
            manner.lift, manner.tall, manner.legs = 0.55 * air * air, 1 + 0.1 * air * air, None
        if self.ground == "air" and self._action not in _ALOFT:
            manner.lift = max(manner.lift, 0.0) + 0.12
            manner.spread = max(manner.spread, 0.97)
        if subject in ROLLING and self._action == "roll" and subject == "ball":
            manner.angle = 0.0
        if self._action == "fly" and not self._puppet.alive:
            manner.lift += 0.05
        return manner

    def _bounce(self, manner: Manner, t_s: float) -> None:
        """A ball bounces in all that it does but lie, roll and float."""
        if self._action in ("sit", "sleep", "roll", "float", "fly", "read", "swim", "sail", "bow", "cry"):
            return
        at = cycle(t_s, 0.9)
        contact = max(0.0, 1 - min(at, 1 - at) / 0.1)
        manner.lift = 1.3 * 4 * at * (1 - at)
        manner.tall = 1 - 0.24 * contact * contact * (3 - 2 * contact)

    def _leap(self, manner: Manner, t_s: float) -> None:
        """Whales heave, dolphins leap out of the water in an arc and dive in again."""
        if self._subject == "dolphin" and self._action != "stand":
            at = cycle(t_s, 2.0)
            manner.lift = 0.55 * (1 - math.cos(math.tau * at)) * (1.3 if self._action == "jump" else 0.6)
            manner.angle = -0.62 * math.sin(math.tau * at)
            manner.tall = 1.0
        elif self._subject == "whale" and self._action == "jump":
            manner.angle = -0.35

    def paint(self, pen: Pen, t_s: float) -> None:
        """Draw the moment t_s."""
        manner, height = self.manner(t_s), self.height_m
        prop = PROPS.get(self._action, "") if self._puppet.alive else ""
        if prop in ("boat", "balloons", "kart") and (self._puppet.home != "ground" or self._subject == "bicycle"):
            prop = ""
        if not self._puppet.alive and self._action in ("kick", "throw"):
            prop = "ball"
        seat = 0.3 if prop in ("boat", "kart") else 0.0
        with pen.at(0, 0, 0, height, height):
            if prop == "balloons":
                self._paint_balloons(pen, manner)
            wide = manner.flip * (2 - manner.tall)
            # What rolls turns about its middle, what leans does so from its feet.
            pivot = -0.5 if self._action in ("roll", "fall") or self.ground != "ground" else 0.0
            with (
                pen.at(manner.x, -manner.lift - seat + pivot, manner.angle, wide, manner.tall),
                pen.at(0, -pivot),
            ):
                self._puppet.paint(pen, self._art, manner)
                self._paint_with(pen, prop, manner)
            self._paint_beside(pen, prop, manner)

    def _paint_with(self, pen: Pen, prop: str, manner: Manner) -> None:
        """Props that move with the face."""
        x, y, size = self._puppet.face
        places = {
            "zzz": (x + size, y - size, 2.0),
            "notes": (x + size * 1.3, y, 2.2),
            "tears": (x + size * 0.2, y, 1.3),
            "book": (x + size * 1.3, y + size * 1.5, 1.1),
        }
        if prop not in places:
            return
        px, py, scale = places[prop]
        with pen.at(px, py, 0, size * scale, size * scale):
            if prop == "zzz":
                props.sleepy(pen, manner.t_s)
            elif prop == "notes":
                props.notes(pen, manner.t_s, 0xE86F9A)
            elif prop == "tears":
                props.tears(pen, manner.t_s)
            else:
                props.book(pen, 0x3E7BD6, manner.t_s)

    def _paint_beside(self, pen: Pen, prop: str, manner: Manner) -> None:
        """Props that stand on the ground or carry the figure."""
        width = self._puppet.width
        if prop == "bowl":
            with pen.at(width * 0.5, 0, 0, 0.2, 0.16):
                props.bowl(pen, 0xE86F45)
        elif prop == "water":
            pen.oval(width * 0.5, -0.02, 0.34, 0.035, 0x6EC3F2)
        elif prop == "ball":
            with pen.at(width * 0.45 + 0.25 * manner.toss, -0.12 - 0.9 * manner.toss, 0, 0.12, 0.12):
                props.ball(pen, manner.toss * 5)
        elif prop == "skates":
            with pen.at(0.05 + manner.x, 0.0, 0, 0.24, 0.2):
                props.skate(pen, manner.t_s)
        elif prop == "kart":
            with pen.at(0.05, -0.18, 0, 0.66, 0.62):
                props.kart(pen, manner.way / 0.66, 0xE2463F)
        elif prop == "boat":
            with pen.at(0, 0, 0, 0.8, 0.85):
                props.boat(pen, 0x3E7BD6)

    @staticmethod
    def _paint_balloons(pen: Pen, manner: Manner) -> None:
        for dx, dy, rgb in ((-0.28, 0.05, 0x3E7BD6), (0.28, 0.0, 0xF7C948), (0.0, -0.26, 0xE2463F)):
            pen.stroke(0, -0.7 - manner.lift, dx, -1.35 + dy - manner.lift, 0xF7EFE0, 0.016)
            with pen.at(dx, -1.6 + dy - manner.lift, 0.15 * dx, 0.26, 0.26):
                props.balloon(pen, rgb)
