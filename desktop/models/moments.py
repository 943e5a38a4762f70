"""Moments in words: the time of day, and the day where it isn't today."""

from __future__ import annotations

from datetime import datetime, timedelta

from desktop.i18n import tr


def clock(at_s: float) -> str:
    """Write the local time of day of a moment (Unix seconds)."""
    return f"{datetime.fromtimestamp(at_s):%H:%M}"


def day(at_s: float, now_s: float) -> str:
    """Write the local day of a moment: nothing for today, else yesterday or the date."""
    date, today = datetime.fromtimestamp(at_s).date(), datetime.fromtimestamp(now_s).date()
    if date == today:
        return ""
    return tr("Yesterday") if date == today - timedelta(days=1) else date.isoformat()
