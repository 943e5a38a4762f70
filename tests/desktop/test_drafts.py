"""The window of drafts: a timeline changed by mouse and keyboard, saved, refused, kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.core import drafts
from desktop.core.drafts import LOCAL, Draft
from desktop.core.errors import ClientError, Refused
from desktop.core.timeline import Place, Timeline, end_s
from desktop.views.drafts.editor import DraftEditor
from desktop.views.drafts.window import DraftsWindow
from desktop.views.new_jobs import located
from desktop.widgets.timeline_view import HEADER, ROW, RULER, TimelineView
from tests.material.stand_in_service import StandIn

FILE_ID = "a" * 64


@pytest.fixture
def editor(qtbot: QtBot, qapp: QApplication) -> DraftEditor:
    theme.use(theme.LIGHT)
    shown = DraftEditor()
    qtbot.addWidget(shown)
    shown.resize(1100, 600)
    timeline = Timeline()
    timeline.rename("Film")
    timeline.add_track("video")
    timeline.add(0, source=FILE_ID, duration_s=4.0)
    timeline.add(0, source="https://example.org/two.mp4", duration_s=2.0)
    timeline.add_track("text")
    timeline.add(1, text="Hello", duration_s=3.0)
    shown.show()
    shown.show_draft(Draft("film", timeline.document, "1", {FILE_ID: "one.mp4"}))
    return shown


def middle(view: TimelineView, place: Place) -> QPoint:
    return view._box(place).center().toPoint()


def drag(view: TimelineView, begin: QPoint, by_s: float, *, row: int = 0, free: bool = True) -> None:
    end = begin + QPoint(round(by_s * view._scale), row * ROW)
    held = Qt.KeyboardModifier.AltModifier if free else Qt.KeyboardModifier.NoModifier
    QTest.mousePress(view, Qt.MouseButton.LeftButton, held, begin)
    for step in (0.5, 1.0):
        between = begin + (end - begin) * step
        QTest.mouseMove(view, between)
        # Offscreen, moves come without modifiers and buttons: the view is told as the platform would tell it.
        view._preview = view._held_at(between.x(), snap=not free)
        view._preview_track = max(0, min(int((between.y() - RULER) // ROW), len(view._timeline.tracks) - 1))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, held, end)


def spans(editor: DraftEditor, track: int = 0) -> list[tuple[float, float]]:
    segments = editor._timeline.tracks[track]["segments"]
    return [(round(segment["start_s"], 1), round(end_s(segment), 1)) for segment in segments]


def test_segments_are_dragged_trimmed_and_snap_to_their_neighbours(editor: DraftEditor) -> None:
    view = editor._view
    drag(view, middle(view, Place(0, 1)), 3.0)
    assert spans(editor) == [(0.0, 4.0), (7.0, 9.0)]
    drag(view, middle(view, Place(0, 1)), -2.93, free=False)
    assert spans(editor) == [(0.0, 4.0), (4.0, 6.0)]
    box = view._box(Place(0, 0))
    drag(view, QPoint(int(box.right()) - 2, int(box.center().y())), -1.0)
    assert spans(editor)[0][1] == pytest.approx(3.0, abs=0.1)
    box = view._box(Place(0, 0))
    drag(view, QPoint(int(box.left()) + 2, int(box.center().y())), 1.0)
    first = editor._timeline.segment(Place(0, 0))
    assert first["source_start_s"] == pytest.approx(first["start_s"])
    assert editor.unsaved


def test_a_segment_stays_on_tracks_of_its_type(editor: DraftEditor) -> None:
    view = editor._view
    drag(view, middle(view, Place(0, 1)), 0.0, row=1)
    assert [len(track["segments"]) for track in editor._timeline.tracks] == [2, 1]


def test_everything_goes_by_keyboard(qtbot: QtBot, editor: DraftEditor) -> None:
    view = editor._view
    view.setFocus()
    key, held = Qt.Key, Qt.KeyboardModifier
    qtbot.keyClick(view, key.Key_Right)
    qtbot.keyClick(view, key.Key_Right)
    assert view.place() == Place(0, 1)
    qtbot.keyClick(view, key.Key_Right, held.ControlModifier | held.ShiftModifier)
    assert spans(editor)[1] == (5.0, 7.0)
    qtbot.keyClick(view, key.Key_Left, held.AltModifier | held.ShiftModifier)
    assert spans(editor)[1] == (5.0, 6.0)
    qtbot.keyClick(view, key.Key_Down)
    assert view.place() == Place(1, 0)
    assert "Hello" in view.accessibleDescription()
    qtbot.keyClick(view, key.Key_Delete)
    assert editor._timeline.tracks[1]["segments"] == []
    editor._undo.trigger()
    assert len(editor._timeline.tracks[1]["segments"]) == 1


def test_numbers_and_words_change_the_chosen_segment(editor: DraftEditor) -> None:
    editor._view.choose(Place(1, 0))
    editor._inspect()
    editor._inspector._text.setPlainText("Goodbye")
    editor._inspector._numbers["duration_s"].setValue(1.25)
    segment = editor._timeline.segment(Place(1, 0))
    assert (segment["text"], segment["duration_s"]) == ("Goodbye", 1.25)
    editor._view.choose(Place(0, 0))
    editor._inspect()
    assert editor._inspector._source.text() == "one.mp4"


def test_dropped_files_go_to_tracks_of_their_type(editor: DraftEditor, tmp_path: Path) -> None:
    editor.add_files([str(tmp_path / "three.MP4"), str(tmp_path / "song.mp3"), str(tmp_path / "notes.txt")])
    assert [track["type"] for track in editor._timeline.tracks] == ["video", "text", "audio"]
    assert editor._timeline.tracks[0]["segments"][-1]["source"] == LOCAL + str(tmp_path / "three.MP4")


class Shelf(StandIn):
    """Keeps drafts; answers calls at once, as a server would a moment later."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.drafts: dict[str, dict[str, Any]] = {}
        self.refusal: ClientError | None = None
        self.uploaded: list[str] = []

    def call(
        self,
        work: Callable[[Any], Any],
        done: Callable[[Any], None],
        failed: Callable[[ClientError], None] | None = None,
    ) -> None:
        try:
            answer = work(_ShelfApi(self))
        except ClientError as error:
            if failed is not None:
                failed(error)
        else:
            done(answer)


class _ShelfApi:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def drafts(self, _page: str | None = None) -> Any:
        known = [{"id": draft_id, "name": draft["name"]} for draft_id, draft in self._shelf.drafts.items()]
        return type("Page", (), {"documents": known, "next": None})()

    def draft(self, draft_id: str) -> tuple[dict[str, Any], str]:
        return self._shelf.drafts[draft_id], "7"

    def file(self, _file_id: str) -> dict[str, str]:
        return {"name": "one.mp4"}

    def upload(self, path: Path) -> dict[str, str]:
        self._shelf.uploaded.append(path.name)
        return {"id": FILE_ID, "name": path.name}

    def put_draft(self, draft_id: str, document: dict[str, Any], **_: Any) -> dict[str, str]:
        if self._shelf.refusal is not None:
            raise self._shelf.refusal
        self._shelf.drafts[draft_id] = document
        return {"id": draft_id, "version": "8"}


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[DraftsWindow]:
    theme.use(theme.LIGHT)
    shelf = Shelf(tmp_path)
    shown = DraftsWindow(shelf)
    yield shown
    shown._editor.show_draft(Draft("x", Timeline().document, "1"))
    shown.close()
    shelf.stop()
    shown.deleteLater()


def shelf_of(window: DraftsWindow) -> Shelf:
    assert isinstance(window._service, Shelf)
    return window._service


def test_a_new_draft_is_uploaded_saved_and_offered_as_a_job(qtbot: QtBot, window: DraftsWindow, tmp_path: Path) -> None:
    window.open()
    assert "No drafts yet" in window._said.text()
    window.new_draft()
    window._editor._renamed("Autumn class")
    window._editor.add_files([str(tmp_path / "clip.mp4"), str(tmp_path / "clip.mp4")])
    with qtbot.waitSignal(window.submit_wanted) as asked:
        window.save_and_submit()
    (draft_id,) = shelf_of(window).drafts
    assert asked.args == [draft_id]
    assert draft_id.startswith("autumn-class-")
    segments = shelf_of(window).drafts[draft_id]["tracks"][0]["segments"]
    assert [segment["source"] for segment in segments] == [FILE_ID, FILE_ID]
    assert shelf_of(window).uploaded == ["clip.mp4"]  # the same file once
    assert not window._editor.unsaved


def test_what_the_server_refuses_is_said_where_it_is(qtbot: QtBot, window: DraftsWindow, editor: DraftEditor) -> None:
    window.open()
    window._editor.show_draft(editor.draft())
    window._editor._renamed("Other")
    shelf_of(window).refusal = Refused(
        422, "Faults", faults={"/tracks/1/segments/0/text": "There are control characters."}
    )
    window.save()
    assert window._editor._view.place() == Place(1, 0)
    assert "control characters" in window._editor._faults.text()
    shelf_of(window).refusal = Refused(412, "Changed", problem="draft-changed")
    window.save()
    assert "Somebody else changed" in window._said.text()
    assert window._editor.unsaved


def test_changes_are_not_left_without_a_question(
    qtbot: QtBot, window: DraftsWindow, editor: DraftEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open()
    window._editor.show_draft(editor.draft())
    window._editor._renamed("Changed")
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.No)
    assert not window.close()
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    assert window.close()


def test_media_of_a_timeline_file_lie_beside_it(tmp_path: Path) -> None:
    document = {
        "tracks": [
            {"segments": [{"source": "clip.mp4"}, {"source": FILE_ID}, {"source": "https://x/y"}, {"text": "T"}]}
        ]
    }
    found = located(document, tmp_path)["tracks"][0]["segments"]
    assert [segment.get("source") for segment in found] == [
        LOCAL + str(tmp_path / "clip.mp4"),
        FILE_ID,
        "https://x/y",
        None,
    ]
    assert document["tracks"][0]["segments"][0] == {"source": "clip.mp4"}


def test_names_of_sources_and_ids_of_drafts() -> None:
    assert drafts.source_name(FILE_ID, {FILE_ID: "one.mp4"}) == "one.mp4"
    assert drafts.source_name("https://example.org/a/two.mp4", {}) == "two.mp4"
    assert drafts.new_id("秋天").startswith("draft-")
    assert HEADER > 0
