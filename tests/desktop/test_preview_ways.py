"""Looking at files in the window: each way with a real file, in each language and theme, each part with a name."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop import i18n, theme
from desktop.views.preview import pane
from desktop.views.preview.film import FilmLook
from desktop.views.preview.json_look import JsonLook
from desktop.views.preview.look import Look
from desktop.views.preview.page import PageLook
from desktop.views.preview.pane import PreviewPane
from desktop.views.preview.pdf import PdfLook
from desktop.views.preview.picture import MovingLook, PictureLook
from tests.material import broken_pdfs
from tests.material.previewed_files import EXAM, REPORT, picture, waveforms, written
from tests.material.previewing import look_at, pick
from tests.material.stand_in_service import StandIn


def test_a_picture_fills_the_window_and_zooms_by_keys(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path
) -> None:
    look_at(shown, service, picture(tmp_path / "a.png", 900, 300))
    qtbot.waitUntil(lambda: isinstance(shown.look, PictureLook) and "900 by 300" in shown.look.view.accessibleName())
    view = shown.look.view
    fitted = view.transform().m11()
    assert fitted == pytest.approx(view.viewport().width() / 900, rel=0.01)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.transform().m11() == pytest.approx(fitted * 1.25)
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.transform().m11() == pytest.approx(fitted)


def test_a_moving_picture_moves_and_rests_while_hidden(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path
) -> None:
    frames = [Image.new("RGB", (32, 24), colour) for colour in ("red", "blue", "green")]
    frames[0].save(tmp_path / "a.webp", save_all=True, append_images=frames[1:], duration=20, loop=0)
    look_at(shown, service, tmp_path / "a.webp")
    seen: set[str] = set()

    def moves() -> bool:
        if isinstance(shown.look, MovingLook):
            seen.add(shown.look.view._item.pixmap().toImage().pixelColor(5, 5).name())
        return len(seen) >= 3

    qtbot.waitUntil(moves)
    movie = shown.look._movie
    shown.hide()
    assert movie.state() == movie.MovieState.Paused


def test_a_still_webp_is_a_picture(qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path) -> None:
    Image.new("RGB", (32, 24), "red").save(tmp_path / "a.webp")
    look_at(shown, service, tmp_path / "a.webp")
    qtbot.waitUntil(lambda: isinstance(shown.look, MovingLook) and shown.look.view._item.pixmap().width() == 32)
    assert shown.look._movie is None


def test_pdf_pages_turn_by_keys_field_and_buttons(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path
) -> None:
    file = broken_pdfs.drawn(tmp_path / "a.pdf", b"0 0 100 100 re f", pages=3)
    look_at(shown, service, file)
    qtbot.waitUntil(
        lambda: isinstance(shown.look, PdfLook) and shown.look.page_number == 1 and not shown.look._aside.busy
    )
    look = shown.look
    assert look._page.pixmap().width() == pytest.approx(look._area.viewport().width() - 16, abs=20)
    assert not look._back.isEnabled()
    QTest.keyClick(look._area, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: look._page.property("number") == 1)
    look._field.setText("999")
    look._field.editingFinished.emit()
    qtbot.waitUntil(lambda: look._page.property("number") == 2)
    assert (look._field.text(), look._on.isEnabled()) == ("3", False)
    width = look._page.pixmap().width()
    look._larger.click()
    qtbot.waitUntil(lambda: look._page.pixmap().width() > width)


def test_exam_is_read_as_questions_and_answers_keep_the_place(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path
) -> None:
    exam = EXAM | {"items": EXAM["items"] * 30}
    look_at(shown, service, picture(tmp_path / "a.png"), written(tmp_path / "exam.json", json.dumps(exam)))
    qtbot.waitUntil(lambda: isinstance(shown.look, JsonLook))
    look = shown.look
    assert look.shape == "questions"
    assert "Which?" in look.page.toPlainText()
    assert "Because." not in look.page.toPlainText()
    look.page.verticalScrollBar().setValue(300)
    look.answers.click()
    assert "Because." in look.page.toPlainText()
    assert look.page.verticalScrollBar().value() == 300
    look.fields.click()
    assert look.tree.topLevelItem(1).text(0) == "items"
    assert not look.answers.isVisible()


def test_waveforms_are_drawn_for_any_report_that_has_them(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path
) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(b"x")
    look_at(shown, service, film, written(tmp_path / "r.json", json.dumps(waveforms())), picture(tmp_path / "a.png"))
    qtbot.waitUntil(lambda: isinstance(shown.look, JsonLook) and shown.look.shape == "waveforms")
    drawing = shown.look.waveforms.drawing
    assert drawing.isVisible()
    assert "The music begins at 0:01.500." in drawing.accessibleDescription()
    assert shown.look.waveforms._headline.text() == "The music begins 1.500 s into the video"


def test_json_that_is_no_report_gives_way_unless_it_is_asked_for(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path
) -> None:
    look_at(shown, service, written(tmp_path / "s.json", '{"a": [1, 2], "b": null}'), picture(tmp_path / "a.png"))
    qtbot.waitUntil(lambda: isinstance(shown.look, PictureLook))
    pick(shown, "s.json")
    qtbot.waitUntil(lambda: isinstance(shown.look, JsonLook) and shown.look.tree.topLevelItemCount() == 2)
    assert shown.look.tree.topLevelItem(0).text(1) == "1, 2"
    # The next job of the kind shows what was liked.
    look_at(shown, service, picture(tmp_path / "b.png"), written(tmp_path / "s.json", '{"c": 1}'), job_id="J2")
    qtbot.waitUntil(lambda: isinstance(shown.look, JsonLook) and shown.look.tree.topLevelItemCount() == 1)
    assert shown.look.tree.topLevelItem(0).text(0) == "c"


def test_json_alone_is_shown_as_a_tree(qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path) -> None:
    look_at(shown, service, written(tmp_path / "s.json", "[1, {}]"))
    qtbot.waitUntil(lambda: isinstance(shown.look, JsonLook) and shown.look.shape == "tree")


def test_report_html_markdown_text_and_zip(qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("a.mp4", b"x" * 2_000)
    files = [
        written(tmp_path / "r.json", json.dumps(REPORT)), written(tmp_path / "p.html", "<h1>Head</h1><img src=x>"),
        written(tmp_path / "m.md", "# Title\n\n<script>x</script>\n\n* one"), written(tmp_path / "t.txt", "plain text"),
        tmp_path / "d.zip",
    ]  # fmt: skip
    look_at(shown, service, *files)
    qtbot.waitUntil(lambda: isinstance(shown.look, JsonLook) and "Key points" in shown.look.page.toPlainText())
    pick(shown, "p.html")
    qtbot.waitUntil(lambda: isinstance(shown.look, PageLook) and shown.look.view.toPlainText().strip() == "Head")
    assert "Pictures are left out" in shown.look._note.text()
    pick(shown, "m.md")
    qtbot.waitUntil(lambda: isinstance(shown.look, PageLook) and "Title" in shown.look.view.toPlainText())
    assert "<script>" in shown.look.view.toPlainText()
    pick(shown, "t.txt")
    qtbot.waitUntil(lambda: type(shown.look).__name__ == "PlainLook" and shown.look._text.toPlainText() == "plain text")
    pick(shown, "d.zip")
    qtbot.waitUntil(lambda: type(shown.look).__name__ == "ArchiveLook" and shown.look._list.topLevelItemCount() == 1)
    assert shown.look._note.text() == "1 file, 2.0 kB unpacked"


def test_a_video_shows_its_poster_at_once_and_is_itself_not_fetched(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path
) -> None:
    video = tmp_path / "video.mp4"
    video.write_bytes(b"x" * 5_000)
    look_at(shown, service, video, picture(tmp_path / "poster.jpg"))
    qtbot.waitUntil(lambda: isinstance(shown.look, FilmLook) and shown.look._poster.view._item.pixmap().width() == 40)
    assert service.asked == [("J1", "poster.jpg")]
    with qtbot.waitSignal(shown.open_asked) as asked:
        QTest.mouseClick(shown.look._open, Qt.MouseButton.LeftButton)
    assert asked.args[0].name == "video.mp4"


def test_a_poster_stands_for_a_video_that_plays_here_until_it_has_come(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pane, "plays", lambda: True)
    video = tmp_path / "video.mp4"
    video.write_bytes(b"x" * 5_000)
    look_at(shown, service, video, picture(tmp_path / "poster.jpg"))
    qtbot.waitUntil(lambda: isinstance(shown.look, FilmLook) and shown.look._poster.view._item.pixmap().width() == 40)
    qtbot.waitUntil(lambda: shown.look._shown is not None)
    assert sorted(service.asked) == [("J1", "poster.jpg"), ("J1", "video.mp4")]


def test_languages_and_themes_change_under_a_preview(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path
) -> None:
    look_at(shown, service, written(tmp_path / "exam.json", json.dumps(EXAM)))
    qtbot.waitUntil(lambda: isinstance(shown.look, JsonLook))
    i18n.use("zh_CN")
    for view in (shown, shown.look):
        view.retranslate()
    assert "选择题" in shown.look.page.toPlainText()
    theme.use(theme.DARK)
    assert theme.colours().text.name() == shown.look.page.palette().text().color().name()
    theme.use(theme.LIGHT)


def test_every_way_of_looking_has_names_for_all_that_takes_the_focus(qtbot: QtBot, shown: PreviewPane) -> None:
    for made in dict.fromkeys(pane._LOOKS.values()):
        look = made(shown)
        assert isinstance(look, Look)
        nameless = [
            type(widget).__name__
            for widget in (look, *look.findChildren(QWidget))
            if isinstance(widget, QAbstractButton | QAbstractScrollArea | QComboBox | QLineEdit)
            and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
            and not (widget.accessibleName() or getattr(widget, "text", str)())
        ]
        assert nameless == [], made
        look.stop()
