"""Rooms: a living room, a classroom, a stage."""

from __future__ import annotations

import math

import skia

from actors.text_to_video.procedural.world.colour import argb, mix, rgb
from actors.text_to_video.procedural.world.plate import Layer, Plate, fill, glow_paint, gradient, line, polygon


def wall(
    plate: Plate,
    *,
    colour: str = "f0d9c0",
    floor: str = "c08a5c",
    boards: bool = True,
    windows: tuple[float, ...] = (0.26,),
    low: float = -0.5,
    high: float = -0.12,
) -> list[Layer]:
    """A wall with windows that one sees through, and a floor of boards."""
    palette, unit = plate.palette, plate.unit
    foot = plate.y(0.12)
    tint = mix(rgb(colour), palette.accent, 0.55) if palette.accent else rgb(colour)
    warm = rgb("ffd9a0")

    def inside(tone: tuple[float, float, float]) -> tuple[float, float, float]:
        lit = (tone[0] * warm[0] * 0.78, tone[1] * warm[1] * 0.78, tone[2] * warm[2] * 0.78)
        return lit if palette.glow else mix(palette.tone(tone, 1.0), tone, 0.35)

    panes = []
    for left in windows:
        width = 0.42 * unit
        x = left * plate.width - width / 2
        panes.append(skia.Rect(x, plate.y(low), x + width, plate.y(high)))

    def paint(canvas: skia.Canvas) -> None:
        canvas.save()
        for pane in panes:
            canvas.clipRect(pane, skia.ClipOp.kDifference)
        body = inside(tint)
        canvas.drawRect(
            skia.Rect(0, -0.2 * plate.height, plate.period, foot),
            gradient((0, 0), (0, foot), [argb(mix(body, (0.2, 0.15, 0.25), 0.10)), argb(body)]),
        )
        canvas.restore()
        canvas.drawRect(skia.Rect(0, foot - 0.035 * unit, plate.period, foot), fill(argb(inside(rgb("fbf4ea")))))
        wood = inside(rgb(floor))
        canvas.drawRect(
            skia.Rect(0, foot, plate.period, plate.below),
            gradient(
                (0, foot),
                (0, plate.height),
                [argb(mix(wood, (1, 1, 1), 0.12)), argb(mix(wood, (0.1, 0.05, 0.1), 0.18))],
            ),
        )
        if boards:
            seams = skia.Path()
            y, row = foot, 0
            while y < plate.below:
                seams.moveTo(0, y)
                seams.lineTo(plate.period, y)
                for number in range(int(plate.period / (0.5 * unit))):
                    x = (number + (row % 3) / 3) * 0.5 * unit
                    seams.moveTo(x, y)
                    seams.lineTo(x, y + 0.05 * unit + row * 0.012 * unit)
                y += 0.05 * unit + row * 0.012 * unit
                row += 1
            canvas.drawPath(seams, line(argb(mix(wood, (0.15, 0.08, 0.1), 0.4), 0.45), max(1.0, 0.0022 * unit)))
        for pane in panes:
            frame = line(argb(inside(rgb("fffaf2"))), 0.018 * unit)
            canvas.drawRect(pane, frame)
            canvas.drawLine(pane.centerX(), pane.top(), pane.centerX(), pane.bottom(), frame)
            canvas.drawLine(pane.left(), pane.centerY(), pane.right(), pane.centerY(), frame)
            canvas.drawRect(
                skia.Rect(
                    pane.left() - 0.03 * unit, pane.bottom(), pane.right() + 0.03 * unit, pane.bottom() + 0.022 * unit
                ),
                fill(argb(inside(rgb("fffaf2")))),
            )
            if not palette.night and palette.mood.sun > 0.3:
                beam = polygon(
                    [
                        (pane.left(), plate.y(0.45)),
                        (pane.right(), plate.y(0.45)),
                        (pane.right() + 0.35 * unit, plate.y(0.95)),
                        (pane.left() + 0.25 * unit, plate.y(0.95)),
                    ]
                )
                canvas.drawPath(beam, fill(argb(palette.key, 0.22)))

    return [Layer(0.62, paint, None, -0.2 * plate.height, plate.below, shadow=False)]


def furniture(plate: Plate) -> list[Layer]:
    """Sofa, rug, lamp, plant, picture and shelf."""
    palette, unit = plate.palette, plate.unit
    foot = plate.y(0.2)

    def tone(colour: str) -> int:
        return argb(mix(palette.tone(colour), rgb(colour), 0.45))

    def paint(canvas: skia.Canvas) -> None:
        cx = 0.66 * plate.width
        canvas.drawOval(
            skia.Rect(0.16 * plate.width, plate.y(0.5), 0.84 * plate.width, plate.y(0.98)), fill(tone("d98f7a"))
        )
        canvas.drawOval(
            skia.Rect(0.20 * plate.width, plate.y(0.54), 0.80 * plate.width, plate.y(0.94)), fill(tone("e8b79c"))
        )
        for number, (left, colour) in enumerate(((-0.12, "6d8fa8"), (0.12, "e0a458"))):
            x = cx + left * unit
            canvas.drawRect(
                skia.Rect(x - 0.08 * unit, plate.y(-0.50), x + 0.08 * unit, plate.y(-0.30) - number * 0.03 * unit),
                fill(tone("6f5a4c")),
            )
            canvas.drawRect(
                skia.Rect(x - 0.068 * unit, plate.y(-0.488), x + 0.068 * unit, plate.y(-0.312) - number * 0.03 * unit),
                fill(tone(colour)),
            )
        s = unit * 0.36
        canvas.drawRoundRect(
            skia.Rect(cx - s, foot - 0.27 * unit, cx + s, foot), 0.05 * unit, 0.05 * unit, fill(tone("4f8f94"))
        )
        canvas.drawRoundRect(
            skia.Rect(cx - s * 0.9, foot - 0.13 * unit, cx + s * 0.9, foot + 0.005 * unit),
            0.03 * unit,
            0.03 * unit,
            fill(tone("66a8aa")),
        )
        for side in (-1, 1):
            canvas.drawRoundRect(
                skia.Rect(
                    cx + side * s - 0.05 * unit, foot - 0.18 * unit, cx + side * s + 0.05 * unit, foot + 0.01 * unit
                ),
                0.04 * unit,
                0.04 * unit,
                fill(tone("5a9ca0")),
            )
        canvas.drawRoundRect(
            skia.Rect(cx - s * 0.7, foot - 0.22 * unit, cx - s * 0.35, foot - 0.1 * unit),
            0.02 * unit,
            0.02 * unit,
            fill(tone("f0c05a")),
        )
        lx = cx + s + 0.2 * unit
        canvas.drawLine(lx, foot, lx, foot - 0.5 * unit, line(tone("5a4a48"), 0.01 * unit))
        canvas.drawPath(
            polygon(
                [
                    (lx - 0.09 * unit, foot - 0.47 * unit),
                    (lx - 0.05 * unit, foot - 0.6 * unit),
                    (lx + 0.05 * unit, foot - 0.6 * unit),
                    (lx + 0.09 * unit, foot - 0.47 * unit),
                ]
            ),
            fill(argb(palette.lamp("ffe0a0"))),
        )
        if palette.glow:
            canvas.drawCircle(
                lx,
                foot - 0.52 * unit,
                0.5 * unit,
                glow_paint(lx, foot - 0.52 * unit, 0.5 * unit, argb(rgb("ffd38a"), 0.5)),
            )
        px = 0.04 * plate.width
        canvas.drawPath(
            polygon(
                [
                    (px - 0.06 * unit, foot - 0.11 * unit),
                    (px + 0.06 * unit, foot - 0.11 * unit),
                    (px + 0.045 * unit, foot + 0.02 * unit),
                    (px - 0.045 * unit, foot + 0.02 * unit),
                ]
            ),
            fill(tone("c9704f")),
        )
        for number in range(7):
            angle = math.pi * (0.12 + 0.76 * number / 6)
            ex, ey = px + math.cos(angle) * 0.17 * unit, foot - 0.11 * unit - math.sin(angle) * 0.26 * unit
            leaf = skia.Path()
            leaf.moveTo(px, foot - 0.11 * unit)
            leaf.quadTo(px + (ex - px) * 0.2, ey, ex, ey)
            leaf.quadTo(ex, foot - 0.16 * unit, px, foot - 0.11 * unit)
            canvas.drawPath(leaf, fill(tone("5a9a5c" if number % 2 else "468551")))

    return [Layer(0.72, paint, None, plate.y(-0.65), plate.y(1.05))]


def school(plate: Plate) -> list[Layer]:
    """A blackboard with chalk, a clock, rows of desks."""
    palette, unit = plate.palette, plate.unit

    def tone(colour: str) -> int:
        return argb(mix(palette.tone(colour), rgb(colour), 0.5))

    def paint(canvas: skia.Canvas) -> None:
        cx = 0.62 * plate.width
        half = min(0.46 * unit, 0.36 * plate.width)
        board = skia.Rect(cx - half, plate.y(-0.50), cx + half, plate.y(-0.08))
        canvas.drawRect(board.makeOutset(0.018 * unit, 0.018 * unit), fill(tone("a5744a")))
        canvas.drawRect(
            board,
            gradient((board.left(), board.top()), (board.right(), board.bottom()), [tone("3d7a62"), tone("2c5c4c")]),
        )
        chalk = line(argb((1, 1, 0.95), 0.75), max(1.3, 0.005 * unit))
        path = skia.Path()
        for row in range(3):
            y = board.top() + (0.09 + 0.075 * row) * unit
            path.moveTo(board.left() + 0.06 * unit, y)
            for step in range(10 - 2 * row):
                path.quadTo(
                    board.left() + (0.075 + 0.04 * step) * unit,
                    y - 0.02 * unit,
                    board.left() + (0.09 + 0.04 * step) * unit,
                    y,
                )
        path.addCircle(board.right() - 0.17 * unit, board.centerY() - 0.02 * unit, 0.07 * unit)
        path.moveTo(board.right() - 0.17 * unit, board.centerY() - 0.02 * unit)
        path.lineTo(board.right() - 0.10 * unit, board.centerY() - 0.02 * unit)
        path.addPoly(
            [
                skia.Point(board.right() - 0.40 * unit, board.bottom() - 0.05 * unit),
                skia.Point(board.right() - 0.28 * unit, board.bottom() - 0.05 * unit),
                skia.Point(board.right() - 0.34 * unit, board.bottom() - 0.17 * unit),
            ],
            True,
        )
        canvas.drawPath(path, chalk)
        canvas.drawRect(
            skia.Rect(board.left(), board.bottom() + 0.018 * unit, board.right(), board.bottom() + 0.032 * unit),
            fill(tone("8a5e3c")),
        )
        for number in range(max(3, round(plate.period / (0.46 * unit)))):
            x, y = (number + 0.15) * 0.46 * unit, plate.y(0.40)
            canvas.drawRect(skia.Rect(x, y - 0.16 * unit, x + 0.27 * unit, y - 0.135 * unit), fill(tone("e0b27a")))
            canvas.drawRect(
                skia.Rect(x + 0.01 * unit, y - 0.135 * unit, x + 0.26 * unit, y - 0.08 * unit), fill(tone("c08f5c"))
            )
            for leg in (0.02, 0.24):
                canvas.drawRect(
                    skia.Rect(x + leg * unit, y - 0.08 * unit, x + (leg + 0.01) * unit, y), fill(tone("5c6570"))
                )
            canvas.drawRect(
                skia.Rect(x + 0.04 * unit, y - 0.178 * unit, x + 0.11 * unit, y - 0.16 * unit),
                fill(tone(("d9574f", "4f86c6", "f0b94a")[number % 3])),
            )

    def live(canvas: skia.Canvas, t_s: float) -> None:
        x, y, radius = 0.62 * plate.width, plate.y(-0.575), 0.045 * unit
        canvas.drawCircle(x, y, radius, fill(tone("5a4a48")))
        canvas.drawCircle(x, y, radius * 0.84, fill(tone("fffaf0")))
        hand = line(tone("4a4040"), max(1.0, 0.006 * unit))
        for pace, reach in ((0.02, 0.45), (0.10, 0.68)):
            canvas.drawLine(
                x,
                y,
                x + radius * reach * math.sin(math.tau * pace * t_s + pace * 90),
                y - radius * reach * math.cos(math.tau * pace * t_s + pace * 90),
                hand,
            )

    return [Layer(0.72, paint, live, plate.y(-0.66), plate.y(0.5))]


def theatre(plate: Plate) -> list[Layer]:
    """A stage between red curtains, under beams of light that search."""
    palette, unit = plate.palette, plate.unit
    cloth = palette.accent or rgb("b3263a")
    foot = plate.y(0.16)
    width = plate.width
    beams = (("ffd27a", 0.22, 0.45, 0.0), ("7ab8ff", 0.5, 0.36, 2.1), ("ff7ab0", 0.78, 0.52, 4.0))

    def paint(canvas: skia.Canvas) -> None:
        canvas.drawRect(
            skia.Rect(0, -0.2 * plate.height, plate.period, foot),
            gradient((0, 0), (0, foot), [argb(rgb("170b22")), argb(rgb("4a1c40"))]),
        )
        canvas.drawRect(
            skia.Rect(0, foot, plate.period, plate.below),
            gradient((0, foot), (0, plate.height), [argb(rgb("a8673f")), argb(rgb("5c2f2a"))]),
        )
        seams = skia.Path()
        for number in range(-24, 25):
            seams.moveTo(width / 2 + number * 0.05 * unit, foot)
            seams.lineTo(width / 2 + number * 0.16 * unit, plate.below)
        canvas.drawPath(seams, line(argb((0.2, 0.08, 0.08), 0.4), max(1.0, 0.0025 * unit)))

    def live(canvas: skia.Canvas, t_s: float) -> None:
        for colour, at, pace, phase in beams:
            top = at * width
            aim = (at + 0.13 * math.sin(pace * t_s + phase)) * width
            half, y1 = 0.15 * unit, plate.floor
            path = polygon(
                [
                    (top - 0.02 * unit, -0.02 * unit),
                    (top + 0.02 * unit, -0.02 * unit),
                    (aim + half, y1),
                    (aim - half, y1),
                ]
            )
            paint_ = gradient((top, 0), (aim, y1), [argb(rgb(colour), 0.55), argb(rgb(colour), 0.06)])
            canvas.drawPath(path, paint_)
            canvas.drawOval(
                skia.Rect(aim - half, y1 - half * 0.22, aim + half, y1 + half * 0.22), fill(argb(rgb(colour), 0.35))
            )

    def drapes(canvas: skia.Canvas) -> None:
        folds = 5
        wide = 0.15 * width if plate.wide else 0.11 * width
        for side in (0, 1):
            for fold in range(folds):
                left = fold * wide / folds
                right = (fold + 1.1) * wide / folds
                x0, x1 = (left, right) if side == 0 else (width - right, width - left)
                canvas.drawRect(
                    skia.Rect(x0, -0.2 * plate.height, x1, plate.y(0.32)),
                    gradient(
                        (x0, 0),
                        (x1, 0),
                        [
                            argb(mix(cloth, (0.1, 0, 0.06), 0.5)),
                            argb(mix(cloth, (1, 0.6, 0.5), 0.12)),
                            argb(mix(cloth, (0.1, 0, 0.06), 0.55)),
                        ],
                        [0, 0.4, 1],
                    ),
                )
        count = 8 if plate.wide else 5
        for number in range(count):
            x0, x1 = width * number / count, width * (number + 1) / count
            box = skia.Rect(x0, -0.12 * unit, x1, 0.13 * unit)
            canvas.drawOval(
                box,
                gradient(
                    (x0, 0),
                    (x1, 0),
                    [argb(mix(cloth, (0.1, 0, 0.06), 0.45)), argb(cloth), argb(mix(cloth, (0.1, 0, 0.06), 0.5))],
                ),
            )
            canvas.drawArc(box, 20, 140, False, line(argb(rgb("f0c25a")), 0.012 * unit))

    return [
        Layer(0.66, paint, live, -0.2 * plate.height, plate.below, shadow=False),
        Layer(0.0, drapes, None, 0, plate.height),
    ]
