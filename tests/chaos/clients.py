"""The clients of a service under chaos: some submit, one cancels, one follows what changes."""

from __future__ import annotations

import heapq
import queue
import threading
import time
from collections.abc import Callable, Sequence

from backend.job import State
from tests.chaos.doors import Door
from tests.chaos.jobs import Plan

PRODUCERS = 4


class Clients:
    """Threads that use the service until every job is accepted and has been seen to end.

    Args:
        jobs: what to submit.
        open_door: makes a way in for one thread.
    """

    def __init__(self, jobs: Sequence[Plan], open_door: Callable[[], Door]) -> None:
        self._open_door = open_door
        self._todo: queue.SimpleQueue[Plan] = queue.SimpleQueue()
        for plan in jobs:
            self._todo.put(plan)
        self.count = len(jobs)
        #: Accepted jobs: id and plan.
        self.accepted: dict[str, Plan] = {}
        #: Jobs that were seen to end: id, and the state and version they had then.
        self.ended: dict[str, tuple[State, int]] = {}
        #: What no client should meet.
        self.faults: list[str] = []
        self._to_cancel: list[tuple[float, str]] = []
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        bodies = [self._produce] * PRODUCERS + [self._cancel, self._follow]
        self._threads = [threading.Thread(target=self._guarded, args=(body,), daemon=True) for body in bodies]

    def start(self) -> None:
        """Let them begin."""
        for thread in self._threads:
            thread.start()

    @property
    def open(self) -> int:
        """How many jobs have not been seen to end."""
        return self.count - len(self.ended)

    def stop(self) -> None:
        """End them."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(90)
            assert not thread.is_alive()

    def _guarded(self, body: Callable[[Door], None]) -> None:
        try:
            body(self._open_door())
        except BaseException as error:  # a client's end must not be silent
            self.faults.append(f"{type(error).__name__}: {error}")

    def _produce(self, door: Door) -> None:
        while not self._stopping.is_set():
            try:
                plan = self._todo.get_nowait()
            except queue.Empty:
                return
            job_id = door.submit(plan)
            with self._lock:
                if job_id in self.accepted:
                    self.faults.append(f"{job_id} was given to two submissions")
                self.accepted[job_id] = plan
                if plan.cancel_after_s is not None:
                    heapq.heappush(self._to_cancel, (time.monotonic() + plan.cancel_after_s, job_id))

    def _cancel(self, door: Door) -> None:
        while not self._stopping.wait(0.02):
            while (job_id := self._due()) is not None:
                door.cancel(job_id)

    def _due(self) -> str | None:
        with self._lock:
            if self._to_cancel and self._to_cancel[0][0] <= time.monotonic():
                return heapq.heappop(self._to_cancel)[1]
        return None

    def _follow(self, door: Door) -> None:
        cursor = "0"
        while not self._stopping.is_set():
            cursor, changed = door.changes(cursor)
            for job_id, state, version in changed:
                before = self.ended.get(job_id)
                if before is not None and before != (state, version):
                    self.faults.append(f"{job_id} had ended as {before} and is {state}, {version}")
                if state.final:
                    self.ended[job_id] = (state, version)
