"""A field for several lines that is as high as what is in it, within bounds."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt
from PySide6.QtGui import QFontDatabase, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

#: Border and padding above and below the lines, as the style sheet has them.
_FRAME_PX = 16


class TextBox(QPlainTextEdit):
    """A field for several lines: grows with them, leaves Tab and Ctrl+Enter to the window.

    Args:
        least: lines that are always shown.
        most: lines after which it scrolls.
        code: whether it shows figures and signs in columns.
        parent: its owner.
    """

    def __init__(self, *, least: int = 1, most: int = 8, code: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().setDocumentMargin(2)
        if code:
            self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def sizeHint(self) -> QSize:
        """Return a size for the lines that are in it."""
        lines = max(self._least, min(self._most, int(self.document().size().height())))
        return QSize(super().sizeHint().width(), lines * self.fontMetrics().lineSpacing() + _FRAME_PX)

    def minimumSizeHint(self) -> QSize:
        """Return the same height: a layout may not squeeze it."""
        return QSize(80, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter to the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 - Qt's name
        """Take text; files are left to the window, which knows what to do with them."""
        return not any(url.isLocalFile() for url in source.urls()) and super().canInsertFromMimeData(source)

    def changeEvent(self, event: QEvent) -> None:
        """Fit anew to another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.updateGeometry()
