"""The timeline of a draft: canvas and tracks. Times are seconds, places fractions of the canvas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from backend.catalogue import FileInput
from backend.drafts.parts import Part, Position, Style
from backend.drafts.segments import (
    AudioSegment,
    ImageSegment,
    Segment,
    SubtitleSegment,
    TextSegment,
    VideoSegment,
    is_file_id,
)
from backend.errors import pointer_below

MAX_TRACKS, MAX_SEGMENTS = 100, 5000
#: What an uploaded file on a track of each type may be.
ACCEPTED = {
    "video": FileInput(accept=("video/*",)),
    "image": FileInput(accept=("image/*",)),
    "audio": FileInput(accept=("audio/*",)),
}


def _a_name(text: str) -> str:
    if not text.strip():
        raise ValueError("A draft needs a name.")
    if any(ord(char) < 32 or ord(char) == 127 for char in text):
        raise ValueError("There are line breaks or control characters in this name.")
    return text


class Canvas(Part):
    """The picture that is made: pixels and frames a second."""

    width: Annotated[int, Field(ge=16, le=8192)] = 1920
    height: Annotated[int, Field(ge=16, le=8192)] = 1080
    fps: Annotated[float, Field(ge=1, le=240)] = 30.0


class Track(Part):
    """What every track has; later tracks lie over earlier ones."""

    name: Annotated[str, Field(max_length=100, description="for people; may be empty")] = ""


class VideoTrack(Track):
    """Films, one after the other."""

    type: Literal["video"]
    mute: bool = False
    segments: Annotated[tuple[VideoSegment, ...], Field(min_length=1, max_length=MAX_SEGMENTS, strict=False)]


class ImageTrack(Track):
    """Still images."""

    type: Literal["image"]
    segments: Annotated[tuple[ImageSegment, ...], Field(min_length=1, max_length=MAX_SEGMENTS, strict=False)]


class AudioTrack(Track):
    """Sound files."""

    type: Literal["audio"]
    mute: bool = False
    segments: Annotated[tuple[AudioSegment, ...], Field(min_length=1, max_length=MAX_SEGMENTS, strict=False)]


class TextTrack(Track):
    """Texts."""

    type: Literal["text"]
    segments: Annotated[tuple[TextSegment, ...], Field(min_length=1, max_length=MAX_SEGMENTS, strict=False)]


class SubtitleTrack(Track):
    """Subtitles: as segments, or as the text of an srt file, which becomes segments."""

    type: Literal["subtitle"]
    style: Style = Style(size=5.0)
    position: Position = Position(x=0.5, y=0.9)
    srt: Annotated[str, Field(max_length=1_000_000, description="instead of segments: the text of an srt file")] = ""
    segments: Annotated[tuple[SubtitleSegment, ...], Field(max_length=MAX_SEGMENTS, strict=False)] = ()


AnyTrack = Annotated[
    VideoTrack | ImageTrack | AudioTrack | TextTrack | SubtitleTrack, Field(discriminator="type")
]  # fmt: skip
#: The model of the segments of each type of track.
SEGMENTS: dict[str, type[Segment]] = {
    "video": VideoSegment,
    "image": ImageSegment,
    "audio": AudioSegment,
    "text": TextSegment,
    "subtitle": SubtitleSegment,
}


class Timeline(Part):
    """A whole draft. ``parse`` makes it from what a caller sent and checks what no single field can tell."""

    name: Annotated[str, Field(max_length=300), AfterValidator(_a_name)]
    canvas: Canvas = Canvas()
    tracks: Annotated[tuple[AnyTrack, ...], Field(min_length=1, max_length=MAX_TRACKS, strict=False)]

    def document(self) -> dict[str, Any]:
        """Return the timeline as JSON values, everything named; ``parse`` takes it again."""
        return self.model_dump(mode="json")

    def sources(self) -> Iterator[tuple[str, str, str]]:
        """Yield (JSON pointer, source, type of track) of every segment that has a source."""
        for number, track in enumerate(self.tracks):
            for index, segment in enumerate(track.segments):
                if isinstance(segment, (VideoSegment, ImageSegment, AudioSegment)):
                    yield pointer_below("", "tracks", number, "segments", index, "source"), segment.source, track.type

    def files(self) -> Iterator[tuple[str, str, FileInput]]:
        """Yield (JSON pointer, file id, what it may be) of every segment whose source was uploaded."""
        for pointer, source, kind in self.sources():
            if is_file_id(source):
                yield pointer, source, ACCEPTED[kind]

    def has_addresses(self) -> bool:
        """Return whether something has to be fetched from the web."""
        return any(not is_file_id(source) for _, source, _ in self.sources())
