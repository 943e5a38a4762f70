"""What stands in a preview's place while there is none: on its way, to be asked for, not possible, nothing there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop import theme

_ICON_PX = 40


class StateView(QWidget):
    """An icon, a line, a sentence, perhaps a bar, perhaps buttons: in the middle, quiet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name, self._meaning = "", "muted"
        self._icon, self._line, self._sentence = QLabel(self), QLabel(self), QLabel(self)
        font = self._line.font()
        font.setWeight(font.Weight.DemiBold)
        self._line.setFont(font)
        self._sentence.setProperty("role", "muted")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(28 * theme.GRID)
        self._bar.setMaximumHeight(theme.GRID)
        self._buttons = QWidget(self)
        self._row = QHBoxLayout(self._buttons)
        self._row.setContentsMargins(0, theme.GRID, 0, 0)
        self._row.setSpacing(theme.GRID)
        self._acts: list[Callable[[], None]] = []
        self._made: list[QPushButton] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * theme.GRID, 2 * theme.GRID, 3 * theme.GRID, 2 * theme.GRID)
        layout.setSpacing(theme.GRID)
        layout.addStretch(2)
        for label in (self._icon, self._line, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            layout.addWidget(label)
        layout.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def say(
        self,
        icon: str,
        line: str,
        sentence: str = "",
        *,
        share: float | None = None,
        working: bool = False,
        meaning: str = "muted",
        buttons: tuple[tuple[str, Callable[[], None]], ...] = (),
    ) -> None:
        """Show a state.

        Args:
            icon: of ``desktop/icons``.
            line: what it is, in short.
            sentence: more of it, and what to do.
            share: how far something has come, 0..1; None for unknown.
            working: whether a bar is shown.
            meaning: the colour of the icon, by its name in the theme.
            buttons: what can be done: words and acts; the first one is the one to do.
        """
        self._icon_name, self._meaning = icon, meaning
        self._line.setText(line)
        self._line.setVisible(bool(line))
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._bar.setVisible(working)
        self._bar.setAccessibleName(line)
        self._bar.setRange(0, 0 if share is None else 1000)
        self._bar.setValue(round(1000 * (share or 0.0)))
        self._offer(buttons)
        self.setAccessibleName(f"{line} {sentence}".strip())
        self._tint()

    def buttons(self) -> list[QPushButton]:
        """Return the buttons that are shown."""
        return [self._button(place) for place in range(len(self._acts))]

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _offer(self, buttons: tuple[tuple[str, Callable[[], None]], ...]) -> None:
        """Show buttons; those that are there keep their focus."""
        while self._row.count() < len(buttons):
            place = self._row.count()
            button = QPushButton(self._buttons)
            button.clicked.connect(lambda _=False, place=place: self._acts[place]())
            self._row.addWidget(button)
            self._made.append(button)
        self._acts = [act for _, act in buttons]
        for place in range(self._row.count()):
            button = self._button(place)
            button.setVisible(place < len(buttons))
            if place < len(buttons):
                button.setText(buttons[place][0])
                button.setAccessibleName(buttons[place][0])
        self._buttons.setVisible(bool(buttons))

    def _button(self, place: int) -> QPushButton:
        return self._made[place]

    def _tint(self) -> None:
        self._icon.setVisible(bool(self._icon_name))
        if self._icon_name:
            colour = getattr(theme.colours(), self._meaning)
            self._icon.setPixmap(theme.pixmap(self._icon_name, _ICON_PX, colour, self.devicePixelRatioF()))
