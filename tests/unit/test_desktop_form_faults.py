"""What is said of values before anything is sent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop import i18n
from desktop.core.fields import MISSING, Unreadable
from desktop.core.form_faults import validate
from desktop.core.form_values import values_of
from desktop.core.forms import form_of
from tests.material.forms import FORMS, FULL, nothing_wrong


def fault(schema: dict[str, Any], value: Any, *, required: bool = False) -> str | None:
    form = form_of({"properties": {"it": schema}, "required": ["it"] if required else []})
    values = {} if value is MISSING else {"it": value}
    return validate(form, values, look=nothing_wrong).get("/it")


@pytest.mark.parametrize(
    ("schema", "value", "sentence"),
    [
        ({"type": "string", "minLength": 3}, "ab", "Write at least 3 characters."),
        ({"type": "string", "maxLength": 3}, "abcd", "At most 3 characters are possible; here are 4."),
        ({"type": "string", "pattern": "^a$"}, "b", "This has another form than the server expects (^a$)."),
        ({"type": "integer"}, Unreadable("2.x"), "“2.x” is not a whole number."),
        ({"type": "integer"}, 2.5, "“2.5” is not a whole number."),
        ({"type": "number"}, Unreadable("x"), "“x” is not a number."),
        ({"type": "number"}, float("inf"), "“inf” is not a number."),
        ({"type": "number", "minimum": 1, "x-unit": "s"}, 0.5, "At least 1 s is needed."),
        ({"type": "integer", "maximum": 9}, 10, "At most 9 is possible."),
        ({"type": "number", "exclusiveMinimum": 0}, 0, "More than 0 is needed."),
        ({"type": "number", "exclusiveMaximum": 0.5}, 0.5, "Less than 0.5 is needed."),
        ({"type": "number", "multipleOf": 0.1}, 0.25, "Only multiples of 0.1 are possible."),
        ({"type": "array", "items": {"type": "string"}, "minItems": 2}, ["a"], "Write at least 2 lines."),
        (
            {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
            ["a", "a"],
            "Something is there twice. Name each once.",
        ),
        ({}, Unreadable("{"), "This is not valid JSON yet."),
    ],
)  # fmt: skip
def test_each_fault_is_said(schema: dict[str, Any], value: Any, sentence: str) -> None:
    assert fault(schema, value) == sentence


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "number", "multipleOf": 0.1}, 0.3),
        ({"type": "integer"}, 3.0),
        ({"type": "number", "minimum": 1, "maximum": 1}, 1),
        ({"type": ["string", "null"]}, None),
        ({"type": "string", "minLength": 3}, MISSING),
    ],
)
def test_good_values_pass(schema: dict[str, Any], value: Any) -> None:
    assert fault(schema, value) is None


def test_what_a_job_needs_is_asked_for() -> None:
    assert fault({"type": "string"}, "  ", required=True) == "Fill this in."
    assert fault({"enum": ["a"]}, MISSING, required=True) == "Choose one of the list."
    assert fault({"type": "string", "x-input": "file"}, MISSING, required=True) == "Choose a file."
    assert fault({"type": "string", "x-input": "draft"}, MISSING, required=True) == "Choose a draft."
    assert fault({"type": ["string", "null"]}, None, required=True) is None


def test_one_source_is_asked_for_and_two_are_too_many() -> None:
    report = FORMS["document_analysis"]
    assert validate(report, {}) == {"/file_id": "Give one of these: File / Address."}
    both = {"file_id": "a" * 64, "url": "https://example.org"}
    assert validate(report, both) == {"/url": "Give only one of these: File / Address."}
    assert set(validate(report, {"url": "example.org"})) == {"/url"}


def test_files_are_looked_at_before_they_are_sent(tmp_path: Path) -> None:
    pdf, film, empty = tmp_path / "a.pdf", tmp_path / "b.mp4", tmp_path / "c.pdf"
    pdf.write_bytes(b"%PDF-1.7")
    film.write_bytes(b"x")
    empty.touch()
    paths = [pdf, film, empty, tmp_path / "gone.pdf"]
    faults = validate(FORMS["pdf_exam"], {"file_ids": [{"$file": str(path)} for path in paths]})
    assert faults == {
        "/file_ids/1": "b.mp4: This is a video; a PDF is needed.",
        "/file_ids/2": "c.pdf: It is empty.",
        "/file_ids/3": "gone.pdf: It is no longer there. Choose it again.",
    }
    many = [{"$file": str(pdf)}] * 21
    assert validate(FORMS["pdf_exam"], {"file_ids": many})["/file_ids"].startswith("At most 20 files")


def test_faults_are_said_in_chinese() -> None:
    i18n.use("zh_CN")
    try:
        assert validate(FORMS["document_analysis"], {})["/file_id"].endswith("文件 / 网址。")
    finally:
        i18n.use("en")


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_what_passes_here_passes_there(kind: str) -> None:
    """Values are JSON: what is remembered or sent survives the way through text."""
    values = values_of(FORMS[kind], FULL[kind])
    assert json.loads(json.dumps(values)) == values
