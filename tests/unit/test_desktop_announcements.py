"""Who submits a hundred jobs hears once; each failure is told."""

from __future__ import annotations

import dataclasses

from desktop.core.announcements import Announcements
from desktop.core.job import job_of


def job(number: int, state: str):
    document = {"id": str(number), "kind": "beat_sync", "state": state, "error": {"code": "damaged", "message": "Why."}}
    return dataclasses.replace(job_of(document), title=f"film {number}")


def test_a_batch_is_told_once_when_all_of_it_is_through() -> None:
    heard = Announcements()
    heard.start([job(number, "queued") for number in range(3)])
    assert heard.heard([job(0, "succeeded"), job(1, "running")]) == []
    assert heard.heard([job(1, "succeeded")]) == []
    (told,) = heard.heard([job(2, "succeeded")])
    assert (told.title, told.text, told.failure) == ("3 jobs finished", "3 succeeded", False)


def test_each_failure_is_told_when_it_happens_and_counted_at_the_end() -> None:
    heard = Announcements()
    heard.start([job(0, "running"), job(1, "running")])
    (failure,) = heard.heard([job(0, "failed")])
    assert (failure.title, failure.text, failure.job_id) == ("Failed: film 0", "Why.", "0")
    (end,) = heard.heard([job(1, "succeeded")])
    assert end.text == "1 succeeded, 1 failed"


def test_a_single_job_is_told_by_its_name_and_a_single_failure_only_once() -> None:
    heard = Announcements()
    heard.start([job(0, "running")])
    assert [told.text for told in heard.heard([job(0, "succeeded")])] == ["film 0"]
    heard.heard([job(1, "running")])
    assert [told.title for told in heard.heard([job(1, "timed_out")])] == ["Failed: film 1"]


def test_a_storm_of_failures_is_one_announcement() -> None:
    heard = Announcements()
    heard.start([job(number, "running") for number in range(50)])
    told = heard.heard([job(number, "failed") for number in range(49)])
    assert [one.title for one in told] == ["49 jobs failed"]


def test_what_the_user_cancelled_or_what_ended_before_is_no_news() -> None:
    heard = Announcements()
    heard.start([job(0, "queued"), job(1, "succeeded")])
    assert heard.heard([job(0, "cancelled"), job(1, "succeeded"), job(2, "failed")]) == []


def test_a_job_that_is_gone_no_longer_holds_up_its_batch() -> None:
    heard = Announcements()
    heard.start([job(0, "queued"), job(1, "queued")])
    heard.heard([job(0, "succeeded")])
    assert [told.title for told in heard.heard([], ["1"])] == ["Finished"]
