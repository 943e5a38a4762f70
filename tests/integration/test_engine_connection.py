"""Connections to the store, opened as often as life asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import redis

from backend.engine.engine import Engine
from backend.errors import StoreUnavailable
from backend.job import State
from tests.integration.conftest import submit
from tests.waiting import wait_until

#: redis-py's pool refuses more than 100 by default, and counts those that have long been closed.
MANY = 150


def test_connections_may_be_lost_and_opened_again_for_ever(make_engine: Callable[..., Engine]) -> None:
    engine = make_engine()
    for _ in range(MANY):
        engine.store.drop()
        engine.ping()
        engine.store.open().disconnect()


@pytest.fixture
def full_store(engine: Engine) -> Iterator[Engine]:
    """A store that has no memory left for anything new."""
    engine.store.command("CONFIG", "SET", "maxmemory", "1")
    yield engine
    engine.store.command("CONFIG", "SET", "maxmemory", "0")


def test_store_without_memory_counts_as_away_and_nothing_is_written(full_store: Engine) -> None:
    before = full_store.store.command("DBSIZE")
    with pytest.raises(StoreUnavailable):
        submit(full_store)
    assert full_store.store.command("DBSIZE") == before
    full_store.store.command("CONFIG", "SET", "maxmemory", "0")
    assert submit(full_store).state == State.QUEUED


def test_heartbeat_outlives_a_store_that_refuses_to_write(engine: Engine) -> None:
    engine.broker.book.open(3)
    engine.broker.heartbeat.start()
    try:
        wait_until(lambda: engine.queue()["workers"], 10)
        engine.store.command("CONFIG", "SET", "maxmemory", "1")
        wait_until(lambda: engine.queue()["workers"][0]["seen_s"] > 4, 10)  # a beat at least was refused
        engine.store.command("CONFIG", "SET", "maxmemory", "0")
        wait_until(lambda: engine.queue()["workers"][0]["seen_s"] < 1, 10)
    finally:
        engine.store.command("CONFIG", "SET", "maxmemory", "0")
        engine.broker.heartbeat.stop()


def test_fault_of_a_script_is_not_taken_for_an_absent_store(engine: Engine) -> None:
    with pytest.raises(redis.ResponseError):
        engine.store.call("finish")  # not even an id
    engine.ping()
