"""How exactly beat_sync moves films onto other music: ``python -m tests.bench retime``.

The seeds are held out: none of them was looked at while the method and its thresholds were chosen.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import librosa
import numpy as np
import numpy.typing as npt

from actors.beat_sync.beat_alignment import beat_align
from actors.beat_sync.footage import survey
from actors.beat_sync.matching import matched
from actors.beat_sync.media import MediaFile
from actors.beat_sync.music.beats import music_beats
from actors.beat_sync.seeing.motion import Motion, watch
from actors.beat_sync.seeing.visual_beats import visual_beats
from actors.beat_sync.warp import Warp
from tests.bench.figures import Figure, show
from tests.material.dances import drawn, write_dance
from tests.material.songs import song

Floats = npt.NDArray[np.float64]

HELD_OUT = 920_000
_RATE = 22_050
_FOUND_S = 0.1
#: Steps a second of the curves that the published rules work on.
_STEPS_HZ = 100


def run(*, clips: int = 24) -> None:
    """Print both tables.

    Args:
        clips: how many films.
    """
    errors: dict[str, list[Floats]] = {}
    found: dict[str, list[float]] = {}
    outcomes: dict[str, list[tuple[Floats, float, float, float]]] = {"ours": [], "librosa": []}
    refused = {"ours": 0, "librosa": 0}
    cpu_s = pictures = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(clips):
            seed = HELD_OUT + number
            video = Path(folder) / "dance.mp4"
            dance = drawn(seed)
            true = write_dance(video, dance)
            began = time.process_time()
            motion = watch(
                survey(MediaFile(video, "", "", video.name), lambda _: None), threads=1, on_progress=lambda _: None
            )
            cpu_s, pictures = cpu_s + time.process_time() - began, pictures + motion.edges_s.size
            for name, rule in _RULES.items():
                away = _away(true, rule(motion))
                errors.setdefault(f"{name}, {dance.style}", []).append(away[away < _FOUND_S])
                found.setdefault(f"{name}, {dance.style}", []).append(float(np.mean(away < _FOUND_S)))
            music = song(seed, 30, _RATE)[0]
            for name, beats in (("ours", music_beats(music, _RATE).times_s), ("librosa", _librosa_beats(music))):
                outcome = _mapped(motion, true, beats)
                if outcome is None:
                    refused[name] += 1
                else:
                    outcomes[name].append(outcome)
    print(f"  {clips} films of 12 s, held out: 1-3 dancers, pans, cuts, noise, uneven frames, 24-60 a second")
    show([_visual_row(name, errors[name], found[name]) for name in sorted(errors)])
    show([_mapped_row(name, rows, refused[name]) for name, rows in outcomes.items()])
    show([Figure("watching, one thread", f"{cpu_s / pictures * 1000:.1f} ms of CPU a picture")])


def _visual_row(name: str, errors: list[Floats], found: list[float]) -> Figure:
    ms = np.concatenate(errors) * 1000
    p50, p95 = (float(value) for value in np.percentile(ms, [50, 95]))
    value = f"median {p50:5.1f} ms   p95 {p95:5.1f} ms   found {np.mean(found):.1%}"
    ours = name.startswith("ours")
    return Figure(
        f"visual beats, {name}", value, "10 / 35" if ours else "", (p50 <= 10 and p95 <= 35) if ours else None
    )


def _mapped_row(name: str, rows: list[tuple[Floats, float, float, float]], refused: int) -> Figure:
    if not rows:
        return Figure(f"music beats by {name}", "nothing matched")
    ms = np.concatenate([row[0] for row in rows]) * 1000
    coverage, before, after = (float(np.mean([row[index] for row in rows])) for index in (1, 2, 3))
    value = (
        f"mapped error mean {ms.mean():.1f} ms   median {np.median(ms):.1f}   p95 {np.percentile(ms, 95):.1f}   "
        f"coverage {coverage:.2f}   BeatAlign {before:.2f} -> {after:.2f}   refused {refused}"
    )
    holds = bool(ms.mean() <= 8 and np.percentile(ms, 95) <= 17 and coverage >= 0.9)
    return Figure(f"music beats by {name}", value, "8 / 17 at 0.9" if name == "ours" else "", holds)


def _mapped(motion: Motion, true: Floats, music: Floats) -> tuple[Floats, float, float, float] | None:
    """Return (errors of the film's true beats, coverage, BeatAlign before and after); None if refused.

    The music's beats are taken as heard: this is what the film is moved onto.
    """
    seen = visual_beats(motion)
    match = matched(seen.times_s, seen.strengths, seen.spread_s, music, 30.0)
    if not match.convincing:
        return None
    grid = np.sort(np.concatenate([music, (music[:-1] + music[1:]) / 2])) if match.level > 1 else music
    shown = Warp(match.film_s, match.music_s).shown_at(true)
    inside = shown[(shown >= match.music_s[0] - 0.1) & (shown <= match.music_s[-1] + 0.1)]
    return _away(inside, grid), match.coverage, beat_align(true, grid), beat_align(inside, grid)


def _away(wanted: Floats, found: Floats) -> Floats:
    if not found.size:
        return np.ones_like(wanted)
    return np.asarray(np.abs(wanted[:, None] - found[None, :]).min(axis=1))


def _librosa_beats(music: npt.NDArray[np.float32]) -> Floats:
    _, times = librosa.beat.beat_track(y=music, sr=_RATE, units="time")
    return np.asarray(times, np.float64)


def _impact_envelope(motion: Motion) -> Floats:
    """Peaks of the deceleration summed over directions (Davis & Agrawala 2018)."""
    times, curves = _even(motion, motion.directogram)
    curves = np.apply_along_axis(_smooth, 0, curves)
    envelope = np.maximum(-np.diff(curves, axis=0), 0).sum(axis=1)
    return times[1:][_peaks(envelope, 0.2 * float(np.percentile(envelope, 98)))]


def _slowest(motion: Motion) -> Floats:
    """Plain minima of the speed."""
    times, curves = _even(motion, motion.speed[:, None])
    curve = _smooth(curves[:, 0])
    return times[_peaks(-curve, -0.3 * float(np.percentile(curve, 98)))]


def _even(motion: Motion, values: npt.NDArray[np.floating]) -> tuple[Floats, Floats]:
    times = np.arange(0, motion.edges_s[-1], 1 / _STEPS_HZ)
    at = np.clip(np.searchsorted(motion.edges_s, times, side="right") - 1, 0, len(values) - 1)
    return times, np.asarray(values[at], np.float64)


def _smooth(curve: Floats) -> Floats:
    bell = np.exp(-0.5 * (np.arange(-8, 9) / 2.5) ** 2)
    return np.convolve(curve, bell / bell.sum(), mode="same")


def _peaks(curve: Floats, least: float) -> npt.NDArray[np.int64]:
    """Return the places that are highest within a tenth of a second and above ``least``."""
    half = _STEPS_HZ // 10
    around = np.lib.stride_tricks.sliding_window_view(np.pad(curve, half, constant_values=-np.inf), 2 * half + 1)
    return np.flatnonzero((curve == around.max(axis=1)) & (curve > least))


_RULES: dict[str, Callable[[Motion], Floats]] = {
    "ours": lambda motion: visual_beats(motion).times_s,
    "impact envelope": _impact_envelope,
    "speed minimum": _slowest,
}
