"""Exams and reports on a real ``sluice up``, with a web server and a language model's server of our own beside it."""

from __future__ import annotations

import json
import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.local_service import LocalService
from tests.material import broken_pdfs, pdfs
from tests.material.exam_grader import grade
from tests.material.exam_sources import Sources
from tests.material.llm_examiner import examiner
from tests.material.llm_replies import Asked, Reply, in_turn, late, rate_limited
from tests.material.llm_server import LlmServer
from tests.material.reports import honest, write_captions, write_lecture
from tests.material.web_server import Page, WebServer
from tests.waiting import wait_until

COUNTS = {"multiple_choice": 5, "cloze": 2, "true_false": 2, "short_answer": 1, "long": 1}


@pytest.fixture(scope="module")
def llm() -> Iterator[LlmServer]:
    with LlmServer(honest, key="a-key") as server:
        yield server


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, llm: LlmServer) -> Iterator[LocalService]:
    running = LocalService(
        tmp_path_factory.mktemp("documents"), "--workers", "2", "--threads", "2",
        web_loopback=True, llm_base_url=llm.base_url, llm_api_key="a-key", llm_model="a-model",
        llm_requests_per_minute=6000, llm_input_price=2, llm_output_price=8,
    )  # fmt: skip
    yield running
    running.stop()


def submit(service: LocalService, kind: str, **params: object) -> str:
    answer = service.post("/v1/jobs", {"kind": kind, "params": params})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def artifact(service: LocalService, job: dict[str, Any], name: str) -> Any:
    return json.loads(service.answer(f"/v1/jobs/{job['id']}/artifacts/{name}").text)


def test_exam_is_written_from_the_command_line(service: LocalService, tmp_path: Path) -> None:
    lecture = pdfs.headings(tmp_path / "networks.pdf")
    counts = [part for name, count in COUNTS.items() for part in ("--set", f"counts.{name}={count}")]
    said = service.sluice("submit", "pdf_exam", "--file", f"file_ids={lecture}", *counts, "--wait", "--json")
    assert said.returncode == 0, said.stderr
    job = json.loads(said.stdout)
    assert service.sluice("fetch", job["id"], str(tmp_path / "results")).returncode == 0
    names = {"exam.json", "exam.docx", "exam.pdf", "answers.docx", "answers.pdf"}
    assert {path.name for path in (tmp_path / "results").rglob("*.*")} == names
    exam = json.loads(next((tmp_path / "results").rglob("exam.json")).read_text(encoding="utf-8"))
    assert Counter(item["type"] for item in exam["items"]) == COUNTS
    (file_id,) = job["params"]["file_ids"]
    assert grade(exam, Sources.read({file_id: lecture}), counts=COUNTS) == []


def test_scanned_lecture_fails_with_what_to_do_and_is_not_tried_again(service: LocalService, tmp_path: Path) -> None:
    job_id = submit(service, "pdf_exam", file_ids=[service.upload(broken_pdfs.scanned(tmp_path / "scan.pdf"))])
    job = service.await_job(job_id, state="failed", timeout_s=60)
    assert (job["error"]["code"], job["attempt"]) == ("needs_ocr", 1)
    assert "scan.pdf" in job["error"]["message"]


def test_video_on_a_page_is_reported_on_by_its_captions(service: LocalService, tmp_path: Path) -> None:
    web = WebServer()
    captions = write_captions(tmp_path, "en_climate").read_bytes()
    page = '<title>Climate</title><video src="a.mp4"><track kind="subtitles" srclang="en" src="en.vtt"></video>'
    web.pages = {"/film": Page(page.encode()), "/en.vtt": Page(captions, "text/vtt")}
    with web.running():
        job_id = submit(service, "document_analysis", url=f"{web.url}/film")
        job = service.await_job(job_id, state="succeeded", timeout_s=60)
    report = artifact(service, job, "report.json")
    assert report["title"] == "Climate"
    assert report["source"]["kind"] == "video"
    assert all("start_s" in quote["at"] for quote in report["quotes"])


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://10.0.0.1/secret", "fetch_refused"),
        ("http://169.254.169.254/latest/meta-data", "fetch_refused"),
        ("http://user:word@127.0.0.1:1/", "unsupported_address"),
    ],
)
def test_address_that_must_not_be_reached_is_refused(service: LocalService, url: str, code: str) -> None:
    job = service.await_job(submit(service, "document_analysis", url=url), state="failed", timeout_s=30)
    assert job["error"]["code"] == code


def test_address_where_nobody_answers_is_tried_again(service: LocalService) -> None:
    job_id = submit(service, "document_analysis", url="http://127.0.0.1:1/nothing")
    job = service.await_job(job_id, stage="retrying", timeout_s=20)
    assert job["attempt"] == 1
    service.post(f"/v1/jobs/{job_id}/cancel")
    service.await_job(job_id, state="cancelled")


def test_exam_by_a_model_that_asks_to_slow_down_counts_what_it_spent(
    service: LocalService, llm: LlmServer, tmp_path: Path
) -> None:
    llm.replier = in_turn(rate_limited(0.5), examiner())
    lecture = pdfs.headings(tmp_path / "networks.pdf")
    file_id = service.upload(lecture)
    job_id = submit(service, "pdf_exam", file_ids=[file_id], counts=COUNTS, provider="llm", seed=3)
    job = service.await_job(job_id, state="succeeded", timeout_s=60)
    spent = job["usage"]["spent"]
    assert spent["llm_requests"] >= 2
    assert spent["llm_cost"] == pytest.approx((spent["llm_input_tokens"] * 2 + spent["llm_output_tokens"] * 8) / 1e6)
    exam = artifact(service, job, "exam.json")
    unsound = {"wrong_count", "bad_key", "same_options", "not_verbatim"}
    assert not [
        fault for fault in grade(exam, Sources.read({file_id: lecture}), counts=COUNTS) if fault.kind in unsound
    ]
    assert "tokens" in service.sluice("show", job_id).stdout


def test_chapters_that_were_paid_for_outlive_kill_9_of_their_worker(
    service: LocalService, llm: LlmServer, tmp_path: Path
) -> None:
    llm.asked.clear()
    begun: list[str] = []

    def slow_after_the_first(asked: Asked) -> Reply:
        begun.append(asked.material)
        return honest(asked) if asked.material == begun[0] else late(honest(asked), 2.0)

    llm.replier = slow_after_the_first
    file_id = service.upload(write_lecture(tmp_path, "en_climate"))
    job_id = submit(service, "document_analysis", file_id=file_id, provider="llm")
    # Four chapters are written side by side: the fifth is begun when the first is done with, its answer kept.
    wait_until(lambda: len(begun) >= 5, 40)
    worker = service.holder(job_id)
    assert worker is not None
    paid = begun[0]
    llm.replier = honest
    os.kill(worker, signal.SIGKILL)
    job = service.await_job(job_id, state="succeeded", timeout_s=60)
    assert job["attempt"] == 2
    asked = Counter(request.material for request in llm.asked if request.schema_name == "ChapterAnswer")
    assert asked[paid] == 1
    assert max(asked.values()) == 2, "those under way when the worker was killed were asked for again"
    assert job["usage"]["spent"]["llm_requests"] == len(llm.asked)


def await_progress(service: LocalService, job_id: str, share: float) -> None:
    wait_until(lambda: service.job(job_id)["progress"] > share, 20, every_s=0.005)


def await_end(service: LocalService, job_id: str, *, within_s: float) -> dict[str, Any]:
    wait_until(lambda: service.job(job_id)["finished_at"], within_s, every_s=0.02)
    return service.job(job_id)


def bytes_of(service: LocalService, job: dict[str, Any]) -> dict[str, bytes]:
    names = [item["name"] for item in job["artifacts"]]
    return {name: service.answer(f"/v1/jobs/{job['id']}/artifacts/{name}").content for name in names}


def test_exam_whose_worker_is_killed_has_the_same_bytes_after_its_second_start(
    service: LocalService, tmp_path: Path
) -> None:
    params: dict[str, object] = {"file_ids": [service.upload(pdfs.pages(tmp_path / "course.pdf", 40))], "seed": 4}
    undisturbed = service.await_job(submit(service, "pdf_exam", **params), state="succeeded", timeout_s=60)
    job_id = submit(service, "pdf_exam", **params)
    await_progress(service, job_id, 0.1)
    worker = service.holder(job_id)
    assert worker is not None
    os.kill(worker, signal.SIGKILL)
    job = service.await_job(job_id, state="succeeded", timeout_s=60)
    assert job["attempt"] == 2
    assert bytes_of(service, job) == bytes_of(service, undisturbed)


def test_cancelled_at_any_moment_nothing_of_a_job_is_left(
    service: LocalService, llm: LlmServer, tmp_path: Path
) -> None:
    write = examiner()
    llm.replier = lambda asked: late((honest if "Answer" in asked.schema_name else write)(asked), 0.2)
    course = service.upload(pdfs.pages(tmp_path / "course.pdf", 40))
    before = {process.pid for process in service.descendants()}
    work = service.state / "storage" / "work"
    chance = random.Random(20)
    ends = Counter[str]()
    for number in range(8):
        source: dict[str, object] = {"file_ids": [course]} if number % 2 else {"file_id": course}
        kind = "pdf_exam" if number % 2 else "document_analysis"
        job_id = submit(service, kind, **source, provider="llm" if number % 4 < 2 else "offline")
        await_progress(service, job_id, chance.uniform(0.0, 0.9))
        service.post(f"/v1/jobs/{job_id}/cancel")
        job = await_end(service, job_id, within_s=2)
        ends[job["state"]] += 1
        assert job["state"] == "succeeded" or not job["artifacts"]
    assert ends["cancelled"] >= 5, f"a quick one may be done before it hears of it: {ends}"
    assert ends["cancelled"] + ends["succeeded"] == 8
    wait_until(lambda: {process.pid for process in service.descendants()} <= before, 5)
    wait_until(lambda: {path.name for path in work.glob("*/*")} <= {"lock"}, 5)
    queue = service.get("/v1/queue")
    assert (queue["running"], queue["waiting"]) == (0, 0)


def test_language_model_that_nobody_set_up_is_told_with_what_to_do(tmp_path: Path) -> None:
    service = LocalService(tmp_path)
    try:
        file_id = service.upload(pdfs.headings(tmp_path / "networks.pdf"))
        for kind, source in (("pdf_exam", {"file_ids": [file_id]}), ("document_analysis", {"file_id": file_id})):
            job_id = submit(service, kind, **source, provider="llm")
            job = service.await_job(job_id, state="failed", timeout_s=20)
            assert (job["error"]["code"], job["attempt"]) == ("provider_not_configured", 1)
            assert "offline" in job["error"]["message"]
            assert "SLUICE_LLM_MODEL" in job["error"]["message"]
    finally:
        service.stop()
