"""What experience says of an ebb: when its beat is, and whether it is a stop or a turn.

A small network that has seen thousands of ebbs whose beats are known (``tests/bench/ebbs_fit.py`` made it) reads their
descriptions. It answers with how likely each moment around the beat of the shapes is, for a stop and for a turn, and so
never leads farther away than ``REACH_S``; what lies beyond all that it has seen is told it as the nearest that it has.

Source: Bishop, "Mixture density networks", 1994, for a network that answers with a distribution; of it the histogram
form is used, several networks of which are averaged (Lakshminarayanan et al., "Simple and scalable predictive
uncertainty estimation using deep ensembles", NeurIPS 2017).
"""

from __future__ import annotations

import dataclasses
import functools
import io
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from actors.beat_sync.seeing.description import centre_s, described
from actors.beat_sync.seeing.ebbs import Ebb, Look
from actors.beat_sync.seeing.motion import Motion

Floats = npt.NDArray[np.float64]

#: How far the beat may be from that of the shapes, and in which steps it is told, seconds.
REACH_S, STEP_S = 0.132, 0.004
OFFSETS_S = np.arange(-round(REACH_S / STEP_S), round(REACH_S / STEP_S) + 1) * STEP_S
#: Moments less likely than this, against the likeliest, are forgotten.
_FORGOTTEN = 1e-5


@dataclasses.dataclass(frozen=True)
class Network:
    """Several networks of the same form, side by side.

    Args:
        lowest: of each value of a description, the lowest seen.
        highest: and the highest.
        weights: by layer, shape (networks, from, to).
        biases: by layer, shape (networks, 1, to).
    """

    lowest: Floats
    highest: Floats
    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]

    def likely(self, descriptions: Floats) -> Floats:
        """Return how likely each moment is, shape (ebbs, 2, OFFSETS_S.size): as a turn, and as a stop; sums are 1."""
        values = np.clip(descriptions, self.lowest, self.highest)[None]
        for weights, biases in zip(self.weights[:-1], self.biases[:-1], strict=True):
            values = np.maximum(values @ weights + biases, 0)
        values = values @ self.weights[-1] + self.biases[-1]
        odds = np.exp(values - values.max(axis=2, keepdims=True))
        return np.asarray((odds / odds.sum(axis=2, keepdims=True)).mean(axis=0).reshape(-1, 2, OFFSETS_S.size))


@functools.cache
def experienced() -> Network:
    """Return the network that ships."""
    stored = files(__package__).joinpath("experience.npz").read_bytes()
    with np.load(io.BytesIO(stored), allow_pickle=False) as kept:
        layers = range(sum(name.startswith("weights") for name in kept.files))
        weights, biases = (
            tuple(kept[f"{name}_{layer}"].astype(np.float64) for layer in layers) for name in ("weights", "biases")
        )
        return Network(kept["lowest"].astype(np.float64), kept["highest"].astype(np.float64), weights, biases)


def judged(motion: Motion, looks: list[Look], network: Network) -> list[Ebb]:
    """Say of each ebb what experience says.

    Args:
        motion: of the whole film.
        looks: first looks at its ebbs.
        network: the experience.
    """
    if not looks:
        return []
    stop = np.repeat([0.0, 1.0], OFFSETS_S.size)
    found = []
    for look, likely in zip(looks, network.likely(described(motion, looks)), strict=True):
        beats_s, votes = np.tile(centre_s(look.ebb) + OFFSETS_S, 2), likely.ravel()
        kept = votes > _FORGOTTEN * votes.max()
        fall = np.full(int(kept.sum()), look.ebb.told(0.5).fall)
        found.append(Ebb(beats_s[kept], votes[kept], stop[kept], fall, look.ebb.clear))
    return found
