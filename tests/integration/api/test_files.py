"""Uploading, fetching and deleting files over HTTP, and fetching what jobs made."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from falcon.testing import TestClient

from tests.integration.api.answers import problem_of
from tests.integration.api.service import Service

DATA = bytes(range(256)) * 40
SHA256 = hashlib.sha256(DATA).hexdigest()


def form(*parts: tuple[str, bytes], boundary: str = "xYz", end: str = "--") -> dict[str, Any]:
    """Make the arguments of a POST of a form; each part is (what follows ``form-data; ``, content)."""
    body = b"".join(
        b"--%b\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n" % (boundary.encode(), head.encode(), content)
        for head, content in parts
    )
    body += f"--{boundary}{end}\r\n".encode()
    return {"body": body, "headers": {"Content-Type": f"multipart/form-data; boundary={boundary}"}}


def raw(data: bytes, **headers: str) -> dict[str, Any]:
    return {"body": data, "headers": {"Content-Type": "application/octet-stream", **headers}}


# --- uploading -------------------------------------------------------------------------------------------


def test_raw_body_is_stored_under_its_hash(service: Service) -> None:
    result = service.client.simulate_post("/v1/files", params={"name": "dance.mp4"}, **raw(DATA))
    assert result.status_code == 201
    record = result.json
    assert (record["id"], record["sha256"], record["bytes"], record["name"]) == (SHA256, SHA256, len(DATA), "dance.mp4")
    assert result.headers["location"] == record["links"]["self"] == f"/v1/files/{SHA256}"
    assert service.client.simulate_get(record["links"]["self"]).json == record
    assert service.storage.file_path(SHA256).read_bytes() == DATA


def test_form_is_stored_under_its_hash(service: Service) -> None:
    fields = ('name="note"', b"hello"), ('name="file"; filename="dance.mp4"', DATA), ('name="empty"; filename=""', b"")
    result = service.client.simulate_post("/v1/files", **form(*fields))
    assert result.status_code == 201, result.text
    assert (result.json["id"], result.json["name"], result.json["bytes"]) == (SHA256, "dance.mp4", len(DATA))


def test_type_is_told_by_the_bytes_not_by_the_sender(service: Service) -> None:
    result = service.client.simulate_post(
        "/v1/files", body=b"%PDF-1.7\n%\xe2\xe3", headers={"Content-Type": "video/mp4"}, params={"name": "a.mp4"}
    )
    assert result.json["media_type"] == "application/pdf"


def test_same_bytes_are_the_same_file(service: Service) -> None:
    ids = {service.upload(DATA, name)["id"] for name in ("a", "b")}
    assert ids == {SHA256}
    assert service.leftovers() == [f"files/{SHA256[:2]}/{SHA256}"]


@pytest.mark.parametrize(
    ("request_of", "name"),
    [
        (raw(b"x"), "upload"),
        (raw(b"x", **{"Content-Disposition": 'attachment; filename="a.txt"'}), "a.txt"),
        (raw(b"x", **{"Content-Disposition": "attachment; filename*=UTF-8''%E9%9F%B3.txt"}), "音.txt"),
        (form(('name="f"; filename="音乐 1.mp3"', b"x")), "音乐 1.mp3"),
        (form(('name="f"; filename="C:\\\\music\\\\a.mp3"', b"x")), "a.mp3"),
        (form(('name="f"; filename="' + "舞" * 400 + '.mp4"', b"x")), "舞" * 83 + ".mp4"),
    ],
)
def test_name_comes_from_where_the_sender_put_it(client: TestClient, request_of: dict[str, Any], name: str) -> None:
    result = client.simulate_post("/v1/files", **request_of)
    assert (result.status_code, result.json.get("name")) == (201, name), result.text


def test_name_in_the_address_wins(client: TestClient) -> None:
    result = client.simulate_post("/v1/files", params={"name": "b.txt"}, **form(('name="f"; filename="a.txt"', b"x")))
    assert result.json["name"] == "b.txt"


@pytest.mark.parametrize(
    ("request_of", "says"),
    [
        (raw(b""), "empty"),
        (raw(b"x", **{"Content-Disposition": 'attachment; filename="../../etc/passwd"'}), "'..'"),
        (form(('name="f"; filename="../../etc/passwd"', b"x")), "'..'"),
        (form(('name="f"; filename="a\0b"', b"x")), "control"),
        (form(('name="f"; filename="a"', b"")), "empty"),
        (form(('name="f"', b"no file")), "no file"),
        (form(), "no file"),
        (form(('name="f"; filename="a"', b"x"), ('name="g"; filename="b"', b"y")), "one file"),
    ],
)
def test_faulty_uploads_are_faults_and_leave_nothing(service: Service, request_of: dict[str, Any], says: str) -> None:
    result = service.client.simulate_post("/v1/files", **request_of)
    assert result.status_code == 422, result.text
    assert says in result.json["errors"][0]["detail"]
    assert service.leftovers() == []


def test_faulty_name_in_the_address_is_a_fault(client: TestClient) -> None:
    for name in ("../x", "a\0b"):
        result = client.simulate_post("/v1/files", params={"name": name}, **raw(b"x"))
        assert (result.status_code, result.json["errors"][0]["pointer"]) == (422, "/name")


@pytest.mark.parametrize(
    "request_of",
    [
        {"body": b"", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {"body": b"nonsense", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {"body": b"--x--", "headers": {"Content-Type": "multipart/form-data"}},
        {"body": b"--x--", "headers": {"Content-Type": f"multipart/form-data; boundary={'x' * 100}"}},
        {
            "body": b'--x\r\nContent-Disposition: form-data; name="f"; filename="\xff"\r\n\r\nx\r\n--x--',
            "headers": {"Content-Type": "multipart/form-data; boundary=x"},
        },
        {
            "body": b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nno end',
            "headers": {"Content-Type": "multipart/form-data; boundary=x"},
        },
        {
            "body": b"--x\r\nX: " + b"y" * 20_000,
            "headers": {"Content-Type": "multipart/form-data; boundary=x"},
        },
    ],
    ids=["empty", "nonsense", "no boundary", "long boundary", "name not UTF-8", "no end", "endless headers"],
)
def test_unreadable_forms_are_refused_and_leave_nothing(service: Service, request_of: dict[str, Any]) -> None:
    result = service.client.simulate_post("/v1/files", **request_of)
    assert result.status_code == 400, result.text
    assert problem_of(result) in {"/problems/malformed-body", "/problems/bad-request"}
    assert service.leftovers() == []


@pytest.mark.parametrize(
    "request_of", [raw(b"x" * 1_000_001), form(('name="f"; filename="a"', b"x" * 1_000_001)), raw(b"x" * 1_100_000)]
)
def test_too_large_a_file_is_413_and_leaves_nothing(service: Service, request_of: dict[str, Any]) -> None:
    result = service.client.simulate_post("/v1/files", **request_of)
    assert (result.status_code, problem_of(result)) == (413, "/problems/file-too-large")
    assert result.json["max_bytes"] == 1_000_000
    assert service.leftovers() == []


def test_largest_file_is_taken(client: TestClient) -> None:
    for request_of in (raw(b"x" * 1_000_000), form(('name="f"; filename="a"', b"y" * 1_000_000))):
        assert client.simulate_post("/v1/files", **request_of).status_code == 201


def test_deleted_file_is_gone(service: Service) -> None:
    record = service.upload(DATA)
    assert service.client.simulate_delete(record["links"]["self"]).status_code == 204
    for path in (record["links"]["self"], record["links"]["content"]):
        result = service.client.simulate_get(path)
        assert (result.status_code, problem_of(result)) == (404, "/problems/file-not-found")
    assert service.client.simulate_delete(record["links"]["self"]).status_code == 404
    assert service.leftovers() == []


@pytest.mark.parametrize("file_id", ["x", "..", "A" * 64, "a" * 65, "%00", "a" * 64 + "%0A", "..%2f..%2fetc"])
def test_ids_that_no_file_has_are_404(client: TestClient, file_id: str) -> None:
    for method, suffix in (("GET", ""), ("GET", "/content"), ("DELETE", "")):
        assert client.simulate_request(method, f"/v1/files/{file_id}{suffix}").status_code == 404


# --- sending ---------------------------------------------------------------------------------------------


@pytest.fixture(params=["file", "artifact"])
def content(request: pytest.FixtureRequest, service: Service) -> str:
    """The address of DATA, as an upload and as an artifact."""
    if request.param == "file":
        link: str = service.upload(DATA, "a.mp4")["links"]["content"]
        return link
    return f"/v1/jobs/{service.finished(artifacts={'a.mp4': DATA})}/artifacts/a.mp4"


def test_content_is_sent_whole(client: TestClient, content: str) -> None:
    result = client.simulate_get(content)
    assert (result.status_code, result.content) == (200, DATA)
    assert result.headers["etag"] == f'"{SHA256}"'
    assert result.headers["accept-ranges"] == "bytes"
    assert result.headers["content-length"] == str(len(DATA))
    assert 'filename="a.mp4"' in result.headers["content-disposition"]


def test_head_tells_all_but_the_bytes(client: TestClient, content: str) -> None:
    result = client.simulate_head(content, headers={"Range": "bytes=0-1"})
    assert (result.status_code, result.content) == (200, b"")
    assert result.headers["content-length"] == str(len(DATA))


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=10000-", 10_000, 10_239),
        ("bytes=0-999999999", 0, 10_239),
        ("bytes=-1", 10_239, 10_239),
        ("bytes=-99999", 0, 10_239),
        ("Bytes= 5 - 6 ", 5, 6),
    ],
)
def test_range_is_sent_as_asked(client: TestClient, content: str, asked: str, first: int, last: int) -> None:
    result = client.simulate_get(content, headers={"Range": asked})
    assert (result.status_code, result.content) == (206, DATA[first : last + 1])
    assert result.headers["content-range"] == f"bytes {first}-{last}/{len(DATA)}"
    assert result.headers["content-length"] == str(last - first + 1)


@pytest.mark.parametrize("asked", ["bytes=10240-", "bytes=99999-100000", "bytes=-0"])
def test_range_outside_is_416_with_the_size(client: TestClient, content: str, asked: str) -> None:
    result = client.simulate_get(content, headers={"Range": asked})
    assert (result.status_code, problem_of(result)) == (416, "/problems/range-not-satisfiable")
    assert result.headers["content-range"] == f"bytes */{len(DATA)}"


@pytest.mark.parametrize(
    "asked",
    ["bytes=0-1,5-6", "lines=0-1", "bytes=", "bytes=-", "bytes=6-5", "bytes=a-b", "bytes=" + "9" * 5000 + "-", "x"],
)
def test_ranges_that_are_not_understood_are_ignored(client: TestClient, content: str, asked: str) -> None:
    result = client.simulate_get(content, headers={"Range": asked})
    assert (result.status_code, result.content) == (200, DATA)


def test_range_holds_only_for_the_file_it_was_meant_for(client: TestClient, content: str) -> None:
    def status(if_range: str) -> int:
        return client.simulate_get(content, headers={"Range": "bytes=0-1", "If-Range": if_range}).status_code

    assert status(f'"{SHA256}"') == 206
    for other in ('"other"', f'W/"{SHA256}"', "Sun, 22 Nov 2026 10:00:00 GMT"):
        assert status(other) == 200


def test_known_content_is_304(client: TestClient, content: str) -> None:
    result = client.simulate_get(content, headers={"If-None-Match": f'"{SHA256}"', "Range": "bytes=0-1"})
    assert (result.status_code, result.content) == (304, b"")


# --- artifacts -------------------------------------------------------------------------------------------


def test_artifacts_are_listed_with_addresses_that_work(service: Service) -> None:
    job_id = service.finished(artifacts={"v 2.mp4": DATA, "音乐?.html": b"<p>"})
    job = service.look(job_id)
    listed = service.client.simulate_get(job["links"]["artifacts"]).json["artifacts"]
    assert listed == job["artifacts"]
    urls = {artifact["name"]: artifact["url"] for artifact in listed}
    assert urls["v 2.mp4"] == f"/v1/jobs/{job_id}/artifacts/v%202.mp4"
    assert service.client.simulate_get(urls["v 2.mp4"]).content == DATA
    page = service.client.simulate_get(urls["音乐?.html"])
    assert page.content == b"<p>"
    assert page.headers["content-disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%E9%9F%B3%E4%B9%90%3F.html" in page.headers["content-disposition"]


def test_media_type_that_would_break_the_header_is_not_sent(service: Service) -> None:
    job_id = service.finished(artifacts={"a.bin": b"x"})
    result = service.client.simulate_get(f"/v1/jobs/{job_id}/artifacts/a.bin")
    assert result.headers["content-type"] == "application/octet-stream"
    assert "x-bad" not in result.headers


@pytest.mark.parametrize("name", ["b.mp4", "..", "%2e%2e%2f..", "a.mp4%00", "a.mp4%0A"])
def test_unknown_artifact_is_404_with_the_known_ones(service: Service, name: str) -> None:
    job_id = service.finished(artifacts={"a.mp4": b"x"})
    result = service.client.simulate_get(f"/v1/jobs/{job_id}/artifacts/{name}")
    assert result.status_code == 404
    assert problem_of(result) in {"/problems/artifact-not-found", "/problems/not-found"}


def test_artifact_whose_file_is_gone_is_404(service: Service) -> None:
    job_id = service.finished(artifacts={"a.mp4": b"x"})
    service.storage.remove_job(job_id)
    result = service.client.simulate_get(f"/v1/jobs/{job_id}/artifacts/a.mp4")
    assert (result.status_code, problem_of(result)) == (404, "/problems/artifact-not-found")


def test_empty_artifact_is_sent(service: Service) -> None:
    job_id = service.finished(artifacts={"a.mp4": b""})
    path = f"/v1/jobs/{job_id}/artifacts/a.mp4"
    assert (service.client.simulate_get(path).status_code, service.client.simulate_get(path).content) == (200, b"")
    assert service.client.simulate_get(path, headers={"Range": "bytes=0-"}).status_code == 416
