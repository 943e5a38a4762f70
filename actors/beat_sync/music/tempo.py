"""How fast the beat goes at every moment: periodicity of the onsets, and the smoothest path through it.

Source: Grosche & Mueller, "Extracting predominant local pulse information from music recordings", IEEE TASLP 19(6),
2011 (the tempogram); Klapuri, Eronen & Astola, "Analysis of the meter of acoustic musical signals", IEEE TASLP 14(1),
2006 (a path by Viterbi).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from actors.beat_sync.music.onsets import Onsets
from actors.beat_sync.whitening import moving_mean

Floats = npt.NDArray[np.float64]

#: Tempos looked for.
SLOWEST_BPM, FASTEST_BPM = 40.0, 240.0
#: The tempo that people tap most, and how much others are rarer (octaves).
USUAL_BPM, _OCTAVES = 115.0, 0.9
#: Seconds that one measurement looks at, and between two.
_LOOK_S, _EVERY_S = 8.0, 1.0
#: Tempos a doubling is divided into.
_PER_OCTAVE = 48
#: Cost of a change of tempo by one of these steps, and the most that any change costs.
_STEP_COST, _JUMP_COST = 0.25, 4.0
#: How much one measurement counts.
_TRUST = 6.0


def tempo_path(heard: Onsets) -> tuple[Floats, Floats]:
    """Return the tempo per frame (beats a minute), and its certainty per frame (0..1).

    The metrical level is the most usual one: levels.py weighs the others.
    """
    tempos = SLOWEST_BPM * 2 ** (np.arange(int(np.log2(FASTEST_BPM / SLOWEST_BPM) * _PER_OCTAVE) + 1) / _PER_OCTAVE)
    salience, middles = _salience(heard, tempos)
    usual = np.exp(-0.5 * (np.log2(tempos / USUAL_BPM) / _OCTAVES) ** 2)
    weighed = salience * usual
    weighed /= weighed.max(axis=1, keepdims=True) + 1e-9
    path = _smoothest(_TRUST * weighed)
    frames = np.arange(len(heard.total))
    certainty = salience[np.arange(len(path)), path]
    log_tempo = np.interp(frames, middles, np.log2(tempos[path]))
    return 2**log_tempo, np.interp(frames, middles, certainty)


def _salience(heard: Onsets, tempos: Floats) -> tuple[Floats, Floats]:
    """Return how periodic the onsets are, shape (moments, tempos), 0..1 about, and the moments (frames)."""
    width, step = round(_LOOK_S * heard.frames_hz), round(_EVERY_S * heard.frames_hz)
    size = 1 << int(np.ceil(np.log2(2 * width)))
    signals = [*heard.groups.T, heard.total]
    moments = np.arange(0, max(1, len(heard.total) - width // 2), step)
    period = 60 * heard.frames_hz / tempos
    out = np.zeros((moments.size, tempos.size))
    window = np.hanning(width)
    for number, signal in enumerate(signals):
        centred = np.pad(signal - moving_mean(signal[:, None], round(heard.frames_hz) | 1, 0)[:, 0], width // 2)
        pieces = np.lib.stride_tricks.sliding_window_view(centred, width)[moments] * window
        power = np.abs(np.fft.rfft(pieces, size, axis=1)) ** 2
        lags = np.fft.irfft(power, size, axis=1)[:, :width]
        lags /= lags[:, :1] + 1e-6 * float(lags[:, 0].max()) + 1e-12
        # What the window takes from long lags is given back.
        own = np.fft.irfft(np.abs(np.fft.rfft(window, size)) ** 2, size)[:width]
        lags /= np.maximum(own / own[0], 0.15)
        weight = 2.0 if number == len(signals) - 1 else 1.0 / (len(signals) - 1)
        out += weight * sum(share * _at(lags, times * period) for times, share in ((1, 0.5), (2, 0.3), (4, 0.2)))
    return np.maximum(out / 3.0, 0), moments.astype(np.float64)


def _at(lags: Floats, where: Floats) -> Floats:
    """Read lags between samples; 0 beyond them."""
    low = np.minimum(where.astype(int), lags.shape[1] - 2)
    part = np.minimum(where - low, 1.0)
    values = lags[:, low] * (1 - part) + lags[:, low + 1] * part
    return np.asarray(np.where(where < lags.shape[1] - 1, values, 0.0))


def _smoothest(scores: Floats) -> npt.NDArray[np.int64]:
    """Return the best path: one tempo per moment, changes paid for."""
    count = scores.shape[1]
    apart = np.abs(np.arange(count)[:, None] - np.arange(count))
    cost = np.minimum(_STEP_COST * apart, _JUMP_COST)
    best = scores[0].copy()
    came_from = np.zeros(scores.shape, np.int64)
    for moment in range(1, len(scores)):
        reached = best[None, :] - cost
        came_from[moment] = reached.argmax(axis=1)
        best = reached[np.arange(count), came_from[moment]] + scores[moment]
    path = np.zeros(len(scores), np.int64)
    path[-1] = int(best.argmax())
    for moment in range(len(scores) - 1, 0, -1):
        path[moment - 1] = came_from[moment, path[moment]]
    return path
