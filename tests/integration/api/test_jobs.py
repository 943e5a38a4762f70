"""Submitting, reading, following and steering jobs over HTTP."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from falcon.testing import Result, TestClient

from tests.integration.api.service import Service

VIDEO = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + b"\0" * 100
SOUND = b"fLaC\0\0\0\x22" + b"\0" * 100
NEVER_UPLOADED = "e" * 64


def problem_of(result: Result) -> str:
    assert result.headers["content-type"] == "application/problem+json"
    kind: str = result.json["type"]
    return kind


def pointers(result: Result) -> set[str]:
    assert result.status_code == 422, result.text
    return {fault["pointer"] for fault in result.json["errors"]}


# --- submitting ------------------------------------------------------------------------------------------


def test_submitted_job_is_answered_with_its_document(client: TestClient) -> None:
    result = client.simulate_post(
        "/v1/jobs",
        json={
            "kind": "plain",
            "params": {"text": "Füße"},
            "priority": "high",
            "time_limit_s": 5,
            "tags": ["a", "b", "a"],
        },
    )
    assert result.status_code == 202
    job = result.json
    assert result.headers["location"] == job["links"]["self"] == f"/v1/jobs/{job['id']}"
    assert int(result.headers["retry-after"]) >= 1
    assert result.headers["cache-control"] == "no-store"
    assert (job["state"], job["priority"], job["time_limit_s"], job["tags"]) == ("queued", "high", 5, ["a", "b"])
    assert job["params"] == {"text": "Füße", "count": 1}
    assert job["owner"] == "local"
    assert set(job["links"]) == {"self", "cancel", "retry", "artifacts"}


@pytest.mark.parametrize("media_type", ["application/json; charset=utf-8", "Application/JSON", "application/x+json"])
def test_json_is_taken_under_all_its_names(client: TestClient, media_type: str) -> None:
    result = client.simulate_post("/v1/jobs", body='{"kind": "plain"}', headers={"Content-Type": media_type})
    assert result.status_code == 202


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_other_types_of_body_are_refused(client: TestClient, media_type: str) -> None:
    result = client.simulate_post("/v1/jobs", body='{"kind": "plain"}', headers={"Content-Type": media_type})
    assert (result.status_code, problem_of(result)) == (415, "/problems/wrong-content-type")


def test_unknown_kind_is_named_with_the_known_ones(client: TestClient) -> None:
    result = client.simulate_post("/v1/jobs", json={"kind": "nonsense"})
    assert (result.status_code, problem_of(result)) == (404, "/problems/unknown-kind")
    assert "plain" in result.json["known"]


def test_every_fault_of_a_submission_is_named_at_once(service: Service) -> None:
    sound = service.upload(SOUND)["id"]
    result = service.client.simulate_post(
        "/v1/jobs",
        json={
            "kind": "pair",
            "params": {
                "video_id": sound,
                "sound_id": NEVER_UPLOADED,
                "more_ids": [sound, NEVER_UPLOADED, "../x", 5],
                "count": 11,
                "colour/~": "red",
            },
            "priority": "very",
            "time_limit_s": 0,
            "start_deadline_s": "soon",
            "tags": ["", "a,b"],
            "dedupe_key": "",
            "webhook_url": "http://example.org",
        },
    )
    assert pointers(result) == {
        "/params/video_id",
        "/params/sound_id",
        "/params/more_ids/1",
        "/params/more_ids/2",
        "/params/more_ids/3",
        "/params/count",
        "/params/colour~1~0",
        "/priority",
        "/time_limit_s",
        "/start_deadline_s",
        "/tags/0",
        "/tags/1",
        "/dedupe_key",
        "/webhook_url",
    }
    details = {fault["pointer"]: fault["detail"] for fault in result.json["errors"]}
    assert "audio/flac" in details["/params/video_id"]
    assert "video/*" in details["/params/video_id"]
    assert service.client.simulate_get("/v1/jobs").json["jobs"] == []


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("[]", {""}),
        ('"plain"', {""}),
        ("null", {""}),
        ("{}", {"/kind"}),
        ('{"kind": 5}', {"/kind"}),
        ('{"kind": ""}', {"/kind"}),
        ('{"kind": "plain", "params": []}', {"/params"}),
        ('{"kind": "plain", "params": {"count": "1"}}', {"/params/count"}),
        ('{"kind": "plain", "params": {"text": "a\\u0000b"}}', {"/params/text"}),
        ('{"kind": "plain", "params": {"text": "\\ud800"}}', {"/params/text"}),
        ('{"kind": "plain", "tags": ["a\\u0000"]}', {"/tags/0"}),
        ('{"kind": "plain", "time_limit_s": true}', {"/time_limit_s"}),
    ],
)
def test_clumsy_bodies_are_faults_and_nothing_is_written(client: TestClient, body: str, where: set[str]) -> None:
    result = client.simulate_post("/v1/jobs", body=body, headers={"Content-Type": "application/json"})
    assert pointers(result) == where
    assert client.simulate_get("/v1/jobs").json["jobs"] == []


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        (b"", 400, "malformed-body"),
        (b"not json", 400, "malformed-body"),
        (b'{"kind": "\xff"}', 400, "malformed-body"),
        (b'{"kind": "plain", "params": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", 400, "malformed-body"),
        (b'{"kind": "plain", "params": {"text": "' + b"x" * 100_000 + b'"}}', 413, "body-too-large"),
    ],
)
def test_unreadable_bodies_are_refused(client: TestClient, body: bytes, status: int, slug: str) -> None:
    result = client.simulate_post("/v1/jobs", body=body, headers={"Content-Type": "application/json"})
    assert (result.status_code, problem_of(result)) == (status, f"/problems/{slug}")


def test_files_are_accepted_when_they_are_there_and_of_the_right_type(service: Service) -> None:
    video, sound = service.upload(VIDEO)["id"], service.upload(SOUND)["id"]
    job = service.submit("pair", params={"video_id": video, "sound_id": video, "more_ids": [sound]})
    assert job["params"]["more_ids"] == [sound]
    for used in (video, sound):
        result = service.client.simulate_delete(f"/v1/files/{used}")
        assert (result.status_code, problem_of(result)) == (409, "/problems/file-in-use")
        assert result.json["jobs"] == [job["id"]]


def test_file_whose_bytes_are_gone_is_missing(service: Service) -> None:
    video = service.upload(VIDEO)["id"]
    service.storage.remove_file(video)
    result = service.client.simulate_post("/v1/jobs", json={"kind": "pair", "params": {"video_id": video}})
    assert pointers(result) == {"/params/video_id", "/params/sound_id"}


def test_full_queue_is_503_with_retry_after_and_writes_nothing(service: Service) -> None:
    for _ in range(2):
        service.submit("tight")
    result = service.client.simulate_post("/v1/jobs", json={"kind": "tight"})
    assert (result.status_code, problem_of(result)) == (503, "/problems/queue-full")
    assert int(result.headers["retry-after"]) >= 1
    assert len(service.client.simulate_get("/v1/jobs").json["jobs"]) == 2


def test_same_idempotency_key_gives_the_first_answer(service: Service) -> None:
    def send(body: str, key: str = "k1") -> Result:
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        return service.client.simulate_post("/v1/jobs", body=body, headers=headers)

    first = send('{"kind": "plain", "params": {"count": 2, "text": "x"}}')
    again = send('{"params": {"text": "x",   "count": 2}, "kind": "plain"}')
    other = send('{"kind": "plain", "params": {"count": 3, "text": "x"}}')
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json["id"] == again.json["id"]
    assert (other.status_code, problem_of(other)) == (422, "/problems/idempotency-conflict")
    assert send('{"kind": "plain"}', "k2").json["id"] != first.json["id"]
    assert pointers(send('{"kind": "plain"}', "k" * 201)) == {"/Idempotency-Key"}


def test_repeated_request_is_answered_even_when_its_files_have_gone(service: Service) -> None:
    video = service.upload(VIDEO)["id"]
    body = {"kind": "pair", "params": {"video_id": video, "sound_id": video}}
    first = service.client.simulate_post("/v1/jobs", json=body, headers={"Idempotency-Key": "k"})
    service.start("pair")
    service.finish(first.json["id"], 1)
    assert service.client.simulate_delete(f"/v1/files/{video}").status_code == 204
    again = service.client.simulate_post("/v1/jobs", json=body, headers={"Idempotency-Key": "k"})
    assert (again.status_code, again.json["id"]) == (202, first.json["id"])
    fresh = service.client.simulate_post("/v1/jobs", json=body, headers={"Idempotency-Key": "new"})
    assert pointers(fresh) == {"/params/video_id", "/params/sound_id"}


@pytest.mark.parametrize("body", [{"kind": "plain", "dedupe_key": "x"}, {"kind": "once", "params": {"text": "x"}}])
def test_duplicate_is_refused_with_the_first_job_until_it_has_ended(service: Service, body: dict[str, Any]) -> None:
    first = service.submit(**body)
    result = service.client.simulate_post("/v1/jobs", json=body)
    assert (result.status_code, problem_of(result)) == (409, "/problems/duplicate-job")
    assert (result.json["job"]["id"], result.json["job"]["state"]) == (first["id"], "queued")
    service.client.simulate_post(first["links"]["cancel"])
    assert service.submit(**body)["id"] != first["id"]


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


# --- steering --------------------------------------------------------------------------------------------


def test_cancel_is_200_when_final_and_202_while_stopping(service: Service) -> None:
    running = service.submit()
    service.start()
    for _ in range(2):
        result = service.client.simulate_post(running["links"]["cancel"])
        assert (result.status_code, result.json["state"], result.json["cancel_requested"]) == (202, "running", True)
    waiting = service.submit()
    for _ in range(2):
        result = service.client.simulate_post(waiting["links"]["cancel"])
        assert (result.status_code, result.json["state"]) == (200, "cancelled")


def test_only_a_finished_job_is_tried_again(service: Service) -> None:
    job_id = service.finished("failed")
    result = service.client.simulate_post(f"/v1/jobs/{job_id}/retry")
    assert (result.status_code, result.json["state"]) == (202, "queued")
    again = service.client.simulate_post(f"/v1/jobs/{job_id}/retry")
    assert (again.status_code, problem_of(again)) == (409, "/problems/job-not-final")
    assert again.json["job"]["id"] == job_id


def test_only_a_waiting_job_is_moved(service: Service) -> None:
    job = service.submit()
    path = job["links"]["self"]
    result = service.client.simulate_patch(path, json={"priority": "urgent"})
    assert (result.status_code, result.json["priority"]) == (200, "urgent")
    assert pointers(service.client.simulate_patch(path, json={"priority": "x", "state": "running"})) == {
        "/priority",
        "/state",
    }
    assert pointers(service.client.simulate_patch(path, json=[])) == {""}
    service.start()
    late = service.client.simulate_patch(path, json={"priority": "low"})
    assert (late.status_code, problem_of(late)) == (409, "/problems/job-not-waiting")
    assert service.client.simulate_patch("/v1/jobs/01KNEVER", json={"priority": "low"}).status_code == 404


# --- the rest --------------------------------------------------------------------------------------------


def test_kinds_are_described(client: TestClient) -> None:
    kinds = {kind["name"]: kind for kind in client.simulate_get("/v1/kinds").json["kinds"]}
    assert set(kinds) == {"plain", "pair", "tight", "once"}
    pair = kinds["pair"]
    assert pair["params_schema"]["properties"]["video_id"]["x-accept"] == ["video/*"]
    assert pair["defaults"]["max_concurrent"] == 2
    assert pair["defaults"]["result_ttl_s"] == 86_400
    assert client.simulate_get("/v1/kinds/pair").json == pair
    missing = client.simulate_get("/v1/kinds/nonsense")
    assert (missing.status_code, problem_of(missing)) == (404, "/problems/unknown-kind")


def test_queue_tells_its_numbers(service: Service) -> None:
    service.submit()
    queue = service.client.simulate_get("/v1/queue").json
    assert (queue["waiting"], queue["kinds"]["plain"]["waiting"]) == (1, 1)


def test_service_is_ready_with_store_and_storage(service: Service) -> None:
    assert service.client.simulate_get("/livez").json == {"status": "ok"}
    assert service.client.simulate_get("/readyz").json["checks"] == {"store": "ok", "storage": "ok"}
    (service.storage.root / "trash").rmdir()
    result = service.client.simulate_get("/readyz")
    assert (result.status_code, result.json["checks"]["storage"]) == (503, "not writable")


def test_store_that_is_away_is_503_everywhere_and_alive_all_the_same(tmp_path: Path) -> None:
    client = Service("unix:///nowhere/store.sock?db=0", tmp_path).client
    for method, path in (
        ("GET", "/v1/jobs"),
        ("GET", "/v1/queue"),
        ("GET", "/v1/jobs/01K"),
        ("POST", "/v1/jobs/01K/cancel"),
    ):
        result = client.simulate_request(method, path)
        assert (result.status_code, problem_of(result)) == (503, "/problems/store-unavailable")
        assert int(result.headers["retry-after"]) >= 1
        assert "nowhere" not in result.text
    assert client.simulate_get("/livez").status_code == 200
    assert client.simulate_get("/readyz").json["checks"]["store"] == "away"
