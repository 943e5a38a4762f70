"""Notes of synthetic instruments: drums by their kit, the others by pitch."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

from tests.material.songs import Samples

RATE_HZ = 24_000
Times = npt.NDArray[np.float64]


@functools.lru_cache(maxsize=512)
def note(instrument: str, pitch: int, kit: int, beat_s: float) -> Samples:
    """Play one note; it begins with its first sample.

    Args:
        instrument: its name.
        pitch: semitones above 55 Hz; drums have their own.
        kit: seed of what one drum or piano has and another has not.
        beat_s: length of a beat; pads last eight.
    """
    rng = np.random.default_rng([kit, *instrument.encode()])
    seconds = {"pad": 8 * beat_s, "long": 1.2, "piano": 1.6, "pluck": 0.9, "bass": 0.5, "ride": 0.7, "kick": 0.4}
    at = np.arange(round(seconds.get(instrument, 0.3) * RATE_HZ)) / RATE_HZ
    noise = rng.normal(size=at.size)
    pitch_hz = 55.0 * 2 ** (pitch / 12)
    match instrument:
        case "kick":
            low = rng.uniform(42, 58)
            out = np.sin(2 * np.pi * (low * at + rng.uniform(1, 3) * (1 - np.exp(-at * 45)))) * np.exp(
                -at * rng.uniform(9, 16)
            )
            out += 0.2 * noise * np.exp(-at * 300)
        case "snare" | "clap":
            tone = np.sin(2 * np.pi * rng.uniform(170, 230) * at) if instrument == "snare" else 0.0
            out = (0.5 * noise + 0.6 * tone) * np.exp(-at * rng.uniform(14, 26))
        case "hat" | "shaker":
            rise = np.minimum(1, at / (0.02 if instrument == "shaker" else 0.0005))
            out = np.diff(noise, prepend=0.0) * np.exp(-at * rng.uniform(40, 90)) * rise
        case "open" | "ride":
            out = np.diff(noise, prepend=0.0) * np.exp(-at * (12 if instrument == "open" else 7)) * 0.6
        case "rim" | "conga":
            hz, decay = (rng.uniform(900, 1800), 60) if instrument == "rim" else (rng.uniform(180, 330), 22)
            out = np.sin(2 * np.pi * hz * at) * np.exp(-at * decay) + 0.1 * noise * np.exp(-at * 200)
        case _:
            out = _tone(instrument, pitch_hz, at, rng)
    return out.astype(np.float32)


def _tone(instrument: str, pitch_hz: float, at: Times, rng: np.random.Generator) -> Times:
    #: rise in s, decay per s, partials
    rise_s, decay, partials = {
        "bass": (0.006, 4.0, 4), "long": (0.008, 1.5, 3), "pluck": (0.002, 6.0, 7),
        "piano": (rng.uniform(0.008, 0.03), 2.5, 6),
        "skank": (0.003, 14.0, 6), "pad": (rng.uniform(0.2, 0.5), 0.1, 5),
    }[instrument]  # fmt: skip
    out = np.zeros(at.size)
    for number in range(1, partials + 1):
        if number * pitch_hz < 0.45 * RATE_HZ:
            out += 0.55 ** (number - 1) * np.sin(2 * np.pi * number * pitch_hz * at) * np.exp(-decay * number**0.5 * at)
    return np.asarray(out * np.minimum(1, at / rise_s) * np.minimum(1, (at[-1] - at) / 0.03))
