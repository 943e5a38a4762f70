"""The jobs model against a plain dict: whatever happens to it, it shows what the dict says."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop import i18n
from desktop.core.job import FAILED, LIVE, PRIORITIES, RUNNING, STATES, SUCCEEDED, WAITING, Job
from desktop.models.columns import Column
from desktop.models.jobs import JOB_ROLE, JobsModel
from desktop.models.search import Filter
from tests.material.desktop_rows import KINDS, NOW_S, changed, row, rows, title_of

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


def model_of(jobs: Iterable[Job] = ()) -> JobsModel:
    model = JobsModel(title_of, clock=lambda: NOW_S)
    model.reset(list(jobs))
    return model


def shown_titles(model: JobsModel) -> list[str]:
    return [model.index(number, 0).data(JOB_ROLE).title for number in range(model.rowCount())]


class Oracle:
    """What must be shown, worked out anew each time in the plainest way."""

    def __init__(self) -> None:
        self.jobs: dict[str, Job] = {}
        self.filter = Filter()
        self.column, self.order = -1, UP

    def found(self, job: Job) -> bool:
        texts = [job.title, title_of(job.kind), job.kind, job.id, job.message, job.error_message]
        return all(word in "\n".join(texts).casefold() for word in self.filter.text.casefold().split())

    def chosen(self, job: Job) -> bool:
        asked = self.filter
        return (not asked.states or job.state in asked.states) and (not asked.kinds or job.kind in asked.kinds)

    def shown(self) -> list[str]:
        newest_first = sorted(self.jobs.values(), key=lambda job: (-job.created_at, job.id))
        wanted = [job for job in newest_first if self.found(job) and self.chosen(job)]
        if self.column < 0:
            runs = [job for job in wanted if job.state == RUNNING]
            waits = [job for job in wanted if job.state == WAITING]
            waits.sort(key=lambda job: (PRIORITIES.index(job.priority), job.created_at, job.id))
            return [job.id for job in [*runs, *waits, *(job for job in wanted if not job.live)]]
        key = {
            Column.JOB: lambda job: (job.title.casefold(), job.kind),
            Column.PRIORITY: lambda job: ("urgent", "high", "normal", "low").index(job.priority),
            Column.CREATED: lambda job: job.created_at,
            Column.FINISHED: lambda job: job.finished_at or float("inf"),
        }[Column(self.column)]
        return [job.id for job in sorted(wanted, key=key, reverse=self.order == DOWN)]

    def counts(self, of: str) -> dict[str, int]:
        other, chosen = ("kind", self.filter.kinds) if of == "state" else ("state", self.filter.states)
        asked = (job for job in self.jobs.values() if self.found(job))
        return dict(Counter(getattr(job, of) for job in asked if not chosen or getattr(job, other) in chosen))


FILTERS = (
    Filter(),
    Filter(text="CLASS"),
    Filter(text="舞蹈 dance"),
    Filter(text="strasse"),
    Filter(text="encrypted pdf"),
    Filter(text="step 3", states=frozenset({RUNNING})),
    Filter(states=frozenset({RUNNING, WAITING})),
    Filter(kinds=frozenset({"pdf_exam"})),
    Filter(text="no such words"),
)
ORDERS = [(-1, UP), *((column, order) for column in (0, 3, 4, 5) for order in (UP, DOWN))]


def random_step(model: JobsModel, oracle: Oracle, rng: random.Random, serial: int) -> None:
    """Do one thing to both."""
    what = rng.random()
    ids = list(oracle.jobs)
    if what < 0.1:
        oracle.filter = rng.choice(FILTERS)
        model.set_filter(oracle.filter)
    elif what < 0.2:
        oracle.column, oracle.order = rng.choice(ORDERS)
        model.sort(oracle.column, oracle.order)
    elif what < 0.23:
        oracle.jobs = {job.id: job for job in rows(rng.randint(0, 60), seed=serial)}
        model.reset(list(oracle.jobs.values()))
    else:
        fresh = [row(1000 + serial * 10 + n, rng.choice(STATES), rng) for n in range(rng.choice((0, 0, 1, 10)))]
        picked = rng.sample(ids, min(len(ids), rng.choice((0, 1, 3, 30))))
        batch = [*fresh, *(changed(oracle.jobs[job_id], rng) for job_id in picked)]
        batch += [changed(job, rng) for job in rng.sample(batch, min(len(batch), 2))]  # one job twice in a batch
        removed = rng.sample(ids, min(len(ids), rng.choice((0, 0, 0, 1, 20))))
        removed = [job_id for job_id in removed if job_id not in picked]
        oracle.jobs |= {job.id: job for job in batch}
        for job_id in removed:
            del oracle.jobs[job_id]
        model.apply(batch, removed)


@pytest.mark.parametrize("seed", range(4))
def test_model_shows_what_a_plain_dict_says(qtbot: QtBot, seed: int) -> None:
    rng, model, oracle = random.Random(seed), model_of(), Oracle()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    followed: dict[str, QPersistentModelIndex] = {}
    for serial in range(100):
        before = set(model.shown())
        random_step(model, oracle, rng, serial)
        assert model.shown() == oracle.shown()
        assert dict(model.facets.states(oracle.filter.kinds)) == oracle.counts("state")
        assert dict(model.facets.kinds(oracle.filter.states)) == oracle.counts("kind")
        assert model.live() == sum(job.state in LIVE for job in oracle.jobs.values())
        for job_id, index in followed.items():
            stayed = job_id in before and model.row_of(job_id) is not None
            assert not stayed or model.id_at(index.row()) == job_id
        followed = {
            job_id: QPersistentModelIndex(model.index(model.row_of(job_id), rng.randrange(len(Column))))
            for job_id in rng.sample(model.shown(), min(5, model.rowCount()))
        }
    assert tester is not None


def test_selection_follows_the_jobs_through_changes_and_new_lists(qtbot: QtBot) -> None:
    jobs = rows(300)
    model = model_of(jobs)
    selection = QItemSelectionModel(model)
    flags = QItemSelectionModel.SelectionFlag
    picked = set(model.shown()[::37])
    for job_id in picked:
        selection.select(model.index(model.row_of(job_id), 0), flags.Select | flags.Rows)
    rng = random.Random(5)
    for step in range(40):
        jobs = [changed(job, rng) if rng.random() < 0.2 else job for job in jobs]
        if step % 7 == 6:
            model.sort(rng.randrange(len(Column)), rng.choice((UP, DOWN)))
        if step % 5 == 4:
            rng.shuffle(jobs)
            model.reset(jobs)
        else:
            model.apply(jobs)
        assert {model.id_at(index.row()) for index in selection.selectedRows()} == picked


def test_rows_that_are_filtered_out_are_no_longer_selected(qtbot: QtBot) -> None:
    model = model_of(rows(100))
    selection = QItemSelectionModel(model)
    flags = QItemSelectionModel.SelectionFlag
    selection.select(model.index(0, 0), flags.Select | flags.Rows)
    model.set_filter(Filter(text="no such words"))
    model.set_filter(Filter())
    assert selection.selectedRows() == []


def test_equal_rows_stand_newest_first_in_both_directions(qtbot: QtBot) -> None:
    rng = random.Random(2)
    model = model_of(dataclasses.replace(row(n, SUCCEEDED, rng), title="same", kind="pdf_exam") for n in range(20))
    expected = [f"01J{n:023d}" for n in reversed(range(20))]
    for order in (UP, DOWN):
        model.sort(Column.JOB, order)
        assert model.shown() == expected


def test_without_a_column_what_runs_is_on_top_then_what_starts_next_then_the_newest(qtbot: QtBot) -> None:
    rng = random.Random(2)
    states = (SUCCEEDED, WAITING, FAILED, RUNNING, SUCCEEDED, WAITING)
    jobs = [dataclasses.replace(row(n, state, rng), title=str(n), priority="low") for n, state in enumerate(states)]
    model = model_of([*jobs, dataclasses.replace(row(6, WAITING, rng), title="6", priority="high")])
    assert shown_titles(model) == ["3", "6", "1", "5", "4", "2", "0"]


class Heard(QObject):
    """Writes down which changes of structure a model announces."""

    def __init__(self, model: JobsModel) -> None:
        super().__init__()
        self.signals: list[tuple[Any, ...]] = []
        model.dataChanged.connect(lambda a, b: self.signals.append(("changed", a.row(), b.row())))
        model.rowsInserted.connect(lambda _, a, b: self.signals.append(("inserted", a, b)))
        model.rowsRemoved.connect(lambda _, a, b: self.signals.append(("removed", a, b)))
        model.layoutChanged.connect(lambda: self.signals.append(("moved",)))
        model.modelReset.connect(lambda: self.signals.append(("reset",)))


def test_batch_is_announced_with_few_signals(qtbot: QtBot) -> None:
    model = model_of(rows(1000))
    running = [job for job in model.jobs() if job.state == RUNNING]
    heard = Heard(model)
    model.apply([dataclasses.replace(job, message="further") for job in running])
    assert heard.signals == [("changed", 0, len(running) - 1)]
    heard.signals.clear()
    model.apply([row(2000, RUNNING, random.Random(1))])
    assert heard.signals == [("inserted", 0, 0)]
    heard.signals.clear()
    model.apply([], [model.id_at(0)])
    assert heard.signals == [("removed", 0, 0)]
    heard.signals.clear()
    model.apply([dataclasses.replace(job, state=SUCCEEDED, finished_at=NOW_S) for job in running])
    assert [signal[0] for signal in heard.signals] == ["moved", *(["changed"] * (len(heard.signals) - 1))]
    assert len(heard.signals) <= 9
    heard.signals.clear()
    model.apply(rows(1500))
    assert len(heard.signals) <= 4
    assert ("reset",) not in heard.signals
    heard.signals.clear()
    model.apply(list(model.jobs()))
    assert heard.signals == []


def test_search_finds_all_words_anywhere_in_either_case_and_width(qtbot: QtBot) -> None:
    rng = random.Random(1)
    model = model_of(
        [
            dataclasses.replace(row(1, SUCCEEDED, rng), title="舞蹈课 第二节.mp4", kind="beat_sync", message="done"),
            dataclasses.replace(row(2, SUCCEEDED, rng), title="Straße.pdf", kind="pdf_exam", message="40 questions"),
            dataclasses.replace(row(3, FAILED, rng), title="Café.pdf", kind="pdf_exam", error_message="Encrypted"),
        ]
    )
    for text, titles in {
        "舞蹈": ["舞蹈课 第二节.mp4"],
        "第二节 CLEAN music": ["舞蹈课 第二节.mp4"],
        "strasse": ["Straße.pdf"],
        "questions exam": ["Straße.pdf"],
        "\uff23\uff21\uff26E\u0301": ["Café.pdf"],  # wide letters, an accent of its own
        "encrypted": ["Café.pdf"],
        "00002": ["Straße.pdf"],
        "dance exam": [],
        "  ": ["Café.pdf", "Straße.pdf", "舞蹈课 第二节.mp4"],
    }.items():
        model.set_filter(Filter(text=text))
        assert sorted(shown_titles(model)) == sorted(titles), text


def test_running_job_enters_and_leaves_what_is_searched_for_as_its_message_changes(qtbot: QtBot) -> None:
    job = dataclasses.replace(row(1, RUNNING, random.Random(1)), message="step 1")
    model = model_of([job])
    model.set_filter(Filter(text="step 2"))
    assert model.rowCount() == 0
    model.apply([dataclasses.replace(job, message="step 2")])
    assert (model.rowCount(), model.facets.total()) == (1, 1)
    model.apply([dataclasses.replace(job, message="step 3")])
    assert (model.rowCount(), model.facets.total(), model.total) == (0, 0, 1)


def test_job_that_moves_and_leaves_in_one_batch_is_gone(qtbot: QtBot) -> None:
    rng = random.Random(1)
    job = row(1, WAITING, rng)
    model = model_of([job, row(2, RUNNING, rng), row(3, WAITING, rng)])
    model.set_filter(Filter(states=frozenset(LIVE)))
    moved = dataclasses.replace(job, state=RUNNING)
    ended = dataclasses.replace(job, state=SUCCEEDED)
    model.apply([moved, ended])
    assert job.id not in model.shown()
    model.apply([moved])
    model.apply([ended, moved])
    assert model.shown()[1] == job.id


def test_counts_follow_what_is_chosen_in_the_other_facet(qtbot: QtBot) -> None:
    model = model_of(rows(500))
    model.set_filter(Filter(kinds=frozenset({KINDS[0]}), states=frozenset({FAILED})))
    assert model.facets.states(model.filter.kinds)[FAILED] == model.rowCount()
    assert model.facets.kinds(model.filter.states)[KINDS[0]] == model.rowCount()


def test_screen_reader_hears_the_row_in_words(qtbot: QtBot) -> None:
    job = dataclasses.replace(
        row(1, RUNNING, random.Random(1)),
        title="class.mp4", progress=0.42, stage="correlating", heard_at=NOW_S,
        estimated_finish_s=150.0, estimated_low_s=130.0, estimated_high_s=170.0,
    )  # fmt: skip
    index = model_of([job]).index(0, 0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "class.mp4, running, 42 %, correlating, about 2\u20133 min left"


def test_language_can_change_under_the_list(qtbot: QtBot) -> None:
    model = model_of(rows(50))
    heard = Heard(model)
    with qtbot.waitSignal(model.headerDataChanged):
        i18n.use("zh_CN")
        model.retranslate()
    assert model.headerData(Column.STATE, Qt.Orientation.Horizontal) == "状态"
    assert heard.signals == [("changed", 0, 49)]


def test_jobs_about_to_be_cancelled_say_so_and_can_be_saved(qtbot: QtBot) -> None:
    model = model_of([row(1, RUNNING, random.Random(1))])
    index = model.index(0, Column.STATE)
    model.set_cancelling(frozenset(model.shown()))
    assert index.data().startswith("Will be cancelled")
    model.set_cancelling(frozenset())
    assert index.data().startswith("Running")


class Emitter(QObject):
    told = Signal(object)


def test_signals_keep_the_count_of_references_to_true(qtbot: QtBot) -> None:
    # PySide6 6.12.0 loses one at each emit and aborts after some thousands.
    import sys  # noqa: PLC0415 - only this test looks at the interpreter

    emitter, heard = Emitter(), Counter[bool]()
    emitter.told.connect(lambda value: heard.update([value]))
    before = sys.getrefcount(True)
    for _ in range(20_000):
        emitter.told.emit(True)
    assert heard[True] == 20_000
    assert abs(sys.getrefcount(True) - before) < 100
