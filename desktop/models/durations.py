"""Spans and moments in words: ``2 min 10 s``, ``1–3 min left``, ``14:32``."""

from __future__ import annotations

from datetime import datetime, timedelta

from desktop.i18n import tr

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3_600, 86_400
#: Ends of a range that differ by less are one.
_SAME_RATIO = 1.15


def span(seconds: float) -> str:
    """Write an exact span in its two largest units."""
    whole = max(0, int(seconds))
    if whole < _MINUTE_S:
        return tr("{n} s", n=whole)
    if whole < _HOUR_S:
        return tr("{minutes} min {seconds} s", minutes=whole // _MINUTE_S, seconds=whole % _MINUTE_S)
    if whole < _DAY_S:
        return tr("{hours} h {minutes} min", hours=whole // _HOUR_S, minutes=whole % _HOUR_S // _MINUTE_S)
    return tr("{days} d {hours} h", days=whole // _DAY_S, hours=whole % _DAY_S // _HOUR_S)


def about(seconds: float) -> str:
    """Write an estimated span in one unit, no finer than anyone can know it."""
    number, unit = _coarse(seconds)
    return _in(unit, str(number))


def between(low_s: float, high_s: float) -> str:
    """Write an estimated range: ``1–3 min``, ``40 s – 2 min``; one number where the ends are about the same."""
    low, high = _coarse(low_s), _coarse(high_s)
    if low == high or high_s <= low_s * _SAME_RATIO:
        return about(high_s)
    if low[1] == high[1]:
        return _in(low[1], f"{low[0]}–{high[0]}")
    return f"{_in(low[1], str(low[0]))} – {_in(high[1], str(high[0]))}"  # noqa: RUF001 - a range is written with an en dash


def clock(at_s: float) -> str:
    """Write the time of day of a moment, local."""
    return f"{datetime.fromtimestamp(at_s).astimezone():%H:%M}"


def day(at_s: float, now_s: float) -> str:
    """Write the day of a moment: nothing for today, else yesterday or the date."""
    date, today = datetime.fromtimestamp(at_s).date(), datetime.fromtimestamp(now_s).date()
    if date == today:
        return ""
    return tr("Yesterday") if date == today - timedelta(days=1) else date.isoformat()


def _coarse(seconds: float) -> tuple[int, str]:
    if seconds < 10:
        return max(1, round(seconds)), "s"
    if seconds < 55:
        return 5 * round(seconds / 5), "s"
    if seconds < 90 * _MINUTE_S:
        return max(1, round(seconds / _MINUTE_S)), "min"
    if seconds < 36 * _HOUR_S:
        return round(seconds / _HOUR_S), "h"
    return round(seconds / _DAY_S), "d"


def _in(unit: str, number: str) -> str:
    if unit == "s":
        return tr("{n} s", n=number)
    if unit == "min":
        return tr("{n} min", n=number)
    return tr("{n} h", n=number) if unit == "h" else tr("{n} d", n=number)
