"""Sizes, places on a time line and moments in words."""

from __future__ import annotations

from datetime import datetime

from desktop.i18n import trn

_STEP = 1000
_UNITS = ("kB", "MB", "GB", "TB")


def size(count: float) -> str:
    """Say a size in bytes: ``950 bytes``, ``38 kB``, ``1.2 GB``."""
    if count < _STEP:
        return trn("{n} byte", "{n} bytes", int(count))
    power = 1
    while count >= _STEP**2 and power < len(_UNITS):
        count, power = count / _STEP, power + 1
    count /= _STEP
    return f"{count:.1f} {_UNITS[power - 1]}" if count < 10 else f"{count:,.0f} {_UNITS[power - 1]}"


def clock(seconds: float) -> str:
    """Say a place on a time line: ``1:05.250``."""
    sign = "\u2212" if seconds < -0.0005 else ""
    milliseconds = round(abs(seconds) * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{sign}{minutes}:{rest // 1000:02d}.{rest % 1000:03d}"


def moment(unix_s: float, *, now_s: float | None = None) -> str:
    """Say when something was, in this computer's time zone; the day only where it is not today.

    Args:
        unix_s: Unix seconds.
        now_s: the present; None asks the clock.
    """
    then = datetime.fromtimestamp(unix_s).astimezone()
    now = datetime.now().astimezone() if now_s is None else datetime.fromtimestamp(now_s).astimezone()
    return then.strftime("%H:%M:%S") if then.date() == now.date() else then.strftime("%Y-%m-%d %H:%M")
