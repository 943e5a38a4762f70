"""Ends, freezes and drains parts of a service at random moments."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable

from backend.errors import StoreUnavailable
from tests.chaos.parts import LEASE_S, Service, now_ms

#: How often what kind of harm is done, of 100.
WEIGHTS = {"kill a worker": 40, "freeze a worker": 15, "drain a worker": 20, "kill the store": 20, "kill the API": 15}
#: A frozen worker is silent for longer than its leases last.
FROZEN_S = LEASE_S + 1.0


@dataclasses.dataclass(frozen=True, slots=True)
class Harm:
    """What was done to which process, and when (Unix milliseconds)."""

    what: str
    pid: int
    at_ms: float


class Killer:
    """Does harm, one deed at a time; each kind once at first, in random order.

    Args:
        service: its victim.
        seed: decides what and when.
        every_s: shortest and longest time between two deeds, seconds.
        most: deeds after which it rests: a supervisor waits longer after each death of the same part.
    """

    def __init__(self, service: Service, seed: int, every_s: tuple[float, float], *, most: int = 10_000) -> None:
        self._most = most
        self._service, self._chance, self._every_s = service, random.Random(seed), every_s
        known = [what for what in WEIGHTS if self._kill_of(what) is not None or what.endswith("worker")]
        self._weights = {what: WEIGHTS[what] for what in known}
        self._first = self._chance.sample(known, len(known))
        self._frozen: dict[int, float] = {}
        self.deeds: list[Harm] = []

    def work_until(self, done: Callable[[], bool], *, timeout_s: float) -> None:
        """Do harm until ``done()``, each kind once at least; fail when it takes longer than ``timeout_s`` seconds."""
        deadline = time.monotonic() + timeout_s
        next_s = time.monotonic() + self._chance.uniform(*self._every_s)
        while self._first or not done():
            assert time.monotonic() < deadline, f"not done in {timeout_s} s after {self.counts()}"
            self._thaw(time.monotonic())
            if time.monotonic() >= next_s and len(self.deeds) < self._most:
                self._harm(self._first.pop() if self._first else self._any())
                next_s = time.monotonic() + self._chance.uniform(*self._every_s)
            time.sleep(0.01)

    def rest(self) -> None:
        """Let all that is frozen live again."""
        self._thaw(float("inf"))

    def counts(self) -> dict[str, int]:
        """Return how often what was done."""
        return dict(Counter(deed.what for deed in self.deeds))

    def _any(self) -> str:
        return self._chance.choices(list(self._weights), list(self._weights.values()))[0]

    def _harm(self, what: str) -> None:
        kill = self._kill_of(what)
        if kill is not None:
            self.deeds.append(Harm(what, 0, now_ms()))
            kill()
            return
        pid = self._victim()
        if pid is None:
            return
        if what == "freeze a worker":
            os.kill(pid, signal.SIGSTOP)
            self._frozen[pid] = time.monotonic() + FROZEN_S
        # Noted as of the moment at which the victim certainly still held its leases.
        self.deeds.append(Harm(what, pid, now_ms()))
        if what == "kill a worker":
            self._service.end_worker(pid, signal.SIGKILL)
        elif what == "drain a worker":
            self._service.end_worker(pid, signal.SIGTERM)

    def _victim(self) -> int | None:
        """Choose a worker, one that runs jobs where there is one: harm to the idle proves little."""
        there = [pid for pid in self._service.workers() if pid not in self._frozen]
        with contextlib.suppress(StoreUnavailable):
            busy = {worker["pid"] for worker in self._service.engine.queue()["workers"] if worker["running"]}
            there = [pid for pid in there if pid in busy] or there
        return self._chance.choice(there) if there else None

    def _kill_of(self, what: str) -> Callable[[], None] | None:
        return self._service.kills.get(what.removeprefix("kill the "))

    def _thaw(self, until_s: float) -> None:
        for pid in [pid for pid, at_s in self._frozen.items() if at_s <= until_s]:
            del self._frozen[pid]
            os.kill(pid, signal.SIGCONT)
