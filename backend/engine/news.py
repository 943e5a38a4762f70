"""Waiting for a change: one subscription a process, however many requests wait."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import redis
import structlog

from backend.errors import StoreUnavailable

if TYPE_CHECKING:
    from backend.engine.connection import StoreConnections

log = structlog.get_logger(__name__)

#: How long the store is told that somebody listens; publishing costs nothing while nobody does.
LISTEN_MS = 30_000


class News:
    """Hears which jobs changed and wakes the threads that wait for it.

    Args:
        store: the connections to the store.
    """

    def __init__(self, store: StoreConnections) -> None:
        self._store = store
        self._changed = threading.Condition()
        self._heard = 0
        self._listener: threading.Thread | None = None
        self._listening = False
        self._told_store_at = -LISTEN_MS / 1000
        self._closed = False

    def listen(self) -> None:
        """Listen from now on; whatever changes after this wakes ``wait``."""
        with self._changed:
            if self._listener is None:
                self._listener = threading.Thread(target=self._listen, name="news", daemon=True)
                self._listener.start()
            self._changed.wait_for(lambda: self._listening or self._closed, timeout=2)
            if self._notice_is_old():
                self._tell_store()

    def heard(self) -> int:
        """Return a number that grows with each change heard."""
        return self._heard

    def wait(self, heard: int, timeout_s: float) -> None:
        """Wait until something was heard after ``heard``, for ``timeout_s`` at most."""
        deadline = time.monotonic() + timeout_s
        with self._changed:
            while self._heard == heard and not self._closed:
                left = deadline - time.monotonic()
                if left <= 0:
                    return
                # Wake up in between: to renew the store's notice, and to look even if the wake-up was lost.
                self._changed.wait(min(left, LISTEN_MS / 3000))
                if self._notice_is_old():
                    self._tell_store()
                    return

    def close(self) -> None:
        """Wake everybody and listen no more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _notice_is_old(self) -> bool:
        return time.monotonic() - self._told_store_at > LISTEN_MS / 3000

    def _tell_store(self) -> None:
        self._store.call("listen", 2 * LISTEN_MS)
        self._told_store_at = time.monotonic()

    def _listen(self) -> None:
        while not self._closed:
            try:
                connection = self._store.open()
                connection.send_command("SUBSCRIBE", self._store.key("changed"))
                connection.read_response()
                self._set_listening(True)
                while not self._closed:
                    if connection.can_read(timeout=1):
                        connection.read_response()
                        with self._changed:
                            self._heard += 1
                            self._changed.notify_all()
                connection.disconnect()
            except (StoreUnavailable, redis.RedisError, OSError) as error:
                log.info("news_interrupted", reason=str(error))
                self._set_listening(False)
                time.sleep(0.5)

    def _set_listening(self, listening: bool) -> None:
        with self._changed:
            self._listening = listening
            self._heard += 1  # something may have been missed: let everybody look
            self._changed.notify_all()
