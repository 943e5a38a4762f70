"""The sandbox as the worker's threads see it: a task goes in, an outcome comes out, nothing stays behind."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import structlog

from actors.sandbox import tree
from actors.sandbox.findings import Findings
from actors.sandbox.launcher import ForkserverGone, Launcher
from actors.sandbox.protocol import ASSIGNMENT, Answer, Assignment, Question
from actors.sandbox.stop import StopReason, StopSignal
from actors.sandbox.supervision import BIRTH_LIMIT_S, Supervision
from actors.sandbox.task import Outcome, Task
from actors.sandbox.verdict import no_room, outcome_of
from actors.sandbox.workspace import Workspace, remove

#: So many forkservers in a row may die before their preloads are done; the next one preloads nothing.
MAX_EARLY_DEATHS = 2
#: How often a job that waits for the preloads is looked after, seconds.
READY_LOOK_S = 0.05

_log = structlog.get_logger(__name__)


def _no_answer(_question: Question) -> Answer:
    """Answer where nobody keeps anything: no wait, nothing remembered."""
    return Answer()


class Sandbox:
    """Runs each job in a child process of its own; thread-safe, one ``run`` per thread at a time.

    Args:
        preload: modules to import ahead, so that their jobs start warm.
        work: the folder for temporary folders of running jobs; may be shared with other sandboxes.
        cpu_threads: threads that CPU-bound libraries should use in one job.
    """

    def __init__(self, *, preload: Sequence[str], work: Path, cpu_threads: int) -> None:
        self._preload = tuple(preload)
        self._work, self._cpu_threads = work, cpu_threads
        self._lock = threading.Lock()
        self._workspace: Workspace | None = None
        self._launcher: Launcher | None = None
        self._closed = False
        self._early_deaths = 0

    def start(self) -> None:
        """Start the forkserver; its preloads go on in the background, and the first jobs wait for them."""
        self._current_launcher()

    def wait_until_ready(self, timeout_s: float) -> bool:
        """Wait until the preloads are done; return whether they are.

        Args:
            timeout_s: how long to wait at most, seconds.
        """
        return self._current_launcher()[0].ready(timeout_s)

    def run(
        self,
        task: Task,
        *,
        stop: StopSignal,
        on_progress: Callable[[float, str, str], None],
        on_started: Callable[[int], None] | None = None,
        on_question: Callable[[Question], Answer] = _no_answer,
    ) -> Outcome:
        """Run one job to its end; blocks the calling thread, and no other.

        Nothing of the job is alive when this returns. Its private folder is gone; its artifacts lie in the
        outcome's folder, for the caller to move or ``discard``.

        Args:
            task: what to do.
            stop: how other threads ask it to stop.
            on_progress: told (fraction, stage, message), in this thread, at most some 25 times a second; must not
                block for long, as nobody looks at the clock meanwhile.
            on_started: told the child's process id, in this thread.
            on_question: answers what the job asks (see ``Question``), in this thread; as quick as ``on_progress``.
        """
        try:
            launcher, workspace = self._current_launcher()
            folder = workspace.open_job(task.job_id, task.start)
        except OSError as error:
            return no_room(error)
        try:
            findings = self._supervise(
                launcher, task, folder, stop, on_progress=on_progress, on_started=on_started, on_question=on_question
            )
            if findings.lost or findings.deaf:
                self._replace(launcher, findings)
            if findings.ended is not None and findings.ended.survivors:
                _log.warning("processes_left", job=task.job_id, processes=findings.ended.survivors)
            outcome = outcome_of(task, findings, folder)
            if outcome.artifacts:
                outcome = dataclasses.replace(outcome, folder=workspace.keep_artifacts(folder))
        finally:
            remove(folder)
        return outcome

    def discard(self, outcome: Outcome) -> None:
        """Remove the artifacts of an outcome that nobody took."""
        if outcome.folder is not None:
            remove(outcome.folder)

    def close(self) -> None:
        """Kill what still runs, end the forkserver and remove all folders."""
        with self._lock:
            self._closed = True
            launcher, self._launcher = self._launcher, None
            workspace, self._workspace = self._workspace, None
        if launcher is not None:
            launcher.close()
        if workspace is not None:
            workspace.close()

    def _current_launcher(self) -> tuple[Launcher, Workspace]:
        with self._lock:
            if self._closed:
                raise OSError("the sandbox is closed")
            if self._workspace is None:
                self._workspace = Workspace(self._work)
            if self._launcher is not None and not self._launcher.alive:
                self._abandon(self._launcher)
            if self._launcher is None:
                self._launcher = Launcher(self._preload, self._workspace)
            return self._launcher, self._workspace

    def _replace(self, launcher: Launcher, findings: Findings) -> None:
        """Clear up after a forkserver that died or went deaf; the next job starts another."""
        with self._lock:
            if self._closed:  # ``close`` does the rest
                findings.stop_reason = findings.stop_reason or StopReason.SHUTDOWN
                return
            if findings.pid is not None:
                tree.signal_group(findings.pid, signal.SIGKILL)
            if self._launcher is launcher:
                self._abandon(launcher)
            else:  # another job's thread was first
                launcher.kill_descendants()

    def _abandon(self, launcher: Launcher) -> None:
        self._launcher = None
        self._early_deaths = 0 if launcher.ready(0.0) else self._early_deaths + 1
        launcher.kill()
        _log.warning("sandbox_lost", forkserver_pid=launcher.pid, early_deaths=self._early_deaths)
        if self._early_deaths >= MAX_EARLY_DEATHS and self._preload:
            # It dies while it imports: without preloads the jobs of the guilty kind fail alone.
            _log.error("sandbox_preload_given_up", modules=self._preload)
            self._preload = ()

    def _supervise(
        self,
        launcher: Launcher,
        task: Task,
        folder: Path,
        stop: StopSignal,
        *,
        on_progress: Callable[[float, str, str], None],
        on_started: Callable[[int], None] | None,
        on_question: Callable[[Question], Answer],
    ) -> Findings:
        """Wire a new child up to this thread and wait for its end."""
        if (instead := _before_birth(launcher, stop)) is not None:
            return instead
        assignment = ASSIGNMENT.dump_json(Assignment(task, folder, self._cpu_threads)) + b"\n"
        with contextlib.ExitStack() as ours:
            with contextlib.ExitStack() as theirs:
                try:
                    (channel, child_channel), (reports, server_reports) = _pair(ours, theirs), _pair(ours, theirs)
                    log, child_log = os.pipe()
                except OSError as error:
                    return Findings(refused=error.strerror or str(error))
                ours.callback(os.close, log)
                theirs.callback(os.close, child_log)
                descriptors = [child_channel.fileno(), server_reports.fileno(), child_log]
                try:
                    launcher.order(task.memory_limit_bytes, descriptors)
                except ForkserverGone:
                    return Findings(lost=True)
            supervision = Supervision(
                assignment,
                channel,
                reports,
                log,
                time_limit_s=task.time_limit_s,
                stop_grace_s=task.stop_grace_s,
                on_progress=on_progress,
                on_started=on_started,
                on_question=on_question,
            )
            return supervision.watch(stop)


def _before_birth(launcher: Launcher, stop: StopSignal) -> Findings | None:
    """Wait until the forkserver takes orders; return what was found if a stop came first, or none can come any more.

    An order can't be taken back: given while the preloads go on, it would make a cancelled job wait for them.
    """
    deadline_s = time.monotonic() + BIRTH_LIMIT_S
    while not launcher.ready(READY_LOOK_S):
        if stop.reason is not None:
            return Findings(stop_reason=stop.reason)
        if not launcher.alive:
            return Findings(lost=True)
        if time.monotonic() >= deadline_s:
            return Findings(deaf=True)
    return None


def _pair(ours: contextlib.ExitStack, theirs: contextlib.ExitStack) -> tuple[socket.socket, socket.socket]:
    our_end, their_end = socket.socketpair()
    return ours.enter_context(our_end), theirs.enter_context(their_end)
