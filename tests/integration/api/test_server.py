"""The API under real gunicorn: streams, chunks, hang-ups, kept connections, and what isn't proper HTTP."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests

from backend.local.store import EmbeddedStore
from tests.waiting import wait_until

PROGRAM = """
from backend import logs
from backend.api.server import serve
from backend.settings import Settings
settings = Settings(_env_file=None)
logs.configure(settings.log_level)
serve(settings, ready=lambda address: print(address, flush=True))
"""

MIB = 1024 * 1024


class Server:
    """A server in a process of its own."""

    def __init__(self, process: subprocess.Popen[str], address: str, storage: Path, log: Path) -> None:
        self.process, self.address, self.storage, self.log = process, address, storage, log
        self.port = int(address.rpartition(":")[2])

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def say(self, data: bytes) -> bytes:
        """Send bytes, and return all that comes back until the server closes."""
        with self.connect() as connection:
            connection.sendall(data)
            answer = b""
            while piece := connection.recv(65_536):
                answer += piece
            return answer

    def answerer(self) -> psutil.Process:
        """The process that answers requests."""
        (child,) = psutil.Process(self.process.pid).children()
        return child

    def uploads(self) -> list[str]:
        return [
            path.name
            for folder in ("files", "incoming")
            for path in (self.storage / folder).rglob("*")
            if path.is_file()
        ]


@contextlib.contextmanager
def serving(store: EmbeddedStore, folder: Path, *, program: str = PROGRAM, **settings: str) -> Iterator[Server]:
    log = folder / "api.log"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SLUICE_")},
        "SLUICE_REDIS_URL": store.url,
        "SLUICE_STATE_DIR": str(folder),
        "SLUICE_PORT": "0",
        "SLUICE_SELFTEST": "1",
        "SLUICE_LOG_LEVEL": "debug",
        **settings,
    }
    with log.open("w") as errors:
        process = subprocess.Popen(
            # gunicorn forgets to close its copy of an inherited socket
            [sys.executable, "-W", "error", "-W", "ignore::ResourceWarning", "-c", program],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=environment,
        )
    with process:
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            assert address, log.read_text()
            yield Server(process, address, folder / "storage", log)
        finally:
            process.terminate()
            assert process.wait(20) == 0


@pytest.fixture(scope="module")
def server(store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(store, tmp_path_factory.mktemp("api"), SLUICE_API_THREADS="8") as started:
        yield started


@pytest.fixture(autouse=True)
def nothing_unexpected(server: Server) -> Iterator[None]:
    """Whatever a test does, no traceback comes of it."""
    yield
    assert "Traceback" not in server.log.read_text()


def gone(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def pieces(count: int, size: int = 65_536) -> Iterator[bytes]:
    for number in range(count):
        yield bytes([number % 256]) * size


def test_job_is_submitted_and_read_over_one_kept_connection(server: Server) -> None:
    with requests.Session() as session:
        job = session.post(f"{server.address}/v1/jobs", json={"kind": "selftest"}, timeout=10)
        assert job.status_code == 202
        for _ in range(20):
            assert session.get(server.address + job.headers["Location"], timeout=10).json()["id"] == job.json()["id"]
        unknown = session.get(f"{server.address}/nowhere", timeout=10)
        assert unknown.headers["Content-Type"] == "application/problem+json"


def test_file_comes_in_chunks_and_goes_out_in_ranges(server: Server) -> None:
    digest = hashlib.sha256(b"".join(pieces(64))).hexdigest()
    record = requests.post(f"{server.address}/v1/files?name=a.bin", data=pieces(64), timeout=20).json()
    assert (record["id"], record["bytes"]) == (digest, 4 * MIB)
    content = server.address + record["links"]["content"]
    assert hashlib.sha256(requests.get(content, timeout=20).content).hexdigest() == digest
    part = requests.get(content, headers={"Range": "bytes=65535-65536"}, timeout=20)
    assert (part.status_code, part.content) == (206, b"\x00\x01")
    head = requests.head(content, timeout=20)
    assert (head.status_code, head.headers["Content-Length"], head.content) == (200, str(4 * MIB), b"")


def test_form_with_a_large_file_is_streamed(server: Server) -> None:
    data = os.urandom(1000) * 8000
    answer = requests.post(f"{server.address}/v1/files", files={"file": ("dance.mp4", data)}, timeout=20)
    assert answer.status_code == 201
    assert answer.json()["id"] == hashlib.sha256(data).hexdigest()


def test_form_in_chunks_is_taken(server: Server) -> None:
    body = [b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n', b"hel", b"lo", b"\r\n--x--\r\n"]
    answer = requests.post(
        f"{server.address}/v1/files",
        data=iter(body),
        headers={"Content-Type": "multipart/form-data; boundary=x"},
        timeout=20,
    )
    assert (answer.status_code, answer.json()["bytes"]) == (201, 5)


@pytest.mark.parametrize("announced", [True, False])
def test_100_megabytes_of_json_are_refused_without_being_held(server: Server, announced: bool) -> None:
    size = 100 * MIB
    before = server.answerer().memory_info().rss
    with server.connect() as connection:
        head = f"Content-Length: {size}" if announced else "Transfer-Encoding: chunked"
        connection.sendall(
            f"POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{head}\r\n\r\n".encode()
        )
        piece = b" " * MIB if announced else b"100000\r\n" + b" " * MIB + b"\r\n"
        with contextlib.suppress(ConnectionError, TimeoutError):
            for _ in range(100):
                connection.sendall(piece)
        with contextlib.suppress(ConnectionError):
            answer = connection.recv(65_536)
            assert answer.startswith(b"HTTP/1.1 413 ")
            assert b"/problems/body-too-large" in answer
    assert server.answerer().memory_info().rss - before < 30 * MIB
    assert requests.get(f"{server.address}/livez", timeout=10).status_code == 200


@pytest.mark.parametrize("head", ["Content-Length: 1000000", "Transfer-Encoding: chunked"])
def test_sender_who_hangs_up_leaves_nothing(server: Server, head: str) -> None:
    before = server.uploads()
    with server.connect() as connection:
        connection.sendall(f"POST /v1/files HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\n".encode())
        connection.sendall(b"8000\r\n" + b"x" * 0x8000 + b"\r\n" if "chunked" in head else b"x" * 500_000)
        wait_until(lambda: len(server.uploads()) == len(before) + 1)
    wait_until(lambda: server.uploads() == before)


def test_broken_chunks_are_refused(server: Server) -> None:
    answer = server.say(
        b"POST /v1/files HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nnonsense\r\n"
    )
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"/problems/body-interrupted" in answer


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nNo colon\r\n\r\n", 400),
        (b"POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n", 400),
        (b"POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5x\r\n\r\n", 400),
        (b"POST /v1/jobs HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (b"POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
        (b"GET /" + b"x" * 10_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 10_000 + b"\r\n\r\n", 431),
    ],
)
def test_what_is_not_proper_http_is_refused_as_a_problem(server: Server, request_bytes: bytes, status: int) -> None:
    head, _, body = server.say(request_bytes).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"application/problem+json" in head
    assert json.loads(body)["status"] == status


@pytest.mark.parametrize(
    "path",
    ["/v1/jobs/%00", "/v1/jobs/../../../etc/passwd", "/v1/jobs/01K/artifacts/..%2f..%2fetc", "/v1/files/%ff", "//"],
)
def test_addresses_that_try_to_lead_elsewhere_are_404(server: Server, path: str) -> None:
    answer = server.say(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"application/problem+json" in answer


def test_other_host_and_foreign_page_are_refused(server: Server) -> None:
    refused = requests.get(f"{server.address}/livez", headers={"Host": "evil.example"}, timeout=10)
    assert refused.status_code == 421
    foreign = requests.post(
        f"{server.address}/v1/jobs", json={"kind": "selftest"}, headers={"Origin": "http://evil.example"}, timeout=10
    )
    assert foreign.status_code == 403


def test_waiting_requests_leave_threads_for_others(server: Server) -> None:
    job = requests.post(f"{server.address}/v1/jobs", json={"kind": "selftest"}, timeout=10).json()
    path = server.address + job["links"]["self"]

    def read() -> None:
        requests.get(path, headers={"Prefer": "wait=20"}, timeout=30)

    readers = [threading.Thread(target=read) for _ in range(20)]
    for reader in readers:
        reader.start()
    # 8 threads: 6 wait, 14 are answered at once, and there is room for this and for the cancel.
    wait_until(lambda: sum(reader.is_alive() for reader in readers) == 6)
    began_s = time.monotonic()
    assert requests.get(f"{server.address}/livez", timeout=10).status_code == 200
    assert requests.post(server.address + job["links"]["cancel"], timeout=10).status_code == 200
    for reader in readers:
        reader.join(10)
    assert time.monotonic() - began_s < 5


def test_process_that_answers_is_replaced_when_it_dies(server: Server) -> None:
    dead = server.answerer()
    dead.kill()

    def alive() -> bool:
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"{server.address}/livez", timeout=1).status_code == 200
        return False

    wait_until(alive)
    assert server.answerer().pid != dead.pid


def test_server_stops_within_seconds_though_requests_wait(store: EmbeddedStore, tmp_path: Path) -> None:
    with serving(store, tmp_path) as stopping:
        job = requests.post(f"{stopping.address}/v1/jobs", json={"kind": "selftest"}, timeout=10).json()
        connection = stopping.connect()
        with connection:
            path = job["links"]["self"]
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nPrefer: wait=30\r\n\r\n".encode())
            children = psutil.Process(stopping.process.pid).children(recursive=True)
            began_s = time.monotonic()
            stopping.process.send_signal(signal.SIGTERM)
            assert stopping.process.wait(20) == 0
        assert time.monotonic() - began_s < 6
        wait_until(lambda: all(gone(child) for child in children))


def test_server_writes_into_its_own_folder_only(store: EmbeddedStore, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "state").mkdir()
    with serving(store, tmp_path / "state", HOME=str(home), XDG_RUNTIME_DIR=str(home)) as started:
        assert requests.get(f"{started.address}/readyz", timeout=10).status_code == 200
    assert list(home.iterdir()) == []


def test_silent_peers_do_not_hold_the_threads(store: EmbeddedStore, tmp_path: Path) -> None:
    program = "import backend.api.threads\nbackend.api.threads.STALL_S = 1\n" + PROGRAM
    half_said = [b"GET /livez HT", b"POST /v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc"]
    with serving(store, tmp_path, program=program, SLUICE_API_THREADS="1") as stalled, contextlib.ExitStack() as stack:
        peers = [stack.enter_context(stalled.connect()) for _ in half_said]
        for peer, said in zip(peers, half_said, strict=True):
            peer.sendall(said)
        assert requests.get(f"{stalled.address}/livez", timeout=15).status_code == 200
        assert [peer.recv(100)[:12] for peer in peers] == [b"", b"HTTP/1.1 400"]
        assert "Traceback" not in stalled.log.read_text()
        wait_until(lambda: not any(stalled.uploads()))
