"""Lay clean music under a dance-class video: listen, align, check that it is the song, cut, write, report."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Callable

import numpy as np

from actors.beat_sync import cut, footage, picture, report, splice, store
from actors.beat_sync.alignment import Alignment, align
from actors.beat_sync.film import CopiedSound, EncodedMusic, MusicTrack, write_film
from actors.beat_sync.footage import Footage, survey
from actors.beat_sync.media import MediaFile
from actors.beat_sync.soundtrack import ANALYSIS_RATE_HZ, Sound, read_sound
from actors.beat_sync.spec import BeatSyncParameters, BeatSyncResult
from actors.context import JobContext
from actors.steps import steps
from backend.errors import JobFailure

#: Less sound than this cannot tell one place of a song from another.
SHORTEST_S = 3.0
#: A tail without light or music is cut off if it is at least this long; this much of it stays as a breath.
_TAIL_S, _BREATH_S = 0.5, 0.1
#: Music this far below its loudest moment has ended (-50 dB).
_MUSIC_ENDED = 10 ** (-50 / 20)


def run(params: BeatSyncParameters, job: JobContext) -> BeatSyncResult:
    """Do one job: see the steps."""
    dance = MediaFile(
        job.input(params.dance_file_id), "dance video", "dance_file_id", job.input_name(params.dance_file_id)
    )
    bgm = MediaFile(job.input(params.bgm_file_id), "music", "bgm_file_id", job.input_name(params.bgm_file_id))

    # 1. Listen to both.
    video = source = survey(dance, steps(job, 0.0, 0.05, "reading", "looking through the video"))
    room = _heard(dance, steps(job, 0.05, 0.2, "reading", "decoding the room sound"))
    music = _heard(bgm, steps(job, 0.2, 0.3, "reading", "decoding the music"))

    # 2. Find the place, and make sure that it is the song.
    found = align(room.samples, music.samples, lambda done, what: job.progress(0.3 + 0.2 * done, "aligning", what))
    if not found.same_song:
        raise _not_same_song(found, dance, bgm)
    # The room sound may begin before or after the first picture, whose time is the clock's zero.
    offset_s = found.offset_s + room.start_s - video.start_s
    rate_hz = 44_100 if music.rate_hz == 44_100 else 48_000
    track = MusicTrack(bgm, rate_hz, min(music.channels, 2), offset_s, stretch=1 + found.drift)

    # 3. The whole video, with the music where it belongs.
    modular = job.artifact("modular.mp4")
    pictures, reencoded_s = splice.picture_of(video, cut.whole(video), threads=job.cpu_threads)
    sound = EncodedMusic(track, pictures.length_s)
    write_film(modular, pictures, sound, steps(job, 0.5, 0.8, "writing", "modular.mp4"))
    if reencoded_s:  # these pictures are good to cut now: not from the source a second time
        video = survey(dataclasses.replace(dance, path=modular), lambda _: None)

    # 4. Only what both share.
    start, end = _shared(video, track, music)
    stretch = cut.stretch_between(video, start, end)
    v2 = job.artifact("v2.mp4")
    pictures, v2_reencoded_s = splice.picture_of(video, stretch, threads=job.cpu_threads)
    excerpt = CopiedSound(modular, video.clock_s(stretch.start), pictures.length_s)
    write_film(v2, pictures, excerpt, steps(job, 0.8, 0.95, "writing", "v2.mp4"))
    if isinstance(pictures, splice.JoinedPicture) and not splice.joint_holds(v2, video, stretch):
        job.log("The joint of copied and new pictures did not hold; encoding all of v2.mp4 anew.")
        pictures = splice.EncodedPicture(video, stretch, threads=job.cpu_threads)
        v2_reencoded_s = pictures.length_s
        write_film(v2, pictures, excerpt, lambda _: None)

    # 5. Say what was found, in numbers and as a picture.
    result = BeatSyncResult(
        mode=params.mode,
        offset_s=round(offset_s, 6),
        drift_ppm=round(found.drift * 1e6, 3),
        confidence=found.confidence,
        margin=round(found.margin, 4),
        video_duration_s=round(source.duration_s, 6),
        music_duration_s=round(music.duration_s, 6),
        modular_duration_s=round(video.duration_s, 6),
        v2_start_s=round(video.clock_s(stretch.start), 6),
        v2_duration_s=round(pictures.length_s, 6),
        reencoded_s=round(reencoded_s + v2_reencoded_s, 3),
    )
    document = report.document(result, found, source, room, music)
    job.artifact("report.json").write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    job.progress(0.97, "reporting", "drawing the alignment")
    picture.draw(job.artifact("report.png"), result, found, room, music, room_start_s=room.start_s - source.start_s)
    job.progress(1.0, "done", f"music begins at {offset_s:+.3f} s")
    return result


def _heard(file: MediaFile, on_progress: Callable[[float], None]) -> Sound:
    """Decode a file's sound and refuse what can't be aligned."""
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


def _not_same_song(found: Alignment, dance: MediaFile, bgm: MediaFile) -> JobFailure:
    return JobFailure(
        "not_same_song",
        f"The music ({bgm.name}) is not the song heard in the dance video ({dance.name}), or it is too faint there. "
        "Send the recording that played in the room.",
        details={"coherence": round(found.coherence, 4), "confidence": found.confidence},
    )


def _shared(video: Footage, track: MusicTrack, music: Sound) -> tuple[int, int]:
    """Return the time stamps between which there is both picture and music, dark and silent tails left out."""
    music_end_s = track.offset_s + _sounding_s(music) * track.stretch
    start = video.units(max(0.0, track.offset_s))
    end = min(video.end, video.units(music_end_s))
    lit_end = footage.lit_end(video, end)
    if (end - lit_end) * video.time_base >= _TAIL_S:
        end = lit_end
    if (end - start) * video.time_base < 2 * video.frame_s:
        raise JobFailure(
            "nothing_shared",
            "Video and music share no moment with both picture and sound. Send a longer video or the whole song.",
        )
    return start, end


def _sounding_s(music: Sound) -> float:
    """Return when the music's last sound has died away; its very end unless silence follows for a while."""
    step = ANALYSIS_RATE_HZ // 50
    levels = [
        np.sqrt(np.mean(piece[: piece.size // step * step].reshape(-1, step) ** 2, axis=1))
        for _, piece in store.blocks(music.samples, step)
    ]
    level = np.concatenate(levels)
    loud = np.flatnonzero(level > _MUSIC_ENDED * level.max())
    ended_s = math.inf if not loud.size else (int(loud[-1]) + 1) * step / ANALYSIS_RATE_HZ
    return music.duration_s if music.duration_s - ended_s < _TAIL_S else ended_s + _BREATH_S
