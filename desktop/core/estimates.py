"""How long a job has taken and may still take: ranges in words, never more exact than what is known."""

from __future__ import annotations

import math
from collections.abc import Iterable

from desktop.core.job import RUNNING, WAITING, Job
from desktop.i18n import tr

MINUTE_S, HOUR_S, DAY_S = 60.0, 3600.0, 86_400.0

Range = tuple[float, float]

_DASH = "\u2013"


def elapsed_s(job: Job, now_s: float) -> float | None:
    """Return how long a job has run, or ran; None before it starts.

    Args:
        job: its row.
        now_s: the server's Unix seconds.
    """
    if job.started_at is None or (job.finished_at is None and job.state != RUNNING):
        return None
    return max(0.0, (now_s if job.finished_at is None else job.finished_at) - job.started_at)


def left_s(job: Job, now_s: float) -> Range | None:
    """Return the least and most seconds until a job ends, None where nobody knows.

    What the server told counts down from when it told it. Of a job that has outlived it nobody knows anything.

    Args:
        job: its row.
        now_s: the server's Unix seconds.
    """
    if not job.live or job.estimated_finish_s is None:
        return None
    low, high = job.estimated_low_s, job.estimated_high_s
    if low is None or high is None:
        low = high = job.estimated_finish_s
    since_s = max(0.0, now_s - job.heard_at) if job.heard_at else 0.0
    if high - since_s <= 0:
        return None
    return max(0.0, low - since_s), high - since_s


def total_left_s(jobs: Iterable[Job], now_s: float) -> Range | None:
    """Return the least and most seconds until all live jobs have ended, None when nobody knows or none is live.

    The server's estimates play the whole queue forward, so the last job's end is the end of all.
    """
    ranges = [known for job in jobs if job.live and (known := left_s(job, now_s)) is not None]
    return (max(low for low, _ in ranges), max(high for _, high in ranges)) if ranges else None


def finish_words(job: Job, now_s: float) -> str:
    """Say when a job may end, such as ``about 2-3 min``; empty where nobody knows."""
    known = left_s(job, now_s)
    return range_words(*known) if known else ""


def range_words(low_s: float, high_s: float) -> str:
    """Say a span of time that is known roughly.

    Both ends are rounded outwards to a step that grows with the span; where the low end is far below the high one, only
    the high one is said.

    Args:
        low_s: at least so long, seconds.
        high_s: at most so long, seconds.
    """
    low_s, high_s = max(0.0, min(low_s, high_s)), max(low_s, high_s)
    if high_s <= 10:
        return tr("a few seconds")
    if high_s > DAY_S:
        return tr("more than a day") if low_s >= DAY_S else tr("a day or more")
    unit_s, step = _unit(high_s)
    high = math.ceil(high_s / unit_s / step) * step
    low = math.floor(low_s / unit_s / step) * step
    if low * 4 < high and not (low == 1 and high <= 4):
        return _up_to(unit_s, _number(high))
    span = _number(high) if low == high else f"{_number(low)}{_DASH}{_number(high)}"
    return _about(unit_s, span)


def span_words(seconds: float) -> str:
    """Say a span that is known exactly, such as an elapsed time: ``42 s``, ``3 min 05 s``, ``1 h 12 min``."""
    whole = int(seconds)
    if whole < MINUTE_S:
        return tr("{s} s", s=whole)
    if whole < HOUR_S:
        return tr("{min} min {s} s", min=whole // 60, s=f"{whole % 60:02d}")
    if whole < DAY_S:
        return tr("{h} h {min} min", h=whole // 3600, min=f"{whole // 60 % 60:02d}")
    return tr("{d} d {h} h", d=whole // 86_400, h=whole // 3600 % 24)


def progress_is_known(job: Job) -> bool:
    """Tell whether a bar may show a share: a running job that has measured none yet shows that it works, no more."""
    return job.state not in (RUNNING, WAITING) or (job.state == RUNNING and job.progress > 0)


def _unit(high_s: float) -> tuple[float, float]:
    """Return the unit (seconds) in which a span is said and the least step in units."""
    if high_s <= MINUTE_S:
        return 1.0, 10
    if high_s <= 10 * MINUTE_S:
        return MINUTE_S, 1
    if high_s <= HOUR_S:
        return MINUTE_S, 5
    return HOUR_S, 0.5 if high_s <= 4 * HOUR_S else 1


def _about(unit_s: float, span: str) -> str:
    if unit_s == 1:
        return tr("about {span} s", span=span)
    return tr("about {span} min", span=span) if unit_s == MINUTE_S else tr("about {span} h", span=span)


def _up_to(unit_s: float, most: str) -> str:
    if unit_s == 1:
        return tr("up to {most} s", most=most)
    return tr("up to {most} min", most=most) if unit_s == MINUTE_S else tr("up to {most} h", most=most)


def _number(value: float) -> str:
    return f"{value:g}"
