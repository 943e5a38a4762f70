"""Statements to be judged: sentences of the lectures as they stand, or with one change that makes them false."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from actors.pdf_exam.draft import Draft, Prospect
from actors.pdf_exam.facts import Fact
from actors.pdf_exam.prospects import Matter, says
from actors.pdf_exam.tongue import Change, Phrase

#: Changes that only say "not" weigh less; a long document has better ones.
_LAST_RESORT = 0.2


def true_prospects(matter: Matter) -> Iterator[Prospect]:
    """Yield every sentence that can stand as a true statement."""
    for fact in matter.fit:
        terms = [phrase for phrase in matter.glossary.phrases[fact.order] if matter.glossary.is_term(phrase.key)]
        if terms:
            definition = matter.glossary.definitions.get(fact.order)
            about = definition.term.key if definition else terms[0].key
            yield Prospect(fact, about, matter.worth(fact), partial(_true, matter, fact, about))


def false_prospects(matter: Matter) -> Iterator[Prospect]:
    """Yield every sentence that one change can make false."""
    for fact in matter.fit:
        worth = matter.worth(fact)
        phrases = matter.glossary.phrases[fact.order]
        for flip in matter.tongue.flips(fact.text):
            if flip.weight < _LAST_RESORT and matter.glossary.length:
                continue
            about = phrases[0].key if phrases else fact.text[:8]
            yield Prospect(fact, about, worth + 0.7 * flip.weight, partial(_flipped, matter, fact, flip, about))
        for one in matter.tongue.quantities(fact.text):
            yield Prospect(
                fact, f"{one.text} {fact.order}", worth + 0.5, partial(_other_number, matter, fact, one.start)
            )
        definition = matter.glossary.definitions.get(fact.order)
        if definition:
            make = partial(_other_term, matter, fact, definition.term)
            yield Prospect(fact, definition.term.key, worth + 0.65, make)
        for phrase, bonus in matter.askable_phrases(fact):
            named = phrase.form in {"person", "place", "acronym", "name"}
            if phrase.start <= 4 and (named or not matter.glossary.length):
                make = partial(_other_term, matter, fact, phrase)
                yield Prospect(fact, phrase.key, worth + 0.25 + 0.5 * bonus, make)


def _true(matter: Matter, fact: Fact, about: str) -> Draft:
    wording = matter.tongue.wording
    return Draft(
        type="true_false",
        fact=fact,
        stem=wording.statement(fact.text),
        answer=wording.true,
        wrong=(wording.false,),
        explanation=says(matter, fact),
        about=about,
    )


def _flipped(matter: Matter, fact: Fact, flip: Change, about: str) -> Draft | None:
    return _false(matter, fact, flip, about)


def _other_number(matter: Matter, fact: Fact, start: int) -> Draft | None:
    one = next(quantity for quantity in matter.tongue.quantities(fact.text) if quantity.start == start)
    wrong = matter.wrong_numbers(one, fact, 1)
    if not wrong:
        return None
    return _false(matter, fact, Change(one.start, one.end, wrong[0]), f"{one.text} {fact.order}")


def _other_term(matter: Matter, fact: Fact, phrase: Phrase) -> Draft | None:
    wrong = matter.distractors.for_phrase(phrase, fact, matter.chance("swap", fact), count=1)
    if not wrong:
        return None
    return _false(matter, fact, Change(phrase.start, phrase.end, wrong[0]), phrase.key)


def _false(matter: Matter, fact: Fact, change: Change, about: str) -> Draft | None:
    statement = change.applied(fact.text)
    if _is_said(matter, fact, statement):
        return None
    wording = matter.tongue.wording
    old, new = fact.text[change.start : change.end], change.new
    return Draft(
        type="true_false",
        fact=fact,
        stem=wording.statement(statement),
        answer=wording.false,
        wrong=(wording.true,),
        explanation=wording.lecture_differs(new, old, fact.text, fact.page),
        about=about,
    )


def _is_said(matter: Matter, fact: Fact, statement: str) -> bool:
    """Tell whether another sentence of the lectures says nearly what the changed one says."""
    words = matter.tongue.content(statement)
    new = words - fact.content
    return any(
        new <= other.content and len(words & other.content) >= 0.7 * len(words)
        for other in matter.facts
        if new and other.order != fact.order
    )
