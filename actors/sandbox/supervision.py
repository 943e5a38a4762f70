"""Watching over one running job from a worker's thread, until nothing of it is alive.

The thread sleeps in ``poll``, which holds no GIL, so a job that holds its own (in its own process) delays nobody here.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import time
from collections.abc import Callable

from pydantic import ValidationError

from actors.sandbox.findings import Findings
from actors.sandbox.protocol import (
    KILL,
    MAX_MESSAGE_BYTES,
    MESSAGE,
    REPORT,
    STOP,
    Answer,
    Ended,
    Lines,
    LineTooLong,
    Progress,
    Question,
    Refused,
    Started,
    encode,
)
from actors.sandbox.stop import StopReason, StopSignal

#: At most so often is progress passed on; newer reports replace older ones, and the newest always comes.
PROGRESS_INTERVAL_S = 0.1
#: At most so much is read per interval from one job: a flood fills the job's own pipe and not our time.
FLOOD_BYTES, FLOOD_INTERVAL_S = 4 * 1024**2, 0.25
#: What a message counts for in that: reading it costs more than keeping its bytes.
MESSAGE_BYTES = 2048
#: How long a child may take to end after its last word, seconds.
FAREWELL_S = 2.0
#: How long the forkserver may take for its preloads, or to make a child, and to bury a killed one, seconds.
BIRTH_LIMIT_S, BURIAL_LIMIT_S = 90.0, 15.0
_CHUNK_BYTES = 65_536
_DRAIN_CHUNKS = 64


class Supervision:
    """One job's supervision.

    Args:
        assignment: the line that tells the child its task.
        channel: the socket to the child.
        reports: the socket to the forkserver.
        log: descriptor of the read end of the child's output.
        time_limit_s: seconds from its start after which the job is stopped.
        stop_grace_s: seconds between SIGTERM and SIGKILL.
        on_progress: told (fraction, stage, message).
        on_started: told the child's process id.
        on_question: answers what the child asks.
    """

    def __init__(
        self,
        assignment: bytes,
        channel: socket.socket,
        reports: socket.socket,
        log: int,
        *,
        time_limit_s: float,
        stop_grace_s: float,
        on_progress: Callable[[float, str, str], None],
        on_started: Callable[[int], None] | None,
        on_question: Callable[[Question], Answer],
    ) -> None:
        self._unsent = assignment
        self._channel, self._reports, self._log = channel, reports, log
        self._time_limit_s, self._stop_grace_s = time_limit_s, stop_grace_s
        self._on_progress, self._on_started, self._on_question = on_progress, on_started, on_question
        self._messages, self._report_lines = Lines(MAX_MESSAGE_BYTES), Lines(_CHUNK_BYTES)
        self._progress: Progress | None = None
        self._progress_at_s = self._flood_at_s = 0.0
        self._flood_bytes = 0
        self._kill_at_s: float | None = None
        self._give_up_at_s = time.monotonic() + BIRTH_LIMIT_S
        self._urgent, self._all = selectors.DefaultSelector(), selectors.DefaultSelector()
        self.findings = Findings()

    def watch(self, stop: StopSignal) -> Findings:
        """Wait until nothing of the job is alive; stop it when its time is up or ``stop`` asks for it."""
        wake_in, wake_out = socket.socketpair()
        with self._urgent, self._all, wake_in, wake_out:
            for end in (self._channel, self._reports, wake_in, wake_out):
                end.setblocking(False)
            os.set_blocking(self._log, False)
            for selector in (self._urgent, self._all):
                selector.register(wake_in, selectors.EVENT_READ, lambda: self._clear(wake_in))
                selector.register(self._reports, selectors.EVENT_READ, self._read_report)
            self._all.register(self._channel, selectors.EVENT_READ | selectors.EVENT_WRITE, self._converse)
            self._all.register(self._log, selectors.EVENT_READ, self._read_log)
            stop.attach(lambda: self._wake(wake_out))
            try:
                while not self.findings.over:
                    # A job that floods us is not read from until its next interval; it waits in its own write.
                    selector = self._urgent if self._flood_bytes > FLOOD_BYTES else self._all
                    for key, _events in selector.select(self._patience_s()):
                        act: Callable[[], None] = key.data
                        act()
                    self._pass_on_progress()
                    self._keep_order(stop.reason)
            except BaseException:
                self._put_down()
                raise
            finally:
                stop.detach()
            self._drain()
        return self.findings

    # --- time ------------------------------------------------------------------------------------------

    def _patience_s(self) -> float:
        """How long until something must be done without being woken."""
        moments = [self._give_up_at_s]
        if self.findings.pid is not None and self._kill_at_s is None:
            moments.append(self.findings.started_s + self._time_limit_s)
        if self._kill_at_s is not None:
            moments.append(self._kill_at_s)
        if self._progress is not None:
            moments.append(self._progress_at_s + PROGRESS_INTERVAL_S)
        if self._flood_bytes > FLOOD_BYTES:
            moments.append(self._flood_at_s + FLOOD_INTERVAL_S)
        return max(0.0, min(moments) - time.monotonic())

    def _keep_order(self, asked: StopReason | None) -> None:
        """Take the steps that are due: stop, kill, give up."""
        findings, now_s = self.findings, time.monotonic()
        if self._kill_at_s is None:
            if findings.last_word is not None:
                self._kill_at_s = now_s + FAREWELL_S
            elif findings.oversized:
                self._kill_at_s = now_s
            elif asked is not None:
                self._stop(asked)
            elif findings.pid is not None and now_s >= findings.started_s + self._time_limit_s:
                self._stop(StopReason.TIME_LIMIT)
        if self._kill_at_s is not None and now_s >= self._kill_at_s:
            self._tell(KILL)
            self._kill_at_s = float("inf")
            if findings.pid is not None:
                self._give_up_at_s = now_s + BURIAL_LIMIT_S
        findings.deaf = findings.deaf or now_s >= self._give_up_at_s
        if now_s >= self._flood_at_s + FLOOD_INTERVAL_S:
            self._flood_at_s, self._flood_bytes = now_s, 0

    def _stop(self, reason: StopReason) -> None:
        self.findings.stop_reason = reason
        self._tell(STOP)
        self._kill_at_s = time.monotonic() + self._stop_grace_s

    def _tell(self, order: bytes) -> None:
        with contextlib.suppress(OSError):  # it is gone: the reports' end of file says so
            self._reports.send(order)

    def _put_down(self) -> None:
        """Kill the job and wait for its end: what this thread tells its caller can't be told any more."""
        self._on_started = None
        self._tell(KILL)
        deadline_s = time.monotonic() + BURIAL_LIMIT_S
        while not self.findings.over and time.monotonic() < deadline_s:
            for key, _events in self._urgent.select(0.1):
                act: Callable[[], None] = key.data
                act()

    # --- the forkserver's reports ------------------------------------------------------------------------

    def _read_report(self) -> None:
        findings = self.findings
        try:
            data = self._reports.recv(_CHUNK_BYTES)
        except BlockingIOError:
            return
        except ConnectionError:
            data = b""
        for line in self._report_lines.feed(data):
            report = REPORT.validate_json(line)
            if isinstance(report, Started):
                findings.pid, findings.started_s = report.pid, time.monotonic()
                self._give_up_at_s = float("inf")
                if self._kill_at_s == float("inf"):  # killed before it was born
                    self._give_up_at_s = findings.started_s + BURIAL_LIMIT_S
                if self._on_started is not None:
                    self._on_started(report.pid)
            elif isinstance(report, Ended):
                findings.ended, findings.wall_s = report, time.monotonic() - findings.started_s
            elif isinstance(report, Refused):
                findings.refused = report.reason
        if not data and not findings.over:
            findings.lost = True
            findings.wall_s = time.monotonic() - findings.started_s if findings.pid else 0.0

    # --- the child's messages and its log ----------------------------------------------------------------

    def _converse(self) -> None:
        """Send what is left to be told, take what the child says."""
        self._send()
        try:
            data = self._channel.recv(_CHUNK_BYTES)
        except BlockingIOError:
            return
        except ConnectionError:
            data = b""
        if not data or self.findings.oversized:
            self._all.unregister(self._channel)
            return
        self._flood_bytes += len(data)
        self._hear(data)

    def _send(self, more: bytes = b"") -> None:
        """Send as much as the channel takes now; the rest goes when it takes more."""
        self._unsent += more
        try:
            self._unsent = self._unsent[self._channel.send(self._unsent) :] if self._unsent else b""
        except BlockingIOError:
            pass
        except OSError:
            self._unsent = b""
        if self._channel in self._all.get_map():
            write = selectors.EVENT_WRITE if self._unsent else 0
            self._all.modify(self._channel, selectors.EVENT_READ | write, self._converse)

    def _hear(self, data: bytes) -> None:
        try:
            for line in self._messages.feed(data):
                self._flood_bytes += MESSAGE_BYTES
                try:
                    message = MESSAGE.validate_json(line)
                except ValidationError:
                    continue  # not ours: something in the child wrote to a descriptor it does not own
                if isinstance(message, Progress):
                    self._progress = message
                elif isinstance(message, Question):
                    self._send(encode(self._on_question(message)))
                elif self.findings.last_word is None:
                    self.findings.last_word = message
        except LineTooLong:
            self.findings.oversized = True

    def _read_log(self) -> None:
        try:
            data = os.read(self._log, _CHUNK_BYTES)
        except BlockingIOError:
            return
        if not data:
            self._all.unregister(self._log)
        self._flood_bytes += len(data)
        self.findings.log.feed(data)

    def _pass_on_progress(self) -> None:
        if self._progress is not None and time.monotonic() >= self._progress_at_s + PROGRESS_INTERVAL_S:
            latest, self._progress = self._progress, None
            self._on_progress(latest.fraction, latest.stage, latest.message)
            self._progress_at_s = time.monotonic()

    def _drain(self) -> None:
        """Take what was said before the end and is still in the pipes."""
        with contextlib.suppress(OSError):
            for _ in range(_DRAIN_CHUNKS):
                if self.findings.oversized or not (data := self._channel.recv(_CHUNK_BYTES)):
                    break
                self._hear(data)
        with contextlib.suppress(OSError):
            for _ in range(_DRAIN_CHUNKS):
                if not (data := os.read(self._log, _CHUNK_BYTES)):
                    break
                self.findings.log.feed(data)
        self._progress_at_s = 0.0
        self._pass_on_progress()

    @staticmethod
    def _wake(wake: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError):
            wake.send(b"!")

    @staticmethod
    def _clear(wake: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError):
            wake.recv(64)
