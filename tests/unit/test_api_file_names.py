"""File names as callers send them, and as headers carry them."""

from __future__ import annotations

import re

import falcon
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.api.file_names import disposition, name_in_disposition, plain_file_name
from backend.storage import is_plain_name


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("dance.mp4", "dance.mp4"),
        ("C:\\fakepath\\dance.mp4", "dance.mp4"),
        ("/home/x/dance.mp4", "dance.mp4"),
        ("  舞蹈.mp4 ", "舞蹈.mp4"),
        ("e\u0301.mp4", "\u00e9.mp4"),
        ("invoice\u202e4pm.exe", "invoice4pm.exe"),
        ("", "upload"),
        (".", "upload"),
        ("folder/", "upload"),
        ("...", "upload"),
        ("a;b\"c'd.mp4", "a;b\"c'd.mp4"),
    ],
)
def test_name_is_reduced_to_its_last_part(sent: str, name: str) -> None:
    assert plain_file_name(sent) == name


@pytest.mark.parametrize("sent", ["../../etc/passwd", "..\\x", "a/../b", "..", "a\0.mp4", "a\r\nX: y", "a\x85"])
def test_names_that_nobody_sends_by_accident_are_refused(sent: str) -> None:
    with pytest.raises(ValueError, match="file name must not"):
        plain_file_name(sent)


def test_long_name_keeps_its_suffix() -> None:
    name = plain_file_name("舞" * 300 + ".mp4")
    assert len(name.encode()) <= 255
    assert name.endswith("舞.mp4")


@given(st.text(max_size=400))
def test_every_name_that_passes_is_a_plain_one(sent: str) -> None:
    try:
        name = plain_file_name(sent)
    except ValueError:
        return
    assert is_plain_name(name)


@given(st.text(max_size=100), st.booleans())
def test_no_name_breaks_out_of_the_header(name: str, inline: bool) -> None:
    header = disposition(name, inline=inline)
    assert re.fullmatch(r"[\x20-\x7e]*", header)
    assert re.fullmatch(r"""(?:inline|attachment); filename="[^"\\]*"(?:; filename\*=UTF-8''[\w.~%-]*)?""", header)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=100))
def test_name_survives_its_way_through_the_header(name: str) -> None:
    assert name_in_disposition(disposition(name, inline=False)) == name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (None, None),
        ("attachment", None),
        ('attachment; filename="a.mp4"', "a.mp4"),
        ('form-data; filename="' + "é".encode().decode("latin-1") + '.mp4"', "é.mp4"),
        ("attachment; filename=old.mp4; filename*=UTF-8'de'neu%C3%A9.mp4", "neué.mp4"),
        ("attachment; filename=old.mp4; filename*=nonsense'x'y", "old.mp4"),
        ("attachment; filename=old.mp4; filename*=UTF-8''%FF", "old.mp4"),
    ],
)
def test_name_is_read_from_the_header(header: str | None, name: str | None) -> None:
    assert name_in_disposition(header) == name


def test_header_as_written_is_read_by_falcon_too() -> None:
    _, parameters = falcon.parse_header(disposition("a b.mp4", inline=True))
    assert parameters["filename"] == "a b.mp4"
