"""Downloading one address into a file: every redirect checked, size and time bounded, damage noticed."""

from __future__ import annotations

import contextlib
import dataclasses
import re
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import requests
import urllib3.exceptions
from requests.utils import get_environ_proxies

from actors.fetching import failures
from actors.fetching.certificates import chosen_authorities
from actors.fetching.file_names import media_type_of, name_of
from actors.fetching.guard import Guard
from backend.errors import JobFailure
from backend.retry_after import retry_after_s

_MAX_REDIRECTS = 10
_CHUNK_BYTES = 64 * 1024
_HEAD_BYTES = 4096
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; Sluice)",
    "Accept": "*/*",
    "Accept-Language": "*",
    # What requests decodes by itself; sizes are counted after that.
    "Accept-Encoding": "gzip, deflate",
}
_PACKINGS = frozenset({"gzip", "x-gzip", "deflate"})


@dataclasses.dataclass(frozen=True, slots=True)
class Downloaded:
    """A file that was fetched.

    Args:
        path: where it lies.
        name: what it is called; harmless, for people.
        media_type: what it is.
        url: its address after all redirects.
    """

    path: Path
    name: str
    media_type: str
    url: str


def download(
    url: str,
    folder: Path,
    guard: Guard,
    *,
    max_bytes: int | None = None,
    on_progress: Callable[[int, int | None], None] | None = None,
) -> Downloaded:
    """Download what an address names.

    Args:
        url: the address.
        folder: where the file is written, under a name that is not there yet.
        guard: the active guard (see ``guarded``).
        max_bytes: largest size after decompression; None takes the operator's.
        on_progress: called with the bytes so far and the size that the server promises, if it does.

    Raises:
        JobFailure: ``unsupported_address``, ``fetch_refused``, ``fetch_failed``, ``not_found``, ``needs_login``,
            ``too_large``.
        Throttled: the site asked to slow down.
    """
    host = urllib.parse.urlsplit(url).hostname or "The server"
    with told(guard, host), session_of() as session, contextlib.closing(answer_of(session, url, guard)) as answer:
        host = urllib.parse.urlsplit(answer.url).hostname or host
        with told(guard, host):
            return _stored(
                answer,
                host,
                folder=folder,
                guard=guard,
                max_bytes=max_bytes or guard.limits.max_bytes,
                on_progress=on_progress,
            )


def session_of() -> requests.Session:
    """Return a session that follows nothing and sends nothing but what is asked of it."""
    session = _OneAnswer()
    session.trust_env = False  # it would read passwords from a .netrc
    session.headers.update(_HEADERS)
    return session


@contextlib.contextmanager
def told(guard: Guard, host: str) -> Iterator[None]:
    """Turn what the network and the guard raise in a block into failures with their one sentence.

    Raises:
        JobFailure: ``fetch_refused``, ``fetch_failed``, ``too_large``.
    """
    try:
        yield
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        if stopped := guard.failure(host):
            raise stopped from error
        if isinstance(error, requests.exceptions.SSLError):
            raise failures.untrusted(host) from error
        if _never_connected(error):
            raise failures.unreachable(host) from error
        if isinstance(error, (requests.RequestException, urllib3.exceptions.HTTPError)):
            raise failures.broken_off(host) from error
        raise


class _OneAnswer(requests.Session):
    """Asks and follows nothing: `requests` unpacks the whole body of a redirect before it looks where it leads."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002
        """Say that no answer leads anywhere."""
        return None


def _never_connected(error: BaseException) -> bool:
    """Return whether nobody was there to answer; a connection that broke later is another matter."""
    if not isinstance(error, (requests.ConnectionError, requests.Timeout)):
        return False
    return bool(error.args) and isinstance(error.args[0], urllib3.exceptions.MaxRetryError)


def answer_of(
    session: requests.Session,
    url: str,
    guard: Guard,
    *,
    headers: Mapping[str, str] | None = None,
    accepted: frozenset[int] = frozenset({200}),
) -> requests.Response:
    """Ask, and follow redirects by hand; return the open answer of the last address.

    Args:
        session: from ``session_of``.
        url: the address.
        guard: the active guard.
        headers: sent beside the usual ones.
        accepted: statuses that are answers rather than failures.

    Raises:
        JobFailure: ``unsupported_address``, ``fetch_refused``, ``fetch_failed``, ``not_found``, ``needs_login``.
        Throttled: the site asked to slow down.
    """
    for _ in range(_MAX_REDIRECTS + 1):
        target = guard.target(url)
        answer = session.get(
            target.url,
            headers=headers,
            stream=True,
            allow_redirects=False,
            timeout=(guard.limits.connect_s, guard.limits.idle_s),
            proxies=get_environ_proxies(target.url),
            verify=chosen_authorities() or True,
        )
        if not answer.is_redirect:
            if answer.status_code not in accepted:
                answer.close()
                wait_s = retry_after_s(answer.headers.get("Retry-After"), sent=answer.headers.get("Date"))
                raise failures.of_status(answer.status_code, target.host, wait_s)
            return answer
        answer.close()
        url = _next(target.url, answer.headers["Location"])
    raise failures.too_many_redirects(target.host)


def _next(url: str, location: str) -> str:
    """Return where a redirect leads; browsers take spaces and letters of any script in it, so many servers send them.

    Raises:
        JobFailure: ``unsupported_address``.
    """
    try:
        said = location.encode("latin-1").decode("utf-8", "replace").strip().replace(" ", "%20")
        return urllib.parse.urljoin(url, said)
    except ValueError:
        raise failures.unsupported_address("The page passes the request on to an address that can't be read.") from None


def _stored(
    answer: requests.Response,
    host: str,
    *,
    folder: Path,
    guard: Guard,
    max_bytes: int,
    on_progress: Callable[[int, int | None], None] | None,
) -> Downloaded:
    """Write an answer's body into a file; what stays unfinished is removed."""
    packing = _packing(answer.headers.get("Content-Encoding", ""))
    if not packing <= _PACKINGS:
        raise failures.broken_off(host)
    promised = answer.headers.get("Content-Length", "")
    expected = int(promised) if re.fullmatch(r"[0-9]{1,18}", promised) and not packing else None
    if expected is not None and expected > max_bytes:
        raise failures.too_large(host, max_bytes)
    path = _free(folder)
    try:
        head = _write(
            path,
            _bounded(answer, host, guard, max_bytes),
            lambda sum_bytes: on_progress and on_progress(sum_bytes, expected),
        )
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    if not head:
        path.unlink()
        raise JobFailure("empty_file", f"{host} sends an empty file. Check the address.", details={"host": host})
    disposition = answer.headers.get("Content-Disposition", "").encode("latin-1", "replace").decode("utf-8", "replace")
    media_type = media_type_of(head, answer.headers.get("Content-Type", ""), name_of(disposition, answer.url))
    return Downloaded(path, name_of(disposition, answer.url, media_type), media_type, answer.url)


def _packing(header: str) -> set[str]:
    """Return by which methods a body is packed."""
    return {word for part in header.lower().split(",") if (word := part.strip()) and word != "identity"}


def _bounded(answer: requests.Response, host: str, guard: Guard, max_bytes: int) -> Iterator[bytes]:
    """Yield a body piece by piece as long as it keeps within size and time.

    urllib3 compares the bytes with Content-Length itself, and decodes no more at a time than is asked for.
    """
    left = max_bytes
    for chunk in answer.iter_content(_CHUNK_BYTES):
        guard.in_time()
        left -= len(chunk)
        if left < 0:
            raise failures.too_large(host, max_bytes)
        yield chunk


def _write(path: Path, chunks: Iterator[bytes], on_bytes: Callable[[int], object]) -> bytes:
    """Write a file; return its first bytes."""
    head, received = b"", 0
    with path.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
            received += len(chunk)
            head += chunk[: max(0, _HEAD_BYTES - len(head))]
            on_bytes(received)
    return head


def _free(folder: Path) -> Path:
    """Return a path in a folder that is not taken; the file's own name is for people only."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while (path := folder / f"fetched-{number}").exists():
        number += 1
    return path
