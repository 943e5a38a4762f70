"""Single fields: which are seen, what people write in them, what they give when nobody touched them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.core.forms import form_of
from desktop.views.editors import ChoiceEditor
from desktop.views.form import FormView
from desktop.widgets.file_list import FileList
from desktop.widgets.number_box import NumberBox
from tests.material.submit_desk import Desk, at

pytestmark = pytest.mark.usefixtures("themed")  # some of these make their widgets themselves


def test_fields_that_do_not_apply_are_hidden(desk: Desk) -> None:
    desk.window.start("text_to_video")
    assert desk.view.block("/model_name").isHidden()
    provider = desk.view.block("/provider").editor
    assert isinstance(provider, ChoiceEditor)
    provider.box.setFocus()
    desk.press(Qt.Key.Key_Down)
    assert not desk.view.block("/model_name").isHidden()
    assert desk.view.block("/fps").isHidden()


def test_a_choice_that_nobody_touched_is_not_sent(qtbot: QtBot) -> None:
    form = form_of(
        {"properties": {"it": {"enum": ["a", "b"], "default": "b"}, "on": {"type": "boolean", "default": True}}}
    )
    view = FormView(form)
    qtbot.addWidget(view)
    assert view.values() == {}
    view.set_values({"it": "b", "on": False})
    assert view.values() == {"it": "b", "on": False}
    view.set_values({})
    assert view.values() == {}


def test_number_box_takes_what_people_write(qtbot: QtBot) -> None:
    box = NumberBox(whole=False, minimum=0, maximum=1)
    qtbot.addWidget(box)
    for text, number in (
        ("0,5", 0.5),
        ("\N{MINUS SIGN}3", -3),
        ("1e3", 1000.0),
        ("x", None),
        ("inf", None),
        ("9" * 400, None),
    ):
        box.setText(text)
        assert box.number() == number
    box.clear()
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert box.text() == "0.1"
    for _ in range(20):
        qtbot.keyClick(box, Qt.Key.Key_Up)
    assert box.text() == "1"


def test_files_are_ordered_and_removed_by_keys(desk: Desk, things: dict[str, Path]) -> None:
    desk.drop(things["one.pdf"], things["two.pdf"])
    files = desk.view.block("/file_ids").editor
    files.target.setFocus()
    desk.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert desk.view.values()["file_ids"] == [at(things["two.pdf"]), at(things["one.pdf"])]
    desk.press(Qt.Key.Key_Delete)
    assert desk.view.values()["file_ids"] == [at(things["two.pdf"])]


def test_files_dropped_on_their_field_are_taken(desk: Desk, things: dict[str, Path]) -> None:
    desk.window.start("pdf_exam")
    files = desk.view.findChild(FileList)
    assert files is not None
    files.added.emit([str(things["one.pdf"]), str(things["one.pdf"]), str(things["two.pdf"])])
    assert desk.view.values() == {"file_ids": [at(things["one.pdf"]), at(things["two.pdf"])]}
