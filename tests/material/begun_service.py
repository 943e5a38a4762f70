"""The service behind the windows as a test uses it: how it is begun, what it told, a job to give it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.workers.service import CommandFailure, JobChanges, Link, Service, Submission, Transfer


class Heard:
    """All that a service has told, and the rows as a window would have them."""

    def __init__(self, service: Service) -> None:
        self.rows: dict[str, Any] = {}
        self.links: list[Link] = []
        self.submissions: list[Submission] = []
        self.failures: list[CommandFailure] = []
        self.transfers: list[Transfer] = []
        self.notices: list[str] = []
        self.queues: list[dict[str, Any]] = []
        self.resets = self.changes = self.largest = 0
        service.jobs_reset.connect(self._reset)
        service.jobs_changed.connect(self._changed)
        service.link_changed.connect(self.links.append)
        service.submission_changed.connect(self.submissions.append)
        service.command_failed.connect(self.failures.append)
        service.transfer_changed.connect(self.transfers.append)
        service.notice.connect(self.notices.append)
        service.queue_changed.connect(self.queues.append)

    def _reset(self, rows: list[Any]) -> None:
        self.resets += 1
        self.rows = {job.id: job for job in rows}

    def _changed(self, changes: JobChanges) -> None:
        self.changes += 1
        self.largest = max(self.largest, len(changes.rows))
        self.rows |= {job.id: job for job in changes.rows}
        for job_id in changes.removed:
            self.rows.pop(job_id, None)

    @property
    def state(self) -> str:
        return self.links[-1].state if self.links else ""

    def states(self) -> dict[str, str]:
        return {job_id: job.state for job_id, job in self.rows.items()}


#: Starts a service for the server at this address, and listens to it.
Begin = Callable[..., tuple[Service, Heard]]


def selftest(**params: Any) -> Submission:
    return Submission("selftest", "a test", params)
