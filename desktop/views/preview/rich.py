"""Formatted text that reaches for nothing: no network, no files, no scripts; links to the web open outside."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from desktop import theme
from desktop.views.preview.sanitise import safe_link

_STYLE = """
h1 {{ font-size: 14pt; font-weight: 600; margin-top: 4px; margin-bottom: 8px; }}
h2 {{ font-size: 12pt; font-weight: 600; margin-top: 20px; margin-bottom: 6px; }}
h3 {{ font-size: 10.5pt; font-weight: 600; margin-top: 16px; margin-bottom: 4px; }}
p, li {{ margin-top: 4px; margin-bottom: 4px; line-height: 135%; }}
a {{ color: {accent}; }}
blockquote {{ color: {muted}; margin-left: 16px; }}
code, pre {{ background-color: {track}; }}
th {{ text-align: left; color: {muted}; font-weight: 600; }}
th, td {{ padding: 4px 12px 4px 0; }}
.muted {{ color: {muted}; }}
.right {{ color: {success}; font-weight: 600; }}
.warning {{ color: {warning}; }}
"""


class RichView(QTextBrowser):
    """Shows HTML and Markdown of others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.setStyleSheet("QTextBrowser { border: none; border-radius: 0; padding: 0; }")
        self.document().setDocumentMargin(2 * theme.GRID)
        self.document().setIndentWidth(3 * theme.GRID)
        self.anchorClicked.connect(self._follow)
        self._html = ""
        self._dot = QImage(1, 1, QImage.Format.Format_ARGB32)
        self._dot.fill(Qt.GlobalColor.transparent)
        self._style_document()

    def show_html(self, html: str, *, keep_place: bool = False) -> None:
        """Show a page written by this client or by ``sanitise``.

        Args:
            html: the page; nothing happens if it is shown already.
            keep_place: stay where the reader is.
        """
        if html == self._html:
            return
        place = self.verticalScrollBar().value() if keep_place else 0
        self._html = html
        self.setHtml(html)
        self.verticalScrollBar().setValue(place)

    def show_markdown(self, text: str) -> None:
        """Show Markdown; HTML in it is text."""
        self._html = ""
        features = QTextDocument.MarkdownFeature
        dialect = features.MarkdownDialectGitHub | features.MarkdownNoHTML
        self.document().setMarkdown(text, dialect)
        self.verticalScrollBar().setValue(0)

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802 - Qt's own name
        """Load nothing: neither pictures nor styles of anywhere.

        A picture without a dot would be looked for once more by Qt itself, among the files of this computer.
        """
        del name
        return self._dot if kind == QTextDocument.ResourceType.ImageResource.value else ""

    def restyle(self) -> None:
        """Take over the colours in use."""
        self._style_document()
        if html := self._html:
            self._html = ""
            self.show_html(html, keep_place=True)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_html"):
            self.restyle()

    def _style_document(self) -> None:
        shown = theme.colours()
        self.document().setDefaultStyleSheet(
            _STYLE.format(
                accent=shown.accent.name(),
                muted=shown.muted.name(),
                track=shown.track.name(),
                success=shown.success.name(),
                warning=shown.warning.name(),
            )
        )

    def _follow(self, address: QUrl) -> None:
        link = safe_link(address.toString())
        if link.startswith("#"):
            self.scrollToAnchor(link[1:])
        elif link:
            QDesktopServices.openUrl(QUrl(link))
