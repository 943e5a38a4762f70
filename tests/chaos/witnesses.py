"""Who saw what ran when: a witness at the store, and the workers' own logs."""

from __future__ import annotations

import dataclasses
import json
import threading
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import redis

from tests.chaos.killer import Harm
from tests.chaos.parts import CEILING

#: One picture of the store: the limit in force, and each running job with its start.
_PICTURE = """
local answer = { redis.call('HGET', KEYS[1] .. 'limit:kind:selftest', 'current') }
for _, id in ipairs(redis.call('SMEMBERS', KEYS[1] .. 'running:selftest')) do
  answer[#answer + 1] = id .. '/' .. (redis.call('HGET', KEYS[1] .. 'job:' .. id, 'start') or '?')
end
return answer
"""
PERIOD_S = 0.002


class LimitWitness(threading.Thread):
    """Looks at the store every few milliseconds for jobs that were started beyond the limit.

    The limit may fall below what runs already; then nothing may be started. It is a violation when a job appears
    while more run than both the limit before and the limit now allow.

    Args:
        url: the store.
        prefix: of its keys.
    """

    def __init__(self, url: str, prefix: str) -> None:
        super().__init__(name="limit witness", daemon=True)
        self._client = redis.Redis.from_url(url, retry=None, socket_timeout=10)
        self._prefix = prefix
        self._stopping = threading.Event()
        self.pictures = self.most = 0
        self.limits: set[int] = set()
        self.violations: list[str] = []

    def run(self) -> None:
        before: set[bytes] = set()
        limit_before = CEILING
        while not self._stopping.wait(PERIOD_S):
            try:
                limit, *running = self._client.eval(_PICTURE, 1, self._prefix)  # type: ignore[misc]
            except redis.RedisError:
                continue  # it was killed
            if limit is None:
                continue
            self.note(set(running), before, int(limit), limit_before)
            before, limit_before = set(running), int(limit)

    def note(self, running: set[bytes], before: set[bytes], limit: int, limit_before: int) -> None:
        """Compare a picture with the one before it."""
        self.pictures += 1
        self.most = max(self.most, len(running))
        self.limits.add(limit)
        if len(running) > CEILING or (running - before and len(running) > max(limit, limit_before)):
            self.violations.append(f"{len(running)} run at a limit of {limit_before} -> {limit}")

    def stop(self) -> None:
        self._stopping.set()
        self.join()
        self._client.close()


@dataclasses.dataclass(slots=True)
class Run:
    """One start of a job as its worker saw it. ``ended_ms`` is None when it saw no end."""

    job_id: str
    start: int
    pid: int
    started_ms: float
    ended_ms: float | None = None
    status: str = ""


def runs_in(logs: Iterable[Path]) -> list[Run]:
    """Read the workers' logs."""
    runs: dict[tuple[str, int], Run] = {}
    for path in logs:
        for line in path.read_text().splitlines():
            try:
                event = json.loads(line)
            except ValueError:
                continue  # cut off by a kill, or a library's own line
            if event.get("event") not in {"job_started", "job_ended"}:
                continue
            key, at_ms = (event["job"], event["start"]), datetime.fromisoformat(event["at"]).timestamp() * 1000
            if event["event"] == "job_started":
                runs[key] = Run(*key, event["pid"], at_ms)
            elif key in runs:
                runs[key].ended_ms, runs[key].status = at_ms, event["status"]
    return list(runs.values())


def most_at_once(runs: Iterable[Run], deeds: Iterable[Harm]) -> int:
    """Return how many jobs ran at once by their workers' own clocks, while their leases certainly held.

    A run whose worker was killed or frozen counts up to that moment: afterwards its place may be another's.
    """
    harmed: dict[int, list[float]] = {}
    for deed in deeds:
        if deed.what in {"kill a worker", "freeze a worker"}:
            harmed.setdefault(deed.pid, []).append(deed.at_ms)
    moments: list[tuple[float, int]] = []
    for run in runs:
        ends = [at_ms for at_ms in harmed.get(run.pid, []) if at_ms >= run.started_ms]
        if run.ended_ms is not None:
            ends.append(run.ended_ms)
        if ends:
            moments += [(run.started_ms, +1), (min(ends), -1)]
    now = most = 0
    for _, step in sorted(moments):
        now += step
        most = max(most, now)
    return most
