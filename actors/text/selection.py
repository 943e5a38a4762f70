"""The few sentences of a text that tell most of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from actors.text.duplicates import near_duplicates
from actors.text.fitness import fault_of
from actors.text.language import Language
from actors.text.ranking import central, most_diverse
from actors.text.vectors import Vectors

#: A paragraph's first sentence often says what the paragraph is about.
_STARTS_PARAGRAPH = 1.5


def most_telling(
    texts: Sequence[str],
    language: Language,
    count: int,
    *,
    starts_paragraph: Sequence[bool] | None = None,
) -> list[int]:
    """Choose sentences that can stand alone, are central to the text and do not repeat each other.

    Args:
        texts: all sentences of a text or chapter, in their order; those not fit to be quoted still count for what the
            text is about.
        language: of the text.
        count: how many at most; fewer come back where fewer are fit.
        starts_paragraph: for each sentence whether a paragraph begins with it.

    Returns:
        Indices into ``texts``, the most telling first.
    """
    vectors = Vectors(texts, language)
    priors = np.ones(len(texts))
    if starts_paragraph is not None:
        priors[np.asarray(starts_paragraph, bool)] = _STARTS_PARAGRAPH
    scores = central(vectors, list(map(float, priors)))
    repeated = near_duplicates(texts, language)
    fit = np.asarray([index not in repeated and fault_of(text, language) is None for index, text in enumerate(texts)])
    return most_diverse(vectors, np.where(fit, scores, 0.0), count)
