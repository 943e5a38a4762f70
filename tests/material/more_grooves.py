"""More styles: some that the choice of the metrical level may learn from, some that it never hears before it is judged.

A style of ``UNHEARD`` tells how beats are found in music that nobody thought of: nothing is ever fitted to one.
"""

from __future__ import annotations

import numpy as np

from tests.material.grooves import Hit, Piece, Style, chord, play, struck, tune


def other_piece(style: str, seed: int, duration_s: float = 40.0, *, treated: bool = True) -> Piece:
    """Play a piece in one of the styles of this file.

    Args:
        style: a name of ``HEARD`` or ``UNHEARD``.
        seed: of everything random.
        duration_s: of the music.
        treated: whether room, noise and codec (drawn from the seed) come over it.
    """
    rng = np.random.default_rng([seed, *style.encode(), 13])
    return play(style, (HEARD | UNHEARD)[style], rng, duration_s, treated=treated)


def _disco_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    hits = struck("xxxx", "kick", 0.9) + struck(".x.x", "snare", 0.7) + struck("xxoxxxoxxxoxxxox", "hat", 0.25)
    hits += struck("..x...x...x...x.", "open", 0.35) + struck("x.x.x.x.", "bass", 0.55, pitch=root)
    hits += struck(".x.x.x.x", "bass", 0.45, pitch=root + 12)
    return hits + (chord(0.0, "pad", 0.2, root) if bar % 2 == 0 else []) + tune(rng, root, chance=0.35, steps=16)


def _techno_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    del bar
    hits = struck("xxxx", "kick", 1.0) + struck(".x.x.x.x", "hat", 0.4)
    line = str(rng.choice([".xxx.xxx.xxx.xxx", "..x...x...x..xx.", ".xx..xx..xx..xx."]))
    return hits + struck(line, "bass", 0.45, pitch=root) + chord(float(rng.choice([0.75, 2.75])), "skank", 0.25, root)


def _samba_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    del bar
    hits = struck("o...x...o...x...", "kick", 0.8) + struck("xooxxooxxooxxoox", "shaker", 0.35)
    tambourim = str(rng.choice(["x.x.xx.x.x.x.xx.", "x.xx.x.x.x.xx.x."]))
    return [*hits, *struck(tambourim, "rim", 0.5), (0.0, "bass", 0.5, root), (1.5, "bass", 0.4, root + 7),
            (2.0, "bass", 0.5, root + 7), (3.5, "bass", 0.4, root), *chord(1.75, "skank", 0.2, root)]  # fmt: skip


def _six_eight_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    del bar
    kick = str(rng.choice(["x.....x..x..", "x.....x.x...", "x....xx....."]))
    hits = struck(kick, "kick", 0.9) + struck("...x.....x..", "snare", 0.8) + struck("xooxooxooxoo", "hat", 0.3)
    arpeggio = (12, 16, 19, 24, 19, 16)
    return [*hits, (0.0, "bass", 0.6, root), (2.0, "bass", 0.5, root), *(
        (step / 3, "piano", 0.25, root + arpeggio[step % 6]) for step in range(12) if rng.random() < 0.7
    )]  # fmt: skip


def _country_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    del bar
    hits = [(0.0, "bass", 0.7, root), (2.0, "bass", 0.6, root + 7), *struck("x.x.", "kick", 0.6)]
    hits += struck("ooxoooxoooxoooxo", "snare", 0.3) + chord(1.0, "skank", 0.35, root) + chord(3.0, "skank", 0.35, root)
    return hits + tune(rng, root, chance=0.5)


def _march_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    del bar
    hits = struck("xxxx", "kick", 0.7) + struck(str(rng.choice(["..x...xx..x.x.xx", "..xx..x...xx..x."])), "snare", 0.4)
    hits += [(float(beat), "bass", 0.5, root + (0, 7, 0, 7)[beat]) for beat in range(4)]
    hits += [hit for beat in range(4) for hit in chord(beat + 0.5, "skank", 0.25, root)]
    return hits + tune(rng, root, chance=0.6)


def _punk_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    del bar
    hits = struck(str(rng.choice(["x..xx...", "x...xx..", "x.x.x.x."])), "kick", 0.9) + struck(".x.x", "snare", 0.9)
    hits += struck("xxxx", "open", 0.4) + struck("xxxxxxxx", "bass", 0.5, pitch=root)
    return hits + [hit for step in range(8) for hit in chord(step / 2, "skank", 0.22, root)]


def _slow_jam_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    kick = str(rng.choice(["x.....xx.x......", "x..x......xx....", "x......x..x..x.."]))
    hits = struck(kick, "kick", 0.9) + struck("....x.......x...", "rim", 0.8) + struck("xooox.ooxooox.oo", "hat", 0.25)
    hits += [(0.0, "long", 0.5, root), (2.5, "bass", 0.4, root + 7), *tune(rng, root, chance=0.25, steps=16)]
    return hits + (chord(0.0, "pad", 0.3, root) if bar % 2 == 0 else chord(0.0, "piano", 0.3, root))


def _ballroom_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    del bar
    hits = [(0.0, "kick", 0.8, 0), (1.0, "snare", 0.3, 0), (2.0, "snare", 0.3, 0), (0.0, "bass", 0.6, root)]
    hits += struck("xoxoxo", "hat", 0.15, beats=3) + chord(1.0, "skank", 0.25, root) + chord(2.0, "skank", 0.25, root)
    return hits + tune(rng, root, chance=0.5, steps=6, beats=3)


def _tango_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    notes = [(0.0, 0.7), (1.0, 0.5), (2.0, 0.6), (3.0, 0.5)] + ([(3.5, 0.6)] if bar % 2 else [])
    hits = [hit for at, loudness in notes for hit in chord(at, "piano", 0.6 * loudness, root)]
    hits += [(at, "bass", loudness, root) for at, loudness in notes]
    return hits + tune(rng, root, chance=0.4, steps=16)


def _cha_cha_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    del bar
    hits = struck("xxxx", "rim", 0.5) + struck("xoxoxoxo", "shaker", 0.3) + struck("..o...xx", "conga", 0.6)
    hits += struck("x..x..x.", "bass", 0.7, pitch=root) + struck("x...x...", "kick", 0.4)
    return (
        hits
        + [hit for at in (0.5, 1.5, 2.5, 3.5) for hit in chord(at, "piano", 0.2, root)]
        + tune(rng, root, chance=0.2)
    )


def _dembow_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    del bar
    hits = struck("xxxx", "kick", 0.9) + struck("...x..x....x..x.", "snare", 0.7) + struck("xoxoxoxo", "hat", 0.2)
    return [*hits, (0.0, "long", 0.5, root), (2.0, "long", 0.4, root), *tune(rng, root, chance=0.4)]


def _ska_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    hits = [hit for beat in range(4) for hit in chord(beat + 0.5, "skank", 0.4, root)]
    hits += struck("x.x.", "kick", 0.8) + struck(".x.x", "snare", 0.7) + struck("xoxoxoxo", "hat", 0.3)
    walk = (root, root + 4, root + 7, root + (9 if bar % 2 else 4))
    return hits + [(float(beat), "bass", 0.6, walk[beat]) for beat in range(4)] + tune(rng, root, chance=0.2)


def _motown_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    del bar
    hits = struck("xxxx", "snare", 0.7) + struck("x..xx...", "kick", 0.8) + struck("xoxoxoxo", "hat", 0.25)
    line = str(rng.choice(["x..xx.xx", "x.xx.xx.", "x..x.xx."]))
    return (
        hits
        + struck(line, "bass", 0.65, pitch=root)
        + chord(1.0, "skank", 0.25, root)
        + chord(3.0, "skank", 0.25, root)
    )


def _bossa_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    clave = "x..x..x." if bar % 2 == 0 else "..x..x.."
    hits = struck(clave, "rim", 0.5) + struck("xxxxxxxx", "shaker", 0.25) + struck("x..xx..x", "kick", 0.45)
    hits += [
        (0.0, "bass", 0.6, root),
        (1.5, "bass", 0.4, root + 7),
        (2.0, "bass", 0.6, root + 7),
        (3.5, "bass", 0.4, root),
    ]
    hits += [hit for at in (0.0, 1.0, 2.5) for hit in chord(at, "pluck", 0.2, root)]
    return hits + tune(rng, root, chance=0.25)


def _jazz_waltz_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    hits = [(0.0, "ride", 0.45, 0), (1.0, "ride", 0.4, 0), (1 + 2 / 3, "ride", 0.3, 0), (2.0, "ride", 0.4, 0)]
    hits += [(1.0, "hat", 0.5, 0), (0.0, "bass", 0.6, root)]
    hits += [(2.0, "bass", 0.4, root + 7)] if bar % 2 else [(1.0, "bass", 0.4, root + 4), (2.0, "bass", 0.4, root + 7)]
    return hits + chord(float(rng.choice([0.0, 2 / 3, 1 + 2 / 3])), "piano", 0.2, root)


def _folk_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    del bar
    hits = [(float(beat), "pluck", 0.6, root + 12 + (0, 7, 5, 7)[beat]) for beat in range(4)]
    hits += [(step / 2 + 0.5, "pluck", 0.3, root + 24 + (4, 7, 12, 7)[step // 2]) for step in range(0, 8, 2)]
    return hits + tune(rng, root, chance=0.4)


def _k_pop_bar(rng: np.random.Generator, bar: int, root: int) -> list[Hit]:
    kick = str(rng.choice(["x.....x.x.......", "x...x.x.....x...", "x..x..x.x...x.x."]))
    hits = struck(kick, "kick", 1.0) + struck("....x.......x...", "clap", 0.8) + struck("xxoxxxoxxxoxxxox", "hat", 0.25)
    hits += [(at, "long", 0.45, root) for at, *_ in struck(kick, "long", 1.0)] + chord(0.0, "skank", 0.3, root)
    return (
        hits
        + chord(1.5, "skank", 0.25, root)
        + tune(rng, root, chance=0.4)
        + (chord(0.0, "pad", 0.2, root) if bar % 2 else [])
    )


#: The choice of the metrical level is fitted to these too.
HEARD: dict[str, Style] = {
    "disco": Style((108, 126), _disco_bar, human_ms=2),
    "techno": Style((124, 146), _techno_bar),
    "samba": Style((92, 112), _samba_bar, human_ms=3),
    "six-eight": Style((48, 72), _six_eight_bar, human_ms=3),
    "country": Style((96, 134), _country_bar, human_ms=3),
    "march": Style((100, 126), _march_bar, human_ms=3),
    "punk": Style((150, 196), _punk_bar, human_ms=3),
    "slow jam": Style((60, 80), _slow_jam_bar, human_ms=2),
    "ballroom": Style((84, 184), _ballroom_bar, meter=3, human_ms=2),
    "tango": Style((112, 132), _tango_bar, human_ms=3, clock="drift"),
}
#: Nothing is ever fitted to these.
UNHEARD: dict[str, Style] = {
    "cha-cha": Style((108, 128), _cha_cha_bar, human_ms=3),
    "dembow": Style((86, 102), _dembow_bar),
    "ska": Style((124, 168), _ska_bar, human_ms=3),
    "motown": Style((108, 136), _motown_bar, human_ms=3),
    "bossa": Style((112, 148), _bossa_bar, human_ms=3),
    "jazz waltz": Style((120, 176), _jazz_waltz_bar, meter=3, human_ms=4),
    "folk": Style((78, 118), _folk_bar, human_ms=4, clock="drift"),
    "k-pop": Style((90, 132), _k_pop_bar),
}
