"""What a user does to jobs: shown at once, failures gathered, no window waits for an answer."""

from __future__ import annotations

import threading
from typing import Any

from pytestqt.qtbot import QtBot

from desktop.core.errors import Gone
from tests.material.begun_service import Begin
from tests.material.small_sluice import Call, SmallSluice


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
