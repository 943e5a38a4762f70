"""Wrong answers that look like the right one and fit no sentence of the lectures."""

from __future__ import annotations

import random
import re
from typing import Literal

from actors.pdf_exam.facts import Fact
from actors.pdf_exam.terms import Glossary, Term
from actors.pdf_exam.tongue import Definition, Form, Phrase

Difficulty = Literal["easy", "medium", "hard"]
#: Of the fitting wrong answers, from which part of the list (closest first) each difficulty takes its own.
_WINDOW: dict[Difficulty, tuple[float, int]] = {"easy": (0.35, 12), "medium": (0.0, 8), "hard": (0.0, 4)}
_OPTIONS = 3
#: Sentences of a short lecture.
_SHORT = 60
#: How many sentences away a term is half as near as in the next one.
_NEAR = 40
_LIKE_CODE = re.compile(r"[._/\\]|[a-z][A-Z]|^-|\d$|[A-Z]{2,} [A-Z]{2,}")


class Distractors:
    """Finds wrong answers.

    Args:
        glossary: the terms of the lectures.
        difficulty: how close they are to the right one.
    """

    def __init__(self, glossary: Glossary, difficulty: Difficulty) -> None:
        self._glossary = glossary
        self._difficulty = difficulty
        #: A term of the sentences beside it is often true of the sentence too; short lectures cannot spare them.
        self._beside = 1 if len(glossary.facts) > _SHORT else 0
        self._by_form: dict[Form, list[Term]] = {}
        for term in glossary.terms.values():
            if glossary.is_term(term.key) and glossary.tongue.is_askable(term.key):
                for form in term.written:
                    self._by_form.setdefault(form, []).append(term)

    def for_phrase(
        self,
        phrase: Phrase,
        fact: Fact,
        rng: random.Random,
        *,
        forms: tuple[Form, ...] = (),
        count: int = _OPTIONS,
        described: bool = False,
    ) -> tuple[str, ...]:
        """Return wrong answers for a gap or a described term.

        Args:
            phrase: the right answer, as it stands in its sentence.
            fact: its sentence.
            rng: decides among those that fit.
            forms: the forms in which a wrong answer may be written; empty takes the phrase's own.
            count: how many are wanted.
            described: whether the term is described and not left out of a sentence: then terms that are defined
                themselves are the best wrong answers, and articles do not matter.

        Returns:
            ``count`` of them, or none at all where there are too few.
        """
        fitting: list[tuple[float, str, Term]] = []
        glossary = self._glossary
        article = "" if described else _article_before(fact.text, phrase)
        for form in forms or (phrase.form,):
            for term in self._by_form.get(form, ()):
                text = term.as_form(form)
                if not self._same_sort(phrase, term) or (described and not glossary.is_strong(term.key)):
                    continue
                if self._looks_alike(phrase, text, article) and self._is_wrong(phrase, term, fact):
                    close = self._closeness(phrase.key, term, fact) + 1.5 * (described and term.defined_by is not None)
                    fitting.append((close, _cased(text, form, term, phrase), term))
        fitting.sort(key=lambda entry: (-entry[0], entry[1]))
        return self._chosen(fitting, len(phrase.text), rng, count)

    def for_body(self, definition: Definition, fact: Fact, rng: random.Random) -> tuple[str, ...]:
        """Return what other terms are said to be, as wrong answers to "What is X?"."""
        own = len(definition.body)
        fitting: list[tuple[float, str, Term]] = []
        for order, other in self._glossary.definitions.items():
            term = self._glossary.terms[other.term.key]
            if other.plural != definition.plural or other.term.key == definition.term.key:
                continue
            shape = self._glossary.tongue.shape
            if not 0.5 <= len(other.body) / own <= 2 or shape(other.body) != shape(definition.body):
                continue
            if self._sort(other.term.key) != self._sort(definition.term.key):
                continue
            words = self._glossary.tongue.content(definition.term.text)
            shared = self._glossary.facts[order].content & fact.content
            if words & self._glossary.tongue.content(other.body) or self._glossary.are_related(
                definition.term.key, other.term.key
            ):
                continue
            if len(shared) > 0.6 * len(fact.content):
                continue
            fitting.append((self._closeness(definition.term.key, term, fact), other.body, term))
        fitting.sort(key=lambda entry: (-entry[0], entry[1]))
        return self._chosen(fitting, own, rng, _OPTIONS)

    def _looks_alike(self, phrase: Phrase, text: str, article: str) -> bool:
        if not text or not 0.4 <= len(text) / len(phrase.text) <= 2.5:
            return False
        if article and article != _article_for(text):
            return False
        other_case = bool(phrase.start) and text[0].isupper() != phrase.text[0].isupper()
        if other_case or text.isascii() != phrase.text.isascii() or abs(len(text) - len(phrase.text)) > 14:
            return False
        if phrase.form == "acronym" and text.endswith("s") != phrase.text.endswith("s"):
            return False
        if phrase.form in {"word", "person", "place"} and not text.isascii():
            return abs(len(text) - len(phrase.text)) <= 2
        return abs(len(text.split()) - len(phrase.text.split())) <= 1

    def _same_sort(self, phrase: Phrase, term: Term) -> bool:
        """Tell whether both are persons, both places, ...; a word in no sentence told as either is beside neither."""
        if phrase.text.isascii() and _LIKE_CODE.search(term.as_form(phrase.form)):
            return False
        return self._sort(phrase.key) == term.sort

    def _sort(self, key: str) -> str:
        term = self._glossary.terms.get(key)
        return term.sort if term else ""

    def _is_wrong(self, phrase: Phrase, term: Term, fact: Fact) -> bool:
        """Tell whether a term is surely no right answer in this sentence."""
        glossary = self._glossary
        if (
            term.key in glossary.classes
            or _normal(term.key) == _normal(phrase.key)
            or any(abs(place - fact.order) <= self._beside for place in term.places)
            or term.key in fact.text.lower()
            or glossary.are_related(phrase.key, term.key)
        ):
            return False
        words = glossary.tongue.content(term.key)
        if words and words <= fact.content:
            return False
        return not glossary.supports(term.key, fact.content - glossary.tongue.content(phrase.text))

    def _closeness(self, key: str, term: Term, fact: Fact) -> float:
        own = self._glossary.terms.get(key)
        score = 0.0
        if own is not None:
            score += 1.5 * bool(own.kinds & term.kinds - {""})
            score += 0.6 * bool(own.sections & term.sections)
            score += 0.4 * ((own.defined_by is None) == (term.defined_by is None))
        if (fact.lecture, fact.section) in term.sections:
            score += 0.4
        if any(lecture == fact.lecture for lecture, _ in term.sections):
            score += 0.3
        if key.rsplit(maxsplit=1)[-1] == term.key.split()[-1] or (not key.isascii() and key[-1] == term.key[-1]):
            score += 0.7
        near = min((abs(place - fact.order) for place in term.places), default=_NEAR)
        score += 1.2 / (1 + near / _NEAR)
        score += 0.5 * self._glossary.is_strong(term.key)
        if key.isascii():
            score += 0.5 * (_ending(key) == _ending(term.key))
        gap = abs(self._glossary.commonness(key) - self._glossary.commonness(term.key))
        score += 0.3 * min(len(term.places), 4) / 4
        return score - 0.25 * gap

    def _chosen(
        self, fitting: list[tuple[float, str, Term]], own: int, rng: random.Random, count: int
    ) -> tuple[str, ...]:
        start, width = _WINDOW[self._difficulty]
        first = min(int(len(fitting) * start), max(0, len(fitting) - max(width, count)))
        window = fitting[first : first + width]
        rest = fitting[first + width :]
        rng.shuffle(window)
        chosen: list[tuple[str, Term]] = []
        for _, text, term in window + rest:
            same = any(_normal(text) == _normal(other) or self._overlap(term, one) for other, one in chosen)
            lengths = [len(entry) for entry, _ in chosen] + [own, len(text)]
            if not same and max(lengths) <= 2.8 * min(lengths):
                chosen.append((text, term))
            if len(chosen) == count:
                return tuple(text for text, _ in chosen)
        return ()

    def _overlap(self, one: Term, other: Term) -> bool:
        """Tell whether two wrong answers are so alike that neither can be right: then they give themselves away."""
        return one.key == other.key or one.key in other.key or other.key in one.key


def _cased(text: str, form: Form, term: Term, phrase: Phrase) -> str:
    """Write a wrong answer with a capital or without, as the right one."""
    if form in {"acronym", "name", "person", "place"} or not text[0].isascii():
        return text
    if phrase.start == 0 and phrase.text[0].isupper():
        return text[0].upper() + text[1:]
    keeps = text in term.inside or (len(text) > 1 and text[1].isupper())
    return text if keeps else text[0].lower() + text[1:]


def _article_before(text: str, phrase: Phrase) -> str:
    """Return "a" or "an" where it stands before the phrase: a wrong answer must go with it."""
    word = text[: phrase.start].rstrip().rpartition(" ")[2].lower()
    return word if word in {"a", "an"} else ""


def _article_for(text: str) -> str:
    """Return the article that goes with a phrase; neither for an abbreviation, which may be spelt or read."""
    if text.split(maxsplit=1)[0].isupper():
        return ""
    if re.match(r"(?:uni(?!n)|us[eua]|eu|one\b|once\b)", text.lower()):
        return "a"
    return "an" if text[0].lower() in "aeiou" or re.match(r"hour|honest|heir|honou?r", text.lower()) else "a"


def _ending(key: str) -> str:
    """Return what the ending tells of a noun: a doing, a quality, a field; empty for things."""
    found = re.search(r"(?:tion|sion|ment|ance|ence|ing|al|ness|ity|ship|hood|ism|ics|ology|ist)$", key)
    return found.group() if found else ""


def _normal(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())
