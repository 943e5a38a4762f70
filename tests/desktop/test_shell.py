"""Window and dialogs around the list: commands, undo, banner, notifications, dashboard, connecting, language."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.app import Client
from desktop.core.announcements import Announcement
from desktop.core.errors import Busy, Refused, Unauthorized
from desktop.core.job import job_of
from desktop.language import speak
from desktop.models.pending_cancels import PendingCancels
from desktop.notify import Notifier
from desktop.preferences import Preferences
from desktop.views.connect import ConnectDialog, Outcome
from desktop.views.dashboard import Dashboard
from desktop.views.link_banner import LinkBanner
from desktop.views.main_window import MainWindow
from desktop.widgets.toast import Toast
from desktop.workers.service import CommandFailure, JobChanges, Link
from tests.material.stand_in_service import StandIn


class Commanded(StandIn):
    """Writes down what it is told to do."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.told: list[tuple[Any, ...]] = []

    def cancel(self, job_ids: Any) -> None:
        self.told.append(("cancel", sorted(job_ids)))

    def retry(self, job_ids: Any) -> None:
        self.told.append(("retry", sorted(job_ids)))

    def set_priority(self, job_ids: Any, priority: str) -> None:
        self.told.append((priority, sorted(job_ids)))


STATES = {"0": "running", "1": "queued", "2": "queued", "3": "failed", "4": "succeeded"}


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    theme.use(theme.LIGHT)
    shown = MainWindow(Commanded(tmp_path), Preferences(tmp_path / "preferences.ini"))
    shown.show()
    rows = [
        dataclasses.replace(
            job_of(
                {"id": number, "kind": "beat_sync", "state": state, "priority": "high" if number == "2" else "normal"}
            ),
            title=f"film {number}",
        )
        for number, state in STATES.items()
    ]
    shown.service.jobs_reset.emit(rows)
    yield shown
    shown.close()
    shown.service.stop()
    shown.deleteLater()


def chosen(qtbot: QtBot, window: MainWindow, *ids: str) -> None:
    window.table.view.select(list(ids))
    qtbot.waitUntil(lambda: sorted(window.table.view._told[0]) == sorted(ids))


def told(window: MainWindow) -> list[tuple[Any, ...]]:
    service = window.service
    assert isinstance(service, Commanded)
    return service.told


def test_commands_are_on_only_where_they_make_sense(qtbot: QtBot, window: MainWindow) -> None:
    def on() -> set[str]:
        names = ("cancel", "retry", "raise", "lower", "run_next", "save", "edit_again")
        return {name for name in names if window.actions_[name].isEnabled()}

    chosen(qtbot, window, "0")
    assert on() == {"cancel", "edit_again"}
    chosen(qtbot, window, "1")
    assert on() == {"cancel", "raise", "lower", "run_next", "edit_again"}
    chosen(qtbot, window, "3")
    assert on() == {"retry", "edit_again"}
    chosen(qtbot, window, "0", "4")
    assert on() == {"cancel", "retry", "save"}
    assert window.actions_["cancel_waiting"].isEnabled()
    assert window.actions_["retry_failed"].isEnabled()


def test_cancel_all_waiting_leaves_running_ones_and_can_be_undone(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["cancel_waiting"].trigger()
    assert window.toast.text() == "2 jobs will be cancelled"
    assert window.commands.cancels.ids == {"1", "2"}
    window.toast.acted.emit()
    assert window.commands.cancels.ids == frozenset()
    assert told(window) == []
    window.actions_["cancel_waiting"].trigger()
    window.commands.cancels.flush()
    assert told(window) == [("cancel", ["1", "2"])]


def test_a_second_cancel_sends_the_first_so_that_undo_means_the_last(qtbot: QtBot, qapp: QApplication) -> None:
    sent: list[list[str]] = []
    owner = QWidget()
    qtbot.addWidget(owner)
    cancels = PendingCancels(sent.append, owner, undo_ms=50)
    cancels.ask(["1"])
    cancels.ask(["2", "2"])
    assert sent == [["1"]]
    assert cancels.undo() == 1
    cancels.ask(["3"])
    qtbot.waitUntil(lambda: sent == [["1"], ["3"]])
    assert cancels.undo() == 0


def test_priorities_move_a_level_from_where_each_job_is(qtbot: QtBot, window: MainWindow) -> None:
    chosen(qtbot, window, "1", "2")
    window.actions_["raise"].trigger()
    assert sorted(told(window)) == [("high", ["1"]), ("urgent", ["2"])]
    told(window).clear()
    window.actions_["run_next"].trigger()
    assert told(window) == [("urgent", ["1", "2"])]


def test_retry_of_all_failed_ones_and_failures_of_commands_are_said(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["retry_failed"].trigger()
    assert told(window) == [("retry", ["3"])]
    window.service.command_failed.emit(CommandFailure("cancel", ["1"], Refused(409, "The job has ended")))
    assert window.toast.text().startswith("Not cancelled.")
    assert QApplication.activeModalWidget() is None


def test_selection_and_details_follow_changes(qtbot: QtBot, window: MainWindow) -> None:
    chosen(qtbot, window, "1")
    changed = dataclasses.replace(window.model.job("1") or job_of({}), state="running", progress=0.5)
    window.service.jobs_changed.emit(JobChanges([changed], ["4"]))
    qtbot.waitUntil(lambda: not window.actions_["raise"].isEnabled())
    assert window.table.view.selected_ids() == ["1"]
    assert window.model.job("4") is None


def test_summary_counts_and_says_when_the_list_is_old(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: "1 running" in window.summary.text())
    assert "2 waiting" in window.summary.text()
    assert "1 failed" in window.summary.text()
    window.service.link_changed.emit(Link("offline", time.time() - 5, time.time() + 9, "", 0.0, None))
    texts = [label.text() for label in window.summary.findChildren(QLabel)]
    assert any("as of" in text for text in texts)


def test_layout_and_choices_are_kept(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.actions_["show_filter"].trigger()
    assert not window.filter.isVisible()
    window.table.column_actions()[-1].setChecked(True)
    window.close()
    again = MainWindow(Commanded(tmp_path), Preferences(tmp_path / "preferences.ini"))
    qtbot.addWidget(again)
    again.show()
    assert not again.filter.isVisible()
    assert again.table.column_actions()[-1].isChecked()
    again.close()
    again.service.stop()


def test_everything_speaks_another_language_at_once(qtbot: QtBot, window: MainWindow) -> None:
    speak("zh_CN")
    assert window.actions_["cancel"].text() == "取消(&C)"
    assert window.menuBar().actions()[0].text() == "文件(&F)"
    qtbot.waitUntil(lambda: "运行中" in window.summary.text())
    window.summary.show_jobs([dataclasses.replace(job, estimated_finish_s=300.0) for job in window.model.jobs()])
    assert "分钟" in window.summary.text()
    speak("en")
    assert window.actions_["cancel"].text() == "&Cancel"
    assert "min left in all" in window.summary.text()


def test_banner_counts_down_and_says_what_to_do(qtbot: QtBot, qapp: QApplication) -> None:
    now = [1000.0]
    banner = LinkBanner(clock=lambda: now[0])
    qtbot.addWidget(banner)
    banner.show()
    banner.set_link(Link("busy", 1000.0, 1008.0, "The queue is full", None, Busy(503)))
    assert banner.banner.text() == ""  # what is over in a moment is not worth a word
    now[0] = 1002.0
    qtbot.waitUntil(lambda: banner.banner.text() == "Busy: The queue is full - next try in 6 s")
    with qtbot.waitSignal(banner.try_now):
        banner.banner.acted.emit()
    banner.set_link(Link("unauthorized", 1002.0, error=Unauthorized(401, "No")))
    assert "key" in banner.banner.text()
    with qtbot.waitSignal(banner.key_wanted):
        banner.banner.acted.emit()
    banner.set_link(Link("online", 1003.0))
    assert banner.banner.text() == ""


def test_toast_goes_by_itself_and_its_button_acts_once(qtbot: QtBot, qapp: QApplication) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(400, 300)
    over.show()
    toast = Toast(over)
    toast.say("Saved", for_ms=30)
    assert toast.text() == "Saved"
    assert over.rect().contains(toast.geometry())
    qtbot.waitUntil(lambda: toast.text() == "")


def test_no_notification_while_the_window_is_looked_at_or_none_is_wanted(qtbot: QtBot, qapp: QApplication) -> None:
    wanted = [True]
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    notifier = Notifier(window, lambda: wanted[0])
    heard: list[Announcement] = []
    notifier.untold.connect(heard.append)  # there is no tray here
    news = [Announcement("Finished", "film", "1", failure=False)]
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    notifier.tell(news)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not window.isActiveWindow())
    notifier.tell(news)
    wanted[0] = False
    notifier.tell(news)
    assert heard == news


def test_dashboard_shows_figures_and_survives_an_empty_answer(qtbot: QtBot, qapp: QApplication) -> None:
    theme.use(theme.DARK)
    now = [0.0]
    dashboard = Dashboard(str.title, lambda: "about 5 min", lambda seconds: f"{seconds:.0f} s", lambda: now[0])
    qtbot.addWidget(dashboard)
    dashboard.show()
    dashboard.heard({})
    for second in range(0, 60, 2):
        now[0] = float(second)
        kinds = {
            "exam": {
                "waiting": 3,
                "running": 1,
                "processed": 4,
                "limit": {"current": 2, "max": 5},
                "paused": second > 40,
            }
        }
        dashboard.heard(
            {
                "waiting": 3,
                "running": 1,
                "processed": second,
                "succeeded": second,
                "workers": [{"threads": 4}],
                "kinds": kinds,
            }
        )
    texts = [label.text() for label in dashboard.findChildren(QLabel)]
    assert {"3", "1", "60.0", "about 5 min", "100%", "4 jobs at once"} <= set(texts)
    assert dashboard._kinds.item(0, 3).text() == "paused"
    assert not dashboard.grab().isNull()
    theme.use(theme.LIGHT)


class Tried:
    """A test of connections that answers when it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.answer: Any = None

    def __call__(self, server: str, key: str, heard: Any) -> None:
        self.asked.append((server, key))
        self.answer = heard


def test_connection_is_tested_before_it_is_taken_and_failures_are_explained(qtbot: QtBot, qapp: QApplication) -> None:
    tried, taken = Tried(), []
    dialog = ConnectDialog("", "", tried)
    qtbot.addWidget(dialog)
    dialog.chosen.connect(taken.append)
    dialog.show()
    qtbot.keyClicks(dialog._address, "sluice.example.org")
    qtbot.keyClicks(dialog._key, "secret")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert tried.asked == [("https://sluice.example.org", "secret")]
    tried.answer(Outcome(False, "Nothing listens there.", "Start it."))
    assert dialog.isVisible()
    assert dialog._finding.text() == "Nothing listens there."
    assert dialog._anyway.isVisible()
    qtbot.keyClicks(dialog._key, "2")  # what was found about other values is forgotten
    assert not dialog._finding.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    tried.answer(Outcome(True, ""))
    assert taken == [("https://sluice.example.org", "secret2")]
    assert not dialog.isVisible()


def test_key_of_one_server_is_never_sent_to_another(qtbot: QtBot, qapp: QApplication) -> None:
    tried = Tried()
    dialog = ConnectDialog("http://10.0.0.1", "secret", tried)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog._address.selectAll()
    qtbot.keyClicks(dialog._address, "http://10.0.0.2")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert tried.asked == [("http://10.0.0.2", "")]


def test_late_answer_about_other_values_is_ignored(qtbot: QtBot, qapp: QApplication) -> None:
    tried = Tried()
    dialog = ConnectDialog("http://10.0.0.1", "", tried)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    late = tried.answer
    qtbot.keyClicks(dialog._address, "0")
    late(Outcome(True, ""))
    assert dialog.isVisible()


def test_key_over_an_open_line_is_warned_of(qtbot: QtBot, qapp: QApplication) -> None:
    dialog = ConnectDialog("http://10.0.0.1", "secret", Tried())
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog._warning.isVisible()
    dialog._address.setText("http://127.0.0.1:8080")
    assert not dialog._warning.isVisible()
    dialog._address.setText("two words")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert "not an address" in dialog._finding.text()


def test_preferences_survive_a_file_that_somebody_edited(tmp_path: Path) -> None:
    path = tmp_path / "preferences.ini"
    path.write_text("[General]\nserver=http://x\nnotifications=@Invalid()\nshow_filter=maybe\n[state]\nwindow=@junk(\n")
    kept = Preferences(path)
    assert kept.server == "http://x"
    assert isinstance(kept.notifications, bool)
    assert isinstance(kept.get("show_filter", True), bool)
    assert kept.state("window").isEmpty() or kept.state("window").size() > 0


def test_first_run_asks_for_the_server_in_one_dialog(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    client = Client(qapp, tmp_path)
    client.start("", local=False)
    dialog = client._dialog
    assert dialog is not None
    assert dialog.isVisible()
    dialog.chosen.emit(("http://127.0.0.1:9", ""))
    dialog.accept()
    assert client.window is not None
    assert client.preferences.server == "http://127.0.0.1:9"
    client._close_window()
