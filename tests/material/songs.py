"""Synthetic songs: drums, bass, chords and a tune, all from one seed.

What a song is made of can be pinned separately, so that the hard negatives can be built: two songs of the same
tempo, key and drum pattern, played on the very same drum samples.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)
PROGRESSIONS = ((0, 4, 5, 3), (5, 3, 0, 4), (0, 5, 3, 4), (0, 3, 4, 3), (1, 4, 0, 0), (0, 2, 3, 4), (5, 4, 3, 4))


@dataclasses.dataclass(frozen=True)
class Score:
    """What two songs may share.

    Args:
        tempo_bpm: beats a minute.
        key: semitones above A1 (55 Hz).
        scale: seven semitone steps.
        drums_seed: picks kit (the drum samples themselves) and pattern.
        loop_bars: 0 for a song that develops; n repeats the first n bars exactly, for ever.
        progression: degrees of the chords, one a bar; None lets each song choose its own.
    """

    tempo_bpm: float
    key: int
    scale: tuple[int, ...]
    drums_seed: int
    loop_bars: int = 0
    progression: tuple[int, ...] | None = None


def score_of(seed: int, **pinned: object) -> Score:
    """Draw a score from a seed; ``pinned`` fields replace what was drawn."""
    rng = np.random.default_rng([seed, 1])
    drawn = Score(
        tempo_bpm=float(np.round(rng.uniform(84, 144), 2)),
        key=int(rng.integers(0, 12)),
        scale=(MAJOR, MINOR)[int(rng.integers(2))],
        drums_seed=int(rng.integers(1 << 30)),
    )
    return dataclasses.replace(drawn, **pinned)  # type: ignore[arg-type]


def beats_of(seed: int, duration_s: float) -> npt.NDArray[np.float64]:
    """Return when the beats of a song are whose score is not pinned, seconds."""
    return np.arange(0, duration_s, 60 / score_of(seed).tempo_bpm)


def song(seed: int, duration_s: float, rate: int = 48_000, *, channels: int = 1, score: Score | None = None) -> Samples:
    """Play a song.

    Args:
        seed: of everything the score does not pin.
        duration_s: its length.
        rate: samples a second.
        channels: 1, or 2 for a stereo picture (parts are panned).
        score: what is pinned; drawn from the seed if None.

    Returns:
        float32 in -1..1, shape (channels, samples).
    """
    score = score or score_of(seed)
    bar_s = 4 * 60 / score.tempo_bpm
    bars = max(1, int(np.ceil(duration_s / bar_s)))
    distinct = min(score.loop_bars or bars, bars)
    total = round(duration_s * rate)
    bar_starts = [round(bar * bar_s * rate) for bar in range(bars + 2)]
    parts = [
        _drums(score, distinct, bar_s, rate),
        _bass(seed, score, distinct, bar_s, rate),
        _chords(seed, score, distinct, bar_s, rate),
        _tune(seed, score, distinct, bar_s, rate),
    ]
    out = np.zeros((channels, bar_starts[bars] + 4 * rate), np.float32)
    for part, (pan, volume) in zip(parts, ((0.5, 0.9), (0.5, 0.5), (0.3, 0.45), (0.7, 0.5)), strict=True):
        gains = np.float32(volume) * (np.array([1.0]) if channels == 1 else np.sqrt(2 * np.array([1 - pan, pan])))
        line = np.zeros(out.shape[1], np.float32)
        if distinct == bars:
            line[: part.size] += part[: line.size]
        else:  # every repeat is the same samples, with its ring-out overlapping the next
            for first in range(0, bars, distinct):
                start = bar_starts[first]
                piece = part[: line.size - start]
                line[start : start + piece.size] += piece
        out += gains.astype(np.float32)[:, None] * line
    out = out[:, :total]
    return (out / np.float32(np.abs(out).max() * 1.1 + 1e-9)).astype(np.float32)


def _add(line: Samples, start: float, note: Samples, rate: int) -> None:
    first = round(start * rate)
    piece = note[: max(0, line.size - first)]
    line[first : first + piece.size] += piece


def _line(bars: int, bar_s: float, rate: int) -> Samples:
    return np.zeros(round((bars * bar_s + 3) * rate), np.float32)


def _drums(score: Score, bars: int, bar_s: float, rate: int) -> Samples:
    rng = np.random.default_rng([score.drums_seed, 2])
    at = np.arange(round(0.4 * rate)) / rate
    pitch = rng.uniform(42, 60)
    kick = np.sin(2 * np.pi * (pitch * at + 12 * (1 - np.exp(-at * 30)))) * np.exp(-at * rng.uniform(7, 14))
    snare = (rng.normal(size=at.size) * 0.5 + np.sin(2 * np.pi * rng.uniform(170, 220) * at) * 0.6) * np.exp(
        -at * rng.uniform(14, 26)
    )
    hat = np.diff(rng.normal(size=at.size), prepend=0.0) * np.exp(-at * rng.uniform(40, 90)) * 0.35
    kicks = rng.random(16) < np.tile([0.95, 0.05, 0.3, 0.1], 4)
    kicks[0] = True
    snares = np.zeros(16, bool)
    snares[[4, 12]] = True
    snares |= rng.random(16) < 0.05
    hats = rng.random(16) < np.tile([0.9, 0.35, 0.9, 0.35], 4)
    line = _line(bars, bar_s, rate)
    for bar in range(bars):
        for sound, hits in ((kick, kicks), (snare, snares), (hat, hats)):
            for step in np.flatnonzero(hits):
                _add(line, (bar + step / 16) * bar_s, sound.astype(np.float32), rate)
    return line


def _frequency(score: Score, degree: int, octave: int) -> float:
    steps = score.scale[degree % 7] + 12 * (degree // 7 + octave)
    return float(55.0 * 2 ** ((score.key + steps) / 12))


def _tone(frequency: float, length_s: float, rate: int, rng: np.random.Generator, *, partials: int = 6) -> Samples:
    at = np.arange(round(length_s * rate)) / rate
    brightness = rng.uniform(0.35, 0.75)
    tone = np.zeros(at.size)
    for number in range(1, partials + 1):
        if number * frequency < 0.45 * rate:
            tone += brightness ** (number - 1) * np.sin(2 * np.pi * number * frequency * at + rng.uniform(0, 6.28))
    attack = np.minimum(1, at / 0.008)
    release = np.minimum(1, (length_s - at) / 0.03)
    return (tone * attack * release * np.exp(-at * rng.uniform(0.8, 4))).astype(np.float32)


def _harmony(seed: int, score: Score, bars: int) -> list[int]:
    rng = np.random.default_rng([seed, 3])
    chords: list[int] = []
    while len(chords) < bars:  # a section is a progression, twice
        chords += list(score.progression or PROGRESSIONS[int(rng.integers(len(PROGRESSIONS)))]) * 2
    return chords[:bars]


def _bass(seed: int, score: Score, bars: int, bar_s: float, rate: int) -> Samples:
    rng = np.random.default_rng([seed, 4])
    hits = rng.random(8) < 0.6
    hits[0] = True
    line = _line(bars, bar_s, rate)
    for bar, root in enumerate(_harmony(seed, score, bars)):
        for step in np.flatnonzero(hits):
            degree = root + int(rng.choice([0, 0, 4, 7]))
            _add(line, (bar + step / 8) * bar_s, _tone(_frequency(score, degree, 0), bar_s / 8, rate, rng), rate)
    return line


def _chords(seed: int, score: Score, bars: int, bar_s: float, rate: int) -> Samples:
    rng = np.random.default_rng([seed, 5])
    line = _line(bars, bar_s, rate)
    strums = sorted(rng.choice(8, size=int(rng.integers(1, 4)), replace=False))
    for bar, root in enumerate(_harmony(seed, score, bars)):
        for step in strums:
            for degree in (root, root + 2, root + 4):
                note = _tone(_frequency(score, degree, 2), bar_s * 0.4, rate, rng, partials=4)
                _add(line, (bar + step / 8) * bar_s, note * np.float32(0.4), rate)
    return line


def _tune(seed: int, score: Score, bars: int, bar_s: float, rate: int) -> Samples:
    rng = np.random.default_rng([seed, 6])
    line = _line(bars, bar_s, rate)
    phrase: list[tuple[int, int]] = []
    for bar, root in enumerate(_harmony(seed, score, bars)):
        if bar % 4 in (0, 1, 3) or not phrase:  # bar 3 of four repeats bar 2's rhythm and tune
            phrase = [(step, int(rng.integers(0, 8))) for step in range(8) if rng.random() < 0.55]
        for step, degree in phrase:
            note = _tone(_frequency(score, root + degree, 3), bar_s / 8 * 1.5, rate, rng, partials=5)
            _add(line, (bar + step / 8) * bar_s, note * np.float32(0.7), rate)
    return line
