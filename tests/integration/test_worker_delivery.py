"""What a worker's own process does with a finished job's artifacts, its disk being slow."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from pydantic import SecretStr

from actors.worker import WorkerProcess
from backend.catalogue import Catalogue
from backend.job import State, Submission
from backend.settings import Settings
from tests.waiting import wait_until


def test_a_cancel_is_obeyed_while_the_disk_takes_the_artifacts(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(
        _env_file=None, redis_url=SecretStr(store_url), namespace="test", selftest=True, storage_dir=tmp_path
    )
    catalogue = Catalogue.discover(settings)
    flushing, stuck = threading.Event(), threading.Event()

    def slow_fsync(_descriptor: int) -> None:
        flushing.set()
        assert stuck.wait(60)

    monkeypatch.setattr(os, "fsync", slow_fsync)
    process = WorkerProcess(settings, catalogue, serves=frozenset({"selftest"}), threads=1)
    process.engine.configure()
    process.start()
    try:
        parameters = {"duration_s": 0, "steps": 1, "output_bytes": 10_000}
        job_id = process.engine.admit(Submission("selftest", parameters)).job.id
        assert flushing.wait(60)
        process.engine.cancel(job_id, "local")
        wait_until(lambda: process.engine.job(job_id, "local").state is State.CANCELLED, 2.0)
        assert list((process.storage.root / "artifacts").iterdir()) == []
        wait_until(lambda: not list(process.storage.work.rglob("*.bin")))
    finally:
        stuck.set()
        process.stop()
