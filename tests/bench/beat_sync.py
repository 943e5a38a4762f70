"""How exactly, how safely and how fast beat_sync aligns: ``python -m tests.bench.beat_sync``.

The seeds are held out: none of them was looked at while the method and its thresholds were chosen.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import av
import numpy as np

from actors.beat_sync.alignment import Alignment, align
from actors.beat_sync.media import MediaFile
from actors.beat_sync.soundtrack import ANALYSIS_RATE_HZ, read_sound
from tests.bench.peak import peak_bytes
from tests.material.files import write_audio, write_video
from tests.material.long_films import long_pair
from tests.material.rooms import Room, recording
from tests.material.songs import Samples, score_of, song

HELD_OUT = 910_000
PHONE_CLOCKS_PPM = (0.0, 0.0, 0.0, 25.0, -60.0)


def main() -> None:
    """Print all tables."""
    run()


def run(*, recordings: int = 60, pairs: int = 200, long_ones: int = 3, hour_s: int = 3600) -> dict[str, float]:
    """Measure and print.

    Args:
        recordings: of the same song, through files.
        pairs: of different songs.
        long_ones: ten-minute recordings with drift.
        hour_s: length of the longest film, seconds.

    Returns:
        The figures by name.
    """
    print("\nbeat_sync, mode align (held-out synthetic material; reverberation, 5 dB signal to noise, changing levels)")
    figures = {**_same_songs(recordings), **_drift(long_ones), **_different_songs(pairs), **_full_hd(), **_hour(hour_s)}
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}))
    return figures


def _same_songs(count: int) -> dict[str, float]:
    errors_ms, times_s, refused = [], [], 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            error_ms, spent_s, accepted = _one_recording(HELD_OUT + number, Path(folder))
            times_s.append(spent_s)
            refused += not accepted
            if accepted:
                errors_ms.append(error_ms)
    errors = np.abs(errors_ms)
    p50, p95 = (float(value) for value in np.percentile(errors, [50, 95]))
    near = float(np.mean(errors <= 40))
    print(
        f"  {count} recordings, 8-300 s, 22-48 kHz, wav/flac/mp3/m4a/ogg, mono and stereo, constant and uneven frames"
    )
    print(f"    |offset error|     p50 {p50:.3f} ms   p95 {p95:.3f} ms   max {errors.max():.3f} ms   (bar: 1 / 10)")
    print(f"    within 40 ms       {near:.1%}     refused although the same song: {refused}")
    print(f"    decode and align   p50 {np.median(times_s):.2f} s   max {max(times_s):.2f} s")
    return {
        "offset_error_p50_ms": p50, "offset_error_p95_ms": p95, "offset_error_max_ms": float(errors.max()),
        "within_40_ms": near, "false_rejects": refused, "align_p50_s": float(np.median(times_s)),
    }  # fmt: skip


def _one_recording(seed: int, folder: Path) -> tuple[float, float, bool]:
    rng = np.random.default_rng(seed)
    rate = int(rng.choice([22_050, 32_000, 44_100, 48_000]))
    music_s, video_s = (float(np.exp(rng.uniform(np.log(8), np.log(300)))) for _ in range(2))
    # Video before, after and inside the music; at least 6 s are shared.
    offset_s = float(rng.uniform(-music_s + 6, video_s - 6))
    music = song(seed, music_s, rate, channels=int(rng.integers(1, 3)))
    room = Room(
        seed=seed,
        reverb_s=float(rng.uniform(0.2, 1.0)),
        direct_db=float(rng.uniform(-4, 6)),
        noise=str(rng.choice(["white", "pink", "crowd", "voice"])),
        band_limited=bool(rng.integers(2)),
        drift_ppm=float(rng.choice(PHONE_CLOCKS_PPM)),
    )
    heard = recording(music, rate, room, offset_s=offset_s, duration_s=video_s)[None]
    ending = str(rng.choice([".wav", ".flac", ".mp3", ".m4a", ".ogg"]))
    bgm = write_audio(folder / f"music{ending}", music, 48_000 if ending == ".ogg" else rate)
    shift = 48_000 / rate if ending == ".ogg" else 1.0  # Opus knows 48 kHz only: played faster, in both files
    video = write_video(
        folder / f"dance{rng.choice(['.mp4', '.mov', '.mkv'])}",
        heard,
        round(rate * shift),
        duration_s=video_s / shift,
        fps=5,
        variable_rate=bool(rng.integers(2)),
    )
    began = time.perf_counter()
    found = _aligned(video, bgm)
    spent_s = time.perf_counter() - began
    return (found.offset_s - offset_s / shift) * 1000, spent_s, found.same_song


def _aligned(video: Path, bgm: Path) -> Alignment:
    room, music = (read_sound(MediaFile(path, "", "", path.name), lambda _: None) for path in (video, bgm))
    return align(room.samples, music.samples)


def _drift(count: int) -> dict[str, float]:
    worst_ms = 0.0
    rate = 16_000
    for number in range(count):
        seed = HELD_OUT + 5000 + number
        drift_ppm = (100.0, -40.0, 15.0)[number % 3]
        music = song(seed, 600, rate)
        room = Room(seed=seed, drift_ppm=drift_ppm)
        heard = recording(music, rate, room, offset_s=3.25, duration_s=600)
        found = align(_slowed(heard, rate), _slowed(music[0], rate))
        for music_at_s in (0.0, 300.0, 596.0):
            true_s = 3.25 + music_at_s * (1 + drift_ppm * 1e-6)
            worst_ms = max(worst_ms, abs(found.offset_s + music_at_s * (1 + found.drift) - true_s) * 1000)
    print(f"  {count} recordings of 10 min, clocks 100, -40, 15 ppm off")
    print(f"    out of step        at most {worst_ms:.3f} ms anywhere   (bar: 10)")
    return {"drift_over_10_min_ms": worst_ms}


def _slowed(sound: Samples, rate: int) -> Samples:
    """Return 16 kHz sound at the analysis rate, by transform (exact, and no delay)."""
    spectrum = np.fft.rfft(sound)[: sound.size // 2 * ANALYSIS_RATE_HZ // rate + 1]
    return np.asarray(np.fft.irfft(spectrum) * ANALYSIS_RATE_HZ / rate, np.float32)


def _different_songs(count: int) -> dict[str, float]:
    """Half the pairs are strangers; half share tempo, key and drum samples, and half of these the chords as well."""
    rng = np.random.default_rng(HELD_OUT)
    accepted, highest = 0, 0.0
    scores = max(1, count // 8)
    rooms, strangers = [], []
    checked = 0
    for number in range(scores):
        seed = HELD_OUT + 10_000 + 10 * number
        length_s = float(rng.uniform(10, 30))
        progression = (0, 4, 5, 3) if number % 2 else None
        score = score_of(seed, progression=progression)
        music = [song(seed + take, length_s, ANALYSIS_RATE_HZ, score=score) for take in range(5)]
        room = Room(seed=seed, snr_db=float(rng.uniform(5, 25)), reverb_s=float(rng.uniform(0.2, 0.8)))
        heard = recording(music[0], ANALYSIS_RATE_HZ, room, offset_s=float(rng.uniform(-4, 4)), duration_s=length_s)
        rooms.append(heard)
        strangers.append(music[0])
        for other in music[1:]:
            found = align(heard, other[0])
            accepted, highest, checked = accepted + found.same_song, max(highest, found.coherence), checked + 1
    for number in range(count - checked):
        other = strangers[(number % scores + 1 + number // scores) % scores]
        found = align(rooms[number % scores], other[0])
        accepted, highest, checked = accepted + found.same_song, max(highest, found.coherence), checked + 1
    print(f"  {checked} pairs of different songs, half of them of the same tempo, key and drum samples")
    print(f"    accepted           {accepted}   (bar: 0)     highest coherence {highest:.2f}")
    return {"different_songs_accepted": accepted}


def _full_hd() -> dict[str, float]:
    """Three minutes of 1080p in a process of its own, start-up included."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        music = song(HELD_OUT + 1, 200, 48_000, channels=2)
        bgm = write_audio(folder / "music.m4a", music, 48_000)
        heard = recording(music, 48_000, Room(seed=1), offset_s=7.321, duration_s=180)[None]
        video = _looped_video(folder, heard, seconds=180)
        began = time.perf_counter()
        shown = subprocess.run(
            [sys.executable, "-m", "tests.bench.beat_sync", str(video), str(bgm), str(folder / "out")],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        spent_s = time.perf_counter() - began
        told = json.loads(shown.stdout)
        size_mb = video.stat().st_size / 1e6
    print(f"  3 min of 1080p ({size_mb:.0f} MB) from start to both films, cut between key frames")
    print(f"    wall time          {spent_s:.1f} s   (bar: 20)     peak memory {told['peak_mb']:.0f} MB   (bar: 400)")
    print(
        f"    offset error       {abs(told['offset_s'] - 7.321) * 1000:.3f} ms     encoded anew {told['reencoded_s']} s"
    )
    return {"hd_wall_s": spent_s, "hd_peak_mb": told["peak_mb"]}


def _hour(length_s: int) -> dict[str, float]:
    """An hour of film and music in a process of its own, start-up included."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pair = long_pair(folder, length_s, seed=HELD_OUT + 20_000)
        began = time.perf_counter()
        shown = subprocess.run(
            [sys.executable, "-m", "tests.bench.beat_sync", str(pair.dance), str(pair.music), str(folder / "out")],
            capture_output=True, text=True, check=True, env={**os.environ, "TMPDIR": name},
        )  # fmt: skip
        spent_s = time.perf_counter() - began
        told = json.loads(shown.stdout)
    error_ms = abs(told["offset_s"] - pair.offset_s) * 1000
    print(f"  {length_s / 60:.0f} min of film (320x180, 12 frames/s) and a mix as long, from start to both films")
    print(
        f"    wall time          {spent_s:.0f} s, {length_s / spent_s:.0f}x real time   (bar: 10x)"
        f"     CPU {told['cpu_s']:.0f} s     peak memory {told['peak_mb']:.0f} MB   (bar: 400)"
    )
    print(f"    offset error       {error_ms:.3f} ms     encoded anew {told['reencoded_s']} s")
    return {"hour_wall_s": spent_s, "hour_peak_mb": told["peak_mb"], "hour_offset_error_ms": error_ms}


def _looped_video(folder: Path, heard: Samples, *, seconds: int) -> Path:
    """Encode ten seconds of pictures and repeat their packets, which takes a twentieth of the time."""
    unit = write_video(
        folder / "unit.mp4", None, 48_000, duration_s=10, fps=30, size=(1920, 1080), keyframe_s=5,
        options={"preset": "ultrafast", "crf": "12"},
    )  # fmt: skip
    sound = write_video(folder / "sound.mp4", heard, 48_000, duration_s=2)
    whole = folder / "dance.mp4"
    with av.open(str(unit)) as pictures, av.open(str(sound)) as track, av.open(str(whole), "w") as film:
        source = pictures.streams.video[0]
        out = film.add_stream_from_template(source, opaque=True)
        audio = film.add_stream_from_template(track.streams.audio[0], opaque=True)
        packets = [packet for packet in pictures.demux(source) if packet.size]
        for repeat in range(seconds // 10):
            for packet in packets:
                copy = av.Packet(bytes(packet))
                copy.stream, copy.time_base, copy.is_keyframe = out, packet.time_base, packet.is_keyframe
                copy.duration = packet.duration
                shift = round(10 * repeat / packet.time_base)
                copy.pts, copy.dts = packet.pts + shift, packet.dts + shift
                film.mux(copy)
        for packet in track.demux(track.streams.audio[0]):
            if packet.size:
                packet.stream = audio
                film.mux(packet)
    return whole


def _one_job(video: Path, bgm: Path, folder: Path) -> None:
    from actors.beat_sync.run import run as run_kind  # noqa: PLC0415 (its import is part of what is timed)
    from actors.beat_sync.spec import BeatSyncParameters  # noqa: PLC0415
    from tests.material.job import FolderJob  # noqa: PLC0415

    job = FolderJob(folder, video, bgm, cpu_threads=2)
    result = run_kind(BeatSyncParameters(dance_file_id=job.file_id(video), bgm_file_id=job.file_id(bgm)), job)
    peak_mb = peak_bytes() / 1e6
    told = {"offset_s": result.offset_s, "reencoded_s": result.reencoded_s, "peak_mb": peak_mb}
    print(json.dumps({**told, "cpu_s": time.process_time()}))


if __name__ == "__main__":
    if len(sys.argv) == 4:
        _one_job(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
