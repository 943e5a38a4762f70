"""A service without a server: jobs and files that a test lays down, transfers that it moves along."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from desktop.core.errors import ClientError
from desktop.core.job import Job, job_of
from desktop.core.kinds import Kind
from desktop.core.saving import free_path
from desktop.workers.events import JobChanges, Transfer
from desktop.workers.service import Service

TYPES = {".md": "text/markdown", ".webp": "image/webp", ".json": "application/json"}


class StandIn(Service):
    """Answers as the real one does: at once with an id, later by signals. Its threads never start."""

    def __init__(self, folder: Path) -> None:
        super().__init__("http://127.0.0.1:9", folder)
        self.documents: dict[str, dict[str, Any]] = {}
        self.files: dict[tuple[str, str], Path] = {}
        self.names: dict[str, str] = {}
        self.asked: list[tuple[str, str]] = []
        self.saved: list[tuple[str, list[str], str]] = []
        self.stopped: list[str] = []
        self.held = False
        self.failure: ClientError | None = None
        self._number = 0

    def lay(self, *files: Path, job_id: str = "J1", kind: str = "some_kind", **more: Any) -> Job:
        """Make a job that made these files; ``more`` are fields of its document."""
        artifacts = []
        for file in files:
            self.files[job_id, file.name] = file
            media_type = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            data = file.read_bytes()
            digest = hashlib.sha256(data).hexdigest()
            artifacts.append({"name": file.name, "media_type": media_type, "bytes": len(data), "sha256": digest})
        document = {
            "id": job_id, "kind": kind, "state": "succeeded", "artifacts": artifacts, "params": {}, "version": 1,
            "created_at": "2026-01-05T10:00:00.000Z", "started_at": "2026-01-05T10:00:04.000Z",
            "finished_at": "2026-01-05T10:01:09.000Z", "attempt": 1, "max_attempts": 3, "priority": "normal",
        }  # fmt: skip
        title = more.pop("title", "A job")
        self.documents[job_id] = document | more
        return job_of(self.documents[job_id], title, self.server_now())

    def change(self, job_id: str = "J1", title: str = "A job", **fields: Any) -> Job:
        """Change a job and tell of it."""
        self.documents[job_id] = self.documents[job_id] | fields
        row = job_of(self.documents[job_id], title, self.server_now())
        self.jobs_changed.emit(JobChanges([row]))
        return row

    def learn_kinds(self, *kinds: Kind) -> None:
        self._kinds = list(kinds)

    def document(self, job_id: str) -> dict[str, Any] | None:
        return self.documents.get(job_id)

    def file_name(self, file_id: str) -> str | None:
        return self.names.get(file_id)

    def open_temporary(self, job_id: str, artifact_name: str) -> str:
        self.asked.append((job_id, artifact_name))
        return self._carry(job_id, [artifact_name], None)

    def save(self, job_id: str, artifact_names: Sequence[str], folder_or_path: str) -> str:
        self.saved.append((job_id, list(artifact_names), folder_or_path))
        return self._carry(job_id, list(artifact_names), Path(folder_or_path))

    def stop_transfer(self, transfer_id: str) -> None:
        self.stopped.append(transfer_id)
        self.transfer_changed.emit(Transfer(transfer_id, "J1", "", "", 0, None, "stopped"))

    def _carry(self, job_id: str, names: list[str], goal: Path | None) -> str:
        self._number += 1
        transfer_id = f"T{self._number}"
        total = sum(self.files[job_id, name].stat().st_size for name in names)

        def begin() -> None:
            begun = Transfer(transfer_id, job_id, names[0], "", total // 2, total, "running")
            self.transfer_changed.emit(begun)
            if not self.held:
                QTimer.singleShot(0, end)

        def end() -> None:
            if self.failure is not None:
                over = Transfer(transfer_id, job_id, names[0], "", 0, total, "failed", self.failure)
            else:
                if goal is not None and len(names) > 1:
                    goal.mkdir(parents=True, exist_ok=True)
                paths = tuple(str(self._put(job_id, name, goal)) for name in names)
                over = Transfer(transfer_id, job_id, names[0], paths[-1], total, total, "done", None, paths)
            self.transfer_changed.emit(over)

        QTimer.singleShot(0, begin)
        return transfer_id

    def _put(self, job_id: str, name: str, goal: Path | None) -> Path:
        source = self.files[job_id, name]
        if goal is None:
            return source
        path = free_path(goal / name) if goal.is_dir() else goal
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source.read_bytes())
        return path
