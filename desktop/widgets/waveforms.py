"""Sounds under one another on one clock, and the place found on it; a line follows the pointer and reads the time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop import theme
from desktop.i18n import known, tr
from desktop.widgets import amounts

_STEPS_S = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600)
_TICK_PX = 88
_ZOOM = 1.25
#: Nearest view: so many steps of the axis over the whole width.
_LEAST_STEPS = 20


@dataclass(frozen=True)
class Line:
    """One sound: ``peaks`` from 0 to 1, one for each step of the axis; it plays from ``begin_s`` to ``end_s``."""

    label: str
    begin_s: float
    end_s: float
    peaks: Sequence[float]


class Waveforms(QWidget):
    """Draws sounds on a common axis. Wheel, plus and minus zoom, arrows move the reading line, 0 shows all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._start_s, self._step_s, self._end_s = 0.0, 1.0, 1.0
        self._mark_s: float | None = None
        self._from_s, self._to_s = 0.0, 1.0
        self._cursor_s: float | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.retranslate()

    def show_lines(self, lines: Sequence[Line], *, start_s: float, step_s: float, mark_s: float | None) -> None:
        """Show sounds.

        Args:
            lines: from top to bottom.
            start_s: where the axis begins, seconds on the clock.
            step_s: seconds of one value.
            mark_s: the place found on the clock; None for none.
        """
        self._lines, self._start_s, self._step_s, self._mark_s = tuple(lines), start_s, step_s, mark_s
        self._end_s = start_s + step_s * max((len(line.peaks) for line in lines), default=1)
        self._cursor_s = None
        self.show_all()
        self.retranslate()

    def show_all(self) -> None:
        """Show the whole axis."""
        self._from_s, self._to_s = self._start_s, self._end_s
        self.update()

    @property
    def view_s(self) -> tuple[float, float]:
        """What is seen, from and to, seconds on the clock."""
        return self._from_s, self._to_s

    @property
    def cursor_s(self) -> float | None:
        """Where the reading line is, None where it is not."""
        return self._cursor_s

    def zoom(self, factor: float, around_s: float) -> None:
        """See less (factor above 1) or more around a place."""
        length = self._end_s - self._start_s
        span = min(length, max(min(length, self._step_s * _LEAST_STEPS), (self._to_s - self._from_s) / factor))
        share = (around_s - self._from_s) / (self._to_s - self._from_s)
        self._look_from(around_s - share * span, span)

    def pan(self, by_s: float) -> None:
        """Look earlier (negative) or later."""
        self._look_from(self._from_s + by_s, self._to_s - self._from_s)

    def retranslate(self) -> None:
        """Say what is drawn, in words."""
        said = [
            tr("{sound} plays from {begin} to {end}.", sound=known(line.label), begin=amounts.clock(line.begin_s),
               end=amounts.clock(line.end_s))
            for line in self._lines
        ]  # fmt: skip
        if self._mark_s is not None:
            said.append(tr("The music begins at {at}.", at=amounts.clock(self._mark_s)))
        self.setAccessibleName(tr("Waveforms"))
        self.setAccessibleDescription(" ".join(said))
        self.setToolTip(tr("Zoom: wheel, + and -; read: ← and →; all: 0"))
        self.update()

    def sizeHint(self) -> QSize:
        """As much as is read comfortably."""
        return QSize(60 * theme.GRID, 30 * theme.GRID)

    def minimumSizeHint(self) -> QSize:
        """As little as can be read."""
        return QSize(25 * theme.GRID, 16 * theme.GRID)

    # --- what the user does ----------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer; sideways moves along."""
        sideways, upwards = event.angleDelta().x(), event.angleDelta().y()
        if abs(sideways) > abs(upwards):
            self.pan(-sideways / 1200 * (self._to_s - self._from_s))
        else:
            self.zoom(_ZOOM ** (upwards / 120), self._second_at(event.position().x()))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the time under the pointer."""
        self._read(self._second_at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        """Take the reading line away."""
        super().leaveEvent(event)
        self._cursor_s = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom and read by keys."""
        middle_s = (self._from_s + self._to_s) / 2 if self._cursor_s is None else self._cursor_s
        pixel_s = (self._to_s - self._from_s) / max(1.0, self._axis().width())
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(_ZOOM, middle_s)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(1 / _ZOOM, middle_s)
        elif event.key() == Qt.Key.Key_0:
            self.show_all()
        elif event.key() in steps:
            far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 2
            self._read(middle_s + steps[Qt.Key(event.key())] * far * pixel_s)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self.update()

    # --- drawing ---------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw sounds, axis, mark and reading line."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.numbers(self.font()))
        shown = theme.colours()
        axis = self._axis()
        if not self._lines or axis.width() < 1:
            return
        box = QRectF() if self._cursor_s is None else self._cursor_box(painter, axis)
        self._draw_ticks(painter, axis, shown, box)
        height = axis.height() / len(self._lines)
        inks = (shown.muted, shown.accent, shown.success, shown.warning)
        bands = [
            QRectF(axis.left(), axis.top() + place * height, axis.width(), height) for place in range(len(self._lines))
        ]
        for place, line in enumerate(self._lines):
            self._draw_line(painter, bands[place], line, inks[place % len(inks)], shown)
        if self._mark_s is not None:
            self._draw_mark(painter, axis, shown)
        for place, line in enumerate(self._lines):
            self._draw_label(painter, bands[place], known(line.label), inks[place % len(inks)])
        if self._cursor_s is not None:
            self._draw_cursor(painter, axis, box, shown)
        if self.hasFocus():
            painter.setPen(QPen(shown.accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _draw_ticks(self, painter: QPainter, axis: QRectF, shown: theme.Colours, box: QRectF) -> None:
        """Draw lines at round times, and what they are; not beneath what the reading line says."""
        span_s = self._to_s - self._from_s
        wanted = max(1.0, axis.width() / _TICK_PX)
        step_s = next((step for step in _STEPS_S if span_s / step <= wanted), _STEPS_S[-1])
        at_s = math.ceil(self._from_s / step_s) * step_s
        while at_s <= self._to_s:
            x = self._x(at_s)
            painter.setPen(QPen(shown.border, 1))
            painter.drawLine(QPointF(x, axis.top()), QPointF(x, axis.bottom()))
            painter.setPen(shown.muted)
            if not box.left() - 3 * theme.GRID < x < box.right() + 3 * theme.GRID or box.isNull():
                self._words(painter, x, axis.bottom() + theme.HALF, _tick(at_s, step_s), centred=True)
            at_s += step_s

    def _draw_line(self, painter: QPainter, band: QRectF, line: Line, ink: QColor, shown: theme.Colours) -> None:
        label_height = QFontMetricsF(painter.font()).height()
        middle = band.top() + label_height + (band.height() - label_height) / 2
        half = max(4.0, (band.height() - label_height) / 2 - theme.HALF)
        upper, lower = QPolygonF(), []
        columns = max(1, round(band.width()))
        first, last = self._from_s, self._to_s
        for column in range(columns + 1):
            at_s = first + (last - first) * column / columns
            peak = self._peak(line, at_s, (last - first) / columns)
            upper.append(QPointF(band.left() + column, middle - peak * half))
            lower.append(QPointF(band.left() + column, middle + peak * half))
        painter.setPen(QPen(shown.border, 1))
        painter.drawLine(QPointF(band.left(), middle), QPointF(band.right(), middle))
        fill = QColor(ink)
        fill.setAlphaF(0.75)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        for point in reversed(lower):
            upper.append(point)
        painter.drawPolygon(upper)

    def _draw_label(self, painter: QPainter, band: QRectF, words: str, ink: QColor) -> None:
        """Write what a sound is, on ground of its own: lines run behind it."""
        metrics = QFontMetricsF(painter.font())
        ground = QRectF(band.left(), band.top(), metrics.horizontalAdvance(words) + theme.GRID, metrics.height())
        painter.fillRect(ground, self.palette().color(self.backgroundRole()))
        painter.setPen(ink)
        self._words(painter, band.left() + theme.HALF, band.top(), words)

    def _draw_mark(self, painter: QPainter, axis: QRectF, shown: theme.Colours) -> None:
        at_s = self._mark_s or 0.0
        if not self._from_s <= at_s <= self._to_s:
            return
        x = self._x(at_s)
        painter.setPen(QPen(shown.danger, 2))
        painter.drawLine(QPointF(x, axis.top() - theme.HALF), QPointF(x, axis.bottom()))
        painter.setPen(shown.danger)
        words = tr("music begins at {at}", at=amounts.clock(at_s))
        self._words(painter, x, theme.HALF, words, centred=True)

    def _cursor_box(self, painter: QPainter, axis: QRectF) -> QRectF:
        """Return where the reading line's words stand: below it, inside the axis."""
        metrics = QFontMetricsF(painter.font())
        width = metrics.horizontalAdvance(self.reading()) + 2 * theme.GRID
        left = min(max(axis.left(), self._x(self._cursor_s or 0.0) - width / 2), axis.right() - width)
        return QRectF(left, axis.bottom() + theme.HALF / 2, width, metrics.height() + theme.HALF)

    def _draw_cursor(self, painter: QPainter, axis: QRectF, box: QRectF, shown: theme.Colours) -> None:
        x = self._x(self._cursor_s or 0.0)
        painter.setPen(QPen(shown.text, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, axis.top()), QPointF(x, axis.bottom()))
        painter.setPen(QPen(shown.border, 1))
        painter.setBrush(shown.raised)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(shown.text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.reading())

    def reading(self) -> str:
        """Return what the reading line reads: the clock, and the time within the music where that plays."""
        if self._cursor_s is None:
            return ""
        words = amounts.clock(self._cursor_s)
        if self._mark_s is not None:
            words += " · " + tr("in the music {at}", at=amounts.clock(self._cursor_s - self._mark_s))
        return words

    def _words(self, painter: QPainter, x: float, top: float, words: str, *, centred: bool = False) -> None:
        """Write words that stay inside the widget."""
        metrics = QFontMetricsF(painter.font())
        width = metrics.horizontalAdvance(words) + 2
        left = x - width / 2 if centred else x
        left = min(max(1.0, left), self.width() - width - 1)
        painter.drawText(QRectF(left, top, width, metrics.height()), Qt.AlignmentFlag.AlignLeft, words)

    # --- places ----------------------------------------------------------------------------------------

    def _axis(self) -> QRectF:
        """Return where the sounds are drawn: below the mark's words, above the ticks'."""
        line = QFontMetricsF(self.font()).height()
        margin = 1.5 * theme.GRID
        return QRectF(
            margin, line + 2 * theme.GRID, self.width() - 2 * margin, self.height() - 2 * line - 4 * theme.GRID
        )

    def _x(self, at_s: float) -> float:
        axis = self._axis()
        return axis.left() + (at_s - self._from_s) / (self._to_s - self._from_s) * axis.width()

    def _second_at(self, x: float) -> float:
        axis = self._axis()
        share = min(1.0, max(0.0, (x - axis.left()) / max(1.0, axis.width())))
        return self._from_s + share * (self._to_s - self._from_s)

    def _peak(self, line: Line, at_s: float, width_s: float) -> float:
        first = int((at_s - self._start_s) / self._step_s)
        last = max(first + 1, int((at_s + width_s - self._start_s) / self._step_s))
        return max(line.peaks[max(0, first) : last], default=0.0)

    def _look_from(self, from_s: float, span_s: float) -> None:
        from_s = min(max(self._start_s, from_s), self._end_s - span_s)
        self._from_s, self._to_s = from_s, from_s + span_s
        self.update()

    def _read(self, at_s: float) -> None:
        self._cursor_s = min(max(self._start_s, at_s), self._end_s)
        if self._cursor_s < self._from_s or self._cursor_s > self._to_s:
            self.pan(self._cursor_s - (self._from_s + self._to_s) / 2)
        self.update()


def _tick(at_s: float, step_s: float) -> str:
    """Say a tick's time as finely as its neighbours need."""
    at_s = 0.0 if abs(at_s) < step_s / 1000 else at_s
    if step_s < 1:
        return f"{at_s:.2f} s" if step_s < 0.1 else f"{at_s:.1f} s"
    sign, whole = ("\u2212" if at_s < 0 else ""), round(abs(at_s))
    return f"{sign}{whole // 60}:{whole % 60:02d}"
