"""What a job asks of its worker, and that each answer reaches the one who asked."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from actors.sandbox import Answer, Outcome, Question, Sandbox, StopSignal
from tests.material.sandboxes import JOBS, task

KEY = {"cloud": {"api_key": "secret"}}


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    box = Sandbox(preload=[JOBS], work=tmp_path_factory.mktemp("work"), cpu_threads=1)
    box.start()
    yield box
    box.close()


class Clerk:
    """A worker that keeps what it is told, in memory."""

    def __init__(self, wait_s: float = 0.0) -> None:
        self.asked: list[Question] = []
        self.kept: dict[str, Any] = {}
        self.wait_s = wait_s

    def __call__(self, question: Question) -> Answer:
        self.asked.append(question)
        if question.about == "remember":
            self.kept[question.name] = question.value
        if question.about == "recall":
            return Answer(value=self.kept.get(question.name))
        return Answer(value=self.wait_s if question.about == "turn" else None)


def ask(sandbox: Sandbox, clerk: Any, do: str = "ask", **params: Any) -> Outcome:
    return sandbox.run(
        task(do, providers=KEY, **params), stop=StopSignal(), on_progress=lambda *_: None, on_question=clerk
    )


def test_every_question_is_answered_to_the_thread_that_asked(sandbox: Sandbox) -> None:
    clerk = Clerk()
    outcome = ask(sandbox, clerk)
    assert outcome.status == "succeeded", outcome.error
    assert outcome.result["before"] is None
    assert outcome.result["after"]["text"] == "kept"
    assert outcome.result["threads"] == list(range(8))
    assert outcome.result["key"] == {"api_key": "secret"}
    told = [(question.about, question.name, question.value) for question in clerk.asked[:5]]
    assert told == [
        ("recall", "chapter", None),
        ("turn", "cloud", None),
        ("slow_down", "cloud", 3.0),
        ("spend", "tokens", 7),
        ("spend", "tokens", 2),
    ]


def test_value_larger_than_a_socket_buffer_goes_both_ways(sandbox: Sandbox) -> None:
    outcome = ask(sandbox, Clerk(), long=250_000)
    assert len(outcome.result["after"]["long"]) == 250_000


def test_job_waits_for_its_turn(sandbox: Sandbox) -> None:
    began_s = time.monotonic()
    assert ask(sandbox, Clerk(wait_s=0.5)).status == "succeeded"
    assert time.monotonic() - began_s >= 0.5


def test_job_that_would_wait_too_long_for_its_turn_gives_its_place_to_others(sandbox: Sandbox) -> None:
    outcome = ask(sandbox, Clerk(wait_s=-1.0))
    assert (outcome.status, outcome.resource) == ("throttled", "cloud")


def test_job_asks_again_while_the_store_is_away(sandbox: Sandbox) -> None:
    clerk, refusals = Clerk(), iter([Answer(again_s=0.05)] * 3)

    def forgetful(question: Question) -> Answer:
        return next(refusals, None) or clerk(question)

    assert ask(sandbox, forgetful).status == "succeeded"


def test_value_beyond_all_bounds_is_refused_before_it_is_sent(sandbox: Sandbox) -> None:
    clerk = Clerk()
    outcome = ask(sandbox, clerk, do="remember", bytes=300_000)
    assert outcome.error is not None
    assert outcome.error.details["exception"] == "ValueError"
    assert clerk.asked == []


def test_refused_question_fails_the_job_with_the_reason_in_its_traceback(sandbox: Sandbox) -> None:
    outcome = ask(sandbox, lambda _question: Answer(refused="it has kept as much as it may"), do="remember", bytes=3)
    assert outcome.error is not None
    assert "it has kept as much as it may" in str(outcome.error.details["traceback"])


def test_provider_that_is_not_set_up_is_told_calmly(sandbox: Sandbox) -> None:
    outcome = sandbox.run(task("ask"), stop=StopSignal(), on_progress=lambda *_: None, on_question=Clerk())
    assert outcome.error is not None
    assert outcome.error.code == "provider_not_configured"


def test_keys_of_providers_are_not_in_a_task_that_is_printed() -> None:
    assert "secret" not in repr(task("ask", providers=KEY))
