"""``sluice drafts`` and ``sluice draft`` as a person or a script sees them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.cli.main import main
from tests.unit.canned_server import Answer, CannedServer

FILE_ID = "a" * 64
PATH = "/v1/drafts/film"
RECORD = {
    "id": "film", "name": "第一部", "bytes": 2048, "version": 7, "created_at": "2026-11-22T10:00:00.000Z",
    "updated_at": "2026-11-22T10:00:00.000Z", "expires_at": "2026-12-22T10:00:00.000Z", "links": {"self": PATH},
}  # fmt: skip


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[CannedServer]:
    for name in [name for name in os.environ if name.startswith("SLUICE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    with CannedServer().running() as running:
        monkeypatch.setenv("SLUICE_SERVER", running.url)
        yield running


def timeline(*sources: Any) -> dict[str, Any]:
    return {"name": "第一部", "tracks": [{"type": "video", "segments": [{"source": one} for one in sources]}]}


def test_drafts_are_an_aligned_table(server: CannedServer, capsys: pytest.CaptureFixture[str]) -> None:
    server.on("GET /v1/drafts", Answer(200, {"drafts": [RECORD], "next": None}))
    assert main(["drafts"]) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head.split() == ["id", "name", "size", "changed"]
    assert row.split()[:4] == ["film", "第一部", "2.0", "KiB"]
    assert main(["drafts", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"drafts": [RECORD]}
    server.on("GET /v1/drafts", Answer(200, {"drafts": [], "next": None}))
    assert main(["drafts"]) == 0
    assert "sluice draft put" in capsys.readouterr().out


def test_put_uploads_each_local_file_once_and_leaves_ids_and_addresses(
    server: CannedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "film"
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "a.mp4").write_bytes(b"a")
    (folder / "b.mp4").write_bytes(b"b")
    sources = ["media/a.mp4", FILE_ID, "https://example.org/c.mp4", str(folder / "b.mp4"), "./media/a.mp4"]
    (folder / "film.json").write_text(json.dumps(timeline(*sources)), encoding="utf-8-sig")
    server.on("POST /v1/files", Answer(201, {"id": "one"}), Answer(201, {"id": "two"}))
    server.on(f"PUT {PATH}", Answer(201, RECORD))
    assert main(["draft", "put", "film", "film/film.json"]) == 0
    assert capsys.readouterr().out == "film  第一部\n"
    assert json.loads(server.seen[-1].body) == timeline("one", FILE_ID, "https://example.org/c.mp4", "two", "one")
    assert [seen.body for seen in server.seen[:-1]] == [b"a", b"b"]


def test_put_names_every_missing_file_before_anything_is_sent(
    server: CannedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "film.json").write_text(json.dumps(timeline("gone.mp4", "..", 7)))
    assert main(["draft", "put", "film", "film.json"]) == 2
    assert "gone.mp4, .." in capsys.readouterr().err
    assert server.seen == []


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "[" * 100_000])
def test_put_takes_json_objects_only(server: CannedServer, tmp_path: Path, text: str) -> None:
    (tmp_path / "film.json").write_text(text)
    assert main(["draft", "put", "film", "film.json"]) == 2
    assert server.seen == []


@pytest.mark.parametrize("document", [{}, {"tracks": 7}, {"tracks": [7, {}, {"segments": [7, {}]}]}])
def test_what_a_timeline_must_hold_is_the_services_to_say(
    server: CannedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str], document: Any
) -> None:
    (tmp_path / "film.json").write_text(json.dumps(document))
    faults = [{"pointer": "/name", "detail": "This is required."}]
    server.on(f"PUT {PATH}", Answer(422, {"title": "The request has faults", "errors": faults}))
    assert main(["draft", "put", "film", "film.json"]) == 1
    assert "/name: This is required." in capsys.readouterr().err
    assert json.loads(server.seen[-1].body) == document


def test_get_writes_what_put_takes_and_delete_says_what_it_did(
    server: CannedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.on(f"GET {PATH}", Answer(200, timeline(FILE_ID)))
    server.on(f"DELETE {PATH}", Answer(204))
    assert main(["draft", "get", "film"]) == 0
    assert json.loads(capsys.readouterr().out) == timeline(FILE_ID)
    assert main(["draft", "delete", "film"]) == 0
    assert capsys.readouterr().out == "film  deleted\n"


def test_names_of_drafts_can_not_lead_elsewhere(server: CannedServer) -> None:
    assert main(["draft", "get", "../jobs"]) == 1
    assert server.seen[-1].path == "/v1/drafts/..%2Fjobs"
