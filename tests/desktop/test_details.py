"""The panel beside the list: what it says of a job in each state, and that it stays still while jobs move."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop import i18n, theme
from desktop.core.job import Job
from desktop.core.kinds import Kind
from desktop.views.details import DetailsPanel
from desktop.views.facts import facts_text, sections_of
from desktop.workers.service import JobChanges
from tests.desktop.test_saving import Memory
from tests.material.previewed_files import EXAM, picture, written
from tests.material.stand_in_service import StandIn

FILE_ID = "ab" * 32
KIND = Kind(
    "some_kind", "Some kind", "", {
        "properties": {
            "file": {"title": "Dance video", "x-input": "file"},
            "mode": {"title": "Mode", "x-labels": {"auto": "Find out"}},
            "length": {"title": "Length", "x-unit": "s"},
            "counts": {"title": "Questions", "$ref": "#/$defs/Counts"},
            "model": {"title": "Model", "x-when": {"mode": ["other"]}},
            "sound": {"title": "Sound", "anyOf": [{"type": "boolean"}, {"type": "null"}]},
        },
        "$defs": {"Counts": {"properties": {"choice": {"title": "Multiple choice"}, "gap": {"title": "Cloze"}}}},
    }, {}, (), {}, diagnostic=False,
)  # fmt: skip
PARAMS = {
    "length": 12.5, "mode": "auto", "file": FILE_ID, "counts": {"choice": 10, "gap": 0}, "model": "GV", "sound": True,
    "extra_thing": [1, 2], "nothing": "", "none": None,
}  # fmt: skip
ERROR = {
    "code": "crashed", "message": "The process ended by signal 11.", "retryable": False,
    "details": {"exit": -11, "log": "line one\nline two"},
}  # fmt: skip


@pytest.fixture
def service(tmp_path: Path, qapp: QApplication) -> StandIn:
    theme.use(theme.LIGHT)
    made = StandIn(tmp_path / "state")
    made.learn_kinds(KIND)
    made.names[FILE_ID] = "class 3.mp4"
    return made


@pytest.fixture
def panel(qtbot: QtBot, service: StandIn, tmp_path: Path) -> Iterator[DetailsPanel]:
    view = DetailsPanel(service, Memory(save_folder=str(tmp_path)))
    qtbot.addWidget(view)
    view.resize(440, 800)
    view.show()
    yield view
    view.stop()


def at(unix_s: float) -> str:
    return datetime.fromtimestamp(unix_s, UTC).isoformat()


def said(view: QWidget) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def running(service: StandIn, **more: Any) -> Job:
    now_s = service.server_now()
    fields = {
        "state": "running", "started_at": at(now_s - 65), "finished_at": None, "progress": 0.42, "stage": "aligning",
        "message": "comparing", "estimated_finish_s": 100, "estimated_band_s": [90, 170], "attempt": 2,
    }  # fmt: skip
    return service.lay(**(fields | more))


def test_none_one_and_several_are_each_said_calmly(panel: DetailsPanel, service: StandIn) -> None:
    assert "No job selected" in said(panel)
    one, two = service.lay(job_id="J1"), service.lay(job_id="J2", state="failed", error=ERROR)
    panel.show_jobs([one])
    assert "A job" in said(panel)
    panel.show_jobs([one, two])
    assert {"2 jobs selected", "Failed", "Succeeded"} <= set(said(panel).splitlines())
    assert "Running" not in said(panel)
    assert panel._several._retry.text() == "Retry 1 job"
    panel.show_jobs([])
    assert "No job selected" in said(panel)


def test_a_running_job_shows_stage_percent_time_and_a_range(panel: DetailsPanel, service: StandIn) -> None:
    panel.show_jobs([running(service)])
    words = said(panel)
    for part in (
        "Running",
        "42 %",
        "aligning · comparing",
        "1 min 05 s",
        "about 1\u20133 min left",
        "2 of 3",
        "Normal",
    ):
        assert part in words, part
    assert panel.head._bar.value() == 420
    assert panel.head._clock.isActive()
    panel.hide()
    assert not panel.head._clock.isActive()
    service.change(progress=0.5)
    assert not panel.head._clock.isActive()


def test_unknown_progress_is_not_made_up(panel: DetailsPanel, service: StandIn) -> None:
    panel.show_jobs([running(service, progress=0.0, estimated_finish_s=None, estimated_band_s=None)])
    assert panel.head._bar.maximum() == 0
    assert "%" not in said(panel)
    assert "not known yet" in said(panel)


def test_a_waiting_job_shows_its_place_and_when_it_may_start(panel: DetailsPanel, service: StandIn) -> None:
    fields = {"state": "queued", "started_at": None, "finished_at": None, "attempt": 0, "priority": "high"}
    panel.show_jobs([service.lay(position=12, estimated_wait_s=340, **fields)])
    for part in ("Waiting", "12 in line", "High", "Not started yet", "in about"):
        assert part in said(panel), part
    later = at(service.server_now() + 3_600)
    panel.show_jobs([service.lay(not_before=later, **fields | {"attempt": 1})])
    assert "Next try" in said(panel)


def test_a_failure_says_what_why_what_to_do_and_offers_it(qtbot: QtBot, panel: DetailsPanel, service: StandIn) -> None:
    panel.show_jobs([service.lay(state="failed", error=ERROR)])
    words = said(panel)
    for part in ("The job's process crashed", "signal 11", "Try it again; if it crashes again, try other input."):
        assert part in words, part
    with qtbot.waitSignal(panel.retry_asked) as retried:
        panel.head._retry.click()
    assert retried.args[0] == ["J1"]
    with qtbot.waitSignal(panel.edit_asked) as edited:
        panel.head._edit.click()
    assert edited.args[0] == "J1"


def test_copied_details_hold_everything(qtbot: QtBot, panel: DetailsPanel, service: StandIn) -> None:
    panel.show_jobs([service.lay(state="failed", error=ERROR, params=PARAMS, usage={"cpu_s": 70.0, "spent": {"x": 3}})])
    with qtbot.waitSignal(panel.copied):
        panel.head._copy.click()
    text = QGuiApplication.clipboard().text()
    for part in (
        "A job",
        "Failed",
        "(crashed)",
        "signal 11",
        "line two",
        '"length": 12.5',
        "class 3.mp4",
        "J1",
        "1 min 10 s",
    ):
        assert part in text, part


def test_parameters_are_read_by_the_titles_of_the_schema(service: StandIn) -> None:
    service.lay(params=PARAMS)
    sections = {
        section.heading: section.lines for section in sections_of(service.documents["J1"], KIND, service.file_name)
    }
    assert sections["Parameters"] == (
        ("Dance video", "class 3.mp4"), ("Mode", "Find out"), ("Length", "12.5 s"),
        ("Questions", "Multiple choice: 10"), ("Sound", "yes"), ("extra thing", "1\n2"),
    )  # fmt: skip


def test_strange_documents_are_told_as_far_as_they_go(service: StandIn) -> None:
    for params in (None, 3, [1], {"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}}, {"x": [{}] * 1_000}):
        job = service.lay(params=params, result=[1], usage="much", tags="x")
        assert "J1" in facts_text(job, service.documents["J1"], None, service.file_name)


def test_the_panel_stays_still_while_its_job_moves(qtbot: QtBot, panel: DetailsPanel, service: StandIn) -> None:
    panel.show_jobs([running(service, params={f"name {number}": "x" for number in range(80)})])
    panel.tabs.setCurrentIndex(2)
    bar = panel._facts.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    bar.setValue(100)
    page = panel._facts.document()
    changes = []
    page.contentsChanged.connect(lambda: changes.append(1))
    for step in range(5):
        service.change(progress=0.5 + step / 100)
    assert "54 %" in said(panel)
    assert (panel.tabs.currentIndex(), bar.value(), changes) == (2, 100, [])
    # Something that is shown there does change: it is written anew, at the same place.
    service.change(attempt=3)
    assert bar.value() == 100
    assert "3 of 3" in panel._facts.toPlainText()


def test_a_preview_is_not_begun_anew_by_news_of_its_job(
    qtbot: QtBot, panel: DetailsPanel, service: StandIn, tmp_path: Path
) -> None:
    panel.show_jobs([service.lay(written(tmp_path / "exam.json", json.dumps(EXAM)))])
    qtbot.waitUntil(lambda: type(panel.preview.look).__name__ == "JsonLook")
    panel.preview.look.answers.click()
    service.change(version=9)
    assert panel.preview.look.answers.isChecked()
    assert len(service.asked) == 1


def test_files_appear_when_the_job_is_done(qtbot: QtBot, panel: DetailsPanel, service: StandIn, tmp_path: Path) -> None:
    panel.show_jobs([running(service)])
    assert "Still at work" in said(panel)
    done = StandIn.lay(service, picture(tmp_path / "a.png"))
    service.jobs_changed.emit(JobChanges([done]))
    qtbot.waitUntil(lambda: type(panel.preview.look).__name__ == "PictureLook")
    assert panel.files._list.topLevelItemCount() == 1


def test_removed_jobs_leave_the_panel(panel: DetailsPanel, service: StandIn) -> None:
    one, two = service.lay(job_id="J1"), service.lay(job_id="J2")
    panel.show_jobs([one, two])
    service.jobs_changed.emit(JobChanges([], ["J1"]))
    assert panel.job is not None
    assert panel.job.id == "J2"
    service.jobs_changed.emit(JobChanges([], ["J2"]))
    assert "No job selected" in said(panel)


def test_all_is_said_in_chinese_after_a_switch(panel: DetailsPanel, service: StandIn) -> None:
    panel.show_jobs([service.lay(state="failed", error=ERROR)])
    i18n.use("zh_CN")
    QApplication.sendEvent(panel, QEvent(QEvent.Type.LanguageChange))
    assert panel.tabs.tabText(1) == "文件"
    assert panel.head._retry.text() == "重试"
    assert "没有生成文件" in said(panel)


def test_everything_that_takes_the_focus_has_a_name(panel: DetailsPanel, service: StandIn, tmp_path: Path) -> None:
    panel.show_jobs([service.lay(picture(tmp_path / "a.png"))])
    for place in range(3):
        panel.tabs.setCurrentIndex(place)
        assert nameless_in(panel) == []
    panel.show_jobs([service.lay(job_id="J1"), service.lay(job_id="J2")])
    assert nameless_in(panel) == []


def nameless_in(panel: DetailsPanel) -> list[QWidget]:
    return [
        widget
        for widget in panel.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QAbstractScrollArea)
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.objectName().startswith("qt_")
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        and widget.isVisible()
    ]
