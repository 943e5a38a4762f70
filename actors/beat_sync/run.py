"""Bring music and a dance-class video together: listen, decide how, make both films, report."""

from __future__ import annotations

from actors.beat_sync.aligned import lay_under
from actors.beat_sync.alignment import Alignment, align
from actors.beat_sync.footage import survey
from actors.beat_sync.listening import heard
from actors.beat_sync.media import MediaFile
from actors.beat_sync.retime import move_onto_beats
from actors.beat_sync.soundtrack import Sound
from actors.beat_sync.spec import BeatSyncParameters, BeatSyncResult
from actors.context import JobContext
from actors.steps import steps
from backend.errors import JobFailure

#: What mode auto may find out about the sound of a dance video without being stopped by it.
_SAYS_NOTHING = frozenset({"no_sound", "too_short"})


def run(params: BeatSyncParameters, job: JobContext) -> BeatSyncResult:
    """Do one job: see the steps."""
    dance = MediaFile(
        job.input(params.dance_file_id), "dance video", "dance_file_id", job.input_name(params.dance_file_id)
    )
    bgm = MediaFile(job.input(params.bgm_file_id), "music", "bgm_file_id", job.input_name(params.bgm_file_id))

    # 1. Listen to both.
    video = survey(dance, steps(job, 0.0, 0.05, "reading", "looking through the video"))
    room = _room_sound(dance, params, job)
    music = heard(bgm, steps(job, 0.2, 0.3, "reading", "decoding the music"))

    # 2. The same song: laid under the video where it plays.
    found = None
    if room is not None:
        found = align(room.samples, music.samples, lambda done, what: job.progress(0.3 + 0.2 * done, "aligning", what))
        if found.same_song:
            return lay_under(job, video, bgm, room, music, found, reason=_why_aligned(params))
        if params.mode == "align":
            raise _not_same_song(found, dance, bgm)

    # 3. Another song, or none: the film is moved onto the music's beats.
    return move_onto_beats(job, video, bgm, music, params, reason=_why_retimed(params, found))


def _room_sound(dance: MediaFile, params: BeatSyncParameters, job: JobContext) -> Sound | None:
    """Decode the sound of the dance video; None if it is not needed or, in mode auto, there is none to go by."""
    if params.mode == "retime":
        return None
    try:
        return heard(dance, steps(job, 0.05, 0.2, "reading", "decoding the room sound"))
    except JobFailure as failure:
        if params.mode == "align" or failure.code not in _SAYS_NOTHING:
            raise
        return None


def _why_aligned(params: BeatSyncParameters) -> str:
    return "asked for" if params.mode == "align" else "the music is the song heard in the video"


def _why_retimed(params: BeatSyncParameters, found: Alignment | None) -> str:
    if params.mode == "retime":
        return "asked for"
    return "the video has no sound to go by" if found is None else "the music is not the song heard in the video"


def _not_same_song(found: Alignment, dance: MediaFile, bgm: MediaFile) -> JobFailure:
    return JobFailure(
        "not_same_song",
        f"The music ({bgm.name}) is not the song heard in the dance video ({dance.name}), or it is too faint there. "
        "Send the recording that played in the room, or choose the mode that moves the film onto the music's beats.",
        details={"coherence": round(found.coherence, 4), "confidence": found.confidence},
    )
