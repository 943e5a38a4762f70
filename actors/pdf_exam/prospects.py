"""What the questions of one exam are made from, and how the worth of a question is judged."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Iterator, Sequence

from actors.pdf_exam.distractors import Difficulty, Distractors
from actors.pdf_exam.facts import Fact
from actors.pdf_exam.quality import floor, quality
from actors.pdf_exam.terms import Glossary
from actors.pdf_exam.tongue import Phrase, Quantity, Tongue

#: A subject begins within this many characters: there may be an article before it.
_SUBJECT_STARTS = 4
_HALF_LONG = 0.5
#: Names of functions and files are no terms of a subject.
_CODE_LIKE = re.compile(r"[._/\\]|[a-z][A-Z]|^-|\d$")
_NAMES_CODE = re.compile(
    r" (?:functions?|commands?|options?|arguments?|methods?|packages?|parameters?|variables?|keywords?|"
    r"attributes?|fields?|"
    r"flags?|statements?|operators?|(?:the|a|an|its|their) )\b"
)
#: After a number a phrase may be what is counted ("24 characters"): then the number is the fact.
_COUNTED = re.compile(
    r"(?:\d|[\u4e00\u4e24\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u5343\u4e07]) ?$"
)


class Matter:
    """All that question writers share.

    Args:
        facts: all sentences of the exam's language.
        tongue: that language.
        difficulty: how rare the terms asked for are, and how close the wrong answers.
        seed: decides wherever several are as good.
        headings: of all lectures.
    """

    def __init__(
        self,
        facts: Sequence[Fact],
        tongue: Tongue,
        difficulty: Difficulty,
        seed: int,
        headings: Sequence[str] = (),
    ) -> None:
        self.facts = facts
        self.tongue = tongue
        self.difficulty = difficulty
        self.seed = seed
        self.glossary = Glossary(facts, tongue, headings)
        self.distractors = Distractors(self.glossary, difficulty)
        self._quality = {fact.order: quality(fact, self.glossary) for fact in facts}
        least = floor(self.glossary)
        self.fit = [fact for fact in facts if self._quality[fact.order] >= least]

    def chance(self, purpose: str, fact: Fact) -> random.Random:
        """Return the dice for one decision: the same seed throws the same, in every process."""
        return random.Random(zlib.crc32(f"{self.seed}/{purpose}/{fact.order}".encode()))  # noqa: S311

    def worth(self, fact: Fact) -> float:
        """Return how much a sentence is worth asking about, 0..1."""
        return 0.85 * self._quality[fact.order] + 0.15 * fact.centrality

    def quality(self, fact: Fact) -> float:
        """Return how good a sentence is to be asked about, 0..1."""
        return self._quality[fact.order]

    def askable_phrases(self, fact: Fact) -> Iterator[tuple[Phrase, float]]:
        """Yield the terms of a sentence that may be asked for, each with its worth -0.5..0.5."""
        phrases = self.glossary.phrases[fact.order]
        for phrase in phrases:
            if not self.glossary.is_telling(phrase.key) or self._stands_twice(phrase, fact):
                continue
            if (
                _NAMES_CODE.match(fact.text[phrase.end :])
                or _CODE_LIKE.search(phrase.text)
                or _COUNTED.search(fact.text[: phrase.start])
            ):
                continue
            if phrase.enumerated or not self.tongue.agrees(fact.text, phrase):
                continue
            if fact.text[phrase.end : phrase.end + 1] in {",", "\uff0c"} and phrase.start <= 12 and phrase.start:
                continue  # "For compatibility, ...": the rest of the sentence does not lead to it
            first = phrase.start <= _SUBJECT_STARTS or phrase.form in {"acronym", "name", "person", "place"}
            if self.glossary.length > _HALF_LONG and not first:
                continue  # what a manual says it does with something, it could do with much else
            others = sum(1 for other in phrases if other.key != phrase.key and self.glossary.is_term(other.key))
            if not others or len(fact.content - self.tongue.content(phrase.text)) < 4:
                continue
            yield phrase, self._term_worth(phrase)

    def _term_worth(self, phrase: Phrase) -> float:
        term = self.glossary.terms[phrase.key]
        worth = 0.3 if term.defined_by is not None else 0.0
        worth += 0.15 * (phrase.form in {"acronym", "name", "person", "place"})
        # Who acts is more surely told by the rest of a sentence than what is acted on.
        worth += 0.25 if phrase.start <= 4 else 0.0
        if re.fullmatch(r"[A-Za-z]+\d+", phrase.text):  # a label of some figure or machine
            worth -= 0.3
        rare = self.glossary.commonness(phrase.key)
        frequent = min(len(term.places), 8) / 8
        several = len(phrase.text.split()) > 1 or (len(phrase.text) > 3 and not phrase.text.isascii())
        if self.difficulty == "easy":
            worth += 0.3 * frequent + 0.05 * min(rare, 5.0) - 0.1 * several
        elif self.difficulty == "hard":
            worth += 0.25 * several - 0.08 * min(rare, 5.0) - 0.2 * frequent
        else:
            worth += 0.15 * frequent + 0.05 * several - 0.06 * max(0.0, rare - 4.0)
        return worth

    def _stands_twice(self, phrase: Phrase, fact: Fact) -> bool:
        """Tell whether a phrase, or its main words, stand once more in its sentence and so give it away."""
        rest = fact.text[: phrase.start] + " " + fact.text[phrase.end :]
        plain = re.sub(r"[._-]", " ", rest.lower())
        if phrase.key in plain or phrase.key in rest.lower() or phrase.text.lower() in rest.lower():
            return True
        shared = self.tongue.content(phrase.text) & self.tongue.content(rest)
        if shared:
            return True
        initials = "".join(word[0] for word in phrase.text.split()) if " " in phrase.text else ""
        if len(initials) > 1 and initials.upper() in rest:
            return True
        # "A CGM conforms to the Computer Graphics Metafile standard": an abbreviation beside what it stands for.
        spelled = "".join(word[0] for word in re.findall(r"[A-Za-z]+", rest)).upper()
        return len(phrase.text) > 1 and phrase.text.isascii() and phrase.text.isupper() and phrase.text in spelled

    def wrong_numbers(self, one: Quantity, fact: Fact, count: int) -> tuple[str, ...]:
        """Return wrong numbers that stand in no similar sentence."""
        chosen = []
        for other in one.others:
            if other in fact.text:
                continue
            near = (f for f in self.facts if f.order != fact.order and other in f.text)
            if all(len(f.content & fact.content) < 0.5 * len(fact.content) for f in near):
                chosen.append(other)
        dice = self.chance("number", fact)
        first = chosen[: max(count, 5)]
        dice.shuffle(first)
        return tuple(first[:count]) if len(first) >= count else ()


def says(matter: Matter, fact: Fact) -> str:
    """Explain an answer by the sentence itself."""
    return matter.tongue.wording.lecture_says(fact.text, fact.page)
