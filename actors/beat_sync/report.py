"""``report.json``: everything that was measured, in plain units."""

from __future__ import annotations

import math

from actors.beat_sync.alignment import Alignment
from actors.beat_sync.footage import Footage
from actors.beat_sync.matching import Match
from actors.beat_sync.music.beats import Beats
from actors.beat_sync.seeing.visual_beats import VisualBeats
from actors.beat_sync.soundtrack import Sound
from actors.beat_sync.spec import BeatSyncResult
from actors.beat_sync.warp import Warp
from actors.beat_sync.waveforms import waveforms


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
    stretch = 1 + found.drift
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
        "video": _video(video),
        "room_sound": _sound(room),
        "music": _sound(music),
        "waveforms": waveforms(
            [
                ("Sound of the video", room, room.start_s - video.start_s, 1.0),
                ("Music", music, result.offset_s, stretch),
            ],
            low_s=min(0.0, result.offset_s),
            high_s=max(result.video_duration_s, result.offset_s + music.duration_s * stretch),
        ),
    }


def retimed_document(  # noqa: PLR0917 (all that goes into one report)
    result: BeatSyncResult, seen: VisualBeats, heard: Beats, match: Match, warp: Warp, video: Footage, music: Sound
) -> dict[str, object]:
    """Return the report of mode retime as JSON values.

    Args:
        result: the job's result; all of it is repeated here.
        seen: the film's beats.
        heard: the music's beats.
        match: which goes with which.
        warp: the film's new time line.
        video: the dance video's picture.
        music: the music.
    """
    return {
        **result.model_dump(),
        "film_beats_s": [round(float(at), 4) for at in seen.times_s],
        "music_beats_s": [round(float(at), 4) for at in heard.times_s],
        "pairs": [
            {
                "film_s": round(float(film_s), 4),
                "music_s": round(float(music_s), 4),
                "shown_s": round(float(shown_s), 4),
            }
            for film_s, music_s, shown_s in zip(match.film_s, match.music_s, warp.shown_s, strict=True)
        ],
        "video": _video(video),
        "music": _sound(music),
        "waveforms": waveforms(
            [("Music", music, result.offset_s, 1.0)],
            low_s=min(0.0, result.offset_s),
            high_s=max(result.modular_duration_s, result.offset_s + music.duration_s),
        ),
    }


def _video(video: Footage) -> dict[str, object]:
    return {
        "codec": video.codec,
        "width": video.size[0],
        "height": video.size[1],
        "rotation_deg": video.rotation_deg,
        "frames": int((~video.hidden).sum()),
        "copied": video.copyable,
    }


def _sound(sound: Sound) -> dict[str, object]:
    return {
        "codec": sound.codec,
        "rate_hz": sound.rate_hz,
        "channels": sound.channels,
        "duration_s": round(sound.duration_s, 6),
    }
