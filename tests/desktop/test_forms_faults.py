"""What is wrong or missing is said at its field, be it found here or by the server, and put right there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.core.errors import Refused
from desktop.core.fields import Unreadable
from desktop.core.outbox import Submission
from tests.material.submit_desk import SUBMIT, Desk, at


def test_nothing_is_sent_while_something_is_missing_and_the_focus_is_there(desk: Desk) -> None:
    desk.window.start("beat_sync")
    desk.view.block("/mode").editor.target.setFocus()
    desk.press(*SUBMIT)
    assert desk.sent == []
    assert desk.focus() is desk.view.block("/dance_file_id").editor.target
    assert desk.view.block("/bgm_file_id").fault.text() == "Choose a file."
    assert desk.window.pane.status.text() == "2 fields need another look."
    assert "Choose a file." in desk.view.block("/bgm_file_id").editor.target.accessibleDescription()


def test_fault_goes_when_its_field_changes(desk: Desk) -> None:
    desk.window.start("text_to_video")
    desk.press(*SUBMIT)
    prompt = desk.view.block("/prompt")
    assert prompt.fault.text()
    desk.type("a")
    assert prompt.fault.text() == ""
    assert prompt.editor.target.property("faulty") == "false"


def test_fault_behind_the_fold_unfolds_it(desk: Desk) -> None:
    desk.window.start("text_to_video")
    desk.view.block("/prompt").editor.set_value("a fox")
    desk.view.block("/fps").editor.set_value(Unreadable("many"))
    assert desk.view.more.text() == "More options · 1 set"
    desk.press(*SUBMIT)
    assert desk.view.more.isChecked()
    assert desk.focus() is desk.view.block("/fps").editor.target


def test_faults_of_the_server_land_at_their_fields(desk: Desk, things: dict[str, Path]) -> None:
    faults = {
        "/params/file_ids/1": "This file is empty.", "/params/counts": "Ask for at least one question.",
        "/params/seed": "Too large.", "/tags/0": "Too long.",
    }  # fmt: skip
    params = {"file_ids": [at(things["one.pdf"]), "a" * 64], "counts": {"cloze": 0}, "seed": 3}
    refused = Submission("pdf_exam", "x", params, priority="low", error=Refused(422, "Not valid", faults=faults))
    replaced: list[str] = []
    desk.window.replaced.connect(replaced.append)
    assert desk.window.edit_submission(refused)
    view = desk.view
    assert view.block("/file_ids").fault.text() == "This file is empty."
    assert "Ask for at least one question." in [label.text() for label in view.findChildren(QLabel)]
    assert view.block("/seed").fault.text() == "Too large."
    assert desk.window.pane.status.text() == "3 fields need another look. Too long."
    assert desk.window.pane.chosen_priority() == "low"
    view.block("/counts/cloze").editor.changed.emit()
    assert "Ask for at least one question." not in [label.text() for label in view.findChildren(QLabel)]
    desk.press(*SUBMIT)
    (job,) = desk.sent
    assert (job.params, replaced) == (params, [refused.id])
    assert job.idempotency_key != refused.idempotency_key


def test_files_of_what_is_edited_show_how_far_they_are(desk: Desk, things: dict[str, Path]) -> None:
    going = Submission("pdf_exam", "x", {"file_ids": [at(things["one.pdf"])]}, state="uploading")
    desk.window.edit_submission(going)
    going.files[0].bytes, going.files[0].sent_bytes = 100, 42
    desk.window.show_upload(going)
    rows = desk.view.block("/file_ids").editor.target
    assert rows.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "one.pdf, 42 % sent"  # type: ignore[attr-defined]


def test_closed_without_sending_it_takes_no_place_of_another(desk: Desk) -> None:
    replaced: list[str] = []
    desk.window.replaced.connect(replaced.append)
    refused = Submission("text_to_video", "x", {"prompt": "a"}, priority="low", error=Refused(422, "Not valid"))
    desk.window.edit_submission(refused, "Not valid.")
    assert desk.window.pane.status.text() == "Not valid."
    desk.press(Qt.Key.Key_Escape)
    desk.window.start()
    desk.press(*SUBMIT)
    assert (len(desk.sent), replaced) == (1, [])
    assert desk.window.pane.chosen_priority() == "normal"
