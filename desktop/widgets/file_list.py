"""A field for files: drop them on it, choose them, put them in order, take them out; each with its size and state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.i18n import tr

_ROW_PX = 36
_MOST_ROWS = 6
_ICONS = {"video": "video", "audio": "audio", "image": "image", "text": "text"}


@dataclass(frozen=True)
class Entry:
    """One file of the list.

    Args:
        key: what its owner knows it by.
        name: of the file.
        detail: its size, or where it is.
        media_type: for its icon.
        fault: what is wrong with it; empty for nothing.
        share: how much of it is sent, 0..1; None while nothing is.
    """

    key: str
    name: str
    detail: str = ""
    media_type: str = ""
    fault: str = ""
    share: float | None = None


class FileList(QWidget):
    """A field for one file or for several in their order.

    Args:
        many: whether their order can be changed.
        parent: its owner.
    """

    added = Signal(object)
    """``list[str]``: paths that were dropped on it."""
    wanted = Signal()
    """A dialog to choose files is asked for."""
    removed = Signal(object)
    """``list[str]``: keys of entries that are to go."""
    moved = Signal(object)
    """``list[str]``: all keys in their new order."""

    def __init__(self, *, many: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._many = many
        self.list = _Rows(self, many=many)
        self.choose = QPushButton(self)
        self.up, self.down, self.remove = (QToolButton(self) for _ in range(3))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.HALF)
        buttons.addWidget(self.choose)
        buttons.addStretch()
        for button in (self.up, self.down, self.remove):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.HALF)
        layout.addWidget(self.list)
        layout.addLayout(buttons)
        self.setFocusProxy(self.list)
        self.choose.clicked.connect(self.wanted)
        self.list.activated_empty.connect(self.wanted)
        self.list.dropped.connect(self.added)
        self.list.reordered.connect(lambda: self.moved.emit(self.keys()))
        self.list.asked_to_remove.connect(self._remove)
        self.list.asked_to_move.connect(self._move)
        self.list.itemSelectionChanged.connect(self._enable)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.remove.clicked.connect(self._remove)
        self.retranslate()
        self._enable()

    def keys(self) -> list[str]:
        """Return the keys of all entries in their order."""
        return [self.list.item(row).data(_ENTRY).key for row in range(self.list.count())]

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these files; the selection stays where it can."""
        chosen = {item.data(_ENTRY).key for item in self.list.selectedItems()}
        self.list.clear()
        for entry in entries:
            item = QListWidgetItem(self.list)
            item.setData(_ENTRY, entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _said(entry))
            item.setToolTip(entry.fault or entry.key)
            item.setSelected(entry.key in chosen)
        if entries and self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self.list.updateGeometry()
        self._enable()

    def show_hint(self, text: str) -> None:
        """Say in the empty field what belongs there."""
        self.list.hint = text
        self.list.viewport().update()

    def set_faulty(self, faulty: bool) -> None:
        """Mark the whole field as one that can't be sent."""
        self.list.faulty = faulty
        self.list.viewport().update()

    def retranslate(self) -> None:
        """Say everything anew in the language in use."""
        self.choose.setText(tr("Choose files…") if self._many else tr("Choose a file…"))
        self.choose.setIcon(theme.icon("folder"))
        for button, icon, text in (
            (self.up, "up", tr("Move up (Alt+Up)")),
            (self.down, "down", tr("Move down (Alt+Down)")),
            (self.remove, "trash", tr("Remove (Delete)")),
        ):
            button.setIcon(theme.icon(icon))
            button.setToolTip(text)
            button.setAccessibleName(text)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()

    def _enable(self) -> None:
        rows = [self.list.row(item) for item in self.list.selectedItems()]
        several = self._many and self.list.count() > 1
        self.up.setVisible(several)
        self.down.setVisible(several)
        self.remove.setVisible(self.list.count() > 0)
        self.up.setEnabled(bool(rows) and min(rows) > 0)
        self.down.setEnabled(bool(rows) and max(rows) < self.list.count() - 1)
        self.remove.setEnabled(bool(rows))

    def _remove(self) -> None:
        keys = [item.data(_ENTRY).key for item in self.list.selectedItems()]
        if keys:
            row = self.list.currentRow()
            self.removed.emit(keys)
            self.list.setCurrentRow(min(row, self.list.count() - 1))

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        if 0 <= row + by < self.list.count() and self._many:
            self.list.insertItem(row + by, self.list.takeItem(row))
            self.list.setCurrentRow(row + by)
            self.moved.emit(self.keys())


_ENTRY = int(Qt.ItemDataRole.UserRole)


def _said(entry: Entry) -> str:
    return ", ".join(part for part in (entry.name, entry.fault or entry.detail) if part)


class _Rows(QListWidget):
    """The rows: takes files from outside, lets its own be dragged into another order."""

    dropped = Signal(object)
    reordered = Signal()
    activated_empty = Signal()
    asked_to_remove = Signal()
    asked_to_move = Signal(int)

    def __init__(self, parent: QWidget, *, many: bool) -> None:
        super().__init__(parent)
        self.hint, self.faulty, self._hovered = "", False, False
        self.setItemDelegate(_Row(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(
            QAbstractItemView.DragDropMode.DragDrop if many else QAbstractItemView.DragDropMode.DropOnly
        )
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setTabKeyNavigation(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        rows = max(1, min(_MOST_ROWS, self.count()))
        return QSize(240, (rows * _ROW_PX if self.count() else 2 * _ROW_PX) + theme.GRID)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, or into the empty field what belongs there."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.colours()
        edge = colours.danger if self.faulty else colours.accent if self._hovered or self.hasFocus() else colours.border
        style = Qt.PenStyle.SolidLine if self.count() and not self._hovered else Qt.PenStyle.DashLine
        painter.setPen(QPen(edge, 1.0, style))
        painter.setBrush(colours.selected if self._hovered else colours.base)
        painter.drawRoundedRect(self.viewport().rect().adjusted(1, 1, -1, -1), 5, 5)
        if not self.count():
            painter.setPen(colours.muted)
            painter.drawText(
                self.viewport().rect().adjusted(theme.GRID, 0, -theme.GRID, 0),
                Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                self.hint,
            )
        painter.end()
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), event.modifiers() & Qt.KeyboardModifier.AltModifier
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.asked_to_remove.emit()
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.asked_to_move.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Space and not self.count():
            self.activated_empty.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is self:
            super().dragEnterEvent(event)
        elif local_paths(event):
            self._hover(True)
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.source() is self:
            super().dragMoveEvent(event)
        elif self._hovered:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hover(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._hover(False)
        if event.source() is self:
            super().dropEvent(event)
            self.reordered.emit()
        elif paths := local_paths(event):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(paths)

    def _hover(self, hovered: bool) -> None:
        self._hovered = hovered
        self.viewport().update()


class _Row(QStyledItemDelegate):
    """Draws a file: icon, name, and to the right its size or what is wrong."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, _ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: Entry = index.data(_ENTRY)
        colours, cell = theme.colours(), QRect(option.rect).adjusted(theme.HALF, 2, -theme.HALF, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            focused = option.state & QStyle.StateFlag.State_HasFocus or option.widget.hasFocus()
            self._fill(painter, cell, colours.selected if focused else colours.hover)
        if entry.share is not None:
            self._fill(painter, QRect(cell.left(), cell.bottom() - 2, cell.width(), 3), colours.track)
            sent = QRect(cell.left(), cell.bottom() - 2, round(cell.width() * min(1.0, entry.share)), 3)
            self._fill(painter, sent, colours.running)
        half = entry.media_type.split("/", maxsplit=1)[0]
        icon = "pdf" if entry.media_type.endswith("/pdf") else _ICONS.get(half, "file")
        if entry.fault:
            icon = "warning"
        size = 16
        top = cell.center().y() - size // 2 + 1
        tint = colours.danger if entry.fault else colours.muted
        painter.drawPixmap(
            cell.left() + theme.GRID, top, theme.pixmap(icon, size, tint, painter.device().devicePixelRatioF())
        )
        words = cell.adjusted(theme.GRID + size + theme.GRID, 0, -theme.GRID, 0)
        side = entry.fault or entry.detail
        metrics = option.fontMetrics
        room = min(metrics.horizontalAdvance(side), words.width() * (2 if entry.fault else 1) // 3)
        painter.setFont(theme.numbers(option.font))
        painter.setPen(colours.danger if entry.fault else colours.muted)
        painter.drawText(
            words,
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(side, Qt.TextElideMode.ElideRight, room + 2),
        )
        painter.setPen(colours.text)
        painter.drawText(
            words,
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(entry.name, Qt.TextElideMode.ElideMiddle, words.width() - room - 2 * theme.GRID),
        )
        painter.restore()

    @staticmethod
    def _fill(painter: QPainter, area: QRect, colour: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(area, 3, 3)


def local_paths(event: QDropEvent) -> list[str]:
    """Return the files and folders of this computer that a drag carries."""
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
