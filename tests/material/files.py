"""Media files made of synthetic sound and moving test pictures, by PyAV."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from tests.material.songs import Samples

AUDIO_CODECS = {
    ".wav": "pcm_s16le", ".mp3": "libmp3lame", ".m4a": "aac", ".flac": "flac", ".ogg": "libopus",
}  # fmt: skip


def write_audio(path: Path, sound: Samples, rate: int) -> Path:
    """Write sound of shape (channels, samples); the codec follows from the ending."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(AUDIO_CODECS[path.suffix], rate=rate)
        stream.layout = "mono" if sound.shape[0] == 1 else "stereo"
        write_sound(container, stream, sound, rate)
    return path


def write_video(
    path: Path,
    sound: Samples | None,
    rate: int,
    *,
    duration_s: float,
    fps: int = 25,
    size: tuple[int, int] = (160, 120),
    codec: str = "libx264",
    sound_codec: str = "aac",
    keyframe_s: float = 2.0,
    b_frames: int = 2,
    variable_rate: bool = False,
    rotation: int = 0,
    black_tail_s: float = 0.0,
    sound_start_s: float = 0.0,
    options: dict[str, str] | None = None,
) -> Path:
    """Write a video of a wandering bright square over a gradient; frame n's pts is exact, its look tells n.

    Args:
        path: the ending picks the container.
        sound: shape (channels, samples), or None for a silent film.
        rate: samples a second of the sound.
        duration_s: of the picture.
        fps: frames a second (the average, if the rate is variable).
        size: width and height, pixels.
        codec: of the picture.
        sound_codec: of the sound.
        keyframe_s: seconds between key frames.
        b_frames: between two others.
        variable_rate: frames stand at uneven times.
        rotation: degrees counter-clockwise, written as a display matrix.
        black_tail_s: seconds of black at the end.
        sound_start_s: where the sound's time stamps begin.
        options: more options of the picture's encoder.
    """
    time_base = Fraction(1, 90_000)
    with av.open(str(path), "w") as container:
        picture = container.add_stream(codec, rate=fps)
        picture.width, picture.height = size
        picture.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        picture.codec_context.time_base = Fraction(1, fps) if path.suffix == ".avi" else time_base
        picture.gop_size = max(1, round(keyframe_s * fps))
        if codec in ("libx264", "libx265"):
            picture.max_b_frames = b_frames
            quick = {"preset": "ultrafast", "x264-params": f"bframes={b_frames}:b-adapt=0:scenecut=0"}
            picture.options = {**quick, **(options or {})}
        elif options:
            picture.options = options
        if rotation:
            picture.set_display_rotation(rotation)
        track = None
        if sound is not None:
            quick = {"aac_coder": "fast"} if sound_codec == "aac" else {}
            track = container.add_stream(sound_codec, rate=rate, options=quick)
            track.layout = "mono" if sound.shape[0] == 1 else "stereo"
        for pts_s, image in _pictures(duration_s, fps, size, variable_rate, black_tail_s):
            grey = np.full((image.shape[0] // 2, image.shape[1]), 128, np.uint8)  # no colour
            frame = av.VideoFrame.from_ndarray(np.vstack([image, grey]), format=picture.pix_fmt)
            frame.time_base = picture.codec_context.time_base
            frame.pts = round(pts_s / frame.time_base)
            container.mux(picture.encode(frame))
        container.mux(picture.encode(None))
        if track is not None and sound is not None:
            write_sound(container, track, sound, rate, start=round(sound_start_s * rate))
    return path


def frame_number(image: np.ndarray) -> int:
    """Read the frame number that a (decoded, gray) picture of write_video() shows."""
    height, width = image.shape
    cells = image[: height // 4, :].reshape(height // 4, 16, width // 16).mean(axis=(0, 2))
    return int(sum(1 << bit for bit, level in enumerate(cells) if level > 128))


def _pictures(duration_s, fps, size, variable_rate, black_tail_s):  # type: ignore[no-untyped-def]
    width, height = size
    rows, columns = np.mgrid[0:height, 0:width]
    scene = (40 + 60 * columns / width + 40 * rows / height).astype(np.uint8)
    rng = np.random.default_rng(3)
    count = round(duration_s * fps)
    for number in range(count):
        at = number / fps
        image = scene.copy()
        for bit in range(16):  # the number in binary, along the top
            image[: height // 4, bit * width // 16 : (bit + 1) * width // 16] = 230 if number >> bit & 1 else 20
        left, top = int(abs((at * 60) % (2 * width - 40) - width + 20)), height // 2
        image[top : top + height // 6, left : left + width // 8] = 220
        if at >= duration_s - black_tail_s:
            image[:] = 16
        yield at + (rng.uniform(0, 0.6) / fps if variable_rate and number else 0.0), image


def write_sound(container, stream, sound, rate, *, start=0):  # type: ignore[no-untyped-def]
    for first in range(0, sound.shape[1], rate):
        block = sound[:, first : first + rate]
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(block), format="fltp", layout="mono" if sound.shape[0] == 1 else "stereo"
        )
        frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), start + first
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
