from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from actors.fetching.guard import Guard, Refused
from actors.fetching.in_force import guarded
from actors.fetching.resumable import download_patiently
from actors.fetching.web_limits import WebLimits
from backend.errors import JobFailure, Throttled
from tests.material.web_server import Page, WebServer

BODY = bytes(range(256)) * 1024


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    with WebServer().running() as server:
        yield server


def fetch(web: WebServer, folder: Path, **limits: object) -> bytes:
    settings = {"max_bytes": 1_000_000, "timeout_s": 10.0, "loopback": True, "connect_s": 1.0, **limits}
    with guarded(WebLimits(**settings)) as guard:  # type: ignore[arg-type]
        return download_patiently(f"{web.url}/film.mp4", folder / "film", guard, pause_s=0.01).path.read_bytes()


def broken_at(sent: int, *, tag: str = '"1"', begin: int = 0) -> Page:
    """An answer that promises all and breaks off."""
    headers = {"Content-Length": str(len(BODY) - begin), "ETag": tag}
    return Page(lambda line: line.write(BODY[begin : begin + sent]), "video/mp4", headers=headers)


def rest(begin: int, *, tag: str = '"1"', total: int = len(BODY)) -> Page:
    headers = {"Content-Range": f"bytes {begin}-{len(BODY) - 1}/{total}", "ETag": tag}
    return Page(BODY[begin:], "video/mp4", status=206, headers=headers)


def test_broken_download_goes_on_where_it_broke(web: WebServer, tmp_path: Path) -> None:
    web.answers["/film.mp4"] = [broken_at(100_000), rest(100_000)]
    assert fetch(web, tmp_path) == BODY
    asked = web.headers["/film.mp4"]
    assert (asked[0].get("Range"), asked[0]["Accept-Encoding"]) == (None, "identity")
    assert (asked[1]["Range"], asked[1]["If-Range"]) == ("bytes=100000-", '"1"')


@pytest.mark.parametrize(
    "second",
    [
        rest(100_000, tag='"2"'),
        rest(100_000, total=len(BODY) + 1),
        rest(50_000),
        Page(status=416),
    ],
)
def test_other_file_at_the_address_is_fetched_from_its_beginning(web: WebServer, tmp_path: Path, second: Page) -> None:
    web.answers["/film.mp4"] = [broken_at(100_000), second, Page(BODY, "video/mp4", headers={"ETag": '"2"'})]
    assert fetch(web, tmp_path) == BODY
    assert "Range" not in web.headers["/film.mp4"][2]


def test_whole_answer_to_a_range_replaces_what_was_there(web: WebServer, tmp_path: Path) -> None:
    web.answers["/film.mp4"] = [broken_at(100_000), Page(BODY, "video/mp4")]
    assert fetch(web, tmp_path) == BODY


def test_without_a_validator_nothing_is_continued(web: WebServer, tmp_path: Path) -> None:
    web.answers["/film.mp4"] = [broken_at(100_000, tag='W/"1"'), Page(BODY, "video/mp4")]
    assert fetch(web, tmp_path) == BODY
    assert "Range" not in web.headers["/film.mp4"][1]


def test_three_tries_are_all_and_leave_nothing(web: WebServer, tmp_path: Path) -> None:
    web.pages["/film.mp4"] = Page(status=503)
    with pytest.raises(JobFailure) as caught:
        fetch(web, tmp_path)
    assert (caught.value.code, caught.value.retryable, len(web.asked)) == ("fetch_failed", True, 3)
    assert list(tmp_path.iterdir()) == []


def test_missing_file_is_asked_for_once(web: WebServer, tmp_path: Path) -> None:
    with pytest.raises(JobFailure) as caught:
        fetch(web, tmp_path)
    assert (caught.value.code, len(web.asked)) == ("not_found", 1)


def test_long_pause_that_a_site_asks_for_is_passed_on(web: WebServer, tmp_path: Path) -> None:
    web.pages["/film.mp4"] = Page(status=429, headers={"Retry-After": "600"})
    with pytest.raises(Throttled):
        fetch(web, tmp_path)
    assert len(web.asked) == 1


def test_too_large_file_is_not_fetched_again(web: WebServer, tmp_path: Path) -> None:
    web.pages["/film.mp4"] = Page(BODY)
    with pytest.raises(JobFailure) as caught:
        fetch(web, tmp_path, max_bytes=1000)
    assert (caught.value.code, len(web.asked)) == ("too_large", 1)
    assert list(tmp_path.iterdir()) == []


def test_refusal_is_told_to_the_thread_that_met_it() -> None:
    guard = Guard(WebLimits(max_bytes=1000, timeout_s=10.0))
    with ThreadPoolExecutor(1) as pool:

        def refuse() -> bool:
            with contextlib.suppress(Refused), socket.socket() as sock:
                guard.connect(sock, ("127.0.0.1", 1))
            return guard.refused

        assert pool.submit(refuse).result()
        assert not guard.refused
