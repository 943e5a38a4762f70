"""Low plants that cover a ground: grass that sways, flowers, wheat."""

from __future__ import annotations

import math
from operator import itemgetter

import skia

from actors.text_to_video.procedural.world.colour import NAMED
from actors.text_to_video.procedural.world.plate import Layer, Plate, fill, in_sight, line

#: Neighbours that are drawn in one path. Skia goes through a long path four times a row, through a short one once, and
#: hundreds of stalks in one path cost three times as much as in bunches.
_BUNCH = 3


def grass(
    plate: Plate, name: str = "grass", *, depth: float = 1.0, foot: float = 0.9, tall: float = 0.05, count: int = 130,
    colour: str = "5f9f45", clumps: bool = True,
) -> list[Layer]:  # fmt: skip
    """Blades that bend in the wind."""
    chance = plate.chance(name)
    wind = plate.palette.mood.wind
    base = plate.y(foot)
    total = round(count * plate.period / (1.5 * plate.unit))
    blades = []
    clump = 0.0
    for index in range(total):
        if not clumps or index % 6 == 0:
            clump = chance.random() * plate.period
        x = clump + (chance.uniform(-0.03, 0.03) * plate.unit if clumps else 0)
        blades.append((x, base + chance.uniform(0, 0.02) * plate.unit, tall * plate.unit * chance.uniform(0.5, 1.2),
                       chance.uniform(-0.25, 0.25), x * 6.0 / plate.unit + chance.uniform(0, 0.8)))  # fmt: skip
    blades.sort()
    wide = 0.0055 * plate.unit
    paint_ = fill(plate.palette.paint(colour, max(0.9, depth), 0.75))

    def live(canvas: skia.Canvas, t_s: float) -> None:
        pace = 1.6 + 0.7 * wind
        lean = 0.22 * max(0.0, wind - 0.8)
        first, last = in_sight(canvas, tall * plate.unit)
        seen = [blade for blade in blades if first < blade[0] < last]
        for begin in range(0, len(seen), _BUNCH):
            path = skia.Path()
            for x, y, high, bend, at in seen[begin : begin + _BUNCH]:
                tip = x + high * (bend + lean + (0.10 + 0.07 * wind) * math.sin(pace * t_s - at))
                path.moveTo(x - wide, y)
                path.quadTo(x - wide * 0.4, y - high * 0.6, tip, y - high)
                path.quadTo(x + wide, y - high * 0.5, x + wide, y)
            canvas.drawPath(path, paint_)

    return [Layer(depth, None, live, shadow=False)]


def flowers(
    plate: Plate, name: str = "flowers", *, depth: float = 1.0, top: float = 0.3, bottom: float = 1.1, count: int = 60,
    colours: tuple[str, ...] = ("f38fb4", "f7cf46", "ffffff", "e4685f"), size: float = 0.012, stalk: float = 0.03,
) -> list[Layer]:  # fmt: skip
    """Flowers strewn over the ground, larger towards the viewer."""
    chance = plate.chance(name)
    palette = plate.palette
    if palette.mood.snow > 0.5:
        return []
    if palette.accent:
        colours = (NAMED[plate.scene.accent or "red"], *colours[:1])
    spots = sorted(
        (
            top + (bottom - top) * chance.random() ** 1.4,
            chance.random() * plate.period,
            chance.choice(colours),
            chance.uniform(0.7, 1.25),
        )
        for _ in range(round(count * plate.period / (1.5 * plate.unit)))
    )

    def paint(canvas: skia.Canvas) -> None:
        for share, x, colour, factor in spots:
            y = plate.y(share)
            near = size * plate.unit * factor * (0.45 + 0.8 * share)
            canvas.drawLine(
                x,
                y,
                x + near * 0.2,
                y - stalk * plate.unit * (0.3 + share),
                line(palette.paint("4f8f45", depth), near * 0.28),
            )
            petal = fill(palette.paint(colour, depth))
            cx, cy = x + near * 0.2, y - stalk * plate.unit * (0.3 + share)
            path = skia.Path()
            for number in range(5):
                angle = math.tau * number / 5 + factor
                path.addCircle(cx + math.cos(angle) * near * 0.55, cy + math.sin(angle) * near * 0.5, near * 0.5)
            canvas.drawPath(path, petal)
            canvas.drawCircle(
                cx, cy, near * 0.36, fill(palette.paint("f9d65c" if colour != "f7cf46" else "d9822b", depth))
            )

    return [
        Layer(
            depth,
            paint,
            None,
            plate.y(top) - 0.1 * plate.unit,
            plate.y(bottom),
            shadow=False,
        )
    ]


def wheat(
    plate: Plate,
    name: str = "wheat",
    *,
    depth: float = 1.0,
    foot: float = 0.9,
    tall: float = 0.16,
    count: int = 150,
    colour: str = "e3b04b",
) -> list[Layer]:
    """Ears of corn on stalks that wave together."""
    chance = plate.chance(name)
    total = round(count * plate.period / (1.5 * plate.unit))
    base = plate.y(foot)
    stalks = sorted(
        (
            chance.uniform(0, 0.05) * plate.unit,
            chance.random() * plate.period,
            tall * plate.unit * chance.uniform(0.75, 1.1),
        )
        for _ in range(total)
    )
    wind = plate.palette.mood.wind
    stem, ear = fill(plate.palette.paint(colour, depth, 0.5)), fill(plate.palette.paint("f2cd74", depth, 0.5))
    thin, thick = max(0.6, 0.00175 * plate.unit), max(1.25, 0.006 * plate.unit)
    stalks.sort(key=itemgetter(1))

    def live(canvas: skia.Canvas, t_s: float) -> None:
        first, last = in_sight(canvas, tall * plate.unit)
        seen = [stalk for stalk in stalks if first < stalk[1] < last]
        bunches = [bunch(seen[begin : begin + _BUNCH], t_s) for begin in range(0, len(seen), _BUNCH)]
        for stems, _ in bunches:
            canvas.drawPath(stems, stem)
        for _, ears in bunches:
            canvas.drawPath(ears, ear)

    def bunch(standing: list[tuple[float, float, float]], t_s: float) -> tuple[skia.Path, skia.Path]:
        """Stems and ears as filled outlines: stroking the same curves costs half as much again."""
        stems, ears = skia.Path(), skia.Path()
        for down, x, high in standing:
            y = base + down
            bend = high * (0.12 + 0.09 * wind * math.sin((1.0 + 0.4 * wind) * t_s - x * 4 / plate.unit) + 0.08 * wind)
            top = y - high
            stems.moveTo(x - thin, y)
            stems.quadTo(x - thin, y - high * 0.6, x + bend - thin, top)
            stems.lineTo(x + bend + thin, top)
            stems.quadTo(x + thin, y - high * 0.6, x + thin, y)
            # Across the ear: its length turned by a quarter, as wide as it is thick.
            along, up = bend * 0.42, -high * 0.16
            share = thick * 2 / math.hypot(along, up)
            over, under = -up * share, along * share
            ears.moveTo(x + bend - along * 0.3, top - up * 0.3)
            ears.quadTo(x + bend + along * 0.5 - over, top + up * 0.5 - under, x + bend + along * 1.3, top + up * 1.3)
            ears.quadTo(x + bend + along * 0.5 + over, top + up * 0.5 + under, x + bend - along * 0.3, top - up * 0.3)
        return stems, ears

    return [Layer(depth, None, live, shadow=False)]
