"""The command line's client: what it repeats, how long it waits, what it sends."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.cli.client import Client
from backend.cli.refusals import ServerRefused, ServerUnreachable
from tests.unit.canned_server import Answer, CannedServer, job_document

FULL = Answer(503, {"title": "The queue is full", "type": "/problems/queue-full"}, {"Retry-After": "8"})


class FakeTime:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.slept_s: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept_s.append(seconds)
        self.now_s += seconds

    def clock(self) -> float:
        return self.now_s


@pytest.fixture
def server() -> Iterator[CannedServer]:
    with CannedServer().running() as running:
        yield running


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def client(server: CannedServer, time: FakeTime, notes: list[str]) -> Iterator[Client]:
    made = Client(server.url, on_wait=notes.append, patience_s=60, sleep=time.sleep, clock=time.clock)
    yield made
    made.close()


def test_full_queue_is_tried_again_after_the_time_asked_for_and_visibly(
    server: CannedServer, client: Client, time: FakeTime, notes: list[str]
) -> None:
    server.on("POST /v1/jobs", FULL, FULL, Answer(202, job_document()))
    assert client.submit({"kind": "selftest"})["id"] == "01KJOB"
    assert len(time.slept_s) == 2
    assert all(8 <= slept_s <= 8 + 1.0 for slept_s in time.slept_s)
    assert all(note.startswith("The queue is full - next try in ") and note.endswith(" s") for note in notes)


def test_repeated_submission_carries_the_same_idempotency_key(server: CannedServer, client: Client) -> None:
    server.on("POST /v1/jobs", FULL, Answer(202, job_document()))
    client.submit({"kind": "selftest"})
    client.submit({"kind": "selftest"})
    keys = [seen.headers["Idempotency-Key"] for seen in server.seen]
    assert keys[0] == keys[1] != keys[2]


def test_full_queue_is_told_when_patience_ends(server: CannedServer, client: Client, time: FakeTime) -> None:
    server.on("POST /v1/jobs", FULL)
    with pytest.raises(ServerRefused) as caught:
        client.submit({"kind": "selftest"})
    assert caught.value.status == 503
    assert 40 < time.now_s <= 60


def test_refusal_is_not_repeated_and_names_every_fault(server: CannedServer, client: Client, time: FakeTime) -> None:
    faults = [{"pointer": "/params/a", "detail": "is too large"}, {"pointer": "", "detail": "unknown"}]
    server.on("POST /v1/jobs", Answer(422, {"title": "The request has faults", "detail": "x", "errors": faults}))
    with pytest.raises(ServerRefused) as caught:
        client.submit({"kind": "selftest"})
    assert str(caught.value) == "The request has faults:\n  /params/a: is too large\n  /: unknown"
    assert len(server.seen) == 1
    assert time.slept_s == []


def test_service_that_is_away_is_told_soon(time: FakeTime) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        client = Client(f"http://127.0.0.1:{taken.getsockname()[1]}", sleep=time.sleep, clock=time.clock)
        with pytest.raises(ServerUnreachable, match=r"connection refused.*sluice up"):
            client.queue()
        client.close()
    assert time.now_s <= 2


def test_other_servers_are_recognised(server: CannedServer, client: Client) -> None:
    server.on("GET /v1/queue", Answer(200, b"<html>hello</html>"))
    with pytest.raises(ServerRefused, match="Check the address"):
        client.queue()


def test_following_asks_only_for_news_and_ends_with_the_job(server: CannedServer, client: Client) -> None:
    server.on(
        "GET /v1/jobs/01KJOB",
        Answer(200, job_document(), {"ETag": '"1"'}),
        Answer(304),
        Answer(200, job_document(state="running", version=2), {"ETag": '"2"'}),
        Answer(200, job_document(state="succeeded", version=3), {"ETag": '"3"'}),
    )
    assert [job["state"] for job in client.follow("01KJOB")] == ["queued", "running", "succeeded"]
    assert [seen.headers.get("If-None-Match") for seen in server.seen] == [None, '"1"', '"1"', '"2"']
    assert all(seen.headers["Prefer"] == "wait=25" for seen in server.seen[1:])


def test_upload_streams_the_bytes_under_their_name(server: CannedServer, client: Client, tmp_path: Path) -> None:
    server.on("POST /v1/files", FULL, Answer(201, {"id": "f" * 64}))
    path = tmp_path / "Tänze 1.mp4"
    path.write_bytes(b"x" * 300_000)
    sent: list[int] = []
    assert client.upload(path, on_bytes=sent.append)["id"] == "f" * 64
    assert [len(seen.body) for seen in server.seen] == [300_000, 300_000]  # the second try starts anew
    assert server.seen[0].headers["Content-Length"] == "300000"
    assert server.seen[0].path == "/v1/files?name=T%C3%A4nze+1.mp4"
    assert sent.count(300_000) >= 2
    assert max(sent) == 300_000


def test_jobs_are_read_page_by_page_up_to_the_limit(server: CannedServer, client: Client) -> None:
    pages = [{"jobs": [{"id": "a"}, {"id": "b"}], "next": "p2"}, {"jobs": [{"id": "c"}, {"id": "d"}], "next": "p3"}]
    server.on("GET /v1/jobs", *(Answer(200, page) for page in pages))
    assert [job["id"] for job in client.jobs(limit=3, kind="selftest", state=None)] == ["a", "b", "c"]
    assert [seen.path for seen in server.seen] == [
        "/v1/jobs?kind=selftest&limit=3",
        "/v1/jobs?kind=selftest&limit=1&page=p2",
    ]


def test_job_ids_cannot_leave_their_place_in_the_address(server: CannedServer, client: Client) -> None:
    with pytest.raises(ServerRefused):
        client.job("../queue?x=1")
    assert server.seen[0].path == "/v1/jobs/..%2Fqueue%3Fx%3D1"
