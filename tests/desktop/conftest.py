"""Qt without a screen, for every test of this folder; and what several of its files begin with."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from pytestqt.qtbot import QtBot

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication

from desktop import i18n, theme
from desktop.core import backoff
from desktop.views.preview import pane
from desktop.views.preview.cached import Cached
from desktop.views.preview.pane import PreviewPane
from desktop.workers.service import Service
from tests.material.begun_service import Begin, Heard
from tests.material.small_sluice import SmallSluice
from tests.material.stand_in_service import StandIn
from tests.material.submit_desk import Desk


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture(autouse=True)
def _no_keyring() -> Iterator[None]:
    """The keyring of whoever runs the tests is not theirs to open."""
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    yield
    keyring.set_keyring(before)


# --- the service behind the windows ----------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[SmallSluice]:
    """A server that misbehaves on demand."""
    with SmallSluice().running() as server:
        yield server


@pytest.fixture
def begin(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Begin]:
    """Start services that try again soon after a failure; stop them at the end."""
    monkeypatch.setattr(backoff, "FAILURE_FIRST_S", 0.05)
    monkeypatch.setattr(backoff, "FAILURE_LEAST_S", 0.01)
    monkeypatch.setattr(backoff, "IDLE_FIRST_S", 0.05)
    interval_s = sys.getswitchinterval()
    begun: list[Service] = []

    def start(url: str, **options: Any) -> tuple[Service, Heard]:
        service = Service(url, tmp_path / "state", **options)
        heard = Heard(service)
        begun.append(service)
        service.start()
        return service, heard

    yield start
    for service in begun:
        service.stop()
    sys.setswitchinterval(interval_s)


# --- the window for new jobs -----------------------------------------------------------------------------


@pytest.fixture
def themed(qapp: QApplication) -> None:
    """Colours and style sheet as the program has them."""
    if not qapp.styleSheet():  # laying a style sheet over everything anew costs a fifth of a second
        theme.use("light")


@pytest.fixture
def desk(qtbot: QtBot, themed: None) -> Desk:
    """The window, knowing all kinds that there are."""
    return Desk(qtbot)


@pytest.fixture
def things(tmp_path: Path) -> dict[str, Path]:
    """Files to drop, by name; each says by its ending alone what it is."""
    found = {}
    for name in ("film.mp4", "song.mp3", "one.pdf", "two.pdf", "a.docx", "b.docx", "c.docx"):
        found[name] = tmp_path / name
        found[name].write_bytes(b"x" * 100)
    found["cut.json"] = tmp_path / "cut.json"
    found["cut.json"].write_text(json.dumps({"canvas": {}, "tracks": []}))
    return found


# --- previews --------------------------------------------------------------------------------------------


@pytest.fixture
def no_player(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests see the same on computers with and without Qt's multimedia part."""
    monkeypatch.setattr(pane, "plays", lambda: False)
    monkeypatch.setattr("desktop.views.preview.film.plays", lambda: False)


@pytest.fixture
def service(tmp_path: Path, qapp: QApplication) -> StandIn:
    """A service whose files a test lays down."""
    theme.use(theme.LIGHT)
    return StandIn(tmp_path / "state")


@pytest.fixture
def shown(qtbot: QtBot, service: StandIn, no_player: None) -> Iterator[PreviewPane]:
    """The preview, as large as it is beside the list."""
    view = PreviewPane(Cached(service))
    qtbot.addWidget(view)
    view.resize(420, 520)
    view.show()
    yield view
    view.stop()
