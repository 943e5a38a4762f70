"""The service that windows see, against a small server that misbehaves on demand."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.core import backoff
from desktop.core.errors import Busy, Gone, LocalFailure, Refused, Unreachable
from desktop.workers.service import CommandFailure, JobChanges, Link, Service, Submission, Transfer
from tests.material.small_sluice import Call, SmallSluice, artifact
from tests.waiting import wait_until

CONTENT = b"0123456789" * 100_000


class Heard:
    """All that a service has told, and the rows as a window would have them."""

    def __init__(self, service: Service) -> None:
        self.rows: dict[str, Any] = {}
        self.links: list[Link] = []
        self.submissions: list[Submission] = []
        self.failures: list[CommandFailure] = []
        self.transfers: list[Transfer] = []
        self.notices: list[str] = []
        self.queues: list[dict[str, Any]] = []
        self.resets = self.changes = self.largest = 0
        service.jobs_reset.connect(self._reset)
        service.jobs_changed.connect(self._changed)
        service.link_changed.connect(self.links.append)
        service.submission_changed.connect(self.submissions.append)
        service.command_failed.connect(self.failures.append)
        service.transfer_changed.connect(self.transfers.append)
        service.notice.connect(self.notices.append)
        service.queue_changed.connect(self.queues.append)

    def _reset(self, rows: list[Any]) -> None:
        self.resets += 1
        self.rows = {job.id: job for job in rows}

    def _changed(self, changes: JobChanges) -> None:
        self.changes += 1
        self.largest = max(self.largest, len(changes.rows))
        self.rows |= {job.id: job for job in changes.rows}
        for job_id in changes.removed:
            self.rows.pop(job_id, None)

    @property
    def state(self) -> str:
        return self.links[-1].state if self.links else ""

    def states(self) -> dict[str, str]:
        return {job_id: job.state for job_id, job in self.rows.items()}


@pytest.fixture
def server() -> Iterator[SmallSluice]:
    with SmallSluice().running() as server:
        yield server


@pytest.fixture
def begin(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., tuple[Service, Heard]]]:
    """Start services that try again soon after a failure; stop them at the end."""
    monkeypatch.setattr(backoff, "FAILURE_FIRST_S", 0.05)
    monkeypatch.setattr(backoff, "FAILURE_LEAST_S", 0.01)
    monkeypatch.setattr(backoff, "IDLE_FIRST_S", 0.05)
    interval_s = sys.getswitchinterval()
    begun: list[Service] = []

    def start(url: str, **options: Any) -> tuple[Service, Heard]:
        service = Service(url, tmp_path / "state", **options)
        heard = Heard(service)
        begun.append(service)
        service.start()
        return service, heard

    yield start
    for service in begun:
        service.stop()
    sys.setswitchinterval(interval_s)


Begin = Callable[..., tuple[Service, Heard]]


def selftest(**params: Any) -> Submission:
    return Submission("selftest", "a test", params)


# --- the list -------------------------------------------------------------------------------------------


def test_list_is_there_at_once_from_the_last_time_while_the_server_is_away(begin: Begin, qtbot: QtBot) -> None:
    with SmallSluice().running() as server:
        server.put("A", state="running", params={"prompt": "two pandas"})
        first, heard = begin(server.url)
        qtbot.waitUntil(lambda: heard.states() == {"A": "running"} and heard.state == "online" and first.kinds() != [])
        first.stop()
    second, heard = begin(server.url)
    qtbot.waitUntil(lambda: heard.resets == 1)
    assert heard.rows["A"].title == "two pandas"
    assert heard.state in ("connecting", "offline")
    qtbot.waitUntil(lambda: heard.state == "offline")
    link = heard.links[-1]
    assert link.as_of is not None
    assert abs(link.as_of - time.time()) < 60
    assert link.retry_at is not None
    assert link.reason == "The server can't be reached"
    assert isinstance(link.error, Unreachable)
    document = second.document("A")
    assert document is not None
    assert document["params"] == {"prompt": "two pandas"}
    assert [kind.name for kind in second.kinds()] == ["selftest"]


def test_changes_and_removals_come_by_themselves(server: SmallSluice, begin: Begin, qtbot: QtBot) -> None:
    server.put("A", state="running")
    _, heard = begin(server.url)
    qtbot.waitUntil(lambda: heard.states() == {"A": "running"})
    server.put("A", state="succeeded")
    server.put("B", state="queued")
    qtbot.waitUntil(lambda: heard.states() == {"A": "succeeded", "B": "queued"})
    server.remove("A")
    qtbot.waitUntil(lambda: heard.states() == {"B": "queued"})


def test_server_without_a_feed_is_followed_by_listing(server: SmallSluice, begin: Begin, qtbot: QtBot) -> None:
    fault = {"type": "/problems/invalid-request", "errors": [{"pointer": "/since", "detail": "No such parameter."}]}

    def older(call: Call) -> bool:
        if "since" in call.query:
            call.answer(422, fault)
            return True
        return False

    server.trouble = older
    server.put("A", state="running")
    _, heard = begin(server.url)
    qtbot.waitUntil(lambda: heard.states() == {"A": "running"} and heard.state == "online")
    server.put("A", state="succeeded")
    qtbot.waitUntil(lambda: heard.states() == {"A": "succeeded"})


def test_expired_cursor_loads_all_again_and_drops_what_is_gone(server: SmallSluice, begin: Begin, qtbot: QtBot) -> None:
    server.put("A", state="running")
    server.put("B", state="running")
    _, heard = begin(server.url)
    qtbot.waitUntil(lambda: len(heard.rows) == 2)
    with server._changed:
        server.epoch = "2"
        del server.jobs["A"], server.stamps["A"]
        server.jobs["B"]["version"] = 0  # the store has lost its memory: versions begin anew
        server.put("B", state="queued")
    qtbot.waitUntil(lambda: heard.states() == {"B": "queued"})
    assert heard.state == "online"


def test_busy_server_is_left_alone_as_long_as_it_asks_then_followed_again(
    server: SmallSluice, begin: Begin, qtbot: QtBot
) -> None:
    server.trouble = lambda call: call.problem(503, "store-unavailable", Retry_After="1")
    _, heard = begin(server.url)
    qtbot.waitUntil(lambda: heard.state == "busy")
    link, calls = heard.links[-1], len(server.calls)
    assert link.retry_at is not None
    assert 0.5 < link.retry_at - time.time() <= 1.1
    server.trouble = lambda _: False
    qtbot.waitUntil(lambda: heard.state == "online", timeout=5000)
    assert time.time() >= link.retry_at - 0.1
    assert server.calls[calls].startswith("GET /v1/jobs")


def test_try_now_asks_before_the_time(server: SmallSluice, begin: Begin, qtbot: QtBot) -> None:
    server.trouble = lambda call: call.problem(429, "slow-down", Retry_After="600")
    service, heard = begin(server.url)
    qtbot.waitUntil(lambda: heard.state == "busy")
    server.trouble = lambda _: False
    service.refresh()
    qtbot.waitUntil(lambda: heard.state == "online")


def test_revoked_key_stops_the_questions_until_there_is_another(
    server: SmallSluice, begin: Begin, qtbot: QtBot
) -> None:
    def guarded(call: Call) -> bool:
        if call.headers.get("authorization") == "Bearer good":
            return False
        return call.problem(401, "unauthorized")

    server.trouble = guarded
    server.put("A")
    service, heard = begin(server.url, api_key="bad")
    service.submit(selftest())
    qtbot.waitUntil(lambda: heard.state == "unauthorized" and server.keys_sent == [] and len(heard.submissions) > 2)
    calls = len(server.calls)
    qtbot.wait(300)
    assert len(server.calls) == calls
    service.use_key("good")
    qtbot.waitUntil(lambda: heard.state == "online" and "A" in heard.rows and len(server.keys_sent) == 1)


def test_server_that_is_killed_and_comes_back_is_followed_on(begin: Begin, qtbot: QtBot) -> None:
    with SmallSluice().running() as server:
        server.put("A", state="running")
        _, heard = begin(server.url)
        qtbot.waitUntil(lambda: heard.state == "online")
    qtbot.waitUntil(lambda: heard.state == "offline")
    assert heard.states() == {"A": "running"}
    with SmallSluice(server.port).running() as again:
        again.epoch = "2"
        again.put("B", state="running")
        qtbot.waitUntil(lambda: heard.state == "online" and heard.states() == {"B": "running"}, timeout=10_000)


@pytest.mark.parametrize("body", [b"<html>", b'{"jobs": [{"id": "x"}], "removed": [], "cursor": "1", "more": false}'])
def test_wrong_answers_never_end_the_list(server: SmallSluice, begin: Begin, qtbot: QtBot, body: bytes) -> None:
    server.put("A")
    server.trouble = lambda call: bool(call.answer(200, body)) or True
    _, heard = begin(server.url)
    qtbot.waitUntil(lambda: heard.state == "offline")
    server.trouble = lambda _: False
    qtbot.waitUntil(lambda: heard.state == "online" and "A" in heard.rows)


def test_damaged_cache_is_said_once_and_loaded_anew(
    server: SmallSluice, begin: Begin, qtbot: QtBot, tmp_path: Path
) -> None:
    server.put("A")
    first, heard = begin(server.url)
    qtbot.waitUntil(lambda: "A" in heard.rows)
    first.stop()
    cache = next((tmp_path / "state").rglob("cache.sqlite3"))
    cache.write_bytes(b"rubbish" * 1000)
    _, heard = begin(server.url)
    qtbot.waitUntil(lambda: "A" in heard.rows)
    assert len(heard.notices) == 1
    assert "could not be read" in heard.notices[0]


def test_folder_that_can_not_be_written_keeps_nobody_from_working(
    server: SmallSluice, begin: Begin, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "state").write_text("in the way")
    service, heard = begin(server.url)
    service.submit(selftest())
    qtbot.waitUntil(lambda: heard.states() == {"JOB0": "queued"})
    assert len(heard.notices) == 2


def test_closing_takes_no_two_seconds_while_the_server_holds_a_question(
    server: SmallSluice, begin: Begin, qtbot: QtBot
) -> None:
    server.put("A", state="running")
    service, heard = begin(server.url)
    qtbot.waitUntil(lambda: heard.state == "online")
    qtbot.waitUntil(lambda: server.count("GET /v1/jobs") >= 2)
    began_s = time.monotonic()
    service.stop()
    assert time.monotonic() - began_s < 2
    names = {thread.name for thread in threading.enumerate()}
    assert not {name for name in names if name.startswith(("poller", "sender", "outbox", "command", "download"))}


def test_waking_after_a_sleep_asks_at_once(
    server: SmallSluice, begin: Begin, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, heard = begin(server.url)
    qtbot.waitUntil(lambda: heard.state == "online")
    service._feel_pulse()
    calls = server.count("GET /v1/jobs")
    later_s = time.time() + 3600
    monkeypatch.setattr("desktop.workers.service.time.time", lambda: later_s)
    service._feel_pulse()
    qtbot.waitUntil(lambda: server.count("GET /v1/jobs") > calls)


def test_hidden_window_with_nothing_live_asks_for_no_statistics_often(
    server: SmallSluice, begin: Begin, qtbot: QtBot
) -> None:
    service, heard = begin(server.url)
    qtbot.waitUntil(lambda: heard.state == "online")
    assert heard.queues == []
    service.set_attention(visible=True, dashboard=True)
    qtbot.waitUntil(lambda: heard.queues == [{"waiting": 0, "running": 0}])


def test_a_thousand_changes_a_second_come_in_few_pieces(server: SmallSluice, begin: Begin, qtbot: QtBot) -> None:
    server.put_many({f"{number:04}": {"state": "running"} for number in range(1000)})
    _, heard = begin(server.url)
    qtbot.waitUntil(lambda: len(heard.rows) == 1000 and heard.resets == 2)
    for progress in (0.25, 0.5, 0.75):
        server.put_many({f"{number:04}": {"progress": progress} for number in range(1000)})
    heard.changes = 0
    qtbot.waitUntil(lambda: {job.progress for job in heard.rows.values()} == {0.75}, timeout=15_000)
    assert heard.largest <= 500
    assert heard.changes <= 30


# --- submissions ----------------------------------------------------------------------------------------


def test_job_with_files_is_made_once_and_has_their_names(
    server: SmallSluice, begin: Begin, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "week1.pdf"
    path.write_bytes(b"x" * 500_000)
    service, heard = begin(server.url)
    submission = Submission("pdf_exam", "week1.pdf", {"file_ids": [{"$file": str(path)}]})
    service.submit(submission)
    qtbot.waitUntil(lambda: bool(heard.rows) and heard.submissions[-1].state == "accepted")
    (job,) = heard.rows.values()
    assert job.title == "week1.pdf"
    assert heard.submissions[-1].job_id == job.id
    assert heard.submissions[-1].files[0].sent_bytes == 500_000
    assert server.jobs[job.id]["params"] == {"file_ids": [heard.submissions[-1].files[0].file_id]}
    assert server.keys_sent == [submission.idempotency_key]
    assert service.submissions() == []
    assert heard.submissions[0].state == "waiting"


def test_full_queue_is_waited_for_while_other_kinds_go_on(server: SmallSluice, begin: Begin, qtbot: QtBot) -> None:
    full = threading.Event()

    def trouble(call: Call) -> bool:
        if call.method == "POST" and json.loads(call.body)["kind"] == "selftest" and not full.is_set():
            return call.problem(503, "queue-full", "The queue is full", Retry_After="1")
        return False

    server.trouble = trouble
    service, heard = begin(server.url)
    qtbot.waitUntil(lambda: heard.state == "online")
    service.submit(selftest())
    service.submit(Submission("text_to_video", "two pandas", {"prompt": "two pandas"}))
    qtbot.waitUntil(lambda: heard.state == "busy" and len(heard.rows) == 1)
    assert heard.links[-1].reason == "The queue is full"
    waiting = service.submissions()
    assert [one.state for one in waiting] == ["waiting"]
    assert isinstance(waiting[0].error, Busy)
    full.set()
    qtbot.waitUntil(lambda: len(heard.rows) == 2 and heard.state == "online", timeout=5000)
    assert service.submissions() == []


def test_refusal_comes_with_its_faults_and_survives_a_restart(server: SmallSluice, begin: Begin, qtbot: QtBot) -> None:
    fault = {
        "type": "/problems/invalid-request", "title": "Faults", "detail": "One fault.",
        "errors": [{"pointer": "/params/steps", "detail": "Too few."}],
    }  # fmt: skip
    server.trouble = lambda call: call.method == "POST" and (bool(call.answer(422, fault)) or True)
    service, heard = begin(server.url)
    service.submit(selftest(steps=0))
    qtbot.waitUntil(lambda: bool(heard.submissions) and heard.submissions[-1].state == "refused")
    service.stop()
    service, heard = begin(server.url)
    qtbot.waitUntil(lambda: bool(heard.submissions))
    (kept,) = service.submissions()
    assert kept.state == "refused"
    assert isinstance(kept.error, Refused)
    assert kept.error.faults == {"/params/steps": "Too few."}
    server.trouble = lambda _: False
    service.send_again(kept.id)
    qtbot.waitUntil(lambda: bool(heard.rows))


def test_submission_made_while_the_server_is_away_is_sent_when_it_is_back(begin: Begin, qtbot: QtBot) -> None:
    with SmallSluice().running() as server:
        pass
    service, heard = begin(server.url)
    submission = selftest()
    service.submit(submission)
    qtbot.waitUntil(lambda: bool(heard.submissions) and heard.submissions[-1].error is not None)
    service.stop()
    with SmallSluice(server.port).running() as again:
        _, heard = begin(server.url)
        qtbot.waitUntil(lambda: bool(heard.rows))
        assert set(again.keys_sent) == {submission.idempotency_key}


@pytest.mark.parametrize("reason", ["missing", "changed"])
def test_file_that_changed_while_the_client_was_closed_is_named(
    begin: Begin, qtbot: QtBot, tmp_path: Path, reason: str
) -> None:
    path = tmp_path / "week1.pdf"
    path.write_bytes(b"old")
    with SmallSluice().running() as server:
        pass
    service, heard = begin(server.url)
    service.submit(Submission("pdf_exam", "week1.pdf", {"file_ids": [{"$file": str(path)}]}))
    qtbot.waitUntil(lambda: bool(heard.submissions))
    service.stop()
    if reason == "missing":
        path.unlink()
    else:
        path.write_bytes(b"newer")
    with SmallSluice(server.port).running() as again:
        service, heard = begin(server.url)
        qtbot.waitUntil(lambda: bool(heard.submissions) and heard.submissions[-1].state == "unsendable")
        assert heard.submissions[-1].files[0].error == LocalFailure(str(path), reason)
        assert again.jobs == {}
        path.write_bytes(b"as it is now")
        service.send_again(heard.submissions[-1].id)
        qtbot.waitUntil(lambda: bool(heard.rows))
        assert len(again.files) == 1


def test_files_that_the_server_lost_are_sent_again(
    server: SmallSluice, begin: Begin, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "week1.pdf"
    path.write_bytes(b"pdf")

    def forgets(call: Call) -> bool:
        if call.path == "/v1/jobs" and call.method == "POST" and server.count("POST /v1/files") == 1:
            server.files.clear()
            return call.problem(422, "invalid-request")
        return False

    server.trouble = forgets
    service, heard = begin(server.url)
    service.submit(Submission("pdf_exam", "week1.pdf", {"file_ids": [{"$file": str(path)}]}))
    qtbot.waitUntil(lambda: bool(heard.rows))
    assert server.count("POST /v1/files") == 2


def test_withdrawn_submission_is_not_sent_not_even_later(begin: Begin, qtbot: QtBot) -> None:
    with SmallSluice().running() as server:
        pass
    service, heard = begin(server.url)
    submission = selftest()
    service.submit(submission)
    qtbot.waitUntil(lambda: bool(heard.submissions) and heard.submissions[-1].error is not None)
    service.withdraw(submission.id)
    assert service.submissions() == []
    service.stop()
    with SmallSluice(server.port).running() as again:
        _, heard = begin(server.url)
        qtbot.waitUntil(lambda: heard.state == "online")
        assert again.keys_sent == []


def test_withdrawn_while_it_is_sent_its_job_is_cancelled(server: SmallSluice, begin: Begin, qtbot: QtBot) -> None:
    arrived, go_on = threading.Event(), threading.Event()

    def slow(call: Call) -> bool:
        if call.method == "POST" and call.path == "/v1/jobs":
            arrived.set()
            go_on.wait(10)
        return False

    server.trouble = slow
    service, heard = begin(server.url)
    submission = selftest()
    service.submit(submission)
    qtbot.waitUntil(arrived.is_set)
    service.withdraw(submission.id)
    go_on.set()
    qtbot.waitUntil(lambda: heard.states() == {"JOB0": "cancelled"})


KILLED = textwrap.dedent("""
    import sys
    from pathlib import Path
    from PySide6.QtCore import QCoreApplication
    from desktop.workers.service import Service, Submission
    app = QCoreApplication([])
    service = Service(sys.argv[1], Path(sys.argv[2]))
    service.start()
    service.submit(Submission("pdf_exam", "w", {"file_ids": [{"$file": sys.argv[3]}]}, idempotency_key="the-key"))
    app.exec()
""")


@pytest.mark.parametrize("moment", ["before", "after"])
def test_client_killed_between_question_and_answer_makes_one_job(
    server: SmallSluice, begin: Begin, qtbot: QtBot, tmp_path: Path, moment: str
) -> None:
    path = tmp_path / "week1.pdf"
    path.write_bytes(b"pdf")
    posted, killed = threading.Event(), threading.Event()

    def kills(call: Call) -> bool:
        if call.method != "POST" or call.path != "/v1/jobs" or killed.is_set():
            return False
        if moment == "after":  # the job is made, the answer never arrives
            body, key = json.loads(call.body), call.headers["idempotency-key"]
            server.keys[key] = "MADE"
            server.put("MADE", kind=body["kind"], params=body["params"])
        posted.set()
        killed.wait(10)
        return call.hang_up()

    server.trouble = kills
    command = [sys.executable, "-c", KILLED, server.url, str(tmp_path / "state"), str(path)]
    client = subprocess.Popen(command, cwd=Path(__file__).parents[2])
    try:
        wait_until(posted.is_set, 30)
    finally:
        client.kill()
        client.wait()
        killed.set()
    service, heard = begin(server.url)
    qtbot.waitUntil(lambda: any(one.state == "accepted" for one in heard.submissions), timeout=10_000)
    assert server.keys_sent == ["the-key"]
    assert len(server.jobs) == 1
    qtbot.waitUntil(lambda: len(heard.rows) == 1)
    assert service.submissions() == []
    assert server.count("POST /v1/files") == 1


# --- commands -------------------------------------------------------------------------------------------


def test_commands_show_at_once_and_failures_are_gathered(server: SmallSluice, begin: Begin, qtbot: QtBot) -> None:
    for one in "ABC":
        server.put(one, state="queued")
    service, heard = begin(server.url)
    qtbot.waitUntil(lambda: len(heard.rows) == 3)
    service.cancel(["A", "B", "nobody", "nothing"])
    qtbot.waitUntil(lambda: heard.states() == {"A": "cancelled", "B": "cancelled", "C": "queued"})
    qtbot.waitUntil(lambda: len(heard.failures) == 1)
    (failure,) = heard.failures
    assert (failure.command, failure.job_ids) == ("cancel", ["nobody", "nothing"])
    assert isinstance(failure.error, Gone)
    service.retry(["A"])
    service.set_priority(["C"], "urgent")
    qtbot.waitUntil(lambda: heard.states()["A"] == "queued" and heard.rows["C"].priority == "urgent")


def test_cancel_is_tried_again_where_the_connection_breaks_and_retry_is_not(
    server: SmallSluice, begin: Begin, qtbot: QtBot
) -> None:
    server.put("A", state="queued")
    service, heard = begin(server.url)
    qtbot.waitUntil(lambda: "A" in heard.rows)
    broken: list[str] = []

    def breaks_once(call: Call) -> bool:
        if call.method == "POST" and call.path not in broken:
            broken.append(call.path)
            return call.hang_up()
        return False

    server.trouble = breaks_once
    service.cancel(["A"])
    qtbot.waitUntil(lambda: heard.states() == {"A": "cancelled"})
    service.retry(["A"])
    qtbot.waitUntil(lambda: [failure.command for failure in heard.failures] == ["retry"])
    assert server.count("POST /v1/jobs/A/cancel") == 2
    assert server.count("POST /v1/jobs/A/retry") == 1


def test_anything_else_is_done_off_the_main_thread_and_answered_in_it(
    server: SmallSluice, begin: Begin, qtbot: QtBot
) -> None:
    service, _ = begin(server.url)
    told: list[Any] = []
    main = threading.current_thread()
    service.call(
        lambda api: (threading.current_thread() is main, api.queue()["waiting"]),
        lambda found: told.append((found, threading.current_thread() is main)),
    )
    service.call(lambda api: api.job("nobody"), lambda _: told.append("never"), told.append)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert ((False, 0), True) in told
    assert any(isinstance(one, Gone) for one in told)


# --- transfers ------------------------------------------------------------------------------------------


@pytest.fixture
def finished(server: SmallSluice) -> SmallSluice:
    server.contents = {("A", "out.txt"): CONTENT, ("A", "..\\CON"): b"tricky"}
    server.put("A", state="succeeded", artifacts=[artifact(name, data) for (_, name), data in server.contents.items()])
    return server


def ended(heard: Heard) -> bool:
    return bool(heard.transfers) and heard.transfers[-1].state != "running"


def test_artifacts_are_saved_under_safe_free_names(
    finished: SmallSluice, begin: Begin, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "out.txt").write_text("mine")
    service, heard = begin(finished.url)
    transfer_id = service.save("A", ["out.txt", "..\\CON"], str(tmp_path))
    qtbot.waitUntil(lambda: ended(heard))
    last = heard.transfers[-1]
    assert (last.id, last.state, last.error) == (transfer_id, "done", None)
    assert [Path(path).name for path in last.paths] == ["out (2).txt", "_CON"]
    assert (last.done_bytes, last.total_bytes) == (len(CONTENT) + 6, len(CONTENT) + 6)
    assert (tmp_path / "out (2).txt").read_bytes() == CONTENT
    assert (tmp_path / "out.txt").read_text() == "mine"
    assert list(tmp_path.glob("*.part")) == []


def test_path_that_the_user_chose_is_the_path(
    finished: SmallSluice, begin: Begin, qtbot: QtBot, tmp_path: Path
) -> None:
    goal = tmp_path / "mine.txt"
    goal.write_text("old")
    service, heard = begin(finished.url)
    service.save("A", ["out.txt"], str(goal))
    qtbot.waitUntil(lambda: ended(heard))
    assert heard.transfers[-1].path == str(goal)
    assert goal.read_bytes() == CONTENT


def test_download_that_breaks_off_goes_on_where_it_was(
    finished: SmallSluice, begin: Begin, qtbot: QtBot, tmp_path: Path
) -> None:
    ranges: list[str | None] = []

    def breaks(call: Call) -> bool:
        if not call.path.endswith("out.txt"):
            return False
        ranges.append(call.headers.get("range"))
        if len(ranges) == 1:
            call.answer(200, CONTENT, cut=400_000)
            return True
        return False

    finished.trouble = breaks
    service, heard = begin(finished.url)
    service.save("A", ["out.txt"], str(tmp_path))
    qtbot.waitUntil(lambda: ended(heard))
    assert heard.transfers[-1].state == "done"
    assert (tmp_path / "out.txt").read_bytes() == CONTENT
    assert ranges[0] is None
    assert ranges[1] is not None
    assert int(ranges[1].removeprefix("bytes=").rstrip("-")) > 0


def test_damaged_download_fails_and_leaves_nothing(
    finished: SmallSluice, begin: Begin, qtbot: QtBot, tmp_path: Path
) -> None:
    finished.contents["A", "out.txt"] = CONTENT[:-1] + b"!"
    service, heard = begin(finished.url)
    folder = tmp_path / "into"
    folder.mkdir()
    service.save("A", ["out.txt"], str(folder))
    qtbot.waitUntil(lambda: ended(heard))
    assert heard.transfers[-1].state == "failed"
    assert heard.transfers[-1].error == LocalFailure(str(folder / "out.txt"), "damaged")
    assert list(folder.iterdir()) == []


def test_artifact_that_is_gone_is_told(finished: SmallSluice, begin: Begin, qtbot: QtBot, tmp_path: Path) -> None:
    service, heard = begin(finished.url)
    service.save("A", ["other.txt"], str(tmp_path))
    qtbot.waitUntil(lambda: ended(heard))
    assert isinstance(heard.transfers[-1].error, Gone)


def test_stopped_download_leaves_nothing(finished: SmallSluice, begin: Begin, qtbot: QtBot, tmp_path: Path) -> None:
    finished.trouble = lambda call: call.path.endswith("out.txt") and call.problem(503, "busy", Retry_After="60")
    service, heard = begin(finished.url)
    folder = tmp_path / "into"
    folder.mkdir()
    transfer_id = service.save("A", ["out.txt"], str(folder))
    qtbot.waitUntil(lambda: finished.count("GET /v1/jobs/A/artifacts") > 0)
    service.stop_transfer(transfer_id)
    qtbot.waitUntil(lambda: ended(heard))
    assert heard.transfers[-1].state == "stopped"
    assert list(folder.iterdir()) == []


def test_preview_is_fetched_once(finished: SmallSluice, begin: Begin, qtbot: QtBot) -> None:
    service, heard = begin(finished.url)
    for _ in range(2):
        heard.transfers.clear()
        service.open_temporary("A", "out.txt")
        qtbot.waitUntil(lambda: ended(heard))
        assert heard.transfers[-1].state == "done"
        assert Path(heard.transfers[-1].path).read_bytes() == CONTENT
    assert finished.count("GET /v1/jobs/A/artifacts/out.txt") == 1
