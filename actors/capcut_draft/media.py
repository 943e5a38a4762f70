"""The media of a draft: each source once, fetched or taken from the uploads, hashed."""

from __future__ import annotations

import dataclasses
import hashlib
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from actors.context import JobContext
from actors.fetching.file_names import name_of
from actors.fetching.guard import Guard
from actors.fetching.in_force import guarded
from actors.fetching.resumable import download_patiently
from actors.fetching.web_limits import WebLimits
from backend.drafts.segments import is_file_id
from backend.drafts.timeline import Timeline
from backend.errors import JobFailure

#: Addresses that are fetched at once.
_AT_ONCE = 4
#: All of a draft's addresses together may bring this many times the operator's largest file.
_LARGEST_FILES = 8
_CHUNK_BYTES = 1024 * 1024


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a medium.

    Args:
        pointer: the JSON Pointer of the segment in the timeline.
        medium: the medium's name.
        source: what the timeline names.
        code: a word for programs.
        message: a sentence that says what to do.
        retryable: whether it may pass.
    """

    pointer: str
    medium: str
    source: str
    code: str
    message: str
    retryable: bool = False


@dataclasses.dataclass(frozen=True)
class Medium:
    """One file that the timeline uses.

    Args:
        source: what the timeline names.
        track_type: ``video``, ``image`` or ``audio``.
        pointers: the segments that use it, as JSON Pointers.
        path: where it lies now.
        name: what it is called, for people.
        bytes: its size.
        sha256: of its bytes.
    """

    source: str
    track_type: str
    pointers: tuple[str, ...]
    path: Path
    name: str
    bytes: int
    sha256: str


@dataclasses.dataclass(frozen=True)
class _Wanted:
    source: str
    track_type: str
    pointers: tuple[str, ...]


def gather(
    timeline: Timeline, job: JobContext, on_progress: Callable[[float, str], None]
) -> tuple[list[Medium], list[Problem]]:
    """Return every medium of a timeline in the order of first use, and what could not be had.

    Args:
        timeline: the timeline.
        job: gives uploaded files, the folder for fetched ones, and the operator's limits.
        on_progress: called with 0..1 of all bytes and a few words.

    Raises:
        Throttled: a site asked for a long pause.
    """
    wanted = _wanted(timeline)
    fetched = _Fetching(job, on_progress).run([want for want in wanted if not is_file_id(want.source)])
    media: list[Medium] = []
    problems: list[Problem] = []
    for number, want in enumerate(wanted):
        found = fetched.get((want.source, want.track_type)) or _uploaded(want, job)
        if isinstance(found, Medium):
            media.append(found)
        else:
            problems += found
        done = 1.0 if fetched else (number + 1) / len(wanted)
        on_progress(done, f"{number + 1} of {len(wanted)} media are here")
    return media, problems


def _wanted(timeline: Timeline) -> list[_Wanted]:
    uses: dict[tuple[str, str], list[str]] = {}
    for pointer, source, track_type in timeline.sources():
        uses.setdefault((source, track_type), []).append(pointer.removesuffix("/source"))
    return [_Wanted(source, track_type, tuple(pointers)) for (source, track_type), pointers in uses.items()]


def _uploaded(want: _Wanted, job: JobContext) -> Medium | list[Problem]:
    name = job.input_name(want.source)
    try:
        path = job.input(want.source)
        size, digest = path.stat().st_size, sha256_of(path)
    except (JobFailure, OSError, KeyError):
        return _problems(want, name, "media_missing", "It is no longer here. Upload it again and save again.")
    return Medium(want.source, want.track_type, want.pointers, path, name, size, digest)


def _problems(want: _Wanted, name: str, code: str, message: str, *, retryable: bool = False) -> list[Problem]:
    return [Problem(pointer, name, want.source, code, message, retryable) for pointer in want.pointers]


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Fetching:
    """Fetches addresses a few at a time and tells how far all of them together are."""

    def __init__(self, job: JobContext, on_progress: Callable[[float, str], None]) -> None:
        self._job, self._on_progress = job, on_progress
        self._lock = threading.Lock()
        self._received: dict[str, int] = {}
        self._expected: dict[str, int] = {}
        self._count = 0

    def run(self, wanted: Sequence[_Wanted]) -> dict[tuple[str, str], Medium | list[Problem]]:
        """Return what became of each address (fetched once, whatever tracks it stands on)."""
        if not wanted:
            return {}
        addresses = list(dict.fromkeys(want.source for want in wanted))
        self._count = len(addresses)
        limits = WebLimits.of(self._job)
        rounds = -(-len(addresses) // _AT_ONCE)
        with (
            guarded(dataclasses.replace(limits, timeout_s=limits.timeout_s * rounds)) as guard,
            ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="fetch") as pool,
        ):
            guard.left_bytes = limits.max_bytes * min(len(addresses), _LARGEST_FILES) * 2 + 16 * 1024 * 1024
            tries = {
                address: pool.submit(self._fetch, address, number, guard) for number, address in enumerate(addresses)
            }
            outcomes = {address: each.exception() or each.result() for address, each in tries.items()}
        return {(want.source, want.track_type): _outcome(want, outcomes[want.source]) for want in wanted}

    def _fetch(self, address: str, number: int, guard: Guard) -> tuple[Path, str, int, str]:
        path = self._job.folder / "fetched" / str(number)

        def report(received: int, expected: int | None) -> None:
            with self._lock:
                self._received[address] = received
                if expected is not None:
                    self._expected[address] = expected
            self._report()

        file = download_patiently(address, path, guard, on_progress=report)
        size = path.stat().st_size
        report(size, size)
        return path, file.name, size, sha256_of(path)

    def _report(self) -> None:
        with self._lock:
            received, expected = sum(self._received.values()), sum(self._expected.values())
            sized = len(self._expected)
        if sized:
            whole = expected * self._count / sized  # those not begun yet are taken for as large as the others
            self._on_progress(min(1.0, received / max(whole, 1)), f"{received / 1e6:.1f} MB fetched")


def _outcome(want: _Wanted, outcome: tuple[Path, str, int, str] | BaseException) -> Medium | list[Problem]:
    if isinstance(outcome, tuple):
        path, name, size, digest = outcome
        return Medium(want.source, want.track_type, want.pointers, path, name, size, digest)
    if not isinstance(outcome, JobFailure):
        raise outcome
    return _problems(want, name_of("", want.source), outcome.code, outcome.message, retryable=outcome.retryable)
