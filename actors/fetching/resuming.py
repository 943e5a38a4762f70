"""Downloading a large file whose connection may break: each try goes on where the last one ended."""

from __future__ import annotations

import contextlib
import re
import time
import urllib.parse
from collections.abc import Callable
from pathlib import Path

import requests

from actors.fetching.download import NETWORK_ERRORS, OneAnswer, answer_of, bounded, failure_of, packing_of
from actors.fetching.failures import broken_off, too_large
from actors.fetching.guard import Guard
from backend.errors import JobFailure

_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; Sluice)", "Accept": "*/*", "Accept-Encoding": "identity"}


def download_resuming(
    url: str,
    path: Path,
    guard: Guard,
    *,
    tries: int = 3,
    pause_s: float = 1.0,
    on_progress: Callable[[int, int | None], None] = lambda _got, _all: None,
) -> None:
    """Download what an address names into a file.

    Args:
        url: the address.
        path: where the file goes; what lies there is overwritten.
        guard: the active guard (see ``guarded``); its time and size hold for all tries together.
        tries: connections that may fail, the last of them in vain.
        pause_s: before the second try, doubled before each later one, seconds.
        on_progress: called with the bytes so far and the size that the server promises, if it does.

    Raises:
        JobFailure: as ``download`` does.
        Throttled: the site asked to slow down.
    """
    host = urllib.parse.urlsplit(url).hostname or "The server"
    parts = _Parts(url, host, path, guard, on_progress)
    for number in range(1, tries + 1):
        try:
            with OneAnswer() as session:
                session.headers.update(_HEADERS)
                parts.add(session)
        except (*NETWORK_ERRORS, JobFailure) as error:
            failure = error if isinstance(error, JobFailure) else failure_of(error, host, guard)
            if number == tries or not (isinstance(failure, JobFailure) and failure.retryable):
                raise failure from error
            time.sleep(pause_s * 2 ** (number - 1))
        else:
            return


class _Parts:
    """A file that grows by what each connection brings."""

    def __init__(
        self, url: str, host: str, path: Path, guard: Guard, on_progress: Callable[[int, int | None], None]
    ) -> None:
        self._url, self._host, self._path, self._guard, self._on_progress = url, host, path, guard, on_progress
        self._have = 0
        #: By which the server knows this state of the file (RFC 9110: a strong ETag).
        self._mark = ""
        path.write_bytes(b"")

    def add(self, session: OneAnswer) -> None:
        """Ask for what is missing and write it."""
        with contextlib.closing(answer_of(session, self._url, self._guard, self._headers())) as answer:
            self._place(answer)
            promised = answer.headers.get("Content-Length", "")
            total = self._have + int(promised) if re.fullmatch(r"[0-9]{1,18}", promised) else None
            most = self._guard.limits.max_bytes
            if total is not None and total > most:
                raise too_large(self._host, most)
            with self._path.open("r+b") as file:
                file.truncate(self._have)
                file.seek(self._have)
                for chunk in bounded(answer, self._host, self._guard, most - self._have):
                    file.write(chunk)
                    self._have += len(chunk)
                    self._on_progress(self._have, total)

    def _headers(self) -> dict[str, str] | None:
        if not self._have:
            return None
        return {"Range": f"bytes={self._have}-"} | ({"If-Range": self._mark} if self._mark else {})

    def _place(self, answer: requests.Response) -> None:
        """Find out where an answer's body belongs."""
        if packing_of(answer.headers.get("Content-Encoding", "")):
            raise broken_off(self._host)  # nobody asked for it, and a part of it can't be unpacked
        if answer.status_code == 200:
            self._have = 0  # the server knows no parts, or the file is another by now
        elif not answer.headers.get("Content-Range", "").startswith(f"bytes {self._have}-"):
            raise broken_off(self._host)
        mark = answer.headers.get("ETag", "")
        self._mark = "" if mark.startswith("W/") else mark
