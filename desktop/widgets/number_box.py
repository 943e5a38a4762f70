"""A field for a number that may be left empty; arrow keys and wheel step it."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from desktop import theme


class NumberBox(QAbstractSpinBox):
    """A field for a number that may be left empty, where the quiet text in it says what holds then.

    Unlike Qt's own it takes any size of number and never changes what was typed: who looks at it says what is wrong.

    Args:
        whole: whether it steps by whole numbers.
        minimum: where stepping down ends, None for nowhere.
        maximum: where stepping up ends.
        step: by how much it steps.
        start: from where it steps while it is empty.
        parent: its owner.
    """

    changed = Signal()

    def __init__(
        self,
        *,
        whole: bool,
        minimum: float | None,
        maximum: float | None,
        step: float | None = None,
        start: float = 0.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._whole, self._minimum, self._maximum, self._start = whole, minimum, maximum, start
        self._step = step or self._fitting_step()
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        # The field inside has no frame of its own.
        self.lineEdit().setStyleSheet("QLineEdit { border: none; padding: 0; background: transparent; }")
        self.setFont(theme.numbers(self.font()))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().textChanged.connect(lambda _text: self.changed.emit())

    def _fitting_step(self) -> float:
        if self._whole or self._minimum is None or self._maximum is None or self._maximum - self._minimum > 2:
            return 1.0
        return 0.1 if self._maximum - self._minimum > 0.2 else 0.01

    def text_now(self) -> str:
        """Return what is written in it."""
        return self.lineEdit().text().strip()

    def number(self) -> float | None:
        """Return the number that is written in it, None for none; a whole one where it looks so."""
        text = self.text_now().replace("\N{MINUS SIGN}", "-").replace(",", ".")
        try:
            return int(text) if text.lstrip("+-").isdecimal() and len(text) < 300 else _finite(text)
        except ValueError:
            return None

    def set_number(self, number: float | None) -> None:
        """Write a number into it; None empties it."""
        self.lineEdit().setText("" if number is None else written(number))

    def set_placeholder(self, text: str) -> None:
        """Say quietly what holds while it is empty."""
        self.lineEdit().setPlaceholderText(text)

    def stepBy(self, steps: int) -> None:  # noqa: N802 - Qt's name
        """Go so many steps up, or down."""
        number = self.number()
        wanted = (self._start if number is None else number) + steps * self._step
        wanted = max(wanted, self._minimum) if self._minimum is not None else wanted
        wanted = min(wanted, self._maximum) if self._maximum is not None else wanted
        self.set_number(round(wanted) if self._whole else round(wanted, 6))
        self.selectAll()

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:  # noqa: N802 - Qt's name
        """Return in which directions it can step."""
        number = self.number()
        now = self._start if number is None else number
        enabled = QAbstractSpinBox.StepEnabledFlag.StepNone
        if self._maximum is None or now < self._maximum:
            enabled |= QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
        if self._minimum is None or now > self._minimum:
            enabled |= QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        return enabled

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Take any text: what can't be a number is told beside the field, not refused under the fingers."""
        return (QValidator.State.Acceptable, text, position)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step only when it has the focus: else a form that is scrolled would change on the way."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the return key to the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def written(number: float) -> str:
    """Return a number as a person would write it: 6 for 6.0."""
    return str(int(number)) if number % 1 == 0 and abs(number) < 1e15 else f"{number:.12g}"
