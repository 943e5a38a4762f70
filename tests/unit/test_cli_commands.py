"""The commands as a person or a script sees them: words, tables, exit codes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backend.cli import words
from backend.cli.main import main
from backend.cli.submit import parameters
from backend.cli.terminal import Terminal
from backend.errors import ConfigurationError
from tests.unit.canned_server import Answer, CannedServer, job_document


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[CannedServer]:
    for name in [name for name in os.environ if name.startswith("SLUICE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    with CannedServer().running() as running:
        monkeypatch.setenv("SLUICE_SERVER", running.url)
        yield running


def queue_document(**changes: Any) -> dict[str, Any]:
    counts = {
        "waiting": 3, "running": 2, "backlog": 5, "peak_waiting": 20, "peak_running": 5, "processed": 100,
        "succeeded": 97, "failed": 2, "timed_out": 1, "cancelled": 0, "oldest_waiting_s": 75.0, "estimated_wait_s": 4.0,
    }  # fmt: skip
    worker = {"id": "w1", "host": "h", "pid": 12, "threads": 4, "kinds": ["selftest"], "running": ["a"], "seen_s": 0.4}
    kind = counts | {"limit": {"current": 2, "default": 2, "min": 1, "max": 2, "frozen": False, "reason": "default"}}
    return counts | {"workers": [worker], "kinds": {"beat_sync": kind}} | changes


# --- words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, "-"), (-1, "0 s"), (0.04, "40 ms"), (0.42, "0.4 s"), (9.96, "10 s"), (59.4, "59 s"), (60, "1 min"),
     (200, "3 min 20 s"), (3600, "1 h"), (7500, "2 h 5 min"), (270_000, "3 d 3 h")],
)  # fmt: skip
def test_durations_read_well(seconds: float | None, text: str) -> None:
    assert words.duration(seconds) == text


@pytest.mark.parametrize(
    ("bytes_", "text"), [(0, "0 bytes"), (1023, "1023 bytes"), (1536, "1.5 KiB"), (2**31, "2.0 GiB")]
)
def test_sizes_read_well(bytes_: int, text: str) -> None:
    assert words.size(bytes_) == text


def test_what_was_spent_reads_well() -> None:
    spent = {"llm_output_tokens": 1_234_567.0, "llm_cost": 0.0018, "llm_requests": 5}
    assert words.amounts(spent) == "1,234,567 llm output tokens, 5 llm requests, 0.0018 llm cost"
    assert words.amounts({"cost": 12345.678}) == "12,345.68 cost"


@pytest.mark.parametrize(
    ("number", "text"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd")]
)
def test_ordinals_read_well(number: int, text: str) -> None:
    assert words.ordinal(number) == text


def test_states_are_words() -> None:
    assert words.state(job_document(position=3)) == "waiting, 3rd in line"
    assert words.state(job_document(not_before="2026-11-22T10:00:00Z", attempt=1)) == "waiting for the next attempt"
    assert words.state(job_document(state="running", cancel_requested=True)) == "stopping"
    assert words.state(job_document(state="timed_out")) == "timed out"


def test_moments_are_told_relative_to_now() -> None:
    now = datetime(2026, 11, 22, 10, 1, 30, tzinfo=UTC)
    assert words.ago("2026-11-22T10:00:00.000Z", now) == "1 min 30 s ago"
    assert words.took_s(job_document(state="running", started_at="2026-11-22T10:01:00.500Z"), now) == 29.5


# --- parameters ---------------------------------------------------------------------------------------------


def test_parameters_are_json_where_they_can_be_and_dots_nest() -> None:
    params = parameters(
        '{"a": 1}', ["b=2.5", "c=true", "d=two words", "e=[1]", "counts.long=3", "counts.cloze=0", "f="]
    )
    assert params == {
        "a": 1, "b": 2.5, "c": True, "d": "two words", "e": [1], "counts": {"long": 3, "cloze": 0}, "f": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "settings", "said"),
    [("{", [], "--params is not JSON"), ("[]", [], "must be a JSON object"), (None, ["x"], "NAME=VALUE"),
     (None, ["a=1", "a.b=2"], "a is set to a value already")],
)  # fmt: skip
def test_unreadable_parameters_are_named(text: str | None, settings: list[str], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        parameters(text, settings)


# --- commands -----------------------------------------------------------------------------------------------


def test_without_a_command_help_shows_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "sluice submit selftest" in capsys.readouterr().out


@pytest.mark.parametrize("lectures", [["one", "two"], ["one"]])
def test_submit_uploads_files_and_puts_their_ids_into_the_parameters(
    server: CannedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str], lectures: list[str]
) -> None:
    kind = "pdf_exam"
    for name in (*lectures, "cover"):
        (tmp_path / name).write_text(name)
    properties = {"file_ids": {"type": "array"}, "cover": {"type": "string"}}
    server.on("GET /v1/kinds", Answer(200, {"kinds": [{"name": kind, "params_schema": {"properties": properties}}]}))
    server.on("POST /v1/files", *(Answer(201, {"id": name}) for name in (*lectures, "cover")))
    server.on("POST /v1/jobs", Answer(202, job_document()))
    files = [part for name in lectures for part in ("--file", f"file_ids={name}")]
    code = main(["submit", kind, "--set", "seed=4", *files, "--file", "cover=cover", "--priority", "high",
                 "--time-limit", "9"])  # fmt: skip
    assert code == 0
    assert json.loads(server.seen[-1].body) == {
        "kind": "pdf_exam", "params": {"seed": 4, "file_ids": lectures, "cover": "cover"}, "priority": "high",
        "time_limit_s": 9.0,
    }  # fmt: skip
    assert capsys.readouterr().out == "01KJOB  waiting, 1st in line, about 2.0 s left\n"


@pytest.mark.parametrize(("state", "code"), [("succeeded", 0), ("failed", 1), ("timed_out", 1), ("cancelled", 1)])
def test_waiting_ends_with_the_jobs_own_outcome(
    server: CannedServer, capsys: pytest.CaptureFixture[str], state: str, code: int
) -> None:
    error = None if state == "succeeded" else {"code": "boom", "message": "It broke.", "details": {"log": ["last\x1b"]}}
    server.on("POST /v1/jobs", Answer(202, job_document()))
    server.on(
        "GET /v1/jobs/01KJOB",
        Answer(200, job_document(state="running", progress=0.42, stage="working", message="4 of 10")),
        Answer(200, job_document(state=state, error=error)),
    )
    assert main(["submit", "selftest", "--wait"]) == code
    told = capsys.readouterr()
    assert " 42 %  working, 4 of 10, about 2.0 s left" in told.err
    assert words.state(job_document(state=state)) in told.out
    assert ("boom: It broke.\n  | last \n" in told.out) == (code == 1)


def test_what_a_job_warns_of_is_told_at_its_end(server: CannedServer, capsys: pytest.CaptureFixture[str]) -> None:
    result = {"title": "Exam", "warnings": ["Page 3 of week1.pdf has no text.\x1b[2J"]}
    server.on("GET /v1/jobs/01KJOB", Answer(200, job_document(state="succeeded", result=result)))
    assert main(["show", "01KJOB"]) == 0
    assert "note: Page 3 of week1.pdf has no text. [2J\n" in capsys.readouterr().out


def test_problem_is_told_without_a_traceback_and_as_json_for_machines(
    server: CannedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = {"type": "/problems/job-not-found", "title": "There is no such job", "detail": "There is no such job."}
    server.on("GET /v1/jobs/x", Answer(404, problem))
    assert main(["show", "x"]) == 1
    assert capsys.readouterr().err == "sluice: There is no such job.\n"
    assert main(["show", "x", "--json"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert json.loads(told.err) == {"status": 404, **problem}


def test_wrong_settings_end_with_exit_code_2(
    server: CannedServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLUICE_PORT", "high")
    assert main(["queue"]) == 2
    assert "SLUICE_PORT is 'high': must be a whole number" in capsys.readouterr().err


def test_jobs_are_an_aligned_table(server: CannedServer, capsys: pytest.CaptureFixture[str]) -> None:
    jobs = [job_document(position=1), job_document(id="01KLONGER", state="running", progress=1.0, stage="x\x1b[31m")]
    server.on("GET /v1/jobs", Answer(200, {"jobs": jobs, "next": None}))
    assert main(["jobs"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("id         kind      state")
    assert "\x1b" not in "".join(lines)
    assert lines[1].index("0 %") + 3 == lines[2].index("100 %") + 5  # numbers stand at the right


def test_queue_shows_kinds_and_workers(server: CannedServer, capsys: pytest.CaptureFixture[str]) -> None:
    server.on("GET /v1/queue", Answer(200, queue_document()))
    assert main(["queue"]) == 0
    out = capsys.readouterr().out
    assert "beat_sync        3        2      2  1 min 15 s" in out
    assert "w1" in out
    server.on("GET /v1/queue", Answer(200, queue_document(workers=[])))
    assert main(["queue"]) == 0
    assert "No worker is online" in capsys.readouterr().out


def test_cancel_tells_what_became_of_each_job(server: CannedServer, capsys: pytest.CaptureFixture[str]) -> None:
    server.on("POST /v1/jobs/a/cancel", Answer(202, job_document(id="a", state="running", cancel_requested=True)))
    server.on("POST /v1/jobs/b/cancel", Answer(200, job_document(id="b", state="cancelled")))
    server.on("POST /v1/jobs/c/cancel", Answer(200, job_document(id="c", state="succeeded")))
    assert main(["cancel", "a", "b", "c"]) == 0
    assert capsys.readouterr().out == "a  stopping\nb  cancelled\nc  succeeded already; nothing to cancel\n"


# --- fetch --------------------------------------------------------------------------------------------------


def _artifact(name: str, content: bytes) -> dict[str, Any]:
    sha256 = hashlib.sha256(content).hexdigest()
    return {"name": name, "media_type": "x/y", "bytes": len(content), "sha256": sha256, "url": "/v1/jobs/j/artifacts/f"}


def test_fetch_writes_verified_files_and_replaces_none_silently(
    server: CannedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.on("GET /v1/jobs/j", Answer(200, job_document(state="succeeded", artifacts=[_artifact("f.bin", b"good")])))
    server.on("GET /v1/jobs/j/artifacts/f", Answer(200, b"good"))
    target = tmp_path / "out" / "f.bin"
    assert main(["fetch", "j", "out"]) == 0
    assert target.read_bytes() == b"good"
    assert main(["fetch", "j", "out"]) == 0  # the very same file is no conflict
    target.write_bytes(b"mine")
    assert main(["fetch", "j", "out"]) == 1
    assert "--force" in capsys.readouterr().err
    assert target.read_bytes() == b"mine"
    assert main(["fetch", "j", "out", "--force"]) == 0
    assert target.read_bytes() == b"good"
    assert list((tmp_path / "out").iterdir()) == [target]


def test_spoilt_download_leaves_nothing(
    server: CannedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.on("GET /v1/jobs/j", Answer(200, job_document(state="succeeded", artifacts=[_artifact("f.bin", b"good")])))
    server.on("GET /v1/jobs/j/artifacts/f", Answer(200, b"evil"))
    assert main(["fetch", "j", "out"]) == 1
    assert "arrived spoilt" in capsys.readouterr().err
    assert list((tmp_path / "out").iterdir()) == []


def test_fetch_takes_no_path_for_a_name(server: CannedServer, tmp_path: Path) -> None:
    job = job_document(state="succeeded", artifacts=[_artifact("../f.bin", b"good")])
    server.on("GET /v1/jobs/j", Answer(200, job))
    assert main(["fetch", "j", "out"]) == 1
    assert not (tmp_path / "f.bin").exists()


def test_fetch_says_why_there_is_nothing(server: CannedServer, capsys: pytest.CaptureFixture[str]) -> None:
    server.on("GET /v1/jobs/j", Answer(200, job_document(id="j", state="failed")))
    assert main(["fetch", "j", "out"]) == 1
    assert "no files to fetch: it failed" in capsys.readouterr().err


# --- doctor -------------------------------------------------------------------------------------------------


def _healthy(server: CannedServer) -> None:
    server.on("GET /livez", Answer(200, {"status": "ok"}))
    server.on("GET /readyz", Answer(200, {"checks": {"store": "ok", "storage": "ok"}}))
    server.on("POST /v1/files", Answer(201, {"id": "f1"}))
    server.on("DELETE /v1/files/f1", Answer(204))
    server.on("GET /v1/queue", Answer(200, queue_document()))
    server.on("GET /v1/kinds", Answer(200, {"kinds": [{"name": "selftest"}]}))
    server.on("POST /v1/jobs", Answer(202, job_document()))
    server.on("GET /v1/jobs/01KJOB", Answer(200, job_document(state="succeeded")))


def test_doctor_finds_a_healthy_service_healthy(server: CannedServer, capsys: pytest.CaptureFixture[str]) -> None:
    _healthy(server)
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        [name, "ok"] for name in ("api", "clock", "store", "storage", "workers", "job")
    ]
    assert ("DELETE", "/v1/files/f1") in [(seen.method, seen.path) for seen in server.seen]


def test_doctor_names_what_is_wrong_and_what_to_do(server: CannedServer, capsys: pytest.CaptureFixture[str]) -> None:
    _healthy(server)
    server.on("GET /readyz", Answer(503, {"checks": {"store": "away", "storage": "ok"}}))
    server.on("GET /v1/queue", Answer(200, queue_document(workers=[])))
    server.on("GET /v1/jobs/01KJOB", Answer(200, job_document()))
    server.on("POST /v1/jobs/01KJOB/cancel", Answer(200, job_document(state="cancelled")))
    assert main(["doctor", "--json", "--deadline", "0.05"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["healthy"] is False
    wrong = {check["check"]: check["advice"] for check in report["checks"] if check["verdict"] == "wrong"}
    assert sorted(wrong) == ["job", "store", "workers"]
    assert all(wrong.values())


def test_doctor_without_a_service_says_how_to_start_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["doctor", "--server", "http://127.0.0.1:9"]) == 1
    assert "sluice up" in capsys.readouterr().out


# --- the terminal -------------------------------------------------------------------------------------------


class _Stream:
    """A stream that takes itself for a terminal."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None: ...

    def isatty(self) -> bool:
        return True


def test_bar_redraws_itself_in_a_terminal_and_makes_way_for_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream: Any = _Stream()
    terminal = Terminal(stream, stream)
    terminal.progress(0.5, "working")
    terminal.note("a line")
    assert stream.text == "\r\x1b[K[############............]  50 %  working\r\x1b[Ka line\n"


def test_no_color_switches_colour_off(monkeypatch: pytest.MonkeyPatch) -> None:
    stream: Any = _Stream()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert Terminal(stream, stream).paint("x", "red") == "\x1b[31mx\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert Terminal(stream, stream).paint("x", "red") == "x"


def test_wide_characters_keep_columns_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal().table(["name", "n"], [["舞蹈", "1"], ["dance", "22"]], right=[1])
    assert capsys.readouterr().out == "name    n\n舞蹈    1\ndance  22\n"
