"""Connections to the store, opened as often as life asks for."""

from __future__ import annotations

from collections.abc import Callable

from backend.engine.engine import Engine

#: redis-py's pool refuses more than 100 by default, and counts those that have long been closed.
MANY = 150


def test_connections_may_be_lost_and_opened_again_for_ever(make_engine: Callable[..., Engine]) -> None:
    engine = make_engine()
    for _ in range(MANY):
        engine.store.drop()
        engine.ping()
        engine.store.open().disconnect()
