"""Says why a place is empty, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop import theme

_ICON_PX = 48
_WIDTH_PX = 360


class EmptyState(QWidget):
    """An icon, a title, a sentence, and perhaps one thing to do.

    Args:
        icon: an icon's name.
        parent: its owner.
    """

    #: The one thing was asked for.
    asked = Signal()

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._icon, self._title, self._text = QLabel(), QLabel(), QLabel()
        self._button = QPushButton()
        self._button.clicked.connect(self.asked)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text.setWordWrap(True)
        self._text.setProperty("role", "muted")
        self._text.setFixedWidth(_WIDTH_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID)
        column.setSpacing(theme.GRID)
        column.addStretch(2)
        for part in (self._icon, self._title, self._text):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.GRID)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._dress()

    @property
    def button(self) -> QPushButton:
        """The one thing to do."""
        return self._button

    def say(self, title: str, text: str, action: str = "") -> None:
        """Say this.

        Args:
            title: what is so, in a few words.
            text: why, or what to do, in a sentence.
            action: what the button says; no button without it.
        """
        self._title.setText(title)
        self._text.setText(text)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        self._title.setFont(font)
        self._icon.setPixmap(theme.pixmap(self._icon_name, _ICON_PX, theme.colours().muted, self.devicePixelRatioF()))
