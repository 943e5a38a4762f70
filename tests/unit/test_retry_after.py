from __future__ import annotations

import datetime

import pytest

from backend.retry_after import retry_after_s

NOW = datetime.datetime(2026, 11, 23, 10, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("header", "expected_s"),
    [
        ("8", 8.0), ("1.5", 1.5), ("-1", 0.0), ("soon", None), ("inf", None), ("nan", None), ("", None), (None, None),
        ("\xb2", None), ("9" * 5000, None),
        ("Mon, 23 Nov 2026 10:00:30 GMT", 30.0), ("Mon, 23 Nov 2026 09:00:00 GMT", 0.0),
        ("Mon, 23 Nov 2026 10:00:30 -0000", 30.0), ("Mon, 23 Nov 2026 12:00:30 +0200", 30.0),
        ("Mon, 99 Nov 2026 10:00:30 GMT", None), ("Mon, 23 Nov 12000 10:00:30 GMT", None),
    ],
)  # fmt: skip
def test_retry_after_is_read_as_the_standard_says(header: str | None, expected_s: float | None) -> None:
    assert retry_after_s(header, now=NOW) == expected_s


def test_date_is_reckoned_by_the_senders_own_clock_where_it_tells_the_time() -> None:
    date = "Mon, 23 Nov 2026 10:00:30 GMT"
    assert retry_after_s(date, sent="Mon, 23 Nov 2026 10:00:10 GMT", now=NOW) == 20.0
    assert retry_after_s(date, sent="noon", now=NOW) == 30.0


def test_date_long_gone_is_no_wait_by_this_machines_clock() -> None:
    assert retry_after_s("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
