"""The columns of the jobs list."""

from __future__ import annotations

from enum import IntEnum

from desktop.i18n import N_


class Column(IntEnum):
    """One column; its number is its place before the user moves it."""

    JOB = 0
    STATE = 1
    TIME = 2
    PRIORITY = 3
    CREATED = 4
    FINISHED = 5


TITLES = {
    Column.JOB: N_("Job"),
    Column.STATE: N_("State"),
    Column.TIME: N_("Time"),
    Column.PRIORITY: N_("Priority"),
    Column.CREATED: N_("Created"),
    Column.FINISHED: N_("Finished"),
}
#: Columns of figures: right-aligned, tabular.
FIGURES = frozenset({Column.TIME, Column.CREATED, Column.FINISHED})
