"""The search over all offsets: short windows of the video, each correlated with the whole music.

Windows are short so that a recorder whose clock runs fast or slow cannot blur them; their evidence is gathered per
offset, in bins of 2.5 ms, with as much play as the largest drift allows. Only the best few bins go on.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from actors.beat_sync.soundtrack import ANALYSIS_RATE_HZ
from actors.beat_sync.store import Samples, Stored, blocks

Curve = npt.NDArray[np.float32]

#: Samples that share a bin of the coarse search: 2.5 ms.
BIN = 20
#: Length of a window; long enough to be unlike other places of the song, short enough not to blur at MAX_DRIFT_PPM.
WINDOW_S = 5.0
#: A video longer than this many windows is sampled evenly instead of read without gaps.
MAX_WINDOWS = 120
#: Recorders differ by tens of ppm; beyond this, it is another performance.
MAX_DRIFT_PPM = 300.0
#: Two candidates are nearer than this only if they are the same.
APART_S = 0.05
#: Two sounds that share less than this cannot be told to be the same.
MIN_OVERLAP_S = 3.0

_TRANSFORM = 1 << 18
_WINDOWS_AT_ONCE = 8


@dataclasses.dataclass(frozen=True)
class Evidence:
    """How much speaks for each offset.

    Args:
        curve: share of the video's sound that the music explains, per bin.
        first: offset of the first bin, in bins.
    """

    curve: Curve
    first: int

    def offset_samples(self, index: int) -> int:
        """Return the offset (music's begin on the video's clock) of a bin's middle, in samples."""
        return (index + self.first) * BIN + BIN // 2

    def best(self, count: int) -> list[int]:
        """Return the indices of the highest separate peaks, best first."""
        left = self.curve.copy()
        apart = round(APART_S * ANALYSIS_RATE_HZ / BIN)
        found: list[int] = []
        while len(found) < count:
            index = int(left.argmax())
            if left[index] <= 0:
                break
            found.append(index)
            left[max(0, index - apart) : index + apart + 1] = 0
        return found


def search(video: Stored, music: Stored, on_progress: Callable[[float], None]) -> Evidence:
    """Correlate windows of the video with the whole music and gather the evidence per offset.

    Args:
        video: whitened, at the analysis rate.
        music: likewise.
        on_progress: told the fraction of windows done, 0..1.
    """
    width = min(round(WINDOW_S * ANALYSIS_RATE_HZ), video.size)
    lead = -(-width // BIN) * BIN  # the music may begin inside a window
    bins = (lead + music.size) // BIN
    energy = _energy_under_window(music, width, lead, bins)
    starts = _window_starts(video.size, width)
    # A window at `start` that matches the music at `position` speaks for offset start - position.
    first = -(bins - 1) + lead // BIN
    curve = np.zeros(bins + video.size // BIN + 1, np.float32)
    middle = (video.size - width) / 2
    for done, (start, explained) in enumerate(_explained(video, music, starts, width, lead, bins, energy), 1):
        play = int(np.ceil(MAX_DRIFT_PPM * 1e-6 * abs(start - middle) / BIN))
        curve[start // BIN : start // BIN + bins] += _widened(explained[::-1], play)
        on_progress(done / len(starts))
    return _long_enough(Evidence(curve / np.float32(len(starts)), first), video.size, music.size)


def _window_starts(size: int, width: int) -> npt.NDArray[np.int64]:
    count = min(-(-size // width), MAX_WINDOWS)
    return np.unique(np.linspace(0, size - width, count).astype(np.int64) // BIN * BIN)


def _energy_under_window(music: Stored, width: int, lead: int, bins: int) -> Curve:
    """Return the root of the music's energy inside a window at each position, kept from being tiny."""
    at = np.arange(bins) * BIN - lead
    energy = np.sqrt(np.maximum(_energy_before(music, at + width) - _energy_before(music, at), 0))
    return np.asarray(energy + 0.1 * energy.max() + 1e-9, np.float32)


def _energy_before(music: Stored, places: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return the energy of all music before each of several ascending places."""
    out = np.zeros(places.size)
    total = 0.0
    for first, piece in blocks(music):
        sums = np.zeros(piece.size + 1)
        np.cumsum(piece.astype(np.float64) ** 2, out=sums[1:])
        low, high = np.searchsorted(places, [first, first + piece.size])
        out[low:high] = total + sums[places[low:high] - first]
        total += float(sums[-1])
    out[int(np.searchsorted(places, music.size)) :] = total
    return out


def _explained(  # noqa: PLR0917 (one step of search(), with all that it has at hand)
    video: Stored,
    music: Stored,
    starts: npt.NDArray[np.int64],
    width: int,
    lead: int,
    bins: int,
    energy: Curve,
) -> Iterator[tuple[int, Curve]]:
    """Yield per window (start, share of its energy explained by the music at each position), noise taken off."""
    size = min(_TRANSFORM, 1 << int(np.ceil(np.log2(music.size + lead + 2 * width))))
    step = (size - width) // BIN * BIN
    for group in range(0, len(starts), _WINDOWS_AT_ONCE):
        chosen = starts[group : group + _WINDOWS_AT_ONCE]
        spectra = [np.conj(np.fft.rfft(video[start : start + width], size)) for start in chosen]
        peaks = np.zeros((len(chosen), -(-bins * BIN // step) * (step // BIN)), np.float32)
        for block, begin in enumerate(range(0, bins * BIN, step)):
            music_spectrum = np.fft.rfft(_slice(music, begin - lead, size), size)
            for row, spectrum in enumerate(spectra):
                correlation = np.abs(np.fft.irfft(music_spectrum * spectrum, size)[:step])
                peaks[row, block * (step // BIN) : (block + 1) * (step // BIN)] = correlation.reshape(-1, BIN).max(1)
        for start, row in zip(chosen, peaks[:, :bins], strict=True):
            loudness = np.sqrt(np.sum(video[start : start + width] ** 2, dtype=np.float64)) + 1e-6
            share = (row / (energy * np.float32(loudness))) ** 2
            yield int(start), np.maximum(share - 2 * np.median(share), 0).astype(np.float32)


def _slice(music: Stored, begin: int, size: int) -> Samples:
    """Return ``size`` samples from ``begin``, zeros where there is no music."""
    out = np.zeros(size, np.float32)
    low, high = max(begin, 0), min(begin + size, music.size)
    if high > low:
        out[low - begin : high - begin] = music[low:high]
    return out


def _widened(curve: Curve, play: int) -> Curve:
    """Return the largest value within ``play`` bins to either side (doubling steps: log time)."""
    if play == 0:
        return curve
    wide = np.pad(curve, play)
    reach, width = 1, 2 * play + 1
    while reach < width:
        step = min(reach, width - reach)
        wide[:-step] = np.maximum(wide[:-step], wide[step:])
        reach += step
    return wide[: curve.size]


def _long_enough(evidence: Evidence, video_size: int, music_size: int) -> Evidence:
    """Strike out offsets at which too little is shared to tell."""
    needed = min(MIN_OVERLAP_S * ANALYSIS_RATE_HZ, video_size, music_size) - BIN
    # Enough is shared where the music ends late enough and begins early enough.
    low = int(np.ceil((needed - music_size) / BIN)) - evidence.first
    high = int(np.floor((video_size - needed) / BIN)) - evidence.first
    evidence.curve[: max(0, low)] = 0
    evidence.curve[max(0, high + 1) :] = 0
    return evidence
