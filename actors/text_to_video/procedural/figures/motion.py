"""How things move: easing, waves, blinking, and limbs of two bones. Every function is pure and smooth in time."""

from __future__ import annotations

import itertools
import math

from actors.text_to_video.procedural.figures.shapes import Point

TAU = math.tau


def ease(x: float) -> float:
    """Go from 0 to 1 with rest at both ends; clipped outside."""
    x = min(1.0, max(0.0, x))
    return x * x * x * (x * (x * 6 - 15) + 10)


def lerp(a: float, b: float, share: float) -> float:
    """Go straight from a to b."""
    return a + (b - a) * share


def wave(t_s: float, period_s: float, phase: float = 0.0) -> float:
    """Swing between -1 and 1; phase in turns."""
    return math.sin(TAU * (t_s / period_s + phase))


def pulse(t_s: float, period_s: float, phase: float = 0.0) -> float:
    """Swing between 0 and 1, 0 first; phase in turns."""
    return 0.5 - 0.5 * math.cos(TAU * (t_s / period_s + phase))


def cycle(t_s: float, period_s: float, phase: float = 0.0) -> float:
    """Give the place in a cycle, 0..1."""
    return (t_s / period_s + phase) % 1.0


def held(at: float, start: float, end: float, blend: float) -> float:
    """Rise from 0 to 1 before start, hold, fall back after end; all in parts of a cycle that begins and ends at 0."""
    return ease((at - start + blend) / blend) * ease((end + blend - at) / blend)


def keyed(at: float, keys: tuple[tuple[float, float], ...]) -> float:
    """Go through values at moments of a cycle, easing at each; the last key should hold the first's value at 1."""
    for (t0, v0), (t1, v1) in itertools.pairwise(keys):
        if at <= t1:
            return lerp(v0, v1, ease((at - t0) / (t1 - t0)))
    return keys[-1][1]


def blink(t_s: float, phase: float) -> float:
    """How far the eyes are closed, 0..1: a blink every three to four seconds."""
    at = (t_s + phase * 3.4) % 3.4
    return max(0.0, 1 - abs(at - 0.14) / 0.14) if at < 0.28 else 0.0


def hop(at: float) -> tuple[float, float]:
    """Give height 0..1 and squash -1..1 of a jump: anticipation, flight, landing, rest.

    Args:
        at: place in the jump, 0..1.
    """
    if at < 0.25:
        return 0.0, math.sin(math.pi * at / 0.25) ** 2
    if at < 0.7:
        x = (at - 0.25) / 0.45
        return 4 * x * (1 - x), -0.5 * math.sin(math.pi * x) ** 2
    return 0.0, math.sin(math.pi * (at - 0.7) / 0.3) ** 2 * (1.1 - at) * 2.2


def turnabout(t_s: float, period_s: float) -> float:
    """Give the width of what turns about, 1 to -1 and back; edge-on it keeps a sixth, never vanishing."""
    width = math.cos(TAU * t_s / period_s)
    return math.copysign(max(abs(width), 0.16), width)


def two_bones(start: Point, end: Point, first: float, second: float, bend: float) -> Point:
    """Find the middle joint of a limb of two bones; a target out of reach is pointed at.

    Args:
        start: the fixed joint.
        end: where the limb shall end.
        first: length of the first bone.
        second: length of the second bone.
        bend: which way the joint goes: 1 or -1.

    Source: the law of cosines.
    """
    dx, dy = end[0] - start[0], end[1] - start[1]
    distance = min(max(math.hypot(dx, dy), 1e-6), (first + second) * 0.9995)
    distance = max(distance, abs(first - second) * 1.001 + 1e-6)
    along = (first * first - second * second + distance * distance) / (2 * distance)
    across = math.sqrt(max(0.0, first * first - along * along)) * bend
    angle = math.atan2(dy, dx)
    cos, sin = math.cos(angle), math.sin(angle)
    return start[0] + cos * along - sin * across, start[1] + sin * along + cos * across


def reachable(start: Point, end: Point, length: float) -> Point:
    """Pull a target back to where a limb of that length can end."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    distance = math.hypot(dx, dy)
    if distance <= length * 0.999:
        return end
    k = length * 0.999 / distance
    return start[0] + dx * k, start[1] + dy * k


def turned(point: Point, angle: float, pivot: Point = (0.0, 0.0)) -> Point:
    """Turn a point about another, radians, clockwise on the screen."""
    dx, dy = point[0] - pivot[0], point[1] - pivot[1]
    cos, sin = math.cos(angle), math.sin(angle)
    return pivot[0] + dx * cos - dy * sin, pivot[1] + dx * sin + dy * cos
