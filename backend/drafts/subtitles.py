"""The text of an srt file as the segments of a subtitle track.

Source: the SubRip format as players read it: a number, ``hours:minutes:seconds,milliseconds --> ...``, lines, a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_CLOCK = r"(\d{1,3}):(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_TIMES = re.compile(rf"{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,100}>|\{\\[^{}\n]{0,100}\}")


class UnreadableSrt(ValueError):
    """A text that is no srt file; the words say where."""


def segments_of(srt: str) -> list[dict[str, Any]]:
    """Return the segments, in the order of time; one that runs into the next ends where that begins.

    Raises:
        UnreadableSrt: it holds no subtitles, or a block without times.
    """
    found = sorted(_cues(srt), key=lambda cue: cue[0])
    if not found:
        raise UnreadableSrt("There are no subtitles in this text.")
    segments: list[dict[str, Any]] = []
    for number, (start_ms, end_ms, text) in enumerate(found):
        later_ms = found[number + 1][0] if number + 1 < len(found) else end_ms
        end_ms = min(end_ms, later_ms) if later_ms > start_ms else end_ms  # noqa: PLW2901 (the end that counts)
        segments.append({"start_s": start_ms / 1000, "duration_s": (end_ms - start_ms) / 1000, "text": text})
    return segments


def _cues(srt: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start ms, end ms, text) of every block that says something."""
    lines = srt.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks = "\n".join(line.strip() for line in lines).strip("\n")
    for number, block in enumerate(re.split(r"\n{2,}", blocks), 1):
        rows = block.split("\n")
        if rows and rows[0].isdecimal() and len(rows) > 1:
            rows = rows[1:]
        times = _TIMES.fullmatch(rows[0]) if rows else None
        if times is None:
            if block:
                raise UnreadableSrt(f"Block {number} of this srt text has no line of times (00:00:01,000 --> ...).")
            continue
        text = _TAG.sub("", "\n".join(rows[1:])).strip()
        if text:
            yield _milliseconds(times.groups()[:4]), _milliseconds(times.groups()[4:]), text


def _milliseconds(clock: tuple[str, ...]) -> int:
    hours, minutes, seconds, parts = clock
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(parts.ljust(3, "0"))
