"""What is submitted to a service under chaos, and which ends of it are right."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from typing import Any

from backend.job import Job, Priority, State

#: The fields of a job's error that tell a dead letter: all its starts lost their workers.
LOST = "lost"


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """One job to submit.

    Args:
        number: which it is; stands in its tag, its idempotency key is made from it.
        what: a word for its group.
        params: of the kind selftest.
        ends: the states that fit.
        code: the error's code that fits a failure; None for any.
        time_limit_s: of one start; None for the kind's own.
        cancel_after_s: how long after its admission it is cancelled; None for never.
        priority: how urgent it is.
    """

    number: int
    what: str
    params: dict[str, Any]
    ends: frozenset[State]
    code: str | None = None
    time_limit_s: float | None = None
    cancel_after_s: float | None = None
    priority: Priority = Priority.NORMAL

    def fault_of(self, job: Job) -> str | None:
        """Say what is wrong with the end that its job came to, None when it fits."""
        code = job.error.code if job.error else None
        if job.state == State.FAILED and code == LOST and job.attempt == job.max_attempts:
            return None  # chaos may hit one job with every kill: then it is a dead letter and says so
        if job.state not in self.ends:
            return f"{self.what} ended as {job.state} ({code})"
        if job.state == State.FAILED and self.code not in {None, code}:
            return f"{self.what} failed with {code}"
        if job.state == State.SUCCEEDED and len(job.artifacts) != bool(self.params.get("output_bytes")):
            return f"{self.what} has {len(job.artifacts)} artifacts"
        return None


SUCCEEDS = frozenset({State.SUCCEEDED})
FAILS = frozenset({State.FAILED})
#: Groups and their shares of all jobs.
SHARES = {
    "plain": 42, "output": 22, "slow output": 3, "crash once": 5, "crash always": 1, "fail once": 4, "fail for good": 5,
    "throttle once": 4, "time limit": 3, "cancel of a long one": 5, "cancel of a short one": 6,
}  # fmt: skip


def plans(count: int, seed: int) -> Iterator[Plan]:
    """Make jobs: the same for the same seed."""
    chance = random.Random(seed)
    groups = list(SHARES)
    for number in range(count):
        # Each group once at first, so that a small number of jobs has them all.
        what = groups[number] if number < len(groups) else chance.choices(groups, list(SHARES.values()))[0]
        yield _plan(number, what, chance)


def _plan(number: int, what: str, chance: random.Random) -> Plan:
    priority = chance.choice(list(Priority))
    work: dict[str, Any] = {
        "duration_s": round(chance.uniform(0.02, 0.3), 3),
        "steps": chance.choice([1, 3, 10]),
        "body": chance.choices(["sleep", "spin", "native", "subprocess"], [80, 5, 5, 10])[0],
    }
    long = {"duration_s": 600, "body": chance.choice(["sleep", "subprocess"]), "ignore_sigterm": chance.random() < 0.3}
    soon_s = chance.uniform(0, 2)

    def plan(params: dict[str, Any], ends: frozenset[State] = SUCCEEDS, **more: Any) -> Plan:
        return Plan(number, what, params, ends, priority=priority, **more)

    made = {
        "plain": plan(work),
        "output": plan({**work, "output_bytes": chance.randint(1, 200_000)}),
        # Slow enough to run twice at once, when the first start's worker is frozen.
        "slow output": plan({**work, "body": "sleep", "duration_s": 2.5, "output_bytes": 1000}),
        "crash once": plan({**work, "outcome": "crash", "outcome_attempts": 1}),
        "crash always": plan({**work, "outcome": "crash"}, FAILS),
        "fail once": plan({**work, "outcome": "fail", "outcome_attempts": 1}),
        "fail for good": plan({**work, "outcome": "fail"}, FAILS, code="selftest_failed"),
        "throttle once": plan({**work, "outcome": "throttle", "outcome_attempts": 1}),
        "time limit": plan(long, frozenset({State.TIMED_OUT}), time_limit_s=0.5),
        "cancel of a long one": plan(long, frozenset({State.CANCELLED}), cancel_after_s=soon_s),
        "cancel of a short one": plan(work, SUCCEEDS | {State.CANCELLED}, cancel_after_s=soon_s / 2),
    }
    return made[what]
