"""A short notice at the lower edge with something to do about it for a few seconds, such as Undo."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop import theme

SHOWN_MS = 5_000


class Toast(QFrame):
    """Lies over its parent, never takes the focus, goes by itself.

    Args:
        parent: the widget that it lies over.
    """

    acted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("toast")
        self._text = QLabel(self)
        self._button = QPushButton(self)
        self._button.setProperty("role", "link")
        self._button.hide()
        self._button.clicked.connect(self.acted)
        self._button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        row.setSpacing(2 * theme.GRID)
        row.addWidget(self._text)
        row.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()
        self._dress()

    def say(self, text: str, *, button: str = "", for_ms: int = SHOWN_MS) -> None:
        """Show a notice, in the place of the one before.

        Args:
            text: one short sentence.
            button: what the button says; empty for none.
            for_ms: milliseconds until it goes.
        """
        self._text.setText(text)
        self.setAccessibleName(text)
        self._button.setText(button)
        self._button.setAccessibleName(button)
        self._button.setVisible(bool(button))
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start(for_ms)

    def text(self) -> str:
        """Return what it says, nothing while it is hidden."""
        return self._text.text() if not self.isHidden() else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the parent's size changes."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _place(self) -> None:
        around = self._over.rect()
        self.move((around.width() - self.width()) // 2, around.height() - self.height() - 3 * theme.GRID)

    def _dress(self) -> None:
        shown = theme.colours()
        sheet = (
            f"#toast {{ background: {shown.raised.name()}; border: 1px solid {shown.accent.name()};"
            " border-radius: 6px; }"
        )
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
