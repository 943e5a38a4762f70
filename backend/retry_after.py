"""Reading ``Retry-After``: how long a server asks to be left alone."""

from __future__ import annotations

import datetime
import email.utils
import math


def retry_after_s(header: str | None, *, sent: str | None = None, now: datetime.datetime | None = None) -> float | None:
    """Return the seconds that a Retry-After header asks for, 0 or more; None where it is missing or makes no sense.

    Args:
        header: a number of seconds or a date.
        sent: the answer's Date header: a date is reckoned from the sender's own clock where it tells the time.
        now: the time to reckon from where it doesn't; None for this machine's clock.

    Source: RFC 9110, section 10.2.3.
    """
    seconds = seconds_in(header)
    if seconds is not None:
        return max(0.0, seconds)
    then = _date(header)
    if then is None:
        return None
    return max(0.0, (then - (_date(sent) or now or datetime.datetime.now(datetime.UTC))).total_seconds())


def seconds_in(header: str | None) -> float | None:
    """Return a header's finite number, None where it is none."""
    try:
        number = float(header or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _date(header: str | None) -> datetime.datetime | None:
    try:
        found = email.utils.parsedate_to_datetime(header or "")
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)
