"""New jobs: from what is dropped, pasted or typed to a submission, by keyboard alone; faults, batches, Chinese."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from backend.catalogue import Catalogue
from backend.settings import Settings
from desktop import i18n, theme
from desktop.core.dropped import Prose, look_at
from desktop.core.errors import Refused
from desktop.core.fields import MISSING, Unreadable
from desktop.core.forms import form_of
from desktop.core.kinds import Kind, kind_of
from desktop.core.outbox import Submission
from desktop.views.editors import ChoiceEditor
from desktop.views.form import FormView
from desktop.views.form_pages import TimelineImport
from desktop.views.submit_dialog import SubmitWindow
from desktop.widgets.drop_zone import DropZone, contents_of
from desktop.widgets.file_list import FileList
from desktop.widgets.number_box import NumberBox
from desktop.widgets.text_box import TextBox
from desktop.workers.events import Link

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


@pytest.fixture(autouse=True)
def _themed(qapp: QApplication) -> None:
    if not qapp.styleSheet():  # laying a style sheet over everything anew costs a fifth of a second
        theme.use("light")


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


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


@pytest.fixture
def things(tmp_path: Path) -> dict[str, Path]:
    found = {}
    for name in ("film.mp4", "song.mp3", "one.pdf", "two.pdf", "a.docx", "b.docx", "c.docx"):
        found[name] = tmp_path / name
        found[name].write_bytes(b"x" * 100)
    found["cut.json"] = tmp_path / "cut.json"
    found["cut.json"].write_text(json.dumps({"canvas": {}, "tracks": []}))
    return found


def at(path: Path) -> dict[str, str]:
    return {"$file": str(path)}


# --- each kind, by keyboard alone --------------------------------------------------------------------


def test_film_and_song_become_a_job(desk: Desk, things: dict[str, Path]) -> None:
    desk.drop(things["song.mp3"], things["film.mp4"])
    desk.go_to("Mode")
    desk.press(Qt.Key.Key_Down)
    desk.press(*SUBMIT)
    (job,) = desk.sent
    assert (job.kind, job.title) == ("beat_sync", "film.mp4")
    assert job.params == {
        "dance_file_id": at(things["film.mp4"]), "bgm_file_id": at(things["song.mp3"]), "mode": "align",
    }  # fmt: skip
    assert [upload.name for upload in job.files] == ["film.mp4", "song.mp3"]
    assert not desk.window.isVisible()


def test_lectures_become_an_exam(desk: Desk, things: dict[str, Path]) -> None:
    desk.drop(things["one.pdf"], things["two.pdf"])
    desk.go_to("Title")
    desk.type("Midterm")
    desk.go_to("Cloze (fill the gap)")
    desk.press(Qt.Key.Key_Up)
    desk.go_to("Priority")
    desk.press(Qt.Key.Key_Up)
    desk.press(*SUBMIT)
    (job,) = desk.sent
    assert (job.kind, job.title, job.priority) == ("pdf_exam", "Midterm", "high")
    assert job.params == {
        "file_ids": [at(things["one.pdf"]), at(things["two.pdf"])], "title": "Midterm", "counts": {"cloze": 6},
    }  # fmt: skip


def test_address_becomes_a_report(desk: Desk) -> None:
    desk.drop(text="https://example.org/a.pdf")
    desk.press(*SUBMIT)
    assert [(job.kind, job.params) for job in desk.sent] == [
        ("document_analysis", {"url": "https://example.org/a.pdf"})
    ]


def test_text_becomes_a_video(desk: Desk) -> None:
    desk.drop(text="A fox in snow")
    desk.go_to("Length")
    desk.type("4.5")
    desk.press(*SUBMIT)
    assert [(job.kind, job.params) for job in desk.sent] == [
        ("text_to_video", {"prompt": "A fox in snow", "duration_s": 4.5})
    ]


def test_timeline_becomes_a_draft_first_and_then_a_job(desk: Desk, things: dict[str, Path]) -> None:
    desk.drop(things["cut.json"])
    (timeline,) = desk.timelines
    assert (timeline.path, timeline.document) == (str(things["cut.json"]), {"canvas": {}, "tracks": []})
    assert desk.view.block("/draft_id").several.text() == "Being saved on the server…"
    desk.press(*SUBMIT)
    assert desk.sent == []
    assert "still being saved" in desk.view.block("/draft_id").fault.text()
    timeline.saved("cut")
    assert desk.view.block("/draft_id").several.isHidden()
    desk.press(*SUBMIT)
    assert [(job.kind, job.params, job.draft) for job in desk.sent] == [("capcut_draft", {"draft_id": "cut"}, "cut")]


def test_timeline_that_cannot_be_saved_says_why_at_its_field(desk: Desk, things: dict[str, Path]) -> None:
    desk.drop(things["cut.json"])
    desk.timelines[0].failed("clip.mp4 is not there.")
    assert desk.view.block("/draft_id").fault.text() == "clip.mp4 is not there."


def test_kind_is_chosen_and_filled_in_without_a_mouse(desk: Desk) -> None:
    desk.window.start()
    desk.window.pane.kinds.setFocus()
    for _ in range(len(KINDS)):
        desk.press(Qt.Key.Key_Down)
    assert desk.window.pane.kinds.key() == "selftest"
    desk.go_to("Duration")
    desk.type("2")
    desk.go_to("Body")
    desk.press(Qt.Key.Key_Down)
    desk.press(*SUBMIT)
    assert [(job.kind, job.params, job.title) for job in desk.sent] == [
        ("selftest", {"duration_s": 2, "body": "spin"}, "Self-test")
    ]


def test_kind_of_tomorrow_needs_no_line_here(desk: Desk, tmp_path: Path) -> None:
    schema = {
        "properties": {
            "picture": {"type": "string", "x-input": "file", "x-accept": ["image/*"], "title": "Picture"},
            "tags": {"type": "array", "items": {"type": "string"}, "title": "Tags"},
            "parts": {"type": "array", "items": {"enum": ["sky", "sea"]}, "title": "Parts", "default": []},
            "odd": {"type": "object", "additionalProperties": True, "title": "Odd"},
            "deep": {"type": "object", "title": "Deep", "properties": {"level": {"type": "integer", "title": "Level"}}},
        },
        "required": ["picture", "odd"],
    }
    desk.window.set_kinds([*KINDS, kind_of({"name": "new", "title": "New", "params_schema": schema})])
    (tmp_path / "a.png").write_bytes(b"\x89PNG")
    desk.drop(tmp_path / "a.png")
    assert desk.window.pane.kinds.key() == "new"
    desk.go_to("Tags")
    desk.type("red")
    desk.press(Qt.Key.Key_Return)
    desk.type("blue")
    desk.go_to("Odd")
    desk.type('{"x": [1]}')
    desk.view.block("/parts").editor.set_value(["sea"])
    desk.view.block("/deep/level").editor.set_value(3)
    desk.press(*SUBMIT)
    assert [job.params for job in desk.sent] == [
        {
            "picture": at(tmp_path / "a.png"),
            "tags": ["red", "blue"],
            "parts": ["sea"],
            "odd": {"x": [1]},
            "deep": {"level": 3},
        }
    ]


# --- faults ------------------------------------------------------------------------------------------


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


# --- more than one, again, later ---------------------------------------------------------------------


def test_several_files_for_a_single_field_are_offered_as_jobs(desk: Desk, things: dict[str, Path]) -> None:
    documents = [things[name] for name in ("a.docx", "b.docx", "c.docx")]
    desk.drop(*documents)
    assert desk.window.pane.submit.text() == "Submit 3 jobs"
    assert desk.view.block("/file_id").several.text() == "3 jobs, one for each."
    desk.press(*SUBMIT)
    assert [job.params for job in desk.sent] == [{"file_id": at(path)} for path in documents]
    assert len({job.idempotency_key for job in desk.sent}) == 3


def test_what_is_dropped_later_joins_what_is_there(desk: Desk, things: dict[str, Path]) -> None:
    desk.drop(things["film.mp4"])
    desk.view.block("/mode").editor.set_value("retime")
    desk.drop(things["song.mp3"])
    desk.qtbot.waitUntil(lambda: desk.view.block("/bgm_file_id").editor.value() is not MISSING)
    assert desk.view.values() == {
        "dance_file_id": at(things["film.mp4"]), "bgm_file_id": at(things["song.mp3"]), "mode": "retime",
    }  # fmt: skip


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


def test_old_job_is_opened_with_its_values(desk: Desk) -> None:
    params = {"file_ids": ["a" * 64], "counts": {"cloze": 3}, "title": "", "provider": "llm", "seed": 0}
    assert desk.window.edit("pdf_exam", params, priority="urgent")
    assert desk.view.more.isChecked()  # nothing is sent unseen
    item = desk.view.block("/file_ids").editor.target.item(0)  # type: ignore[attr-defined]
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "old.pdf, on the server"
    desk.press(*SUBMIT)
    assert desk.sent[0].params == {"file_ids": ["a" * 64], "counts": {"cloze": 3}, "provider": "llm", "seed": 0}
    assert not desk.window.edit("gone", {})


def test_what_can_not_be_used_is_explained(desk: Desk, things: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    desk.drop(things["one.pdf"], things["two.pdf"], tmp_path / "empty.pdf")
    assert desk.window.pane.notice.text() == "empty.pdf: It is empty."
    desk.window.clear()
    assert desk.window.pane.notice.isHidden()


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
    desk.window.start("text_to_video")
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


def test_submitting_is_possible_while_the_server_is_away(desk: Desk) -> None:
    desk.window.set_link(Link("offline", 0.0))
    assert "kept here and sent" in desk.window.pane.notice.text()
    desk.window.offer(look_at([], "a fox"))
    desk.press(*SUBMIT)
    assert len(desk.sent) == 1


# --- looks and words ---------------------------------------------------------------------------------


def test_fields_that_do_not_apply_are_hidden(desk: Desk) -> None:
    desk.window.start("text_to_video")
    assert desk.view.block("/model_name").isHidden()
    provider = desk.view.block("/provider").editor
    assert isinstance(provider, ChoiceEditor)
    provider.box.setFocus()
    desk.press(Qt.Key.Key_Down)
    assert not desk.view.block("/model_name").isHidden()
    assert desk.view.block("/fps").isHidden()


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_every_form_speaks_chinese_at_once(desk: Desk, kind: str) -> None:
    desk.window.start(kind)
    i18n.use("zh_CN")
    QApplication.sendEvent(desk.window, QEvent(QEvent.Type.LanguageChange))
    desk.view.more.setChecked(True)
    english = [
        label.text()
        for label in desk.window.findChildren(QLabel)
        if label.text()
        and label.isVisibleTo(desk.window)
        and all(ord(character) < 0x2E80 for character in label.text())
    ]
    assert english == []
    assert desk.window.pane.submit.text() == "提交"
    desk.press(*SUBMIT)
    faults = [block.fault.text() for block in desk.view.blocks() if block.fault.text()]
    assert all(any(ord(character) > 0x2E80 for character in text) for text in faults)


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_everything_that_takes_the_focus_has_a_name(desk: Desk, kind: str) -> None:
    desk.window.start(kind)
    desk.view.more.setChecked(True)
    buddies = {label.buddy() for label in desk.window.findChildren(QLabel)}
    nameless = [
        part
        for part in desk.window.findChildren(QWidget)
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and not part.focusProxy() and part.isVisible()
        and not (part.accessibleName() or getattr(part, "text", str)() or part in buddies)
    ]  # fmt: skip
    assert nameless == []


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


# --- dropping ----------------------------------------------------------------------------------------


def mime_of(*, urls: list[str] | None = None, text: str = "") -> QMimeData:
    mime = QMimeData()
    if urls:
        mime.setUrls([QUrl(url) for url in urls])
    elif text:
        mime.setText(text)
    return mime


def test_window_is_veiled_while_something_is_dragged_over_it(qtbot: QtBot) -> None:
    window = QMainWindow()
    window.resize(400, 300)
    qtbot.addWidget(window)
    zone = DropZone(window)
    window.show()
    mime = mime_of(urls=["file:///x/a.pdf", "https://a.b/c"])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(5, 5), copy, mime, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    assert zone.isVisible()
    assert zone.geometry() == window.rect()
    assert not zone.grab().isNull()
    with qtbot.waitSignal(zone.dropped) as caught:
        QApplication.sendEvent(zone, QDropEvent(QPointF(5, 5), copy, mime, left, Qt.KeyboardModifier.NoModifier))
    assert caught.args == [["/x/a.pdf"], "https://a.b/c"]
    assert not zone.isVisible()


def test_veil_says_so_when_nothing_can_be_used(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    zone = DropZone(window)
    window.show()
    mime = QMimeData()
    mime.setData("application/x-own", b"1")
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(5, 5), copy, mime, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, enter)
    assert zone.isVisible()
    assert not zone.accepted()
    assert not enter.isAccepted()


def test_what_is_dropped_beside_the_fields_or_pasted_finds_its_place(desk: Desk, things: dict[str, Path]) -> None:
    desk.window.start("beat_sync")
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    mime = mime_of(urls=[things["song.mp3"].as_uri()])
    enter = QDragEnterEvent(QPoint(5, 5), copy, mime, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(desk.window.pane, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(5, 5), copy, mime, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(desk.window.pane, drop)
    desk.qtbot.waitUntil(lambda: desk.view.values() == {"bgm_file_id": at(things["song.mp3"])})
    QApplication.clipboard().setMimeData(mime_of(urls=[things["film.mp4"].as_uri()]))
    desk.window.pane.kinds.setFocus()
    desk.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(lambda: "dance_file_id" in desk.view.values())


def test_text_fields_leave_files_to_the_window(desk: Desk) -> None:
    desk.window.start("text_to_video")
    prompt = desk.view.block("/prompt").editor.target
    assert isinstance(prompt, TextBox)
    assert not prompt.canInsertFromMimeData(mime_of(urls=["file:///x/a.pdf"]))
    assert prompt.canInsertFromMimeData(mime_of(text="a fox"))


def test_clipboard_goes_the_same_way() -> None:
    assert contents_of(mime_of(urls=["file:///x/a.pdf"])) == (["/x/a.pdf"], "")
    assert contents_of(mime_of(text=" https://a.b ")) == ([], "https://a.b")
    assert contents_of(mime_of(urls=["ftp://a.b"])) == ([], "ftp://a.b")
    assert contents_of(QMimeData()) == ([], "")


def test_dropping_a_hundred_documents_is_no_stall(desk: Desk, tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / f"{number}.docx").write_bytes(b"x")
    dropped = look_at([str(tmp_path)])
    assert not any(isinstance(item, Prose) for item in dropped.items)
    desk.window.offer(dropped)
    desk.press(*SUBMIT)
    assert len(desk.sent) == 100
