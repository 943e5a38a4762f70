"""A stand-in for the sandbox: a job whose files lie in a folder."""

from __future__ import annotations

import hashlib
from pathlib import Path


class FolderJob:
    """Runs a kind's ``run`` in this process; its artifacts go to ``folder``."""

    id, start, attempt = "test", 1, 1

    def __init__(self, folder: Path, *files: Path, cpu_threads: int = 1) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.cpu_threads = folder, cpu_threads
        self._files = {self.file_id(path): path for path in files}
        self.reports: list[tuple[float, str, str]] = []
        self.lines: list[str] = []

    @staticmethod
    def file_id(path: Path) -> str:
        return hashlib.sha256(str(path).encode()).hexdigest()

    def input(self, file_id: str) -> Path:
        return self._files[file_id]

    def input_name(self, file_id: str) -> str:
        return self._files[file_id].name

    def progress(self, fraction: float, stage: str = "", message: str = "") -> None:
        self.reports.append((fraction, stage, message))

    def log(self, line: str) -> None:
        self.lines.append(line)

    def artifact(self, name: str, media_type: str | None = None) -> Path:
        return self.folder / name
