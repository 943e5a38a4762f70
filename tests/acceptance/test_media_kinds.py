"""Drafts, drawn videos and dances on a real ``sluice up``."""

from __future__ import annotations

import io
import json
import os
import signal
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import pytest
import requests
from PIL import Image

from tests.cancelling import Traces, cancel_at_moments
from tests.local_service import LocalService, processes_of, running
from tests.material.media_jobs import SORTS, MediaJobs, media_jobs
from tests.material.web_server import stalled
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaJobs]:
    with media_jobs(tmp_path_factory.mktemp("media")) as made:
        yield made


@pytest.fixture(scope="module")
def prepared(jobs: MediaJobs) -> MediaJobs:
    jobs.prepare()
    return jobs


@pytest.fixture(scope="module")
def service(jobs: MediaJobs) -> LocalService:
    return jobs.service


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


def test_cancelled_at_any_of_20_moments_nothing_of_a_job_is_left(prepared: MediaJobs) -> None:
    before = Traces(prepared)
    cancels = cancel_at_moments(prepared, each=4, seed=20)
    before.assert_nothing_new(done={cancel.job_id for cancel in cancels if cancel.state == "succeeded"})
    ends = Counter((cancel.sort, cancel.state) for cancel in cancels)
    # One that is nearly done may be done before it hears of it.
    assert all(ends[sort, "cancelled"] >= 2 for sort in SORTS), ends
    paid = prepared.vod.sessions()
    assert len(paid) == len(set(paid)) <= 4


def test_draft_whose_child_and_worker_are_killed_runs_again_and_ends_right(prepared: MediaJobs, tmp_path: Path) -> None:
    before, web, service = Traces(prepared), prepared.web, prepared.service
    web.answers["/one.mp4"] = [stalled(prepared.film)] * 2
    asked = web.asked.count("/one.mp4")
    job_id = prepared.submit("draft")
    wait_until(lambda: service.job(job_id)["progress"] and web.asked.count("/one.mp4") == asked + 1, 20)
    (child,) = processes_of(job_id)
    child.kill()
    wait_until(lambda: service.job(job_id)["progress"] and web.asked.count("/one.mp4") == asked + 2, 20)
    worker, orphans = service.holder(job_id), processes_of(job_id)
    assert worker
    os.kill(worker, signal.SIGKILL)
    job = service.await_job(job_id, 30, state="succeeded")
    assert (job["attempt"], running(orphans), processes_of(job_id)) == (3, [], [])
    assert prepared.faults_of_draft(job, tmp_path) == []
    before.assert_nothing_new(done={job_id})
