"""Opening other people's media files: every way in which that fails gets a name and a sentence."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import av
from av.stream import Discard, Disposition

from backend.errors import JobFailure

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.frame import Frame
    from av.packet import Packet
    from av.stream import Stream
    from av.video.stream import VideoStream


#: Headers are rounded, and the last packets may be damaged: so much may always be missing, or 2 % of a long track.
_MISSING_END_S = 2.0


@dataclasses.dataclass(frozen=True)
class MediaFile:
    """One of the job's two files.

    Args:
        path: where it lies.
        role: what it is to the job, for messages: ``dance video`` or ``music``.
        parameter: the parameter that named it.
        name: the name under which it was uploaded.
    """

    path: Path
    role: str
    parameter: str
    name: str

    def failure(self, code: str, sentence: str, **details: object) -> JobFailure:
        """Return a failure that names this file."""
        return JobFailure(code, sentence, details={"file": self.parameter, "name": self.name, **details})

    def unreadable(self, why: str) -> JobFailure:
        """Return the failure for a file that is damaged, or no media file at all."""
        return self.failure(
            "unreadable_media",
            f"The {self.role} ({self.name}) can't be read: {why}. Check that it plays, and upload it again.",
        )


def lacks_its_end(missing_s: float, declared_s: float) -> bool:
    """Tell whether a track ends so long before the end its own header names that it was cut off on its way here."""
    return missing_s > max(_MISSING_END_S, 0.02 * declared_s)


@contextlib.contextmanager
def opened(file: MediaFile) -> Iterator[InputContainer]:
    """Open a media file for reading; whatever FFmpeg says against it becomes ``unreadable_media``.

    Raises:
        JobFailure: ``unreadable_media``.
    """
    if file.path.stat().st_size == 0:
        raise file.unreadable("the file is empty")
    try:
        # Local files only: a playlist or a reference inside a file must never make the service open anything else.
        with av.open(str(file.path), options={"protocol_whitelist": "file"}) as container:
            yield container
    except (av.FFmpegError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "its header is damaged"
        raise file.unreadable(reason[0].lower() + reason[1:]) from error


def sound_stream(container: InputContainer) -> AudioStream | None:
    """Return the file's sound: the default stream, else the first; None without any."""
    streams = [stream for stream in container.streams.audio if stream.codec_context is not None]
    preferred = [stream for stream in streams if stream.disposition & Disposition.default]
    return next(iter(preferred or streams), None)


def picture_stream(container: InputContainer) -> VideoStream | None:
    """Return the file's moving picture, or None; a cover picture in a music file is none."""
    for stream in container.streams.video:
        if stream.codec_context is not None and not stream.disposition & Disposition.attached_pic:
            return stream
    return None


def surveyed_picture(container: InputContainer) -> VideoStream:
    """Return the picture of a file of which survey() has said that it has one."""
    stream = picture_stream(container)
    if stream is None:
        raise LookupError("the picture is gone from a file that had one")
    return stream


def stamp_of(thing: Packet[VideoStream] | Packet[AudioStream] | Frame) -> int:
    """Return the display time of a packet or frame that is known to have one, in units of its time base."""
    if thing.pts is None:
        raise LookupError("a time stamp is missing where there was one")
    return thing.pts


def seconds_of(thing: Packet[VideoStream] | Packet[AudioStream] | Frame) -> float:
    """Return the same in seconds."""
    return float(stamp_of(thing) * (thing.time_base or 0))


def read_only(container: InputContainer, wanted: Stream) -> None:
    """Tell the demuxer to skip all other streams: it need not even read their bytes."""
    for stream in container.streams:
        if stream.index != wanted.index:
            stream.discard = Discard.all


#: Containers whose index leads exactly to a key frame. Others guess, and land behind it or lose the time stamps.
_SEEKABLE = frozenset({"mov", "mp4", "matroska", "webm"})


def go_to(container: InputContainer, stream: Stream, stamp: int) -> None:
    """Move to the key frame at a time stamp, or to the beginning where the container can't seek exactly."""
    if _SEEKABLE & set(container.format.name.split(",")):
        container.seek(stamp, stream=stream)
    else:
        container.seek(0)
