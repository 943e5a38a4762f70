"""Drafts, drawn videos and dances on a real ``sluice up``."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import pytest
import requests
from PIL import Image

from tests.local_service import LocalService
from tests.material.dances import Dance, write_dance
from tests.material.files import write_audio
from tests.material.songs import song
from tests.waiting import wait_until

RATE_HZ = 48_000
#: What is drawn in a film of some seconds.
DRAWN: dict[str, object] = {"prompt": "two pandas dance in the rain", "duration_s": 4, "resolution": "720P"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalService]:
    running = LocalService(tmp_path_factory.mktemp("media"), "--workers", "1", "--threads", "4")
    yield running
    running.stop()


def timeline(words: str, source: str) -> dict[str, Any]:
    return {
        "name": "Film",
        "canvas": {"width": 1280, "height": 720, "fps": 30},
        "tracks": [
            {"type": "image", "name": "main", "segments": [{"source": source, "start_s": 0, "duration_s": 2}]},
            {"type": "text", "name": "title", "segments": [{"text": words, "start_s": 0, "duration_s": 2}]},
        ],
    }


def put(service: LocalService, draft_id: str, document: dict[str, Any]) -> None:
    answer = requests.put(f"{service.address}/v1/drafts/{draft_id}", json=document, timeout=10)
    assert answer.status_code in (200, 201), answer.text


def saved(service: LocalService, job: dict[str, Any]) -> str:
    """Return all JSON of a saved draft as one text."""
    packed = service.answer(f"/v1/jobs/{job['id']}/artifacts/draft.zip").content
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        return "\n".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".json"))


def test_draft_is_saved_again_after_an_edit_and_two_never_mix(service: LocalService, tmp_path: Path) -> None:
    Image.new("RGB", (64, 36), "navy").save(tmp_path / "still.png")
    source = service.upload(tmp_path / "still.png")
    put(service, "one", timeline("first words", source))
    put(service, "two", timeline("other words", source))
    jobs = [service.submit({"kind": "capcut_draft"}, draft_id=name) for name in ("one", "two")]
    put(service, "one", timeline("second words", source))
    first, other = (saved(service, service.await_job(job, state="succeeded")) for job in jobs)
    again = service.submit({"kind": "capcut_draft"}, draft_id="one")
    second = saved(service, service.await_job(again, state="succeeded"))
    assert ["first words" in first, "other words" in first, "second words" in first] == [True, False, False]
    assert ["first words" in other, "other words" in other] == [False, True]
    assert ["first words" in second, "second words" in second] == [False, True]


def test_film_is_drawn_from_the_command_line(service: LocalService, tmp_path: Path) -> None:
    said = service.sluice(
        "submit", "text_to_video", "--set", "prompt=一只红色的猫在雪地里跑", "--set", "duration_s=1", "--wait", "--json"
    )
    assert said.returncode == 0, said.stderr
    job = json.loads(said.stdout)
    assert service.sluice("fetch", job["id"], str(tmp_path / "film")).returncode == 0
    found = {path.name: path for path in (tmp_path / "film").rglob("*.*")}
    assert set(found) == {"video.mp4", "poster.jpg", "preview.webp", "scene.json"}
    with av.open(str(found["video.mp4"])) as film:
        picture = film.streams.video[0]
        assert (picture.width, picture.height, picture.frames) == (1366, 768, 24)
    assert "cat" in found["scene.json"].read_text(encoding="utf-8")


def test_cancelled_at_any_of_20_moments_nothing_of_a_job_is_left(service: LocalService, tmp_path: Path) -> None:
    write_dance(tmp_path / "dance.mp4", Dance(seed=3, duration_s=5))
    dance = service.upload(tmp_path / "dance.mp4")
    music = service.upload(write_audio(tmp_path / "song.wav", song(5, 15, RATE_HZ), RATE_HZ))
    before = {process.pid for process in service.descendants()}
    work = service.state / "storage" / "work"
    chance = random.Random(20)
    ends = Counter[str]()
    for number in range(20):
        if number % 2:
            job_id = service.submit({"kind": "text_to_video"}, **DRAWN, seed=number)
        else:
            job_id = service.submit({"kind": "beat_sync"}, dance_file_id=dance, bgm_file_id=music, mode="retime")
        share = chance.uniform(0.0, 0.9)
        wait_until(lambda job_id=job_id, share=share: service.job(job_id)["progress"] > share, 20, every_s=0.005)  # type: ignore[misc]
        service.post(f"/v1/jobs/{job_id}/cancel")
        wait_until(lambda job_id=job_id: service.job(job_id)["finished_at"], 2, every_s=0.02)  # type: ignore[misc]
        job = service.job(job_id)
        ends[job["state"]] += 1
        assert job["state"] == "succeeded" or not job["artifacts"]
    assert ends["cancelled"] >= 14, f"a quick one may be done before it hears of it: {ends}"
    assert ends["cancelled"] + ends["succeeded"] == 20
    wait_until(lambda: {process.pid for process in service.descendants()} <= before, 5)
    wait_until(lambda: {path.name for path in work.glob("*/*")} <= {"lock"}, 5)
