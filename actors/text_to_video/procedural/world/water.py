# ruff: noqa: PLR0917, E501, PLW2901 - what is drawn is told where, how large and how deep
"""Water: its surface, its glitter, what falls and what lies beneath."""

from __future__ import annotations

import math

import skia

from actors.text_to_video.procedural.world.colour import argb, mix
from actors.text_to_video.procedural.world.plate import Layer, Plate, fill, gradient, line
from actors.text_to_video.procedural.world.sky import sun_place
from actors.text_to_video.procedural.world.terrain import waves


def water(
    plate: Plate, name: str = "water", *, top: float = 0.0, bottom: float = 1.3, depth: float = 0.5, colour: str = "3a9cc8",
    deep: str = "1c5f96", glitter: int = 60, mirror: float = 0.45,
) -> list[Layer]:  # fmt: skip
    """A level surface that mirrors the sky and glitters under the sun."""
    palette = plate.palette
    y0, y1 = plate.y(top), plate.y(bottom)
    sun_x, _ = sun_place(plate)
    chance = plate.chance(name)
    dashes = [
        (chance.random() * plate.period, y0 + 3 + (min(y1, plate.height * 1.05) - y0) * chance.random() ** 1.6,
         chance.uniform(0, math.tau), chance.uniform(0.5, 1.3))
        for _ in range(round(glitter * plate.period / plate.unit))
    ]  # fmt: skip
    path_dashes = [
        (sun_x + chance.gauss(0, 0.30), chance.random(), chance.uniform(0, math.tau), chance.uniform(0.6, 1.6))
        for _ in range(46)
    ]

    def paint(canvas: skia.Canvas) -> None:
        far = mix(palette.tone(colour, 0.45), palette.sky[2], mirror)
        near = mix(palette.tone(colour, 0.9), palette.sky[1], mirror * 0.55)
        low = palette.tone(deep, 1.0)
        canvas.drawRect(
            skia.Rect(0, y0, plate.period, plate.below),
            gradient(
                (0, y0), (0, plate.height * 1.02), [argb(far), argb(near), argb(mix(near, low, 0.8))], [0, 0.35, 1]
            ),
        )
        canvas.drawRect(skia.Rect(0, y0, plate.period, y0 + max(1.5, 0.004 * plate.unit)), fill(argb(palette.key, 0.4)))

    def live(canvas: skia.Canvas, t_s: float) -> None:
        path = skia.Path()
        for x, y, at, size in dashes:
            share = (y - y0) / max(1.0, plate.height - y0)
            reach = plate.unit * (0.006 + 0.035 * share) * size * (0.55 + 0.45 * math.sin(1.4 * t_s + at))
            x += plate.unit * 0.006 * math.sin(0.8 * t_s + at * 2)
            path.moveTo(x - reach, y)
            path.lineTo(x + reach, y)
        canvas.drawPath(path, line(argb(mix(palette.sky[2], (1, 1, 1), 0.4), 0.30), max(1.0, 0.003 * plate.unit)))

    layers = [Layer(depth, paint, live, y0 - 1, plate.below)]
    if palette.mood.sun > 0.25:

        def sunlit(canvas: skia.Canvas, t_s: float) -> None:
            path = skia.Path()
            for x, share, at, size in path_dashes:
                y = y0 + 4 + (min(plate.height, y1) - y0) * share
                width = plate.unit * (0.012 + 0.035 * share) * size * max(0.0, math.sin(2.1 * t_s + at))
                middle = sun_x + (x - sun_x) * plate.unit * (0.10 + 0.5 * share)
                path.moveTo(middle - width, y)
                path.lineTo(middle + width, y)
            canvas.drawPath(
                path,
                line(argb(mix(palette.key, (1, 1, 1), 0.3), 0.75 * palette.mood.sun), max(1.3, 0.0042 * plate.unit)),
            )

        layers.append(Layer(0.0, None, sunlit, shadow=False))
    return layers


def swell(
    plate: Plate,
    name: str = "swell",
    *,
    rows: int = 4,
    first: float = 0.25,
    last: float = 1.0,
    colour: str = "2f86b8",
    deep: str = "17568c",
    crest: float = 0.010,
) -> list[Layer]:
    """Rows of waves that roll across, each a sheet of its own; higher in a strong wind."""
    palette = plate.palette
    layers = []
    height = crest * (0.7 + 0.45 * palette.mood.wind)
    for row in range(rows):
        share = row / max(1, rows - 1)
        y = plate.y(first + (last - first) * share)
        depth = 0.6 + 0.55 * share
        wave = waves(plate.chance(f"{name}{row}"), plate.period, 7 - row, 10 - row, 0.6)
        reach = height * plate.unit * (0.7 + 1.1 * share)
        body = mix(palette.tone(colour, depth), palette.sky[1], 0.30 * (1 - share))
        low = palette.tone(deep, depth)

        def paint(canvas: skia.Canvas, wave=wave, y=y, reach=reach, body=body, low=low) -> None:  # type: ignore[no-untyped-def]
            path, foam = skia.Path(), skia.Path()
            path.moveTo(0, plate.below)
            steps = 220
            for index in range(steps + 1):
                x = plate.period * index / steps
                level = y - reach * wave(x)
                path.lineTo(x, level)
                (foam.lineTo if index else foam.moveTo)(x, level)
            path.lineTo(plate.period, plate.below)
            path.close()
            canvas.drawPath(
                path, gradient((0, y - reach), (0, y + 0.2 * plate.unit), [argb(body, 0.95), argb(low, 0.9)])
            )
            canvas.drawPath(foam, line(argb(mix(palette.key, (1, 1, 1), 0.5), 0.35), max(1.4, 0.004 * plate.unit)))

        direction = 1 if row % 2 else -1
        layers.append(
            Layer(
                depth,
                paint,
                None,
                y - reach * 1.8,
                plate.below,
                drift=direction * plate.unit * 0.022 * (0.6 + 0.5 * palette.mood.wind),
            )
        )
    return layers


def surf(plate: Plate, *, top: float = 0.34) -> list[Layer]:
    """The edge where the sea runs up a beach and draws back."""
    palette = plate.palette
    wave = waves(plate.chance("surf"), plate.period, 2, 6, 0.8)
    steps = 90

    def live(canvas: skia.Canvas, t_s: float) -> None:
        for delay, colour, width in (
            (0.0, argb(palette.tone("d9bd88", 1.0), 0.55), 0.02), (0.35, argb(mix(palette.sky[2], palette.tone("57b7cf"), 0.6), 0.8), 0.0),
        ):  # fmt: skip
            run = plate.unit * (0.028 * math.sin(0.9 * t_s - delay) + 0.012 + width)
            path = skia.Path()
            path.moveTo(0, plate.y(top) - 0.1 * plate.unit)
            for index in range(steps + 1):
                x = plate.period * index / steps
                path.lineTo(x, plate.y(top) + run + plate.unit * 0.012 * wave(x + 0.0))
            path.lineTo(plate.period, plate.y(top) - 0.1 * plate.unit)
            path.close()
            canvas.drawPath(path, fill(colour))
            if not width:
                edge = skia.Path()
                for index in range(steps + 1):
                    x = plate.period * index / steps
                    (edge.lineTo if index else edge.moveTo)(x, plate.y(top) + run + plate.unit * 0.012 * wave(x))
                canvas.drawPath(edge, line(argb(palette.tone("ffffff"), 0.9), 0.010 * plate.unit))

    return [Layer(0.8, None, live, shadow=False)]


def falls(
    plate: Plate, *, x: float = 0.5, wide: float = 0.17, top: float = -0.5, bottom: float = 0.12, depth: float = 0.42
) -> list[Layer]:
    """A waterfall between two heights, with streaks that fall and spray at its foot."""
    palette = plate.palette
    chance = plate.chance("falls")
    middle, half = x * plate.width, wide * plate.unit / 2
    y0, y1 = plate.y(top), plate.y(bottom)
    streaks = [(chance.uniform(-0.95, 0.95), chance.random(), chance.uniform(0.5, 1.2)) for _ in range(46)]
    puffs = [(chance.uniform(-1.2, 1.2), chance.random(), chance.uniform(0.6, 1.3)) for _ in range(16)]

    def paint(canvas: skia.Canvas) -> None:
        body, edge = palette.tone("d9f0fb", 0.8), palette.tone("7fc2e2", 0.75)
        path = skia.Path()
        path.moveTo(middle - half * 0.8, y0)
        path.cubicTo(middle - half * 0.8, y0 + 40, middle - half, y0 + 60, middle - half * 1.12, y1)
        path.lineTo(middle + half * 1.12, y1)
        path.cubicTo(middle + half, y0 + 60, middle + half * 0.8, y0 + 40, middle + half * 0.8, y0)
        path.close()
        canvas.drawPath(
            path,
            gradient(
                (middle - half, 0),
                (middle + half, 0),
                [argb(edge), argb(body), argb(body), argb(edge)],
                [0, 0.25, 0.7, 1],
            ),
        )

    def live(canvas: skia.Canvas, t_s: float) -> None:
        light, dark = skia.Path(), skia.Path()
        for number, (across, at, pace) in enumerate(streaks):
            share = (at + t_s * 0.55 * pace) % 1
            length = (y1 - y0) * 0.16
            y = y0 + (y1 - y0 - length) * share
            path = dark if number % 3 == 0 else light
            path.moveTo(middle + across * half * (0.82 + 0.25 * share), y)
            path.lineTo(middle + across * half * (0.84 + 0.27 * share), y + length)
        canvas.drawPath(dark, line(palette.paint("6fb4d8", 0.8, alpha=0.55), 0.006 * plate.unit))
        canvas.drawPath(light, line(palette.paint("ffffff", 0.9, alpha=0.75), 0.006 * plate.unit))
        spray = skia.Path()
        for across, at, size in puffs:
            share = (at + t_s * 0.35) % 1
            radius = plate.unit * 0.05 * size * (0.35 + share)
            spray.addCircle(
                middle + across * half * (1 + 0.6 * share), y1 - plate.unit * 0.05 * share + 0.01 * plate.unit, radius
            )
        canvas.drawPath(spray, fill(palette.paint("ffffff", 0.85, alpha=0.26)))

    return [Layer(depth, paint, live, y0, y1 + 2)]
