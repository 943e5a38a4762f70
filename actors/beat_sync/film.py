"""Writing an mp4: pictures from one source, sound from another, interleaved, each on its exact time.

Music is encoded once, for the whole video. The shorter film takes its sound from there, packet by packet: it may begin
anywhere inside a packet, because an edit list hides what comes before.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import av
import numpy as np

from actors.beat_sync.media import MediaFile, seconds_of
from actors.beat_sync.soundtrack import music_blocks
from actors.beat_sync.store import Samples

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.packet import Packet
    from av.video.stream import VideoStream

#: Bits a second and channel; transparent for AAC.
_BITS_PER_CHANNEL = 96_000
#: The fast search costs half the time and, at this rate, keeps the waveform better than the slow one (measured);
#: intensity stereo and noise substitution would save bits at the price of the waveform.
_AAC_OPTIONS = {"aac_coder": "fast", "aac_is": "0", "aac_pns": "0"}
#: Samples of an AAC packet; each needs the one before it to be decoded.
_AAC_PACKET = 1024
#: The sound is written this far ahead of the picture, so that a player finds both in one place.
_AHEAD_S = 0.3
#: Seconds of silence written at once.
_SILENCE_BLOCK_S = 1.0


class Picture(Protocol):
    """Where the pictures of a film come from. Times are zero at the film's beginning."""

    length_s: float

    def stream_in(self, container: OutputContainer) -> VideoStream:
        """Open the picture track of a film."""

    def packets(self, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
        """Yield the packets in decoding order."""


class Sound(Protocol):
    """Where the sound of a film comes from."""

    def open_in(self, container: OutputContainer) -> None:
        """Open the sound track of a film."""

    def write_until(self, at_s: float) -> None:
        """Write until the sound has reached a time of the film."""

    def finish(self) -> None:
        """Write what is left."""


@dataclasses.dataclass(frozen=True)
class MusicTrack:
    """Music laid on the video's clock.

    Args:
        file: the music.
        rate_hz: samples a second of the new sound.
        channels: 1 or 2.
        offset_s: where on the video's clock it begins.
        stretch: 1 + drift.
    """

    file: MediaFile
    rate_hz: int
    channels: int
    offset_s: float
    stretch: float

    def blocks(self, length_s: float) -> Iterator[Samples]:
        """Yield the sound from the video's zero on: music where there is some, silence elsewhere."""
        left = round(length_s * self.rate_hz)
        lead = min(left, max(0, round(self.offset_s * self.rate_hz)))
        yield from self._silence(lead)
        left -= lead
        if left:
            skip_s = max(0.0, -self.offset_s)
            for block in music_blocks(
                self.file, rate_hz=self.rate_hz, channels=self.channels, stretch=self.stretch, skip_s=skip_s
            ):
                yield block[:, :left]
                left -= min(left, block.shape[1])
                if not left:
                    return
        yield from self._silence(left)

    def _silence(self, samples: int) -> Iterator[Samples]:
        block = round(_SILENCE_BLOCK_S * self.rate_hz)
        for first in range(0, samples, block):
            yield np.zeros((self.channels, min(block, samples - first)), np.float32)


def write_film(path: Path, picture: Picture, sound: Sound, on_progress: Callable[[float], None]) -> None:
    """Write pictures and sound into an mp4 that plays while it loads.

    Args:
        path: where to.
        picture: the pictures.
        sound: the sound.
        on_progress: told the fraction written, 0..1.
    """
    # The index goes to the front (faststart); what the decoder of the sound needs to warm up is cut by an edit list.
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream = picture.stream_in(container)
        sound.open_in(container)
        for packet in picture.packets(stream):
            at_s = seconds_of(packet)
            sound.write_until(at_s + _AHEAD_S)
            container.mux(packet)
            on_progress(min(1.0, max(0.0, at_s / max(picture.length_s, 1e-3))))
        sound.finish()
    on_progress(1.0)


class EncodedMusic:
    """Music encoded as AAC, for a film that begins at the video's zero.

    Args:
        track: the music.
        length_s: length of the film.
    """

    def __init__(self, track: MusicTrack, length_s: float) -> None:
        self._track = track
        self._blocks = track.blocks(length_s)
        self._layout = "stereo" if track.channels == 2 else "mono"
        self._written = 0
        self._done = False

    def open_in(self, container: OutputContainer) -> None:
        """Open an AAC track."""
        self._container = container
        self._stream = container.add_stream("aac", rate=self._track.rate_hz, options=_AAC_OPTIONS)
        self._stream.layout = self._layout
        self._stream.bit_rate = _BITS_PER_CHANNEL * self._track.channels

    def write_until(self, at_s: float) -> None:
        """Encode until the sound has reached a time of the film."""
        rate_hz = self._track.rate_hz
        while not self._done and self._written < at_s * rate_hz:
            block = next(self._blocks, None)
            if block is None:
                self._done = True
            elif block.shape[1]:
                frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), format="fltp", layout=self._layout)
                frame.sample_rate, frame.time_base, frame.pts = rate_hz, Fraction(1, rate_hz), self._written
                self._container.mux(self._stream.encode(frame))
                self._written += block.shape[1]

    def finish(self) -> None:
        """Encode what is left and flush the encoder."""
        self.write_until(float("inf"))
        self._container.mux(self._stream.encode(None))


class CopiedSound:
    """The sound of a finished film, from some time on, packet by packet.

    Args:
        path: a film that write_film() made.
        start_s: where to begin, seconds of that film.
        length_s: how much to take.
    """

    def __init__(self, path: Path, start_s: float, length_s: float) -> None:
        self._path, self._start_s, self._length_s = path, start_s, length_s

    def open_in(self, container: OutputContainer) -> None:
        """Open a track like the source's."""
        self._source = av.open(str(self._path))
        template = self._source.streams.audio[0]
        self._container, self._stream = container, container.add_stream_from_template(template, opaque=True)
        self._packets = self._taken(template)
        self._waiting = next(self._packets, None)

    def write_until(self, at_s: float) -> None:
        """Copy until the sound has reached a time of the film."""
        while self._waiting is not None and seconds_of(self._waiting) < at_s:
            self._waiting.stream = self._stream
            self._container.mux(self._waiting)
            self._waiting = next(self._packets, None)

    def finish(self) -> None:
        """Copy what is left."""
        self.write_until(float("inf"))
        self._source.close()

    def _taken(self, template: AudioStream) -> Iterator[Packet[AudioStream]]:
        rate_hz = template.codec_context.sample_rate
        start = round(self._start_s * rate_hz)
        end = start + round(self._length_s * rate_hz)
        for packet in self._source.demux(template):
            if packet.size == 0:
                continue
            at = round(seconds_of(packet) * rate_hz)
            if at + 2 * _AAC_PACKET <= start:  # one whole packet before the beginning, to decode the first one with
                continue
            if at >= end:
                return
            packet.time_base = Fraction(1, rate_hz)
            packet.pts = packet.dts = at - start
            packet.duration = min(_AAC_PACKET, end - at)
            yield packet
