"""Several jobs at once: how many stand where, and what can be done with all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop import theme
from desktop.core.job import CANCELLED, FAILED, STATES, SUCCEEDED, TIMED_OUT, Job
from desktop.i18n import tr, trn
from desktop.models.cells import STATE_SIGNS, STATE_WORDS

_ICON_PX = 16


class Several(QWidget):
    """A count by state, and buttons for all."""

    retry_asked = Signal()
    save_asked = Signal()
    copy_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Counter[str] = Counter()
        self._title = QLabel(self)
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setWeight(font.Weight.DemiBold)
        self._title.setFont(font)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GRID)
        grid.setVerticalSpacing(theme.GRID)
        grid.setColumnStretch(1, 1)
        self._rows: dict[str, tuple[QLabel, QLabel, QLabel]] = {}
        for place, state in enumerate(STATES):
            icon, word, count = QLabel(self), QLabel(self), QLabel(self)
            count.setFont(theme.numbers(count.font()))
            for column, label in enumerate((icon, word, count)):
                grid.addWidget(label, place, column)
            self._rows[state] = (icon, word, count)
        self._retry, self._save, self._copy = QPushButton(self), QPushButton(self), QPushButton(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID)
        layout.setSpacing(theme.GRID)
        layout.addWidget(self._title)
        layout.addLayout(grid)
        layout.addSpacing(theme.GRID)
        for button, signal in (
            (self._retry, self.retry_asked),
            (self._save, self.save_asked),
            (self._copy, self.copy_asked),
        ):
            layout.addWidget(button)
            button.clicked.connect(signal)
        layout.addStretch()

    def show_jobs(self, jobs: Sequence[Job]) -> None:
        """Count jobs."""
        self._counts = Counter(job.state for job in jobs)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        total = self._counts.total()
        self._title.setText(trn("{n} job selected", "{n} jobs selected", total))
        for state, (icon, word, count) in self._rows.items():
            sign, meaning = STATE_SIGNS[state]
            icon.setPixmap(theme.pixmap(sign, _ICON_PX, getattr(theme.colours(), meaning), self.devicePixelRatioF()))
            word.setText(tr(STATE_WORDS[state]))
            count.setText(f"{self._counts[state]:,}")
            for label in (icon, word, count):
                label.setVisible(self._counts[state] > 0)
        again = sum(self._counts[state] for state in (FAILED, TIMED_OUT, CANCELLED))
        done = self._counts[SUCCEEDED]
        self._retry.setText(trn("Retry {n} job", "Retry {n} jobs", again))
        self._retry.setVisible(again > 0)
        self._save.setText(trn("Save the files of {n} job…", "Save the files of {n} jobs…", done))
        self._save.setVisible(done > 0)
        self._copy.setText(tr("Copy details"))
        for button in (self._retry, self._save, self._copy):
            button.setAccessibleName(button.text().rstrip("…"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and theme."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange} and hasattr(self, "_copy"):
            self.retranslate()
