"""Removes from storage what no record names any more, and what killed processes left behind."""

from __future__ import annotations

import threading

import structlog

from backend.engine.engine import Engine
from backend.errors import SluiceError
from backend.storage import Storage

log = structlog.get_logger(__name__)

#: How often the store is asked for litter, at least and at most, seconds.
PERIOD_S = (15.0, 1.0)


class Janitor(threading.Thread):
    """Removes files and artifacts at the end of their time.

    The store names them (a record's end and its litter are one step); a name leaves the list only when its files are
    gone, so a worker that dies in between costs nothing but time.

    Args:
        engine: names the litter.
        storage: holds it.
        retention_s: the shortest time that anything is kept: who keeps little wants it gone soon.
    """

    def __init__(self, engine: Engine, storage: Storage, *, retention_s: float = PERIOD_S[0]) -> None:
        super().__init__(name="janitor", daemon=True)
        slowest_s, fastest_s = PERIOD_S
        self._engine, self._storage = engine, storage
        self._period_s = max(fastest_s, min(slowest_s, retention_s))
        self._stopping = threading.Event()

    def run(self) -> None:
        """Look for litter until stopped."""
        while not self._stopping.wait(self._period_s):
            try:
                self.clean()
                self._storage.remove_leftovers()  # of workers that were killed; those of the API, too
            except (SluiceError, OSError) as error:
                log.warning("not_cleaned", reason=str(error))

    def clean(self) -> None:
        """Remove all litter there is."""
        while names := self._clean_some():
            log.info("removed", names=names)

    def _clean_some(self) -> int:
        # The same bytes may be uploaded again at this moment: uploads are held until the list is read and done.
        with self._storage.files_held():
            names = self._engine.litter()
            for name in names:
                what, _, identity = name.partition(":")
                if what == "job":
                    self._storage.remove_job(identity)
                else:
                    self._storage.remove_file(identity)
            if names:
                self._engine.litter(names)
        return len(names)

    def stop(self) -> None:
        """Stop looking."""
        self._stopping.set()
