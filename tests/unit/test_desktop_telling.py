"""What people read: titles, times, failures; and where keys are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from desktop import i18n
from desktop.core import errors, words
from desktop.core.credentials import Credentials
from desktop.core.errors import Busy, ClientError, Gone, LocalFailure, Refused, Stopped, Unauthorized, Unreachable
from desktop.core.estimates import (
    elapsed_s,
    finish_words,
    left_s,
    progress_is_known,
    range_words,
    span_words,
    total_left_s,
)
from desktop.core.job import Job, job_of
from desktop.core.titles import files_of, title_of
from desktop.core.words import explain, explain_job
from tests.unit.canned_server import job_document

A, B, C, D = (letter * 64 for letter in "abcd")
NAMES = {A: "class.mp4", B: "song.mp3", C: "three", D: ""}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


# --- titles ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("params", "title"),
    [
        ({"dance_file_id": A, "bgm_file_id": B}, "class.mp4 + song.mp3"),
        ({"file_ids": [A, B, C, "e" * 64], "title": ""}, "class.mp4 + song.mp3 + three"),
        ({"file_ids": [A, A]}, "class.mp4"),
        ({"file_ids": [A], "title": "Midterm"}, "Midterm"),
        ({"prompt": "two  pandas\ndance"}, "two pandas dance"),
        ({"prompt": "x" * 500}, "x" * 119 + "\u2026"),
        ({"file_id": None, "url": "https://www.example.org/a%20b/paper.pdf?utm=1"}, "example.org/a b/paper.pdf"),
        ({"url": "https://youtube.com/watch?v=1"}, "youtube.com/watch?v=1"),
        ({"url": "http://[broken"}, "http://[broken"),
        ({"draft_id": "film", "flavour": "capcut"}, "film"),
        ({"duration_s": 0.1, "steps": 2, "ignore_sigterm": False}, "duration_s 0.1, steps 2"),
        ({"file_id": D, "language": "auto"}, ""),
        ({}, ""),
        ("nonsense", ""),
    ],
)
def test_a_job_is_called_by_what_the_user_gave_it(params: Any, title: str) -> None:
    assert title_of({"params": params}, NAMES) == title


def test_more_files_than_three_are_counted() -> None:
    names = {f"{number:064x}": f"{number}.pdf" for number in range(5)}
    assert title_of({"params": {"file_ids": list(names)}}, names) == "0.pdf + 1.pdf + 2.pdf + 2"
    assert files_of({"params": {"deep": {"er": [A, {"x": B}]}, "again": A}}) == [A, B]


# --- times ----------------------------------------------------------------------------------------------


def row(**changes: Any) -> Job:
    heard_at = changes.pop("heard_at", 100.0)
    return job_of(job_document(**changes), heard_at=heard_at)


def test_estimate_counts_down_from_when_it_was_told_and_is_dropped_when_it_is_overrun() -> None:
    job = row(state="running", estimated_finish_s=20.0, estimated_band_s=[10.0, 30.0])
    assert left_s(job, 100.0) == (10.0, 30.0)
    assert left_s(job, 115.0) == (0.0, 15.0)
    assert left_s(job, 131.0) is None
    assert finish_words(job, 131.0) == ""
    assert left_s(job, 90.0) == (10.0, 30.0), "a clock that was set back changes nothing"
    assert left_s(row(state="succeeded", estimated_finish_s=20.0), 100.0) is None
    assert left_s(row(state="queued", estimated_finish_s=None), 100.0) is None


def test_all_ends_with_the_last_job() -> None:
    jobs = [
        row(id="A", state="running", estimated_finish_s=20.0, estimated_band_s=[10.0, 30.0]),
        row(id="B", state="queued", estimated_finish_s=200.0, estimated_band_s=[100.0, 250.0]),
        row(id="C", state="failed"),
    ]
    assert total_left_s(jobs, 100.0) == (100.0, 250.0)
    assert total_left_s([], 100.0) is None


def test_elapsed_time_stands_still_at_the_end() -> None:
    started = "1970-01-01T00:01:00Z"
    assert elapsed_s(row(state="queued"), 100.0) is None
    assert elapsed_s(row(state="queued", started_at=started), 100.0) is None, "it waits for another attempt"
    assert elapsed_s(row(state="running", started_at=started), 100.0) == 40.0
    assert elapsed_s(row(state="running", started_at=started), 50.0) == 0.0
    assert elapsed_s(row(state="failed", started_at=started, finished_at="1970-01-01T00:01:10Z"), 100.0) == 10.0


@pytest.mark.parametrize(
    ("low_s", "high_s", "said"),
    [
        (0, 5, "a few seconds"),
        (12, 38, "about 10\u201340 s"),
        (3, 38, "up to 40 s"),
        (130, 170, "about 2\u20133 min"),
        (120, 180, "about 2\u20133 min"),
        (119, 120, "about 1\u20132 min"),
        (180, 180, "about 3 min"),
        (10, 300, "up to 5 min"),
        (601, 1300, "about 10\u201325 min"),
        (3700, 7000, "about 1\u20132 h"),
        (90_000, 99_000, "more than a day"),
        (10, 99_000, "a day or more"),
        (-5, 3, "a few seconds"),
        (300, 200, "about 3\u20135 min"),
    ],
)
def test_ranges_are_rounded_outwards(low_s: float, high_s: float, said: str) -> None:
    assert range_words(low_s, high_s) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.9, "0 s"), (42, "42 s"), (185, "3 min 05 s"), (4320, "1 h 12 min"), (90_000, "1 d 1 h")]
)
def test_spans_are_exact(seconds: float, said: str) -> None:
    assert span_words(seconds) == said


def test_progress_is_shown_only_where_it_was_measured() -> None:
    assert not progress_is_known(row(state="running", progress=0.0))
    assert progress_is_known(row(state="running", progress=0.1))
    assert progress_is_known(row(state="succeeded", progress=1.0))
    assert not progress_is_known(row(state="queued"))


# --- failures -------------------------------------------------------------------------------------------

FAILURES: list[ClientError] = [
    *(Unreachable("http://x", reason) for reason in words._UNREACHABLE),
    Unreachable("http://x", "something new"),
    *(Busy(status) for status in (429, 502, 503, 504)),
    *(Busy(503, problem=problem) for problem in ("queue-full", "store-unavailable", "storage-unavailable", "new")),
    *(Refused(409, "No", "Because.", problem) for problem in [*words._PROBLEMS, "", "new"]),
    Refused(422, "Faults", "2 faults; see errors.", "invalid-request", {"/params/steps": "Too few."}),
    Unauthorized(401, "Who?"),
    Unauthorized(403, "No", "Not you."),
    Gone(404, "Gone"),
    *(LocalFailure("/home/me/report.pdf", reason) for reason in [*words._LOCAL, "Input/output error"]),
    Stopped(),
    ClientError("odd"),
]


@pytest.mark.parametrize("language", list(i18n.LANGUAGES))
def test_every_failure_is_told_in_whole_words(language: str) -> None:
    i18n.use(language)
    for error in FAILURES:
        said = explain(error)
        assert said.what, error
        assert not said.what.endswith("."), error
        assert "{" not in said.text, error
        if not isinstance(error, Stopped) and getattr(error, "problem", "") != "job-not-waiting":
            assert said.todo or said.why, error


def test_types_of_failure_all_have_their_words() -> None:
    kinds = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ClientError)}
    assert {type(error) for error in FAILURES} == kinds


def test_faults_of_a_form_are_the_why() -> None:
    said = explain(Refused(422, "Faults", "One fault; see errors.", "invalid-request", {"/params/steps": "Too few."}))
    assert (said.what, said.why) == ("Some values are not accepted", "Too few.")


def test_failed_jobs_say_what_to_do() -> None:
    said = explain_job("needs_ocr", "This PDF holds pictures of pages only.")
    assert said.why == "This PDF holds pictures of pages only."
    assert "text recognition" in said.todo
    assert explain_job("new_code", "So it is.").text == "The job failed. So it is."
    i18n.use("zh_CN")
    assert explain_job("encrypted", "").what == "\u6587\u6863\u6709\u5bc6\u7801\u4fdd\u62a4"


def test_seconds_left_never_read_nought() -> None:
    assert [words.seconds_left(10.0, now_s) for now_s in (1.5, 9.99, 11.0)] == [9, 1, 1]


# --- keys -----------------------------------------------------------------------------------------------


class _Ring(KeyringBackend):
    """A keyring in memory."""

    priority = 1.0  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


def test_key_is_in_the_keyring_and_nowhere_else() -> None:
    before, ring = keyring.get_keyring(), _Ring()
    keyring.set_keyring(ring)
    try:
        credentials = Credentials()
        credentials.keep("http://x", "secret")
        assert list(ring.kept.values()) == ["secret"]
        assert Credentials().key("http://x") == "secret"
        assert credentials.note == ""
        credentials.keep("http://x", "")
        credentials.keep("http://x", "")
        assert (ring.kept, credentials.key("http://x")) == ({}, "")
    finally:
        keyring.set_keyring(before)


def test_without_a_keyring_the_key_lives_as_long_as_the_client_and_a_note_says_so() -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    try:
        credentials = Credentials()
        assert credentials.key("http://x") == ""
        credentials.keep("http://x", "secret")
        assert credentials.key("http://x") == "secret"
        assert "no keyring" in credentials.note
        assert Credentials().key("http://x") == ""
    finally:
        keyring.set_keyring(before)
