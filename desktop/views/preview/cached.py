"""Files that are fetched to be looked at, opened or dragged out: each asked for once, by whoever needs it first."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.views.preview.choice import Artifact
from desktop.workers.service import Service, Transfer

#: Which file: a job that was tried again has others of the same names.
Key = tuple[str, str, str]


def key_of(job_id: str, artifact: Artifact) -> Key:
    """Return what a file is known by."""
    return job_id, artifact.name, artifact.sha256


class Cached(QObject):
    """Knows which files are here.

    Args:
        service: fetches them into the client's cache.
        parent: its owner.
    """

    changed = Signal(object)
    """``Key`` of a file that has arrived, has failed or was stopped, or is on its way."""

    def __init__(self, service: Service, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service = service
        self._paths: dict[Key, Path] = {}
        self._on_their_way: dict[str, Key] = {}
        self._last: dict[Key, Transfer] = {}
        service.transfer_changed.connect(self._hear)

    def path(self, key: Key) -> Path | None:
        """Return where a file lies, None when it is not here (any more)."""
        path = self._paths.get(key)
        return path if path is not None and path.exists() else None

    def transfer(self, key: Key) -> Transfer | None:
        """Return how its fetching stands, None when nobody asked or it is here."""
        return self._last.get(key)

    def fetch(self, key: Key) -> None:
        """Fetch a file, unless it is here or on its way; ``changed`` tells."""
        if self.path(key) is not None or key in self._on_their_way.values():
            return
        self._last.pop(key, None)
        self._on_their_way[self._service.open_temporary(key[0], key[1])] = key

    def stop(self, key: Key) -> None:
        """Fetch it no longer."""
        for transfer_id, fetched in list(self._on_their_way.items()):
            if fetched == key:
                self._service.stop_transfer(transfer_id)

    def _hear(self, transfer: Transfer) -> None:
        key = self._on_their_way.get(transfer.id)
        if key is None:
            return
        if transfer.state == "running":
            self._last[key] = transfer
        else:
            del self._on_their_way[transfer.id]
            self._last.pop(key, None)
            if transfer.state == "done":
                self._paths[key] = Path(transfer.path)
            else:
                self._last[key] = transfer
        self.changed.emit(key)
