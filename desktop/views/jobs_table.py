"""The jobs list with what it says when it is empty, and its columns as the user likes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QByteArray, QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStackedLayout, QWidget

from desktop.i18n import tr
from desktop.models.columns import TITLES, Column
from desktop.models.jobs import JobsModel
from desktop.models.search import Filter
from desktop.views.jobs_view import JobsView
from desktop.widgets.empty_state import EmptyState

#: Widths of another set of columns mean nothing.
_COLUMNS = [column.name for column in Column]


class JobsTable(QWidget):
    """All jobs in a table, or a sentence about why there is none.

    Args:
        model: the jobs.
        parent: its owner.
    """

    #: The button of the empty list was pressed.
    new_job_asked = Signal()

    def __init__(self, model: JobsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.view = JobsView(model)
        self.nothing = EmptyState("sluice")
        self.no_match = EmptyState("search")
        self._column_actions = [self._column_action(column) for column in Column if column is not Column.JOB]
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        for page in (self.view, self.nothing, self.no_match):
            self._pages.addWidget(page)
        self.setFocusProxy(self.view)
        self.nothing.asked.connect(self.new_job_asked)
        self.no_match.asked.connect(self._clear_filter)
        for change in (model.rowsInserted, model.rowsRemoved, model.counts_changed, model.filter_changed):
            change.connect(self._turn_page)
        header = self.view.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda place: self._show_column_menu(header.mapToGlobal(place)))
        self.retranslate()
        self._turn_page()

    def column_actions(self) -> list[QAction]:
        """Return one checkable action for each column that can be hidden, for a menu of the window."""
        return self._column_actions

    def saved_state(self) -> dict[str, Any]:
        """Return columns, their order, widths and sorting as plain values to be kept."""
        header = self.view.horizontalHeader().saveState()
        return {"columns": _COLUMNS, "header": bytes(header.toBase64().data()).decode("ascii")}

    def restore_state(self, state: Mapping[str, Any]) -> bool:
        """Have columns and sorting as they were; False, with nothing changed, for a state of other columns or none."""
        kept = state.get("header")
        if state.get("columns") != _COLUMNS or not isinstance(kept, str):
            return False
        header = self.view.horizontalHeader()
        if not header.restoreState(QByteArray.fromBase64(kept.encode("ascii", "ignore"))):
            return False
        header.setSortIndicatorClearable(True)
        self._tick_columns()
        return True

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.view.retranslate()
        for action, column in zip(self._column_actions, list(Column)[1:], strict=True):
            action.setText(tr(TITLES[column]))
        self.nothing.say(tr("No jobs yet"), tr("Drop files here, or start with the button."), tr("New job…"))
        self.no_match.say(
            tr("Nothing matches"), tr("No job is of this kind and state and has these words."), tr("Clear filter")
        )

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _turn_page(self) -> None:
        page: QWidget = self.view
        if not self._model.rowCount():
            page = self.no_match if self._model.total else self.nothing
        if self._pages.currentWidget() is not page:
            had_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
            self._pages.setCurrentWidget(page)
            self.setFocusProxy(page if page is self.view else page.button)  # type: ignore[attr-defined]
            if had_focus:
                self.setFocus()

    def _clear_filter(self) -> None:
        self._model.set_filter(Filter())
        self.view.setFocus()

    def _column_action(self, column: Column) -> QAction:
        action = QAction(self)
        action.setCheckable(True)
        action.setChecked(not self.view.isColumnHidden(column))
        action.toggled.connect(lambda on: self.view.setColumnHidden(column, not on))
        return action

    def _tick_columns(self) -> None:
        for action, column in zip(self._column_actions, list(Column)[1:], strict=True):
            action.setChecked(not self.view.isColumnHidden(column))

    def _show_column_menu(self, place: Any) -> None:
        menu = QMenu(self)
        menu.addActions(self._column_actions)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)
