"""The numbers of the queue: for people (`GET /v1/queue`), for estimates and for Retry-After."""

from __future__ import annotations

import json
import math
import threading
import time
from typing import Any

from backend.engine import eta
from backend.engine.connection import StoreConnections
from backend.engine.views import pairs
from backend.job import PRIORITIES, timestamp

GAUGES = ("waiting", "running")
ENDS = ("succeeded", "failed", "timed_out", "cancelled")
EVENTS = ("lost", "retried", "throttled", "stale")
#: Estimates of one kind are made from one picture of the queue for so long, seconds.
PICTURE_S = 0.5
#: Retry-After stays between the first and the last, seconds; the second where nothing is measured or nothing serves.
RETRY_AFTER_S = (1.0, 5.0, 120.0)


class Statistics:
    """Reads the store's statistics.

    Args:
        store: the connections to the store.
        kinds: the kinds to report on.
    """

    def __init__(self, store: StoreConnections, kinds: list[str]) -> None:
        self._store = store
        self._kinds = kinds
        self._lock = threading.Lock()
        self._paces: dict[str, eta.Pace] = {}
        self._paces_at = -PICTURE_S
        self._store_ahead_ms = 0.0

    def queue(self) -> dict[str, Any]:
        """Return the document of ``GET /v1/queue``: all kinds, in all and each, limits and workers."""
        now_ms, stats, workers, raw_kinds = self._read()
        kinds = {kind: self._kind(kind, now_ms, stats, raw) for kind, raw in zip(self._kinds, raw_kinds, strict=True)}
        paces = self._paces_of(now_ms, workers, raw_kinds)
        for kind, report in kinds.items():
            wait = eta.estimate_waiting(paces[kind], report["waiting"] + 1)[0]
            report["estimated_wait_s"] = 0.0 if wait is None else wait
        total: dict[str, Any] = _gauges(stats, "")
        total["backlog"] = total["waiting"] + total["running"]
        total["peaks_since"] = timestamp(_count(stats, "peaks_since") or None)
        for name in ("processed", *ENDS, *EVENTS):
            total[name] = sum(report[name] for report in kinds.values())
        total["oldest_waiting_s"] = max((report["oldest_waiting_s"] for report in kinds.values()), default=0.0)
        total["estimated_wait_s"] = max((report["estimated_wait_s"] for report in kinds.values()), default=0.0)
        total["workers"] = workers
        total["kinds"] = kinds
        return total

    def paces(self) -> dict[str, eta.Pace]:
        """Return the pace of each kind; one picture serves for half a second."""
        with self._lock:
            if time.monotonic() - self._paces_at >= PICTURE_S:
                now_ms, _, workers, raw_kinds = self._read()
                self._paces = self._paces_of(now_ms, workers, raw_kinds)
                self._store_ahead_ms = now_ms - time.time() * 1000
                self._paces_at = time.monotonic()
            return self._paces

    def retry_after_s(self, kind: str) -> float:
        """Return when a refused caller should come again: by then a place should be free.

        A full queue drains by one job every mean run time divided by the places that serve it.
        """
        least, unknown, most = RETRY_AFTER_S
        pace = self.paces().get(kind)
        if pace is None or not pace.runs_s or pace.places <= 0:
            return unknown
        return min(most, max(least, math.ceil(pace.mean_s / pace.places)))

    def now_ms(self) -> float:
        """Return the store's time, Unix milliseconds, by the latest picture: this machine's may be another."""
        return time.time() * 1000 + self._store_ahead_ms

    def _read(self) -> tuple[int, dict[str, str], list[dict[str, Any]], list[list[Any]]]:
        now_ms, stats, raw_workers, raw_kinds = self._store.call("queue", *self._kinds)
        workers = []
        for at in range(0, len(raw_workers), 4):
            worker_id, seen_ms, about, leases = raw_workers[at : at + 4]
            workers.append(
                {
                    "id": worker_id.decode(),
                    "host": "",
                    "pid": 0,
                    "threads": 0,
                    "kinds": [],
                    **json.loads(about),
                    "running": sorted(job_id.decode() for job_id in leases),
                    "seen_s": round((now_ms - float(seen_ms)) / 1000, 3),
                }
            )
        return now_ms, pairs(stats), workers, raw_kinds

    def _kind(self, kind: str, now_ms: int, stats: dict[str, str], raw: list[Any]) -> dict[str, Any]:
        in_force, limit_pairs, by_rank, oldest, _started, _runs = raw
        limit = pairs(limit_pairs)
        report = _gauges(stats, kind)
        report.update({name: _count(stats, f"{kind}/{name}") for name in (*ENDS, *EVENTS)})
        report["processed"] = report["succeeded"] + report["failed"] + report["timed_out"]
        report["backlog"] = report["waiting"] + report["running"]
        report["waiting_by_priority"] = {priority.value: by_rank[rank] for rank, priority in enumerate(PRIORITIES)}
        report["delayed"] = max(0, report["waiting"] - sum(by_rank))
        report["oldest_waiting_s"] = round(now_ms / 1000 - float(oldest) / 1e6, 3) if oldest else 0.0
        report["paused"] = limit.get("paused") == "1"
        report["limit"] = {
            "current": int(limit["current"]) if "current" in limit else in_force,
            "default": int(limit.get("default", in_force)),
            "min": int(limit.get("min", 1)),
            "max": int(limit.get("max", in_force)),
            "frozen": limit.get("frozen") == "1",
            "reason": limit.get("reason", "not configured yet: no worker has been online"),
        }
        return report

    def _paces_of(self, now_ms: int, workers: list[dict[str, Any]], raw_kinds: list[list[Any]]) -> dict[str, eta.Pace]:
        paces = {}
        for kind, (in_force, _, _, _, started, runs) in zip(self._kinds, raw_kinds, strict=True):
            threads = sum(worker["threads"] for worker in workers if kind in worker["kinds"])
            paces[kind] = eta.pace_of(
                [int(run) / 1000 for run in runs],
                places=min(in_force, threads),
                elapsed_s=[(now_ms - int(at)) / 1000 for at in started[1::2]],
            )
        return paces


def _count(stats: dict[str, str], name: str) -> int:
    return int(stats.get(name, 0))


def _gauges(stats: dict[str, str], kind: str) -> dict[str, Any]:
    """Return the gauges of a kind ("" for all) and their peaks; a peak is written when its gauge falls."""
    report = {gauge: _count(stats, f"{kind}/{gauge}") for gauge in GAUGES}
    peaks = {f"peak_{gauge}": max(report[gauge], _count(stats, f"{kind}/{gauge}_peak")) for gauge in GAUGES}
    return {**report, **peaks}
