"""Fixtures that every suite shares: a real store, empty at the start of each test."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from backend.local.store import EmbeddedStore


@pytest.fixture(scope="session")
def store() -> Iterator[EmbeddedStore]:
    """One store for the whole run, in a short folder (a socket's path may not be long)."""
    with (
        tempfile.TemporaryDirectory(prefix="sluice-test-") as folder,
        EmbeddedStore(Path(folder), fsync="no") as started,
    ):
        yield started


@pytest.fixture
def store_url(store: EmbeddedStore) -> str:
    """The address of an empty store."""
    with redis.Redis.from_url(store.url) as client:
        client.flushall()
    return store.url
