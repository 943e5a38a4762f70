"""Where the topic of a text changes: the best division into a given number of stretches, found exactly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from actors.text.language import Language
from actors.text.vectors import Floats, Vectors

#: The work grows with the square of the number of passages; more are taken together before.
_MOST_PASSAGES = 240


def divided(texts: Sequence[str], language: Language, count: int, *, weights: Sequence[float]) -> list[int]:
    """Divide a text into stretches, each about one thing.

    The vectors of the passages in one stretch add up; the more they point the same way, the longer their sum. The
    division with the longest sums in all is chosen, among those whose stretches are not far from equal in weight.

    Args:
        texts: sentences or sections, in their order.
        language: of the texts.
        count: how many stretches.
        weights: how long each text is, in any unit.

    Returns:
        The index at which each stretch begins; the first is 0.

    Source:
        Alemi and Ginsparg 2015, "Text segmentation based on semantic word embeddings", with TF-IDF vectors.
    """
    begins = _passages(weights)
    count = min(count, len(begins))
    if count < 2:
        return [0]
    passages = [" ".join(texts[a:b]) for a, b in zip(begins, [*begins[1:], len(texts)], strict=True)]
    sizes = np.add.reduceat(np.asarray(weights, np.float64), begins)
    return [begins[cut] for cut in _best_cuts(_sums(passages, language), np.cumsum(sizes) / sizes.sum(), count)]


def _passages(weights: Sequence[float]) -> list[int]:
    """Return where passages begin: single texts, or several of about equal weight where there are very many."""
    if len(weights) <= _MOST_PASSAGES:
        return list(range(len(weights)))
    whole = np.cumsum(np.asarray(weights, np.float64))
    numbers = np.minimum((whole - weights[0]) / whole[-1] * _MOST_PASSAGES, _MOST_PASSAGES - 1).astype(int)
    return [0, *(int(index) for index in np.flatnonzero(np.diff(numbers)) + 1)]


def _sums(passages: Sequence[str], language: Language) -> Floats:
    """Return the length of the sum of passages i..j-1 at [i, j], from their likenesses to each other."""
    vectors = Vectors(passages, language)
    likeness = np.stack([vectors.likeness(index) for index in range(vectors.size)])
    corner = np.zeros((vectors.size + 1, vectors.size + 1))
    corner[1:, 1:] = likeness.cumsum(0).cumsum(1)
    diagonal = np.diag(corner)
    squares = diagonal[None, :] - corner - corner.T + diagonal[:, None]
    return np.asarray(np.sqrt(np.maximum(squares, 0.0)))


def _best_cuts(sums: Floats, ends: Floats, count: int) -> list[int]:
    size = len(ends)
    edges = np.concatenate([[0.0], ends])
    shares = (edges[None, :] - edges[:, None]) * count
    # A stretch of a third to three times the mean is free; beyond that it costs more than any topic is worth.
    off = np.maximum(0.0, 1 / 3 - shares) + np.maximum(0.0, shares - 3.0) / 3
    worth = np.where(np.triu(np.ones_like(shares), 1) > 0, sums - off * size, -np.inf)
    best = worth[0]
    back = np.zeros((count, size + 1), int)
    for stretch in range(1, count):
        totals = best[:, None] + worth
        back[stretch] = totals.argmax(0)
        best = totals.max(0)
    cuts, at = [], size
    for stretch in range(count - 1, 0, -1):
        at = int(back[stretch, at])
        cuts.append(at)
    return sorted({0, *(cut for cut in cuts if 0 < cut < size)})
