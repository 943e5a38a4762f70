"""A pair of files to try the kind on: a short piece of music, and a dance class filmed while it played.

All of it is made up on the spot, from a fixed seed, in a second or two. The sound of the video is the music as a room
and a phone would hear it; the dancer waits for it and then moves on its beat, so that the result can be judged by eye.
"""

from __future__ import annotations

import dataclasses
import json
import math
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

Samples = npt.NDArray[np.float32]

RATE_HZ = 44_100
TEMPO_BPM = 112.0
BEAT_S = 60 / TEMPO_BPM
#: Eight bars, the whole song; the film shows it from a moment before its beginning.
MUSIC_S = 32 * BEAT_S
#: Where on the video's clock the music begins.
OFFSET_S = 2.486
VIDEO_S = 16.0
FPS = 25
SIZE = (640, 360)

#: A minor, F, C, G: the roots' and the arpeggio's notes as MIDI numbers.
_CHORDS = ((45, (57, 60, 64, 69)), (41, (57, 60, 65, 69)), (48, (55, 60, 64, 72)), (43, (55, 59, 62, 71)))


@dataclasses.dataclass(frozen=True)
class Demo:
    """The two files, and what a job should find out about them.

    Args:
        dance: the video.
        music: the music.
        offset_s: where on the video's clock the music begins.
    """

    dance: Path
    music: Path
    offset_s: float


def make_demo(folder: Path) -> Demo:
    """Write ``dance.mp4`` and ``music.wav`` into a folder."""
    music = _music()
    demo = Demo(folder / "dance.mp4", folder / "music.wav", OFFSET_S)
    with av.open(str(demo.music), "w") as container:
        track = container.add_stream("pcm_s16le", rate=RATE_HZ)
        track.layout = "stereo"
        _write_sound(container, track, music)
    with av.open(str(demo.dance), "w") as container:
        picture = container.add_stream("libx264", rate=FPS, options={"preset": "superfast", "crf": "20"})
        picture.width, picture.height = SIZE
        picture.pix_fmt = "yuv420p"
        track = container.add_stream("aac", rate=RATE_HZ, options={"aac_coder": "fast"})
        track.layout = "mono"
        for number in range(round(VIDEO_S * FPS)):
            frame = av.VideoFrame.from_ndarray(np.asarray(_scene(number / FPS - OFFSET_S)), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(picture.encode(frame))
        container.mux(picture.encode(None))
        _write_sound(container, track, _room_sound(music))
    return demo


def _music() -> Samples:
    rng = np.random.default_rng(4)
    out = np.zeros((2, round((MUSIC_S + 2) * RATE_HZ)), np.float32)
    for bar in range(8):
        root, notes = _CHORDS[bar % 4]
        start_s = bar * 4 * BEAT_S
        for note in notes:
            _add(out, start_s, _tone(note, 4 * BEAT_S, (1, 0.3, 0.1), 0.6) * np.float32(0.10), 0.5)
        for eighth in range(8):
            at_s = start_s + eighth * BEAT_S / 2
            note = notes[int(rng.integers(4))] + 12 * int(rng.integers(1, 3))
            _add(
                out, at_s, _tone(note, 0.7, (1, 0.5, 0.25, 0.12), 6.0) * np.float32(0.28), float(rng.uniform(0.2, 0.8))
            )
            _add(out, at_s, _hat(rng) * np.float32(0.10 if eighth % 2 else 0.05), 0.6)
        for beat in range(4):
            at_s = start_s + beat * BEAT_S
            _add(out, at_s, _tone(root - 12 * (beat % 2), BEAT_S * 0.9, (1, 0.5, 0.2), 3.0) * np.float32(0.30), 0.5)
            _add(out, at_s, _kick() * np.float32(0.5 if beat % 2 == 0 else 0.25), 0.5)
    out = out[:, : round(MUSIC_S * RATE_HZ)]
    fade = np.minimum(1, np.arange(out.shape[1])[::-1] / (0.5 * RATE_HZ)).astype(np.float32)
    return (out * fade / np.float32(np.abs(out).max() * 1.12)).astype(np.float32)


def _add(out: Samples, at_s: float, sound: Samples, pan: float) -> None:
    start = round(at_s * RATE_HZ)
    piece = sound[: out.shape[1] - start]
    out[0, start : start + piece.size] += piece * np.float32(math.sqrt(2 * (1 - pan)))
    out[1, start : start + piece.size] += piece * np.float32(math.sqrt(2 * pan))


def _tone(note: int, length_s: float, partials: tuple[float, ...], decay: float) -> Samples:
    at = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
    pitch_hz = 440 * 2 ** ((note - 69) / 12)
    tone = sum(
        level * np.sin(2 * np.pi * pitch_hz * number * at) * np.exp(-decay * 0.5 * number * at)
        for number, level in enumerate(partials, 1)
    )
    shape = np.minimum(1, at / 0.006) * np.minimum(1, (length_s - at) / 0.04)
    return np.asarray(tone * shape, np.float32)


def _kick() -> Samples:
    at = np.arange(round(0.25 * RATE_HZ)) / RATE_HZ
    return np.asarray(np.sin(2 * np.pi * (48 * at + 2.2 * (1 - np.exp(-at * 40)))) * np.exp(-at * 14), np.float32)


def _hat(rng: np.random.Generator) -> Samples:
    at = np.arange(round(0.08 * RATE_HZ)) / RATE_HZ
    return np.asarray(np.diff(rng.normal(size=at.size), prepend=0.0) * np.exp(-at * 70), np.float32)


def _room_sound(music: Samples) -> Samples:
    """Play the music in a hall full of people and record it with a phone: one channel, echo, noise."""
    rng = np.random.default_rng(8)
    at = np.arange(round(0.6 * RATE_HZ)) / RATE_HZ
    echo = rng.normal(size=at.size) * np.exp(-at * 12)
    echo[: round(0.004 * RATE_HZ)] = 0
    echo *= 0.9 / np.sqrt(np.sum(echo**2))
    echo[0] = 1.0
    heard = np.zeros(round(VIDEO_S * RATE_HZ))
    start = round(OFFSET_S * RATE_HZ)
    heard[start:] = music.mean(axis=0)[: heard.size - start]
    size = 1 << (heard.size + echo.size).bit_length()
    heard = np.fft.irfft(np.fft.rfft(heard, size) * np.fft.rfft(echo, size), size)[: heard.size]
    level = np.sqrt(np.mean(heard**2))
    noise = np.convolve(rng.normal(size=heard.size + 31), np.ones(32) / 32, "valid")
    heard += noise * level / np.sqrt(np.mean(noise**2)) * 0.35
    return np.asarray(heard / np.abs(heard).max() * 0.7, np.float32)[None]


def _scene(music_s: float) -> Image.Image:
    """Draw the hall and the dancer at a moment of the music (negative: it has not begun)."""
    image = Image.new("RGB", SIZE, "#f3efe8")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 268, *SIZE), fill="#d9c7ad")
    for x in range(-200, 840, 80):
        draw.line((x, 360, 320 + (x - 320) * 0.55, 268), fill="#cbb796", width=2)
    draw.rectangle((60, 60, 250, 190), fill="#dbe7ea", outline="#b9c8cc", width=3)
    dancing = music_s >= 0
    beat = music_s / BEAT_S if dancing else 0.0
    near_beat = math.exp(-6 * (beat % 1)) if dancing else 0.0
    # The lamp flashes on every beat: with the new sound in place, click and flash coincide.
    glow = round(90 + 165 * near_beat)
    draw.ellipse((520, 70, 580, 130), fill=(255, glow, 60) if dancing else "#c9c2b4")
    _dancer(draw, beat, moving=dancing)
    return image


def _dancer(draw: ImageDraw.ImageDraw, beat: float, *, moving: bool) -> None:
    swing = math.sin(math.pi * beat) if moving else 0.0
    bounce = abs(math.cos(math.pi * beat)) * 12 if moving else 0.0
    lift = math.sin(math.pi * beat / 2) if moving else -0.9
    hip = (330 + 34 * swing, 214 + bounce)
    neck = (hip[0] + 10 * swing, hip[1] - 74)
    draw.ellipse((hip[0] - 62, 318, hip[0] + 62, 334), fill="#c4ad88")
    ink, width = "#31404f", 9
    for side in (-1, 1):
        foot = (330 + side * 34 + 26 * max(0.0, side * swing), 322 - 26 * max(0.0, side * lift * abs(swing)))
        knee = ((hip[0] + foot[0]) / 2 + side * 12, (hip[1] + foot[1]) / 2 - 4)
        draw.line((hip, knee, foot), fill=ink, width=width, joint="curve")
        raised = 0.5 + 0.5 * side * lift if moving else 0.0
        elbow = (neck[0] + side * 38, neck[1] + 26 - 34 * raised)
        hand = (elbow[0] + side * (14 + 16 * swing * side), elbow[1] + 30 - 78 * raised)
        draw.line((neck, elbow, hand), fill="#b4553d", width=width, joint="curve")
    draw.line((neck, hip), fill="#b4553d", width=width + 6)
    head = (neck[0] + 6 * swing, neck[1] - 26)
    draw.ellipse((head[0] - 19, head[1] - 19, head[0] + 19, head[1] + 19), fill=ink)


def _write_sound(container: av.container.OutputContainer, track: av.AudioStream, sound: Samples) -> None:
    layout = "stereo" if sound.shape[0] == 2 else "mono"
    for first in range(0, sound.shape[1], RATE_HZ):
        block = np.ascontiguousarray(sound[:, first : first + RATE_HZ])
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
        frame.sample_rate, frame.time_base, frame.pts = RATE_HZ, Fraction(1, RATE_HZ), first
        container.mux(track.encode(frame))
    container.mux(track.encode(None))


def main(folder: Path) -> None:
    """Write the two files, and ``demo.json`` with the true offset, into a folder."""
    demo = make_demo(folder)
    truth = {"dance": demo.dance.name, "music": demo.music.name, "offset_s": demo.offset_s}
    (folder / "demo.json").write_text(json.dumps(truth) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
