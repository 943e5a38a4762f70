"""Looking at files in the window: each way with a real file, and what hostile ones do (nothing)."""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop import i18n, theme
from desktop.core.errors import Unreachable
from desktop.views.preview import choice, pane
from desktop.views.preview.aside import Aside
from desktop.views.preview.cached import Cached
from desktop.views.preview.choice import artifacts_of
from desktop.views.preview.film import FilmLook
from desktop.views.preview.json_look import JsonLook
from desktop.views.preview.look import Look
from desktop.views.preview.page import PageLook
from desktop.views.preview.pane import PreviewPane
from desktop.views.preview.pdf import PdfLook
from desktop.views.preview.pdf_child import Unreadable
from desktop.views.preview.pdf_pages import PdfFile
from desktop.views.preview.picture import MovingLook, PictureLook
from desktop.views.preview.rich import RichView
from desktop.views.preview.state import StateView
from tests.desktop.test_preview_parts import EXAM, REPORT, waveforms
from tests.material import broken_pdfs
from tests.material.stand_in_service import StandIn


@pytest.fixture(autouse=True)
def _no_player(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests see the same on computers with and without Qt's multimedia part."""
    monkeypatch.setattr(pane, "plays", lambda: False)
    monkeypatch.setattr("desktop.views.preview.film.plays", lambda: False)


@pytest.fixture
def service(tmp_path: Path, qapp: object) -> StandIn:
    theme.use(theme.LIGHT)
    return StandIn(tmp_path / "state")


@pytest.fixture
def shown(qtbot: QtBot, service: StandIn) -> Iterator[PreviewPane]:
    view = PreviewPane(Cached(service))
    qtbot.addWidget(view)
    view.resize(420, 520)
    view.show()
    yield view
    view.stop()


def look_at(view: PreviewPane, service: StandIn, *files: Path, job_id: str = "J1") -> None:
    service.lay(*files, job_id=job_id)
    view.show_job(job_id, "some_kind", artifacts_of(service.document(job_id)))


def pick(view: PreviewPane, name: str) -> None:
    row = view._box.findData(name)
    view._box.setCurrentIndex(row)
    view._box.activated.emit(row)


def words_of(view: PreviewPane) -> str:
    return view._state.accessibleName() if isinstance(view.look, StateView) else ""


def picture(path: Path, width: int = 40, height: int = 30, colour: str = "#c03020") -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return path


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def png_of_size(path: Path, width: int, height: int) -> Path:
    """A PNG that claims a size; its rows are not there."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )
    return path


# --- each way, with a real file --------------------------------------------------------------------------


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
    qtbot.waitUntil(lambda: isinstance(shown.look, JsonLook) and shown.look.tree.topLevelItem(0).text(0) == "c")


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


# --- on the way ------------------------------------------------------------------------------------------


def test_loading_shows_how_far_and_can_be_stopped(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path
) -> None:
    service.held = True
    look_at(shown, service, picture(tmp_path / "a.png"))
    qtbot.waitUntil(lambda: " of " in words_of(shown))
    shown._state.buttons()[0].click()
    assert service.stopped == ["T1"]
    qtbot.waitUntil(lambda: "Load and show" in [button.text() for button in shown._state.buttons()])
    service.held = False
    shown._state.buttons()[0].click()
    qtbot.waitUntil(lambda: isinstance(shown.look, PictureLook))


def test_large_files_are_asked_for_first(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choice, "ASK_BYTES", 10)
    look_at(shown, service, written(tmp_path / "t.txt", "much too long"))
    qtbot.waitUntil(lambda: "13 bytes are to be loaded" in words_of(shown))
    assert service.asked == []
    shown._state.buttons()[0].click()
    qtbot.waitUntil(lambda: not isinstance(shown.look, StateView))


def test_a_failed_fetch_says_why_and_tries_again(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path
) -> None:
    service.failure = Unreachable("http://x", "timed out")
    look_at(shown, service, picture(tmp_path / "a.png"))
    qtbot.waitUntil(lambda: "did not answer in time" in words_of(shown))
    service.failure = None
    shown._state.buttons()[0].click()
    qtbot.waitUntil(lambda: isinstance(shown.look, PictureLook))


def test_another_job_is_never_shown_the_file_of_the_one_before(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path
) -> None:
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    first, second = written(tmp_path / "1" / "t.txt", "first"), written(tmp_path / "2" / "t.txt", "second")
    look_at(shown, service, first)
    qtbot.waitUntil(lambda: type(shown.look).__name__ == "PlainLook")
    # Tried again, the same job makes another file of the same name.
    look_at(shown, service, second)
    qtbot.waitUntil(
        lambda: (
            shown.look is not None
            and type(shown.look).__name__ == "PlainLook"
            and shown.look._text.toPlainText() == "second"
        )
    )


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


# --- hostile files ---------------------------------------------------------------------------------------


def test_huge_pictures_are_refused_by_their_size_alone(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path
) -> None:
    look_at(shown, service, png_of_size(tmp_path / "a.png", 60_000, 60_000))
    qtbot.waitUntil(lambda: "too large to show here (60,000 \u00d7 60,000 pixels)" in words_of(shown))
    assert [button.text() for button in shown._state.buttons()] == ["Open outside", "Save"]


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.pdf", "a.json", "a.zip"])
def test_files_that_are_not_what_they_say_are_explained(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path, name: str
) -> None:
    look_at(shown, service, written(tmp_path / name, "not what it says"))
    qtbot.waitUntil(lambda: "application" in words_of(shown) or "damaged" in words_of(shown))


def test_an_svg_named_png_reaches_for_nothing(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path
) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/hostname"/></svg>'
    look_at(shown, service, written(tmp_path / "a.png", svg))
    qtbot.waitUntil(lambda: "can't be read" in words_of(shown))


@pytest.mark.parametrize("apart", [True, False])
def test_a_pdf_is_drawn_alike_by_either_process(tmp_path: Path, apart: bool) -> None:
    file = PdfFile(broken_pdfs.drawn(tmp_path / "a.pdf", b"1 0 0 rg 0 0 5000 5000 re f", pages=2), apart=apart)
    page = file.page(9, 120)
    assert (page.number, page.count, page.image.width()) == (1, 2, 120)
    assert page.image.pixelColor(60, 60).name() == "#ff0000"
    file.close()
    for broken, why in (("encrypted", "locked"), ("zero_bytes", "damaged")):
        file = PdfFile(getattr(broken_pdfs, broken)(tmp_path / "b.pdf"), apart=apart)
        with pytest.raises(Unreadable, match=why):
            file.page(0, 100)
        file.close()


def test_locked_pdfs_are_explained(qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path) -> None:
    look_at(shown, service, broken_pdfs.encrypted(tmp_path / "locked.pdf"))
    qtbot.waitUntil(lambda: "asks for a password" in words_of(shown))


def test_a_page_that_takes_too_long_lets_go(
    qtbot: QtBot, shown: PreviewPane, service: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.views.preview.pdf._SLOW_MS", 1_500)
    started: list[PdfFile] = []
    monkeypatch.setattr("desktop.views.preview.pdf.PdfFile", lambda path: started.append(PdfFile(path)) or started[-1])
    look_at(shown, service, broken_pdfs.form_bomb(tmp_path / "a.pdf"))
    qtbot.waitUntil(lambda: "unusually long" in words_of(shown), timeout=10_000)
    process = started[0].process
    assert process is not None
    qtbot.waitUntil(lambda: process.poll() is not None)


def test_rich_text_loads_nothing_and_opens_only_the_web(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    secret = picture(tmp_path / "secret.png")
    view = RichView()
    qtbot.addWidget(view)
    view.show()
    view.show_markdown(f"![x]({secret.as_uri()})\n\n![y](http://127.0.0.1:9/y.png)\n\ntext")
    loaded = view.document().resource(2, QUrl(secret.as_uri()))
    assert not isinstance(loaded, QImage) or loaded.size() != QImage(str(secret)).size()
    for address in (secret.as_uri(), "javascript:x", "ftp://a/b", "data:text/html,x", "https://example.org/", "#near"):
        view.anchorClicked.emit(QUrl(address))
    assert opened == ["https://example.org/"]


def test_only_the_last_wish_counts(qtbot: QtBot) -> None:
    owner = QObject()
    aside = Aside(owner)
    got: list[object] = []
    for number in range(20):
        aside.run(lambda number=number: number, got.append, got.append)
    qtbot.waitUntil(lambda: not aside.busy)
    aside.run(lambda: 1 / 0, got.append, got.append)
    qtbot.waitUntil(lambda: len(got) == 2)
    assert got[0] == 19
    assert isinstance(got[1], ZeroDivisionError)
    aside.stop()


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
