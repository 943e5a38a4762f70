"""Pictures of a film on a new time line: copied and shown at new times, or blended to a steady 60 a second.

A copy keeps every picture as it was stored and only moves it in time; nothing is encoded, no beat falls between two
pictures. Where codec or container allow no copy, the same pictures are encoded. The smooth film has so many pictures
that movement stays even at any speed: each is mixed of the two that stand around its moment, but never across a cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
import numpy.typing as npt

from actors.beat_sync.cut import shown_at
from actors.beat_sync.footage import Footage
from actors.beat_sync.media import opened, read_only, stamp_of, surveyed_picture
from actors.beat_sync.splice import configure, frames_between, prepared, track_like
from actors.beat_sync.warp import Warp

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.packet import Packet
    from av.video.stream import VideoStream

Grey = npt.NDArray[np.uint8]

#: Units of the new time line: as fine as MPEG's clock, and frame times of all usual rates are whole numbers.
TIME_BASE = Fraction(1, 90_000)
#: Pictures a second of the smooth film.
STEADY_FPS = 60
#: A picture this near to its moment is shown as it is, not mixed.
_NEAR_S = 0.0015
#: A steady 60 a second needs no finer grain than the eye sees in movement.
_ENCODER = {"crf": "20", "preset": "veryfast"}


class RetimedCopy:
    """All pictures of a film, copied, each at its new time.

    Args:
        footage: the film; its packets can be copied.
        warp: its new time line; the film's first picture is shown at 0.
    """

    def __init__(self, footage: Footage, warp: Warp) -> None:
        self._footage = footage
        # Pictures that are only needed to decode others lie before the first: the time line goes on there as filmed.
        self._shown = _new_stamps(footage, footage.pts, warp)
        ends = _new_stamps(footage, footage.pts + footage.durations, warp)
        self._durations = np.maximum(ends - self._shown, 1)
        in_order = np.sort(self._shown)
        self._decoded = in_order - int((in_order - self._shown).max())
        self.length_s = float(_new_stamps(footage, np.array([footage.end]), warp)[0] * TIME_BASE)

    def stream_in(self, container: OutputContainer) -> VideoStream:
        """Open a track like the source's, display matrix included."""
        with opened(self._footage.file) as source:
            stream = track_like(source, container, self._footage)
        stream.time_base = TIME_BASE
        return stream

    def packets(self, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
        """Yield the packets with their new times."""
        with opened(self._footage.file) as source:
            picture = surveyed_picture(source)
            read_only(source, picture)
            index = -1
            for packet in source.demux(picture):
                if packet.size == 0:
                    continue
                index += 1
                packet.time_base = TIME_BASE
                packet.pts, packet.dts = int(self._shown[index]), int(self._decoded[index])
                packet.duration = int(self._durations[index])
                packet.stream = stream
                yield packet


class RetimedPictures:
    """All pictures of a film, encoded as H.264, each at its new time.

    Args:
        footage: the film.
        warp: its new time line; the film's first picture is shown at 0.
        threads: for decoder and encoder.
    """

    def __init__(self, footage: Footage, warp: Warp, *, threads: int) -> None:
        self._footage, self._warp, self._threads = footage, warp, threads
        self._end = int(_new_stamps(footage, np.array([footage.end]), warp)[0])
        self.length_s = float(self._end * TIME_BASE)

    def stream_in(self, container: OutputContainer) -> VideoStream:
        """Open an H.264 track, turned like the source's."""
        return _encoded_track(container, self._footage, self._threads)

    def packets(self, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
        """Decode, encode and yield."""
        last = -1
        for at_s, frame in _decoded(self._footage, self._threads):
            stamp = round(float(self._warp.shown_at(np.array([at_s]))[0]) / TIME_BASE)
            if stamp <= last:
                continue
            last = stamp
            ready = prepared(frame, stream, TIME_BASE)
            ready.pts = stamp
            yield from stream.encode(ready)
        for packet in stream.encode(None):
            if packet.pts == last:  # nothing after it tells how long it is shown
                packet.duration = max(1, self._end - last)
            yield packet


class SteadyPictures:
    """A stretch of the new time line as a steady 60 pictures a second.

    Args:
        footage: the film.
        warp: its new time line.
        begin_s: where on the new time line the stretch begins.
        end_s: where it ends.
        cuts_s: when the first picture after each cut comes on, on the video's clock.
        threads: for decoder and encoder.
    """

    def __init__(
        self,
        footage: Footage,
        warp: Warp,
        begin_s: float,
        end_s: float,
        cuts_s: npt.NDArray[np.float64],
        *,
        threads: int,
    ) -> None:
        self._footage, self._warp, self._threads, self._cuts_s = footage, warp, threads, cuts_s
        self._count = max(1, round((end_s - begin_s) * STEADY_FPS))
        self._moments_s = warp.film_at(begin_s + np.arange(self._count) / STEADY_FPS)
        self.length_s = self._count / STEADY_FPS

    def stream_in(self, container: OutputContainer) -> VideoStream:
        """Open an H.264 track, turned like the source's."""
        return _encoded_track(container, self._footage, self._threads, rate=STEADY_FPS)

    def packets(self, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
        """Decode, mix, encode and yield."""
        for number, frame in enumerate(self._pictures(stream)):
            frame.pts, frame.time_base = number * (TIME_BASE.denominator // STEADY_FPS), TIME_BASE
            yield from stream.encode(frame)
        yield from stream.encode(None)

    def _pictures(self, stream: VideoStream) -> Iterator[av.VideoFrame]:
        """Yield the picture of each moment; two of the film are held at a time."""
        wanted = iter(self._moments_s.tolist())
        moment = next(wanted, None)
        before: tuple[float, av.VideoFrame] | None = None
        for at_s, frame in _decoded(self._footage, self._threads, from_s=float(self._moments_s[0])):
            after = at_s, prepared(frame, stream, TIME_BASE)
            while moment is not None and moment < at_s:
                yield self._mixed(before or after, after, moment)
                moment = next(wanted, None)
            if moment is None:
                return
            before = after
        while moment is not None and before is not None:
            yield _again(before[1])
            moment = next(wanted, None)

    def _mixed(
        self, before: tuple[float, av.VideoFrame], after: tuple[float, av.VideoFrame], moment: float
    ) -> av.VideoFrame:
        gone, left = moment - before[0], after[0] - moment
        if gone <= _NEAR_S or bool(np.any(np.abs(self._cuts_s - after[0]) < _NEAR_S)):
            return _again(before[1])
        if left <= _NEAR_S:
            return _again(after[1])
        share = gone / (gone + left)
        planes: Grey = np.asarray(
            cv2.addWeighted(before[1].to_ndarray(), 1 - share, after[1].to_ndarray(), share, 0), np.uint8
        )
        mixed = av.VideoFrame.from_ndarray(planes, format=before[1].format.name)
        for name in ("color_range", "colorspace", "color_primaries", "color_trc"):
            if hasattr(mixed, name):
                setattr(mixed, name, getattr(before[1], name))
        return mixed


def _again(frame: av.VideoFrame) -> av.VideoFrame:
    """Return a frame whose time can be set anew (the encoder keeps a reference to the other)."""
    return av.VideoFrame.from_ndarray(frame.to_ndarray(), format=frame.format.name)


def _new_stamps(footage: Footage, stamps: npt.NDArray[np.int64], warp: Warp) -> npt.NDArray[np.int64]:
    """Turn time stamps of the video into those of the new time line."""
    film_s = (stamps - footage.start).astype(np.float64) * float(footage.time_base)
    return np.asarray(np.round(warp.shown_at(film_s) / float(TIME_BASE)), np.int64)


def _decoded(footage: Footage, threads: int, *, from_s: float = 0.0) -> Iterator[tuple[float, av.VideoFrame]]:
    """Yield (time on the video's clock, picture) from the picture on screen at ``from_s`` on."""
    begin = shown_at(footage, footage.units(max(0.0, from_s)))
    with opened(footage.file) as source:
        for frame in frames_between(source, footage, begin, footage.end, threads):
            yield footage.clock_s(begin + stamp_of(frame)), frame


def _encoded_track(
    container: OutputContainer, footage: Footage, threads: int, *, rate: int | None = None
) -> VideoStream:
    stream = container.add_stream("libx264", rate=rate) if rate else container.add_stream("libx264")
    with opened(footage.file) as source:
        configure(stream, source, footage, threads, dict(_ENCODER))
    stream.codec_context.time_base = TIME_BASE
    if rate:
        stream.codec_context.framerate = Fraction(rate)
    if footage.rotation_deg:
        stream.set_display_rotation(footage.rotation_deg)
    return stream
