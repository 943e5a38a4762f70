"""A whole service with a job of every sort of media work, long enough to be disturbed in the middle of it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import requests

from backend.drafts import parse
from tests.local_service import LocalService
from tests.material.dances import Dance, write_dance
from tests.material.draft_validator import SavedDraft
from tests.material.files import write_audio, write_video
from tests.material.rooms import Room, recording
from tests.material.small_film import small_film
from tests.material.songs import song
from tests.material.vod_server import APPLICATION, SECRET_ID, SECRET_KEY, Play, VodServer
from tests.material.web_server import WebServer, paced

RATE_HZ = 48_000
SORTS = ("draft", "aligned dance", "retimed dance", "drawn film", "ordered film")
#: How long the media of a draft are on their way, seconds.
FETCH_S = 1.0
#: Of the sound that is packed into each draft, seconds.
SOUND_S = 100


@contextlib.contextmanager
def media_jobs(folder: Path) -> Iterator[MediaJobs]:
    """Run a service whose jobs fetch and order from servers of our own."""
    away = folder / "home"
    away.mkdir()
    with WebServer().running() as web, VodServer(small_film(), looks=6) as vod:
        with pytest.MonkeyPatch.context() as patch:
            for name in ("TMPDIR", "HOME"):
                patch.setenv(name, str(away))
            service = LocalService(
                folder, "--workers", "1", "--threads", str(len(SORTS)),
                tencent_secret_id=SECRET_ID, tencent_secret_key=SECRET_KEY, tencent_sub_app_id=APPLICATION,
                tencent_base_url=vod.url, tencent_poll_s=0.1, tencent_requests_per_second=1000, web_loopback=True,
            )  # fmt: skip
        try:
            yield MediaJobs(service, folder, web, vod, away)
        finally:
            service.stop()


class MediaJobs:
    """Submits jobs of every sort.

    Args:
        service: runs them.
        folder: for material.
        web: holds a draft's media.
        vod: takes orders of films.
        away: the home folder of the service's processes, and where they have their temporary files.
    """

    def __init__(self, service: LocalService, folder: Path, web: WebServer, vod: VodServer, away: Path) -> None:
        self.service, self.folder, self.web, self.vod, self.away = service, folder, web, vod, away
        self.film = small_film(noise=200)
        self._seed = 0
        self._uploaded: dict[str, str] = {}

    def submit(self, sort: str) -> str:
        """Submit a job; return its id."""
        make: Callable[[], tuple[str, dict[str, object]]] = getattr(self, f"_{sort.replace(' ', '_')}")
        kind, params = make()
        return self.service.submit({"kind": kind}, **params)

    def prepare(self) -> None:
        """Make and upload what the sorts need."""
        music = song(5, 15, RATE_HZ)
        self._upload(write_audio(self.folder / "song.wav", music, RATE_HZ))
        write_dance(self.folder / "dance.mp4", Dance(seed=3, duration_s=5))
        self._upload(self.folder / "dance.mp4")
        heard = recording(music, RATE_HZ, Room(seed=1), offset_s=1.0, duration_s=10)[None]
        self._upload(write_video(self.folder / "class.mp4", heard, RATE_HZ, duration_s=10.0, size=(320, 180)))
        self._upload(write_audio(self.folder / "long.wav", np.zeros((2, SOUND_S * RATE_HZ), np.float32), RATE_HZ))
        for name in ("one", "two"):
            self.web.pages[f"/{name}.mp4"] = paced(self.film, FETCH_S)
        # The provider takes its time to answer: jobs are met in the middle of a question.
        self.vod.usual = {"CreateAigcVideoTask": Play(late_s=0.3), "DescribeTaskDetail": Play(late_s=0.1)}

    def put_draft(self, draft_id: str) -> None:
        """Put a draft with two films from the web and a long sound."""
        address = f"{self.service.address}/v1/drafts/{draft_id}"
        assert requests.put(address, json=self.timeline(), timeout=10).status_code in (200, 201)

    def timeline(self) -> dict[str, Any]:
        films = [
            {"source": f"{self.web.url}/{name}.mp4", "start_s": 2.0 * at, "duration_s": 2.0}
            for at, name in enumerate(("one", "two"))
        ]
        sound = [{"source": self._uploaded["long.wav"], "start_s": 0, "duration_s": 4.0}]
        return {
            "name": "Film",
            "canvas": {"width": 1280, "height": 720, "fps": 30},
            "tracks": [{"type": "video", "segments": films}, {"type": "audio", "segments": sound}],
        }

    def faults_of_draft(self, job: dict[str, Any], folder: Path) -> list[str]:
        """Return what is wrong with the draft that a job has saved.

        Args:
            job: its document.
            folder: where the draft is unpacked.
        """
        archive = folder / f"{job['id']}.zip"
        archive.write_bytes(self.service.answer(job["artifacts"][0]["url"]).content)
        film = folder / "film.mp4"
        film.write_bytes(self.film)
        sources = {f"{self.web.url}/{name}.mp4": film for name in ("one", "two")}
        sources[self._uploaded["long.wav"]] = self.folder / "long.wav"
        document = parse(self.timeline()).document()
        opened = SavedDraft(
            archive, folder / job["id"], document, system="relative", root="", sources=sources,
            secrets=(str(self.service.state), str(self.away)),
        )  # fmt: skip
        return opened.faults()

    def _upload(self, path: Path) -> None:
        self._uploaded[path.name] = self.service.upload(path)

    def _draft(self) -> tuple[str, dict[str, object]]:
        self.put_draft("film")
        return "capcut_draft", {"draft_id": "film"}

    def _aligned_dance(self) -> tuple[str, dict[str, object]]:
        return "beat_sync", self._dance("class.mp4", "align")

    def _retimed_dance(self) -> tuple[str, dict[str, object]]:
        return "beat_sync", self._dance("dance.mp4", "retime")

    def _dance(self, film: str, mode: str) -> dict[str, object]:
        return {"dance_file_id": self._uploaded[film], "bgm_file_id": self._uploaded["song.wav"], "mode": mode}

    def _drawn_film(self) -> tuple[str, dict[str, object]]:
        self._seed += 1
        prompt = "two pandas dance in the rain"
        return "text_to_video", {"prompt": prompt, "duration_s": 2, "resolution": "720P", "seed": self._seed}

    def _ordered_film(self) -> tuple[str, dict[str, object]]:
        return "text_to_video", {"prompt": "a small boy runs down the street", "provider": "tencent"}
