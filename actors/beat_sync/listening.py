"""Decoding the two soundtracks, and refusing what nothing can be made of."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from actors.beat_sync import store
from actors.beat_sync.media import MediaFile
from actors.beat_sync.soundtrack import ANALYSIS_RATE_HZ, Sound, read_sound

#: Less sound than this cannot tell one place of a song from another, and has no beat.
SHORTEST_S = 3.0
#: A tail without light or music is cut off if it is at least this long; this much of it stays as a breath.
TAIL_S, _BREATH_S = 0.5, 0.1
#: Music this far below its loudest moment has ended (-50 dB).
_MUSIC_ENDED = 10 ** (-50 / 20)


def heard(file: MediaFile, on_progress: Callable[[float], None]) -> Sound:
    """Decode a file's sound and refuse what can't be worked with.

    Args:
        file: the media file.
        on_progress: told the fraction decoded, 0..1.

    Raises:
        JobFailure: ``no_sound``, ``too_short`` or ``unreadable_media``.
    """
    sound = read_sound(file, on_progress)
    if sound.is_silent():
        raise file.failure(
            "no_sound",
            f"The sound of the {file.role} ({file.name}) is silent. Send one in which the song can be heard.",
        )
    if sound.duration_s < SHORTEST_S:
        raise file.failure(
            "too_short",
            f"The {file.role} ({file.name}) has {sound.duration_s:.1f} s of sound, too short to find its place. "
            f"Send at least {SHORTEST_S:.0f} s.",
            duration_s=round(sound.duration_s, 3),
        )
    return sound


def sounding_s(music: Sound) -> float:
    """Return when the music's last sound has died away; its very end unless silence follows for a while."""
    step = ANALYSIS_RATE_HZ // 50
    levels = [
        np.sqrt(np.mean(piece[: piece.size // step * step].reshape(-1, step) ** 2, axis=1))
        for _, piece in store.blocks(music.samples, step)
    ]
    level = np.concatenate(levels)
    loud = np.flatnonzero(level > _MUSIC_ENDED * level.max())
    ended_s = math.inf if not loud.size else (int(loud[-1]) + 1) * step / ANALYSIS_RATE_HZ
    return music.duration_s if music.duration_s - ended_s < TAIL_S else ended_s + _BREATH_S
