"""Jobs that save a draft have it as it was when they were submitted, whatever becomes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from actors.worker import WorkerProcess
from backend.api import jobs
from tests.audit import keys_without_owner
from tests.integration.api.answers import pointers, problem_of
from tests.integration.api.service import KINDS, Service
from tests.integration.api.test_drafts import SOUND, VIDEO, timeline
from tests.waiting import wait_until

HAND, LEASE_MS = "hands", 60_000


def put(service: Service, draft_id: str, document: dict[str, Any]) -> None:
    result = service.client.simulate_put(f"/v1/drafts/{draft_id}", json=document)
    assert result.status_code in {200, 201}, result.text


def save(service: Service, draft_id: str = "d1") -> str:
    job_id: str = service.submit("save", params={"draft_id": draft_id})["id"]
    return job_id


def refused(service: Service, headers: dict[str, str] | None = None, **params: Any) -> Any:
    return service.client.simulate_post("/v1/jobs", json={"kind": "save", "params": params}, headers=headers)


def options_of_next(service: Service) -> dict[str, Any]:
    """Take the next job and return the options of its message."""
    taken = service.engine.store.call("take", HAND, LEASE_MS, 1, 0, "save")
    options: dict[str, Any] = json.loads(taken[5])["options"]
    return options


def snapshot(service: Service, options: dict[str, Any]) -> Any:
    return json.loads(service.storage.file_path(options["attachments"]["draft"]).read_bytes())


def test_job_has_the_draft_as_it_was_and_later_changes_do_not_reach_it(service: Service) -> None:
    video, other = service.upload(VIDEO)["id"], service.upload(VIDEO + b"1")["id"]
    put(service, "d1", timeline(video, name="before"))
    put(service, "d2", timeline(other, name="another"))
    first, second = save(service), save(service, "d2")
    put(service, "d1", timeline(other, name="after"))
    service.client.simulate_delete("/v1/drafts/d2")
    options = options_of_next(service)
    assert snapshot(service, options) == timeline(video, name="before")
    assert options["files"] == [video]
    assert snapshot(service, options_of_next(service)) == timeline(other, name="another")
    for job_id in (first, second):
        service.finish(job_id, 1)
    third = save(service)
    assert third not in {first, second}
    assert snapshot(service, options_of_next(service)) == timeline(other, name="after")


def test_draft_that_is_being_saved_is_refused_with_the_job_that_does(service: Service) -> None:
    put(service, "d1", timeline())
    first = save(service)
    again = refused(service, draft_id="d1")
    assert (again.status_code, problem_of(again)) == (409, "/problems/duplicate-job")
    assert again.json["job"]["id"] == first


def test_unknown_draft_is_named_beside_every_other_fault(service: Service) -> None:
    sound = service.upload(SOUND)["id"]
    result = refused(service, draft_id="never", cover_id=sound, count=99)
    assert pointers(result) == {"/params/draft_id", "/params/cover_id", "/params/count"}
    for hostile in ("../x", "a:b", "é", "", "a\n", "x" * 101, 7, None, ["d1"]):
        assert pointers(refused(service, draft_id=hostile)) == {"/params/draft_id"}
    assert "draft" in refused(service, draft_id="a:b").json["errors"][0]["detail"]


def test_draft_of_another_owner_is_unknown(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    put(service, "d1", timeline())
    monkeypatch.setattr(jobs, "owner_of", lambda _: "other")
    assert pointers(refused(service, draft_id="d1")) == {"/params/draft_id"}


def test_place_of_a_file_that_is_gone_is_told(service: Service) -> None:
    video, lost = service.upload(VIDEO)["id"], service.upload(VIDEO + b"1")["id"]
    put(service, "d1", timeline(video, lost))
    service.storage.remove_file(lost)
    result = refused(service, draft_id="d1")
    assert pointers(result) == {"/params/draft_id"}
    assert "/tracks/0/segments/1/source" in result.json["errors"][0]["detail"]
    service.upload(VIDEO + b"1")
    assert save(service)


def test_file_stays_for_the_job_when_draft_and_caller_let_it_go(service: Service) -> None:
    video = service.upload(VIDEO)["id"]
    put(service, "d1", timeline(video))
    job_id = save(service)
    service.client.simulate_delete("/v1/drafts/d1")
    kept = service.client.simulate_delete(f"/v1/files/{video}")
    assert (kept.status_code, kept.json["jobs"], kept.json["drafts"]) == (409, [job_id], [])
    assert keys_without_owner(service.engine) == []
    attachment = options_of_next(service)["attachments"]["draft"]
    assert service.client.simulate_delete(f"/v1/files/{attachment}").status_code == 409
    service.finish(job_id, 1)
    for file_id in (video, attachment):
        assert service.client.simulate_delete(f"/v1/files/{file_id}").status_code == 204
    assert service.leftovers() == []


def test_retry_has_the_draft_of_the_first_time(service: Service) -> None:
    video = service.upload(VIDEO)["id"]
    put(service, "d1", timeline(video, name="before"))
    job_id = save(service)
    options = options_of_next(service)
    service.finish(job_id, 1, "failed")
    put(service, "d1", timeline(name="after"))
    retry = f"/v1/jobs/{job_id}/retry"
    assert service.client.simulate_post(retry).status_code == 202
    assert options_of_next(service) == options
    assert snapshot(service, options)["name"] == "before"
    service.finish(job_id, 2, "failed")
    assert service.client.simulate_delete(f"/v1/files/{video}").status_code == 204
    missing = service.client.simulate_post(retry)
    assert (missing.status_code, missing.json["files"]) == (409, [video])


def test_repeated_request_has_its_first_answer_also_when_the_draft_is_gone(service: Service) -> None:
    put(service, "d1", timeline())
    key = {"Idempotency-Key": "k"}
    first = refused(service, key, draft_id="d1")
    put(service, "d1", timeline(name="changed"))
    assert refused(service, key, draft_id="d1").json["id"] == first.json["id"]
    service.client.simulate_delete("/v1/drafts/d1")
    again = refused(service, key, draft_id="d1")
    assert (again.status_code, again.json["id"]) == (202, first.json["id"])
    assert problem_of(refused(service, key, draft_id="d2")) == "/problems/idempotency-conflict"
    assert pointers(refused(service, {"Idempotency-Key": "new"}, draft_id="d1")) == {"/params/draft_id"}


def test_saving_renews_the_time_of_a_draft(service: Service) -> None:
    put(service, "d1", timeline())
    service.engine.store.command("ZADD", service.engine.store.key("due"), 1, "E:d1:local")
    save(service)
    service.engine.store.call("take", HAND, LEASE_MS, 1, 0, "plain")  # every take sweeps
    assert service.client.simulate_get("/v1/drafts/d1").status_code == 200


def test_full_queue_leaves_the_draft_as_it_is(service: Service) -> None:
    for number in range(4):
        put(service, f"d{number}", timeline(name=f"film {number}"))
    for number in range(3):
        save(service, f"d{number}")
    full = refused(service, draft_id="d3")
    assert (full.status_code, problem_of(full)) == (503, "/problems/queue-full")
    assert keys_without_owner(service.engine) == []


def test_jobs_without_drafts_carry_nothing_of_them(service: Service) -> None:
    service.submit("plain")
    taken = service.engine.store.call("take", HAND, LEASE_MS, 1, 0, "plain")
    assert set(json.loads(taken[5])["options"]) == {"owner", "priority", "time_limit"}


@pytest.fixture
def worker(service: Service) -> Iterator[WorkerProcess]:
    made = WorkerProcess(service.settings, KINDS, serves=frozenset({"save"}), threads=1)
    made.start()
    yield made
    made.stop()


def test_child_reads_the_draft_and_its_files_although_both_were_let_go(service: Service, request: Any) -> None:
    video, sound = service.upload(VIDEO, "clip.mp4")["id"], service.upload(SOUND, "歌.flac")["id"]
    audio = {"type": "audio", "segments": [{"source": sound, "start_s": 0, "duration_s": 1}]}
    film = timeline(video, name="kept")
    put(service, "d1", {**film, "tracks": [*film["tracks"], audio]})
    job_id = save(service)
    service.client.simulate_delete("/v1/drafts/d1")
    for file_id in (video, sound):
        assert service.client.simulate_delete(f"/v1/files/{file_id}").status_code == 409
    request.getfixturevalue("worker")
    wait_until(lambda: service.look(job_id)["state"] not in {"queued", "running"})
    job = service.look(job_id)
    assert job["error"] is None
    assert job["result"] == {"name": "kept", "media": {"clip.mp4": len(VIDEO), "歌.flac": len(SOUND)}}


def test_job_whose_snapshot_was_lost_says_so(service: Service, request: Any) -> None:
    put(service, "d1", timeline())
    job_id = save(service)
    for path in (service.storage.root / "files").rglob("*"):
        if path.is_file():
            path.unlink()
    request.getfixturevalue("worker")
    wait_until(lambda: service.look(job_id)["state"] not in {"queued", "running"})
    assert service.look(job_id)["error"]["code"] == "attachment_missing"


def test_file_of_an_expired_draft_is_freed(store_url: str, tmp_path: Path) -> None:
    service = Service(store_url, tmp_path, draft_ttl_s=0.05, file_ttl_s=0.05)
    put(service, "d1", timeline(service.upload(VIDEO)["id"]))

    def swept() -> bool:
        service.engine.store.call("take", HAND, LEASE_MS, 1, 0, "plain")
        return bool(service.engine.litter())

    wait_until(swept)
    assert service.client.simulate_get("/v1/drafts/d1").status_code == 404
    assert service.client.simulate_get("/v1/drafts").json["drafts"] == []
    service.engine.close()
