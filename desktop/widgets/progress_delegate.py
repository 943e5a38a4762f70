"""Paints what a job does: icon and words, and while it runs a bar with percent."""

from __future__ import annotations

import time

from PySide6.QtCore import QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from desktop import theme
from desktop.widgets.row_delegate import RowDelegate, Shown, tone

ICON_PX = 16
_BAR_PX = 6
_FRAME_MS = 120
#: The stripe of a bar whose end nobody knows: its share of the width, and the time of one way across.
_STRIPE, _WAY_S = 0.3, 3.2


class ProgressDelegate(RowDelegate):
    """Paints a state with its icon; below the words a note, or a bar.

    A bar without a fraction has a stripe that wanders slowly. It moves only while it is painted: each frame asks for
    the next, so nothing runs for rows that are out of sight, in a hidden window or on a desktop without animations.

    Args:
        cell_role: the role under which the model gives a ``Shown``.
        parent: its owner.
    """

    def __init__(self, cell_role: int, parent: QWidget) -> None:
        super().__init__(cell_role, parent)
        self._wandering: dict[QWidget, QRegion] = {}
        self._frames = QTimer(self)
        self._frames.setInterval(_FRAME_MS)
        self._frames.timeout.connect(self._next_frame)

    @property
    def moves(self) -> bool:
        """Whether some bar wanders now."""
        return self._frames.isActive()

    def paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, shown: Shown, room: QRect) -> None:
        """Paint icon, words and bar."""
        first, _ = self.faces(option.font).lines(room, two=shown.bar or bool(shown.note))
        if shown.icon:
            place = QRect(room.left(), first.center().y() - ICON_PX // 2 + 1, ICON_PX, ICON_PX)
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(
                QStyle.visualRect(option.direction, room, place).topLeft(),
                theme.pixmap(shown.icon, ICON_PX, tone(shown.tone), ratio),
            )
        words = QStyle.visualRect(option.direction, room, room.adjusted(ICON_PX + theme.GRID, 0, 0, 0))
        if not shown.bar:
            self.paint_lines(painter, option, shown, words)
            return
        first, second = self.faces(option.font).lines(words, two=True)
        self.paint_line(painter, option, shown.text, first)
        self._paint_bar(painter, option, shown, second)

    def _paint_bar(self, painter: QPainter, option: QStyleOptionViewItem, shown: Shown, room: QRect) -> None:
        figures = self.faces(option.font).small_figure_metrics.horizontalAdvance("100 %")
        number = QRect(room.right() - figures + 1, room.top(), figures, room.height())
        bar = QRect(room.left(), room.center().y() - _BAR_PX // 2 + 1, room.width() - figures - theme.GRID, _BAR_PX)
        number, bar = (QStyle.visualRect(option.direction, room, part) for part in (number, bar))
        self.paint_line(painter, option, shown.note, number, quiet=True, figure=True, note=True)
        if bar.width() < 2 * _BAR_PX:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours().track)
        painter.drawRoundedRect(QRectF(bar), _BAR_PX / 2, _BAR_PX / 2)
        painter.setBrush(tone(shown.tone))
        painter.drawRoundedRect(self._filled(option, shown.fraction, bar), _BAR_PX / 2, _BAR_PX / 2)
        painter.restore()

    def _filled(self, option: QStyleOptionViewItem, fraction: float | None, bar: QRect) -> QRectF:
        if fraction is not None:
            done = QRectF(bar.x(), bar.y(), max(float(_BAR_PX), bar.width() * fraction), bar.height())
        else:
            done = QRectF(bar.x(), bar.y(), bar.width() * _STRIPE, bar.height())
            if self._may_move(option):
                # There and back: 0 .. 1 .. 0
                way = abs(1 - time.monotonic() / _WAY_S % 2)
                done.translate(bar.width() * (1 - _STRIPE) * way, 0)
                self._ask_for_frame(option, bar)
        if option.direction == Qt.LayoutDirection.RightToLeft:
            done.moveRight(bar.x() + bar.width() - (done.x() - bar.x()))
        return done

    def _may_move(self, option: QStyleOptionViewItem) -> bool:
        widget = option.widget
        return widget is not None and bool(
            widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget)
        )

    def _ask_for_frame(self, option: QStyleOptionViewItem, bar: QRect) -> None:
        canvas = getattr(option.widget, "viewport", lambda: option.widget)()
        self._wandering[canvas] = self._wandering.get(canvas, QRegion()).united(bar)
        if not self._frames.isActive():
            self._frames.start()

    def _next_frame(self) -> None:
        painted, self._wandering = self._wandering, {}
        if not painted:
            self._frames.stop()
        for canvas, region in painted.items():
            canvas.update(region)
