"""A quiet chord that changes slowly: bright by day, darker at night and in bad weather."""

from __future__ import annotations

import numpy as np

from actors.text_to_video.procedural.ambience import SOUND_RATE_HZ, Samples
from actors.text_to_video.procedural.scene import Scene

#: Chords as semitones over the key, three or four to a round.
_BRIGHT = ((0, 4, 7, 14), (9, 12, 16, 19), (5, 9, 12, 19), (7, 11, 14, 16))
_DARK = ((0, 3, 7, 14), (8, 12, 15, 19), (3, 7, 10, 17), (10, 14, 17, 19))
_CHORD_S = 4.0
_LEVEL = 0.1


def pad(scene: Scene, samples: int, rng: np.random.Generator) -> Samples:
    """Return the chords of a scene, (2, samples)."""
    dark = scene.time_of_day in {"night", "dusk"} or scene.weather in {"rain", "storm", "fog", "overcast", "blizzard"}
    key_hz = 110.0 * 2 ** (int(rng.integers(12)) / 12)
    chords = _DARK if dark or scene.style == "noir" else _BRIGHT
    first = int(rng.integers(len(chords)))
    layer = np.zeros((2, samples), np.float32)
    step, overlap = round(_CHORD_S * SOUND_RATE_HZ), round(1.5 * SOUND_RATE_HZ)
    for number, start in enumerate(range(0, samples, step)):
        length = min(step + overlap, samples - start)
        time_s = np.arange(length, dtype=np.float32) / SOUND_RATE_HZ
        # Each chord grows while the one before it fades.
        envelope = np.clip(time_s / 1.5, 0, 1) * np.clip((step + overlap) / SOUND_RATE_HZ / 1.5 - time_s / 1.5, 0, 1)
        envelope = np.sin(envelope * np.float32(np.pi / 2))
        for semitone in chords[(first + number) % len(chords)]:
            tone_hz = key_hz * 2 ** (semitone / 12)
            for ear in range(2):
                detuned = np.float32(2 * np.pi * tone_hz * (1 + (0.0012 if ear else -0.0012)))
                phase = detuned * time_s + np.float32(rng.uniform(0, 2 * np.pi))
                tone = np.sin(phase) + 0.22 * np.sin(2 * phase) + 0.08 * np.sin(3 * phase)
                layer[ear, start : start + length] += tone * envelope / np.float32(1 + semitone / 12)
    loudness = float(np.sqrt(np.mean(np.square(layer)))) or 1.0
    layer *= np.float32(_LEVEL / loudness)
    return layer
