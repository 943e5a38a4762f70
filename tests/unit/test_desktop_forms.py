"""From schemas to fields, and from values to parameters."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.fields import (
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
from tests.material.forms import FORMS, FULL, KINDS, field_of, nothing_wrong

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
    assert type(field_of(schema, **{"$defs": definitions})) is field


def test_pattern_of_another_dialect_is_left_to_the_server() -> None:
    assert field_of({"type": "string", "pattern": "(?<name>"}).pattern is None


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
