"""Which of the metrical levels is the beat: 172 a minute, or 86?

Every level has its evidence: onsets on its beats and between them, how its beats alternate (a kick and a snare change
places from beat to beat at the true level, not at half or double of it), and how usual its tempo is.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from actors.beat_sync.music.onsets import Onsets

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: Levels weighed against the one that the tempo path took: its fraction. Each is tried on its beats and between them.
FACTORS = (1.0, 0.5, 2.0, 2 / 3, 1.5, 0.75, 4 / 3, 1 / 3, 3.0)
#: Tempos beyond these are not danced to.
_SLOWEST_BPM, _FASTEST_BPM = 48.0, 215.0
#: The tempo that is tapped most and the spread around it, octaves.
_USUAL_BPM, _OCTAVES = 108.0, 0.75
#: What each kind of evidence counts: a choice model fitted to the pieces of tests/material/grooves.py with seeds below
#: 8; the bench reports other seeds only.
_WEIGHTS = {
    "on_beat": -0.25, "low": -1.62, "body": 3.25, "bright": 1.38, "low_between": 1.58, "low_force": 1.41,
    "bass_force": 1.0, "body_force": -0.67, "change": 1.23, "thirds": -2.45, "quarters": -0.58, "weakest_beats": 0.93,
    "next": 8.79, "next_but_one": -1.89, "next_but_three": 3.97, "body_next": -5.51, "body_next_but_one": 0.73,
    "low_next": -3.06, "usual": 8.67,
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Level:
    """One metrical level, on one phase, and what speaks for it.

    Args:
        tempo_bpm: its tempo.
        score: all evidence together: the logarithm of its odds, of which only differences count.
        evidence: by kind, see ``_evidence``.
    """

    tempo_bpm: float
    score: float
    evidence: dict[str, float]


class Weigher:
    """Gathers the evidence for levels of one piece."""

    def __init__(self, heard: Onsets) -> None:
        self._groups = _nearby(heard.groups.astype(np.float64))
        self._groups /= self._groups.mean(axis=0) + 1e-9
        self._force = _nearby(heard.force.astype(np.float64))
        self._force /= self._force.mean(axis=0) + 1e-3 * self._force.mean() + 1e-9
        self._change = heard.change.astype(np.float64)
        self._total = _nearby(heard.total[:, None].astype(np.float64))[:, 0]
        self._total /= self._total.mean() + 1e-9

    def weighed(self, beats: Ints, tempo_bpm: float) -> Level:
        """Weigh one level.

        Args:
            beats: its beats, frames.
            tempo_bpm: its tempo.
        """
        if beats.size < 4 or not _SLOWEST_BPM <= tempo_bpm <= _FASTEST_BPM:
            return Level(tempo_bpm, -1000.0, {})
        evidence = self._evidence(beats, tempo_bpm)
        return Level(tempo_bpm, sum(_WEIGHTS[name] * value for name, value in evidence.items()), evidence)

    def _evidence(self, beats: Ints, tempo_bpm: float) -> dict[str, float]:
        on_beat = float(self._total[beats].mean())
        parts = {
            part: float(self._total[_between(beats, part)].mean()) / (on_beat + 0.05)
            for part in (1 / 3, 2 / 3, 1 / 4, 3 / 4)
        }
        at_beats = self._groups[beats]
        low, body, bright = (float(at_beats[:, span].mean()) for span in (slice(0, 2), slice(2, 4), slice(4, 5)))
        middles = self._groups[_between(beats, 1 / 2)]
        usual = -0.5 * (np.log2(tempo_bpm / _USUAL_BPM) / _OCTAVES) ** 2
        return {
            "on_beat": float(np.log(on_beat + 0.1)),
            "low": float(np.log(low + 0.1)),
            "body": float(np.log(body + 0.1)),
            "bright": float(np.log(bright + 0.1)),
            "low_between": float(np.log(middles[:, :2].mean() + 0.1)),
            "low_force": _contrast(self._force[:, 0], beats),
            "bass_force": _contrast(self._force[:, 1], beats),
            "body_force": _contrast(self._force[:, 2:4].mean(axis=1), beats),
            "change": float(
                np.log((self._change[beats].mean() + 0.02) / (self._change[_between(beats, 1 / 2)].mean() + 0.02))
            ),
            "body_next": _likeness(at_beats[:, 2:4], 1),
            "body_next_but_one": _likeness(at_beats[:, 2:4], 2),
            "low_next": _likeness(at_beats[:, :1], 1),
            "thirds": (parts[1 / 3] + parts[2 / 3]) / 2,
            "quarters": (parts[1 / 4] + parts[3 / 4]) / 2,
            "weakest_beats": float(np.log(np.percentile(self._total[beats], 20) + 0.1)),
            "next": _likeness(at_beats, 1),
            "next_but_one": _likeness(at_beats, 2),
            "next_but_three": _likeness(at_beats, 4),
            "usual": float(usual),
        }


def _between(beats: Ints, part: float) -> Ints:
    return np.rint(beats[:-1] + part * np.diff(beats)).astype(np.int64)


def _contrast(values: Floats, beats: Ints, doubt: float = 0.1) -> float:
    """Return how much more there is on beats than half-way between them (a logarithm)."""
    return float(np.log((values[beats].mean() + doubt) / (values[_between(beats, 1 / 2)].mean() + doubt)))


def _nearby(values: Floats) -> Floats:
    """Return the largest value within two frames."""
    padded = np.pad(values, ((2, 2), (0, 0)))
    return np.asarray(np.max([padded[shift : shift + len(values)] for shift in range(5)], axis=0))


def _likeness(at_beats: Floats, apart: int) -> float:
    """Return how much beats resemble those so many later, -1..1."""
    if len(at_beats) < apart + 3:
        return 0.0
    centred = np.sqrt(at_beats) - np.sqrt(at_beats).mean(axis=0)
    power = float((centred**2).sum(axis=1).mean()) + 1e-3
    return float((centred[:-apart] * centred[apart:]).sum(axis=1).mean()) / power
