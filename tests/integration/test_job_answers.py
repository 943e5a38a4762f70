"""What is kept with a running job outlives its worker; turns at a provider are shared by all workers."""

from __future__ import annotations

import time

import pytest
from pydantic import SecretStr

from actors.answers import JobAnswers
from actors.providers import Provider, providers_of
from actors.sandbox import Answer, Question
from backend.catalogue import Rate
from backend.engine.engine import MAX_KEPT_BYTES, Engine
from backend.engine.leases import Lease
from backend.errors import StoreUnavailable
from backend.job import State
from backend.settings import Settings
from tests.audit import keys_without_owner
from tests.integration.conftest import Hand, job, submit, sweep_until
from tests.waiting import wait_until

CLOUD = Provider("cloud", {"base_url": "http://one", "api_key": "k"}, Rate(60, 60.0))


def answers(engine: Engine, hand: Hand) -> tuple[JobAnswers, Lease]:
    held = hand.take()[0]
    lease = Lease(job_id=held.id, start=held.start, attempt=held.attempt, time_limit_ms=1000)
    return JobAnswers(engine, lease, {"cloud": CLOUD}), lease


def remember(name: str, value: object) -> Question:
    return Question(about="remember", name=name, value=value)  # type: ignore[arg-type]


RECALL = Question(about="recall", name="chapter")


def test_later_start_recalls_what_an_earlier_one_remembered(engine: Engine) -> None:
    submitted = submit(engine)
    dying, living = Hand(engine, lease_ms=50), Hand(engine)
    first, _ = answers(engine, dying)
    assert first(RECALL).value is None
    assert first(remember("chapter", {"text": "第一章"})) == Answer()
    sweep_until(living, lambda: job(engine, submitted.id).state == State.QUEUED)
    second, _ = answers(engine, living)
    assert second(RECALL).value == {"text": "第一章"}


def test_start_that_lost_its_lease_can_keep_nothing(engine: Engine) -> None:
    submitted = submit(engine)
    dying, living = Hand(engine, lease_ms=50), Hand(engine)
    first, lease = answers(engine, dying)
    sweep_until(living, lambda: job(engine, submitted.id).state == State.QUEUED)
    first(remember("chapter", "late"))
    assert lease.stopped_by == "lost"
    assert engine.kept(submitted.id) == {}


def test_sums_of_all_starts_are_added_up(engine: Engine) -> None:
    submitted = submit(engine)
    dying, living = Hand(engine, lease_ms=50), Hand(engine)
    first, _ = answers(engine, dying)
    for _ in range(3):
        first(Question(about="spend", name="tokens", value=10))
    sweep_until(living, lambda: job(engine, submitted.id).state == State.QUEUED)
    second, _ = answers(engine, living)
    second(Question(about="spend", name="tokens", value=5))
    second(Question(about="spend", name="cost", value=0.25))
    assert second.spent() == {"tokens": 35, "cost": 0.25}


def test_job_can_not_fill_the_store(engine: Engine) -> None:
    submit(engine)
    told, _ = answers(engine, Hand(engine))
    large = "x" * (MAX_KEPT_BYTES // 4)
    assert [bool(told(remember(f"part {n}", large)).refused) for n in range(5)] == [False, False, False, True, True]
    assert not told(remember("part 0", "small")).refused
    assert not told(remember("part 4", large)).refused


def test_what_was_kept_goes_with_the_record(engine: Engine) -> None:
    submitted = submit(engine)
    hand = Hand(engine)
    held = hand.take()[0]
    lease = Lease(job_id=held.id, start=held.start, attempt=1, time_limit_ms=1000)
    JobAnswers(engine, lease, {})(remember("chapter", "x"))
    hand.finish(held)
    assert [name for name in keys_without_owner(engine) if name.startswith("kept")] == []
    assert engine.kept(submitted.id)
    engine.store.command("ZADD", engine.store.key("due"), 1, f"X:{submitted.id}")
    wait_until(lambda: hand.beat() is not None and engine.kept(submitted.id) == {})


def test_turns_are_spaced_for_all_jobs_together_and_a_throttle_holds_them_all(engine: Engine) -> None:
    submit(engine, n=1)
    submit(engine, n=2)
    hand = Hand(engine)
    (one, _), (other, _) = answers(engine, hand), answers(engine, hand)
    turn = Question(about="turn", name="cloud")
    waits = [asker(turn).value for asker in (one, other, one, other)]
    assert waits == pytest.approx([0, 1, 2, 3], abs=0.3)
    one(Question(about="slow_down", name="cloud", value=30.0))
    assert other(turn).value == pytest.approx(30, abs=0.5)


def test_throttle_of_a_provider_lowers_its_limit(engine: Engine) -> None:
    submit(engine)
    told, _ = answers(engine, Hand(engine))
    engine.limits.set("resource:cloud", current=1)
    told(Question(about="slow_down", name="cloud"))
    last = engine.store.command("HGET", engine.store.key("limit:resource:cloud"), "last_throttle")
    assert abs(int(last) / 1000 - time.time()) < 5


def test_provider_that_the_kind_does_not_name_is_refused(engine: Engine) -> None:
    submit(engine)
    told, _ = answers(engine, Hand(engine))
    assert "do not name 'moon'" in told(Question(about="turn", name="moon")).refused


def test_job_is_told_to_ask_again_while_the_store_is_away(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    submit(engine)
    told, _ = answers(engine, Hand(engine))

    def away(*_: object) -> None:
        raise StoreUnavailable("gone")

    monkeypatch.setattr(engine.store, "call", away)
    assert told(remember("chapter", 1)).again_s == 1.0


def test_language_model_is_set_up_by_its_model_and_its_key_or_address() -> None:
    def model(**changes: object) -> Provider:
        return providers_of(Settings(_env_file=None, **changes))["llm"]  # type: ignore[arg-type]

    assert "SLUICE_LLM_MODEL" in model().missing
    assert "SLUICE_LLM_API_KEY" in model(llm_model="m").missing
    local = model(llm_model="m", llm_base_url="http://127.0.0.1:1/v1")
    assert local.access is not None
    keyed = model(llm_model="m", llm_api_key=SecretStr("k"), llm_requests_per_minute=60)
    assert keyed.rate == Rate(60, 60.0)
    assert "'k'" not in repr(keyed)
    assert len({local.bucket, keyed.bucket, model(llm_model="m", llm_api_key=SecretStr("l")).bucket}) == 3
