"""A list of choices with their numbers: click one to narrow down, several with Ctrl."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop import theme
from desktop.widgets.row_delegate import tone

_ICON_PX = 16
_ROW_PX = 4 * theme.GRID
_FACET_ROLE = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Facet:
    """One choice.

    Args:
        name: by which it is known; empty for the one that means all.
        title: what it is called.
        count: how many there are.
        icon: an icon's name, empty for none.
        tone: the name of the icon's colour.
    """

    name: str
    title: str
    count: int
    icon: str = ""
    tone: str = "muted"


class FacetList(QListView):
    """Choices, of which one or several are taken; the first means all."""

    #: The names taken changed, by the user: a frozenset, empty for all.
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _FacetModel(self)
        self._showing = False
        self.setModel(self._model)
        self.setItemDelegate(_FacetDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView { background: transparent; }")  # it lies on a panel, it is none
        self.selectionModel().selectionChanged.connect(self._tell)

    def show_facets(self, facets: Sequence[Facet], taken: frozenset[str]) -> None:
        """Show these, with those taken marked; tells nothing."""
        self._showing = True
        try:
            grown = self._model.put(facets)
            self._mark(taken)
        finally:
            self._showing = False
        if grown:
            self.setFixedHeight(len(facets) * _ROW_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Escape and Enter to the panel."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _mark(self, taken: frozenset[str]) -> None:
        wished = taken or {""}
        rows = [row for row, facet in enumerate(self._model.facets) if facet.name in wished]
        if rows == sorted(index.row() for index in self.selectionModel().selectedIndexes()):
            return
        wanted = QItemSelection()
        for row in rows:
            wanted.select(self._model.index(row), self._model.index(row))
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(wanted, flag.ClearAndSelect)
        if rows and self.currentIndex().row() not in rows:
            self.selectionModel().setCurrentIndex(self._model.index(rows[0]), flag.NoUpdate)

    def _tell(self) -> None:
        if self._showing:
            return
        names = {self._model.facets[index.row()].name for index in self.selectionModel().selectedIndexes()}
        # "All" taken along with others: whichever was clicked last counts.
        everything = "" in names and not self._model.facets[self.currentIndex().row()].name
        self.chosen.emit(frozenset() if everything else frozenset(names - {""}))


class _FacetModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.facets: list[Facet] = []

    def put(self, facets: Sequence[Facet]) -> bool:
        """Show these; True when there are others than before, not other numbers only."""
        others = [facet.name for facet in facets] != [facet.name for facet in self.facets]
        if others:
            self.beginResetModel()
            self.facets = list(facets)
            self.endResetModel()
            return True
        for row, facet in enumerate(facets):
            if facet != self.facets[row]:
                self.facets[row] = facet
                self.dataChanged.emit(self.index(row), self.index(row))
        return False

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.facets)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        facet = self.facets[index.row()]
        if role == _FACET_ROLE:
            return facet
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return f"{facet.title}, {facet.count:,}"
        return None


class _FacetDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(10 * theme.GRID, _ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        facet: Facet = index.data(_FACET_ROLE)
        colours, rect = theme.colours(), option.rect
        self._paint_ground(painter, option)
        room = rect.adjusted(theme.GRID, 0, -theme.GRID, 0)
        count = f"{facet.count:,}"
        numbers = theme.numbers(option.font)
        count_px = QFontMetrics(numbers).horizontalAdvance(count)
        name = room.adjusted(0, 0, -count_px - theme.GRID, 0)
        if facet.icon:
            place = QRect(room.left(), rect.center().y() - _ICON_PX // 2 + 1, _ICON_PX, _ICON_PX)
            painter.drawPixmap(
                QStyle.visualRect(option.direction, room, place).topLeft(),
                theme.pixmap(facet.icon, _ICON_PX, tone(facet.tone), painter.device().devicePixelRatioF()),
            )
            name.setLeft(name.left() + _ICON_PX + theme.GRID)
        side = Qt.AlignmentFlag
        figures = QRect(room.right() - count_px, room.top(), count_px + 1, room.height())
        for text, place, font, at, quiet in (
            (facet.title, name, option.font, side.AlignLeft, not facet.count),
            (count, figures, numbers, side.AlignRight, True),
        ):
            painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # each text in its own direction
            painter.setFont(font)
            painter.setPen(colours.muted if quiet else colours.text)
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            aligned = QStyle.visualAlignment(option.direction, at | side.AlignVCenter) | side.AlignAbsolute
            painter.drawText(QStyle.visualRect(option.direction, room, place), aligned, shown)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        colours = theme.colours()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colours.accent if focused else Qt.PenStyle.NoPen)
        painter.setBrush(colours.selected if selected else colours.hover if hovered else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(option.rect.adjusted(1, 1, -2, -2), theme.HALF, theme.HALF)
        painter.restore()
