"""Media jobs cancelled at 20 random moments each, and drafts saved among kill -9 of all that works on them."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.cancelling import Traces, cancel_at_moments
from tests.local_service import processes_of
from tests.material.media_jobs import SORTS, MediaJobs, media_jobs
from tests.waiting import wait_until

SEED = int(os.environ.get("CHAOS_SEED", "1"))
MOMENTS = 20
VICTIMS = ("child", "worker", "forkserver", "all of them")


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[MediaJobs]:
    with media_jobs(tmp_path) as made:
        made.prepare()
        yield made


@pytest.mark.chaos
@pytest.mark.timeout(1200)
def test_every_sort_of_job_is_cancelled_at_20_moments_and_leaves_nothing(jobs: MediaJobs) -> None:
    before = Traces(jobs)
    cancels = cancel_at_moments(jobs, each=MOMENTS, seed=SEED)
    before.assert_nothing_new(done={cancel.job_id for cancel in cancels if cancel.state == "succeeded"})
    print(f"\nseed {SEED}:")
    for sort in SORTS:
        rows = [cancel for cancel in cancels if cancel.sort == sort]
        states = Counter(cancel.state for cancel in rows)
        print(f"{sort}: {dict(states)}, slowest {max(cancel.took_s for cancel in rows):.2f} s")
        assert states["cancelled"] >= MOMENTS * 0.7
    paid = jobs.vod.sessions()
    assert len(paid) == len(set(paid)) <= MOMENTS


@pytest.mark.chaos
@pytest.mark.timeout(1200)
def test_draft_is_saved_right_whatever_is_killed_in_the_middle_of_it(jobs: MediaJobs, tmp_path: Path) -> None:
    chance, service, before = random.Random(SEED), jobs.service, Traces(jobs)
    done = set[str]()
    for number in range(12):
        victim, share = VICTIMS[number % len(VICTIMS)], chance.uniform(0.01, 0.9)
        job_id = jobs.submit("draft")
        wait_until(lambda job_id=job_id, share=share: service.job(job_id)["progress"] >= share, 60)  # type: ignore[misc]
        killed_s = time.monotonic()
        for process in _victims(jobs, job_id, victim):
            process.kill()
        job = service.await_job(job_id, 60, state="succeeded")
        took_s = time.monotonic() - killed_s
        print(f"{victim} killed at {share:.2f}: saved by attempt {job['attempt']} after {took_s:.1f} s")
        assert jobs.faults_of_draft(job, tmp_path) == []
        assert processes_of(job_id) == []
        done.add(job_id)
    before.assert_nothing_new(done=done)


def _victims(jobs: MediaJobs, job_id: str, victim: str) -> list[psutil.Process]:
    """Return what is to be killed; nothing where it has ended by itself meanwhile."""
    worker, children = jobs.service.holder(job_id), processes_of(job_id)
    if worker is None or not children:
        return []
    found = {"child": children[0], "forkserver": children[0].parent(), "worker": psutil.Process(worker)}
    return [process for name, process in found.items() if process and victim in (name, "all of them")]
