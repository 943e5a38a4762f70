"""Text as it is, bounded: the beginning of a large file, and no line longer than a screen can lay out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from desktop import theme
from desktop.i18n import tr
from desktop.views.preview.aside import Aside
from desktop.views.preview.look import Look, Shown
from desktop.views.preview.note import Note

_MOST_BYTES = 500_000
_LONGEST_LINE, _MOST_LINES = 2_000, 10_000


@dataclass(frozen=True)
class Text:
    """The beginning of a text. ``cut`` tells that there is more, or that a line was broken."""

    text: str
    cut: bool


def text_of(path: Path, most_bytes: int = _MOST_BYTES, *, longest_line: int = _LONGEST_LINE) -> Text:
    """Read the beginning of a text file; what is no UTF-8 becomes a replacement character."""
    with path.open("rb") as file:
        data = file.read(most_bytes + 1)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        decoded = data[:most_bytes].decode("utf-16", "replace")
    else:
        decoded = data[:most_bytes].decode("utf-8-sig", "replace")
    lines = decoded.replace("\0", "\ufffd").splitlines()
    cut = len(data) > most_bytes or len(lines) > _MOST_LINES or any(len(line) > longest_line for line in lines)
    return Text("\n".join(line[:longest_line] for line in lines[:_MOST_LINES]), cut)


class PlainLook(Look):
    """Shows text in letters of equal width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._aside = Aside(self)
        self._note = Note(self)
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setStyleSheet("QPlainTextEdit { border: none; border-radius: 0; padding: 0; }")
        self._text.document().setDocumentMargin(2 * theme.GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._note)
        layout.addWidget(self._text)
        self._cut = False
        self.retranslate()

    def show_file(self, shown: Shown) -> None:
        """Read and show the beginning of a text."""
        self._aside.run(lambda: text_of(shown.path), self._show, lambda error: self.troubled.emit(str(error)))

    def clear(self) -> None:
        """Let go of the text."""
        self._aside.forget()
        self._text.clear()
        self._note.hide()

    def stop(self) -> None:
        """End the thread."""
        self._aside.stop()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._text.setAccessibleName(tr("Text of the file"))
        self._note.say(tr("This is the beginning. Open the file to see all of it.") if self._cut else "")

    def _show(self, text: Text) -> None:
        self._text.setPlainText(text.text)
        self._cut = text.cut
        self.retranslate()
