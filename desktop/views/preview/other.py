"""A file that has no way of looking of its own: what it is, and how to see it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop import theme
from desktop.i18n import tr
from desktop.views.preview.choice import Artifact
from desktop.views.preview.look import Look, Shown
from desktop.widgets import amounts


class OtherLook(Look):
    """Type, size and "Open"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._artifact: Artifact | None = None
        self._icon, self._name, self._facts = QLabel(self), QLabel(self), QLabel(self)
        self._facts.setProperty("role", "muted")
        self._open = QPushButton(self)
        self._open.clicked.connect(self.outside)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.GRID)
        layout.addStretch(2)
        for label in (self._icon, self._name, self._facts):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addWidget(self._open, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.retranslate()
        self.retheme()

    def show_file(self, shown: Shown) -> None:
        """Tell about a file."""
        self.tell(shown.artifact)

    def tell(self, artifact: Artifact) -> None:
        """Tell about a file that need not be here."""
        self._artifact = artifact
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._open.setText(tr("Open outside"))
        self._open.setAccessibleName(tr("Open outside"))
        if self._artifact is not None:
            self._name.setText(self._artifact.name)
            self._facts.setText(f"{self._artifact.media_type} · {amounts.size(self._artifact.bytes)}")

    def retheme(self) -> None:
        """Take over the colours in use."""
        self._icon.setPixmap(theme.pixmap("file", 5 * theme.GRID, theme.colours().muted, self.devicePixelRatioF()))
