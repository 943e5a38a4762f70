"""Fetches artifacts: to keep them, or to look at them."""

from __future__ import annotations

import contextlib
import logging
import random
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from desktop.core.api import Api, Document
from desktop.core.backoff import Failure
from desktop.core.errors import Busy, ClientError, Gone, LocalFailure, Stopped, Unreachable
from desktop.core.saving import PartFile, safe_name
from desktop.workers.events import Transfer, TransferState
from desktop.workers.pool import Pool

log = logging.getLogger(__name__)

T = TypeVar("T")

#: So long a download goes on trying without a byte; what is there stays for another time.
PATIENCE_S = 120.0
TELL_S = 0.1
#: What previews may take of the disk.
PREVIEW_BYTES = 2 * 2**30


@dataclass
class _Order:
    """One download: artifacts of a job, to a folder or a path."""

    job_id: str
    names: list[str]
    goal: Path
    replace: bool
    preview: bool = False
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    stopped: bool = False


class Downloads:
    """Fetches artifacts.

    Args:
        pool: does it.
        document: returns a job's document as far as it is known.
        tell: takes how it stands.
        previews: the folder for what is only looked at.
    """

    def __init__(
        self,
        pool: Pool,
        document: Callable[[str], Document | None],
        tell: Callable[[Transfer], None],
        previews: Path,
    ) -> None:
        self._pool, self._document, self._tell, self._previews = pool, document, tell, previews
        self._orders: dict[str, _Order] = {}
        self._lock = threading.Lock()
        self._swept = False
        self._parts: set[Path] = set()

    def save(self, job_id: str, names: Sequence[str], folder_or_path: str) -> str:
        """Fetch artifacts to keep them; see ``Service.save``."""
        goal = Path(folder_or_path)
        into_folder = len(names) != 1 or goal.is_dir()
        return self._add(_Order(job_id, list(names), goal, replace=not into_folder))

    def preview(self, job_id: str, name: str) -> str:
        """Fetch an artifact to look at it."""
        return self._add(_Order(job_id, [name], self._previews, replace=True, preview=True))

    def stop(self, transfer_id: str) -> None:
        """Stop one; what has come of it goes."""
        with self._lock:
            order = self._orders.get(transfer_id)
        if order is not None:
            order.stopped = True

    def _add(self, order: _Order) -> str:
        with self._lock:
            self._orders[order.id] = order
        self._pool.add(lambda api: self._fetch(api, order), first=order.preview)
        return order.id

    def _fetch(self, api: Api, order: _Order) -> None:
        transfer = Transfer(
            order.id, order.job_id, order.names[0] if order.names else "", str(order.goal), 0, None, "running"
        )
        progress = _Progress(transfer, order, self._tell)
        state: TransferState = "done"
        error: ClientError | None = None
        try:
            self._fetch_all(api, order, progress)
        except Stopped:
            state = "stopped"
        except ClientError as failure:
            state, error = "failed", failure
        except Exception as failure:  # a fault of ours, or a system's that we don't know
            log.exception("a download failed")
            state, error = "failed", LocalFailure(str(order.goal), str(failure))
        progress.end(state, error)
        with self._lock:
            self._orders.pop(order.id, None)

    def _fetch_all(self, api: Api, order: _Order, progress: _Progress) -> None:
        if order.stopped:
            raise Stopped
        artifacts = self._artifacts(api, order)
        sizes = [artifact.get("bytes") for artifact in artifacts]
        progress.total(None if None in sizes else sum(int(size) for size in sizes if size is not None))
        if order.preview:
            self._sweep()
        for artifact in artifacts:
            progress.next(str(artifact["name"]))
            goal = self._goal(order, artifact)
            if order.preview and _is_there(goal, artifact):
                progress.add(int(artifact["bytes"]))
                progress.done(goal)
                continue
            part = PartFile(goal, sha256=artifact.get("sha256") or "", total_bytes=artifact.get("bytes"))
            with self._alone(order, part.path):
                try:
                    progress.done(self._fetch_one(api, order, str(artifact["name"]), part, progress))
                except ClientError as error:
                    # What has come stays for another try, unless nobody wants it or it can't be completed.
                    if order.stopped or isinstance(error, Gone) or part.size_bytes == 0:
                        part.remove()
                    raise

    def _artifacts(self, api: Api, order: _Order) -> list[Mapping[str, Any]]:
        """Return what is known of the artifacts wanted, asked for where the cache does not know them all."""
        for document in (self._document(order.job_id), None):
            found = document if document is not None else _patiently(self._pool, order, lambda: api.job(order.job_id))
            known = {artifact["name"]: artifact for artifact in found.get("artifacts") or []}
            if all(name in known for name in order.names):
                return [known[name] for name in order.names]
        raise Gone(404, "There is no such artifact", problem="artifact-not-found")

    def _goal(self, order: _Order, artifact: Mapping[str, Any]) -> Path:
        name = safe_name(str(artifact["name"]))
        if order.preview:
            return self._previews / (artifact.get("sha256") or order.job_id)[:16] / name
        return order.goal if order.replace else order.goal / name

    def _fetch_one(self, api: Api, order: _Order, name: str, part: PartFile, progress: _Progress) -> Path:
        before = progress.transfer.done_bytes

        def receive() -> Path:
            with part:
                complete = part.total_bytes is not None and part.size_bytes == part.total_bytes
                if not complete:
                    with api.open_artifact(order.job_id, name, start=part.size_bytes, sha256=part.sha256) as content:
                        if content.start != part.size_bytes:
                            part.restart()
                        progress.at(before + part.size_bytes)
                        for piece in content.pieces():
                            if order.stopped:
                                raise Stopped
                            part.write(piece)
                            progress.at(before + part.size_bytes)
                progress.at(before + part.size_bytes)
                return part.finish(replace=order.replace)

        return _patiently(self._pool, order, receive, moved=lambda: part.size_bytes)

    @contextlib.contextmanager
    def _alone(self, order: _Order, part: Path) -> Iterator[None]:
        """Wait until no other download writes the same part."""
        while True:
            with self._lock:
                if part not in self._parts:
                    self._parts.add(part)
                    break
            self._pool.pause(0.2)
            if order.stopped or self._pool.stopping:
                raise Stopped
        try:
            yield
        finally:
            with self._lock:
                self._parts.discard(part)

    def _sweep(self) -> None:
        """Once a run: let go the oldest previews where there are too many."""
        if self._swept:
            return
        self._swept = True
        try:
            folders = sorted(self._previews.iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
            room = PREVIEW_BYTES
            for folder in folders:
                room -= sum(file.stat().st_size for file in folder.iterdir())
                if room < 0:
                    shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            log.debug("no previews to sweep")


class _Progress:
    """Tells how a download stands, a few times a second at most."""

    def __init__(self, transfer: Transfer, order: _Order, tell: Callable[[Transfer], None]) -> None:
        self.transfer, self._order, self._tell = transfer, order, tell
        self._told_s = 0.0

    def total(self, total_bytes: int | None) -> None:
        self._change(often=False, total_bytes=total_bytes)

    def next(self, name: str) -> None:
        self._change(often=True, name=name)

    def add(self, count: int) -> None:
        self.at(self.transfer.done_bytes + count)

    def at(self, done_bytes: int) -> None:
        self._change(often=True, done_bytes=done_bytes)

    def done(self, path: Path) -> None:
        paths = (*self.transfer.paths, str(path))
        shown = str(path) if len(self._order.names) == 1 else str(self._order.goal)
        self._change(often=True, paths=paths, path=shown)

    def end(self, state: TransferState, error: ClientError | None) -> None:
        self._change(often=False, state=state, error=error)

    def _change(self, *, often: bool, **changes: Any) -> None:
        self.transfer = replace(self.transfer, **changes)
        now_s = time.monotonic()
        if not often or now_s - self._told_s >= TELL_S:
            self._told_s = now_s
            self._tell(self.transfer)


def _patiently(pool: Pool, order: _Order, work: Callable[[], T], moved: Callable[[], int] = lambda: 0) -> T:
    """Try until it works while the server is away or busy; each new byte is new patience."""
    failure = Failure(random.Random(), most_s=15.0)  # noqa: S311 (no secret)
    deadline, seen = time.monotonic() + PATIENCE_S, moved()
    while True:
        try:
            return work()
        except (Busy, Unreachable) as error:
            if moved() > seen:
                failure.reset()
                deadline, seen = time.monotonic() + PATIENCE_S, moved()
            delay_s = failure.draw_s(error.retry_after_s if isinstance(error, Busy) else None)
            if time.monotonic() + delay_s > deadline:
                raise
            pool.pause(delay_s, or_when=lambda: order.stopped)
            if order.stopped or pool.stopping:
                raise Stopped from None


def _is_there(goal: Path, artifact: Mapping[str, Any]) -> bool:
    """Tell whether an artifact was fetched for a preview before: its folder is named by its content."""
    try:
        return bool(artifact.get("sha256")) and goal.stat().st_size == artifact.get("bytes")
    except OSError:
        return False
