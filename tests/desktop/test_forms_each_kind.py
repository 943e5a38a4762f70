"""Each kind becomes a job by keyboard alone; its form speaks Chinese and has a name for all that takes the focus."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop import i18n
from desktop.core.kinds import kind_of
from tests.material.submit_desk import KINDS, SUBMIT, Desk, at


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
