"""The sidebar that narrows the jobs list: by words, by state, by kind."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop import theme
from desktop.core.job import STATES
from desktop.i18n import tr
from desktop.models.cells import STATE_SIGNS, STATE_WORDS
from desktop.models.jobs import JobsModel
from desktop.models.search import Filter
from desktop.widgets.facet_list import Facet, FacetList

WIDTH_PX = 28 * theme.GRID
#: Numbers follow a storm of changes so often at most.
_COUNTS_MS = 100


class FilterPanel(QWidget):
    """Search field, states and kinds with their numbers.

    Args:
        model: the jobs.
        kind_title: gives a kind's title in the language in use by its name.
        parent: its owner.
    """

    #: Escape or Enter in the panel: the list should have the focus.
    left = Signal()

    def __init__(self, model: JobsModel, kind_title: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._kind_title = kind_title
        self._known_kinds: tuple[str, ...] = ()
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self._magnifier = QAction(self)
        self.search.addAction(self._magnifier, QLineEdit.ActionPosition.LeadingPosition)
        self.states, self.kinds = FacetList(), FacetList()
        self._states_label, self._kinds_label = _heading(self.states), _heading(self.kinds)
        self._lay_out()
        self.search.textChanged.connect(lambda text: self._ask(text=text))
        self.states.chosen.connect(lambda states: self._ask(states=states))
        self.kinds.chosen.connect(lambda kinds: self._ask(kinds=kinds))
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_COUNTS_MS)
        self._counting.timeout.connect(self._show_counts)
        model.counts_changed.connect(self._count_soon)
        model.filter_changed.connect(self._show_filter)
        self._dress()
        self.retranslate()

    def set_kinds(self, names: Iterable[str]) -> None:
        """Show these kinds even while there is no job of them, in this order."""
        self._known_kinds = tuple(names)
        self._show_counts()

    def search_for(self, text: str) -> None:
        """Go to the search field and begin with this text."""
        self.search.setFocus()
        self.search.setText(text)

    def go_to_search(self) -> None:
        """Go to the search field and mark what stands there."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def clear(self) -> None:
        """Show all jobs."""
        self._model.set_filter(Filter())

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.search.setPlaceholderText(tr("Search"))
        self.search.setAccessibleName(tr("Search jobs"))
        self.search.setToolTip(tr("Words in titles, kinds, messages and ids"))
        self._states_label.setText(tr("State"))
        self._kinds_label.setText(tr("Kind"))
        self.states.setAccessibleName(tr("State"))
        self.kinds.setAccessibleName(tr("Kind"))
        self._show_counts()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape clears what is asked for, or goes back to the list; Enter goes to the list."""
        if event.key() == Qt.Key.Key_Escape and self._model.filter.narrows:
            self.clear()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _ask(self, **changed: object) -> None:
        self._model.set_filter(dataclasses.replace(self._model.filter, **changed))  # type: ignore[arg-type]

    def _count_soon(self) -> None:
        if not self._counting.isActive():
            self._counting.start()

    def _show_filter(self) -> None:
        if self.search.text() != self._model.filter.text:
            self.search.setText(self._model.filter.text)
        self._show_counts()

    def _show_counts(self) -> None:
        asked, facets = self._model.filter, self._model.facets
        by_state, by_kind = facets.states(asked.kinds), facets.kinds(asked.states)
        self.states.show_facets(
            [
                Facet("", tr("All"), sum(by_state.values()), "list"),
                *(
                    Facet(state, tr(STATE_WORDS[state]), by_state.get(state, 0), *STATE_SIGNS[state])
                    for state in STATES
                ),
            ],
            asked.states,
        )
        names = [*self._known_kinds, *sorted((set(by_kind) | asked.kinds) - set(self._known_kinds))]
        self.kinds.show_facets(
            [
                Facet("", tr("All"), sum(by_kind.values())),
                *(Facet(name, self._kind_title(name), by_kind.get(name, 0)) for name in names),
            ],
            asked.kinds,
        )

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        column.setSpacing(theme.HALF)
        column.addWidget(self.search)
        for label, facets in ((self._states_label, self.states), (self._kinds_label, self.kinds)):
            column.addSpacing(theme.GRID)
            column.addWidget(label)
            column.addWidget(facets)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.setMinimumWidth(WIDTH_PX - 6 * theme.GRID)
        for first, second in ((self.search, self.states), (self.states, self.kinds)):
            QWidget.setTabOrder(first, second)

    def _dress(self) -> None:
        self._magnifier.setIcon(theme.icon("search", theme.colours().muted))


def _heading(buddy: QWidget) -> QLabel:
    label = QLabel()
    label.setProperty("role", "muted")
    label.setIndent(theme.GRID)
    label.setBuddy(buddy)
    return label
