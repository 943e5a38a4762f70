"""Looking at finished films: what is seen and heard when."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

from tests.material.files import frame_number
from tests.material.songs import Samples

RATE = 48_000


def pictures(path: Path) -> list[tuple[float, int]]:
    """Return (time, frame number) of every picture that a player shows."""
    with av.open(str(path)) as film:
        return [(float(frame.pts * frame.time_base), frame_number(_luma(frame))) for frame in film.decode(video=0)]


def stored(path: Path) -> list[bytes]:
    """Return the packets of the picture as they lie in the file, in decoding order."""
    with av.open(str(path)) as film:
        return [bytes(packet) for packet in film.demux(video=0) if packet.size]


def _luma(frame: av.VideoFrame) -> np.ndarray:
    plane = frame.planes[0]
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]


def sound(path: Path) -> tuple[float, Samples]:
    """Return (time of the first sample, mono samples at 48 kHz) as a player hears them."""
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
    blocks, start = [], None
    with av.open(str(path)) as film:
        for frame in film.decode(audio=0):
            start = float(frame.pts * frame.time_base) if start is None else start
            blocks += [out.to_ndarray()[0] for out in resampler.resample(frame)]
    blocks += [out.to_ndarray()[0] for out in resampler.resample(None)]
    return start or 0.0, np.concatenate(blocks)


def sync_errors_ms(path: Path, music: Samples, rate: int, expected_s: float, *, drift_ppm: float = 0.0) -> list[float]:
    """Measure how late the music is in a film, near the beginning, middle and end of what is heard of it.

    Args:
        path: the film.
        music: shape (channels, samples).
        rate: samples a second of the music.
        expected_s: where in the film it should begin.
        drift_ppm: how much slower it should run.
    """
    start, heard = sound(path)
    clean = music.mean(axis=0)
    stretch = 1 + drift_ppm * 1e-6
    low, high = max(0.0, expected_s), min(heard.size / RATE, expected_s + clean.size / rate * stretch)
    errors = []
    for where in (0.1, 0.5, 0.9):
        begin = max(0, round((low + (high - low) * where - 0.5 - start) * RATE))
        piece = heard[begin : begin + RATE]
        times = (np.arange(piece.size + 9600) - 4800 + begin) / RATE + start - expected_s
        under = np.interp(times / stretch * rate, np.arange(clean.size), clean, left=0, right=0)
        size = 1 << 17
        match = np.fft.irfft(np.fft.rfft(under, size) * np.conj(np.fft.rfft(piece, size)), size)[:9600]
        top = int(match.argmax())
        before, at, after = match[top - 1], match[top], match[top + 1]
        errors.append((4800 - top - 0.5 * (before - after) / (before - 2 * at + after)) / RATE * 1000)
    return errors
