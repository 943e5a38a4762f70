"""Is it the same song? Two songs may share tempo, key, drum pattern and even the drum samples: their notes differ.

At the place found, the short-time spectra of both are compared where a tone stands out of the *video's* sound. Noise
and echo don't make such tones, so in a true match the music has nearly all of them, and because the room turns and
dims each frequency in a constant way, the cross-spectrum keeps its phase from frame to frame: the magnitude-squared
coherence is high, however noisy the rest. Another song has other notes there, or the same at other times, and the
coherence stays low however well the drums coincide.

Source: Carter, "Coherence and time delay estimation", Proc. IEEE 75(2), 1987 (bias of the estimate).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from actors.beat_sync.lines import Line
from actors.beat_sync.soundtrack import ANALYSIS_RATE_HZ
from actors.beat_sync.store import Samples, Stored
from actors.beat_sync.whitening import moving_mean

#: 256 ms frames, half overlapping: long enough to tell a semitone apart and to hold a room's early echoes.
_FRAME, _HOP = 2048, 1024
_LOW_HZ, _HIGH_HZ = 100.0, 3600.0
#: A cell is a tone if it lasts (three frames) and stands this far out of the bins around it (power).
_TONE, _BINS_AROUND = 6.0, 31
#: A frequency counts once it had a tone in this many frames.
_MIN_FRAMES = 4
#: So many cells of doubt are added: a handful of tones proves nothing.
_DOUBT_CELLS = 30
#: Frames (41 s) within which the room counts as constant, and how many such blocks are looked at, evenly spread.
_BLOCK, _MAX_BLOCKS = 320, 4

_WINDOW = np.hanning(_FRAME + 1)[:-1].astype(np.float32)

Cells = npt.NDArray[np.complex64]


def tonal_coherence(video: Stored, music: Stored, line: Line) -> float:
    """Return the mean coherence of the video's tones with the music along a line, bias removed.

    Args:
        video: mono at the analysis rate, not whitened.
        music: likewise.
        line: where the music lies.

    Returns:
        Mostly below 0.2 for another song, above 0.6 for the same one even in a bad room.
    """
    starts = np.arange(0, video.size - _FRAME, _HOP)
    exact = starts - line.level - line.slope * (starts + _FRAME / 2 - line.middle)
    inside = np.flatnonzero((exact >= 0) & (exact <= music.size - _FRAME - 1))
    if inside.size < _MIN_FRAMES:
        return 0.0
    blocks = np.array_split(inside, max(1, round(inside.size / _BLOCK)))
    if len(blocks) > _MAX_BLOCKS:
        blocks = [blocks[index] for index in np.linspace(0, len(blocks) - 1, _MAX_BLOCKS).astype(int)]
    coherent = cells = 0.0
    for block in blocks:
        found, counted = _coherent_cells(*_spectra(video, music, starts[block], exact[block]))
        coherent += found
        cells += counted
    return max(0.0, coherent / (cells + _DOUBT_CELLS))


def _spectra(
    video: Stored, music: Stored, starts: npt.NDArray[np.int64], exact: npt.NDArray[np.float64]
) -> tuple[Cells, Cells]:
    """Return the spectra of both, frame by frame in step, each levelled along frequency."""
    frequency = np.fft.rfftfreq(_FRAME, 1 / ANALYSIS_RATE_HZ)
    band = (frequency > _LOW_HZ) & (frequency < _HIGH_HZ)
    whole = np.floor(exact).astype(np.int64)
    heard = np.fft.rfft(_frames(video, starts) * _WINDOW, axis=1)[:, band]
    clean = np.fft.rfft(_frames(music, whole) * _WINDOW, axis=1)[:, band]
    # The part of a sample that slicing can't shift is a turn of the phase.
    turn = np.exp(2j * np.pi * (exact - whole)[:, None] * frequency[band] / ANALYSIS_RATE_HZ)
    return _levelled(heard), _levelled(clean * turn)


def _coherent_cells(heard: Cells, clean: Cells) -> tuple[float, float]:
    """Return how many of the video's tone cells are coherent with the music, and how many there are."""
    tone = moving_mean(np.abs(heard) ** 2, 3, 0) > _TONE
    count = tone.sum(axis=0)
    usable = count >= _MIN_FRAMES
    if not usable.any():
        return 0.0, 0.0
    heard, clean, tone, count = heard[:, usable], clean[:, usable], tone[:, usable], count[usable]
    cross = np.abs((heard * np.conj(clean) * tone).sum(axis=0)) ** 2
    powers = (np.abs(heard) ** 2 * tone).sum(axis=0) * (np.abs(clean) ** 2 * tone).sum(axis=0)
    coherence = cross / (powers + 1e-20)
    # Of n frames, pure chance gives 1/n.
    unbiased = (count * coherence - 1) / (count - 1)
    return float((count * unbiased).sum()), float(count.sum())


def _frames(samples: Stored, starts: npt.NDArray[np.int64]) -> Samples:
    return np.stack([samples[start : start + _FRAME] for start in starts.tolist()])


def _levelled(spectrum: npt.NDArray[np.complexfloating]) -> Cells:
    """Divide each cell by the level of the frequencies around it; peaks keep standing out."""
    power = (np.abs(spectrum) ** 2).astype(np.float32)
    around = moving_mean(power, _BINS_AROUND, 1) + power.mean() * np.float32(1e-5) + np.float32(1e-20)
    return np.asarray(spectrum / np.sqrt(around), np.complex64)
