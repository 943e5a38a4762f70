"""The window for new jobs as a user has it: by keyboard, by what is dropped on it; what it remembers and sends off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from backend.catalogue import Catalogue
from backend.settings import Settings
from desktop.core.kinds import Kind, kind_of
from desktop.core.outbox import Submission
from desktop.views.form import FormView
from desktop.views.form_pages import TimelineImport
from desktop.views.submit_dialog import SubmitWindow

KINDS = [
    kind_of(
        {
            "name": kind.name,
            "title": kind.title,
            "description": kind.description,
            "params_schema": kind.params.model_json_schema(),
            "diagnostic": kind.diagnostic,
        }
    )
    for kind in Catalogue.discover(Settings(_env_file=None, selftest=True)).values()
]
SUBMIT = (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
ANOTHER = (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)


class Desk:
    """The window, what it remembers and what it sends off."""

    def __init__(self, qtbot: QtBot, kinds: list[Kind] = KINDS) -> None:
        self.qtbot = qtbot
        self.memory: dict[str, Any] = {}
        self.sent: list[Submission] = []
        self.timelines: list[TimelineImport] = []
        self.window = SubmitWindow(self.memory.get, self.memory.__setitem__, file_name={"a" * 64: "old.pdf"}.get)
        qtbot.addWidget(self.window)
        self.window.submitted.connect(self.sent.append)
        self.window.timeline_given.connect(self.timelines.append)
        if kinds:
            self.window.set_kinds(kinds)

    @property
    def view(self) -> FormView:
        return self.window.pages.view(self.window.pane.kinds.key())

    def drop(self, *paths: Path, text: str = "") -> None:
        self.window.take([str(path) for path in paths], text)
        self.qtbot.waitUntil(lambda: self.window.isVisible() and self.focus() is not None)

    def focus(self) -> QWidget | None:
        return self.window.focusWidget()

    def type(self, text: str) -> None:
        focus = self.focus()
        assert focus is not None
        self.qtbot.keyClicks(focus, text)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.waitUntil(self.window.isActiveWindow)  # shortcuts are those of the window in use
        focus = self.focus()
        assert focus is not None
        self.qtbot.keyClick(focus, key, modifiers)

    def go_to(self, name: str) -> None:
        """Press Tab until the field of this name has the focus."""
        for _ in range(80):
            focus = self.focus()
            if focus is not None and focus.accessibleName() == name:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never reached {name}")


def at(path: Path) -> dict[str, str]:
    return {"$file": str(path)}
