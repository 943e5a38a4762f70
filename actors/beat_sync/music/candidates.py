"""What may be the beats: the likeliest tempo, its multiples and fractions, each on its beats and between them."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from actors.beat_sync.music.onsets import Onsets
from actors.beat_sync.music.tempo import tempo_path
from actors.beat_sync.music.tracking import tracked

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: Levels tried beside the one that the tempo path took: fractions of its tempo.
FACTORS = (1.0, 0.5, 2.0, 2 / 3, 1.5, 0.75, 4 / 3, 1 / 3, 3.0)
#: A beat at either end weaker than this share of the usual one lies in silence.
_WEAK = 0.25


@dataclasses.dataclass(frozen=True)
class Candidate:
    """Beats that may be the right ones.

    Args:
        tempo_bpm: the tempo of its level.
        beats: frames, ascending.
    """

    tempo_bpm: float
    beats: Ints

    def halves(self) -> tuple[Candidate, Candidate]:
        """Return every second of them, from the first and from the second on."""
        first, second = (Candidate(self.tempo_bpm / 2, self.beats[begin::2]) for begin in (0, 1))
        return first, second


@dataclasses.dataclass(frozen=True)
class Candidates:
    """All that may be the beats of a piece.

    Args:
        all: of every level the beats and, next in order, the moments between them.
        strength: onset strength per frame, in units of its own spread.
        periodic: 0..1, how surely there is a tempo at all.
    """

    all: tuple[Candidate, ...]
    strength: Floats
    periodic: float

    def between(self, number: int) -> Candidate:
        """Return the other phase of a candidate's level."""
        return self.all[number ^ 1]


def candidates(heard: Onsets) -> Candidates:
    """Track the beats on every level and phase."""
    strength = _even(heard)
    course, certainty = tempo_path(heard)
    periods = np.stack([60 * heard.frames_hz / (course * factor) for factor in FACTORS])
    found = []
    for factor, beats in zip(FACTORS, tracked(strength, periods), strict=True):
        tempo_bpm = float(np.median(course)) * factor
        found += [Candidate(tempo_bpm, _sounding(phase, strength)) for phase in (beats, _between(beats, strength.size))]
    return Candidates(tuple(found), strength, float(np.clip(np.median(certainty) / 0.6, 0, 1)))


def _even(heard: Onsets) -> Floats:
    """Return the onset strength in units of its own spread, a little smoothed."""
    kernel = np.exp(-0.5 * (np.arange(-3, 4) / 1.2) ** 2)
    smooth = np.convolve(heard.total, kernel / kernel.sum(), "same").astype(np.float64)
    return np.asarray(smooth / (smooth.std() + 1e-9))


def _between(beats: Ints, frames: int) -> Ints:
    """Return the moments half-way between beats, and half a beat before the first and after the last."""
    if beats.size < 2:
        return beats
    around = np.concatenate([[2 * beats[0] - beats[1]], beats, [2 * beats[-1] - beats[-2]]])
    middles = (around[:-1] + around[1:]) // 2
    return np.asarray(middles[(middles >= 0) & (middles < frames)])


def _sounding(beats: Ints, strength: Floats) -> Ints:
    """Leave out beats at either end where nothing begins to sound."""
    if not beats.size:
        return beats
    near = np.array([strength[max(0, beat - 3) : beat + 4].max() for beat in beats])
    sounding = np.flatnonzero(near > _WEAK * np.median(near))
    return beats[sounding[0] : sounding[-1] + 1] if sounding.size else beats[:0]
