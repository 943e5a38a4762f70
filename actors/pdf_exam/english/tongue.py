"""English, put together."""

from __future__ import annotations

import re
from typing import Literal

from actors.pdf_exam.english import (
    definitions,
    flips,
    grammar,
    open_questions,
    phrases,
    quantities,
    sieve,
    sorts,
    standing,
    topics,
)
from actors.pdf_exam.english.wording import EnglishWording
from actors.pdf_exam.standing import Standing
from actors.pdf_exam.tongue import Change, Definition, OpenQuestion, Phrase, Quantity, Wording
from actors.text.words import rarity

#: Short pieces of words that a phrase must not hold are rarer than this (Zipf scale).
_WORD = 3.4


#: With one of these a noun names no particular thing.
_VAGUE_MODIFIERS = frozenset(
    """
    negative allowed default return given possible initial optional valid current basic actual final original
    extra full complete entire empty standard alternate observed good better required desired named non-negative
    related larger smaller bigger better other primary secondary further future additional specific special
    main simple single usual normal multiple inherent allowable supplied enclosing underlying interested
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)


#: Nouns that with another before them still name no term of a subject.
_VAGUE_HEADS = frozenset(
    """
    argument value option parameter entry flag command string number name file line setting problem issue case
    example user way thing part object list item page text code output input
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)


class English:
    """See `tongue.Tongue`."""

    code: Literal["en", "zh"] = "en"
    wording: Wording = EnglishWording()

    def fitness(self, text: str) -> float:
        """Return how fit a sentence is to be asked about."""
        return sieve.fitness(text)

    def standing(self, text: str) -> Standing:
        """Tell what kind of subject a sentence has and what in it leans on the text around it."""
        return standing.standing_of(text)

    def sort_votes(self, text: str, phrase: Phrase) -> dict[str, float]:
        """Return for what sorts of thing a phrase's sentence speaks."""
        return sorts.sort_votes(text, phrase)

    def is_askable(self, key: str) -> bool:
        """Tell whether a phrase names one thing in whole words: lost ligatures leave "coe cient"."""
        parts = key.split()
        if (
            parts[0] in _VAGUE_MODIFIERS
            or parts[0].startswith("non-")
            or (len(parts) > 1 and parts[-1] in _VAGUE_HEADS)
        ):
            return False
        return len(parts) < 2 or all(
            len(part) > 4 or grammar.lemmas_known(part) or rarity(part, "en") > _WORD for part in parts
        )

    def shape(self, body: str) -> str:
        """Return how a definition begins: with an article, "how", or a plural."""
        first = body.split(" ", 1)[0].lower()
        if first in {"a", "an", "any", "one"}:
            return "a"
        return first if first in {"the", "how", "when", "where"} else "plural"

    def phrases(self, text: str) -> list[Phrase]:
        """Return the noun phrases that may be asked for."""
        return list(phrases.noun_phrases(text))

    def quantities(self, text: str) -> list[Quantity]:
        """Return the numbers that may be asked for."""
        return quantities.quantities_of(text)

    def definition(self, text: str) -> Definition | None:
        """Return what a sentence defines."""
        return definitions.definition_of(text)

    def flips(self, text: str) -> list[Change]:
        """Return what turns a sentence into its opposite."""
        return flips.flips_of(text)

    def open_questions(self, text: str) -> list[OpenQuestion]:
        """Return the questions that a sentence answers in words."""
        return open_questions.open_questions_of(text)

    def content(self, text: str) -> frozenset[str]:
        """Return the words that carry a text's meaning."""
        return sieve.content(text)

    def agrees(self, text: str, phrase: Phrase) -> bool:
        """Tell whether a subject and the auxiliary after it are both singular or both plural."""
        after = text[phrase.end :].split(" ", 2)[1:2]
        if not after or phrase.start > 4 or after[0] not in {"is", "was", "has", "does", "are", "were", "have", "do"}:
            return True
        return (phrase.form == "plural") == (after[0] in {"are", "were", "have", "do"}) or phrase.form in {
            "name",
            "person",
            "acronym",
        }

    def is_name(self, word: str) -> bool:
        """Tell whether a word that begins a sentence is most likely a name: no common word is spelt so."""
        return all(part[0].isupper() and not grammar.lemmas_known(part.lower()) for part in word.split())

    def commonness(self, key: str) -> float:
        """Return how common a phrase's rarest word is."""
        return rarity(key, "en")

    def topic(self, heading: str) -> str:
        """Return the topic that a heading names."""
        return topics.topic_of(heading)

    def gap(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Return where a gap begins and ends; "a" or "an" before it would tell how the answer begins."""
        article = re.search(r"\ban? $", text[:start], re.IGNORECASE)
        return (article.start() if article else start), end
