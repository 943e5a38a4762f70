"""JSON Merge Patch, by the examples of its RFC."""

from __future__ import annotations

from typing import Any

import pytest

from backend.api.merge_patch import merged


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_examples_of_the_standard_come_out_as_it_says(target: Any, patch: Any, result: Any) -> None:
    assert merged(target, patch) == result


def test_neither_document_is_changed() -> None:
    target, patch = {"a": {"b": 1}, "c": [1]}, {"a": {"b": None, "d": 2}}
    assert merged(target, patch) == {"a": {"d": 2}, "c": [1]}
    assert (target, patch) == ({"a": {"b": 1}, "c": [1]}, {"a": {"b": None, "d": 2}})
