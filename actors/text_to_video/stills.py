"""Looking at a finished video: its measures, a poster, and a small moving preview."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import av
from PIL import Image, ImageStat

from backend.errors import JobFailure

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

#: Pictures of a preview, the length of its longer side in pixels, and how long each is shown, ms.
_PREVIEW_PICTURES, _PREVIEW_SIDE, _PREVIEW_SHOWN_MS = 16, 320, 160
#: The poster is the liveliest of the preview's pictures between these parts of the video.
_POSTER_FROM, _POSTER_TO = 0.2, 0.8


@dataclasses.dataclass(frozen=True, slots=True)
class Measures:
    """What a video really is, counted picture by picture.

    Args:
        width: pixels, as shown.
        height: pixels, as shown.
        frames: pictures that could be decoded.
        fps: pictures a second, on average.
        duration_s: from the first picture to the end of the last, seconds.
    """

    width: int
    height: int
    frames: int
    fps: float
    duration_s: float


def measure_and_draw(
    video: Path, poster: Path, preview: Path, *, threads: int, on_progress: Callable[[float], None] = lambda _: None
) -> Measures:
    """Decode a whole video once; write its poster (JPEG) and its preview (animated WebP).

    Args:
        video: any video file.
        poster: where the poster goes, in the video's own size.
        preview: where the preview goes.
        threads: for decoding.
        on_progress: told the share that is decoded, 0..1.

    Raises:
        JobFailure: ``unreadable_video`` if it has no picture, or one can't be decoded.
    """
    try:
        with av.open(str(video), options={"protocol_whitelist": "file"}) as container:
            stream = next((stream for stream in container.streams.video if stream.codec_context is not None), None)
            if stream is None:
                raise _unreadable("it has no picture")
            stream.thread_type, stream.codec_context.thread_count = "AUTO", threads
            return _looked_through(container, stream, poster, preview, on_progress)
    except (av.FFmpegError, UnicodeDecodeError) as error:
        raise _unreadable(getattr(error, "strerror", None) or "it is damaged") from error


def _looked_through(
    container: InputContainer, stream: VideoStream, poster: Path, preview: Path, on_progress: Callable[[float], None]
) -> Measures:
    expected = _expected_frames(stream)
    wanted = {int((place + 0.5) * expected / _PREVIEW_PICTURES) for place in range(_PREVIEW_PICTURES)}
    small: list[Image.Image] = []
    best: tuple[float, Image.Image] | None = None
    count, first_s, end_s = 0, 0.0, 0.0
    width = height = 0
    for frame in container.decode(stream):
        first_s = first_s if count else _time_s(frame)
        end_s = _time_s(frame) + _shown_s(frame, stream)
        width, height = frame.width, frame.height
        if count in wanted or not count:
            picture = Image.fromarray(frame.to_ndarray(format="rgb24"))
            worth = _liveliness(picture) if _POSTER_FROM <= count / expected <= _POSTER_TO else -1.0
            if best is None or worth > best[0]:
                best = worth, picture
            if count in wanted:
                small.append(_small(picture))
        count += 1
        on_progress(min(1.0, count / expected))
    if best is None:
        raise _unreadable("it has no picture")
    if count < 0.98 * stream.frames - 2:
        raise _unreadable(f"it breaks off after {count} of {stream.frames} pictures")
    best[1].save(poster, quality=90, optimize=True)
    _write_preview(small or [_small(best[1])], preview)
    duration_s = end_s - first_s
    return Measures(width, height, count, round(count / duration_s, 3) if duration_s else 0.0, round(duration_s, 6))


def _expected_frames(stream: VideoStream) -> int:
    """Return how many pictures the header promises; at least 1."""
    if stream.frames:
        return stream.frames
    if stream.duration and stream.time_base and stream.average_rate:
        return max(1, round(stream.duration * stream.time_base * stream.average_rate))
    return 1


def _time_s(frame: VideoFrame) -> float:
    return frame.time or 0.0


def _shown_s(frame: VideoFrame, stream: VideoStream) -> float:
    """Return how long a picture is shown: as its packet says, else as the rate has it."""
    if frame.duration and frame.time_base:
        return float(frame.duration * frame.time_base)
    return float(1 / stream.average_rate) if stream.average_rate else 0.0


def _small(picture: Image.Image) -> Image.Image:
    scale = _PREVIEW_SIDE / max(picture.size)
    width, height = (max(1, round(side * scale)) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.BOX)


def _liveliness(picture: Image.Image) -> float:
    """Return the spread of a picture's brightness: small for dark, blank and blurred ones."""
    return float(ImageStat.Stat(picture.convert("L").resize((64, 64))).stddev[0])


def _write_preview(pictures: list[Image.Image], path: Path) -> None:
    pictures[0].save(
        path, save_all=True, append_images=pictures[1:], duration=_PREVIEW_SHOWN_MS, loop=0, quality=60, method=2
    )


def _unreadable(why: str) -> JobFailure:
    return JobFailure(
        "unreadable_video",
        f"The video that was made can't be read: {why[0].lower() + why[1:]}. Try again.",
        retryable=True,
    )
