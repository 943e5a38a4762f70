from __future__ import annotations

import resource
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from actors.fetching import guard as guard_module
from actors.fetching.file_names import media_type_of, name_of
from backend.errors import Throttled
from tests.material.fetches import failure, fetch, without_proxies
from tests.material.web_server import Page, WebServer, bomb, endless, redirect, silence, trickle, zipped


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer().running() as server:
        yield server


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    without_proxies(monkeypatch)


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
