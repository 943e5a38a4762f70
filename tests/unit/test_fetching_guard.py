from __future__ import annotations

import http.client
import socket
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from actors.fetching import guard as guard_module
from actors.fetching.guard import Guard, Refused
from actors.fetching.in_force import guarded
from tests.material.fetches import PUBLIC, answering, failure, fetch, limits, without_proxies
from tests.material.web_server import Page, WebServer, endless, redirect


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer().running() as server:
        yield server


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    without_proxies(monkeypatch)


def test_loopback_is_refused_without_the_switch(web: WebServer, tmp_path: Path) -> None:
    assert failure(f"{web.url}/", tmp_path, loopback=False).code in ("fetch_refused", "unsupported_address")
    assert failure("http://127.0.0.1/", tmp_path, loopback=False).code == "fetch_refused"
    assert web.asked == []


@pytest.mark.parametrize("addresses", ["127.0.0.1", f"{PUBLIC},127.0.0.1", "169.254.169.254", "10.0.0.1", "100.64.1.1"])
def test_name_with_any_inner_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, addresses: str
) -> None:
    answering(monkeypatch, addresses)
    assert failure("http://example.org/", tmp_path, loopback=False).code == "fetch_refused"


def test_name_that_changes_its_address_after_the_check_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = answering(monkeypatch, PUBLIC, "127.0.0.1")
    assert failure("http://example.org/", tmp_path, loopback=False).code == "fetch_refused"
    assert len(asked) == 2


@pytest.mark.parametrize("client", ["socket", "name", "urllib", "requests", "http", "create", "datagram", "unix"])
def test_no_client_gets_past_the_guard(client: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, guarded(limits(loopback=False)) as guard:
        host, port = server.getsockname()
        with pytest.raises(OSError) as caught:  # noqa: PT011 (each client wraps the refusal in its own error)
            _connect(client, host, port)
        assert guard.refused
        assert isinstance(caught.value, Refused) or "must not be connected to" in str(caught.value)


def _connect(client: str, host: str, port: int) -> None:
    if client == "urllib":
        urllib.request.urlopen(f"http://{host}:{port}/", timeout=1)
    elif client == "requests":
        requests.get(f"http://{host}:{port}/", timeout=1)
    elif client == "http":
        http.client.HTTPConnection(host, port, timeout=1).request("GET", "/")
    elif client == "create":
        socket.create_connection((host, port), timeout=1)
    elif client == "datagram":
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.sendto(b"x", (host, port))
    elif client == "unix":
        with socket.socket(socket.AF_UNIX) as sock:
            sock.connect("/run/x")
    else:
        with socket.socket() as sock:
            sock.connect(("localhost" if client == "name" else host, port))


@pytest.mark.parametrize("address", [("169.254.169.254", 80), ("10.0.0.1", 443), (PUBLIC, 25), ("fd00::1", 80, 0, 0)])
def test_socket_given_a_number_never_begins_to_connect(monkeypatch: pytest.MonkeyPatch, address: Any) -> None:
    begun: list[Any] = []
    monkeypatch.setattr(guard_module, "_system_connect", lambda _, where: begun.append(where))
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with guarded(limits()), socket.socket(family) as sock, pytest.raises(Refused):
        sock.connect(address)
    assert begun == []


def test_no_program_is_started_while_something_is_fetched() -> None:
    with guarded(limits()), pytest.raises(FileNotFoundError):
        subprocess.run(["true"], check=False)
    assert subprocess.run(["true"], check=False).returncode == 0


def test_guard_puts_everything_back_and_is_alone() -> None:
    before = [socket.getaddrinfo, socket.SocketIO.readinto, http.client.HTTPConnection.putrequest]
    with guarded(limits()), pytest.raises(RuntimeError), guarded(limits()):
        pass
    assert before == [socket.getaddrinfo, socket.SocketIO.readinto, http.client.HTTPConnection.putrequest]
    assert "connect" not in vars(socket.socket)
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass


def test_proxy_of_the_operator_is_used_and_targets_are_checked_all_the_same(
    web: WebServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", web.url)
    monkeypatch.setattr(
        guard_module, "system_resolver", lambda host, port, *a, **k: [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if host == "127.0.0.1" else PUBLIC, port))
        ],
    )  # fmt: skip
    web.pages["http://example.org/a.txt"] = Page(b"words", "text/plain")
    web.pages["http://example.org/in"] = redirect("http://10.0.0.1/")
    assert fetch("http://example.org/a.txt", tmp_path / "a", loopback=False).path.read_bytes() == b"words"
    assert failure("http://10.0.0.1/", tmp_path, loopback=False).code == "fetch_refused"
    assert failure("http://example.org/in", tmp_path, loopback=False).code == "fetch_refused"
    with guarded(limits(loopback=False)), pytest.raises(OSError, match="must not be connected to"):
        urllib.request.urlopen("http://10.0.0.1/", timeout=1)
    with guarded(limits(loopback=False)), pytest.raises(OSError, match="must not be connected to"):
        urllib.request.urlopen(web.url, timeout=1)
    assert web.asked == ["http://example.org/a.txt", "http://example.org/in"]


def test_proxy_of_the_operator_is_no_target_itself(
    web: WebServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://proxy.example.org:{web.port}")
    monkeypatch.setattr("actors.fetching.addresses.PORTS", frozenset({web.port}))
    answering(monkeypatch, "127.0.0.1")
    assert failure(f"http://proxy.example.org:{web.port}/", tmp_path, loopback=False).code == "fetch_refused"
    assert web.asked == []


def test_this_machine_under_a_public_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard_module, "is_allowed", lambda *_, **__: True)
    with socket.create_server(("127.0.0.1", 0)) as server, guarded(limits(loopback=False)) as guard:
        with pytest.raises(Refused):
            socket.create_connection(server.getsockname(), timeout=1)
        assert guard.refused


def test_tunnel_through_a_proxy_leads_to_no_inner_host() -> None:
    with guarded(limits(loopback=False)), pytest.raises(Refused):
        http.client.HTTPSConnection("example.org").set_tunnel("10.0.0.1", 443)


def test_guard_holds_in_every_thread(web: WebServer) -> None:
    caught: list[BaseException] = []

    def connect() -> None:
        try:
            socket.create_connection(("127.0.0.1", web.port), timeout=1)
        except OSError as error:
            caught.append(error)

    with guarded(limits(loopback=False)):
        thread = threading.Thread(target=connect)
        thread.start()
        thread.join()
    assert [type(error) for error in caught] == [Refused]


def test_guard_counts_every_byte_that_comes_in(web: WebServer) -> None:
    web.pages["/x"] = Page(endless)
    with guarded(limits(max_bytes=1000)) as guard:
        assert isinstance(guard, Guard)
        with pytest.raises(OSError, match="more than may be fetched"), urllib.request.urlopen(f"{web.url}/x") as answer:
            answer.read()
