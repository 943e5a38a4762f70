"""Which ends of jobs are worth a notification: each failure, and each batch once it is through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.core.job import CANCELLED, SUCCEEDED, UNHAPPY, Job
from desktop.i18n import tr, trn

#: More failures than this in one answer are told together.
SINGLE_FAILURES = 2


@dataclass(frozen=True)
class Announcement:
    """What to tell.

    Args:
        title: in a few words.
        text: one sentence more.
        job_id: the job that it is about, None for several.
        failure: whether something went wrong.
    """

    title: str
    text: str
    job_id: str | None
    failure: bool


class Announcements:
    """Follows the rows of one server.

    A batch is all that was live at a time, until nothing is: whoever submits a hundred jobs hears once.
    """

    def __init__(self) -> None:
        self._live: set[str] = set()
        self._ended: Counter[str] = Counter()
        self._last_title = ""
        self._last_id: str | None = None

    def start(self, rows: Iterable[Job]) -> None:
        """Begin with these rows: what ended before is no news."""
        self._live = {job.id for job in rows if job.live}
        self._ended.clear()

    def heard(self, rows: Iterable[Job], removed: Iterable[str] = ()) -> list[Announcement]:
        """Return what to tell now that these rows are as they are."""
        failures: list[Job] = []
        for job in rows:
            if job.live:
                self._live.add(job.id)
            elif job.id in self._live:
                self._live.discard(job.id)
                self._ended[job.state] += 1
                self._last_title, self._last_id = job.title, job.id
                if job.state in UNHAPPY:
                    failures.append(job)
        self._live.difference_update(removed)
        told = _failures(failures)
        if not self._live and self._ended:
            through = self._through()
            self._ended.clear()
            told += through
        return told

    def _through(self) -> list[Announcement]:
        succeeded, ended = self._ended[SUCCEEDED], sum(self._ended.values())
        failed = sum(self._ended[state] for state in UNHAPPY)
        if self._ended[CANCELLED] == ended or (ended == 1 and failed):
            return []  # the user did it, or it was just told
        if ended == 1:
            return [Announcement(tr("Finished"), self._last_title, self._last_id, failure=False)]
        title = trn("{n} job finished", "{n} jobs finished", ended)
        text = trn("{n} succeeded", "{n} succeeded", succeeded)
        if failed:
            text = tr("{first}, {second}", first=text, second=trn("{n} failed", "{n} failed", failed))
        return [Announcement(title, text, None, failure=failed > 0)]


def _failures(jobs: list[Job]) -> list[Announcement]:
    if len(jobs) > SINGLE_FAILURES:
        title = trn("{n} job failed", "{n} jobs failed", len(jobs))
        return [Announcement(title, tr("The list says why."), None, failure=True)]
    return [
        Announcement(tr("Failed: {title}", title=job.title), job.error_message, job.id, failure=True) for job in jobs
    ]
