"""A real engine on a real store, and hands that do what a worker does, one step at a time."""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, SecretStr

from backend.catalogue import Catalogue, FileId, FileInput, Kind, Limit, Parameters, Policy, Rate
from backend.engine.engine import Engine
from backend.job import Job, Priority, Submission
from backend.settings import Settings
from tests.audit import audit
from tests.waiting import wait_until


class DraftParameters(Parameters):
    """Parameters of the kinds in these tests."""

    n: int = 0
    provider: str = "own"
    file_id: Annotated[FileId, FileInput()] | None = None


class Nothing(BaseModel):
    """An empty result."""


class CloudKind(Kind):
    """A kind some of whose jobs occupy a resource that other kinds need too."""

    def resources(self, params: Parameters) -> tuple[str, ...]:
        assert isinstance(params, DraftParameters)
        return ("cloud",) if params.provider == "cloud" else ()


def kind(name: str, policy: Policy, made_by: type[Kind] = Kind, **more: Any) -> Kind:
    return made_by(name, name.title(), "A kind for tests.", DraftParameters, Nothing, policy, **more)


KINDS = {
    "wide": kind("wide", Policy(limit=Limit(100), max_waiting=100_000)),
    "narrow": kind("narrow", Policy(limit=Limit(2), max_waiting=5)),
    "adaptive": kind("adaptive", Policy(limit=Limit(12, min=2, decrease=2, increase=1, recovery_interval_s=0.2))),
    "paced": kind("paced", Policy(limit=Limit(100), rate=Rate(10, interval_s=1.0, burst=2))),
    "cloudy": kind("cloudy", Policy(limit=Limit(10)), CloudKind, resource_limits={"cloud": Limit(1)}),
    "fragile": kind("fragile", Policy(limit=Limit(10), max_attempts=3)),
}


def settings(store_url: str, **changes: Any) -> Settings:
    return Settings(_env_file=None, redis_url=SecretStr(store_url), namespace="test", **changes)


@pytest.fixture
def make_engine(store_url: str) -> Iterator[Callable[..., Engine]]:
    made: list[Engine] = []

    def make(**changes: Any) -> Engine:
        engine = Engine.open(settings(store_url, **changes), Catalogue(KINDS))
        engine.configure()
        made.append(engine)
        return engine

    yield make
    for engine in made:
        audit(engine, KINDS)
        engine.close()


@pytest.fixture
def engine(make_engine: Callable[..., Engine]) -> Engine:
    return make_engine()


@dataclasses.dataclass(frozen=True)
class Held:
    """A job that a hand holds."""

    id: str
    start: int
    attempt: int
    params: dict[str, Any]


class Hand:
    """Does the steps of a worker process, each when the test says so."""

    numbers = itertools.count(1)

    def __init__(self, engine: Engine, *, lease_ms: int = 60_000, aging_ms: int = 0) -> None:
        self.engine, self.lease_ms, self.aging_ms = engine, lease_ms, aging_ms
        self.name = f"hand{next(self.numbers)}"

    def take(self, count: int = 1, *kinds: str) -> list[Held]:
        answer = self.engine.store.call("take", self.name, self.lease_ms, count, self.aging_ms, *(kinds or KINDS))
        return [
            Held(
                answer[at].decode(),
                int(answer[at + 1]),
                int(answer[at + 2]),
                json.loads(answer[at + 4])["kwargs"]["params"],
            )
            for at in range(1, len(answer), 5)
        ]

    def beat(self, *held: Held) -> list[str]:
        pairs = [part for job in held for part in (job.id, job.start)]
        answer = self.engine.store.call("renew", self.name, self.lease_ms, '{"threads": 4, "kinds": []}', *pairs)
        return [told.decode() for told in answer[1:]]

    def finish(self, held: Held, state: str = "succeeded", **fields: Any) -> str:
        written = [part for name, value in fields.items() for part in (name, json.dumps(value))]
        answer = self.engine.store.call("finish", held.id, held.start, state, len(written), *written)
        return str(answer[0].decode())

    def release(self, held: Held, reason: str, delay_ms: int = 0, *, most: int = 100) -> str:
        error = '{"code": "x", "message": "y"}'
        answer = self.engine.store.call("release", held.id, held.start, reason, delay_ms, "why", "", most, error)
        return str(answer.decode())

    def reclaim(self, *held: Held) -> int:
        return int(self.engine.store.call("reclaim", self.name, *(job.id for job in held)))


@pytest.fixture
def hand(engine: Engine) -> Hand:
    return Hand(engine)


def submit(engine: Engine, kind_name: str = "wide", n: int = 0, **changes: Any) -> Job:
    params = {"n": n, **changes.pop("params", {})}
    return engine.admit(Submission(kind_name, params, **changes)).job


def job(engine: Engine, job_id: str) -> Job:
    return engine.job(job_id, "local")


def sweep_until(hand: Hand, condition: Callable[[], bool], timeout_s: float = 10.0) -> None:
    """Let heartbeats do what is due until the condition holds."""

    def beat_and_look() -> bool:
        hand.beat()
        return condition()

    wait_until(beat_and_look, timeout_s)


URGENT, HIGH, NORMAL, LOW = Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW
