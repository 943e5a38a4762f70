"""Single sounds of the world, made of noise and tones; each about as loud as the others."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

#: Samples a second.
SOUND_RATE_HZ = 48_000
_LEVEL = 0.1


def noise_band(samples: int, rng: np.random.Generator, low_hz: float, high_hz: float) -> Samples:
    """Return stereo noise between two frequencies with soft edges, falling towards the upper one."""
    # A loop of a few seconds costs less than the whole length, and no ear finds its seam: it is a circle by its nature.
    length = min(samples, 6 * SOUND_RATE_HZ)
    frequencies = np.fft.rfftfreq(length, 1 / SOUND_RATE_HZ).astype(np.float32)
    safe = np.maximum(frequencies, 1.0)
    shape = 1 / (1 + (low_hz / safe) ** 4) / (1 + (safe / high_hz) ** 4) / np.sqrt(safe)
    spectrum = rng.standard_normal((2, 2, frequencies.size), dtype=np.float32)
    band = np.fft.irfft((spectrum[0] + 1j * spectrum[1]) * shape, n=length, axis=1).astype(np.float32)
    return _looped(_levelled(band), samples)


def swelling(layer: Samples, rng: np.random.Generator, duration_s: float, period_s: float) -> Samples:
    """Let a sound come and go like waves or gusts, each ear a little differently."""
    time_s = np.linspace(0, duration_s, layer.shape[1], dtype=np.float32)
    for ear in range(2):
        phase = rng.uniform(0, 2 * np.pi) + 0.5 * ear
        other = rng.uniform(0, 2 * np.pi)
        swell = (
            0.6 + 0.3 * np.sin(2 * np.pi * time_s / period_s + phase) + 0.1 * np.sin(4.7 * time_s / period_s + other)
        )
        layer[ear] *= np.square(swell) * np.float32(1.8)
    return layer


def drops(samples: int, rng: np.random.Generator, duration_s: float) -> Samples:
    """Return single drops over the noise of rain."""
    grains = [_grain(rng.uniform(1200, 3800), 0.02, falling=0.2) for _ in range(6)]
    return _scattered(samples, rng, grains, round(22 * duration_s), 0.02)


def bubbles(samples: int, rng: np.random.Generator, duration_s: float) -> Samples:
    """Return bubbles that rise in water."""
    grains = [_grain(rng.uniform(280, 700), 0.09, falling=-0.9) for _ in range(6)]
    return _scattered(samples, rng, grains, max(2, round(2.5 * duration_s)), 0.4)


def birds(samples: int, rng: np.random.Generator, duration_s: float) -> Samples:
    """Return a few birds that answer each other from afar."""
    songs = []
    for _ in range(3):
        base_hz = rng.uniform(2400, 4200)
        notes = [
            _grain(
                base_hz * rng.uniform(0.85, 1.25), rng.uniform(0.06, 0.13), falling=rng.uniform(-0.25, 0.3), even=True
            )
            for _ in range(int(rng.integers(2, 6)))
        ]
        gap = np.zeros(round(0.05 * SOUND_RATE_HZ), np.float32)
        songs.append(np.concatenate([part for note in notes for part in (note, gap)]))
    return _scattered(samples, rng, songs, max(1, round(0.55 * duration_s)), 0.5)


def crickets(samples: int, rng: np.random.Generator) -> Samples:
    """Return crickets in the grass at night."""
    time_s = np.arange(samples, dtype=np.float32) / SOUND_RATE_HZ
    layer = np.zeros((2, samples), np.float32)
    for ear in range(2):
        for tone_hz, rate_hz in ((4150.0, 17.0), (4480.0, 14.5)):
            chirp = np.maximum(0, np.sin(2 * np.pi * rate_hz * time_s + rng.uniform(0, 6)))
            bout = np.clip(4 * np.sin(2 * np.pi * time_s / rng.uniform(1.4, 2.4) + rng.uniform(0, 6)), 0, 1)
            layer[ear] += np.sin(2 * np.pi * (tone_hz + 30 * ear) * time_s) * chirp * bout
    return _levelled(layer)


def engine(samples: int, rng: np.random.Generator, pitch_hz: float) -> Samples:
    """Return a motor's hum."""
    time_s = np.arange(samples, dtype=np.float32) / SOUND_RATE_HZ
    wander = 0.6 * np.sin(2 * np.pi * 0.23 * time_s + np.float32(rng.uniform(0, 6)))
    phase = np.float32(2 * np.pi * pitch_hz) * time_s + wander
    tone = sum(np.sin(harmonic * phase) / harmonic**1.6 for harmonic in (1, 2, 3, 4))
    hum = np.stack([tone, tone]) * np.float32(_LEVEL) + 0.6 * noise_band(samples, rng, pitch_hz, 5 * pitch_hz)
    return _levelled(hum.astype(np.float32))


def rails(samples: int, rng: np.random.Generator) -> Samples:
    """Return wheels over the joints of rails."""
    beat = np.zeros(round(0.9 * SOUND_RATE_HZ), np.float32)
    for at_s in (0.0, 0.14):
        knock = _grain(130.0, 0.07, falling=0.4)
        start = round(at_s * SOUND_RATE_HZ)
        beat[start : start + knock.size] += knock
    rolling = noise_band(samples, rng, 70, 500)
    return _levelled(rolling + 0.5 * _looped(np.stack([beat, beat]), samples))


def thunder(samples: int, rng: np.random.Generator, duration_s: float) -> Samples:
    """Return thunder, far away."""
    layer = np.zeros((2, samples), np.float32)
    rumble = noise_band(samples, rng, 25, 160)
    time_s = np.arange(samples, dtype=np.float32) / SOUND_RATE_HZ
    for at_s in np.arange(rng.uniform(0.5, 1.2), duration_s, rng.uniform(3.5, 5.5)):
        since_s = np.maximum(time_s - np.float32(at_s), 0)
        layer += rumble * (since_s * 9 * np.exp(-since_s * 1.8)).astype(np.float32)
    return layer


def _grain(pitch_hz: float, length_s: float, *, falling: float, even: bool = False) -> npt.NDArray[np.float32]:
    """Return one short tone that slides and dies away (``even``: swells and ebbs)."""
    time = np.linspace(0, 1, max(8, round(length_s * SOUND_RATE_HZ)), dtype=np.float32)
    phase = 2 * np.pi * pitch_hz * length_s * (time - falling * time * time / 2)
    envelope = np.sin(np.pi * time) ** 2 if even else np.minimum(time * 12, 1) * np.exp(-5 * time)
    return np.asarray(np.sin(phase) * envelope, np.float32)


def _scattered(
    samples: int,
    rng: np.random.Generator,
    grains: list[npt.NDArray[np.float32]],
    count: int,
    loudest: float,
) -> Samples:
    """Strew sounds over the length, each at its own loudness and place between the ears."""
    layer = np.zeros((2, samples), np.float32)
    for _ in range(count):
        grain = grains[int(rng.integers(len(grains)))]
        start = int(rng.integers(max(1, samples - grain.size)))
        side, level = rng.uniform(0.2, 0.8), rng.uniform(0.3, 1.0)
        part = grain[: samples - start]
        layer[0, start : start + part.size] += part * np.float32(level * (1 - side))
        layer[1, start : start + part.size] += part * np.float32(level * side)
    # By its loudest grain, not by its mean: a single bird is no louder than five.
    return layer * np.float32(min(0.35, 0.25 + loudest / 5))


def _looped(layer: Samples, samples: int) -> Samples:
    if layer.shape[1] >= samples:
        return np.ascontiguousarray(layer[:, :samples])
    return np.tile(layer, -(-samples // layer.shape[1]))[:, :samples]


def _levelled(layer: Samples) -> Samples:
    loudness = float(np.sqrt(np.mean(np.square(layer)))) or 1.0
    return (layer * np.float32(_LEVEL / loudness)).astype(np.float32)
