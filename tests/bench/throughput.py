"""Enqueue and drain against stock Dramatiq with its Redis broker: same store, same run, rounds in turn."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import dramatiq
from dramatiq.brokers.redis import RedisBroker

from backend.catalogue import Limit
from backend.engine.broker import SluiceBroker
from backend.engine.connection import StoreConnections
from backend.engine.limits import Limits
from tests.bench.figures import Figure, median_ratio, ratios

ROUNDS = 9
SENDS = 2000
DRAINS = 3000
THREADS = 8


def run(url: str) -> list[Figure]:
    ours, stock = SluiceBroker(StoreConnections(url, "bench")), RedisBroker(url=url, namespace="stock")
    Limits(ours.store).configure("kind:noop", Limit(1000))
    our_actor, stock_actor = _noop(ours), _noop(stock)
    one, batch, theirs = [], [], []
    for _ in range(ROUNDS):
        one.append(_per_second(lambda: _send(our_actor), SENDS))
        theirs.append(_per_second(lambda: _send(stock_actor), SENDS))
        batch.append(_per_second(lambda: _send_batches(ours, our_actor), SENDS))
        ours.store.command("FLUSHALL")
        Limits(ours.store).configure("kind:noop", Limit(1000))
    drained, stock_drained = [], []
    for _ in range(ROUNDS):
        drained.append(_drain(ours, our_actor))
        stock_drained.append(_drain(stock, stock_actor))
        ours.store.command("FLUSHALL")
        Limits(ours.store).configure("kind:noop", Limit(1000))
    ours.close()
    stock.close()
    return [
        Figure(
            "submit one by one, against stock enqueue",
            f"{ratios(one, theirs)}  {statistics.median(one):,.0f}/s against {statistics.median(theirs):,.0f}/s",
            ">= 1.3x",
            median_ratio(one, theirs) >= 1.3,
        ),
        Figure(
            "submit in batches of 100, against stock enqueue",
            f"{ratios(batch, theirs)}  {statistics.median(batch):,.0f}/s",
            ">= 4x",
            median_ratio(batch, theirs) >= 4,
        ),
        Figure(
            f"drain of no-ops, 1 worker x {THREADS} threads, against stock",
            f"{ratios(drained, stock_drained)}  {statistics.median(drained):,.0f}/s against "
            f"{statistics.median(stock_drained):,.0f}/s",
            ">= 1.2x",
            median_ratio(drained, stock_drained) >= 1.2,
        ),
    ]


def _noop(broker: dramatiq.Broker) -> dramatiq.Actor[Any, Any]:
    return dramatiq.actor(lambda n: None, broker=broker, actor_name="noop")


def _send(actor: dramatiq.Actor[Any, Any]) -> None:
    for n in range(SENDS):
        actor.send(n)


def _send_batches(broker: SluiceBroker, actor: dramatiq.Actor[Any, Any]) -> None:
    for first in range(0, SENDS, 100):
        broker.enqueue_many([actor.message(n) for n in range(first, first + 100)])


def _drain(broker: dramatiq.Broker, actor: dramatiq.Actor[Any, Any]) -> float:
    for n in range(DRAINS):
        actor.send(n)
    worker = dramatiq.Worker(broker, worker_threads=THREADS, worker_timeout=100)
    began = time.perf_counter()
    worker.start()
    broker.join("default")
    elapsed = time.perf_counter() - began
    worker.stop()
    broker.middleware = [m for m in broker.middleware if type(m).__name__ != "_WorkerMiddleware"]
    return DRAINS / elapsed


def _per_second(work: Callable[[], None], count: int) -> float:
    began = time.perf_counter()
    work()
    return count / (time.perf_counter() - began)
