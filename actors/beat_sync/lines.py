"""From a coarse offset to a line: the lag in every part of the video, whose level is the offset, whose slope the drift.

On the video's clock the music's time t is heard at ``offset + (1 + drift) * t``. In a window around the video's time u
the lag (video time less music time) is therefore ``(offset + drift * u) / (1 + drift)``: a straight line in u.
"""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import numpy.typing as npt

from actors.beat_sync.search import BIN, MAX_DRIFT_PPM
from actors.beat_sync.soundtrack import ANALYSIS_RATE_HZ
from actors.beat_sync.store import Stored

Floats = npt.NDArray[np.float64]

#: A window's peak belongs to a line if it lies this near, samples (0.3 ms).
_NEAR = 2.5
#: Partners that propose a line with each of the strongest peaks: in an hour of windows, the strongest must do.
_PARTNERS = 600
#: Peaks kept per window for the search of the line: a reflection may outshine the direct sound.
_PEAKS = 3
#: Half the width of the stacked correlation, samples (60 ms).
STACK_HALF = 480


@dataclasses.dataclass(frozen=True)
class Line:
    """Lag against time, both in samples.

    Args:
        level: lag at the video's middle.
        slope: change of the lag per sample of video.
        middle: the video's middle.
    """

    level: float
    slope: float
    middle: float

    def lag(self, at: float) -> float:
        """Return the lag at a time of the video."""
        return self.level + self.slope * (at - self.middle)

    @property
    def drift(self) -> float:
        """How much slower the music passes on the video's clock (a fraction, not ppm)."""
        return self.slope / (1 - self.slope)

    @property
    def offset(self) -> float:
        """Where on the video's clock the music begins, samples."""
        return self.lag(0.0) * (1 + self.drift)


@dataclasses.dataclass(frozen=True)
class Window:
    """The correlation of a piece of the video with the music near the lag expected.

    Args:
        at: the piece's middle on the video's clock, samples.
        first_lag: lag of the first value.
        values: correlation per lag, in units of the piece's own loudness.
        music_energy: energy of the music under the piece.
    """

    at: float
    first_lag: int
    values: npt.NDArray[np.float32]
    music_energy: float

    def at_lag(self, lag: float) -> float:
        """Return the value at a lag between samples; 0 outside."""
        where = lag - self.first_lag
        low = int(np.floor(where))
        if not 0 <= low < self.values.size - 1:
            return 0.0
        part = where - low
        return float(self.values[low] * (1 - part) + self.values[low + 1] * part)


def windows_along(video: Stored, music: Stored, line: Line, *, width: int, play: int, drift: float) -> list[Window]:
    """Correlate the video piece by piece with the music near a line.

    Args:
        video: whitened.
        music: whitened.
        line: where to look.
        width: samples of a piece.
        play: samples to look to either side.
        drift: more play away from the middle, for a slope not known yet (a fraction).
    """
    width = min(width, video.size)
    found = []
    for start in np.unique(np.linspace(0, video.size - width, max(1, round(video.size / width))).astype(int)):
        at = start + width / 2
        reach = play + int(np.ceil(drift * abs(at - line.middle)))
        centre = round(line.lag(at))
        begin = start - centre - reach
        low, high = max(begin, 0), min(begin + width + 2 * reach, music.size)
        if high - low < width // 4:
            continue
        piece = video[start : start + width]
        loudness = float(np.sqrt(np.sum(piece**2, dtype=np.float64)))
        if loudness < 1e-6:
            continue
        under = np.zeros(width + 2 * reach, np.float32)
        under[low - begin : high - begin] = music[low:high]
        size = 1 << int(np.ceil(np.log2(under.size)))
        spectrum = np.fft.rfft(under, size) * np.conj(np.fft.rfft(piece, size))
        values = np.asarray(np.fft.irfft(spectrum, size)[: 2 * reach + 1][::-1] / loudness, np.float32)
        energy = float(np.sum(under[reach : reach + width] ** 2, dtype=np.float64))
        found.append(Window(at, centre - reach, values, energy))
    return found


def strength(windows: list[Window], line: Line, total: int) -> float:
    """Return how much of the video's sound the music explains along a line, with one volume for all of it.

    Music that should be heard where it is not counts against the line: that tells apart the repeats of a loop.

    Args:
        windows: along the line.
        line: where.
        total: windows that the whole video has.
    """
    predicted = sum(window.music_energy for window in windows)
    heard = sum(window.at_lag(line.lag(window.at)) for window in windows)
    return abs(heard) / float(np.sqrt(predicted * max(total, 1)) + 1e-12)


def fitted(windows: list[Window], middle: float) -> Line | None:
    """Find the line that most windows' peaks lie on, then fit it to them by least squares.

    Consensus first (each pair of strong peaks proposes a line), so that windows without music cannot bend it.

    Source: Fischler & Bolles, "Random sample consensus", CACM 24(6), 1981; here all pairs instead of random ones.
    """
    peaks = np.array(list(itertools.chain.from_iterable(map(_peaks, windows))))
    if not peaks.size:
        return None
    at, lag, weight = peaks[:, 0] - middle, peaks[:, 1], peaks[:, 2]
    best, level, slope = -1.0, 0.0, 0.0
    strongest = np.argsort(-weight, kind="stable")
    partners = np.zeros(at.size, bool)
    partners[strongest[:_PARTNERS]] = True
    for index in strongest[:100]:
        far = partners & (np.abs(at - at[index]) > 1)
        slopes = np.concatenate([[0.0], (lag[far] - lag[index]) / (at[far] - at[index])])
        slopes = slopes[np.abs(slopes) <= MAX_DRIFT_PPM * 1.2e-6]
        lines = lag[index] + slopes[:, None] * (at - at[index])
        scores = ((np.abs(lag - lines) < _NEAR) * weight).sum(axis=1)
        winner = int(scores.argmax())
        if scores[winner] > best:
            best, slope = float(scores[winner]), float(slopes[winner])
            level = float(lag[index] - slope * at[index])
    for _ in range(3):
        near = np.abs(lag - level - slope * at) < _NEAR
        level, slope, _ = least_squares(at[near], lag[near], weight[near])
    return Line(level, slope, middle)


def least_squares(at: Floats, lag: Floats, weight: Floats) -> tuple[float, float, float]:
    """Fit level and slope; the third value is the slope's standard error (infinite if it can't be told)."""
    total = float(weight.sum())
    if total <= 0:
        return 0.0, 0.0, float("inf")
    mean_at, mean_lag = float(weight @ at) / total, float(weight @ lag) / total
    spread = float(weight @ (at - mean_at) ** 2)
    if at.size < 3 or spread <= 0:
        return mean_lag, 0.0, float("inf")
    slope = float(weight @ ((at - mean_at) * (lag - mean_lag))) / spread
    residual = lag - mean_lag - slope * (at - mean_at)
    # No window is trusted to better than a fiftieth of a sample, however well a few of them agree.
    variance = float(weight @ residual**2) / total * at.size / (at.size - 2) + 0.02**2
    return mean_lag - slope * mean_at, slope, float(np.sqrt(variance * (weight @ weight) / total / spread))


def sharpened(windows: list[Window], line: Line) -> tuple[Line, float]:
    """Fit a known line again to the one peak of each (narrow) window; return it with its slope's standard error."""
    peaks = np.array([_peaks(window, 1)[0] for window in windows])
    at, lag, weight = peaks[:, 0] - line.middle, peaks[:, 1], peaks[:, 2]
    level, slope, error = line.level, line.slope, float("inf")
    for _ in range(4):
        near = np.abs(lag - level - slope * at) < 1.5
        if not near.any():
            return line, float("inf")
        level, slope, error = least_squares(at[near], lag[near], weight[near])
    return Line(level, slope, line.middle), error


def sharpened_level(windows: list[Window], line: Line) -> Line:
    """Return the flat line at the weighted median lag of the windows' peaks."""
    peaks = np.array([_peaks(window, 1)[0] for window in windows])
    order = np.argsort(peaks[:, 1])
    sums = np.cumsum(peaks[order, 2])
    level = float(peaks[order[int(np.searchsorted(sums, sums[-1] / 2))], 1])
    near = np.abs(peaks[:, 1] - level) < 1.5
    return Line(float(np.average(peaks[near, 1], weights=peaks[near, 2])), 0.0, line.middle)


def agreement(windows: list[Window], line: Line) -> float:
    """Return the share of windows one of whose peaks lies on the line."""
    if not windows:
        return 0.0
    agreeing = [any(abs(lag - line.lag(at)) < _NEAR for at, lag, _ in _peaks(window)) for window in windows]
    return sum(agreeing) / len(agreeing)


def stacked(windows: list[Window], line: Line) -> npt.NDArray[np.float64]:
    """Add the windows' correlations along a line: the room's response, out of the noise.

    Returns:
        ``2 * STACK_HALF + 1`` values, the line in the middle, later sound to the right.
    """
    total = np.zeros(2 * STACK_HALF + 1)
    for window in windows:
        where = line.lag(window.at) - window.first_lag
        low = int(np.floor(where))
        part = where - low
        index = np.arange(low - STACK_HALF, low + STACK_HALF + 2)
        inside = (index >= 0) & (index < window.values.size)
        values = np.where(inside, window.values[np.clip(index, 0, window.values.size - 1)], 0.0)
        total += (1 - part) * values[:-1] + part * values[1:]
    return total / float(np.sqrt(sum(window.music_energy for window in windows) * max(1, len(windows))) + 1e-12)


def _peaks(window: Window, count: int = _PEAKS) -> list[tuple[float, float, float]]:
    """Return (time, lag between samples, weight) of a window's highest peaks."""
    height = np.abs(window.values)
    usual = float(np.median(height)) + 1e-9
    left = height.copy()
    found = []
    for _ in range(count):
        index = int(left.argmax())
        found.append((window.at, window.first_lag + parabola_top(height, index), _weight(float(left[index]) / usual)))
        left[max(0, index - 4) : index + 5] = 0
    return found


def _weight(ratio: float) -> float:
    return max(ratio - 3.0, 1e-3) ** 2


def parabola_top(values: npt.NDArray[np.floating], index: int) -> float:
    """Return the top of the parabola through a peak and its two neighbours: an index between samples."""
    if not 0 < index < values.size - 1:
        return float(index)
    before, at, after = (float(value) for value in values[index - 1 : index + 2])
    bend = before - 2 * at + after
    return index + (0.5 * (before - after) / bend if bend < 0 else 0.0)


#: How far a peak may lie from its coarse bin.
COARSE_PLAY = 2 * BIN
#: Drift looked for around a coarse line.
COARSE_DRIFT = MAX_DRIFT_PPM * 1e-6
#: Samples in a millisecond.
MILLISECOND = ANALYSIS_RATE_HZ / 1000
