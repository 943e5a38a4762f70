"""Pages: HTML made harmless, and Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import tr
from desktop.views.preview.aside import Aside
from desktop.views.preview.choice import MARKDOWN
from desktop.views.preview.look import Look, Shown
from desktop.views.preview.note import Note
from desktop.views.preview.plain import text_of
from desktop.views.preview.rich import RichView
from desktop.views.preview.sanitise import MOST_LETTERS, Page, breakable, safe_page

_MOST_BYTES = 3_000_000
#: Lines of Markdown, and rows of tables in it: what a window lays out without a stutter.
_MOST_LINES, _MOST_ROWS = 3_000, 300
#: Quotes and lists within one another deeper than this are no longer reading matter.
_TOO_DEEP = re.compile(r"(?m)^((?:[ \t]*(?:>|[-*+]|\d+[.)])[ \t]*){8})(?:[ \t]*(?:>|[-*+]|\d+[.)])[ \t]*)+")


@dataclass(frozen=True)
class _Markdown:
    text: str
    cut: bool


class PageLook(Look):
    """Shows a page that was written for a browser, or Markdown: text, headings, lists, tables, links."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._aside = Aside(self)
        self._note = Note(self)
        self.view = RichView(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._note)
        layout.addWidget(self.view)
        self._cut, self._pictures = False, 0
        self.retranslate()

    def show_file(self, shown: Shown) -> None:
        """Read a page and show what is harmless of it."""
        if shown.artifact.way == MARKDOWN:
            self._aside.run(lambda: _markdown(shown.path), self._show_markdown, self._fail)
        else:
            self._aside.run(lambda: _page(shown.path), self._show_page, self._fail)

    def clear(self) -> None:
        """Let go of the page."""
        self._aside.forget()
        self.view.show_html("")

    def stop(self) -> None:
        """End the thread."""
        self._aside.stop()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.view.setAccessibleName(tr("Page"))
        said = []
        if self._cut:
            said.append(tr("This is the beginning. Open the file to see all of it."))
        if self._pictures:
            said.append(tr("Pictures are left out here. Open the file to see them."))
        self._note.say(" ".join(said))

    def _show_page(self, page: Page) -> None:
        self.view.show_html(page.html)
        self._cut, self._pictures = page.cut, page.pictures
        self.retranslate()

    def _show_markdown(self, markdown: _Markdown) -> None:
        self.view.show_markdown(markdown.text)
        self._cut, self._pictures = markdown.cut, 0
        self.retranslate()

    def _fail(self, error: Exception) -> None:
        self.troubled.emit(str(error))


def _page(path: Path) -> Page:
    text = text_of(path, _MOST_BYTES, longest_line=_MOST_BYTES)
    page = safe_page(text.text)
    return Page(page.html, page.cut or text.cut, page.pictures)


def _markdown(path: Path) -> _Markdown:
    text = text_of(path, MOST_LETTERS)
    lines, rows = [], 0
    for line in text.text.splitlines()[:_MOST_LINES]:
        rows += "|" in line
        if rows <= _MOST_ROWS or "|" not in line:
            lines.append(line)
    cut = text.cut or len(lines) < len(text.text.splitlines())
    return _Markdown(breakable(_TOO_DEEP.sub(r"\1", "\n".join(lines))), cut)
