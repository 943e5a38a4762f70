"""English, put together."""

from __future__ import annotations

import re
from typing import Literal

from actors.pdf_exam.english import definitions, flips, grammar, open_questions, phrases, quantities, sieve
from actors.pdf_exam.english.wording import EnglishWording
from actors.pdf_exam.tongue import Change, Definition, OpenQuestion, Phrase, Quantity, Wording
from actors.text.words import rarity


class English:
    """See `tongue.Tongue`."""

    code: Literal["en", "zh"] = "en"
    wording: Wording = EnglishWording()

    def fitness(self, text: str) -> float:
        """Return how fit a sentence is to be asked about."""
        return sieve.fitness(text)

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
        return sieve.topic_of(heading)

    def gap(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Return where a gap begins and ends; "a" or "an" before it would tell how the answer begins."""
        article = re.search(r"\ban? $", text[:start], re.IGNORECASE)
        return (article.start() if article else start), end
