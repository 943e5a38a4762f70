# ruff: noqa: ARG001 - parts of a place share one signature
"""What stands along a street: the road itself, lamps, fences, stands full of people."""

from __future__ import annotations

import skia

from actors.text_to_video.procedural.world.colour import argb, mix, rgb
from actors.text_to_video.procedural.world.plate import Layer, Plate, fill, glow_paint, gradient, line, polygon


def paving(
    plate: Plate,
    *,
    top: float = 0.2,
    kerb: float = 0.36,
    road: str = "5b6070",
    walk: str = "c9c2b8",
    dashes: bool = True,
    far_kerb: bool = True,
) -> list[Layer]:
    """A road along the picture with pavement behind it and a dashed middle line."""
    palette = plate.palette
    y0, y1 = plate.y(top), plate.y(kerb)

    def paint(canvas: skia.Canvas) -> None:
        near = palette.tone(road, 1.0, 0.75)
        if far_kerb:
            canvas.drawRect(skia.Rect(0, y0, plate.period, y1), fill(palette.paint(walk, 0.9, 0.95)))
            canvas.drawRect(
                skia.Rect(0, y1 - 0.008 * plate.unit, plate.period, y1), fill(palette.paint("8d8a8c", 0.9, 0.6))
            )
        canvas.drawRect(
            skia.Rect(0, y1, plate.period, plate.below),
            gradient(
                (0, y1),
                (0, plate.height),
                [argb(mix(near, palette.key, 0.1)), argb(mix(near, palette.tone("10162c"), 0.25))],
            ),
        )
        y2 = plate.y(1.16)
        canvas.drawRect(skia.Rect(0, y2, plate.period, plate.below), fill(palette.paint(walk, 1, 0.9)))
        if dashes and palette.mood.snow < 0.95:
            middle = plate.floor + 0.10 * plate.unit
            step = plate.period / max(4, round(plate.period / (0.26 * plate.unit)))
            path = skia.Path()
            x = 0.0
            while x < plate.period - 1:
                path.addRect(skia.Rect(x, middle, x + step * 0.5, middle + 0.013 * plate.unit))
                x += step
            canvas.drawPath(path, fill(palette.paint("f5ead0", 1.0, alpha=0.85)))

    return [Layer(1.0, paint, None, y0, plate.below, shadow=False)]


def lamps(
    plate: Plate, name: str = "lamps", *, depth: float = 0.95, foot: float = 0.32, tall: float = 0.42, count: int = 3
) -> list[Layer]:
    """Street lamps, with cones of light when it is dark."""
    base = plate.y(foot)
    palette = plate.palette
    step = plate.period / max(2, round(count * plate.period / (1.7 * plate.unit)))

    def paint(canvas: skia.Canvas) -> None:
        x = step * 0.36
        high = tall * plate.unit
        while x < plate.period:
            post = line(palette.paint("3d4458", depth), 0.011 * plate.unit)
            path = skia.Path()
            path.moveTo(x, base)
            path.lineTo(x, base - high * 0.9)
            path.quadTo(x, base - high, x + high * 0.16, base - high)
            canvas.drawPath(path, post)
            hx, hy = x + high * 0.2, base - high
            if palette.glow:
                canvas.drawPath(
                    polygon(
                        [
                            (hx - high * 0.05, hy),
                            (hx + high * 0.05, hy),
                            (hx + high * 0.36, base),
                            (hx - high * 0.36, base),
                        ]
                    ),
                    gradient((0, hy), (0, base), [argb(rgb("ffe3a0"), 0.30), argb(rgb("ffe3a0"), 0.0)]),
                )
                canvas.drawCircle(hx, hy, high * 0.3, glow_paint(hx, hy, high * 0.3, argb(rgb("ffe3a0"), 0.75)))
            canvas.drawRoundRect(
                skia.Rect(hx - high * 0.07, hy - high * 0.02, hx + high * 0.07, hy + high * 0.025),
                3,
                3,
                fill(argb(palette.lamp("fff1c4", depth))),
            )
            x += step

    return [Layer(depth, paint, None, base - tall * 1.35 * plate.unit, base + 3)]


def fence(
    plate: Plate, *, depth: float = 0.85, foot: float = 0.3, tall: float = 0.075, colour: str = "f3ead8"
) -> list[Layer]:
    """A fence of pales and two rails."""
    base, high = plate.y(foot), tall * plate.unit
    total = round(plate.period / (0.045 * plate.unit))

    def paint(canvas: skia.Canvas) -> None:
        path = skia.Path()
        step = plate.period / total
        for number in range(total):
            x = number * step
            path.addPoly(
                [
                    skia.Point(x, base),
                    skia.Point(x, base - high * 0.85),
                    skia.Point(x + step * 0.2, base - high),
                    skia.Point(x + step * 0.4, base - high * 0.85),
                    skia.Point(x + step * 0.4, base),
                ],
                True,
            )
        for share in (0.3, 0.65):
            path.addRect(skia.Rect(0, base - high * share - 2, plate.period, base - high * share + high * 0.06))
        canvas.drawPath(path, fill(plate.palette.paint(colour, depth, 0.3)))

    return [Layer(depth, paint, None, base - high * 1.1, base + 2)]


def crowd(plate: Plate, *, depth: float = 0.4, top: float = -0.34, bottom: float = 0.1, rows: int = 7) -> list[Layer]:
    """Stands full of people, floodlights above."""
    chance = plate.chance("crowd")
    palette = plate.palette
    y0, y1 = plate.y(top), plate.y(bottom)

    def paint(canvas: skia.Canvas) -> None:
        canvas.drawRect(skia.Rect(0, y0 - 0.05 * plate.unit, plate.period, y0), fill(palette.paint("e8ecf2", depth, 1)))
        canvas.drawRect(
            skia.Rect(0, y0, plate.period, y1),
            gradient((0, y0), (0, y1), [palette.paint("3a4770", depth), palette.paint("56669a", depth)]),
        )
        shirts = ("e4685f", "f3c64f", "f7f6f2", "5f9fe0", "f29a52", "8fd0b4")
        paths, heads = [skia.Path() for _ in shirts], skia.Path()
        size = (y1 - y0) / rows
        for row in range(rows):
            y = y0 + (row + 0.75) * size
            x = chance.random() * size
            while x < plate.period:
                if chance.random() < 0.86:
                    paths[chance.randrange(len(shirts))].addRRect(
                        skia.RRect.MakeRectXY(
                            skia.Rect(x - size * 0.26, y - size * 0.22, x + size * 0.26, y + size * 0.3),
                            size * 0.14,
                            size * 0.14,
                        )
                    )
                    heads.addCircle(x, y - size * 0.36, size * 0.17)
                x += size * 0.66
        for path, shirt in zip(paths, shirts, strict=True):
            canvas.drawPath(path, fill(palette.paint(shirt, depth)))
        canvas.drawPath(heads, fill(palette.paint("edbf9f", depth)))
        canvas.drawRect(skia.Rect(0, y1 - 0.045 * plate.unit, plate.period, y1 + 3), fill(palette.paint("2f8f6b", 0.7)))
        for number in range(max(2, round(plate.period / (0.7 * plate.unit)))):
            x = (number + 0.45) * 0.7 * plate.unit
            top_y = y0 - 0.22 * plate.unit
            canvas.drawLine(x, y0, x, top_y, line(palette.paint("7b869c", depth), 0.012 * plate.unit))
            box = skia.Rect(
                x - 0.07 * plate.unit, top_y - 0.05 * plate.unit, x + 0.07 * plate.unit, top_y + 0.03 * plate.unit
            )
            canvas.drawRoundRect(box, 4, 4, fill(palette.paint("5a6478", depth)))
            if palette.glow:
                canvas.drawCircle(
                    x, top_y, 0.2 * plate.unit, glow_paint(x, top_y, 0.2 * plate.unit, argb((1, 0.98, 0.85), 0.8))
                )
            for bulb in range(8):
                canvas.drawCircle(
                    x + (bulb % 4 - 1.5) * 0.033 * plate.unit,
                    top_y + (bulb // 4 - 0.75) * 0.034 * plate.unit,
                    0.012 * plate.unit,
                    fill(argb(palette.lamp("fffbe0", depth))),
                )

    return [Layer(depth, paint, None, y0 - 0.45 * plate.unit, y1 + 4)]
