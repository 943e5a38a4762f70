# ruff: noqa: RUF001 (Chinese marks are what is meant)
"""Films of prompts: exact in size, length and rate, the same for the same seed, and different for different prompts."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import av
import numpy as np
import pytest

from actors.text_to_video.procedural import production
from actors.text_to_video.procedural.ambience import SOUND_RATE_HZ
from actors.text_to_video.procedural.captions import Captioned
from actors.text_to_video.procedural.film import Pixels, write_film
from actors.text_to_video.procedural.language.understanding import understand
from actors.text_to_video.procedural.lettering import font, lines_of, showable
from actors.text_to_video.procedural.scene import Scene, Shot
from actors.text_to_video.procedural.sound import sound_of
from actors.text_to_video.procedural.typography import Typography
from actors.text_to_video.procedural.world.stage import Stage
from actors.text_to_video.spec import TextToVideoParameters
from tests.material.job import FolderJob

SMALL = Shot(320, 180, 24, 48)


class Plain:
    """Stands in for a stage: one grey per picture."""

    pixel_format = "bgra"

    def draw(self, frame: int, pixels: Pixels) -> None:
        pixels[:] = (frame * 7) % 256


class Broken(Plain):
    def draw(self, frame: int, pixels: Pixels) -> None:
        if frame == 9:
            raise ZeroDivisionError
        super().draw(frame, pixels)


def silence(shot: Shot) -> np.ndarray:
    return np.zeros((2, round(shot.duration_s * SOUND_RATE_HZ)), np.float32)


@pytest.mark.parametrize(
    "shot",
    [Shot(64, 64, 24, 24), Shot(64, 36, 24, 720), Shot(90, 160, 60, 61), Shot(62, 62, 30, 1), Shot(1366, 768, 25, 3)],
    ids=["one second", "half a minute", "60 fps upright", "one picture", "768P"],
)
def test_films_are_exact(tmp_path: Path, shot: Shot) -> None:
    path, told = tmp_path / "film.mp4", []
    write_film(path, Plain(), shot, silence(shot), threads=2, on_picture=told.append)
    assert told == list(range(1, shot.frames + 1))
    with av.open(str(path)) as film:
        video, audio = film.streams.video[0], film.streams.audio[0]
        assert (video.width, video.height, video.average_rate, video.frames) == (
            shot.width, shot.height, shot.fps, shot.frames,
        )  # fmt: skip
        assert float(video.duration * video.time_base) == pytest.approx(shot.duration_s, abs=1e-3)
        assert float(audio.duration * audio.time_base) == pytest.approx(shot.duration_s, abs=1 / shot.fps)
        assert (video.codec_context.colorspace, video.codec_context.pix_fmt) == (1, "yuv420p")
        assert sum(1 for _ in film.decode(video=0)) == shot.frames
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_a_fault_in_drawing_ends_the_film(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        write_film(tmp_path / "film.mp4", Broken(), SMALL, silence(SMALL), threads=1, on_picture=lambda _: None)


def made(folder: Path, prompt: str, monkeypatch: pytest.MonkeyPatch, **given: object) -> FolderJob:
    monkeypatch.setattr(production, "size_of", lambda *_: (160, 90))
    job = FolderJob(folder)
    params = TextToVideoParameters.model_validate({"prompt": prompt, "duration_s": 1, **given})
    production.produce(params, job, job.artifact("video.mp4"))
    return job


def test_a_job_says_what_it_understood_and_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = made(tmp_path, "两只白色的猫在草地上跑", monkeypatch, captions=True)
    scene = json.loads((tmp_path / "scene.json").read_text())
    assert scene["scene"]["groups"] == [{"subject": "cat", "action": "run", "count": 2, "colour": "white", "size": 1.0}]
    assert job.reports[-1] == (pytest.approx(0.9), "drawing", "frame 24 of 24")


def test_the_same_seed_is_the_same_film_and_another_one_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    films = []
    for number, seed in enumerate((5, 5, 6)):
        made(tmp_path / str(number), "a dog in the forest", monkeypatch, seed=seed)
        films.append((tmp_path / str(number) / "video.mp4").read_bytes())
    assert films[0] == films[1] != films[2]


def picture(prompt: str, frame: int = 20, shot: Shot = SMALL) -> np.ndarray:
    scene = understand(prompt, seed=3).scene
    pictures = Typography(scene, shot) if scene.words else Stage(scene, shot)
    pixels = np.zeros((shot.height, shot.width, 4), np.uint8)
    pictures.draw(frame, pixels)
    return pixels[..., :3].astype(np.int16)


ORIGINAL = "a red cat runs in the park at noon"


@pytest.mark.parametrize(
    ("changed", "bound"),
    [
        (ORIGINAL.replace("cat", "elephant"), 0.5),
        (ORIGINAL.replace("park", "desert"), 8),
        (ORIGINAL.replace("park", "park in the snow"), 2),
        (ORIGINAL.replace("park", "park in the rain"), 2),
        (ORIGINAL.replace("noon", "night"), 15),
        (ORIGINAL.replace("red", "blue"), 0.2),
        (ORIGINAL.replace("a red cat runs", "five red cats run"), 1),
        (ORIGINAL.replace("runs", "sleeps"), 0.2),
        (ORIGINAL + ", watercolor", 2),
        ("zzz", 15),
    ],
)
def test_a_changed_word_changes_the_picture(changed: str, bound: float) -> None:
    first = picture(ORIGINAL)
    assert np.array_equal(first, picture(ORIGINAL))
    assert np.abs(first - picture(changed)).mean() > bound


@pytest.mark.parametrize("weather", ["clear", "storm", "wind"])
@pytest.mark.parametrize("place", ["sea", "underwater", "city", "space"])
def test_sound_is_soft_and_fades(place: str, weather: str) -> None:
    scene = Scene(place=place, weather=weather, seed=-4)
    sound = sound_of(scene, 4.0, 4 * SOUND_RATE_HZ)
    assert sound.shape == (2, 4 * SOUND_RATE_HZ)
    assert sound.dtype == np.float32
    assert np.abs(sound).max() < 0.9
    middle = sound[:, SOUND_RATE_HZ : 3 * SOUND_RATE_HZ]
    assert -28 < 10 * np.log10(np.mean(np.square(middle))) < -18
    assert np.abs(sound[:, :50]).max() < 0.01
    assert np.abs(sound[:, -50:]).max() < 0.01
    assert np.array_equal(sound, sound_of(scene, 4.0, 4 * SOUND_RATE_HZ))
    assert not np.array_equal(sound, sound_of(dataclasses.replace(scene, seed=5), 4.0, 4 * SOUND_RATE_HZ))


@pytest.mark.parametrize("text", ["a cat " * 300, "猫" * 2000, "x" * 2000, "مرحبا", "", "🐱 ok", "\u0301" * 9])
@pytest.mark.parametrize("shot", [SMALL, Shot(90, 160, 24, 24)], ids=["wide", "upright"])
def test_any_text_can_be_a_caption_and_moving_words(text: str, shot: Shot) -> None:
    words = tuple(understand(text).scene.words) or (text,)
    for pictures in (
        Captioned(Plain(), text, shot),
        *(Typography(Scene(words=words, seed=seed), shot) for seed in range(3)),
    ):
        pixels = np.zeros((shot.height, shot.width, 4), np.uint8)
        pictures.draw(shot.frames - 1, pixels)
        assert pixels.any()


def test_captions_are_at_the_foot_and_fade_in() -> None:
    pixels = np.zeros((2, 180, 320, 4), np.uint8)
    captioned = Captioned(Plain(), "a cat", SMALL)
    for number, frame in enumerate((0, 40)):
        captioned.draw(frame, pixels[number])
    plain = np.zeros((180, 320, 4), np.uint8)
    Plain().draw(40, plain)
    changed = np.abs(pixels[1].astype(int) - plain).sum(axis=(1, 2)) > 0
    assert not changed[:120].any()
    assert changed[154:168].all()
    assert pixels[0].max() < 100 < pixels[1].max()


def test_lines_are_never_wider_than_asked() -> None:
    face = font(20)
    for text in ("the quick brown fox jumps over the lazy dog " * 4, "敏捷的棕色狐狸跳过懒狗。" * 8, "w" * 200):
        lines = lines_of(text.strip(), face, 200)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(face.measureText(line) <= 220 for line in lines)


def test_what_the_font_cannot_show_is_left_out() -> None:
    assert showable("a\x00 \u202eمرحبا 猫 🐱 b") == "a 猫 b"
