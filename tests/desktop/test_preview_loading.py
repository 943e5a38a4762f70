"""Before a preview is seen: loaded, stopped, asked for, failed; never the file of another job."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.core.errors import Unreachable
from desktop.views.preview import choice
from desktop.views.preview.aside import Aside
from desktop.views.preview.pane import PreviewPane
from desktop.views.preview.picture import PictureLook
from desktop.views.preview.state import StateView
from tests.material.previewed_files import picture, written
from tests.material.previewing import look_at, words_of
from tests.material.stand_in_service import StandIn


def test_loading_shows_how_far_and_can_be_stopped(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path
) -> None:
    service.held = True
    look_at(shown, service, picture(tmp_path / "a.png"))
    qtbot.waitUntil(lambda: " of " in words_of(shown))
    shown._state.buttons()[0].click()
    assert service.stopped == ["T1"]
    qtbot.waitUntil(lambda: "Load and show" in [button.text() for button in shown._state.buttons()])
    service.held = False
    shown._state.buttons()[0].click()
    qtbot.waitUntil(lambda: isinstance(shown.look, PictureLook))


def test_large_files_are_asked_for_first(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choice, "ASK_BYTES", 10)
    look_at(shown, service, written(tmp_path / "t.txt", "much too long"))
    qtbot.waitUntil(lambda: "13 bytes are to be loaded" in words_of(shown))
    assert service.asked == []
    shown._state.buttons()[0].click()
    qtbot.waitUntil(lambda: not isinstance(shown.look, StateView))


def test_a_failed_fetch_says_why_and_tries_again(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path
) -> None:
    service.failure = Unreachable("http://x", "timed out")
    look_at(shown, service, picture(tmp_path / "a.png"))
    qtbot.waitUntil(lambda: "did not answer in time" in words_of(shown))
    service.failure = None
    shown._state.buttons()[0].click()
    qtbot.waitUntil(lambda: isinstance(shown.look, PictureLook))


def test_another_job_is_never_shown_the_file_of_the_one_before(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path
) -> None:
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    first, second = written(tmp_path / "1" / "t.txt", "first"), written(tmp_path / "2" / "t.txt", "second")
    look_at(shown, service, first)
    qtbot.waitUntil(lambda: type(shown.look).__name__ == "PlainLook")
    # Tried again, the same job makes another file of the same name.
    look_at(shown, service, second)
    qtbot.waitUntil(
        lambda: (
            shown.look is not None
            and type(shown.look).__name__ == "PlainLook"
            and shown.look._text.toPlainText() == "second"
        )
    )


def test_only_the_last_wish_counts(qtbot: QtBot) -> None:
    owner = QObject()
    aside = Aside(owner)
    got: list[object] = []
    for number in range(20):
        aside.run(lambda number=number: number, got.append, got.append)
    qtbot.waitUntil(lambda: not aside.busy)
    aside.run(lambda: 1 / 0, got.append, got.append)
    qtbot.waitUntil(lambda: len(got) == 2)
    assert got[0] == 19
    assert isinstance(got[1], ZeroDivisionError)
    aside.stop()
