"""What a worker answers to the questions of a running job: turns at providers, and what is kept with the job."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping

import structlog

from actors.providers import Provider
from actors.sandbox import Answer, Question
from backend.engine.engine import Engine
from backend.engine.leases import Lease
from backend.errors import StoreUnavailable

log = structlog.get_logger(__name__)

#: A job that would wait longer for one request gives its place to others, seconds.
LONGEST_WAIT_S = 600.0
#: How long nobody asks a provider that said "slow down" and not for how long, seconds.
SLOW_DOWN_S = 5.0
#: How long a job waits before it asks again while the store is away, seconds.
AGAIN_S = 1.0
_VALUE, _SPENT = "value:", "spent:"


class JobAnswers:
    """Answers one start of one job; called in the thread that supervises it.

    Args:
        engine: where things are kept and turns are counted.
        lease: the start.
        providers: the outside services it may use, by name.
    """

    def __init__(self, engine: Engine, lease: Lease, providers: Mapping[str, Provider]) -> None:
        self._engine, self._lease, self._providers = engine, lease, providers
        self._spent: Counter[str] = Counter()

    def __call__(self, question: Question) -> Answer:
        """Answer a question of the job; while the store is away the answer is to ask again."""
        try:
            if question.about in ("turn", "slow_down"):
                return self._of_a_provider(question)
            if question.about == "recall":
                value = self._engine.kept_field(self._lease.job_id, _VALUE + question.name)
                return Answer(value=None if value is None else json.loads(value))
            if question.about == "spend":
                return self._spend(question)
            return self._keep(_VALUE + question.name, json.dumps(question.value, ensure_ascii=False).encode())
        except StoreUnavailable:
            return Answer(again_s=AGAIN_S)

    def spent(self) -> dict[str, float]:
        """Return the sums of what all starts of the job have used up; only this one's while the store is away."""
        if not self._providers:
            return {}
        sums: Counter[str] = Counter()
        try:
            for field, value in self._engine.kept(self._lease.job_id).items():
                if field.startswith(_SPENT):
                    sums[field.removeprefix(_SPENT).rpartition(":")[0]] += json.loads(value)
        except StoreUnavailable:
            sums = self._spent
        return dict(sums)

    def _of_a_provider(self, question: Question) -> Answer:
        provider = self._providers.get(question.name)
        if provider is None:
            return Answer(refused=f"the kind's resources do not name {question.name!r}")
        limits, rate = self._engine.limits, provider.rate
        if question.about == "turn":
            if rate is None:
                return Answer(value=0.0)
            wait_s = limits.reserve(provider.bucket, rate, longest_wait_s=LONGEST_WAIT_S)
            return Answer(value=-1.0 if wait_s is None else wait_s)
        asked_s = question.value if isinstance(question.value, int | float) and question.value > 0 else SLOW_DOWN_S
        if rate is not None:
            limits.hold(provider.bucket, rate, min(float(asked_s), 3600.0))
        in_force = limits.throttled(f"resource:{provider.name}")
        log.info("throttled", job=self._lease.job_id, limit=f"resource:{provider.name}", in_force=in_force)
        return Answer()

    def _spend(self, question: Question) -> Answer:
        if not isinstance(question.value, int | float):
            return Answer(refused="only numbers can be added up")
        # The sum of this start and not the step: heard twice, it counts once.
        total = self._spent[question.name] + question.value
        answer = self._keep(f"{_SPENT}{question.name}:{self._lease.start}", json.dumps(total).encode())
        self._spent[question.name] = total  # type: ignore[assignment] # a Counter holds floats as well
        return answer

    def _keep(self, field: str, value: bytes) -> Answer:
        answer = self._engine.keep(self._lease.job_id, self._lease.start, field, value)
        if answer == "stale":
            self._lease.stop("lost")
        return Answer(refused="the job has kept as much as it may" if answer == "full" else "")
