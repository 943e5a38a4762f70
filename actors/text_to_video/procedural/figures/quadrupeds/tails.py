"""Tails: chains that lag behind the body."""

from __future__ import annotations

import math

from actors.text_to_video.procedural.figures.colours import Rgb, darker
from actors.text_to_video.procedural.figures.motion import wave
from actors.text_to_video.procedural.figures.pen import Pen
from actors.text_to_video.procedural.figures.quadrupeds.posture import Posture
from actors.text_to_video.procedural.figures.quadrupeds.species import Species
from actors.text_to_video.procedural.figures.shapes import Point

#: Angle above "straight back" at the root, bend a joint, radii from root to tip in parts of the length.
_KINDS: dict[str, tuple[float, float, tuple[float, ...]]] = {
    "thin": (0.9, 0.2, (0.12, 0.11, 0.1, 0.08, 0.05)),
    "long": (0.1, 0.3, (0.062, 0.058, 0.055, 0.05, 0.048, 0.045)),
    "tuft": (-0.85, 0.02, (0.05, 0.045, 0.04, 0.035, 0.03)),
    "hair": (-0.7, -0.22, (0.1, 0.15, 0.17, 0.14, 0.04)),
    "bushy": (0.1, 0.14, (0.09, 0.17, 0.23, 0.22, 0.1)),
    "thick": (-0.25, 0.1, (0.17, 0.14, 0.11, 0.08, 0.05, 0.02)),
}


def paint_tail(  # noqa: PLR0917 - places and sizes, in the order that drawing calls have them everywhere
    pen: Pen, species: Species, coat: Rgb, hips: Point, back: float, posture: Posture, lag: float, t_s: float
) -> None:
    """Draw the tail behind the body.

    Args:
        pen: what draws.
        species: the animal.
        coat: its colour.
        hips: where the hips are.
        back: angle of the back.
        posture: the moment.
        lag: how far loose things lag, radians.
        t_s: the moment, for the sway of the chain.
    """
    length = species.tail_length
    cos, sin = math.cos(back), math.sin(back)
    rear, top = species.rump * 0.86, species.rump * 0.3
    root = (hips[0] - rear * cos + top * sin, hips[1] - rear * sin - top * cos)
    if species.tail == "puff":
        pen.ball(root[0] - length * 0.2, root[1], length, length * 0.9, coat)
    elif species.tail == "curl":
        _paint_curl(pen, root, length, darker(coat, 0.1), posture)
    elif species.tail in _KINDS:
        angle, bend, radii = _KINDS[species.tail]
        _paint_chain(pen, species, coat, root, back + math.pi + angle + posture.tail, bend, radii, posture, lag, t_s)


def _paint_chain(  # noqa: PLR0917 - places and sizes, in the order that drawing calls have them everywhere
    pen: Pen, species: Species, coat: Rgb, root: Point, angle: float, bend: float, radii: tuple[float, ...],
    posture: Posture, lag: float, t_s: float,
) -> None:  # fmt: skip
    length, count = species.tail_length, len(radii)
    (x, y), points = root, [root]
    for i in range(count - 1):
        sway = 0.16 * posture.wag * (1 - 0.3 * i) + 0.1 * wave(t_s, 2.3, -0.13 * i) - lag * 0.5
        x += math.cos(angle + sway) * length / (count - 1)
        y += math.sin(angle + sway) * length / (count - 1)
        points.append((x, min(y, -species.leg_radius * 0.3) if posture.rest is None and posture.lift == 0 else y))
        angle += bend
    scaled = [radius * length for radius in radii]
    if species.tail == "hair":
        pen.limb(points, scaled, species.dark)
        return
    pen.limb(points, scaled, coat)
    tip, before = points[-1], points[-2]
    if species.tail == "bushy":
        pen.limb([tip, tip], [scaled[-2] * 0.72, 0.0], species.under if species.under is not None else 0xFFFFFF)
    elif species.tail == "tuft":
        pen.limb([before, tip], [scaled[-1], length * 0.09], species.dark)
    elif species.markings == "stripes":
        for i in range(1, count):
            pen.limb([points[i], points[i]], [scaled[i] * 1.02, 0.0], species.dark)


def _paint_curl(pen: Pen, root: Point, length: float, rgb: Rgb, posture: Posture) -> None:
    turns = [i * 0.75 + 0.15 * posture.wag for i in range(9)]
    points = [
        (root[0] - length * (0.06 * i + 0.28 * math.sin(turn)), root[1] - length * (0.28 * math.cos(turn) - 0.2))
        for i, turn in enumerate(turns)
    ]
    pen.limb(points, [length * 0.13] * len(points), rgb)
