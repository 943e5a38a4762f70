"""The forkserver: one single-threaded process that makes, watches, stops and reaps the children of a worker.

Started by ``launcher.py`` as ``python -m actors.sandbox.forkserver``. It imports the kinds' heavy modules once,
so that a child is one ``fork`` away from its work. As it alone reaps, a process id it signals is never a
reused one. On Linux it adopts orphans: whatever a dead job left behind, however well hidden, becomes its child
and is killed. When the control socket ends (the worker is gone, kill -9 included), it kills everything,
removes the work folder and goes.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import os
import selectors
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from actors.sandbox import child, prctl, tree
from actors.sandbox.preload import preload
from actors.sandbox.protocol import (
    KILL,
    ORDER,
    ORDER_DESCRIPTORS,
    READY,
    STOP,
    Ended,
    Refused,
    Report,
    Started,
    encode,
)
from actors.sandbox.workspace import remove

#: How often memory is looked at, seconds; less often where one look takes long (many processes on the machine).
WATCH_INTERVAL_S = 0.25
WATCH_SHARE = 0.02
#: How long to go on killing what a dead job left behind before its end is reported all the same, seconds.
BURIAL_LIMIT_S = 5.0
BURIAL_TICK_S = 0.01
_MAX_RSS_UNIT_BYTES = 1 if sys.platform == "darwin" else 1024


@dataclasses.dataclass(slots=True)
class _Job:
    """One child. ``inherited_bytes``: its size at birth; ``ended``: set once reaped, until its tree is gone."""

    pid: int
    reports: socket.socket
    memory_limit_bytes: int
    inherited_bytes: int
    peak_bytes: int = 0
    over_memory: bool = False
    ended: Ended | None = None
    ended_at_s: float = 0.0


class Forkserver:
    """Serves one worker until its control socket ends.

    Args:
        control: the socket on which orders come.
        lock: descriptor that keeps the work folder from being swept; no business of the children.
    """

    def __init__(self, control: socket.socket, lock: int) -> None:
        self._control, self._lock = control, lock
        self._jobs: dict[int, _Job] = {}
        self._selector = selectors.DefaultSelector()
        self._watch_at_s = 0.0
        self._serving = True
        self._wake_in, self._wake_out = socket.socketpair()
        for end in (self._wake_in, self._wake_out):
            end.setblocking(False)
        self._selector.register(control, selectors.EVENT_READ, self._take_order)
        self._selector.register(self._wake_in, selectors.EVENT_READ, self._clear_wake)
        # A handler must exist for the wake-up descriptor to be written to; the work is done in the loop.
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        signal.set_wakeup_fd(self._wake_out.fileno(), warn_on_full_buffer=False)

    def serve(self) -> None:
        """Work until the worker is gone and nothing of its jobs is alive."""
        with contextlib.suppress(OSError):  # the worker may be gone already: then the loop ends at once
            self._control.send(READY)
        while self._serving or self._jobs:
            for key, _events in self._selector.select(self._patience_s()):
                act: Callable[[], None] = key.data
                act()
            self._reap()
            self._watch_memory()
        self._kill_strays()

    def _patience_s(self) -> float | None:
        """How long the loop may sleep: for ever without jobs."""
        if any(job.ended for job in self._jobs.values()):
            return BURIAL_TICK_S
        return max(0.0, self._watch_at_s - time.monotonic()) if self._jobs else None

    def _clear_wake(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._wake_in.recv(4096)

    # --- birth -----------------------------------------------------------------------------------------

    def _take_order(self) -> None:
        try:
            data, descriptors, _flags, _address = socket.recv_fds(self._control, ORDER.size, ORDER_DESCRIPTORS)
        except ConnectionError:
            data, descriptors = b"", []
        if len(data) != ORDER.size or len(descriptors) != ORDER_DESCRIPTORS:
            self._leave()
            return
        for descriptor in descriptors:
            os.set_inheritable(descriptor, False)  # programs that the job starts get none of them
        channel, reports, log = descriptors
        reports_socket = socket.socket(fileno=reports)
        reports_socket.setblocking(False)
        try:
            self._fork(socket.socket(fileno=channel), reports_socket, log, ORDER.unpack(data)[0])
        except OSError as error:
            self._report(reports_socket, Refused(reason=error.strerror or str(error)))
            reports_socket.close()

    def _fork(self, channel: socket.socket, reports: socket.socket, log: int, memory_limit_bytes: int) -> None:
        # Held back until the child has its own handlers: a stop order must not be lost in between.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        try:
            server_pid = os.getpid()
            pid = os.fork()
            if pid == 0:
                self._become_child(channel, reports, log, server_pid)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
            channel.close()
            os.close(log)
        job = _Job(pid, reports, memory_limit_bytes, tree.resident_bytes(pid))
        if not self._jobs:
            self._watch_at_s = time.monotonic() + WATCH_INTERVAL_S
        self._jobs[pid] = job
        self._selector.register(reports, selectors.EVENT_READ, lambda: self._obey(job))
        self._report(reports, Started(pid=pid))

    def _become_child(self, channel: socket.socket, reports: socket.socket, log: int, server_pid: int) -> None:
        """Drop all that is the forkserver's and run the job; never returns."""
        try:
            signal.set_wakeup_fd(-1)
            with contextlib.suppress(OSError):  # a kqueue is not there after a fork
                self._selector.close()
            for job in self._jobs.values():
                job.reports.close()
            for foreign in (reports, self._control, self._wake_in, self._wake_out):
                foreign.close()
            os.close(self._lock)
            child.main(channel, log, server_pid)
        except BaseException:  # noqa: BLE001, RUF100 (a forked process must not return into the server's loop)
            traceback.print_exc()
        finally:
            os._exit(os.EX_SOFTWARE)

    # --- life ------------------------------------------------------------------------------------------

    def _obey(self, job: _Job) -> None:
        """Carry out what the worker wants of one job; an end of file means that it wants it no longer."""
        try:
            orders = job.reports.recv(64)
        except BlockingIOError:
            return
        except ConnectionError:
            orders = b""
        if not orders:
            self._selector.unregister(job.reports)
        if job.ended is None:
            if not orders or KILL in orders:
                tree.signal_group(job.pid, signal.SIGKILL)
            elif STOP in orders:
                tree.signal_group(job.pid, signal.SIGTERM)

    def _watch_memory(self) -> None:
        begun_s = time.monotonic()
        alive = [job for job in self._jobs.values() if job.ended is None]
        if not alive or begun_s < self._watch_at_s:
            return
        trees = tree.descendants((job.pid for job in alive), tree.parents())
        for job in alive:
            resident = sum(tree.resident_bytes(pid) for pid in (job.pid, *trees[job.pid]))
            job.peak_bytes = max(job.peak_bytes, resident)
            if resident - job.inherited_bytes > job.memory_limit_bytes:
                # No grace here: it would go on growing at its neighbours' cost.
                job.over_memory = True
                tree.signal_group(job.pid, signal.SIGKILL)
        now_s = time.monotonic()
        self._watch_at_s = now_s + max(WATCH_INTERVAL_S, (now_s - begun_s) / WATCH_SHARE)

    # --- death -----------------------------------------------------------------------------------------

    def _reap(self) -> None:
        childless = False
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                childless = True
                break
            if pid == 0:
                break
            if job := self._jobs.get(pid):
                code = os.waitstatus_to_exitcode(status)
                job.ended_at_s = time.monotonic()
                job.ended = Ended(
                    status=code if code >= 0 else None,
                    signal=-code if code < 0 else None,
                    cpu_s=usage.ru_utime + usage.ru_stime,
                    max_rss_bytes=max(usage.ru_maxrss * _MAX_RSS_UNIT_BYTES, job.peak_bytes),
                    over_memory=job.over_memory,
                )
        self._bury(childless=childless)

    def _bury(self, *, childless: bool) -> None:
        """Report the end of jobs of which nothing is alive any more."""
        dead = [job for job in self._jobs.values() if job.ended is not None]
        if not dead:
            return
        if sys.platform != "linux":  # no adoption there: the group is what can be reached
            for job in dead:
                tree.signal_group(job.pid, signal.SIGKILL)
        survivors = 0 if childless else self._kill_strays()
        for job in dead:
            if job.ended and (not survivors or time.monotonic() - job.ended_at_s > BURIAL_LIMIT_S):
                if self._serving:  # else the worker closes the sandbox, and the job did not end by itself
                    self._report(job.reports, job.ended.model_copy(update={"survivors": survivors}))
                with contextlib.suppress(KeyError):
                    self._selector.unregister(job.reports)
                job.reports.close()
                del self._jobs[job.pid]

    def _kill_strays(self) -> int:
        """Kill what dead jobs left behind; return how many there still are.

        A living job adopts its own orphans (``child.py``), so a child of ours that is no job belongs to a dead one.
        Only own children are signalled, whose ids can't be reused before we reap them: their children come next.
        """
        own = os.getpid()
        strays = [pid for pid, parent in tree.parents().items() if parent == own and pid not in self._jobs]
        for pid in strays:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        return len(strays)

    def _leave(self) -> None:
        """Kill every job: nobody waits for them any more."""
        self._serving = False
        self._selector.unregister(self._control)
        for job in self._jobs.values():
            if job.ended is None:
                tree.signal_group(job.pid, signal.SIGKILL)

    @staticmethod
    def _report(reports: socket.socket, report: Report) -> None:
        # A report is far smaller than the socket's buffer: it fits at once or the worker is gone.
        with contextlib.suppress(OSError):
            reports.send(encode(report))


def main() -> None:
    """Serve until the worker is gone; see ``launcher.py`` for the arguments."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--control", type=int, required=True, help="descriptor of the control socket")
    parser.add_argument("--lock", type=int, required=True, help="descriptor of the work folder's lock")
    parser.add_argument("--folder", type=Path, required=True, help="work folder, removed at the end")
    parser.add_argument("modules", nargs="*")
    arguments = parser.parse_args()
    # The launcher's way to name its own import path; a job's own Python programs must not inherit it.
    os.environ.pop("PYTHONPATH", None)
    # A terminal's Ctrl-C or a service manager's SIGTERM is for the worker: this process ends after it.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    prctl.adopt_orphans()
    preload(arguments.modules)
    Forkserver(socket.socket(fileno=arguments.control), arguments.lock).serve()
    remove(arguments.folder)


if __name__ == "__main__":
    main()
