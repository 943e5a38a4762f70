# ruff: noqa: PLR0917 - a group is placed by all that bears on it
"""Composition: where the figures are, how large, which way they go."""

from __future__ import annotations

import dataclasses
import math
from random import Random

from actors.text_to_video.procedural import vocabulary
from actors.text_to_video.procedural.figures.figure import Figure
from actors.text_to_video.procedural.scene import Group
from actors.text_to_video.procedural.world.plate import Plate


@dataclasses.dataclass(slots=True)
class Placed:
    """A figure in its place.

    Args:
        x, y: where its foot is in the middle of the shot, pixels.
        scale: pixels a metre.
        speed: how fast it goes over the picture if the camera rests, pixels a second; negative to the left.
        depth: 1 for the main figures, a little less for those behind.
        lives_in: ``ground``, ``air`` or ``water``: what it has under it here.
        at: its own phase, for bobbing and hovering.
        held_by: the figure that holds its string.
    """

    figure: Figure
    x: float
    y: float
    scale: float
    speed: float
    mirrored: bool
    depth: float
    lives_in: str
    at: float
    main: bool
    held_by: Placed | None = None

    @property
    def height(self) -> float:
        """Pixels."""
        return self.figure.height_m * self.scale

    @property
    def width(self) -> float:
        """Pixels."""
        return self.figure.width_m * self.scale


@dataclasses.dataclass(frozen=True, slots=True)
class Company:
    """All figures from the furthest to the nearest, and how the camera goes along with them.

    Args:
        placed: the figures.
        tracking: how fast the camera goes along with the main ones, pixels a second.
    """

    placed: tuple[Placed, ...]
    tracking: float


def staged(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """Leave out the ball that somebody kicks or throws: who does so is drawn with it."""
    if any(group.subject in vocabulary.PEOPLE and group.action in ("kick", "throw") for group in groups):
        return tuple(group for group in groups if group.subject != "ball")
    return groups


def company(plate: Plate, groups: tuple[Group, ...], casts: list[list[Figure]], wet: str, camera: str) -> Company:
    """Place all figures of a scene.

    Args:
        plate: the picture.
        groups: as the scene has them, the main one first.
        casts: the figures of each group.
        wet: what the place is made of where figures stand: ``ground``, ``water`` (a surface), ``under`` (below it),
            ``air`` (nothing underfoot).
        camera: one of ``vocabulary.CAMERAS``.
    """
    chance = plate.chance("company")
    heading = -1 if chance.random() < 0.5 else 1
    # A camera that pans takes those along who go its way; the others would leave the picture.
    heading = {"pan_left": -1, "pan_right": 1}.get(camera, heading)
    placed: list[Placed] = []
    crowd = sum(len(cast) for cast in casts)
    for order, (_, cast) in enumerate(zip(groups, casts, strict=True)):
        placed += _group(
            plate,
            cast,
            order,
            len(groups),
            heading if order == 0 else chance.choice((-1, 1, heading)),
            wet,
            crowd,
            chance,
        )
    subject_of = {id(figure): group.subject for group, cast in zip(groups, casts, strict=True) for figure in cast}
    people = [one for one in placed if subject_of[id(one.figure)] in vocabulary.PEOPLE]
    if people:
        _tie_kites(plate, [one for one in placed if subject_of[id(one.figure)] == "kite"], people)
        _fit_balls([one for one in placed if subject_of[id(one.figure)] == "ball"], people)
    tracking = _tracking(plate, placed, camera)
    placed.sort(key=lambda one: (one.depth, one.y))
    return Company(tuple(placed), tracking)


def _tie_kites(plate: Plate, kites: list[Placed], people: list[Placed]) -> None:
    """Give each kite to a person: it flies behind who walks and before who stands."""
    for number, kite in enumerate(kites):
        holder = people[number % len(people)]
        ahead = -1 if holder.mirrored else 1
        way = -ahead if holder.speed else ahead
        kite.x = holder.x + way * (0.1 + 0.07 * (number // len(people))) * plate.width
        kite.speed, kite.mirrored, kite.depth, kite.held_by = holder.speed, holder.mirrored, holder.depth, holder


def _fit_balls(balls: list[Placed], people: list[Placed]) -> None:
    """Make balls as large as those who play with them expect."""
    largest = max(one.scale for one in people)
    for ball in balls:
        share = min(1.0, 1.15 * largest / ball.scale)
        ball.scale, ball.speed = ball.scale * share, ball.speed * share


def readable(plate: Plate, figure: Figure, crowd: int) -> float:
    """Pixels a metre at which a figure is neither a dot nor a wall.

    Sizes keep their order but come closer to each other than they are: height goes with the power 0.42.
    """
    height: float = plate.unit * 0.33 * (max(figure.height_m, 0.02) / 1.7) ** 0.42
    if crowd > 4:
        height *= 0.86
    height = min(max(height, 0.085 * plate.unit), 0.62 * plate.unit)
    scale = height / max(figure.height_m, 0.02)
    widest = (0.56 if crowd < 3 else 0.42) * plate.width
    return min(scale, widest / max(figure.width_m, 0.02))


def _group(
    plate: Plate, cast: list[Figure], order: int, groups: int, heading: int, wet: str, crowd: int, chance: Random
) -> list[Placed]:
    if not cast:
        return []
    count = len(cast)
    scales = [readable(plate, figure, crowd) for figure in cast]
    widths = [max(figure.width_m * scale, 0.1 * plate.unit) for figure, scale in zip(cast, scales, strict=True)]
    # What is too wide together becomes smaller, though still readable.
    room = plate.width * (0.86 if groups == 1 else 0.5)
    fit = max(0.55, min(1.0, room * (1.15 if groups == 1 else 1.0) / sum(widths)))
    scales, widths = [scale * fit for scale in scales], [width * fit for width in widths]
    # The main group stands near a third (alone) or about the middle (many); the others find the free side.
    thirds = (0.38, 0.62)
    side = chance.randrange(2)
    if groups == 1:
        middle = 0.5 if count > 2 else thirds[0 if heading > 0 else 1] if abs(cast[0].speed_m_s) < 0.1 else 0.5
    else:
        middle = (0.34, 0.7, 0.16, 0.86)[min(order, 3)]
        if side and order < 2:
            middle = 1 - middle
    spread = min(sum(widths) * 0.92, room)
    placed = []
    offset = -spread / 2
    total = sum(widths)
    for index, (figure, scale, width) in enumerate(zip(cast, scales, widths, strict=True)):
        share = width / total
        x = middle * plate.width + (offset + share * spread / 2 if count > 1 else 0.0)
        offset += share * spread
        behind = (index % 2) * 0.5 + chance.uniform(0, 0.4) if count > 2 else 0.15 * index + 0.2 * min(order, 2)
        depth = 1 - 0.16 * min(1.0, behind)
        where = _where(figure.ground, wet)
        y = _height(plate, where, figure.height_m * scale, depth, chance)
        placed.append(
            Placed(
                figure, x, y, scale * (0.55 + 0.45 * depth), heading * figure.speed_m_s * scale * (0.55 + 0.45 * depth),
                heading < 0, depth, where, chance.uniform(0, math.tau), order == 0,
            )
        )  # fmt: skip
    return placed


def _where(ground: str, wet: str) -> str:
    if ground == "air" or wet == "air":
        return "air"
    if wet == "under":
        return "under"
    if wet == "water":
        return "water"
    return "ground" if ground == "ground" else "afloat"


def _height(plate: Plate, where: str, height: float, depth: float, chance: Random) -> float:
    """Y of the foot."""
    floor = plate.floor
    if where == "air":
        low = min(plate.horizon, plate.height * 0.6)
        return max(height * 1.15 + 0.03 * plate.height, low * chance.uniform(0.62, 0.86) + height * 0.2)
    if where == "under":
        return plate.height * chance.uniform(0.42, 0.66) + height * 0.5
    behind = (1 - depth) / 0.16
    return floor - behind * 0.075 * plate.unit


def _tracking(plate: Plate, placed: list[Placed], camera: str) -> float:
    """How fast the camera goes along, pixels a second.

    A camera that follows goes with the main figures; any other lets them cross the picture, and goes along with what
    would leave it.
    """
    mains = [one.speed for one in placed if one.main]
    if not mains:
        return 0.0
    speed = sum(mains) / len(mains)
    if camera == "follow":
        return math.copysign(min(abs(speed), plate.width * 0.9), speed)
    wide = max((one.width for one in placed if one.main), default=0.0)
    room = max(0.1 * plate.width, 0.62 * plate.width - 0.6 * wide)
    crossing = room / max(plate.duration_s, 0.5)
    surplus = max(0.0, min(abs(speed), plate.width * 0.9) - crossing)
    return math.copysign(surplus, speed) if surplus > 0.02 * plate.width else 0.0


def where_at(plate: Plate, one: Placed, tracking: float, t_s: float) -> tuple[float, float]:
    """Foot of a figure at a time, before the camera's own move, pixels."""
    speed = math.copysign(min(abs(one.speed), plate.width * 0.9), one.speed)
    x = one.x + (speed - tracking) * (t_s - plate.duration_s / 2)
    y = one.y
    if one.lives_in == "air":
        y += 0.012 * plate.unit * math.sin(1.3 * t_s + one.at)
    elif one.lives_in in ("water", "afloat"):
        y += 0.006 * plate.unit * math.sin(1.7 * t_s + one.at)
    elif one.lives_in == "under":
        y += 0.015 * plate.unit * math.sin(0.9 * t_s + one.at)
        x += 0.01 * plate.unit * math.sin(0.7 * t_s + one.at)
    return x, y
