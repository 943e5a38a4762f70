"""``report.png``: both sounds on one time line, and how clearly the place stands out."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np

from actors.beat_sync.alignment import Alignment
from actors.beat_sync.lines import STACK_HALF
from actors.beat_sync.search import BIN
from actors.beat_sync.sheet import (
    FILM,
    FILM_PALE,
    LEFT,
    MARK,
    MUSIC,
    MUSIC_PALE,
    PANEL,
    QUIET,
    RIGHT,
    RULE,
    SECOND,
    SHARED,
    Scale,
    Sheet,
    clock,
)  # fmt: skip
from actors.beat_sync.soundtrack import ANALYSIS_RATE_HZ, Sound
from actors.beat_sync.spec import BeatSyncResult

#: Half the width of the close view of the peak, seconds.
_CLOSE_S = 0.03
#: Labels nearer than this would overlap, pixels.
_LABEL_WIDTH = 240.0


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
    sheet = Sheet()
    _heading(sheet, result, found)
    _time_lines(sheet, result, room, music, room_start_s)
    _search_panel(sheet, result, found)
    _peak_panel(sheet, found)
    sheet.save(path)


def _heading(sheet: Sheet, result: BeatSyncResult, found: Alignment) -> None:
    side = "after the video does" if result.offset_s >= 0 else "before the video does"
    sheet.text(LEFT, 76, f"The music begins {abs(result.offset_s):.3f} s {side}", 36)
    drift = f"{result.drift_ppm:+.1f} ppm" if result.drift_ppm else "none measured"
    facts = (
        ("confidence", f"{result.confidence:.2f}"),
        ("lead over runner-up", f"{result.margin:.0%}"),
        ("tones in common", f"{found.coherence:.0%}"),
        ("clock drift", drift),
        ("shared", f"{found.shared_s:.1f} s"),
    )
    x = float(LEFT)
    for name, value in facts:
        x = sheet.text(x, 116, name, 19, QUIET) + 9
        x = sheet.text(x, 116, value, 19) + 34


def _time_lines(sheet: Sheet, result: BeatSyncResult, room: Sound, music: Sound, room_start_s: float) -> None:
    stretch = 1 + result.drift_ppm * 1e-6
    music_end_s = result.offset_s + music.duration_s * stretch
    low = min(0.0, result.offset_s)
    high = max(result.video_duration_s, music_end_s)
    scale = Scale(low, high, LEFT + 24, RIGHT - 24)
    top, middle, bottom = 148.0, 340.0, 532.0
    sheet.panel((LEFT, top, RIGHT, bottom))
    v2_end_s = result.v2_start_s + result.v2_duration_s
    sheet.bar((scale(result.v2_start_s), top, scale(v2_end_s), bottom), SHARED)
    inside = (result.v2_start_s, v2_end_s)
    _wave(sheet, scale, (top + middle) / 2 + 8, room, room_start_s, 1.0, inside, (FILM, FILM_PALE))
    _wave(sheet, scale, (middle + bottom) / 2 + 8, music, result.offset_s, stretch, inside, (MUSIC, MUSIC_PALE))
    sheet.line([(LEFT + 24, middle), (RIGHT - 24, middle)], RULE, 1)
    x = scale(result.offset_s)
    sheet.line([(x, top), (x, bottom)], MARK, 2)
    sheet.dot(x, bottom, MARK)
    sheet.text(LEFT + 24, top + 27, "room sound of the video", 18, QUIET, halo=PANEL)
    sheet.text(LEFT + 24, middle + 27, "music", 18, MUSIC, halo=PANEL)
    for tick in scale.ticks(12):
        sheet.tick(scale(tick), bottom, clock(tick))
    legend = sheet.text(RIGHT, top - 14, "v2.mp4: what both share", 17, QUIET, "rs") - RIGHT
    sheet.bar((RIGHT - legend - 28, top - 28, RIGHT - legend - 10, top - 12), SHARED)
    sheet.text(scale(low + (high - low) / 2), bottom + 56, "time of the video", 17, QUIET, "ms")


def _wave(  # noqa: PLR0917 (what, where, in which colours)
    sheet: Sheet,
    scale: Scale,
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


def _search_panel(sheet: Sheet, result: BeatSyncResult, found: Alignment) -> None:
    box = (float(LEFT), 658.0, 980.0, 912.0)
    sheet.text(box[0], box[1] - 16, "All places of the music, compared", 21)
    sheet.panel(box)
    curve, first = found.evidence.curve, found.evidence.first
    # The curve is on the soundtrack's clock; the picture is on the video's.
    shift_s = result.offset_s - found.offset_s
    low = first * BIN / ANALYSIS_RATE_HZ + shift_s
    scale = Scale(low, low + curve.size * BIN / ANALYSIS_RATE_HZ, box[0] + 24, box[2] - 24)
    floor, top = box[3] - 14, box[1] + 48
    columns = int(scale.right - scale.left)
    edges = np.linspace(0, curve.size, columns + 1).astype(int)
    heights = np.array([float(curve[a : max(b, a + 1)].max(initial=0)) for a, b in itertools.pairwise(edges)])
    heights /= heights.max() or 1.0
    points = [(scale.left + x, floor - (floor - top) * float(height)) for x, height in enumerate(heights)]
    sheet.area([(scale.left, floor), *points, (scale.right, floor)], MUSIC_PALE)
    sheet.line(points, MUSIC, 1.3)
    sheet.line([(scale.left, floor), (scale.right, floor)], RULE, 1)
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
        _label(sheet, (x, y), words, SECOND, right=runner_up_right)
    _label(sheet, (place_x, top), f"{result.offset_s:+.3f} s", MARK, right=words_right)
    sheet.text((box[0] + box[2]) / 2, box[3] + 56, "where the music would begin", 17, QUIET, "ms")


def _label(sheet: Sheet, at: tuple[float, float], words: str, colour: str, *, right: bool) -> None:
    x, y = at
    sheet.dot(x, y, colour)
    sheet.text(x + (14 if right else -14), y - 10, words, 18, colour, "ls" if right else "rs")


def _peak_panel(sheet: Sheet, found: Alignment) -> None:
    box = (1020.0, 658.0, float(RIGHT), 912.0)
    sheet.text(box[0], box[1] - 16, "The peak, close up", 21)
    sheet.panel(box)
    half = round(_CLOSE_S * ANALYSIS_RATE_HZ)
    heights = np.abs(found.response[STACK_HALF - half : STACK_HALF + half + 1])
    heights = heights / (heights.max() or 1.0)
    scale = Scale(-_CLOSE_S * 1000, _CLOSE_S * 1000, box[0] + 24, box[2] - 24)
    floor, top = box[3] - 14, box[1] + 48
    sheet.line([(scale(0), top - 22), (scale(0), floor)], MARK, 2)
    points = [
        (scale((index - half) / ANALYSIS_RATE_HZ * 1000), floor - (floor - top) * float(height))
        for index, height in enumerate(heights)
    ]
    sheet.area([(points[0][0], floor), *points, (points[-1][0], floor)], MUSIC_PALE)
    sheet.line(points, MUSIC, 1.5)
    sheet.line([(scale.left, floor), (scale.right, floor)], RULE, 1)
    for tick in (-30, -20, -10, 0, 10, 20, 30):
        sheet.tick(scale(tick), box[3], f"{tick:+d} ms" if tick else "0")
    sheet.text(
        (box[0] + box[2]) / 2, box[3] + 56, "earlier or later than the place found (right: echoes)", 17, QUIET, "ms"
    )
