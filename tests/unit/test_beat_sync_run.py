"""The kind from file to file: real videos in, real films out, looked at and listened to."""

import json
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from actors.beat_sync import picture
from actors.beat_sync.run import run
from actors.beat_sync.spec import KIND, BeatSyncParameters, BeatSyncResult
from backend.errors import JobFailure
from tests.material.files import write_audio, write_video
from tests.material.films import pictures, sound, stored, sync_errors_ms
from tests.material.job import FolderJob
from tests.material.rooms import Room, recording
from tests.material.songs import Samples, song

RATE = 48_000
MUSIC_S = 16.0


@pytest.fixture(scope="module")
def music() -> Samples:
    return song(1, MUSIC_S, RATE, channels=2)


@pytest.fixture(scope="module")
def music_file(music: Samples, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_audio(tmp_path_factory.mktemp("music") / "music.wav", music, RATE)


@pytest.fixture(autouse=True)
def _draw_once_only(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw the report in the one test that looks at it: drawing takes as long as all the rest of a short job."""
    if request.function is not test_films_are_in_sync_and_the_report_is_complete:
        monkeypatch.setattr(picture, "draw", lambda path, *_args, **_more: path.touch())


def dance(path: Path, music: Samples, offset_s: float, duration_s: float, **video: object) -> Path:
    """Film a dance class; ``room`` among the options says in what room."""
    room = video.pop("room", Room(seed=1))
    heard = recording(music, RATE, room, offset_s=offset_s, duration_s=duration_s)[None]
    return write_video(path, heard, RATE, duration_s=duration_s, **video)


def sync(folder: Path, video: Path, bgm: Path) -> tuple[BeatSyncResult, FolderJob]:
    job = FolderJob(folder / "out", video, bgm)
    params = BeatSyncParameters(dance_file_id=job.file_id(video), bgm_file_id=job.file_id(bgm), mode="align")
    return run(params, job), job


def failure(folder: Path, video: Path, bgm: Path) -> JobFailure:
    with pytest.raises(JobFailure) as caught:
        sync(folder, video, bgm)
    assert not caught.value.retryable
    return caught.value


def assert_in_sync(folder: Path, video: Path, result: BeatSyncResult, music: Samples, offset_s: float) -> None:
    """Hold both films to the truth: no picture left out, every one on its time, the music on its place."""
    filmed = {number: at for at, number in pictures(video)}
    zero = min(filmed.values())
    for name, start_s in (("modular.mp4", 0.0), ("v2.mp4", result.v2_start_s)):
        film = folder / "out" / name
        shown = pictures(film)
        assert shown[0][0] == 0.0
        numbers = [number for _, number in shown]
        assert numbers == list(range(numbers[0], numbers[-1] + 1)), name
        assert name == "v2.mp4" or numbers == sorted(filmed)
        late_ms = [abs(at - (filmed[number] - zero - start_s)) * 1000 for at, number in shown[1:]]
        assert max(late_ms) <= 1.01, name
        assert max(map(abs, sync_errors_ms(film, music, RATE, offset_s - start_s))) < 1.0, name


def assert_waveforms_show_where_the_music_lies(report: dict[str, object]) -> None:
    drawn = report["waveforms"]
    room, heard = drawn["tracks"]
    assert (heard["begin_s"], heard["end_s"]) == (
        report["offset_s"],
        pytest.approx(report["offset_s"] + MUSIC_S, abs=0.01),
    )
    at_s = drawn["start_s"] + drawn["step_s"] * np.arange(1000)
    assert at_s[-1] + drawn["step_s"] == pytest.approx(heard["end_s"], abs=0.01)
    for track in (room, heard):
        peaks = np.array(track["peaks"])
        assert (len(peaks), max(peaks)) == (1000, 100)
        outside = (at_s + drawn["step_s"] < track["begin_s"]) | (at_s > track["end_s"])
        assert not peaks[outside].any()
        assert (peaks[~outside] > 0).mean() > 0.95
    assert len(json.dumps(drawn)) < 12_000


def test_films_are_in_sync_and_the_report_is_complete(tmp_path: Path, music: Samples, music_file: Path) -> None:
    video = dance(tmp_path / "dance.mp4", music, 3.127, 12, keyframe_s=2)
    result, job = sync(tmp_path, video, music_file)
    assert result.offset_s == pytest.approx(3.127, abs=0.001)
    assert_in_sync(tmp_path, video, result, music, 3.127)
    assert {path.name for path in job.folder.iterdir()} == set(KIND.artifacts)
    # The whole video, and silence where there is no music.
    assert len(pictures(job.folder / "modular.mp4")) == 12 * 25
    start, heard = sound(job.folder / "modular.mp4")
    assert start == 0.0
    assert np.abs(heard[: int(3.0 * RATE)]).max() < 0.001
    # Only what is shared; just the pictures before the next key frame were encoded anew.
    assert result.v2_start_s == pytest.approx(3.127, abs=0.001)
    assert result.v2_duration_s == pytest.approx(12 - 3.127, abs=0.001)
    assert 0 < result.reencoded_s <= 1
    filmed = stored(video)
    assert stored(job.folder / "modular.mp4") == filmed
    assert stored(job.folder / "v2.mp4")[-8 * 25 :] == filmed[-8 * 25 :]
    report = json.loads((job.folder / "report.json").read_text())
    assert {"mode", "offset_s", "drift_ppm", "confidence", "margin", "video_duration_s"} <= report.keys()
    assert BeatSyncResult.model_validate(result.model_dump()) == result
    assert_waveforms_show_where_the_music_lies(report)
    with Image.open(job.folder / "report.png") as image:
        assert image.size == (1600, 1000)
        assert len(image.getcolors(1 << 24) or ()) > 100


def test_progress_is_honest_and_only_goes_forward(tmp_path: Path, music: Samples, music_file: Path) -> None:
    _, job = sync(tmp_path, dance(tmp_path / "dance.mp4", music, 1.0, 8), music_file)
    fractions = [fraction for fraction, *_ in job.reports]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert list(dict.fromkeys(stage for _, stage, _ in job.reports)) == [
        "reading", "aligning", "writing", "reporting", "done",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("offset_s", "video_s"), [(-3.3, 9), (2.0, 20), (-8.0, 11)], ids=["inside the music", "around it", "past its end"]
)
def test_music_longer_or_shorter_on_either_side(
    tmp_path: Path, music: Samples, music_file: Path, offset_s: float, video_s: float
) -> None:
    video = dance(tmp_path / "dance.mp4", music, offset_s, video_s)
    result, _ = sync(tmp_path, video, music_file)
    assert_in_sync(tmp_path, video, result, music, offset_s)
    shared_s = min(video_s, offset_s + MUSIC_S) - max(0.0, offset_s)
    assert result.v2_duration_s == pytest.approx(shared_s, abs=0.13)  # a copy ends at a whole group of pictures
    assert result.v2_start_s == pytest.approx(max(0.0, offset_s), abs=0.001)


@pytest.mark.parametrize(
    ("name", "options", "copied"),
    [
        ("phone.mov", {"rotation": -90, "keyframe_s": 4}, True),
        ("uneven.mp4", {"variable_rate": True, "keyframe_s": 8}, True),
        ("a.mkv", {"keyframe_s": 4}, True),
        (
            "vp8.webm",
            {"codec": "libvpx", "sound_codec": "libopus", "options": {"deadline": "realtime", "cpu-used": "8"}},
            False,
        ),
        ("mpeg4.avi", {"codec": "mpeg4", "sound_codec": "pcm_s16le"}, True),
        ("h264.avi", {"sound_codec": "pcm_s16le", "b_frames": 0}, False),
        ("jpeg.mov", {"codec": "mjpeg", "rotation": 90}, False),
    ],
)
def test_containers_codecs_rotation_and_uneven_frames(  # noqa: PLR0917
    tmp_path: Path, music: Samples, music_file: Path, name: str, options: dict[str, object], copied: bool
) -> None:
    video = dance(tmp_path / name, music, 2.61, 7, **options)
    result, job = sync(tmp_path, video, music_file)
    assert_in_sync(tmp_path, video, result, music, 2.61)
    assert json.loads((job.folder / "report.json").read_text())["video"]["copied"] is copied
    assert not job.lines, "no joint had to be mended"
    for film in ("modular.mp4", "v2.mp4"):
        with av.open(str(job.folder / film)) as container:
            assert next(container.decode(video=0)).rotation == options.get("rotation", 0)
            assert container.streams.audio[0].codec_context.name == "aac"


def test_poor_material_does_as_well(tmp_path: Path) -> None:
    music = song(2, 20, 22_050)
    bgm = write_audio(tmp_path / "old.mp3", music, 22_050)
    heard = recording(music, 22_050, Room(seed=5, noise="crowd"), offset_s=1.5, duration_s=12)[None]
    video = write_video(tmp_path / "dance.mp4", heard, 22_050, duration_s=12)
    result, job = sync(tmp_path, video, bgm)
    assert result.offset_s == pytest.approx(1.5, abs=0.002)
    with av.open(str(job.folder / "modular.mp4")) as film:
        assert film.streams.audio[0].codec_context.channels == 1


def test_sound_of_another_video_serves_as_music(tmp_path: Path, music: Samples) -> None:
    bgm = write_video(tmp_path / "clip.mp4", music, RATE, duration_s=MUSIC_S)
    result, _ = sync(tmp_path, dance(tmp_path / "dance.mp4", music, 2.0, 10), bgm)
    assert result.offset_s == pytest.approx(2.0, abs=0.001)


def test_sound_that_starts_late_in_the_file_keeps_its_time(tmp_path: Path, music: Samples, music_file: Path) -> None:
    heard = recording(music, RATE, Room(seed=1), offset_s=1.5, duration_s=10)[None]
    video = write_video(tmp_path / "dance.mp4", heard, RATE, duration_s=11, sound_start_s=0.5)
    result, _ = sync(tmp_path, video, music_file)
    assert result.offset_s == pytest.approx(2.0, abs=0.001)


def test_music_is_stretched_to_a_slow_recorder_for_more_than_a_minute(tmp_path: Path) -> None:
    rate = 16_000
    music = song(3, 70, rate)
    bgm = write_audio(tmp_path / "music.wav", music, rate)
    heard = recording(music, rate, Room(seed=1, drift_ppm=150), offset_s=2.0, duration_s=70)[None]
    video = write_video(tmp_path / "dance.mp4", heard, rate, duration_s=70, fps=5)
    result, job = sync(tmp_path, video, bgm)
    assert result.drift_ppm == pytest.approx(150, abs=3)
    assert (result.modular_duration_s, result.v2_duration_s) == (pytest.approx(70), pytest.approx(68, abs=0.001))
    for name, start_s in (("modular.mp4", 0.0), ("v2.mp4", result.v2_start_s)):
        errors = sync_errors_ms(job.folder / name, music, rate, 2.0 - start_s, drift_ppm=150)
        assert max(map(abs, errors)) < 1.0, name


def test_black_tail_is_cut_from_v2_only(tmp_path: Path, music: Samples, music_file: Path) -> None:
    video = dance(tmp_path / "dance.mp4", music, 1.0, 14, black_tail_s=4, keyframe_s=1)
    result, job = sync(tmp_path, video, music_file)
    assert result.v2_start_s + result.v2_duration_s == pytest.approx(10, abs=0.13)
    assert result.modular_duration_s == pytest.approx(14, abs=0.01)
    assert pictures(job.folder / "modular.mp4")[-1][0] > 13.9
    assert all(number for _, number in pictures(job.folder / "v2.mp4")), "a black picture reads as number 0"


def test_silent_tail_of_the_music_is_cut_from_v2(tmp_path: Path, music: Samples) -> None:
    faded = np.concatenate([music[:, : RATE * 10], np.zeros((2, RATE * 10), np.float32)], axis=1)
    bgm = write_audio(tmp_path / "music.wav", faded, RATE)
    result, job = sync(tmp_path, dance(tmp_path / "dance.mp4", faded, 2.0, 20), bgm)
    assert result.v2_start_s + result.v2_duration_s == pytest.approx(12, abs=0.3)
    assert sound(job.folder / "v2.mp4")[1].size / RATE == pytest.approx(result.v2_duration_s, abs=0.03)


# --- what is refused, and in which words ------------------------------------------------------------------


def test_empty_file(tmp_path: Path, music_file: Path) -> None:
    (tmp_path / "dance.mp4").touch()
    refused = failure(tmp_path, tmp_path / "dance.mp4", music_file)
    assert refused.code == "unreadable_media"
    assert "dance video" in refused.message
    assert refused.details["file"] == "dance_file_id"


def test_text_renamed_to_mp4(tmp_path: Path, music_file: Path) -> None:
    (tmp_path / "dance.mp4").write_text("This is not a video.\n" * 1000)
    assert failure(tmp_path, tmp_path / "dance.mp4", music_file).code == "unreadable_media"


@pytest.mark.parametrize("index_first", [False, True], ids=["index lost", "index kept"])
def test_truncated_mp4(tmp_path: Path, music: Samples, music_file: Path, index_first: bool) -> None:
    video = dance(tmp_path / "dance.mp4", music, 1.0, 16)
    if index_first:
        sync(tmp_path, video, music_file)
        video = tmp_path / "out" / "modular.mp4"
    whole = video.read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole[: len(whole) // 2])
    assert failure(tmp_path, cut, music_file).code == "unreadable_media"


def test_damaged_music_is_named(tmp_path: Path, music: Samples) -> None:
    bgm = tmp_path / "music.mp3"
    bgm.write_bytes(b"\x00\x01garbage" * 500)
    refused = failure(tmp_path, dance(tmp_path / "dance.mp4", music, 1.0, 8), bgm)
    assert refused.code == "unreadable_media"
    assert "music" in refused.message
    assert refused.details["file"] == "bgm_file_id"


def test_audio_file_as_dance_video(tmp_path: Path, music_file: Path) -> None:
    assert failure(tmp_path, music_file, music_file).code == "no_video"


def test_video_without_sound(tmp_path: Path, music_file: Path) -> None:
    silent = write_video(tmp_path / "dance.mp4", None, RATE, duration_s=6)
    assert failure(tmp_path, silent, music_file).code == "no_sound"


def test_silence(tmp_path: Path, music: Samples, music_file: Path) -> None:
    hushed = write_video(tmp_path / "dance.mp4", np.zeros((1, RATE * 6), np.float32), RATE, duration_s=6)
    assert failure(tmp_path, hushed, music_file).code == "no_sound"
    quiet = write_audio(tmp_path / "quiet.wav", np.zeros((2, RATE * 6), np.float32), RATE)
    refused = failure(tmp_path, dance(tmp_path / "loud.mp4", music, 1.0, 6), quiet)
    assert refused.code == "no_sound"
    assert refused.details["file"] == "bgm_file_id"


def test_one_second_of_music(tmp_path: Path, music: Samples) -> None:
    bgm = write_audio(tmp_path / "jingle.wav", music[:, :RATE], RATE)
    refused = failure(tmp_path, dance(tmp_path / "dance.mp4", music, 1.0, 8), bgm)
    assert refused.code == "too_short"
    assert "jingle.wav" in refused.message


def test_another_song_makes_no_film(tmp_path: Path, music: Samples) -> None:
    bgm = write_audio(tmp_path / "other.wav", song(77, 20, RATE), RATE)
    assert failure(tmp_path, dance(tmp_path / "dance.mp4", music, 1.0, 14), bgm).code == "not_same_song"
    assert list((tmp_path / "out").iterdir()) == []
