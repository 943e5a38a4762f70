"""Another song: beats seen, beats paired, films on the new time line, looked at and listened to."""

import json
from pathlib import Path

import av
import numpy as np
import pytest

from actors.beat_sync import retime_picture
from actors.beat_sync.beat_alignment import beat_align
from actors.beat_sync.footage import survey
from actors.beat_sync.matching import FASTEST, SLOWEST, matched
from actors.beat_sync.media import MediaFile
from actors.beat_sync.retimed import RetimedCopy, SteadyPictures
from actors.beat_sync.run import run
from actors.beat_sync.seeing.motion import Motion, watch
from actors.beat_sync.seeing.visual_beats import visual_beats
from actors.beat_sync.spec import KIND, BeatSyncParameters, BeatSyncResult
from actors.beat_sync.warp import Warp
from backend.errors import JobFailure
from tests.bench.ebbs_fit import UNFILMED
from tests.material.dances import Dance, clock_time, write_dance
from tests.material.files import write_audio, write_video
from tests.material.films import sync_errors_ms
from tests.material.job import FolderJob
from tests.material.movements import movement
from tests.material.rooms import Room, recording
from tests.material.songs import score_of, song

RATE = 44_100


def media(path: Path) -> MediaFile:
    return MediaFile(path, "dance video", "dance_file_id", path.name)


def seen(path: Path) -> Motion:
    return watch(survey(media(path), lambda _: None), threads=1, on_progress=lambda _: None)


def sync(folder: Path, video: Path, bgm: Path, mode: str = "auto", **known: object) -> tuple[BeatSyncResult, FolderJob]:
    job = FolderJob(folder / "out", video, bgm)
    files = {"dance_file_id": job.file_id(video), "bgm_file_id": job.file_id(bgm)}
    return run(BeatSyncParameters.model_validate({**files, "mode": mode, **known}), job), job


@pytest.fixture(scope="module")
def music_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_audio(tmp_path_factory.mktemp("music") / "music.wav", song(5, 20, RATE, channels=2), RATE)


@pytest.mark.parametrize("style", ["abrupt", "soft", "mixed"])
def test_visual_beats_are_found_between_the_pictures(tmp_path: Path, style: str) -> None:
    true = write_dance(tmp_path / "dance.mp4", Dance(seed=4, style=style, duration_s=7, fps=25, pan=8, cuts=1))
    found = visual_beats(seen(tmp_path / "dance.mp4")).times_s
    away_ms = np.abs(found[:, None] - true[None, :]).min(axis=0) * 1000
    assert np.median(away_ms) <= 12  # a third of the time between two pictures
    assert np.mean(away_ms < 60) >= 0.8
    assert found.size <= 1.25 * true.size


def test_a_cut_is_no_beat(tmp_path: Path) -> None:
    dance = Dance(seed=3, duration_s=4, cuts=2, beats_s=(1.0, 2.0, 3.0))
    write_dance(tmp_path / "dance.mp4", dance)
    motion = seen(tmp_path / "dance.mp4")
    assert motion.cut_times_s.size == 2
    assert np.isfinite(motion.speed).all()


def test_pairs_follow_the_music_through_extra_and_missing_beats() -> None:
    rng = np.random.default_rng(1)
    music = np.arange(0.4, 30, 0.5)
    true = 0.7 + np.arange(20) * 0.56
    film = np.sort(np.concatenate([np.delete(true, 7), [true[3] + 0.2]])) + rng.normal(0, 0.004, 20)
    strengths = np.where(np.isclose(film, true[3] + 0.2, atol=0.02), 0.1, 1.0)
    match = matched(film, strengths, np.full(20, 0.005), music, 30.0)
    assert match.convincing
    assert match.film_s.size == 19
    assert np.allclose(np.diff(match.music_s), np.where(np.diff(match.film_s) > 0.8, 1.0, 0.5))


def test_an_unsure_beat_out_of_line_is_passed_over_and_a_sure_one_is_not() -> None:
    music, film = np.arange(0.2, 30, 0.5), 0.7 + np.arange(20) * 0.53
    film[8] += 0.06
    unsure = np.full(20, 0.005)
    assert matched(film, np.ones(20), unsure, music, 30.0).film_s.size == 20
    unsure[8] = 0.06
    match = matched(film, np.ones(20), unsure, music, 30.0)
    assert sorted(match.film_indices) == [number for number in range(20) if number != 8]


def test_beats_of_dancers_never_seen_land_on_those_of_the_music() -> None:
    """The short form of ``python -m tests.bench retime``, at its bar, without films and songs."""
    away_ms, inside = [], []
    for dance in map(movement, UNFILMED[:16]):
        found = visual_beats(dance.motion)
        for step_s in (0.42, 0.5, 0.6):
            match = matched(found.times_s, found.strengths, found.spread_s, np.arange(0.3, 40, step_s), 40.0)
            shown_s = Warp(match.film_s, match.music_s).shown_at(dance.beats_s)
            within = (shown_s >= match.music_s[0] - 0.1) & (shown_s <= match.music_s[-1] + 0.1)
            away_ms.append(np.abs(shown_s[within, None] - match.grid_s[None, :]).min(axis=1) * 1000)
            inside.append(within)
    landed_ms = np.concatenate(away_ms)
    assert landed_ms.mean() <= 8
    assert np.percentile(landed_ms, 95) <= 17
    assert np.concatenate(inside).mean() >= 0.9


@pytest.mark.parametrize("seed", range(4))
def test_an_unsteady_film_is_not_hung_onto_the_last_beats_of_the_music(seed: int) -> None:
    film = 0.5 + np.arange(18) * 0.56 + np.random.default_rng(seed).normal(0, 0.05, 18)
    match = matched(film, np.full(18, 0.3), np.full(18, 0.03), np.arange(0.2, 30, 0.47), 30.0)
    assert match.convincing
    assert match.film_s.size >= 12


def test_no_film_beats_are_no_match() -> None:
    assert not matched(np.zeros(0), np.zeros(0), np.zeros(0), np.arange(0.2, 30, 0.5), 30.0).convincing


def test_speed_stays_within_its_limits_at_twice_the_tempo() -> None:
    film, music = np.arange(0.5, 12, 1.05), np.arange(0.2, 30, 0.34)
    match = matched(film, np.ones(film.size), np.full(film.size, 0.005), music, 30.0)
    ratio = np.diff(match.music_s) / np.diff(match.film_s)
    assert match.coverage == 1.0
    assert np.all((ratio >= SLOWEST) & (ratio <= FASTEST))


def test_two_lucky_beats_are_no_match() -> None:
    film = np.cumsum([0.3, 0.2, 1.9, 0.21, 2.4, 0.17, 1.7, 0.2])
    match = matched(film, np.ones(film.size), np.full(film.size, 0.005), np.arange(0.0, 20, 0.9), 20.0)
    assert not match.convincing


@pytest.mark.parametrize(("step_s", "level"), [(0.5, 1.0), (0.26, 2.0), (1.05, 0.5)])
def test_half_a_beat_later_is_half_a_step_of_what_is_danced_to(step_s: float, level: float) -> None:
    film, music = np.arange(0.5, 15, step_s), np.arange(0.2, 30, 0.5)
    known = film, np.ones(film.size), np.full(film.size, 0.005), music, 30.0
    found, later = matched(*known), matched(*known, between_s=music[:-1] + 0.25)
    assert found.level == later.level == level
    half = 0.25 / level
    assert np.allclose((later.music_s[:10] - found.music_s[:10]) % (2 * half), half)
    assert later.coverage == 1.0


def test_half_a_beat_later_where_there_is_no_music_is_no_match_rather_than_the_wish_forgotten() -> None:
    film, music = np.array([0.5, 1.55]), np.array([0.2, 0.7, 1.2])
    known = film, np.ones(2), np.full(2, 0.005), music, 1.5
    assert matched(*known).film_s.size == 2
    assert matched(*known, between_s=music[:-1] + 0.25).film_s.size == 0


@pytest.mark.parametrize("first", [0.9, 0.1])
def test_which_of_two_beats_is_danced_to_is_asked_of_the_music(first: float) -> None:
    film, music = np.arange(0.5, 15, 1.05), np.arange(0.2, 30, 0.5)
    match = matched(film, np.ones(film.size), np.full(film.size, 0.005), music, 30.0, first_of_two=first)
    steps = np.rint((match.music_s - music[0]) / 0.5).astype(int)
    assert set(steps % 2) == {0 if first > 0.5 else 1}


@pytest.mark.parametrize("smooth", [False, True])
def test_a_warp_meets_its_beats_and_never_runs_backwards(smooth: bool) -> None:
    warp = Warp(np.array([0.5, 1.1, 1.6, 2.3, 2.7]), np.array([0.5, 1.0, 1.5, 2.0, 2.5]))
    warp = warp.smoothed() if smooth else warp
    assert np.allclose(warp.film_at(np.array([0.5, 1.0, 1.5, 2.0, 2.5])), [0.5, 1.1, 1.6, 2.3, 2.7])
    moments = np.linspace(-1, 5, 4000)
    assert np.all(np.diff(warp.film_at(moments)) > 0)
    assert np.allclose(warp.shown_at(warp.film_at(moments)), moments, atol=1e-4)


@pytest.mark.parametrize("variable_rate", [False, True], ids=["even", "uneven"])
def test_every_picture_is_shown_when_the_time_line_says(tmp_path: Path, variable_rate: bool) -> None:
    video = tmp_path / "clock.mp4"
    write_dance(video, Dance(seed=1, duration_s=4, clock=True, variable_rate=variable_rate, beats_s=(1.0,)))
    footage = survey(media(video), lambda _: None)
    warp = Warp(np.array([0.5, 1.1, 1.9, 3.2]), np.array([0.5, 1.4, 2.0, 3.4]))
    steady = SteadyPictures(footage, warp.smoothed(), 0.2, 3.6, np.zeros(0), threads=1)
    for picture, line, begin_s in ((RetimedCopy(footage, warp), warp, 0.0), (steady, warp.smoothed(), 0.2)):
        film = tmp_path / "film.mp4"
        with av.open(str(film), "w") as container:
            stream = picture.stream_in(container)
            for packet in picture.packets(stream):
                container.mux(packet)
        with av.open(str(film)) as container:
            shown = [(float(frame.pts * frame.time_base), frame.to_ndarray()) for frame in container.decode(video=0)]
        late_ms = [
            abs(clock_time(image[: image.shape[0] * 2 // 3]) - float(line.film_at(np.array([at_s + begin_s]))[0]))
            * 1000
            for at_s, image in shown
        ]
        # A picture blended at the very turn of the clock's hand reads a little early.
        assert np.percentile(late_ms, 90) < 5
        assert np.median(late_ms) < 2


def test_a_silent_film_is_moved_onto_the_music(tmp_path: Path, music_file: Path) -> None:
    video = tmp_path / "dance.mp4"
    write_dance(video, Dance(seed=3, duration_s=8, fps=25, size=(180, 322), rotation=90))
    result, job = sync(tmp_path, video, music_file)
    assert (result.mode, result.reason) == ("retime", "the video has no sound to go by")
    assert result.retime is not None
    assert result.retime.coverage >= 0.8
    assert result.retime.beat_align_after > max(0.8, result.retime.beat_align_before)
    assert {path.name for path in job.folder.iterdir()} == set(KIND.artifacts)
    report = json.loads((job.folder / "report.json").read_text())
    assert len(report["pairs"]) == result.retime.matched_beats
    assert [track["begin_s"] for track in report["waveforms"]["tracks"]] == [result.offset_s]
    fractions = [fraction for fraction, *_ in job.reports]
    assert fractions == sorted(fractions)
    music = song(5, 20, RATE, channels=2)
    start_s = max(0.0, result.offset_s)
    for name, begin_s in (("modular.mp4", 0.0), ("v2.mp4", start_s)):
        with av.open(str(job.folder / name)) as film:
            assert next(film.decode(video=0)).rotation == 90
        assert max(map(abs, sync_errors_ms(job.folder / name, music, RATE, result.offset_s - begin_s))) < 1.0
    with av.open(str(job.folder / "v2.mp4")) as film:
        assert film.streams.video[0].average_rate == 60


def test_auto_aligns_the_same_song_and_retimes_to_another(tmp_path: Path, music_file: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(retime_picture, "draw", lambda path, *_args: path.touch())
    heard = recording(song(5, 20, RATE), RATE, Room(seed=2), offset_s=0.5, duration_s=7)[None]
    write_dance(tmp_path / "dance.mp4", Dance(seed=7, duration_s=7), heard, RATE)
    result, _ = sync(tmp_path, tmp_path / "dance.mp4", write_audio(tmp_path / "same.wav", song(5, 20, RATE), RATE))
    assert (result.mode, result.retime) == ("align", None)
    other = write_audio(tmp_path / "other.wav", song(9, 20, RATE), RATE)
    result, _ = sync(tmp_path, tmp_path / "dance.mp4", other)
    assert (result.mode, result.reason) == ("retime", "the music is not the song heard in the video")


def test_a_listener_who_hears_other_beats_is_obeyed(tmp_path: Path, music_file: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(retime_picture, "draw", lambda path, *_args: path.touch())
    write_dance(tmp_path / "dance.mp4", Dance(seed=3, duration_s=7, fps=25))
    pairs = {}
    for name, known in (
        ("found", {}),
        ("later", {"half_beat_later": True}),
        ("half", {"music_tempo_bpm": score_of(5).tempo_bpm / 2}),
    ):
        result, job = sync(tmp_path / name, tmp_path / "dance.mp4", music_file, "retime", **known)
        assert result.retime is not None
        pairs[name] = result.retime, json.loads((job.folder / "report.json").read_text())["pairs"]
    beat_s = 60 / score_of(5).tempo_bpm
    first_s, later_s = (pairs[name][1][0]["music_s"] for name in ("found", "later"))
    assert (later_s - first_s) % beat_s == pytest.approx(beat_s / 2, abs=0.02)
    assert pairs["half"][0].tempo_bpm == pytest.approx(score_of(5).tempo_bpm / 2, rel=0.02)
    assert any(abs(bpm * beat_s / 30 - 1) < 0.02 for bpm in pairs["found"][0].other_tempos_bpm)
    with pytest.raises(JobFailure, match="does not have 110 beats a minute") as caught:
        sync(tmp_path / "other", tmp_path / "dance.mp4", music_file, "retime", music_tempo_bpm=110)
    assert caught.value.code == "other_tempo"


def test_refusals_say_what_to_do(tmp_path: Path, music_file: Path) -> None:
    still = tmp_path / "still.mp4"
    write_dance(still, Dance(seed=1, duration_s=4, dancers=0, beats_s=(1.0,)))
    with pytest.raises(JobFailure) as caught:
        sync(tmp_path, still, music_file, "retime")
    assert caught.value.code == "no_visual_beats"
    hiss = np.random.default_rng(1).normal(0, 0.1, (1, 6 * RATE)).astype(np.float32)
    noise = write_audio(tmp_path / "hiss.wav", hiss, RATE)
    with pytest.raises(JobFailure) as caught:
        sync(tmp_path, write_video(tmp_path / "dance.mp4", None, RATE, duration_s=4), noise, "retime")
    assert caught.value.code == "no_beats"
    assert not list((tmp_path / "out").iterdir())


def test_beat_align_is_one_on_the_beat_and_falls_with_distance() -> None:
    music = np.arange(0, 10, 0.5)
    assert beat_align(music[2:8], music) == pytest.approx(1.0)
    assert beat_align(music[2:8] + 0.05, music) == pytest.approx(np.exp(-0.5))
    assert beat_align(np.zeros(0), music) == 0.0
