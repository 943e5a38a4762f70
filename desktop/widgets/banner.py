"""A calm line under the toolbar: what is the matter, what happens next, and one thing to do about it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop import theme


class Banner(QFrame):
    """A message with at most one button; hidden until there is something to say."""

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name, self._meaning = "info", "warning"
        self._icon = QLabel(self)
        self._text = QLabel(self)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setWordWrap(True)
        self._button = QPushButton(self)
        self._button.clicked.connect(self.acted)
        self._button.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        row.setSpacing(theme.GRID)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        self.setObjectName("banner")
        self.hide()

    def say(self, text: str, *, icon: str = "info", meaning: str = "warning", button: str = "") -> None:
        """Show a message; the same one again costs nothing and is not read out anew.

        Args:
            text: one or two short sentences.
            icon: an icon's name.
            meaning: ``warning``, ``danger`` or ``muted``: the icon's colour and the line at the left.
            button: what the button says; empty for none.
        """
        if self._text.text() != text:
            self._text.setText(text)
            self.setAccessibleName(text)
        if (icon, meaning) != (self._icon_name, self._meaning) or not self.isVisible():
            self._icon_name, self._meaning = icon, meaning
            self._dress()
        self._button.setVisible(bool(button))
        self._button.setText(button)
        self._button.setAccessibleName(button)
        self.show()

    def text(self) -> str:
        """Return what it says, nothing while it is hidden."""
        return self._text.text() if not self.isHidden() else ""

    def clear(self) -> None:
        """Say nothing more."""
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        shown = theme.colours()
        colour = getattr(shown, self._meaning)
        self._icon.setPixmap(theme.pixmap(self._icon_name, 20, colour, self.devicePixelRatioF()))
        sheet = (
            f"#banner {{ background: {shown.raised.name()}; border: none;"
            f" border-bottom: 1px solid {shown.border.name()}; border-left: 3px solid {colour.name()}; }}"
        )
        if sheet != self.styleSheet():  # a style sheet set anew makes a PaletteChange of its own
            self.setStyleSheet(sheet)
