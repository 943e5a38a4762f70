"""Beats of a piece of music, to the millisecond: onsets, tempo, metrical level, beats, attacks."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from actors.beat_sync.music.attacks import attack_times
from actors.beat_sync.music.candidates import candidates
from actors.beat_sync.music.evidence import Evidence
from actors.beat_sync.music.levels import Level, share_of_odds, weighed
from actors.beat_sync.music.onsets import Onsets, onsets

Times = npt.NDArray[np.float64]

#: Shorter pieces have no beat to speak of.
_SHORTEST_S = 1.5
#: Quieter than this is silence (of full scale).
_SILENCE = 0.0005
#: Rise at the beats (unit of Onsets.total) that a steady tone, an organ or hiss reach at most, and that of
#: music: 0.2 in the softest of 880 pieces, above 0.3 in nearly all.
_RIPPLE, _DISTINCT = 0.1, 0.3
#: An attack farther than this from where the grid and all the other attacks expect it belongs to something else.
_NEAR_S = 0.01


@dataclasses.dataclass(frozen=True)
class Beats:
    """The beats of a piece.

    Args:
        times_s: when each begins to sound, seconds from the first sample, ascending.
        strengths: how strong the onset at each is, 0..1; near 0 in a break, where beats are carried on.
        tempo_bpm: the typical tempo; 0 without beats.
        confidence: 0..1, that these are the beats: that there is a rhythm, and (half of it) that this is its level.
        alternatives: the metrical levels that were weighed, the chosen first, then the likelier ones.
        between_s: the moments half-way between them, moved to the attacks beside these; None if nobody asked.
        first_of_two: 0..1, that it is the first of them and not the second, if only every second one is the beat.
    """

    times_s: Times
    strengths: Times
    tempo_bpm: float
    confidence: float
    alternatives: tuple[Level, ...]
    between_s: Times | None
    first_of_two: float


def music_beats(
    samples: npt.NDArray[np.float32], rate_hz: int, *, tempo_bpm: float | None = None, between: bool = False
) -> Beats:
    """Find the beats of a piece of music.

    Args:
        samples: mono, float32, -1..1.
        rate_hz: samples a second; 8,000 at least, 22,050 or more for the best accuracy.
        tempo_bpm: take the metrical level nearest to this instead of the likeliest: one of ``alternatives``.
        between: whether the moments between the beats are wanted, too.
    """
    if samples.size < _SHORTEST_S * rate_hz:
        return _NONE
    if not np.isfinite(samples.sum()):  # a copy only where it is needed: an hour of sound is large
        samples = np.nan_to_num(samples)
    if max(float(samples.max()), -float(samples.min())) < _SILENCE:
        return _NONE
    heard = onsets(samples, rate_hz)
    found = candidates(heard)
    evidence = Evidence(heard)
    levels = [weighed(candidate, evidence) for candidate in found.all]
    order = sorted(range(len(levels)), key=lambda number: -levels[number].score)
    if tempo_bpm is not None:
        wanted = min(order, key=lambda number: abs(np.log(levels[number].tempo_bpm / tempo_bpm)))
        order = [wanted, *(number for number in order if number != wanted)]
    chosen = found.all[order[0]]
    beats = chosen.beats
    if beats.size < 2:
        return _NONE
    times_s = _exact(samples, rate_hz, beats / heard.frames_hz)
    at_beats = found.strength[beats]
    rhythm = found.periodic * _distinct(heard, beats)
    return Beats(
        times_s=times_s,
        strengths=np.clip(at_beats / (np.percentile(at_beats, 95) + 1e-9), 0, 1),
        tempo_bpm=float(60 / np.median(np.diff(times_s))),
        confidence=round(rhythm * (0.5 + 0.5 * share_of_odds(levels, order[0])), 4),
        alternatives=tuple(levels[number] for number in order),
        between_s=_exact(samples, rate_hz, found.between(order[0]).beats / heard.frames_hz) if between else None,
        first_of_two=share_of_odds([weighed(every_second, evidence) for every_second in chosen.halves()], 0),
    )


_NONE = Beats(np.zeros(0), np.zeros(0), 0.0, 0.0, (), None, 0.5)


def _distinct(heard: Onsets, beats: npt.NDArray[np.int64]) -> float:
    """Return how surely something begins at the beats, 0..1: the ripple of a steady tone is regular, but nothing."""
    rises = [float(heard.total[max(0, beat - 2) : beat + 3].max()) for beat in beats]
    return float(np.clip((np.median(rises) - _RIPPLE) / (_DISTINCT - _RIPPLE), 0, 1))


def _exact(samples: npt.NDArray[np.float32], rate_hz: int, near_s: Times) -> Times:
    """Move beats to the attacks beside them; a beat without one of its own keeps the step of its neighbours."""
    attacks_s, clear = attack_times(samples, rate_hz, near_s)
    if not clear.any():
        return near_s
    shift = attacks_s - near_s
    usual = float(np.median(shift[clear]))
    moved = np.where(clear & (np.abs(shift - usual) <= _NEAR_S), attacks_s, near_s + usual)
    return np.maximum.accumulate(moved)
