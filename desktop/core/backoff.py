"""Two clocks that never mix: how long to wait after an answer without news, and how long after a failure."""

from __future__ import annotations

import random

IDLE_FIRST_S = 1.0
FAILURE_FIRST_S = 1.0
FAILURE_MOST_S = 60.0
#: Full jitter may draw nearly nothing; sooner than this nobody comes back.
FAILURE_LEAST_S = 0.25


class Idle:
    """Waits longer each time that nothing happened, up to a cap that depends on what is at stake.

    Half of the delay is fixed and half is drawn, so that many clients do not ask in step and none asks at once.

    Args:
        chance: draws.
    """

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._next_s = IDLE_FIRST_S

    def reset(self) -> None:
        """Begin anew: something happened."""
        self._next_s = IDLE_FIRST_S

    def draw_s(self, most_s: float) -> float:
        """Return the seconds to wait now, and wait twice as long the next time.

        Args:
            most_s: the cap for what is at stake now.
        """
        delay_s = min(self._next_s, most_s)
        self._next_s = min(self._next_s * 2, most_s)
        return delay_s / 2 + self._chance.uniform(0, delay_s / 2)


class Failure:
    """Waits longer after each failure in a row, with full jitter.

    Args:
        chance: draws.
        most_s: the cap.

    Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    """

    def __init__(self, chance: random.Random, *, most_s: float = FAILURE_MOST_S) -> None:
        self._chance, self._most_s = chance, most_s
        self.count = 0

    def reset(self) -> None:
        """Begin anew: there was an answer."""
        self.count = 0

    def draw_s(self, asked_s: float | None = None) -> float:
        """Return the seconds to wait after another failure.

        Args:
            asked_s: what ``Retry-After`` said: never sooner than that, and spread beyond it.
        """
        spread_s = self._chance.uniform(0, min(self._most_s, FAILURE_FIRST_S * 2 ** min(self.count, 20)))
        self.count += 1
        return max(FAILURE_LEAST_S, (asked_s or 0.0) + spread_s)
