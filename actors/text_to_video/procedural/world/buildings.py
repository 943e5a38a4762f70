# ruff: noqa: PLR0917, E501 - what is drawn is told where, how large and how deep
"""Buildings: skylines, houses, streets and their lamps."""

from __future__ import annotations

from random import Random

import skia

from actors.text_to_video.procedural.world.colour import argb, mix, rgb
from actors.text_to_video.procedural.world.plate import Layer, Plate, fill, glow_paint, gradient, line, polygon, seeded

WALLS = ("e9a07c", "efc58d", "8fb7c9", "d98880", "c9b8d9", "9ec7a5", "f0dcc0")


def _windows(
    canvas: skia.Canvas, plate: Plate, chance: Random, box: skia.Rect, depth: float, cell: float, glass: str = "b8d6e6"
) -> None:
    """A grid of windows in a box, some of them lit at night; one path each for lit and dark."""
    lit, dark = skia.Path(), skia.Path()
    across, down = max(1, int(box.width() / cell)), max(1, int(box.height() / (cell * 1.25)))
    dx, dy = box.width() / across, box.height() / down
    share = 0.5 if plate.palette.glow else 0.0
    for row in range(down):
        for column in range(across):
            x, y = box.left() + (column + 0.26) * dx, box.top() + (row + 0.22) * dy
            (lit if chance.random() < share else dark).addRect(skia.Rect(x, y, x + dx * 0.48, y + dy * 0.56))
    canvas.drawPath(dark, fill(plate.palette.paint(glass if not plate.palette.glow else "5a6f96", depth, alpha=0.75)))
    canvas.drawPath(lit, fill(argb(plate.palette.lamp("ffd98a", depth))))


def skyline(
    plate: Plate, name: str = "skyline", *, depth: float = 0.2, foot: float = 0.06, tall: float = 0.42, wide: float = 0.10,
    colour: str = "7d93b5", windows: bool = True, landmark: bool = False,
) -> list[Layer]:  # fmt: skip
    """High-rise houses side by side, with set-backs, spires and slanting roofs."""
    chance = plate.chance(name)
    base = plate.y(foot)
    houses, x = [], 0.0
    while x < plate.period - wide * plate.unit * 0.6:
        width = wide * plate.unit * chance.uniform(0.7, 1.35)
        houses.append((x, width, tall * plate.unit * chance.uniform(0.38, 1.0), chance.randrange(4), chance.random()))
        x += width * chance.uniform(0.92, 1.15)
    palette = plate.palette

    def paint(canvas: skia.Canvas) -> None:
        for x, width, height, roof, own in houses:
            mine = seeded(own)
            body = palette.tone(mix(rgb(colour), rgb(mine.choice(WALLS)), 0.22), depth)
            side, low = mix(body, palette.tone("1c2748", depth), 0.2), mix(body, palette.haze, 0.4)
            top = base - height
            paint_ = gradient((0, top), (0, base), [argb(body), argb(low)])
            canvas.drawRect(skia.Rect(x, top, x + width, base + 2), paint_)
            canvas.drawRect(skia.Rect(x + width * 0.72, top, x + width, base + 2), fill(argb(side, 0.55)))
            if roof == 1:
                canvas.drawRect(
                    skia.Rect(x + width * 0.2, top - height * 0.08, x + width * 0.8, top + 1), fill(argb(body))
                )
                canvas.drawLine(
                    x + width / 2,
                    top - height * 0.08,
                    x + width / 2,
                    top - height * 0.24,
                    line(argb(side), max(1.2, width * 0.04)),
                )
            elif roof == 2:
                canvas.drawPath(polygon([(x, top + 1), (x, top - width * 0.4), (x + width, top + 1)]), fill(argb(body)))
            if palette.mood.snow > 0.5:
                canvas.drawRect(
                    skia.Rect(x - 1, top - 3, x + width + 1, top + height * 0.02),
                    fill(palette.paint("ffffff", depth, 1)),
                )
            if windows:
                _windows(
                    canvas,
                    plate,
                    mine,
                    skia.Rect(x + width * 0.06, top + width * 0.1, x + width * 0.94, base - width * 0.1),
                    depth,
                    0.026 * plate.unit,
                )
        if landmark:
            _tower(canvas, plate, 0.72 * plate.width, base, tall * 1.3 * plate.unit, depth)

    return [Layer(depth, paint, None, base - tall * 1.45 * plate.unit, base + 4)]


def _tower(canvas: skia.Canvas, plate: Plate, x: float, base: float, height: float, depth: float) -> None:
    """A television tower: two globes on a needle."""
    body = plate.palette.paint("c7768a", depth)
    w = height * 0.022
    canvas.drawPath(
        polygon([(x - w * 2.4, base), (x - w * 0.5, base - height), (x + w * 0.5, base - height), (x + w * 2.4, base)]),
        fill(body),
    )
    for share, size in ((0.32, 0.075), (0.66, 0.052)):
        y = base - height * share
        canvas.drawCircle(
            x,
            y,
            height * size,
            gradient(
                (x - height * size, y),
                (x + height * size, y),
                [plate.palette.paint("e79aa8", depth), plate.palette.paint("8f4f78", depth)],
            ),
        )
        canvas.drawRect(
            skia.Rect(x - height * size, y - 2, x + height * size, y + 2),
            fill(argb(plate.palette.lamp("ffd98a", depth))),
        )


def houses(
    plate: Plate, name: str = "houses", *, depth: float = 0.5, foot: float = 0.14, size: float = 0.2, count: int = 7,
    roofs: tuple[str, ...] = ("c8553d", "a8483e", "7a5a6e"), walls: tuple[str, ...] = WALLS, gap: float = 0.25, chinese: bool = False,
) -> list[Layer]:  # fmt: skip
    """Small houses with pitched roofs, windows that light up, chimneys that smoke."""
    chance = plate.chance(name)
    base = plate.y(foot)
    total = max(2, round(count * plate.period / (1.6 * plate.unit)))
    row = [
        ((index + chance.uniform(0.2, 0.6)) / total * plate.period, size * plate.unit * chance.uniform(0.75, 1.15), chance.choice(walls), chance.choice(roofs),
         chance.random(), chance.uniform(0, 0.035) * plate.unit)
        for index in range(total) if chance.random() > gap
    ]  # fmt: skip
    row.sort(key=lambda house: house[5])
    palette = plate.palette
    chimneys = [(x + s * 0.24, base + down - s * 1.02, own) for x, s, _, _, own, down in row if own < 0.5]

    def paint(canvas: skia.Canvas) -> None:
        for x, s, wall, roof, own, down in row:
            _house(
                canvas,
                plate,
                seeded(own),
                x,
                base + down,
                s,
                wall if not chinese else "f4f1e8",
                roof if not chinese else "4a5560",
                depth,
                own < 0.5,
            )

    def live(canvas: skia.Canvas, t_s: float) -> None:
        path = skia.Path()
        for x, y, own in chimneys:
            for puff in range(5):
                share = (puff / 5 + 0.16 * t_s + own) % 1
                path.addCircle(
                    x + plate.unit * 0.06 * share * (0.6 + palette.mood.wind * 0.5),
                    y - plate.unit * 0.12 * share,
                    plate.unit * (0.006 + 0.018 * share) * (1 - share * 0.3),
                )
        canvas.drawPath(path, fill(argb(mix(palette.haze, (1, 1, 1), 0.4), 0.34)))

    return [Layer(depth, paint, live if chimneys else None, base - size * 1.5 * plate.unit, base + 0.06 * plate.unit)]


def _house(
    canvas: skia.Canvas,
    plate: Plate,
    chance: Random,
    x: float,
    y: float,
    s: float,
    wall: str,
    roof: str,
    depth: float,
    smokes: bool,
) -> None:
    palette = plate.palette
    body = palette.tone(wall, depth)
    shade = mix(body, palette.tone("27305a", depth), 0.22)
    half, high = s * 0.5, s * 0.52
    canvas.drawRect(
        skia.Rect(x - half, y - high, x + half, y),
        gradient((x - half, 0), (x + half, 0), [argb(mix(body, palette.key, 0.12)), argb(shade)]),
    )
    top = palette.tone(roof, depth, 0.9)
    if smokes:
        canvas.drawRect(skia.Rect(x + s * 0.2, y - s * 1.0, x + s * 0.29, y - s * 0.6), fill(argb(shade)))
    canvas.drawPath(
        polygon(
            [
                (x - half * 1.2, y - high),
                (x - half * 0.62, y - s * 0.95),
                (x + half * 0.62, y - s * 0.95),
                (x + half * 1.2, y - high),
            ]
        ),
        gradient((x - half, 0), (x + half, 0), [argb(mix(top, palette.key, 0.14)), argb(top)]),
    )
    glass = argb(palette.lamp("ffd98a", depth)) if palette.glow else palette.paint("9fd0e6", depth)
    for across in (-0.28, 0.24):
        canvas.drawRoundRect(
            skia.Rect(x + across * s - s * 0.07, y - s * 0.38, x + across * s + s * 0.07, y - s * 0.2),
            s * 0.02,
            s * 0.02,
            fill(glass),
        )
    canvas.drawRoundRect(
        skia.Rect(x - s * 0.08, y - s * 0.3, x + s * 0.06, y), s * 0.03, s * 0.03, fill(palette.paint("7a4b3a", depth))
    )
    if palette.glow:
        canvas.drawCircle(x, y - s * 0.28, s * 0.55, glow_paint(x, y - s * 0.28, s * 0.55, argb(rgb("ffcf7a"), 0.22)))
    del chance


def shops(
    plate: Plate, name: str = "shops", *, depth: float = 0.55, foot: float = 0.2, tall: float = 0.46
) -> list[Layer]:
    """A row of town houses: shops with striped awnings below, flats above."""
    chance = plate.chance(name)
    base = plate.y(foot)
    row, x = [], 0.0
    while x < plate.period - 0.14 * plate.unit:
        width = plate.unit * chance.uniform(0.24, 0.36)
        width = min(width, plate.period - x)
        row.append((x, width, tall * plate.unit * chance.uniform(0.75, 1.12), chance.random()))
        x += width
    palette = plate.palette

    def paint(canvas: skia.Canvas) -> None:
        for x, width, height, own in row:
            mine = seeded(own)
            body = palette.tone(mine.choice(WALLS), depth)
            canvas.drawRect(
                skia.Rect(x, base - height, x + width, base),
                gradient(
                    (0, base - height),
                    (0, base),
                    [argb(mix(body, palette.key, 0.12)), argb(mix(body, palette.tone("33406a", depth), 0.16))],
                ),
            )
            cap = palette.paint("6b5566", depth, 0.9)
            canvas.drawRect(
                skia.Rect(x - 2, base - height - 0.014 * plate.unit, x + width + 2, base - height), fill(cap)
            )
            shop = 0.15 * plate.unit
            _windows(
                canvas,
                plate,
                mine,
                skia.Rect(x + width * 0.08, base - height + 0.02 * plate.unit, x + width * 0.92, base - shop * 1.25),
                depth,
                0.075 * plate.unit,
            )
            glass = argb(palette.lamp("ffe2a0", depth)) if palette.glow else palette.paint("a9d3e2", depth)
            canvas.drawRect(
                skia.Rect(x + width * 0.08, base - shop * 0.72, x + width * 0.66, base - 0.012 * plate.unit),
                fill(glass),
            )
            canvas.drawRect(
                skia.Rect(x + width * 0.72, base - shop * 0.75, x + width * 0.92, base),
                fill(palette.paint("6a4a44", depth)),
            )
            stripes = 8
            awning = mine.choice(("d9534f", "4f8f8b", "e0a23c", "5a78b8"))
            for number in range(stripes):
                left = x + width * (0.04 + 0.92 * number / stripes)
                right = x + width * (0.04 + 0.92 * (number + 1) / stripes)
                tone = palette.paint(awning if number % 2 == 0 else "f7efe2", depth, 0.5)
                canvas.drawPath(
                    polygon(
                        [
                            (left + 3, base - shop * 1.08),
                            (right + 3, base - shop * 1.08),
                            (right, base - shop * 0.74),
                            (left, base - shop * 0.74),
                        ]
                    ),
                    fill(tone),
                )
                canvas.drawCircle((left + right) / 2, base - shop * 0.745, (right - left) / 2, fill(tone))

    return [Layer(depth, paint, None, base - tall * 1.2 * plate.unit, base + 2)]
