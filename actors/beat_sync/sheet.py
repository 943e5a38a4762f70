"""Paper to draw reports on: text, bars, lines, scales with ticks; one look for all of them.

Drawn at twice the size and scaled down, which smooths every edge; text is in the font that Pillow brings along.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Box = tuple[float, float, float, float]
Floats = npt.NDArray[np.floating]

WIDTH, HEIGHT = 1600, 1000
_FINE = 2
LEFT, RIGHT = 72, WIDTH - 72
PAPER, PANEL, INK, QUIET, RULE = "#ffffff", "#f6f7f9", "#1d2530", "#69737f", "#dfe3e8"
FILM, FILM_PALE = "#7d8894", "#c9cfd6"
MUSIC, MUSIC_PALE = "#0f7f77", "#a9d5d1"
SHARED = "#dcefed"
MARK, SECOND = "#c8452d", "#b98a1d"
#: Distances between ticks to choose from, seconds.
_STEPS_S = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600)


class Sheet:
    """A drawing whose coordinates are those of the finished picture."""

    def __init__(self) -> None:
        self._image = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def save(self, path: Path) -> None:
        """Write the picture as a PNG."""
        small = self._image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.save(path)

    def text(  # noqa: PLR0917 (where, what, how)
        self,
        x: float,
        y: float,
        words: str,
        size: float = 20,
        colour: str = INK,
        anchor: str = "ls",
        halo: str | None = None,
    ) -> float:
        """Write words, with a halo where they cross a line; returns where they end."""
        font = ImageFont.load_default(size * _FINE)
        stroke = 3 * _FINE if halo else 0
        self._draw.text(
            (x * _FINE, y * _FINE), words, font=font, fill=colour, anchor=anchor, stroke_width=stroke, stroke_fill=halo
        )
        return x + float(font.getlength(words)) / _FINE

    def panel(self, box: Box) -> None:
        """Draw the ground of a diagram."""
        self._draw.rounded_rectangle(_fine(box), 10 * _FINE, fill=PANEL)

    def bar(self, box: Box, colour: str) -> None:
        """Fill a rectangle; nothing if it has no extent."""
        left, top, right, bottom = _fine(box)
        if right >= left and bottom >= top:
            self._draw.rectangle((left, top, right, bottom), fill=colour)

    def line(self, points: list[tuple[float, float]], colour: str, width: float = 1.5) -> None:
        """Draw a line through points."""
        self._draw.line(
            [(x * _FINE, y * _FINE) for x, y in points], fill=colour, width=round(width * _FINE), joint="curve"
        )

    def area(self, points: list[tuple[float, float]], colour: str) -> None:
        """Fill a polygon."""
        self._draw.polygon([(x * _FINE, y * _FINE) for x, y in points], fill=colour)

    def dot(self, x: float, y: float, colour: str) -> None:
        """Draw a point with a rim."""
        radius = 6
        self._draw.ellipse(_fine((x - radius, y - radius, x + radius, y + radius)), fill=colour, outline=PAPER, width=4)

    def tick(self, x: float, y: float, words: str) -> None:
        """Mark a place on an axis, its words below."""
        self.line([(x, y), (x, y + 7)], QUIET, 1)
        self.text(x, y + 28, words, 17, QUIET, "ms")


def _fine(box: Box) -> Box:
    left, top, right, bottom = box
    return left * _FINE, top * _FINE, right * _FINE, bottom * _FINE


@dataclasses.dataclass(frozen=True)
class Scale:
    """Maps values onto a stretch of pixels."""

    low: float
    high: float
    left: float
    right: float

    def __call__(self, value: float) -> float:
        """Return the pixel of a value."""
        return self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)

    def ticks(self, about: int) -> list[float]:
        """Return round values along the scale."""
        span = self.high - self.low
        step = next((step for step in _STEPS_S if span / step <= about), _STEPS_S[-1])
        first = np.ceil(self.low / step - 1e-9) * step
        return [float(tick) for tick in np.arange(first, self.high + step * 1e-6, step)]


def clock(seconds: float) -> str:
    """Say a time in seconds, or in minutes and seconds."""
    sign, whole = "-" if seconds < 0 else "", abs(seconds)
    if whole < 60:
        return f"{sign}{whole:g} s"
    return f"{sign}{int(whole // 60)}:{int(whole % 60):02d}"
