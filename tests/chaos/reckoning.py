"""What must be true when the chaos is over."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from backend.engine.engine import Engine
from backend.job import Job, State
from backend.storage import Storage
from tests.audit import audit, keys_without_owner
from tests.chaos.clients import Clients
from tests.chaos.jobs import LOST, Plan
from tests.chaos.killer import Killer
from tests.chaos.parts import CEILING, processes_of
from tests.chaos.witnesses import LimitWitness, Run, most_at_once

#: Between the last line a worker writes about a job and the store's answer a kill may come, milliseconds.
UNHEARD_MS = 1000.0


def records(engine: Engine, clients: Clients) -> dict[str, Job]:
    """Return the record of every accepted job: a lost one raises JobNotFound."""
    return {job_id: engine.job(job_id, "local") for job_id in clients.accepted}


def hold_ends(jobs: Mapping[str, Job], accepted: Mapping[str, Plan], clients: Clients) -> None:
    """Every job came to one end, which fits its parameters and is the one its client was told."""
    faults = [f"{job.id}: {fault}" for job in jobs.values() if (fault := accepted[job.id].fault_of(job))]
    assert not faults, faults
    told = {job_id: (job.state, job.version) for job_id, job in jobs.items()}
    assert told == clients.ended
    assert not clients.faults, clients.faults


def hold_counts(engine: Engine, jobs: Mapping[str, Job], runs: list[Run], killer: Killer) -> dict[str, int]:
    """No job was completed twice: the store counts each end once, and refused every late one."""
    report = engine.queue()["kinds"]["selftest"]
    ends = Counter(job.state for job in jobs.values())
    for state in (State.SUCCEEDED, State.FAILED, State.TIMED_OUT, State.CANCELLED):
        assert report[state.value] == ends[state], f"{state}: {report[state.value]} counted, {ends[state]} there"
    assert report["peak_running"] <= CEILING
    unheard = 0
    for run in runs:
        if run.status != "succeeded" or run.ended_ms is None:
            continue
        job = jobs[run.job_id]
        if job.state == State.SUCCEEDED and job.result["start"] == run.start:
            continue
        killed = [deed.at_ms for deed in killer.deeds if deed.pid == run.pid]
        unheard += not any(0 <= at_ms - run.ended_ms <= UNHEARD_MS for at_ms in killed)
    assert unheard <= report["stale"], f"{unheard} successes were not recorded, {report['stale']} refused"
    dead_letters = sum(bool(job.error and job.error.code == LOST) for job in jobs.values())
    return {
        **{name: report[name] for name in ("succeeded", "failed", "timed_out", "cancelled", "lost", "retried")},
        **{name: report[name] for name in ("throttled", "stale", "peak_running")},
        "successes not recorded": unheard,
        "dead letters": dead_letters,
    }


def hold_artifacts(storage: Storage, jobs: Mapping[str, Job]) -> int:
    """Every artifact is there, whole, and of the start whose result was recorded; return how many there are."""
    count = 0
    for job in jobs.values():
        if job.state != State.SUCCEEDED:
            continue
        assert job.result["start"] >= 1
        for artifact in job.artifacts:
            assert job.artifact_start == job.result["start"]
            held = storage.artifact_path(job.id, job.artifact_start, artifact.name).read_bytes()
            wanted = random.Random(job.id).randbytes(job.params["output_bytes"])
            assert held == wanted, f"the artifact of {job.id} holds something else"
            assert hashlib.sha256(held).hexdigest() == artifact.sha256
            count += 1
    return count


def hold_limit(witness: LimitWitness, runs: list[Run], killer: Killer) -> int:
    """The limit held, by the store's own sets and by the workers' clocks; return the most at once."""
    assert not witness.violations, witness.violations
    assert witness.pictures > 100
    most = most_at_once(runs, killer.deeds)
    assert most <= CEILING, f"{most} ran at once by their workers' clocks"
    return max(most, witness.most)


def hold_store(engine: Engine) -> None:
    """The store's counts agree with its records, and no key will stay for ever."""
    audit(engine, ["selftest"])
    assert keys_without_owner(engine) == []


def hold_tidiness(state: Path, jobs: Mapping[str, Job]) -> None:
    """No process is left but the store, and no folder but the artifacts of known jobs."""
    left = [f"{process.pid} {process.cmdline()}" for process in processes_of(state) if "valkey" not in process.name()]
    assert not left, left
    storage = state / "storage"
    Storage(storage).remove_leftovers()  # as the janitor does
    for name in ("work", "incoming"):
        assert list((storage / name).iterdir()) == [], f"left in {name}"
    assert [path for path in (storage / "trash").rglob("*") if path.is_file()] == []
    assert {folder.name for folder in (storage / "artifacts").iterdir()} <= set(jobs)
