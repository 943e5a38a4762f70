"""How well movement and music agree, as a number."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

#: Distance at which a beat counts for 0.61: three pictures of sixty a second, as in the source.
SIGMA_S = 0.05


def beat_align(film_s: Floats, music_s: Floats) -> float:
    """Return the beat alignment score: the mean, over the film's beats, of how near the next beat of the music is.

    Args:
        film_s: the film's beats, seconds, on the same clock as the music's.
        music_s: the music's beats, ascending.

    Returns:
        The mean of exp(-distance^2 / (2 sigma^2)); 1 if every film beat lies on a beat of the music, 0 without any.

    Source: Li et al., "AI choreographer: music conditioned 3D dance generation with AIST++", ICCV 2021, section 5.
    """
    if not film_s.size or not music_s.size:
        return 0.0
    at = np.clip(np.searchsorted(music_s, film_s), 1, max(1, music_s.size - 1))
    before, after = music_s[at - 1], music_s[np.minimum(at, music_s.size - 1)]
    away = np.minimum(np.abs(film_s - before), np.abs(film_s - after))
    return float(np.mean(np.exp(-(away**2) / (2 * SIGMA_S**2))))
