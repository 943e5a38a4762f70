"""``/v1/jobs/{job_id}/artifacts``: what a job made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import falcon

from backend.api.caller import owner_of
from backend.api.contents import send_file
from backend.api.documents import job_document
from backend.api.refusals import ArtifactNotFound
from backend.storage import Storage, is_plain_name

if TYPE_CHECKING:
    from backend.engine.engine import Engine


class Artifacts:
    """The list of a job's artifacts."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def on_get(self, request: falcon.Request, response: falcon.Response, job_id: str) -> None:
        """List them, with their addresses."""
        job = self._engine.job(job_id, owner_of(request))
        response.media = {"artifacts": job_document(job)["artifacts"]}

    on_head = on_get


class OneArtifact:
    """The bytes of one artifact."""

    def __init__(self, engine: Engine, storage: Storage) -> None:
        self._engine, self._storage = engine, storage

    def on_get(self, request: falcon.Request, response: falcon.Response, job_id: str, name: str) -> None:
        """Send it, or the range asked for."""
        job = self._engine.job(job_id, owner_of(request))
        artifact = next((artifact for artifact in job.artifacts if artifact.name == name), None)
        if artifact is None or not is_plain_name(name):
            raise ArtifactNotFound([artifact.name for artifact in job.artifacts])
        path = self._storage.artifact_path(job.id, job.artifact_start, name)
        try:
            send_file(
                request, response, path, sha256=artifact.sha256, media_type=artifact.media_type, name=artifact.name
            )
        except FileNotFoundError:
            raise ArtifactNotFound([]) from None

    on_head = on_get
