"""The filter panel: search as one types, one click for a state or kind, numbers that follow."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop import i18n, theme
from desktop.core.job import FAILED, RUNNING, SUCCEEDED
from desktop.models.jobs import JobsModel
from desktop.models.search import Filter
from desktop.views.filter_panel import FilterPanel
from desktop.widgets.facet_list import FacetList
from tests.material.desktop_rows import KINDS, NOW_S, row, rows, title_of


@pytest.fixture
def panel(qtbot: QtBot) -> FilterPanel:
    theme.use(theme.LIGHT)
    model = JobsModel(title_of, clock=lambda: NOW_S)
    model.reset(rows(300))
    shown = FilterPanel(model, title_of)
    model.setParent(shown)
    shown.set_kinds(KINDS)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def model_of(panel: FilterPanel) -> JobsModel:
    return panel._model


def texts(facets: FacetList) -> list[str]:
    model = facets.model()
    return [model.index(number, 0).data() for number in range(model.rowCount())]


def click(facets: FacetList, number: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    place = facets.visualRect(facets.model().index(number, 0)).center()
    QTest.mouseClick(facets.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def test_typing_searches(qtbot: QtBot, panel: FilterPanel) -> None:
    QTest.keyClicks(panel.search, "dance cla")
    assert model_of(panel).filter == Filter(text="dance cla")
    assert 0 < model_of(panel).rowCount() < 300
    QTest.keyClick(panel.search, Qt.Key.Key_Escape)
    assert model_of(panel).rowCount() == 300
    assert panel.search.text() == ""


def test_one_click_filters_ctrl_takes_more_and_all_takes_back(qtbot: QtBot, panel: FilterPanel) -> None:
    model = model_of(panel)
    click(panel.states, 3)
    assert model.filter.states == {FAILED}
    click(panel.states, 1, Qt.KeyboardModifier.ControlModifier)
    assert model.filter.states == {FAILED, RUNNING}
    click(panel.kinds, 2)
    assert model.filter.kinds == {KINDS[1]}
    click(panel.states, 0, Qt.KeyboardModifier.ControlModifier)
    assert model.filter == Filter(kinds=frozenset({KINDS[1]}))
    click(panel.kinds, 0)
    assert model.filter == Filter()


def test_choices_are_reached_by_keyboard(qtbot: QtBot, panel: FilterPanel) -> None:
    panel.activateWindow()
    panel.go_to_search()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is panel.search)
    QTest.keyClick(panel.search, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is panel.states
    QTest.keyClick(panel.states, Qt.Key.Key_Down)
    assert model_of(panel).filter.states == {RUNNING}
    QTest.keyClick(panel.states, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is panel.kinds
    with qtbot.waitSignal(panel.left):
        QTest.keyClick(panel.kinds, Qt.Key.Key_Return)
    QTest.keyClick(panel.kinds, Qt.Key.Key_Escape)
    assert model_of(panel).filter == Filter()
    with qtbot.waitSignal(panel.left):
        QTest.keyClick(panel.kinds, Qt.Key.Key_Escape)


def test_numbers_follow_changes(qtbot: QtBot, panel: FilterPanel) -> None:
    model = model_of(panel)
    before = model.facets.states()[SUCCEEDED]
    model.apply([row(n, SUCCEEDED, random.Random(n)) for n in range(1000, 1010)])
    qtbot.waitUntil(lambda: f"Succeeded, {before + 10}" in texts(panel.states))
    assert texts(panel.states)[0] == "All, 310"


def test_filter_set_elsewhere_is_shown(qtbot: QtBot, panel: FilterPanel) -> None:
    model_of(panel).set_filter(Filter(text="class", states=frozenset({FAILED}), kinds=frozenset({"a_newer_kind"})))
    assert panel.search.text() == "class"
    assert [index.row() for index in panel.states.selectedIndexes()] == [3]
    assert texts(panel.kinds)[-1] == "a_newer_kind, 0"
    assert model_of(panel).filter.kinds == {"a_newer_kind"}


def test_everything_has_a_name_in_both_languages(qtbot: QtBot, panel: FilterPanel) -> None:
    for language in ("en", "zh_CN"):
        i18n.use(language)
        panel.retranslate()
        focusable = [w for w in panel.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
        assert {panel.search, panel.states, panel.kinds} <= set(focusable)
        for widget in (panel.search, panel.states, panel.kinds):
            assert widget.accessibleName()
        assert {label.buddy() for label in panel.findChildren(QLabel)} >= {panel.states, panel.kinds}
    assert texts(panel.states)[1].startswith("运行中")
