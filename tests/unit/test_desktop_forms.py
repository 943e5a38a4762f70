"""From schemas to fields, from values to parameters, and what is said before anything is sent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.catalogue import Catalogue
from backend.settings import Settings
from desktop import i18n
from desktop.core.fields import (
    MISSING,
    Alternatives,
    ChoiceField,
    DraftField,
    FileField,
    GroupField,
    ListField,
    NumberField,
    RawField,
    SwitchField,
    TextField,
    Unreadable,
    walk,
)
from desktop.core.form_faults import validate
from desktop.core.form_values import (
    applies,
    batch,
    params_of,
    shown_at_once,
    title_of,
    values_of,
    worth_remembering,
)
from desktop.core.forms import form_of

KINDS = Catalogue.discover(Settings(_env_file=None, selftest=True))
FORMS = {name: form_of(kind.params.model_json_schema(), title=kind.title) for name, kind in KINDS.items()}


def nothing_wrong(_path: str) -> None:
    return None


def one(schema: dict[str, Any], **more: Any) -> Any:
    """Return the field of a single property."""
    return form_of({"type": "object", "properties": {"it": schema}, **more})["it"]


# --- schemas -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_nothing_of_a_built_in_kind_falls_back_to_json(kind: str) -> None:
    properties = KINDS[kind].params.model_json_schema()["properties"]
    assert [field.name for field in FORMS[kind].fields] == list(properties)
    assert [pointer for pointer, field in walk(FORMS[kind]) if isinstance(field, RawField)] == []


def test_hints_of_the_service_become_fields_of_their_own() -> None:
    exam, video, draft, report = (
        FORMS[name] for name in ("pdf_exam", "text_to_video", "capcut_draft", "document_analysis")
    )
    files, prompt, model, length = exam["file_ids"], video["prompt"], video["model_name"], video["duration_s"]
    assert isinstance(files, FileField)
    assert (files.accept, files.many, files.least, files.most) == (("application/pdf",), True, 1, 20)
    assert isinstance(exam["counts"], GroupField)
    assert [field.title for field in exam["counts"].fields][:2] == ["Multiple choice", "Cloze (fill the gap)"]
    assert isinstance(prompt, TextField)
    assert prompt.multiline
    assert isinstance(model, ChoiceField)
    assert model.options[1].label == "Kling 可灵"
    assert model.when == {"provider": ("tencent",)}
    assert isinstance(length, NumberField)
    assert (length.minimum, length.maximum, length.unit, length.whole) == (1, 30, "s", False)
    assert isinstance(video["enhance_prompt"], SwitchField)
    assert video["enhance_prompt"].nullable
    assert isinstance(draft["draft_id"], DraftField)
    assert isinstance(report["url"], TextField)
    assert report["url"].address
    assert report.alternatives == (Alternatives(("file_id", "url"), exclusive=True),)


@pytest.mark.parametrize(
    ("schema", "field"),
    [
        ({"type": "array", "items": {"type": "string"}}, ListField),
        ({"type": "array", "items": {"enum": ["a", "b"]}, "uniqueItems": True}, ListField),
        ({"type": "array", "items": {"type": "number"}}, ListField),
        ({"type": ["integer", "null"]}, NumberField),
        ({"const": "a"}, ChoiceField),
        ({"anyOf": [{"const": "a"}, {"enum": ["b", 3]}, {"type": "null"}]}, ChoiceField),
        ({"allOf": [{"$ref": "#/$defs/Part"}], "default": {}}, GroupField),
        # What says more than a field can hold.
        ({"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}}, RawField),
        ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, RawField),
        ({"$ref": "#/$defs/Loop"}, GroupField),
        ({"$ref": "#/$defs/Nowhere"}, RawField),
        ({"$ref": "https://example.org/schema.json"}, RawField),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, RawField),
        ({"type": "string", "not": {"const": ""}}, RawField),
        ({"enum": [["a"], ["b"]]}, RawField),
        ({"type": "number", "minimum": "low"}, RawField),
        (True, RawField),
        ({}, RawField),
        ("what", RawField),
    ],
)
def test_each_schema_has_its_field(schema: Any, field: type) -> None:
    definitions = {
        "Part": {"type": "object", "properties": {"a": {"type": "string"}}},
        "Loop": {"type": "object", "properties": {"next": {"$ref": "#/$defs/Loop"}}},
    }
    assert type(one(schema, **{"$defs": definitions})) is field


def test_pattern_of_another_dialect_is_left_to_the_server() -> None:
    assert one({"type": "string", "pattern": "(?<name>"}).pattern is None


def test_schema_without_fields_is_one_field_of_json() -> None:
    for schema in ({}, True, None, [], "x", {"type": "object"}, {"properties": 3}):
        form = form_of(schema)
        assert [type(field) for field in form.fields] == [RawField]
        assert params_of(form, values_of(form, {"a": 1})) == {"a": 1}
    assert form_of({"type": "object", "properties": {}, "additionalProperties": False}).fields == ()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
NAMES = ["a", "b/c", "~", ""]
small = st.integers(-3, 5) | st.floats(-2, 2) | json_values
words: dict[str, st.SearchStrategy[Any]] = {
    "type": st.sampled_from(["string", "integer", "number", "boolean", "array", "object", ["string", "null"]]),
    "enum": st.lists(st.sampled_from(["x", "y", 1, None, True]), max_size=4) | json_values,
    "const": json_values,
    "minimum": small, "exclusiveMaximum": small, "multipleOf": small, "minLength": small, "maxLength": small,
    "minItems": small, "maxItems": small, "uniqueItems": st.booleans(),
    "pattern": st.sampled_from(["^a", "(", "[[a]"]) | st.text(max_size=5),
    "format": st.sampled_from(["uri", "date"]),
    "title": st.text(max_size=5) | json_values, "description": json_values, "default": json_values,
    "x-input": st.sampled_from(["file", "draft", "text", "hologram"]) | json_values,
    "x-accept": st.lists(st.sampled_from(["video/*", "application/pdf", "*/*", 3]), max_size=3) | json_values,
    "x-labels": st.dictionaries(st.sampled_from(["x", "y", "1"]), st.text(max_size=4) | st.integers()) | json_values,
    "x-when": st.dictionaries(st.sampled_from(NAMES), st.lists(json_values, max_size=2) | json_values) | json_values,
    "x-unit": st.just("s") | json_values,
    "$ref": st.sampled_from(["#/$defs/a", "#/properties/a", "#", "#/$defs/gone", "elsewhere.json", 3]),
}  # fmt: skip
plain = st.fixed_dictionaries({}, optional=words)
properties = st.recursive(
    plain | json_values,
    lambda inner: st.fixed_dictionaries(
        {},
        optional=words
        | {
            "properties": st.dictionaries(st.sampled_from(NAMES), inner, max_size=3) | json_values,
            "items": inner,
            "anyOf": st.lists(inner | st.just({"type": "null"}), max_size=3),
            "allOf": st.lists(inner, max_size=2),
            "required": st.lists(st.sampled_from(NAMES)) | json_values,
        },
    ),
    max_leaves=4,
)
whole_schemas = st.fixed_dictionaries(
    {"properties": st.dictionaries(st.sampled_from(NAMES), properties, min_size=1, max_size=4)},
    optional={
        "required": st.lists(st.sampled_from(NAMES), max_size=3),
        "$defs": st.fixed_dictionaries({"a": properties}),
        "oneOf": st.lists(
            st.fixed_dictionaries({"required": st.lists(st.sampled_from(NAMES), max_size=1)}), max_size=3
        ),
        "additionalProperties": st.booleans(),
    },
)


@settings(max_examples=60, deadline=None)
@given(whole_schemas, st.dictionaries(st.sampled_from(NAMES), json_values))
def test_no_schema_breaks_the_form_and_no_property_is_lost(schema: Any, params: dict[str, Any]) -> None:
    form = form_of(schema)
    assert {field.name for field in form.fields} == set(schema["properties"])
    values = values_of(form, params)
    for one in batch(form, values):
        validate(form, one, look=nothing_wrong)
        params_of(form, one)
    shown_at_once(form)
    title_of(form, values)
    worth_remembering(form, values)


@settings(max_examples=50, deadline=None)
@given(json_values | properties)
def test_what_is_no_schema_at_all_gives_a_form_too(schema: Any) -> None:
    form = form_of(schema)
    assert validate(form, {}, look=nothing_wrong) is not None
    assert isinstance(params_of(form, {}), dict)


# --- values ------------------------------------------------------------------------------------------

#: For each kind parameters that the server takes, all of them said.
FULL: dict[str, dict[str, Any]] = {
    "beat_sync": {"dance_file_id": "a" * 64, "bgm_file_id": "b" * 64, "mode": "retime"},
    "capcut_draft": {"draft_id": "film", "draft_folder": "C:/Drafts", "flavour": "jianying", "platform": "windows"},
    "document_analysis": {"url": "https://example.org/a.pdf", "title": "A", "language": "zh", "provider": "llm"},
    "pdf_exam": {"file_ids": ["a" * 64, "b" * 64], "counts": {"cloze": 3, "long": 1}, "seed": 7, "difficulty": "hard"},
    "text_to_video": {"prompt": "a fox", "provider": "tencent", "model_name": "Kling", "duration_s": 5.0,
                      "model_version": "2.6", "audio_generation": False, "person_generation": "AllowAdult",
                      "resolution": "720P"},
    "selftest": {"duration_s": 0.5, "steps": 3, "body": "spin", "ignore_sigterm": True, "output_bytes": 12},
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_parameters_come_out_as_they_went_in(kind: str) -> None:
    form = FORMS[kind]
    assert validate(form, values_of(form, FULL[kind])) == {}
    params = params_of(form, values_of(form, FULL[kind]))
    assert params == FULL[kind]
    assert KINDS[kind].parse(params) == KINDS[kind].parse(FULL[kind])


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_what_the_server_filled_in_comes_out_the_same_job(kind: str) -> None:
    """A job's document has every default in it; submitting that again must be the same work."""
    whole = KINDS[kind].parse(FULL[kind]).model_dump(mode="json")
    form = FORMS[kind]
    assert validate(form, values_of(form, whole)) == {}
    assert KINDS[kind].parse(params_of(form, values_of(form, whole))) == KINDS[kind].parse(FULL[kind])


def test_unset_values_are_left_to_the_server() -> None:
    assert params_of(FORMS["text_to_video"], {"prompt": "a fox"}) == {"prompt": "a fox"}
    assert params_of(FORMS["pdf_exam"], {"file_ids": [], "title": "", "counts": {}}) == {}


def test_fields_that_do_not_apply_are_neither_checked_nor_sent() -> None:
    video = FORMS["text_to_video"]
    values = {"prompt": "a fox", "fps": 30, "model_name": "Kling", "negative_prompt": "x" * 2000}
    assert not applies(video["model_name"], video, values)
    assert validate(video, values) == {}
    assert params_of(video, values) == {"prompt": "a fox", "fps": 30}
    values["provider"] = "tencent"
    assert set(validate(video, values)) == {"/negative_prompt"}
    assert "fps" not in params_of(video, values)


def test_what_a_field_depends_on_must_apply_itself() -> None:
    form = form_of(
        {
            "properties": {
                "a": {"enum": ["x", "y"], "default": "x"},
                "b": {"enum": ["x", "y"], "default": "y", "x-when": {"a": ["y"]}},
                "c": {"type": "string", "x-when": {"b": ["y"]}},
                "d": {"type": "string", "x-when": {"d": ["never"], "gone": ["z"]}},
            }
        }
    )
    assert not applies(form["c"], form, {})
    assert applies(form["c"], form, {"a": "y"})
    assert not applies(form["d"], form, {})


def test_values_of_an_older_form_that_no_longer_fit_are_dropped() -> None:
    old = {"difficulty": "brutal", "seed": "seven", "counts": [1], "title": 3, "language": "zh"}
    assert values_of(FORMS["pdf_exam"], old) == {"language": "zh"}


def test_names_that_an_open_schema_allows_are_kept() -> None:
    schema = {"properties": {"a": {"type": "string"}}}
    opened, closed = form_of(schema), form_of(schema | {"additionalProperties": False})
    assert params_of(opened, values_of(opened, {"a": "x", "b": 2})) == {"a": "x", "b": 2}
    assert params_of(closed, values_of(closed, {"a": "x", "b": 2})) == {"a": "x"}


def test_several_files_for_a_single_field_are_several_jobs() -> None:
    files = [{"$file": f"/{number}.docx"} for number in range(3)]
    jobs = batch(FORMS["document_analysis"], {"file_id": files, "language": "en"})
    assert jobs == [{"file_id": one, "language": "en"} for one in files]
    assert batch(FORMS["pdf_exam"], {"file_ids": files}) == [{"file_ids": files}]


def test_how_is_remembered_and_what_is_not() -> None:
    exam = {
        "file_ids": ["a" * 64],
        "title": "Midterm",
        "counts": {"cloze": 2},
        "difficulty": "hard",
        "seed": Unreadable("x"),
    }
    assert worth_remembering(FORMS["pdf_exam"], exam) == {"counts": {"cloze": 2}, "difficulty": "hard"}
    report = {"url": "https://example.org", "language": "zh"}
    assert worth_remembering(FORMS["document_analysis"], report) == {"language": "zh"}
    draft = {"draft_id": "film", "draft_folder": "C:/Drafts"}
    assert worth_remembering(FORMS["capcut_draft"], draft) == {"draft_folder": "C:/Drafts"}
    assert worth_remembering(FORMS["text_to_video"], {"prompt": "a", "fps": 30}) == {"fps": 30}
    song = {"mode": "retime", "music_tempo_bpm": 120.0, "half_beat_later": True}
    assert worth_remembering(FORMS["beat_sync"], song) == {"mode": "retime"}


def test_a_job_is_known_by_its_title_then_its_files_then_its_text() -> None:
    files = [{"$file": f"/x/{number}.pdf"} for number in range(5)]
    assert title_of(FORMS["pdf_exam"], {"file_ids": files, "title": "Midterm"}) == "Midterm"
    assert title_of(FORMS["pdf_exam"], {"file_ids": files}) == "0.pdf + 1.pdf + 2.pdf + 2"
    assert title_of(FORMS["text_to_video"], {"prompt": "a fox\n" * 100}).startswith("a fox a fox")
    assert len(title_of(FORMS["text_to_video"], {"prompt": "a fox\n" * 100})) <= 120
    assert title_of(FORMS["capcut_draft"], {"draft_id": "film"}) == "film"
    assert title_of(FORMS["selftest"], {}) == ""


def test_what_a_job_needs_is_shown_at_once_and_the_rare_is_folded() -> None:
    shown = {name: [field.name for field in shown_at_once(form)] for name, form in FORMS.items()}
    assert shown["beat_sync"] == ["dance_file_id", "bgm_file_id", "mode"]
    assert shown["document_analysis"] == ["file_id", "url", "title", "language", "provider"]
    assert shown["pdf_exam"] == ["file_ids", "title", "counts", "difficulty", "language"]
    assert {"prompt", "provider", "model_name"} <= set(shown["text_to_video"])
    assert "logo_add" not in shown["text_to_video"]


# --- faults ------------------------------------------------------------------------------------------


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
