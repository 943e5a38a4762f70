"""An hour of dance class and its music, made in pieces: never more than a few minutes of it in memory."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from tests.material.files import write_video
from tests.material.rooms import Room, recording
from tests.material.songs import Samples, song

RATE_HZ = 24_000
#: Length of one song of the mix, and of the film that is repeated as picture.
_SONG_S, _UNIT_S = 240, 10


@dataclasses.dataclass(frozen=True)
class LongPair:
    """A film, its music, and where on the film's clock the music begins."""

    dance: Path
    music: Path
    offset_s: float


def long_pair(folder: Path, duration_s: int, *, seed: int, fps: int = 12) -> LongPair:
    """Make a film of 320x180 and a mix of different songs as its music; nothing in either comes again.

    Args:
        folder: where to.
        duration_s: of the music; the film is a little longer.
        seed: of the songs and the room.
        fps: frames a second of the film.
    """
    pair = LongPair(folder / "class.mp4", folder / "mix.m4a", 7.321)
    unit = write_video(folder / "unit.mp4", None, RATE_HZ, duration_s=_UNIT_S, fps=fps, size=(320, 180), keyframe_s=5)
    with av.open(str(unit)) as pictures, av.open(str(pair.dance), "w") as film, av.open(str(pair.music), "w") as mix:
        source = pictures.streams.video[0]
        picture = film.add_stream_from_template(source, opaque=True)
        tracks = [container.add_stream("aac", rate=RATE_HZ, options={"aac_coder": "fast"}) for container in (film, mix)]
        for track in tracks:
            track.layout = "mono"
        packets = [packet for packet in pictures.demux(source) if packet.size]
        written, unit_count = [0, 0], 0
        for first in range(0, duration_s, _SONG_S):
            length_s = min(_SONG_S, duration_s - first)
            music = song(seed + first, length_s, RATE_HZ)
            room = Room(seed=seed, levels=False, snr_db=8.0)
            lead_s = pair.offset_s if first == 0 else 0.0
            heard = recording(music, RATE_HZ, room, offset_s=lead_s, duration_s=length_s + lead_s)
            for number, (container, line) in enumerate(((film, heard), (mix, music[0]))):
                written[number] = _encode(container, tracks[number], line, written[number])
            while (unit_count + 1) * _UNIT_S <= written[0] / RATE_HZ:
                _repeat(film, picture, packets, unit_count * _UNIT_S)
                unit_count += 1
        for container, track in zip((film, mix), tracks, strict=True):
            container.mux(track.encode(None))
    return pair


def _encode(container: av.container.OutputContainer, track: av.AudioStream, line: Samples, written: int) -> int:
    for first in range(0, line.size, RATE_HZ):
        block = np.ascontiguousarray(line[None, first : first + RATE_HZ])
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = RATE_HZ, Fraction(1, RATE_HZ), written
        container.mux(track.encode(frame))
        written += block.shape[1]
    return written


def _repeat(film: av.container.OutputContainer, picture: av.VideoStream, packets: list[av.Packet], from_s: int) -> None:
    for packet in packets:
        copy = av.Packet(bytes(packet))
        shift = round(from_s / packet.time_base)
        copy.stream, copy.time_base, copy.is_keyframe = picture, packet.time_base, packet.is_keyframe
        copy.pts, copy.dts, copy.duration = packet.pts + shift, packet.dts + shift, packet.duration
        film.mux(copy)
