"""Which beat of the film goes with which beat of the music: monotone dynamic programming.

Beats may be left out on either side at a price; film may run at half to double speed, as evenly as possible. A pairing
counts only if it covers the film's beats: a matcher without that gate "wins" with two beats.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

#: How much faster or slower than filmed a stretch may play.
SLOWEST, FASTEST = 0.5, 2.0
#: Share of the film's beats that must land on the music's.
LEAST_COVERAGE = 0.6
#: And at least so many.
LEAST_BEATS = 4
#: Beats that may be passed over between two pairs, of the film and of the music.
_FILM_GAP, _MUSIC_GAP = 3, 4
#: Prices, in pairs: film played at another speed (per squared natural logarithm), change of speed, a film beat and a
#: music beat left out, a second of music cut off at its beginning, a second of film before it.
_SPEED, _EVENNESS, _FILM_LEFT, _MUSIC_LEFT, _CUT_IN, _SILENT_S = 0.25, 12.0, 1.0, 0.12, 0.01, 0.3
#: Prices of another metrical level than the tapped one. Every second beat costs less than one passed over each time.
_LEVELS = ((1.0, 0.0), (2.0, 0.06), (0.5, 0.03))
#: Price of every second beat, from the first or the second on, if it is surely the other ones.
_OTHER_HALF = 0.1
#: Price of a film beat behind the end of the music: of a long film much must be left, of a short one nothing should be.
_FILM_BEHIND = 0.3
#: A visual beat as unsure as this is worth half: what bends the film for nothing is passed over.
_UNSURE_S = 0.015


@dataclasses.dataclass(frozen=True)
class Match:
    """Pairs of beats, in ascending order.

    Args:
        film_s: where the film's beats are, on the video's clock.
        music_s: the music's beats that they go with, on the music's clock.
        film_indices: which of the film's beats they are.
        grid_s: all moments of the music, on its clock, that could be danced to at this level.
        coverage: share of the film's beats, as far as the music lasts, that are paired.
        music_coverage: share of the music's beats between the first and the last pair that are paired.
        level: beats used per beat of the music as it was tapped: 0.5, 1 or 2.
        score: mean worth of a film beat; 1 at best.
    """

    film_s: Floats
    music_s: Floats
    film_indices: npt.NDArray[np.int64]
    grid_s: Floats
    coverage: float
    music_coverage: float
    level: float
    score: float

    @property
    def confidence(self) -> float:
        """How far to trust it, 0..1."""
        return float(np.clip(self.score, 0, 1) * np.clip((self.coverage - 0.3) / 0.6, 0, 1))

    @property
    def convincing(self) -> bool:
        """Whether a film should be made of it."""
        return self.film_s.size >= LEAST_BEATS and self.coverage >= LEAST_COVERAGE


def matched(
    film_s: Floats,
    strengths: Floats,
    spread_s: Floats,
    music_s: Floats,
    music_end_s: float,
    *,
    first_of_two: float = 0.5,
    between_s: Floats | None = None,
) -> Match:
    """Pair the beats of a film with those of the music.

    Args:
        film_s: the film's beats, seconds, ascending.
        strengths: of these, 0..1.
        spread_s: how unsure they are, seconds.
        music_s: the music's beats, seconds, ascending, as somebody would tap them.
        music_end_s: when the music ends.
        first_of_two: how likely it is the first of these and not the second, if only every second is danced to, 0..1.
        between_s: the moments between the music's beats, for a listener who hears the beat there: then all pairs are
            found half a step later.
    """
    sure = 1 / (1 + (spread_s / _UNSURE_S) ** 2)
    worth = (0.5 + 0.5 * strengths) * sure / sure.sum() * sure.size
    found = [
        dataclasses.replace(match, score=match.score - price)
        for level, price, grid in _grids(music_s, first_of_two)
        if (match := _paired(film_s, worth, grid, level, music_end_s)) is not None
    ]
    best = max(found, key=lambda match: match.score, default=None)
    if best is not None and between_s is not None:
        later_s = _half_a_step_later(best, music_s, between_s)
        best = _paired(film_s, worth, later_s, best.level, music_end_s)
    if best is None:
        none = np.zeros(0)
        return Match(none, none, none.astype(np.int64), none, 0.0, 0.0, 1.0, 0.0)
    return best


def _half_a_step_later(match: Match, music_s: Floats, between_s: Floats) -> Floats:
    """Return the moments half-way between those that were danced to."""
    if match.level < 1:  # the other ones of two
        return music_s[1 - int(np.searchsorted(music_s, match.grid_s[0])) :: 2]
    return between_s if match.level == 1.0 else (match.grid_s[:-1] + match.grid_s[1:]) / 2


def _grids(music_s: Floats, first_of_two: float) -> Iterator[tuple[float, float, Floats]]:
    """Yield level, price and moments of all that may be danced to."""
    for level, price in _LEVELS:
        if level == 1.0:
            found = [(price, music_s)]
        elif level > 1.0:
            found = [(price, np.sort(np.concatenate([music_s, (music_s[:-1] + music_s[1:]) / 2])))]
        else:
            unlikely = (1 - first_of_two, first_of_two)
            found = [(price + _OTHER_HALF * unlikely[begin], music_s[begin::2]) for begin in (0, 1)]
        yield from ((level, its_price, grid) for its_price, grid in found)


def _paired(film_s: Floats, worth: Floats, grid: Floats, level: float, music_end_s: float) -> Match | None:
    count, beats = film_s.size, grid.size
    if count < 2 or beats < 2:
        return None
    # A film that begins on a later beat of the music cuts its beginning off; one that begins before leaves silence.
    early = grid[None, :] - film_s[:, None]
    left_before = np.concatenate([[0.0], np.cumsum(worth)[:-1]]) * _FILM_LEFT
    best = worth[:, None] - left_before[:, None] - np.where(early > 0, early * _CUT_IN, -early * _SILENT_S)
    speed = np.zeros((count, beats))  # logarithm of the music passed per film passed, on the way that is best
    came_from = np.full((count, beats, 2), -1)
    for i in range(1, count):
        for film_gap in range(1, min(_FILM_GAP, i) + 1):
            j_from = i - film_gap
            passed = film_s[i] - film_s[j_from]
            left = float(worth[j_from + 1 : i].sum()) * _FILM_LEFT
            for music_gap in range(1, min(_MUSIC_GAP, beats - 1) + 1):
                ratio = (grid[music_gap:] - grid[:-music_gap]) / passed
                allowed = (ratio >= SLOWEST) & (ratio <= FASTEST)
                if not allowed.any():
                    continue
                pace = np.log(np.where(allowed, ratio, 1.0))
                before = speed[j_from, :-music_gap]
                first = came_from[j_from, :-music_gap, 0] < 0
                change = np.where(first, 0.0, pace - before)
                price = _SPEED * pace**2 + _EVENNESS * change**2 + _MUSIC_LEFT * (music_gap - 1) + left
                total = np.where(allowed, best[j_from, :-music_gap] + worth[i] - price, -np.inf)
                better = total > best[i, music_gap:]
                best[i, music_gap:][better] = total[better]
                speed[i, music_gap:][better] = pace[better]
                came_from[i, music_gap:][better] = np.stack(
                    [np.full(beats - music_gap, j_from), np.arange(beats - music_gap)], axis=1
                )[better]
    return _traced(film_s, worth, grid, level, music_end_s, best, came_from)


def _traced(  # noqa: PLR0917 (the tables of one search)
    film_s: Floats,
    worth: Floats,
    grid: Floats,
    level: float,
    music_end_s: float,
    best: Floats,
    came_from: npt.NDArray[np.int64],
) -> Match | None:
    # Film beats behind the end of the music need no partner.
    behind = film_s[None, None, :] - film_s[:, None, None] + grid[None, :, None]
    later = np.arange(film_s.size)[None, None, :] > np.arange(film_s.size)[:, None, None]
    owed = later & (behind < min(music_end_s, grid[-1] + 0.5 * (grid[-1] - grid[-2])))
    left = np.where(owed, worth, 0.0).sum(axis=2)
    lost = (worth.sum() - np.cumsum(worth))[:, None] - left
    earned = best - _FILM_LEFT * left
    final = earned - _FILM_BEHIND * lost
    i, j = (int(index) for index in np.unravel_index(int(np.argmax(final)), final.shape))
    covered = worth[: i + 1].sum() + left[i, j]
    score = float(earned[i, j] / covered)
    beats_owed = i + 1 + int(owed[i, j].sum())
    pairs = []
    while i >= 0:
        pairs.append((i, j))
        i, j = came_from[i, j]
    pairs.reverse()
    rows, columns = (np.array(side, np.int64) for side in zip(*pairs, strict=True))
    if rows.size < 2:
        return None
    spanned = int(columns[-1] - columns[0]) + 1
    return Match(film_s[rows], grid[columns], rows, grid, rows.size / beats_owed, rows.size / spanned, level, score)
