"""A list of things to choose one of: a title and one quiet line each, those that suit marked."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop import theme
from desktop.i18n import tr

_KEY = int(Qt.ItemDataRole.UserRole)
_LINE = _KEY + 1
_SUITS = _KEY + 2
_DOT_PX = 6


class KindList(QListWidget):
    """A list of things to choose one of."""

    chosen = Signal(str)
    """The key of the one that is chosen now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_TwoLines(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setStyleSheet("QListView { background: transparent; }")
        self.currentItemChanged.connect(lambda item, _before: self.chosen.emit(item.data(_KEY)) if item else None)

    def show_choices(self, choices: Sequence[tuple[str, str, str]]) -> None:
        """Show these, as key, title and quiet line; what was chosen stays so."""
        key = self.key()
        self.blockSignals(True)
        self.clear()
        for name, title, line in choices:
            item = QListWidgetItem(title, self)
            item.setData(_KEY, name)
            item.setData(_LINE, line)
            item.setData(_SUITS, None)
            item.setToolTip(line)
        self.select(key)
        self.blockSignals(False)

    def mark(self, suiting: Collection[str] | None) -> None:
        """Mark those that suit what was dropped; None where nothing was."""
        for row in range(self.count()):
            item = self.item(row)
            suits = None if suiting is None else item.data(_KEY) in suiting
            item.setData(_SUITS, suits)
            said = tr("{title}, suits what was dropped", title=item.text()) if suits else item.text()
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)

    def key(self) -> str:
        """Return which is chosen; empty for none."""
        item = self.currentItem()
        return str(item.data(_KEY)) if item else ""

    def select(self, key: str) -> None:
        """Choose one."""
        for row in range(self.count()):
            if self.item(row).data(_KEY) == key:
                self.setCurrentRow(row)


class _TwoLines(QStyledItemDelegate):
    """Draws title and line, both cut where the room ends."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(160, 2 * option.fontMetrics.lineSpacing() + 2 * theme.GRID)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = theme.colours()
        area = QRect(option.rect).adjusted(theme.HALF, 1, -theme.HALF, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        suits = index.data(_SUITS)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(colours.selected if chosen else colours.hover)
            painter.drawRoundedRect(area, 5, 5)
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colours.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(0, 0, -1, -1), 5, 5)
        words = area.adjusted(theme.GRID + theme.HALF, theme.GRID - 1, -theme.GRID - theme.HALF, -theme.GRID + 1)
        if suits:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.accent)
            middle = words.top() + option.fontMetrics.lineSpacing() // 2
            painter.drawEllipse(words.right() - _DOT_PX, middle - _DOT_PX // 2, _DOT_PX, _DOT_PX)
        font = option.font
        font.setBold(chosen)
        painter.setFont(font)
        painter.setPen(colours.muted if suits is False else colours.text)
        room = words.width() - (2 * _DOT_PX if suits else 0)
        title = QFontMetrics(font).elidedText(index.data(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(colours.muted)
        line = option.fontMetrics.elidedText(index.data(_LINE), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, line)
        painter.restore()
