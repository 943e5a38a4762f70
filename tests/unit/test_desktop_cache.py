"""What the desktop remembers of a server: there at once, right after damage, bounded."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest

from desktop.core.cache import Cache
from desktop.core.errors import LocalFailure
from desktop.core.job import job_of
from tests.unit.canned_server import job_document

FILE = "a" * 64


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "cache.sqlite3"


def test_jobs_are_there_after_a_restart_as_they_were_told(path: Path) -> None:
    document = job_document(
        id="A", state="running", estimated_band_s=[1.0, 3.0], cancel_requested=True, params={"prompt": "two pandas"},
        error={"code": "lost", "message": "Lost."}, started_at="2026-11-22T10:00:01.000Z",
    )  # fmt: skip
    cache = Cache(path)
    rows = cache.apply([document], heard_at=5.0, cursor="1-7")
    cache.close()
    again = Cache(path)
    assert again.aside is None
    assert again.rows() == rows == [job_of(document, "two pandas", 5.0)]
    assert again.rows()[0].cancel_requested is True
    assert again.rows()[0].heard_at == 5.0
    assert again.document("A") == document
    assert again.document("B") is None
    assert again.fact("cursor") == "1-7"


def test_older_answer_changes_nothing_unless_all_is_loaded_again(path: Path) -> None:
    cache = Cache(path)
    cache.apply([job_document(id="A", version=5, state="cancelled")], heard_at=1.0)
    assert cache.apply([job_document(id="A", version=4, state="running")], heard_at=2.0) == []
    assert cache.rows()[0].state == "cancelled"
    cache.apply([job_document(id="A", version=1, state="queued")], heard_at=3.0, anew=True)
    assert cache.rows()[0].state == "queued"


def test_what_is_gone_is_gone(path: Path) -> None:
    cache = Cache(path)
    cache.apply([job_document(id=one) for one in "ABCD"], heard_at=1.0)
    cache.apply([], ["A"], heard_at=2.0)
    assert {job.id for job in cache.rows()} == {"B", "C", "D"}
    cache.keep_only({"C"})
    assert [job.id for job in cache.rows()] == ["C"]
    assert cache.document("B") is None


def test_oldest_finished_jobs_go_and_live_ones_stay(path: Path) -> None:
    cache = Cache(path)
    cache.apply(
        [
            job_document(
                id=f"{day:02}", state="queued" if day < 3 else "succeeded", created_at=f"2026-11-{day:02}T00:00:00Z"
            )
            for day in range(1, 29)
        ],
        heard_at=1.0,
    )
    assert cache.trim(10) == [f"{day:02}" for day in range(3, 19)]
    assert len(cache.rows()) == 12
    assert cache.trim(10) == []


def test_titles_take_the_names_of_files_as_they_come_to_be_known(path: Path, tmp_path: Path) -> None:
    cache = Cache(path)
    document = job_document(id="A", params={"file_id": FILE, "language": "auto"})
    assert cache.apply([document], heard_at=1.0)[0].title == ""
    assert cache.unnamed_files([document]) == [FILE]
    source = tmp_path / "week1.pdf"
    source.write_bytes(b"pdf")
    cache.add_file(FILE, "week1.pdf", source=source)
    assert cache.unnamed_files([document]) == []
    assert [job.title for job in cache.retitle(["A", "gone"])] == ["week1.pdf"]
    assert cache.retitle(["A"]) == []
    assert cache.rows()[0].title == "week1.pdf"
    about = source.stat()
    assert cache.file_of(source, about.st_size, about.st_mtime_ns) == FILE
    assert cache.file_of(source, about.st_size, about.st_mtime_ns + 1) is None


def test_name_that_nobody_knows_is_asked_for_once(path: Path) -> None:
    cache = Cache(path)
    cache.add_file(FILE, "")
    assert cache.unnamed_files([job_document(params={"file_id": FILE})]) == []
    assert cache.file_name(FILE) == ""


def test_forms_are_remembered_by_kind(path: Path) -> None:
    cache = Cache(path)
    assert cache.form_values("pdf_exam") is None
    cache.keep_form_values("pdf_exam", {"counts": {"long": 2}, "title": "\u8bd5\u5377"})
    assert cache.form_values("pdf_exam") == {"counts": {"long": 2}, "title": "\u8bd5\u5377"}


@pytest.mark.parametrize("damage", ["rubbish", "header", "newer", "half"])
def test_unusable_file_is_set_aside_and_begun_anew(path: Path, damage: str) -> None:
    cache = Cache(path)
    cache.apply([job_document(id=f"{number}", params={"x": "y" * 3000}) for number in range(50)], heard_at=1.0)
    cache.close()
    data = bytearray(path.read_bytes())
    if damage == "rubbish":
        path.write_bytes(b"This is no database. " * 500)
    elif damage == "header":
        path.write_bytes(data[:16] + b"\xff" * 84 + data[100:])
    elif damage == "half":
        path.write_bytes(data[: len(data) // 2])
    else:
        database = sqlite3.connect(path)
        database.execute("PRAGMA user_version = 999")
        database.close()
    again = Cache(path)
    assert again.aside is not None
    assert again.aside.exists()
    assert again.rows() == []
    again.apply([job_document(id="A")], heard_at=1.0)
    assert len(again.rows()) == 1
    again.close()
    assert Cache(path).aside is None


def test_damage_while_it_is_used_is_mended_by_starting_anew(path: Path) -> None:
    cache = Cache(path)
    cache.apply([job_document(id="A")], heard_at=1.0)
    cache.renew()
    assert cache.rows() == []
    cache.apply([job_document(id="A", version=0)], heard_at=1.0)
    assert cache.document("A") is not None


def test_folder_that_can_not_be_made_is_a_local_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LocalFailure):
        Cache(tmp_path / "file" / "cache.sqlite3")


def test_ten_thousand_rows_load_in_well_under_a_second_of_cpu(path: Path) -> None:
    cache = Cache(path)
    documents = [job_document(id=f"{number:05}", result={"text": "x" * 300}) for number in range(10_000)]
    cache.apply(documents, heard_at=1.0)
    cache.close()
    began_s = time.thread_time()
    assert len(Cache(path).rows()) == 10_000
    assert time.thread_time() - began_s < 0.8
