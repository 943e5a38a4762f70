"""By what a list of jobs is sorted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.core.job import PRIORITIES, RUNNING, STATES, WAITING, Job
from desktop.models.columns import Column
from desktop.models.search import folded

#: A key that orders jobs completely: no two of them are equal, hence sorting is stable whatever was before.
Key = tuple[Any, ...]

_STATE_RANK = {state: rank for rank, state in enumerate(STATES)}
_PRIORITY_RANK = {priority: rank for rank, priority in enumerate(PRIORITIES)}
_LATER = float("inf")


def key_for(column: Column | None, *, descending: bool) -> Callable[[Job], Key]:
    """Return the key of a job in a list.

    Jobs that are equal in the column stand newest first in both directions.

    Args:
        column: the column sorted by; None for the order without any: what runs, then what waits in the order in which
            it starts, then what ended, newest first.
        descending: whether the list is read from its greatest key; the keys are then made for ``reverse=True``.
    """
    if column is None:
        return _as_it_comes
    of_column = _KEYS[column]
    if descending:
        return lambda job: (*of_column(job), job.created_at, job.id)
    return lambda job: (*of_column(job), -job.created_at, job.id)


def _as_it_comes(job: Job) -> Key:
    if job.state == WAITING:
        # The place in line would move all rows whenever one job starts; priority and age say the same.
        return 1, _PRIORITY_RANK.get(job.priority, len(PRIORITIES)), job.created_at, job.id
    return 0 if job.state == RUNNING else 2, 0, -job.created_at, job.id


def _by_job(job: Job) -> Key:
    return folded(job.title), job.kind


def _by_state(job: Job) -> Key:
    # Within running ones the furthest, within waiting ones the next to start comes first.
    within = -job.progress if job.state == RUNNING else (job.position or _LATER) if job.state == WAITING else 0
    return _STATE_RANK.get(job.state, len(STATES)), within


def _by_time(job: Job) -> Key:
    # Times of live jobs move while one looks: the groups are kept apart, so that no row moves by itself.
    if job.state == RUNNING:
        return 0, -(job.started_at or 0.0)
    if job.state == WAITING:
        return 1, _LATER if job.estimated_wait_s is None else job.estimated_wait_s
    if job.started_at is None or job.finished_at is None:
        return 2, -1.0
    return 2, job.finished_at - job.started_at


def _by_priority(job: Job) -> Key:
    return (_PRIORITY_RANK.get(job.priority, len(PRIORITIES)),)


def _by_created(job: Job) -> Key:
    return (job.created_at,)


def _by_finished(job: Job) -> Key:
    return (_LATER if job.finished_at is None else job.finished_at,)


_KEYS: dict[Column, Callable[[Job], Key]] = {
    Column.JOB: _by_job,
    Column.STATE: _by_state,
    Column.TIME: _by_time,
    Column.PRIORITY: _by_priority,
    Column.CREATED: _by_created,
    Column.FINISHED: _by_finished,
}
