"""The leases of one process: what happens when the same job comes twice, or an answer is lost."""

from __future__ import annotations

from typing import Any, cast

import pytest
import redis

from backend.engine.connection import StoreConnections
from backend.engine.consumer import LeaseConsumer, LeasedMessage, TakingTerms
from backend.engine.heartbeat import Heartbeat
from backend.engine.leases import Lease, LeaseBook
from backend.errors import StoreUnavailable


class CannedStore:
    """Answers each script with what the test says; ``meanwhile`` happens before the answer arrives."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.meanwhile = lambda: None

    def call(self, name: str, *_: object) -> Any:
        self.meanwhile()
        return self.answers[name]


class DeadStore:
    """Never answers."""

    def call(self, *_: object) -> Any:
        raise StoreUnavailable("it is dead")

    def insist(self, *_: object, give_up: object) -> Any:
        raise StoreUnavailable("it is dead")


class DeadConnection:
    """Was open when the store died."""

    def can_read(self, timeout: float) -> bool:
        raise redis.ConnectionError("it is dead")

    def disconnect(self) -> None:
        pass


def lease(start: int) -> Lease:
    return Lease(job_id="job", start=start, attempt=start, time_limit_ms=0)


def consumer_on(store: object, book: LeaseBook) -> LeaseConsumer:
    terms = TakingTerms("worker", 3000, 0, 10)
    return LeaseConsumer(
        cast("StoreConnections", store), book, terms, kinds=list, all_kinds=list, deliver=lambda _: None, timeout_ms=10
    )


def message_under(held: Lease) -> LeasedMessage:
    return cast("LeasedMessage", type("Message", (), {"lease": held, "exception_line": lambda _: ""})())


def test_job_that_comes_again_stops_its_older_start() -> None:
    book, first, second = LeaseBook(2), lease(1), lease(2)
    book.add(first)
    book.add(second)
    assert (first.stopped_by, second.stopped_by) == ("lost", None)
    book.remove(first)
    assert book.get("job") is second


@pytest.mark.parametrize("told", [b"ljob", b"cjob"])
def test_heartbeat_stops_the_start_it_asked_about_and_not_a_newer_one(told: bytes) -> None:
    book, first, second = LeaseBook(2), lease(1), lease(2)
    book.add(first)
    store = CannedStore(renew=[0, told])
    store.meanwhile = lambda: book.add(second)
    heartbeat = Heartbeat(cast("StoreConnections", store), book, "worker", lease_s=3, heartbeat_s=1)
    heartbeat._beat("")
    assert second.stopped_by is None


@pytest.mark.parametrize(("word", "unsure"), [(b"finished", False), (b"already", True), (b"stale", False)])
def test_repeated_finish_may_have_brought_a_job_nobody_knows(word: bytes, *, unsure: bool) -> None:
    book, held = LeaseBook(), lease(1)
    book.add(held)
    consumer_on(CannedStore(finish=[word, 1]), book).ack(message_under(held))
    assert book.unsure is unsure


@pytest.mark.parametrize("connection", [DeadConnection(), None])
def test_consumer_closes_in_good_order_when_the_store_has_died(connection: DeadConnection | None) -> None:
    book, held = LeaseBook(), lease(1)
    book.add(held)
    consumer = consumer_on(DeadStore(), book)
    consumer._taken.append(message_under(held))
    consumer._blocking, consumer._asked = cast("Any", connection), True
    consumer.close()
    assert book.all() == []
