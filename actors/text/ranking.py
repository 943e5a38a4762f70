"""Which sentences say most of what a text says, and a selection of them that does not repeat itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from actors.text.language import Language
from actors.text.vectors import Floats, Vectors

#: How much of a sentence's weight comes from its neighbours, the rest is given to each.
_DAMPING = 0.85
_MOST_ROUNDS, _CLOSE_ENOUGH = 100, 1e-9
#: Between how central a sentence is (1) and how new it is (0).
_CENTRAL_AGAINST_NEW = 0.7
#: Likeness from which on two sentences say the same, however well they score.
_THE_SAME = 0.9


def rank(texts: Sequence[str], language: Language, *, priors: Sequence[float] | None = None) -> list[float]:
    """Tell how central each sentence is to the whole.

    The weight of a sentence is what random steps from sentence to sentence, likelier the more two have in common,
    leave on it. Equal input gives equal output, on any machine to about nine digits.

    Args:
        texts: the sentences, in their order.
        language: of the sentences.
        priors: a weight >= 0 for each sentence, of what speaks for it beside its words; equal by default.

    Returns:
        A number 0..1 for each sentence, 1 for the most central one; 0 for one without words that carry meaning.

    Source:
        Erkan and Radev 2004, "LexRank", continuous version, without a sentence's likeness to itself;
        Otterbacher, Erkan and Radev 2009, "Biased LexRank" (priors).
    """
    return list(map(float, central(Vectors(texts, language), priors)))


def central(vectors: Vectors, priors: Sequence[float] | None = None) -> Floats:
    """Do what ``rank`` does, for vectors that are there already."""
    if not vectors.size:
        return np.zeros(0)
    start = np.ones(vectors.size) if priors is None else np.asarray(priors, np.float64)
    # What has no words in common with any other is reached by no step.
    worded = vectors.times(np.ones(vectors.size))
    start = np.where(worded > 0, start, 0.0)
    if not start.sum():
        return np.zeros(vectors.size)
    start = start / start.sum()
    others = worded - 1.0
    linked = others > 1e-12
    share = np.where(linked, 1.0 / np.maximum(others, 1e-12), 0.0)
    weights = start
    for _ in range(_MOST_ROUNDS):
        sent = weights * share
        moved = vectors.times(sent) - sent
        moved = _DAMPING * np.maximum(moved, 0.0)
        # Sentences with no neighbour give their weight to all.
        following = moved + (1.0 - moved.sum()) * start
        if float(np.abs(following - weights).sum()) < _CLOSE_ENOUGH:
            break
        weights = following
    return np.asarray(weights / weights.max())


def diverse(texts: Sequence[str], scores: Sequence[float], count: int, language: Language) -> list[int]:
    """Choose sentences that score well and do not say the same.

    Args:
        texts: the sentences.
        scores: how good each is, 0..1; one of 0 or less is never chosen.
        count: how many at most.
        language: of the sentences.

    Returns:
        The indices of those chosen, best first.

    Source:
        Carbonell and Goldstein 1998, "The use of MMR, diversity-based reranking" (maximal marginal relevance).
    """
    return most_diverse(Vectors(texts, language), np.asarray(scores, np.float64), count)


def most_diverse(vectors: Vectors, scores: Floats, count: int) -> list[int]:
    """Do what ``diverse`` does, for vectors that are there already."""
    chosen: list[int] = []
    free = np.asarray(scores > 0)
    nearest = np.zeros(vectors.size)
    while len(chosen) < count and free.any():
        worth = _CENTRAL_AGAINST_NEW * scores - (1.0 - _CENTRAL_AGAINST_NEW) * nearest
        # Rounded, so that equals stay equal and the first of them wins on every machine.
        best = int(np.argmax(np.where(free, np.round(worth, 9), -np.inf)))
        chosen.append(best)
        free[best] = False
        nearest = np.maximum(nearest, vectors.likeness(best))
        free &= nearest < _THE_SAME
    return chosen
