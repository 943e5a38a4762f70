"""Everything that makes new jobs: the form, what is dropped or pasted, drafts, values of earlier jobs."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtWidgets import QWidget

from desktop.core import drafts
from desktop.core.drafts import LOCAL, Draft
from desktop.core.kinds import Kind
from desktop.core.outbox import Submission
from desktop.core.words import explain
from desktop.i18n import tr
from desktop.widgets.drop_zone import DropZone, contents_of
from desktop.workers.service import Link, Service

if TYPE_CHECKING:
    from desktop.views.drafts.window import DraftsWindow
    from desktop.views.form_pages import TimelineImport
    from desktop.views.submit_dialog import SubmitWindow


class NewJobs(QObject):
    """Opens the windows that make jobs; each comes to be when it is needed first.

    Args:
        service: where jobs go.
        window: the main window; takes drops anywhere.
    """

    def __init__(self, service: Service, window: QWidget) -> None:
        super().__init__(window)
        self._service, self._window = service, window
        self._form: SubmitWindow | None = None
        self._drafts: DraftsWindow | None = None
        self._link: Link | None = None
        self.drop_zone = DropZone(window)
        self.drop_zone.dropped.connect(self._dropped)

    # --- ways in ----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Open the form for a new job."""
        self.form().start()

    def take(self, contents: QMimeData) -> bool:
        """Take files or text of the clipboard; return whether there was anything."""
        paths, text = contents_of(contents)
        if not paths and not text:
            return False
        self._dropped(paths, text)
        return True

    def edit_job(self, job_id: str) -> None:
        """Open the form with the values of a job."""
        document = self._service.document(job_id)
        if document is None:
            return
        self.form().edit(
            document["kind"],
            document.get("params") or {},
            priority=document.get("priority") or "normal",
        )

    def edit_submission(self, submission: Submission) -> None:
        """Open the form with what could not be sent."""
        errors = [submission.error, *(upload.error for upload in submission.files)]
        error = next((error for error in errors if error is not None), None)
        self.form().edit_submission(submission, explain(error).text if error is not None else "")

    def show_drafts(self, draft_id: str | None = None) -> None:
        """Open the window of drafts."""
        if self._drafts is None:
            from desktop.views.drafts.window import DraftsWindow  # noqa: PLC0415 - the first picture does not wait for it

            self._drafts = DraftsWindow(self._service, self._window)
            self._drafts.submit_wanted.connect(self._submit_draft)
        self._drafts.open(draft_id)

    # --- what is known ----------------------------------------------------------------------------------

    def set_kinds(self, kinds: Sequence[Kind]) -> None:
        """Offer these kinds."""
        if self._form is not None:
            self._form.set_kinds(kinds)

    def set_link(self, link: Link) -> None:
        """Say how things stand with the server."""
        self._link = link
        if self._form is not None:
            self._form.set_link(link)

    def heard(self, submission: Submission) -> None:
        """Show how far a submission has come in the form that it came from."""
        if self._form is not None:
            self._form.show_upload(submission)

    def may_close(self) -> bool:
        """Ask whether unsaved changes may be lost; return whether all may close."""
        return self._drafts is None or not self._drafts.isVisible() or self._drafts.close()

    def close(self) -> None:
        """Close what is open."""
        if self._form is not None:
            self._form.close()

    def form(self) -> SubmitWindow:
        """Return the form's window."""
        if self._form is None:
            from desktop.views.submit_dialog import SubmitWindow  # noqa: PLC0415 - the first picture does not wait for it

            form = SubmitWindow(
                self._service.form_values,
                self._service.keep_form_values,
                file_name=self._service.file_name,
                parent=self._window,
            )
            form.submitted.connect(self._service.submit)
            form.replaced.connect(self._service.withdraw)
            form.timeline_given.connect(self._import)
            form.drafts_wanted.connect(self._list_drafts)
            form.kinds_wanted.connect(self._service.refresh)
            form.set_kinds(self._service.kinds())
            if self._link is not None:
                form.set_link(self._link)
            self._form = form
        return self._form

    # --- inside -----------------------------------------------------------------------------------------

    def _dropped(self, paths: list[str], text: str) -> None:
        self.form().take(paths, text)

    def _list_drafts(self) -> None:
        def show(found: list[dict[str, Any]]) -> None:
            self.form().set_drafts([(str(draft["id"]), str(draft["name"])) for draft in found])

        self._service.call(drafts.listed, show)

    def _import(self, given: TimelineImport) -> None:
        """Make a draft of a timeline of this computer, its media uploaded."""
        draft = Draft("", located(given.document, Path(given.path).parent))
        self._service.call(
            lambda api: drafts.saved(api, draft),
            lambda saved: given.saved(saved.id),
            lambda error: given.failed(explain(error).text),
        )

    def _submit_draft(self, draft_id: str) -> None:
        for kind in self._service.kinds():
            for name, field in (kind.params_schema.get("properties") or {}).items():
                if isinstance(field, Mapping) and field.get("x-input") == "draft":
                    remembered = self._service.form_values(kind.name) or {}
                    self.form().edit(kind.name, remembered | {name: draft_id})
                    self._list_drafts()
                    return
        self.form().start()
        self.form().setToolTip(tr("This server has no kind of job that saves drafts."))


def located(document: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return a timeline whose local media are named by whole paths.

    Args:
        document: the timeline; sources that are neither ids nor addresses are files.
        folder: where relative names begin.
    """
    found: dict[str, Any] = copy.deepcopy(dict(document))
    for track in found.get("tracks", []):
        for segment in track.get("segments", []):
            source = str(segment.get("source", ""))
            if source and not drafts.is_remote(source):
                segment["source"] = LOCAL + str((folder / source).resolve())
    return found
