"""What a form keeps: from job to job, when it is closed, while kinds are not there or come anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.core.dropped import look_at
from desktop.core.kinds import kind_of
from desktop.workers.events import Link
from tests.material.submit_desk import ANOTHER, KINDS, SUBMIT, Desk, at

pytestmark = pytest.mark.usefixtures("themed")  # one of these makes its desk itself


def test_how_is_remembered_for_the_next_job_and_what_is_not(desk: Desk, things: dict[str, Path]) -> None:
    desk.drop(things["one.pdf"])
    desk.view.block("/difficulty").editor.set_value("hard")
    desk.view.block("/title").editor.set_value("Midterm")
    desk.press(*ANOTHER)
    assert desk.window.isVisible()
    assert desk.window.pane.status.text() == "“Midterm” is on its way."
    assert desk.view.values() == {"difficulty": "hard"}
    later = Desk(desk.qtbot)
    later.memory.update(desk.memory)
    later.window.start("pdf_exam")
    assert later.view.values() == {"difficulty": "hard"}
    later.window.clear()
    assert later.view.values() == {}


def test_closing_keeps_what_was_typed(desk: Desk) -> None:
    desk.window.start("text_to_video")
    desk.type("a fox")
    desk.press(Qt.Key.Key_Escape)
    assert not desk.window.isVisible()
    desk.window.start()
    assert desk.view.values() == {"prompt": "a fox"}


def test_what_was_typed_can_be_put_back_when_something_takes_its_place(desk: Desk) -> None:
    desk.window.start("text_to_video")
    desk.type("a fox")
    assert desk.window.pane.put_back.isHidden()
    desk.press(Qt.Key.Key_Escape)
    desk.drop(text="a whale")
    assert desk.view.values() == {"prompt": "a whale"}
    desk.window.pane.put_back.click()
    assert desk.view.values() == {"prompt": "a fox"}
    desk.window.pane.put_back.click()  # and the other way round
    assert desk.view.values() == {"prompt": "a whale"}
    desk.window.clear()
    desk.window.edit("text_to_video", {"prompt": "an owl"}, replaces="refused")
    desk.window.pane.put_back.click()
    assert desk.view.values() == {"prompt": "a whale"}
    with desk.qtbot.assertNotEmitted(desk.window.replaced):  # the whale takes nobody's place
        desk.press(*SUBMIT)


def test_nothing_is_put_back_where_nothing_was_lost(desk: Desk, things: dict[str, Path]) -> None:
    desk.memory["pdf_exam"] = {"difficulty": "hard"}
    desk.window.start("pdf_exam")
    for name, files in (("one.pdf", ["one.pdf"]), ("two.pdf", ["one.pdf", "two.pdf"])):
        desk.drop(things[name])
        wanted = [at(things[name]) for name in files]
        desk.qtbot.waitUntil(lambda wanted=wanted: desk.view.values().get("file_ids") == wanted)
    assert desk.window.pane.put_back.isHidden()
    held = desk.view.values()
    desk.window.put_back()
    assert desk.view.values() == held
    desk.window.edit("pdf_exam", {"file_ids": [at(things["two.pdf"])]})
    assert not desk.window.pane.put_back.isHidden()  # one.pdf was
    desk.window.start("text_to_video")
    assert desk.window.pane.put_back.isHidden()


def test_old_job_is_opened_with_its_values(desk: Desk) -> None:
    params = {"file_ids": ["a" * 64], "counts": {"cloze": 3}, "title": "", "provider": "llm", "seed": 0}
    assert desk.window.edit("pdf_exam", params, priority="urgent")
    assert desk.view.more.isChecked()  # nothing is sent unseen
    item = desk.view.block("/file_ids").editor.target.item(0)  # type: ignore[attr-defined]
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "old.pdf, on the server"
    desk.press(*SUBMIT)
    assert desk.sent[0].params == {"file_ids": ["a" * 64], "counts": {"cloze": 3}, "provider": "llm", "seed": 0}
    assert not desk.window.edit("gone", {})


def test_without_kinds_it_says_so_and_keeps_what_was_dropped(qtbot: QtBot, things: dict[str, Path]) -> None:
    desk = Desk(qtbot, [])
    desk.window.set_link(Link("offline", 0.0, reason="connection refused"))
    desk.window.take([str(things["one.pdf"])])
    qtbot.waitUntil(desk.window.isVisible)
    text = desk.window.pane.nothing.text()
    assert "can't be reached" in text
    assert "connection refused" in text
    assert "What you dropped is kept." in text
    with qtbot.waitSignal(desk.window.kinds_wanted):
        desk.window.pane.try_again.click()
    desk.window.set_kinds(KINDS)
    assert desk.view.values() == {"file_ids": [at(things["one.pdf"])]}


def test_forms_keep_what_was_typed_when_kinds_come_anew(desk: Desk) -> None:
    desk.window.edit("text_to_video", {"prompt": "an owl"})
    desk.window.clear()
    desk.type("a fox")
    view = desk.view
    desk.window.set_kinds(list(KINDS))
    assert desk.view is view
    changed = [
        kind_of({"name": kind.name, "title": kind.title + "!", "params_schema": kind.params_schema}) for kind in KINDS
    ]
    desk.window.set_kinds(changed)
    assert desk.view is not view
    assert desk.view.values() == {"prompt": "a fox"}
    assert desk.window.pane.heading.text() == "Video from a prompt!"
    desk.window.put_back()
    assert desk.view.values() == {"prompt": "an owl"}


def test_submitting_is_possible_while_the_server_is_away(desk: Desk) -> None:
    desk.window.set_link(Link("offline", 0.0))
    assert "kept here and sent" in desk.window.pane.notice.text()
    desk.window.offer(look_at([], "a fox"))
    desk.press(*SUBMIT)
    assert len(desk.sent) == 1
