"""``report.png``: both sounds on one time line, and how clearly the place stands out.

Drawn at twice the size and scaled down, which smooths every edge; text is in the font that Pillow brings along.
"""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from actors.beat_sync.alignment import Alignment
from actors.beat_sync.lines import STACK_HALF
from actors.beat_sync.search import BIN
from actors.beat_sync.soundtrack import ANALYSIS_RATE_HZ, Sound
from actors.beat_sync.spec import BeatSyncResult

Box = tuple[float, float, float, float]
Floats = npt.NDArray[np.floating]

WIDTH, HEIGHT = 1600, 1000
_FINE = 2
_LEFT, _RIGHT = 72, WIDTH - 72
_PAPER, _PANEL, _INK, _QUIET, _RULE = "#ffffff", "#f6f7f9", "#1d2530", "#69737f", "#dfe3e8"
_ROOM, _ROOM_PALE = "#7d8894", "#c9cfd6"
_MUSIC, _MUSIC_PALE = "#0f7f77", "#a9d5d1"
_SHARED = "#dcefed"
_MARK, _SECOND = "#c8452d", "#b98a1d"
#: Half the width of the close view of the peak, seconds.
_CLOSE_S = 0.03
#: Labels nearer than this would overlap, pixels.
_LABEL_WIDTH = 240.0
#: Distances between ticks to choose from, seconds.
_STEPS_S = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600)


def draw(
    path: Path, result: BeatSyncResult, found: Alignment, room: Sound, music: Sound, *, room_start_s: float
) -> None:
    """Draw the alignment.

    Args:
        path: where the PNG goes.
        result: the job's numbers.
        found: the alignment with its curves.
        room: the dance video's sound.
        music: the music.
        room_start_s: where the room sound begins on the video's clock.
    """
    sheet = _Sheet()
    _heading(sheet, result, found)
    _time_lines(sheet, result, room, music, room_start_s)
    _search_panel(sheet, result, found)
    _peak_panel(sheet, found)
    sheet.save(path)


class _Sheet:
    """A drawing whose coordinates are those of the finished picture."""

    def __init__(self) -> None:
        self._image = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), _PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def save(self, path: Path) -> None:
        small = self._image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.save(path)

    def text(  # noqa: PLR0917 (where, what, how)
        self,
        x: float,
        y: float,
        words: str,
        size: float = 20,
        colour: str = _INK,
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
        self._draw.rounded_rectangle(_fine(box), 10 * _FINE, fill=_PANEL)

    def bar(self, box: Box, colour: str) -> None:
        left, top, right, bottom = _fine(box)
        if right >= left and bottom >= top:
            self._draw.rectangle((left, top, right, bottom), fill=colour)

    def line(self, points: list[tuple[float, float]], colour: str, width: float = 1.5) -> None:
        self._draw.line(
            [(x * _FINE, y * _FINE) for x, y in points], fill=colour, width=round(width * _FINE), joint="curve"
        )

    def area(self, points: list[tuple[float, float]], colour: str) -> None:
        self._draw.polygon([(x * _FINE, y * _FINE) for x, y in points], fill=colour)

    def dot(self, x: float, y: float, colour: str) -> None:
        radius = 6
        self._draw.ellipse(
            _fine((x - radius, y - radius, x + radius, y + radius)), fill=colour, outline=_PAPER, width=4
        )

    def tick(self, x: float, y: float, words: str) -> None:
        """Mark a place on an axis, its words below."""
        self.line([(x, y), (x, y + 7)], _QUIET, 1)
        self.text(x, y + 28, words, 17, _QUIET, "ms")


def _fine(box: Box) -> Box:
    left, top, right, bottom = box
    return left * _FINE, top * _FINE, right * _FINE, bottom * _FINE


@dataclasses.dataclass(frozen=True)
class _Scale:
    """Maps values onto a stretch of pixels."""

    low: float
    high: float
    left: float
    right: float

    def __call__(self, value: float) -> float:
        return self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)

    def ticks(self, about: int) -> list[float]:
        span = self.high - self.low
        step = next((step for step in _STEPS_S if span / step <= about), _STEPS_S[-1])
        first = np.ceil(self.low / step - 1e-9) * step
        return [float(tick) for tick in np.arange(first, self.high + step * 1e-6, step)]


def _heading(sheet: _Sheet, result: BeatSyncResult, found: Alignment) -> None:
    side = "after the video does" if result.offset_s >= 0 else "before the video does"
    sheet.text(_LEFT, 76, f"The music begins {abs(result.offset_s):.3f} s {side}", 36)
    drift = f"{result.drift_ppm:+.1f} ppm" if result.drift_ppm else "none measured"
    facts = (
        ("confidence", f"{result.confidence:.2f}"),
        ("lead over runner-up", f"{result.margin:.0%}"),
        ("tones in common", f"{found.coherence:.0%}"),
        ("clock drift", drift),
        ("shared", f"{found.shared_s:.1f} s"),
    )
    x = float(_LEFT)
    for name, value in facts:
        x = sheet.text(x, 116, name, 19, _QUIET) + 9
        x = sheet.text(x, 116, value, 19) + 34


def _time_lines(sheet: _Sheet, result: BeatSyncResult, room: Sound, music: Sound, room_start_s: float) -> None:
    stretch = 1 + result.drift_ppm * 1e-6
    music_end_s = result.offset_s + music.duration_s * stretch
    low = min(0.0, result.offset_s)
    high = max(result.video_duration_s, music_end_s)
    scale = _Scale(low, high, _LEFT + 24, _RIGHT - 24)
    top, middle, bottom = 148.0, 340.0, 532.0
    sheet.panel((_LEFT, top, _RIGHT, bottom))
    v2_end_s = result.v2_start_s + result.v2_duration_s
    sheet.bar((scale(result.v2_start_s), top, scale(v2_end_s), bottom), _SHARED)
    inside = (result.v2_start_s, v2_end_s)
    _wave(sheet, scale, (top + middle) / 2 + 8, room, room_start_s, 1.0, inside, (_ROOM, _ROOM_PALE))
    _wave(sheet, scale, (middle + bottom) / 2 + 8, music, result.offset_s, stretch, inside, (_MUSIC, _MUSIC_PALE))
    sheet.line([(_LEFT + 24, middle), (_RIGHT - 24, middle)], _RULE, 1)
    x = scale(result.offset_s)
    sheet.line([(x, top), (x, bottom)], _MARK, 2)
    sheet.dot(x, bottom, _MARK)
    sheet.text(_LEFT + 24, top + 27, "room sound of the video", 18, _QUIET, halo=_PANEL)
    sheet.text(_LEFT + 24, middle + 27, "music", 18, _MUSIC, halo=_PANEL)
    for tick in scale.ticks(12):
        sheet.tick(scale(tick), bottom, _clock(tick))
    legend = sheet.text(_RIGHT, top - 14, "v2.mp4: what both share", 17, _QUIET, "rs") - _RIGHT
    sheet.bar((_RIGHT - legend - 28, top - 28, _RIGHT - legend - 10, top - 12), _SHARED)
    sheet.text(scale(low + (high - low) / 2), bottom + 56, "time of the video", 17, _QUIET, "ms")


def _wave(  # noqa: PLR0917 (what, where, in which colours)
    sheet: _Sheet,
    scale: _Scale,
    centre: float,
    sound: Sound,
    start_s: float,
    stretch: float,
    inside: tuple[float, float],
    colours: tuple[str, str],
) -> None:
    """Draw an envelope: bars of 3 pixels, strong where it is part of v2.mp4, pale elsewhere."""
    pitch, half = 4.0, 74.0
    left, right = scale(start_s), scale(start_s + sound.duration_s * stretch)
    count = max(1, int((right - left) / pitch))
    edges = np.linspace(0, sound.samples.size, count + 1).astype(int)
    peaks = np.array([float(np.abs(sound.samples[a:b]).max(initial=0)) for a, b in itertools.pairwise(edges)])
    usual = float(np.percentile(peaks, 98)) or 1.0
    for number, peak in enumerate(np.clip(peaks / usual, 0, 1)):
        x = left + number * pitch
        at_s = scale.low + (x + pitch / 2 - scale.left) / (scale.right - scale.left) * (scale.high - scale.low)
        height = max(1.0, half * float(peak))
        colour = colours[0] if inside[0] <= at_s <= inside[1] else colours[1]
        sheet.bar((x, centre - height, x + pitch - 1.5, centre + height), colour)


def _search_panel(sheet: _Sheet, result: BeatSyncResult, found: Alignment) -> None:
    box = (float(_LEFT), 658.0, 980.0, 912.0)
    sheet.text(box[0], box[1] - 16, "All places of the music, compared", 21)
    sheet.panel(box)
    curve, first = found.evidence.curve, found.evidence.first
    # The curve is on the soundtrack's clock; the picture is on the video's.
    shift_s = result.offset_s - found.offset_s
    low = first * BIN / ANALYSIS_RATE_HZ + shift_s
    scale = _Scale(low, low + curve.size * BIN / ANALYSIS_RATE_HZ, box[0] + 24, box[2] - 24)
    floor, top = box[3] - 14, box[1] + 48
    columns = int(scale.right - scale.left)
    edges = np.linspace(0, curve.size, columns + 1).astype(int)
    heights = np.array([float(curve[a : max(b, a + 1)].max(initial=0)) for a, b in itertools.pairwise(edges)])
    heights /= heights.max() or 1.0
    points = [(scale.left + x, floor - (floor - top) * float(height)) for x, height in enumerate(heights)]
    sheet.area([(scale.left, floor), *points, (scale.right, floor)], _MUSIC_PALE)
    sheet.line(points, _MUSIC, 1.3)
    sheet.line([(scale.left, floor), (scale.right, floor)], _RULE, 1)
    for tick in scale.ticks(8):
        sheet.tick(scale(tick), box[3], f"{tick:+g} s" if tick else "0")
    place_x = scale(result.offset_s)
    words_right = place_x < (scale.left + scale.right) / 2
    if found.runner_up_offset_s is not None:
        x = scale(found.runner_up_offset_s + shift_s)
        runner_up_right = x < (scale.left + scale.right) / 2
        if abs(x - place_x) < _LABEL_WIDTH:  # side by side, each with its words on the far side
            words_right, runner_up_right = x < place_x, x >= place_x
        column = int(np.clip(x - scale.left, 3, columns - 4))
        y = floor - (floor - top) * float(heights[column - 3 : column + 4].max())
        words = f"runner-up {found.runner_up_offset_s + shift_s:+.3f} s"
        _label(sheet, (x, y), words, _SECOND, right=runner_up_right)
    _label(sheet, (place_x, top), f"{result.offset_s:+.3f} s", _MARK, right=words_right)
    sheet.text((box[0] + box[2]) / 2, box[3] + 56, "where the music would begin", 17, _QUIET, "ms")


def _label(sheet: _Sheet, at: tuple[float, float], words: str, colour: str, *, right: bool) -> None:
    x, y = at
    sheet.dot(x, y, colour)
    sheet.text(x + (14 if right else -14), y - 10, words, 18, colour, "ls" if right else "rs")


def _peak_panel(sheet: _Sheet, found: Alignment) -> None:
    box = (1020.0, 658.0, float(_RIGHT), 912.0)
    sheet.text(box[0], box[1] - 16, "The peak, close up", 21)
    sheet.panel(box)
    half = round(_CLOSE_S * ANALYSIS_RATE_HZ)
    heights = np.abs(found.response[STACK_HALF - half : STACK_HALF + half + 1])
    heights = heights / (heights.max() or 1.0)
    scale = _Scale(-_CLOSE_S * 1000, _CLOSE_S * 1000, box[0] + 24, box[2] - 24)
    floor, top = box[3] - 14, box[1] + 48
    sheet.line([(scale(0), top - 22), (scale(0), floor)], _MARK, 2)
    points = [
        (scale((index - half) / ANALYSIS_RATE_HZ * 1000), floor - (floor - top) * float(height))
        for index, height in enumerate(heights)
    ]
    sheet.area([(points[0][0], floor), *points, (points[-1][0], floor)], _MUSIC_PALE)
    sheet.line(points, _MUSIC, 1.5)
    sheet.line([(scale.left, floor), (scale.right, floor)], _RULE, 1)
    for tick in (-30, -20, -10, 0, 10, 20, 30):
        sheet.tick(scale(tick), box[3], f"{tick:+d} ms" if tick else "0")
    sheet.text(
        (box[0] + box[2]) / 2, box[3] + 56, "earlier or later than the place found (right: echoes)", 17, _QUIET, "ms"
    )


def _clock(seconds: float) -> str:
    sign, whole = "-" if seconds < 0 else "", abs(seconds)
    if whole < 60:
        return f"{sign}{whole:g} s"
    return f"{sign}{int(whole // 60)}:{int(whole % 60):02d}"
