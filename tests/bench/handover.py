"""A limit of 5 over two worker processes: how close to the ideal, and never a sixth at once."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

import dramatiq

from backend.catalogue import Limit
from backend.engine.broker import SluiceBroker
from backend.engine.connection import StoreConnections
from backend.engine.limits import Limits
from tests.bench.figures import Figure
from tests.waiting import wait_until

ROUNDS = 5
JOBS, LIMIT, JOB_S = 200, 5, 0.05
IDEAL_S = JOBS / LIMIT * JOB_S


def run(url: str) -> list[Figure]:
    store = StoreConnections(url, "handover")
    broker = SluiceBroker(store)
    nap = dramatiq.actor(lambda: None, broker=broker, actor_name="nap")
    Limits(store).configure("kind:nap", Limit(LIMIT))
    workers = [subprocess.Popen([sys.executable, "-m", "tests.bench.handover", url]) for _ in range(2)]
    wait_until(lambda: store.command("ZCARD", store.key("workers")) == 2, 20)
    took: list[float] = []
    most = 0
    for _ in range(ROUNDS):
        store.command("DEL", store.key("naps"))
        began = time.perf_counter()
        broker.enqueue_many([nap.message() for _ in range(JOBS)])
        broker.join("default")
        took.append(time.perf_counter() - began)
        most = max(most, _most_at_once(store.command("LRANGE", store.key("naps"), 0, -1)))
    for worker in workers:
        worker.terminate()
        worker.wait()
    ratio = statistics.median(took) / IDEAL_S
    broker.close()
    return [
        Figure(
            f"{JOBS} jobs of {JOB_S * 1000:.0f} ms at a limit of {LIMIT}, 2 worker processes",
            f"{ratio:.3f}x of the ideal {IDEAL_S:.1f} s [{min(took) / IDEAL_S:.3f} .. {max(took) / IDEAL_S:.3f}]",
            "<= 1.05x",
            ratio <= 1.05,
        ),
        Figure("most at once", str(most), "<= 5", most <= LIMIT),
    ]


def _most_at_once(spans: list[bytes]) -> int:
    events: list[tuple[float, int]] = []
    for span in spans:
        began, ended = map(float, span.split())
        events += [(began, 1), (ended, -1)]
    running = most = 0
    for _, change in sorted(events):
        running += change
        most = max(most, running)
    return most


def _serve(url: str) -> None:
    broker = SluiceBroker(StoreConnections(url, "handover"))

    @dramatiq.actor(broker=broker)
    def nap() -> None:
        began = time.monotonic()
        time.sleep(JOB_S)
        broker.store.command("RPUSH", broker.store.key("naps"), f"{began} {time.monotonic()}")

    worker = dramatiq.Worker(broker, worker_threads=8)
    worker.start()
    while os.getppid() != 1:
        time.sleep(0.5)


if __name__ == "__main__":
    _serve(sys.argv[1])
