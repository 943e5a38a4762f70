"""The service that the client starts on this computer: one, though it is wished for twice; gone with the window."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Client
from desktop.core.errors import ClientError, Unreachable
from desktop.workers.local_service import LocalService
from tests.local_service import processes_of

#: In the place of ``sluice``: a service that is on its way for as long as the test looks.
NEVER_READY = [sys.executable, "-c", "import signal; signal.pause()"]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[ClientError | None]:
    """What was found where the service of this computer should be, once the client has done what it does about it."""
    heard: list[ClientError | None] = []
    act = Client._local_probed

    def note(client: Client, failure: ClientError | None) -> None:
        act(client, failure)
        heard.append(failure)

    monkeypatch.setattr(Client, "_local_probed", note)
    return heard


@pytest.fixture
def client(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A client on its first run; this computer's service is not there, and slow to come."""
    monkeypatch.setattr(LocalService, "command", staticmethod(lambda: NEVER_READY))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # held and not listened on: whoever knocks is refused at once
        monkeypatch.setattr("desktop.app.LOCAL_SERVER", f"http://127.0.0.1:{taken.getsockname()[1]}")
        made = Client(qapp, tmp_path)
        made.start("", local=False)
        yield made
        made._close_window()
    for left in processes_of(str(tmp_path)):  # only after a failure: a service that the client has forgotten
        left.kill()


def wish(client: Client) -> None:
    """Press "Use this computer" in the dialog that asks for the server."""
    dialog = client._dialog
    assert dialog is not None
    assert dialog._local.isVisible()
    QTest.mouseClick(dialog._local, Qt.MouseButton.LeftButton)


def test_second_wish_for_the_service_of_this_computer_starts_no_second_one(
    qtbot: QtBot, client: Client, answers: list[ClientError | None], tmp_path: Path
) -> None:
    wish(client)
    qtbot.waitUntil(lambda: len(answers) == 1)
    window = client.window
    assert window is not None
    (first,) = processes_of(str(tmp_path))
    window.actions_["connect"].trigger()
    wish(client)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert all(isinstance(failure, Unreachable) for failure in answers)
    assert processes_of(str(tmp_path)) == [first]
    assert client.window is window
    window.close()
    assert processes_of(str(tmp_path)) == []
