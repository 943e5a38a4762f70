"""The desktop's service, threads and all, against a real ``sluice up``."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from desktop.core.job import SUCCEEDED
from desktop.workers.service import CommandFailure, JobChanges, Link, Service, Submission, Transfer
from tests.local_service import LocalService

TEXT = (
    "# Rivers\n\n"
    + "Rivers carry water to the sea because of gravity. Rain feeds them, and so does melting snow. " * 40
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalService]:
    started = LocalService(
        tmp_path_factory.mktemp("desktop"), "--workers", "1", "--threads", "2", kinds__selftest__max_waiting=3
    )
    yield started
    started.abandon()


class Window:
    """What a window would know."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.rows: dict[str, Any] = {}
        self.links: list[Link] = []
        self.submissions: dict[str, Submission] = {}
        self.failures: list[CommandFailure] = []
        self.transfers: list[Transfer] = []
        service.jobs_reset.connect(self._reset)
        service.jobs_changed.connect(self._changed)
        service.link_changed.connect(self.links.append)
        service.submission_changed.connect(lambda one: self.submissions.update({one.id: one}))
        service.command_failed.connect(self.failures.append)
        service.transfer_changed.connect(self.transfers.append)

    def _reset(self, rows: list[Any]) -> None:
        self.rows = {job.id: job for job in rows}

    def _changed(self, changes: JobChanges) -> None:
        self.rows |= {job.id: job for job in changes.rows}

    def state_of(self, submission: Submission) -> str:
        """Return the job's state, or the submission's until it is one."""
        known = self.submissions.get(submission.id)
        row = self.rows.get(known.job_id or "") if known is not None else None
        return row.state if row is not None else known.state if known is not None else ""

    def id_of(self, submission: Submission) -> str:
        known = self.submissions.get(submission.id)
        return (known.job_id if known is not None else None) or ""


@pytest.fixture
def window(server: LocalService, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    window = Window(Service(server.address, tmp_path / "state"))
    window.service.start()
    qtbot.waitUntil(lambda: bool(window.links) and window.links[-1].state == "online" and bool(window.service.kinds()))
    yield window
    began_s = time.monotonic()
    window.service.stop()
    assert time.monotonic() - began_s < 2.5


def test_document_becomes_a_report_in_a_folder(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "rivers.md"
    path.write_text(TEXT)
    submission = Submission("document_analysis", "rivers.md", {"file_id": {"$file": str(path)}}, priority="high")
    window.service.submit(submission)
    qtbot.waitUntil(lambda: window.state_of(submission) == SUCCEEDED, timeout=40_000)
    job_id = window.id_of(submission)
    row = window.rows[job_id]
    assert (row.title, row.priority) == ("rivers.md", "high")
    document = window.service.document(job_id)
    assert document is not None
    assert document["result"]["title"]
    folder = tmp_path / "saved"
    folder.mkdir()
    window.service.save(job_id, ["report.md", "report.html", "report.json"], str(folder))
    qtbot.waitUntil(lambda: bool(window.transfers) and window.transfers[-1].state != "running", timeout=10_000)
    assert window.transfers[-1].state == "done"
    assert sorted(one.name for one in folder.iterdir()) == ["report.html", "report.json", "report.md"]
    assert "Rivers" in (folder / "report.md").read_text()


def test_full_queue_is_waited_for_and_commands_are_carried_out(window: Window, qtbot: QtBot) -> None:
    long = {"duration_s": 60}
    jobs = [Submission("selftest", f"job {number}", long) for number in range(7)]
    for job in jobs:
        window.service.submit(job)
    # Two run, three wait in the server, and two wait here, which the link says.
    qtbot.waitUntil(lambda: window.links[-1].state == "busy" and len(window.service.submissions()) == 2, timeout=10_000)
    assert window.links[-1].reason == "The queue is full"
    qtbot.waitUntil(lambda: sum(bool(window.id_of(job)) for job in jobs) == 5)
    accepted = [job for job in jobs if window.id_of(job)]
    waiting = accepted[-1]
    window.service.set_priority([window.id_of(waiting)], "urgent")
    qtbot.waitUntil(lambda: (row := window.rows.get(window.id_of(waiting))) is not None and row.priority == "urgent")
    window.service.cancel([window.id_of(job) for job in accepted])
    qtbot.waitUntil(
        lambda: all(window.state_of(job) == "cancelled" for job in accepted) and all(window.id_of(job) for job in jobs),
        timeout=20_000,
    )
    assert window.service.submissions() == []
    others = [window.id_of(job) for job in jobs if job not in accepted]
    window.service.retry([window.id_of(waiting)])
    qtbot.waitUntil(lambda: window.state_of(waiting) in ("queued", "running"), timeout=5_000)
    window.service.cancel([*others, window.id_of(waiting)])
    qtbot.waitUntil(lambda: {job.state for job in window.rows.values()} <= {"cancelled", "succeeded"}, timeout=10_000)
    assert window.failures == []


def test_wrong_parameters_come_back_by_pointer(window: Window, qtbot: QtBot) -> None:
    wrong = Submission("selftest", "wrong", {"duration_s": -1, "steps": "many"})
    window.service.submit(wrong)
    qtbot.waitUntil(lambda: window.state_of(wrong) == "refused")
    assert set(window.submissions[wrong.id].error.faults) == {"/params/duration_s", "/params/steps"}  # type: ignore[union-attr]
    window.service.withdraw(wrong.id)
    assert window.service.submissions() == []


def test_drafts_are_put_and_changed_only_as_known(window: Window, qtbot: QtBot) -> None:
    told: list[Any] = []
    timeline = {
        "name": "Film",
        "canvas": {"width": 1920, "height": 1080, "fps": 30},
        "tracks": [
            {"type": "text", "name": "t", "segments": [{"text": "Hello", "start_s": 0, "duration_s": 2}]},
        ],
    }

    def work(api: Any) -> tuple[Any, ...]:
        api.put_draft("film", timeline, new=True)
        found, version = api.draft("film")
        api.put_draft("film", {**timeline, "name": "Film 2"}, version=version)
        listed = api.drafts().documents[0]["name"]
        return found, version, listed, "transitions" in str(api.vocabulary())

    window.service.call(work, told.append, told.append)
    qtbot.waitUntil(lambda: bool(told))
    found, version, listed, has_words = told[0]
    assert (found, listed, has_words) == (timeline, "Film 2", True)
    window.service.call(lambda api: api.put_draft("film", timeline, version=version), told.append, told.append)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert (told[1].status, told[1].problem) == (412, "draft-changed")
    window.service.call(lambda api: api.delete_draft("film"), told.append, told.append)
    qtbot.waitUntil(lambda: told[2:] == [None])


def test_service_that_ends_and_starts_anew_is_followed_on(tmp_path: Path, qtbot: QtBot) -> None:
    server = LocalService(tmp_path, "--workers", "1", "--threads", "1")
    window = Window(Service(server.address, tmp_path / "desktop"))
    window.service.start()
    long, later = (Submission("selftest", name, {"duration_s": 1.0}) for name in ("long", "later"))
    window.service.submit(long)
    try:
        qtbot.waitUntil(lambda: bool(window.id_of(long)))
        server.stop()
        qtbot.waitUntil(lambda: window.links[-1].state == "offline", timeout=10_000)
        window.service.submit(later)
        again = LocalService(tmp_path, "--workers", "1", "--threads", "1", "--port", server.address.rpartition(":")[2])
        try:
            qtbot.waitUntil(
                lambda: (
                    {window.state_of(long), window.state_of(later)} == {SUCCEEDED}
                    and window.links[-1].state == "online"
                ),
                timeout=30_000,
            )
            assert len(window.rows) == 2
        finally:
            window.service.stop()
            again.abandon()
    finally:
        window.service.stop()
        server.abandon()
