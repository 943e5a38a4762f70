# ruff: noqa: PLR0917, ARG001, D417, E501 - every tree is drawn by one signature; sizes explain themselves
"""Plants that stand: trees of several kinds, trunks of a forest, bamboo."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

import skia

from actors.text_to_video.procedural.world.colour import Rgb, argb, mix, rgb, turned
from actors.text_to_video.procedural.world.plate import Layer, Plate, fill, gradient, line, polygon, seeded

Tree = Callable[[skia.Canvas, Plate, Random, float, float, float, Rgb, float], None]


def _crown(canvas: skia.Canvas, plate: Plate, path: skia.Path, body: Rgb, bounds: skia.Rect) -> None:
    """Fill leaves lit from the sun's side."""
    lit, dark = mix(body, plate.palette.key, 0.24), mix(body, plate.palette.tone("16324a"), 0.30)
    left = plate.palette.sun[0] < 0.5
    ends = ((bounds.left(), bounds.top()), (bounds.right(), bounds.bottom()))
    if not left:
        ends = ((bounds.right(), bounds.top()), (bounds.left(), bounds.bottom()))
    canvas.drawPath(path, gradient(ends[0], ends[1], [argb(lit), argb(body), argb(dark)], [0, 0.45, 1]))


def round_tree(
    canvas: skia.Canvas, plate: Plate, chance: Random, x: float, y: float, size: float, leaf: Rgb, depth: float
) -> None:
    """A broad-leaved tree with a round crown of three heaps."""
    trunk = plate.palette.paint("7a5238", depth, 0.1)
    canvas.drawPath(
        polygon(
            [
                (x - size * 0.045, y),
                (x - size * 0.022, y - size * 0.55),
                (x + size * 0.022, y - size * 0.55),
                (x + size * 0.05, y),
            ]
        ),
        fill(trunk),
    )
    path = skia.Path()
    for across, up, radius in ((0, 0.72, 0.27), (-0.17, 0.56, 0.2), (0.17, 0.54, 0.21), (0.02, 0.5, 0.2)):
        path.addCircle(
            x + (across + chance.uniform(-0.03, 0.03)) * size, y - up * size, radius * size * chance.uniform(0.9, 1.08)
        )
    _crown(canvas, plate, path, plate.palette.tone(leaf, depth, 0.55), path.getBounds())


def tall_tree(
    canvas: skia.Canvas, plate: Plate, chance: Random, x: float, y: float, size: float, leaf: Rgb, depth: float
) -> None:
    """A slender tree with an oval crown."""
    trunk = plate.palette.paint("76543e", depth, 0.1)
    canvas.drawRect(skia.Rect(x - size * 0.018, y - size * 0.4, x + size * 0.018, y), fill(trunk))
    bounds = skia.Rect(x - size * 0.16, y - size, x + size * 0.16, y - size * 0.18)
    path = skia.Path()
    path.addOval(bounds)
    _crown(canvas, plate, path, plate.palette.tone(leaf, depth, 0.5), bounds)


def pine(
    canvas: skia.Canvas, plate: Plate, chance: Random, x: float, y: float, size: float, leaf: Rgb, depth: float
) -> None:
    """A fir of stacked skirts, its lit half brighter."""
    body = plate.palette.tone(leaf, depth, 0.45)
    lit, dark = mix(body, plate.palette.key, 0.16), mix(body, plate.palette.tone("0e2238", depth), 0.22)
    side = -1 if plate.palette.sun[0] < 0.5 else 1
    canvas.drawRect(
        skia.Rect(x - size * 0.02, y - size * 0.14, x + size * 0.02, y), fill(plate.palette.paint("5f4332", depth))
    )
    for tier in range(4):
        top, foot = y - size * (1 - 0.19 * tier), y - size * (0.62 - 0.17 * tier)
        wide = size * (0.12 + 0.052 * tier) * chance.uniform(0.92, 1.08)
        canvas.drawPath(
            polygon([(x, top), (x + wide, foot), (x, foot + size * 0.03), (x - wide, foot)]), fill(argb(dark))
        )
        canvas.drawPath(polygon([(x, top), (x + side * wide, foot), (x, foot + size * 0.03)]), fill(argb(lit)))
        if plate.palette.mood.snow > 0.5:
            canvas.drawPath(
                polygon(
                    [
                        (x, top),
                        (x + wide * 0.5, top + (foot - top) * 0.5),
                        (x, top + (foot - top) * 0.36),
                        (x - wide * 0.5, top + (foot - top) * 0.5),
                    ]
                ),
                fill(plate.palette.paint("ffffff", depth, 1)),
            )


def palm(
    canvas: skia.Canvas, plate: Plate, chance: Random, x: float, y: float, size: float, leaf: Rgb, depth: float
) -> None:
    """A palm with a bent trunk and hanging fronds."""
    lean = chance.uniform(0.08, 0.2) * chance.choice((-1, 1)) * size
    trunk = skia.Path()
    trunk.moveTo(x - size * 0.035, y)
    trunk.quadTo(x, y - size * 0.45, x + lean - size * 0.014, y - size * 0.82)
    trunk.lineTo(x + lean + size * 0.014, y - size * 0.82)
    trunk.quadTo(x + size * 0.045, y - size * 0.4, x + size * 0.04, y)
    trunk.close()
    canvas.drawPath(trunk, fill(plate.palette.paint("8a6544", depth)))
    top_x, top_y = x + lean, y - size * 0.82
    for number in range(9):
        angle = math.pi * (-0.12 + 1.24 * number / 8) + chance.uniform(-0.08, 0.08)
        reach = size * chance.uniform(0.34, 0.42)
        end_x, end_y = top_x + math.cos(angle) * reach, top_y - math.sin(angle) * reach * 0.42 + size * 0.13
        peak_x, peak_y = top_x + math.cos(angle) * reach * 0.5, top_y - math.sin(angle) * reach * 0.6 - size * 0.05
        frond = skia.Path()
        frond.moveTo(top_x, top_y)
        frond.quadTo(peak_x, peak_y, end_x, end_y)
        frond.quadTo(peak_x, peak_y + size * 0.075, top_x, top_y)
        tone = plate.palette.tone(turned(leaf, 12 if number % 2 else -6), depth, 0.3)
        canvas.drawPath(frond, fill(argb(mix(tone, plate.palette.key, 0.14 if number % 2 else 0.0))))
    for across in (-0.025, 0.025):
        canvas.drawCircle(
            top_x + across * size, top_y + size * 0.02, size * 0.022, fill(plate.palette.paint("6b4a2f", depth))
        )


def bare(
    canvas: skia.Canvas, plate: Plate, chance: Random, x: float, y: float, size: float, leaf: Rgb, depth: float
) -> None:
    """A cactus of three arms (what grows where little does)."""
    tone = plate.palette.paint("5f9a63", depth)
    stroke = line(tone, size * 0.13)
    path = skia.Path()
    path.moveTo(x, y)
    path.lineTo(x, y - size * 0.8)
    for side, up in ((-1, 0.32), (1, 0.46)):
        path.moveTo(x, y - size * up)
        path.quadTo(x + side * size * 0.22, y - size * up, x + side * size * 0.22, y - size * (up + 0.26))
    stroke.setStrokeJoin(skia.Paint.kRound_Join)
    canvas.drawPath(path, stroke)
    canvas.drawLine(
        x - size * 0.03,
        y - size * 0.76,
        x - size * 0.03,
        y - size * 0.05,
        line(argb(plate.palette.key, 0.22), size * 0.025),
    )


KINDS: dict[str, Tree] = {"round": round_tree, "tall": tall_tree, "pine": pine, "palm": palm, "cactus": bare}


def trees(
    plate: Plate, name: str = "trees", *, kind: str = "round", depth: float = 0.6, foot: float = 0.15, size: float = 0.3,
    count: int = 7, colour: str = "5da452", spread: float = 0.05, gap: tuple[float, float] | None = None,
) -> list[Layer]:  # fmt: skip
    """A stand of trees.

    Args:
        kind: ``round``, ``tall``, ``pine``, ``palm``, ``cactus``, or several joined by ``+``.
        foot: where they stand, between horizon (0) and bottom (1).
        size: height in units; ``count`` over one period.
        gap: a stretch of the picture, in fractions of its width, that is left free for the figures.
    """
    chance = plate.chance(name)
    kinds = kind.split("+")
    ground_y = plate.y(foot)
    stand = []
    for index in range(max(1, round(count * plate.period / (1.6 * plate.unit)))):
        total = max(1, round(count * plate.period / (1.6 * plate.unit)))
        x = (index + chance.uniform(0.15, 0.85)) / total * plate.period
        tall = size * plate.unit * chance.uniform(0.7, 1.15)
        down = chance.uniform(0, spread) * plate.unit
        if gap and gap[0] * plate.width < x < gap[1] * plate.width:
            continue
        stand.append((down, x, tall, chance.choice(kinds), chance.uniform(-14, 14), chance.random()))
    stand.sort()

    def paint(canvas: skia.Canvas) -> None:
        for down, x, tall, which, hue, own in stand:
            KINDS[which](canvas, plate, seeded(own), x, ground_y + down, tall, turned(rgb(colour), hue), depth)

    top = ground_y - size * 1.3 * plate.unit
    return [Layer(depth, paint, None, top, ground_y + (spread + 0.02) * plate.unit, sway=0.018, base=ground_y)]


def trunks(
    plate: Plate, name: str = "trunks", *, depth: float = 0.8, foot: float = 0.3, thick: float = 0.05, count: int = 7,
    colour: str = "6a4a3a", leaf: str = "3f7f49", bamboo: bool = False, canopy: bool = True,
) -> list[Layer]:  # fmt: skip
    """Trunks that rise out of the picture, as inside a forest; ``bamboo`` gives them knots and thin leaves."""
    chance = plate.chance(name)
    ground_y = plate.y(foot)
    total = max(2, round(count * plate.period / (1.6 * plate.unit)))
    stems = [
        ((index + chance.uniform(0.1, 0.9)) / total * plate.period, thick * plate.unit * chance.uniform(0.7, 1.3),
         chance.uniform(-0.02, 0.02) * plate.unit, chance.random(), chance.uniform(0, 0.03) * plate.unit)
        for index in range(total)
    ]  # fmt: skip
    palette = plate.palette
    top = -0.18 * plate.height

    def paint(canvas: skia.Canvas) -> None:
        for x, wide, lean, own, down in stems:
            mine = seeded(own)
            body = palette.tone(turned(rgb(colour), mine.uniform(-8, 8)), depth, 0.1)
            lit, dark = mix(body, palette.key, 0.22), mix(body, palette.tone("0c1a2a", depth), 0.35)
            foot_y = ground_y + down
            flare = 1.0 if bamboo else 1.9
            path = skia.Path()
            path.moveTo(x - wide / 2 * flare, foot_y)
            path.quadTo(x - wide / 2, foot_y - 0.14 * plate.unit, x + lean - wide * 0.42, top)
            path.lineTo(x + lean + wide * 0.42, top)
            path.quadTo(x + wide / 2, foot_y - 0.14 * plate.unit, x + wide / 2 * flare, foot_y)
            path.close()
            canvas.drawPath(
                path, gradient((x - wide / 2, 0), (x + wide / 2, 0), [argb(lit), argb(body), argb(dark)], [0, 0.35, 1])
            )
            if bamboo:
                _knots(canvas, plate, mine, x, wide, lean, foot_y, top, depth, leaf, dark)
        if canopy:
            _canopy(canvas, plate, seeded(f"{plate.scene.seed}:{name}:canopy"), depth, leaf)

    return [
        Layer(depth, paint, None, top, ground_y + 0.05 * plate.unit, sway=0.006 if bamboo else 0.002, base=ground_y)
    ]


def _knots(
    canvas: skia.Canvas, plate: Plate, chance: Random, x: float, wide: float, lean: float, foot: float, top: float, depth: float,
    leaf: str, dark: Rgb,
) -> None:  # fmt: skip
    y = foot - chance.uniform(0.05, 0.14) * plate.unit
    leaves = skia.Path()
    rings = skia.Path()
    while y > top:
        at = x + lean * (foot - y) / (foot - top)
        rings.moveTo(at - wide * 0.52, y)
        rings.lineTo(at + wide * 0.52, y)
        if chance.random() < 0.42:
            side = chance.choice((-1, 1))
            for _ in range(3):
                reach, drop = plate.unit * chance.uniform(0.05, 0.1), plate.unit * chance.uniform(-0.02, 0.05)
                leaves.moveTo(at + side * wide * 0.4, y)
                leaves.quadTo(at + side * reach * 0.5, y - reach * 0.25, at + side * reach, y + drop)
                leaves.quadTo(at + side * reach * 0.5, y + reach * 0.02, at + side * wide * 0.4, y)
        y -= chance.uniform(0.12, 0.17) * plate.unit
    canvas.drawPath(rings, line(argb(dark, 0.7), max(1.5, wide * 0.11), skia.Paint.kButt_Cap))
    canvas.drawPath(leaves, fill(plate.palette.paint(leaf, depth, 0.3)))


def _canopy(canvas: skia.Canvas, plate: Plate, chance: Random, depth: float, leaf: str) -> None:
    """Leaves that close the picture above."""
    for row, share in ((0.0, 0.0), (1.0, 0.10)):
        path = skia.Path()
        x = 0.0
        while x < plate.period:
            size = plate.unit * chance.uniform(0.07, 0.13)
            path.addCircle(x, plate.unit * (0.05 - 0.07 * row) * (0.4 + depth), size)
            x += size * 0.9
        path.addRect(skia.Rect(0, -plate.height * 0.2, plate.period, 0.01 * plate.unit))
        body = plate.palette.tone(leaf, depth, 0.3)
        canvas.drawPath(path, fill(argb(mix(body, plate.palette.key, share))))
