"""Fit what each kind of evidence for a metrical level counts: ``python -m tests.bench.levels_fit``.

A choice model: of the candidates of a piece, the right ones shall have the largest share of the odds. The weights
printed last belong into ``actors/beat_sync/music/evidence.py``. Before that it says how well weights choose that were
fitted without the seeds, or without the style, that they choose for. Held-out seeds and the styles of ``UNHEARD`` are
no part of this. Takes about twenty minutes on two cores; it needs scipy (``uv sync --group peers``).

Source: McFadden, "Conditional logit analysis of qualitative choice behavior", 1974.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Protocol

import numpy as np
import numpy.typing as npt

from actors.beat_sync.music.candidates import candidates
from actors.beat_sync.music.evidence import NAMES, Evidence
from actors.beat_sync.music.levels import possible
from actors.beat_sync.music.onsets import Onsets, onsets
from tests.bench.beat_scores import f_measure
from tests.material.grooves import STYLES, Piece, piece
from tests.material.more_grooves import HEARD, other_piece
from tests.material.songs import beats_of, song

Floats = npt.NDArray[np.float64]
#: Seeds from here on are held out.
FIRST_HELD_OUT = 500
#: Songs from here on; those of 920,000 on are held out.
FIRST_SONG = 500_000
#: Cost of a weight (its square, evidence in units of its spread): a prior of spread 1.
_COST = 1.0
#: Length of the parts of pieces, and of pieces without room and codec.
_PART_S, _DRY_S = 22.0, 24.0
_SONG_S, _SONG_HZ = 30.0, 22_050
#: A candidate is right if its F-measure is at least this share of the best one's.
_RIGHT = 0.9


class Player(Protocol):
    """Plays a piece of a style; a function of a module, so that another process can be told which."""

    def __call__(self, style: str, seed: int, duration_s: float = ..., *, treated: bool = ...) -> Piece: ...


@dataclasses.dataclass(frozen=True)
class Choice:
    """One piece to choose for.

    Args:
        style: its style.
        seed: its seed.
        evidence: shape (candidates, kinds of evidence).
        scores: F-measure of each candidate.
    """

    style: str
    seed: int
    evidence: Floats
    scores: Floats


def main() -> None:
    """Gather, judge, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=40, help="pieces of each of the main styles (40)")
    parser.add_argument("--other-seeds", type=int, default=24, help="pieces of each of the other styles (24)")
    parser.add_argument(
        "--dry-seeds", type=int, default=6, help="short pieces of each style without room and codec (6)"
    )
    parser.add_argument("--songs", type=int, default=4200, help="songs, of no style in particular (4200)")
    options = parser.parse_args()
    pieces = [(style, seed, piece) for style in STYLES for seed in range(options.seeds)]
    pieces += [(style, seed, other_piece) for style in HEARD for seed in range(options.other_seeds)]
    dry = [
        (style, seed, play)
        for seed in range(options.seeds, options.seeds + options.dry_seeds)
        for styles, play in ((STYLES, piece), (HEARD, other_piece))
        for style in styles
    ]
    with ProcessPoolExecutor() as pool:
        choices = [each for found in pool.map(_whole_and_parts, *zip(*pieces, strict=True)) for each in found]
        choices += pool.map(_of_dry, *zip(*dry, strict=True))
        choices += pool.map(_of_song, range(options.songs))
    spread = np.concatenate([one.evidence for one in choices]).std(axis=0) + 1e-9
    scaled = [dataclasses.replace(one, evidence=one.evidence / spread) for one in choices]
    judge(scaled)
    for name, weight in zip(NAMES, fitted(scaled) / spread, strict=True):
        print(f'    "{name}": {weight:.2f},')


def _whole_and_parts(style: str, seed: int, play: Player) -> list[Choice]:
    """Gather the evidence of a piece, of its beginning and of its end: a short piece shows less of itself."""
    one = play(style, seed)
    heard = onsets(one.samples, one.rate_hz)
    length_s = len(heard.total) / heard.frames_hz
    spans = [(0.0, length_s), (0.0, _PART_S), (length_s - _PART_S, length_s)]
    return [_choice(_part(heard, *span), _within(one.beats_s, *span), style, seed) for span in spans]


def _of_dry(style: str, seed: int, play: Player) -> Choice:
    one = play(style, seed, _DRY_S, treated=False)
    return _choice(onsets(one.samples, one.rate_hz), one.beats_s, style, seed)


def _of_song(number: int) -> Choice:
    seed = FIRST_SONG + number
    return _choice(onsets(song(seed, _SONG_S, _SONG_HZ)[0], _SONG_HZ), beats_of(seed, _SONG_S), "song", number)


def _choice(heard: Onsets, beats_s: Floats, style: str, seed: int) -> Choice:
    gathered = Evidence(heard)
    found = [each for each in candidates(heard).all if possible(each)]
    rows = [list(gathered.of(each.beats, each.tempo_bpm).values()) for each in found]
    scores = [f_measure(each.beats / heard.frames_hz, beats_s, 0.07) for each in found]
    return Choice(style, seed, np.array(rows), np.array(scores))


def _part(heard: Onsets, begin_s: float, end_s: float) -> Onsets:
    span = slice(int(begin_s * heard.frames_hz), int(end_s * heard.frames_hz))
    return Onsets(
        heard.groups[span], heard.total[span], heard.force[span], heard.change[span], heard.loudness[span],
        heard.frames_hz,
    )  # fmt: skip


def _within(beats_s: Floats, begin_s: float, end_s: float) -> Floats:
    return np.asarray(beats_s[(beats_s >= begin_s) & (beats_s < end_s)] - begin_s)


def judge(choices: Sequence[Choice]) -> None:
    """Print the F-measure per style when the quarter of the seeds, or the style, was left out of the fit."""
    quarters = [fitted([one for one in choices if one.seed % 4 != quarter]) for quarter in range(4)]
    print(f"{len(choices)} pieces\n{'style':<15}best  seeds left out  style left out")
    rows = []
    for style in dict.fromkeys(one.style for one in choices):
        of_style = [one for one in choices if one.style == style]
        without = fitted([one for one in choices if one.style != style])
        rows.append(
            [
                np.mean([one.scores.max() for one in of_style]),
                np.mean([chosen(one, quarters[one.seed % 4]) for one in of_style]),
                np.mean([chosen(one, without) for one in of_style]),
            ]
        )
        print(f"{style:<15}{rows[-1][0]:.3f}  {rows[-1][1]:14.3f}  {rows[-1][2]:14.3f}")
    print(f"{'all':<15}{{:.3f}}  {{:14.3f}}  {{:14.3f}}".format(*np.mean(rows, axis=0)))


def chosen(one: Choice, weights: Floats) -> float:
    """Return the F-measure of the candidate that weights choose."""
    return float(one.scores[(one.evidence @ weights).argmax()])


def fitted(choices: Sequence[Choice]) -> Floats:
    """Return the weights under which the right candidates are likeliest."""
    from scipy.optimize import minimize  # noqa: PLC0415 (of the peers group)

    right = [one.scores >= max(_RIGHT * one.scores.max(), 0.5) for one in choices]
    usable = [index for index, which in enumerate(right) if which.any()]
    sizes = np.array([right[index].size for index in usable])
    evidence = np.concatenate([choices[index].evidence for index in usable])
    is_right = np.concatenate([right[index] for index in usable]).astype(float)
    starts, of_piece = np.cumsum(sizes) - sizes, np.repeat(np.arange(sizes.size), sizes)

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = evidence @ weights
        odds = np.exp(odds - np.maximum.reduceat(odds, starts)[of_piece])
        all_odds = np.add.reduceat(odds, starts)
        right_odds = np.add.reduceat(odds * is_right, starts) + 1e-300
        value = float((np.log(all_odds) - np.log(right_odds)).sum() + 0.5 * _COST * weights @ weights)
        pull = odds / all_odds[of_piece] - odds * is_right / right_odds[of_piece]
        return value, evidence.T @ pull + _COST * weights

    return np.asarray(minimize(loss, np.zeros(evidence.shape[1]), jac=True, method="L-BFGS-B").x)


if __name__ == "__main__":
    main()
