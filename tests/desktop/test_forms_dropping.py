"""What is dropped or pasted finds its place: in the fields, as several jobs, or explained when it can't be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.dropped import Prose, look_at
from desktop.core.fields import MISSING
from desktop.widgets.drop_zone import DropZone, contents_of
from desktop.widgets.text_box import TextBox
from tests.material.submit_desk import SUBMIT, Desk, at

pytestmark = pytest.mark.usefixtures("themed")  # some of these make their widgets themselves


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


def test_what_can_not_be_used_is_explained(desk: Desk, things: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    desk.drop(things["one.pdf"], things["two.pdf"], tmp_path / "empty.pdf")
    assert desk.window.pane.notice.text() == "empty.pdf: It is empty."
    desk.window.clear()
    assert desk.window.pane.notice.isHidden()


def test_dropping_a_hundred_documents_is_no_stall(desk: Desk, tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / f"{number}.docx").write_bytes(b"x")
    dropped = look_at([str(tmp_path)])
    assert not any(isinstance(item, Prose) for item in dropped.items)
    desk.window.offer(dropped)
    desk.press(*SUBMIT)
    assert len(desk.sent) == 100
