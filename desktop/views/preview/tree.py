"""A JSON value as a tree that grows as it is opened: bounded at every level."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from desktop import theme
from desktop.i18n import tr, trn

_MOST_CHILDREN = 300
_MOST_LETTERS = 500
#: Levels opened at once while what is seen stays small.
_OPEN_ROWS = 60
_VALUE = Qt.ItemDataRole.UserRole


class Tree(QTreeWidget):
    """Names on the left, values on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setColumnCount(2)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setStyleSheet("QTreeView::item { padding: 4px 8px; }")
        self.setAlternatingRowColors(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.header().resizeSection(0, 24 * theme.GRID)
        self.itemExpanded.connect(self._grow)
        #: Values by their row: handed to Qt they would be converted through and through.
        self._values: dict[int, object] = {}
        self.retranslate()

    def show_value(self, value: object) -> None:
        """Show a JSON value."""
        self.clear()
        self._values.clear()
        self._add(self.invisibleRootItem(), value)
        if self.topLevelItemCount() == 0:
            self.addTopLevelItem(QTreeWidgetItem(["", _said(value)]))
        for item in filter(None, map(self.topLevelItem, range(self.topLevelItemCount()))):
            held = self._held(item)
            if isinstance(held, dict | list) and len(held) <= 8 and self.topLevelItemCount() + len(held) < _OPEN_ROWS:
                item.setExpanded(True)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.setHeaderLabels([tr("Name"), tr("Value")])
        self.setAccessibleName(tr("Contents of the file"))

    def _held(self, item: QTreeWidgetItem) -> object:
        key = item.data(0, _VALUE)
        return self._values.get(key) if isinstance(key, int) else None

    def _grow(self, item: QTreeWidgetItem) -> None:
        if item.childCount() == 0 and (value := self._held(item)) is not None:
            self._add(item, value)

    def _add(self, parent: QTreeWidgetItem, value: object) -> None:
        items = []
        for name, child in _children(value):
            item = QTreeWidgetItem([name, _said(child)])
            item.setToolTip(1, item.text(1))
            if isinstance(child, dict | list) and child:
                item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
                key = len(self._values)
                self._values[key] = child
                item.setData(0, _VALUE, key)
                item.setForeground(1, theme.colours().muted)
            items.append(item)
        left_out = len(value) - _MOST_CHILDREN if isinstance(value, dict | list) else 0
        if left_out > 0:
            items.append(QTreeWidgetItem(["…", trn("{n} more", "{n} more", left_out)]))
        parent.addChildren(items)


def _children(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for number, (name, child) in enumerate(value.items()):
            if number >= _MOST_CHILDREN:
                return
            yield _one_line(str(name)), child
    elif isinstance(value, list):
        for number, child in enumerate(value[:_MOST_CHILDREN]):
            yield str(number + 1), child


def _said(value: object) -> str:  # noqa: PLR0911 - a type a line
    if isinstance(value, dict):
        return trn("{n} entry", "{n} entries", len(value))
    if isinstance(value, list):
        if value and len(value) <= 8 and all(isinstance(entry, int | float | str | None) for entry in value):
            return _one_line(", ".join(_said(entry) for entry in value))
        return trn("{n} entry", "{n} entries", len(value))
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if value is None:
        return "\u2013"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**100 else tr("a number of more than 100 digits")
    return _one_line(str(value))


def _one_line(text: str) -> str:
    text = text[: _MOST_LETTERS + 1].replace("\n", " ⏎ ").replace("\0", "\ufffd")
    return text if len(text) <= _MOST_LETTERS else text[:_MOST_LETTERS] + "…"
