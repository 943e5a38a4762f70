"""The progress delegate, looked at pixel by pixel where it matters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QImage, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.models.cells import Cell
from desktop.widgets.progress_delegate import ProgressDelegate

ROLE = int(Qt.ItemDataRole.UserRole)
WIDTH_PX, HEIGHT_PX = 300, 40


@pytest.fixture(params=[theme.LIGHT, theme.DARK])
def view(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[QTableView]:
    theme.use(request.param)
    shown = QTableView()
    model = QStandardItemModel(1, 1, shown)
    model.setItem(0, 0, QStandardItem())
    shown.setModel(model)
    shown.setItemDelegate(ProgressDelegate(ROLE, shown))
    shown.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the frame of the focus has the colour of a bar
    shown.horizontalHeader().hide()
    shown.verticalHeader().hide()
    shown.setShowGrid(False)
    shown.setColumnWidth(0, WIDTH_PX)
    shown.setRowHeight(0, HEIGHT_PX)
    shown.resize(WIDTH_PX + 20, HEIGHT_PX + 20)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    yield shown
    theme.use(theme.LIGHT)


def picture(view: QTableView, cell: Cell) -> QImage:
    view.model().setData(view.model().index(0, 0), cell, ROLE)
    return view.viewport().grab(QRect(0, 0, WIDTH_PX, HEIGHT_PX)).toImage()


def pixels(image: QImage, colour: QColor) -> list[tuple[int, int]]:
    wanted = colour.rgb()
    return [(x, y) for y in range(image.height()) for x in range(32, image.width()) if image.pixel(x, y) == wanted]


def bar(fraction: float | None, note: str = "") -> Cell:
    return Cell("Running", note, "running", "running", bar=True, fraction=fraction)


class PaintCounter(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_bar_is_as_long_as_the_share_that_is_done(view: QTableView) -> None:
    colours = theme.colours()
    for fraction in (0.25, 0.5, 0.75):
        image = picture(view, bar(fraction, f"{fraction:.0%}"))
        done, rest = len(pixels(image, colours.running)), len(pixels(image, colours.track))
        assert done / (done + rest) == pytest.approx(fraction, abs=0.05)
    assert pixels(picture(view, bar(1.0)), colours.track) == []


def test_bar_without_a_share_wanders_while_it_is_seen_and_no_longer(qtbot: QtBot, view: QTableView) -> None:
    delegate = view.itemDelegate()
    assert isinstance(delegate, ProgressDelegate)
    first = picture(view, bar(None))
    painted = PaintCounter(view.viewport())
    view.viewport().update()
    qtbot.waitUntil(lambda: painted.count > 3)  # each frame asks for the next
    assert delegate.moves
    assert picture(view, bar(None)) != first
    view.hide()
    qtbot.waitUntil(lambda: not delegate.moves)
    picture(view, bar(0.5))
    qtbot.waitUntil(lambda: not delegate.moves)


def test_bar_begins_on_the_right_where_one_reads_from_there(view: QTableView) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    image = picture(view, bar(0.25, "25 %"))
    done, rest = pixels(image, theme.colours().running), pixels(image, theme.colours().track)
    assert min(x for x, _ in done) > max(x for x, _ in rest)


def test_selected_row_is_marked_at_its_edge_too(view: QTableView) -> None:
    colours = theme.colours()
    plain = picture(view, Cell("Failed", "The PDF is encrypted", "failed", "danger"))
    view.selectAll()
    image = picture(view, Cell("Failed", "The PDF is encrypted", "failed", "danger"))
    assert QColor(image.pixel(1, HEIGHT_PX // 2)) == colours.accent
    assert QColor(plain.pixel(1, HEIGHT_PX // 2)) == colours.base
    assert QColor(image.pixel(10, 3)) == colours.selected


def test_long_text_is_cut_short_within_its_cell(view: QTableView) -> None:
    view.setColumnWidth(0, 120)
    image = view.viewport().grab(QRect(0, 0, WIDTH_PX, HEIGHT_PX)).toImage()
    before = [image.pixel(x, y) for x in range(121, WIDTH_PX) for y in range(HEIGHT_PX)]
    image = picture(view, Cell("A very long title of a job that nobody could read in here", "and a note " * 20))
    assert [image.pixel(x, y) for x in range(121, WIDTH_PX) for y in range(HEIGHT_PX)] == before


def test_narrow_cell_is_painted_without_a_bar(view: QTableView) -> None:
    view.setColumnWidth(0, 40)
    image = picture(view, bar(0.5, "50 %"))
    assert pixels(image, theme.colours().track) == []
