"""Writing an mp4: pictures from one source, music from the other, interleaved, each on its exact time."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import av
import numpy as np

from actors.beat_sync.media import MediaFile
from actors.beat_sync.soundtrack import Samples, music_blocks

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.packet import Packet
    from av.video.stream import VideoStream

#: Bits a second and channel; transparent for AAC.
_BITS_PER_CHANNEL = 96_000
#: The sound is written this far ahead of the picture, so that a player finds both in one place.
_AHEAD_S = 0.3
#: Seconds of silence written at once.
_SILENCE_BLOCK_S = 1.0


class Picture(Protocol):
    """Where the pictures of a film come from. Times are zero at the film's beginning."""

    length_s: float

    def stream_in(self, container: OutputContainer) -> VideoStream:
        """Open the picture track of a film."""

    def packets(self, stream: VideoStream) -> Iterator[Packet]:
        """Yield the packets in decoding order."""


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

    def blocks(self, start_s: float, length_s: float) -> Iterator[Samples]:
        """Yield the sound of a stretch of the video's clock: music where there is some, silence elsewhere."""
        left = round(length_s * self.rate_hz)
        lead = min(left, max(0, round((self.offset_s - start_s) * self.rate_hz)))
        yield from self._silence(lead)
        left -= lead
        if left:
            skip_s = max(0.0, start_s - self.offset_s)
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


def write_film(
    path: Path, picture: Picture, music: MusicTrack, *, start_s: float, on_progress: Callable[[float], None]
) -> None:
    """Write pictures and music into an mp4 that plays while it loads.

    Args:
        path: where to.
        picture: the pictures.
        music: the new sound.
        start_s: the film's beginning on the video's clock.
        on_progress: told the fraction written, 0..1.
    """
    # The index goes to the front (faststart); what the encoder of the sound needs to warm up is cut by an edit list.
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream = picture.stream_in(container)
        sound = container.add_stream("aac", rate=music.rate_hz)
        sound.layout = "stereo" if music.channels == 2 else "mono"
        sound.bit_rate = _BITS_PER_CHANNEL * music.channels
        writer = _SoundWriter(container, sound, music.blocks(start_s, picture.length_s), music.rate_hz)
        for packet in picture.packets(stream):
            at_s = float(packet.dts * packet.time_base)
            writer.write_until(at_s + _AHEAD_S)
            container.mux(packet)
            on_progress(min(1.0, max(0.0, at_s / max(picture.length_s, 1e-3))))
        writer.finish()
    on_progress(1.0)


class _SoundWriter:
    """Encodes sound up to a time, as the pictures advance."""

    def __init__(
        self, container: OutputContainer, stream: AudioStream, blocks: Iterator[Samples], rate_hz: int
    ) -> None:
        self._container, self._stream, self._blocks, self._rate_hz = container, stream, blocks, rate_hz
        self._layout = stream.layout.name
        self._written = 0
        self._done = False

    def write_until(self, at_s: float) -> None:
        """Encode until the sound has reached a time of the film."""
        while not self._done and self._written < at_s * self._rate_hz:
            block = next(self._blocks, None)
            if block is None:
                self._done = True
            elif block.shape[1]:
                frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), format="fltp", layout=self._layout)
                frame.sample_rate = self._rate_hz
                frame.time_base = Fraction(1, self._rate_hz)
                frame.pts = self._written
                self._container.mux(self._stream.encode(frame))
                self._written += block.shape[1]

    def finish(self) -> None:
        """Encode what is left and flush the encoder."""
        self.write_until(float("inf"))
        self._container.mux(self._stream.encode(None))
