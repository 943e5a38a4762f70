"""What jobs made comes to this computer whole, under a free name, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.errors import Gone, LocalFailure
from tests.material.begun_service import Begin, Heard
from tests.material.small_sluice import Call, SmallSluice, artifact

CONTENT = b"0123456789" * 100_000


@pytest.fixture
def finished(server: SmallSluice) -> SmallSluice:
    server.contents = {("A", "out.txt"): CONTENT, ("A", "..\\CON"): b"tricky"}
    server.put("A", state="succeeded", artifacts=[artifact(name, data) for (_, name), data in server.contents.items()])
    return server


def ended(heard: Heard) -> bool:
    return bool(heard.transfers) and heard.transfers[-1].state != "running"


def test_artifacts_are_saved_under_safe_free_names(
    finished: SmallSluice, begin: Begin, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "out.txt").write_text("mine")
    service, heard = begin(finished.url)
    transfer_id = service.save("A", ["out.txt", "..\\CON"], str(tmp_path))
    qtbot.waitUntil(lambda: ended(heard))
    last = heard.transfers[-1]
    assert (last.id, last.state, last.error) == (transfer_id, "done", None)
    assert [Path(path).name for path in last.paths] == ["out (2).txt", "_CON"]
    assert (last.done_bytes, last.total_bytes) == (len(CONTENT) + 6, len(CONTENT) + 6)
    assert (tmp_path / "out (2).txt").read_bytes() == CONTENT
    assert (tmp_path / "out.txt").read_text() == "mine"
    assert list(tmp_path.glob("*.part")) == []


def test_path_that_the_user_chose_is_the_path(
    finished: SmallSluice, begin: Begin, qtbot: QtBot, tmp_path: Path
) -> None:
    goal = tmp_path / "mine.txt"
    goal.write_text("old")
    service, heard = begin(finished.url)
    service.save("A", ["out.txt"], str(goal))
    qtbot.waitUntil(lambda: ended(heard))
    assert heard.transfers[-1].path == str(goal)
    assert goal.read_bytes() == CONTENT


def test_download_that_breaks_off_goes_on_where_it_was(
    finished: SmallSluice, begin: Begin, qtbot: QtBot, tmp_path: Path
) -> None:
    ranges: list[str | None] = []

    def breaks(call: Call) -> bool:
        if not call.path.endswith("out.txt"):
            return False
        ranges.append(call.headers.get("range"))
        if len(ranges) == 1:
            call.answer(200, CONTENT, cut=400_000)
            return True
        return False

    finished.trouble = breaks
    service, heard = begin(finished.url)
    service.save("A", ["out.txt"], str(tmp_path))
    qtbot.waitUntil(lambda: ended(heard))
    assert heard.transfers[-1].state == "done"
    assert (tmp_path / "out.txt").read_bytes() == CONTENT
    assert ranges[0] is None
    assert ranges[1] is not None
    assert int(ranges[1].removeprefix("bytes=").rstrip("-")) > 0


def test_damaged_download_fails_and_leaves_nothing(
    finished: SmallSluice, begin: Begin, qtbot: QtBot, tmp_path: Path
) -> None:
    finished.contents["A", "out.txt"] = CONTENT[:-1] + b"!"
    service, heard = begin(finished.url)
    folder = tmp_path / "into"
    folder.mkdir()
    service.save("A", ["out.txt"], str(folder))
    qtbot.waitUntil(lambda: ended(heard))
    assert heard.transfers[-1].state == "failed"
    assert heard.transfers[-1].error == LocalFailure(str(folder / "out.txt"), "damaged")
    assert list(folder.iterdir()) == []


def test_artifact_that_is_gone_is_told(finished: SmallSluice, begin: Begin, qtbot: QtBot, tmp_path: Path) -> None:
    service, heard = begin(finished.url)
    service.save("A", ["other.txt"], str(tmp_path))
    qtbot.waitUntil(lambda: ended(heard))
    assert isinstance(heard.transfers[-1].error, Gone)


def test_stopped_download_leaves_nothing(finished: SmallSluice, begin: Begin, qtbot: QtBot, tmp_path: Path) -> None:
    finished.trouble = lambda call: call.path.endswith("out.txt") and call.problem(503, "busy", Retry_After="60")
    service, heard = begin(finished.url)
    folder = tmp_path / "into"
    folder.mkdir()
    transfer_id = service.save("A", ["out.txt"], str(folder))
    qtbot.waitUntil(lambda: finished.count("GET /v1/jobs/A/artifacts") > 0)
    service.stop_transfer(transfer_id)
    qtbot.waitUntil(lambda: ended(heard))
    assert heard.transfers[-1].state == "stopped"
    assert list(folder.iterdir()) == []


def test_preview_is_fetched_once(finished: SmallSluice, begin: Begin, qtbot: QtBot) -> None:
    service, heard = begin(finished.url)
    for _ in range(2):
        heard.transfers.clear()
        service.open_temporary("A", "out.txt")
        qtbot.waitUntil(lambda: ended(heard))
        assert heard.transfers[-1].state == "done"
        assert Path(heard.transfers[-1].path).read_bytes() == CONTENT
    assert finished.count("GET /v1/jobs/A/artifacts/out.txt") == 1
