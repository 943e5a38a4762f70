"""Sky: its gradient, sun, moon, stars and clouds."""

from __future__ import annotations

import math
from random import Random

import skia

from actors.text_to_video.procedural.world.colour import argb, mix
from actors.text_to_video.procedural.world.plate import Layer, Liver, Plate, fill, glow_paint, gradient, line


def sky(plate: Plate) -> list[Layer]:
    """Everything above the horizon but clouds."""
    palette = plate.palette

    def paint(canvas: skia.Canvas) -> None:
        top, middle, low = palette.sky
        end = plate.horizon + 0.02 * plate.height
        colours = [argb(top), argb(mix(top, middle, 0.6)), argb(middle), argb(low)]
        canvas.drawPaint(gradient((0, -0.1 * plate.height), (0, end), colours, [0.0, 0.35, 0.62, 1.0]))
        if palette.stars > 0.02:
            stars(canvas, plate, palette.stars)
        (_moon if palette.night else _sun)(canvas, plate)

    layers = [Layer(0.0, paint, None, 0, plate.height, shadow=False)]
    if palette.stars > 0.3:
        layers.append(Layer(0.0, None, twinkling(plate, int(26 * palette.stars)), shadow=False))
    return layers


def sun_place(plate: Plate) -> tuple[float, float]:
    """Where sun or moon stands in the picture, pixels."""
    across, height = plate.palette.sun
    return across * plate.width, plate.horizon * (0.08 + 0.9 * height)


def _sun(canvas: skia.Canvas, plate: Plate) -> None:
    shows = plate.palette.mood.sun
    x, y = sun_place(plate)
    unit, key = plate.unit, plate.palette.key
    low = plate.palette.sun[1]
    if shows < 0.05:
        return
    canvas.drawPaint(glow_paint(x, y, unit * (0.75 + 0.25 * low), argb(key, 0.62 * shows)))
    if low > 1.0:
        return
    radius = unit * (0.048 + 0.032 * low)
    for factor, alpha in ((2.1, 0.10), (1.5, 0.16)):
        canvas.drawCircle(x, y, radius * factor, fill(argb(key, alpha * shows)))
    canvas.drawCircle(x, y, radius, fill(argb(mix(key, (1, 1, 1), 0.45), min(1.0, 0.25 + shows))))


def _moon(canvas: skia.Canvas, plate: Plate) -> None:
    shows = plate.palette.mood.sun
    if shows < 0.05:
        return
    x, y = sun_place(plate)
    unit, key = plate.unit, plate.palette.key
    canvas.drawPaint(glow_paint(x, y, unit * 0.55, argb(key, 0.30 * shows)))
    radius = unit * 0.055
    canvas.drawCircle(x, y, radius * 1.7, fill(argb(key, 0.07)))
    canvas.drawCircle(x, y, radius, fill(argb(mix(key, (1, 0.98, 0.88), 0.6), min(1.0, 0.4 + shows))))
    spot = fill(argb((0.72, 0.76, 0.86), 0.35))
    for across, down, size in ((-0.3, -0.2, 0.22), (0.28, 0.15, 0.3), (-0.1, 0.45, 0.16), (0.35, -0.4, 0.12)):
        canvas.drawCircle(x + across * radius, y + down * radius, size * radius, spot)


def stars(canvas: skia.Canvas, plate: Plate, share: float, down_to: float = 0.92) -> None:
    """Fixed stars of three sizes, denser towards the zenith."""
    chance = plate.chance("stars")
    for size, count in ((0.0011, 150), (0.0019, 60), (0.0030, 14)):
        points = [
            skia.Point(chance.random() * plate.width, plate.horizon * down_to * chance.random() ** 1.25)
            for _ in range(int(count * share * max(1.0, plate.width / plate.height)))
        ]
        paint = line(argb((0.92, 0.95, 1.0), 0.85), max(1.0, 2 * size * plate.unit))
        canvas.drawPoints(skia.Canvas.kPoints_PointMode, points, paint)


def twinkling(plate: Plate, count: int, down_to: float = 0.8) -> Liver:
    """Some brighter stars that twinkle, each at its own pace."""
    chance = plate.chance("twinkle")
    stars = [
        (chance.random() * plate.width, chance.random() * plate.horizon * down_to, chance.uniform(0.6, 1.6),
         chance.uniform(0, 6.3), chance.uniform(0.0022, 0.0042) * plate.unit)
        for _ in range(count)
    ]  # fmt: skip

    def live(canvas: skia.Canvas, t_s: float) -> None:
        path = skia.Path()
        for x, y, pace, at, size in stars:
            reach = size * (0.75 + 0.55 * math.sin(math.tau * pace * t_s * 0.35 + at))
            thin = reach * 0.28
            path.moveTo(x, y - reach * 2)
            path.lineTo(x + thin, y - thin)
            path.lineTo(x + reach * 2, y)
            path.lineTo(x + thin, y + thin)
            path.lineTo(x, y + reach * 2)
            path.lineTo(x - thin, y + thin)
            path.lineTo(x - reach * 2, y)
            path.lineTo(x - thin, y - thin)
            path.close()
        canvas.drawPath(path, fill(argb((1, 1, 1), 0.9)))

    return live


def cloud_path(chance: Random, x: float, y: float, width: float) -> skia.Path:
    """A cloud with a flat foot at ``y``, made of round heaps."""
    height = width * chance.uniform(0.24, 0.34)
    path = skia.Path()
    path.addRRect(
        skia.RRect.MakeRectXY(
            skia.Rect(x - width / 2, y - height * 0.42, x + width / 2, y), height * 0.21, height * 0.21
        )
    )
    heaps = chance.randint(3, 5)
    for heap in range(heaps):
        along = (heap + 0.5) / heaps - 0.5
        size = height * (0.62 - 0.75 * abs(along)) * chance.uniform(0.85, 1.15)
        path.addCircle(x + along * width * 0.74, y - height * 0.36, max(size, height * 0.2))
    return path


def clouds(
    plate: Plate, *, depth: float = 0.1, band: tuple[float, float] = (0.16, 0.66), share: float = 1.0
) -> list[Layer]:
    """Clouds in as much of the sky as the weather says, in two layers that drift apart."""
    palette, mood = plate.palette, plate.palette.mood
    cover = min(1.0, mood.cover * share)
    if cover < 0.06:
        return []
    layers = []
    if mood.cover >= 0.95:
        layers.append(_ceiling(plate))
    heavy = max(0.0, mood.cover - 0.6)
    light = mix(mix((1.0, 1.0, 1.0), palette.key, 0.35), palette.sky[2], 0.15)
    dim = 1 - 0.55 * heavy if mood.dim < 0.8 else 1 - 0.16 * heavy
    for order, (nearness, size, speed) in enumerate(((0.5, 0.24, 0.008), (1.0, 0.42, 0.016))):
        chance = plate.chance(f"clouds{order}")
        count = max(1, round((3 + 5 * cover) * plate.period / plate.unit / 2.2 * (1.25 - 0.4 * nearness)))
        spots = [
            (
                (index + chance.uniform(0.1, 0.9)) / count * plate.period,
                plate.horizon * chance.uniform(*band) * (1.08 - 0.42 * nearness),
                plate.unit * size * chance.uniform(0.6, 1.25),
            )
            for index in range(count)
        ]
        shapes = [(cloud_path(chance, x, y, width), y, width) for x, y, width in spots]
        body = mix(
            mix(light, palette.ambient, 0.3 if not palette.night else 0.78), palette.sky[1], 0.34 - 0.2 * nearness
        )
        body = (body[0] * dim, body[1] * dim, body[2] * dim)
        under = mix(body, palette.sky[1], 0.62)

        def paint(canvas: skia.Canvas, shapes=shapes, body=body, under=under) -> None:  # type: ignore[no-untyped-def]
            for path, y, width in shapes:
                alpha = 0.55 if palette.night else 0.92
                colours = [argb(body, alpha), argb(body, alpha * 0.96), argb(under, alpha * 0.5)]
                canvas.drawPath(path, gradient((0, y - width * 0.22), (0, y), colours, [0, 0.45, 1]))

        layers.append(
            Layer(depth * (0.5 + nearness), paint, None, 0, plate.horizon * 0.95,
                  drift=plate.unit * speed * (0.5 + 0.7 * mood.wind))
        )  # fmt: skip
    return layers


def _ceiling(plate: Plate) -> Layer:
    """The closed grey ceiling of a rainy day: long rolls, darker above."""
    palette = plate.palette
    chance = plate.chance("ceiling")

    def paint(canvas: skia.Canvas) -> None:
        for row in range(5):
            y = plate.horizon * (0.04 + 0.115 * row)
            shade = mix(palette.sky[0], palette.sky[1], 0.25 + 0.16 * row)
            tone = (shade[0] * 0.93, shade[1] * 0.93, shade[2] * 0.94)
            path = skia.Path()
            path.addRect(skia.Rect(0, -10, plate.period, y))
            x = 0.0
            while x < plate.period:
                size = plate.unit * chance.uniform(0.07, 0.15)
                path.addOval(skia.Rect(x - size, y - size * 0.55, x + size, y + size * 0.55))
                x += size * 1.1
            canvas.drawPath(path, gradient((0, 0), (0, y + 0.06 * plate.unit), [argb(tone), argb(tone)]))

    return Layer(
        0.05, paint, None, 0, plate.horizon * 0.8, drift=plate.unit * 0.012 * plate.palette.mood.wind, shadow=False
    )


def birds(plate: Plate) -> list[Layer]:
    """A few birds far away, by day and in fair weather only."""
    palette = plate.palette
    chance = plate.chance("birds")
    if palette.night or palette.mood.dim < 0.8 or palette.mood.fog > 0.5 or chance.random() < 0.35:
        return []
    x0, y0 = chance.uniform(0.1, 0.6) * plate.width, plate.horizon * chance.uniform(0.22, 0.5)
    flock = [
        (index * 0.03 * plate.unit + chance.uniform(0, 0.02) * plate.unit, chance.uniform(-0.03, 0.03) * plate.unit,
         chance.uniform(0.9, 1.25), chance.uniform(0, 6.3))
        for index in range(chance.randint(3, 6))
    ]  # fmt: skip
    colour = palette.paint("3a4658", 0.35)

    def live(canvas: skia.Canvas, t_s: float) -> None:
        path = skia.Path()
        for across, down, pace, at in flock:
            x = x0 + across + 0.022 * plate.unit * t_s
            y = y0 + down + 0.006 * plate.unit * math.sin(0.7 * t_s + at)
            span = 0.011 * plate.unit
            lift = span * (0.25 + 0.55 * math.sin(math.tau * pace * 1.6 * t_s + at))
            path.moveTo(x - span, y - lift)
            path.quadTo(x - span * 0.45, y - lift * 0.9 - span * 0.15, x, y)
            path.quadTo(x + span * 0.45, y - lift * 0.9 - span * 0.15, x + span, y - lift)
        canvas.drawPath(path, line(colour, max(1.2, 0.0026 * plate.unit)))

    return [Layer(0.12, None, live, shadow=False)]


def cloud_sea(plate: Plate) -> list[Layer]:
    """Heaps of cloud from above, row before row."""
    palette = plate.palette
    layers = []
    for row in range(3):
        chance = plate.chance(f"cloudsea{row}")
        depth = 0.3 + 0.4 * row
        y = plate.height * (0.70 + 0.11 * row)
        body = palette.tone("ffffff", depth)
        low = mix(body, palette.sky[1], 0.45)
        heaps, x = [], 0.0
        while x < plate.period:
            size = plate.unit * chance.uniform(0.07, 0.15) * (0.7 + 0.4 * row)
            heaps.append((x, y + chance.uniform(-0.02, 0.03) * plate.unit, size))
            x += size * 1.1

        def paint(canvas: skia.Canvas, heaps=heaps, y=y, body=body, low=low) -> None:  # type: ignore[no-untyped-def]
            path = skia.Path()
            for x, at, size in heaps:
                path.addCircle(x, at, size)
            path.addRect(skia.Rect(0, y, plate.period, plate.below))
            colours = [argb(mix(body, palette.key, 0.2)), argb(body), argb(low)]
            canvas.drawPath(path, gradient((0, y - 0.15 * plate.unit), (0, y + 0.2 * plate.unit), colours, [0, 0.4, 1]))

        layers.append(
            Layer(
                depth,
                paint,
                None,
                y - 0.2 * plate.unit,
                plate.below,
                drift=plate.unit * 0.006 * (1 + row) * (1 if row % 2 else -1),
            )
        )
    return layers
