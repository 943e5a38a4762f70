"""A stand-in for the sandbox: a job whose files lie in a folder."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backend.errors import JobFailure


class FolderJob:
    """Runs a kind's ``run`` in this process; its artifacts go to ``folder``."""

    id, start, attempt = "test", 1, 1

    def __init__(
        self,
        folder: Path,
        *files: Path,
        cpu_threads: int = 1,
        providers: Mapping[str, Mapping[str, Any]] | None = None,
        remembered: dict[str, Any] | None = None,
        attachments: Mapping[str, Path] | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.cpu_threads = folder, cpu_threads
        self._files = {self.file_id(path): path for path in files}
        self.reports: list[tuple[float, str, str]] = []
        self.lines: list[str] = []
        self.remembered = {} if remembered is None else remembered
        self.spent: Counter[str] = Counter()
        self.turns: list[str] = []
        self.slowed: list[tuple[str, float | None]] = []
        self._providers = providers or {}
        self._attachments = attachments or {}

    @staticmethod
    def file_id(path: Path) -> str:
        return hashlib.sha256(str(path).encode()).hexdigest()

    def input(self, file_id: str) -> Path:
        return self._files[file_id]

    def input_name(self, file_id: str) -> str:
        return self._files[file_id].name

    def attachment(self, name: str) -> Path:
        return self._attachments[name]

    def progress(self, fraction: float, stage: str = "", message: str = "") -> None:
        self.reports.append((fraction, stage, message))

    def log(self, line: str) -> None:
        self.lines.append(line)

    def artifact(self, name: str, media_type: str | None = None) -> Path:
        return self.folder / name

    def provider(self, name: str) -> Mapping[str, Any]:
        if name not in self._providers:
            raise JobFailure("provider_not_configured", f"{name} is not set up here.")
        return self._providers[name]

    def wait_for_turn(self, provider: str) -> None:
        self.turns.append(provider)

    def slow_down(self, provider: str, retry_after_s: float | None = None) -> None:
        self.slowed.append((provider, retry_after_s))

    def remember(self, name: str, value: Any) -> None:
        self.remembered[name] = json.loads(json.dumps(value))

    def recall(self, name: str) -> Any:
        return self.remembered.get(name)

    def spend(self, name: str, amount: float) -> None:
        self.spent[name] += amount
