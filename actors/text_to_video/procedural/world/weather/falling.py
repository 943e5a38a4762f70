# ruff: noqa: PLR0917, E501 - a picture has many drops
"""What falls: rain, snow, petals, leaves; all of one size in one path."""

from __future__ import annotations

import math

import numpy
import skia

from actors.text_to_video.procedural.world.colour import argb, mix, rgb
from actors.text_to_video.procedural.world.plate import Layer, Plate, fill, in_sight, line


def rain(plate: Plate, count: int, slant: float, ground: bool) -> list[Layer]:
    """Streaks of rain in two distances, and rings where drops meet the ground."""
    chance = plate.chance("rain")
    width, height, unit = plate.width, plate.height, plate.unit
    tint = mix(plate.palette.sky[2], (1, 1, 1), 0.5)
    sheets = []
    for share, thick, alpha, speed in ((0.62, 0.0016, 0.34, 1.5), (0.38, 0.0030, 0.5, 2.2)):
        drops = numpy.array([
            (chance.random(), chance.random(), chance.uniform(0.8, 1.2))
            for _ in range(int(count * share * min(1.4, width / height)))
        ]).T  # fmt: skip
        sheets.append(
            (
                drops,
                _streak(
                    line(argb(tint, alpha), max(1.0, thick * unit), skia.Paint.kButt_Cap),
                    slant,
                    (0.03 + 14 * thick) * unit,
                ),
                speed,
                (0.03 + 14 * thick) * unit,
            )
        )
    rings = [(chance.random(), chance.random(), chance.random()) for _ in range(34)]

    def live(canvas: skia.Canvas, t_s: float) -> None:
        put = canvas.drawImage
        first, last = in_sight(canvas, 0.0)
        for drops, streak, speed, length in sheets:
            span = height + length * 2
            x0, y0, pace = drops
            y = (y0 + speed * pace * t_s) % 1.0 * span - length
            x = (x0 * width * 1.3 + slant * y) % (width * 1.3) - 0.15 * width
            seen = (first - streak.width() < x) & (x < last)
            for left, top in zip(x[seen].astype(int).tolist(), y[seen].astype(int).tolist(), strict=True):
                put(streak, left, top)
        if ground:
            path = skia.Path()
            for x0, y0, at in rings:
                share = (at + 1.6 * t_s) % 1
                turn = math.floor(at + 1.6 * t_s) * 0.37
                x, down = (x0 + turn) % 1 * width, (y0 + turn * 1.7) % 1
                y = plate.y(0.2) + (height - plate.y(0.2)) * down
                radius = unit * (0.004 + 0.02 * share) * (0.5 + down)
                if share < 0.8:
                    path.addOval(skia.Rect(x - radius, y - radius * 0.32, x + radius, y + radius * 0.32))
            canvas.drawPath(path, line(argb(tint, 0.35), max(1.0, 0.002 * unit)))

    return [Layer(0.0, None, live, shadow=False)]


def _streak(paint: skia.Paint, slant: float, length: float) -> skia.Image:
    """One drop's streak: a drop falls fast enough to lie on whole pixels, and a small image costs a quarter of a line."""
    margin = 2
    wide, high = math.ceil(abs(slant) * length) + 2 * margin, math.ceil(length) + 2 * margin
    info = skia.ImageInfo.Make(wide, high, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)
    surface = skia.Surface.MakeRaster(info)
    surface.getCanvas().drawLine(margin, margin, margin + slant * length, margin + length, paint)
    return surface.makeImageSnapshot()


def snowfall(plate: Plate, count: int, slant: float, speed: float) -> list[Layer]:
    """Flakes in three distances that sink and swing."""
    chance = plate.chance("snow")
    width, height, unit = plate.width, plate.height, plate.unit
    tone = argb(mix((1, 1, 1), plate.palette.ambient, 0.35), 0.9)
    sheets = [
        ([(chance.random(), chance.random(), chance.uniform(0, math.tau), chance.uniform(0.8, 1.2)) for _ in range(int(count * share * min(1.4, width / height)))],
         line(tone, max(1.6, size * unit)), size / 0.008)
        for share, size in ((0.56, 0.005), (0.32, 0.009), (0.12, 0.015))
    ]  # fmt: skip

    def live(canvas: skia.Canvas, t_s: float) -> None:
        for flakes, paint, near in sheets:
            points = []
            for x0, y0, at, pace in flakes:
                fallen = y0 + 0.30 * speed * near**0.5 * pace * t_s
                y = (fallen % 1) * 1.06 * height - 0.03 * height
                x = (
                    x0 * width + slant * near**0.5 * t_s * height * 0.5 * pace + 0.018 * unit * math.sin(1.1 * t_s + at)
                ) % (width * 1.06)
                points.append(skia.Point(x - 0.03 * width, y))
            canvas.drawPoints(skia.Canvas.kPoints_PointMode, points, paint)

    return [Layer(0.0, None, live, shadow=False)]


def _tumbling(
    plate: Plate, name: str, count: int, colours: tuple[str, ...], size: float, slant: float, fall: float, slim: float
) -> list[Layer]:
    chance = plate.chance(name)
    width, height, unit = plate.width, plate.height, plate.unit
    flocks = []
    for colour in colours:
        flock = [
            (
                chance.random(),
                chance.random(),
                chance.uniform(0, math.tau),
                chance.uniform(0.6, 1.5),
                chance.uniform(0.7, 1.3),
            )
            for _ in range(max(1, round(count / len(colours) * min(1.4, width / height))))
        ]
        flocks.append((flock, fill(plate.palette.paint(mix(rgb(colour), (1, 1, 1), 0.1), 1.2, alpha=0.95))))

    def live(canvas: skia.Canvas, t_s: float) -> None:
        for flock, paint in flocks:
            path = skia.Path()
            for x0, y0, at, big, pace in flock:
                y = ((y0 + fall * pace * t_s) % 1) * 1.1 * height - 0.05 * height
                x = (x0 * width + slant * t_s * height * pace + 0.04 * unit * math.sin(1.3 * pace * t_s + at)) % (
                    1.1 * width
                ) - 0.05 * width
                reach, turn = size * unit * big, 1.1 * t_s * pace + at
                thin = slim * (0.35 + 0.65 * abs(math.sin(1.7 * t_s * pace + at)))
                dx, dy = math.cos(turn) * reach, math.sin(turn) * reach
                path.moveTo(x - dx, y - dy)
                path.quadTo(x - dy * thin * 2, y + dx * thin * 2, x + dx, y + dy)
                path.quadTo(x + dy * thin * 2, y - dx * thin * 2, x - dx, y - dy)
            canvas.drawPath(path, paint)

    return [Layer(0.0, None, live, shadow=False)]


def petals(plate: Plate) -> list[Layer]:
    """Blossom that tumbles through the air."""
    return _tumbling(plate, "petals", 84, ("ffb7cb", "ffd6e0", "f58fb0"), 0.010, 0.07, 0.10, 0.5)


def leaves(plate: Plate, count: int, slant: float) -> list[Layer]:
    """Autumn leaves that tumble through the air."""
    return _tumbling(plate, "leaves", count, ("e0772f", "d9a032", "b8472c"), 0.017, slant, 0.12, 0.42)
