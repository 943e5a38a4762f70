# ruff: noqa: E501 - a formula a line
"""What the sky itself shows: lightning, rainbow, aurora, meteors."""

from __future__ import annotations

import math

import skia

from actors.text_to_video.procedural.world.colour import argb, rgb
from actors.text_to_video.procedural.world.faint import Faint
from actors.text_to_video.procedural.world.plate import Layer, Plate, fill, gradient, line


def lightning(plate: Plate) -> list[Layer]:
    """Flashes at a few moments, each with its own bolt."""
    chance = plate.chance("lightning")
    strikes = []
    at = chance.uniform(0.4, 1.1)
    while at < plate.duration_s:
        x = chance.uniform(0.12, 0.88) * plate.width
        points, y = [(x, -4.0)], 0.0
        while y < plate.horizon:
            y += plate.horizon * chance.uniform(0.06, 0.12)
            x += chance.uniform(-0.05, 0.05) * plate.unit
            points.append((x, y))
        strikes.append((at, points))
        at += chance.uniform(1.5, 2.7)

    def live(canvas: skia.Canvas, t_s: float) -> None:
        for began, points in strikes:
            age = t_s - began
            if not 0 <= age < 0.5:
                continue
            force = math.exp(-7 * age) * (0.7 + 0.3 * math.cos(40 * age))
            canvas.drawColor(argb((0.80, 0.85, 1.0), 0.42 * max(0.0, force)))
            path = skia.Path()
            path.addPoly([skia.Point(x, y) for x, y in points], False)
            middle = points[len(points) // 2]
            path.moveTo(*middle)
            path.lineTo(middle[0] + 0.06 * plate.unit, middle[1] + 0.09 * plate.unit)
            path.lineTo(middle[0] + 0.05 * plate.unit, middle[1] + 0.16 * plate.unit)
            for width, alpha in ((0.022, 0.22), (0.009, 0.5), (0.0042, 1.0)):
                canvas.drawPath(
                    path, line(argb((0.93, 0.94, 1.0), alpha * max(0.0, min(1.0, force * 1.6))), width * plate.unit)
                )

    return [Layer(0.0, None, live, shadow=False)]


def rainbow(plate: Plate) -> list[Layer]:
    """An arc of seven soft bands that stands opposite the sun."""
    across = 0.62 if plate.palette.sun[0] < 0.5 else 0.38
    x, y = across * plate.width, plate.horizon + 0.08 * plate.unit
    radius = min(0.62 * plate.unit, y * 0.86)

    def paint(canvas: skia.Canvas) -> None:
        band = 0.017 * plate.unit
        for number, colour in enumerate(("f2584f", "f6944a", "f8d757", "6cc777", "52a8ea", "4f6fd6", "8d63c9")):
            shade = plate.palette.tone(colour, 0.9)
            canvas.drawCircle(x, y, radius - band * number, line(argb(shade, 0.50), band * 1.08))
        canvas.drawCircle(x, y, radius - band * 6.5, fill(argb((1, 1, 1), 0.07)))

    return [Layer(0.04, paint, None, 0, plate.height * 0.9, shadow=False)]


def aurora(plate: Plate) -> list[Layer]:
    """Curtains of green and violet light that wave slowly."""
    chance = plate.chance("aurora")
    curtains = [
        (
            plate.horizon * (0.62 - 0.16 * number),
            rgb(colour),
            chance.uniform(0, math.tau),
            chance.uniform(0.8, 1.2),
            0.30 + 0.08 * number,
        )
        for number, colour in enumerate(("3df5a6", "43d9c9", "a76bf0"))
    ]
    steps = 34
    order = [
        corner + step
        for corner in (index * 4 + row for index in range(steps) for row in range(3))
        for step in (0, 1, 4, 1, 5, 4)
    ]
    # Where the lowest fold ends.
    lowest = plate.horizon * 0.62 + 0.14 * plate.unit
    faint = Faint(plate.width, math.ceil(lowest), skia.BlendMode.kScreen)

    def draw(canvas: skia.Canvas, t_s: float) -> None:
        for base, colour, at, pace, tall in curtains:
            points, colours = [], []
            for index in range(steps + 1):
                share = index / steps
                wave = math.sin(5.2 * pace * share + 0.22 * t_s + at) + 0.5 * math.sin(11 * share - 0.31 * t_s + at * 2)
                x = plate.width * (-0.08 + 1.16 * share) + 0.03 * plate.unit * math.cos(7 * share + at + 0.2 * t_s)
                y = base + 0.065 * plate.unit * wave
                bright = (
                    0.45 + 0.3 * math.sin(9 * share * pace - 0.5 * t_s + at) + 0.25 * math.sin(23 * share + 0.7 * t_s)
                ) * math.sin(math.pi * share) ** 0.5
                points += [
                    skia.Point(x, y - tall * plate.unit),
                    skia.Point(x, y - tall * 0.25 * plate.unit),
                    skia.Point(x, y),
                    skia.Point(x, y + 0.03 * plate.unit),
                ]
                bright = max(0.08, bright)
                colours += [argb(colour, 0), argb(colour, 0.30 * bright), argb(colour, 0.72 * bright), argb(colour, 0)]
            mesh = skia.Vertices(skia.Vertices.kTriangles_VertexMode, points, points, colours, order)
            canvas.drawVertices(mesh, skia.Paint(AntiAlias=True, BlendMode=skia.BlendMode.kScreen), skia.BlendMode.kDst)

    def live(canvas: skia.Canvas, t_s: float) -> None:
        faint.lay(canvas, lambda small: draw(small, t_s))

    return [Layer(0.0, None, live, shadow=False)]


def meteors(plate: Plate) -> list[Layer]:
    """Shooting stars, now one, now a few, all from one quarter of the sky."""
    chance = plate.chance("meteors")
    count = max(6, round(plate.duration_s * 3.0))
    falls = [
        ((index + chance.uniform(-0.4, 0.4)) / count * (plate.duration_s + 0.8) - 0.5, chance.uniform(0.15, 1.25) * plate.width,
         chance.uniform(-0.05, 0.42) * plate.horizon, chance.uniform(0.7, 1.3), chance.uniform(0.16, 0.34) * plate.unit)
        for index in range(count)
    ]  # fmt: skip
    dx, dy = -0.86, 0.50

    def live(canvas: skia.Canvas, t_s: float) -> None:
        for began, x, y, lasts, tail in falls:
            share = (t_s - began) / lasts
            if not 0 < share < 1:
                continue
            way = 0.62 * plate.unit * share
            shine = math.sin(math.pi * share) ** 0.6
            hx, hy = x + dx * way, y + dy * way
            tx, ty = hx - dx * tail * min(1.0, share * 2.5), hy - dy * tail * min(1.0, share * 2.5)
            paint = gradient((tx, ty), (hx, hy), [argb((0.75, 0.85, 1), 0), argb((1, 1, 1), 0.95 * shine)])
            path = skia.Path()
            wide = 0.0035 * plate.unit
            path.moveTo(tx, ty)
            path.lineTo(hx - dy * wide, hy + dx * wide)
            path.lineTo(hx + dy * wide, hy - dx * wide)
            path.close()
            canvas.drawPath(path, paint)
            canvas.drawCircle(hx, hy, wide * 1.3, fill(argb((1, 1, 1), shine)))
            canvas.drawCircle(hx, hy, wide * 4, fill(argb((0.8, 0.88, 1), 0.2 * shine)))

    return [Layer(0.0, None, live, shadow=False)]
