"""What can be done with the files of the selected jobs from menu and keyboard, and dragging them out of the list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QUrl

from desktop.i18n import trn
from desktop.views.details import DetailsPanel
from desktop.views.preview.cached import key_of
from desktop.views.preview.choice import Artifact, artifacts_of, in_order
from desktop.widgets.toast import Toast
from desktop.workers.service import Service


class FileCommands:
    """Carries out Save, Save as, Open, Open folder and Copy details.

    Args:
        service: the server.
        details: the panel, which saves and opens.
        selected: the ids of the selected jobs, from above.
        toast: where short sentences are said.
    """

    def __init__(
        self, service: Service, details: DetailsPanel, selected: Callable[[], list[str]], toast: Toast
    ) -> None:
        self._service, self._details, self._selected, self._toast = service, details, selected, toast

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what each of these commands does."""
        return {
            "save": self._save,
            "save_as": self._save_as,
            "open": self._open,
            "open_folder": self._open_folder,
            "copy_details": self._details.copy_details,
        }

    def drag_urls(self, job_ids: list[str]) -> list[QUrl]:
        """Return the files of jobs that are here already; the others are fetched for the next time."""
        found: list[QUrl] = []
        missing = 0
        for job_id in job_ids:
            for artifact in self._artifacts(job_id):
                path = self._details.cached.path(key_of(job_id, artifact))
                if path is not None:
                    found.append(QUrl.fromLocalFile(str(path)))
                else:
                    missing += 1
                    self._details.cached.fetch(key_of(job_id, artifact))
        if missing:
            self._toast.say(
                trn("{n} file is on its way; drag again", "{n} files are on their way; drag again", missing)
            )
        return found

    def _artifacts(self, job_id: str) -> tuple[Artifact, ...]:
        return artifacts_of(self._service.document(job_id))

    def _save(self) -> None:
        for job_id in self._selected():
            artifacts = self._artifacts(job_id)
            if artifacts:
                self._details.saving.save(job_id, artifacts)

    def _save_as(self) -> None:
        for job_id in self._selected()[:1]:
            artifacts = self._artifacts(job_id)
            if len(artifacts) == 1:
                self._details.saving.save_as(job_id, artifacts[0])
            else:
                self._details.save_all()

    def _open(self) -> None:
        for job_id in self._selected()[:1]:
            for artifact in in_order(self._artifacts(job_id))[:1]:
                self._details.saving.open(job_id, artifact)

    def _open_folder(self) -> None:
        for job_id in self._selected()[:1]:
            self._details.saving.open_folder(job_id)
