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
#: Votes for a sort of thing below this are chance.
_TELLING = 0.5
#: A term must be this uncommon in general, by how often the lectures name it, to be surely one of theirs.
_RARE, _UNCOMMON = 4.1, 4.6
#: Sentences of a short lecture and of a long document; in the long one a term is named as often more.
_SHORT, _LONG, _OFTEN = 100, 400, 2
#: What more sentences than this (or this share of them) name is the subject of the whole text: a manual's program.
_EVERYWHERE, _EVERYWHERE_SHARE = 16, 0.03
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
    #: What sort of thing the sentences say it is (person, place, ...), each with its weight.
    votes: dict[str, float] = dataclasses.field(default_factory=dict)

    @property
    def sort(self) -> str:
        """What sort of thing it most likely is; empty where nothing tells."""
        best = max(sorted(self.votes), key=lambda sort: self.votes[sort], default="")
        return best if best and self.votes[best] >= _TELLING else ""

    def as_form(self, form: Form) -> str:
        """Return how it is written in a form; empty if it never is."""
        written = self.written.get(form)
        return min(written, key=lambda text: (text not in self.inside, -written[text], text)) if written else ""


class Glossary:
    """All terms and definitions of the lectures.

    Args:
        facts: all sentences.
        tongue: their language.
        headings: of all lectures; what they name is a term.
    """

    def __init__(self, facts: Sequence[Fact], tongue: Tongue, headings: Sequence[str] = ()) -> None:
        self.facts = facts
        self.tongue = tongue
        self.terms: dict[str, Term] = {}
        self.phrases: dict[int, list[Phrase]] = {}
        self.definitions: dict[int, Definition] = {}
        #: What terms are said to be ("organelle"): true of too much to be a wrong answer.
        self.classes: set[str] = set()
        self._inside: dict[str, set[str]] = defaultdict(set)
        self._synonyms: dict[str, set[str]] = defaultdict(set)
        self.headed = frozenset(
            phrase.key for heading in headings for phrase in tongue.phrases(_as_sentence(heading, tongue))
        )
        for fact in facts:
            self._read(fact)
        for fact in facts:
            self._count(fact)
        self._commonness = {key: tongue.commonness(key) for key in self.terms}

    def _read(self, fact: Fact) -> None:
        definition = self.tongue.definition(fact.text) if fact.fitness else None
        if definition and self.length and not self._is_general(definition):
            definition = None
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

    def _is_general(self, definition: Definition) -> bool:
        """Tell whether a definition is one outside its context, too: "the return value is a picture" is not."""
        key = definition.term.key
        if definition.article == "the" and key not in self.headed:
            return False
        return self.tongue.is_askable(key)

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
            for sort, weight in self.tongue.sort_votes(fact.text, phrase).items():
                term.votes[sort] = term.votes.get(sort, 0.0) + weight
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

    def is_strong(self, key: str) -> bool:
        """Tell whether a phrase is surely a term of these lectures: one that a gap can ask for."""
        if not self.is_term(key) or not self.tongue.is_askable(key):
            return False
        term, common = self.terms[key], self._commonness[key]
        if term.defined_by is not None or (key in self.headed and common < _UNCOMMON):
            return True
        if not self.length:
            return common < _EVERYDAY or " " in key
        # A long document names everything several times.
        often = 1 + round(_OFTEN * self.length)
        if {"acronym", "name", "person", "place"} & term.written.keys():
            return len(term.places) >= often
        several = " " in key or (not key.isascii() and len(key) > 3)
        if several:
            return len(term.places) > often
        rare = _RARE - 0.5 * self.length
        return len(term.places) > (often if common < rare else 3 + often) and common < _UNCOMMON - 0.5 * self.length

    def is_telling(self, key: str) -> bool:
        """Tell whether it asks for anything to name this term: it is strong, and not what the whole text is about."""
        places = len(self.terms[key].places) if key in self.terms else 0
        return self.is_strong(key) and places <= max(_EVERYWHERE, _EVERYWHERE_SHARE * len(self.facts))

    @property
    def length(self) -> float:
        """0 for a short lecture, 1 for a long document, and between them what is between."""
        return min(1.0, max(0.0, (len(self.facts) - _SHORT) / (_LONG - _SHORT)))

    def is_known_to_readers(self, key: str) -> bool:
        """Tell whether "the X" needs no sentence before: X is defined or has a heading of its own."""
        term = self.terms.get(key)
        return key in self.headed or (term is not None and term.defined_by is not None)

    def commonness(self, key: str) -> float:
        """Return how common a term's rarest word is in general (Zipf scale)."""
        return self._commonness.get(key, 7.0)

    def are_related(self, one: str, other: str) -> bool:
        """Tell whether two terms may mean the same or one may be a kind of the other, so that both could be right."""
        if one == other or one in other or other in one or other in self._synonyms[one] or one in self._synonyms[other]:
            return True
        words, others = set(one.split()), set(other.split())
        if words <= others or others <= words or (self.length and words & others):
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
        share = 0.45 - 0.11 * self.length
        return any(len(wanted & self.facts[place].content) >= max(2, share * len(wanted)) for place in term.places)


def _as_sentence(heading: str, tongue: Tongue) -> str:
    """Return a heading as the phrase finder reads text: its topic, after an article where the language has one."""
    topic = tongue.topic(heading)
    return f"the {topic.lower() if not topic.isupper() else topic}." if tongue.code == "en" else f"{topic}。"


def _initials(key: str) -> str:
    words = key.replace("-", " ").split()
    return "".join(word[0] for word in words) if len(words) > 1 else "\0"
