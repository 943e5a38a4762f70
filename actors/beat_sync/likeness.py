"""Is it the same song? Two songs may share tempo, key, drum pattern and even the drum samples: their notes differ.

At the place found, the two short-time spectra are compared where the music holds a tone. In a true match the room
turns and dims each frequency in a constant way, so the cross-spectrum keeps its phase from frame to frame, and its
magnitude-squared coherence is high. In another song those cells hold other notes, and it is near zero however well
the drums coincide. Music without any tone is compared in whatever stands out of its spectrum.

Source: Carter, "Coherence and time delay estimation", Proc. IEEE 75(2), 1987 (bias of the estimate: eq. 30 ff.).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from actors.beat_sync.lines import Line
from actors.beat_sync.soundtrack import ANALYSIS_RATE_HZ, Samples
from actors.beat_sync.whitening import moving_mean

#: 256 ms frames, half overlapping: long enough to tell a semitone apart and to hold a room's early echoes.
_FRAME, _HOP = 2048, 1024
_LOW_HZ, _HIGH_HZ = 100.0, 3600.0
#: A cell is a tone if it lasts (three frames) and stands this far out of the bins around it (power).
_TONE, _BINS_AROUND = 3.0, 31
#: A frequency counts once it had a tone in this many frames.
_MIN_FRAMES = 4
#: Frames looked at; longer material is sampled evenly.
_MAX_FRAMES = 1200

_WINDOW = np.hanning(_FRAME + 1)[:-1].astype(np.float32)


def tonal_coherence(video: Samples, music: Samples, line: Line) -> float:
    """Return the mean coherence of the music's tones with the video's sound along a line, bias removed.

    Args:
        video: mono at the analysis rate, not whitened.
        music: likewise.
        line: where the music lies.

    Returns:
        About 0 for another song, 0.25 to 0.9 for the same one in a room.
    """
    frequency = np.fft.rfftfreq(_FRAME, 1 / ANALYSIS_RATE_HZ)
    band = (frequency > _LOW_HZ) & (frequency < _HIGH_HZ)
    starts = np.arange(0, video.size - _FRAME, _HOP)
    exact = starts - line.level - line.slope * (starts + _FRAME / 2 - line.middle)
    whole = np.floor(exact).astype(np.int64)
    inside = (whole >= 0) & (whole <= music.size - _FRAME)
    starts, exact, whole = starts[inside], exact[inside], whole[inside]
    if starts.size > _MAX_FRAMES:  # runs of frames, because tones are looked for in neighbours
        run = np.linspace(0, starts.size - 12, _MAX_FRAMES // 12).astype(int)
        keep = np.unique((run[:, None] + np.arange(12)).reshape(-1))
        starts, exact, whole = starts[keep], exact[keep], whole[keep]
    if starts.size < _MIN_FRAMES:
        return 0.0
    heard = _levelled(np.fft.rfft(_frames(video, starts) * _WINDOW, axis=1)[:, band])
    # The part of a sample that slicing can't shift is a turn of the phase.
    turn = np.exp(2j * np.pi * (exact - whole)[:, None] * frequency[band] / ANALYSIS_RATE_HZ)
    clean = _levelled(np.fft.rfft(_frames(music, whole) * _WINDOW, axis=1)[:, band] * turn)
    tone = moving_mean(np.abs(clean).astype(np.float32) ** 2, 3, 0) > _TONE
    count = tone.sum(axis=0)
    cross = np.abs((heard * np.conj(clean) * tone).sum(axis=0)) ** 2
    powers = (np.abs(heard) ** 2 * tone).sum(axis=0) * (np.abs(clean) ** 2 * tone).sum(axis=0)
    usable = count >= _MIN_FRAMES
    if not usable.any():
        return 0.0
    coherence = cross[usable] / (powers[usable] + 1e-20)
    frames = count[usable]
    # Of n frames, pure chance gives 1/n.
    unbiased = (frames * coherence - 1) / (frames - 1)
    return float((frames * unbiased).sum() / frames.sum())


def _frames(samples: Samples, starts: npt.NDArray[np.int64]) -> Samples:
    return np.lib.stride_tricks.sliding_window_view(samples, _FRAME)[starts]


def _levelled(spectrum: npt.NDArray[np.complexfloating]) -> npt.NDArray[np.complex64]:
    """Divide each cell by the level of the frequencies around it; peaks keep standing out."""
    power = (np.abs(spectrum) ** 2).astype(np.float32)
    around = moving_mean(power, _BINS_AROUND, 1) + power.mean() * np.float32(1e-5) + np.float32(1e-20)
    return (spectrum / np.sqrt(around)).astype(np.complex64)
