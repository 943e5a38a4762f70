"""Cancelling media jobs at random moments, and looking for what is left of them."""

from __future__ import annotations

import dataclasses
import os
import random
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.local_service import processes_of, running
from tests.material.media_jobs import SORTS, MediaJobs
from tests.waiting import wait_until

#: Within which a job has come to its end after its cancel, seconds.
CANCEL_S = 2.0
#: A job of the first moment is cancelled so soon after it was submitted, at most, seconds.
BIRTH_S = 0.4


@dataclasses.dataclass(frozen=True)
class Cancel:
    """What became of one job.

    Args:
        job_id: the job.
        sort: what it did.
        share: of its work, after which it was cancelled.
        state: in which it ended.
        took_s: from the call to its end.
    """

    job_id: str
    sort: str
    share: float
    state: str
    took_s: float


def cancel_at_moments(jobs: MediaJobs, *, each: int, seed: int) -> list[Cancel]:
    """Cancel jobs of all sorts side by side, and hold that each ends in time and leaves nothing.

    Args:
        jobs: where they come from.
        each: moments for each sort, spread evenly over its work; the first is soon after its submission.
        seed: of the moments.
    """
    with ThreadPoolExecutor(len(SORTS)) as pool:
        rows = [pool.submit(_cancel_one_by_one, jobs, sort, each, random.Random(f"{seed} {sort}")) for sort in SORTS]
        return [cancel for row in rows for cancel in row.result()]


def _cancel_one_by_one(jobs: MediaJobs, sort: str, each: int, chance: random.Random) -> list[Cancel]:
    return [_cancel(jobs, sort, (number + chance.random()) / each, number == 0, chance) for number in range(each)]


def _cancel(jobs: MediaJobs, sort: str, share: float, newborn: bool, chance: random.Random) -> Cancel:
    service, storage = jobs.service, jobs.service.state / "storage"
    job_id = jobs.submit(sort)
    if newborn:
        time.sleep(chance.uniform(0, BIRTH_S))  # the moment is the thing tested, not a condition
    else:
        wait_until(lambda: service.job(job_id)["progress"] >= share, 60, every_s=0.01)
    tree = processes_of(job_id)
    asked_s = time.monotonic()
    service.post(f"/v1/jobs/{job_id}/cancel")
    while not (job := service.job(job_id))["finished_at"] and time.monotonic() < asked_s + 5 * CANCEL_S:
        time.sleep(0.01)
    took_s = time.monotonic() - asked_s
    what = f"{sort} cancelled at {share:.3f}, then {job['state']} for {took_s:.2f} s at {job['progress']:.3f}"
    assert took_s <= CANCEL_S, what
    assert job["state"] in ("cancelled", "succeeded"), f"{what}: {job['error']}"
    if job["state"] == "cancelled":
        assert not running(tree), what
        assert not processes_of(job_id), what
        assert list(storage.glob(f"work/*/{job_id}-*")) == [], what
        assert not (storage / "artifacts" / job_id).exists(), what
        assert job["artifacts"] == [], what
    return Cancel(job_id, sort, share, job["state"], took_s)


class Traces:
    """The processes and files of a service at one moment, to be held against those of a later one."""

    def __init__(self, jobs: MediaJobs) -> None:
        self._jobs = jobs
        self._processes, self._files = self._count(), self._names()

    def assert_nothing_new(self, *, done: set[str]) -> None:
        """Hold that there are no more processes than before, and no files but the artifacts of the jobs that are done.

        Args:
            done: their ids.
        """
        deadline_s = time.monotonic() + 10
        while (left := self._left(done)) and time.monotonic() < deadline_s:
            time.sleep(0.05)
        assert not left, f"left behind: {left}"
        queue = self._jobs.service.get("/v1/queue")
        assert (queue["running"], queue["waiting"]) == (0, 0)

    def _left(self, done: set[str]) -> list[str]:
        names = {name for name in self._names() if name.partition("/")[0] not in done}
        more = self._count() - self._processes
        return [*sorted(names - self._files), *([f"{more} more processes"] if more > 0 else [])]

    def _count(self) -> int:
        return len(self._jobs.service.descendants())

    def _names(self) -> set[str]:
        """Name all that lies where jobs work, deliver, and could have left something; each worker's folder alike."""
        storage = self._jobs.service.state / "storage"
        places = [self._jobs.away, *(storage / name for name in ("work", "artifacts", "incoming", "trash"))]
        paths = (str(path.relative_to(place)) for place in places for path in _below(place))
        return {re.sub(r"^sandbox-[0-9a-f]+", "sandbox", path) for path in paths}


def _below(place: Path) -> list[Path]:
    """List what lies in a folder, at any depth, while it may change."""
    return [Path(parent, name) for parent, folders, files in os.walk(place) for name in (*folders, *files)]
