"""The JSON documents of the HTTP contract: the engine's records plus the links that only HTTP knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from backend.job import Job, timestamp

if TYPE_CHECKING:
    from backend.engine.drafts import DraftRecord
    from backend.engine.views import FileRecord


def job_url(job_id: str) -> str:
    """Return the address of a job, relative to the service."""
    return f"/v1/jobs/{quote(job_id, safe='')}"


def job_document(job: Job) -> dict[str, Any]:
    """Return a job with its links and the addresses of its artifacts."""
    here = job_url(job.id)
    document = job.document()
    document["artifacts"] = [
        {**artifact, "url": f"{here}/artifacts/{quote(artifact['name'], safe='')}"}
        for artifact in document["artifacts"]
    ]
    document["links"] = {
        "self": here,
        "cancel": f"{here}/cancel",
        "retry": f"{here}/retry",
        "artifacts": f"{here}/artifacts",
    }
    return document


def file_document(record: FileRecord) -> dict[str, Any]:
    """Return what is known of an uploaded file. Its id is the SHA-256 of its bytes."""
    here = f"/v1/files/{record.id}"
    return {
        "id": record.id,
        "name": record.name,
        "media_type": record.media_type,
        "bytes": record.bytes,
        "sha256": record.id,
        "created_at": timestamp(record.created_ms),
        "links": {"self": here, "content": f"{here}/content"},
    }


def draft_url(draft_id: str) -> str:
    """Return the address of a draft, relative to the service."""
    return f"/v1/drafts/{quote(draft_id, safe='')}"


def draft_document(record: DraftRecord) -> dict[str, Any]:
    """Return what is known of a draft beside its timeline. ``version`` is its ETag."""
    return {
        "id": record.id,
        "name": record.name,
        "bytes": record.bytes,
        "version": record.version,
        "created_at": timestamp(record.created_ms),
        "updated_at": timestamp(record.updated_ms),
        "expires_at": timestamp(record.expires_ms),
        "links": {"self": draft_url(record.id)},
    }
