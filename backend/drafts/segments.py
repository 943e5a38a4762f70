"""The segments of a timeline, one model for each type of track."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from backend.drafts.parts import (
    Background,
    Chroma,
    Crop,
    Effect,
    Fade,
    Filter,
    Flip,
    Mask,
    Named,
    Part,
    PictureAnimations,
    PictureKeyframe,
    Position,
    PositiveSeconds,
    Seconds,
    Style,
    TextAnimations,
    TextKeyframe,
    Transition,
    VolumeKeyframe,
)

_FILE_ID = re.compile(r"[0-9a-f]{64}")
_ADDRESS = re.compile(r"https?://[^\s/?#][^\s]*")
#: Letters in one text.
MAX_TEXT_CHARS = 5000
_MAX_KEYFRAMES = 500


def is_file_id(source: str) -> bool:
    """Return whether a source is an uploaded file rather than an address."""
    return _FILE_ID.fullmatch(source) is not None


def _source(text: str) -> str:
    if not is_file_id(text) and not _ADDRESS.fullmatch(text):
        raise ValueError("This is neither the id of an uploaded file nor a whole http or https address.")
    return text


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("There is no letter in this text.")
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text.replace("\r\n", "\n")):
        raise ValueError("There are control characters in this text; only line breaks and tabs are possible.")
    return text


Source = Annotated[
    str,
    Field(max_length=2000, description="The id of an uploaded file, or an http or https address."),
    AfterValidator(_source),
]
Volume = Annotated[float, Field(ge=0, le=10, description="1 as recorded")]
Speed = Annotated[float, Field(ge=0.1, le=100, description="2 plays twice as fast")]


class Segment(Part):
    """What every segment has: its time on the track, seconds."""

    start_s: Seconds
    duration_s: PositiveSeconds


class Placed(Segment):
    """What is seen has a place on the canvas."""

    position: Position = Position()
    scale: Annotated[float, Field(ge=0.01, le=100)] = 1.0
    rotation: Annotated[float, Field(ge=-36_000, le=36_000, description="degrees clockwise")] = 0.0
    opacity: Annotated[float, Field(ge=0, le=1)] = 1.0
    flip: Flip = Flip()


class Picture(Placed):
    """What films and images share."""

    source: Source
    crop: Crop | None = None
    transition: Transition | None = None
    animations: PictureAnimations | None = None
    filters: Annotated[tuple[Filter, ...], Field(max_length=10, strict=False)] = ()
    effects: Annotated[tuple[Effect, ...], Field(max_length=10, strict=False)] = ()
    mask: Mask | None = None
    mix_mode: Named | None = None
    background: Background | None = None
    chroma: Chroma | None = None
    keyframes: Annotated[tuple[PictureKeyframe, ...], Field(max_length=_MAX_KEYFRAMES, strict=False)] = ()


class ImageSegment(Picture):
    """A still image for some time."""


class VideoSegment(Picture):
    """A piece of a film; it needs ``duration_s * speed`` seconds of it from ``source_start_s`` on."""

    source_start_s: Seconds = 0.0
    speed: Speed = 1.0
    volume: Volume = 1.0
    change_pitch: bool = False
    fade: Fade | None = None


class AudioSegment(Segment):
    """A piece of a sound file."""

    source: Source
    source_start_s: Seconds = 0.0
    speed: Speed = 1.0
    volume: Volume = 1.0
    change_pitch: bool = False
    fade: Fade | None = None
    effects: Annotated[
        tuple[Effect, ...], Field(max_length=3, strict=False, description="one scene, one tone, one song at most")
    ] = ()
    keyframes: Annotated[tuple[VolumeKeyframe, ...], Field(max_length=_MAX_KEYFRAMES, strict=False)] = ()


class TextSegment(Placed):
    """A text on the canvas."""

    text: Annotated[str, Field(max_length=MAX_TEXT_CHARS), AfterValidator(_said)]
    style: Style = Style()
    animations: TextAnimations | None = None
    keyframes: Annotated[tuple[TextKeyframe, ...], Field(max_length=_MAX_KEYFRAMES, strict=False)] = ()


class SubtitleSegment(Segment):
    """A line of subtitles; place and style are the track's unless it has its own."""

    text: Annotated[str, Field(max_length=MAX_TEXT_CHARS), AfterValidator(_said)]
    style: Style | None = None
    position: Position | None = None
