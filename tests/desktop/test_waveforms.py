"""The drawing of two sounds: what it says, how it zooms, that it draws."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import i18n, theme
from desktop.widgets.waveforms import Line, Waveforms

PEAKS = [0.2] * 500 + [1.0] * 500


@pytest.fixture
def drawing(qtbot: QtBot, qapp: QApplication) -> Waveforms:
    theme.use(theme.LIGHT)
    view = Waveforms()
    qtbot.addWidget(view)
    view.resize(500, 300)
    lines = [Line("Room", 0.0, 100.0, PEAKS), Line("Music", 50.0, 100.0, [0.0] * 500 + [0.8] * 500)]
    view.show_lines(lines, start_s=0.0, step_s=0.1, mark_s=50.0)
    view.show()
    return view


def wheel(view: Waveforms, x: float, turns: int) -> None:
    at, down = QPointF(x, 100), QPoint(0, 120 * turns)
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(
        view, QWheelEvent(at, at, QPoint(), down, buttons, keys, Qt.ScrollPhase.NoScrollPhase, False)
    )


def test_wheel_zooms_around_the_pointer_and_never_beyond_the_axis(drawing: Waveforms) -> None:
    at_s = drawing._second_at(250)
    wheel(drawing, 250, 3)
    assert drawing._second_at(250) == pytest.approx(at_s)
    begin_s, end_s = drawing.view_s
    assert end_s - begin_s == pytest.approx(100 / 1.25**3)
    wheel(drawing, 0, -50)
    assert drawing.view_s == pytest.approx((0.0, 100.0))
    wheel(drawing, 480, 200)
    begin_s, end_s = drawing.view_s
    assert end_s - begin_s == pytest.approx(2.0)
    assert end_s <= 100.0


def test_keys_read_zoom_and_show_all(drawing: Waveforms) -> None:
    QTest.keyClick(drawing, Qt.Key.Key_Right)
    first_s = drawing.cursor_s or 0
    assert 50 < first_s < 52
    assert drawing.reading() == f"0:{first_s:06.3f} · in the music 0:{first_s - 50:06.3f}"
    QTest.keyClick(drawing, Qt.Key.Key_Plus)
    assert drawing.view_s[1] - drawing.view_s[0] == pytest.approx(80)
    for _ in range(60):
        QTest.keyClick(drawing, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert drawing.cursor_s == 100.0
    assert drawing.view_s[1] == pytest.approx(100.0)  # it goes along with the reading
    QTest.keyClick(drawing, Qt.Key.Key_0)
    assert drawing.view_s == (0.0, 100.0)


def test_it_says_in_words_what_is_drawn_in_either_language(drawing: Waveforms) -> None:
    said = drawing.accessibleDescription()
    assert (
        said
        == "Room plays from 0:00.000 to 1:40.000. Music plays from 0:50.000 to 1:40.000. The music begins at 0:50.000."
    )
    i18n.use("zh_CN")
    drawing.retranslate()
    assert "音乐始于 0:50.000" in drawing.accessibleDescription()


@pytest.mark.parametrize("mode", [theme.LIGHT, theme.DARK])
def test_loud_places_stand_out_in_both_themes(drawing: Waveforms, mode: str) -> None:
    theme.use(mode)
    drawing._read(80.0)
    image = drawing.grab().toImage()
    middle = round(drawing._axis().top() + drawing._axis().height() / 4)
    ground = image.pixelColor(5, 5)
    quiet_x, loud_x = round(drawing._x(25)), round(drawing._x(70))

    def ink(x: int) -> int:
        return sum(image.pixelColor(x, y) != ground for y in range(middle - 40, middle + 40))

    assert ink(loud_x) > 2 * ink(quiet_x) > 0
    theme.use(theme.LIGHT)


def test_nothing_to_draw_and_hardly_any_room_are_no_trouble(drawing: Waveforms) -> None:
    drawing.resize(20, 10)
    assert not drawing.grab().isNull()
    drawing.resize(500, 300)
    drawing.show_lines([], start_s=0.0, step_s=1.0, mark_s=None)
    wheel(drawing, 100, 2)
    assert not drawing.grab().isNull()
    assert drawing.accessibleDescription() == ""
