"""What hostile and broken files do in a preview: nothing, and the window says what is wrong."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QImage
from pytestqt.qtbot import QtBot

from desktop.views.preview.pane import PreviewPane
from desktop.views.preview.pdf_child import Unreadable
from desktop.views.preview.pdf_pages import PdfFile
from desktop.views.preview.rich import RichView
from tests.material import broken_pdfs
from tests.material.previewed_files import picture, written
from tests.material.previewing import look_at, words_of
from tests.material.stand_in_service import StandIn


def png_of_size(path: Path, width: int, height: int) -> Path:
    """A PNG that claims a size; its rows are not there."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )
    return path


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
