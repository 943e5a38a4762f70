"""``sluice up`` as a person meets it: it serves, survives, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.local_service import SLUICE, LocalService, running
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalService]:
    started = LocalService(tmp_path_factory.mktemp("up"), "--threads", "2")
    try:
        yield started
    finally:
        started.abandon()


def test_job_submitted_by_the_command_line_runs_to_its_files(service: LocalService) -> None:
    submitted = service.sluice(
        "submit", "selftest", "--set", "duration_s=0.2", "--set", "output_bytes=1000", "--wait", "--json"
    )
    assert submitted.returncode == 0, submitted.stderr
    job = json.loads(submitted.stdout)
    assert job["state"] == "succeeded"
    fetched = service.sluice("fetch", job["id"], "out")
    assert fetched.returncode == 0, fetched.stderr
    assert (service.folder / "out" / "output.bin").stat().st_size == 1000


def test_doctor_finds_the_service_healthy(service: LocalService) -> None:
    examined = service.sluice("doctor", "--json")
    report = json.loads(examined.stdout)
    assert (examined.returncode, report["healthy"]) == (0, True), report
    assert {check["verdict"] for check in report["checks"]} == {"ok"}


def test_second_service_in_the_same_folder_is_refused(service: LocalService) -> None:
    second = service.sluice("up", "--port", "0")
    assert second.returncode == 2
    assert f"process {service.process.pid} runs sluice up there at {service.address}" in second.stderr
    assert second.stdout == ""


def test_taken_port_is_told_and_nothing_is_started(service: LocalService, tmp_path: Path) -> None:
    port = service.address.rpartition(":")[2]
    refused = service.sluice("up", "--state", str(tmp_path / "state"), "--port", port)
    assert refused.returncode == 2
    assert f"SLUICE_PORT={port}" in refused.stderr
    assert not (tmp_path / "state" / "store.json").exists()


def test_killed_worker_api_and_store_come_back_and_the_job_is_done(service: LocalService) -> None:
    job = json.loads(service.sluice("submit", "selftest", "--set", "duration_s=1.5", "--json").stdout)
    wait_until(lambda: service.get(f"/v1/jobs/{job['id']}")["state"] == "running", 10)
    killed = [service.child(words) for words in ("actors.worker", "backend.cli.main api", "valkey-server")]
    for process in killed:
        assert process is not None
        process.kill()
    # The supervisor keeps the port: callers wait for the API's successor instead of being refused.
    assert service.answer("/livez").status_code == 200

    def done() -> bool:
        answer = service.answer(f"/v1/jobs/{job['id']}")
        return answer.status_code == 200 and answer.json()["state"] == "succeeded"

    wait_until(done, 25)
    assert not running([process for process in killed if process is not None])


def test_stopping_leaves_no_process_and_exit_code_0(service: LocalService) -> None:
    service.sluice("submit", "selftest", "--set", "duration_s=60")
    wait_until(lambda: service.get("/v1/queue")["running"] == 1, 10)
    before = service.descendants()
    assert len(before) >= 4
    code, out, err = service.stop()
    assert code == 0, err
    assert out == ""  # one line was written in all: the ready line
    assert "Stopping" in err
    assert not running(before)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(service.address.rpartition(":")[2]))) != 0


def test_killed_supervisor_leaves_nothing_and_the_next_one_goes_on(service: LocalService) -> None:
    again = LocalService(service.folder, "--threads", "2")
    try:
        wait_until(lambda: again.get("/v1/queue")["running"] == 1, 10)  # the job handed back at the stop runs again
        before = again.descendants()
        again.process.kill()
        wait_until(lambda: not running(before), 5)
    finally:
        again.process.communicate(timeout=10)
    third = LocalService(service.folder)
    try:
        jobs = json.loads(third.sluice("jobs", "--json").stdout)["jobs"]
        assert [job["state"] for job in jobs].count("succeeded") >= 2
        before = third.descendants()
        third.process.send_signal(signal.SIGINT)
        third.process.send_signal(signal.SIGINT)  # in a hurry
    finally:
        third.process.communicate(timeout=30)
    assert third.process.returncode == 0
    assert not running(before)


def test_service_that_cannot_start_says_why(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SLUICE_")}
    ended = subprocess.run(
        [*SLUICE, "up", "--port", "0", "--state", "state"], cwd=tmp_path, capture_output=True, text=True, timeout=60,
        check=False, env=environment | {"SLUICE_KINDS__BEATSYNC__MAX_WAITING": "3"},
    )  # fmt: skip
    assert ended.returncode == 2
    assert "there is no kind named beatsync; did you mean beat_sync?" in ended.stderr
    assert ended.stdout == ""
