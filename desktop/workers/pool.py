"""A few threads that do one task after the other, each with its own connection to the server."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable

from desktop.core.api import Api

log = logging.getLogger(__name__)

Task = Callable[[Api], None]


class Pool:
    """Threads for calls to the server.

    Args:
        name: of the threads.
        size: how many.
        make_api: makes a thread's own client of the server.
    """

    def __init__(self, name: str, size: int, make_api: Callable[[], Api]) -> None:
        self._make_api = make_api
        self._tasks: deque[Task] = deque()
        self._some = threading.Condition()
        self._stopping = False
        self._busy = 0
        self._apis: set[Api] = set()
        self._threads = [
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True) for number in range(size)
        ]

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def add(self, task: Task, *, first: bool = False) -> None:
        """Have a task done, after those that wait already or before them."""
        with self._some:
            if first:
                self._tasks.appendleft(task)
            else:
                self._tasks.append(task)
            self._some.notify()

    def use_other_clients(self) -> None:
        """From the next task on, make new clients of the server: the key is another."""
        with self._some:
            self._apis.clear()

    def stop(self, *, grace_s: float, deadline: float) -> None:
        """End the threads.

        Args:
            grace_s: what was begun or added may take so long; then calls are ended.
            deadline: no longer than until then (monotonic seconds) is waited for the threads.
        """
        with self._some:
            self._some.wait_for(lambda: not self._tasks and not self._busy, timeout=grace_s)
            self._stopping = True
            self._tasks.clear()
            self._some.notify_all()
            apis = list(self._apis)
        for api in apis:
            api.interrupt()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.05, deadline - time.monotonic()))

    def pause(self, seconds: float, or_when: Callable[[], bool] = lambda: False) -> None:
        """Within a task: wait, unless the threads are being ended, or for another reason (looked at now and then)."""
        deadline = time.monotonic() + seconds
        with self._some:
            while not self._stopping and not or_when() and (left_s := deadline - time.monotonic()) > 0:
                self._some.wait(min(left_s, 0.5))

    @property
    def stopping(self) -> bool:
        """Whether the threads are being ended."""
        return self._stopping

    def _work(self) -> None:
        api: Api | None = None
        while True:
            with self._some:
                self._some.wait_for(lambda: self._tasks or self._stopping)
                if self._stopping:
                    break
                task = self._tasks.popleft()
                self._busy += 1
                if api is None or api not in self._apis:
                    if api is not None:
                        api.close()
                    api = self._make_api()
                    self._apis.add(api)
            try:
                task(api)
            except Exception:  # a fault of ours must not end the thread
                log.exception("a task failed")
            with self._some:
                self._busy -= 1
                self._some.notify_all()
        if api is not None:
            api.close()
