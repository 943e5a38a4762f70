"""The terms of the lectures: what may be asked for, and where wrong answers come from."""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import dataclasses
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from actors.pdf_exam.facts import Fact
from actors.pdf_exam.tongue import Definition, Form, Phrase, Tongue

_ABBREVIATED = re.compile(r"([\w\u3400-\u9fff-]+(?: [\w-]+){0,5}) ?[（(]([A-Za-z][\w -]{1,40})[)）]")
#: A word more common than this in general (Zipf scale) is no term by itself.
_EVERYDAY = 5.2


@dataclasses.dataclass(slots=True)
class Term:
    """One term.

    Args:
        key: its normal form.
        written: how it is written in each form, most frequent first.
        places: the sentences that name it (``Fact.order``), in their order.
        sections: where it is named, as (lecture, section).
        kinds: what it is said to be ("data structure"), in normal form.
        defined_by: the sentence that defines it, if one does.
    """

    key: str
    written: dict[Form, Counter[str]] = dataclasses.field(default_factory=dict)
    #: Spellings seen inside a sentence, where a capital is the term's own.
    inside: set[str] = dataclasses.field(default_factory=set)
    places: list[int] = dataclasses.field(default_factory=list)
    sections: set[tuple[int, int]] = dataclasses.field(default_factory=set)
    kinds: set[str] = dataclasses.field(default_factory=set)
    defined_by: int | None = None

    def as_form(self, form: Form) -> str:
        """Return how it is written in a form; empty if it never is."""
        written = self.written.get(form)
        return min(written, key=lambda text: (text not in self.inside, -written[text], text)) if written else ""


class Glossary:
    """All terms and definitions of the lectures.

    Args:
        facts: all sentences.
        tongue: their language.
    """

    def __init__(self, facts: Sequence[Fact], tongue: Tongue) -> None:
        self.facts = facts
        self.tongue = tongue
        self.terms: dict[str, Term] = {}
        self.phrases: dict[int, list[Phrase]] = {}
        self.definitions: dict[int, Definition] = {}
        #: What terms are said to be ("organelle"): true of too much to be a wrong answer.
        self.classes: set[str] = set()
        self._inside: dict[str, set[str]] = defaultdict(set)
        self._synonyms: dict[str, set[str]] = defaultdict(set)
        for fact in facts:
            self._read(fact)
        for fact in facts:
            self._count(fact)
        self._commonness = {key: tongue.commonness(key) for key in self.terms}

    def _read(self, fact: Fact) -> None:
        definition = self.tongue.definition(fact.text) if fact.fitness else None
        phrases = self.tongue.phrases(fact.text)
        if definition:
            self.definitions[fact.order] = definition
            own = definition.term
            phrases = [phrase for phrase in phrases if phrase.end <= own.start or phrase.start >= own.end]
            phrases = sorted([*phrases, own], key=lambda phrase: phrase.start)
        self.phrases[fact.order] = phrases
        for phrase in phrases:
            if phrase.start:
                self._inside[phrase.key].add(phrase.text)

    def _count(self, fact: Fact) -> None:
        phrases = [self._with_form(phrase) for phrase in self.phrases[fact.order]]
        self.phrases[fact.order] = phrases
        definition = self.definitions.get(fact.order)
        if definition:
            own = next(phrase for phrase in phrases if phrase.start == definition.term.start)
            definition = self.definitions[fact.order] = dataclasses.replace(definition, term=own)
        for phrase in phrases:
            term = self.terms.setdefault(phrase.key, Term(phrase.key, inside=self._inside[phrase.key]))
            term.written.setdefault(phrase.form, Counter())[phrase.text] += 1
            if not term.places or term.places[-1] != fact.order:
                term.places.append(fact.order)
            term.sections.add((fact.lecture, fact.section))
        if definition:
            term = self.terms[definition.term.key]
            term.kinds.add(definition.kind_of)
            self.classes.add(definition.kind_of)
            term.defined_by = fact.order if term.defined_by is None else term.defined_by
            for alias in definition.aliases:
                self._same(definition.term.key, alias)
        for long, short in _ABBREVIATED.findall(fact.text):
            for phrase in phrases:
                if long.lower().endswith(phrase.key) or long.lower().endswith(phrase.text.lower()):
                    self._same(phrase.key, short.lower())

    def _with_form(self, phrase: Phrase) -> Phrase:
        """Tell names among the words that begin sentences, where every word has a capital."""
        if phrase.start or phrase.form != "bare" or not phrase.text[:1].isupper():
            return phrase
        inside = self._inside[phrase.key]
        name = all(text[0].isupper() for text in inside) if inside else self.tongue.is_name(phrase.text)
        return dataclasses.replace(phrase, form="person") if name else phrase

    def _same(self, one: str, other: str) -> None:
        self._synonyms[one].add(other)
        self._synonyms[other].add(one)

    def is_term(self, key: str) -> bool:
        """Tell whether a phrase is a term of these lectures: defined, named repeatedly, or a name or abbreviation."""
        term = self.terms.get(key)
        if term is None:
            return False
        if term.defined_by is not None:
            return True
        if self._commonness[key] > _EVERYDAY and " " not in key:
            return False
        return len(term.places) > 1 or bool({"acronym", "name", "person", "place"} & term.written.keys())

    def commonness(self, key: str) -> float:
        """Return how common a term's rarest word is in general (Zipf scale)."""
        return self._commonness.get(key, 7.0)

    def are_related(self, one: str, other: str) -> bool:
        """Tell whether two terms may mean the same or one may be a kind of the other, so that both could be right."""
        if one == other or one in other or other in one or other in self._synonyms[one] or one in self._synonyms[other]:
            return True
        words, others = set(one.split()), set(other.split())
        if words <= others or others <= words:
            return True
        if _initials(one) == other.replace("-", "") or _initials(other) == one.replace("-", ""):
            return True
        return self._is_kind_of(one, other) or self._is_kind_of(other, one)

    def _is_kind_of(self, special: str, general: str) -> bool:
        """Tell whether a term's definition names the other."""
        term = self.terms.get(special)
        if term is None:
            return False
        if any(kind and (kind.endswith(general) or general.endswith(kind)) for kind in term.kinds):
            return True
        return term.defined_by is not None and any(p.key == general for p in self.phrases[term.defined_by])

    def supports(self, key: str, content: frozenset[str]) -> bool:
        """Tell whether some sentence says of a term nearly what a stem says: then the term could be right too."""
        term = self.terms.get(key)
        if term is None or not content:
            return False
        own = frozenset(key.split())
        wanted = content - own
        return any(len(wanted & self.facts[place].content) >= max(2, 0.45 * len(wanted)) for place in term.places)


def _initials(key: str) -> str:
    words = key.replace("-", " ").split()
    return "".join(word[0] for word in words) if len(words) > 1 else "\0"
