"""Looking at dropped files off the main thread: a folder may be large, a disk slow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from desktop.core.dropped import look_at


class Looker(QObject):
    """Looks at what was dropped or pasted; its end waits for what it has begun.

    Args:
        parent: its owner.
    """

    looked = Signal(object)
    """``Dropped``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)

    def look(self, paths: Sequence[str], text: str) -> None:
        """Begin to look; ``looked`` follows."""
        work = _Look(list(paths), text)
        work.signals.done.connect(self.looked, Qt.ConnectionType.QueuedConnection)
        self._pool.start(work)


class _Signals(QObject):
    done = Signal(object)


class _Look(QRunnable):
    def __init__(self, paths: list[str], text: str) -> None:
        super().__init__()
        self.signals = _Signals()
        self._paths, self._text = paths, text

    def run(self) -> None:
        self.signals.done.emit(look_at(self._paths, self._text))
