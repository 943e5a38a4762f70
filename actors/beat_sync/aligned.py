"""The same song: clean music laid under the video exactly where it plays there."""

from __future__ import annotations

import dataclasses
import json

from actors.beat_sync import cut, footage, picture, report, splice
from actors.beat_sync.alignment import Alignment
from actors.beat_sync.film import CopiedSound, EncodedMusic, MusicTrack, write_film
from actors.beat_sync.footage import Footage, survey
from actors.beat_sync.listening import TAIL_S, sounding_s
from actors.beat_sync.media import MediaFile
from actors.beat_sync.soundtrack import Sound
from actors.beat_sync.spec import BeatSyncResult
from actors.context import JobContext
from actors.steps import steps
from backend.errors import JobFailure


def lay_under(  # noqa: PLR0917 (all that listening has found)
    job: JobContext, video: Footage, bgm: MediaFile, room: Sound, music: Sound, found: Alignment, *, reason: str
) -> BeatSyncResult:
    """Make both films and the report.

    Args:
        job: the job.
        video: the dance video's picture.
        bgm: the music's file.
        room: the dance video's sound.
        music: the music.
        found: where the music lies in the room sound.
        reason: why it is done this way, for people.
    """
    source = video
    # The room sound may begin before or after the first picture, whose time is the clock's zero.
    offset_s = found.offset_s + room.start_s - video.start_s
    rate_hz = 44_100 if music.rate_hz == 44_100 else 48_000
    track = MusicTrack(bgm, rate_hz, min(music.channels, 2), offset_s, stretch=1 + found.drift)

    # 1. The whole video, with the music where it belongs.
    modular = job.artifact("modular.mp4")
    pictures, reencoded_s = splice.picture_of(video, cut.whole(video), threads=job.cpu_threads)
    sound = EncodedMusic(track, pictures.length_s)
    write_film(modular, pictures, sound, steps(job, 0.5, 0.8, "writing", "modular.mp4"))
    if reencoded_s:  # these pictures are good to cut now: not from the source a second time
        video = survey(dataclasses.replace(source.file, path=modular), lambda _: None)

    # 2. Only what both share.
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

    # 3. Say what was found, in numbers and as a picture.
    result = BeatSyncResult(
        mode="align",
        reason=reason,
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


def _shared(video: Footage, track: MusicTrack, music: Sound) -> tuple[int, int]:
    """Return the time stamps between which there is both picture and music, dark and silent tails left out."""
    music_end_s = track.offset_s + sounding_s(music) * track.stretch
    start = video.units(max(0.0, track.offset_s))
    end = min(video.end, video.units(music_end_s))
    lit_end = footage.lit_end(video, end)
    if (end - lit_end) * video.time_base >= TAIL_S:
        end = lit_end
    if (end - start) * video.time_base < 2 * video.frame_s:
        raise JobFailure(
            "nothing_shared",
            "Video and music share no moment with both picture and sound. Send a longer video or the whole song.",
        )
    return start, end
