"""Kill -9 of workers while videos are ordered at Tencent: no order doubled, none lost."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from falcon.testing import TestClient
from pydantic import SecretStr

from backend.api.app import create_app
from backend.catalogue import Catalogue
from backend.engine.engine import Engine
from backend.job import State, Submission
from backend.local.store import EmbeddedStore
from backend.settings import KindSettings, Settings
from backend.storage import Storage
from tests.material.small_film import small_film
from tests.material.vod_server import APPLICATION, LOST_ANSWER, SECRET_ID, SECRET_KEY, Play, VodServer
from tests.waiting import wait_until

ORDER = "CreateAigcVideoTask"
SEED = int(os.environ.get("CHAOS_SEED", "1"))
WORKERS, THREADS = 2, 4


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="sluice-orders-"))
    yield made
    shutil.rmtree(made)


class Workers:
    """Worker processes that are killed and replaced. Use it from the thread that made it.

    Args:
        folder: their state folder.
        store_url: the store's address.
        server: takes their orders.
        more: further settings, by their names in lower case.
    """

    def __init__(self, folder: Path, store_url: str, server: VodServer, **more: object) -> None:
        self.log = folder / "workers.log"
        changes = {
            "redis_url": store_url, "state_dir": folder, "lease_s": 2, "heartbeat_s": 0.5,
            "tencent_secret_id": SECRET_ID, "tencent_secret_key": SECRET_KEY, "tencent_sub_app_id": APPLICATION,
            "tencent_base_url": server.url, "tencent_poll_s": 0.1, "tencent_requests_per_second": 1000,
            "web_loopback": "true", **more,
        }  # fmt: skip
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SLUICE_")}
        self._environment = clean | {f"SLUICE_{name.upper()}": str(value) for name, value in changes.items()}
        self._running: list[subprocess.Popen[bytes]] = []
        for _ in range(WORKERS):
            self._start()

    def kill(self, victim: int) -> None:
        """Kill one of them, oldest first, and start another."""
        worker = self._running.pop(victim)
        worker.kill()
        worker.wait(10)
        self._start()

    def kill_process(self, pid: int) -> None:
        """Kill a certain one and start another."""
        self.kill(next(index for index, worker in enumerate(self._running) if worker.pid == pid))

    def stop(self) -> None:
        for worker in self._running:
            worker.terminate()
        for worker in self._running:
            worker.wait(30)

    def _start(self) -> None:
        command = [sys.executable, "-m", "actors.worker", "--kinds", "text_to_video", "--threads", str(THREADS)]
        with self.log.open("ab") as log:
            worker = subprocess.Popen(
                command, env=self._environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )
        self._running.append(worker)


def order_among_kills(folder: Path, *, jobs: int, kills: int, timeout_s: float) -> None:
    """Order a video with each job while workers are killed, most of them just when an order has been taken."""
    chance = random.Random(SEED)
    began = time.monotonic()
    with EmbeddedStore(folder, fsync="everysec") as store, VodServer(small_film(), looks=4) as server:
        # Held back until the worker may be dead: the provider has taken the order, and nobody here knows.
        server.usual[ORDER] = Play(late_s=0.4)
        server.script(ORDER, *chance.choices([LOST_ANSWER, Play(late_s=0.4)], k=jobs // 2))
        settings = Settings(
            _env_file=None,
            redis_url=SecretStr(store.url),
            state_dir=folder,
            # Chaos may hit one job with many kills; that such a job is given up at last is told elsewhere.
            kinds={"text_to_video": KindSettings(max_attempts=100)},
        )
        engine = Engine.open(settings, Catalogue.discover(settings))
        engine.configure()
        workers = Workers(folder, store.url, server, kinds__text_to_video__max_attempts=100)
        try:
            params = {"provider": "tencent", "prompt": "a small boy runs down the street"}
            ids = [engine.admit(Submission("text_to_video", params)).job.id for _ in range(jobs)]

            def open_jobs() -> int:
                return sum(engine.job(job_id, "local").state in (State.QUEUED, State.RUNNING) for job_id in ids)

            for number in range(kills):
                seen = len(server.tasks)
                wait_until(lambda seen=seen: len(server.tasks) > seen or not open_jobs(), timeout_s)  # type: ignore[misc]
                if number % 4 == 3:  # and some at any moment
                    time.sleep(chance.uniform(0, 1))
                workers.kill(chance.randrange(WORKERS))
            wait_until(lambda: not open_jobs(), timeout_s, every_s=0.1)
        finally:
            workers.stop()
        found = [engine.job(job_id, "local") for job_id in ids]
        ends = Counter((job.state, job.error.code if job.error else None) for job in found)
        assert ends == {(State.SUCCEEDED, None): jobs}, f"{ends}\n{workers.log.read_text()[-5000:]}"
        paid = Counter(session[:26] for session in server.sessions())
        assert paid == dict.fromkeys(ids, 1), "each job has paid for one video"
        storage = Storage(folder / "storage")
        for job in found:
            names = [artifact.name for artifact in job.artifacts]
            assert names == ["poster.jpg", "preview.webp", "scene.json", "video.mp4"]
            assert all(storage.artifact_path(job.id, job.artifact_start, name).is_file() for name in names)
        repeats = Counter(action for action, _ in server.asked)
        starts = workers.log.read_text().count("job_started")
        engine.close()
    print(
        f"\nseed {SEED}: {jobs} jobs, {kills} kills, {starts} starts, {time.monotonic() - began:.0f} s; "
        f"{repeats[ORDER] - jobs} orders sent again, {repeats['DescribeTasks']} looks into the list"
    )


def test_killed_workers_pay_no_video_twice(folder: Path) -> None:
    order_among_kills(folder, jobs=8, kills=3, timeout_s=60)


def test_retry_of_a_job_that_lost_three_workers_goes_on_with_the_order_that_is_paid(folder: Path) -> None:
    with EmbeddedStore(folder, fsync="everysec") as store, VodServer(small_film(), looks=1_000_000) as server:
        # The first worker is killed while the answer to its order is on the way.
        server.script(ORDER, Play(late_s=10.0))
        settings = Settings(_env_file=None, redis_url=SecretStr(store.url), state_dir=folder)
        catalogue = Catalogue.discover(settings)
        engine = Engine.open(settings, catalogue)
        engine.configure()
        api = TestClient(
            create_app(engine, Storage(settings.storage), catalogue, settings), headers={"Host": "localhost"}
        )
        # Only who is killed loses a lease here: then it is ended at once.
        workers = Workers(folder, store.url, server, lease_s=10)
        try:
            params = {"provider": "tencent", "prompt": "a small boy runs down the street"}
            path = api.simulate_post("/v1/jobs", json={"kind": "text_to_video", "params": params}).headers["location"]
            job_id = path.rpartition("/")[2]

            def look() -> Any:
                return api.simulate_get(path).json

            def under_way(attempt: int) -> bool:
                job = look()
                stage = "generating" if attempt > 1 else "ordering"
                return (job["state"], job["attempt"], job["stage"], len(server.tasks)) == ("running", attempt, stage, 1)

            for attempt in (1, 2, 3):
                wait_until(lambda attempt=attempt: under_way(attempt), 30, every_s=0.05)  # type: ignore[misc]
                (holder,) = [worker for worker in engine.queue()["workers"] if job_id in worker["running"]]
                workers.kill_process(holder["pid"])
                engine.store.command("ZADD", engine.store.key("due"), "XX", 1, f"L:{job_id}")
            wait_until(lambda: look()["finished_at"], 10)
            assert (look()["state"], look()["error"]["code"]) == ("failed", "lost")
            server.looks = 0
            assert api.simulate_post(f"{path}/retry").status_code == 202
            wait_until(lambda: look()["finished_at"], 30, every_s=0.05)
            job = look()
        finally:
            workers.stop()
            engine.close()
        assert (job["state"], job["attempt"]) == ("succeeded", 1), f"{job}\n{workers.log.read_text()[-5000:]}"
        assert [job["result"]["provider_task_id"]] == list(server.tasks)
        assert server.sessions() == [job_id]
        assert server.actions().count(ORDER) == 2, "sent again once, by the start that could not know of its task"
        assert [artifact["name"] for artifact in job["artifacts"]][-1] == "video.mp4"


@pytest.mark.chaos
@pytest.mark.timeout(1200)
def test_100_orders_among_killed_workers(folder: Path) -> None:
    order_among_kills(folder, jobs=100, kills=40, timeout_s=900)
