"""Downloading a large file with patience: what broke off goes on where it broke, if the file is still the same one.

Source: RFC 9110 sections 13.1.5 (If-Range), 14.2 (Range), 15.3.7 (206 Partial Content).
"""

from __future__ import annotations

import contextlib
import dataclasses
import re
import threading
import urllib.parse
from collections.abc import Callable
from pathlib import Path

import requests

from actors.fetching import failures
from actors.fetching.download import Downloaded, answer_of, session_of, told
from actors.fetching.file_names import media_type_of, name_of
from actors.fetching.guard import Guard
from backend.errors import JobFailure, Throttled

#: How often an address is asked before it counts as failed, and the pause before the second time; it doubles.
TRIES, PAUSE_S = 3, 0.5
#: A site that asks for a longer pause than this gets the job back later.
_LONGEST_PAUSE_S = 10.0
#: What a break may cost at the most.
_CHUNK_BYTES = 64 * 1024
_HEAD_BYTES = 4096
_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})")
_OK, _PARTIAL, _UNSATISFIABLE = 200, 206, 416
_waiting = threading.Event()


@dataclasses.dataclass
class _Part:
    """What is there of a file.

    Args:
        path: where it lies.
        received: bytes that lie there.
        expected: its whole size, as the server said; None if it didn't.
        validator: what tells this version of the file from any other; empty where nothing does.
    """

    path: Path
    received: int = 0
    expected: int | None = None
    validator: str = ""


def download_patiently(
    url: str,
    path: Path,
    guard: Guard,
    *,
    on_progress: Callable[[int, int | None], None] = lambda _received, _expected: None,
    pause_s: float = PAUSE_S,
) -> Downloaded:
    """Download what an address names, at most three times, each time from where it broke off.

    Args:
        url: the address.
        path: where the file is written; nothing lies there if this fails.
        guard: the active guard (see ``guarded``); several threads may use one.
        on_progress: called with the bytes so far and the size that the server promises, if it does.
        pause_s: the first pause, seconds.

    Raises:
        JobFailure: as ``download`` does, after the last try or where another try can't help.
        Throttled: the site asked for a longer pause than is taken here.
    """
    part = _Part(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    for number in range(TRIES):
        try:
            return _try(url, part, guard, on_progress)
        except BaseException as error:
            wait_s = _pause_after(error, pause_s * 2**number)
            if wait_s is None or number == TRIES - 1:
                path.unlink(missing_ok=True)
                raise
            _waiting.wait(guard.patience_s(wait_s))
    raise AssertionError("the last try returns or raises")


def _pause_after(error: BaseException, usual_s: float) -> float | None:
    """Return how long to wait before another try; None if that can't help."""
    if isinstance(error, Throttled):
        asked_s = error.retry_after_s if error.retry_after_s is not None else usual_s
        return asked_s if asked_s <= _LONGEST_PAUSE_S else None
    return usual_s if isinstance(error, JobFailure) and error.retryable else None


def _try(url: str, part: _Part, guard: Guard, on_progress: Callable[[int, int | None], None]) -> Downloaded:
    host = urllib.parse.urlsplit(url).hostname or "The server"
    headers = {"Accept-Encoding": "identity"}  # ranges and sizes are those of the file itself
    if part.received and part.validator:
        headers |= {"Range": f"bytes={part.received}-", "If-Range": part.validator}
    accepted = frozenset({_OK, _PARTIAL, _UNSATISFIABLE})
    with (
        told(guard, host),
        session_of() as session,
        contextlib.closing(answer_of(session, url, guard, headers=headers, accepted=accepted)) as answer,
    ):
        host = urllib.parse.urlsplit(answer.url).hostname or host
        with told(guard, host):
            _prepare(part, answer, host)
            _check_size(part.expected, host, guard)
            _receive(part, answer, host, guard, on_progress)
            return _downloaded(part, answer, host)


def _prepare(part: _Part, answer: requests.Response, host: str) -> None:
    """Find out from an answer's head where its body belongs."""
    packing = answer.headers.get("Content-Encoding", "").strip().lower()
    if packing not in ("", "identity") or answer.status_code == _UNSATISFIABLE:
        _forget(part)
        raise failures.broken_off(host)
    if answer.status_code == _PARTIAL:
        spot = _CONTENT_RANGE.fullmatch(answer.headers.get("Content-Range", "").strip())
        same = spot is not None and int(spot[1]) == part.received and int(spot[3]) == part.expected
        if not same or not part.received or _validator_of(answer) not in ("", part.validator):
            _forget(part)
            raise failures.broken_off(host)
        return
    _forget(part)
    promised = answer.headers.get("Content-Length", "")
    part.expected = int(promised) if re.fullmatch(r"[0-9]{1,18}", promised) else None
    part.validator = _validator_of(answer) if part.expected is not None else ""


def _forget(part: _Part) -> None:
    part.received, part.expected, part.validator = 0, None, ""
    part.path.unlink(missing_ok=True)


def _validator_of(answer: requests.Response) -> str:
    """Return a strong ETag, else the date; a weak ETag may stand for other bytes."""
    tag = answer.headers.get("ETag", "").strip()
    return tag if tag.startswith('"') else answer.headers.get("Last-Modified", "").strip()


def _check_size(expected: int | None, host: str, guard: Guard) -> None:
    if expected is not None and expected > guard.limits.max_bytes:
        raise failures.too_large(host, guard.limits.max_bytes)


def _receive(
    part: _Part,
    answer: requests.Response,
    host: str,
    guard: Guard,
    on_progress: Callable[[int, int | None], None],
) -> None:
    with part.path.open("ab") as file:
        # What has come is taken at once: a longer read would lose it when the connection breaks.
        while chunk := answer.raw.read1(_CHUNK_BYTES):
            guard.in_time()
            if part.received + len(chunk) > guard.limits.max_bytes:
                raise failures.too_large(host, guard.limits.max_bytes)
            file.write(chunk)
            part.received += len(chunk)
            on_progress(part.received, part.expected)
    if part.expected is not None and part.received < part.expected:
        raise failures.broken_off(host)


def _downloaded(part: _Part, answer: requests.Response, host: str) -> Downloaded:
    if not part.received:
        raise JobFailure("empty_file", f"{host} sends an empty file. Check the address.", details={"host": host})
    with part.path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    disposition = answer.headers.get("Content-Disposition", "").encode("latin-1", "replace").decode("utf-8", "replace")
    media_type = media_type_of(head, answer.headers.get("Content-Type", ""), name_of(disposition, answer.url))
    return Downloaded(part.path, name_of(disposition, answer.url, media_type), media_type, answer.url)
