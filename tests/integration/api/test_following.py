"""Looking at jobs, listing and following them over HTTP."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from falcon.testing import Result, TestClient

from tests.integration.api.answers import pointers, problem_of
from tests.integration.api.service import Service

# --- looking at one job ----------------------------------------------------------------------------------


def test_version_is_the_etag_and_unchanged_is_304(service: Service) -> None:
    job = service.submit()
    path = job["links"]["self"]
    first = service.client.simulate_get(path)
    etag = first.headers["etag"]
    assert etag == f'"{job["version"]}"'
    assert first.headers["cache-control"] == "no-cache"
    for known in (etag, f'"x", W/{etag}', "*"):
        result = service.client.simulate_get(path, headers={"If-None-Match": known})
        assert (result.status_code, result.content, result.headers["etag"]) == (304, b"", etag)
    assert service.client.simulate_get(path, headers={"If-None-Match": '"0"'}).status_code == 200
    service.start()
    changed = service.client.simulate_get(path, headers={"If-None-Match": etag})
    assert (changed.status_code, changed.json["state"]) == (200, "running")
    assert int(changed.headers["etag"].strip('"')) > job["version"]


@pytest.mark.parametrize("job_id", ["01KNEVER", "..", "a%00b", "%2e%2e%2fx", "a" * 65, "a\n", "é", "*"])
def test_job_that_never_was_is_404(client: TestClient, job_id: str) -> None:
    for method, suffix in (("GET", ""), ("POST", "/cancel"), ("POST", "/retry"), ("GET", "/artifacts")):
        result = client.simulate_request(method, f"/v1/jobs/{job_id}{suffix}")
        assert result.status_code == 404
        assert problem_of(result) in {"/problems/job-not-found", "/problems/not-found"}


def test_expired_job_is_410(store_url: str, tmp_path: Path) -> None:
    service = Service(store_url, tmp_path, result_ttl_s=0.001)
    job_id = service.finished()
    deadline_s = time.monotonic() + 5
    while (result := service.client.simulate_get(f"/v1/jobs/{job_id}")).status_code == 200:
        assert time.monotonic() < deadline_s
        service.engine.store.call("take", "hands", 60_000, 1, 0, "plain")  # every take sweeps
    assert (result.status_code, problem_of(result)) == (410, "/problems/job-expired")
    service.engine.close()


def test_waiting_reader_is_answered_as_soon_as_the_job_changes(service: Service) -> None:
    job = service.submit()
    answers: list[Result] = []

    def read(known: str | None) -> None:
        headers = {"Prefer": "wait=20"} | ({"If-None-Match": known} if known else {})
        answers.append(service.client.simulate_get(job["links"]["self"], headers=headers))

    readers = [threading.Thread(target=read, args=(known,)) for known in (None, f'"{job["version"]}"')]
    began_s = time.monotonic()
    for reader in readers:
        reader.start()
    readers[0].join(0.2)
    assert not answers
    service.start()
    for reader in readers:
        reader.join(10)
    assert [answer.json["state"] for answer in answers] == ["running", "running"]
    assert answers[0].headers["preference-applied"] == "wait=20"
    assert time.monotonic() - began_s < 5


def test_waiting_reader_of_an_older_version_is_answered_at_once(service: Service) -> None:
    job = service.submit()
    result = service.client.simulate_get(
        job["links"]["self"], headers={"Prefer": "wait=20", "If-None-Match": f'"{job["version"] - 1}"'}
    )
    assert result.status_code == 200
    assert "preference-applied" not in result.headers


def test_wait_ends_without_a_change_and_final_jobs_are_not_waited_for(service: Service) -> None:
    job = service.submit()
    headers = {"Prefer": "wait=0.1", "If-None-Match": f'"{job["version"]}"'}
    assert service.client.simulate_get(job["links"]["self"], headers=headers).status_code == 304
    service.client.simulate_post(job["links"]["cancel"])
    began_s = time.monotonic()
    result = service.client.simulate_get(job["links"]["self"], headers={"Prefer": "wait=20"})
    assert result.json["state"] == "cancelled"
    assert time.monotonic() - began_s < 5


# --- listing and following -------------------------------------------------------------------------------


def test_jobs_are_listed_newest_first_in_pages(service: Service) -> None:
    submitted = [service.submit(tags=[f"t{number % 2}"])["id"] for number in range(5)]
    seen: list[str] = []
    page = ""
    while True:
        result = service.client.simulate_get("/v1/jobs", params={"limit": "2", **({"page": page} if page else {})}).json
        assert len(result["jobs"]) <= 2
        seen += [job["id"] for job in result["jobs"]]
        page = result["next"]
        if not page:
            break
    assert seen == submitted[::-1]


def test_jobs_are_filtered_by_state_kind_and_tag(service: Service) -> None:
    done = service.finished()
    waiting = service.submit(tags=["mine"])["id"]
    tight = service.submit("tight")["id"]

    def found(query: str) -> list[str]:
        return [job["id"] for job in service.client.simulate_get("/v1/jobs", query_string=query).json["jobs"]]

    assert found("state=succeeded") == [done]
    assert (
        found("state=succeeded,queued&kind=plain")
        == found("state=succeeded&state=queued&kind=plain")
        == [waiting, done]
    )
    assert found("kind=tight") == [tight]
    assert found("tag=mine") == [waiting]
    assert found("tag=other") == []


def test_every_bad_value_of_a_list_is_named(client: TestClient) -> None:
    result = client.simulate_get("/v1/jobs", query_string="state=done&limit=501&wait=5&colour=red&page=%C2%B2")
    assert pointers(result) == {"/state", "/limit", "/wait", "/colour", "/page"}
    assert pointers(client.simulate_get("/v1/jobs", query_string="page=nonsense")) == {"/page"}
    assert pointers(client.simulate_get("/v1/jobs", query_string="since=0&state=queued&page=1")) == {"/state", "/page"}


def test_changes_tell_what_changed_and_then_304(service: Service) -> None:
    first = service.submit()
    changes = service.client.simulate_get("/v1/jobs", params={"since": "0"}).json
    assert [job["id"] for job in changes["jobs"]] == [first["id"]]
    assert (changes["removed"], changes["more"]) == ([], False)
    cursor = changes["cursor"]
    nothing = service.client.simulate_get("/v1/jobs", params={"since": cursor})
    assert (nothing.status_code, nothing.content) == (304, b"")
    second = service.submit()
    later = service.client.simulate_get("/v1/jobs", params={"since": cursor}).json
    assert [job["id"] for job in later["jobs"]] == [second["id"]]
    assert later["cursor"] != cursor


def test_follower_is_answered_as_soon_as_anything_changes(service: Service) -> None:
    cursor = service.client.simulate_get("/v1/jobs", params={"since": "0"}).json["cursor"]
    answers: list[Result] = []
    follower = threading.Thread(
        target=lambda: answers.append(service.client.simulate_get("/v1/jobs", params={"since": cursor, "wait": "20"}))
    )
    follower.start()
    follower.join(0.1)
    assert not answers
    job = service.submit()
    follower.join(10)
    assert [found["id"] for found in answers[0].json["jobs"]] == [job["id"]]


@pytest.mark.parametrize("cursor", ["nonsense", "1-1", "9" * 100 + "-1", "0-" + "9" * 100, "²-²", "-", "1"])
def test_unknown_cursor_is_410(client: TestClient, cursor: str) -> None:
    result = client.simulate_get("/v1/jobs", params={"since": cursor})
    assert (result.status_code, problem_of(result)) == (410, "/problems/cursor-expired")


def test_over_the_cap_of_waiting_requests_the_answer_comes_at_once(store_url: str, tmp_path: Path) -> None:
    service = Service(store_url, tmp_path, api_threads=1)
    cursor = service.client.simulate_get("/v1/jobs", params={"since": "0"}).json["cursor"]
    began_s = time.monotonic()
    assert service.client.simulate_get("/v1/jobs", params={"since": cursor, "wait": "20"}).status_code == 304
    assert time.monotonic() - began_s < 5
    service.engine.close()
