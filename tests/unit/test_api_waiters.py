"""Places for requests that wait."""

from __future__ import annotations

import contextlib

import pytest

from backend.api.waiters import Waiters


@pytest.mark.parametrize(("threads", "places"), [(1, 0), (2, 1), (4, 3), (8, 6), (32, 24)])
def test_a_quarter_of_the_threads_stays_free(threads: int, places: int) -> None:
    waiters = Waiters(threads=threads, max_wait_s=30)
    with contextlib.ExitStack() as stack:
        given = [stack.enter_context(waiters.place(10)) for _ in range(threads + 1)]
    assert sum(1 for allowed_s in given if allowed_s > 0) == places


def test_place_is_free_again_even_after_an_error() -> None:
    waiters = Waiters(threads=2, max_wait_s=30)
    for _ in range(3):
        with contextlib.suppress(RuntimeError), waiters.place(10) as allowed_s:
            assert allowed_s == 10
            raise RuntimeError


def test_wait_is_bounded() -> None:
    waiters = Waiters(threads=4, max_wait_s=30)
    with waiters.place(1000) as allowed_s:
        assert allowed_s == 30


def test_who_does_not_wait_takes_no_place() -> None:
    waiters = Waiters(threads=2, max_wait_s=30)
    with waiters.place(0), waiters.place(5) as allowed_s:
        assert allowed_s == 5
