"""What a medium really is: its kind, length and size, read from its bytes and compared with what the timeline needs."""

from __future__ import annotations

import contextlib
import dataclasses
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import av
from av.stream import Disposition
from PIL import Image, UnidentifiedImageError

from actors.capcut_draft.media import Medium, Problem
from backend.drafts.segments import AudioSegment, Segment, VideoSegment
from backend.drafts.times import Span, microseconds
from backend.errors import SluiceError

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

#: Users read lengths off other tools, which round to milliseconds.
_ROUNDING_US = 1000
#: So much may lie between the end that a header names and the last packet; else the end of the file is missing.
_EXACT_MISSING_S, _ROUGH_MISSING_S, _ROUGH_MISSING = 0.3, 2.0, 0.02
#: Containers that list every packet in a table: what is in the table and not in the file was cut off.
_EXACT = frozenset({"mov", "mp4", "m4a", "matroska", "wav", "flac", "avi"})
_MAX_PIXELS = 16_384 * 16_384


class Unfit(SluiceError):
    """A medium that can't be used: a code for programs and the rest of a sentence for people."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(message)


@dataclasses.dataclass(frozen=True, slots=True)
class Probed:
    """What a medium is.

    Args:
        kind: ``video``, ``image`` or ``audio``.
        duration_us: microseconds; 0 for a still image.
        width: pixels; 0 for sound.
        height: pixels.
        has_sound: whether something is heard.
        ending: the usual ending of its file name, with the dot.
    """

    kind: str
    duration_us: int = 0
    width: int = 0
    height: int = 0
    has_sound: bool = False
    ending: str = ""


def probe(medium: Medium) -> Probed:
    """Read a medium as what its track says it is.

    Raises:
        Unfit: ``unreadable_media``, ``truncated_media``, ``wrong_media_type``.
    """
    if medium.bytes == 0:
        raise Unfit("unreadable_media", "The file is empty. Upload it again.")
    return _image(medium.path) if medium.track_type == "image" else _film_or_sound(medium.path, medium.track_type)


def needs(medium: Medium, probed: Probed, pointer: str, segment: Segment, span: Span) -> Problem | None:
    """Return what a segment asks of a medium that it doesn't have."""
    if not isinstance(segment, (VideoSegment, AudioSegment)):
        return None
    needed_us = source_span(segment, span).end_us
    if needed_us <= probed.duration_us + _ROUNDING_US:
        return None
    return Problem(
        pointer,
        medium.name,
        medium.source,
        "media_too_short",
        f"It lasts {probed.duration_us / 1e6:.3f} s, and the segment plays it up to {needed_us / 1e6:.3f} s. "
        "Shorten the segment or use a longer file.",
    )


def source_span(segment: VideoSegment | AudioSegment, span: Span) -> Span:
    """Return which part of its medium a segment plays."""
    start_us = microseconds(segment.source_start_s)
    return Span(start_us, start_us + max(1, round(span.duration_us * segment.speed)))


_IMAGE_ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "GIF": ".gif", "WEBP": ".webp", "BMP": ".bmp", "TIFF": ".tif"}


def _image(path: Path) -> Probed:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=list(_IMAGE_ENDINGS)) as image:
                width, height = image.size
                if width * height > _MAX_PIXELS:
                    raise Unfit("unreadable_media", "The picture has more pixels than can be used. Scale it down.")
                image.load()
                return Probed("image", 0, width, height, ending=_IMAGE_ENDINGS[image.format or ""])
    except Image.DecompressionBombError:
        raise Unfit("unreadable_media", "The picture has more pixels than can be used. Scale it down.") from None
    except UnidentifiedImageError:
        raise Unfit("wrong_media_type", _other_than(path, "image")) from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        code = "truncated_media" if "truncated" in str(error).lower() else "unreadable_media"
        raise Unfit(code, "The picture is damaged or its end is missing. Upload it again.") from error


def _other_than(path: Path, expected: str) -> str:
    """Return the sentence for a file of another kind than the track's."""
    kind = "no media file that can be read"
    with contextlib.suppress(Unfit), contextlib.suppress(Image.DecompressionBombError), _opened(path) as container:
        kind = "a film" if _picture(container) is not None else "a sound file" if container.streams.audio else kind
    if expected != "image" and kind.startswith("no "):
        with contextlib.suppress(OSError, Image.DecompressionBombError), Image.open(path, formats=list(_IMAGE_ENDINGS)):
            kind = "a still image"
    article = "an" if expected[0] in "ai" else "a"
    return f"It is {kind}, and stands on {article} {expected} track. Put another file there, or use another track."


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[InputContainer]:
    try:
        # Local files only: a playlist or a reference inside a file must never make the service open anything else.
        with av.open(str(path), options={"protocol_whitelist": "file"}) as container:
            yield container
    except (av.FFmpegError, UnicodeDecodeError) as error:
        raise Unfit("unreadable_media", "The file can't be read. Check that it plays, and upload it again.") from error


def _picture(container: InputContainer) -> VideoStream | None:
    """Return the moving picture; a still image and a cover in a sound file are none, a GIF is one."""
    if container.format.name == "image2" or container.format.name.endswith("_pipe"):
        return None
    for stream in container.streams.video:
        if stream.codec_context is not None and not stream.disposition & Disposition.attached_pic:
            return stream
    return None


def _film_or_sound(path: Path, expected: str) -> Probed:
    try:
        with _opened(path) as container:
            return _moving(container, path, expected)
    except Unfit as unfit:
        if unfit.code == "unreadable_media" and (said := _other_than(path, expected)).startswith("It is a still"):
            raise Unfit("wrong_media_type", said) from None
        raise


def _moving(container: InputContainer, path: Path, expected: str) -> Probed:
    picture = _picture(container)
    sound = next((each for each in container.streams.audio if each.codec_context is not None), None)
    if (picture is None) == (expected == "video") or (picture is None and sound is None):
        raise Unfit("wrong_media_type", _other_than(path, expected))
    width, height = (picture.codec_context.width, picture.codec_context.height) if picture else (0, 0)
    if picture and not (width and height):
        raise Unfit("unreadable_media", "Its picture can't be read. Check that it plays, and upload it again.")
    ending = _ending(container.format.name, expected)
    return Probed(expected, _duration_us(container), width, height, sound is not None, ending)


_ENDINGS = {"mov": ".mp4", "matroska": ".mkv", "avi": ".avi", "mp3": ".mp3", "wav": ".wav", "flac": ".flac",
            "ogg": ".ogg", "aac": ".aac", "mpegts": ".ts", "flv": ".flv", "gif": ".gif", "asf": ".wmv"}  # fmt: skip


def _ending(names: str, expected: str) -> str:
    first = names.split(",", maxsplit=1)[0]
    return ".m4a" if first == "mov" and expected == "audio" else _ENDINGS.get(first, "")


def _duration_us(container: InputContainer) -> int:
    """Return how long a file really plays: the end of its last packet, all packets read, none decoded.

    Raises:
        Unfit: ``truncated_media``.
    """
    declared_s = (container.duration or 0) / 1e6
    begin_s, end_s = float("inf"), 0.0
    for packet in container.demux():
        if packet.pts is None or packet.time_base is None or packet.is_corrupt:
            continue
        if packet.stream.type not in ("video", "audio") or packet.stream.disposition & Disposition.attached_pic:
            continue
        begin_s = min(begin_s, float(packet.pts * packet.time_base))
        end_s = max(end_s, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    found_s = end_s - min(max(begin_s, 0.0), end_s)
    exact = bool(_EXACT & set(container.format.name.split(",")))
    allowed_s = _EXACT_MISSING_S if exact else max(_ROUGH_MISSING_S, _ROUGH_MISSING * declared_s)
    if declared_s - found_s > allowed_s or found_s <= 0:
        raise Unfit(
            "truncated_media",
            f"Its end is missing: {found_s:.3f} of {declared_s:.3f} s are there. Check that it plays to its end, "
            "and upload it again.",
        )
    return round(max(found_s, declared_s if exact else 0.0) * 1e6)
