"""``report.json``: everything that was measured, in plain units."""

from __future__ import annotations

import math

from actors.beat_sync.alignment import Alignment
from actors.beat_sync.footage import Footage
from actors.beat_sync.soundtrack import Sound
from actors.beat_sync.spec import BeatSyncResult


def document(result: BeatSyncResult, found: Alignment, video: Footage, room: Sound, music: Sound) -> dict[str, object]:
    """Return the report as JSON values.

    Args:
        result: the job's result; all of it is repeated here.
        found: the alignment.
        video: the dance video's picture.
        room: the dance video's sound.
        music: the music.
    """
    runner_up_s = None
    if found.runner_up_offset_s is not None:
        runner_up_s = round(result.offset_s + found.runner_up_offset_s - found.offset_s, 6)
    return {
        **result.model_dump(),
        "drift_error_ppm": round(found.drift_error * 1e6, 3) if math.isfinite(found.drift_error) else None,
        "runner_up_offset_s": runner_up_s,
        "shared_s": round(found.shared_s, 3),
        "evidence": {
            "tonal_coherence": round(found.coherence, 4),
            "peak_over_surroundings": round(found.peak, 2),
            "windows_that_agree": round(found.agreement, 4),
        },
        "video": {
            "codec": video.codec,
            "width": video.size[0],
            "height": video.size[1],
            "rotation_deg": video.rotation_deg,
            "frames": int((~video.hidden).sum()),
            "copied": video.copyable,
        },
        "room_sound": _sound(room),
        "music": _sound(music),
    }


def _sound(sound: Sound) -> dict[str, object]:
    return {
        "codec": sound.codec,
        "rate_hz": sound.rate_hz,
        "channels": sound.channels,
        "duration_s": round(sound.duration_s, 6),
    }
