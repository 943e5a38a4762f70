"""The table itself: keys, drag, selection by id, and the clock that moves its times."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QMimeData, QModelIndex, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QDrag, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from desktop.i18n import tr
from desktop.models.columns import Column
from desktop.models.jobs import CELL_ROLE, JobsModel
from desktop.widgets.progress_delegate import ProgressDelegate
from desktop.widgets.row_delegate import RowDelegate, row_height

_TICK_MS = 1_000
_WIDTHS_PX = {
    Column.JOB: 320,
    Column.STATE: 224,
    Column.TIME: 136,
    Column.PRIORITY: 80,
    Column.CREATED: 104,
    Column.FINISHED: 104,
}
_LEAST_WIDTH_PX = 64


class JobsView(QTableView):
    """Shows a ``JobsModel``.

    Args:
        model: the jobs.
        parent: its owner.
    """

    #: The ids of the selected rows changed; from above.
    selection_changed = Signal(object)
    #: Another job is the current one: its id, None for none.
    current_changed = Signal(object)
    #: Enter or double click: the id.
    opened = Signal(object)
    #: Space: the id of the current job.
    preview_asked = Signal(object)
    #: Delete: the ids of the selected jobs.
    delete_asked = Signal(object)
    #: A letter was typed, which begins a search.
    typed = Signal(str)

    def __init__(self, model: JobsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = model
        self._menu_actions: Sequence[QAction] = ()
        self._drag_urls: Callable[[list[str]], list[QUrl]] | None = None
        self._told: tuple[list[str], str | None] = ([], None)
        self.setModel(model)
        self._arrange_columns()
        self._arrange_behaviour()
        self._ticks = QTimer(self)
        self._ticks.setInterval(_TICK_MS)
        self._ticks.timeout.connect(self._move_times)
        model.counts_changed.connect(self._tick_or_rest)
        model.rowsInserted.connect(lambda _, first, last: self._hold_place(first, last - first + 1))
        model.rowsRemoved.connect(lambda _, first, last: self._hold_place(first, first - last - 1))
        # What follows from a change of rows is told once they are all in place.
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(0)
        self._telling.timeout.connect(self._tell)
        self.selectionModel().selectionChanged.connect(lambda *_: self._telling.start())
        self.selectionModel().currentChanged.connect(lambda *_: self._telling.start())
        self.retranslate()

    def retranslate(self) -> None:
        """Say the names in the language in use."""
        self.setAccessibleName(tr("Jobs"))

    def set_menu_actions(self, actions: Sequence[QAction]) -> None:
        """Offer these for the selected jobs, in this order; actions that are separators draw a line."""
        self._menu_actions = actions

    def set_drag_urls(self, urls_of: Callable[[list[str]], list[QUrl]]) -> None:
        """Let files of jobs be dragged out.

        Args:
            urls_of: gives the local files of these jobs at once; none where there are none yet.
        """
        self._drag_urls = urls_of

    # -- Selection by id

    def selected_ids(self) -> list[str]:
        """Return the ids of the selected jobs, from above."""
        parts = self.selectionModel().selection().toList()
        rows = {row for part in parts for row in range(part.top(), part.bottom() + 1)}
        return [self._jobs.id_at(row) for row in sorted(rows)]

    def current_id(self) -> str | None:
        """Return the id of the job that the keyboard is at, None for none."""
        index = self.currentIndex()
        return self._jobs.id_at(index.row()) if index.isValid() else None

    def select(self, job_ids: Sequence[str]) -> None:
        """Select these jobs, as far as they are shown; the first becomes the current one and is scrolled to."""
        rows = [row for job_id in job_ids if (row := self._jobs.row_of(job_id)) is not None]
        wanted = QItemSelection()
        for row in rows:
            wanted.select(self._jobs.index(row, 0), self._jobs.index(row, len(Column) - 1))
        flag = QItemSelectionModel.SelectionFlag
        if rows:
            first = self._jobs.index(rows[0], self._first_column())
            self.selectionModel().setCurrentIndex(first, flag.NoUpdate)
            self.scrollTo(first)
        self.selectionModel().select(wanted, flag.ClearAndSelect)

    def _tell(self) -> None:
        selected, current = self.selected_ids(), self.current_id()
        before, self._told = self._told, (selected, current)
        if current != before[1]:
            self.current_changed.emit(current)
        if selected != before[0]:
            self.selection_changed.emit(selected)

    # -- Keys, menu, drag

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on Enter, Space and Delete; letters begin a search."""
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        current = self.current_id()
        if plain and current is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(current)
        elif plain and current is not None and key == Qt.Key.Key_Space:
            self.preview_asked.emit(current)
        elif plain and key == Qt.Key.Key_Delete:
            self.delete_asked.emit(self.selected_ids())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Begin a search over all columns instead of walking through ten thousand rows."""
        if search.strip():
            self.typed.emit(search)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show what can be done with the selected jobs, at the pointer or at the current row."""
        if not self._menu_actions or not self.selectionModel().hasSelection():
            return
        menu = QMenu(self)
        menu.addActions(list(self._menu_actions))
        menu.aboutToHide.connect(menu.deleteLater)
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        menu.popup(place)

    def startDrag(self, supported: Qt.DropAction) -> None:  # noqa: ARG002, N802 - Qt's name; files are only copied
        """Drag the files of the selected jobs out, where there are any."""
        urls = self._drag_urls(self.selected_ids()) if self._drag_urls else []
        if urls:
            drag = QDrag(self)
            contents = QMimeData()
            contents.setUrls(urls)
            drag.setMimeData(contents)
            drag.exec(Qt.DropAction.CopyAction)

    # -- Times that move

    @property
    def ticks(self) -> bool:
        """Whether times move now."""
        return self._ticks.isActive()

    def showEvent(self, event: QShowEvent) -> None:
        """Move times again."""
        super().showEvent(event)
        self._tick_or_rest()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self._ticks.stop()

    def changeEvent(self, event: QEvent) -> None:
        """Follow font and language."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.verticalHeader().setDefaultSectionSize(row_height(self.font()))

    def _tick_or_rest(self) -> None:
        if not self.isVisible() or not self._jobs.live():
            self._ticks.stop()
        elif not self._ticks.isActive():
            self._ticks.start()

    def _move_times(self) -> None:
        if self.window().isMinimized():
            return
        column = int(Column.TIME)
        for row in self.visible_rows():
            job = self._jobs.job(self._jobs.id_at(row))
            if job is not None and job.live:
                self.update(self._jobs.index(row, column))

    def visible_rows(self) -> range:
        """Return the rows that are in sight."""
        first = self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        if first < 0:
            return range(0)
        return range(first, (last if last >= 0 else self._jobs.rowCount() - 1) + 1)

    def _hold_place(self, first: int, more_rows: int) -> None:
        """Keep in sight what is in sight when rows come or go above it; at the very top, new ones are seen."""
        bar, row_px = self.verticalScrollBar(), self.verticalHeader().defaultSectionSize()
        if bar.value() > 0 and first <= bar.value() // row_px:
            self.updateGeometries()
            bar.setValue(bar.value() + more_rows * row_px)

    # -- How it looks

    def _first_column(self) -> int:
        header = self.horizontalHeader()
        shown = (header.logicalIndex(place) for place in range(header.count()))
        return next((column for column in shown if not header.isSectionHidden(column)), 0)

    def _arrange_columns(self) -> None:
        plain = RowDelegate(CELL_ROLE, self)
        self.setItemDelegate(plain)
        self.setItemDelegateForColumn(Column.JOB, RowDelegate(CELL_ROLE, self, middle=True))
        self.setItemDelegateForColumn(Column.STATE, ProgressDelegate(CELL_ROLE, self))
        header = self.horizontalHeader()
        header.setMinimumSectionSize(_LEAST_WIDTH_PX)
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setStretchLastSection(False)
        for column, width_px in _WIDTHS_PX.items():
            header.resizeSection(column, width_px)
        header.setSectionResizeMode(Column.JOB, QHeaderView.ResizeMode.Stretch)
        for column in (Column.CREATED, Column.FINISHED):
            header.setSectionHidden(column, True)
        # Asked whether whole columns are selected, a header walks through all rows at each repaint (300 ms for 10,000):
        # it is given a selection of its own, which is empty.
        header.setSelectionModel(QItemSelectionModel(self._jobs, header))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(row_height(self.font()))

    def _arrange_behaviour(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.doubleClicked.connect(self._open)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._jobs.id_at(index.row()))
