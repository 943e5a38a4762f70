"""What a puppet is made of: its colours, and the small parts that many share."""

from __future__ import annotations

import dataclasses

import skia

from actors.text_to_video.procedural.figures.colours import INK, Rgb
from actors.text_to_video.procedural.figures.pen import Pen
from actors.text_to_video.procedural.figures.puppets.manner import Manner


@dataclasses.dataclass(frozen=True, slots=True)
class Art:
    """Colours of one puppet.

    Args:
        main: what people mean by its colour.
        soft: lighter tone of it.
        deep: darker tone of it.
        accent: a colour of its own beside it.
        variant: 0..1, what chance may vary.
    """

    main: Rgb
    soft: Rgb
    deep: Rgb
    accent: Rgb
    variant: float


def eye(pen: Pen, x: float, y: float, size: float, manner: Manner, white: bool = False) -> None:  # noqa: PLR0917 - as drawing calls have them
    """An eye that blinks, sleeps and laughs."""
    if manner.glad or manner.eyes > 0.75:
        path = skia.Path()
        path.moveTo(x - size, y)
        path.quadTo(x, y + (-1.5 if manner.glad else 1.3) * size, x + size, y)
        pen.line(path, INK, size * 0.45)
        return
    if white:
        pen.dot(x, y, size * 1.5, 0xFFFFFF)
    pen.oval(x + size * 0.3 * manner.look, y, size, size * (1 - manner.eyes) + size * 0.1, INK)
    pen.dot(x + size * 0.35 + size * 0.3 * manner.look, y - size * 0.35, size * 0.3, 0xFFFFFF)


def smile(pen: Pen, x: float, y: float, half: float, gape: float) -> None:
    """A small mouth, open by gape."""
    if gape > 0.1:
        pen.oval(x, y + half * 0.3, half * 0.7, half * (0.2 + 0.7 * gape), 0x7A2C38)
        return
    path = skia.Path()
    path.moveTo(x - half, y)
    path.quadTo(x, y + half * 1.1, x + half, y)
    pen.line(path, 0x5A3A40, half * 0.25)


def window(pen: Pen, left: float, top: float, right: float, bottom: float) -> None:
    """A window: sky by day, warm light by night."""
    radius = min(right - left, bottom - top) * 0.25
    rect = skia.Rect(left, top, right, bottom)
    paint = pen.tones.lamp(0xFFD98A) if pen.tones.is_dark else pen.tones.base(0xBFE3F2)
    pen.canvas.drawRoundRect(rect, radius, radius, paint)
    if not pen.tones.is_dark:
        pen.stroke(
            left + (right - left) * 0.3,
            bottom - radius,
            left + (right - left) * 0.55,
            top + radius,
            0xE4F4FA,
            radius * 0.5,
        )
