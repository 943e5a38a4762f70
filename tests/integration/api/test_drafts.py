"""Putting, changing and deleting drafts over HTTP."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from falcon.testing import Result, TestClient

from backend.api import drafts
from tests.integration.api.answers import pointers, problem_of
from tests.integration.api.service import Service

VIDEO = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + b"\0" * 100
SOUND = b"fLaC\0\0\0\x22" + b"\0" * 100
NEVER_UPLOADED = "e" * 64
PATH = "/v1/drafts/film_1"
TITLE = {"type": "text", "segments": [{"text": "Füße 字", "start_s": 0, "duration_s": 1.5}]}
MERGE = {"Content-Type": "application/merge-patch+json"}


def timeline(*sources: str, name: str = "第一部", **more: Any) -> dict[str, Any]:
    """A timeline that shows videos one after the other, and without any a title."""
    segments = [{"source": source, "start_s": 2.0 * at, "duration_s": 2.0} for at, source in enumerate(sources)]
    tracks = [{"type": "video", "name": "main", "segments": segments}] if sources else [TITLE]
    return {"name": name, "canvas": {"width": 1080, "height": 1920, "fps": 30}, "tracks": tracks, **more}


def put(client: TestClient, document: Any, path: str = PATH, **headers: str) -> Result:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.simulate_put(path, json=document, headers=named)


def patch(client: TestClient, document: Any, **headers: str) -> Result:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.simulate_patch(PATH, body=json.dumps(document), headers={**MERGE, **named})


def test_draft_is_created_then_replaced_and_read_as_it_was_put(service: Service) -> None:
    client, video = service.client, service.upload(VIDEO)["id"]
    created = put(client, timeline(video))
    assert (created.status_code, created.headers["location"]) == (201, PATH)
    assert (created.json["id"], created.json["name"], created.json["links"]) == ("film_1", "第一部", {"self": PATH})
    assert created.json["expires_at"] > created.json["updated_at"] == created.json["created_at"]
    read = client.simulate_get(PATH)
    assert read.json == timeline(video)
    assert read.headers["etag"] == created.headers["etag"] == f'"{created.json["version"]}"'
    assert created.json["bytes"] == len(read.content)
    again = put(client, read.json)  # what is read can be put
    assert again.status_code == 200
    assert again.json["version"] > created.json["version"]
    assert again.json["created_at"] == created.json["created_at"]
    assert client.simulate_get(PATH).json == read.json


def test_version_is_the_etag_and_unchanged_is_304(client: TestClient) -> None:
    etag = put(client, timeline()).headers["etag"]
    for known in (etag, f'"x", W/{etag}', "*"):
        result = client.simulate_get(PATH, headers={"If-None-Match": known})
        assert (result.status_code, result.content, result.headers["etag"]) == (304, b"", etag)
    put(client, timeline(name="changed"))
    assert client.simulate_get(PATH, headers={"If-None-Match": etag}).status_code == 200
    assert client.simulate_head(PATH).headers["etag"] != etag


def test_conditions_are_obeyed(client: TestClient) -> None:
    assert problem_of(put(client, timeline(), If_Match="*")) == "/problems/draft-changed"
    first = put(client, timeline(), If_None_Match="*").headers["etag"]
    taken = put(client, timeline(), If_None_Match="*")
    assert (taken.status_code, problem_of(taken)) == (412, "/problems/draft-changed")
    second = put(client, timeline(), If_Match=f'"7", {first}').headers["etag"]
    for stale in (first, f"W/{second}", "nonsense", '""', '"1", W/"2"', '"' + "9" * 500 + '"'):
        for refused in (
            put(client, timeline(name="late"), If_Match=stale),
            patch(client, {"name": "late"}, If_Match=stale),
            client.simulate_delete(PATH, headers={"If-Match": stale}),
        ):
            assert (refused.status_code, problem_of(refused)) == (412, "/problems/draft-changed"), stale
            assert refused.json["version"] == int(second.strip('"'))
    assert client.simulate_get(PATH).json["name"] == "第一部"
    assert put(client, timeline(), If_None_Match=second).status_code == 412
    assert patch(client, {"name": "x"}, If_Match="*").status_code == 200
    assert client.simulate_delete(PATH, headers={"If-Match": "*"}).status_code == 204


def test_of_two_writers_at_once_one_is_told_that_it_came_late(client: TestClient) -> None:
    etag = put(client, timeline()).headers["etag"]
    both = threading.Barrier(2)
    answers: list[Result] = []

    def write(name: str) -> None:
        both.wait(10)
        answers.append(put(client, timeline(name=name), If_Match=etag))

    writers = [threading.Thread(target=write, args=(name,)) for name in ("one", "two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    winner = next(answer for answer in answers if answer.status_code == 200)
    assert client.simulate_get(PATH).json["name"] == winner.json["name"]


def test_changes_that_come_at_once_all_arrive(client: TestClient) -> None:
    put(client, timeline())
    changes = [{"name": "new"}, {"canvas": {"width": 720}}, {"canvas": {"height": 1280}}, {"canvas": {"fps": 25}}]
    statuses: list[int] = []

    def change(what: Any) -> None:
        statuses.append(patch(client, what).status_code)

    threads = [threading.Thread(target=change, args=(what,)) for what in changes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 4
    read = client.simulate_get(PATH).json
    assert read["name"] == "new"
    assert {read["canvas"][field] for field in ("width", "height", "fps")} == {720, 1280, 25}


def test_change_is_judged_as_a_whole(service: Service) -> None:
    client, video = service.client, service.upload(VIDEO)["id"]
    put(client, timeline(video))
    before = client.simulate_get(PATH)
    assert "/canvas/fps" in pointers(patch(client, {"canvas": {"fps": "fast"}, "name": "half"}))
    assert pointers(patch(client, [1]))
    assert client.simulate_get(PATH).headers["etag"] == before.headers["etag"]
    assert pointers(patch(client, {"tracks": [], "name": None})) == {"/tracks", "/name"}
    assert patch(client, {"tracks": [TITLE]}).status_code == 200
    assert client.simulate_get(PATH).json["tracks"] == [TITLE]
    assert client.simulate_delete(f"/v1/files/{video}").status_code == 204
    assert client.simulate_patch("/v1/drafts/none", body="{}", headers=MERGE).status_code == 404
    other = client.simulate_patch(PATH, body="[]", headers={"Content-Type": "application/json-patch+json"})
    assert (other.status_code, problem_of(other)) == (415, "/problems/wrong-content-type")


def test_every_fault_of_a_timeline_is_named_at_once(client: TestClient) -> None:
    document = timeline(NEVER_UPLOADED, colour="red")
    document["canvas"]["width"] = "wide"
    document["tracks"][0]["segments"][0]["duration_s"] = -1
    result = put(client, document)
    assert {"/colour", "/canvas/width", "/tracks/0/segments/0/duration_s"} <= pointers(result)
    assert client.simulate_get(PATH).status_code == 404


def test_files_that_are_missing_or_of_a_wrong_type_are_named(service: Service) -> None:
    sound = service.upload(SOUND)["id"]
    gone = service.upload(VIDEO)["id"]
    service.storage.remove_file(gone)
    result = put(service.client, timeline(NEVER_UPLOADED, sound, gone))
    assert pointers(result) == {f"/tracks/0/segments/{at}/source" for at in (0, 1, 2)}
    details = {fault["pointer"]: fault["detail"] for fault in result.json["errors"]}
    assert "audio/flac" in details["/tracks/0/segments/1/source"]
    assert service.client.simulate_get(PATH).status_code == 404


def test_file_of_a_draft_is_not_deleted_and_the_draft_is_named(service: Service) -> None:
    video = service.upload(VIDEO)["id"]
    put(service.client, timeline(video))
    refused = service.client.simulate_delete(f"/v1/files/{video}")
    assert (refused.status_code, problem_of(refused)) == (409, "/problems/file-in-use")
    assert (refused.json["jobs"], refused.json["drafts"]) == ([], ["film_1"])
    assert "film_1" in refused.json["detail"]
    assert service.client.simulate_delete(PATH).status_code == 204
    assert service.client.simulate_delete(PATH).status_code == 404
    assert service.client.simulate_delete(f"/v1/files/{video}").status_code == 204
    assert service.leftovers() == []


@pytest.mark.parametrize("draft_id", ["é", "%20", "a%20b", ".hidden", "-x", "a:b", "a" * 101, "a%0A", "a%00", "%2e%2e"])
def test_hostile_ids_name_no_draft(client: TestClient, draft_id: str) -> None:
    path = f"/v1/drafts/{draft_id}"
    assert pointers(put(client, timeline(), path)) == {"/draft_id"}
    for method, body in (("GET", None), ("DELETE", None), ("PATCH", "{}")):
        result = client.simulate_request(method, path, body=body, headers=MERGE)
        assert (result.status_code, problem_of(result)) == (404, "/problems/draft-not-found")


@pytest.mark.parametrize("path", ["/v1/drafts/../x", "/v1/drafts/%2e%2e%2fx", "/v1/drafts/a/b"])
def test_paths_out_of_the_drafts_lead_nowhere(client: TestClient, path: str) -> None:
    assert put(client, timeline(), path).status_code == 404
    assert put(client, timeline(), "/v1/drafts/").status_code in {405, 422}


@pytest.mark.parametrize("draft_id", ["a", "A.b_c-9", "0" * 100, "dfd_cat_1752912902_3fc2b3a0"])
def test_ids_as_people_and_programs_choose_them_are_taken(client: TestClient, draft_id: str) -> None:
    assert put(client, timeline(), f"/v1/drafts/{draft_id}").status_code == 201
    assert client.simulate_get(f"/v1/drafts/{draft_id}").status_code == 200


def test_one_draft_too_many_is_refused_until_one_is_deleted(store_url: str, tmp_path: Path) -> None:
    service = Service(store_url, tmp_path, drafts_per_owner=2)
    client = service.client
    for number in (1, 2):
        put(client, timeline(), f"/v1/drafts/d{number}")
    refused = put(client, timeline(), "/v1/drafts/d3")
    assert (refused.status_code, problem_of(refused)) == (409, "/problems/too-many-drafts")
    assert refused.json["max_drafts"] == 2
    assert "Delete drafts" in refused.json["detail"]
    assert put(client, timeline(name="changed"), "/v1/drafts/d2").status_code == 200
    assert client.simulate_delete("/v1/drafts/d1").status_code == 204
    assert put(client, timeline(), "/v1/drafts/d3").status_code == 201
    service.engine.close()


def test_vocabulary_that_the_caller_has_is_304(client: TestClient) -> None:
    path = "/v1/drafts/vocabulary"
    read = client.simulate_get(path)
    etag = read.headers["etag"]
    assert read.json["transitions"]
    for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        again = client.simulate_get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    other = client.simulate_get(path, headers={"If-None-Match": '"x"'})
    assert (other.status_code, other.content) == (200, read.content)
    assert client.simulate_head(path).headers["etag"] == etag


def test_vocabulary_is_no_draft(client: TestClient) -> None:
    assert client.simulate_get("/v1/drafts/vocabulary").status_code == 200
    assert put(client, timeline(), "/v1/drafts/vocabulary").status_code == 405


def test_bodies_that_are_too_large_or_no_timeline_are_refused(client: TestClient) -> None:
    huge = put(client, timeline(name="x" * 120_000))
    assert (huge.status_code, problem_of(huge)) == (413, "/problems/body-too-large")
    for document in ([], "text", 7):
        assert pointers(put(client, document))
    assert client.simulate_put(PATH, body="{", headers={"Content-Type": "application/json"}).status_code == 400
    assert client.simulate_put(PATH, body="{}", headers={"Content-Type": "text/plain"}).status_code == 415
    assert client.simulate_get("/v1/drafts").json == {"drafts": [], "next": None}


def test_draft_can_not_grow_by_changes_beyond_what_one_body_may_hold(client: TestClient) -> None:
    texts = [{"text": "字" * 300, "start_s": float(at), "duration_s": 1.0} for at in range(70)]
    track = {"type": "text", "name": "words", "segments": texts}
    assert put(client, {**timeline(), "tracks": [track]}).status_code == 201
    grown = patch(client, {"tracks": [track, {**track, "name": "more"}]})
    assert grown.status_code == 413
    assert problem_of(grown) in {"/problems/draft-too-large", "/problems/body-too-large"}
    assert len(client.simulate_get(PATH).json["tracks"]) == 1


def test_drafts_are_listed_newest_first_in_pages(client: TestClient) -> None:
    for number in range(5):
        put(client, timeline(name=f"Film {number}"), f"/v1/drafts/d{number}")
    seen: list[str] = []
    page = ""
    while True:
        result = client.simulate_get("/v1/drafts", params={"limit": "2", **({"page": page} if page else {})}).json
        seen += [draft["name"] for draft in result["drafts"]]
        page = result["next"]
        if not page:
            break
    assert seen == [f"Film {number}" for number in (4, 3, 2, 1, 0)]
    bad = client.simulate_get("/v1/drafts", query_string="limit=0&colour=red")
    assert pointers(bad) == {"/limit", "/colour"}
    assert pointers(client.simulate_get("/v1/drafts", query_string="page=x")) == {"/page"}


def test_drafts_of_two_owners_of_one_name_never_meet(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    client = service.client
    put(client, timeline(name="mine"))
    with monkeypatch.context() as theirs:
        theirs.setattr(drafts, "owner_of", lambda _: "other")
        assert client.simulate_get(PATH).status_code == 404
        assert client.simulate_get("/v1/drafts").json["drafts"] == []
        assert put(client, timeline(name="theirs"), If_None_Match="*").status_code == 201
        assert client.simulate_delete(PATH).status_code == 204
    assert client.simulate_get(PATH).json["name"] == "mine"
