"""A plain stand-in for figures."""

from __future__ import annotations

import math
from random import Random

import skia

from actors.text_to_video.procedural.scene import Group, Light
from actors.text_to_video.procedural.world.colour import NAMED, argb, rgb, times
from actors.text_to_video.procedural import vocabulary as v


class StandIn:
    def __init__(self, group: Group, chance: Random) -> None:
        self.height_m = 1.7 * group.size * chance.uniform(0.9, 1.1)
        self.ground = "ground"
        if group.subject in ("bird", "butterfly", "airplane", "kite", "hot_air_balloon", "ufo", "dragon") or group.action == "fly":
            self.ground = "air"
        if group.subject in ("fish", "whale", "boat", "sailboat", "dolphin"):
            self.ground = "water"
        self.width_m = self.height_m * 0.5
        self.speed_m_s = {"walk": 1.3, "run": 3.6, "drive": 9.0, "fly": 4.0, "sail": 2.0, "swim": 1.0, "skate": 3.0}.get(group.action, 0.0)
        self._colour = rgb(NAMED[group.colour or chance.choice(("red", "blue", "orange", "white"))])
        self._at = chance.uniform(0, 6)

    def draw(self, canvas: skia.Canvas, t_s: float, light: Light) -> None:
        h = self.height_m
        bob = 0.03 * h * abs(math.sin(5 * t_s + self._at)) if self.speed_m_s else 0
        paint = skia.Paint(AntiAlias=True, Color=argb(times(self._colour, light.ambient)))
        swing = 0.15 * h * math.sin(5 * t_s + self._at) if self.speed_m_s else 0.05 * h
        canvas.drawRoundRect(skia.Rect(-0.16 * h, -0.72 * h - bob, 0.16 * h, -0.3 * h), 0.12 * h, 0.12 * h, paint)
        canvas.drawCircle(0.02 * h, -0.86 * h - bob, 0.13 * h, skia.Paint(AntiAlias=True, Color=argb(times((0.95, 0.78, 0.66), light.ambient))))
        legs = skia.Paint(AntiAlias=True, Color=argb(times((0.2, 0.22, 0.35), light.ambient)), Style=skia.Paint.kStroke_Style, StrokeWidth=0.09 * h, StrokeCap=skia.Paint.kRound_Cap)
        canvas.drawLine(0, -0.32 * h, swing, -0.045 * h, legs)
        canvas.drawLine(0, -0.32 * h, -swing, -0.045 * h, legs)


def cast(group: Group, seed: int) -> list[StandIn]:
    assert group.subject in v.SUBJECTS
    return [StandIn(group, Random(f"{seed}:{group.subject}:{index}")) for index in range(group.count)]
