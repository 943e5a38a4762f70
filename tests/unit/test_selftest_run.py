"""The diagnostic kind: its parameters, and that it does in the sandbox what it says."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from actors.sandbox import Outcome, Sandbox
from actors.selftest.spec import KIND, SelftestParameters, SelftestResult
from backend.catalogue import Catalogue
from backend.errors import InvalidRequest
from backend.settings import Settings
from tests.material.sandboxes import Running, run, task

RUN = "actors.selftest.run"


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    box = Sandbox(preload=[RUN], work=tmp_path_factory.mktemp("work"), cpu_threads=1)
    box.start()
    assert box.wait_until_ready(10)
    yield box
    box.close()


def selftest(sandbox: Sandbox, *, start: int = 1, **params: Any) -> Outcome:
    KIND.parse(params)
    return run(sandbox, task(module=RUN, start=start, **params))


def test_kind_is_found_only_where_it_is_asked_for() -> None:
    assert "selftest" in Catalogue.discover(Settings(selftest=True, _env_file=None))
    assert "selftest" not in Catalogue.discover(Settings(selftest=False, _env_file=None))
    assert KIND.run_module == RUN


def test_every_parameter_has_title_description_and_default() -> None:
    schema = SelftestParameters.model_json_schema()
    assert "required" not in schema
    for name, field in schema["properties"].items():
        assert field["title"], name
        assert field["description"], name
    assert schema["properties"]["duration_s"]["x-unit"] == "s"
    assert schema["properties"]["output_bytes"]["maximum"] == 10_000_000


@pytest.mark.parametrize(
    "params",
    [
        {"duration_s": -1}, {"duration_s": 3601}, {"duration_s": "1"}, {"duration_s": float("nan")}, {"steps": 0},
        {"steps": 1001}, {"steps": 1.5}, {"body": "dance"}, {"outcome": "win"}, {"outcome_attempts": -1},
        {"ignore_sigterm": 1}, {"output_bytes": 10_000_001}, {"unknown": 1},
    ],
)  # fmt: skip
def test_parameters_out_of_bounds_are_refused(params: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest) as refused:
        KIND.parse(params)
    assert [fault.pointer for fault in refused.value.faults] == [f"/params/{next(iter(params))}"]


@pytest.mark.parametrize("body", ["sleep", "spin", "native", "subprocess"])
def test_every_body_works_about_as_long_as_asked_and_reports_all_steps(sandbox: Sandbox, body: str) -> None:
    running = Running(sandbox, task(module=RUN, duration_s=0.4, body=body, steps=4))
    outcome = running.outcome()
    assert outcome.status == "succeeded"
    result = SelftestResult.model_validate(outcome.result)
    assert 0.2 < result.worked_s < 1.5
    assert (result.start, result.attempt, result.pid) == (1, 1, running.pid)
    assert running.reports[-1] == (1.0, "working", "step 4 of 4")
    if body in {"sleep", "spin"}:
        assert [report[0] for report in running.reports] == [0.25, 0.5, 0.75, 1.0]


def test_spin_and_native_use_the_processor_and_sleep_does_not(sandbox: Sandbox) -> None:
    used_s = {body: selftest(sandbox, duration_s=0.3, body=body).usage.cpu_s for body in ("sleep", "spin", "native")}
    # On a busy machine each gets its share only, but so does the one that sleeps.
    assert used_s["sleep"] < 0.1
    assert min(used_s["spin"], used_s["native"]) > 4 * used_s["sleep"]


def test_no_duration_is_quick_for_every_body(sandbox: Sandbox) -> None:
    begun_s = time.monotonic()
    for body in ("sleep", "spin", "native", "subprocess"):
        assert selftest(sandbox, duration_s=0, body=body).status == "succeeded"
    assert time.monotonic() - begun_s < 2


def test_failure_is_retryable_only_when_a_later_start_will_succeed(sandbox: Sandbox) -> None:
    for outcome_attempts, retryable in ((0, False), (2, True)):
        outcome = selftest(sandbox, duration_s=0, outcome="fail", outcome_attempts=outcome_attempts)
        assert outcome.error is not None
        assert (outcome.error.code, outcome.error.retryable) == ("selftest_failed", retryable)


@pytest.mark.parametrize("outcome", ["fail", "crash", "throttle"])
def test_outcome_holds_for_the_first_starts_only(sandbox: Sandbox, outcome: str) -> None:
    ends = [
        selftest(sandbox, start=start, duration_s=0, outcome=outcome, outcome_attempts=2).status for start in (1, 2, 3)
    ]
    bad = "throttled" if outcome == "throttle" else "failed"
    assert ends == [bad, bad, "succeeded"]


def test_crash_is_death_by_sigkill(sandbox: Sandbox) -> None:
    outcome = selftest(sandbox, duration_s=0, outcome="crash")
    assert outcome.error is not None
    assert (outcome.error.code, outcome.error.details["signal"]) == ("crashed", "SIGKILL")


def test_output_has_the_size_asked_for(sandbox: Sandbox) -> None:
    outcome = selftest(sandbox, duration_s=0, output_bytes=123_457)
    assert [(a.name, a.bytes) for a in outcome.artifacts] == [("output.bin", 123_457)]
    assert outcome.folder is not None
    assert (outcome.folder / "output.bin").stat().st_size == 123_457
    sandbox.discard(outcome)
    assert selftest(sandbox, duration_s=0).artifacts == ()


def test_defaults_are_those_of_the_documentation() -> None:
    assert json.loads(SelftestParameters().model_dump_json()) == {
        "duration_s": 1.0, "steps": 10, "body": "sleep", "outcome": "succeed", "outcome_attempts": 0,
        "ignore_sigterm": False, "output_bytes": 0,
    }  # fmt: skip
