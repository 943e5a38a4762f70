"""Sentences as sparse TF-IDF vectors of length one, and what they have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from actors.text.language import Language
from actors.text.words import rarity, terms_of

#: The Zipf value from which on a word says nothing of a text's topic, and the weight that it keeps nevertheless.
_COMMONEST_ZIPF, _LEAST_RARE = 7.0, 0.3

Floats = npt.NDArray[np.float64]


class Vectors:
    """TF-IDF vectors of a text's sentences; similarities are computed without ever holding a matrix of all pairs.

    A term's weight is its count in the sentence, times how rare it is in the language at large, times the logarithm
    of one more than the sentences of this text that have it. The rarity comes from the language and not from the
    text itself, as in a collection of documents it would: inside one text, what many sentences mention is its topic.

    Args:
        texts: the sentences.
        language: of the sentences.
    """

    def __init__(self, texts: Sequence[str], language: Language) -> None:
        numbers: dict[str, int] = {}
        rows: list[int] = []
        columns: list[int] = []
        counts: list[int] = []
        for row, text in enumerate(texts):
            for term, count in Counter(terms_of(text, language)).items():
                rows.append(row)
                columns.append(numbers.setdefault(term, len(numbers)))
                counts.append(count)
        self.size, self._terms = len(texts), len(numbers)
        self._rows = np.asarray(rows, np.int64)
        self._columns = np.asarray(columns, np.int64)
        spread = np.bincount(self._columns, minlength=self._terms)
        rare = np.asarray([max(_LEAST_RARE, _COMMONEST_ZIPF - rarity(term, language)) for term in numbers], np.float64)
        weights = np.asarray(counts, np.float64) * (rare * np.log1p(spread))[self._columns]
        lengths = np.sqrt(_sums(self._rows, weights**2, self.size))
        self._weights = weights / lengths[self._rows]
        self._begins = np.searchsorted(self._rows, np.arange(self.size + 1))

    def times(self, values: Floats) -> Floats:
        """Return the matrix of all cosine similarities times a vector with one value a text."""
        term_values = _sums(self._columns, self._weights * values[self._rows], self._terms)
        return self._onto(term_values)

    def likeness(self, index: int) -> Floats:
        """Return the cosine similarity (0..1) of one text with every text."""
        part = slice(self._begins[index], self._begins[index + 1])
        term_values = np.zeros(self._terms)
        term_values[self._columns[part]] = self._weights[part]
        return self._onto(term_values)

    def _onto(self, term_values: Floats) -> Floats:
        return _sums(self._rows, self._weights * term_values[self._columns], self.size)


def _sums(places: npt.NDArray[np.int64], values: Floats, size: int) -> Floats:
    """Add up the values that go to each place."""
    return np.asarray(np.bincount(places, values, minlength=size), np.float64)
