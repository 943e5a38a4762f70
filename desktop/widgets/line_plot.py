"""A small live plot of one or two figures over the last ten minutes."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop import theme
from desktop.i18n import tr

Series = Sequence[tuple[float, float]]


class LinePlot(QWidget):
    """Lines over time; the newest value stands at the right.

    Args:
        span_s: seconds shown.
        steps: whether a value holds until the next one (limits) instead of moving towards it.
    """

    def __init__(self, parent: QWidget | None = None, *, span_s: float = 600.0, steps: bool = False) -> None:
        super().__init__(parent)
        self._span_s, self._steps = span_s, steps
        self._lines: list[tuple[str, Series, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Return a size that shows a trend."""
        return QSize(280, 120)

    def minimumSizeHint(self) -> QSize:
        """Return the least size that can be read."""
        return QSize(160, 88)

    def show_lines(self, lines: Sequence[tuple[str, Series, str]]) -> None:
        """Show these lines.

        Args:
            lines: of each its name for people, points ``(seconds before now, value)`` oldest first, and its colour's
                name in ``theme.Colours``.
        """
        self._lines = list(lines)
        said = [f"{name} {_number(points[-1][1])}" for name, points, _ in lines if points]
        self.setAccessibleDescription(", ".join(said))
        if self.isVisible():
            self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw axes, lines and their names."""
        shown = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.numbers(self.font())
        font.setPointSizeF(max(7.0, font.pointSizeF() * 0.85))
        painter.setFont(font)
        measure = QFontMetricsF(font)
        top = self._top()
        left = measure.horizontalAdvance(_number(top)) + theme.GRID
        field = QRectF(
            left, measure.height() * 0.7, self.width() - left - theme.HALF, self.height() - measure.height() * 2.1
        )
        self._draw_axes(painter, field, top, measure)
        for _name, points, colour in self._lines:
            self._draw_line(painter, field, top, points, getattr(shown, colour))

    def _draw_axes(self, painter: QPainter, field: QRectF, top: float, measure: QFontMetricsF) -> None:
        shown = theme.colours()
        for share in (0.0, 0.5, 1.0):
            y = field.bottom() - share * field.height()
            painter.setPen(QPen(shown.border, 1))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            if share != 0.5:
                painter.setPen(shown.muted)
                label = _number(top * share)
                painter.drawText(
                    QRectF(0, y - measure.height() / 2, field.left() - theme.HALF, measure.height()),
                    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                    label,
                )
        painter.setPen(shown.muted)
        below = QRectF(field.left(), field.bottom() + theme.HALF, field.width(), measure.height() * 1.2)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, tr("{minutes} min ago", minutes=round(self._span_s / 60)))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, tr("now"))

    def _draw_line(self, painter: QPainter, field: QRectF, top: float, points: Series, colour: QColor) -> None:
        within = [point for point in points if point[0] >= -self._span_s]
        if not within:
            return
        path, last_y = QPainterPath(), 0.0
        for index, (at_s, value) in enumerate(within):
            x = field.right() + at_s / self._span_s * field.width()
            y = field.bottom() - value / top * field.height()
            if index == 0:
                path.moveTo(x, y)
            elif self._steps:
                path.lineTo(x, last_y)
                path.lineTo(x, y)
            else:
                path.lineTo(x, y)
            last_y = y
        painter.setPen(QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(path.currentPosition()), 2.4, 2.4)

    def _top(self) -> float:
        """Return the upper end of the scale: 1, 2 or 5 times a power of ten."""
        most = max((value for _, points, _ in self._lines for _, value in points), default=0.0)
        if most <= 2:
            return 2.0
        power = 10.0 ** math.floor(math.log10(most))
        return next(step * power for step in (1, 2, 5, 10) if step * power >= most)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) or value >= 10 else f"{value:.1f}"
