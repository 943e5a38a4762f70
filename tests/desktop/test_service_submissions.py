"""What is sent off becomes one job, whatever happens to the server, the files and the client on the way."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.errors import Busy, LocalFailure, Refused
from desktop.workers.service import Service, Submission
from tests.material.begun_service import Begin, selftest
from tests.material.small_sluice import Call, SmallSluice
from tests.waiting import wait_until


def submitted_to_nobody(begin: Begin, qtbot: QtBot) -> tuple[SmallSluice, Service, Submission]:
    """Submit a job while its server is gone, and wait until the client knows; return the server that was there."""
    with SmallSluice().running() as server:
        pass
    service, heard = begin(server.url)
    submission = selftest()
    service.submit(submission)
    qtbot.waitUntil(lambda: bool(heard.submissions) and heard.submissions[-1].error is not None)
    return server, service, submission


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
    server, service, submission = submitted_to_nobody(begin, qtbot)
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
    server, service, submission = submitted_to_nobody(begin, qtbot)
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
