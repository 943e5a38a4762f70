"""Reading and decoding off the main thread, one piece after another; only the last wish counts."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from typing import TypeVar, cast

from PySide6.QtCore import QObject, Signal

T = TypeVar("T")
_Task = tuple[int, Callable[[], object]]
_ALWAYS = -1


class Aside(QObject):
    """A thread of a view's own, started with its first work.

    It is a daemon: a file that keeps a library busy for minutes must not keep the application from ending.

    Args:
        parent: the view; it calls ``stop`` before it goes.
    """

    _ended = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._wish = 0
        self._done: Callable[[object], None] | None = None
        self._failed: Callable[[Exception], None] | None = None
        self._ended.connect(self._tell)

    @property
    def busy(self) -> bool:
        """Whether something is wished for and not there yet."""
        return self._done is not None

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Do some work aside; what was wished for before is forgotten.

        Args:
            work: runs in the thread; touches no widget.
            done: gets what it returns, in the main thread.
            failed: gets what it raised, in the main thread.
        """
        self._wish += 1
        self._done, self._failed = cast(Callable[[object], None], done), failed
        self._tasks.put((self._wish, work))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="preview", daemon=True)
            self._thread.start()

    def tidy(self, work: Callable[[], object]) -> None:
        """Do something aside, behind what runs now, that nobody waits for and that must not be left out."""
        if self._thread is not None:
            self._tasks.put((_ALWAYS, work))

    def forget(self) -> None:
        """Want nothing any more; what runs now runs out unheard."""
        self._wish += 1
        self._done = self._failed = None

    def stop(self, wait_s: float = 1.0) -> None:
        """End the thread; one that is stuck in a library is left behind."""
        self.forget()
        if self._thread is not None:
            self._tasks.put(None)
            self._thread.join(wait_s)
            self._thread = None

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            wish, work = task
            if wish not in {self._wish, _ALWAYS}:
                continue
            result: object
            try:
                result = work()
            except Exception as error:
                result = error
            except RecursionError as error:
                result = error
            # The view may have gone meanwhile.
            with contextlib.suppress(RuntimeError):
                self._ended.emit((wish, result))

    def _tell(self, ended: tuple[int, object]) -> None:
        wish, result = ended
        if wish != self._wish or self._done is None or self._failed is None:
            return
        done, failed = self._done, self._failed
        self._done = self._failed = None
        if isinstance(result, Exception):
            failed(result)
        else:
            done(result)
