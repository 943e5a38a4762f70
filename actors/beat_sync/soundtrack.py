"""Sound out of a media file: mono at a low rate to measure by, or stereo in full quality to hear.

Sound is placed by the file's own time stamps, so that gaps and late starts stay where they were. It is decoded
block by block; the mono track at the analysis rate goes to a file (a minute of it takes 2 MB).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.filter import Graph

from actors.beat_sync.media import MediaFile, lacks_its_end, opened, read_only, sound_stream
from actors.beat_sync.store import SampleFile, Samples, Stored, blocks

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer

OnProgress = Callable[[float], None]

#: Samples a second of the track that offsets are measured on: enough for the band that survives a room and a
#: phone, and its grid is finer by interpolation than anyone can hear.
ANALYSIS_RATE_HZ = 8_000
#: Time stamps that are off by less are rounding (Matroska counts whole milliseconds); more is a gap.
GAP_S = 0.008
#: Quieter than this is no sound: -66 dB below full scale.
SILENCE = 0.0005
#: Share of packets that may be damaged before the file counts as unreadable.
DAMAGED_SHARE = 0.1


@dataclasses.dataclass(frozen=True)
class Sound:
    """A whole soundtrack to measure by.

    Args:
        samples: mono, ``ANALYSIS_RATE_HZ``.
        start_s: time of the first sample on the file's own clock.
        channels: channels of the source.
        rate_hz: samples a second of the source.
        codec: name of the source's codec.
    """

    samples: Stored
    start_s: float
    channels: int
    rate_hz: int
    codec: str

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.samples.size / ANALYSIS_RATE_HZ

    def is_silent(self) -> bool:
        """Tell whether there is nothing to hear."""
        return all(float(np.abs(piece).max()) < SILENCE for _, piece in blocks(self.samples))


def read_sound(file: MediaFile, on_progress: OnProgress) -> Sound:
    """Decode the whole soundtrack of a file to mono at the analysis rate.

    Args:
        file: the media file.
        on_progress: told the fraction decoded, 0..1.

    Raises:
        JobFailure: ``no_sound`` or ``unreadable_media``.
    """
    with opened(file) as container:
        stream = sound_stream(container)
        if stream is None:
            raise file.failure(
                "no_sound", f"The {file.role} ({file.name}) has no sound. Send one in which the song can be heard."
            )
        length_s = _declared_s(stream) or (container.duration or 0) / 1_000_000
        samples, first_s = SampleFile(), 0.0
        for at_s, block in _decoded(file, container, stream, "mono", ANALYSIS_RATE_HZ):
            if not samples.size:
                first_s = round(at_s * ANALYSIS_RATE_HZ) / ANALYSIS_RATE_HZ
            # Silence stays where nothing is written; later pieces win where two overlap.
            samples.write(max(0, round((at_s - first_s) * ANALYSIS_RATE_HZ)), np.nan_to_num(block[0]))
            if length_s:
                on_progress(min(1.0, max(0.0, at_s - first_s) / length_s))
        channels, rate_hz, codec = stream.codec_context.channels, stream.codec_context.sample_rate, stream.codec.name
        declared_s = _declared_s(stream)  # anew: a file in fragments tells more as it is read
    if not samples.size:
        raise file.unreadable("its sound can't be decoded")
    heard_s = samples.size / ANALYSIS_RATE_HZ
    if lacks_its_end(declared_s - heard_s, declared_s):
        raise file.unreadable(f"it breaks off after {heard_s:.0f} of {declared_s:.0f} seconds")
    return Sound(samples, first_s, channels, rate_hz, codec)


def music_blocks(file: MediaFile, *, rate_hz: int, channels: int, stretch: float, skip_s: float) -> Iterator[Samples]:
    """Decode music in full quality.

    Args:
        file: the media file.
        rate_hz: samples a second wanted.
        channels: 1 or 2.
        stretch: 1 + drift: how much longer the music is to last.
        skip_s: seconds of the (stretched) music to leave out at its beginning.

    Yields:
        Blocks, float32 of shape (channels, n), gapless.
    """
    with opened(file) as container:
        stream = sound_stream(container)
        if stream is None:  # read_sound() has refused such files
            return
        layout = "stereo" if channels == 2 else "mono"
        blocks = _gapless(_decoded(file, container, stream, layout, rate_hz), rate_hz)
        if stretch != 1.0:
            blocks = _stretched(blocks, layout, stretch)
        left_out = round(skip_s * rate_hz)
        for block in blocks:
            if left_out >= block.shape[1]:
                left_out -= block.shape[1]
                continue
            yield block[:, left_out:]
            left_out = 0


def _declared_s(stream: AudioStream) -> float:
    """Return the length that the track's header names; 0 if it names none."""
    return float((stream.duration or 0) * (stream.time_base or 0))


def _decoded(
    file: MediaFile, container: InputContainer, stream: AudioStream, layout: str, rate_hz: int
) -> Iterator[tuple[float, Samples]]:
    """Yield (time of its first sample, block) with the blocks at the rate and layout wanted."""
    read_only(container, stream)
    converter = _Converter(layout, rate_hz)
    for frame in _frames(file, container, stream):
        yield from converter.convert(frame)
    yield from converter.flush()


def _frames(file: MediaFile, container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    """Decode frame by frame, forgiving single damaged packets."""
    packets = damaged = 0
    for packet in container.demux(stream):
        packets += 1
        try:
            yield from packet.decode()
        except (av.error.InvalidDataError, av.error.EOFError):
            damaged += 1
    if damaged > max(1, DAMAGED_SHARE * packets):
        raise file.unreadable(f"{damaged} of the {packets} pieces of its sound are damaged")


class _Converter:
    """Resamples frames, starting afresh wherever time stamps leave a gap or the format changes."""

    def __init__(self, layout: str, rate_hz: int) -> None:
        self._layout, self._rate_hz = layout, rate_hz
        self._resampler: AudioResampler | None = None
        self._format: tuple[str, str, int] = ("", "", 0)
        self._source_s = 0.0  # where the next frame of the source should begin
        self._target_s = 0.0  # where the next converted block begins

    def convert(self, frame: AudioFrame) -> Iterator[tuple[float, Samples]]:
        """Convert one frame; its blocks may come with a later one."""
        at_s = self._source_s if frame.pts is None or frame.time_base is None else float(frame.pts * frame.time_base)
        form = (frame.format.name, frame.layout.name, frame.sample_rate)
        if self._resampler is None or form != self._format or abs(at_s - self._source_s) > GAP_S:
            yield from self.flush()
            self._resampler = AudioResampler(format="fltp", layout=self._layout, rate=self._rate_hz)
            self._format, self._source_s, self._target_s = form, at_s, at_s
        self._source_s += frame.samples / frame.sample_rate
        frame.pts = None
        yield from self._taken(self._resampler.resample(frame))

    def flush(self) -> Iterator[tuple[float, Samples]]:
        """Give out what the resampler still holds."""
        if self._resampler is not None:
            yield from self._taken(self._resampler.resample(None))
            self._resampler = None

    def _taken(self, frames: list[AudioFrame]) -> Iterator[tuple[float, Samples]]:
        for frame in frames:
            if frame.samples:
                block = frame.to_ndarray().astype(np.float32, copy=False)
                yield self._target_s, block
                self._target_s += block.shape[1] / self._rate_hz


def _gapless(blocks: Iterator[tuple[float, Samples]], rate_hz: int) -> Iterator[Samples]:
    """Turn placed blocks into a stream: silence for gaps, overlaps dropped."""
    begin: int | None = None
    written = 0
    for at_s, block in blocks:
        at = round(at_s * rate_hz)
        begin = at if begin is None else begin
        missing = at - begin - written
        piece = block
        if missing > 1:  # one sample more or less is rounding
            piece = np.concatenate([np.zeros((block.shape[0], missing), np.float32), block], axis=1)
        elif missing < -1:
            piece = block[:, -missing:]
        written += piece.shape[1]
        if piece.shape[1]:
            yield piece


def _stretched(blocks: Iterator[Samples], layout: str, stretch: float) -> Iterator[Samples]:
    """Resample by a ratio next to 1, so that the music keeps the video's clock."""
    # The resampler sees rates, but only their ratio counts: the fraction nearest to the stretch, scaled up to where
    # its filter is as sharp as at usual rates. Its arithmetic ends at 2**30 / 1024 phases, a little above a million.
    ratio = Fraction(stretch).limit_denominator(1_000_000)
    scale = max(1, 1_000_000 // ratio.denominator)
    source_hz, target_hz = ratio.denominator * scale, ratio.numerator * scale
    graph = Graph()
    source = graph.add("abuffer", f"sample_rate={source_hz}:sample_fmt=fltp:channel_layout={layout}")
    change = graph.add("aresample", f"{target_hz}:exact_rational=0:linear_interp=1:filter_size=64")
    sink = graph.add("abuffersink")
    graph.link_nodes(source, change, sink)
    graph.configure()
    for block in blocks:
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), format="fltp", layout=layout)
        frame.sample_rate = source_hz
        graph.push(frame)
        yield from _pulled(graph)
    graph.push(None)
    yield from _pulled(graph)


def _pulled(graph: Graph) -> Iterator[Samples]:
    while True:
        try:
            frame = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        yield frame.to_ndarray().astype(np.float32, copy=False)
