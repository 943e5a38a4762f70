"""How long the provider's trouble is sat out, and how often it is asked about a video that it makes."""

from __future__ import annotations

import dataclasses
import random
import time

from actors.context import JobContext
from actors.text_to_video.spec import TENCENT
from backend.errors import JobFailure, Throttled


@dataclasses.dataclass(frozen=True, slots=True)
class Patience:
    """When to ask again, and when to give up.

    Args:
        poll_s: first pause between two looks at a task, seconds.
        longest_poll_s: to which it grows.
        growth: by which factor it grows with each look.
        failures: of one question before the start is given up.
        first_pause_s: after the first failure; doubles with each.
        longest_pause_s: to which it grows.
        listings: looks into the list of tasks for one that must be there.
        unknown_looks: looks at a task with a status that is not documented, before the start is given up.
    """

    poll_s: float = 2.0
    longest_poll_s: float = 15.0
    growth: float = 1.25
    failures: int = 6
    first_pause_s: float = 1.0
    longest_pause_s: float = 20.0
    listings: int = 6
    unknown_looks: int = 40

    def tries(self, job: JobContext) -> Tries:
        """Begin to count what goes wrong with one question."""
        return Tries(job, self)

    def pause_before_look(self, number: int) -> None:
        """Wait between two looks at a task; ``number`` is 0 for the first."""
        _sleep(min(self.longest_poll_s, self.poll_s * self.growth**number))

    def pause_before_listing(self) -> None:
        """Wait until the list of tasks may have grown."""
        _sleep(self.poll_s)

    def pause_after_failure(self, number: int) -> None:
        """Wait after the first (1) or a later failure of one question."""
        _sleep(min(self.longest_pause_s, self.first_pause_s * 2.0 ** (number - 1)))


class Tries:
    """Counts what goes wrong with one question."""

    def __init__(self, job: JobContext, patience: Patience) -> None:
        self._job, self._patience = job, patience
        self._failures = self._throttles = 0

    def failed(self, why: str) -> None:
        """Wait a moment after an answer that did not come.

        Raises:
            JobFailure: ``provider_unreachable`` when there were too many.
        """
        self._failures += 1
        self._job.log(f"tencent: failed request {self._failures}: {why}")
        if self._failures >= self._patience.failures:
            raise JobFailure(
                "provider_unreachable",
                "Tencent Cloud could not be reached, or has trouble of its own. Try again later.",
                retryable=True,
                details={"reason": why},
            )
        self._patience.pause_after_failure(self._failures)

    def throttled(self) -> None:
        """Pass on a request to slow down.

        Raises:
            Throttled: when there were too many.
        """
        self._throttles += 1
        if self._throttles >= self._patience.failures:
            raise Throttled("Tencent Cloud asked to slow down.", resource=TENCENT)
        self._job.slow_down(TENCENT)
        self._patience.pause_after_failure(self._throttles)


def _sleep(longest_s: float) -> None:
    """Sleep 75 to 100 % of a time: many jobs shall not ask in step."""
    time.sleep(longest_s * random.uniform(0.75, 1.0))  # noqa: S311 (spreads load, protects nothing)
