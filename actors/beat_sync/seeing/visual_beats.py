"""Visual beats: the moments at which a dancer's movement stops or turns round, found between the pictures.

Each ebb of the speed curve is compared with a family of shapes, and all that fit vote with their likelihood. Where one
ebb alone can't tell a stop from a turn, or when it was, the others help: by how often dancers stop, and by the tempo.

Source: Davis & Agrawala, "Visual rhythm and beat", ACM TOG 37(4), 2018, for what a visual beat is; Minka, "Expectation
propagation for approximate Bayesian inference", UAI 2001, for how beats and tempo inform each other.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from actors.beat_sync.seeing.ebbs import Ebb, Look, Told, looked_at
from actors.beat_sync.seeing.experience import experienced, judged
from actors.beat_sync.seeing.motion import Motion
from actors.beat_sync.seeing.swings import swings
from actors.beat_sync.seeing.tempo import expected, kept_steps

Floats = npt.NDArray[np.float64]

#: Beats nearer to each other than this are one.
_APART_S = 0.12
#: Fewer beats have no tempo.
_LEAST_BEATS = 5
#: How many times beats and tempo are asked in turn.
_ROUNDS = 4
#: An ebb by itself says never less than this (standard deviation).
_VAGUEST_S = 0.08


@dataclasses.dataclass(frozen=True)
class VisualBeats:
    """The visual beats of a film.

    Args:
        times_s: when, on the video's clock; ascending.
        strengths: 0..1, how much movement ended.
        abruptness: 0..1, from turning round (0) to stopping (1).
        spread_s: how unsure each is (standard deviation).
    """

    times_s: Floats
    strengths: Floats
    abruptness: Floats
    spread_s: Floats


def visual_beats(motion: Motion) -> VisualBeats:
    """Find the visual beats in what moves.

    Args:
        motion: the movement of the whole film.
    """
    return voted(judged(motion, looks(motion), experienced()))


def looks(motion: Motion) -> list[Look]:
    """Look at all ebbs of a film."""
    return [look for swing in swings(motion) if (look := looked_at(motion, swing)) is not None]


def voted(ebbs: list[Ebb]) -> VisualBeats:
    """Decide when the beat of each ebb is, all of them considered."""
    if not ebbs:
        return VisualBeats(*(np.zeros(0) for _ in range(4)))
    stops = _share_of_stops(ebbs)
    ebbs = sorted(ebbs, key=lambda ebb: ebb.told(stops).time_s)
    told = [ebb.told(stops) for ebb in ebbs]
    usual = max(float(np.percentile([beat.fall for beat in told], 90)), 1e-12)
    strengths = np.sqrt(np.clip([beat.fall / usual for beat in told], 0, 1))
    on_tempo = _kept_time(ebbs, told, strengths, stops)
    beats = [
        (beat, float(strength))
        for number, (ebb, beat, strength) in enumerate(zip(ebbs, told, strengths, strict=True))
        if ebb.clear or number in on_tempo
    ]
    if not beats:
        return voted([])
    kept = _apart(sorted(beats, key=lambda pair: pair[0].time_s))
    columns = zip(*((beat.time_s, strength, beat.abruptness, beat.spread_s) for beat, strength in kept), strict=True)
    return VisualBeats(*(np.array(column) for column in columns))


def _share_of_stops(ebbs: list[Ebb]) -> float:
    share = 0.5
    for _ in range(3):
        share = (1 + sum(ebb.told(share).abruptness for ebb in ebbs)) / (2 + len(ebbs))
    return share


def _kept_time(ebbs: list[Ebb], told: list[Told], strengths: Floats, stops: float) -> set[int]:
    """Tell beats that lie on a tempo anew, each with what the tempo says; return which they are."""
    times_s, spread_s = (np.array([getattr(beat, name) for beat in told]) for name in ("time_s", "spread_s"))
    clear = np.array([ebb.clear for ebb in ebbs])
    chosen, numbers = kept_steps(times_s, spread_s, np.where(clear, 0.5, 0.0) + 0.5 * strengths)
    if chosen.size < _LEAST_BEATS:
        return set()
    # What each ebb says by itself, as a normal distribution: told anew at each round from what the tempo makes likely.
    own_s, own = times_s[chosen], spread_s[chosen] ** 2
    for _ in range(_ROUNDS):
        wanted_s, within_s = expected(numbers, own_s, np.sqrt(own))
        for place, number in enumerate(chosen):
            beat = told[number] = ebbs[number].told(stops, float(wanted_s[place]), float(within_s[place]))
            sure, sure_before = beat.spread_s**-2, float(within_s[place]) ** -2
            alone, time_s = _VAGUEST_S**-2, beat.time_s
            if sure - sure_before > alone:
                alone = sure - sure_before
                time_s = (beat.time_s * sure - wanted_s[place] * sure_before) / alone
            own_s[place] = (own_s[place] + time_s) / 2
            own[place] = (own[place] + 1 / alone) / 2
    return {int(number) for number in chosen}


def _apart(beats: list[tuple[Told, float]]) -> list[tuple[Told, float]]:
    """Of beats that are too near to each other keep the stronger."""
    kept: list[tuple[Told, float]] = []
    for beat in beats:
        if kept and beat[0].time_s - kept[-1][0].time_s < _APART_S:
            if beat[1] > kept[-1][1]:
                kept[-1] = beat
            continue
        kept.append(beat)
    return kept
