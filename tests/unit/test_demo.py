"""The demo's story, told against prepared answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.errors import SluiceError
from backend.local import demo
from tests.unit.canned_server import Answer, CannedServer, job_document


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[CannedServer]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SLUICE_LIFELINE_FD", raising=False)

    def make_material(terminal: object, folder: Path) -> dict[str, float]:
        folder.mkdir(parents=True)
        for name in ("dance.mp4", "music.wav"):
            (folder / name).write_text(name)
        return {"offset_s": 3.218}

    monkeypatch.setattr(demo, "make_material", make_material)
    with CannedServer().running() as running:
        running.on("POST /v1/files", Answer(201, {"id": "a" * 64}), Answer(201, {"id": "b" * 64}))
        running.on("POST /v1/jobs", Answer(202, job_document(kind="beat_sync")))
        yield running


def test_demo_tells_the_measured_offset_the_true_one_and_where_the_videos_lie(
    server: CannedServer, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    content = b"video"
    artifacts = [
        {"name": name, "media_type": "video/mp4", "bytes": 5, "sha256": hashlib.sha256(content).hexdigest(),
         "url": f"/v1/jobs/01KJOB/artifacts/{name}"}
        for name in ("modular.mp4", "v2.mp4")
    ]  # fmt: skip
    for artifact in artifacts:
        server.on(f"GET {artifact['url']}", Answer(200, content))
    ended = job_document(state="succeeded", result={"offset_s": 3.2184}, artifacts=artifacts)
    server.on("GET /v1/jobs/01KJOB", Answer(200, job_document(state="running", progress=0.5)), Answer(200, ended))

    assert demo.main(["--server", server.url, "--folder", str(tmp_path / "demo")]) == 0
    told = capsys.readouterr()
    assert "begins +3.2184 s on the video's clock; the truth is +3.2180 s (0.4 ms off)" in told.out
    assert "demo/modular.mp4" in told.out
    assert (tmp_path / "demo" / "v2.mp4").read_bytes() == content
    assert f"sluice doctor --server {server.url}" in told.out
    assert " 50 %  running" in told.err
    params = json.loads(server.seen[2].body)["params"]
    assert params == {"dance_file_id": "a" * 64, "bgm_file_id": "b" * 64, "mode": "align"}


def test_failing_demo_says_why_and_what_still_works(
    server: CannedServer, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    error = {"code": "not_same_song", "message": "These are two songs.", "details": {}}
    server.on("GET /v1/jobs/01KJOB", Answer(200, job_document(state="failed", error=error)))
    assert demo.main(["--server", server.url, "--folder", str(tmp_path / "demo")]) == 1
    out = capsys.readouterr().out
    assert "The demo failed: job 01KJOB failed. These are two songs.\nThe service itself stays up." in out
    assert f"Sluice serves at {server.url} until Ctrl-C" in out


def test_material_that_cannot_be_made_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo, "MATERIAL_MODULE", "backend.no_such_module")
    with pytest.raises(SluiceError, match=r"could not be made \(.*no_such_module"):
        demo.make_material(demo.Terminal(), tmp_path / "input")
