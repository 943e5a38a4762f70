"""``/livez`` and ``/readyz``: is the process alive, can it do its work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import falcon

from backend.errors import StorageUnavailable, StoreUnavailable
from backend.storage import Storage

if TYPE_CHECKING:
    from backend.engine.engine import Engine


class Live:
    """Whether the process answers at all; a supervisor restarts it when not."""

    def on_get(self, _request: falcon.Request, response: falcon.Response) -> None:
        """Say so."""
        response.media = {"status": "ok"}

    on_head = on_get


class Ready:
    """Whether jobs can be admitted: 200, or 503 with the part that fails."""

    def __init__(self, engine: Engine, storage: Storage) -> None:
        self._engine, self._storage = engine, storage

    def on_get(self, _request: falcon.Request, response: falcon.Response) -> None:
        """Ask the store, and write a small file into the storage."""
        checks = {"store": "ok", "storage": "ok"}
        try:
            self._engine.ping()
        except StoreUnavailable:
            checks["store"] = "away"
        try:
            self._storage.check_writable()
        except StorageUnavailable:
            checks["storage"] = "not writable"
        ready = all(state == "ok" for state in checks.values())
        response.status = falcon.HTTP_200 if ready else falcon.HTTP_503
        response.media = {"status": "ok" if ready else "not ready", "checks": checks}

    on_head = on_get
