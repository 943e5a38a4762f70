"""Which of the candidates is the beat: 172 a minute, or 86? On these hits, or between them?"""

from __future__ import annotations

import dataclasses

import numpy as np

from actors.beat_sync.music.candidates import Candidate
from actors.beat_sync.music.evidence import LEAST_BEATS, WEIGHTS, Evidence

#: Tempos beyond these are not danced to.
_SLOWEST_BPM, _FASTEST_BPM = 45.0, 220.0
#: Odds of a candidate that cannot be the beat (a logarithm).
_NEVER = -1000.0


@dataclasses.dataclass(frozen=True)
class Level:
    """One metrical level, on one phase, and what speaks for it.

    Args:
        tempo_bpm: its tempo.
        score: all evidence together: the logarithm of its odds, of which only differences count.
        evidence: by kind, see ``evidence.py``.
    """

    tempo_bpm: float
    score: float
    evidence: dict[str, float]

    @property
    def danceable(self) -> bool:
        """Whether it can be the beat at all."""
        return self.score > _NEVER


def possible(candidate: Candidate) -> bool:
    """Tell whether a candidate can be danced to at all."""
    return candidate.beats.size >= LEAST_BEATS and _SLOWEST_BPM <= candidate.tempo_bpm <= _FASTEST_BPM


def weighed(candidate: Candidate, evidence: Evidence) -> Level:
    """Weigh all that speaks for a candidate."""
    if not possible(candidate):
        return Level(candidate.tempo_bpm, _NEVER, {})
    found = evidence.of(candidate.beats, candidate.tempo_bpm)
    return Level(candidate.tempo_bpm, sum(WEIGHTS[name] * value for name, value in found.items()), found)


def share_of_odds(levels: list[Level], chosen: int) -> float:
    """Return how likely the chosen one of some levels is among them, 0..1."""
    scores = np.array([level.score for level in levels])
    odds = np.exp(scores - scores.max())
    return float(odds[chosen] / odds.sum())
