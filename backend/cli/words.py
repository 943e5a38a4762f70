"""Numbers, times and states in the words that people read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")
STATE_WORDS = {"queued": "waiting", "timed_out": "timed out"}


def size(bytes_: float) -> str:
    """Write a size: ``812 bytes``, ``3.4 MiB``."""
    for unit in UNITS:
        if bytes_ < 1024 or unit == UNITS[-1]:
            break
        bytes_ /= 1024
    return f"{bytes_:.0f} {unit}" if unit == "bytes" else f"{bytes_:.1f} {unit}"


def duration(seconds: float | None) -> str:
    """Write a time span in its two largest units: ``40 ms``, ``0.4 s``, ``12 s``, ``3 min 20 s``, ``3 d 4 h``."""
    if seconds is None:
        return "-"
    if seconds <= 0:
        return "0 s"
    if seconds < 0.0995:
        return f"{max(1, round(seconds * 1000))} ms"
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    for large, small, large_s, small_s in (("min", "s", 60, 1), ("h", "min", 3600, 60), ("d", "h", 86400, 3600)):
        if whole < large_s * (60 if large == "min" else 24) or large == "d":
            rest = whole % large_s // small_s
            return f"{whole // large_s} {large}" + (f" {rest} {small}" if rest else "")
    raise AssertionError("days end the table")


def amounts(by_name: Mapping[str, float]) -> str:
    """Write sums by their names: ``5 llm requests, 1,234,567 llm input tokens, 0.0018 llm cost``; whole ones first."""
    whole_first = sorted(by_name.items(), key=lambda item: (not float(item[1]).is_integer(), item[0]))
    return ", ".join(f"{_number(amount)} {name.replace('_', ' ')}" for name, amount in whole_first)


def _number(amount: float) -> str:
    if float(amount).is_integer():
        return f"{amount:,.0f}"
    return f"{amount:,.2f}" if abs(amount) >= 100 else f"{amount:.4g}"


def moment(text: str | None) -> datetime | None:
    """Read a time of the HTTP contract (RFC 3339, UTC)."""
    return datetime.fromisoformat(text) if text else None


def ago(text: str | None, now: datetime | None = None) -> str:
    """Write how long ago a moment was."""
    at = moment(text)
    if at is None:
        return "-"
    seconds = ((now or datetime.now(UTC)) - at).total_seconds()
    return "just now" if seconds < 1 else f"{duration(seconds)} ago"


def took_s(job: dict[str, Any], now: datetime | None = None) -> float | None:
    """Return the seconds from a job's start to its end, or to now while it runs."""
    started, finished = moment(job.get("started_at")), moment(job.get("finished_at"))
    if started is None or (finished is None and job["state"] != "running"):
        return None
    return ((finished or now or datetime.now(UTC)) - started).total_seconds()


def state(job: dict[str, Any]) -> str:
    """Write where a job stands: ``waiting, 3rd in line``, ``running``, ``timed out``."""
    if job["state"] == "queued":
        if job.get("not_before") and job.get("attempt", 0) > 0:
            return "waiting for the next attempt"
        return f"waiting, {ordinal(job['position'])} in line" if job.get("position") else "waiting"
    if job["state"] == "running" and job.get("cancel_requested"):
        return "stopping"
    return STATE_WORDS.get(job["state"], str(job["state"]))


def ordinal(number: int) -> str:
    """Write 1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def now_doing(job: dict[str, Any]) -> str:
    """Write what a job does now in one line, with what is known of its end."""
    words = [job["stage"] or state(job)] if job["state"] == "running" else [state(job)]
    if job["state"] == "running" and job.get("message"):
        words.append(job["message"])
    left_s = job.get("estimated_finish_s")
    if job["state"] in ("queued", "running") and left_s:
        words.append(f"about {duration(left_s)} left")
    return ", ".join(words)
