"""A field to choose one of several values."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from desktop import theme

_ARROW_PX = 12
_ROOM_PX = 24


class ChoiceBox(QComboBox):
    """A field to choose one of several values; the wheel scrolls the form that it is in, not the choice.

    Args:
        editable: whether another text may be typed.
        parent: its owner.
    """

    def __init__(self, *, editable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(editable)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # The style's own arrow has a frame that fits to no other field; ours is drawn below.
        self.setStyleSheet(
            f"QComboBox::drop-down {{ border: none; width: {_ROOM_PX}px; }}"
            "QComboBox::down-arrow { image: none; }"
            "QComboBox QLineEdit { border: none; padding: 0; }"
        )

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what is around."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow over the field."""
        super().paintEvent(event)
        painter = QPainter(self)
        colour = theme.colours().muted
        arrow = theme.pixmap("chevron_down", _ARROW_PX, colour, self.devicePixelRatioF())
        painter.drawPixmap(
            self.width() - _ROOM_PX + (_ROOM_PX - _ARROW_PX) // 2, (self.height() - _ARROW_PX) // 2, arrow
        )
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
