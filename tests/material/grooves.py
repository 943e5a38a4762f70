"""Pieces of music in many styles whose every beat is known: drums, bass, chords on a clock that may bend.

Hits begin exactly where they are written (plus a player's few milliseconds in styles that people play); the beats are
the clock's own. Silence may precede and follow, and a room, noise and a lossy codec may come over it all.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable

import av
import numpy as np

from tests.material.instruments import RATE_HZ, Times, note
from tests.material.rooms import Room, recording
from tests.material.songs import Samples

#: (position in beats from the piece's first, instrument, loudness, semitones above 55 Hz)
Hit = tuple[float, str, float, int]


@dataclasses.dataclass(frozen=True)
class Piece:
    """A piece and the truth about it.

    Args:
        style: its style.
        samples: mono float32.
        rate_hz: of the samples.
        beats_s: every beat, silent ones in a break included.
        downbeats_s: the first beat of each bar.
    """

    style: str
    samples: Samples
    rate_hz: int
    beats_s: Times
    downbeats_s: Times

    @property
    def tempo_bpm(self) -> float:
        """The typical tempo."""
        return float(60 / np.median(np.diff(self.beats_s)))


@dataclasses.dataclass(frozen=True)
class Style:
    """How a style is played.

    Args:
        tempo_bpm: from, to.
        bar: writes one bar: (random numbers, number of the bar, root in semitones) to hits from 0.
        meter: beats a bar.
        human_ms: spread of a player's timing.
        clock: of the tempo: steady, drift (+-3 %), rubato (breathes, then hurries), change (two tempos).
    """

    tempo_bpm: tuple[float, float]
    bar: Callable[[np.random.Generator, int, int], list[Hit]]
    meter: int = 4
    human_ms: float = 0.0
    clock: str = "steady"


def piece(style: str, seed: int, duration_s: float = 40.0, *, treated: bool = True) -> Piece:
    """Play a piece.

    Args:
        style: a name of STYLES.
        seed: of everything random.
        duration_s: of the music; up to 1.5 s of silence come before and after.
        treated: whether room, noise and codec (drawn from the seed) come over it.
    """
    rng = np.random.default_rng([seed, sorted(STYLES).index(style), 11])
    return play(style, STYLES[style], rng, duration_s, treated=treated)


def play(name: str, played: Style, rng: np.random.Generator, duration_s: float, *, treated: bool) -> Piece:
    """Play a piece of any style.

    Args:
        name: what the style is called.
        played: the style.
        rng: all that is random about the piece.
        duration_s: of the music.
        treated: whether room, noise and codec come over it.
    """
    beats = _clock(rng, played, duration_s) + rng.uniform(0, 1.5)
    bars = (beats.size - 1) // played.meter
    beats = beats[: bars * played.meter + 1]
    hits = _hits(rng, played, bars)
    total = round((beats[-1] + 1.0 + rng.uniform(0, 1.0)) * RATE_HZ)
    line = np.zeros(total + 4 * RATE_HZ, np.float32)
    kit = int(rng.integers(1 << 20))
    beat_s = float(np.median(np.diff(beats)))
    for position, instrument, loudness, pitch in hits:
        at_s = float(np.interp(position, np.arange(beats.size), beats)) + rng.normal() * played.human_ms / 1000
        sound = note(instrument, pitch, kit, round(beat_s, 3))
        first = max(0, round(at_s * RATE_HZ))
        line[first : first + sound.size] += sound * np.float32(loudness)
    _fade(line, beats[-1])
    line = line[:total] / np.float32(np.abs(line).max() * 1.1)
    if treated:
        line = _treated(rng, line)
    return Piece(name, line, RATE_HZ, beats[:-1], beats[:-1][:: played.meter])


def _fade(line: Samples, end_s: float) -> None:
    """Damp what rings on after the last bar, so that the end is an end."""
    first = round(end_s * RATE_HZ)
    line[first:] *= np.exp(-np.arange(line.size - first) / (0.08 * RATE_HZ)).astype(np.float32)


def _clock(rng: np.random.Generator, style: Style, duration_s: float) -> Times:
    """Return beat times from 0."""
    tempo = float(rng.uniform(*style.tempo_bpm))
    count = int(duration_s * tempo / 60) + 2
    share = np.arange(count) / count
    curve = np.full(count, tempo)
    if style.clock == "drift":
        walk = np.sin(2 * np.pi * (share * rng.uniform(0.7, 2) + rng.random()))
        curve *= 1 + 0.03 * walk
    elif style.clock == "rubato":
        curve *= 1 + 0.25 * share + 0.03 * np.sin(2 * np.pi * share * 5)
    elif style.clock == "change":
        curve[share > 0.5] *= float(rng.choice([0.8, 0.88, 1.15, 1.25]))
    times = np.concatenate([[0.0], np.cumsum(60 / curve)])
    return np.asarray(times[times < duration_s], np.float64)


def _hits(rng: np.random.Generator, style: Style, bars: int) -> list[Hit]:
    roots = [0, 9, 5, 7] if rng.random() < 0.5 else [0, 5, 7, 5]
    key = int(rng.integers(0, 10))
    # Four bars that come again, as music does, with a few hits left out and a fill now and then.
    pattern = [
        style.bar(np.random.default_rng(int(rng.integers(1 << 30))), bar, roots[bar % 4] + key) for bar in range(4)
    ]
    hits: list[Hit] = []
    for bar in range(bars):
        if style.bar is _break_bar and bars > 11 and bars // 2 - 2 <= bar < bars // 2 + 2:  # the break: pads only
            hits += [(bar * style.meter, "pad", 0.35, roots[bar % 4] + key + 12 + third) for third in (0, 4, 7)]
            continue
        for position, instrument, loudness, pitch in pattern[bar % 4]:
            if rng.random() > 0.03:
                level = loudness * float(rng.uniform(0.8, 1.1))
                hits.append((bar * style.meter + position, instrument, level, pitch))
        if _has_drummer(style) and bar % 8 == 7:
            for step in range(4):
                hits.append(((bar + 1) * style.meter - 1 + step / 4, "snare", 0.35 + 0.1 * step, 0))
    return hits


def _has_drummer(style: Style) -> bool:
    """Tell whether a style has a drummer who plays fills."""
    return style.human_ms > 0 and style.bar in {_rock_bar, _break_bar, _funk_bar}


def struck(text: str, instrument: str, loudness: float, *, beats: float = 4.0, pitch: int = 0) -> list[Hit]:
    """Turn ``x..o`` into hits: x loud, o soft, over so many beats."""
    return [
        (index * beats / len(text), instrument, loudness * {"x": 1.0, "o": 0.5}[mark], pitch)
        for index, mark in enumerate(text)
        if mark != "."
    ]


def chord(at: float, instrument: str, loudness: float, root: int) -> list[Hit]:
    return [(at, instrument, loudness, root + 24 + third) for third in (0, 4, 7)]


def tune(rng: np.random.Generator, root: int, *, chance: float = 0.45, steps: int = 8, beats: float = 4) -> list[Hit]:
    scale = (0, 2, 4, 7, 9, 12)
    return [
        (step * beats / steps, "pluck", 0.3, root + 36 + int(rng.choice(scale)))
        for step in range(steps)
        if rng.random() < chance
    ]


def _house_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    del bar
    hits = struck("xxxx", "kick", 1.0) + struck(".x.x", "clap", 0.6) + struck(".x.x.x.x", "open", 0.5)
    hits += struck("xooxooxo" * 2, "hat", 0.2) + struck(".x.x.x.x", "bass", 0.5, pitch=root)
    return hits + chord(float(rng.choice([0.0, 0.75, 1.5])), "skank", 0.3, root) + tune(rng, root)


def _dnb_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    kick = "x.........x....." if rng.random() < 0.6 else "x.....x...x....."
    hits = struck(kick, "kick", 1.0) + struck("....x.......x...", "snare", 0.9)
    hits += struck("x.o.x.o.x.o.x.o.", "hat", 0.35) + struck(".......o.o......", "snare", 0.35)
    return (
        hits
        + [(0.0, "long", 0.5, root), (2.5, "long", 0.4, root)]
        + (chord(0, "pad", 0.2, root) if bar % 2 == 0 else [])
    )


def _hiphop_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    del bar
    kick = str(rng.choice(["x......x..x.....", "x.....x.x.......", "x..x...x..x....."]))
    hits = (
        struck(kick, "kick", 1.0) + struck("....x.......x...", "snare", 0.9) + struck("x.x.x.x.x.x.x.xo", "hat", 0.35)
    )
    return [*hits, (0.0, "bass", 0.5, root), (1.75, "bass", 0.4, root), *tune(rng, root, chance=0.3)]


def _waltz_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    del bar
    hits = [(0.0, "bass", 0.7, root), (0.0, "piano", 0.5, root + 12)]
    hits += chord(1.0, "piano", 0.25, root) + chord(2.0, "piano", 0.25, root)
    return hits + tune(rng, root, chance=0.5, steps=6, beats=3)


def _swing_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    hits = [
        (beat + shift, "ride", level, 0)
        for beat in range(4)
        for shift, level in ((0.0, 0.45), (2 / 3, 0.3))
        if shift == 0 or beat % 2
    ]
    hits += [(1.0, "hat", 0.5, 0), (3.0, "hat", 0.5, 0)]
    walk = (root, root + 4, root + 7, root + 9)
    hits += [(float(beat), "bass", 0.6, walk[beat]) for beat in range(4)]
    if bar % 2:
        hits += chord(float(rng.choice([2 / 3, 1 + 2 / 3])), "skank", 0.3, root)
    return hits + [
        (beat + (2 / 3 if rng.random() < 0.5 else 0), "pluck", 0.3, root + 36 + int(rng.choice([0, 4, 7, 9])))
        for beat in range(4)
        if rng.random() < 0.6
    ]


def _reggae_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    del bar
    hits = [hit for beat in range(4) for hit in chord(beat + 0.5, "skank", 0.4, root)]
    hits += struck(".x.x", "kick", 0.8) + struck(".x.x", "rim", 0.5) + struck("oxoxoxox", "hat", 0.35)
    line = str(rng.choice(["x.xx.x..", "x..x.xx.", "xx.x..x."]))
    return hits + struck(line, "bass", 0.7, pitch=root)


def _latin_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    clave = "x..x..x...x.x..." if bar % 2 == 0 else "..x.x...x..x..x."
    hits = (
        struck(clave, "rim", 0.7) + struck("xoxoxoxoxoxoxoxo", "shaker", 0.3) + struck("x...x...x...x...", "kick", 0.5)
    )
    hits += struck("...x..x....x..x.", "bass", 0.7, pitch=root) + struck("....o.......o.xx", "conga", 0.5)
    return (
        hits
        + [hit for at in (0, 0.75, 1.5, 2.5, 3.25) for hit in chord(at, "piano", 0.15, root)]
        + tune(rng, root, chance=0.2)
    )


def _rock_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    del bar
    kick = str(rng.choice(["x...x...", "x..xx...", "x...xx.."]))
    hits = struck(kick, "kick", 1.0) + struck("..x...x.", "snare", 0.9) + struck("xoxoxoxo", "hat", 0.4)
    return (
        hits
        + struck("xxxxxxxx", "bass", 0.4, pitch=root)
        + chord(0.0, "skank", 0.35, root)
        + chord(2.5, "skank", 0.3, root)
    )


def _ballad_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    del bar
    hits = [(0.0, "piano", 0.7, root), (2.0, "piano", 0.5, root + 7)]
    arpeggio = (12, 16, 19, 24, 19, 16, 19, 16)
    hits += [
        (step / 2, "piano", 0.3 if step % 2 else 0.45, root + arpeggio[step])
        for step in range(8)
        if step % 2 == 0 or rng.random() < 0.6
    ]
    return hits + [
        (float(at), "piano", 0.5, root + 36 + int(rng.choice([0, 4, 7]))) for at in (0, 1, 2, 3) if rng.random() < 0.6
    ]


def _strings_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    hits = chord(0.0, "pad", 0.3, root) if bar % 2 == 0 else []
    return hits + [
        (step / 2, "pluck", 0.6 if step % 2 == 0 else 0.35, root + 24 + (0, 7, 12, 16)[step % 4])
        for step in range(8)
        if step % 2 == 0 or rng.random() < 0.5
    ]


def _trap_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    hits = struck("....x.......x...", "clap", 0.9)
    kick = str(rng.choice(["x.....x.....x...", "x..x......x.....", "x.........x..x.."]))
    hits += struck(kick, "kick", 0.9) + struck("xoxoxoxoxoxoxoxo", "hat", 0.35)
    if bar % 2:
        at = float(rng.choice([1.5, 3.5]))
        hits += [(at + roll / 12, "hat", 0.3, 0) for roll in range(6)]
    hits += [(position, "long", 0.6, root) for position, *_ in struck(kick, "long", 1.0)]
    return hits + tune(rng, root, chance=0.35)


def _break_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    del bar
    kick = str(rng.choice(["x.x.......xx....", "x.x...x...x.....", "x.....x...xx...."]))
    hits = (
        struck(kick, "kick", 1.0) + struck("....x..o.o..x..o", "snare", 0.85) + struck("x.x.x.x.x.x.x.x.", "ride", 0.4)
    )
    return [*hits, (0.0, "bass", 0.5, root), (1.5, "bass", 0.4, root + 7), *chord(0.0, "skank", 0.2, root)]


def _funk_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    del bar
    kick = str(rng.choice(["x..x..x...x.....", "x.x....x..x....."]))
    hits = (
        struck(kick, "kick", 1.0) + struck("....x..o.o..x..o", "snare", 0.9) + struck("xoxoxoxoxoxoxoxo", "hat", 0.35)
    )
    line = str(rng.choice(["x..x..x.....x.xx", "x.x...x..x....x."]))
    return (
        hits + struck(line, "bass", 0.6, pitch=root) + chord(1.75, "skank", 0.3, root) + chord(3.5, "skank", 0.3, root)
    )


def _pop_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    hits = struck("x..xx...", "kick", 0.9) + struck("..x...x.", "snare", 0.8) + struck("xxxxxxxx", "hat", 0.3)
    hits += struck("x.x.x.x.", "bass", 0.5, pitch=root) + (chord(0.0, "pad", 0.2, root) if bar % 2 == 0 else [])
    return hits + tune(rng, root, chance=0.55)


STYLES: dict[str, Style] = {
    "house": Style((118, 132), _house_bar),
    "drum and bass": Style((168, 178), _dnb_bar),
    "hip-hop": Style((82, 96), _hiphop_bar, human_ms=3),
    "waltz": Style((95, 180), _waltz_bar, meter=3, human_ms=3),
    "swing": Style((110, 190), _swing_bar, human_ms=4),
    "reggae": Style((68, 92), _reggae_bar, human_ms=3),
    "latin": Style((88, 125), _latin_bar, human_ms=3),
    "rock": Style((100, 160), _rock_bar, human_ms=4),
    "ballad": Style((60, 84), _ballad_bar, human_ms=4),
    "strings": Style((76, 120), _strings_bar, human_ms=3),
    "trap": Style((64, 78), _trap_bar),
    "breakbeat": Style((120, 142), _break_bar, human_ms=2),
    "funk": Style((92, 116), _funk_bar, human_ms=3),
    "drift": Style((95, 130), _pop_bar, human_ms=3, clock="drift"),
    "rubato": Style((80, 110), _pop_bar, human_ms=3, clock="rubato"),
    "tempo change": Style((95, 135), _pop_bar, human_ms=2, clock="change"),
}


def _treated(rng: np.random.Generator, line: Samples) -> Samples:
    """Lay a room, noise and a lossy codec over it, each on some pieces."""
    if rng.random() < 0.5:
        room = Room(
            seed=int(rng.integers(1 << 20)), reverb_s=float(rng.choice([0.0, 0.3, 0.6])),
            direct_db=float(rng.uniform(3, 9)),
            snr_db=float(rng.uniform(15, 35)), noise=str(rng.choice(["white", "pink", "crowd"])),
            levels=bool(rng.integers(2)),
        )  # fmt: skip
        line = recording(line[None], RATE_HZ, room, offset_s=0.0, duration_s=line.size / RATE_HZ)
    form = str(rng.choice(["wav", "mp3", "adts"]))
    return line if form == "wav" else coded(line, RATE_HZ, form)


def coded(line: Samples, rate_hz: int, form: str) -> Samples:
    """Encode and decode (mp3 at 96 kbit/s, or AAC in ADTS), the codec's delay taken out."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=form) as container:
        stream = container.add_stream({"mp3": "libmp3lame", "adts": "aac"}[form], rate=rate_hz)
        stream.layout, stream.bit_rate = "mono", 96_000
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(line[None]), format="fltp", layout="mono")
        frame.sample_rate, frame.pts = rate_hz, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    buffer.seek(0)
    with av.open(buffer) as container:
        heard = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    size = 1 << 17
    delay = int(
        np.fft.irfft(np.fft.rfft(heard[: size // 2], size) * np.conj(np.fft.rfft(line[: size // 2], size)), size)[
            :8192
        ].argmax()
    )
    out = np.zeros(line.size, np.float32)
    kept = heard[delay : delay + line.size]
    out[: kept.size] = kept
    return out
