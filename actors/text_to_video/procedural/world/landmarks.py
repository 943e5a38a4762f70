# ruff: noqa: C901 - a temple has many parts
"""Landmarks that make a place unmistakable: castle, temple, bridge, volcano, barn, island."""

from __future__ import annotations

import math

import skia

from actors.text_to_video.procedural.world.colour import argb, mix, rgb
from actors.text_to_video.procedural.world.plate import Layer, Plate, fill, glow_paint, gradient, line, polygon


def _block(
    canvas: skia.Canvas, plate: Plate, box: tuple[float, float, float, float], colour: str, depth: float
) -> None:
    """A wall lit from the sun's side."""
    body = plate.palette.tone(colour, depth)
    lit, dark = mix(body, plate.palette.key, 0.18), mix(body, plate.palette.tone("2a3158", depth), 0.25)
    ends = [argb(lit), argb(dark)] if plate.palette.sun[0] < 0.5 else [argb(dark), argb(lit)]
    canvas.drawRect(skia.Rect(*box), gradient((box[0], 0), (box[2], 0), ends))


def castle(
    plate: Plate, *, depth: float = 0.42, foot: float = 0.10, size: float = 0.62, x: float = 0.56
) -> list[Layer]:
    """A castle on a knoll: round towers with pointed roofs, battlements, banners that fly."""
    palette = plate.palette
    base, mid = plate.y(foot), x * plate.width
    # Its highest banner stays in the picture.
    s = min(size * plate.unit, 0.95 * base / 1.29)
    towers = ((-0.42, 0.50, 0.13), (0.42, 0.56, 0.13), (-0.2, 0.72, 0.14), (0.22, 0.64, 0.13), (0.0, 0.92, 0.16))

    def paint(canvas: skia.Canvas) -> None:
        knoll = skia.Path()
        knoll.moveTo(mid - s, base + 0.08 * s)
        knoll.cubicTo(mid - s * 0.5, base - 0.1 * s, mid + s * 0.5, base - 0.1 * s, mid + s, base + 0.08 * s)
        canvas.drawPath(knoll, fill(palette.paint("6fa05c", depth, 0.9)))
        canvas.save()
        canvas.translate(0, -0.035 * s)
        for index, (across, tall, wide) in enumerate((*towers[2:], *towers[:2])):
            cx, top = mid + across * s, base - tall * s
            _block(canvas, plate, (cx - wide * s / 2, top, cx + wide * s / 2, base), "d9cfc4", depth)
            for slit in range(2):
                glass = argb(palette.lamp("ffd98a", depth)) if palette.glow else palette.paint("5d6480", depth)
                canvas.drawRoundRect(
                    skia.Rect(
                        cx - wide * s * 0.09,
                        top + (0.08 + 0.16 * slit) * s,
                        cx + wide * s * 0.09,
                        top + (0.14 + 0.16 * slit) * s,
                    ),
                    3,
                    3,
                    fill(glass),
                )
            roof = polygon([(cx - wide * s * 0.68, top), (cx, top - 0.26 * s), (cx + wide * s * 0.68, top)])
            red = palette.tone("5b6fae" if index % 2 else "b5524f", depth, 0.7)
            canvas.drawPath(
                roof,
                gradient((cx - wide * s / 2, 0), (cx + wide * s / 2, 0), [argb(mix(red, palette.key, 0.2)), argb(red)]),
            )
        wall = (mid - 0.46 * s, base - 0.3 * s, mid + 0.46 * s, base)
        _block(canvas, plate, wall, "cabfb4", depth)
        for number in range(14):
            left = wall[0] + (wall[2] - wall[0]) * number / 14
            _block(canvas, plate, (left, base - 0.345 * s, left + 0.036 * s, base - 0.295 * s), "cabfb4", depth)
        gate = skia.Path()
        gate.addRRect(
            skia.RRect.MakeRectXY(
                skia.Rect(mid - 0.075 * s, base - 0.2 * s, mid + 0.075 * s, base + 0.08 * s), 0.075 * s, 0.075 * s
            )
        )
        canvas.save()
        canvas.clipRect(skia.Rect(mid - s, base - s, mid + s, base + 1))
        canvas.drawPath(
            gate, fill(argb(palette.lamp("8a5a3c", depth)) if palette.glow else palette.paint("5f4234", depth))
        )
        canvas.restore()
        canvas.restore()

    def live(canvas: skia.Canvas, t_s: float) -> None:
        for index, (across, tall, _) in enumerate(towers):
            px, py = mid + across * s, base - (tall + 0.33) * s - 0.035 * s
            canvas.drawLine(px, py, px, py + 0.09 * s, line(palette.paint("6b5b53", depth), max(1.2, 0.004 * s)))
            path = skia.Path()
            path.moveTo(px, py)
            wave = 0.014 * s * math.sin((3 + palette.mood.wind) * t_s + index)
            path.quadTo(px + 0.04 * s, py + wave, px + 0.09 * s, py + 0.022 * s - wave)
            path.quadTo(px + 0.04 * s, py + 0.045 * s + wave, px, py + 0.045 * s)
            path.close()
            canvas.drawPath(path, fill(palette.paint("e4483f" if index % 2 else "f7cf46", depth)))

    return [Layer(depth, paint, live, base - 1.3 * s, base + 0.1 * s)]


def temple(
    plate: Plate, *, depth: float = 0.5, foot: float = 0.14, size: float = 0.6, x: float = 0.52, tiers: int = 3
) -> list[Layer]:
    """A Chinese temple hall of several roofs with upturned eaves, red columns, steps and lanterns."""
    palette = plate.palette
    s, base, mid = size * plate.unit, plate.y(foot), x * plate.width

    def roof(canvas: skia.Canvas, y: float, half: float, high: float) -> None:
        path = skia.Path()
        path.moveTo(mid - half * 1.22, y - high * 0.42)
        path.quadTo(mid - half * 0.86, y - high * 0.1, mid - half * 0.5, y - high)
        path.lineTo(mid + half * 0.5, y - high)
        path.quadTo(mid + half * 0.86, y - high * 0.1, mid + half * 1.22, y - high * 0.42)
        path.quadTo(mid + half * 0.95, y + high * 0.16, mid, y + high * 0.12)
        path.quadTo(mid - half * 0.95, y + high * 0.16, mid - half * 1.22, y - high * 0.42)
        path.close()
        tile = palette.tone("d9a03a", depth, 0.8)
        canvas.drawPath(
            path,
            gradient(
                (0, y - high),
                (0, y),
                [argb(mix(tile, palette.key, 0.25)), argb(mix(tile, palette.tone("6a3d1c", depth), 0.45))],
            ),
        )
        ribs = skia.Path()
        for number in range(-7, 8):
            share = number / 7.5
            ribs.moveTo(mid + half * 0.5 * share, y - high * 0.96)
            ribs.quadTo(mid + half * 0.8 * share, y - high * 0.25, mid + half * 1.0 * share, y + high * 0.06)
        canvas.drawPath(ribs, line(argb(mix(tile, palette.tone("6a3d1c", depth), 0.5), 0.5), max(1.0, 0.004 * s)))

    def paint(canvas: skia.Canvas) -> None:
        for step in range(4):
            wide = (0.78 - 0.04 * step) * s
            canvas.drawRect(
                skia.Rect(mid - wide, base - 0.03 * s * (step + 1), mid + wide, base - 0.03 * s * step + 1),
                fill(palette.paint("e6ded0" if step % 2 else "d3c9b9", depth, 0.7)),
            )
        y = base - 0.12 * s
        half, tall = 0.56 * s, 0.26 * s
        for _ in range(tiers):
            _block(canvas, plate, (mid - half * 0.9, y - tall, mid + half * 0.9, y), "a8342c", depth)
            glass = argb(palette.lamp("ffcf7a", depth)) if palette.glow else palette.paint("5e2a24", depth)
            doors = 5
            for number in range(doors):
                left = mid - half * 0.78 + half * 1.56 * (number + 0.14) / doors
                canvas.drawRect(
                    skia.Rect(left, y - tall * 0.72, left + half * 1.56 * 0.72 / doors, y - tall * 0.04), fill(glass)
                )
            for number in range(doors + 1):
                px = mid - half * 0.84 + half * 1.68 * number / doors
                canvas.drawRect(
                    skia.Rect(px - 0.013 * s, y - tall, px + 0.013 * s, y), fill(palette.paint("d1493a", depth))
                )
            canvas.drawRect(
                skia.Rect(mid - half * 0.92, y - tall, mid + half * 0.92, y - tall * 0.84),
                fill(palette.paint("2f7f86", depth)),
            )
            roof(canvas, y - tall * 0.92, half, 0.17 * s)
            y -= tall + 0.10 * s
            half, tall = half * 0.76, tall * 0.62
        canvas.drawPath(
            polygon([(mid - 0.02 * s, y + 0.02 * s), (mid, y - 0.1 * s), (mid + 0.02 * s, y + 0.02 * s)]),
            fill(palette.paint("e8c15a", depth)),
        )

    def live(canvas: skia.Canvas, t_s: float) -> None:
        for number in range(4):
            lx = mid + (-0.45 + 0.3 * number) * s
            swing = 0.010 * s * (0.5 + palette.mood.wind * 0.5) * math.sin(1.6 * t_s + number * 1.3)
            ly = base - 0.30 * s
            canvas.drawLine(
                lx, ly - 0.06 * s, lx + swing * 0.6, ly, line(palette.paint("4a2a22", depth), max(1.0, 0.003 * s))
            )
            if palette.glow:
                canvas.drawCircle(
                    lx + swing,
                    ly + 0.03 * s,
                    0.11 * s,
                    glow_paint(lx + swing, ly + 0.03 * s, 0.11 * s, argb(rgb("ff8a4a"), 0.6)),
                )
            canvas.drawOval(
                skia.Rect(lx + swing - 0.03 * s, ly, lx + swing + 0.03 * s, ly + 0.055 * s),
                fill(argb(palette.lamp("e8443a", depth))),
            )

    return [Layer(depth, paint, live, base - 1.35 * s, base + 3)]


def bridge(plate: Plate, *, depth: float = 0.4, foot: float = 0.10) -> list[Layer]:
    """A suspension bridge that crosses the picture."""
    palette = plate.palette
    deck = plate.y(foot)
    span = plate.period / max(1, round(plate.period / (1.15 * plate.unit)))
    tall = 0.46 * plate.unit

    def paint(canvas: skia.Canvas) -> None:
        red, dark = palette.tone("d2573f", depth), palette.tone("8f3a34", depth)
        thick = 0.02 * plate.unit
        x = span * 0.22
        cable, ropes = skia.Path(), skia.Path()
        while x < plate.period + span:
            for side in (-0.022, 0.022):
                px = x + side * plate.unit
                canvas.drawRect(
                    skia.Rect(px - thick * 0.42, deck - tall, px + thick * 0.42, deck + 0.2 * plate.unit),
                    gradient((px - thick / 2, 0), (px + thick / 2, 0), [argb(mix(red, palette.key, 0.2)), argb(dark)]),
                )
            for share in (0.3, 0.62, 0.96):
                canvas.drawRect(
                    skia.Rect(
                        x - 0.03 * plate.unit,
                        deck - tall * share,
                        x + 0.03 * plate.unit,
                        deck - tall * share + thick * 0.5,
                    ),
                    fill(argb(red)),
                )
            cable.moveTo(x - span, deck - tall * 0.98)
            cable.quadTo(x - span / 2, deck + tall * 0.80, x, deck - tall * 0.98)
            for number in range(1, 24):
                share = number / 24
                y = deck - tall * 0.98 + (1.78 * tall) * 2 * share * (1 - share)
                ropes.moveTo(x - span + span * share, min(y, deck))
                ropes.lineTo(x - span + span * share, deck)
            x += span
        canvas.drawPath(ropes, line(argb(red, 0.6), max(1.0, 0.0022 * plate.unit)))
        canvas.drawPath(cable, line(argb(red), max(2.0, 0.0075 * plate.unit)))
        canvas.drawRect(
            skia.Rect(0, deck, plate.period, deck + 0.035 * plate.unit),
            gradient((0, deck), (0, deck + 0.035 * plate.unit), [argb(mix(red, palette.key, 0.2)), argb(dark)]),
        )

    return [Layer(depth, paint, None, deck - tall * 1.05, deck + 0.21 * plate.unit)]


def railing(plate: Plate, *, depth: float = 1.0, foot: float = 0.24, tall: float = 0.11) -> list[Layer]:
    """The railing behind those who stand on a bridge's deck."""
    base, high = plate.y(foot), tall * plate.unit
    total = round(plate.period / (0.06 * plate.unit))

    def paint(canvas: skia.Canvas) -> None:
        path = skia.Path()
        for number in range(total):
            x = number * plate.period / total
            path.addRect(skia.Rect(x, base - high, x + 0.006 * plate.unit, base))
        path.addRect(skia.Rect(0, base - high * 1.08, plate.period, base - high * 0.93))
        path.addRect(skia.Rect(0, base - high * 0.5, plate.period, base - high * 0.44))
        canvas.drawPath(path, fill(plate.palette.paint("b04a3c", depth)))

    return [Layer(depth, paint, None, base - high * 1.15, base + 2)]


def volcano(
    plate: Plate, *, depth: float = 0.22, foot: float = 0.05, size: float = 0.42, x: float = 0.6
) -> list[Layer]:
    """A cone with a glowing crater, streams of lava and a plume that rises without end."""
    palette = plate.palette
    s, base, mid = size * plate.unit, plate.y(foot), x * plate.width
    top = base - s
    chance = plate.chance("volcano")
    sparks = [(chance.uniform(-1, 1), chance.random(), chance.uniform(0.6, 1.3)) for _ in range(40)]

    def paint(canvas: skia.Canvas) -> None:
        cone = skia.Path()
        cone.moveTo(mid - s * 1.15, base + 3)
        cone.cubicTo(mid - s * 0.5, base - s * 0.25, mid - s * 0.25, top + s * 0.2, mid - s * 0.15, top)
        cone.quadTo(mid, top + s * 0.05, mid + s * 0.15, top)
        cone.cubicTo(mid + s * 0.25, top + s * 0.2, mid + s * 0.5, base - s * 0.25, mid + s * 1.15, base + 3)
        cone.close()
        body = palette.tone("6a4f5c", max(depth, 0.5), 0.3)
        canvas.drawCircle(mid, top, s * 0.6, glow_paint(mid, top, s * 0.6, argb(rgb("ff6a2a"), 0.6)))
        canvas.drawPath(
            cone,
            gradient(
                (mid - s * 0.6, 0),
                (mid + s * 0.6, 0),
                [argb(mix(body, palette.key, 0.2)), argb(mix(body, palette.tone("1a1430"), 0.4))],
            ),
        )
        for lean, reach, wide in ((-0.2, 0.72, 0.030), (0.06, 0.92, 0.042), (0.3, 0.6, 0.026)):
            flow = skia.Path()
            flow.moveTo(mid + lean * s * 0.3, top + 0.02 * s)
            flow.cubicTo(
                mid + lean * s * 0.5,
                top + s * 0.3 * reach,
                mid + lean * s * 1.4,
                top + s * 0.5 * reach,
                mid + lean * s * 1.7,
                top + s * reach,
            )
            for factor, colour, alpha in ((2.4, "ff5a1f", 0.3), (1.2, "ff6a24", 1.0), (0.5, "ffd257", 1.0)):
                canvas.drawPath(flow, line(argb(rgb(colour), alpha), wide * factor * s))
        canvas.drawOval(
            skia.Rect(mid - s * 0.14, top - s * 0.015, mid + s * 0.14, top + s * 0.04), fill(argb(rgb("ffb03b")))
        )

    def live(canvas: skia.Canvas, t_s: float) -> None:
        for shade, alpha, first in (("4a4250", 0.55, 0.0), ("756a74", 0.40, 0.04)):
            path = skia.Path()
            for puff in range(13):
                share = (puff / 13 + 0.06 * t_s + first) % 1
                drift = palette.mood.wind * 0.16 * s * share * share
                path.addCircle(
                    mid + drift + 0.05 * s * math.sin(puff * 2.1 + t_s * 0.5) - first * s,
                    top - share * 0.62 * s,
                    s * (0.05 + 0.15 * share) * min(1.0, (1 - share) * 4),
                )
            canvas.drawPath(path, fill(palette.paint(shade, 0.6, alpha=alpha)))
        path = skia.Path()
        for across, at, pace in sparks:
            share = (at + 0.4 * pace * t_s) % 1
            path.addCircle(
                mid + across * s * 0.32 * share,
                top - s * 0.42 * pace * (1.9 * share - 1.9 * share * share) - 0.02 * s,
                0.007 * s * (1.2 - share),
            )
        canvas.drawPath(path, fill(argb(rgb("ffb347"))))

    return [Layer(depth, paint, live, top - 0.6 * s, base + 4)]


def barn(plate: Plate, *, depth: float = 0.5, foot: float = 0.16, size: float = 0.34, x: float = 0.7) -> list[Layer]:
    """A red barn with white boards, a silo and a windmill that turns."""
    palette = plate.palette
    s, base, mid = size * plate.unit, plate.y(foot), x * plate.width

    def paint(canvas: skia.Canvas) -> None:
        _block(canvas, plate, (mid + 0.52 * s, base - 0.95 * s, mid + 0.78 * s, base), "c7ccd2", depth)
        canvas.drawCircle(mid + 0.65 * s, base - 0.95 * s, 0.13 * s, fill(palette.paint("a9b4c0", depth, 0.9)))
        body = palette.tone("b8423a", depth)
        shape = [
            (mid - 0.5 * s, base),
            (mid - 0.5 * s, base - 0.45 * s),
            (mid - 0.34 * s, base - 0.72 * s),
            (mid, base - 0.88 * s),
            (mid + 0.34 * s, base - 0.72 * s),
            (mid + 0.5 * s, base - 0.45 * s),
            (mid + 0.5 * s, base),
        ]
        canvas.drawPath(
            polygon(shape),
            gradient((mid - 0.5 * s, 0), (mid + 0.5 * s, 0), [argb(mix(body, palette.key, 0.18)), argb(body)]),
        )
        edge = skia.Path()
        edge.addPoly([skia.Point(px, py) for px, py in shape[1:-1]], False)
        canvas.drawPath(edge, line(palette.paint("6a3a3a", depth, 0.95), 0.05 * s))
        white = line(palette.paint("f5efe4", depth), 0.024 * s)
        door = skia.Rect(mid - 0.2 * s, base - 0.38 * s, mid + 0.2 * s, base)
        canvas.drawRect(door, white)
        canvas.drawLine(door.left(), door.top(), door.right(), door.bottom(), white)
        canvas.drawLine(door.right(), door.top(), door.left(), door.bottom(), white)
        canvas.drawRect(
            skia.Rect(mid - 0.09 * s, base - 0.64 * s, mid + 0.09 * s, base - 0.5 * s),
            fill(argb(palette.lamp("ffd98a", depth)) if palette.glow else palette.paint("f5efe4", depth)),
        )
        mx = mid - 1.25 * s
        canvas.drawPath(
            polygon(
                [
                    (mx - 0.12 * s, base),
                    (mx - 0.03 * s, base - 0.95 * s),
                    (mx + 0.03 * s, base - 0.95 * s),
                    (mx + 0.12 * s, base),
                ]
            ),
            fill(palette.paint("efe6d8", depth)),
        )

    def live(canvas: skia.Canvas, t_s: float) -> None:
        mx, my = mid - 1.25 * s, base - 0.95 * s
        path = skia.Path()
        for blade in range(4):
            angle = math.tau * blade / 4 + t_s * (0.4 + 0.5 * palette.mood.wind)
            dx, dy = math.cos(angle), math.sin(angle)
            path.addPoly(
                [
                    skia.Point(mx + dx * 0.06 * s, my + dy * 0.06 * s),
                    skia.Point(mx + dx * 0.5 * s, my + dy * 0.5 * s),
                    skia.Point(mx + dx * 0.5 * s - dy * 0.11 * s, my + dy * 0.5 * s + dx * 0.11 * s),
                    skia.Point(mx + dx * 0.12 * s - dy * 0.09 * s, my + dy * 0.12 * s + dx * 0.09 * s),
                ],
                True,
            )
        canvas.drawPath(path, fill(palette.paint("a8694a", depth)))
        canvas.drawCircle(mx, my, 0.03 * s, fill(palette.paint("5a4038", depth)))

    return [Layer(depth, paint, live, base - 1.5 * s, base + 3)]
