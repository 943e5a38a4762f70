"""The promises to a user, each seen from outside on a real ``sluice up``.

What takes its time is submitted once, before the first test; each test then looks at its own jobs.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
import requests

from tests.acceptance.conftest import RETENTION_S
from tests.local_service import LocalService, alive, processes_of, running
from tests.waiting import wait_until

BODIES = ("sleep", "spin", "native", "subprocess")
DEAF = {False: "", True: ", deaf to SIGTERM"}
OUTPUT_BYTES = 300_000

Jobs = dict[str, str]


def seconds_between(earlier: str, later: str) -> float:
    return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds()


@pytest.fixture(scope="module")
def begun(service: LocalService) -> Jobs:
    """Jobs that all begin at once, on workers that have started a child before."""
    for job_id in [service.submit(duration_s=0.2) for _ in range(20)]:
        service.await_job(job_id, state="succeeded")
    jobs = {
        f"{body}{DEAF[deaf]}": service.submit({"time_limit_s": 2}, duration_s=600, body=body, ignore_sigterm=deaf)
        for body, deaf in itertools.product(BODIES, DEAF)
    }
    small = {"duration_s": 0.1, "steps": 2}
    return jobs | {
        "crash": service.submit(**small, outcome="crash", outcome_attempts=1),
        "throttle": service.submit(**small, outcome="throttle", outcome_attempts=1),
        "fail": service.submit(**small, outcome="fail"),
        "fail once": service.submit(**small, outcome="fail", outcome_attempts=1),
        "output": service.submit(**small, output_bytes=OUTPUT_BYTES),
    }


# --- ends ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [f"{body}{deaf}" for body, deaf in itertools.product(BODIES, DEAF.values())])
def test_time_limit_of_2_s_ends_every_body_within_4_s(service: LocalService, begun: Jobs, name: str) -> None:
    job = service.await_job(begun[name], state="timed_out")
    assert seconds_between(job["started_at"], job["finished_at"]) <= 4
    assert processes_of(job["id"]) == []


def test_crashed_child_is_tried_again_and_succeeds(service: LocalService, begun: Jobs) -> None:
    job = service.await_job(begun["crash"], state="succeeded")
    assert (job["attempt"], job["result"]["start"], job["error"]) == (2, 2, None)


def test_final_failure_is_told_at_once_and_a_retryable_one_is_tried_again(service: LocalService, begun: Jobs) -> None:
    failed = service.await_job(begun["fail"], state="failed")
    assert (failed["error"]["code"], failed["error"]["retryable"], failed["attempt"]) == ("selftest_failed", False, 1)
    assert service.await_job(begun["fail once"], state="succeeded")["attempt"] == 2


def test_throttle_lowers_the_limit_and_the_job_succeeds_uncharged(service: LocalService, begun: Jobs) -> None:
    job = service.await_job(begun["throttle"], state="succeeded")
    assert (job["attempt"], job["result"]["start"]) == (1, 2)
    limit = service.get("/v1/queue")["kinds"]["selftest"]["limit"]
    assert (limit["current"], limit["default"], limit["reason"]) == (62, 64, "throttled")


def test_artifact_is_sent_whole_or_in_part(service: LocalService, begun: Jobs) -> None:
    job = service.await_job(begun["output"], state="succeeded")
    (artifact,) = job["artifacts"]
    whole = random.Random(job["id"]).randbytes(OUTPUT_BYTES)
    assert (artifact["bytes"], artifact["sha256"]) == (OUTPUT_BYTES, hashlib.sha256(whole).hexdigest())
    url = service.address + artifact["url"]
    answer = requests.get(url, timeout=10)
    assert answer.content == whole
    assert answer.headers["ETag"] == f'"{artifact["sha256"]}"'
    part = requests.get(url, headers={"Range": "bytes=1000-1999"}, timeout=10)
    assert (part.status_code, part.content) == (206, whole[1000:2000])
    assert part.headers["Content-Range"] == f"bytes 1000-1999/{OUTPUT_BYTES}"
    tail = requests.get(url, headers={"Range": "bytes=-7"}, timeout=10)
    assert (tail.status_code, tail.content) == (206, whole[-7:])
    assert requests.get(url, headers={"Range": f"bytes={OUTPUT_BYTES}-"}, timeout=10).status_code == 416
    assert requests.get(url, headers={"If-None-Match": answer.headers["ETag"]}, timeout=10).status_code == 304
    head = requests.head(url, timeout=10)
    assert (head.content, head.headers["Content-Length"]) == (b"", str(OUTPUT_BYTES))


# --- cancel --------------------------------------------------------------------------------------------------


def test_running_job_is_dead_within_2_s_of_its_cancel(service: LocalService) -> None:
    jobs = [
        service.submit(duration_s=600, body="sleep", ignore_sigterm=True),
        service.submit(duration_s=600, body="native"),
        service.submit(duration_s=600, body="subprocess", ignore_sigterm=True),
    ]
    for job_id in jobs:
        service.await_job(job_id, state="running")
        wait_until(lambda job_id=job_id: processes_of(job_id), 5)
    asked_s = time.monotonic()
    for job_id in jobs:
        answer = service.post(f"/v1/jobs/{job_id}/cancel")
        assert answer.status_code == 202
        assert answer.json()["cancel_requested"]
    for job_id in jobs:
        service.await_job(job_id, 2.0 - (time.monotonic() - asked_s), state="cancelled")
        assert processes_of(job_id) == []
        assert service.post(f"/v1/jobs/{job_id}/cancel").status_code == 200


# --- submitting twice ----------------------------------------------------------------------------------------


def test_idempotency_key_gives_one_job_however_often_it_is_sent(service: LocalService) -> None:
    body = {"kind": "selftest", "params": {"duration_s": 0}}

    def send(_: int) -> requests.Response:
        return service.post("/v1/jobs", body, Idempotency_Key="one-and-only")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(24)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 1
    other = service.post("/v1/jobs", {**body, "priority": "low"}, Idempotency_Key="one-and-only")
    assert (other.status_code, other.json()["type"]) == (422, "/problems/idempotency-conflict")


def test_dedupe_key_refuses_a_second_job_while_the_first_lives(service: LocalService) -> None:
    envelope: dict[str, object] = {"dedupe_key": "draft-7"}
    first = service.submit(envelope, duration_s=600)
    second = service.post("/v1/jobs", {"kind": "selftest", **envelope})
    assert (second.status_code, second.json()["job"]["id"]) == (409, first)
    service.post(f"/v1/jobs/{first}/cancel")
    service.await_job(first, state="cancelled")
    assert service.submit(envelope, duration_s=0) != first


# --- following -----------------------------------------------------------------------------------------------


def test_changes_since_a_cursor_tell_every_job_to_its_end(service: LocalService) -> None:
    cursor = requests.get(f"{service.address}/v1/jobs?since=0&limit=500", timeout=10).json()["cursor"]
    jobs = {service.submit(duration_s=random.Random(n).uniform(0, 0.5), steps=5) for n in range(12)}
    states: dict[str, list[str]] = {job_id: [] for job_id in jobs}
    progress: dict[str, list[float]] = {job_id: [] for job_id in jobs}
    versions: dict[str, int] = {}

    def ended() -> bool:
        nonlocal cursor
        query = {"since": cursor, "wait": "1", "limit": "5"}
        answer = requests.get(f"{service.address}/v1/jobs", params=query, timeout=20)
        if answer.status_code == 304:
            return False
        page = answer.json()
        cursor = page["cursor"]
        for job in page["jobs"]:
            # The same version may be told twice: a job is shown as it is now, with each page that names it.
            if job["id"] in jobs and job["version"] != versions.get(job["id"]):
                assert job["version"] > versions.get(job["id"], 0)
                versions[job["id"]] = job["version"]
                states[job["id"]].append(job["state"])
                progress[job["id"]].append(job["progress"])
        return all(told[-1:] == ["succeeded"] for told in states.values())

    wait_until(ended, 20)
    order = ["queued", "running", "succeeded"]
    for job_id in jobs:
        assert states[job_id] == sorted(states[job_id], key=order.index)
        assert states[job_id].count("succeeded") == 1
        assert progress[job_id] == sorted(progress[job_id])
    unknown = requests.get(f"{service.address}/v1/jobs?since=1-1", timeout=10)
    assert (unknown.status_code, unknown.json()["type"]) == (410, "/problems/cursor-expired")


# --- the narrow service: one job at a time, three may wait ----------------------------------------------------


def test_line_of_one_service(narrow: LocalService) -> None:
    """A full queue refuses, a cancelled job never starts, an urgent one starts next."""
    blocking = narrow.submit(duration_s=600)
    narrow.await_job(blocking, state="running")
    doomed = narrow.submit(duration_s=0)
    normal, low = narrow.submit(duration_s=0), narrow.submit({"priority": "low"}, duration_s=0)

    refused = narrow.post("/v1/jobs", {"kind": "selftest", "tags": ["refused"]})
    assert refused.status_code == 503
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["type"] == "/problems/queue-full"
    assert int(refused.headers["Retry-After"]) >= 1
    assert narrow.get("/v1/jobs?tag=refused")["jobs"] == []
    assert narrow.get("/v1/queue")["waiting"] == 3

    cancelled = narrow.post(f"/v1/jobs/{doomed}/cancel")
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    urgent = narrow.submit({"priority": "urgent"}, duration_s=0)
    assert [narrow.job(job_id)["position"] for job_id in (urgent, normal, low)] == [1, 2, 3]

    narrow.post(f"/v1/jobs/{blocking}/cancel")
    ended = [narrow.await_job(job_id, state="succeeded") for job_id in (urgent, normal, low)]
    starts = [job["started_at"] for job in ended]
    assert starts == sorted(starts)
    never = narrow.job(doomed)
    assert (never["state"], never["attempt"], never["started_at"]) == ("cancelled", 0, None)


def test_expired_job_leaves_a_tombstone_and_no_file(narrow: LocalService) -> None:
    job_id = narrow.submit(duration_s=0, output_bytes=10)
    job = narrow.await_job(job_id, state="succeeded")
    folder = narrow.state / "storage" / "artifacts" / job_id
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["output.bin"]
    cursor = narrow.get("/v1/jobs?since=0&limit=500")["cursor"]
    removed: set[str] = set()

    def told() -> bool:
        nonlocal cursor
        answer = requests.get(f"{narrow.address}/v1/jobs", params={"since": cursor, "wait": "1"}, timeout=10)
        if answer.status_code == 200:
            cursor = answer.json()["cursor"]
            removed.update(answer.json()["removed"])
        return job_id in removed

    wait_until(told, RETENTION_S + 5)
    gone = requests.get(f"{narrow.address}/v1/jobs/{job_id}", timeout=10)
    assert (gone.status_code, gone.json()["type"]) == (410, "/problems/job-expired")
    assert requests.get(narrow.address + job["artifacts"][0]["url"], timeout=10).status_code == 410
    assert job_id not in {listed["id"] for listed in narrow.get("/v1/jobs")["jobs"]}
    wait_until(lambda: not folder.exists(), RETENTION_S + 5)


# --- deaths, last: they disturb whatever runs ------------------------------------------------------------------


def test_drained_worker_hands_its_job_back_uncharged_and_is_replaced(service: LocalService) -> None:
    job_id = service.submit(duration_s=600)
    service.await_job(job_id, state="running")
    pid = service.holder(job_id)
    assert pid is not None
    os.kill(pid, signal.SIGTERM)
    wait_until(lambda: service.holder(job_id) not in {None, pid}, 10)
    assert service.job(job_id)["attempt"] == 1
    wait_until(lambda: len(_online(service) - {pid}) == 2, 15)
    service.post(f"/v1/jobs/{job_id}/cancel")


def test_job_of_a_killed_worker_runs_again_within_10_s(service: LocalService) -> None:
    job_id = service.submit(duration_s=600)
    service.await_job(job_id, state="running")
    wait_until(lambda: processes_of(job_id), 5)
    orphans = processes_of(job_id)
    killed_s = time.monotonic()
    pid = service.holder(job_id)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    service.await_job(job_id, 10.0, state="running", attempt=2)
    assert time.monotonic() - killed_s <= 10
    assert not running(orphans)
    service.post(f"/v1/jobs/{job_id}/cancel")


def test_job_survives_the_death_of_the_store_and_completes_once(service: LocalService) -> None:
    counted = service.get("/v1/queue")["succeeded"]
    job_id = service.submit(duration_s=1.5, output_bytes=100)
    service.await_job(job_id, state="running")
    _kill(service, "valkey-server")
    wait_until(lambda: _state_or_none(service, job_id) == "succeeded", 15)
    job = service.job(job_id)
    assert (job["attempt"], job["result"]["start"]) == (1, 1)
    assert service.get("/v1/queue")["succeeded"] == counted + 1


def test_next_call_after_the_death_of_the_api_is_answered(service: LocalService) -> None:
    job_id = service.submit(duration_s=0.5)
    _kill(service, "backend.cli.main api")
    # The supervisor holds the port meanwhile: the call waits instead of being refused.
    assert service.answer(f"/v1/jobs/{job_id}").status_code == 200
    service.await_job(job_id, state="succeeded")


def _kill(service: LocalService, words: str) -> None:
    process = service.child(words)
    assert process is not None
    process.kill()
    wait_until(lambda: not alive(process), 5)


def _online(service: LocalService) -> set[int]:
    alive = {process.pid for process in service.children("actors.worker")}
    return {worker["pid"] for worker in service.get("/v1/queue")["workers"]} & alive


def _state_or_none(service: LocalService, job_id: str) -> str | None:
    answer = requests.get(f"{service.address}/v1/jobs/{job_id}", timeout=20)
    assert answer.status_code in {200, 503}, answer.text
    return str(answer.json()["state"]) if answer.status_code == 200 else None
