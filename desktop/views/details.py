"""The panel beside the list: everything about the selected job, or a calm summary of several."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.core.job import CANCELLED, FAILED, RUNNING, SUCCEEDED, TIMED_OUT, WAITING, Job
from desktop.core.kinds import Kind
from desktop.i18n import known, tr, trn
from desktop.views.artifact_list import ArtifactList
from desktop.views.facts import facts_page, facts_text, sections_of
from desktop.views.job_head import JobHead
from desktop.views.preview.cached import Cached
from desktop.views.preview.choice import artifacts_of
from desktop.views.preview.pane import PreviewPane
from desktop.views.preview.rich import RichView
from desktop.views.preview.state import StateView
from desktop.views.saving import Memory, Saving
from desktop.views.several import Several
from desktop.views.transfer_strip import TransferStrip
from desktop.workers.service import JobChanges, Service

#: Details of more jobs than these help nobody.
_MOST_COPIED = 50


class DetailsPanel(QWidget):
    """Shows the selected jobs; what is asked for beyond looking and saving goes out as signals.

    Args:
        service: knows the jobs and carries their files.
        memory: keeps the folder where files are saved; the client's preferences.
        parent: its owner.
    """

    retry_asked = Signal(object)
    """``list[str]``: ids of ended jobs."""
    edit_asked = Signal(object)
    """``str``: id of the job whose values the form is to have."""
    copied = Signal(str)
    """The details were put on the clipboard: a sentence to say so."""

    def __init__(self, service: Service, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._service = service
        self._jobs: list[Job] = []
        self._document: Mapping[str, Any] = {}
        self.cached = Cached(service, self)
        self.saving = Saving(service, self.cached, memory, self)
        self._build()
        service.jobs_changed.connect(self._hear)
        service.kinds_changed.connect(lambda _: self._show())
        self.saving.changed.connect(lambda _: self._tell_saved())
        self.retranslate()
        self._show()

    # --- what is shown ---------------------------------------------------------------------------------

    def show_jobs(self, jobs: Sequence[Job]) -> None:
        """Show the selected jobs."""
        self._jobs = list(jobs)
        self._show()

    @property
    def job(self) -> Job | None:
        """The one job that is shown, None for none or several."""
        return self._jobs[0] if len(self._jobs) == 1 else None

    def details_text(self) -> str:
        """Return everything that is known of the selected jobs as text."""
        parts = []
        for job in self._jobs[:_MOST_COPIED]:
            document = self._service.document(job.id) or {}
            parts.append(facts_text(job, document, self._kind(job.kind), self._service.file_name))
        if left_out := len(self._jobs) - len(parts):
            parts.append(trn("{n} more", "{n} more", left_out))
        return "\n\n".join(parts)

    def copy_details(self) -> None:
        """Put everything that is known of the selected jobs on the clipboard."""
        QGuiApplication.clipboard().setText(self.details_text())
        self.copied.emit(tr("Details copied"))

    def stop(self) -> None:
        """End all threads; the window is about to close."""
        self.preview.stop()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        for place, text in enumerate((tr("Result"), tr("Files"), tr("Details"))):
            self.tabs.setTabText(place, text)
        self.tabs.setAccessibleName(tr("About the job"))
        self._facts.setAccessibleName(tr("Details"))
        self.setAccessibleName(tr("Details panel"))
        self._none.say("info", tr("No job selected"), tr("Select a job to see what it does and what it made."))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # --- inside ----------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.head, self.preview = JobHead(self._service), PreviewPane(self.cached)
        self.files, self._facts = ArtifactList(self.cached), RichView()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for view in (self.preview, self.files, self._facts):
            self.tabs.addTab(view, "")
        one = QWidget()
        column = QVBoxLayout(one)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.tabs, 1)
        self._none, self._several = StateView(), Several()
        self._stack = QStackedWidget()
        for page in (self._none, one, self._several):
            self._stack.addWidget(page)
        self._one = one
        self.strip = TransferStrip(self.saving)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.strip)
        self.setMinimumWidth(42 * theme.GRID)
        self.setFocusProxy(self.tabs)
        self._connect()

    def _connect(self) -> None:
        self.head.retry_asked.connect(lambda: self.retry_asked.emit([job.id for job in self._jobs]))
        self.head.edit_asked.connect(lambda: self._with_job(self.edit_asked.emit))
        self.head.copy_asked.connect(self.copy_details)
        self._several.retry_asked.connect(self._retry_failed)
        self._several.save_asked.connect(self.save_all)
        self._several.copy_asked.connect(self.copy_details)
        saving = self.saving
        for view in (self.preview, self.files):
            view.open_asked.connect(lambda artifact: self._with_job(saving.open, artifact))
        self.preview.save_asked.connect(lambda artifact: self._with_job(saving.save, [artifact]))
        self.files.save_asked.connect(lambda artifacts: self._with_job(saving.save, artifacts))
        self.files.save_as_asked.connect(lambda artifact: self._with_job(saving.save_as, artifact))
        self.files.folder_asked.connect(lambda: self._with_job(saving.open_folder))

    def _with_job(self, act: Callable[..., None], *more: object) -> None:
        if self.job is not None:
            act(self.job.id, *more)

    def save_all(self) -> None:
        """Ask for a folder and save all files of the selected jobs into it."""
        self.saving.save_all([(job.id, job.title) for job in self._jobs if job.state == SUCCEEDED])

    def _hear(self, changes: JobChanges) -> None:
        """Take over what has changed of the shown jobs."""
        rows = {row.id: row for row in changes.rows}
        removed = set(changes.removed)
        if not any(job.id in rows or job.id in removed for job in self._jobs):
            return
        self._jobs = [rows.get(job.id, job) for job in self._jobs if job.id not in removed]
        self._show()

    def _retry_failed(self) -> None:
        self.retry_asked.emit([job.id for job in self._jobs if job.state in {FAILED, TIMED_OUT, CANCELLED}])

    def _show(self) -> None:
        if not self._jobs:
            self._stack.setCurrentWidget(self._none)
        elif len(self._jobs) > 1:
            self._several.show_jobs(self._jobs)
            self._stack.setCurrentWidget(self._several)
        else:
            self._show_one(self._jobs[0])
            self._stack.setCurrentWidget(self._one)

    def _show_one(self, job: Job) -> None:
        self._document = self._service.document(job.id) or {}
        kind = self._kind(job.kind)
        most = self._document.get("max_attempts")
        self.head.show_job(job, known(kind.title) if kind else job.kind, most if isinstance(most, int) else 0)
        artifacts = artifacts_of(self._document)
        self.preview.say_nothing(*_nothing(job))
        self.preview.show_job(job.id, job.kind, artifacts)
        self.files.show_job(job.id, artifacts)
        self._facts.show_html(facts_page(sections_of(self._document, kind, self._service.file_name)), keep_place=True)
        self._tell_saved()

    def _tell_saved(self) -> None:
        self.files.tell_saved(self.job is not None and self.saving.saved(self.job.id) is not None)

    def _kind(self, name: str) -> Kind | None:
        return next((kind for kind in self._service.kinds() if kind.name == name), None)


def _nothing(job: Job) -> tuple[str, str, str]:
    """Say why a job has nothing to look at: icon, line, sentence."""
    if job.state == WAITING:
        return "queued", tr("Not started yet"), tr("What it makes is shown here when it is done.")
    if job.state == RUNNING:
        return "running", tr("Still at work"), tr("What it makes is shown here when it is done.")
    if job.state in {FAILED, TIMED_OUT}:
        return "failed", tr("Nothing was made"), tr("What went wrong and what to do is said above.")
    if job.state == CANCELLED:
        return "cancelled", tr("Nothing was made"), tr("The job was cancelled before its end.")
    return "file", tr("No files"), tr("This job made no files; its result is under Details.")
