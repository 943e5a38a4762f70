"""What speaks for a metrical level and a phase: where the kick falls, how beats resemble each other, how usual it is.

Every candidate for the beats is asked the same questions. Loudness is asked for on the beats, half-way between them,
and at thirds and quarters of the way; likeness for beats so many apart: a kick and a snare change places from beat to
beat on the true level, not at half or double of it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from actors.beat_sync.music.onsets import Onsets

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: Fewer beats are no evidence.
LEAST_BEATS = 4
#: The tempo that is tapped most and the spread around it, octaves.
_USUAL_BPM, _OCTAVES = 108.0, 0.75
#: Groups of onsets by their number (see onsets.GROUP_EDGES_HZ): kick, bass, body of the snare, tune.
_KICK, _BASS, _BODY, _TUNE = 0, 1, 2, 3
#: Beats that make a bar, as far as this evidence knows.
_BAR = 4
#: Added to a loudness before its logarithm: a tenth of the usual one is as good as nothing.
_DOUBT = 0.1
#: What each kind of evidence counts: the logarithm of odds per unit of it. Fitted by tests/bench/levels_fit.py to 6996
#: pieces of tests/material and parts of them: of 26 styles (seeds below 46), and 4200 songs (seeds below the held-out
#: ones), which the benches do not report on.
WEIGHTS = {
    "usual_tempo": 8.84, "kick_on_over_half": 1.03, "bass_on_over_half": 2.28, "tune_on_over_half": 0.71,
    "tune_on": 4.02, "kick_thirds": -1.30, "tune_thirds": -2.21, "kick_quarters": -0.84, "low_half": 1.48,
    "soft_bass_on_over_half": -1.51, "soft_tune_on": 1.63, "soft_tune_half": 1.80, "soft_body_quarters": -0.54,
    "steady_kick_on_over_half": 0.27, "alternate_kick_on_over_half": -0.15, "first_kick_on_over_half": 1.18,
    "bass_once_in_four_on_over_half": -3.18, "like_half_on": -4.41, "like_next": 5.39, "like_fourth_on": 5.89,
    "snare_like_next": -4.25, "kick_against_snare": 0.65, "chords_once_in_four": 3.86,
}  # fmt: skip
NAMES = tuple(WEIGHTS)


class Evidence:
    """Gathers the evidence for candidates of one piece."""

    def __init__(self, heard: Onsets) -> None:
        groups, force = _nearby(heard.groups), _nearby(heard.force)
        self._groups = groups / (groups.mean(axis=0) + 1e-9)
        self._force = force / (force.mean(axis=0) + 1e-3 * force.mean() + 1e-9)
        self._change = heard.change.astype(np.float64) / (float(heard.change.mean()) + 1e-3)

    def of(self, beats: Ints, tempo_bpm: float) -> dict[str, float]:
        """Gather what speaks for some beats.

        Args:
            beats: frames, ascending; at least ``LEAST_BEATS``.
            tempo_bpm: their tempo.

        Returns:
            A number for each of ``NAMES``, in that order.
        """
        on, half = beats[:-1], _part(beats, 1 / 2)
        thirds = np.concatenate([_part(beats, 1 / 3), _part(beats, 2 / 3)])
        quarters = np.concatenate([_part(beats, 1 / 4), _part(beats, 3 / 4)])
        force, groups = self._force, self._groups
        at_beats = groups[beats]
        in_turn = np.stack([groups[on], groups[half]], axis=1).reshape(-1, groups.shape[1])
        snare = slice(_BODY, _TUNE + 1)
        return {
            "usual_tempo": -0.5 * float(np.log2(tempo_bpm / _USUAL_BPM) / _OCTAVES) ** 2,
            # How strong the hits are: in the units of the sound, ...
            "kick_on_over_half": _log(force[beats, _KICK]) - _log(force[half, _KICK]),
            "bass_on_over_half": _log(force[beats, _BASS]) - _log(force[half, _BASS]),
            "tune_on_over_half": _log(force[beats, _TUNE]) - _log(force[half, _TUNE]),
            "tune_on": _log(force[beats, _TUNE]),
            "kick_thirds": _log(force[thirds, _KICK]),
            "tune_thirds": _log(force[thirds, _TUNE]),
            "kick_quarters": _log(force[quarters, _KICK]),
            # ... and levelled, so that the soft ones count as well.
            "low_half": _log(groups[half, _KICK]),
            "soft_bass_on_over_half": _log(groups[beats, _BASS]) - _log(groups[half, _BASS]),
            "soft_tune_on": _log(groups[on, _TUNE]),
            "soft_tune_half": _log(groups[half, _TUNE]),
            "soft_body_quarters": _log(groups[quarters, _BODY]),
            # How steady the kick is: on most of the beats, on every other one, on one of a bar; and the bass with it.
            "steady_kick_on_over_half": _steady(force[beats, _KICK]) - _steady(force[half, _KICK]),
            "alternate_kick_on_over_half": _alternate(force[beats, _KICK]) - _alternate(force[half, _KICK]),
            "first_kick_on_over_half": _strongest(force[beats, _KICK]) - _strongest(force[half, _KICK]),
            "bass_once_in_four_on_over_half": _once_in(force[beats, _BASS]) - _once_in(force[half, _BASS]),
            # How much beats resemble those after them.
            "like_half_on": _likeness(in_turn, 1),
            "like_next": _likeness(at_beats, 1),
            "like_fourth_on": _likeness(at_beats, 4),
            "snare_like_next": _likeness(force[beats, snare], 1),
            # What only a bar of beats has.
            "kick_against_snare": _trading(force[beats, _KICK], at_beats[:, snare].mean(axis=1)),
            "chords_once_in_four": _once_in(self._change[beats]),
        }


def _likeness(at_beats: Floats, apart: int) -> float:
    """Return how much beats resemble those so many later, -1..1.

    Args:
        at_beats: shape (beats, groups).
        apart: in beats.
    """
    if len(at_beats) < apart + 3:
        return 0.0
    centred = np.sqrt(at_beats) - np.sqrt(at_beats).mean(axis=0)
    power = float((centred**2).sum(axis=1).mean()) + 1e-3
    return float((centred[:-apart] * centred[apart:]).sum(axis=1).mean()) / power


def _trading(kick: Floats, snare: Floats) -> float:
    """Return how much kick and snare trade places from beat to beat: positive if one rests while the other plays."""
    kick_leads = _log(kick[::2]) - _log(kick[1::2])
    return -kick_leads * (_log(snare[::2]) - _log(snare[1::2]))


def _steady(values: Floats) -> float:
    """Return how strong the usual hit is (a logarithm)."""
    return float(np.log(np.median(values) + _DOUBT))


def _alternate(values: Floats) -> float:
    """Return how strong the usual hit is on every other beat, on the better half of them (a logarithm)."""
    return max(_steady(values[::2]), _steady(values[1::2]))


def _strongest(values: Floats) -> float:
    """Return how strong the strongest beat of a bar is (a logarithm)."""
    return max(_log(values[place::_BAR]) for place in range(min(_BAR, values.size)))


def _once_in(values: Floats) -> float:
    """Return how much the strongest beat of a bar exceeds the usual one (a logarithm)."""
    means = [float(values[place::_BAR].mean()) + _DOUBT for place in range(min(_BAR, values.size))]
    return float(np.log(max(means) / np.mean(means)))


def _part(beats: Ints, part: float) -> Ints:
    """Return the moments a part of the way from each beat to the next."""
    return np.rint(beats[:-1] + part * np.diff(beats)).astype(np.int64)


def _log(values: Floats) -> float:
    return float(np.log(values.mean() + _DOUBT))


def _nearby(values: npt.NDArray[np.float32]) -> Floats:
    """Return the largest value within two frames."""
    padded = np.pad(values, ((2, 2), (0, 0)))
    out = padded[: len(values)].copy()
    for shift in range(1, 5):
        np.maximum(out, padded[shift : shift + len(values)], out=out)
    return out.astype(np.float64)
