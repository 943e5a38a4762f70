from __future__ import annotations

import http.client
import os
import resource
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from actors.fetching import guard as guard_module
from actors.fetching.download import Downloaded, download
from actors.fetching.file_names import media_type_of, name_of
from actors.fetching.guard import Guard, Refused
from actors.fetching.in_force import guarded
from actors.fetching.web_limits import WebLimits
from backend.errors import JobFailure, Throttled
from tests.material.web_server import Page, WebServer, bomb, endless, redirect, silence, trickle, zipped

PUBLIC = "93.184.215.14"


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer().running() as server:
        yield server


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


def limits(**changes: Any) -> WebLimits:
    return WebLimits(**{"max_bytes": 1_000_000, "timeout_s": 10.0, "loopback": True, "connect_s": 1.0, **changes})


def fetch(url: str, folder: Path, **changes: Any) -> Downloaded:
    with guarded(limits(**changes)) as guard:
        return download(url, folder, guard)


def failure(url: str, folder: Path, **changes: Any) -> JobFailure:
    with pytest.raises(JobFailure) as caught:
        fetch(url, folder, **changes)
    assert not list(folder.glob("fetched-*")), "what stays unfinished is removed"
    return caught.value


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Let every name have these addresses, one answer after the other, the last one for good."""
    asked: list[str] = []

    def resolve(host: str, port: Any, *args: Any, **options: Any) -> list[Any]:
        address = answers[min(len(asked), len(answers) - 1)]
        asked.append(host)
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, int(port or 0))) for each in address.split(",") if each
        ]

    monkeypatch.setattr(guard_module, "system_resolver", resolve)
    return asked


# --- what arrives --------------------------------------------------------------------------------------------


def test_file_arrives_with_name_type_and_last_address(web: WebServer, tmp_path: Path) -> None:
    web.pages["/a"] = redirect("/b?x=1", 301)
    web.pages["/b"] = Page(
        b"%PDF-1.7 ...", "application/octet-stream", headers={"Content-Disposition": 'attachment; filename="a b.pdf"'}
    )
    file = fetch(f"{web.url}/a#part", tmp_path)
    assert (file.name, file.media_type, file.url) == ("a b.pdf", "application/pdf", f"{web.url}/b?x=1")
    assert file.path.read_bytes() == b"%PDF-1.7 ..."
    assert file.path.parent == tmp_path


def test_compressed_page_is_unpacked(web: WebServer, tmp_path: Path) -> None:
    web.pages["/a.txt"] = zipped("words " * 1000)
    assert fetch(f"{web.url}/a.txt", tmp_path).path.read_text() == "words " * 1000


@pytest.mark.parametrize(
    ("disposition", "path", "name"),
    [
        ('attachment; filename="../../etc/passwd"', "/x", "passwd.html"), ("", "/dir/My%20file.PDF", "My file.PDF"),
        ("attachment; filename*=UTF-8''%E8%AE%B2%E4%B9%89.pdf", "/x", "讲义.pdf"), ("", "/", "download.html"),
        ('attachment; filename="..\\\\..\\\\a.txt"', "/x", "a.txt"),
        ('attachment; filename="a\x00b\n.txt"', "/x", "a_b.txt"),
        ("attachment; filename*=nonsense''%ff.pdf", "/y.pdf", None), ("", "/..%2f..%2fsecret", "secret.html"),
        ("", "/" + "a" * 500 + ".pdf", "a" * 80 + ".pdf"), ('attachment; filename=".bashrc"', "/x", "bashrc.html"),
    ],
)  # fmt: skip
def test_name_is_made_harmless(disposition: str, path: str, name: str | None) -> None:
    found = name_of(disposition, "http://example.org" + path, "text/html")
    assert name is None or found == name
    assert not set(found) & set('/\\\0\n\r"')
    assert not found.startswith(".")


@pytest.mark.parametrize(
    ("head", "declared", "name", "media_type"),
    [
        (b"<!DOCTYPE html><p>", "text/plain", "a", "text/html"), (b"%PDF-1.4", "text/html", "a", "application/pdf"),
        (b"WEBVTT\n", "text/plain", "a", "text/vtt"), (b"1\n00:00:01,000 --> 0", "", "a", "application/x-subrip"),
        (b"\x00\x00\x00\x20ftypisom", "application/octet-stream", "a", "video/mp4"),
        (b"words", "", "a.md", "text/markdown"),
        (b"words", "text/plain; charset=x", "a", "text/plain"),
        (b"\x01\x02", "no type", "a", "application/octet-stream"),
    ],
)  # fmt: skip
def test_type_is_what_the_bytes_say_before_what_is_declared(
    head: bytes, declared: str, name: str, media_type: str
) -> None:
    assert media_type_of(head, declared, name) == media_type


# --- what goes wrong -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "code", "retryable"),
    [(401, "needs_login", False), (403, "needs_login", False), (404, "not_found", False), (410, "not_found", False),
     (500, "fetch_failed", True),
     (503, "fetch_failed", True), (400, "fetch_failed", False), (204, "fetch_failed", False)],
)  # fmt: skip
def test_status_becomes_a_code(web: WebServer, tmp_path: Path, status: int, code: str, retryable: bool) -> None:
    web.pages["/x"] = Page(b"" if status == 204 else b"no", status=status)
    found = failure(f"{web.url}/x", tmp_path)
    assert (found.code, found.retryable) == (code, retryable)


def test_throttling_site_is_asked_again_when_it_says(web: WebServer, tmp_path: Path) -> None:
    web.pages["/x"] = Page(status=429, headers={"Retry-After": "17"})
    with pytest.raises(Throttled) as caught:
        fetch(f"{web.url}/x", tmp_path)
    assert (caught.value.resource, caught.value.retry_after_s) == ("web", 17.0)


def test_redirects_without_end_are_given_up(web: WebServer, tmp_path: Path) -> None:
    web.pages["/a"], web.pages["/b"] = redirect("/b"), redirect("/a")
    assert failure(f"{web.url}/a", tmp_path).code == "fetch_failed"
    assert len(web.asked) == 11


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("http://169.254.169.254/latest/", "fetch_refused"), ("http://10.0.0.1/", "fetch_refused"),
        ("http://[::ffff:127.0.0.1]/", "fetch_refused"), ("//192.168.1.1/", "fetch_refused"),
        ("file:///etc/passwd", "unsupported_address"), ("gopher://example.org/", "unsupported_address"),
        ("http://user:word@127.0.0.1/", "unsupported_address"), ("http://0x7f.1/", "unsupported_address"),
        ("http://[::1", "unsupported_address"), ("http://[x]/", "unsupported_address"),
        ("http://127.0.0.1\\@10.0.0.1/", "unsupported_address"), ("http://a:99999/", "unsupported_address"),
    ],
)  # fmt: skip
def test_redirect_to_where_nothing_is_fetched_is_not_followed(
    web: WebServer, tmp_path: Path, to: str, code: str
) -> None:
    web.pages["/a"] = redirect(to)
    assert failure(f"{web.url}/a", tmp_path).code == code


def test_endless_body_is_cut_off(web: WebServer, tmp_path: Path) -> None:
    web.pages["/x"] = Page(endless)
    found = failure(f"{web.url}/x", tmp_path)
    assert (found.code, found.details["limit_bytes"]) == ("too_large", 1_000_000)


def test_promised_size_beyond_the_limit_is_not_begun(web: WebServer, tmp_path: Path) -> None:
    web.pages["/x"] = Page(silence, headers={"Content-Length": "2000000"})
    assert failure(f"{web.url}/x", tmp_path).code == "too_large"


def test_gzip_bomb_is_cut_off_by_its_unpacked_size(web: WebServer, tmp_path: Path) -> None:
    web.pages["/x"] = bomb(megabytes=64)
    assert failure(f"{web.url}/x", tmp_path).code == "too_large"


def test_body_of_a_redirect_is_not_even_unpacked(web: WebServer, tmp_path: Path) -> None:
    web.pages["/a"] = bomb(megabytes=400)
    web.pages["/a"].status = 302
    web.pages["/a"].headers["Location"] = "/b"
    web.pages["/b"] = Page(b"words", "text/plain")
    began_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert fetch(f"{web.url}/a", tmp_path).path.read_bytes() == b"words"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - began_kib < 200 << 10


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, br", "nonsense"])
def test_body_packed_as_nobody_asked_for_is_no_file(web: WebServer, tmp_path: Path, packing: str) -> None:
    web.pages["/x"] = Page(b"\x0b\x02\x80words\x03", "text/plain", headers={"Content-Encoding": packing})
    assert failure(f"{web.url}/x", tmp_path).code == "fetch_failed"


@pytest.mark.parametrize("length", ["9" * 5000, "-5", "\xb2", "five"])
def test_length_that_is_no_number_is_not_believed(web: WebServer, tmp_path: Path, length: str) -> None:
    web.pages["/x"] = Page(lambda line: line.write(b"words"), "text/plain", headers={"Content-Length": length})
    assert fetch(f"{web.url}/x", tmp_path).path.read_bytes() == b"words"


@pytest.mark.parametrize("to", ["/b c/\u8bb2.txt", "/b%20c/%E8%AE%B2.txt", " /b c/\u8bb2.txt "])
def test_redirect_is_followed_as_browsers_do(web: WebServer, tmp_path: Path, to: str) -> None:
    web.pages["/a"] = redirect(to.encode().decode("latin-1"))
    web.pages["/b%20c/%E8%AE%B2.txt"] = Page(b"words", "text/plain")
    assert fetch(f"{web.url}/a", tmp_path).name == "\u8bb2.txt"


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_truncated_body_is_no_file(web: WebServer, tmp_path: Path, encoding: str) -> None:
    page = zipped("words " * 10_000) if encoding else Page(b"words " * 10_000)
    assert isinstance(page.body, bytes)
    web.pages["/x"] = Page(page.body[:-20], headers={**page.headers, "Content-Length": str(len(page.body))})
    found = failure(f"{web.url}/x", tmp_path)
    assert (found.code, found.retryable) == ("fetch_failed", True)


def test_broken_gzip_is_no_file(web: WebServer, tmp_path: Path) -> None:
    web.pages["/x"] = Page(b"no gzip at all", headers={"Content-Encoding": "gzip"})
    assert failure(f"{web.url}/x", tmp_path).code == "fetch_failed"


def test_longer_body_than_promised_ends_at_the_promise(web: WebServer, tmp_path: Path) -> None:
    web.pages["/x"] = Page(b"0123456789", headers={"Content-Length": "4"})
    assert fetch(f"{web.url}/x", tmp_path).path.read_bytes() == b"0123"


def test_trickling_body_ends_with_the_time_for_everything(web: WebServer, tmp_path: Path) -> None:
    web.pages["/x"] = Page(trickle)
    began_s = time.monotonic()
    found = failure(f"{web.url}/x", tmp_path, timeout_s=0.6)
    assert (found.code, found.retryable, found.details["limit_s"]) == ("fetch_failed", True, 0.6)
    assert time.monotonic() - began_s < 5


def test_no_silence_outlasts_the_time_for_everything(web: WebServer, tmp_path: Path) -> None:
    web.pages["/x"] = Page(silence)
    began_s = time.monotonic()
    found = failure(f"{web.url}/x", tmp_path, timeout_s=0.5, idle_s=20.0)
    assert (found.code, found.details["limit_s"]) == ("fetch_failed", 0.5)
    assert time.monotonic() - began_s < 5


def test_silent_body_ends_after_the_longest_silence(web: WebServer, tmp_path: Path) -> None:
    web.pages["/x"] = Page(silence)
    found = failure(f"{web.url}/x", tmp_path, idle_s=0.3)
    assert (found.code, found.retryable) == ("fetch_failed", True)


def test_empty_file_is_told(web: WebServer, tmp_path: Path) -> None:
    web.pages["/x"] = Page(b"")
    assert failure(f"{web.url}/x", tmp_path).code == "empty_file"


def test_closed_port_fails_at_once_and_may_be_tried_again(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        found = failure(f"http://127.0.0.1:{unused.getsockname()[1]}/", tmp_path)
    assert (found.code, found.retryable) == ("fetch_failed", True)


def test_host_that_drops_everything_fails_within_seconds(tmp_path: Path) -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        waiting = [socket.socket() for _ in range(4)]  # fill the queue: further calls are left without an answer
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(address)
        began_s = time.monotonic()
        found = failure(f"http://127.0.0.1:{address[1]}/", tmp_path, connect_s=0.5)
        for each in waiting:
            each.close()
    assert (found.code, found.retryable) == ("fetch_failed", True)
    assert time.monotonic() - began_s < 5


def test_unanswered_name_fails_within_seconds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(*_: Any, **__: Any) -> list[Any]:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(guard_module, "system_resolver", fail)
    found = failure("http://example.org/", tmp_path)
    assert (found.code, found.retryable) == ("fetch_failed", True)


# --- the guard ------------------------------------------------------------------------------------------------


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


def test_host_without_a_trusted_certificate_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            connection.recv(1000)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\nno TLS here")
            connection.close()

        thread = threading.Thread(target=answer)
        thread.start()
        found = failure(f"https://127.0.0.1:{server.getsockname()[1]}/", tmp_path)
        thread.join()
    assert (found.code, found.retryable) == ("fetch_failed", False)
    assert "certificate" in found.message


def test_guard_counts_every_byte_that_comes_in(web: WebServer) -> None:
    web.pages["/x"] = Page(endless)
    with guarded(limits(max_bytes=1000)) as guard:
        assert isinstance(guard, Guard)
        with pytest.raises(OSError, match="more than may be fetched"), urllib.request.urlopen(f"{web.url}/x") as answer:
            answer.read()
