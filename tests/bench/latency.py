"""How soon an idle worker begins, and what it costs while it has nothing to do."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import dramatiq
import psutil

from backend.engine.broker import SluiceBroker
from backend.engine.connection import StoreConnections
from tests.bench.figures import Figure
from tests.bench.service import Service
from tests.waiting import wait_until

PICKUPS = 300
IDLE_FOR_S = 15.0


def run(url: str) -> list[Figure]:
    return [*pickup(url), *idle(url)]


def pickup(url: str) -> list[Figure]:
    store = StoreConnections(url, "bench")
    worker = subprocess.Popen([sys.executable, "-m", "tests.bench.latency", url], stdout=subprocess.PIPE, text=True)
    broker = SluiceBroker(store)
    ping = dramatiq.actor(lambda sent_at: None, broker=broker, actor_name="ping")
    assert worker.stdout is not None
    worker.stdout.readline()
    delays_ms = []
    for _ in range(PICKUPS):
        time.sleep(0.01)  # idle again
        ping.send(time.monotonic())
        delays_ms.append(float(worker.stdout.readline()))
    worker.terminate()
    worker.communicate()
    broker.close()
    delays_ms.sort()
    middle, late = statistics.median(delays_ms), delays_ms[int(0.99 * len(delays_ms))]
    return [
        Figure("idle pick-up, submit to first line of the actor, p50", f"{middle:.2f} ms", "<= 2 ms", middle <= 2),
        Figure("idle pick-up, p99", f"{late:.2f} ms", "<= 15 ms", late <= 15),
    ]


def idle(url: str) -> list[Figure]:
    with Service(url) as service:
        worker = psutil.Process(service.start_worker())
        wait_until(lambda: service.engine.queue()["workers"], 20)
        store = service.engine.store
        time.sleep(3)
        commands, cpu = _commands(store), _cpu_s(worker)
        time.sleep(IDLE_FOR_S)
        sent = (_commands(store) - commands - 1) / IDLE_FOR_S
        share = 100 * (_cpu_s(worker) - cpu) / IDLE_FOR_S
    return [
        Figure("idle worker, store commands (those inside scripts too)", f"{sent:.2f}/s", "< 2/s", sent < 2),
        Figure("idle worker, CPU with its children", f"{share:.2f} %", "< 0.5 %", share < 0.5),
    ]


def _commands(store: StoreConnections) -> int:
    lines = store.command("INFO", "stats").decode().splitlines()
    return next(int(line.split(":")[1]) for line in lines if line.startswith("total_commands_processed"))


def _cpu_s(process: psutil.Process) -> float:
    return sum(sum(one.cpu_times()[:2]) for one in [process, *process.children(recursive=True)])


def _serve(url: str) -> None:
    broker = SluiceBroker(StoreConnections(url, "bench"))

    @dramatiq.actor(broker=broker)
    def ping(sent_at: float) -> None:
        print(f"{(time.monotonic() - sent_at) * 1000:.3f}", flush=True)

    worker = dramatiq.Worker(broker, worker_threads=8)
    worker.start()
    print("ready", flush=True)
    while os.getppid() != 1:
        time.sleep(0.5)


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    _serve(sys.argv[1])
