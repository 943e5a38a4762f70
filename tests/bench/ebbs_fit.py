"""Fit what experience says of ebbs of movement: ``python -m tests.bench.ebbs_fit [--films N] [--folder F]``.

Films of generated dances are watched, as they are and played at another speed, and movement that was never filmed is
added; of each ebb its description is kept, how far off the true beat was, and whether it was a stop. Networks learn
to tell these from descriptions, and are written to ``actors/beat_sync/seeing/experience.npz``. Before that it says how
well they do on films that they did not see. Held-out seeds are no part of this. A film takes about four seconds of one
core; movement is kept in the folder, so that one can go on after a break. Fitting takes a few minutes.

Source: Kingma & Ba, "Adam: a method for stochastic optimization", ICLR 2015; Loshchilov & Hutter, "Decoupled weight
decay regularization", ICLR 2019; Srivastava et al., "Dropout", JMLR 15, 2014.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import os
import pickle
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt

from actors.beat_sync.footage import survey
from actors.beat_sync.media import MediaFile
from actors.beat_sync.seeing import experience
from actors.beat_sync.seeing.description import centre_s, described
from actors.beat_sync.seeing.experience import OFFSETS_S, REACH_S, Network, judged
from actors.beat_sync.seeing.motion import Motion, watch
from actors.beat_sync.seeing.visual_beats import VisualBeats, looks, voted
from tests.material.dances import abrupt_of, drawn, write_dance
from tests.material.movements import movement

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]

#: Films that networks learn from, and films that they are judged by; both below the held-out ones.
FIRST_LEARNT, JUDGED = 501_000, range(500_000, 500_120)
#: Movements that networks are judged by.
UNFILMED = range(7_000, 7_060)
#: Sizes of ten films: what is learnt shall not hang on one of them.
_SIZES = ((320, 180),) * 7 + ((480, 270),) * 2 + ((180, 320),)
#: An answer this near the true moment is as good (standard deviation).
_NEAR_S = 0.005
#: A film is played up to so much faster or slower (a logarithm).
_OTHER_SPEED = 0.12
#: Networks, neurons in each of the two hidden layers, rounds through all ebbs, ebbs at a time.
_NETWORKS, _HIDDEN, _ROUNDS, _AT_A_TIME = 4, 96, 45, 128
#: Length of a step at first, decay of weights, share of neurons left out, noise added (in standard deviations).
_STEP, _DECAY, _LEFT_OUT, _NOISE = 2e-3, 1e-3, 0.1, 0.02
#: A value beyond this share of all at either end is told as the one there.
_RARE = 0.002


@dataclasses.dataclass(frozen=True)
class Watched:
    """A film, as it was watched.

    Args:
        style: of its dance.
        beats_s: its true beats.
        abrupt: which of them are stops.
        motion: the movement seen.
    """

    style: str
    beats_s: Floats
    abrupt: npt.NDArray[np.bool_]
    motion: Motion


@dataclasses.dataclass(frozen=True)
class Lessons:
    """Ebbs whose beats are known, one entry each.

    Args:
        descriptions: shape (ebbs, description.COUNT).
        offsets_s: the true beat's distance from where the shapes believe it to be.
        stops: whether it was a stop.
    """

    descriptions: Floats
    offsets_s: Floats
    stops: npt.NDArray[np.bool_]

    @property
    def answers(self) -> Singles:
        """What would be right: nearly the true moment, shape (ebbs, 2 * OFFSETS_S.size)."""
        near = np.exp(-0.5 * ((self.offsets_s[:, None] - OFFSETS_S) / _NEAR_S) ** 2)
        near /= near.sum(axis=1, keepdims=True)
        stops = self.stops[:, None]
        return np.concatenate([near * ~stops, near * stops], axis=1).astype(np.float32)


def main() -> None:
    """Watch films, fit, judge, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--films", type=int, default=1590, help="films to learn from (1590)")
    parser.add_argument("--movements", type=int, default=1200, help="movements never filmed, besides these (1200)")
    parser.add_argument("--folder", type=Path, help="where movement is kept (a temporary folder)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, ProcessPoolExecutor(os.cpu_count()) as pool:
        folder = options.folder or Path(temporary)
        others = list(pool.map(watched, JUDGED, [folder] * len(JUDGED)))
        films = range(FIRST_LEARNT, FIRST_LEARNT + options.films)
        learnt = list(pool.map(_of_film, films, [folder] * len(films)))
        learnt += pool.map(_of_movement, range(options.movements))
    others += [_unfilmed(seed) for seed in UNFILMED]
    lessons = joined(learnt)
    print(f"{len(learnt)} films and movements, {lessons.stops.size} ebbs, {np.mean(lessons.stops):.0%} of them stops")
    _tell("shapes alone", [voted([look.ebb for look in looks(film.motion)]) for film in others], others)
    network = fitted(lessons)
    experienced = [voted(judged(film.motion, looks(film.motion), network)) for film in others]
    _tell("with experience", experienced, others)
    written = write(network, Path(experience.__file__).with_suffix(".npz"))
    print(f"{written} bytes written")


def watched(seed: int, folder: Path) -> Watched:
    """Film a dance and watch it, unless that was done before."""
    kept = folder / f"{seed}.pickle"
    if not kept.exists():
        size = _SIZES[seed // 4 % len(_SIZES)] if seed >= FIRST_LEARNT else _SIZES[0]
        video, dance = folder / f"{seed}.mp4", drawn(seed, size=size)
        beats_s = write_dance(video, dance)
        footage = survey(MediaFile(video, "", "", video.name), lambda _: None)
        motion = watch(footage, threads=1, on_progress=lambda _: None)
        done = Watched(dance.style, beats_s, abrupt_of(dance), motion)
        video.unlink()
        unfinished = kept.with_suffix(".part")
        unfinished.write_bytes(pickle.dumps(done))
        unfinished.replace(kept)
    film: Watched = pickle.loads(kept.read_bytes())  # our own file
    return film


def _of_film(seed: int, folder: Path) -> Lessons:
    film = watched(seed, folder)
    speed = float(np.exp(np.random.default_rng([seed, 31]).uniform(-_OTHER_SPEED, _OTHER_SPEED)))
    return joined([lessons_of(film), lessons_of(played(film, speed))])


def _of_movement(seed: int) -> Lessons:
    return lessons_of(_unfilmed(seed))


def _unfilmed(seed: int) -> Watched:
    moved = movement(seed)
    return Watched("unfilmed", moved.beats_s, moved.abrupt, moved.motion)


def played(film: Watched, speed: float) -> Watched:
    """Play a film at another speed: the same dance and camera, and ebbs that were not seen before."""
    seen = film.motion
    faster = dataclasses.replace(
        seen,
        edges_s=seen.edges_s / speed,
        cells=seen.cells * speed,
        directogram=seen.directogram * speed,
        changes=seen.changes * speed,
        cut_times_s=seen.cut_times_s / speed,
    )
    return dataclasses.replace(film, beats_s=film.beats_s / speed, motion=faster)


def lessons_of(film: Watched) -> Lessons:
    """Take the lessons from a film: all ebbs with a beat within reach."""
    seen = looks(film.motion)
    away_s = film.beats_s - np.array([centre_s(look.ebb) for look in seen])[:, None]
    nearest = np.abs(away_s).argmin(axis=1)
    offsets_s = away_s[np.arange(len(seen)), nearest]
    within = np.abs(offsets_s) < REACH_S
    return Lessons(described(film.motion, seen)[within], offsets_s[within], film.abrupt[nearest[within]])


def joined(parts: list[Lessons]) -> Lessons:
    """Put lessons one after the other."""
    return Lessons(
        *(np.concatenate([getattr(part, field.name) for part in parts]) for field in dataclasses.fields(Lessons))
    )


def fitted(lessons: Lessons, networks: int = _NETWORKS, rounds: int = _ROUNDS) -> Network:
    """Fit several networks, each with its own chances."""
    lowest, highest = np.quantile(lessons.descriptions, [_RARE, 1 - _RARE], axis=0)
    told = np.clip(lessons.descriptions, lowest, highest)
    middle, spread = told.mean(axis=0), told.std(axis=0) + 1e-3
    known, answers = ((told - middle) / spread).astype(np.float32), lessons.answers
    learners = [_Learner(known.shape[1], answers.shape[1], seed) for seed in range(networks)]
    for learner in learners:
        learner.learn(known, answers, rounds)
    weights, biases = (
        [np.stack([getattr(learner, part)[layer] for learner in learners]).astype(np.float64) for layer in range(3)]
        for part in ("weights", "biases")
    )
    # The scale of the values becomes part of the first layer.
    biases[0] = biases[0] - (middle / spread) @ weights[0]
    weights[0] = weights[0] / spread[:, None]
    return Network(lowest, highest, tuple(weights), tuple(part[:, None, :] for part in biases))


class _Learner:
    """One network: two hidden layers with rectifiers, answers as odds."""

    def __init__(self, values: int, answers: int, seed: int) -> None:
        self._rng = np.random.default_rng([seed, 23])
        sizes = (values, _HIDDEN, _HIDDEN, answers)
        self.weights = [
            self._rng.normal(0, np.sqrt(2 / size), (size, after)).astype(np.float32)
            for size, after in itertools.pairwise(sizes)
        ]
        self.weights[-1] *= 0.1
        self.biases = [np.zeros(size, np.float32) for size in sizes[1:]]

    def learn(self, known: Singles, answers: Singles, rounds: int) -> None:
        """Go through all lessons, in another order each time, in ever shorter steps."""
        steps = rounds * -(-len(known) // _AT_A_TIME)
        lengths = iter(_STEP * 0.5 * (1 + np.cos(np.pi * np.arange(steps) / steps)))
        adam = _Adam(self.weights + self.biases, decaying=len(self.weights))
        for _ in range(rounds):
            order = self._rng.permutation(len(known))
            for first in range(0, len(known), _AT_A_TIME):
                chosen = order[first : first + _AT_A_TIME]
                noise = self._rng.normal(0, _NOISE, (chosen.size, known.shape[1])).astype(np.float32)
                adam.go(self._slopes(known[chosen] + noise, answers[chosen]), float(next(lengths)))

    def _slopes(self, known: Singles, answers: Singles) -> list[Singles]:
        """Return the slopes of the mean surprise, of all weights and then all biases."""
        passed, kept = [known], []
        for layer, (weights, biases) in enumerate(zip(self.weights, self.biases, strict=True)):
            values = passed[-1] @ weights + biases
            if layer < len(self.weights) - 1:
                kept.append((self._rng.random(values.shape) > _LEFT_OUT).astype(np.float32) / (1 - _LEFT_OUT))
                values = np.maximum(values, 0) * kept[-1]
            passed.append(values)
        odds = np.exp(passed[-1] - passed[-1].max(axis=1, keepdims=True))
        back = (odds / odds.sum(axis=1, keepdims=True) - answers) / len(known)
        of_weights, of_biases = [], []
        for layer in reversed(range(len(self.weights))):
            of_weights.append(passed[layer].T @ back)
            of_biases.append(back.sum(axis=0))
            if layer:
                back = (back @ self.weights[layer].T) * (passed[layer] > 0) * kept[layer - 1]
        return [*of_weights[::-1], *of_biases[::-1]]


class _Adam:
    """Steps downhill, each part by what its slopes have been; some parts decay."""

    def __init__(self, parts: list[Singles], decaying: int) -> None:
        self._parts, self._decaying, self._steps = parts, decaying, 0
        self._mean, self._square = ([np.zeros_like(part) for part in parts] for _ in range(2))

    def go(self, slopes: list[Singles], length: float) -> None:
        self._steps += 1
        for number, (part, slope) in enumerate(zip(self._parts, slopes, strict=True)):
            mean, square = self._mean[number], self._square[number]
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope**2 - square)
            way = mean / (1 - 0.9**self._steps) / (np.sqrt(square / (1 - 0.999**self._steps)) + 1e-8)
            if number < self._decaying:
                way = way + _DECAY * part
            np.subtract(part, length * way, out=part)


def write(network: Network, path: Path) -> int:
    """Write a network, in half precision; return the number of bytes."""
    kept = {"lowest": network.lowest, "highest": network.highest}
    for layer, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True)):
        kept |= {f"weights_{layer}": weights, f"biases_{layer}": biases}
    halves: dict[str, npt.NDArray[np.float16]] = {name: values.astype(np.float16) for name, values in kept.items()}
    np.savez_compressed(path, allow_pickle=False, **halves)
    return path.stat().st_size


def _tell(name: str, seen: list[VisualBeats], films: list[Watched]) -> None:
    by_style: dict[str, list[Floats]] = {}
    for found, film in zip(seen, films, strict=True):
        away = np.abs(film.beats_s[:, None] - found.times_s[None, :]).min(axis=1) * 1000
        for style in (film.style, "all"):
            by_style.setdefault(style, []).append(away[away < 100])
    told = {style: np.concatenate(away) for style, away in sorted(by_style.items())}
    print(
        f"{name:16}"
        + "   ".join(
            f"{style} median {np.median(ms):.1f}, mean {ms.mean():.1f}, p95 {np.percentile(ms, 95):.1f}"
            for style, ms in told.items()
        )
    )


if __name__ == "__main__":
    main()
