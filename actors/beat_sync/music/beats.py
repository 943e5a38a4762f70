"""Beats of a piece of music, to the millisecond: onsets, tempo, metrical level, beats, attacks."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from actors.beat_sync.music.attacks import attack_times
from actors.beat_sync.music.levels import FACTORS, Level, Weigher
from actors.beat_sync.music.onsets import Onsets, onsets
from actors.beat_sync.music.tempo import tempo_path
from actors.beat_sync.music.tracking import tracked

Times = npt.NDArray[np.float64]

#: A beat at either end weaker than this share of the usual one lies in silence.
_WEAK = 0.25
#: Shorter pieces have no beat to speak of.
_SHORTEST_S = 1.5
#: Quieter than this is silence (of full scale).
_SILENCE = 0.0005
#: An attack farther than this from where the grid and all the other attacks expect it belongs to something else.
_NEAR_S = 0.01


@dataclasses.dataclass(frozen=True)
class Beats:
    """The beats of a piece.

    Args:
        times_s: when each begins to sound, seconds from the first sample, ascending.
        strengths: how strong the onset at each is, 0..1; near 0 in a break, where beats are carried on.
        tempo_bpm: the typical tempo; 0 without beats.
        confidence: 0..1, that these are the beats: how periodic the piece is, and how clearly this level leads.
        alternatives: the metrical levels that were weighed, the chosen first, then the likelier ones.
    """

    times_s: Times
    strengths: Times
    tempo_bpm: float
    confidence: float
    alternatives: tuple[Level, ...]


def music_beats(samples: npt.NDArray[np.float32], rate_hz: int, *, tempo_bpm: float | None = None) -> Beats:
    """Find the beats of a piece of music.

    Args:
        samples: mono, float32, -1..1.
        rate_hz: samples a second; 8,000 at least, 22,050 or more for the best accuracy.
        tempo_bpm: take the metrical level nearest to this instead of the likeliest: one of ``alternatives``.
    """
    if samples.size < _SHORTEST_S * rate_hz:
        return _NONE
    if not np.isfinite(samples.sum()):  # a copy only where it is needed: an hour of sound is large
        samples = np.nan_to_num(samples)
    if max(float(samples.max()), -float(samples.min())) < _SILENCE:
        return _NONE
    heard = onsets(samples, rate_hz)
    strength = _even(heard)
    course, certainty = tempo_path(heard)
    periods = np.stack([60 * heard.frames_hz / (course * factor) for factor in FACTORS])
    candidates = _with_other_phase(tracked(strength, periods), strength)
    weigher = Weigher(heard)
    tempos = [float(np.median(course)) * factor for factor in FACTORS for _ in range(2)]
    levels = [weigher.weighed(beats, tempo) for beats, tempo in zip(candidates, tempos, strict=True)]
    order = sorted(range(len(levels)), key=lambda number: -levels[number].score)
    if tempo_bpm is not None:
        wanted = min(order, key=lambda number: abs(np.log(levels[number].tempo_bpm / tempo_bpm)))
        order = [wanted, *(number for number in order if number != wanted)]
    beats = candidates[order[0]]
    if beats.size < 2:
        return _NONE
    times_s = _exact(samples, rate_hz, beats / heard.frames_hz)
    at_beats = strength[beats]
    lead = levels[order[0]].score - levels[order[1]].score
    periodic = float(np.clip(np.median(certainty) / 0.6, 0, 1))
    return Beats(
        times_s=times_s,
        strengths=np.clip(at_beats / (np.percentile(at_beats, 95) + 1e-9), 0, 1),
        tempo_bpm=float(60 / np.median(np.diff(times_s))),
        confidence=round(periodic * (0.5 + 0.5 * float(np.clip(lead, 0, 1))), 4),
        alternatives=tuple(levels[number] for number in order),
    )


_NONE = Beats(np.zeros(0), np.zeros(0), 0.0, 0.0, ())


def _even(heard: Onsets) -> Times:
    """Return the onset strength in units of its own spread, a little smoothed."""
    kernel = np.exp(-0.5 * (np.arange(-3, 4) / 1.2) ** 2)
    smooth = np.convolve(heard.total, kernel / kernel.sum(), "same").astype(np.float64)
    return np.asarray(smooth / (smooth.std() + 1e-9))


def _with_other_phase(tracks: list[npt.NDArray[np.int64]], strength: Times) -> list[npt.NDArray[np.int64]]:
    """Return each track, followed by the one half-way between its beats; silent ends left out."""
    out = []
    for beats in tracks:
        out += [_sounding(beats, strength), _sounding(_shifted(beats, strength.size), strength)]
    return out


def _shifted(beats: npt.NDArray[np.int64], frames: int) -> npt.NDArray[np.int64]:
    if beats.size < 2:
        return beats
    around = np.concatenate([[2 * beats[0] - beats[1]], beats, [2 * beats[-1] - beats[-2]]])
    middles = (around[:-1] + around[1:]) // 2
    return np.asarray(middles[(middles >= 0) & (middles < frames)])


def _sounding(beats: npt.NDArray[np.int64], strength: Times) -> npt.NDArray[np.int64]:
    """Leave out beats at either end where nothing begins to sound."""
    if not beats.size:
        return beats
    near = np.array([strength[max(0, beat - 3) : beat + 4].max() for beat in beats])
    sounding = np.flatnonzero(near > _WEAK * np.median(near))
    return beats[sounding[0] : sounding[-1] + 1] if sounding.size else beats[:0]


def _exact(samples: npt.NDArray[np.float32], rate_hz: int, near_s: Times) -> Times:
    """Move beats to the attacks beside them; a beat without one of its own keeps the step of its neighbours."""
    attacks_s, clear = attack_times(samples, rate_hz, near_s)
    if not clear.any():
        return near_s
    shift = attacks_s - near_s
    usual = float(np.median(shift[clear]))
    moved = np.where(clear & (np.abs(shift - usual) <= _NEAR_S), attacks_s, near_s + usual)
    return np.maximum.accumulate(moved)
