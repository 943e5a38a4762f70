"""The tempo that dancers keep: which beats lie on it, and what it says about the moment of each.

Beats come at whole steps of a tempo that changes slowly, each with the dancer's own error. The tempo is smoothed
through all of them, every beat weighing as much as it is sure; tempo and error are as unsteady as the beats
themselves make likely, so that a dancer who changes tempo is followed, and one who keeps none is left as seen.

Source: Rauch, Tung & Striebel, "Maximum likelihood estimates of linear dynamic systems", AIAA Journal 3(8), 1965.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: Distances between beats that count as steps.
_SHORTEST_S, _LONGEST_S = 0.25, 1.3
#: Beats that may be passed over, and steps without a beat, between two beats of the tempo.
_PASSED, _STEPS = 3, 4
#: Prices, in beats: one left out, a step without a beat, a change of tempo at most.
_LEFT, _EMPTY, _DEAREST = 1.0, 0.12, 2.0
#: Tolerated while looking for steps: change of tempo (of its logarithm), and the dancer's error.
_CHANGE, _ERROR_S = 0.04, 0.012
#: Standard deviations that are tried: of a dancer's beat about the tempo, and of the period's change from step to step
#: (as a share of the period).
_ERRORS_S = np.array([0.006, 0.009, 0.013, 0.02, 0.03, 0.045])
_CHANGES = np.array([0.003, 0.01, 0.03])


def kept_steps(times_s: Floats, spread_s: Floats, worth: Floats) -> tuple[Ints, Ints]:
    """Find the beats that follow each other at whole steps of one tempo.

    Args:
        times_s: beats, ascending.
        spread_s: how unsure they are.
        worth: what each is worth; the price of leaving it out, too.

    Returns:
        The indices of the beats, and the number of each one's step; empty if there are fewer than two.
    """
    before = np.concatenate([[0.0], np.cumsum(worth)]) * _LEFT
    total = before[-1]
    error = spread_s**2 + _ERROR_S**2
    # Per beat one row for each way to reach it: (beat before, steps, step length, score, row of the beat before).
    ways: list[npt.NDArray[np.float64]] = []
    best = -np.inf, -1, -1
    for i in range(times_s.size):
        rows = []
        for j in range(max(0, i - _PASSED), i):
            for steps in range(1, _STEPS + 1):
                length = (times_s[i] - times_s[j]) / steps
                if not _SHORTEST_S <= length <= _LONGEST_S:
                    continue
                score, origin = float(worth[j] - before[j]), -1
                if ways[j].size:
                    was = ways[j]
                    passed, passed_before = length * steps, was[:, 1] * was[:, 2]
                    tolerated = (
                        _CHANGE**2
                        + error[i] / passed**2
                        + error[was[:, 0].astype(int)] / passed_before**2
                        + error[j] * (1 / passed + 1 / passed_before) ** 2
                    )
                    price = np.minimum(np.log(length / was[:, 2]) ** 2 / tolerated / 8, _DEAREST)
                    reached = was[:, 3] - price
                    if reached.max() > score:
                        score, origin = float(reached.max()), int(reached.argmax())
                score += float(worth[i] - (before[i] - before[j + 1])) - _EMPTY * (steps - 1)
                rows.append((j, steps, length, score, origin))
        ways.append(np.array(rows).reshape(-1, 5))
        if rows:
            at_end = ways[i][:, 3] - (total - before[i + 1])
            if at_end.max() > best[0]:
                best = float(at_end.max()), i, int(at_end.argmax())
    return _traced(ways, best[1], best[2])


def _traced(ways: list[npt.NDArray[np.float64]], beat: int, row: int) -> tuple[Ints, Ints]:
    beats, steps = [], []
    while beat >= 0:
        beats.append(beat)
        if row < 0:
            break
        origin, passed, _, _, row_before = ways[beat][row]
        steps.append(int(passed))
        beat, row = int(origin), int(row_before)
    return np.array(beats[::-1], np.int64), np.cumsum([0, *steps[::-1]])[: len(beats)]


def expected(numbers: Ints, times_s: Floats, spread_s: Floats) -> tuple[Floats, Floats]:
    """Say when each beat is to be expected by all the others.

    Args:
        numbers: the beats' steps, ascending.
        times_s: when each was seen.
        spread_s: how unsure that is.

    Returns:
        Expected times, and their standard deviations (the dancer's own error included).
    """
    period = (times_s[-1] - times_s[0]) / (numbers[-1] - numbers[0])
    error, change = (axis.ravel() for axis in np.meshgrid(_ERRORS_S, _CHANGES * period, indexing="ij"))
    observed = spread_s[:, None] ** 2 + error**2
    even = times_s[0] + (numbers - numbers[0]) * period
    mean, variance, evidence = _smoothed(np.diff(numbers), times_s - even, observed, change**2, 0.3 * period)
    likeliest = int(np.argmax(evidence))
    mean, variance, observed = mean[:, likeliest], variance[:, likeliest], observed[:, likeliest]
    # What the beat itself has said is taken out again.
    left = np.maximum(observed - variance, 1e-3 * observed)
    others = (mean * observed - (times_s - even) * variance) / left
    return even + others, np.sqrt(variance * observed / left + error[likeliest] ** 2)


def _smoothed(
    steps: Ints, seen: Floats, observed: Floats, change: Floats, loose_s: float
) -> tuple[Floats, Floats, Floats]:
    """Smooth (Kalman forth, Rauch-Tung-Striebel back) for several settings at once.

    Args:
        steps: from each beat to the next.
        seen: deviation of each beat from an even tempo, seconds.
        observed: variance of each, shape (beats, settings).
        change: variance of the period's change from step to step, shape (settings,).
        loose_s: how far the period may be off that of the even tempo.

    Returns:
        Mean and variance of the smoothed deviations, shape (beats, settings), and the logarithm of the evidence.
    """
    count, settings = observed.shape
    means, spreads = np.zeros((count, settings, 2)), np.zeros((count, settings, 2, 2))
    ahead_means, ahead_spreads = means.copy(), spreads.copy()
    mean = np.zeros((settings, 2))
    spread = np.zeros((settings, 2, 2))
    spread[:, 0, 0], spread[:, 1, 1] = 1.0, loose_s**2
    evidence = np.zeros(settings)
    moves = [np.eye(2)]
    for index in range(count):
        if index:
            passed = int(steps[index - 1])
            move = np.array([[1.0, passed], [0.0, 1.0]])
            moves.append(move)
            later = np.arange(passed)
            grown = np.array([[np.sum(later**2), np.sum(later)], [np.sum(later), passed]], np.float64)
            mean, spread = mean @ move.T, move @ spread @ move.T + change[:, None, None] * grown
        ahead_means[index], ahead_spreads[index] = mean, spread
        doubt = spread[:, 0, 0] + observed[index]
        off = seen[index] - mean[:, 0]
        evidence -= 0.5 * (off**2 / doubt + np.log(doubt))
        gain = spread[:, :, 0] / doubt[:, None]
        mean = mean + gain * off[:, None]
        spread = spread - gain[:, :, None] * spread[:, None, 0, :]
        means[index], spreads[index] = mean, spread
    for index in range(count - 2, -1, -1):
        back = spreads[index] @ moves[index + 1].T @ np.linalg.inv(ahead_spreads[index + 1])
        means[index] += np.einsum("sij,sj->si", back, means[index + 1] - ahead_means[index + 1])
        spreads[index] += back @ (spreads[index + 1] - ahead_spreads[index + 1]) @ back.transpose(0, 2, 1)
    return means[..., 0], spreads[..., 0, 0], evidence
