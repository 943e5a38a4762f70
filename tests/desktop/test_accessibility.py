"""Everything can be reached by the keyboard, has a name for screen readers, and can be read in both themes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from backend.catalogue import Catalogue
from backend.settings import Settings
from desktop import theme
from desktop.actions import COMMANDS, Actions, plain_text
from desktop.core.drafts import Draft
from desktop.core.kinds import Kind, kind_of
from desktop.core.timeline import Place, Timeline
from desktop.language import speak
from desktop.preferences import Preferences
from desktop.views.connect import ConnectDialog
from desktop.views.drafts.window import DraftsWindow
from desktop.views.main_window import MainWindow
from desktop.views.shortcuts import ShortcutsDialog
from tests.material.stand_in_service import StandIn


def kinds() -> list[Kind]:
    catalogue = Catalogue.discover(Settings(_env_file=None))
    return [
        kind_of({"name": kind.name, "title": kind.title, "params_schema": kind.params.model_json_schema()})
        for kind in catalogue.values()
    ]


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    theme.use(theme.LIGHT)
    service = StandIn(tmp_path)
    shown = MainWindow(service, Preferences(tmp_path / "preferences.ini"))
    qtbot.addWidget(shown)
    shown.show()
    yield shown
    shown.close()
    service.stop()


def windows(window: MainWindow) -> Iterator[QWidget]:
    """Yield everything that a person can open, filled."""
    yield window
    window.service.kinds_changed.emit(kinds())
    form = window.new_jobs.form()
    form.set_kinds(kinds())
    for kind in kinds():
        form.start(kind.name)
        yield form
    form.close()
    drafts = DraftsWindow(window.service, window)
    timeline = Timeline()
    timeline.rename("Film")
    for number, track in enumerate(("video", "text")):
        timeline.add_track(track)
        timeline.add(number)
    drafts._editor.show_draft(Draft("a", timeline.document, "1"))
    for place in (Place(0, 0), Place(1, 0)):
        drafts._editor._view.choose(place)
        drafts._editor._inspect()
        drafts.show()
        yield drafts
    drafts._editor.show_draft(Draft("b", Timeline().document, "1"))
    drafts.close()
    yield ConnectDialog("http://10.0.0.1", "key", lambda *_: None, has_local=True, parent=window)
    yield ShortcutsDialog(window)


def named(widget: QWidget) -> bool:
    if widget.accessibleName():
        return True
    if isinstance(widget, QAbstractButton) and widget.text():
        return True
    labels = widget.window().findChildren(QLabel)
    return any(label.buddy() is widget and label.text() for label in labels)


def inside_of_another(widget: QWidget) -> bool:
    """Parts of a compound widget speak through it: the field of a number box, a scroll area that only scrolls."""
    parent = widget.parentWidget()
    if widget.objectName().startswith("qt_") or (isinstance(widget, QAbstractButton) and widget.isHidden()):
        return True
    if parent is not None and parent.metaObject().className() == "QComboBoxPrivateContainer":
        return True
    if isinstance(parent, QComboBox | QSpinBox | QDoubleSpinBox | QTabBar | QLineEdit):
        return True
    return isinstance(widget, QScrollArea) and widget.focusPolicy() in (
        Qt.FocusPolicy.NoFocus, Qt.FocusPolicy.ClickFocus, Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.WheelFocus,
    ) and widget.focusProxy() is not None  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_everything_that_takes_the_focus_has_a_name(window: MainWindow, language: str) -> None:
    speak(language)
    nameless = {
        f"{type(top).__name__}: {type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}"
        for top in windows(window)
        for widget in top.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not inside_of_another(widget) and not named(widget)
    }
    speak("en")
    assert nameless == set()


def test_every_command_has_a_place_in_a_menu_and_no_two_share_a_shortcut(qtbot: QtBot, window: MainWindow) -> None:
    in_menus = {
        action.objectName()
        for menu in window.menuBar().actions()
        for action in (menu.menu().actions() if menu.menu() else [])
    }
    assert {command.name for command in COMMANDS if command.name} <= in_menus
    keys = [key for command in COMMANDS for key in command.keys]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_two_commands_of_a_menu_share_a_mnemonic(qapp: QApplication, window: MainWindow, language: str) -> None:
    speak(language)
    actions = Actions(window)
    twice = []
    for menu, commands in itertools.groupby(COMMANDS, lambda command: command.menu):
        letters = [actions[command.name].text().partition("&")[2][:1].lower() for command in commands if command.name]
        twice += [f"{menu} {letter}" for letter in letters if letter and letters.count(letter) > 1]
    speak("en")
    assert sorted(set(twice)) == []


def test_tab_goes_through_the_window_and_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    window.table.setFocus()
    begun, seen = window.focusWidget(), []
    for _ in range(60):
        qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        seen.append(window.focusWidget())
        if window.focusWidget() is begun:
            break
    assert begun in seen, [type(widget).__name__ for widget in seen]
    assert window.filter.search in seen


def luminance(colour: QColor) -> float:
    """Relative luminance. Source: WCAG 2.2, definition of relative luminance."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, two: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", [theme.LIGHT, theme.DARK])
def test_text_can_be_read_on_every_background(name: str) -> None:
    shown = theme.both()[name]
    texts = ("text", "muted", "success", "warning", "danger", "running", "waiting", "accent")
    grounds = ("window", "base", "raised", "hover", "selected")
    faint = {
        f"{text} on {ground}: {ratio:.2f}"
        for text in texts
        for ground in grounds
        if (ratio := contrast(getattr(shown, text), getattr(shown, ground))) < 4.5
    }
    assert faint == set()
    assert contrast(shown.on_accent, shown.accent) >= 4.5


def test_texts_without_mnemonics() -> None:
    assert [plain_text(text) for text in ("&New job…", "新建任务(&N)…", "Quit")] == ["New job", "新建任务", "Quit"]
