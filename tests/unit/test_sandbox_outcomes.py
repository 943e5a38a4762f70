"""What comes out of the sandbox for everything that a job may do."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from actors.sandbox import Outcome, Sandbox, StopReason, StopSignal
from actors.sandbox.workspace import remove
from tests.material.sandboxes import JOBS, Running, alive, input_file, run, task
from tests.waiting import wait_until

MIB = 1024**2
NOBODY = 65534


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("work")


@pytest.fixture(scope="module")
def sandbox(work: Path) -> Iterator[Sandbox]:
    box = Sandbox(preload=[JOBS, "actors.selftest.run", "numpy"], work=work, cpu_threads=2)
    box.start()
    yield box
    box.close()
    assert list(work.iterdir()) == []


def failed(outcome: Outcome, code: str, *, retryable: bool) -> dict[str, object]:
    assert outcome.status == "failed"
    assert outcome.error is not None
    assert (outcome.error.code, outcome.error.retryable) == (code, retryable), outcome.error
    assert outcome.folder is None
    assert "/" not in outcome.error.message, "no path of ours in a sentence for people"
    return outcome.error.details


def test_result_usage_and_facts_of_a_start_come_back(sandbox: Sandbox) -> None:
    pids: list[int] = []
    outcome = sandbox.run(
        task("facts", start=3, attempt=2, job_id="J-facts"),
        stop=StopSignal(),
        on_progress=lambda *_: None,
        on_started=pids.append,
    )
    assert outcome.status == "succeeded"
    facts = outcome.result
    assert (facts["start"], facts["attempt"], facts["id"], facts["cpu_threads"]) == (3, 2, "J-facts", 2)
    assert pids == [facts["pid"]] == [facts["sid"]]
    assert outcome.usage.wall_s > 0
    assert outcome.usage.cpu_s > 0
    assert outcome.usage.max_rss_bytes > 5 * MIB


def test_child_works_in_an_empty_private_folder_that_is_gone_afterwards(sandbox: Sandbox) -> None:
    facts = run(sandbox, task("facts")).result
    assert facts["cwd"] == facts["folder"] == facts["env"]["TMPDIR"]
    assert facts["content"] == []
    assert not Path(facts["folder"]).exists()


def test_child_has_no_descriptor_but_its_own(sandbox: Sandbox) -> None:
    facts = run(sandbox, task("facts")).result
    others = [target for number, target in facts["fds"].items() if int(number) > 2 and target != "gone"]
    assert len(others) == 1, others
    assert facts["threads"] == 1
    assert facts["sigterm"]


def test_child_sees_no_address_of_the_store(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLUICE_REDIS_URL", "redis://:secret@localhost")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "no business of a job")
    box = Sandbox(preload=[], work=work, cpu_threads=3)
    try:
        env = run(box, task("facts")).result["env"]
    finally:
        box.close()
    assert "secret" not in str(env)
    assert {"AWS_SECRET_ACCESS_KEY", "PYTHONPATH"} & set(env) == set()
    assert env["OMP_NUM_THREADS"] == "3"


def test_two_children_draw_different_random_numbers(sandbox: Sandbox) -> None:
    first, second = (run(sandbox, task("facts")).result["draws"] for _ in range(2))
    assert not set(first) & set(second)


@pytest.mark.parametrize("value", [None, {}, [1, "ü", None], {"a": {"b": [1.5, True]}}, "text"])
def test_any_json_value_is_a_result(sandbox: Sandbox, value: object) -> None:
    outcome = run(sandbox, task("return", value=value))
    assert (outcome.status, outcome.result) == ("succeeded", value)


def test_result_beyond_the_bound_is_refused(sandbox: Sandbox) -> None:
    assert run(sandbox, task("return", value="x" * (MIB - 2))).status == "succeeded"
    failed(run(sandbox, task("return", value="x" * MIB)), "result_too_large", retryable=False)


@pytest.mark.parametrize("name", ["nan", "bytes", "set", "deep", "circle"])
def test_result_that_is_no_json_is_refused(sandbox: Sandbox, name: str) -> None:
    failed(run(sandbox, task("odd_result", name=name)), "result_invalid", retryable=False)


@pytest.mark.parametrize(
    ("error", "code", "retryable"),
    [
        ("job_failure", "not_possible", True),
        ("odd_details", "not_possible", False),
        ("large_details", "not_possible", False),
        ("value", "internal_error", False),
        ("broken_pipe", "internal_error", False),
        ("exit", "internal_error", False),
        ("interrupt", "internal_error", False),
        ("memory", "out_of_memory", False),
        ("no_space", "disk_full", True),
        ("connection", "network", True),
        ("timeout", "network", True),
    ],
)
def test_exception_becomes_an_error_with_code_and_log(sandbox: Sandbox, error: str, code: str, retryable: bool) -> None:
    details = failed(run(sandbox, task("raise", error=error)), code, retryable=retryable)
    assert details["log"] == ["about to raise"]


def test_details_of_a_failure_are_kept_or_said_to_be_dropped(sandbox: Sandbox) -> None:
    details = [run(sandbox, task("raise", error=e)).error for e in ("job_failure", "odd_details", "large_details")]
    assert [d.details.get("a") for d in details if d] == [1, None, None]
    assert all("dropped" in d.details for d in details[1:] if d)


def test_traceback_names_the_place_without_folders_of_this_machine(sandbox: Sandbox) -> None:
    details = failed(run(sandbox, task("raise", error="value")), "internal_error", retryable=False)
    trace = details["traceback"]
    assert isinstance(trace, list)
    assert trace[-2].startswith("tests/material/sandbox_jobs.py:")
    assert trace[-2].endswith('raise errors[params["error"]]()')
    assert trace[-1].startswith("ValueError: bad thing")
    assert details["exception"] == "ValueError"


def test_error_of_a_network_library_is_retryable_even_when_wrapped(sandbox: Sandbox) -> None:
    failed(run(sandbox, task("requests_error")), "network", retryable=True)


def test_throttle_carries_resource_and_pause(sandbox: Sandbox) -> None:
    outcome = run(sandbox, task("raise", error="throttled"))
    assert (outcome.status, outcome.resource, outcome.retry_after_s) == ("throttled", "llm", 3.5)
    assert outcome.error is not None
    assert outcome.error.message == "slow down"


@pytest.mark.parametrize("name", ["SIGKILL", "SIGSEGV", "SIGABRT", "SIGTERM"])
def test_death_by_a_signal_is_a_retryable_crash_that_names_it(sandbox: Sandbox, name: str) -> None:
    outcome = run(sandbox, task("signal_itself", signal=name))
    details = failed(outcome, "crashed", retryable=True)
    assert details["signal"] == name
    assert name in (outcome.error.message if outcome.error else "")


def test_fault_in_native_code_leaves_the_python_lines_in_the_log(sandbox: Sandbox) -> None:
    details = failed(run(sandbox, task("segfault")), "crashed", retryable=True)
    assert "do_segfault" in str(details["log"])


@pytest.mark.parametrize("status", [0, 7])
def test_exit_without_a_last_word_is_a_crash(sandbox: Sandbox, status: int) -> None:
    details = failed(run(sandbox, task("exit", status=status)), "crashed", retryable=True)
    assert details["exit_status"] == status


def test_module_that_fails_at_import_fails_its_own_jobs_only(work: Path) -> None:
    broken = "tests.material.broken_job"
    box = Sandbox(preload=[broken, JOBS], work=work, cpu_threads=1)
    try:
        details = failed(run(box, task(module=broken)), "cannot_start", retryable=False)
        assert "this library is not installed" in str(details["traceback"])
        assert run(box, task("return", value=1)).result == 1
    finally:
        box.close()


def test_module_that_does_not_exist_cannot_start(sandbox: Sandbox) -> None:
    failed(run(sandbox, task(module="tests.material.nowhere")), "cannot_start", retryable=False)


def test_log_keeps_the_last_lines_of_all_that_was_printed(sandbox: Sandbox) -> None:
    details = failed(run(sandbox, task("print", lines=1000)), "internal_error", retryable=False)
    log = details["log"]
    assert isinstance(log, list)
    assert len(log) == 50
    assert log[-4:] == ["line 999", "to standard error", "from native code  [31m\ufffd", "from the log method"]


def test_allocation_beyond_the_limit_fails_that_job_alone(sandbox: Sandbox) -> None:
    neighbour = Running(sandbox, task("sleep", duration_s=0.5, job_id="neighbour")).reached("sleeping")
    what = task("allocate_at_once", bytes=400 * MIB, memory_limit_bytes=200 * MIB)
    failed(run(sandbox, what), "out_of_memory", retryable=False)
    assert neighbour.outcome().status == "succeeded"
    what = task("allocate_at_once", bytes=100 * MIB, memory_limit_bytes=200 * MIB)
    assert run(sandbox, what).status == "succeeded"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is watched, but RLIMIT_DATA is not")
@pytest.mark.parametrize("do", ["grow", "child_grows"])
def test_growth_beyond_the_limit_is_stopped(sandbox: Sandbox, do: str) -> None:
    neighbour = Running(sandbox, task("sleep", job_id="neighbour")).reached("sleeping")
    outcome = run(sandbox, task(do, bytes=400 * MIB, memory_limit_bytes=100 * MIB, stop_grace_s=20.0))
    failed(outcome, "out_of_memory", retryable=False)
    assert outcome.usage.wall_s < 5
    assert neighbour.stopped(StopReason.CANCELLED)[0].status == "stopped", "it lived until it was asked to stop"


def test_progress_only_grows_and_the_last_of_each_stage_comes(sandbox: Sandbox) -> None:
    running = Running(sandbox, task("progress", count=5000))
    assert running.outcome().status == "succeeded"
    assert [r[0] for r in running.reports] == sorted(r[0] for r in running.reports)
    assert running.reports[-1] == (0.9998, "second", "nan")
    assert len(running.reports) < 50


def test_reports_that_pause_are_not_held_back(sandbox: Sandbox) -> None:
    running = Running(sandbox, task("sleep")).reached("sleeping")
    assert running.reports == [(0.5, "sleeping", "")]
    running.stopped(StopReason.CANCELLED)


def test_the_last_report_before_a_long_silence_comes(sandbox: Sandbox) -> None:
    running = Running(sandbox, task("count_and_sleep", count=500))
    wait_until(lambda: bool(running.reports) and running.reports[-1] == (0.5, "counting", "500 of 500"), 5)
    assert len(running.reports) < 15
    running.stopped(StopReason.CANCELLED)


def test_floods_and_garbage_do_no_harm(sandbox: Sandbox) -> None:
    assert run(sandbox, task("garbage")).result == {"fine": True}
    failed(run(sandbox, task("endless_line")), "result_too_large", retryable=False)
    for do in ("flood_log", "flood_messages"):
        cpu_s, begun_s = time.thread_time(), time.monotonic()
        outcome = run(sandbox, task(do, time_limit_s=1.0))
        assert outcome.status == "timed_out"
        assert time.monotonic() - begun_s < 2.0
        assert time.thread_time() - cpu_s < 0.8, "the worker's own work for a flood is bounded"


def test_artifacts_are_measured_hashed_and_alone_in_their_folder(sandbox: Sandbox) -> None:
    outcome = run(sandbox, task("files", write={"b.json": "{}", "a.mp4": "film", "ünï.txt": "x"}, extra=True))
    assert outcome.status == "succeeded"
    assert outcome.folder is not None
    assert sorted(path.name for path in outcome.folder.iterdir()) == ["a.mp4", "b.json", "ünï.txt"]
    first = outcome.artifacts[0]
    assert (first.name, first.media_type, first.bytes) == ("a.mp4", "video/mp4", 4)
    assert first.sha256 == hashlib.sha256(b"film").hexdigest()
    sandbox.discard(outcome)
    assert not outcome.folder.exists()


@pytest.mark.parametrize("kind", ["promise", "link"])
def test_promised_artifact_that_is_no_file_fails_the_job(sandbox: Sandbox, kind: str) -> None:
    outcome = run(sandbox, task("files", write={"a.txt": "x"}, **{kind: ["b.txt"]}))
    failed(outcome, "artifact_missing", retryable=False)


@pytest.mark.parametrize("name", ["../up", "a/b", "", ".hidden", "nul\0", "x" * 201, "line\nbreak", "back\\slash"])
def test_artifact_needs_a_plain_name(sandbox: Sandbox, name: str) -> None:
    failed(run(sandbox, task("files", write={name: "x"})), "internal_error", retryable=False)


def test_inputs_are_read_where_they_lie(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_text("content")
    outcome = run(sandbox, task("files", write={}, read=True, inputs=input_file(path)))
    assert outcome.result == {"input": "content", "name": "song.txt"}
    path.unlink()
    failed(run(sandbox, task("files", write={}, read=True, inputs=input_file(path))), "input_missing", retryable=False)


def test_large_parameters_reach_the_child(sandbox: Sandbox) -> None:
    outcome = run(sandbox, task("return", value=1, filler="x" * (4 * MIB)))
    assert outcome.result == 1


def test_success_during_shutdown_is_kept_and_during_cancel_is_not(sandbox: Sandbox) -> None:
    for reason, status in ((StopReason.SHUTDOWN, "succeeded"), (StopReason.CANCELLED, "stopped")):
        running = Running(sandbox, task("finish_on_term", stop_grace_s=5.0)).reached("sleeping")
        outcome, _ = running.stopped(reason)
        assert outcome.status == status


def test_first_stop_reason_counts(sandbox: Sandbox) -> None:
    running = Running(sandbox, task("sleep")).reached("sleeping")
    running.stop.request(StopReason.LOST)
    outcome, _ = running.stopped(StopReason.CANCELLED)
    assert (outcome.status, outcome.stop_reason) == ("stopped", StopReason.LOST)


def test_stop_asked_for_before_the_start_stops_at_once(sandbox: Sandbox) -> None:
    stop = StopSignal()
    stop.request(StopReason.SHUTDOWN)
    begun_s = time.monotonic()
    outcome = sandbox.run(task("sleep"), stop=stop, on_progress=lambda *_: None)
    assert (outcome.status, outcome.stop_reason) == ("stopped", StopReason.SHUTDOWN)
    assert time.monotonic() - begun_s < 2


def test_thread_left_running_does_not_hold_the_job_up(sandbox: Sandbox) -> None:
    begun_s = time.monotonic()
    assert run(sandbox, task("hang_at_end")).result == {"fine": True}
    assert time.monotonic() - begun_s < 2


def test_folder_that_a_job_locked_is_removed_all_the_same(sandbox: Sandbox, work: Path) -> None:
    assert run(sandbox, task("lock_out")).status == "succeeded"
    assert [path.name for path in work.glob("*/*")] == ["lock"]


@pytest.mark.parametrize("locked", ["job", "job/deep", "job/deep/deeper"])
def test_locked_folder_is_removed_without_the_rights_of_root_and_nothing_beside_it_is_touched(locked: str) -> None:
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:  # and not tmp_path, which is shut to others than its owner
        top = Path(name)
        if root:
            os.chown(top, NOBODY, -1)
            os.seteuid(NOBODY)
        try:
            (top / "job/deep/deeper").mkdir(parents=True)
            (top / "job/deep/deeper/file").write_text("x")
            (top / "beside").mkdir(mode=0o755)
            (top / "job/link").symlink_to(top / "beside")
            mode = (top / "beside").stat().st_mode
            (top / locked).chmod(0)
            remove(top / "job")
            assert [path.name for path in top.iterdir()] == ["beside"]
            assert (top / "beside").stat().st_mode == mode
        finally:
            if root:
                os.seteuid(0)


def test_error_in_a_callback_kills_the_job_and_reaches_the_caller(sandbox: Sandbox) -> None:
    def refuse(*_report: object) -> None:
        raise ConnectionError("the store is away")

    pids: list[int] = []
    with pytest.raises(ConnectionError, match="the store is away"):
        sandbox.run(task("sleep"), stop=StopSignal(), on_progress=refuse, on_started=pids.append)
    assert len(pids) == 1
    assert not alive(pids)


def test_closed_sandbox_takes_no_job(work: Path) -> None:
    box = Sandbox(preload=[], work=work, cpu_threads=1)
    box.close()
    failed(run(box, task("return", value=1)), "cannot_start", retryable=True)
