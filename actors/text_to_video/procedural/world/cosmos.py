# ruff: noqa: PLR0917, E501, C901 - three kinds of coral in one picture
"""Beyond the air: open space, the moon, and beneath the sea."""

from __future__ import annotations

import dataclasses
import math
from random import Random

import skia

from actors.text_to_video.procedural.world.colour import Rgb, argb, mix, rgb
from actors.text_to_video.procedural.world.palette import Palette
from actors.text_to_video.procedural.world.plate import Layer, Plate, fill, glow_paint, gradient, in_sight, line, seeded
from actors.text_to_video.procedural.world.sky import stars, twinkling


def in_space(palette: Palette) -> Palette:
    """Black sky, hard light; the hour only tints what shines."""
    tint = palette.sky[1]
    return dataclasses.replace(
        palette, sky=(rgb("05060f"), mix(rgb("141236"), tint, 0.10), mix(rgb("2a1b52"), tint, 0.22)), haze=rgb("241c4c"),
        ambient=mix((0.92, 0.92, 1.0), palette.ambient, 0.25), stars=1.0, glow=True, night=False,
        mood=dataclasses.replace(palette.mood, snow=palette.mood.snow * 0.4, wet=0.0, fog=palette.mood.fog * 0.5),
    )  # fmt: skip


def in_water(palette: Palette) -> Palette:
    """Blue light that fades with distance."""
    dim = 0.45 + 0.55 * max(palette.ambient)

    def deep(colour: str) -> Rgb:
        base = rgb(colour)
        toned = mix(base, palette.accent, 0.35) if palette.accent else base
        warm = mix(toned, palette.sky[2], 0.10)
        return warm[0] * dim, warm[1] * dim, warm[2] * dim

    return dataclasses.replace(
        palette, sky=(deep("58cfe2"), deep("1f93c4"), deep("0c5590")), haze=deep("1779ac"), stars=0.0, night=False,
        ambient=(0.72 * dim, 0.95 * dim, 1.0 * dim), key=mix(rgb("d8fbff"), palette.key, 0.3),
        mood=dataclasses.replace(palette.mood, snow=0.0, wet=0.0, cover=0.0),
    )  # fmt: skip


def space(plate: Plate) -> list[Layer]:
    """Stars in depth, a soft nebula, a ringed planet and a small one."""
    palette, unit = plate.palette, plate.unit
    chance = plate.chance("space")
    width, height = plate.width, plate.height
    tall = dataclasses.replace(plate, horizon=float(height))
    hue = chance.choice(
        (("e0784f", "f4b86a", "8a3f5a"), ("4f8fd0", "9fd3f0", "2c4a8f"), ("b56fd0", "f0a8d0", "4c2f7f"))
    )
    right = chance.random() < 0.5
    px, py, radius = width * (0.76 if right else 0.24), height * 0.32, 0.19 * unit

    def back(canvas: skia.Canvas) -> None:
        canvas.drawPaint(
            gradient((0, 0), (width, height), [argb(palette.sky[0]), argb(palette.sky[1]), argb(palette.sky[2])])
        )
        for _ in range(9):
            x, y = chance_cloud.random() * width, height * (0.2 + 0.6 * chance_cloud.random())
            tint = rgb(chance_cloud.choice(("6a3fa8", "3f5fc0", "c04f8f", "2f8fa8")))
            reach = unit * chance_cloud.uniform(0.25, 0.6)
            canvas.drawCircle(x, y, reach, glow_paint(x, y, reach, argb(tint, 0.26)))
        stars(canvas, tall, 1.6, 1.0)

    chance_cloud = plate.chance("nebula")

    def planets(canvas: skia.Canvas) -> None:
        canvas.drawCircle(px, py, radius * 1.5, glow_paint(px, py, radius * 1.5, argb(rgb(hue[1]), 0.4)))
        for half in (0, 1):
            canvas.save()
            canvas.translate(px, py)
            canvas.rotate(-18)
            canvas.clipRect(
                skia.Rect(-radius * 3, -radius * 2 if half == 0 else 0, radius * 3, 0 if half == 0 else radius * 2)
            )
            for factor, alpha, thick in ((1.9, 0.75, 0.16), (1.6, 0.5, 0.09)):
                canvas.drawOval(
                    skia.Rect(-radius * factor, -radius * factor * 0.26, radius * factor, radius * factor * 0.26),
                    line(argb(mix(rgb(hue[1]), (1, 1, 1), 0.3), alpha), thick * radius),
                )
            canvas.restore()
            if half == 0:
                canvas.save()
                ball = skia.Path()
                ball.addCircle(px, py, radius)
                canvas.clipPath(ball, True)
                canvas.drawCircle(px, py, radius, fill(argb(rgb(hue[0]))))
                own = seeded(f"{plate.scene.seed}:bands")
                for band in range(6):
                    y = py - radius + 2 * radius * (band + own.random()) / 6
                    canvas.drawRoundRect(
                        skia.Rect(px - radius, y, px + radius, y + radius * own.uniform(0.06, 0.2)),
                        6,
                        6,
                        fill(argb(rgb(hue[1 if band % 2 else 2]), 0.4)),
                    )
                canvas.drawCircle(
                    px,
                    py,
                    radius,
                    gradient(
                        (px - radius, py - radius),
                        (px + radius, py + radius),
                        [argb((1, 1, 1), 0.25), argb((0, 0, 0), 0.0), argb((0.02, 0.0, 0.1), 0.75)],
                        [0, 0.4, 1],
                    ),
                )
                canvas.restore()
        sx, sy, sr = width * (0.18 if right else 0.84), height * 0.70, 0.055 * unit
        canvas.drawCircle(
            sx, sy, sr, gradient((sx - sr, sy - sr), (sx + sr, sy + sr), [argb(rgb("e8ecff")), argb(rgb("6a6f9a"))])
        )
        for across, down, size in ((-0.3, -0.1, 0.2), (0.25, 0.3, 0.25), (0.1, -0.45, 0.14)):
            canvas.drawCircle(sx + across * sr, sy + down * sr, size * sr, fill(argb(rgb("8a8fb8"), 0.6)))

    return [
        Layer(0.0, back, None, 0, height, shadow=False), Layer(0.0, None, twinkling(tall, 30, 1.0), shadow=False),
        Layer(0.12, planets, None, -0.1 * height, height, drift=-0.002 * unit),
    ]  # fmt: skip


def lunar(plate: Plate) -> list[Layer]:
    """The earth above a grey horizon, craters before it."""
    palette, unit = plate.palette, plate.unit
    chance = plate.chance("craters")
    ex, ey, radius = (0.74 if chance.random() < 0.5 else 0.26) * plate.width, plate.horizon * 0.42, 0.13 * unit

    def earth(canvas: skia.Canvas) -> None:
        canvas.drawPaint(gradient((0, 0), (0, plate.horizon), [argb(palette.sky[0]), argb(palette.sky[1])]))
        stars(canvas, plate, 1.2, 1.0)
        canvas.drawCircle(ex, ey, radius * 1.6, glow_paint(ex, ey, radius * 1.6, argb(rgb("5fb4ff"), 0.55)))
        canvas.save()
        ball = skia.Path()
        ball.addCircle(ex, ey, radius)
        canvas.clipPath(ball, True)
        canvas.drawCircle(ex, ey, radius, fill(argb(rgb("3b8fe0"))))
        for across, down, size in ((-0.5, -0.3, 0.42), (-0.2, 0.05, 0.26), (0.4, 0.4, 0.4), (0.35, -0.55, 0.3)):
            canvas.drawOval(
                skia.Rect(
                    ex + (across - size) * radius,
                    ey + (down - size * 0.7) * radius,
                    ex + (across + size) * radius,
                    ey + (down + size * 0.7) * radius,
                ),
                fill(argb(rgb("5fb878"))),
            )
        for down in (-0.6, -0.1, 0.3, 0.65):
            canvas.drawRoundRect(
                skia.Rect(
                    ex - radius * 0.7, ey + down * radius, ex + radius * (0.2 + down * 0.4), ey + (down + 0.1) * radius
                ),
                8,
                8,
                fill(argb((1, 1, 1), 0.75)),
            )
        canvas.drawCircle(
            ex,
            ey,
            radius,
            gradient(
                (ex - radius, ey - radius),
                (ex + radius, ey + radius),
                [argb((0, 0, 0), 0), argb((0, 0, 0.08), 0.8)],
                [0.45, 1],
            ),
        )
        canvas.restore()

    spots = sorted(
        (chance.uniform(0.06, 1.1), chance.random() * plate.period, chance.uniform(0.05, 0.13)) for _ in range(15)
    )

    def craters(canvas: skia.Canvas) -> None:
        for share, x, size in spots:
            y, w = plate.y(share), size * unit * (0.25 + 0.9 * share)
            h = w * 0.27
            canvas.drawOval(skia.Rect(x - w, y - h, x + w, y + h), fill(palette.paint("d9dae2", 0.95)))
            canvas.drawOval(
                skia.Rect(x - w * 0.9, y - h * 0.72, x + w * 0.92, y + h * 0.86),
                gradient((x - w, y), (x + w, y), [palette.paint("6b6c7c", 0.95), palette.paint("a9aab6", 0.95)]),
            )

    return [
        Layer(0.0, earth, None, 0, plate.height, shadow=False),
        Layer(0.0, None, twinkling(plate, 16), shadow=False),
        Layer(1.0, craters, None, plate.horizon, plate.below, shadow=False),
    ]


def undersea(plate: Plate) -> list[Layer]:
    """Blue depth under a bright surface, with rays of light and bubbles."""
    palette, unit = plate.palette, plate.unit
    chance = plate.chance("undersea")
    rays = [(chance.random(), chance.uniform(0.04, 0.13), chance.uniform(0, math.tau)) for _ in range(7)]
    bubbles = [
        (
            chance.random(),
            chance.random(),
            chance.uniform(0.004, 0.012),
            chance.uniform(0, math.tau),
            chance.uniform(0.6, 1.3),
        )
        for _ in range(36)
    ]

    def back(canvas: skia.Canvas) -> None:
        canvas.drawPaint(
            gradient(
                (0, 0),
                (0, plate.height),
                [argb(palette.sky[0]), argb(palette.sky[1]), argb(palette.sky[2])],
                [0, 0.45, 1],
            )
        )
        canvas.drawPaint(glow_paint(plate.width * 0.45, -0.1 * unit, unit * 0.9, argb(palette.key, 0.45)))

    def live(canvas: skia.Canvas, t_s: float) -> None:
        path = skia.Path()
        for at, wide, phase in rays:
            x = at * plate.width + 0.03 * unit * math.sin(0.4 * t_s + phase)
            w = wide * unit * (0.8 + 0.3 * math.sin(0.6 * t_s + phase * 2))
            path.addPoly(
                [
                    skia.Point(x, -4),
                    skia.Point(x + w, -4),
                    skia.Point(x + w * 2.4 - 0.25 * unit, 0.9 * plate.height),
                    skia.Point(x - 0.34 * unit, 0.9 * plate.height),
                ],
                True,
            )
        canvas.drawPath(
            path, gradient((0, 0), (0, 0.85 * plate.height), [argb(palette.key, 0.24), argb(palette.key, 0.0)])
        )

    def rise(canvas: skia.Canvas, t_s: float) -> None:
        path = skia.Path()
        for x0, y0, size, phase, pace in bubbles:
            y = (1.05 - ((y0 + 0.07 * pace * t_s) % 1) * 1.1) * plate.height
            path.addCircle(x0 * plate.width + 0.012 * unit * math.sin(1.6 * t_s + phase), y, size * unit)
        canvas.drawPath(path, fill(argb((1, 1, 1), 0.16)))
        canvas.drawPath(path, line(argb((1, 1, 1), 0.5), max(1.0, 0.0018 * unit)))

    return [Layer(0.0, back, live, 0, plate.height, shadow=False), Layer(0.0, None, rise, shadow=False)]


def reef(
    plate: Plate, name: str = "reef", *, depth: float = 1.0, foot: float = 0.75, size: float = 0.2, count: int = 12
) -> list[Layer]:
    """Corals of three kinds and weed that waves."""
    chance = plate.chance(name)
    palette, unit = plate.palette, plate.unit
    base = plate.y(foot)
    total = round(count * plate.period / (1.6 * unit))
    corals = [
        (
            (index + chance.random()) / total * plate.period,
            size * unit * chance.uniform(0.5, 1.1),
            chance.randrange(3),
            chance.choice(("f2748c", "f5a05a", "c07ae0", "f7d065", "ef5f7a")),
            chance.random(),
        )
        for index in range(total)
    ]
    weeds = [
        (chance.random() * plate.period, size * unit * chance.uniform(0.7, 1.5), chance.uniform(0, math.tau))
        for _ in range(total * 2)
    ]

    def branch(path: skia.Path, own: Random, x: float, y: float, angle: float, length: float, left: int) -> None:
        ex, ey = x + math.cos(angle) * length, y - math.sin(angle) * length
        path.moveTo(x, y)
        path.lineTo(ex, ey)
        if left:
            for turn in (-0.5, 0.45):
                branch(path, own, ex, ey, angle + turn * own.uniform(0.7, 1.2), length * 0.72, left - 1)

    def paint(canvas: skia.Canvas) -> None:
        for x, s, kind, colour, own in corals:
            mine, tone = seeded(own), palette.paint(colour, depth)
            if kind == 0:
                path = skia.Path()
                branch(path, mine, x, base, math.pi / 2, s * 0.4, 3)
                canvas.drawPath(path, line(tone, s * 0.07))
            elif kind == 1:
                canvas.drawArc(
                    skia.Rect(x - s * 0.5, base - s * 0.5, x + s * 0.5, base + s * 0.5), 180, 180, True, fill(tone)
                )
                for ring in (0.36, 0.22):
                    canvas.drawArc(
                        skia.Rect(x - s * ring, base - s * ring, x + s * ring, base + s * ring),
                        180,
                        180,
                        False,
                        line(palette.paint("ffffff", depth, alpha=0.3), s * 0.03),
                    )
            else:
                for tube in range(3):
                    tx, high = x + (tube - 1) * s * 0.2, s * mine.uniform(0.4, 0.8)
                    canvas.drawRoundRect(
                        skia.Rect(tx - s * 0.08, base - high, tx + s * 0.08, base + 4), s * 0.06, s * 0.06, fill(tone)
                    )
                    canvas.drawOval(
                        skia.Rect(tx - s * 0.08, base - high - s * 0.02, tx + s * 0.08, base - high + s * 0.05),
                        fill(palette.paint("7a3050", depth, alpha=0.6)),
                    )

    def live(canvas: skia.Canvas, t_s: float) -> None:
        path = skia.Path()
        first, last = in_sight(canvas, 0.5 * size * unit)
        for x, s, phase in weeds:
            if not first < x < last:
                continue
            bend = 0.22 * s * math.sin(0.9 * t_s + phase)
            path.moveTo(x - 0.006 * unit, base + 0.02 * unit)
            path.cubicTo(
                x - 0.02 * unit + bend * 0.4,
                base - s * 0.4,
                x + 0.02 * unit - bend * 0.3,
                base - s * 0.7,
                x + bend,
                base - s,
            )
            path.cubicTo(
                x + 0.04 * unit - bend * 0.3,
                base - s * 0.65,
                x + bend * 0.4,
                base - s * 0.35,
                x + 0.008 * unit,
                base + 0.02 * unit,
            )
        canvas.drawPath(path, fill(palette.paint("3fa07a", depth)))

    return [Layer(depth, paint, live, base - size * 1.7 * unit, base + 6)]
