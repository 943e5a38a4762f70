"""The real window against the real service: every kind from drop to saved file, and what goes wrong on the way."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Client
from desktop.core.form_faults import validate
from desktop.core.job import Job
from desktop.views.main_window import MainWindow
from tests.local_service import LocalService
from tests.material import pdfs
from tests.material.faulty_proxy import FaultyProxy
from tests.material.files import write_audio, write_video
from tests.material.small_film import small_film
from tests.material.songs import song

READY_MS, JOB_MS = 15_000, 60_000


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalService]:
    started = LocalService(tmp_path_factory.mktemp("desktop-service"), "--threads", "4", selftest=1)
    yield started
    started.stop()


@pytest.fixture
def proxy(service: LocalService) -> Iterator[FaultyProxy]:
    standing = FaultyProxy(service.address)
    yield standing
    standing.close()


@pytest.fixture
def opened(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[[str], MainWindow]]:
    """Opens the window of an address; the same data folder each time within a test."""
    clients: list[Client] = []

    def open_it(address: str) -> MainWindow:
        client = Client(qapp, tmp_path / "client")
        clients.append(client)
        client.open(address)
        assert client.window is not None
        client.preferences.set("save_folder", str(tmp_path))
        return client.window

    yield open_it
    for client in clients:
        if client.window is not None:
            client.window.close()


def dropped(*paths: Path, text: str = "") -> QMimeData:
    contents = QMimeData()
    if paths:
        contents.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    if text:
        contents.setText(text)
    return contents


def ready(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: bool(window.service.kinds()) and window.service.link().state == "online", timeout=READY_MS)


def job_of(window: MainWindow, kind: str) -> Job | None:
    return next((job for job in window.model.jobs() if job.kind == kind), None)


def ended(qtbot: QtBot, window: MainWindow, kind: str) -> Job:
    def over() -> bool:
        job = job_of(window, kind)
        return job is not None and not job.live

    qtbot.waitUntil(over, timeout=JOB_MS)
    job = job_of(window, kind)
    assert job is not None
    return job


def submitted(qtbot: QtBot, window: MainWindow, kind: str, contents: QMimeData, **values: Any) -> None:
    """Drop something on the window, see that the right form opens, fill in more, and send it by the keyboard."""
    form = window.new_jobs.form()
    assert window.new_jobs.take(contents)
    qtbot.waitUntil(form.isVisible, timeout=READY_MS)
    if form.pane.kinds.key() != kind:  # what was dropped suits several; another one is meant
        form.pane.kinds.select(kind)
    view = form.pages.view(kind)
    qtbot.waitUntil(lambda: validate(view.form, view.values()) == {}, timeout=READY_MS)
    view.set_values(view.values() | values)
    qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not form.isVisible(), timeout=READY_MS)


def saved(qtbot: QtBot, window: MainWindow, job: Job, folder: Path) -> list[Path]:
    """Save all files of a job as the menu does, and hold them against what the server has."""
    artifacts = (window.service.document(job.id) or {})["artifacts"]
    window.table.view.select([job.id])
    qtbot.waitUntil(window.actions_["save"].isEnabled, timeout=READY_MS)
    window.details.saving.save_all_into([(job.id, job.title)], folder)
    paths = [folder / artifact["name"] for artifact in artifacts]
    qtbot.waitUntil(lambda: all(path.exists() for path in paths), timeout=READY_MS)
    for path, artifact in zip(paths, artifacts, strict=True):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == artifact["sha256"]
    return paths


def test_every_kind_goes_from_a_drop_to_saved_files(
    qtbot: QtBot, opened: Callable[[str], MainWindow], service: LocalService, tmp_path: Path
) -> None:
    window = opened(service.address)
    ready(qtbot, window)
    lecture = pdfs.headings(tmp_path / "networks.pdf")
    music = song(5, 12.0)
    write_audio(tmp_path / "song.wav", music, 48_000)
    write_video(tmp_path / "class.mp4", music[:, 48_000 * 2 :], 48_000, duration_s=8.0)
    timeline = tmp_path / "timeline.json"
    (tmp_path / "clip.mp4").write_bytes(small_film())
    timeline.write_text(
        '{"name": "Film", "tracks": [{"type": "video", "segments":'
        ' [{"source": "clip.mp4", "start_s": 0, "duration_s": 1}]}]}'
    )
    submitted(qtbot, window, "beat_sync", dropped(tmp_path / "class.mp4", tmp_path / "song.wav"))
    submitted(qtbot, window, "text_to_video", dropped(text="a red fox runs"), duration_s=1)
    submitted(qtbot, window, "pdf_exam", dropped(lecture))
    submitted(qtbot, window, "document_analysis", dropped(lecture))
    submitted(qtbot, window, "capcut_draft", dropped(timeline))
    for kind in ("beat_sync", "text_to_video", "pdf_exam", "document_analysis", "capcut_draft"):
        job = ended(qtbot, window, kind)
        assert job.state == "succeeded", job
        assert saved(qtbot, window, job, tmp_path / kind)


def test_what_fails_says_why_and_goes_again_with_other_values(
    qtbot: QtBot, opened: Callable[[str], MainWindow], service: LocalService, tmp_path: Path
) -> None:
    window = opened(service.address)
    ready(qtbot, window)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 and no more")
    submitted(qtbot, window, "document_analysis", dropped(broken))
    qtbot.waitUntil(lambda: any(job.state == "failed" for job in window.model.jobs()), timeout=JOB_MS)
    job = next(job for job in window.model.jobs() if job.state == "failed")
    window.table.view.select([job.id])
    qtbot.waitUntil(window.actions_["edit_again"].isEnabled, timeout=READY_MS)
    assert "damaged" in window.details.details_text().lower()
    window.actions_["edit_again"].trigger()
    form = window.new_jobs.form()
    qtbot.waitUntil(form.isVisible, timeout=READY_MS)
    view = form.pages.view("document_analysis")
    assert view.values()["file_id"] == (window.service.document(job.id) or {})["params"]["file_id"]
    form.close()


def selftest(service: LocalService, **params: object) -> str:
    return service.submit({"kind": "selftest"}, **params)


def row(window: MainWindow, job_id: str) -> Job | None:
    return window.model.job(job_id)


def test_cancel_can_be_undone_and_is_sent_when_the_window_closes(
    qtbot: QtBot, opened: Callable[[str], MainWindow], service: LocalService
) -> None:
    window = opened(service.address)
    ready(qtbot, window)
    ids = [selftest(service, duration_s=60, steps=60) for _ in range(2)]
    qtbot.waitUntil(lambda: all(row(window, job_id) for job_id in ids), timeout=READY_MS)
    window.table.view.select(ids)
    qtbot.waitUntil(window.actions_["cancel"].isEnabled, timeout=READY_MS)
    window.actions_["cancel"].trigger()
    assert window.toast.text() == "2 jobs will be cancelled"
    window.actions_["undo"].trigger()
    assert window.toast.text() == "2 jobs go on"
    assert not service.job(ids[0])["cancel_requested"]
    window.actions_["cancel"].trigger()
    window.close()  # what was asked for is meant
    for job_id in ids:
        service.await_job(job_id, state="cancelled")


def test_busy_server_is_calm_and_what_was_submitted_is_accepted_once(
    qtbot: QtBot, opened: Callable[[str], MainWindow], proxy: FaultyProxy
) -> None:
    window = opened(proxy.address)
    ready(qtbot, window)
    proxy.misbehave("busy", lambda method, path: method == "POST" and path == "/v1/jobs")
    submitted(qtbot, window, "text_to_video", dropped(text="a quiet lake at dawn"), duration_s=1)
    qtbot.waitUntil(lambda: "Busy" in window.banner.banner.text(), timeout=READY_MS)
    assert QApplication.activeModalWidget() is None
    assert not window.submissions.isHidden()
    tries = [path for method, path in proxy.seen if method == "POST" and path == "/v1/jobs"]
    assert 1 <= len(tries) < 10
    proxy.behave()
    qtbot.waitUntil(lambda: any("quiet lake" in job.title for job in window.model.jobs()), timeout=READY_MS)
    qtbot.waitUntil(lambda: window.submissions.isHidden() and not window.banner.banner.text(), timeout=READY_MS)
    assert sum("quiet lake" in job.title for job in window.model.jobs()) == 1


def test_answers_cut_short_and_cursors_that_expired_lose_no_row(
    qtbot: QtBot, opened: Callable[[str], MainWindow], service: LocalService, proxy: FaultyProxy
) -> None:
    window = opened(proxy.address)
    ready(qtbot, window)
    for how in ("cut", "gone"):
        proxy.misbehave(how, lambda _, path: "since=" in path)
        job_id = selftest(service, duration_s=0, steps=1)
        window.service.refresh()
        count = len(proxy.seen)
        qtbot.waitUntil(lambda count=count: any("since=" in path for _, path in proxy.seen[count:]), timeout=READY_MS)
        proxy.behave()
        window.service.refresh()
        qtbot.waitUntil(
            lambda job_id=job_id: (job := row(window, job_id)) is not None and job.state == "succeeded",
            timeout=READY_MS,
        )


def test_revoked_key_is_said_and_nothing_is_asked_for_until_there_is_another(
    qtbot: QtBot, opened: Callable[[str], MainWindow], proxy: FaultyProxy
) -> None:
    window = opened(proxy.address)
    ready(qtbot, window)
    proxy.misbehave("locked")
    window.service.refresh()
    qtbot.waitUntil(lambda: "key" in window.banner.banner.text().lower(), timeout=READY_MS)
    with qtbot.waitSignal(window.connect_wanted):
        window.banner.banner.acted.emit()
    proxy.behave()
    window.service.use_key("another")
    qtbot.waitUntil(lambda: window.service.link().state == "online", timeout=READY_MS)


def test_server_that_is_killed_comes_back_into_the_same_list(
    qtbot: QtBot, opened: Callable[[str], MainWindow], service: LocalService
) -> None:
    window = opened(service.address)
    ready(qtbot, window)
    job_id = selftest(service, duration_s=3, steps=30)
    qtbot.waitUntil(lambda: row(window, job_id) is not None, timeout=READY_MS)
    api = service.child("gunicorn") or service.child("api")
    assert api is not None
    for process in [*api.children(recursive=True), api]:
        process.kill()
    qtbot.waitUntil(lambda: (job := row(window, job_id)) is not None and job.state == "succeeded", timeout=JOB_MS)
    qtbot.waitUntil(lambda: window.service.link().state == "online", timeout=READY_MS)


def test_list_is_there_at_once_while_the_server_is_away(
    qtbot: QtBot, opened: Callable[[str], MainWindow], service: LocalService, proxy: FaultyProxy
) -> None:
    job_id = selftest(service, duration_s=0, steps=1)
    window = opened(proxy.address)
    ready(qtbot, window)
    qtbot.waitUntil(lambda: row(window, job_id) is not None, timeout=READY_MS)
    window.close()
    proxy.misbehave("busy")
    again = opened(proxy.address)
    qtbot.waitUntil(lambda: row(again, job_id) is not None, timeout=READY_MS)
    qtbot.waitUntil(
        lambda: "as of" in again.summary.findChildren(type(again.summary._server_text))[-1].text(), timeout=READY_MS
    )
