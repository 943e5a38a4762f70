# ruff: noqa: PLR0917, ARG001, D417 - what is drawn is told where, how large and how deep
"""Land: rolling hills, sharp mountains, dunes, and the ground that figures stand on."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from random import Random

import skia

from actors.text_to_video.procedural.world.colour import Rgb, argb, mix, rgb, turned
from actors.text_to_video.procedural.world.plate import Layer, Plate, fill, gradient, line, polygon, seeded

Profile = list[tuple[float, float]]


def waves(chance: Random, period: float, first: int, last: int, rough: float = 1.0) -> Callable[[float], float]:
    """A smooth periodic line around 0, about -1..1, of some random waves."""
    parts = [
        (
            math.tau * number / period,
            chance.uniform(0, math.tau),
            float((first / number) ** rough) * chance.uniform(0.6, 1.0),
        )
        for number in range(first, last + 1)
    ]
    total = sum(size for _, _, size in parts) * 0.62

    def height(x: float) -> float:
        return sum(size * math.sin(pace * x + at) for pace, at, size in parts) / total

    return height


def outline(
    plate: Plate, name: str, middle: float, reach: float, first: int = 1, last: int = 4, rough: float = 1.0
) -> Profile:
    """The upper edge of some land: points (x, y) over one period."""
    height = waves(plate.chance(name), plate.period, first, last, rough)
    step = plate.period / 160
    return [(index * step, middle - reach * height(index * step)) for index in range(161)]


def level_at(profile: Profile, x: float) -> float:
    """Y of an outline at x."""
    step = profile[1][0] - profile[0][0]
    at = x % profile[-1][0] / step
    index = min(int(at), len(profile) - 2)
    share = at - index
    return profile[index][1] * (1 - share) + profile[index + 1][1] * share


def closed(profile: Profile, bottom: float) -> skia.Path:
    """The land under an outline."""
    return polygon([(profile[0][0] - 2, bottom), (-2, profile[0][1]), *profile, (profile[-1][0] + 2, bottom)])


def land(
    plate: Plate, name: str, profile: Profile, depth: float, colour: str, *, snow: float = 0.8, mist: float = 0.5,
    rim: float = 0.3,
) -> Layer:  # fmt: skip
    """Fill the land under an outline: lit above, sinking into haze below, with a rim of light."""
    palette = plate.palette
    top = min(y for _, y in profile)
    bottom = plate.under(max(y for _, y in profile))
    fades_to = max(y for _, y in profile) + plate.unit * 0.16

    def paint(canvas: skia.Canvas) -> None:
        body = palette.tone(colour, depth, snow)
        low = mix(body, palette.haze, mist * (1 - 0.5 * depth))
        lit = mix(body, palette.key, 0.10)
        path = closed(profile, bottom)
        canvas.drawPath(path, gradient((0, top), (0, fades_to), [argb(lit), argb(body), argb(low)], [0, 0.3, 1]))
        if rim and palette.mood.sun > 0.2:
            edge = polygon(profile + [(x, y + 0.006 * plate.unit) for x, y in reversed(profile)])
            canvas.drawPath(edge, fill(argb(palette.key, rim * palette.mood.sun * (0.4 if palette.night else 1))))

    return Layer(depth, paint, None, top - 2, bottom)


def hills(
    plate: Plate, name: str = "hills", *, depth: float = 0.3, lift: float = 0.08, reach: float = 0.05,
    colour: str = "6fae5a", first: int = 1, last: int = 4, rough: float = 1.0, snow: float = 0.85,
) -> list[Layer]:  # fmt: skip
    """Rolling hills; ``lift`` and ``reach`` in units above the horizon."""
    profile = outline(plate, name, plate.horizon - lift * plate.unit, reach * plate.unit, first, last, rough)
    return [land(plate, name, profile, depth, colour, snow=snow)]


def dunes(
    plate: Plate, name: str = "dunes", *, depth: float = 0.4, lift: float = 0.05, reach: float = 0.07,
    colour: str = "e0b070", crests: int = 3,
) -> list[Layer]:  # fmt: skip
    """Dunes with a lit windward side and a sharp shaded lee side."""
    base = plate.horizon - lift * plate.unit
    width = plate.period / crests
    palette = plate.palette
    shapes = []
    for crest in range(-1, crests + 1):
        own = seeded(f"{plate.scene.seed}:{name}:{crest % crests}")
        x = (crest + own.uniform(0.3, 0.7)) * width
        height = reach * plate.unit * own.uniform(0.6, 1.25)
        shapes.append((x, height, width * own.uniform(0.75, 0.95)))
    shapes.sort(key=lambda shape: shape[1], reverse=True)

    def paint(canvas: skia.Canvas) -> None:
        lit, shade = palette.tone(colour, depth, 0.8), palette.tone(mix(rgb(colour), rgb("8a4f3a"), 0.42), depth, 0.6)
        low = mix(lit, palette.haze, 0.25)
        canvas.drawRect(skia.Rect(0, base, plate.period, plate.below), fill(argb(low)))
        for x, height, reach_x in shapes:
            path = skia.Path()
            path.moveTo(x - reach_x, base + 4)
            path.cubicTo(x - reach_x * 0.5, base, x - reach_x * 0.25, base - height * 0.9, x, base - height)
            path.cubicTo(x + reach_x * 0.2, base - height * 0.6, x + reach_x * 0.5, base, x + reach_x, base + 4)
            path.lineTo(x + reach_x, plate.below)
            path.lineTo(x - reach_x, plate.below)
            path.close()
            canvas.drawPath(path, gradient((0, base - height), (0, base + 0.2 * plate.unit), [argb(lit), argb(low)]))
            lee = skia.Path()
            lee.moveTo(x, base - height)
            lee.cubicTo(x + reach_x * 0.2, base - height * 0.6, x + reach_x * 0.5, base, x + reach_x, base + 4)
            lee.cubicTo(
                x + reach_x * 0.5,
                base + 0.04 * plate.unit,
                x + reach_x * 0.12,
                base + height * 0.3,
                x - reach_x * 0.1,
                base + height * 0.9,
            )
            lee.cubicTo(x + reach_x * 0.06, base, x - reach_x * 0.05, base - height * 0.5, x, base - height)
            canvas.drawPath(lee, gradient((0, base - height), (0, base + height), [argb(shade, 0.9), argb(shade, 0.0)]))

    return [Layer(depth, paint, None, base - reach * 1.35 * plate.unit, plate.under(base))]


def ridges(
    plate: Plate, name: str = "ridges", *, depth: float = 0.15, height: float = 0.32, peaks: int = 5,
    colour: str = "7488a8", caps: float = 0.35, foot: float = 0.0,
) -> list[Layer]:  # fmt: skip
    """Sharp mountains with a lit and a shaded face; ``caps`` is how far snow comes down from the top."""
    palette = plate.palette
    base = plate.horizon + foot * plate.unit
    lit_left = palette.sun[0] < 0.5
    step = plate.period / peaks
    summits = []
    for index in range(-1, peaks + 1):
        own = seeded(f"{plate.scene.seed}:{name}:{index % peaks}")
        tall = height * plate.unit * own.uniform(0.55, 1.0)
        summits.append(((index + own.uniform(0.25, 0.75)) * step, tall, tall * own.uniform(0.85, 1.25), index % peaks))
    summits.sort(key=lambda summit: summit[1])

    def paint(canvas: skia.Canvas) -> None:
        body = palette.tone(colour, depth, 0.35)
        shade = mix(body, palette.tone("2a3358", depth), 0.32)
        light = mix(body, palette.key, 0.16)
        low = mix(body, palette.haze, 0.55)
        for x, tall, wide, index in summits:
            own = seeded(f"{plate.scene.seed}:{name}:edge:{index}")
            left = _ragged(own, x, base - tall, x - wide, base + 8)
            right = _ragged(own, x, base - tall, x + wide, base + 8)
            spine = _ragged(own, x, base - tall, x + wide * own.uniform(-0.15, 0.25), base + 8)
            for side, lit in ((left, lit_left), (right, not lit_left)):
                face = light if lit else shade
                path = polygon([*side, *reversed(spine)])
                canvas.drawPath(
                    path,
                    gradient(
                        (0, base - tall), (0, base), [argb(face), argb(mix(face, low, 0.35)), argb(low)], [0, 0.55, 1]
                    ),
                )
                if caps:
                    white = palette.tone("ffffff" if lit else "c9d6ee", depth)
                    canvas.drawPath(_cap(own, side, spine, base - tall, tall * caps), fill(argb(white)))
        canvas.drawRect(skia.Rect(0, base - 1, plate.period, plate.below), fill(argb(low)))

    return [Layer(depth, paint, None, base - height * plate.unit - 4, plate.under(base))]


def _ragged(chance: Random, x0: float, y0: float, x1: float, y1: float, parts: int = 9) -> Profile:
    points = [(x0, y0)]
    for part in range(1, parts):
        share = part / parts
        wobble = (x1 - x0) * 0.045
        points.append(
            (
                x0 + (x1 - x0) * share + chance.uniform(-1, 1) * wobble,
                y0 + (y1 - y0) * share + chance.uniform(-1, 1) * abs(wobble) * 0.6,
            )
        )
    points.append((x1, y1))
    return points


def _cap(chance: Random, side: Profile, spine: Profile, top: float, tall: float) -> skia.Path:
    """The snow on one face: down along its edges, its lower rim in teeth."""

    def at(edge: Profile, y: float) -> float:
        for (ax, ay), (bx, by) in itertools.pairwise(edge):
            if by >= y:
                share = (y - ay) / (by - ay) if by > ay else 0.0
                return ax + (bx - ax) * max(0.0, share)
        return edge[-1][0]

    low = top + tall
    a, b = at(side, low), at(spine, low)
    teeth = [
        (a + (b - a) * index / 6, low - tall * (0.34 if index % 2 else -0.05) * chance.uniform(0.7, 1.2))
        for index in range(1, 6)
    ]
    upper = [point for point in side if point[1] < low]
    back = [point for point in spine if point[1] < low]
    return polygon([*upper, (a, low), *teeth, (b, low), *reversed(back)])


def ground(
    plate: Plate, name: str = "ground", *, colour: str = "7fb85c", far: str | None = None, bands: int = 3,
    swell: float = 0.012, top: float = 0.0, snow: float = 1.0, marks: str = "tufts",
) -> list[Layer]:  # fmt: skip
    """The ground from the horizon to below the picture, in bands that overlap.

    Args:
        colour: near; ``far`` at the horizon.
        bands: how many sheets; the nearest carries the figures.
        swell: how much their edges roll, units.
        top: where it begins, 0 the horizon .. 1 the bottom.
        marks: ``tufts``, ``dots``, ``lines`` or "" on the nearest.
    """
    begin = plate.y(top)
    near, distant = rgb(colour), rgb(far) if far else turned(rgb(colour), -10)
    layers = []
    for band in range(bands):
        share = band / bands
        depth = 0.34 + 0.66 * (band / max(1, bands - 1)) if bands > 1 else 1.0
        y = begin + (plate.floor - begin) * (0.78 * share)
        profile = outline(plate, f"{name}{band}", y, swell * plate.unit * (0.6 + share), 1, 4)
        tone = mix(distant, near, band / max(1, bands - 1)) if bands > 1 else near
        layers.append(_band(plate, f"{name}{band}", profile, depth, tone, snow, marks if band == bands - 1 else ""))
    return layers


def _band(plate: Plate, name: str, profile: Profile, depth: float, tone: Rgb, snow: float, marks: str) -> Layer:
    palette = plate.palette
    top, bottom = min(y for _, y in profile), plate.below if depth > 0.9 else plate.under(max(y for _, y in profile))

    def paint(canvas: skia.Canvas) -> None:
        body = palette.tone(tone, depth, snow)
        lit, low = mix(body, palette.key, 0.16), mix(body, palette.tone("1c2a4a", 1.0), 0.20 if depth > 0.9 else 0.06)
        colours = [argb(lit), argb(body), argb(low)]
        canvas.drawPath(closed(profile, bottom), gradient((0, top), (0, plate.height), colours, [0, 0.35, 1]))
        if palette.mood.sun > 0.2:
            edge = polygon(profile + [(x, y + 0.005 * plate.unit) for x, y in reversed(profile)])
            canvas.drawPath(edge, fill(argb(palette.key, 0.25 * (0.4 if palette.night else 1))))
        if marks and palette.mood.snow < 0.5:
            _marks(canvas, plate, name, marks, profile, argb(mix(low, (0, 0, 0), 0.12), 0.28), argb(lit, 0.5))

    return Layer(depth, paint, None, top - 2, bottom)


def _marks(canvas: skia.Canvas, plate: Plate, name: str, marks: str, profile: Profile, dark: int, bright: int) -> None:
    chance = plate.chance(f"{name}marks")
    for colour in (dark, bright):
        path = skia.Path()
        for _ in range(70):
            x = chance.random() * plate.period
            share = chance.random() ** 1.5
            y = level_at(profile, x) + 6 + share * (plate.below - level_at(profile, x) - 6)
            size = plate.unit * (0.006 + 0.014 * share)
            if marks == "tufts":
                for lean in (-0.5, 0.0, 0.5):
                    path.moveTo(x + lean * size * 0.5, y)
                    path.lineTo(x + lean * size * 1.4, y - size * (1.3 - abs(lean)))
            elif marks == "lines":
                path.moveTo(x - size * 3, y)
                path.lineTo(x + size * 3, y)
            else:
                path.moveTo(x, y)
                path.lineTo(x + size * 0.3, y)
        canvas.drawPath(path, line(colour, max(1.0, 0.0028 * plate.unit)))
