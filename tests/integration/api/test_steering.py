"""Steering jobs over HTTP; kinds, the queue and health."""

from __future__ import annotations

from pathlib import Path

from falcon.testing import TestClient

from tests.integration.api.answers import pointers, problem_of
from tests.integration.api.service import Service

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
    assert set(kinds) == {"plain", "pair", "tight", "save", "once"}
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
