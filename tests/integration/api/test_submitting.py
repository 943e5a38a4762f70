"""Submitting jobs over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from falcon.testing import Result, TestClient

from tests.integration.api.answers import pointers, problem_of
from tests.integration.api.service import Service

VIDEO = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + b"\0" * 100
SOUND = b"fLaC\0\0\0\x22" + b"\0" * 100
NEVER_UPLOADED = "e" * 64


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
