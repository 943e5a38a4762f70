"""Paths: smooth outlines, tapered limbs, and shapes that know their own light and shade."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import skia

Point = tuple[float, float]


class Shape:
    """A path that is made once, with the parts of it that lie in light and in shade.

    Args:
        path: the outline, in metres or in units of its own.
    """

    def __init__(self, path: Any) -> None:
        self.path = path
        bounds = path.computeTightBounds()
        self._size = min(bounds.width(), bounds.height())
        self._parts: dict[Point, tuple[Any, Any]] = {}

    def lit_and_shaded(self, away: Point) -> tuple[Any, Any]:
        """Give the edge towards the light and the side away from it, as paths.

        Args:
            away: step away from the light, in parts of the shape's size.
        """
        found = self._parts.get(away)
        if found is None:
            found = (
                self._left_over((away[0] * 0.3, away[1] * 0.3)),
                self._left_over((-away[0], -away[1])),
            )
            self._parts[away] = found
        return found

    def _left_over(self, step: Point) -> Any:
        moved = skia.Path(self.path)
        moved.offset(step[0] * self._size, step[1] * self._size)
        return combined(self.path, moved, skia.PathOp.kDifference_PathOp)


#: Skia's path operations drop pieces of outlines that are smaller than a few units; figures are a metre or less.
_FINE = 512.0


def combined(path: Any, other: Any, operation: Any) -> Any:
    """Unite, cut or subtract two paths.

    Args:
        path: the first.
        other: the second.
        operation: one of skia.PathOp.
    """
    return _scaled(skia.Op(_scaled(path, _FINE), _scaled(other, _FINE), operation), 1 / _FINE)


def united(path: Any) -> Any:
    """Make one outline of the overlapping parts of a path."""
    return _scaled(skia.Simplify(_scaled(path, _FINE)), 1 / _FINE)


def _scaled(path: Any, scale: float) -> Any:
    result = skia.Path()
    path.transform(skia.Matrix.Scale(scale, scale), result)
    return result


def oval(cx: float, cy: float, rx: float, ry: float) -> Any:
    """Path of an ellipse."""
    path = skia.Path()
    path.addOval(skia.Rect(cx - rx, cy - ry, cx + rx, cy + ry))
    return path


def rounded(left: float, top: float, right: float, bottom: float, radius: float) -> Any:
    """Path of a rectangle with round corners."""
    path = skia.Path()
    path.addRoundRect(skia.Rect(left, top, right, bottom), radius, radius)
    return path


def polygon(points: Sequence[Point], closed: bool = True) -> Any:
    """Path of straight edges."""
    path = skia.Path()
    path.addPoly([skia.Point(x, y) for x, y in points], closed)
    return path


def smooth(points: Sequence[Point], closed: bool = True, tension: float = 1.0) -> Any:
    """Path through all points without corners (Catmull-Rom as cubic curves).

    Args:
        points: at least three.
        closed: whether the last joins the first.
        tension: 1 is round, 0 straight.

    Source: Catmull and Rom, "A class of local interpolating splines", 1974.
    """
    count = len(points)
    path = skia.Path()
    path.moveTo(*points[0])
    k = tension / 6
    for i in range(count if closed else count - 1):
        if closed:
            p0, p1, p2, p3 = points[i - 1], points[i], points[(i + 1) % count], points[(i + 2) % count]
        else:
            p0, p1, p2, p3 = points[max(i - 1, 0)], points[i], points[i + 1], points[min(i + 2, count - 1)]
        path.cubicTo(
            p1[0] + (p2[0] - p0[0]) * k,
            p1[1] + (p2[1] - p0[1]) * k,
            p2[0] - (p3[0] - p1[0]) * k,
            p2[1] - (p3[1] - p1[1]) * k,
            p2[0],
            p2[1],
        )
    if closed:
        path.close()
    return path


def limb(points: Sequence[Point], radii: Sequence[float]) -> Any:
    """Path of a limb: round joints of given radii, joined by straight flanks.

    Args:
        points: the joints, at least two.
        radii: one a joint.
    """
    path = skia.Path()
    for (x, y), radius in zip(points, radii, strict=True):
        path.addCircle(x, y, radius)
    for i in range(len(points) - 1):
        (ax, ay), (bx, by) = points[i], points[i + 1]
        ra, rb = radii[i], radii[i + 1]
        length = math.hypot(bx - ax, by - ay) or 1e-9
        nx, ny = -(by - ay) / length, (bx - ax) / length
        # This order winds as addCircle does; against it, overlaps would be holes.
        path.addPoly(
            [
                skia.Point(ax - nx * ra, ay - ny * ra),
                skia.Point(bx - nx * rb, by - ny * rb),
                skia.Point(bx + nx * rb, by + ny * rb),
                skia.Point(ax + nx * ra, ay + ny * ra),
            ],
            True,
        )
    return path


def ribbon(spine: Sequence[Point], radii: Sequence[float]) -> Any:
    """Path of a body around a bent spine, smooth, pointed where a radius is 0."""
    upper: list[Point] = []
    lower: list[Point] = []
    last = len(spine) - 1
    for i, (x, y) in enumerate(spine):
        ax, ay = spine[max(i - 1, 0)]
        bx, by = spine[min(i + 1, last)]
        length = math.hypot(bx - ax, by - ay) or 1e-9
        nx, ny = (by - ay) / length * radii[i], -(bx - ax) / length * radii[i]
        upper.append((x + nx, y + ny))
        lower.append((x - nx, y - ny))
    return smooth([*upper, *reversed(lower)])
