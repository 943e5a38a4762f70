"""The pictures of a film: copied packet by packet wherever that is possible, encoded anew only where a cut needs it.

When the music begins between two key frames, only the pictures up to the next one are encoded ("smart cut", H.264),
and the film is read back to prove that the joint holds. Other codecs are encoded as a whole.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np

from actors.beat_sync import h264
from actors.beat_sync.cut import Stretch, shown_at
from actors.beat_sync.footage import Footage, displayed
from actors.beat_sync.media import go_to, opened, read_only, seconds_of, stamp_of, surveyed_picture

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer
    from av.packet import Packet
    from av.video.stream import VideoStream

#: Mean difference (of 255) of two thumbnails up to which they show the same picture, once encoded anew.
_SAME_PICTURE = 6.0


class CopiedPicture:
    """Pictures taken over as they are, from a key frame on."""

    def __init__(self, footage: Footage, stretch: Stretch) -> None:
        self._footage, self._stretch = footage, stretch
        self.length_s = float((stretch.end - stretch.start) * footage.time_base)

    def stream_in(self, container: OutputContainer) -> VideoStream:
        """Open a track like the source's, display matrix included."""
        with opened(self._footage.file) as source:
            return track_like(source, container, self._footage)

    def packets(self, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
        """Yield the packets, their times moved to the film's."""
        with opened(self._footage.file) as source:
            for packet in _copied(source, self._footage, self._stretch):
                at = stamp_of(packet)
                if at < 0 <= at + (packet.duration or 0) and not packet.is_discard:
                    packet.pts = 0  # on screen already when the film begins
                packet.stream = stream
                yield packet


class JoinedPicture:
    """H.264: pictures up to the next key frame encoded anew, all others copied behind them."""

    def __init__(self, footage: Footage, stretch: Stretch, *, threads: int) -> None:
        self._footage, self._stretch = footage, stretch
        self.length_s = float((stretch.end - stretch.start) * footage.time_base)
        with opened(footage.file) as source:
            self._head = _encoded_head(source, footage, stretch, threads)

    def stream_in(self, container: OutputContainer) -> VideoStream:
        """Open a track like the source's whose header knows the new pictures too."""
        with opened(self._footage.file) as source:
            stream = track_like(source, container, self._footage)
        stream.codec_context.extradata = self._head.header
        return stream

    def packets(self, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
        """Yield the new packets, then the copied ones."""
        time_base = self._footage.time_base
        delay = int((self._footage.pts - self._footage.dts)[self._stretch.first])
        for pts, duration, is_key, data in self._head.packets:
            packet: Packet[VideoStream] = av.Packet(data)  # type: ignore[assignment]
            packet.stream = stream
            packet.time_base = time_base
            # The copied pictures are decoded this long before they are shown; the new ones keep in step.
            packet.pts, packet.dts, packet.duration, packet.is_keyframe = pts, pts - delay, duration, is_key
            yield packet
        with opened(self._footage.file) as source:
            for copied in _copied(source, self._footage, self._stretch):
                copied.stream = stream
                yield copied


class EncodedPicture:
    """Pictures decoded and encoded as H.264."""

    def __init__(self, footage: Footage, stretch: Stretch, *, threads: int) -> None:
        self._footage, self._stretch, self._threads = footage, stretch, threads
        self.length_s = float((stretch.end - stretch.start) * footage.time_base)

    def stream_in(self, container: OutputContainer) -> VideoStream:
        """Open an H.264 track, turned like the source's."""
        stream = container.add_stream("libx264")
        with opened(self._footage.file) as source:
            configure(stream, source, self._footage, self._threads, {"crf": "20", "preset": "veryfast"})
        if self._footage.rotation_deg:
            stream.set_display_rotation(self._footage.rotation_deg)
        return stream

    def packets(self, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
        """Decode, encode and yield, picture by picture; uneven times stay uneven."""
        with opened(self._footage.file) as source:
            last = 0
            for frame in frames_between(source, self._footage, self._stretch.start, self._stretch.end, self._threads):
                last = stamp_of(frame)
                yield from stream.encode(prepared(frame, stream, self._footage.time_base))
            for packet in stream.encode(None):
                if packet.pts == last:  # nothing after it tells how long it is shown
                    packet.duration = self._stretch.end - self._stretch.start - last
                yield packet


@dataclasses.dataclass(frozen=True)
class _Head:
    header: bytes
    packets: list[tuple[int, int, bool, bytes]]


def _encoded_head(source: InputContainer, footage: Footage, stretch: Stretch, threads: int) -> _Head:
    stream = surveyed_picture(source)
    header = h264.Header.parse(stream.codec_context.extradata or b"")
    if not header.is_plain() or not _begins_afresh(footage, stretch.first):
        raise h264.NotJoinable
    encoder = av.CodecContext.create("libx264", "w")
    sets = f"sps-id={header.free_id()}:bframes=0:scenecut=0:keyint=infinite:repeat-headers=0"
    encoder.flags |= av.codec.context.Flags.global_header
    configure(encoder, source, footage, threads, {"crf": "18", "preset": "veryfast", "x264-params": sets})
    encoder.options = {**encoder.options, "profile": header.profile_name}
    packets = []
    stamps: list[int] = []
    for frame in frames_between(source, footage, stretch.start, stretch.join, threads):
        ready = prepared(frame, encoder, footage.time_base)
        stamps.append(stamp_of(ready))
        packets += encoder.encode(ready)
    packets += encoder.encode(None)
    ends = [*stamps[1:], stretch.join - stretch.start]
    rows = [
        (at, end - at, packet.is_keyframe, h264.with_lengths(bytes(packet)))
        for at, packet, end in zip(stamps, packets, ends, strict=True)
    ]
    return _Head(header.joined(h264.header_of_encoder(encoder.extradata or b"")), rows)


def _begins_afresh(footage: Footage, index: int) -> bool:
    with opened(footage.file) as container:
        stream = surveyed_picture(container)
        go_to(container, stream, int(footage.pts[index]))
        for packet in container.demux(stream):
            if packet.pts == footage.pts[index]:
                return h264.begins_afresh(bytes(packet))
    return False


def track_like(source: InputContainer, container: OutputContainer, footage: Footage) -> VideoStream:
    """Open a track like the source's, display matrix included."""
    template = surveyed_picture(source)
    stream = container.add_stream_from_template(template, opaque=True)
    if footage.codec == "hevc":
        stream.codec_context.codec_tag = "hvc1"  # Apple's players know no other
    if footage.rotation_deg:
        stream.set_display_rotation(footage.rotation_deg)
    return stream


def _copied(source: InputContainer, footage: Footage, stretch: Stretch) -> Iterator[Packet[VideoStream]]:
    """Yield the stretch's packets with the film's times."""
    stream = surveyed_picture(source)
    read_only(source, stream)
    index = -1
    for packet in source.demux(stream):
        if packet.size == 0:
            continue
        index += 1
        if index >= stretch.stop:
            return
        if index >= stretch.first:
            packet.pts = stamp_of(packet) - stretch.start
            packet.dts = int(footage.dts[index]) - stretch.start
            packet.duration = int(footage.durations[index])
            yield packet


def frames_between(
    source: InputContainer, footage: Footage, start: int, end: int, threads: int
) -> Iterator[av.VideoFrame]:
    """Decode the pictures on screen between two times, their times counted from the first of these.

    The picture on screen at ``start`` gets time zero, however long it has been there.
    """
    stream = surveyed_picture(source)
    stream.codec_context.thread_count = threads
    stream.thread_type = "AUTO"
    begin = shown_at(footage, start)
    keys = footage.pts[footage.keys & (footage.pts <= begin)]
    go_to(source, stream, int(keys.max()) if keys.size else footage.start)
    last = -1
    for stamp, frame in displayed(source, stream, footage):
        if stamp < begin:
            continue
        if stamp >= end:
            return
        at = max(stamp - start, 0)
        if at > last:
            frame.pts, last = at, at
            yield frame


def configure(target, source, footage: Footage, threads: int, options: dict[str, str]) -> None:  # type: ignore[no-untyped-def]
    """Give an encoder the source's shape, times and colours."""
    original = surveyed_picture(source).codec_context
    context = getattr(target, "codec_context", target)
    context.width, context.height = footage.size[0] // 2 * 2, footage.size[1] // 2 * 2
    context.pix_fmt = "yuvj420p" if original.pix_fmt == "yuvj420p" else "yuv420p"
    context.time_base = footage.time_base
    context.framerate = Fraction(1 / footage.frame_s).limit_denominator(1001) if footage.frame_s else Fraction(25)
    context.thread_count = threads
    if original.sample_aspect_ratio:
        context.sample_aspect_ratio = original.sample_aspect_ratio
    for name in ("color_range", "color_primaries", "color_trc", "colorspace"):
        setattr(context, name, getattr(original, name))
    context.options = options


def prepared(frame: av.VideoFrame, encoder, time_base: Fraction) -> av.VideoFrame:  # type: ignore[no-untyped-def]
    """Return a picture in an encoder's size and format, with its time; the encoder chooses its type."""
    context = getattr(encoder, "codec_context", encoder)
    ready = frame.reformat(width=context.width, height=context.height, format=context.pix_fmt)
    ready.pts, ready.time_base = frame.pts, time_base
    ready.pict_type = av.video.frame.PictureType.NONE
    return ready


def picture_of(
    footage: Footage, stretch: Stretch, *, threads: int
) -> tuple[CopiedPicture | JoinedPicture | EncodedPicture, float]:
    """Choose the way to get a stretch's pictures.

    Returns:
        The pictures, and how many seconds of them are encoded anew.
    """
    if stretch.stop and stretch.join == stretch.start:
        return CopiedPicture(footage, stretch), 0.0
    if stretch.stop and footage.codec == "h264":
        with contextlib.suppress(h264.NotJoinable):
            joined = JoinedPicture(footage, stretch, threads=threads)
            return joined, float((stretch.join - stretch.start) * footage.time_base)
    encoded = EncodedPicture(footage, stretch, threads=threads)
    return encoded, encoded.length_s


def joint_holds(path: Path, footage: Footage, stretch: Stretch) -> bool:
    """Read a joined film back: are the pictures around the joint there, on time, and the source's own?

    Args:
        path: the film.
        footage: its source.
        stretch: what was joined.
    """
    unit_s = float(footage.time_base)
    around = round(8 * footage.frame_s / unit_s)
    begin, end = max(stretch.start, stretch.join - around), min(stretch.end, stretch.join + around)
    with opened(footage.file) as source:
        wanted = {
            stamp_of(frame) + begin - stretch.start: _thumbnail(frame)
            for frame in frames_between(source, footage, begin, end, threads=1)
        }
    found = {}
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        for frame in container.decode(stream):
            at_s = seconds_of(frame)
            if at_s >= (end - stretch.start - 0.5) * unit_s:
                break
            if at_s >= (begin - stretch.start - 0.5) * unit_s:
                found[round(at_s / unit_s)] = _thumbnail(frame)
    if begin > stretch.start:  # the picture on screen at `begin` came on earlier
        wanted.pop(min(wanted, default=0), None)
        if len(found) > len(wanted):
            found.pop(min(found))
    if len(found) != len(wanted):
        return False
    pairs = zip(sorted(wanted.items()), sorted(found.items()), strict=True)
    return all(
        abs(at - stamp) <= 1 and float(np.abs(mine - theirs).mean()) < _SAME_PICTURE
        for (stamp, theirs), (at, mine) in pairs
    )


def _thumbnail(frame: av.VideoFrame) -> np.ndarray:
    return frame.reformat(width=64, height=64, format="gray").to_ndarray().astype(np.float32)
