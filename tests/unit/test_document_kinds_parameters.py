"""The parameters of the document kinds: faults in people's words, and a schema that is enough to draw a form from."""

from __future__ import annotations

from typing import Any

import pytest

from actors.document_analysis.spec import KIND as REPORT
from actors.pdf_exam.spec import KIND as EXAM
from backend.catalogue import Kind
from backend.errors import InvalidRequest

FILE = "a" * 64
NONE = {"multiple_choice": 0, "cloze": 0, "true_false": 0}


@pytest.mark.parametrize(
    ("kind", "params", "pointer", "said"),
    [
        (EXAM, {}, "/params/file_ids", "This is required."),
        (EXAM, {"file_ids": FILE}, "/params/file_ids", "This must be a list."),
        (EXAM, {"file_ids": []}, "/params/file_ids", "At least 1 must be given; here are 0."),
        (EXAM, {"file_ids": [FILE] * 21}, "/params/file_ids", "At most 20 are possible; here are 21."),
        (EXAM, {"file_ids": [FILE, FILE]}, "/params", "The same file is named twice in file_ids."),
        (EXAM, {"file_ids": [FILE], "counts": NONE}, "/params/counts", "Ask for at least one question."),
        (EXAM, {"file_ids": ["week1.pdf"]}, "/params/file_ids/0", "This is not the id of a file. Upload "),
        (REPORT, {}, "/params", "Name exactly one: file_id or url."),
        (REPORT, {"file_id": FILE, "url": "https://a.b"}, "/params", "Name exactly one: file_id or url."),
        (REPORT, {"file_id": "week1.pdf"}, "/params/file_id", "This is not the id of a file. Upload "),
        (REPORT, {"url": "ftp://a.b/c"}, "/params/url", "Write the whole address, with http:// or https:// before it "),
        (REPORT, {"url": "https://a.b/c d"}, "/params/url", "Write the whole address, with http:// or https:// before"),
    ],
)  # fmt: skip
def test_fault_is_told_in_words_that_need_no_code(kind: Kind, params: object, pointer: str, said: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        kind.parse(params)
    (fault,) = refused.value.faults
    assert fault.pointer == pointer
    assert fault.detail.startswith(said)


@pytest.mark.parametrize("kind", [EXAM, REPORT])
def test_every_field_of_a_form_has_its_words(kind: Kind) -> None:
    fields = kind.params.model_json_schema()["properties"]
    assert all(field["title"] and field["description"] for field in fields.values())
    choices = {name: field for name, field in fields.items() if "enum" in field}
    assert {"language", "provider"} <= choices.keys()
    assert all(set(field["x-labels"]) == set(field["enum"]) for field in choices.values())


def test_optional_file_and_list_of_files_are_known_as_files() -> None:
    one: dict[str, Any] = REPORT.params.model_json_schema()["properties"]["file_id"]
    many: dict[str, Any] = EXAM.params.model_json_schema()["properties"]["file_ids"]
    assert one["x-input"] == many["x-input"] == "file"
    assert {"type": "null"} in one["anyOf"]
    assert (many["type"], many["maxItems"], many["x-accept"]) == ("array", 20, ["application/pdf"])


def test_form_knows_that_a_report_has_one_source() -> None:
    either = REPORT.params.model_json_schema()["oneOf"]
    assert [rule["required"] for rule in either] == [["file_id"], ["url"]]
