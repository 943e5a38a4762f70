"""Writing the film: pictures drawn in one thread, encoded in another, its sound beside them, all of exact length.

The drawing thread is ahead by a few pictures at most: memory stays the same however long the film is.
"""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter

from actors.text_to_video.procedural.ambience import SOUND_RATE_HZ, Samples
from actors.text_to_video.procedural.scene import Shot

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.video.stream import VideoStream

Pixels = npt.NDArray[np.uint8]

#: Flat areas and hard edges; drawing needs the cores more than a slower preset would. Against the bare preset these
#: parameters take a third of the encoder's work in rain, two fifths over eight films, for a good quarter more bytes
#: at the same distance from what was drawn; looking ahead less and no pictures between others save 65 MB at 1080P.
#: CAVLC instead of CABAC: the very same pictures for 6 to 12 per cent more bytes in 62 to 88 per cent of the time.
_X264 = {
    "preset": "veryfast",
    "crf": "18.5",
    "tune": "animation",
    "x264-params": "subme=1:me=dia:bframes=0:partitions=i4x4,i8x8:rc-lookahead=5:sync-lookahead=0:cabac=0",
}
_AAC = {"aac_coder": "fast"}
_AAC_BITS_PER_S = 128_000
#: Samples of an AAC packet.
_AAC_PACKET = 1024
#: Pictures that are drawn and not yet encoded, at most.
_AHEAD = 2
#: The sound is written this far ahead of the picture, so that a player finds both in one place.
_SOUND_AHEAD_S = 0.3


class Pictures(Protocol):
    """Where the pictures of a film come from.

    Attributes:
        pixel_format: order of the colours in a pixel as FFmpeg names it: ``rgba`` or ``bgra``.
    """

    pixel_format: str

    def draw(self, frame: int, pixels: Pixels) -> None:
        """Draw one picture into an array of the shape (height, width, 4)."""


def write_film(
    path: Path,
    pictures: Pictures,
    shot: Shot,
    sound: Samples,
    *,
    threads: int,
    on_picture: Callable[[int], None],
) -> None:
    """Write an mp4 that plays while it loads: H.264 and AAC.

    Args:
        path: where to.
        pictures: drawn one after the other, in a thread of their own.
        shot: size, pictures a second, how many.
        sound: (2, samples) at 48 kHz, as long as the pictures.
        threads: for the encoder.
        on_picture: told how many pictures are written, after each.
    """
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        video = _video_stream(container, shot, threads)
        audio = container.add_stream("aac", rate=SOUND_RATE_HZ, options=_AAC)
        audio.layout, audio.bit_rate = "stereo", _AAC_BITS_PER_S
        sound_frames = _sound_frames(sound)
        reformatter = VideoReformatter()
        for number, pixels in enumerate(_drawn(pictures, shot)):
            _write_sound(container, audio, sound_frames, shot.time_s(number) + _SOUND_AHEAD_S)
            container.mux(video.encode(_encodable(reformatter, pixels, pictures.pixel_format, number, shot)))
            on_picture(number + 1)
        _write_sound(container, audio, sound_frames, float("inf"))
        container.mux(audio.encode(None))
        container.mux(video.encode(None))


def _video_stream(container: OutputContainer, shot: Shot, threads: int) -> VideoStream:
    # One frame thread more would cost a picture's memory and delay, slices cost quality: x264 is told how many at most.
    stream = container.add_stream("libx264", rate=shot.fps, options={**_X264, "threads": str(threads)})
    stream.width, stream.height, stream.pix_fmt = shot.width, shot.height, "yuv420p"
    stream.time_base = Fraction(1, shot.fps)
    context = stream.codec_context
    context.time_base = Fraction(1, shot.fps)
    context.gop_size = 2 * shot.fps
    context.colorspace, context.color_range = Colorspace.ITU709, ColorRange.MPEG
    context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
    return stream


def _drawn(pictures: Pictures, shot: Shot) -> Iterator[Pixels]:
    """Yield the pictures in order; each array is drawn anew once the next one is asked for."""
    free = [np.zeros((shot.height, shot.width, 4), np.uint8) for _ in range(_AHEAD + 1)]
    coming: collections.deque[tuple[Future[None], Pixels]] = collections.deque()
    with ThreadPoolExecutor(1, "drawing") as painter:
        try:
            for number in range(shot.frames):
                pixels = free.pop()
                coming.append((painter.submit(pictures.draw, number, pixels), pixels))
                if not free:
                    yield _finished(coming, free)
            while coming:
                yield _finished(coming, free)
        finally:
            for future, _ in coming:
                future.cancel()


def _finished(coming: collections.deque[tuple[Future[None], Pixels]], free: list[Pixels]) -> Pixels:
    future, pixels = coming.popleft()
    future.result()
    free.append(pixels)
    return pixels


def _encodable(
    reformatter: VideoReformatter, pixels: Pixels, pixel_format: str, number: int, shot: Shot
) -> av.VideoFrame:
    frame = reformatter.reformat(
        av.VideoFrame.from_numpy_buffer(pixels, format=pixel_format),
        format="yuv420p",
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
        dst_color_trc=ColorTrc.BT709,
        dst_color_primaries=ColorPrimaries.BT709,
        threads=1,
    )
    frame.pts, frame.time_base = number, Fraction(1, shot.fps)
    return frame


def _sound_frames(sound: Samples) -> Iterator[av.AudioFrame]:
    for first in range(0, sound.shape[1], _AAC_PACKET):
        block = np.ascontiguousarray(sound[:, first : first + _AAC_PACKET])
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
        frame.sample_rate, frame.time_base, frame.pts = SOUND_RATE_HZ, Fraction(1, SOUND_RATE_HZ), first
        yield frame


def _write_sound(
    container: OutputContainer, stream: AudioStream, frames: Iterator[av.AudioFrame], until_s: float
) -> None:
    for frame in frames:
        container.mux(stream.encode(frame))
        if (frame.pts or 0) >= until_s * SOUND_RATE_HZ:
            return
