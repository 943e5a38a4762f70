"""How exactly beat_sync moves films onto other music: ``python -m tests.bench retime``.

The seeds are held out: none of them was looked at while the method and its thresholds were chosen (those: 500,000 on).
"""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import av
import librosa
import numpy as np
import numpy.typing as npt

from actors.beat_sync.beat_alignment import beat_align
from actors.beat_sync.footage import survey
from actors.beat_sync.matching import matched
from actors.beat_sync.media import MediaFile
from actors.beat_sync.music.beats import music_beats
from actors.beat_sync.run import run as run_kind
from actors.beat_sync.seeing.motion import Motion, watch
from actors.beat_sync.seeing.visual_beats import visual_beats
from actors.beat_sync.spec import BeatSyncParameters
from actors.beat_sync.warp import Warp
from tests.bench.figures import Figure, show
from tests.material.dances import Dance, drawn, write_dance
from tests.material.files import write_audio
from tests.material.job import FolderJob
from tests.material.songs import beats_of, song

Floats = npt.NDArray[np.float64]

HELD_OUT = 920_000
_RATE = 22_050
_SONG_S = 30.0
_FOUND_S = 0.1
#: Half of the films' beats farther from the music's than this: the song was tapped elsewhere.
_OFF_BEAT_S = 0.06
#: Steps a second of the curves that the published rules work on.
_STEPS_HZ = 100
#: How unsure a beat is if a rule doesn't say it: as ours usually are.
_UNSURE_S = 0.007
#: Rows of the table: our beats on both sides, reckoned and read off the film; and what a listener can set right.
_OURS, _WRITTEN, _TOLD = "film ours, music ours", "written film, all ours", "{}, told where it was off"
_JUDGED = {_OURS, _WRITTEN, _TOLD.format(_OURS), _TOLD.format(_WRITTEN)}


@dataclasses.dataclass(frozen=True)
class Landed:
    """Where a film's true beats came to lie on the music's true ones.

    Args:
        errors_s: distance to the music's next beat, of each beat between the first and the last pair.
        paired: which of these were seen and paired.
        nearest_s: the same of the picture nearest to each beat; empty if there are no pictures.
        coverage: share of the film's true beats, as far as the music lasts, that lie there.
        before: BeatAlign of the film as it was.
        after: and of the new one.
    """

    errors_s: Floats
    paired: npt.NDArray[np.bool_]
    nearest_s: Floats
    coverage: float
    before: float
    after: float

    @property
    def on_the_beat(self) -> bool:
        """Whether the song's own beats were met, and not those between them or of another tempo."""
        return bool(np.median(self.errors_s) < _OFF_BEAT_S)


@dataclasses.dataclass(frozen=True)
class Filmed:
    """What came of one film.

    Args:
        away_s: by row of the first table: how far the nearest beat seen is from each true one.
        landed: by row of the second: one outcome for each song, None if it couldn't be matched.
        cpu_s: what watching took.
        pictures: how many were watched.
    """

    away_s: dict[str, Floats]
    landed: dict[str, list[Landed | None]]
    cpu_s: float
    pictures: float


def run(*, clips: int = 72, songs: int = 8) -> None:
    """Print the tables. Takes about half an hour on two cores: every film is made anew for every song.

    Args:
        clips: how many films are watched.
        songs: onto how many songs each is moved, every one another: a song heard on its off-beat costs as much as all
            that is wrong with forty others, and few songs make a matter of luck of it.
    """
    # numba's cache on disk breaks if two processes compile at once: compiled here, inherited by all.
    _librosa_beats(song(HELD_OUT - 1, 5.0, _RATE)[0])
    with ProcessPoolExecutor(os.cpu_count(), mp_context=multiprocessing.get_context("fork")) as pool:
        seeds = range(HELD_OUT, HELD_OUT + clips)
        films = []
        for film in pool.map(_filmed, seeds, [range(seed, seed + clips * songs, clips) for seed in seeds]):
            films.append(film)
            print(f"\r  {len(films)} of {clips} films", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(f"  {clips} films of 12 s, held out: 1-3 dancers, pans, cuts, noise, uneven frames, 24-60 a second")
    rows = sorted({name for film in films for name in film.away_s})
    show([_visual_row(name, [film.away_s[name] for film in films if name in film.away_s]) for name in rows])
    print(
        f"  moved onto {clips * songs} songs of 30 s; mapped error of all true beats, of those paired, at their share"
    )
    show([_landed_row(name, [outcome for film in films for outcome in film.landed[name]]) for name in films[0].landed])
    spent_s, pictures = (sum(getattr(film, field) for film in films) for field in ("cpu_s", "pictures"))
    watching = f"{spent_s / pictures * 1000:.1f} ms of CPU a picture, on one thread while all cores are busy"
    show([Figure("watching", watching), _minute()])


def _filmed(seed: int, song_seeds: range) -> Filmed:
    """Film a dance, watch it by every rule, and move it onto songs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        video, dance = folder / "dance.mp4", drawn(seed)
        true = write_dance(video, dance)
        began = time.process_time()
        motion = watch(
            survey(MediaFile(video, "", "", video.name), lambda _: None), threads=1, on_progress=lambda _: None
        )
        cpu_s = time.process_time() - began
        seen = {rule: see(motion) for rule, see in _RULES.items()}
        away_s = {
            f"{rule}, {which}": _away(true, times_s)
            for rule, (times_s, _, _) in seen.items()
            for which in (dance.style, "all")
        }
        landed: dict[str, list[Landed | None]] = {}
        for song_seed in song_seeds:
            for row, outcome in _moved(folder, song_seed, seen, true).items():
                landed.setdefault(row, []).append(outcome)
    return Filmed(away_s, landed, cpu_s, dance.duration_s * dance.fps)


def _moved(
    folder: Path, song_seed: int, seen: dict[str, tuple[Floats, Floats, Floats]], true: Floats
) -> dict[str, Landed | None]:
    """Move a film onto a song in every way: by each rule and tracker, as told by a listener, and as files."""
    music = song(song_seed, _SONG_S, _RATE)
    heard = music_beats(music[0], _RATE, between=True)
    tapped = {"ours": heard.times_s, "librosa": _librosa_beats(music[0])}
    on = beats_of(song_seed, _SONG_S)
    found = {
        f"film {rule}, music {tracker}": _warped(
            known, true, beats, on, first_of_two=heard.first_of_two if tracker == "ours" else 0.5
        )
        for rule, known in seen.items()
        for tracker, beats in tapped.items()
        if "ours" in {rule, tracker}
    }
    as_heard = found[_OURS]
    off = as_heard is not None and not as_heard.on_the_beat
    found[_TOLD.format(_OURS)] = (
        _warped(seen["ours"], true, heard.times_s, on, heard.first_of_two, heard.between_s) if off else as_heard
    )
    bgm = write_audio(folder / "music.wav", music, _RATE)
    found[_WRITTEN] = _written(folder, bgm, true, on)
    found[_TOLD.format(_WRITTEN)] = _written(folder, bgm, true, on, later=True) if off else found[_WRITTEN]
    return found


def _visual_row(name: str, away_s: list[Floats]) -> Figure:
    found = [float(np.mean(away < _FOUND_S)) for away in away_s]
    ms = np.concatenate([away[away < _FOUND_S] for away in away_s]) * 1000
    p50, p95 = (float(value) for value in np.percentile(ms, [50, 95]))
    value = f"median {p50:5.1f} ms   p95 {p95:5.1f} ms   found {np.mean(found):.1%}"
    ours = name.startswith("ours")
    return Figure(
        f"visual beats, {name}", value, "10 / 35" if ours else "", (p50 <= 10 and p95 <= 35) if ours else None
    )


def _landed_row(name: str, outcomes: list[Landed | None]) -> Figure:
    rows = [row for row in outcomes if row is not None]
    if not rows:
        return Figure(name, "nothing matched")
    ms, nearest, paired = (
        np.concatenate([getattr(row, field) for row in rows]) for field in ("errors_s", "nearest_s", "paired")
    )
    ms, nearest = ms * 1000, nearest * 1000
    coverage, before, after = (
        float(np.mean([getattr(row, field) for row in rows])) for field in ("coverage", "before", "after")
    )
    met = ms[paired]
    value = (
        f"all mean {ms.mean():4.1f} ms, median {np.median(ms):4.1f}, p95 {np.percentile(ms, 95):5.1f}   "
        f"paired {met.mean():4.1f}, p95 {np.percentile(met, 95):5.1f}, at {coverage * paired.mean():.2f}   "
        f"BeatAlign {before:.2f} -> {after:.2f}   on the beat {sum(row.on_the_beat for row in rows)} of {len(outcomes)}"
    )
    if nearest.size:
        value += f"   nearest picture {nearest.mean():.1f}, p95 {np.percentile(nearest, 95):.1f}"
    ours = name in _JUDGED
    holds = bool(ms.mean() <= 8 and np.percentile(ms, 95) <= 17 and coverage * paired.mean() >= 0.9)
    return Figure(name, value, "all 8 / 17 at 0.9" if ours else "", holds if ours else None)


def _warped(  # noqa: PLR0917 (what of the film, what of the music)
    seen: tuple[Floats, Floats, Floats],
    true: Floats,
    tapped: Floats,
    on: Floats,
    first_of_two: float = 0.5,
    between_s: Floats | None = None,
) -> Landed | None:
    """Reckon from the time line where the film's beats come to lie; None if it can't be matched."""
    match = matched(*seen, tapped, _SONG_S, first_of_two=first_of_two, between_s=between_s)
    if not match.convincing:
        return None
    shown = Warp(match.film_s, match.music_s).shown_at(true)
    return _landed(true, shown, np.zeros(0), match.film_s, match.music_s, on)


def _written(folder: Path, bgm: Path, true: Floats, on: Floats, *, later: bool = False) -> Landed | None:
    """Make the films and read off ``modular.mp4`` when its pictures are shown."""
    video = folder / "dance.mp4"
    job = FolderJob(folder / "out", video, bgm)
    wanted = BeatSyncParameters(
        dance_file_id=job.file_id(video), bgm_file_id=job.file_id(bgm), mode="retime", half_beat_later=later
    )
    result = run_kind(wanted, job)
    pairs = json.loads((job.folder / "report.json").read_text())["pairs"]
    filmed, shown = _pictures(video), _pictures(job.folder / "modular.mp4") - result.offset_s
    if filmed.size != shown.size:
        raise AssertionError(f"{filmed.size} pictures became {shown.size}")
    # A beat lies between two pictures; what moves is shown there as far on as it was filmed.
    beats = np.interp(true, filmed, shown)
    nearest = shown[np.abs(filmed[None, :] - true[:, None]).argmin(axis=1)]
    film_s, music_s = (np.array([pair[side] for pair in pairs]) for side in ("film_s", "music_s"))
    return _landed(true, beats, nearest, film_s, music_s, on)


def _pictures(file: Path) -> Floats:
    with av.open(str(file)) as container:
        return np.array([float(frame.pts * frame.time_base) for frame in container.decode(video=0)])


def _landed(  # noqa: PLR0917 (what of the film, what of the music)
    true: Floats, shown: Floats, nearest: Floats, film_s: Floats, music_s: Floats, on: Floats
) -> Landed:
    """Compare with the music's true beats, and those half-way between them if so many were danced to."""
    if np.median(np.diff(music_s)) < 0.75 * (on[1] - on[0]):
        on = np.sort(np.concatenate([on, (on[:-1] + on[1:]) / 2]))
    inside = (shown >= music_s[0] - _FOUND_S) & (shown <= music_s[-1] + _FOUND_S)
    share = float(inside.sum() / max(1, np.sum(shown < _SONG_S)))
    return Landed(
        _away(shown[inside], on),
        _away(true[inside], film_s) < _FOUND_S,
        _away(nearest[inside], on) if nearest.size else nearest,
        share,
        beat_align(true, on),
        beat_align(shown[inside], on),
    )


def _minute() -> Figure:
    """Retime a minute of 720p in a process of its own, start-up included."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_dance(folder / "dance.mp4", Dance(seed=HELD_OUT, duration_s=60, size=(1280, 720), dancers=2, pan=8))
        bgm = write_audio(folder / "music.wav", song(HELD_OUT, 90, 44_100, channels=2), 44_100)
        began = time.perf_counter()
        shown = subprocess.run(
            [sys.executable, "-m", "tests.bench.beat_sync", str(folder / "dance.mp4"), str(bgm), str(folder / "out")],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        spent_s, told = time.perf_counter() - began, json.loads(shown.stdout)
    value = f"{spent_s:.0f} s of wall time, {told['cpu_s']:.0f} s of CPU, peak {told['peak_mb']:.0f} MB"
    return Figure("a minute of 720p", value, "90 s, 500 MB", spent_s <= 90 and told["peak_mb"] <= 500)


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


def _ours(motion: Motion) -> tuple[Floats, Floats, Floats]:
    seen = visual_beats(motion)
    return seen.times_s, seen.strengths, seen.spread_s


def _plain(rule: Callable[[Motion], Floats]) -> Callable[[Motion], tuple[Floats, Floats, Floats]]:
    """Let a rule that tells times only take part: all its beats are alike."""

    def seen(motion: Motion) -> tuple[Floats, Floats, Floats]:
        times = rule(motion)
        return times, np.ones_like(times), np.full_like(times, _UNSURE_S)

    return seen


#: Each tells times, strengths, and how unsure the times are.
_RULES: dict[str, Callable[[Motion], tuple[Floats, Floats, Floats]]] = {
    "ours": _ours,
    "impact envelope": _plain(_impact_envelope),
    "speed minimum": _plain(_slowest),
}
