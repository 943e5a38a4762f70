"""The table: selection by id, keys, menu, drag, empty states, columns that are kept, a clock that rests."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QContextMenuEvent, QDrag
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.core.job import FAILED, RUNNING, SUCCEEDED, WAITING, Job
from desktop.models.columns import Column
from desktop.models.jobs import JobsModel
from desktop.models.search import Filter
from desktop.views.jobs_table import JobsTable
from tests.material.desktop_rows import NOW_S, changed, row, rows, title_of

Show = Callable[..., JobsTable]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Shows a table of these jobs."""
    theme.use(theme.LIGHT)

    def shown(jobs: list[Job], clock: Callable[[], float] = lambda: NOW_S) -> JobsTable:
        model = JobsModel(title_of, clock=clock)
        model.reset(jobs)
        table = JobsTable(model)
        model.setParent(table)
        qtbot.addWidget(table)
        table.resize(1000, 500)
        table.show()
        qtbot.waitExposed(table)
        return table

    return shown


def model_of(table: JobsTable) -> JobsModel:
    model = table.view.model()
    assert isinstance(model, JobsModel)
    return model


def test_selection_and_current_job_stay_with_their_ids(qtbot: QtBot, show: Show) -> None:
    jobs = rows(400)
    table = show(jobs)
    model, view = model_of(table), table.view
    picked = model.shown()[3:60:7]
    view.select(picked)
    assert (view.selected_ids(), view.current_id()) == (picked, picked[0])
    rng = random.Random(1)
    for _ in range(10):
        jobs = [changed(job, rng) if rng.random() < 0.3 else job for job in jobs]
        model.reset(rng.sample(jobs, len(jobs)))
    assert set(view.selected_ids()) == set(picked)
    assert view.current_id() == picked[0]
    assert view.selected_ids() == [job_id for job_id in model.shown() if job_id in set(picked)]


def test_selection_is_told_once_for_many_changes(qtbot: QtBot, show: Show) -> None:
    table = show(rows(50))
    told: list[list[str]] = []
    table.view.selection_changed.connect(told.append)
    with qtbot.waitSignal(table.view.selection_changed):
        table.view.selectAll()
        table.view.clearSelection()
        table.view.select(model_of(table).shown()[:2])
    assert told == [model_of(table).shown()[:2]]
    with qtbot.waitSignal(table.view.selection_changed):
        model_of(table).apply([], told[0][:1])  # a selected job goes
    assert told[1] == told[0][1:]


def test_keys_open_preview_and_delete(qtbot: QtBot, show: Show) -> None:
    table = show(rows(50))
    view, ids = table.view, model_of(table).shown()
    view.setFocus()
    view.select(ids[:3])
    for key, signal, expected in (
        (Qt.Key.Key_Return, view.opened, ids[0]),
        (Qt.Key.Key_Enter, view.opened, ids[0]),
        (Qt.Key.Key_Space, view.preview_asked, ids[0]),
        (Qt.Key.Key_Delete, view.delete_asked, ids[:3]),
    ):
        with qtbot.waitSignal(signal, check_params_cb=lambda told, e=expected: told == e):
            QTest.keyClick(view, key)
    with qtbot.waitSignal(view.typed, check_params_cb=lambda text: text == "c"):
        QTest.keyClick(view, Qt.Key.Key_C)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.selected_ids() == [ids[1]]


def test_menu_opens_at_the_current_row_by_keyboard(qtbot: QtBot, show: Show) -> None:
    table = show(rows(50))
    view = table.view
    action = QAction("Cancel", table)
    view.set_menu_actions([action])
    where = view.viewport().mapToGlobal(QPoint(5, 5))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), where)
    QApplication.sendEvent(view.viewport(), event)
    assert QApplication.activePopupWidget() is None  # nothing is selected
    view.select(model_of(table).shown()[:1])
    QApplication.sendEvent(view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions() == [action]
    menu.close()


def test_only_files_that_are_there_are_dragged_out(qtbot: QtBot, show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    table = show(rows(50))
    ids = model_of(table).shown()
    dragged: list[list[QUrl]] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_: dragged.append(drag.mimeData().urls()))
    files = {ids[1]: [QUrl.fromLocalFile("/somewhere/film.mp4")]}
    table.view.set_drag_urls(lambda wanted: [url for job_id in wanted for url in files.get(job_id, [])])
    table.view.select(ids[:1])
    table.view.startDrag(Qt.DropAction.CopyAction)
    table.view.select(ids[:2])
    table.view.startDrag(Qt.DropAction.CopyAction)
    assert dragged == [files[ids[1]]]


def test_empty_list_says_what_to_do(qtbot: QtBot, show: Show) -> None:
    table = show([])
    assert table.nothing.isVisible()
    with qtbot.waitSignal(table.new_job_asked):
        QTest.mouseClick(table.nothing.button, Qt.MouseButton.LeftButton)
    model = model_of(table)
    model.apply(rows(3))
    assert table.view.isVisible()
    model.set_filter(Filter(text="no such words"))
    assert table.no_match.isVisible()
    QTest.mouseClick(table.no_match.button, Qt.MouseButton.LeftButton)
    assert table.view.isVisible()
    assert model.filter == Filter()
    model.reset([])
    assert table.nothing.isVisible()


def test_columns_and_sorting_are_kept(qtbot: QtBot, show: Show) -> None:
    table = show(rows(30))
    header = table.view.horizontalHeader()
    header.resizeSection(Column.STATE, 333)
    header.moveSection(header.visualIndex(Column.CREATED), 1)
    table.view.sortByColumn(Column.PRIORITY, Qt.SortOrder.DescendingOrder)
    hide = next(action for action in table.column_actions() if action.text() == "Time")
    hide.trigger()
    kept = table.saved_state()
    other = show(rows(30))
    assert other.restore_state(kept)
    header = other.view.horizontalHeader()
    assert header.sectionSize(Column.STATE) == 333
    assert header.visualIndex(Column.CREATED) == 1
    assert other.view.isColumnHidden(Column.TIME)
    assert [action.isChecked() for action in other.column_actions()] == [
        action.isChecked() for action in table.column_actions()
    ]
    assert model_of(other).shown() == model_of(table).shown()
    assert header.isSortIndicatorClearable()


@pytest.mark.parametrize("state", [{}, {"columns": ["OLD"], "header": "AAAA"}, {"header": 3}])
def test_state_of_other_columns_changes_nothing(qtbot: QtBot, show: Show, state: dict[str, object]) -> None:
    table = show(rows(5))
    before = table.saved_state()
    assert not table.restore_state(state)
    assert table.saved_state() == before


def test_third_click_on_a_header_brings_back_the_order_without_a_column(qtbot: QtBot, show: Show) -> None:
    table = show(rows(60))
    before = model_of(table).shown()
    table.view.setColumnHidden(Column.CREATED, False)
    header = table.view.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(Column.CREATED) + 20, header.height() // 2)
    seen = []
    for _ in range(3):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        seen.append(model_of(table).shown())
    assert seen[0] == list(reversed(seen[1]))
    assert seen[2] == before


def test_times_of_live_jobs_move_and_rest_when_nobody_looks_or_nothing_runs(qtbot: QtBot, show: Show) -> None:
    now = [NOW_S]
    job = dataclasses.replace(row(1, RUNNING, random.Random(1)), started_at=NOW_S - 5)
    table = show([job, row(2, SUCCEEDED, random.Random(1))], clock=lambda: now[0])
    view, model = table.view, model_of(table)
    assert view.ticks
    index = model.index(0, Column.TIME)
    assert index.data().startswith("5 s")
    now[0] += 60
    assert index.data().startswith("1 min 05 s")
    table.hide()
    assert not view.ticks
    model.apply([dataclasses.replace(row(3, RUNNING, random.Random(1)), title="while hidden")])
    assert not view.ticks
    model.apply([], [model.id_at(0)])
    table.show()
    assert view.ticks
    model.apply([dataclasses.replace(job, state=FAILED, finished_at=NOW_S)])
    assert not view.ticks


def test_only_visible_live_rows_are_painted_again_each_second(
    qtbot: QtBot, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(1)
    jobs = [row(n, RUNNING if n > 97 else SUCCEEDED, rng) for n in range(100)]
    jobs = [dataclasses.replace(job, progress=0.5) if job.live else job for job in jobs]
    table = show(jobs)
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(table.view, "update", lambda index: asked.append((index.row(), index.column())))
    table.view._move_times()
    assert asked == [(0, Column.TIME), (1, Column.TIME)]
    asked.clear()
    table.view.scrollToBottom()
    table.view._move_times()
    assert asked == []


def test_what_one_reads_stays_in_place_when_jobs_come_and_go_above(qtbot: QtBot, show: Show) -> None:
    table = show([row(n, SUCCEEDED, random.Random(1)) for n in range(200)])
    view, model = table.view, model_of(table)
    bar = view.verticalScrollBar()
    bar.setValue(1234)
    read = model.id_at(view.visible_rows().start)
    model.apply([row(n, SUCCEEDED, random.Random(1)) for n in range(1000, 1030)])
    qtbot.waitUntil(lambda: model.id_at(view.visible_rows().start) == read)
    model.apply([], model.shown()[:5])
    qtbot.waitUntil(lambda: model.id_at(view.visible_rows().start) == read)
    bar.setValue(0)
    model.apply([row(2000, SUCCEEDED, random.Random(1))])
    qtbot.waitUntil(lambda: bar.value() == 0 and view.visible_rows().start == 0)
    assert model.shown()[0].endswith("2000")


def test_rows_in_sight_are_known_also_below_the_last(qtbot: QtBot, show: Show) -> None:
    table = show(rows(3))
    assert table.view.visible_rows() == range(3)
    model_of(table).set_filter(Filter(text="no such words"))
    assert table.view.visible_rows() == range(0)


def test_whole_selection_costs_no_walk_through_all_rows(
    qtbot: QtBot, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A header asked for selected columns asks every row for its flags: 300 ms with 10,000 rows, at each repaint.
    table = show(rows(2_000))
    asked = [0]
    flags = JobsModel.flags

    def counted(model: JobsModel, index: object) -> Qt.ItemFlag:
        asked[0] += 1
        return flags(model, index)  # type: ignore[arg-type]

    monkeypatch.setattr(JobsModel, "flags", counted)
    table.view.selectAll()
    qtbot.waitUntil(lambda: len(table.view._told[0]) == 2_000)
    table.grab()
    assert asked[0] < 1_000


def test_waiting_rows_show_their_place_and_failed_ones_the_first_words_of_why(qtbot: QtBot, show: Show) -> None:
    rng = random.Random(1)
    table = show([dataclasses.replace(row(2, WAITING, rng), position=1234), row(1, FAILED, rng)])
    model = model_of(table)
    assert model.index(0, Column.STATE).data() == "Waiting, Place 1,234 in line"
    assert model.index(1, Column.STATE).data().startswith("Failed, The PDF is encrypted")
