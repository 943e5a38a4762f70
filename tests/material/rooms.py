"""What a dance class does to music on its way into a phone: echo, voices, automatic gain, a clock of its own."""

from __future__ import annotations

import dataclasses

import numpy as np

from tests.material.songs import Samples


@dataclasses.dataclass(frozen=True)
class Room:
    """How a room and a recorder treat the music.

    Args:
        seed: of all that is random in it.
        reverb_s: RT60, the time in which the echo falls by 60 dB; 0 for none.
        direct_db: direct sound over echo (energy).
        snr_db: music over noise; None for no noise.
        noise: white, pink, crowd (bursts of band-limited noise) or voice (somebody counts and calls, half the time).
        levels: slow and sudden changes of gain.
        band_limited: the recorder hears 100 Hz to 7 kHz only.
        drift_ppm: how much slower the recorder's clock runs than the music's: positive makes the music's time
            pass slower on the video's clock, so that its second half comes late.
    """

    seed: int = 0
    reverb_s: float = 0.5
    direct_db: float = 0.0
    snr_db: float | None = 5.0
    noise: str = "pink"
    levels: bool = True
    band_limited: bool = False
    drift_ppm: float = 0.0


def recording(music: Samples, rate: int, room: Room, *, offset_s: float, duration_s: float) -> Samples:
    """Record music in a room: mono, ``duration_s`` long, the music beginning at ``offset_s`` (negative: before)."""
    rng = np.random.default_rng([room.seed, 7])
    mono = music.mean(axis=0, dtype=np.float32)
    heard = _placed(mono, rate, offset_s, duration_s, room.drift_ppm)
    if room.reverb_s > 0:
        heard = _convolved(heard, _echo(rng, rate, room))
    if room.band_limited:
        heard = _filtered(heard, rate, 100.0, 7000.0)
    loudness = float(np.sqrt(np.mean(heard[np.abs(heard) > 1e-6] ** 2))) if np.any(np.abs(heard) > 1e-6) else 1.0
    heard = heard / np.float32(loudness)
    if room.snr_db is not None:
        heard = heard + _noise(rng, heard.size, rate, room.noise) * np.float32(10 ** (-room.snr_db / 20))
    if room.levels:
        heard = heard * _gain(rng, heard.size, rate)
    return (heard / np.float32(np.abs(heard).max() * 1.05 + 1e-9)).astype(np.float32)


def _placed(mono: Samples, rate: int, offset_s: float, duration_s: float, drift_ppm: float) -> Samples:
    """Delay (by any fraction of a sample) and stretch: video time t hears music time (t - offset) / (1 + drift)."""
    wanted = (np.arange(round(duration_s * rate)) / rate - offset_s) / (1 + drift_ppm * 1e-6) * rate
    if drift_ppm == 0:
        whole = int(np.floor(wanted[0]))
        part = float(wanted[0] - whole)
        out = np.zeros(wanted.size + 64, np.float32)
        first, last = max(0, whole - 32), min(mono.size, whole + wanted.size + 32)
        if last > first:
            out[first - whole + 32 : last - whole + 32] = mono[first:last]
        taps = np.arange(-31, 33)
        sinc = np.sinc(taps - part) * np.hanning(66)[1:-1]
        # y[n] = sum_k x[n + k] * sinc(k - part)
        return np.convolve(out, sinc[::-1].astype(np.float32), "full")[64 : 64 + wanted.size].astype(np.float32)
    out = np.zeros(wanted.size, np.float32)
    taps = np.arange(-15, 17)
    for start in range(0, wanted.size, 1 << 17):
        at = wanted[start : start + (1 << 17)]
        base = np.floor(at).astype(np.int64)
        part = at - base
        total = np.zeros(at.size)
        for tap in taps:
            index = base + tap
            inside = (index >= 0) & (index < mono.size)
            window = 0.5 + 0.5 * np.cos(np.pi * (tap - part) / 17)
            total += np.where(inside, mono[np.clip(index, 0, mono.size - 1)], 0) * np.sinc(tap - part) * window
        out[start : start + at.size] = total
    return out


def _echo(rng: np.random.Generator, rate: int, room: Room) -> Samples:
    length = round(room.reverb_s * rate)
    at = np.arange(length) / rate
    tail = rng.normal(size=length) * np.exp(-6.9 * at / room.reverb_s)
    tail[: round(0.003 * rate)] = 0  # the first wall is more than a metre away
    for _ in range(6):
        tail[int(rng.uniform(0.004, 0.05) * rate) % length] += rng.choice([-1, 1]) * rng.uniform(2, 8)
    tail *= 10 ** (-room.direct_db / 20) / np.sqrt(np.sum(tail**2))
    tail[0] = 1.0
    return tail.astype(np.float32)


def _convolved(sound: Samples, response: Samples) -> Samples:
    """Convolve by overlap-add, so that a long recording needs no long transform."""
    size = 1 << 18
    step = size - response.size
    spectrum = np.fft.rfft(response, size)
    out = np.zeros(sound.size + size, np.float32)
    for start in range(0, sound.size, step):
        block = sound[start : start + step]
        out[start : start + size] += np.fft.irfft(np.fft.rfft(block, size) * spectrum, size).astype(np.float32)
    return out[: sound.size]


def _filtered(sound: Samples, rate: int, low_hz: float, high_hz: float) -> Samples:
    taps = np.arange(-1023, 1024) / rate
    kernel = 2 * high_hz * np.sinc(2 * high_hz * taps) - 2 * low_hz * np.sinc(2 * low_hz * taps)
    centred = _convolved(np.pad(sound, (0, 1023)), (kernel * np.hanning(2047) / rate).astype(np.float32))
    return centred[1023:]


def _voice(rng: np.random.Generator, size: int, rate: int) -> Samples:
    """Sing syllables: gliding harmonics under a vowel's formants, with pauses."""
    out = np.zeros(size, np.float32)
    start = 0
    while start < size:
        length = round(rng.uniform(0.15, 0.45) * rate)
        at = np.arange(length) / rate
        pitch_hz = rng.uniform(110, 280) * (1 + rng.uniform(-0.25, 0.25) * at / at[-1])
        phase = 2 * np.pi * np.cumsum(pitch_hz) / rate
        formants = rng.uniform((300, 900, 2200), (800, 2000, 3000))
        tone = np.zeros(length)
        for number in range(1, 25):
            level = sum(np.exp(-(((number * pitch_hz[0] - formant) / 180) ** 2)) for formant in formants) + 0.03
            tone += level * np.sin(number * phase)
        syllable = (tone * np.abs(np.sin(np.pi * at / at[-1])) ** 0.5).astype(np.float32)[: size - start]
        out[start : start + syllable.size] += syllable
        start += length + round(rng.uniform(0.1, 0.5) * rate)
    return (out / np.float32(np.sqrt(np.mean(out**2)) + 1e-9)).astype(np.float32)


def _noise(rng: np.random.Generator, size: int, rate: int, colour: str) -> Samples:
    if colour == "voice":
        return _voice(rng, size, rate)
    block = 1 << 18
    pieces = []
    for _ in range(0, size, block):
        white = rng.normal(size=block).astype(np.float32)
        if colour == "white":
            pieces.append(white)
            continue
        spectrum = np.fft.rfft(white)
        frequency = np.maximum(np.fft.rfftfreq(block, 1 / rate), 20)
        shape = frequency**-0.5 if colour == "pink" else np.exp(-(np.log(frequency / 700) ** 2) / 1.2)
        pieces.append(np.fft.irfft(spectrum * shape, block).astype(np.float32))
    noise = np.concatenate(pieces)[:size]
    if colour == "crowd":
        marks = rng.random(size // round(0.25 * rate) + 2) ** 2
        noise = noise * np.interp(np.arange(size) / (0.25 * rate), np.arange(marks.size), marks).astype(np.float32)
    return (noise / np.float32(np.sqrt(np.mean(noise**2)) + 1e-9)).astype(np.float32)


def _gain(rng: np.random.Generator, size: int, rate: int) -> Samples:
    seconds = np.arange(size) / rate
    marks = np.cumsum(rng.normal(scale=1.5, size=int(seconds[-1]) + 3)) if size else np.zeros(3)
    decibels = np.interp(seconds, np.arange(marks.size), marks - marks.mean())
    jump_at = rng.uniform(0, max(seconds[-1], 1e-3))
    decibels = np.clip(decibels, -8, 8) + np.where(seconds > jump_at, rng.uniform(-6, 6), 0)
    return (10 ** (decibels / 20)).astype(np.float32)
