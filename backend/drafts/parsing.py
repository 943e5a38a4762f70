"""Reading a timeline as a caller sent it: every fault at once, each at its place."""

from __future__ import annotations

import itertools
from typing import Any

from pydantic import ValidationError

from backend.catalogue import faults_of
from backend.drafts import vocabulary
from backend.drafts.checks import track_faults, unknown
from backend.drafts.segments import Segment
from backend.drafts.subtitles import UnreadableSrt, segments_of
from backend.drafts.timeline import MAX_SEGMENTS, SEGMENTS, SubtitleTrack, Timeline
from backend.errors import Fault, InvalidRequest, pointer_below

#: More than these say nothing new.
MAX_FAULTS = 100
_UNKNOWN_NAME = "extra_forbidden"


def parse(document: Any, pointer: str = "") -> Timeline:
    """Read a timeline.

    Args:
        document: JSON values as they came.
        pointer: the JSON Pointer below which faults are named.

    Raises:
        InvalidRequest: naming every fault at once (the first hundred, if there are more).
    """
    faults: list[Fault] = []
    document = _without_srt(document, pointer, faults)
    timeline: Timeline | None = None
    try:
        timeline = Timeline.model_validate(document)
    except ValidationError as error:
        faults += _structural(error, pointer)
    if timeline is not None:
        faults += _font_faults(timeline, pointer)
    for number, segments, whole in _readable(document, timeline):
        found = track_faults(segments, pointer_below(pointer, "tracks", number), whole=whole)
        faults += itertools.islice(found, MAX_FAULTS + 1)
    if timeline is not None and (count := sum(len(track.segments) for track in timeline.tracks)) > MAX_SEGMENTS:
        faults.append(
            Fault(pointer_below(pointer, "tracks"), f"At most {MAX_SEGMENTS} segments are possible; here are {count}.")
        )
    if faults or timeline is None:
        raise InvalidRequest(_first(faults, pointer))
    return timeline


def _first(faults: list[Fault], pointer: str) -> list[Fault]:
    if len(faults) <= MAX_FAULTS:
        return faults
    return [*faults[:MAX_FAULTS], Fault(pointer, "There are more faults than these.")]


def _font_faults(timeline: Timeline, pointer: str) -> list[Fault]:
    return [
        Fault(pointer_below(pointer, "tracks", number, "style", "font"), unknown(vocabulary.FONTS, track.style.font))
        for number, track in enumerate(timeline.tracks)
        if isinstance(track, SubtitleTrack)
        and track.style.font is not None
        and vocabulary.find(vocabulary.FONTS, track.style.font) is None
    ]


def _structural(error: ValidationError, pointer: str) -> list[Fault]:
    """Return what the models say; a segment's pointer doesn't go through the name of its track's type."""
    faults = []
    items = error.errors(include_url=False, include_input=False)
    for item, fault in zip(items, faults_of(error), strict=True):
        where = list(item["loc"])
        if item["type"] == "too_short" and any(
            len(other["loc"]) > len(where) and list(other["loc"][: len(where)]) == where for other in items
        ):
            continue  # there are some, all of them faulty
        kind = ""
        if len(where) > 2 and where[0] == "tracks" and where[2] in SEGMENTS:
            kind = str(where.pop(2))
        detail = fault.detail
        if item["type"] == _UNKNOWN_NAME and len(where) == 5 and _belongs_elsewhere(kind, str(where[4])):
            detail = f"The segments of {_a(kind)} track have no {where[4]}."
        elif item["type"] in ("union_tag_invalid", "union_tag_not_found"):
            where.append("type")
            detail = f"The type of a track is one of: {', '.join(SEGMENTS)}."
        faults.append(Fault(pointer_below(pointer, *where), detail))
    return faults


def _belongs_elsewhere(kind: str, name: str) -> bool:
    return any(name in model.model_fields for other, model in SEGMENTS.items() if other != kind)


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "ai" else f"a {kind}"


def _readable(document: Any, timeline: Timeline | None) -> list[tuple[int, list[tuple[int, Segment]], bool]]:
    """Return (number, (index, segment)s, whether these are all) of each track, as far as it can be read."""
    if timeline is not None:
        return [(number, list(enumerate(track.segments)), True) for number, track in enumerate(timeline.tracks)]
    tracks = document.get("tracks") if isinstance(document, dict) else None
    found = []
    for number, track in enumerate(tracks[:100] if isinstance(tracks, list) else ()):
        kind = track.get("type") if isinstance(track, dict) else None
        listed = track.get("segments") if isinstance(track, dict) else None
        if not isinstance(kind, str) or kind not in SEGMENTS or not isinstance(listed, list):
            continue
        segments: list[tuple[int, Segment]] = []
        for index, raw in enumerate(listed[:MAX_SEGMENTS]):
            try:
                segments.append((index, SEGMENTS[kind].model_validate(raw)))
            except ValidationError:
                continue
        found.append((number, segments, len(segments) == len(listed)))
    return found


def _without_srt(document: Any, pointer: str, faults: list[Fault]) -> Any:
    """Return the document with the srt texts of its subtitle tracks read into segments."""
    if not isinstance(document, dict) or not isinstance(document.get("tracks"), list):
        return document
    tracks = [
        _read_srt(track, pointer_below(pointer, "tracks", number), faults)
        for number, track in enumerate(document["tracks"])
    ]
    return {**document, "tracks": tracks}


def _read_srt(track: Any, pointer: str, faults: list[Fault]) -> Any:
    if not isinstance(track, dict) or track.get("type") != "subtitle":
        return track
    srt = track.get("srt", "")
    if not isinstance(srt, str) or not srt:
        if not track.get("segments"):
            faults.append(Fault(pointer, "A subtitle track needs segments, or the text of an srt file as srt."))
        return track
    if track.get("segments"):
        faults.append(Fault(pointer_below(pointer, "srt"), "Give segments or srt, not both."))
        return track
    if len(srt) > 1_000_000:
        return track  # which the model refuses
    try:
        return {**track, "srt": "", "segments": segments_of(srt)}
    except UnreadableSrt as error:
        faults.append(Fault(pointer_below(pointer, "srt"), str(error)))
        return track
