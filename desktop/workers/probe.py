"""One try at a server that is not in use yet: does it answer, and does it let this key in?"""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from desktop.core.api import Api
from desktop.core.errors import ClientError


class Probe(QObject):
    """Asks servers, each in a thread of its own; a try that is no longer wanted ends by its time-out."""

    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heard.connect(lambda told: told(), Qt.ConnectionType.QueuedConnection)

    def ask(self, server: str, api_key: str, done: Callable[[ClientError | None], None]) -> None:
        """Ask a server for its kinds.

        Args:
            server: its address.
            api_key: the key, empty for none.
            done: told in the main thread: what went wrong, None if nothing did.
        """
        threading.Thread(target=self._try, args=(server, api_key, done), daemon=True).start()

    def _try(self, server: str, api_key: str, done: Callable[[ClientError | None], None]) -> None:
        failure: ClientError | None = None
        try:
            api = Api(server, api_key=api_key)
            try:
                api.kinds()
            finally:
                api.close()
        except ClientError as error:
            failure = error
        self._heard.emit(lambda: done(failure))
