"""Which beat of the film goes with which beat of the music: monotone dynamic programming.

Beats may be left out on either side at a price; film may run at half to double speed, as evenly as possible. A pairing
counts only if it covers the film's beats: a matcher without that gate "wins" with two beats.
"""

from __future__ import annotations

import dataclasses

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
_SPEED, _EVENNESS, _FILM_LEFT, _MUSIC_LEFT, _CUT_IN, _SILENT_S = 0.5, 4.0, 1.0, 0.12, 0.01, 0.3
#: Prices of another metrical level than the tapped one.
_LEVELS = ((1.0, 0.0), (2.0, 0.12), (0.5, 0.12))
#: Deviation of human beats from an even tempo; of two speeds next to each other.
_HUMAN_S, _SPEED_CHANGE = 0.012, 0.2
#: A visual beat is never surer than this.
_SUREST_S = 0.005


@dataclasses.dataclass(frozen=True)
class Match:
    """Pairs of beats, in ascending order.

    Args:
        film_s: where the film's beats are, on the video's clock; evened out within what is unsure about them.
        music_s: the music's beats that they go with, on the music's clock.
        film_indices: which of the film's beats they are.
        coverage: share of the film's beats, as far as the music lasts, that are paired.
        music_coverage: share of the music's beats between the first and the last pair that are paired.
        level: beats used per beat of the music as it was tapped: 0.5, 1 or 2.
        score: mean worth of a film beat; 1 at best.
    """

    film_s: Floats
    music_s: Floats
    film_indices: npt.NDArray[np.int64]
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


def matched(film_s: Floats, strengths: Floats, spread_s: Floats, music_s: Floats, music_end_s: float) -> Match:
    """Pair the beats of a film with those of the music.

    Args:
        film_s: the film's beats, seconds, ascending.
        strengths: of these, 0..1.
        spread_s: how unsure they are, seconds.
        music_s: the music's beats, seconds, ascending, as somebody would tap them.
        music_end_s: when the music ends.
    """
    found = [
        dataclasses.replace(match, score=match.score - price)
        for level, price in _LEVELS
        for grid in _grids(music_s, level)
        if (match := _paired(film_s, strengths, grid, level, music_end_s)) is not None
    ]
    if not found:
        none = np.zeros(0)
        return Match(none, none, none.astype(np.int64), 0.0, 0.0, 1.0, 0.0)
    best = max(found, key=lambda match: match.score)
    return dataclasses.replace(best, film_s=_evened(best.film_s, spread_s[best.film_indices], best.music_s))


def _grids(music_s: Floats, level: float) -> list[Floats]:
    if music_s.size < 2:
        return []
    if level == 1.0:
        return [music_s]
    if level == 2.0:
        return [np.sort(np.concatenate([music_s, (music_s[:-1] + music_s[1:]) / 2]))]
    return [music_s[phase::2] for phase in (0, 1) if music_s[phase::2].size >= 2]


def _paired(film_s: Floats, strengths: Floats, grid: Floats, level: float, music_end_s: float) -> Match | None:
    count, beats = film_s.size, grid.size
    if count < 2:
        return None
    worth = 0.5 + 0.5 * strengths
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
    final = best - _FILM_LEFT * left
    i, j = (int(index) for index in np.unravel_index(int(np.argmax(final)), final.shape))
    covered = worth[: i + 1].sum() + left[i, j]
    score = float(final[i, j] / covered)
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
    return Match(film_s[rows], grid[columns], rows, rows.size / beats_owed, rows.size / spanned, level, score)


def _evened(film_s: Floats, spread_s: Floats, music_s: Floats) -> Floats:
    """Move each beat within what is unsure about it, so that film speed changes as dancers do and not as errors do."""
    if film_s.size < 3:
        return film_s
    sure = 1 / (spread_s**2 + _SUREST_S**2)
    passed = np.diff(music_s)
    change = np.zeros((film_s.size - 2, film_s.size))
    for row in range(film_s.size - 2):
        before, after = 1 / passed[row], 1 / passed[row + 1]
        change[row, row : row + 3] = before, -before - after, after
    tolerated = (_SPEED_CHANGE**2 + 6 * _HUMAN_S**2 / (passed[:-1] * passed[1:])) ** -1
    evened = np.linalg.solve(np.diag(sure) + change.T @ (change * tolerated[:, None]), sure * film_s)
    # Never so far that a stretch would leave the limits of speed.
    ratio = passed / np.maximum(np.diff(evened), 1e-6)
    return np.asarray(evened if np.all((ratio >= SLOWEST) & (ratio <= FASTEST)) else film_s)
