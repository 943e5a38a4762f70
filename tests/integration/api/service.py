"""A service to test the API on: the real engine, a few small kinds, and hands that do a worker's part."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Annotated, Any

from falcon.testing import TestClient
from pydantic import BaseModel, Field

from backend.api.app import create_app
from backend.catalogue import Catalogue, DraftId, DraftInput, FileId, FileInput, Kind, Limit, Parameters, Policy
from backend.engine.engine import Engine
from backend.engine.leases import Finish
from backend.settings import Settings
from backend.storage import Storage


class NothingResult(BaseModel):
    """A result without news."""


class PlainParameters(Parameters):
    """Anything goes."""

    text: str = ""
    count: Annotated[int, Field(ge=0, le=10)] = 1


class PairParameters(Parameters):
    """A video, a sound, and more of them."""

    video_id: Annotated[FileId, FileInput(accept=("video/*",))]
    sound_id: Annotated[FileId, FileInput(accept=("audio/*", "video/*"))]
    more_ids: Annotated[list[FileId], FileInput()] = Field(default_factory=list)
    count: Annotated[int, Field(ge=0, le=10)] = 1


class SaveParameters(Parameters):
    """A draft, and perhaps a file beside it."""

    draft_id: Annotated[DraftId, DraftInput()]
    cover_id: Annotated[FileId | None, FileInput(accept=("image/*",))] = None
    count: Annotated[int, Field(ge=0, le=10)] = 1


class SaveKind(Kind):
    """One job for each draft at a time."""

    @property
    def run_module(self) -> str:
        """A job that tells what it was given."""
        return "tests.material.draft_job"

    def dedupe_key(self, params: Parameters) -> str | None:
        """The draft."""
        return params.draft_id if isinstance(params, SaveParameters) else None


class OnceKind(Kind):
    """One job for each text at a time."""

    def dedupe_key(self, params: Parameters) -> str | None:
        """The text."""
        return params.text if isinstance(params, PlainParameters) else None


def _kind(name: str, params: type[Parameters], kind: type[Kind] = Kind, **policy: Any) -> Kind:
    terms = Policy(limit=Limit(2), **policy)
    return kind(name=name, title=name.title(), description=name, params=params, result=NothingResult, policy=terms)


KINDS = Catalogue(
    {
        "plain": _kind("plain", PlainParameters),
        "pair": _kind("pair", PairParameters),
        "tight": _kind("tight", PlainParameters, max_waiting=2),
        "save": _kind("save", SaveParameters, SaveKind, max_waiting=3),
        "once": _kind("once", PlainParameters, OnceKind),
    }
)


class Service:
    """The API with all that it stands on.

    Args:
        store_url: the address of an empty store.
        folder: the state folder.
        settings: what differs from the defaults.
    """

    def __init__(self, store_url: str, folder: Path, **settings: Any) -> None:
        self.settings = Settings(_env_file=None, redis_url=store_url, state_dir=folder, **settings)
        self.engine = Engine.open(self.settings, KINDS)
        self.storage = Storage(self.settings.storage)
        self.app = create_app(self.engine, self.storage, KINDS, self.settings)
        self.client = TestClient(self.app, headers={"Host": "localhost"})

    def configure(self) -> None:
        """Do at the store what every worker does when it starts."""
        self.engine.configure()

    def submit(self, kind: str = "plain", **envelope: Any) -> dict[str, Any]:
        """Submit a job that must be admitted."""
        result = self.client.simulate_post("/v1/jobs", json={"kind": kind, **envelope})
        assert result.status_code == 202, result.text
        document: dict[str, Any] = result.json
        return document

    def upload(self, data: bytes, name: str = "x.bin") -> dict[str, Any]:
        """Upload a file that must be taken."""
        result = self.client.simulate_post(
            "/v1/files", body=data, params={"name": name}, headers={"Content-Type": "application/octet-stream"}
        )
        assert result.status_code == 201, result.text
        document: dict[str, Any] = result.json
        return document

    def look(self, job_id: str) -> dict[str, Any]:
        """Return a job that must be there."""
        result = self.client.simulate_get(f"/v1/jobs/{job_id}")
        assert result.status_code == 200, result.text
        document: dict[str, Any] = result.json
        return document

    def start(self, kind: str = "plain") -> tuple[str, int]:
        """Take the next job as a worker does; return its id and its start."""
        taken = self.engine.store.call("take", "hands", 60_000, 1, 0, kind)
        return taken[1].decode(), int(taken[2])

    def finish(
        self, job_id: str, start: int, state: str = "succeeded", *, artifacts: dict[str, bytes] | None = None
    ) -> None:
        """Bring a job to its end as a worker does."""
        listed = []
        if artifacts:
            folder = self.storage.work / f"{job_id}-{start}"
            folder.mkdir()
            for name, data in artifacts.items():
                (folder / name).write_bytes(data)
                listed.append(artifact(name, data))
            self.storage.keep_artifacts(job_id, start, folder)
        outcome = Finish(state, result="{}", artifacts=json.dumps(listed))
        answer = self.engine.store.call("finish", job_id, start, *outcome.arguments())
        assert answer[0] == b"finished"

    def finished(self, state: str = "succeeded", artifacts: dict[str, bytes] | None = None) -> str:
        """Submit a job, bring it to its end, and return its id."""
        job_id: str = self.submit()["id"]
        assert self.start()[0] == job_id
        self.finish(job_id, 1, state, artifacts=artifacts)
        return job_id

    def leftovers(self) -> list[str]:
        """List the files in the storage, those of locks aside."""
        root = self.storage.root
        found = (str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
        return sorted(path for path in found if path != "files.lock")


def artifact(name: str, data: bytes) -> dict[str, Any]:
    """Describe an artifact as the engine keeps it."""
    return {
        "name": name,
        "media_type": {"mp4": "video/mp4", "html": "text/html"}.get(name.rpartition(".")[2], "x/y\r\nX-Bad: 1"),
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
