"""Plain Dramatiq on the engine: actors, retries, delays, pipelines, the worker and the command line, unchanged."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dramatiq
import pytest
from dramatiq.middleware import CurrentMessage
from dramatiq.rate_limits import ConcurrentRateLimiter
from dramatiq.rate_limits.backends import RedisBackend

from backend.engine.broker import SluiceBroker
from backend.engine.connection import StoreConnections
from tests.waiting import wait_until


@pytest.fixture
def broker(store_url: str) -> Iterator[SluiceBroker]:
    broker = SluiceBroker(StoreConnections(store_url, "stock"), lease_s=2, heartbeat_s=0.3)
    broker.emit_after("process_boot")
    yield broker
    broker.close()


@pytest.fixture
def run_worker(broker: SluiceBroker) -> Iterator[Callable[..., dramatiq.Worker]]:
    workers: list[dramatiq.Worker] = []

    def run(threads: int = 4) -> dramatiq.Worker:
        worker = dramatiq.Worker(broker, worker_timeout=100, worker_threads=threads)
        workers.append(worker)
        worker.start()
        return worker

    yield run
    for worker in workers:
        worker.stop()


def test_actor_runs_once_for_each_message(broker: SluiceBroker, run_worker: Callable[..., dramatiq.Worker]) -> None:
    ran: list[int] = []

    @dramatiq.actor(broker=broker)
    def collect(n: int) -> None:
        ran.append(n)

    run_worker()
    for n in range(200):
        collect.send(n)
    broker.enqueue_many([collect.message(n) for n in range(200, 700)])
    broker.join("default", timeout=20_000)
    assert sorted(ran) == list(range(700))


def test_failing_actor_is_retried_with_its_own_rules(
    broker: SluiceBroker, run_worker: Callable[..., dramatiq.Worker]
) -> None:
    tries: list[int] = []

    @dramatiq.actor(broker=broker, max_retries=3, min_backoff=10, max_backoff=20)
    def flaky() -> None:
        tries.append(CurrentMessage.get_current_message().options.get("retries", 0))  # type: ignore[union-attr]
        if len(tries) < 3:
            raise ValueError("not yet")

    broker.add_middleware(CurrentMessage())
    run_worker()
    message = flaky.send()
    broker.join("default", timeout=10_000)
    assert tries == [0, 1, 2]
    assert state_of(broker, message.message_id) == b"succeeded"


def test_exhausted_retries_leave_a_failed_job(broker: SluiceBroker, run_worker: Callable[..., dramatiq.Worker]) -> None:
    @dramatiq.actor(broker=broker, max_retries=1, min_backoff=5, max_backoff=10)
    def hopeless() -> None:
        raise ValueError("never")

    run_worker()
    message = hopeless.send()
    broker.join("default", timeout=10_000)
    assert state_of(broker, message.message_id) == b"failed"
    assert b"ValueError: never" in broker.store.command("HGET", broker.store.key(f"job:{message.message_id}"), "error")


def test_failed_actor_without_retries_is_never_called_a_success(store_url: str) -> None:
    broker = SluiceBroker(StoreConnections(store_url, "stock"), middleware=[])

    @dramatiq.actor(broker=broker)
    def broken() -> None:
        raise RuntimeError("boom")

    worker = dramatiq.Worker(broker, worker_timeout=100, worker_threads=1)
    worker.start()
    message = broken.send()
    broker.join("default", timeout=10_000)
    worker.stop()
    assert state_of(broker, message.message_id) == b"failed"


def test_delayed_message_runs_on_time(broker: SluiceBroker, run_worker: Callable[..., dramatiq.Worker]) -> None:
    ran_at: list[float] = []

    @dramatiq.actor(broker=broker)
    def later() -> None:
        ran_at.append(time.monotonic())

    run_worker()
    sent_at = time.monotonic()
    later.send_with_options(delay=400)
    wait_until(lambda: ran_at, 10)
    assert 0.39 <= ran_at[0] - sent_at < 1.0


def test_priority_in_the_options_orders_the_whole_queue(
    broker: SluiceBroker, run_worker: Callable[..., dramatiq.Worker]
) -> None:
    ran: list[int] = []

    @dramatiq.actor(broker=broker)
    def ordered(n: int) -> None:
        ran.append(n)

    for n in range(100):
        ordered.send_with_options(args=(n,), priority="low")
    ordered.send_with_options(args=(1000,), priority="urgent")
    run_worker(threads=1)
    broker.join("default", timeout=10_000)
    assert ran == [1000, *range(100)]


def test_actors_on_several_queues_share_the_threads(
    broker: SluiceBroker, run_worker: Callable[..., dramatiq.Worker]
) -> None:
    at_once = [0]
    most = [0]
    lock = threading.Lock()

    def work() -> None:
        with lock:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        time.sleep(0.02)
        with lock:
            at_once[0] -= 1

    first = dramatiq.actor(work, broker=broker, actor_name="first", queue_name="one")
    second = dramatiq.actor(work, broker=broker, actor_name="second", queue_name="two")
    run_worker(threads=2)
    for _ in range(10):
        first.send()
        second.send()
    for queue_name in ("one", "two"):
        broker.join(queue_name, timeout=20_000)
    assert most[0] <= 2


def test_pipeline_passes_results_on(broker: SluiceBroker, run_worker: Callable[..., dramatiq.Worker]) -> None:
    seen: list[int] = []

    @dramatiq.actor(broker=broker)
    def double(n: int) -> int:
        return n * 2

    @dramatiq.actor(broker=broker)
    def keep(n: int) -> None:
        seen.append(n)

    run_worker()
    dramatiq.pipeline([double.message(4), double.message(), keep.message()], broker=broker).run()
    wait_until(lambda: seen, 10)
    assert seen == [16]


def test_dramatiq_time_limit_reaches_a_stock_actor(
    broker: SluiceBroker, run_worker: Callable[..., dramatiq.Worker]
) -> None:
    @dramatiq.actor(broker=broker, time_limit=200, max_retries=0)
    def endless() -> None:
        while True:
            time.sleep(0.01)

    run_worker()
    message = endless.send()
    wait_until(lambda: state_of(broker, message.message_id) == b"failed", 10)


def test_stock_rate_limiter_works_beside_the_engine(
    broker: SluiceBroker, run_worker: Callable[..., dramatiq.Worker], store_url: str
) -> None:
    backend = RedisBackend(url=store_url)
    mutex = ConcurrentRateLimiter(backend, "mutex", limit=1)
    ran: list[int] = []

    @dramatiq.actor(broker=broker, min_backoff=5, max_backoff=30, max_retries=200)
    def exclusive(n: int) -> None:
        with mutex.acquire():
            ran.append(n)

    run_worker()
    for n in range(5):
        exclusive.send(n)
    broker.join("default", timeout=20_000)
    backend.client.close()
    assert sorted(ran) == [0, 1, 2, 3, 4]


def test_stopped_worker_hands_back_what_it_did_not_begin(
    broker: SluiceBroker, run_worker: Callable[..., dramatiq.Worker]
) -> None:
    begun = threading.Event()
    go_on = threading.Event()

    @dramatiq.actor(broker=broker)
    def slow() -> None:
        begun.set()
        go_on.wait(10)

    worker = run_worker(threads=1)
    for _ in range(3):
        slow.send()
    assert begun.wait(10)
    threading.Timer(0.3, go_on.set).start()
    worker.stop()
    stats = broker.store.command("HMGET", broker.store.key("stats"), "slow/waiting", "slow/running", "slow/succeeded")
    assert [int(count or 0) for count in stats] == [2, 0, 1]


def test_thread_that_ends_a_job_begins_the_next_in_the_same_step(
    broker: SluiceBroker, run_worker: Callable[..., dramatiq.Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []
    call = broker.store.call

    def counted(name: str, *arguments: Any) -> Any:
        called.append(name)
        return call(name, *arguments)

    monkeypatch.setattr(broker.store, "call", counted)

    @dramatiq.actor(broker=broker)
    def brief() -> None:
        pass

    broker.enqueue_many([brief.message() for _ in range(100)])
    run_worker(threads=2)
    broker.join("default", timeout=10_000)
    assert called.count("finish") == 100
    assert called.count("take") <= 5


def test_flush_drops_what_waits_and_what_is_delayed(broker: SluiceBroker) -> None:
    @dramatiq.actor(broker=broker)
    def never() -> None:
        raise AssertionError

    messages = [never.send(), never.send_with_options(delay=60_000), never.send_with_options(priority="urgent")]
    broker.flush_all()
    assert {state_of(broker, message.message_id) for message in messages} == {b"cancelled"}
    broker.join("default", timeout=1000)


def test_dramatiq_command_line_runs_actors_on_the_engine(store_url: str, tmp_path: Path) -> None:
    (tmp_path / "stock_app.py").write_text(
        f"""
import dramatiq
from backend.engine.broker import SluiceBroker
from backend.engine.connection import StoreConnections
broker = SluiceBroker(StoreConnections({store_url!r}, "cli"))
dramatiq.set_broker(broker)

@dramatiq.actor
def touch(path):
    open(path, "w").close()
"""
    )
    command = [sys.executable, "-m", "dramatiq", "stock_app", "--processes", "1", "--threads", "2"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(Path.cwd())])}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE) as master:
        broker = SluiceBroker(StoreConnections(store_url, "cli"), middleware=[])
        touch = dramatiq.actor(lambda path: None, broker=broker, actor_name="touch")
        touch.send(str(tmp_path / "touched"))
        try:
            wait_until((tmp_path / "touched").exists, 20)
        finally:
            master.terminate()
            master.wait(20)
        assert master.stderr is not None
        assert b"Traceback" not in master.stderr.read()


def state_of(broker: SluiceBroker, job_id: str) -> bytes:
    state: bytes = broker.store.command("HGET", broker.store.key(f"job:{job_id}"), "state")
    return state
