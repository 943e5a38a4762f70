"""The picture track as it lies in the file: every packet's time, where it can be cut, where it goes black."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import av
import numpy as np
import numpy.typing as npt

from actors.beat_sync.media import MediaFile, go_to, lacks_its_end, opened, picture_stream, read_only, surveyed_picture

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

Ints = npt.NDArray[np.int64]

#: What an mp4 may hold and players of mp4 expect in it; everything else is encoded anew.
_COPYABLE = frozenset({"h264", "hevc", "av1", "vp9", "mpeg4"})
#: Decoders that go by another name than their codec.
_DECODER_OF = {"libdav1d": "av1", "libaom-av1": "av1", "libvpx-vp9": "vp9", "libvpx": "vp8"}
#: A picture whose brightest 1 % stay below this level (of 255; video black is 16) is black.
_BLACK_LEVEL = 40
#: Black looked for at most this far before the end.
_BLACK_WITHIN_S = 60.0


@dataclasses.dataclass(frozen=True)
class Footage:
    """All packets of a picture track, in decoding order; times in units of ``time_base``.

    Args:
        file: where they lie.
        codec: name of the codec.
        size: width and height in pixels, as coded.
        time_base: seconds per unit.
        pts: when each is shown.
        dts: when each is decoded (reckoned from ``pts``: containers leave it out or wrong).
        durations: how long each is shown.
        keys: whether decoding may begin there.
        hidden: packets that are needed for decoding only (an edit list in the source hides them).
        end: when the last picture ends.
        rotation_deg: how a player turns the picture, degrees counter-clockwise.
        timed: whether the file tells each picture's time; if not, they are shown one by one at ``pts``.
        copyable: whether the packets may go into an mp4 as they are.
    """

    file: MediaFile
    codec: str
    size: tuple[int, int]
    time_base: Fraction
    pts: Ints
    dts: Ints
    durations: Ints
    keys: npt.NDArray[np.bool_]
    hidden: npt.NDArray[np.bool_]
    end: int
    rotation_deg: float
    timed: bool
    copyable: bool

    @property
    def start(self) -> int:
        """When the first picture is shown: zero of the video's clock."""
        return int(self.pts[~self.hidden].min())

    @property
    def start_s(self) -> float:
        """The same in seconds on the file's own clock."""
        return float(self.start * self.time_base)

    @property
    def duration_s(self) -> float:
        """Length of the picture."""
        return float((self.end - self.start) * self.time_base)

    @property
    def frame_s(self) -> float:
        """Typical time between two pictures."""
        shown = np.sort(self.pts[~self.hidden])
        return float(np.median(np.diff(shown)) * float(self.time_base)) if shown.size > 1 else 0.04

    def units(self, clock_s: float) -> int:
        """Turn seconds on the video's clock into a time stamp."""
        return self.start + round(clock_s / float(self.time_base))

    def clock_s(self, stamp: int) -> float:
        """Turn a time stamp into seconds on the video's clock."""
        return float((stamp - self.start) * self.time_base)


def survey(file: MediaFile, on_progress: Callable[[float], None]) -> Footage:
    """List the packets of a video's picture.

    Args:
        file: the video.
        on_progress: told the fraction read, 0..1.

    Raises:
        JobFailure: ``no_video`` or ``unreadable_media``.
    """
    with opened(file) as container:
        stream = picture_stream(container)
        if stream is None:
            raise file.failure("no_video", f"The {file.role} ({file.name}) has no picture. Send a video file.")
        rotation = _rotation(file)
        read_only(container, stream)
        size_bytes = file.path.stat().st_size
        is_avi = container.format.name == "avi"
        rows: list[_Row] = []
        for packet in container.demux(stream):
            if packet.size == 0:
                continue
            # AVI tells only the order of decoding. What FFmpeg makes of that for the display is a guess where the two
            # may differ: one packet late without B-frames, and wrong with them.
            timed = packet.pts is not None and (packet.pts == packet.dts or not is_avi)
            stamp = packet.pts if timed else packet.dts
            rows.append(_Row(stamp or 0, timed, packet.duration or 0, packet.is_keyframe, packet.is_discard))
            if packet.pos and not len(rows) % 64:
                on_progress(min(1.0, packet.pos / size_bytes))
        if not rows or stream.time_base is None or not stream.codec_context.width:
            raise file.unreadable("its picture can't be decoded")
        codec, time_base = stream.codec_context.name, stream.time_base
        size = (stream.codec_context.width, stream.codec_context.height)
        declared = stream.duration
        first_stamp = stream.start_time or 0
    footage = _footage(file, codec, size, time_base, rows, rotation)
    _check_whole(file, footage, declared, first_stamp)
    return footage


class _Row(NamedTuple):
    pts: int
    timed: bool
    duration: int
    key: bool
    hidden: bool


def _footage(  # noqa: PLR0917 (the fields of one record, in their order)
    file: MediaFile, codec: str, size: tuple[int, int], time_base: Fraction, rows: list[_Row], rotation: float
) -> Footage:
    pts = np.array([row.pts for row in rows], np.int64)
    durations = np.array([row.duration for row in rows], np.int64)
    hidden = np.array([row.hidden for row in rows])
    if hidden.all():
        hidden[:] = False
    in_order = np.sort(pts)
    usual = int(np.median(np.diff(in_order))) if pts.size > 1 else round(0.04 / time_base)
    durations[durations <= 0] = max(1, usual)
    last = int(np.argmax(np.where(hidden, np.iinfo(np.int64).min, pts)))
    codec = _DECODER_OF.get(codec, codec)
    timed = all(row.timed for row in rows)
    return Footage(
        file=file,
        codec=codec,
        size=size,
        time_base=time_base,
        pts=pts,
        # The n-th picture is decoded when the n-th is shown, moved back until nothing is shown before it is decoded.
        dts=in_order - int((in_order - pts).max()),
        durations=durations,
        keys=np.array([row.key for row in rows]),
        hidden=hidden,
        end=int(pts[last] + durations[last]),
        rotation_deg=rotation,
        timed=timed,
        copyable=codec in _COPYABLE and timed and bool(np.all(np.diff(in_order) > 0)) and rows[0].key,
    )


def _rotation(file: MediaFile) -> float:
    """Return how the first picture is turned; also proves that it can be decoded."""
    with opened(file) as container:
        stream = picture_stream(container)
        if stream is None:
            return 0.0
        for number, packet in enumerate(container.demux(stream)):
            try:
                for frame in packet.decode():
                    return float(frame.rotation)
            except av.error.InvalidDataError:
                if number > 100:
                    break
    raise file.unreadable("its picture can't be decoded")


def _check_whole(file: MediaFile, footage: Footage, declared: int | None, first_stamp: int) -> None:
    """Refuse a file that ends well before its own header says."""
    if not declared:
        return
    missing_s = float((first_stamp + declared - footage.end) * footage.time_base)
    declared_s = float(declared * footage.time_base)
    if lacks_its_end(missing_s, declared_s):
        raise file.unreadable(f"its picture breaks off {missing_s:.0f} of {declared_s:.0f} seconds before its end")


def displayed(container: InputContainer, stream: VideoStream, footage: Footage) -> Iterator[tuple[int, av.VideoFrame]]:
    """Decode from the present place on; yield (time stamp, picture) in the order of display.

    A picture that can't be decoded is left out: its neighbour is on screen longer.
    """
    one_by_one = iter(np.sort(footage.pts).tolist())
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            continue
        for frame in frames:
            stamp = frame.pts if footage.timed else next(one_by_one, None)
            if stamp is not None:
                yield stamp, frame


def lit_end(footage: Footage, end: int) -> int:
    """Return where the picture goes black for good before ``end``; ``end`` itself if it never does.

    Args:
        footage: the video.
        end: time stamp before which to look.
    """
    key_stamps = footage.pts[footage.keys & (footage.pts < end)]
    earliest = end - round(_BLACK_WITHIN_S / float(footage.time_base))
    with opened(footage.file) as container:
        stream = surveyed_picture(container)
        stream.thread_type = "AUTO"
        for key in sorted(key_stamps.tolist(), reverse=True):
            go_to(container, stream, key)
            black_from: int | None = None
            for stamp, frame in displayed(container, stream, footage):
                if stamp < key:
                    continue
                if stamp >= end:
                    break
                if not _is_black(frame):
                    black_from = None
                elif black_from is None:
                    black_from = stamp
            if black_from is None:
                return end
            if black_from > key or key < earliest:
                return black_from
            end = key  # all black from this key frame on: look before it
    return end


def _is_black(frame: av.VideoFrame) -> bool:
    luma = frame.reformat(width=64, height=64, format="gray").to_ndarray()
    return float(np.percentile(luma, 99)) < _BLACK_LEVEL
