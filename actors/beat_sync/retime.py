"""Another song: the film's own movement is moved onto the beats of the music."""

from __future__ import annotations

import dataclasses
import json

import numpy as np

from actors.beat_sync import footage as footages
from actors.beat_sync import retime_picture
from actors.beat_sync.beat_alignment import beat_align
from actors.beat_sync.film import CopiedSound, EncodedMusic, MusicTrack, write_film
from actors.beat_sync.footage import Footage
from actors.beat_sync.listening import TAIL_S, sounding_s
from actors.beat_sync.matching import LEAST_BEATS, Match, matched
from actors.beat_sync.media import MediaFile
from actors.beat_sync.music.beats import Beats, music_beats
from actors.beat_sync.report import retimed_document
from actors.beat_sync.retimed import RetimedCopy, RetimedPictures, SteadyPictures
from actors.beat_sync.seeing.motion import Motion, watch
from actors.beat_sync.seeing.visual_beats import VisualBeats, visual_beats
from actors.beat_sync.soundtrack import Sound, music_blocks
from actors.beat_sync.spec import BeatSyncParameters, BeatSyncResult, Retimed
from actors.beat_sync.store import Samples
from actors.beat_sync.warp import Warp
from actors.context import JobContext
from actors.steps import steps
from backend.errors import JobFailure

#: Samples a second of the sound that beats are looked for in.
_BEAT_RATE_HZ = 22_050
#: Music needed at most: the film played at its slowest, and a long introduction.
_TIMES_FILM, _INTRODUCTION_S = 2.0, 60.0
#: Beats less sure than this are no rhythm: hiss reaches 0.01, random claps 0.2, the least sure of the pieces made
#: for tests 0.26.
_LEAST_CONFIDENCE = 0.2
#: So many other tempos are named.
_OTHERS = 4
#: Tempos nearer to each other than this share are one: what people count themselves is no closer.
_SAME_TEMPO = 0.08


@dataclasses.dataclass(frozen=True)
class Plan:
    """What was found in film and music, and the time line made of it.

    Args:
        motion: what moves in the film.
        seen: the film's beats, on the video's clock.
        heard: the music's beats, on the music's clock.
        match: which goes with which.
        warp: the film's new time line, one stretch a beat.
        offset_s: where on the new time line the music begins.
    """

    motion: Motion
    seen: VisualBeats
    heard: Beats
    match: Match
    warp: Warp
    offset_s: float


def move_onto_beats(
    job: JobContext, video: Footage, bgm: MediaFile, music: Sound, params: BeatSyncParameters, *, reason: str
) -> BeatSyncResult:
    """Make both films and the report.

    Args:
        job: the job.
        video: the dance video's picture.
        bgm: the music's file.
        music: its sound.
        params: what is known about the music's beats.
        reason: why it is done this way, for people.

    Raises:
        JobFailure: ``no_beats``, ``other_tempo``, ``no_visual_beats``, ``cannot_match`` or ``nothing_shared``.
    """
    # 1. Find the beats of both, and pair them.
    job.progress(0.3, "listening", "finding the beats of the music")
    heard = _heard_beats(bgm, video.duration_s, params)
    motion = watch(
        video,
        threads=job.cpu_threads,
        on_progress=steps(job, 0.35, 0.6, "watching", "finding the beats of the movement"),
    )
    plan = _planned(motion, _seen_beats(video, motion), heard, music.duration_s, bgm)
    track = MusicTrack(
        bgm, 44_100 if music.rate_hz == 44_100 else 48_000, min(music.channels, 2), plan.offset_s, stretch=1.0
    )

    # 2. The whole video, a stretch a beat: every picture kept, only its time is new.
    modular = job.artifact("modular.mp4")
    pictures: RetimedCopy | RetimedPictures
    if video.copyable:
        pictures = RetimedCopy(video, plan.warp)
    else:
        pictures = RetimedPictures(video, plan.warp, threads=job.cpu_threads)
    reencoded_s = 0.0 if video.copyable else pictures.length_s
    sound = EncodedMusic(track, pictures.length_s)
    write_film(modular, pictures, sound, steps(job, 0.6, 0.65 if video.copyable else 0.75, "writing", "modular.mp4"))

    # 3. What both share, in even movement.
    smooth = plan.warp.smoothed()
    begin_s, end_s = _shared(video, smooth, plan.offset_s, music)
    v2 = job.artifact("v2.mp4")
    steady = SteadyPictures(video, smooth, begin_s, end_s, motion.cut_times_s, threads=job.cpu_threads)
    excerpt = CopiedSound(modular, begin_s, steady.length_s)
    write_film(v2, steady, excerpt, steps(job, 0.65 if video.copyable else 0.75, 0.95, "writing", "v2.mp4"))

    # 4. Say what was done, in numbers and as a picture.
    result = BeatSyncResult(
        mode="retime",
        reason=reason,
        offset_s=round(plan.offset_s, 6),
        drift_ppm=0.0,
        confidence=round(plan.match.confidence, 4),
        margin=None,
        video_duration_s=round(video.duration_s, 6),
        music_duration_s=round(music.duration_s, 6),
        modular_duration_s=round(pictures.length_s, 6),
        v2_start_s=round(max(0.0, float(smooth.film_at(np.array([begin_s]))[0])), 6),
        v2_duration_s=round(steady.length_s, 6),
        reencoded_s=round(reencoded_s + steady.length_s, 3),
        retime=_figures(plan),
    )
    document = retimed_document(result, plan.seen, plan.heard, plan.match, plan.warp, video, music)
    job.artifact("report.json").write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    job.progress(0.97, "reporting", "drawing the beats")
    retime_picture.draw(job.artifact("report.png"), result, plan.motion, plan.seen, plan.match, plan.warp)
    job.progress(1.0, "done", f"{plan.match.film_s.size} beats of the film lie on the music's")
    return result


def _heard_beats(bgm: MediaFile, film_s: float, params: BeatSyncParameters) -> Beats:
    """Find the music's beats, as far as the film can last; at a tempo that somebody knows, if so."""
    tempo_bpm = params.music_tempo_bpm
    most = round((film_s * _TIMES_FILM + _INTRODUCTION_S) * _BEAT_RATE_HZ)
    blocks: list[Samples] = []
    for block in music_blocks(bgm, rate_hz=_BEAT_RATE_HZ, channels=1, stretch=1.0, skip_s=0.0):
        blocks.append(block[0])
        most -= block.shape[1]
        if most <= 0:
            break
    samples = np.concatenate(blocks)
    beats = music_beats(samples, _BEAT_RATE_HZ, tempo_bpm=tempo_bpm, between=params.half_beat_later)
    if tempo_bpm is not None and beats.tempo_bpm and abs(beats.tempo_bpm / tempo_bpm - 1) > _SAME_TEMPO:
        found = sorted({round(beats.tempo_bpm, 1), *_others(beats)})
        raise bgm.failure(
            "other_tempo",
            f"The music ({bgm.name}) does not have {tempo_bpm:g} beats a minute. Leave the tempo empty, or ask for one "
            f"that can be heard: {', '.join(f'{bpm:g}' for bpm in found)}.",
            found_bpm=found,
        )
    if beats.times_s.size < LEAST_BEATS or beats.confidence < _LEAST_CONFIDENCE:
        raise bgm.failure(
            "no_beats",
            f"The music ({bgm.name}) has no clear beat that a film could be moved onto. Send music with a steady beat.",
            beats=int(beats.times_s.size),
            confidence=beats.confidence,
        )
    return beats


def _others(heard: Beats) -> list[float]:
    """Return the tempos that the music may have beside the chosen one."""
    others: list[float] = []
    for level in heard.alternatives:
        known = [heard.tempo_bpm, *others]
        if level.danceable and all(abs(level.tempo_bpm / bpm - 1) > _SAME_TEMPO for bpm in known):
            others.append(round(level.tempo_bpm, 1))
    return others[:_OTHERS]


def _seen_beats(video: Footage, motion: Motion) -> VisualBeats:
    seen = visual_beats(motion)
    if seen.times_s.size < LEAST_BEATS:
        raise video.file.failure(
            "no_visual_beats",
            f"In the {video.file.role} ({video.file.name}) hardly any movement was found that stops or turns round. "
            "Send a longer video in which the dancers are larger in the picture.",
            found=int(seen.times_s.size),
            needed=LEAST_BEATS,
        )
    return seen


def _planned(motion: Motion, seen: VisualBeats, heard: Beats, music_s: float, bgm: MediaFile) -> Plan:
    match = matched(
        seen.times_s, seen.strengths, seen.spread_s, heard.times_s, music_s,
        first_of_two=heard.first_of_two, between_s=heard.between_s,
    )  # fmt: skip
    if not match.convincing:
        raise JobFailure(
            "cannot_match",
            f"The movement in the video can't be brought onto the beats of the music ({bgm.name}) between half and "
            "double speed. Try music of another tempo, or a video with clearer movement.",
            details={
                "coverage": round(match.coverage, 4),
                "film_beats": int(seen.times_s.size),
                "music_tempo_bpm": round(heard.tempo_bpm, 2),
            },
        )
    # The film begins as it was filmed: its first paired beat stays where it is, and the music comes to it.
    offset_s = float(match.film_s[0] - match.music_s[0])
    return Plan(motion, seen, heard, match, Warp(match.film_s, match.music_s + offset_s), offset_s)


def _shared(video: Footage, warp: Warp, offset_s: float, music: Sound) -> tuple[float, float]:
    """Return between which times of the new film there is both picture and music, dark and silent tails left out."""
    end_s = min(_shown(warp, video.duration_s), offset_s + sounding_s(music))
    stamp = video.units(float(warp.film_at(np.array([end_s]))[0]))
    lit_s = _shown(warp, video.clock_s(footages.lit_end(video, min(stamp, video.end))))
    if end_s - lit_s >= TAIL_S:
        end_s = lit_s
    begin_s = max(0.0, offset_s)
    if end_s - begin_s < 2 * video.frame_s:
        raise JobFailure(
            "nothing_shared",
            "Video and music share no moment with both picture and sound. Send a longer video or the whole song.",
        )
    return begin_s, end_s


def _shown(warp: Warp, film_s: float) -> float:
    return float(warp.shown_at(np.array([film_s]))[0])


def _figures(plan: Plan) -> Retimed:
    grid = plan.match.grid_s
    speeds = plan.warp.speeds
    return Retimed(
        film_beats=int(plan.seen.times_s.size),
        matched_beats=int(plan.match.film_s.size),
        coverage=round(plan.match.coverage, 4),
        tempo_bpm=round(plan.heard.tempo_bpm, 2),
        other_tempos_bpm=_others(plan.heard),
        beats_per_beat=plan.match.level,
        slowest_speed=round(float(speeds.min()), 3),
        fastest_speed=round(float(speeds.max()), 3),
        beat_align_before=round(beat_align(plan.seen.times_s, grid), 4),
        beat_align_after=round(beat_align(plan.warp.shown_at(plan.seen.times_s) - plan.offset_s, grid), 4),
    )
