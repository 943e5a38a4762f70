"""What animals ride, read and eat: props scaled to the animal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from actors.text_to_video.procedural.figures import props
from actors.text_to_video.procedural.figures.motion import cycle, keyed
from actors.text_to_video.procedural.figures.pen import Pen
from actors.text_to_video.procedural.figures.quadrupeds.posture import Posture
from actors.text_to_video.procedural.figures.quadrupeds.species import Species
from actors.text_to_video.procedural.figures.shapes import Point


class Rider(Protocol):
    """What props need to know of an animal."""

    species: Species
    speed_m_s: float
    height_m: float

    def feet(self, t_s: float) -> tuple[Point, ...]:
        """Give the places of the four feet."""

    def posture(self, t_s: float) -> Posture:
        """Give the posture."""


def paint_behind(pen: Pen, prop: str, animal: Rider, t_s: float) -> None:
    """Draw what is behind the animal."""
    painter = _BEHIND.get(prop)
    if painter:
        painter(pen, animal, t_s)


def paint_before(pen: Pen, prop: str, animal: Rider, head: Point, t_s: float) -> None:
    """Draw what is before the animal or belongs to its head."""
    painter = _BEFORE.get(prop)
    if painter:
        painter(pen, animal, head, t_s)


def _trunk(pen: Pen, animal: Rider, t_s: float) -> None:
    species = animal.species
    x = species.leg * 1.15 + species.chest * 0.5
    width = species.leg * 0.3
    height = species.leg + species.body * 1.6
    pen.box(x, -height, x + width, 0, width * 0.1, 0x8A5F43)
    for i in range(5):
        y = -height * ((i / 5 - cycle(t_s, 7.0)) % 1.0) * 0.94
        pen.oval(x + width * (0.3 + 0.4 * (i % 2)), y - height * 0.02, width * 0.16, width * 0.09, 0x6B4833)


def _cape(pen: Pen, animal: Rider, t_s: float) -> None:
    species = animal.species
    size = species.body * 0.55
    with pen.at(species.body * 0.5, -species.leg * 1.0 - species.chest * 0.95, 0, size, size):
        props.cape(pen, t_s, 0xE2463F)


def _balloons(pen: Pen, animal: Rider, t_s: float) -> None:
    species = animal.species
    lift = animal.posture(t_s).lift * species.leg
    size = max(species.head * 1.1, species.chest * 0.8)
    top = -species.leg - species.chest - lift - size * 2.2
    for dx, dy, rgb in ((-0.75, 0.1, 0x3E7BD6), (0.75, 0.0, 0xF7C948), (0.0, -0.7, 0xE2463F)):
        pen.stroke(0, -species.leg - lift, dx * size, top + dy * size + size, 0xF7EFE0, size * 0.05)
        with pen.at(dx * size, top + dy * size, 0.12 * dx, size, size):
            props.balloon(pen, rgb)


_BEHIND: dict[str, Callable[[Pen, Rider, float], None]] = {"trunk": _trunk, "balloons": _balloons}


def _zzz(pen: Pen, animal: Rider, head: Point, t_s: float) -> None:
    size = animal.species.head * 1.5
    with pen.at(head[0], head[1] - animal.species.head, 0, size, size):
        props.sleepy(pen, t_s)


def _notes(pen: Pen, animal: Rider, head: Point, t_s: float) -> None:
    size = animal.species.head * 1.7
    with pen.at(head[0] + animal.species.head, head[1] - animal.species.head * 0.3, 0, size, size):
        props.notes(pen, t_s, 0xE86F9A)


def _tears(pen: Pen, animal: Rider, head: Point, t_s: float) -> None:
    size = animal.species.head * 1.2
    with pen.at(head[0] + animal.species.head * 0.3, head[1], 0, size, size):
        props.tears(pen, t_s)


def _muzzle_x(animal: Rider) -> float:
    species = animal.species
    return species.body / 2 + species.chest * 0.3 + species.neck * 0.55 + species.head * (0.6 + species.snout[0])


def _bowl(pen: Pen, animal: Rider, _head: Point, _t_s: float) -> None:
    size = animal.species.head * 0.85
    with pen.at(_muzzle_x(animal), 0, 0, size, size * 0.8):
        props.bowl(pen, 0xE86F45)


def _water(pen: Pen, animal: Rider, _head: Point, t_s: float) -> None:
    size = animal.species.head
    x = _muzzle_x(animal)
    pen.oval(x, -size * 0.06, size * 1.5, size * 0.14, 0x6EC3F2)
    ring = cycle(t_s, 0.9)
    pen.oval(x, -size * 0.06, size * (0.3 + ring), size * (0.02 + 0.08 * ring), 0xA9DEF7)


def _book(pen: Pen, animal: Rider, head: Point, t_s: float) -> None:
    species = animal.species
    size = species.head * 1.15
    with pen.at(
        head[0] + species.head * 1.15 + species.head * species.snout[0] * 0.6,
        head[1] + species.head * 1.35,
        -0.1,
        size,
        size,
    ):
        props.book(pen, 0x3E7BD6, t_s)


def _kart(pen: Pen, animal: Rider, _head: Point, t_s: float) -> None:
    species = animal.species
    size = (species.body + species.leg) * 0.72
    with pen.at(0.08 * size, -0.3 * size, 0, size, size):
        props.kart(pen, t_s * animal.speed_m_s / size, 0xE2463F)


def _sailboat(pen: Pen, animal: Rider, _head: Point, t_s: float) -> None:
    species = animal.species
    size = (species.body + species.leg) * 0.85
    with pen.at(0.1 * size, 0, 0, size, size):
        props.boat(pen, 0x3E7BD6)
        with pen.at(0.45, 0.0):
            props.sail(pen, 0xF7EFE0, t_s)


def _ball(pen: Pen, animal: Rider, head: Point, t_s: float) -> None:
    """Tossed by the nose: up and back again, once a posture's cycle."""
    species = animal.species
    at = cycle(t_s * (0.6 / species.leg) ** 0.5, 1.8)
    rise = keyed(at, ((0, 0), (0.34, 0), (0.6, 1), (0.64, 1), (0.92, 0), (1, 0)))
    size = species.head * 0.6
    reach = species.head * (0.9 + species.snout[0]) + size * 0.3
    with pen.at(head[0] + reach, head[1] - size * 0.6 - rise * animal.height_m * 0.6, 0, size, size):
        props.ball(pen, rise * 5)


def _skates(pen: Pen, animal: Rider, _head: Point, t_s: float) -> None:
    size = animal.species.leg_radius * 1.1
    for x, y in animal.feet(t_s):
        with pen.at(x + size * 0.3, y + size * 0.55, 0, size, size):
            props.skate(pen, t_s)


def _cape_before(pen: Pen, animal: Rider, _head: Point, t_s: float) -> None:
    _cape(pen, animal, t_s)


_BEFORE: dict[str, Callable[[Pen, Rider, Point, float], None]] = {
    "zzz": _zzz, "notes": _notes, "tears": _tears, "bowl": _bowl, "water": _water, "book": _book, "kart": _kart,
    "sailboat": _sailboat, "ball": _ball, "skates": _skates, "cape": _cape_before,
}  # fmt: skip
