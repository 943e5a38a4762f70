"""A report's waveforms: the picture, and below it the place found, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.i18n import known, tr
from desktop.views.preview.shapes import number_of, text_of, waveforms_of
from desktop.widgets.waveforms import Line, Waveforms


class WaveformLook(QWidget):
    """Shows sounds on one clock and what was found about them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = Waveforms(self)
        self._headline, self._facts = QLabel(self), QLabel(self)
        font = self._headline.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setWeight(font.Weight.DemiBold)
        self._headline.setFont(theme.numbers(font))
        self._facts.setFont(theme.numbers(self._facts.font()))
        self._facts.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID)
        layout.setSpacing(theme.HALF)
        for label in (self._headline, self._facts):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            layout.addWidget(label)
        layout.addSpacing(theme.GRID)
        layout.addWidget(self.drawing, 1)
        self._report: Mapping[str, Any] = {}

    def show_report(self, report: Mapping[str, Any]) -> None:
        """Show a report whose ``waveforms`` can be drawn."""
        drawn = waveforms_of(report)
        if drawn is None:
            return
        self._report = report
        lines = [Line(track.label, track.begin_s, track.end_s, track.peaks) for track in drawn.tracks]
        self.drawing.show_lines(lines, start_s=drawn.start_s, step_s=drawn.step_s, mark_s=drawn.offset_s)
        self.retranslate()

    def retranslate(self) -> None:
        """Say what was found."""
        offset_s = number_of(self._report.get("offset_s"))
        self._headline.setText("" if offset_s is None else _headline(offset_s))
        self._headline.setVisible(offset_s is not None)
        confidence, drift = number_of(self._report.get("confidence")), number_of(self._report.get("drift_ppm"))
        facts = []
        if confidence is not None:
            facts.append(tr("Confidence {share}", share=f"{confidence:.0%}"))
        if drift:
            facts.append(tr("Clock drift {ppm} ppm", ppm=f"{drift:+.1f}"))
        if reason := text_of(self._report.get("reason")):
            facts.append(known(reason))
        self._facts.setText(" · ".join(facts))
        self._facts.setVisible(bool(facts))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def _headline(offset_s: float) -> str:
    if offset_s < 0:
        return tr("The music begins {span} s before the video", span=f"{-offset_s:.3f}")
    return tr("The music begins {span} s into the video", span=f"{offset_s:.3f}")
