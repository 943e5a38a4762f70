"""When to ask the server for changes: often while something happens under the user's eyes, else hardly ever.

Pure: clocks and chance come from outside, so that a thousand clients can be simulated.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.core.backoff import Failure, Idle

#: Longest pause between two questions, by what is at stake, seconds.
SEEN_RUNNING_S = 5.0
SEEN_WAITING_S = 15.0
HIDDEN_S = 60.0
NOTHING_LIVE_S = 60.0
#: How long the server is asked to hold a question until something happens, where somebody looks.
HOLD_S = 25.0
#: Places in the queue move without a change of the job itself: where waiting jobs are seen they are asked for anew.
POSITIONS_S = 120.0
#: After the moment at which a job is thought to end.
EXPECT_AFTER_S = 0.3
#: It is worth a question when it shows the end so much sooner.
EXPECT_GAIN_S = 1.0
#: A user who acts wants to see what comes of it.
ACT_S = 0.5


@dataclass(frozen=True)
class Stake:
    """What the user would miss.

    Args:
        visible: whether the window is seen.
        running: how many jobs run.
        waiting: how many wait.
    """

    visible: bool = True
    running: int = 0
    waiting: int = 0

    @property
    def cap_s(self) -> float:
        """The longest pause between two questions."""
        if not self.running and not self.waiting:
            return NOTHING_LIVE_S
        if not self.visible:
            return HIDDEN_S
        return SEEN_RUNNING_S if self.running else SEEN_WAITING_S

    @property
    def hold_s(self) -> float:
        """How long the server may hold the question; 0 where nobody is looking: a held question costs it a thread."""
        return HOLD_S if self.visible and (self.running or self.waiting) else 0.0


class Polling:
    """Decides when to ask next, and how.

    All times are seconds of one clock that never goes back.

    Args:
        chance: draws the jitter.
        now_s: the time.
    """

    def __init__(self, chance: random.Random, now_s: float) -> None:
        self.stake = Stake()
        self.next_s = now_s
        self._idle, self._failure = Idle(chance), Failure(chance)
        self._asked_s = now_s
        self._positions_s = now_s
        self._expected: set[str] = set()
        #: Whether the next question was moved by ``expect``: the end that it finds is no surprise.
        self._foreseen = False

    def asked(self, now_s: float) -> float:
        """Note that the question is sent; return how long the server may hold it."""
        self._asked_s = now_s
        # While the server fails it is asked for a plain answer: what is held can't tell that it is well again.
        return 0.0 if self._failure.count else self.stake.hold_s

    def answered(self, now_s: float, *, news: bool, more: bool = False) -> None:
        """Note an answer.

        Args:
            now_s: the time.
            news: a job is new or gone or in another state. Mere progress is expected: the pace of the cap will do.
            more: the server has more at once.
        """
        self._failure.reset()
        foreseen, self._foreseen = self._foreseen, False
        if news and not foreseen:
            self._idle.reset()
        if more:
            self.next_s = now_s
            return
        delay_s = self._idle.draw_s(self.stake.cap_s)
        # Time that the question was held counts as a pause.
        self.next_s = now_s + delay_s if news else max(now_s, self._asked_s + delay_s)

    def _bring_forward(self, due_s: float) -> None:
        self.next_s = min(self.next_s, due_s)
        self._foreseen = False

    def expect(self, ends_s: Mapping[str, float], now_s: float) -> None:
        """Move the next question to when a job is thought to end; once for each, since it may be late.

        It comes sooner where that shows the end clearly sooner, and, where nothing else is expected, a little later
        when it would come just before.

        Args:
            ends_s: for running jobs, by id, seconds from now.
            now_s: the time.
        """
        self._expected &= ends_s.keys()
        fresh = {job_id: left_s for job_id, left_s in ends_s.items() if job_id not in self._expected}
        if not fresh or not self.stake.visible or self._failure.count:
            return
        job_id = min(fresh, key=fresh.__getitem__)
        due_s = now_s + max(fresh[job_id], 0.0) + EXPECT_AFTER_S
        steady = self.next_s - self._asked_s >= self.stake.cap_s / 2
        if due_s < self.next_s - EXPECT_GAIN_S or (steady and self.next_s < due_s < self._asked_s + self.stake.cap_s):
            self.next_s = due_s
            self._foreseen = True
            self._expected.add(job_id)

    def failed(self, now_s: float, retry_after_s: float | None = None) -> float:
        """Note a failure; return the seconds until the next try."""
        delay_s = self._failure.draw_s(retry_after_s)
        self.next_s = now_s + delay_s
        return delay_s

    def acted(self, now_s: float) -> None:
        """Note that the user did something that changes jobs; a server that fails is left alone nevertheless."""
        self._idle.reset()
        if not self._failure.count:
            self._bring_forward(now_s + ACT_S)

    def hurry(self, now_s: float) -> None:
        """Ask at once: the user says so, or the computer has just woken."""
        self._idle.reset()
        self._bring_forward(now_s)

    def look(self, stake: Stake, now_s: float) -> None:
        """Take note of what is at stake now; more of it brings the next question forward."""
        before, self.stake = self.stake, stake
        if stake.cap_s < before.cap_s and not self._failure.count:
            self._idle.reset()
            self._bring_forward(now_s + ACT_S if stake.visible == before.visible else now_s)

    def positions_due(self, now_s: float) -> bool:
        """Tell whether to ask for the places in the queue now; a yes counts as done."""
        if not (self.stake.visible and self.stake.waiting) or now_s < self._positions_s + POSITIONS_S:
            return False
        self._positions_s = now_s
        return True


class GapWatch:
    """Notices that the computer slept, or that its clock was set: then what was planned means nothing.

    Args:
        most_s: ticks come at least this often.
    """

    def __init__(self, most_s: float) -> None:
        self._most_s = most_s
        self._last: tuple[float, float] | None = None

    def tick(self, monotonic_s: float, wall_s: float) -> bool:
        """Tell whether there was a gap since the last tick.

        Args:
            monotonic_s: a clock that never goes back; it may stand still while the computer sleeps, or not.
            wall_s: Unix seconds.
        """
        last, self._last = self._last, (monotonic_s, wall_s)
        if last is None:
            return False
        passed_s, told_s = monotonic_s - last[0], wall_s - last[1]
        return passed_s > self._most_s * 4 or abs(told_s - passed_s) > self._most_s * 4
