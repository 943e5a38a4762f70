"""What the language model's client does when the provider is busy, away, or says no."""

from __future__ import annotations

import dataclasses
import gzip
import resource
from pathlib import Path

import pytest

from actors.llm.client import Llm, Patience, PromptTooLong
from actors.llm.endpoint import Bounds, Refusal
from actors.llm.refusals import message_of, retry_after_s
from backend.errors import JobFailure, Throttled
from tests.material import llm_replies as replies
from tests.material.job import FolderJob
from tests.material.llm_replies import Replier, Reply, good, in_turn
from tests.material.llm_server import LlmServer
from tests.material.llm_talk import HEAT, KEY, PATIENCE, Talk, ask

# --- waiting -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("throttle", "least_s", "most_s"),
    [
        (replies.rate_limited(7), 7, 7),
        (lambda _: replies.rate_limited_until(30), 29, 31),
        (replies.rate_limited_ms(1500), 1.5, 1.5),
        (replies.rate_limited_as_google("34.5s"), 34.5, 34.5),
        (replies.rate_limited(), 0.001, 0.001),
        (replies.overloaded(3), 3, 3),
        (replies.error(529, "Overloaded"), 0.001, 0.001),
    ],
)
def test_request_to_slow_down_is_passed_on_and_the_turn_awaited(
    tmp_path: Path, throttle: Replier | Reply, least_s: float, most_s: float
) -> None:
    talk = Talk(tmp_path, in_turn(throttle, good(HEAT)))
    assert len(talk.answers) == 1
    ((provider, wait_s),) = talk.job.slowed
    assert provider == "llm"
    assert wait_s is not None
    assert least_s <= wait_s <= most_s
    assert talk.job.turns == ["llm", "llm"]


def test_too_many_requests_to_slow_down_hand_the_job_back(tmp_path: Path) -> None:
    talk = Talk(tmp_path, replies.rate_limited(2))
    assert isinstance(talk.failure, Throttled)
    assert (talk.failure.resource, talk.failure.retry_after_s) == ("llm", 2)
    assert len(talk.asked) == PATIENCE.throttles + 1
    assert len(talk.job.slowed) == PATIENCE.throttles, "the last one is told by the failure itself"


def test_long_wait_hands_the_job_back_at_once(tmp_path: Path) -> None:
    talk = Talk(tmp_path, replies.rate_limited(3600))
    assert isinstance(talk.failure, Throttled)
    assert talk.failure.retry_after_s == 3600
    assert len(talk.asked) == 1


def test_pause_grows_where_the_provider_names_none(tmp_path: Path) -> None:
    talk = Talk(tmp_path, replies.rate_limited())
    assert isinstance(talk.failure, Throttled)
    assert talk.failure.retry_after_s is None
    pauses = [wait_s for _, wait_s in talk.job.slowed]
    assert pauses == [0.001, 0.002, 0.004, 0.008, 0.016]


def test_wait_is_read_from_the_headers_by_the_providers_own_clock() -> None:
    headers = {"retry-after": "Mon, 23 Nov 2026 10:00:30 GMT", "date": "Mon, 23 Nov 2026 10:00:10 GMT"}
    assert retry_after_s(Refusal(429, headers, None)) == 20.0
    assert retry_after_s(Refusal(429, {"retry-after": "1e99"}, None)) == 86_400.0
    assert retry_after_s(Refusal(429, {"retry-after": "9", "retry-after-ms": "-5"}, None)) == 0.0


# --- trouble ---------------------------------------------------------------------------------------------------------

TROUBLES = {
    "500": replies.server_error(),
    "502 with a web page": replies.server_error(502),
    "504": replies.server_error(504),
    "cut in the middle": replies.cut_off(),
    "cut at once": replies.cut_off(at=0.0),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_passing_trouble_is_tried_again(tmp_path: Path, name: str) -> None:
    talk = Talk(tmp_path, in_turn(TROUBLES[name], good(HEAT)))
    assert len(talk.answers) == 1
    assert talk.job.turns == ["llm", "llm"]
    assert talk.job.slowed == []


@pytest.mark.parametrize("name", TROUBLES)
def test_lasting_trouble_is_unreachable_and_retryable(tmp_path: Path, name: str) -> None:
    talk = Talk(tmp_path, TROUBLES[name])
    assert talk.code == "llm_unreachable"
    assert isinstance(talk.failure, JobFailure)
    assert talk.failure.retryable
    assert len(talk.asked) == PATIENCE.troubles


def test_nobody_at_the_address_is_unreachable(tmp_path: Path) -> None:
    with LlmServer(good(HEAT)) as server:
        provider = server.provider()
    job = FolderJob(tmp_path, providers={"llm": provider})
    with Llm.of(job, PATIENCE) as llm, pytest.raises(JobFailure) as caught:
        ask(llm)
    assert (caught.value.code, caught.value.retryable) == ("llm_unreachable", True)


def test_late_answer_is_given_up(tmp_path: Path) -> None:
    patience = Patience(troubles=1, bounds=Bounds(silence_s=0.1))
    talk = Talk(tmp_path, replies.late(good(HEAT), 30), patience)
    assert talk.code == "llm_unreachable"
    assert "no answer in time" in str(vars(talk.failure or object))


def test_answer_that_drips_is_bounded_as_a_whole(tmp_path: Path) -> None:
    patience = Patience(troubles=1, bounds=Bounds(silence_s=20, whole_s=0.2))
    talk = Talk(tmp_path, replies.dripping(good(HEAT), 0.02), patience)
    assert talk.code == "llm_unreachable"
    assert "longer than 0.2 s" in str(vars(talk.failure or object))


def test_refusal_without_an_end_is_read_in_part(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(400 << 20))
    began_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert Talk(tmp_path, Reply(bomb, 451, {"Content-Encoding": "gzip"})).code == "llm_refused"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - began_kib < 350 << 10


@pytest.mark.parametrize("key", ["gsk_abcdef0123456789", "0f3a" * 8, "a plain pass-phrase", "xai-abc-def", KEY])
@pytest.mark.parametrize("status", [307, 400, 404, 422, 451, 500])
def test_key_that_a_refusal_repeats_is_never_told(tmp_path: Path, key: str, status: int) -> None:
    said = {"error": {"message": f"Wrong: {key} (Bearer {key})", "code": key}}
    patience = dataclasses.replace(PATIENCE, troubles=1)
    talk = Talk(tmp_path, Reply(said, status, {"Location": f"/?key={key}"}), patience, key=key)
    assert isinstance(talk.failure, JobFailure)
    assert key not in repr([talk.failure, talk.failure.message, talk.failure.details, talk.job.lines])


@pytest.mark.parametrize(
    "words", ["sk-ab***yz", "gsk_abcdef01", "AIzaSyA0123456", "hf_abcdefgh", "xai-0123456", "0f3a" * 8, "abcd****wxyz"]
)
def test_part_of_a_key_in_a_providers_words_is_left_out(words: str) -> None:
    refusal = Refusal(400, {}, {"error": {"message": f"Incorrect API key provided: {words}\x00 (see docs)."}})
    assert message_of(refusal) == "Incorrect API key provided: ... (see docs)."


@pytest.mark.parametrize(
    ("reply", "code", "setting"),
    [
        (replies.quota_used_up(), "llm_quota_used_up", ""),
        (replies.error(402, "Insufficient Balance"), "llm_quota_used_up", ""),
        (replies.key_refused(), "llm_key_refused", "SLUICE_LLM_API_KEY"),
        (replies.error(403, "Country not supported"), "llm_key_refused", "SLUICE_LLM_API_KEY"),
        (replies.error(400, "API key not valid. Pass a valid API key."), "llm_key_refused", "SLUICE_LLM_API_KEY"),
        (replies.model_unknown(), "llm_model_unknown", "SLUICE_LLM_MODEL"),
        (Reply({"error": "model 'x' not found, try pulling it first"}, 404), "llm_model_unknown", "SLUICE_LLM_MODEL"),
        (Reply({"detail": "Not Found"}, 404), "llm_wrong_address", "SLUICE_LLM_BASE_URL"),
        (Reply(b"", 307, {"Location": "http://127.0.0.1:9/"}), "llm_wrong_address", "SLUICE_LLM_BASE_URL"),
        (replies.too_long(), "llm_too_long", "SLUICE_LLM_MODEL"),
        (Reply({"detail": "Payload too large"}, 413), "llm_too_long", "SLUICE_LLM_MODEL"),
        (replies.error(451, "No."), "llm_refused", ""),
    ],
)  # fmt: skip
def test_refusal_that_no_waiting_helps_names_the_setting(tmp_path: Path, reply: Reply, code: str, setting: str) -> None:
    talk = Talk(tmp_path, reply)
    assert talk.code == code
    assert isinstance(talk.failure, JobFailure)
    assert not talk.failure.retryable
    assert setting in talk.failure.message
    assert isinstance(talk.failure, PromptTooLong) == (code == "llm_too_long")
    assert len(talk.asked) == 1, "nothing is asked twice"


def test_wrong_key_is_told_without_any_part_of_it(tmp_path: Path) -> None:
    talk = Talk(tmp_path, good(HEAT), api_key="sk-wrong-key-987654321")
    assert talk.code == "llm_key_refused"
    told = str(vars(talk.failure)) + str(talk.job.lines) if talk.failure else ""
    assert "a-k" not in told
    assert "987" not in told
    assert message_of(Refusal(400, {}, {"error": {"message": "bad sk-abcdef123456"}})) == "bad ..."


def test_settings_that_are_missing_are_named(tmp_path: Path) -> None:
    job = FolderJob(tmp_path, providers={"llm": {"base_url": "http://127.0.0.1:9/v1", "api_key": "", "model": ""}})
    with pytest.raises(JobFailure, match="SLUICE_LLM_MODEL") as caught:
        Llm.of(job)
    assert caught.value.code == "provider_not_configured"


@pytest.mark.parametrize(
    "reply", [replies.key_refused(), replies.quota_used_up(), replies.rate_limited(3600), replies.server_error(500)]
)
def test_what_is_hopeless_for_one_question_is_not_asked_for_the_next(tmp_path: Path, reply: Reply) -> None:
    with LlmServer(reply, key=KEY) as server:
        with Llm.of(FolderJob(tmp_path, providers={"llm": server.provider()}), PATIENCE) as llm:
            failures = []
            for _ in range(2):
                asked = len(server.asked)
                with pytest.raises((JobFailure, Throttled)) as caught:
                    ask(llm)
                failures.append(caught.value)
        assert len(server.asked) == asked
    assert failures[0] is failures[1]
