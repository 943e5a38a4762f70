"""How well the beats of music are found, beside librosa's beat_track: ``python -m tests.bench music_beats``.

The seeds are held out: what the evidence for a metrical level counts was fitted to others (levels_fit.py). The second
table is of styles that nothing was fitted to.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable, Iterable

import numpy as np

from actors.beat_sync.music.beats import music_beats
from tests.bench.beat_scores import any_level, continuity, f_measure, matched_errors_s, octave_error
from tests.bench.levels_fit import FIRST_HELD_OUT
from tests.material.grooves import STYLES, Piece, piece
from tests.material.instruments import RATE_HZ
from tests.material.more_grooves import UNHEARD, other_piece
from tests.material.songs import Samples

Times = np.ndarray
Tracker = Callable[[Samples, int], tuple[float, Times]]
Play = Callable[[str], list[Piece]]
_NAMES = ("f_70_ms", "f_20_ms", "error_ms", "cmlt", "amlt", "octave_errors")


def main() -> None:
    """Print both tables."""
    run()


def run(*, seeds: int = 12, duration_s: float = 40.0) -> dict[str, float]:
    """Measure and print.

    Args:
        seeds: pieces of each style.
        duration_s: of each piece.

    Returns:
        Our figures over the styles that the level's evidence was weighed on, by name; over those that it was not
        weighed on with ``unheard_`` before the name.
    """
    trackers: dict[str, Tracker] = {"ours": _ours}
    if importlib.util.find_spec("librosa"):
        trackers["librosa"] = _librosa
    print(f"\n{seeds} held-out pieces of {duration_s:.0f} s in each style; noise, rooms, mp3 and AAC")
    for tracker in trackers.values():  # what is compiled or loaded at first use is not timed
        tracker(piece("house", 0, 10).samples, RATE_HZ)
    numbers = range(FIRST_HELD_OUT, FIRST_HELD_OUT + seeds)

    def known(style: str) -> list[Piece]:
        return [piece(style, seed, duration_s) for seed in numbers]

    def unheard(style: str) -> list[Piece]:
        return [other_piece(style, seed, duration_s) for seed in numbers]

    figures = _table("known styles, new pieces", STYLES, known, trackers)
    of_unheard = _table("styles that nothing was fitted to", UNHEARD, unheard, trackers)
    return figures | {f"unheard_{name}": value for name, value in of_unheard.items()}


def _table(title: str, styles: Iterable[str], play: Play, trackers: dict[str, Tracker]) -> dict[str, float]:
    """Print a table; return our figures over all of it."""
    print(f"\n{title}\n{'style':<15}{'tracker':<9}  F 70 ms  F 20 ms  |error|  CMLt   AMLt   other level")
    rows: dict[str, list[list[float]]] = {name: [] for name in trackers}
    spent_s = dict.fromkeys(trackers, 0.0)
    heard_s = 0.0
    for style in styles:
        pieces = play(style)
        heard_s += sum(one.samples.size / one.rate_hz for one in pieces)
        for name, tracker in trackers.items():
            of_style = []
            for one in pieces:
                began = time.process_time()
                tempo, beats = tracker(one.samples, one.rate_hz)
                spent_s[name] += time.process_time() - began
                of_style.append(_scores(one, tempo, beats))
            rows[name] += of_style
            print(f"{style:<15}{name:<9}{_words(of_style)}", flush=True)
    for name in trackers:
        per_ten_min = spent_s[name] / heard_s * 600
        print(f"{'all':<15}{name:<9}{_words(rows[name])}   {per_ten_min:.1f} s of CPU for 10 min")
    return dict(zip(_NAMES, _means(rows["ours"]), strict=True))


def _scores(one: Piece, tempo_bpm: float, beats: Times) -> list[float]:
    errors = matched_errors_s(beats, one.beats_s, 0.07)
    return [
        f_measure(beats, one.beats_s, 0.07),
        f_measure(beats, one.beats_s, 0.02),
        float(np.median(np.abs(errors)) * 1000) if errors.size else float("nan"),
        continuity(beats, one.beats_s),
        any_level(beats, one.beats_s),
        float(octave_error(tempo_bpm, one.tempo_bpm)),
    ]


def _means(rows: list[list[float]]) -> list[float]:
    """Average each figure over the pieces that have it (without a beat within 70 ms there is no error to tell)."""
    columns = np.array(rows).T
    return [
        float(column[~np.isnan(column)].mean()) if not np.isnan(column).all() else float("nan") for column in columns
    ]


def _words(rows: list[list[float]]) -> str:
    wide, narrow, error_ms, cmlt, amlt, octave = _means(rows)
    return f"  {wide:7.3f}  {narrow:7.3f}  {error_ms:4.1f} ms  {cmlt:5.3f}  {amlt:5.3f}  {octave:5.1%}"


def _ours(samples: Samples, rate_hz: int) -> tuple[float, Times]:
    found = music_beats(samples, rate_hz)
    return found.tempo_bpm, found.times_s


def _librosa(samples: Samples, rate_hz: int) -> tuple[float, Times]:
    import librosa  # noqa: PLC0415 (a peer, of the bench group)

    tempo, beats = librosa.beat.beat_track(y=samples, sr=rate_hz, units="time")
    return float(np.atleast_1d(tempo)[0]), np.asarray(beats, np.float64)


if __name__ == "__main__":
    main()
