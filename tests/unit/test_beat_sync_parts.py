"""Smaller parts of beat_sync: specification, cuts, parameter sets, sound, demo."""

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from actors.beat_sync import cut, h264, splice
from actors.beat_sync.demo import make_demo
from actors.beat_sync.film import MusicTrack
from actors.beat_sync.footage import survey
from actors.beat_sync.media import MediaFile
from actors.beat_sync.run import run
from actors.beat_sync.soundtrack import read_sound
from actors.beat_sync.spec import KIND, BeatSyncParameters
from backend.errors import InvalidRequest
from tests.material.files import write_audio, write_video
from tests.material.job import FolderJob

RATE = 48_000


def media(path: Path) -> MediaFile:
    return MediaFile(path, "music", "bgm_file_id", path.name)


def test_specification_imports_no_media_library() -> None:
    code = "import sys, actors.beat_sync.spec; print(sorted({'av', 'numpy', 'scipy', 'PIL'} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_parameters_default_to_auto_and_name_every_fault() -> None:
    good = KIND.parse({"dance_file_id": "a" * 64, "bgm_file_id": "b" * 64})
    assert isinstance(good, BeatSyncParameters)
    assert good.mode == "auto"
    assert [file_id[0] for _, file_id, _ in KIND.files(good)] == ["a", "b"]
    with pytest.raises(InvalidRequest) as caught:
        KIND.parse({"dance_file_id": "short", "mode": "louder", "volume": 3})
    assert {fault.pointer for fault in caught.value.faults} == {
        "/params/dance_file_id", "/params/bgm_file_id", "/params/mode", "/params/volume",
    }  # fmt: skip


def test_schema_tells_a_form_what_to_ask() -> None:
    fields = KIND.params.model_json_schema()["properties"]
    assert fields["dance_file_id"]["x-accept"] == ["video/*"]
    assert fields["bgm_file_id"]["x-accept"] == ["audio/*", "video/*"]
    assert all(field["title"] and field["description"] for field in fields.values())


def clicks(rate: int, duration_s: float = 6.0) -> np.ndarray:
    at = np.arange(round(duration_s * rate)) / rate
    sound = sum(np.exp(-(((at - c) / 0.0008) ** 2)) * np.cos(2 * np.pi * 900 * (at - c)) for c in (1.0, 2.5, 4.0))
    return (0.8 * sound)[None].astype(np.float32)


def centre_s(samples: np.ndarray, rate: int, near_s: float) -> float:
    at = np.arange(samples.size) / rate
    energy = np.where(np.abs(at - near_s) < 0.02, samples.astype(float) ** 2, 0)
    return float(np.sum(at * energy) / np.sum(energy))


@pytest.mark.parametrize(
    ("name", "rate"),
    [("a.wav", 22_050), ("a.mp3", 44_100), ("a.m4a", 44_100), ("a.flac", 48_000), ("a.ogg", 48_000)],
)
def test_decoding_delays_nothing(tmp_path: Path, name: str, rate: int) -> None:
    path = write_audio(tmp_path / name, clicks(rate), rate)
    coarse = read_sound(media(path), lambda _: None)
    track = MusicTrack(media(path), RATE, 1, offset_s=0.25, stretch=1.0)
    fine = np.concatenate(list(track.blocks(6.0)), axis=1)
    assert fine.shape == (1, 6 * RATE)
    for click_s in (1.0, 2.5, 4.0):
        assert centre_s(coarse.samples[:], 8000, click_s) == pytest.approx(click_s, abs=2e-5)
        assert centre_s(fine[0], RATE, click_s + 0.25) == pytest.approx(click_s + 0.25, abs=2e-5)


def test_stretching_is_exact_over_its_whole_length(tmp_path: Path) -> None:
    path = write_audio(tmp_path / "a.wav", clicks(RATE), RATE)
    track = MusicTrack(media(path), RATE, 2, offset_s=0.0, stretch=1.0003)
    fine = np.concatenate(list(track.blocks(6.0)), axis=1)
    assert centre_s(fine[0], RATE, 4.0012) == pytest.approx(4.0 * 1.0003, abs=2e-5)


def test_music_track_is_cut_to_the_stretch_asked_for(tmp_path: Path) -> None:
    path = write_audio(tmp_path / "a.wav", clicks(RATE), RATE)
    track = MusicTrack(media(path), RATE, 1, offset_s=-1.5, stretch=1.0)
    fine = np.concatenate(list(track.blocks(8.0)), axis=1)
    assert fine.shape == (1, 8 * RATE)
    assert centre_s(fine[0], RATE, 1.0) == pytest.approx(2.5 - 1.5, abs=2e-5)
    assert not fine[0, round(4.6 * RATE) :].any()


def test_cut_on_a_key_frame_copies_and_between_two_encodes_only_the_gap(tmp_path: Path) -> None:
    footage = survey(media(write_video(tmp_path / "v.mp4", None, RATE, duration_s=8, keyframe_s=2)), lambda _: None)
    on_key = cut.stretch_between(footage, footage.units(4.0), footage.end)
    assert on_key.join == on_key.start
    between = cut.stretch_between(footage, footage.units(4.5), footage.end)
    assert footage.clock_s(between.join) == pytest.approx(6.0)
    after_last = cut.stretch_between(footage, footage.units(7.0), footage.end)
    assert (after_last.stop, after_last.join) == (0, footage.end)
    assert splice.picture_of(footage, on_key, threads=1)[1] == 0.0
    assert splice.picture_of(footage, between, threads=1)[1] == pytest.approx(1.5)


def test_end_of_a_copy_leaves_no_picture_without_its_references(tmp_path: Path) -> None:
    footage = survey(
        media(write_video(tmp_path / "v.mp4", None, RATE, duration_s=8, b_frames=3, keyframe_s=8)), lambda _: None
    )
    stretch = cut.stretch_between(footage, footage.start, footage.units(5.03))
    assert set(footage.pts[: stretch.stop]) == set(footage.pts[footage.pts < stretch.end])
    assert 0 <= 5.03 - footage.clock_s(stretch.end) < 0.2


def test_joint_that_does_not_hold_is_noticed(tmp_path: Path) -> None:
    right = survey(media(write_video(tmp_path / "v.mp4", None, RATE, duration_s=6)), lambda _: None)
    stretch = cut.stretch_between(right, right.units(2.5), right.end)
    assert not splice.joint_holds(right.file.path, right, stretch)


def test_header_of_anything_else_is_not_joinable() -> None:
    for record in (b"", b"\x00\x00\x00\x01\x67", b"\x01\x64\x00\x1f\xff\xe1\x00\x04"):
        with pytest.raises(h264.NotJoinable):
            h264.Header.parse(record)


def test_start_codes_become_lengths() -> None:
    data = b"\x00\x00\x00\x01\x67set\x00\x00\x01\x65picture\x80"
    assert h264.with_lengths(data) == (9).to_bytes(4, "big") + b"\x65picture\x80"
    assert h264.begins_afresh(h264.with_lengths(data))


def test_demo_is_quick_and_tells_the_truth(tmp_path: Path) -> None:
    began = time.monotonic()
    demo = make_demo(tmp_path)
    assert time.monotonic() - began < 20  # 1.6 s on two free cores
    job = FolderJob(tmp_path / "out", demo.dance, demo.music)
    result = run(BeatSyncParameters(dance_file_id=job.file_id(demo.dance), bgm_file_id=job.file_id(demo.music)), job)
    assert result.offset_s == pytest.approx(demo.offset_s, abs=0.001)
    assert result.confidence > 0.9
