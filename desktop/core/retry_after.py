"""Reading ``Retry-After``: how long a server asks to be left alone."""

from __future__ import annotations

import email.utils
import math
import time

#: No server means more than this; the user can always try sooner.
MOST_S = 3600.0


def retry_after_s(header: str | None, *, sent: str | None = None, now_s: float | None = None) -> float | None:
    """Return the seconds to wait, from 0 to ``MOST_S``; None where the header is missing or makes no sense.

    Args:
        header: a number of seconds or a date.
        sent: the answer's Date header: a date is reckoned from the sender's own clock where it tells the time.
        now_s: Unix seconds to reckon from where it doesn't; None for this machine's clock.

    Source: RFC 9110, section 10.2.3.
    """
    if not header:
        return None
    try:
        seconds = float(header)
    except ValueError:
        then = _unix_s(header)
        if then is None:
            return None
        sent_s = _unix_s(sent)
        seconds = then - (sent_s if sent_s is not None else time.time() if now_s is None else now_s)
    return min(max(0.0, seconds), MOST_S) if math.isfinite(seconds) else None


def _unix_s(date: str | None) -> float | None:
    try:
        return email.utils.parsedate_to_datetime(date or "").timestamp()
    except (ValueError, OverflowError):
        return None
