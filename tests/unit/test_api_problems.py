"""Every error comes out as a problem document, and nothing of the inside with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import falcon
import pytest
import structlog
from falcon.testing import Result, TestClient

from backend import errors
from backend.api import refusals
from backend.api.app import create_app
from backend.api.problems import TABLE, install
from backend.catalogue import Catalogue
from backend.job import Job, Priority, State
from backend.settings import Settings
from backend.storage import Storage

JOB = Job("01K", "selftest", State.RUNNING, Priority.NORMAL, {}, "local", 3, 1_790_000_000_000)

EXAMPLES: list[errors.SluiceError] = [
    errors.InvalidRequest([errors.Fault("/a", "wrong"), errors.Fault("/b", "wrong too")]),
    errors.UnknownKind("x", ["selftest"]),
    errors.QueueFull("selftest", max_waiting=5, retry_after_s=3.2),
    errors.DuplicateJob(JOB),
    errors.IdempotencyConflict("key"),
    errors.FilesMissing(["a" * 64]),
    errors.JobNotFound("01K"),
    errors.JobExpired("01K"),
    errors.JobNotFinal(JOB),
    errors.JobNotWaiting(JOB),
    errors.CursorExpired("7"),
    errors.FileNotFound("a" * 64),
    errors.FileInUse("a" * 64, ["01K"]),
    errors.FileInUse("a" * 64, [], ["d1"]),
    errors.DraftNotFound("d1"),
    errors.DraftChanged("d1", 7),
    errors.TooManyDrafts(10),
    errors.DraftTooLarge(10),
    errors.FileTooLarge(10),
    errors.StoreUnavailable("connecting to /secret/store.sock: refused"),
    errors.StorageUnavailable("the disk is full"),
    refusals.MalformedBody("not JSON"),
    refusals.WrongContentType("send JSON"),
    refusals.BodyTooLarge(10),
    refusals.BodyInterrupted(),
    refusals.WrongHost(),
    refusals.ForeignOrigin(),
    refusals.ArtifactNotFound(["v2.mp4"]),
    refusals.RangeNotSatisfiable(10),
]


class Raising:
    """A resource that raises what it was made with."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def on_get(self, *_: Any) -> None:
        raise self.error


def answer(error: Exception) -> Result:
    app: Any = falcon.App()
    install(app)
    app.add_route("/", Raising(error))
    return TestClient(app).simulate_get("/")


def names(error: errors.SluiceError) -> str:
    return type(error).__name__


def test_every_error_that_a_caller_can_meet_is_in_the_table() -> None:
    never_reach_http = {errors.ConfigurationError, errors.JobFailure, errors.Throttled}
    # The command line and the supervisor have errors of their own; other tests may have imported them.
    of_the_service = {
        error
        for error in errors.SluiceError.__subclasses__()
        if error.__module__ in {"backend.errors", refusals.__name__}
    }
    assert set(TABLE) == of_the_service - never_reach_http
    assert set(TABLE) == {type(error) for error in EXAMPLES}


def test_types_are_stable_and_one_for_each_error() -> None:
    slugs = [row.slug for row in TABLE.values()]
    assert len(set(slugs)) == len(slugs)
    assert TABLE[errors.QueueFull].slug == "queue-full"


@pytest.mark.parametrize("error", EXAMPLES, ids=names)
def test_error_is_told_as_a_problem(error: errors.SluiceError) -> None:
    result = answer(error)
    assert result.headers["content-type"] == "application/problem+json"
    document = result.json
    row = TABLE[type(error)]
    assert document["status"] == result.status_code == row.status
    assert document["type"] == f"/problems/{row.slug}"
    assert document["title"]
    assert document["detail"]
    assert "secret" not in result.text


def test_every_fault_is_listed() -> None:
    assert answer(EXAMPLES[0]).json["errors"] == [
        {"pointer": "/a", "detail": "wrong"},
        {"pointer": "/b", "detail": "wrong too"},
    ]


def test_list_of_faults_is_bounded() -> None:
    document = answer(errors.InvalidRequest([errors.Fault(f"/{at}", "wrong") for at in range(5000)])).json
    assert len(document["errors"]) == 100
    assert "5000 faults" in document["detail"]


def test_full_queue_says_when_to_come_again() -> None:
    result = answer(errors.QueueFull("selftest", max_waiting=5, retry_after_s=3.2))
    assert (result.status_code, result.headers["retry-after"]) == (503, "4")
    assert result.json["retry_after_s"] == 3.2
    assert answer(errors.QueueFull("selftest", max_waiting=5, retry_after_s=0)).headers["retry-after"] == "1"


def test_duplicate_is_told_with_the_first_job() -> None:
    job = answer(errors.DuplicateJob(JOB)).json["job"]
    assert (job["id"], job["state"], job["links"]["self"]) == ("01K", "running", "/v1/jobs/01K")


def test_unexpected_error_tells_nothing_but_its_number_in_the_log() -> None:
    with structlog.testing.capture_logs() as logs:
        result = answer(RuntimeError("password=hunter2"))
    assert result.status_code == 500
    assert "hunter2" not in result.text
    assert "Traceback" not in result.text
    (line,) = logs
    assert line["incident"] == result.json["incident"]
    assert str(line["exc_info"]) == "password=hunter2"


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    settings = Settings(_env_file=None, state_dir=tmp_path)
    engine: Any = object()
    app = create_app(engine, Storage(settings.storage), Catalogue({}), settings)
    return TestClient(app, headers={"Host": "localhost:8080"})


@pytest.mark.parametrize("path", ["/", "/v1", "/v2/jobs", "/v1/jobs/a/b/c", "/v1/jobs/01K/artifacts/a/../../b"])
def test_unknown_address_is_a_problem(client: TestClient, path: str) -> None:
    result = client.simulate_get(path)
    assert (result.status_code, result.json["type"]) == (404, "/problems/not-found")


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/v1/jobs"), ("DELETE", "/v1/jobs/01K"), ("POST", "/v1/kinds"), ("GET", "/v1/files")]
)
def test_wrong_method_is_a_problem_that_names_the_right_ones(client: TestClient, method: str, path: str) -> None:
    result = client.simulate_request(method, path)
    assert (result.status_code, result.json["type"]) == (405, "/problems/method-not-allowed")
    assert result.headers["allow"]


def test_refused_requests_are_logged_and_carry_no_query(client: TestClient) -> None:
    with structlog.testing.capture_logs() as logs:
        client.simulate_get("/nowhere", query_string="api_key=hunter2")
        client.simulate_get("/livez")
    refused, fine = logs
    assert (refused["log_level"], refused["problem"], refused["status"]) == ("info", "/problems/not-found", 404)
    assert (refused["method"], refused["path"]) == ("GET", "/nowhere")
    assert refused["ms"] >= 0
    assert fine["log_level"] == "debug"
    assert "hunter2" not in json.dumps(logs)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:1", "[::1]:8080"])
def test_own_names_are_accepted_as_host(client: TestClient, host: str) -> None:
    assert client.simulate_get("/livez", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "localhost, x",
        "a@localhost",
    ],
)
def test_other_hosts_are_refused(client: TestClient, host: str) -> None:
    result = client.simulate_get("/livez", headers={"Host": host})
    assert (result.status_code, result.json["type"]) == (421, "/problems/wrong-host")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:3000", "http://[x", ""])
def test_pages_of_other_origins_may_change_nothing(client: TestClient, origin: str) -> None:
    for method in ("POST", "DELETE", "PATCH", "PUT"):
        result = client.simulate_request(method, "/v1/jobs/01K/cancel", headers={"Origin": origin})
        assert (result.status_code, result.json["type"]) == (403, "/problems/foreign-origin")


def test_own_origin_may_change_things(client: TestClient) -> None:
    headers = {"Host": "localhost:8080", "Origin": "http://localhost:8080"}
    assert client.simulate_post("/v1/jobs", headers=headers, body="x").status_code == 415


def test_answers_are_neither_guessed_nor_stored(client: TestClient) -> None:
    headers = client.simulate_get("/livez").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


def test_head_answers_without_a_body(client: TestClient) -> None:
    result = client.simulate_head("/v1/kinds")
    assert (result.status_code, result.content) == (200, b"")
    assert int(result.headers["content-length"]) > 0


def test_slash_at_the_end_is_forgiven(client: TestClient) -> None:
    assert client.simulate_get("/v1/kinds/").status_code == 200
