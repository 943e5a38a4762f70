"""Polling for an answer: only for a moment, only one thread, and not where it finds nothing."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from backend.engine import eager
from backend.engine.eager import MISSES, TRY_EVERY, EagerWait

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    monkeypatch.setattr(eager, "_SEVERAL_CORES", True)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def polls(waiting: EagerWait, times: int) -> int:
    """How many of so many waits really polled."""
    long = 0
    for _ in range(times):
        began = time.perf_counter()
        waiting.wait()
        long += time.perf_counter() - began >= eager.POLL_S
    return long


def test_answer_that_is_there_ends_the_wait_at_once(pair: Pair) -> None:
    ours, theirs = pair
    waiting = EagerWait(ours, threading.Lock())
    theirs.send(b"+OK")
    assert polls(waiting, 200) <= 2  # (a busy machine may take the processor away)
    assert ours.recv(3) == b"+OK"


def test_polling_in_vain_is_given_up_but_for_a_rare_try(pair: Pair) -> None:
    waiting = EagerWait(pair[0], threading.Lock())
    assert polls(waiting, MISSES) == MISSES
    assert polls(waiting, TRY_EVERY) <= 3


def test_only_one_thread_polls(pair: Pair) -> None:
    alone = threading.Lock()
    waiting = EagerWait(pair[0], alone)
    with alone:
        assert polls(waiting, 20) <= 1


def test_single_core_never_polls(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eager, "_SEVERAL_CORES", False)
    assert polls(EagerWait(pair[0], threading.Lock()), 20) <= 1
