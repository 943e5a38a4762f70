"""The one thread that asks what changed, keeps it, and tells the main thread."""

from __future__ import annotations

import json
import logging
import random
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict

from desktop.core.api import Api, Changes, Document
from desktop.core.cache import Cache
from desktop.core.errors import Busy, ClientError, Gone, Stopped, Unauthorized, Unreachable
from desktop.core.feed import BEGINNING, Feed
from desktop.core.job import LIVE, RUNNING, WAITING, Job
from desktop.core.kinds import Kind, kind_of
from desktop.core.polling import GapWatch, Polling, Stake
from desktop.core.titles import files_of
from desktop.core.words import explain
from desktop.workers.events import Link
from desktop.workers.inbox import Inbox

log = logging.getLogger(__name__)

#: The thread looks up this often while it waits, so that it notices a sleep of the computer.
TICK_S = 5.0
#: ``as of`` is written down this often.
AS_OF_S = 30.0
#: Names of files that others uploaded are asked for one by one, so many between two questions at most.
NAMES_AT_ONCE = 10
MOST_POSITIONS = 5  # pages


class Poller:
    """Follows one server.

    Args:
        cache: opens the cache; called in the thread.
        make_api: makes a client of the server.
        inbox: the way to the main thread.
        on_rows: called in the main thread with all rows.
        on_link: called in the main thread with the link.
        on_kinds: called in the main thread with the kinds.
    """

    def __init__(
        self,
        *,
        cache: Callable[[], Cache],
        make_api: Callable[[], Api],
        inbox: Inbox,
        on_rows: Callable[[list[Job]], None],
        on_link: Callable[[Link], None],
        on_kinds: Callable[[list[Kind]], None],
    ) -> None:
        self._open_cache, self._make_api, self._inbox = cache, make_api, inbox
        self._on_rows, self._on_link, self._on_kinds = on_rows, on_link, on_kinds
        self._thread = threading.Thread(target=self._run, name="poller", daemon=True)
        self._changed = threading.Condition(threading.RLock())
        self._polling = Polling(random.Random(), time.monotonic())  # noqa: S311 (no secret)
        self._visible = True
        self._stopping = self._unauthorized = False
        self._waiting_for_answer = False
        self._api: Api | None = None
        self._states: dict[str, tuple[int, str]] = {}
        #: When running jobs are thought to end, by the server's clock.
        self._ends: dict[str, float] = {}
        self._unnamed: deque[tuple[str, str]] = deque()
        self._cursor = BEGINNING
        #: Ids heard of while everything is loaded again, None at other times.
        self._seen: set[str] | None = None
        self._as_of: float | None = None
        self._as_of_kept = 0.0
        self._link = Link("connecting", time.time())
        self._gaps = GapWatch(TICK_S)

    # --- from other threads --------------------------------------------------------------------------

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def end(self) -> None:
        """Begin to end the thread, also while the server holds its question."""
        with self._changed:
            self._stopping = True
            self._hang_up()
            self._changed.notify_all()

    def join(self, deadline: float) -> bool:
        """Wait for its end until then (monotonic seconds); return whether it came."""
        if self._thread.is_alive():
            self._thread.join(max(0.05, deadline - time.monotonic()))
        return not self._thread.is_alive()

    def hurry(self) -> None:
        """Ask at once, whatever was planned."""
        with self._changed:
            self._unauthorized = False
            self._polling.hurry(time.monotonic())
            if self._waiting_for_answer:
                self._hang_up()
            self._changed.notify_all()

    def use_other_client(self) -> None:
        """The key is another."""
        self.hurry()
        with self._changed:
            self._hang_up()

    def look(self, *, visible: bool) -> None:
        """Hear whether the window is seen."""
        with self._changed:
            self._visible = visible
            self._restake()
            self._changed.notify_all()

    def learned(self, rows: Sequence[Job]) -> None:
        """Hear of jobs that another thread's call has told of."""
        with self._changed:
            for job in rows:
                self._note(job)
            if self._seen is not None:
                self._seen.update(job.id for job in rows)
            self._restake()
            self._polling.acted(time.monotonic())
            self._changed.notify_all()

    def _hang_up(self) -> None:
        api, self._api = self._api, None
        if api is not None:
            api.interrupt()

    def _note(self, job: Job) -> None:
        self._states[job.id] = (job.version, job.state)
        if job.state == RUNNING and job.estimated_finish_s is not None:
            self._ends[job.id] = job.heard_at + job.estimated_finish_s
        else:
            self._ends.pop(job.id, None)

    def _expect(self, now: float) -> None:
        """Have the next question come when the next job is thought to end."""
        with self._changed:
            self._polling.expect({job_id: end - now for job_id, end in self._ends.items()}, time.monotonic())

    def _restake(self) -> None:
        states = [state for _, state in self._states.values()]
        stake = Stake(visible=self._visible, running=states.count(RUNNING), waiting=states.count(WAITING))
        self._polling.look(stake, time.monotonic())

    # --- the thread ----------------------------------------------------------------------------------

    def _run(self) -> None:
        self._cache = self._open_cache()
        try:
            self._show_cache()
        except (sqlite3.DatabaseError, ValueError, KeyError):
            self._start_anew()
        self._feed = Feed(self._make_api(), self._known)
        while self._wait():
            try:
                self._ask()
            except Stopped:
                continue
            except Unauthorized as error:
                self._unauthorized = True
                self._tell("unauthorized", error)
            except ClientError as error:
                self._failed(error)
            except sqlite3.DatabaseError:
                self._start_anew()
            except Exception as error:  # a fault of ours must not end the list
                log.exception("following the server failed")
                self._failed(Unreachable(self._feed.api.server, str(error)))
        self._keep_as_of()
        self._feed.api.close()

    def _show_cache(self) -> None:
        rows = self._cache.rows()
        with self._changed:
            self._states = {job.id: (job.version, job.state) for job in rows}
            self._restake()
        self._cursor = self._cache.fact("cursor") or BEGINNING
        kinds = [kind_of(document) for document in json.loads(self._cache.fact("kinds") or "[]")]
        self._as_of = float(self._cache.fact("as_of") or 0) or None
        self._inbox.reset(lambda: self._on_rows(rows))
        if kinds:
            self._inbox.post(lambda: self._on_kinds(kinds))
        self._tell("connecting")

    def _wait(self) -> bool:
        """Wait until it is time to ask; return whether to go on at all."""
        with self._changed:
            while not self._stopping:
                now_s = time.monotonic()
                if self._gaps.tick(now_s, time.time()):
                    self._polling.hurry(now_s)
                left_s = TICK_S if self._unauthorized else self._polling.next_s - now_s
                if left_s <= 0:
                    return True
                self._changed.wait(min(left_s, TICK_S))
        return False

    def _client(self) -> Api:
        """Return the client, a new one after it was hung up."""
        with self._changed:
            if self._stopping:
                raise Stopped
            if self._api is None:
                self._api = self._make_api()
            return self._api

    def _ask(self) -> None:
        self._feed.api = api = self._client()
        if self._cursor == BEGINNING and self._seen is None:
            self._seen = set()
        with self._changed:
            hold_s = self._polling.asked(time.monotonic())
            self._waiting_for_answer = hold_s > 0
        try:
            changes = self._feed.next(self._cursor, wait_s=hold_s)
        except Gone as error:
            if self._cursor == BEGINNING or error.status != 410:
                raise
            self._cursor, self._seen = BEGINNING, None
            return
        finally:
            with self._changed:
                self._waiting_for_answer = False
        news = self._take(changes, api) if changes is not None else False
        self._answered(news=news, more=changes is not None and changes.more)
        if changes is not None:
            self._expect(api.clock.now())
        self._fill_in(api)

    def _take(self, changes: Changes, api: Api) -> bool:
        """Keep what was told and tell it on; return whether a job is new, gone, or in another state."""
        heard_at = api.clock.now()
        loading = self._seen is not None
        # A load that is cut off begins anew: its cursor is kept only when it is whole.
        cursor = None if loading and changes.more else changes.cursor
        rows = self._cache.apply(changes.jobs, changes.removed, heard_at=heard_at, cursor=cursor, anew=loading)
        self._cursor = changes.cursor
        with self._changed:
            news = bool(changes.removed)
            for job in rows:
                news = news or self._states.get(job.id, (0, ""))[1] != job.state
                self._note(job)
            for job_id in changes.removed:
                self._states.pop(job_id, None)
                self._ends.pop(job_id, None)
            self._restake()
            if self._seen is not None:
                self._seen.update(job.id for job in rows)
        self._inbox.rows(rows, changes.removed)
        if self._seen is not None and not changes.more:
            self._loaded_anew(self._seen)
        self._note_unnamed(changes.jobs)
        return news

    def _loaded_anew(self, job_ids: set[str]) -> None:
        self._cache.keep_only(job_ids)
        self._cache.trim()
        rows = self._cache.rows()
        with self._changed:
            self._seen = None
            self._states = {job.id: (job.version, job.state) for job in rows}
            self._restake()
        self._inbox.reset(lambda: self._on_rows(rows))

    def _answered(self, *, news: bool, more: bool) -> None:
        with self._changed:
            self._polling.answered(time.monotonic(), news=news, more=more)
        self._as_of = time.time()
        if self._as_of - self._as_of_kept > AS_OF_S:
            self._keep_as_of()
        first = self._link.state != "online"
        if first:
            self._tell("online")
            self._ask_kinds()

    def _ask_kinds(self) -> None:
        kinds = self._client().kinds()
        self._cache.keep_fact("kinds", json.dumps([asdict(kind) for kind in kinds]))
        self._inbox.post(lambda: self._on_kinds(kinds))

    def _fill_in(self, api: Api) -> None:
        """Ask for what the changes do not tell: places in the queue, names of files."""
        with self._changed:
            due, visible = self._polling.positions_due(time.monotonic()), self._visible
        if due:
            page: str | None = None
            for _ in range(MOST_POSITIONS):
                found = api.jobs(page, states=[WAITING])
                self._inbox.rows(self._cache.apply(found.documents, heard_at=api.clock.now()))
                page = found.next
                if page is None:
                    break
        if visible and self._unnamed:
            self._ask_names(api)

    def _note_unnamed(self, documents: Sequence[Document]) -> None:
        unnamed = set(self._cache.unnamed_files(documents))
        if unnamed:
            from_files = ((file_id, document["id"]) for document in documents for file_id in files_of(document))
            self._unnamed.extend(pair for pair in from_files if pair[0] in unnamed)

    def _ask_names(self, api: Api) -> None:
        jobs = set()
        for _ in range(min(NAMES_AT_ONCE, len(self._unnamed))):
            file_id, job_id = self._unnamed[0]
            if self._cache.file_name(file_id) is None:
                try:
                    name = str(api.file(file_id).get("name") or "")
                except Gone:
                    name = ""
                self._cache.add_file(file_id, name)
            self._unnamed.popleft()
            jobs.add(job_id)
        self._inbox.rows(self._cache.retitle(jobs))

    def _failed(self, error: ClientError) -> None:
        asked_s = error.retry_after_s if isinstance(error, Busy) else None
        with self._changed:
            delay_s = self._polling.failed(time.monotonic(), asked_s)
        self._tell("busy" if isinstance(error, Busy) else "offline", error, retry_at=time.time() + delay_s)

    def _start_anew(self) -> None:
        """Go on with an empty cache after the file turned out to be damaged."""
        log.exception("the cache is damaged")
        self._cache.renew()
        self._cursor, self._seen = BEGINNING, None
        with self._changed:
            self._polling.hurry(time.monotonic())

    def _tell(self, state: str, error: ClientError | None = None, *, retry_at: float | None = None) -> None:
        since = self._link.since if state == self._link.state else time.time()
        reason = explain(error).what if error is not None else ""
        self._link = link = Link(state, since, retry_at, reason, self._as_of, error)  # type: ignore[arg-type]
        self._inbox.post(lambda: self._on_link(link))

    def _keep_as_of(self) -> None:
        if self._as_of is not None:
            self._as_of_kept = self._as_of
            try:
                self._cache.keep_fact("as_of", repr(self._as_of))
            except sqlite3.Error:
                log.exception("the cache can't be written")

    def _known(self) -> dict[str, tuple[int, bool]]:
        with self._changed:
            return {job_id: (version, state in LIVE) for job_id, (version, state) in self._states.items()}
