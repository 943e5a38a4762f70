"""``waveforms`` in ``report.json``: how loud each sound is along one clock, light enough to be drawn anywhere."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from actors.beat_sync.soundtrack import ANALYSIS_RATE_HZ, Sound

#: Places on the common clock: about two for each pixel of a narrow window, 3 kB a track.
PLACES = 1000
#: Values go from 0 to this, the loudest place of the track: finer than a drawing shows.
FULL = 100


def waveforms(tracks: Sequence[tuple[str, Sound, float, float]], *, low_s: float, high_s: float) -> dict[str, object]:
    """Return the envelopes of sounds on one clock as JSON values.

    Place ``i`` of every track covers ``start_s + i * step_s`` to ``start_s + (i + 1) * step_s``.

    Args:
        tracks: (label for people, sound, where it begins on the clock in seconds, how much slower it passes there: 1).
        low_s: where the common axis begins, seconds on the clock.
        high_s: where it ends.

    Returns:
        ``start_s``, ``step_s`` and ``tracks``; of each track its ``label``, its ``begin_s`` and ``end_s`` on the clock,
        and ``peaks``: ``PLACES`` whole numbers from 0 (silent, or the track does not play there) to ``FULL``.
    """
    step_s = (high_s - low_s) / PLACES
    return {
        "start_s": round(low_s, 6),
        "step_s": step_s,
        "tracks": [
            {
                "label": label,
                "begin_s": round(begin_s, 6),
                "end_s": round(begin_s + sound.duration_s * stretch, 6),
                "peaks": _peaks(sound, (low_s - begin_s) / stretch, step_s / stretch),
            }
            for label, sound, begin_s, stretch in tracks
        ],
    }


def _peaks(sound: Sound, first_s: float, step_s: float) -> list[int]:
    """Return the loudest sample of each place; ``first_s`` is the axis' begin on the sound's own clock."""
    edges = np.round((first_s + step_s * np.arange(PLACES + 1)) * ANALYSIS_RATE_HZ).astype(np.int64)
    edges = np.clip(edges, 0, sound.samples.size)
    peaks = np.array(
        [float(np.abs(sound.samples[int(a) : int(b)]).max(initial=0)) for a, b in itertools.pairwise(edges)]
    )
    loudest = float(peaks.max()) or 1.0
    return [int(value) for value in np.ceil(peaks / loudest * FULL)]
