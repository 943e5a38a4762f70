"""What a thousand desktop clients cost a server: the client's real polling policy against a simulated one.

Each client has 20 live jobs all the time: two run, the rest wait; a job that ends is replaced at once. Compared with a
client that asks for each of its jobs once a second.
"""

from __future__ import annotations

import heapq
import random
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop.core.polling import HOLD_S, Polling, Stake
from tests.bench.figures import Figure, show

CLIENTS, JOBS, RUNNING_JOBS = 1_000, 20, 2
LASTS_S = 900.0
#: The client settles first.
SETTLE_S = 120.0
#: How long a job runs: minutes, some much longer (median and sigma of a log-normal distribution).
RUN_MEDIAN_S, RUN_SIGMA = 180.0, 0.6
PROGRESS_EVERY_S = 1.0
#: Held questions that a server of 32 threads has room for.
PLACES = 24
QUEUE_EVERY_S = 90.0


@dataclass
class Client:
    """One client and its jobs, as the server knows them."""

    chance: random.Random
    visible: bool
    polling: Polling
    ends_s: list[float] = field(default_factory=list)
    #: When the server last changed a job's state, and when the client last heard.
    ended_s: list[float] = field(default_factory=list)
    heard_s: float = 0.0
    requests: int = 0
    delays_s: list[float] = field(default_factory=list)

    def run_s(self) -> float:
        return self.chance.lognormvariate(0.0, RUN_SIGMA) * RUN_MEDIAN_S


@dataclass
class Result:
    per_client: float
    per_job_polling: float
    seen_after_s: float


def simulate(
    clients: int = CLIENTS, lasts_s: float = LASTS_S, *, visible: float = 1.0, places: int = PLACES, seed: int = 1
) -> Result:
    """Play ``lasts_s`` seconds; ``visible`` is the share of clients whose window is seen."""
    chance = random.Random(seed)
    everyone = [_client(chance, number < visible * clients) for number in range(clients)]
    held = 0
    counting = False
    # (when, number of the client, what): a question is sent, or a held one is answered.
    agenda = [(client.polling.next_s + chance.random() * 30, number, "ask") for number, client in enumerate(everyone)]
    heapq.heapify(agenda)
    while agenda[0][0] < SETTLE_S + lasts_s:
        now_s, number, what = heapq.heappop(agenda)
        client = everyone[number]
        if not counting and now_s >= SETTLE_S:
            counting = True
            for one in everyone:
                one.requests, one.delays_s = 0, []
        if what == "ask":
            client.requests += 1
            wait_s = client.polling.asked(now_s)
            happens_s = _next_change_s(client, now_s)
            if wait_s and held < places and happens_s > now_s:
                held += 1
                heapq.heappush(agenda, (min(happens_s, now_s + wait_s), number, "answer"))
                continue
        else:
            held -= 1
        _answer(client, now_s)
        heapq.heappush(agenda, (client.polling.next_s, number, "ask"))
    delays = [delay for client in everyone for delay in client.delays_s]
    extra = lasts_s / QUEUE_EVERY_S * clients  # the queue's statistics
    total = sum(client.requests for client in everyone) + extra
    return Result(total / lasts_s / clients, float(JOBS), statistics.median(delays))


def _client(chance: random.Random, visible: bool) -> Client:
    client = Client(chance, visible, Polling(chance, 0.0))
    client.ends_s = [client.run_s() * chance.random() for _ in range(RUNNING_JOBS)]
    client.polling.look(Stake(visible, RUNNING_JOBS, JOBS - RUNNING_JOBS), 0.0)
    return client


def _next_change_s(client: Client, now_s: float) -> float:
    """Return when the server next has something new; now, when it has since the client last heard."""
    last_progress_s = now_s // PROGRESS_EVERY_S * PROGRESS_EVERY_S
    if client.heard_s < last_progress_s or min(client.ends_s) <= now_s:
        return now_s
    return min(last_progress_s + PROGRESS_EVERY_S, *client.ends_s)


def _answer(client: Client, now_s: float) -> None:
    news = False
    for place, end_s in enumerate(client.ends_s):
        if end_s <= now_s:
            news = True
            client.delays_s.append(now_s - end_s)
            # The next one began when this one ended.
            client.ends_s[place] = max(end_s + client.run_s(), now_s + 0.001)
    client.heard_s = now_s
    client.polling.answered(now_s, news=news)
    # Estimates are wrong by a third, either way.
    guesses = {
        f"{place}-{end_s}": (end_s - now_s) * client.chance.uniform(0.67, 1.33)
        for place, end_s in enumerate(client.ends_s)
    }
    client.polling.expect(guesses, now_s)
    if client.polling.positions_due(now_s):
        client.requests += 1


def figures(clients: int = CLIENTS, lasts_s: float = LASTS_S) -> Iterator[Figure]:
    for name, visible, places in (
        ("every window seen, a server with 24 places to hold questions", 1.0, PLACES),
        ("every window seen, a server that holds none", 1.0, 0),
        ("every window seen, a server that holds all", 1.0, clients),
        ("a third of the windows hidden", 0.67, PLACES),
    ):
        found = simulate(clients, lasts_s, visible=visible, places=places)
        yield Figure(
            f"requests a second by one client of {JOBS} live jobs; {name}",
            f"{found.per_client:.3f}, half of all ends seen within {found.seen_after_s:.1f} s"
            f" (asking for each job each second: {found.per_job_polling:.0f})",
            "<= 0.3",
            found.per_client <= 0.3,
        )


def run() -> None:
    """Print the figures."""
    show(list(figures()))


if __name__ == "__main__":
    print(f"held for {HOLD_S:.0f} s at most")
    run()
