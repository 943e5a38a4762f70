"""What a user does with a preview, and the words that are read in it."""

from __future__ import annotations

from pathlib import Path

from desktop.views.preview.choice import artifacts_of
from desktop.views.preview.pane import PreviewPane
from desktop.views.preview.state import StateView
from tests.material.stand_in_service import StandIn


def look_at(view: PreviewPane, service: StandIn, *files: Path, job_id: str = "J1") -> None:
    service.lay(*files, job_id=job_id)
    view.show_job(job_id, "some_kind", artifacts_of(service.document(job_id)))


def pick(view: PreviewPane, name: str) -> None:
    row = view._box.findData(name)
    view._box.setCurrentIndex(row)
    view._box.activated.emit(row)


def words_of(view: PreviewPane) -> str:
    return view._state.accessibleName() if isinstance(view.look, StateView) else ""
