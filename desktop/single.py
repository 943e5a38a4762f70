"""One client for each user's data: a second start shows the window of the first."""

from __future__ import annotations

import getpass
import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_MS = 500


class Single(QObject):
    """The first client of a data folder listens; others only knock.

    Args:
        folder: the data folder.
        parent: its owner.
    """

    #: Somebody started the client again.
    knocked = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        whose = f"{getpass.getuser()} {folder.resolve()}"
        self._name = "sluice-desktop-" + hashlib.sha256(whose.encode()).hexdigest()[:16]
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    def first(self) -> bool:
        """Return whether this is the first one, which listens from now on; otherwise the first is told."""
        knock = QLocalSocket()
        knock.connectToServer(self._name)
        if knock.waitForConnected(ANSWER_MS):
            knock.disconnectFromServer()
            return False
        QLocalServer.removeServer(self._name)  # left behind by one that was killed
        return self._server.listen(self._name)

    def _answer(self) -> None:
        while (visitor := self._server.nextPendingConnection()) is not None:
            visitor.disconnected.connect(visitor.deleteLater)
        self.knocked.emit()
