"""What a JSON file is, by its shape: a pair of waveforms, an exam, a report; else a tree like any other.

Nothing is believed: whatever is missing or of another type is left out, and whatever is too long is cut.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WAVEFORMS, QUESTIONS, REPORT, TREE = "waveforms", "questions", "report", "tree"

#: More than this of anything is not drawn.
MOST_ENTRIES = 300
_MOST_TRACKS, _MOST_PEAKS, _MOST_LETTERS = 8, 20_000, 4_000


@dataclass(frozen=True)
class Track:
    """One sound: ``peaks`` from 0 to 1, one for each step of the axis; it plays from ``begin_s`` to ``end_s``."""

    label: str
    begin_s: float
    end_s: float
    peaks: tuple[float, ...]


@dataclass(frozen=True)
class Waveforms:
    """Sounds on one clock. ``offset_s`` is the place found on it, None where the file names none."""

    start_s: float
    step_s: float
    tracks: tuple[Track, ...]
    offset_s: float | None = None

    @property
    def end_s(self) -> float:
        """Where the axis ends."""
        return self.start_s + self.step_s * max(len(track.peaks) for track in self.tracks)


def shape_of(document: object) -> str:
    """Return what a JSON value is."""
    if not isinstance(document, dict):
        return TREE
    if waveforms_of(document):
        return WAVEFORMS
    items = document.get("items")
    if isinstance(items, list) and items and all(isinstance(item, dict) and item.get("stem") for item in items[:20]):
        return QUESTIONS
    if texts_of(document.get("summary")) and isinstance(document.get("chapters"), list):
        return REPORT
    return TREE


def waveforms_of(document: Mapping[str, Any]) -> Waveforms | None:
    """Return the waveforms that a report holds under ``waveforms``, None if it holds none that can be drawn."""
    drawn = document.get("waveforms")
    if not isinstance(drawn, dict):
        return None
    start_s, step_s = number_of(drawn.get("start_s")), number_of(drawn.get("step_s"))
    if start_s is None or not step_s or step_s < 0:
        return None
    tracks = tuple(
        track for entry in entries_of(drawn.get("tracks"))[:_MOST_TRACKS] if (track := _track(entry, start_s, step_s))
    )
    return Waveforms(start_s, step_s, tracks, number_of(document.get("offset_s"))) if tracks else None


def _track(entry: Mapping[str, Any], start_s: float, step_s: float) -> Track | None:
    peaks = entry.get("peaks")
    if not isinstance(peaks, list) or not peaks:
        return None
    values = [abs(number_of(peak) or 0.0) for peak in peaks[:_MOST_PEAKS]]
    loudest = max(values) or 1.0
    begin_s, end_s = number_of(entry.get("begin_s")), number_of(entry.get("end_s"))
    return Track(
        text_of(entry.get("label")),
        start_s if begin_s is None else begin_s,
        start_s + step_s * len(values) if end_s is None else end_s,
        tuple(value / loudest for value in values),
    )


def number_of(value: object) -> float | None:
    """Return a finite number within reason, else None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e9 else None


def text_of(value: object) -> str:
    """Return a text, cut where it is too long for anyone; a number as its digits, empty for anything else."""
    if isinstance(value, str):
        return value if len(value) <= _MOST_LETTERS else value[:_MOST_LETTERS] + "…"
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def texts_of(value: object) -> list[str]:
    """Return the texts of a list; a single text is a list of one."""
    if isinstance(value, str):
        return [text_of(value)]
    if not isinstance(value, list):
        return []
    return [text for entry in value[:MOST_ENTRIES] if (text := text_of(entry))]


def entries_of(value: object) -> list[dict[str, Any]]:
    """Return the objects of a list."""
    return [entry for entry in value[:MOST_ENTRIES] if isinstance(entry, dict)] if isinstance(value, list) else []
