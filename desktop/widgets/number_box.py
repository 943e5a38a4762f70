"""A field for a number that may be left empty; the arrow keys, and the wheel while it has the focus, step it."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop import theme

_LONGEST_WHOLE = 300
_WHEEL_STEP = 120


class NumberBox(QLineEdit):
    """A field for a number that may be left empty, where the quiet text in it says what holds then.

    Unlike Qt's own spin boxes it takes any size of number and never changes what was typed: who looks at it says what
    is wrong.

    Args:
        whole: whether it steps by whole numbers.
        minimum: where stepping down ends, None for nowhere.
        maximum: where stepping up ends.
        step: by how much it steps; None for what fits the range.
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
        self.setAcceptDrops(False)
        self.setFont(theme.numbers(self.font()))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.textChanged.connect(lambda _text: self.changed.emit())

    def _fitting_step(self) -> float:
        if self._whole or self._minimum is None or self._maximum is None or self._maximum - self._minimum > 2:
            return 1.0
        return 0.1 if self._maximum - self._minimum > 0.2 else 0.01

    def number(self) -> float | None:
        """Return the number that is written in it, None for none; a whole one where it looks so."""
        text = self.text().strip().replace("\N{MINUS SIGN}", "-").replace(",", ".")
        try:
            whole = text.lstrip("+-").isdecimal() and len(text) < _LONGEST_WHOLE
            number = int(text) if whole else float(text)
        except ValueError:
            return None
        return number if math.isfinite(number) else None

    def set_number(self, number: float | None) -> None:
        """Write a number into it; None empties it."""
        self.setText("" if number is None else written(number))

    def step(self, steps: float) -> None:
        """Go so many steps up, or down, within the range."""
        number = self.number()
        wanted = (self._start if number is None else number) + steps * self._step
        wanted = max(wanted, self._minimum) if self._minimum is not None else wanted
        wanted = min(wanted, self._maximum) if self._maximum is not None else wanted
        self.set_number(round(wanted) if self._whole else round(wanted, 6))
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by the arrow keys."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
        if event.key() in steps and not event.modifiers():
            self.step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step only while it has the focus: else a form that is scrolled would change on the way."""
        if self.hasFocus():
            self.step(event.angleDelta().y() / _WHEEL_STEP)
            event.accept()
        else:
            event.ignore()


def written(number: float) -> str:
    """Return a number as a person would write it: 6 for 6.0."""
    return str(int(number)) if number % 1 == 0 and abs(number) < 1e15 else f"{number:.12g}"
