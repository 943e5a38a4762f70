"""Reading the query of an address."""

from __future__ import annotations

import falcon
import pytest
from falcon.testing import create_environ

from backend.api.job import wait_in
from backend.api.query import Query
from backend.errors import InvalidRequest


def query(text: str, known: set[str] | None = None) -> Query:
    return Query(falcon.Request(create_environ(query_string=text)), known or {"state", "limit", "wait", "tag"})


def test_words_may_be_repeated_or_listed() -> None:
    read = query("state=a,b&state=c&state=")
    assert read.words("state", ["a", "b", "c"]) == ["a", "b", "c"]
    read.refuse_faults()


def test_all_faults_are_named_at_once() -> None:
    read = query("state=a,x&limit=0&wait=soon&tag=1&tag=2&colour=red")
    read.words("state", ["a"])
    read.whole_number("limit", default=50, low=1, high=500)
    read.seconds("wait")
    read.word("tag")
    with pytest.raises(InvalidRequest) as caught:
        read.refuse_faults()
    assert {fault.pointer for fault in caught.value.faults} == {"/state", "/limit", "/wait", "/tag", "/colour"}


@pytest.mark.parametrize("text", ["501", "0", "-1", "1e2", "", "ten", "9" * 30, "%F0%9D%9F%9A", "5 "])
def test_limits_that_are_no_number_in_range_are_faults(text: str) -> None:
    read = query(f"limit={text}")
    assert read.whole_number("limit", default=50, low=1, high=500) == 50
    with pytest.raises(InvalidRequest):
        read.refuse_faults()


@pytest.mark.parametrize("text", ["nan", "inf", "-1", "1e400", "0x1"])
def test_seconds_that_are_no_plain_number_are_faults(text: str) -> None:
    read = query(f"wait={text}")
    assert read.seconds("wait") == 0
    with pytest.raises(InvalidRequest):
        read.refuse_faults()


def test_control_characters_and_endless_values_are_faults() -> None:
    for text in ("tag=a%00b", "tag=" + "x" * 201):
        with pytest.raises(InvalidRequest):
            query(text).refuse_faults()


@pytest.mark.parametrize(
    ("prefer", "seconds"),
    [
        ("wait=25", 25),
        ("respond-async, Wait = 2.5", 2.5),
        ('wait="3"; foo=bar', 3),
        ("", 0),
        ("wait", 0),
        ("wait=-1", 0),
        ("wait=nan", 0),
        ("wait=1.2.3", 0),
        ("await=5", 0),
    ],
)
def test_prefer_header_tells_how_long_to_wait(prefer: str, seconds: float) -> None:
    assert wait_in(prefer) == seconds
