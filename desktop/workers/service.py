"""One server, as the main thread sees it."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.api import Api, Document
from desktop.core.cache import Cache
from desktop.core.clock import ServerClock
from desktop.core.errors import Busy, ClientError, Stopped
from desktop.core.job import Job
from desktop.core.kinds import Kind
from desktop.core.outbox import Submission, Upload
from desktop.core.polling import GapWatch
from desktop.core.transport import normal_address
from desktop.core.words import explain
from desktop.workers.commands import Commands
from desktop.workers.downloads import Downloads
from desktop.workers.events import CommandFailure, JobChanges, Link, Transfer
from desktop.workers.inbox import Inbox
from desktop.workers.poller import Poller
from desktop.workers.pool import Pool
from desktop.workers.store import Store
from desktop.workers.uploads import Sender

__all__ = ["CommandFailure", "Job", "JobChanges", "Kind", "Link", "Service", "Submission", "Transfer", "Upload"]

T = TypeVar("T")

COMMAND_THREADS, DOWNLOAD_THREADS = 3, 3
QUEUE_WATCHED_MS, QUEUE_MS = 2_000, 90_000
PULSE_MS = 5_000
#: What the user just told jobs to do may take so long when the client closes; all threads end within the second time.
GRACE_S, STOP_S = 0.5, 1.8
#: Opening the cache takes milliseconds; a sender waits for it no longer than this.
CACHE_S = 1.0
#: A thread that computes hands the interpreter over after so long: the main thread comes first.
SWITCH_S = 0.0005


class Service(QObject):
    """One server, as the main thread sees it.

    Every method returns at once; every signal comes in the main thread.

    Args:
        server: its address, such as ``http://127.0.0.1:8080``.
        folder: where this user's cache and outbox lie; what is said about one server lies in a folder of its own.
        api_key: sent as a Bearer key; empty for none.
        parent: its owner.

    Raises:
        Unreachable: when ``server`` is no address.
    """

    jobs_reset = Signal(object)
    """``list[Job]``: all rows; at the start out of the cache."""
    jobs_changed = Signal(object)
    """``JobChanges``, at most about ten a second."""
    link_changed = Signal(object)
    """``Link``."""
    queue_changed = Signal(object)
    """``dict`` of ``GET /v1/queue``: every 2 s while the dashboard is looked at, else every 90 s."""
    kinds_changed = Signal(object)
    """``list[Kind]``."""
    submission_changed = Signal(object)
    """``Submission``, a copy."""
    command_failed = Signal(object)
    """``CommandFailure``."""
    transfer_changed = Signal(object)
    """``Transfer``."""
    notice = Signal(object)
    """``str``: something to be said once, such as a cache that had to be started anew."""

    def __init__(self, server: str, folder: Path, *, api_key: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.server = normal_address(server)
        self._api_key, self._clock = api_key, ServerClock()
        self._kinds: list[Kind] = []
        self._cache: Cache | None = None
        self._cache_opened = threading.Event()
        self._link = self._feed_link = Link("connecting", time.time())
        self._queue_asked = self._stopped = False
        self._visible, self._dashboard = True, False
        self._inbox = Inbox(self)
        self._inbox.rows_changed.connect(self.jobs_changed)
        self._store = Store(folder, self.server, lambda text: self._post(self.notice, text))
        self._pool = Pool("command", COMMAND_THREADS, self._api)
        self._fetchers = Pool("download", DOWNLOAD_THREADS, self._api)
        self._commands = Commands(self._pool, self._learn, lambda failure: self._post(self.command_failed, failure))
        self._downloads = Downloads(
            self._fetchers, self.document, lambda transfer: self._post(self.transfer_changed, transfer),
            self._store.previews,
        )  # fmt: skip
        self._sender = Sender(
            outbox=self._store.outbox,
            cache=self._await_cache,
            make_api=self._api,
            tell=self._tell_submission,
            learn=self._learn,
            busy=lambda error, delay_s: self._inbox.post(lambda: self._on_busy(error, delay_s)),
        )
        self._poller = Poller(
            cache=self._open_cache,
            make_api=self._api,
            inbox=self._inbox,
            on_rows=self.jobs_reset.emit,
            on_link=self._on_link,
            on_kinds=self._on_kinds,
        )
        self._busy: tuple[Busy, float] | None = None
        self._queue_timer = QTimer(self, interval=QUEUE_MS)
        self._queue_timer.timeout.connect(self._ask_queue)
        self._pulse = QTimer(self, interval=PULSE_MS)
        self._pulse.timeout.connect(self._feel_pulse)
        self._gaps = GapWatch(PULSE_MS / 1000)

    # --- life ----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Show what the cache knows, then ask the server."""
        sys.setswitchinterval(SWITCH_S)
        for part in (self._poller, self._sender, self._pool, self._fetchers):
            part.start()
        self._queue_timer.start()
        self._pulse.start()

    def stop(self) -> None:
        """End all threads, within 2 s; what is not sent yet is sent at the next start."""
        if self._stopped:
            return
        self._stopped = True
        deadline = time.monotonic() + STOP_S
        self._queue_timer.stop()
        self._pulse.stop()
        self._poller.end()
        self._sender.end()
        self._fetchers.stop(grace_s=0.0, deadline=deadline)
        self._pool.stop(grace_s=GRACE_S, deadline=deadline)
        ended = [self._sender.join(deadline), self._poller.join(deadline)]
        self._inbox.close()
        # A thread that is stuck in the network ends with the process; until then it may still write.
        if all(ended) and self._cache is not None:
            self._cache.close()
            self._cache = None

    def refresh(self) -> None:
        """Ask at once ("Try now")."""
        self._poller.hurry()
        self._sender.hurry()
        self._ask_queue()

    def set_attention(self, *, visible: bool, dashboard: bool) -> None:
        """Say whether the window is seen, and whether the dashboard is."""
        watched = visible and dashboard
        begun = watched and not (self._visible and self._dashboard)
        self._visible, self._dashboard = visible, dashboard
        self._queue_timer.setInterval(QUEUE_WATCHED_MS if watched else QUEUE_MS)
        self._poller.look(visible=visible)
        if begun:
            self._ask_queue()

    def use_key(self, api_key: str) -> None:
        """Go on with another key."""
        self._api_key = api_key
        self._pool.use_other_clients()
        self._fetchers.use_other_clients()
        self._poller.use_other_client()
        self._sender.use_other_client()

    # --- what is known -------------------------------------------------------------------------------

    def document(self, job_id: str) -> Document | None:
        """Return the whole job as last heard, None for one that is not known."""
        return self._cache.document(job_id) if self._cache is not None else None

    def kinds(self) -> list[Kind]:
        """Return the kinds as last heard."""
        return self._kinds

    def link(self) -> Link:
        """Return how things stand with the server."""
        return self._link

    def server_now(self) -> float:
        """Return the time by the server's clock, Unix seconds: what a job's times are to be compared with."""
        return self._clock.now()

    def form_values(self, kind: str) -> dict[str, Any] | None:
        """Return what a kind's form was filled with last."""
        return self._cache.form_values(kind) if self._cache is not None else None

    def keep_form_values(self, kind: str, values: dict[str, Any]) -> None:
        """Remember what a kind's form was filled with."""
        cache = self._cache
        if cache is not None:
            self._pool.add(lambda _: cache.keep_form_values(kind, values))

    def file_name(self, file_id: str) -> str | None:
        """Return what an uploaded file is called, None where nobody knows."""
        return (self._cache.file_name(file_id) or None) if self._cache is not None else None

    # --- submissions ---------------------------------------------------------------------------------

    def submit(self, submission: Submission) -> None:
        """Keep a submission, upload its files, send it; what happens comes by ``submission_changed``."""
        self._sender.add(submission)

    def submissions(self) -> list[Submission]:
        """Return those that are not accepted yet, in the order in which they came."""
        return self._sender.submissions()

    def withdraw(self, submission_id: str) -> None:
        """Forget a submission that is not accepted yet."""
        self._sender.withdraw(submission_id)

    def send_again(self, submission_id: str) -> None:
        """Send a refused or unsendable one again, with its files as they are now."""
        self._sender.send_again(submission_id)

    # --- commands ------------------------------------------------------------------------------------

    def cancel(self, job_ids: Sequence[str]) -> None:
        """Cancel jobs; what fails comes by ``command_failed``."""
        self._commands.cancel(job_ids)

    def retry(self, job_ids: Sequence[str]) -> None:
        """Put finished jobs into the queue again."""
        self._commands.retry(job_ids)

    def set_priority(self, job_ids: Sequence[str], priority: str) -> None:
        """Move waiting jobs to another priority."""
        self._commands.set_priority(job_ids, priority)

    # --- transfers -----------------------------------------------------------------------------------

    def save(self, job_id: str, artifact_names: Sequence[str], folder_or_path: str) -> str:
        """Download artifacts to keep them; return the transfer's id.

        Args:
            job_id: whose.
            artifact_names: which.
            folder_or_path: a folder, in which no file is overwritten (``report (2).pdf``); or, for a single artifact,
                the very path that the user chose, where what lies there is replaced.
        """
        return self._downloads.save(job_id, artifact_names, folder_or_path)

    def open_temporary(self, job_id: str, artifact_name: str) -> str:
        """Download an artifact for a preview; return the transfer's id; its last ``Transfer`` has the path."""
        return self._downloads.preview(job_id, artifact_name)

    def stop_transfer(self, transfer_id: str) -> None:
        """Stop a download."""
        self._downloads.stop(transfer_id)

    # --- anything else -------------------------------------------------------------------------------

    def call(
        self,
        work: Callable[[Api], T],
        done: Callable[[T], None],
        failed: Callable[[ClientError], None] | None = None,
    ) -> None:
        """Do something off the main thread; the callbacks come in the main thread.

        Args:
            work: does it, with a client of its thread.
            done: gets what it returned.
            failed: gets why it could not; None: nobody wants to know.
        """

        def task(api: Api) -> None:
            try:
                found = work(api)
            except ClientError as error:
                if failed is not None and not isinstance(error, Stopped):
                    reason, tell = error, failed
                    self._inbox.post(lambda: tell(reason))
                return
            self._inbox.post(lambda: done(found))

        self._pool.add(task)

    # --- inside --------------------------------------------------------------------------------------

    def _api(self) -> Api:
        return Api(self.server, api_key=self._api_key, clock=self._clock)

    def _open_cache(self) -> Cache:
        self._cache = cache = self._store.cache()
        self._cache_opened.set()
        return cache

    def _await_cache(self) -> Cache | None:
        """Return the cache; just after the start, in a thread that may wait, once it is open."""
        self._cache_opened.wait(CACHE_S)
        return self._cache

    def _post(self, signal: Any, value: object) -> None:
        self._inbox.post(lambda: signal.emit(value))

    def _tell_submission(self, submission: Submission) -> None:
        # Whoever hears that it was accepted finds its row in the list.
        self._inbox.post_after_rows(lambda: self.submission_changed.emit(submission))

    def _learn(self, documents: Sequence[Document], _api: Api) -> None:
        """Take in jobs that a call has told of; called in any thread."""
        cache = self._await_cache()
        if cache is not None:
            rows = cache.apply(documents, heard_at=self._clock.now())
            self._inbox.rows(rows)
            self._poller.learned(rows)

    def _on_kinds(self, kinds: list[Kind]) -> None:
        if kinds != self._kinds:
            self._kinds = kinds
            self.kinds_changed.emit(kinds)

    def _on_link(self, link: Link) -> None:
        back = link.state == "online" and self._feed_link.state in ("offline", "busy")
        self._feed_link = link
        if back:
            self._sender.hurry()
        self._tell_link()

    def _on_busy(self, error: Busy | None, delay_s: float) -> None:
        self._busy = None if error is None else (error, time.time() + delay_s)
        self._tell_link()

    def _tell_link(self) -> None:
        """Tell how things stand: what the list hears, unless a submission that waits for room has more to say."""
        link = self._feed_link
        if link.state == "online" and self._busy is not None:
            error, retry_at = self._busy
            since = self._link.since if self._link.state == "busy" else time.time()
            link = Link("busy", since, retry_at, explain(error).what, link.as_of, error)
        if link != self._link:
            self._link = link
            self.link_changed.emit(link)

    def _ask_queue(self) -> None:
        if self._queue_asked or self._stopped or self._feed_link.state != "online":
            return
        self._queue_asked = True

        def over(found: Document | None) -> None:
            self._queue_asked = False
            if found is not None:
                self.queue_changed.emit(found)

        self.call(lambda api: api.queue(), over, lambda _: over(None))

    def _feel_pulse(self) -> None:
        """Notice that the computer slept: what was held by the network then is dead."""
        if self._gaps.tick(time.monotonic(), time.time()):
            self.refresh()
