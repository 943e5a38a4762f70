"""``report.png`` of mode retime: the film's beats beside the music's, before and after, and how fast the film runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from actors.beat_sync.matching import FASTEST, SLOWEST, Match
from actors.beat_sync.seeing.motion import Motion
from actors.beat_sync.seeing.visual_beats import VisualBeats
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
    Scale,
    Sheet,
    clock,
)  # fmt: skip
from actors.beat_sync.spec import BeatSyncResult, Retimed
from actors.beat_sync.warp import Warp

Floats = npt.NDArray[np.float64]

#: Film that is shown close up at most, seconds.
_CLOSE_S = 14.0
#: Distances from the next beat of the music that are counted together, milliseconds.
_BIN_MS, _WIDEST_MS = 20, 200


def draw(  # noqa: PLR0917 (all that goes into one picture)
    path: Path, result: BeatSyncResult, motion: Motion, seen: VisualBeats, match: Match, warp: Warp
) -> None:
    """Draw what was found and what was made of it.

    Args:
        path: where the PNG goes.
        result: the job's numbers.
        motion: what moves in the film.
        seen: the film's beats.
        match: which of them go with the music's.
        warp: the film's new time line.
    """
    sheet = Sheet()
    music_s = match.grid_s
    _heading(sheet, result)
    begin_s = max(0.0, float(match.film_s[0]) - 1.0)
    end_s = min(begin_s + _CLOSE_S, float(motion.edges_s[-1]))
    paired = np.isin(np.arange(seen.times_s.size), match.film_indices)
    _track(
        sheet, (166.0, 322.0), "as filmed, the music laid under its beginning", (begin_s, end_s),
        (motion.edges_s, motion.speed), (seen.times_s, paired), music_s,
    )  # fmt: skip
    shown = warp.shown_at(np.array([begin_s, end_s]))
    _track(
        sheet, (392.0, 548.0), "as shown in modular.mp4", (float(shown[0]), float(shown[1])),
        (warp.shown_at(motion.edges_s), motion.speed), (warp.shown_at(seen.times_s), paired), music_s + result.offset_s,
    )  # fmt: skip
    _speed_panel(sheet, warp, float(motion.edges_s[-1]))
    before = _distances_ms(seen.times_s, music_s)
    after = _distances_ms(warp.shown_at(seen.times_s) - result.offset_s, music_s)
    _distance_panel(sheet, before, after)
    sheet.save(path)


def _heading(sheet: Sheet, result: BeatSyncResult) -> None:
    figures = result.retime or _nothing()
    sheet.text(LEFT, 68, f"{figures.matched_beats} of {figures.film_beats} beats of the film lie on the music's", 36)
    facts = (
        ("music", f"{figures.tempo_bpm:.1f} beats a minute"),
        ("beat alignment", f"{figures.beat_align_before:.2f} before, {figures.beat_align_after:.2f} after"),
        ("film runs at", f"{figures.slowest_speed:.2f} to {figures.fastest_speed:.2f} times its speed"),
        ("confidence", f"{result.confidence:.2f}"),
    )
    x = float(LEFT)
    for name, value in facts:
        x = sheet.text(x, 106, name, 19, QUIET) + 9
        x = sheet.text(x, 106, value, 19) + 34


def _nothing() -> Retimed:
    return Retimed(
        film_beats=0, matched_beats=0, coverage=0, tempo_bpm=0, beats_per_beat=1, slowest_speed=1, fastest_speed=1,
        beat_align_before=0, beat_align_after=0,
    )  # fmt: skip


def _track(  # noqa: PLR0917 (where, what of film and of music)
    sheet: Sheet,
    rows: tuple[float, float],
    words: str,
    span_s: tuple[float, float],
    curve: tuple[Floats, Floats],
    beats: tuple[Floats, npt.NDArray[np.bool_]],
    music_s: Floats,
) -> None:
    """Draw movement and beats of film over the beats of music."""
    top, bottom = rows
    scale = Scale(span_s[0], span_s[1], LEFT + 24, RIGHT - 24)
    sheet.panel((LEFT, top, RIGHT, bottom))
    for at_s in music_s[(music_s >= span_s[0]) & (music_s <= span_s[1])]:
        sheet.line([(scale(float(at_s)), top), (scale(float(at_s)), bottom)], MUSIC_PALE, 3)
    edges, speed = curve
    usual = float(np.percentile(speed, 98)) or 1.0
    floor, high = bottom - 12, bottom - top - 44
    inside = np.flatnonzero((edges[:-1] >= span_s[0]) & (edges[1:] <= span_s[1]))
    points = [
        (scale(float((edges[i] + edges[i + 1]) / 2)), floor - high * min(1.0, float(speed[i]) / usual)) for i in inside
    ]
    if len(points) > 1:
        sheet.area([(points[0][0], floor), *points, (points[-1][0], floor)], FILM_PALE)
        sheet.line(points, FILM, 1.5)
    times, paired = beats
    for at_s, is_paired in zip(times.tolist(), paired.tolist(), strict=True):
        if span_s[0] <= at_s <= span_s[1]:
            sheet.line([(scale(at_s), floor - high), (scale(at_s), floor)], MARK if is_paired else QUIET, 1.5)
            sheet.dot(scale(at_s), floor, MARK if is_paired else QUIET)
    sheet.text(LEFT, top - 12, f"Movement {words}", 20)
    sheet.text(RIGHT, top - 12, "beat of the music", 17, MUSIC, "rs")
    sheet.text(RIGHT - 170, top - 12, "beat of the film", 17, MARK, "rs")
    for tick in scale.ticks(14):
        sheet.tick(scale(tick), bottom, clock(tick))


def _speed_panel(sheet: Sheet, warp: Warp, film_end_s: float) -> None:
    box = (float(LEFT), 640.0, 980.0, 912.0)
    sheet.text(box[0], box[1] - 14, "Speed of the film: 1 as filmed", 21)
    sheet.panel(box)
    end_s = float(warp.shown_at(np.array([film_end_s]))[0])
    across = Scale(0.0, end_s, box[0] + 64, box[2] - 24)
    up = Scale(np.log(SLOWEST * 0.9), np.log(FASTEST * 1.1), box[3] - 12, box[1] + 12)
    for speed in (SLOWEST, 1.0, FASTEST):
        y = up(float(np.log(speed)))
        sheet.line([(across.left, y), (across.right, y)], QUIET if speed == 1.0 else RULE, 1)
        sheet.text(across.left - 12, y + 6, f"{speed:g}", 17, QUIET, "rs")
    moments = np.linspace(0.0, end_s, 900)
    smooth = warp.smoothed()
    pace = np.gradient(smooth.film_at(moments), moments)
    for values, colour, width in ((_steps(warp, moments), FILM, 2.0), (pace, MUSIC, 2.5)):
        heights = np.log(np.clip(values, SLOWEST * 0.9, FASTEST * 1.1))
        sheet.line([(across(float(at)), up(float(y))) for at, y in zip(moments, heights, strict=True)], colour, width)
    end = sheet.text(box[0] + 76, box[3] - 16, "modular.mp4: a stretch a beat", 17, FILM, halo=PANEL)
    sheet.text(end + 26, box[3] - 16, "v2.mp4: even", 17, MUSIC, halo=PANEL)
    for tick in across.ticks(8):
        sheet.tick(across(tick), box[3], clock(tick))
    sheet.text((box[0] + box[2]) / 2, box[3] + 56, "time of the new films", 17, QUIET, "ms")


def _steps(warp: Warp, moments: Floats) -> Floats:
    """Return the constant speed of the stretch that each moment lies in."""
    speeds = np.concatenate([[1.0], warp.speeds, [1.0]])
    return np.asarray(speeds[np.searchsorted(warp.shown_s, moments, side="right")])


def _distances_ms(film_s: Floats, music_s: Floats) -> Floats:
    """Return how far each beat of the film is from the next beat of the music; negative: before it."""
    inside: Floats = film_s[(film_s >= music_s[0] - 0.3) & (film_s <= music_s[-1] + 0.3)]
    if not inside.size:
        return np.zeros(0)
    away: Floats = np.asarray(inside[:, None] - music_s[None, :], np.float64) * 1000
    nearest = np.take_along_axis(away, np.abs(away).argmin(axis=1)[:, None], axis=1)[:, 0]
    return np.asarray(nearest, np.float64)


def _distance_panel(sheet: Sheet, before: Floats, after: Floats) -> None:
    box = (1020.0, 640.0, float(RIGHT), 912.0)
    sheet.text(box[0], box[1] - 14, "Film beats beside the next beat of the music", 21)
    sheet.panel(box)
    edges = np.arange(-_WIDEST_MS - _BIN_MS / 2, _WIDEST_MS + _BIN_MS, _BIN_MS)
    counts = [np.histogram(np.clip(values, -_WIDEST_MS, _WIDEST_MS), edges)[0] for values in (before, after)]
    scale = Scale(float(edges[0]), float(edges[-1]), box[0] + 24, box[2] - 24)
    floor, top = box[3] - 12, box[1] + 46
    most = max(1, *(int(count.max()) for count in counts))
    width = (scale.right - scale.left) / (edges.size - 1)
    for number, (count, colour) in enumerate(zip(counts, (FILM, MUSIC), strict=True)):
        for index, value in enumerate(count.tolist()):
            left = scale.left + index * width + 2 + number * (width / 2 - 2)
            sheet.bar((left, floor - (floor - top) * value / most, left + width / 2 - 3, floor), colour)
    end = sheet.text(box[0] + 24, box[1] + 30, "as filmed", 17, FILM)
    sheet.text(end + 20, box[1] + 30, "as shown", 17, MUSIC)
    for tick in (-200, -100, 0, 100, 200):
        sheet.tick(scale(tick), box[3], f"{tick:+d} ms" if tick else "0")
    sheet.text((box[0] + box[2]) / 2, box[3] + 56, "earlier or later than the music", 17, QUIET, "ms")
