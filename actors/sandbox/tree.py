"""Process trees: who descends from whom, how much memory they hold, and the end of them."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import psutil
import structlog

_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")

_log = structlog.get_logger(__name__)


def parents() -> dict[int, int]:
    """Return the parent of every process that can be seen, both as process ids."""
    if sys.platform != "linux":
        return {process.pid: process.info["ppid"] for process in psutil.process_iter(["ppid"])}
    # Read here and not through psutil: half the time, and the forkserver does it four times a second.
    found: dict[int, int] = {}
    for entry in os.listdir("/proc"):  # noqa: PTH208 (names are all we need)
        if entry.isdigit():
            with contextlib.suppress(OSError, ValueError):
                stat = _read(f"/proc/{entry}/stat")
                # The command, in brackets, may hold anything: what follows the last bracket is state, parent.
                found[int(entry)] = int(stat[stat.rindex(b")") + 4 :].split(b" ", 1)[0])
    return found


def descendants(roots: Iterable[int], parent_of: Mapping[int, int]) -> dict[int, list[int]]:
    """Return the descendants of each root, the root itself not included.

    Args:
        roots: process ids.
        parent_of: from ``parents``.
    """
    children: dict[int, list[int]] = {}
    for pid, parent in parent_of.items():
        children.setdefault(parent, []).append(pid)
    trees = {}
    for root in roots:
        tree = list(children.get(root, ()))
        for pid in tree:  # the list grows while it is walked
            tree.extend(children.get(pid, ()))
        trees[root] = tree
    return trees


def resident_bytes(pid: int) -> int:
    """Return the resident size of a process in bytes, 0 when it is gone."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int(_read(f"/proc/{pid}/statm").split()[1]) * _PAGE_BYTES
        return 0
    with contextlib.suppress(psutil.Error):
        return int(psutil.Process(pid).memory_info().rss)
    return 0


def data_bytes() -> int | None:
    """Return what RLIMIT_DATA counts for this process, bytes; None where that limit means nothing."""
    if sys.platform == "linux":
        for line in Path("/proc/self/status").read_bytes().splitlines():
            if line.startswith(b"VmData:"):
                return int(line.split()[1]) * 1024
    return None


def signal_group(leader: int, number: int) -> None:
    """Send a signal to the process group of ``leader``, or to itself if it has not made its group yet."""
    try:
        os.killpg(leader, number)
    except (ProcessLookupError, PermissionError):  # macOS says "permission" of a group of zombies
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(leader, number)


def kill_marked(variable: str, prefix: str, *, within_s: float) -> None:
    """Kill every process that was started with an environment variable of this beginning.

    The net below the net, for when the forkserver itself was killed: its grandchildren have no living
    ancestor that knows them, but they carry the mark it was started with.

    Args:
        variable: the variable's name.
        prefix: how its value begins.
        within_s: how long to go on until none is left, seconds.
    """
    deadline = time.monotonic() + within_s
    while found := _marked(variable, prefix):
        for pid in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        if time.monotonic() > deadline:
            _log.warning("processes_left", pids=found)
            break
        time.sleep(0.01)


def _marked(variable: str, prefix: str) -> list[int]:
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.environ().get(variable, "").startswith(prefix) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
    return found


def _read(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(descriptor, 1024)
    finally:
        os.close(descriptor)
