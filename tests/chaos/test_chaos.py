"""Kill -9 of workers, store and API at random: nothing lost, nothing run twice to its end, no limit exceeded."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend.storage import Storage
from tests.chaos import reckoning
from tests.chaos.clients import Clients
from tests.chaos.jobs import plans
from tests.chaos.killer import Killer
from tests.chaos.parts import Parts, Product, Service
from tests.chaos.witnesses import LimitWitness, runs_in
from tests.waiting import wait_until

#: Another seed makes other jobs, other victims and other moments.
SEED = int(os.environ.get("CHAOS_SEED", "1"))
#: Leave logs and store where they are, to look into what went wrong.
KEEP = bool(os.environ.get("CHAOS_KEEP"))


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="sluice-chaos-"))
    yield made
    if KEEP:
        print(f"\nkept: {made}")
    else:
        shutil.rmtree(made)


def let_loose(
    start: Callable[[Path], Service],
    folder: Path,
    *,
    jobs: int,
    every_s: tuple[float, float],
    most: int = 10_000,
    timeout_s: float,
) -> None:
    """Run jobs on a service while its parts are killed, and hold it to its promises.

    Args:
        start: starts the service in a folder.
        folder: an empty one.
        jobs: how many.
        every_s: shortest and longest time between two kills, seconds.
        most: kills.
        timeout_s: how long all may take.
    """
    began = time.monotonic()
    service = start(folder)
    try:
        witness = LimitWitness(service.engine.store.url, service.engine.store.prefix)
        clients = Clients(list(plans(jobs, SEED)), service.door)
        killer = Killer(service, SEED, every_s, most=most)
        witness.start()
        clients.start()
        # The last jobs come to their end in peace, so that the end is not a matter of luck.
        killer.work_until(lambda: clients.open <= jobs // 20 or bool(clients.faults), timeout_s=timeout_s)
        killer.rest()
        wait_until(lambda: not clients.open or clients.faults, 90)
        clients.stop()
        witness.stop()
        assert not clients.faults, clients.faults
        service.stop_workers()
        settle(service, clients, killer, witness, began)
    finally:
        service.close()


def settle(service: Service, clients: Clients, killer: Killer, witness: LimitWitness, began: float) -> None:
    runs = runs_in(service.logs())
    found = reckoning.records(service.engine, clients)
    assert len(found) == clients.count
    reckoning.hold_ends(found, clients.accepted, clients)
    most = reckoning.hold_limit(witness, runs, killer)
    counts = reckoning.hold_counts(service.engine, found, runs, killer)
    artifacts = reckoning.hold_artifacts(Storage(service.state / "storage"), found)
    reckoning.hold_store(service.engine)
    reckoning.hold_tidiness(service.state, found)
    took_s = time.monotonic() - began
    print(
        f"\nseed {SEED}: {clients.count} jobs, {len(runs)} starts, {took_s:.0f} s; {killer.counts()}; {counts}; "
        f"{artifacts} artifacts; limits {sorted(witness.limits)}, at most {most} at once, {witness.pictures} pictures"
    )


def test_killed_parts_lose_no_job_and_complete_none_twice(folder: Path) -> None:
    let_loose(Parts, folder, jobs=90, every_s=(0.3, 0.8), most=7, timeout_s=60)


def test_killed_parts_of_the_whole_product_lose_no_job(folder: Path) -> None:
    let_loose(Product, folder, jobs=60, every_s=(0.3, 0.6), most=5, timeout_s=60)


@pytest.mark.chaos
@pytest.mark.timeout(1200)
def test_2000_jobs_among_killed_workers_and_stores(folder: Path) -> None:
    let_loose(Parts, folder, jobs=2000, every_s=(0.8, 3.0), timeout_s=900)


@pytest.mark.chaos
@pytest.mark.timeout(1200)
def test_600_jobs_through_a_product_whose_parts_are_killed(folder: Path) -> None:
    let_loose(Product, folder, jobs=600, every_s=(2.0, 5.0), timeout_s=900)
