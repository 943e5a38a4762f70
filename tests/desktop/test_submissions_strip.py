"""The strip of jobs on their way: what it says of each, what it lets do, and that many cost little."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.core.errors import LocalFailure, Refused, Unreachable
from desktop.core.outbox import Submission, Upload
from desktop.core.submission_words import said_of, size_in_words, summary_of
from desktop.models.submissions import STATE_WORDS, SubmissionsModel
from desktop.views.submissions import SubmissionsStrip
from desktop.workers.events import Link


@pytest.fixture
def strip(qapp: QApplication, qtbot: QtBot) -> SubmissionsStrip:
    if not qapp.styleSheet():
        theme.use("light")
    made = SubmissionsStrip()
    qtbot.addWidget(made)
    return made


def uploading(number: int, sent_bytes: int = 4_200_000) -> Submission:
    files = [Upload(f"/x/{number}.pdf", f"{number}.pdf", 10_000_000, sent_bytes)]
    return Submission("k", f"{number}.pdf", {}, id=str(number), state="uploading", files=files)


def test_each_state_is_said() -> None:
    away = Unreachable("http://a", "timed out")
    assert said_of(uploading(1), None, 0.0) == "Uploading 42 % of 10.0 MB"
    assert said_of(Submission("k", "t", {}), None, 0.0) == "Waiting for its turn"
    assert said_of(Submission("k", "t", {}, error=away), 108.0, 100.0) == "Waiting for the server: next try in 8 s"
    assert said_of(Submission("k", "t", {}, error=away), None, 100.0) == "Waiting for the server"
    assert said_of(Submission("k", "t", {}, state="sending"), None, 0.0) == "Sending…"
    gone = uploading(1)
    gone.state, gone.files[0].error = "unsendable", LocalFailure("/x/1.pdf", "missing")
    assert said_of(gone, None, 0.0).startswith("The file is gone: “1.pdf” is no longer where it was.")
    refused = Submission("k", "t", {}, state="refused", error=Refused(422, "Not valid", "Name a file."))
    assert "Name a file." in said_of(refused, None, 0.0)


def test_summary_counts_what_goes_and_what_is_stuck() -> None:
    stuck = Submission("k", "t", {}, state="refused", error=Refused(422, "Not valid"))
    assert summary_of([uploading(1), uploading(2), stuck]) == (
        "2 jobs on their way · 42 % of 20.0 MB uploaded · 1 job needs you"
    )
    assert summary_of([Submission("k", "t", {})]) == "1 job on its way"


def test_sizes_are_said_as_file_managers_do() -> None:
    said = [size_in_words(count) for count in (0, 999, 1000, 1_500_000, 123_000_000, 5e13)]
    assert said == ["0 B", "999 B", "1 kB", "1.5 MB", "123 MB", "50000 GB"]


def test_strip_is_there_only_while_something_is_on_its_way(strip: SubmissionsStrip, qtbot: QtBot) -> None:
    assert strip.isHidden()
    one = uploading(1)
    strip.update_submission(one)
    qtbot.waitUntil(lambda: not strip.isHidden())
    one.state = "accepted"
    strip.update_submission(one)
    qtbot.waitUntil(strip.isHidden)


def test_stuck_ones_are_edited_sent_again_and_removed_by_keys(strip: SubmissionsStrip, qtbot: QtBot) -> None:
    stuck = Submission("k", "t", {}, state="refused", error=Refused(422, "Not valid"))
    strip.set_submissions([uploading(1), stuck])
    strip.show()
    strip.list.setCurrentIndex(strip.model.index(1))
    with qtbot.waitSignal(strip.edited) as caught:
        qtbot.keyClick(strip.list, Qt.Key.Key_Return)
    assert caught.args == [stuck]
    with qtbot.waitSignal(strip.again) as caught:
        strip.again_button.click()
    assert caught.args == [[stuck.id]]
    with qtbot.waitSignal(strip.withdrawn) as caught:
        qtbot.keyClick(strip.list, Qt.Key.Key_Delete)
    assert caught.args == [[stuck.id]]
    assert [one.id for one in strip.model.submissions()] == ["1"]


def test_what_is_on_its_way_is_neither_edited_nor_sent_again(strip: SubmissionsStrip) -> None:
    strip.set_submissions([uploading(1)])
    strip.list.setCurrentIndex(strip.model.index(0))
    assert not strip.again_button.isEnabled()
    assert not strip.edit_button.isEnabled()
    assert strip.remove_button.isEnabled()


def test_seconds_to_the_next_try_run(qtbot: QtBot) -> None:
    now = [100.0]
    model = SubmissionsModel(now_s=lambda: now[0])
    model.reset([Submission("k", "t", {}, error=Unreachable("http://a", "timed out"))])
    model.wait_until(108.0)
    with qtbot.waitSignal(model.dataChanged):
        now[0] = 103.0
        model.tick()
    assert model.index(0).data(STATE_WORDS) == "Waiting for the server: next try in 5 s"


def test_strip_hears_of_the_server(strip: SubmissionsStrip) -> None:
    strip.set_submissions([Submission("k", "t", {}, error=Unreachable("http://a", "timed out"))])
    strip.set_link(Link("offline", 0.0, retry_at=time.time() + 7.5))
    assert strip.model.index(0).data(STATE_WORDS).startswith("Waiting for the server: next try in")


def test_a_hundred_uploads_cost_the_main_thread_little(strip: SubmissionsStrip, qtbot: QtBot) -> None:
    strip.resize(900, 300)
    strip.set_submissions([uploading(number, 0) for number in range(100)])
    assert not strip.list.isVisible()  # many: the summary says enough until it is unfolded
    strip.fold.click()
    strip.show()
    worst_s = 0.0
    for step in range(10):
        begun = time.thread_time()
        for number in range(100):
            strip.update_submission(uploading(number, 1_000_000 * step))
        strip.model.flush()
        strip.grab()
        QApplication.sendPostedEvents()
        worst_s = max(worst_s, time.thread_time() - begun)
    assert strip.summary.text() == "100 jobs on their way · 90 % of 1.0 GB uploaded"
    assert worst_s < 0.05
