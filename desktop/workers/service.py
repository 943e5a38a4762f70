"""One server, as the main thread sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import ClientError
from desktop.core.job import Job
from desktop.core.kinds import Kind
from desktop.core.outbox import Submission, Upload
from desktop.workers.events import CommandFailure, JobChanges, Link, Transfer

if TYPE_CHECKING:
    from desktop.core.api import Api

__all__ = ["CommandFailure", "Job", "JobChanges", "Kind", "Link", "Service", "Submission", "Transfer", "Upload"]

T = TypeVar("T")


class Service(QObject):
    """One server, as the main thread sees it.

    Every method returns at once; every signal comes in the main thread.

    Args:
        server: its address, such as ``http://127.0.0.1:8080``.
        folder: where this user's cache and outbox lie; what is said about one server lies in a folder of its own.
        api_key: sent as a Bearer key; empty for none.
        parent: its owner.
    """

    jobs_reset = Signal(object)
    """``list[Job]``: all rows; at the start out of the cache."""
    jobs_changed = Signal(object)
    """``JobChanges``, at most about ten a second."""
    link_changed = Signal(object)
    """``Link``."""
    queue_changed = Signal(object)
    """``dict`` of ``GET /v1/queue``: every 2 s while the dashboard is looked at, else once a minute."""
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
        self.server = server
        self._kinds: list[Kind] = []

    # --- life ----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Show what the cache knows, then ask the server."""

    def stop(self) -> None:
        """End all threads, within 2 s; what is not sent yet is sent at the next start."""

    def refresh(self) -> None:
        """Ask at once ("Try now")."""

    def set_attention(self, *, visible: bool, dashboard: bool) -> None:
        """Say whether the window is seen, and whether the dashboard is."""

    def use_key(self, api_key: str) -> None:
        """Go on with another key."""

    # --- what is known -------------------------------------------------------------------------------

    def document(self, job_id: str) -> dict[str, Any] | None:
        """Return the whole job as last heard, None for one that is not known."""
        return None

    def kinds(self) -> list[Kind]:
        """Return the kinds as last heard."""
        return self._kinds

    def server_now(self) -> float:
        """Return the time by the server's clock, Unix seconds: what a job's times are to be compared with."""
        import time

        return time.time()

    def form_values(self, kind: str) -> dict[str, Any] | None:
        """Return what a kind's form was filled with last."""
        return None

    def keep_form_values(self, kind: str, values: dict[str, Any]) -> None:
        """Remember what a kind's form was filled with."""

    # --- submissions ---------------------------------------------------------------------------------

    def submit(self, submission: Submission) -> None:
        """Keep a submission in the outbox, upload its files, then send it; what happens comes by ``submission_changed``."""

    def submissions(self) -> list[Submission]:
        """Return those that are not accepted yet, in the order in which they came."""
        return []

    def withdraw(self, submission_id: str) -> None:
        """Forget a submission that is not accepted yet."""

    def send_again(self, submission_id: str) -> None:
        """Send a refused or unsendable one again, with its files as they are now."""

    # --- commands ------------------------------------------------------------------------------------

    def cancel(self, job_ids: Sequence[str]) -> None:
        """Cancel jobs; what fails comes by ``command_failed``."""

    def retry(self, job_ids: Sequence[str]) -> None:
        """Put finished jobs into the queue again."""

    def set_priority(self, job_ids: Sequence[str], priority: str) -> None:
        """Move waiting jobs to another priority."""

    # --- transfers -----------------------------------------------------------------------------------

    def save(self, job_id: str, artifact_names: Sequence[str], folder_or_path: str) -> str:
        """Download artifacts to keep them; return the transfer's id.

        Args:
            job_id: whose.
            artifact_names: which.
            folder_or_path: a folder, in which no file is overwritten (``report (2).pdf``); or, for a single artifact, the
                very path that the user chose, where what lies there is replaced.
        """
        return ""

    def open_temporary(self, job_id: str, artifact_name: str) -> str:
        """Download an artifact for a preview; return the transfer's id; its last ``Transfer`` has the path."""
        return ""

    def stop_transfer(self, transfer_id: str) -> None:
        """Stop a download."""

    # --- anything else -------------------------------------------------------------------------------

    def call(
        self,
        work: Callable[[Api], T],
        done: Callable[[T], None],
        failed: Callable[[ClientError], None] | None = None,
    ) -> None:
        """Do something off the main thread; the callbacks come in the main thread."""
