"""The window: jobs in the middle, what narrows them at the left, everything about one at the right."""

from __future__ import annotations

import contextlib
import json

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.actions import Actions
from desktop.core.announcements import Announcements
from desktop.core.errors import ClientError
from desktop.core.estimates import span_words
from desktop.core.job import Job
from desktop.core.kinds import Kind
from desktop.core.words import explain
from desktop.i18n import known, tr
from desktop.models.jobs import JobsModel
from desktop.notify import Notifier
from desktop.preferences import Preferences
from desktop.views.dashboard import Dashboard
from desktop.views.details import DetailsPanel
from desktop.views.file_commands import FileCommands
from desktop.views.filter_panel import FilterPanel
from desktop.views.job_commands import JobCommands
from desktop.views.jobs_table import JobsTable
from desktop.views.link_banner import LinkBanner
from desktop.views.menus import Menus
from desktop.views.new_jobs import NewJobs
from desktop.views.shortcuts import ShortcutsDialog
from desktop.views.submissions import SubmissionsStrip
from desktop.views.summary import Summary
from desktop.widgets.toast import Toast
from desktop.workers.service import CommandFailure, JobChanges, Link, Service

#: Counting and estimating all jobs anew, milliseconds at least between two times.
SUMMARY_MS = 500


class MainWindow(QMainWindow):
    """Everything about one server.

    Args:
        service: the server; started and stopped by the owner of both.
        preferences: what the user chose.
    """

    #: The user wants to give another address or key.
    connect_wanted = Signal()
    closed = Signal()

    def __init__(self, service: Service, preferences: Preferences) -> None:
        super().__init__()
        self.service, self._preferences = service, preferences
        self._titles: dict[str, str] = {}
        self.actions_ = Actions(self)
        self.model = JobsModel(self.kind_title, self, clock=service.server_now)
        self.banner = LinkBanner(parent=self)
        self.filter = FilterPanel(self.model, self.kind_title)
        self.table = JobsTable(self.model)
        self.summary = Summary(service.server, service.server_now)
        self.dashboard = Dashboard(self.kind_title, lambda: self.summary.left, span_words)
        self.details = DetailsPanel(service, preferences)
        self.toast = Toast(self)
        self.commands = JobCommands(service, self.model, self.actions_, self.table.view.selected_ids, self.toast)
        self.files = FileCommands(service, self.details, self.table.view.selected_ids, self.toast)
        self.new_jobs = NewJobs(service, self)
        self.submissions = SubmissionsStrip()
        self.notifier = Notifier(self, lambda: preferences.notifications)
        self._announcements = Announcements()
        self.menus = Menus(self, self.actions_, preferences, self.table.column_actions())
        self._arrange()
        self._connect_actions()
        self._connect_service()
        self._restore()
        self.retranslate()
        self.commands.update_actions()

    def kind_title(self, name: str) -> str:
        """Return what people call a kind, in the language in use."""
        return known(self._titles.get(name) or name.replace("_", " "))

    # --- made of ----------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.dashboard)
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        column.addWidget(self.submissions)
        self.parts = QSplitter(Qt.Orientation.Horizontal, self)
        self.parts.setHandleWidth(1)
        for part in (self.filter, middle, self.details):
            self.parts.addWidget(part)
        self.parts.setStretchFactor(1, 1)
        self.parts.setCollapsible(1, False)
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.parts, 1)
        self.setCentralWidget(whole)
        self.setStatusBar(self.summary)
        self.table.view.set_menu_actions(self.menus.context_actions())
        self.table.view.set_drag_urls(self.files.drag_urls)
        self.setWindowIcon(theme.application_icon())
        self.resize(1280, 800)
        self.parts.setSizes([216, 680, 384])

    def _connect_actions(self) -> None:
        actions, view = self.actions_, self.table.view
        actions.connect_to(
            self.commands.handlers()
            | self.files.handlers()
            | {
                "new_job": self.new_jobs.start,
                "paste_job": self._paste,
                "drafts": self._show_drafts,
                "connect": self.connect_wanted.emit,
                "quit": self.close,
                "jobs": lambda: self.show_page(self.table),
                "dashboard": lambda: self.show_page(self.dashboard),
                "find": self._find,
                "show_filter": self.filter.setVisible,
                "show_details": self.details.setVisible,
                "refresh": self.service.refresh,
                "shortcuts": lambda: ShortcutsDialog(self).open(),
                "about": self._about,
            }
        )
        self.addActions(actions.all())
        self.table.new_job_asked.connect(self.new_jobs.start)
        view.selection_changed.connect(self._selected)
        view.opened.connect(lambda _: self._show_details())
        view.preview_asked.connect(lambda _: self._show_details())
        view.typed.connect(self.filter.search_for)
        self.filter.left.connect(view.setFocus)
        self.details.retry_asked.connect(self.commands.retry)
        self.details.edit_asked.connect(self.new_jobs.edit_job)
        self.details.copied.connect(self.toast.say)
        self.commands.edit_asked.connect(self.new_jobs.edit_job)
        self.banner.try_now.connect(self.service.refresh)
        self.banner.key_wanted.connect(self.connect_wanted)
        self.submissions.edited.connect(self.new_jobs.edit_submission)
        self.submissions.withdrawn.connect(self._withdraw)
        self.submissions.again.connect(self._send_again)
        self.notifier.clicked.connect(self._called)
        self.notifier.untold.connect(lambda announcement: self.toast.say(f"{announcement.title}: {announcement.text}"))

    def _connect_service(self) -> None:
        service = self.service
        self._summing = QTimer(self)
        self._summing.setSingleShot(True)
        self._summing.setInterval(SUMMARY_MS)
        self._summing.timeout.connect(lambda: self.summary.show_jobs(self.model.jobs()))
        service.jobs_reset.connect(self._jobs_reset)
        service.jobs_changed.connect(self._jobs_changed)
        service.link_changed.connect(self._link_changed)
        service.kinds_changed.connect(self._kinds_changed)
        service.queue_changed.connect(self.dashboard.heard)
        service.submission_changed.connect(self.submissions.update_submission)
        service.submission_changed.connect(self.new_jobs.heard)
        service.command_failed.connect(self._command_failed)
        service.notice.connect(self.toast.say)

    # --- what is heard ----------------------------------------------------------------------------------

    def _jobs_reset(self, rows: list[Job]) -> None:
        self.model.reset(rows)
        self._announcements.start(rows)
        self.submissions.set_submissions(self.service.submissions())
        self._after_change()

    def _jobs_changed(self, changes: JobChanges) -> None:
        self.model.apply(changes.rows, changes.removed)
        self.notifier.tell(self._announcements.heard(changes.rows, changes.removed))
        self._after_change()

    def _after_change(self) -> None:
        self.commands.update_actions()
        if not self._summing.isActive():
            self._summing.start()

    def _link_changed(self, link: Link) -> None:
        self.banner.set_link(link)
        self.summary.set_link(link)
        self.submissions.set_link(link)
        self.new_jobs.set_link(link)

    def _kinds_changed(self, kinds: list[Kind]) -> None:
        self._titles = {kind.name: kind.title for kind in kinds}
        self.filter.set_kinds([kind.name for kind in kinds if not kind.diagnostic])
        self.model.retranslate()
        self.new_jobs.set_kinds(kinds)

    def _command_failed(self, failure: CommandFailure) -> None:
        self.toast.say(self._failure_words(failure.command, failure.error), for_ms=8_000)

    @staticmethod
    def _failure_words(command: str, error: ClientError) -> str:
        what = {
            "cancel": tr("Not cancelled."),
            "retry": tr("Not started again."),
            "priority": tr("Priority not changed."),
        }.get(command, "")
        return f"{what} {explain(error).text}".strip()

    def _selected(self, job_ids: list[str]) -> None:
        self.details.show_jobs([job for job_id in job_ids if (job := self.model.job(job_id)) is not None])
        self.commands.update_actions()

    def come_forward(self) -> None:
        """Show the window before all others."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def _called(self, job_id: str | None) -> None:
        """Come to the front because somebody clicked on a notification."""
        self.come_forward()
        if job_id is not None:
            self.show_page(self.table)
            self.table.view.select([job_id])

    # --- what the user does -----------------------------------------------------------------------------

    def show_page(self, page: QWidget) -> None:
        """Show the list of jobs, or the dashboard."""
        self.pages.setCurrentWidget(page)
        at_jobs = page is self.table
        self.actions_["jobs"].setChecked(at_jobs)
        self.actions_["dashboard"].setChecked(not at_jobs)
        self.details.setVisible(at_jobs and self.actions_["show_details"].isChecked())
        self.filter.setVisible(at_jobs and self.actions_["show_filter"].isChecked())
        self._tell_attention()
        page.setFocus()

    def _paste(self) -> None:
        contents = QGuiApplication.clipboard().mimeData()
        if not self.new_jobs.take(contents):
            self.toast.say(tr("There are no files or addresses on the clipboard."))

    def _show_drafts(self) -> None:
        self.new_jobs.show_drafts()

    def _find(self) -> None:
        self.show_page(self.table)
        if not self.actions_["show_filter"].isChecked():
            self.actions_["show_filter"].trigger()
        self.filter.go_to_search()

    def _show_details(self) -> None:
        if not self.actions_["show_details"].isChecked():
            self.actions_["show_details"].trigger()
        self.details.setFocus()

    def _withdraw(self, submission_ids: list[str]) -> None:
        for submission_id in submission_ids:
            self.service.withdraw(submission_id)

    def _send_again(self, submission_ids: list[str]) -> None:
        for submission_id in submission_ids:
            self.service.send_again(submission_id)

    def _about(self) -> None:
        QMessageBox.about(
            self,
            tr("About Sluice"),
            tr("Sluice runs media and document work that takes minutes. Free software under the MIT licence."),
        )

    # --- what windows do --------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say all of it in the language in use."""
        self.setWindowTitle("Sluice")
        self.menus.retranslate()
        self.model.retranslate()
        self.parts.setAccessibleName(tr("Jobs"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow language, theme and minimising."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.actions_.retranslate()
        elif event.type() == QEvent.Type.WindowStateChange:
            self._tell_attention()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask more often while somebody looks."""
        super().showEvent(event)
        self._tell_attention()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask less often while nobody does."""
        super().hideEvent(event)
        self._tell_attention()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Send what can't wait, keep how it looked, and end the threads."""
        if not self.new_jobs.may_close():
            event.ignore()
            return
        self.commands.cancels.flush()
        self._keep()
        self.notifier.stop()
        self.details.stop()
        self.new_jobs.close()
        event.accept()
        self.closed.emit()

    def _tell_attention(self) -> None:
        visible = self.isVisible() and not self.isMinimized()
        self.service.set_attention(visible=visible, dashboard=visible and self.dashboard.isVisible())

    def _restore(self) -> None:
        kept = self._preferences
        self.restoreGeometry(kept.state("window"))
        self.parts.restoreState(kept.state("parts"))
        with contextlib.suppress(ValueError):  # someone edited the file: the columns are as at first
            self.table.restore_state(json.loads(kept.get("columns", "{}")))
        for name in ("show_filter", "show_details"):
            self.actions_[name].setChecked(kept.get(name, True))
        self.show_page(self.table)

    def _keep(self) -> None:
        kept = self._preferences
        kept.keep_state("window", self.saveGeometry())
        kept.keep_state("parts", self.parts.saveState())
        kept.set("columns", json.dumps(self.table.saved_state()))
        for name in ("show_filter", "show_details"):
            kept.set(name, self.actions_[name].isChecked())
        kept.flush()
