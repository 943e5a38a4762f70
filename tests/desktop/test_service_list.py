"""The list that windows see: there at once, followed through all that a server does, left alone when it asks for it."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.errors import Unreachable
from tests.material.begun_service import Begin, selftest
from tests.material.small_sluice import Call, SmallSluice


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
