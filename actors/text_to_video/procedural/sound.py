"""A soft bed of sound: what a place, its weather, its hour and its figures sound like, over a quiet chord."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from actors.text_to_video.procedural.ambience import (
    SOUND_RATE_HZ,
    Samples,
    birds,
    bubbles,
    crickets,
    drops,
    engine,
    noise_band,
    rails,
    swelling,
    thunder,
)
from actors.text_to_video.procedural.pad import pad
from actors.text_to_video.procedural.scene import Scene

#: Loudness of the whole, as the root of the mean square; about -23 dB below full scale.
_LOUDNESS = 10 ** (-23 / 20)
_FADE_IN_S, _FADE_OUT_S = 0.5, 0.9

_WAVES = frozenset({"beach", "sea", "island"})
_STREAMS = {"river": 0.5, "waterfall": 1.0, "bridge": 0.3, "lake": 0.15}
_TRAFFIC = {"city": 0.7, "street": 0.8, "road": 0.5, "stadium": 0.5}
_GREEN = frozenset(
    {"grassland", "park", "forest", "jungle", "bamboo_forest", "wheat_field", "farm", "village", "garden", "lake",
     "river", "temple", "island", "bridge"}
)  # fmt: skip
_WINDY = frozenset({"mountain", "desert", "snowfield", "sky", "wheat_field", "volcano", "castle", "grassland"})
_SILENT_AIR = frozenset({"space", "moon", "underwater"})
_INDOORS = frozenset({"room", "classroom", "stage"})
_WINDS = {"wind": 0.8, "storm": 0.8, "blizzard": 1.2, "sandstorm": 1.2, "snow": 0.25, "leaves": 0.4, "petals": 0.2}
_ENGINES = {"car": 62.0, "bus": 48.0, "airplane": 84.0, "boat": 40.0, "rocket": 32.0, "ufo": 110.0}


def sound_of(scene: Scene, duration_s: float, samples: int) -> Samples:
    """Make the sound of a scene; the same scene has the same sound.

    Args:
        scene: what is seen.
        duration_s: length, seconds.
        samples: length at 48 kHz.

    Returns:
        (2, samples), within -1..1, faded in and out.
    """
    rng = np.random.default_rng([abs(scene.seed) % 2**63, 0x50C1D])
    mix = pad(scene, samples, rng)
    for layer, level in _layers(scene, duration_s, samples, rng):
        mix += layer * np.float32(level)
    mix -= mix.mean(axis=1, keepdims=True)
    loudness = float(np.sqrt(np.mean(np.square(mix)))) or 1.0
    mix *= np.float32(_LOUDNESS / loudness)
    return _soft(mix) * _fades(samples, duration_s)


def _layers(  # noqa: C901, PLR0912 (a line for each sort of sound)
    scene: Scene, duration_s: float, samples: int, rng: np.random.Generator
) -> list[tuple[Samples, float]]:
    """Gather what is heard, each with its level beside the chord (1)."""
    if scene.words:
        return []
    layers: list[tuple[Samples, float]] = []
    indoors = 0.3 if scene.place in _INDOORS else 1.0
    calm = scene.weather in {"clear", "cloudy", "rainbow", "petals", "leaves", "overcast", "wind"}
    night = scene.time_of_day in {"night", "dusk"}
    if scene.place == "underwater":
        layers += [(noise_band(samples, rng, 40, 320), 0.9), (bubbles(samples, rng, duration_s), 0.35)]
    if scene.place in {"space", "moon"}:
        layers.append((swelling(noise_band(samples, rng, 30, 140), rng, duration_s, 9.0), 0.6))
    if scene.place in _WAVES:
        layers.append((swelling(noise_band(samples, rng, 120, 1800), rng, duration_s, 6.5), 1.2))
    if scene.place in _STREAMS:
        layers.append((noise_band(samples, rng, 500, 3500), _STREAMS[scene.place]))
    if scene.place in _TRAFFIC:
        layers.append((swelling(noise_band(samples, rng, 60, 420), rng, duration_s, 5.0), _TRAFFIC[scene.place]))
    if scene.place not in _SILENT_AIR:
        wind = max(_WINDS.get(scene.weather, 0.0), 0.35 if scene.place in _WINDY else 0.0)
        if wind:
            layers.append((swelling(noise_band(samples, rng, 180, 900), rng, duration_s, 4.0), wind * indoors))
        if scene.weather in {"rain", "storm"}:
            layers.append((noise_band(samples, rng, 900, 7500), 0.8 * indoors))
            layers.append((drops(samples, rng, duration_s), 0.5 * indoors))
        if scene.weather == "storm":
            layers.append((thunder(samples, rng, duration_s), 1.6))
        if calm and scene.place in _GREEN:
            layers.append((crickets(samples, rng), 0.16) if night else (birds(samples, rng, duration_s), 0.4))
    for subject in dict.fromkeys(group.subject for group in scene.groups if group.action not in {"stand", "sleep"}):
        if subject in _ENGINES:
            layers.append((engine(samples, rng, _ENGINES[subject]), 0.45))
        if subject == "train":
            layers.append((rails(samples, rng), 0.7))
        if subject in {"bird", "owl", "duck", "chicken"} and scene.place not in _GREEN:
            layers.append((birds(samples, rng, duration_s), 0.35))
    return layers


def _soft(mix: Samples) -> Samples:
    """Bend peaks back below full scale; what is quiet stays as it is."""
    return np.asarray(np.tanh(mix), np.float32)


def _fades(samples: int, duration_s: float) -> npt.NDArray[np.float32]:
    curve = np.ones(samples, np.float32)
    for seconds, backwards in ((_FADE_IN_S, False), (_FADE_OUT_S, True)):
        length = min(round(min(seconds, duration_s / 4) * SOUND_RATE_HZ), samples)
        ramp = (0.5 - 0.5 * np.cos(np.linspace(0, np.pi, length, dtype=np.float32))).astype(np.float32)
        if backwards:
            curve[samples - length :] *= ramp[::-1]
        else:
            curve[:length] *= ramp
    return curve
