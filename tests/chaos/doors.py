"""The two ways in: the engine itself, and the API. Both go on asking until they are answered."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol, TypeVar

import requests

from backend.engine.engine import Engine
from backend.errors import QueueFull, StoreUnavailable
from backend.job import State, Submission
from tests.chaos.jobs import Plan

#: How long a service may be away, seconds.
PATIENCE_S = 60.0
PAUSE_S = 0.05
WAIT_S = 1.0

Answer = TypeVar("Answer")


class Door(Protocol):
    """What a client does."""

    def submit(self, plan: Plan) -> str:
        """Submit a job until it is accepted; return its id."""

    def cancel(self, job_id: str) -> None:
        """Cancel a job until that is heard."""

    def changes(self, cursor: str) -> tuple[str, list[tuple[str, State, int]]]:
        """Wait a moment for changes: return the next cursor and id, state, version of each job that changed."""


class EngineDoor:
    """Uses the engine in this process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def submit(self, plan: Plan) -> str:
        submission = Submission(
            "selftest",
            plan.params,
            priority=plan.priority,
            time_limit_s=plan.time_limit_s,
            tags=(f"n{plan.number}",),
            idempotency_key=f"chaos-{plan.number}",
            fingerprint=str(plan.number),
        )
        return self._patiently(lambda: self._engine.admit(submission)).job.id

    def cancel(self, job_id: str) -> None:
        self._patiently(lambda: self._engine.cancel(job_id, "local"))

    def changes(self, cursor: str) -> tuple[str, list[tuple[str, State, int]]]:
        page = self._patiently(lambda: self._engine.changes("local", since=cursor, wait_s=WAIT_S))
        assert not page.removed
        return page.cursor, [(job.id, job.state, job.version) for job in page.jobs]

    def _patiently(self, ask: Callable[[], Answer]) -> Answer:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                return ask()
            except (StoreUnavailable, QueueFull):
                if time.monotonic() > deadline:
                    raise
                time.sleep(PAUSE_S)


class HttpDoor:
    """Uses the API as any client does, over a connection of its own."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._session = requests.Session()
        self._session.trust_env = False

    def submit(self, plan: Plan) -> str:
        body = {
            "kind": "selftest",
            "params": plan.params,
            "priority": plan.priority.value,
            "tags": [f"n{plan.number}"],
            **({"time_limit_s": plan.time_limit_s} if plan.time_limit_s else {}),
        }
        headers = {"Idempotency-Key": f"chaos-{plan.number}"}
        answer = self._patiently("POST", "/v1/jobs", {202}, json=body, headers=headers)
        return str(answer.json()["id"])

    def cancel(self, job_id: str) -> None:
        self._patiently("POST", f"/v1/jobs/{job_id}/cancel", {200, 202})

    def changes(self, cursor: str) -> tuple[str, list[tuple[str, State, int]]]:
        query = {"since": cursor, "wait": str(WAIT_S)}
        answer = self._patiently("GET", "/v1/jobs", {200, 304}, params=query)
        if answer.status_code == 304:
            return cursor, []
        page = answer.json()
        assert not page["removed"]
        return page["cursor"], [(job["id"], State(job["state"]), job["version"]) for job in page["jobs"]]

    def _patiently(self, method: str, path: str, right: set[int], **how: object) -> requests.Response:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                answer = self._session.request(method, self._address + path, timeout=20, **how)  # type: ignore[arg-type]
            except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError):
                if time.monotonic() > deadline:
                    raise
            else:
                if answer.status_code in right:
                    return answer
                assert answer.status_code == 503, f"{answer.status_code} {answer.text}"
                assert answer.headers["Content-Type"] == "application/problem+json"
                assert float(answer.headers["Retry-After"]) > 0
                assert time.monotonic() < deadline, answer.text
            time.sleep(PAUSE_S)
