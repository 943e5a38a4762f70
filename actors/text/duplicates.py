"""Sentences that say the same in almost the same words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from actors.text.language import Language, han_count
from actors.text.words import base_form, words_of

#: Of the shorter one's marks, how many must stand in the other: one word changed in ten changes two pairs.
_SHARED = 0.6
#: Of a sentence's marks, how many must stand in an earlier one before the two are compared.
_SHARED_TO_COMPARE = 0.25
#: A much shorter sentence inside a long one is a part, not a duplicate.
_SHORTEST_OF_LONGER = 0.5
#: A mark of more sentences than this is a phrase of the whole text and tells nothing.
_MOST_SENTENCES = 50


def near_duplicates(texts: Sequence[str], language: Language) -> dict[int, int]:
    """Find the sentences that repeat an earlier one.

    Two sentences are compared if they share rare pairs of neighbouring words (in Chinese: triples of characters).

    Args:
        texts: the sentences, in their order.
        language: of the sentences.

    Returns:
        The index of each repetition, with the index of the first sentence that says it.
    """
    holders: defaultdict[str, list[int]] = defaultdict(list)
    marks = [_marks(text, language) for text in texts]
    repeated: dict[int, int] = {}
    for index, own in enumerate(marks):
        shared = Counter(earlier for mark in own for earlier in holders[mark])
        likely = [earlier for earlier, count in shared.items() if count >= _SHARED_TO_COMPARE * len(own)]
        first = next((earlier for earlier in sorted(likely) if _alike(own, marks[earlier])), None)
        if first is not None:
            repeated[index] = first
            continue
        for mark in own:
            if len(holders[mark]) < _MOST_SENTENCES:
                holders[mark].append(index)
    return repeated


def say_the_same(one: str, other: str, language: Language) -> bool:
    """Tell whether two sentences are near-duplicates of each other."""
    return _alike(_marks(one, language), _marks(other, language))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shorter, longer = sorted((len(one), len(other)))
    return shorter > 0 and shorter >= _SHORTEST_OF_LONGER * longer and len(one & other) >= _SHARED * shorter


def _marks(text: str, language: Language) -> frozenset[str]:
    """Return what to compare a sentence by: its pairs of neighbouring words, in Chinese its triples of characters."""
    if language == "zh" and han_count(text):
        parts = [letter for letter in text.casefold() if letter.isalnum()]
        size, glue = 3, ""
    else:
        parts = [base_form(word, language) for word in words_of(text, language)]
        size, glue = 2, " "
    if len(parts) < size:
        return frozenset((glue.join(parts),)) if parts else frozenset()
    return frozenset(glue.join(parts[at : at + size]) for at in range(len(parts) - size + 1))
