"""The list of jobs as a Qt model: sorted, searched and filtered by itself, changed in batches."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from desktop.core.job import Job
from desktop.i18n import tr
from desktop.models.cells import Cell, Moment, cell, spoken
from desktop.models.columns import FIGURES, TITLES, Column
from desktop.models.facets import Facets
from desktop.models.order import Key, key_for
from desktop.models.ordered_rows import OrderedRows
from desktop.models.search import Filter, Search

#: Roles beside Qt's own.
JOB_ROLE = Qt.ItemDataRole.UserRole
CELL_ROLE = Qt.ItemDataRole.UserRole + 1
SORT_ROLE = Qt.ItemDataRole.UserRole + 2

#: Jobs whose words are made ready at once.
_PIECE = 500
_NOWHERE = QModelIndex()
_ROW_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)

Index = QModelIndex | QPersistentModelIndex


class JobsModel(OrderedRows):
    """All jobs by id, of which it shows those asked for, in order.

    It is never reset: a new list is brought in as the changes that lead to it, so that selection and place survive.

    Args:
        kind_title: gives a kind's title in the language in use by its name.
        parent: its owner.
        clock: the server's time in Unix seconds.
    """

    #: Some number of ``facets`` changed, or ``total``; once for each batch.
    counts_changed = Signal()
    #: The filter was changed, by whomever.
    filter_changed = Signal()

    def __init__(
        self,
        kind_title: Callable[[str], str],
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._kind_title = kind_title
        self._clock = clock
        self._jobs: dict[str, Job] = {}
        self._search = Search(kind_title)
        self._column: Column | None = None
        self._descending = False
        self._key = key_for(None, descending=False)
        self._keys: dict[str, Key] = {}
        self._found: set[str] = set()  # by their words
        self._cancelling: frozenset[str] = frozenset()
        self._counts_moved = False
        self._answers: dict[int, Callable[[Job, Column], object]] = {
            CELL_ROLE: self._cell,
            Qt.ItemDataRole.DisplayRole: self._words,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            Qt.ItemDataRole.ToolTipRole: self._hint,
            JOB_ROLE: lambda job, _: job,
            SORT_ROLE: lambda job, _: self._keys[job.id],
        }
        self._unprepared: list[str] = []
        self._preparing = QTimer(self)
        self._preparing.setInterval(0)
        self._preparing.timeout.connect(self._prepare_some)
        #: Of the jobs that have the words searched for, whatever state and kind are chosen.
        self.facets = Facets()
        self._everything = Facets()

    # -- What is there

    @property
    def filter(self) -> Filter:
        """What the list is narrowed to."""
        return self._search.filter

    @property
    def total(self) -> int:
        """How many jobs there are, shown or not."""
        return len(self._jobs)

    def live(self) -> int:
        """Return how many jobs wait or run, shown or not."""
        return self._everything.live()

    def states(self) -> Mapping[str, int]:
        """Return how many jobs of each state there are, shown or not."""
        return self._everything.states()

    def job(self, job_id: str) -> Job | None:
        """Return a job, shown or not; None for an unknown one."""
        return self._jobs.get(job_id)

    def jobs(self) -> list[Job]:
        """Return all jobs, shown or not, in no order."""
        return list(self._jobs.values())

    # -- Changes

    def reset(self, jobs: Sequence[Job]) -> None:
        """Have exactly these jobs."""
        present = {job.id for job in jobs}
        self.apply(jobs, [job_id for job_id in self._jobs if job_id not in present])
        self._unprepared = list(present)
        self._preparing.start()

    def apply(self, jobs: Iterable[Job], removed: Collection[str] = ()) -> None:
        """Bring in a batch of changes.

        Args:
            jobs: new and changed ones, as they are now.
            removed: ids of those that have gone.
        """
        leaving = {job_id for job_id in removed if self._drop(job_id)}
        entering: dict[str, None] = {}
        moving: set[str] = set()
        touched: set[str] = set()
        for job in jobs:
            before = self._keys.get(job.id)
            if not self._take(job):
                continue
            if job.id in self._found and self._search.chosen(job):
                if job.id in self._row_of and job.id not in leaving:
                    (touched if self._keys[job.id] == before else moving).add(job.id)
                else:
                    entering[job.id] = None
            else:
                entering.pop(job.id, None)
                moving.discard(job.id)
                if job.id in self._row_of:
                    leaving.add(job.id)
        back = leaving & entering.keys()  # removed and brought again in one batch
        self.arrange(leaving - back, [job_id for job_id in entering if job_id not in back], moving | back)
        self.announce(touched | moving | back)
        if self._counts_moved:
            self._counts_moved = False
            self.counts_changed.emit()

    def set_filter(self, wanted: Filter) -> None:
        """Show only what is asked for."""
        if wanted == self.filter:
            return
        before = self.filter.text
        self._search.use(wanted)
        if wanted.text != before:
            # Who goes on typing looks among what is found already. (Not so with accents: they change a letter.)
            further = wanted.text.startswith(before) and wanted.text.isascii()
            self._find(list(map(self._jobs.__getitem__, self._found)) if further else self._jobs.values())
        self._show_asked_for()
        self.filter_changed.emit()
        self.counts_changed.emit()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; by none (what runs, what waits, what ended, newest first) for a negative number."""
        self._column = Column(column) if 0 <= column < len(Column) else None
        self._descending = self._column is not None and order == Qt.SortOrder.DescendingOrder
        self._key = key_for(self._column, descending=self._descending)
        key = self._key
        self._keys = {job_id: key(job) for job_id, job in self._jobs.items()}
        self.permute(self.in_order(self._rows))

    def in_order(self, ids: list[str]) -> list[str]:
        """Return jobs in the order asked for."""
        return sorted(ids, key=self._keys.__getitem__, reverse=self._descending)

    def set_cancelling(self, job_ids: frozenset[str]) -> None:
        """Mark the jobs that are about to be cancelled and can still be saved."""
        changed = job_ids ^ self._cancelling
        self._cancelling = job_ids
        self.announce(changed)

    def retranslate(self) -> None:
        """Say everything again: the language, or a kind's title, changed."""
        self._search.forget_words()
        if self.filter.text.strip():
            self._find(self._jobs.values())
            self._show_asked_for()
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(Column) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    # -- What views ask

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many jobs are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are, hidden ones included."""
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that rows can be chosen and dragged."""
        return _ROW_FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell: as painted, as text, or as a screen reader says it."""
        answer = self._answers.get(role)
        if answer is None or not index.isValid() or index.row() >= len(self._rows):
            return None
        job = self._jobs.get(self._rows[index.row()])  # none while the row of a removed job is being taken out
        return answer(job, Column(index.column())) if job is not None else None

    def headerData(  # noqa: D102 - Qt's own
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return tr(TITLES[Column(section)])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in FIGURES else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    # -- Within

    def _cell(self, job: Job, column: Column) -> Cell:
        return cell(job, column, self._kind_title, self._moment(job))

    def _moment(self, job: Job) -> Moment:
        return Moment(self._clock(), job.id in self._cancelling)

    def _words(self, job: Job, column: Column) -> str:
        shown = self._cell(job, column)
        return ", ".join(part for part in (shown.text, shown.note) if part)

    def _spoken(self, job: Job, column: Column) -> str:
        # A row is read out as a whole where its name stands.
        return spoken(job, self._kind_title, self._moment(job)) if column is Column.JOB else self._words(job, column)

    def _hint(self, job: Job, column: Column) -> str:
        if column is Column.JOB:
            return job.title
        return job.error_message or job.message if column is Column.STATE else ""

    def _take(self, job: Job) -> bool:
        """Keep a job as it is now; False when it looks as it did."""
        old = self._jobs.get(job.id)
        self._jobs[job.id] = job
        if old == job:
            return False
        self._count(old, job)
        self._keys[job.id] = self._key(job)
        return True

    def _drop(self, job_id: str) -> bool:
        """Forget a job; True when it was shown."""
        old = self._jobs.pop(job_id, None)
        if old is not None:
            self._count(old, None)
            self._keys.pop(job_id, None)
            self._search.forget(job_id)
        return job_id in self._row_of

    def _count(self, old: Job | None, new: Job | None) -> None:
        moved = self._everything.replace(old, new)
        if old is not None and old.id not in self._found:
            old = None
        elif old is not None:
            self._found.discard(old.id)
        if new is not None and self._search.found(new):
            self._found.add(new.id)
        else:
            new = None
        moved = self.facets.replace(old, new) or moved
        self._counts_moved = self._counts_moved or moved

    def _prepare_some(self) -> None:
        """Make the words of a few jobs ready for a search, whenever there is nothing else to do."""
        some, self._unprepared = self._unprepared[:_PIECE], self._unprepared[_PIECE:]
        self._search.prepare(self._jobs[job_id] for job_id in some if job_id in self._jobs)
        if not self._unprepared:
            self._preparing.stop()

    def _find(self, among: Iterable[Job]) -> None:
        found = self._search.found_among(among)
        self._found = {job.id for job in found}
        self.facets.count(found)

    def _show_asked_for(self) -> None:
        jobs, search, shown, wanted = self._jobs, self._search, self._row_of, self._found
        if search.chooses:
            wanted = {job_id for job_id in wanted if search.chosen(jobs[job_id])}
        self.arrange(
            {job_id for job_id in self._rows if job_id not in wanted},
            [job_id for job_id in wanted if job_id not in shown],
            set(),
        )
