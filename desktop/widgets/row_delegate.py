"""Paints a cell of two lines, the second of less weight; ``progress_delegate`` adds icon and bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop import theme

#: Of the second line, to the first.
NOTE_SIZE = 0.9
_MARK_PX, _GAP_PX = 3, theme.HALF // 2
#: Letters of another font than the view's may be taller than its line.
_FLAGS = Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip | Qt.AlignmentFlag.AlignAbsolute
_READING_SIDE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_OTHER_SIDE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Shown(Protocol):
    """What a cell must say of itself; see ``models.cells.Cell``."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def note(self) -> str: ...  # noqa: D102
    @property
    def icon(self) -> str: ...  # noqa: D102
    @property
    def tone(self) -> str: ...  # noqa: D102
    @property
    def bar(self) -> bool: ...  # noqa: D102
    @property
    def fraction(self) -> float | None: ...  # noqa: D102
    @property
    def figure(self) -> bool: ...  # noqa: D102
    @property
    def quiet(self) -> bool: ...  # noqa: D102


@dataclass(frozen=True)
class Faces:
    """The fonts of a row with their metrics: text, the note below it, and both with figures of equal width."""

    text: QFont
    note: QFont
    figure: QFont
    small_figure: QFont
    text_metrics: QFontMetrics
    note_metrics: QFontMetrics
    figure_metrics: QFontMetrics
    small_figure_metrics: QFontMetrics

    @classmethod
    def of(cls, base: QFont) -> Faces:
        """Return the fonts made from a view's."""
        base, note = QFont(base), QFont(base)  # an option's font dies with the option
        if base.pointSizeF() > 0:
            note.setPointSizeF(base.pointSizeF() * NOTE_SIZE)
        fonts = (base, note, theme.numbers(base), theme.numbers(note))
        return cls(*fonts, *(QFontMetrics(font) for font in fonts))

    def lines(self, room: QRect, *, two: bool) -> tuple[QRect, QRect]:
        """Return where the lines go: both together stand in the middle of the room."""
        if not two:
            return room, QRect()
        text_px, note_px = self.text_metrics.height(), self.note_metrics.height()
        whole_px = text_px + note_px + _GAP_PX
        top = room.top() + (room.height() - whole_px) // 2
        return (
            QRect(room.left(), top, room.width(), text_px),
            QRect(room.left(), top + whole_px - note_px, room.width(), note_px),
        )


class RowDelegate(QStyledItemDelegate):
    """Paints one or two lines of text.

    Args:
        cell_role: the role under which the model gives a ``Shown``.
        parent: its owner.
        middle: whether long text loses its middle rather than its end, as file names should.
    """

    def __init__(self, cell_role: int, parent: QWidget, *, middle: bool = False) -> None:
        super().__init__(parent)
        self._role = cell_role
        self._elide = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self._faces: tuple[QFont, Faces] | None = None

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the cell, its place in the selection, and the focus."""
        shown: Shown | None = index.data(self._role)
        self.paint_ground(painter, option, index)
        if shown is not None:
            self.paint_cell(painter, option, shown, option.rect.adjusted(theme.GRID, 0, -theme.GRID, 0))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the room that the cell needs."""
        shown: Shown | None = index.data(self._role)
        if shown is None:
            return QSize(0, row_height(option.font))
        faces = self.faces(option.font)
        wide_px = max(
            faces.figure_metrics.horizontalAdvance(shown.text), faces.small_figure_metrics.horizontalAdvance(shown.note)
        )
        return QSize(wide_px + 2 * theme.GRID, row_height(option.font))

    def paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, shown: Shown, room: QRect) -> None:
        """Paint the two lines, or the one in the middle."""
        self.paint_lines(painter, option, shown, room)

    def paint_lines(self, painter: QPainter, option: QStyleOptionViewItem, shown: Shown, room: QRect) -> None:
        """Paint text and note into a room."""
        first, second = self.faces(option.font).lines(room, two=bool(shown.note))
        self.paint_line(painter, option, shown.text, first, quiet=shown.quiet, figure=shown.figure)
        if shown.note:
            self.paint_line(painter, option, shown.note, second, quiet=True, figure=shown.figure, note=True)

    def paint_line(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        text: str,
        room: QRect,
        *,
        quiet: bool = False,
        figure: bool = False,
        note: bool = False,
    ) -> None:
        """Paint one line on the reading side, or figures on the other one, cut short where it is too long."""
        if not text:
            return
        faces = self.faces(option.font)
        if figure:
            font, metrics = (
                (faces.small_figure, faces.small_figure_metrics) if note else (faces.figure, faces.figure_metrics)
            )
        else:
            font, metrics = (faces.note, faces.note_metrics) if note else (faces.text, faces.text_metrics)
        aligned = QStyle.visualAlignment(option.direction, _OTHER_SIDE if figure else _READING_SIDE)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # each text in its own direction
        painter.setFont(font)
        painter.setPen(theme.colours().muted if quiet else theme.colours().text)
        elide = Qt.TextElideMode.ElideRight if note else self._elide
        painter.drawText(room, aligned | _FLAGS, metrics.elidedText(text, elide, room.width()))

    def faces(self, base: QFont) -> Faces:
        """Return the fonts made from the view's; the last ones are kept."""
        if self._faces is None or self._faces[0] != base:
            faces = Faces.of(base)
            self._faces = (faces.text, faces)
        return self._faces[1]

    def paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint what lies under the text: selection, the line between rows, the focus around the current row.

        A selected row is marked at its edge as well, not by colour alone.
        """
        colours, rect = theme.colours(), option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, colours.selected)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colours.hover)
        view = option.widget
        if not isinstance(view, QAbstractItemView):
            return
        if selected and _is_first(view, index):
            edge = rect.left() if option.direction == Qt.LayoutDirection.LeftToRight else rect.right() - _MARK_PX + 1
            painter.fillRect(QRect(edge, rect.top(), _MARK_PX, rect.height()), colours.accent)
        if view.hasFocus() and view.currentIndex().row() == index.row():
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), colours.accent)
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colours.accent)


def row_height(font: QFont) -> int:
    """Return the height of a row of two lines, in device-independent pixels, on the grid."""
    faces = Faces.of(font)
    lines_px = faces.text_metrics.height() + faces.note_metrics.height() + _GAP_PX
    return -(-(lines_px + 2 * theme.HALF) // theme.GRID) * theme.GRID


def tone(name: str) -> QColor:
    """Return the theme's colour of a meaning."""
    colour: QColor = getattr(theme.colours(), name)
    return colour


def _is_first(view: QAbstractItemView, index: QModelIndex | QPersistentModelIndex) -> bool:
    header = getattr(view, "horizontalHeader", None)
    return header is None or header().visualIndex(index.column()) == 0
