"""How long one question waits for a provider that is busy or away, and when it gives up."""

from __future__ import annotations

import dataclasses
import time

from actors.context import JobContext
from actors.llm.endpoint import Bounds
from backend.errors import JobFailure, Throttled

#: The limit that all requests count against.
RESOURCE = "llm"


@dataclasses.dataclass(frozen=True)
class Patience:
    """When to give up.

    Args:
        answers: answers to one question, the first included, before it counts as unanswerable.
        throttles: requests to slow down that one question sits out before the job goes back to its place.
        longest_wait_s: a longer wait than this is not sat out at all, seconds.
        troubles: failed connections and server faults in one question before the model counts as unreachable.
        first_pause_s: pause after the first of these, doubled each time, seconds.
        bounds: of a single answer.
    """

    answers: int = 3
    throttles: int = 5
    longest_wait_s: float = 120.0
    troubles: int = 4
    first_pause_s: float = 1.0
    bounds: Bounds = dataclasses.field(default_factory=Bounds)


class SittingOut:
    """Counts what goes wrong with one question and waits, as long as that makes sense.

    Args:
        job: whose log and limits it goes by.
        patience: when to give up.
        purpose: of the question.
    """

    def __init__(self, job: JobContext, patience: Patience, purpose: str) -> None:
        self._job, self._patience, self._purpose = job, patience, purpose
        self._throttles = self._troubles = 0

    def throttle(self, asked_s: float | None) -> None:
        """Pass on a request to slow down, or hand the job back.

        Raises:
            Throttled: when there were too many, or the wait is too long to hold a place for.
        """
        self._throttles += 1
        wait_s = self._pause_s(self._throttles) if asked_s is None else asked_s
        if self._throttles > self._patience.throttles or wait_s > self._patience.longest_wait_s:
            message = "The language model's provider asked to slow down."
            raise Throttled(message, resource=RESOURCE, retry_after_s=asked_s)
        self._job.log(f"llm: {self._purpose}: asked to slow down, next request in {wait_s:.1f} s or later")
        self._job.slow_down(RESOURCE, wait_s)

    def trouble(self, what: str) -> None:
        """Wait a moment after a failed request.

        Raises:
            JobFailure: ``llm_unreachable`` when there were too many.
        """
        self._troubles += 1
        self._job.log(f"llm: {self._purpose}: failed request {self._troubles}: {what}")
        if self._troubles >= self._patience.troubles:
            raise JobFailure(
                "llm_unreachable",
                "The language model could not be reached. Try again later; an operator can check SLUICE_LLM_BASE_URL.",
                retryable=True,
                details={"purpose": self._purpose, "reason": what},
            )
        time.sleep(self._pause_s(self._troubles))

    def _pause_s(self, number: int) -> float:
        return float(self._patience.first_pause_s * 2 ** (number - 1))
