"""Reading subtitles: WebVTT, SubRip, YouTube's json3 and TTML become cues, as leniently as players do.

Every format is read line by line or element by element with bounds on sizes and numbers; what can't be read is left
out.
Source: W3C WebVTT; the SubRip format as players read it; W3C TTML2 section 8 and 12 (the timing that is in use).
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

#: Bounds of what is taken for subtitles.
MAX_CUES, MAX_CUE_CHARS = 50_000, 2_000
#: Nothing that is filmed lasts longer, seconds.
MAX_TIME_S = 100 * 3600.0

_TIME = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,:](\d{1,9}))?")
_ARROW = re.compile(r"\s*-{1,2}>\s*")
_TAG = re.compile(r"<[^<>\n]{0,200}>")
_ASS_TAG = re.compile(r"\{\\[^{}\n]{0,200}\}")
_SPACE = re.compile(r"[\s\u200b\u200e\u200f\ufeff]+")
_TTML_OFFSET = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(h|ms|m|s|t|f)")


class Cue(NamedTuple):
    """One caption as it stands in its file.

    Args:
        start_s: when it appears, seconds.
        end_s: when it goes.
        lines: its lines, tags and entities resolved, none empty.
    """

    start_s: float
    end_s: float
    lines: tuple[str, ...]


def cues_of(text: str) -> list[Cue]:
    """Read subtitles of any of the formats, in the order of their times; empty if there is none."""
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("{"):
        found = _json3(start)
    elif start.startswith("<") and "<tt" in start[:2000]:
        found = _ttml(start)
    else:
        found = _arrows(text)
    cues: list[Cue] = []
    for cue in found:
        if len(cues) >= MAX_CUES:
            break
        if cue.lines and 0 <= cue.start_s <= MAX_TIME_S:
            cues.append(cue if cue.end_s >= cue.start_s else cue._replace(end_s=cue.start_s))
    return sorted(cues, key=lambda cue: cue.start_s)


def plain_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a cue without tags, entities and odd white space."""
    lines = []
    for line in text[: 4 * MAX_CUE_CHARS].replace("\\N", "\n").replace("\\n", "\n").splitlines():
        # An entity may spell a tag's brackets: tags go first, so that "&lt;b&gt;" stays the text it is.
        words = _SPACE.sub(" ", html.unescape(_TAG.sub("", _ASS_TAG.sub("", line)))).strip()
        if words:
            lines.append(words[:MAX_CUE_CHARS])
    return tuple(lines)


def _arrows(text: str) -> Iterator[Cue]:
    """Read WebVTT and SubRip: a line with an arrow, then text to the next empty line."""
    timing: tuple[float, float] | None = None
    words: list[str] = []
    for line in text.splitlines():
        found = _timing(line) if "->" in line and len(line) < 500 else None
        if found:
            if timing:  # no empty line between two cues: the number of the next one is no text
                yield Cue(*timing, plain_lines("\n".join(words[:-1] if words and words[-1].isdecimal() else words)))
            timing, words = found, []
        elif timing and not line.strip():
            if words:
                yield Cue(*timing, plain_lines("\n".join(words)))
                timing, words = None, []
        elif timing and len(words) < 50:
            words.append(line.strip())
    if timing:
        yield Cue(*timing, plain_lines("\n".join(words)))


def _timing(line: str) -> tuple[float, float] | None:
    """Read ``00:01.000 --> 00:02.000`` with anything behind it; an end that can't be read is the start."""
    halves = _ARROW.split(line.strip(), maxsplit=1)
    if len(halves) != 2:
        return None
    start = _seconds(halves[0])
    if start is None:
        return None
    end = _seconds(halves[1].split(" ")[0].strip())
    return start, start if end is None else end


def _seconds(text: str) -> float | None:
    found = _TIME.fullmatch(text.strip())
    if not found:
        return None
    hours, minutes, seconds, fraction = found.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + (float(f"0.{fraction}") if fraction else 0.0)


def _json3(text: str) -> Iterator[Cue]:
    """Read YouTube's json3: events with a start, a duration and segments of text."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return
    events = document.get("events") if isinstance(document, dict) else None
    for event in events if isinstance(events, list) else ():
        if not isinstance(event, dict):
            continue
        start_ms, length_ms, segments = event.get("tStartMs"), event.get("dDurationMs", 0), event.get("segs")
        if not isinstance(start_ms, int | float) or not isinstance(segments, list):
            continue
        length_ms = length_ms if isinstance(length_ms, int | float) else 0
        words = "".join(str(part.get("utf8", "")) for part in segments if isinstance(part, dict))
        yield Cue(start_ms / 1000, (start_ms + length_ms) / 1000, plain_lines(words))


def _ttml(text: str) -> Iterator[Cue]:
    """Read TTML: its ``p`` elements with ``begin`` and ``end`` or ``dur``."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(text.encode("utf-8"), parser)
    if root is None:
        return
    rate = root.get("{http://www.w3.org/ns/ttml#parameter}tickRate", "")
    ticks = float(rate) if rate.isdecimal() and float(rate) > 0 else 1.0
    for paragraph in root.iter("{*}p"):
        start = _ttml_seconds(paragraph.get("begin", ""), ticks)
        if start is None:
            continue
        end, length = _ttml_seconds(paragraph.get("end", ""), ticks), _ttml_seconds(paragraph.get("dur", ""), ticks)
        for pause in paragraph.iter("{*}br"):
            pause.text = "\n"
        words = "".join(str(part) for part in paragraph.itertext(with_tail=True))
        yield Cue(start, end if end is not None else start + (length or 0.0), plain_lines(html.escape(words)))


def _ttml_seconds(text: str, ticks: float) -> float | None:
    offset = _TTML_OFFSET.fullmatch(text.strip())
    if not offset:
        return _seconds(text)
    units = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "t": 1 / ticks, "f": 1 / 30}
    return float(offset[1]) * units[offset[2]]
