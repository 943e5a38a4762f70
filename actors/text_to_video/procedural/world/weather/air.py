"""What hangs and drives in the air: fog, gusts, sand."""

from __future__ import annotations

import math

import skia

from actors.text_to_video.procedural.world.colour import argb, mix
from actors.text_to_video.procedural.world.plate import Layer, Plate, gradient, line


def mist(plate: Plate, heights: tuple[float, ...]) -> list[Layer]:
    """Banks of fog, one behind another, that drift against each other."""
    palette = plate.palette
    layers = []
    for number, share in enumerate(heights):
        chance = plate.chance(f"mist{number}")
        y = plate.y(share)
        banks = [
            (
                chance.random() * plate.period,
                y + chance.uniform(-0.06, 0.06) * plate.unit,
                plate.unit * chance.uniform(0.35, 0.7),
            )
            for _ in range(7)
        ]
        tone = mix(palette.haze, (1, 1, 1), 0.12 * (1 if not palette.night else 0.2))

        def paint(canvas: skia.Canvas, banks=banks, tone=tone, y=y) -> None:  # type: ignore[no-untyped-def]
            reach = 0.2 * plate.unit
            canvas.drawRect(
                skia.Rect(0, y - reach, plate.period, y + reach),
                gradient((0, y - reach), (0, y + reach), [argb(tone, 0), argb(tone, 0.34), argb(tone, 0)]),
            )
            for x, at, wide in banks:
                canvas.save()
                canvas.translate(x, at)
                canvas.scale(1, 0.2)
                shader = skia.GradientShader.MakeRadial(
                    skia.Point(0, 0), wide, [argb(tone, 0.55), argb(tone, 0.3), argb(tone, 0)], [0, 0.5, 1]
                )
                canvas.drawCircle(0, 0, wide, skia.Paint(AntiAlias=True, Shader=shader))
                canvas.restore()

        drift = plate.unit * (0.02 + 0.015 * number) * (1 if number % 2 else -1) * (0.4 + palette.mood.wind)
        layers.append(
            Layer(
                0.5 + 0.3 * number,
                paint,
                None,
                y - 0.22 * plate.unit,
                y + 0.22 * plate.unit,
                drift=drift,
                shadow=False,
                soft=True,
            )
        )
    return layers


def gusts(plate: Plate) -> list[Layer]:
    """Thin white lines that the wind draws, with a curl at their end."""
    chance = plate.chance("gusts")
    lines = [
        (
            chance.random(),
            chance.uniform(0.12, 0.85),
            chance.uniform(0.16, 0.34),
            chance.uniform(0.7, 1.2),
            chance.random() < 0.5,
        )
        for _ in range(9)
    ]
    unit, width = plate.unit, plate.width

    def live(canvas: skia.Canvas, t_s: float) -> None:
        path = skia.Path()
        for at, down, length, pace, curls in lines:
            x = ((at + 0.33 * pace * t_s) % 1) * 1.7 * width - 0.4 * width
            y, reach = down * plate.height, length * unit
            path.moveTo(x, y)
            path.cubicTo(x + reach * 0.35, y - 0.02 * unit, x + reach * 0.6, y + 0.02 * unit, x + reach, y)
            if curls:
                path.cubicTo(
                    x + reach * 1.28,
                    y - 0.02 * unit,
                    x + reach * 1.2,
                    y - 0.08 * unit,
                    x + reach * 1.08,
                    y - 0.06 * unit,
                )
                path.cubicTo(
                    x + reach * 1.02,
                    y - 0.045 * unit,
                    x + reach * 1.08,
                    y - 0.025 * unit,
                    x + reach * 1.13,
                    y - 0.035 * unit,
                )
        canvas.drawPath(path, line(argb((1, 1, 1), 0.55), max(1.5, 0.0035 * unit)))

    return [Layer(0.0, None, live, shadow=False)]


def sand(plate: Plate) -> list[Layer]:
    """Sheets of sand that drive past, and grains before them."""
    layers = mist(plate, (-0.25, 0.2, 0.8))
    chance = plate.chance("sand")
    grains = [
        (chance.random(), chance.random(), chance.uniform(0.7, 1.4), chance.uniform(0, math.tau)) for _ in range(330)
    ]
    paint = line(argb(mix(plate.palette.haze, (1, 0.9, 0.6), 0.45), 0.75), max(1.0, 0.0028 * plate.unit))

    def live(canvas: skia.Canvas, t_s: float) -> None:
        path = skia.Path()
        for x0, y0, pace, at in grains:
            x = ((x0 + 0.75 * pace * t_s) % 1) * 1.1 * plate.width - 0.05 * plate.width
            y = (y0 + 0.02 * math.sin(2 * t_s + at)) * plate.height
            path.moveTo(x, y)
            path.lineTo(x + 0.02 * plate.unit * pace, y + 0.002 * plate.unit)
        canvas.drawPath(path, paint)

    for layer in layers:
        layer.drift = abs(layer.drift) * 3
    return [*layers, Layer(0.0, None, live, shadow=False)]
