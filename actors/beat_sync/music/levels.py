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

#: Levels weighed against the one that the tempo path took: its fraction.
FACTORS = (1.0, 0.5, 2.0, 2 / 3, 1.5, 1 / 3, 3.0)
#: Tempos beyond these are not danced to.
_SLOWEST_BPM, _FASTEST_BPM = 48.0, 215.0
#: The tempo that is tapped most and the spread around it, octaves.
_USUAL_BPM, _OCTAVES = 108.0, 0.75
#: What each kind of evidence counts (chosen on the tuning half of the pieces in tests/material/grooves.py).
_WEIGHTS = {"on_beat": 1.0, "between": 0.6, "alternation": 1.0, "usual": 1.0}


@dataclasses.dataclass(frozen=True)
class Level:
    """One metrical level and what speaks for it.

    Args:
        tempo_bpm: its tempo.
        score: all evidence together; the higher the likelier.
        on_beat: onset strength on its beats, over the average of the piece.
        between: onset strength half-way between its beats, over that on the beats.
        alternation: how much beats resemble the next but one more than the next, -1..1.
        usual: logarithm of how usual the tempo is.
    """

    tempo_bpm: float
    score: float
    on_beat: float
    between: float
    alternation: float
    usual: float


def weighed(heard: Onsets, beats: Ints, tempo_bpm: float) -> Level:
    """Gather the evidence for one level."""
    groups = _nearby(heard.groups.astype(np.float64))
    total = _nearby(heard.total[:, None].astype(np.float64))[:, 0]
    usual = -0.5 * (np.log2(tempo_bpm / _USUAL_BPM) / _OCTAVES) ** 2
    if not _SLOWEST_BPM <= tempo_bpm <= _FASTEST_BPM:
        usual -= 10.0
    if beats.size < 4:
        return Level(tempo_bpm, usual - 5.0, 0.0, 1.0, 0.0, usual)
    strong = total[beats]
    on_beat = float(strong.mean() / (total.mean() + 1e-9))
    middles = (beats[:-1] + beats[1:]) // 2
    between = float(total[middles].mean() / (strong.mean() + 1e-9))
    alternation = _alternation(groups[beats])
    evidence = {"on_beat": np.log(max(on_beat, 0.05)), "between": -between, "alternation": alternation, "usual": usual}
    score = float(sum(_WEIGHTS[name] * value for name, value in evidence.items()))
    return Level(tempo_bpm, score, on_beat, between, alternation, usual)


def _nearby(values: Floats) -> Floats:
    """Return the largest value within two frames."""
    padded = np.pad(values, ((2, 2), (0, 0)))
    return np.asarray(np.max([padded[shift : shift + len(values)] for shift in range(5)], axis=0))


def _alternation(at_beats: Floats) -> float:
    """Return the likeness of beats to the next but one, less that to the next."""
    centred = at_beats - at_beats.mean(axis=0)
    centred /= centred.std(axis=0).mean() + 1e-9
    power = float((centred**2).sum(axis=1).mean()) + 1e-9
    next_one = float((centred[:-1] * centred[1:]).sum(axis=1).mean()) / power
    next_but_one = float((centred[:-2] * centred[2:]).sum(axis=1).mean()) / power
    return next_but_one - next_one
