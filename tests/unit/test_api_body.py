"""Reading JSON bodies strictly."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.api.body import forbidden_characters, parse_json
from backend.api.refusals import MalformedBody

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON_VALUES)
def test_every_json_value_is_read_as_it_is(value: object) -> None:
    assert parse_json(json.dumps(value).encode(), max_depth=200) == value


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"{", "isn't JSON"),
        (b"kind=selftest", "isn't JSON"),
        (b'{"a": 1,}', "isn't JSON"),
        (b'\xef\xbb\xbf{"a": 1}', "isn't JSON"),
        (b'{"a": "\xff"}', "isn't UTF-8"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "-Infinity"),
        (b'{"a": 1e999}', "too large"),
        (b'{"a": ' + b"9" * 5000 + b"}", "too long"),
        (b'{"a": 1, "b": 2, "a": 3}', '"a" appears twice'),
        (b'{"a": {"x": 1, "x": 1}}', '"x" appears twice'),
    ],
)
def test_what_is_not_clear_json_is_refused_with_the_reason(data: bytes, says: str) -> None:
    with pytest.raises(MalformedBody, match=says):
        parse_json(data, max_depth=32)


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":['])
def test_deep_nesting_is_refused_before_parsing(opening: bytes) -> None:
    with pytest.raises(MalformedBody, match="32 levels"):
        parse_json(opening * 10_000, max_depth=32)


def test_nesting_up_to_the_limit_is_read() -> None:
    assert parse_json(b"[" * 32 + b"]" * 32, max_depth=32)
    with pytest.raises(MalformedBody, match="levels"):
        parse_json(b"[" * 33 + b"]" * 33, max_depth=32)


def test_brackets_in_texts_are_no_nesting() -> None:
    value = {"a": "[" * 100 + '\\"{' * 100}
    assert parse_json(json.dumps(value).encode(), max_depth=4) == value


@pytest.mark.parametrize("unit", ['\\"', '"', "\\", '"\\', '"[', "[]"])
def test_no_text_makes_the_depth_check_slow(unit: str) -> None:
    text = ('"' + unit * 1_000_000)[:1_000_000]
    began_s = time.monotonic()
    with pytest.raises(MalformedBody):
        parse_json(text.encode(), max_depth=32)
    assert time.monotonic() - began_s < 2


def test_every_text_with_nul_or_half_a_surrogate_is_named() -> None:
    document = {"a": ["ok", "x\0"], "b/c": "\ud800", "\0": 1, "😀": "😀"}
    assert {fault.pointer for fault in forbidden_characters(document)} == {"/a/1", "/b~1c", "/?"}
