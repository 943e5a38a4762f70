"""Nothing of a job survives it, and nothing of it delays the worker: with real processes, killed for real."""

from __future__ import annotations

import gc
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from actors.sandbox import Sandbox, StopReason
from tests.material.sandboxes import JOBS, Running, alive, family, run, task
from tests.waiting import wait_until

LINUX = sys.platform == "linux"
#: What beat_sync imports.
HEAVY = ["numpy", "PIL.Image", "av"]
BODIES = ["sleep", "spin", "native", "subprocess"]


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    box = Sandbox(preload=[JOBS, "actors.selftest.run"], work=tmp_path / "work", cpu_threads=1)
    box.start()
    assert box.wait_until_ready(10)
    yield box
    box.close()
    assert list((tmp_path / "work").iterdir()) == []


def forkserver(sandbox: Sandbox) -> psutil.Process:
    assert sandbox._launcher is not None
    return psutil.Process(sandbox._launcher.pid)


def end_of(pids: dict[str, int]) -> None:
    """Wait for the end of a job's processes; one that left its session can be found on Linux only."""
    reachable = [pid for role, pid in pids.items() if LINUX or role != "daemon"]
    wait_until(lambda: not alive(reachable), 2.0)


@pytest.mark.parametrize("ignore_sigterm", [False, True])
def test_time_limit_ends_every_body(sandbox: Sandbox, ignore_sigterm: bool) -> None:
    limit_s, grace_s = 1.0, 0.5
    started = {}
    for body in BODIES:
        params = {"duration_s": 60.0, "body": body, "ignore_sigterm": ignore_sigterm}
        what = task(module="actors.selftest.run", time_limit_s=limit_s, stop_grace_s=grace_s, **params)
        started[body] = Running(sandbox, what)
    for body, running in started.items():
        outcome = running.outcome()
        assert (outcome.status, outcome.stop_reason) == ("timed_out", StopReason.TIME_LIMIT)
        late_s = outcome.usage.wall_s - limit_s - (grace_s if ignore_sigterm else 0)
        print(f"{body:10} ignore_sigterm={ignore_sigterm!s:5} dead {late_s * 1000:4.0f} ms after the last warning")
        assert 0 <= late_s < 0.5
        assert running.pid is not None
        assert not alive([running.pid])
    assert forkserver(sandbox).children(recursive=True) == []


@pytest.mark.parametrize("ending", ["return", "crash", "cancel", "time limit"])
def test_nothing_of_a_job_outlives_it(sandbox: Sandbox, tmp_path: Path, ending: str) -> None:
    then = {"cancel": "wait", "time limit": "wait"}.get(ending, ending)
    limit_s = 1.5 if ending == "time limit" else 60.0
    neighbour = Running(sandbox, task("sleep", job_id="neighbour")).reached("sleeping")
    running = Running(sandbox, task("family", marks=str(tmp_path), then=then, job_id="F", time_limit_s=limit_s))
    pids = family(tmp_path, "F")
    if ending == "cancel":
        assert set(alive(pids.values())) == set(pids.values())
        running.stop.request(StopReason.CANCELLED)
    outcome = running.outcome()
    left = alive(pid for role, pid in pids.items() if LINUX or role != "daemon")
    assert left == [], "all are dead before run returns"
    expected = {"return": "succeeded", "crash": "failed", "cancel": "stopped", "time limit": "timed_out"}
    assert outcome.status == expected[ending]
    assert alive([neighbour.pid or 0]), "neighbours are not touched"
    neighbour.stopped(StopReason.CANCELLED)


def test_cancel_is_quick_for_a_child_that_holds_its_lock(sandbox: Sandbox) -> None:
    running = Running(sandbox, task("spin", duration_s=60.0))
    wait_until(lambda: running.pid)
    outcome, took_s = running.stopped(StopReason.CANCELLED)
    assert outcome.status == "stopped"
    assert took_s < 0.5


OWNER = """
import sys, threading
from pathlib import Path
from actors.sandbox import Sandbox, StopSignal, Task
box = Sandbox(preload=[], work=Path(sys.argv[1]), cpu_threads=1)
def go(number):
    box.run(Task(job_id=f"F{number}", start=1, attempt=1, kind="x", run_module=sys.argv[2],
                 params={"do": "family", "marks": sys.argv[3], "then": "wait"}),
            stop=StopSignal(), on_progress=lambda *_: None)
threads = [threading.Thread(target=go, args=(number,)) for number in range(3)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


def test_kill_of_the_owner_ends_all_of_its_jobs(tmp_path: Path) -> None:
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(tmp_path / "work"), JOBS, str(tmp_path)], cwd=Path.cwd())
    try:
        families = [family(tmp_path, f"F{number}") for number in range(3)]
        servers = [child.pid for child in psutil.Process(owner.pid).children()]
        assert len(servers) == 1
    finally:
        owner.kill()
        owner.wait()
    begun_s = time.monotonic()
    for pids in families:
        end_of(pids)
    wait_until(lambda: not alive(servers), 2.0)
    print(f"owner killed: 3 jobs, 12 processes and the forkserver gone after {time.monotonic() - begun_s:.3f} s")
    wait_until(lambda: not list((tmp_path / "work").iterdir()), 2.0)


def test_next_sandbox_kills_what_a_worker_and_its_forkserver_left_when_both_were_killed(tmp_path: Path) -> None:
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(tmp_path / "work"), JOBS, str(tmp_path)], cwd=Path.cwd())
    try:
        families = [family(tmp_path, f"F{number}") for number in range(3)]
        (server,) = psutil.Process(owner.pid).children()
        server.suspend()
    finally:
        owner.kill()
        owner.wait()
    server.kill()
    wait_until(lambda: not alive([server.pid]))
    box = Sandbox(preload=[], work=tmp_path / "work", cpu_threads=1)
    box.start()
    for pids in families:
        end_of(pids)
    box.close()
    assert list((tmp_path / "work").iterdir()) == []


def test_kill_of_the_forkserver_is_a_retryable_error_and_the_next_job_runs(sandbox: Sandbox, tmp_path: Path) -> None:
    jobs = [Running(sandbox, task("family", marks=str(tmp_path), then="wait", job_id=f"F{n}")) for n in range(2)]
    families = [family(tmp_path, f"F{n}") for n in range(2)]
    first = forkserver(sandbox)
    first.kill()
    for job in jobs:
        outcome = job.outcome()
        assert outcome.status == "failed"
        assert outcome.error is not None
        assert (outcome.error.code, outcome.error.retryable) == ("sandbox_lost", True)
    for pids in families:
        assert alive(pids.values()) == []
    assert run(sandbox, task("return", value=5)).result == 5
    assert forkserver(sandbox).pid != first.pid


def test_forkserver_that_hangs_is_replaced(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actors.sandbox.supervision.BURIAL_LIMIT_S", 0.5)
    running = Running(sandbox, task("sleep")).reached("sleeping")
    first = forkserver(sandbox)
    first.suspend()
    outcome, took_s = running.stopped(StopReason.CANCELLED)
    assert outcome.status == "stopped"
    assert took_s < 3
    wait_until(lambda: not alive([first.pid, running.pid or 0]), 2)
    assert run(sandbox, task("return", value=5)).result == 5


def test_preload_that_kills_the_forkserver_is_given_up(tmp_path: Path) -> None:
    deadly = "tests.material.deadly_job"
    box = Sandbox(preload=[deadly], work=tmp_path, cpu_threads=1)
    try:
        codes = [outcome.error.code for _ in range(3) if (outcome := run(box, task(module=deadly))).error]
        assert codes == ["sandbox_lost", "sandbox_lost", "crashed"]
        assert run(box, task("return", value=5)).result == 5
    finally:
        box.close()


def test_stop_does_not_wait_for_the_preloads(tmp_path: Path) -> None:
    box = Sandbox(preload=["tests.material.slow_job"], work=tmp_path, cpu_threads=1)
    try:
        running = [Running(box, task("return", job_id=f"J{number}")) for number in range(3)]
        wait_until(lambda: len(list(tmp_path.glob("*/J*"))) == 3)
        for job, reason in zip(running[1:], (StopReason.CANCELLED, StopReason.SHUTDOWN), strict=True):
            outcome, took_s = job.stopped(reason)
            assert (outcome.status, outcome.stop_reason) == ("stopped", reason)
            assert took_s < 1
        wait_until(lambda: len(list(tmp_path.glob("*/J*"))) == 1)
        assert not box.wait_until_ready(0)
    finally:
        closing_s = time.monotonic()
        box.close()
    assert running[0].outcome(3.0).stop_reason == StopReason.SHUTDOWN
    assert time.monotonic() - closing_s < 3
    assert list(tmp_path.iterdir()) == []


def test_forkserver_ignores_what_is_meant_for_the_worker(sandbox: Sandbox) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        forkserver(sandbox).send_signal(number)
    assert run(sandbox, task("return", value=5)).result == 5


def test_children_that_hold_their_lock_do_not_delay_the_worker(sandbox: Sandbox) -> None:
    spinning = [Running(sandbox, task("spin", duration_s=60.0)) for _ in range(4)]
    wait_until(lambda: all(job.pid for job in spinning))
    gaps_s, last_s = [], time.monotonic()
    until_s = last_s + 2.0
    pause = threading.Event()
    while last_s < until_s:
        pause.wait(0.01)
        gaps_s.append(time.monotonic() - last_s)
        last_s += gaps_s[-1]
    for job in spinning:
        assert job.stopped(StopReason.CANCELLED)[0].status == "stopped"
    print(f"heartbeat of 10 ms beside 4 native loops: median {statistics.median(gaps_s) * 1000:.1f} ms, "
          f"longest {max(gaps_s) * 1000:.1f} ms")  # fmt: skip
    assert max(gaps_s) < 0.5


def test_many_jobs_leave_no_descriptor_thread_process_or_folder(sandbox: Sandbox, tmp_path: Path) -> None:
    def facts() -> tuple[int, int, int, int, int]:
        gc.collect()
        server = forkserver(sandbox)
        folders = len(list((tmp_path / "work").glob("*/*")))
        return psutil.Process().num_fds(), threading.active_count(), server.num_fds(), server.num_threads(), folders

    run(sandbox, task("return", value=0))
    before = facts()
    for number in range(10):
        jobs = [
            Running(sandbox, what)
            for what in (
                task("return", value=number),
                task("raise", error="value"),
                task("signal_itself", signal="SIGSEGV"),
                task("sleep", time_limit_s=0.05),
                task("files", write={"a.txt": "x"}),
            )
        ]
        for job in jobs:
            sandbox.discard(job.outcome())
    assert facts() == before
    assert before[3] == 1, "the forkserver has one thread"
    assert forkserver(sandbox).children() == []


def test_folders_of_killed_sandboxes_are_swept_and_those_in_use_are_not(tmp_path: Path) -> None:
    living = Sandbox(preload=[], work=tmp_path, cpu_threads=1)
    living.start()
    (tmp_path / "sandbox-dead" / "J1-1-ab").mkdir(parents=True)
    (tmp_path / "sandbox-dead" / "lock").touch()
    (tmp_path / "sandbox-newborn").mkdir()
    other = Sandbox(preload=[], work=tmp_path, cpu_threads=1)
    other.start()
    names = {path.name for path in tmp_path.iterdir()}
    assert "sandbox-dead" not in names
    assert "sandbox-newborn" in names
    assert run(living, task("return", value=1)).result == 1
    living.close()
    other.close()
    assert [path.name for path in tmp_path.iterdir()] == ["sandbox-newborn"]


def test_close_ends_running_jobs(tmp_path: Path) -> None:
    box = Sandbox(preload=[JOBS], work=tmp_path / "work", cpu_threads=1)
    running = Running(box, task("family", marks=str(tmp_path), then="wait", job_id="F"))
    pids = family(tmp_path, "F")
    server = forkserver(box).pid
    box.close()
    assert alive([*pids.values(), server]) == []
    outcome = running.outcome()
    assert (outcome.status, outcome.stop_reason) == ("stopped", StopReason.SHUTDOWN)
    assert list((tmp_path / "work").iterdir()) == []


def test_warm_start_with_heavy_preloads_is_quick(tmp_path: Path) -> None:
    box = Sandbox(preload=[JOBS, *HEAVY], work=tmp_path, cpu_threads=1)
    try:
        assert box.wait_until_ready(30)
        assert forkserver(box).num_threads() == 1
        starts_s, rounds_s = [], []
        for _ in range(21):
            begun_s = time.monotonic()
            outcome = run(box, task("facts"))
            rounds_s.append(time.monotonic() - begun_s)
            starts_s.append(outcome.result["run_at_s"] - begun_s)
        print(f"warm start: median {statistics.median(starts_s) * 1000:.1f} ms, worst {max(starts_s) * 1000:.1f} ms; "
              f"whole job: median {statistics.median(rounds_s) * 1000:.1f} ms")  # fmt: skip
        assert statistics.median(starts_s) < 0.040
    finally:
        box.close()


def test_child_holds_its_own_socket_and_no_other_and_hands_none_on(sandbox: Sandbox) -> None:
    first = Running(sandbox, task("sleep", job_id="A")).reached("sleeping")
    facts = run(sandbox, task("facts")).result
    sockets = [target for number, target in facts["fds"].items() if int(number) > 2 and target.startswith("socket")]
    assert len(sockets) == 1
    first.stopped(StopReason.CANCELLED)
    assert facts["inheritable"] == []
