"""Sends the outbox: files first, then the job, each submission until it is accepted or can't be.

A submission is on the disk before anything of it is sent, and is sent with one key for all its life: however often
this client is killed, it becomes one job.
"""

from __future__ import annotations

import contextlib
import copy
import logging
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from desktop.core import upload
from desktop.core.api import Api, Document
from desktop.core.backoff import Failure
from desktop.core.cache import Cache
from desktop.core.errors import Busy, ClientError, LocalFailure, Refused, Stopped, Unauthorized, Unreachable
from desktop.core.outbox import Submission, Upload, with_file_ids
from desktop.core.outbox_store import Outbox

log = logging.getLogger(__name__)

SENDERS = 2
#: Progress is told this often.
TELL_S = 0.1
#: The server remembers keys for 24 hours; with a margin for clocks.
KEY_LIFE_S = 23 * 3600.0


class _Item:
    """A submission on its way."""

    def __init__(self, submission: Submission, *, stored: bool) -> None:
        self.submission, self.stored = submission, stored
        self.taken = self.withdrawn = self.looked_again = False
        self.told_s = 0.0


class Sender:
    """Sends submissions.

    Args:
        outbox: opens the outbox; called in a thread.
        cache: returns the cache once it is open, None before.
        make_api: makes a client of the server.
        tell: takes a copy of a submission that changed.
        learn: takes the document of the job that it became.
        busy: takes the server's wish to be left alone for so many seconds; None when it takes jobs again.
    """

    def __init__(
        self,
        *,
        outbox: Callable[[], Outbox],
        cache: Callable[[], Cache | None],
        make_api: Callable[[], Api],
        tell: Callable[[Submission], None],
        learn: Callable[[Sequence[Document], Api], None],
        busy: Callable[[Busy | None, float], None],
    ) -> None:
        self._open_outbox, self._cache, self._make_api = outbox, cache, make_api
        self._tell_main, self._learn, self._busy = tell, learn, busy
        self._outbox: Outbox | None = None
        self._changed = threading.Condition(threading.RLock())
        self._items: dict[str, _Item] = {}
        self._to_keep: list[_Item] = []
        self._stopping = self._unauthorized = False
        self._apis: list[Api | None] = [None] * SENDERS
        self._failure = Failure(random.Random())  # noqa: S311 (no secret)
        #: Until when (monotonic seconds) nothing is sent; by kind, "" for all.
        self._gates: dict[str, float] = {}
        self._threads = [threading.Thread(target=self._keep, name="outbox", daemon=True)] + [
            threading.Thread(target=self._send, args=(place,), name=f"sender-{place}", daemon=True)
            for place in range(SENDERS)
        ]

    # --- from other threads --------------------------------------------------------------------------

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Begin to end the threads; what was handed over gets to the disk."""
        with self._changed:
            self._stopping = True
            self._hang_up()
            self._changed.notify_all()

    def join(self, deadline: float) -> bool:
        """Wait for their end until then (monotonic seconds); return whether it came."""
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.05, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def add(self, submission: Submission) -> None:
        """Take a submission."""
        item = _Item(copy.deepcopy(submission), stored=False)
        item.submission.state, item.submission.error = "waiting", None
        item.submission.created_at = item.submission.created_at or time.time()
        with self._changed:
            self._items[submission.id] = item
            self._to_keep.append(item)
            self._changed.notify_all()

    def submissions(self) -> list[Submission]:
        """Return copies of those that are not accepted."""
        with self._changed:
            return [copy.deepcopy(item.submission) for item in self._items.values()]

    def withdraw(self, submission_id: str) -> None:
        """Forget a submission; when it is just being sent, its job is cancelled."""
        with self._changed:
            item = self._items.pop(submission_id, None)
            if item is not None:
                item.withdrawn = True
                self._to_keep.append(item)
                self._changed.notify_all()

    def send_again(self, submission_id: str) -> None:
        """Send one again that was refused or could not be sent, with its files as they are now."""
        with self._changed:
            item = self._items.get(submission_id)
            if item is None or item.taken or item.submission.state not in ("refused", "unsendable"):
                return
            submission = item.submission
            submission.state, submission.error, submission.first_sent_at = "waiting", None, None
            for file in submission.files:
                file.error, file.sent_bytes, file.modified_ns, file.file_id = None, 0, None, None
            item.stored = item.looked_again = False
            self._to_keep.append(item)
            self._changed.notify_all()

    def hurry(self) -> None:
        """Try at once, whatever was planned."""
        with self._changed:
            self._gates.clear()
            self._unauthorized = False
            self._changed.notify_all()

    def use_other_client(self) -> None:
        """The key is another."""
        with self._changed:
            self._hang_up()
        self.hurry()

    def _hang_up(self) -> None:
        for place, api in enumerate(self._apis):
            self._apis[place] = None
            if api is not None:
                api.interrupt()

    # --- the thread that keeps -------------------------------------------------------------------------

    def _keep(self) -> None:
        self._outbox = outbox = self._open_outbox()
        kept = outbox.submissions()
        with self._changed:
            # Those handed over meanwhile come after those of earlier days.
            self._items = {one.id: _Item(one, stored=True) for one in kept} | self._items
            self._changed.notify_all()
        for item in [self._items[one.id] for one in kept if one.id in self._items]:
            self._tell(item)
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._to_keep or self._stopping)
                items, self._to_keep = self._to_keep, []
                if not items:
                    return
            for item in items:
                self._keep_one(outbox, item)

    def _keep_one(self, outbox: Outbox, item: _Item) -> None:
        if item.withdrawn:
            with contextlib.suppress(LocalFailure):
                outbox.remove(item.submission.id)
            return
        for file in item.submission.files:
            upload.look_at(file)
        self._store(outbox, item)
        with self._changed:
            item.stored = True
            self._changed.notify_all()
        self._tell(item)

    def _store(self, outbox: Outbox, item: _Item) -> None:
        """Write a submission down; where the disk has no room for it, it is sent all the same while the client runs."""
        with self._changed:
            frozen = copy.deepcopy(item.submission)
        if item.withdrawn:
            return
        try:
            outbox.put(frozen)
        except LocalFailure as error:
            log.warning("the outbox can't be written: %s", error.reason)
            item.submission.error = error

    # --- the threads that send -------------------------------------------------------------------------

    def _send(self, place: int) -> None:
        while (item := self._take()) is not None:
            try:
                api = self._client(place)
                self._send_one(item, api)
                self._well(item)
            except Stopped:
                self._rest(item, "waiting", None)
            except Exception as error:  # a fault of ours must not end the thread
                if not isinstance(error, ClientError):
                    log.exception("sending failed")
                self._failed(item, error if isinstance(error, ClientError) else ClientError(str(error)))
            with self._changed:
                item.taken = False
                self._changed.notify_all()

    def _take(self) -> _Item | None:
        """Wait for the next submission whose turn it is; None when the client ends."""
        with self._changed:
            while not self._stopping:
                now_s = time.monotonic()
                waiting = [
                    item
                    for item in self._items.values()
                    if item.stored and not item.taken and item.submission.state == "waiting"
                ]
                if not self._unauthorized:
                    for item in waiting:
                        if self._gate_s(item) <= now_s:
                            item.taken = True
                            return item
                gates = [self._gate_s(item) - now_s for item in waiting]
                self._changed.wait(min(gates) if gates and not self._unauthorized else None)
        return None

    def _gate_s(self, item: _Item) -> float:
        return max(self._gates.get("", 0.0), self._gates.get(item.submission.kind, 0.0))

    def _client(self, place: int) -> Api:
        with self._changed:
            if self._stopping:
                raise Stopped
            api = self._apis[place]
            if api is None:
                api = self._apis[place] = self._make_api()
            return api

    def _send_one(self, item: _Item, api: Api) -> None:
        submission, outbox = item.submission, self._outbox
        assert outbox is not None  # noqa: S101 (nothing is taken before it is kept)
        if submission.first_sent_at is not None and time.time() - submission.first_sent_at > KEY_LIFE_S:
            raise LocalFailure("", "maybe sent")
        for file in submission.files:
            if file.file_id is None:
                self._upload(item, file, api)
        if item.withdrawn:
            raise Stopped
        first_sent_at = submission.first_sent_at
        submission.first_sent_at = first_sent_at or time.time()
        submission.state, submission.error = "sending", None
        self._store(outbox, item)
        self._tell(item)
        ids = {file.path: file.file_id or "" for file in submission.files}
        body: dict[str, Any] = {
            "kind": submission.kind,
            "params": with_file_ids(submission.params, ids),
            "priority": submission.priority,
            "tags": list(submission.tags),
        }
        try:
            document = api.submit(body, submission.idempotency_key)
        except (Busy, Unreachable) as error:
            if _nothing_arrived(error):
                submission.first_sent_at = first_sent_at
            raise
        except Refused as error:
            if self._files_lost(item, error, api):
                self._send_one(item, api)
                return
            raise
        self._accepted(item, document, api)

    def _upload(self, item: _Item, file: Upload, api: Api) -> None:
        if item.submission.state != "uploading":
            item.submission.state = "uploading"
            self._tell(item)
        upload.send(
            file,
            api,
            self._cache(),
            on_bytes=lambda: self._tell(item, often=True),
            stopped=lambda: self._stopping or item.withdrawn,
        )
        if self._outbox is not None:
            self._store(self._outbox, item)
        self._tell(item)

    def _accepted(self, item: _Item, document: Document, api: Api) -> None:
        with contextlib.suppress(sqlite3.Error):  # the list hears of it by the feed as well
            self._learn([document], api)
        with self._changed:
            item.submission.state, item.submission.job_id = "accepted", str(document["id"])
            self._items.pop(item.submission.id, None)
            withdrawn = item.withdrawn
        if self._outbox is not None:
            with contextlib.suppress(LocalFailure):  # sent again with the same key, it is the same job
                self._outbox.remove(item.submission.id)
        if withdrawn:
            self._learn([api.cancel(str(document["id"]))], api)
        else:
            self._tell(item)

    def _files_lost(self, item: _Item, error: Refused, api: Api) -> bool:
        """Tell whether a refusal means that the server has lost files that it once had; they are sent again, once."""
        if error.status not in (409, 422) or item.looked_again or not item.submission.files:
            return False
        item.looked_again = True
        lost = [file for file in item.submission.files if file.file_id and not api.has_file(file.file_id)]
        for file in lost:
            file.file_id = None
        return bool(lost)

    # --- what came of it -------------------------------------------------------------------------------

    def _well(self, item: _Item) -> None:
        with self._changed:
            self._failure.reset()
            gated = self._gates.pop(item.submission.kind, None) or self._gates.pop("", None)
        if gated is not None:
            self._busy(None, 0.0)

    def _failed(self, item: _Item, error: ClientError) -> None:
        match error:
            case Busy() | Unreachable():
                self._rest(item, "waiting", error)
                self._close_gate(item, error)
            case Unauthorized():
                with self._changed:
                    self._unauthorized = True
                self._rest(item, "waiting", error)
            case LocalFailure():
                self._rest(item, "unsendable", error)
            case _:
                for file in item.submission.files:
                    if file.file_id is None:
                        file.error = error
                self._rest(item, "refused", error)

    def _close_gate(self, item: _Item, error: Busy | Unreachable) -> None:
        busy = error if isinstance(error, Busy) else None
        # One kind's queue that is full keeps no other kind waiting.
        gate = item.submission.kind if busy and busy.problem == "queue-full" else ""
        with self._changed:
            delay_s = self._failure.draw_s(busy.retry_after_s if busy else None)
            self._gates[gate] = time.monotonic() + delay_s
            self._changed.notify_all()
        if busy is not None:
            self._busy(busy, delay_s)

    def _rest(self, item: _Item, state: str, error: ClientError | None) -> None:
        with self._changed:
            item.submission.state, item.submission.error = state, error  # type: ignore[assignment]
        if self._outbox is not None and not item.withdrawn:
            self._store(self._outbox, item)
        self._tell(item)

    def _tell(self, item: _Item, *, often: bool = False) -> None:
        now_s = time.monotonic()
        if item.withdrawn or (often and now_s - item.told_s < TELL_S):
            return
        item.told_s = now_s
        with self._changed:
            frozen = copy.deepcopy(item.submission)
        self._tell_main(frozen)


def _nothing_arrived(error: Busy | Unreachable) -> bool:
    """Tell whether a failure means that the server has surely not made the job."""
    return error.reason == "connection refused" if isinstance(error, Unreachable) else error.status in (429, 503)
