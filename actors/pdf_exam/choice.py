"""Multiple-choice questions: which term, what is it, which word or number completes the sentence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from actors.pdf_exam.draft import Draft, Prospect
from actors.pdf_exam.facts import Fact
from actors.pdf_exam.prospects import Matter, says
from actors.pdf_exam.tongue import Definition, Form, Phrase, Quantity

#: A described term is not part of a sentence: with or without article makes no difference there.
_NOUNS: tuple[Form, ...] = ("singular", "bare")


def choice_prospects(matter: Matter) -> Iterator[Prospect]:
    """Yield every multiple-choice question that could be tried."""
    for fact in matter.fit:
        worth = matter.worth(fact)
        definition = matter.glossary.definitions.get(fact.order)
        if definition:
            about = definition.term.key
            yield Prospect(fact, about, worth + 0.75, partial(_which_term, matter, fact, definition))
            yield Prospect(fact, about, worth + 0.6, partial(_what_is, matter, fact, definition))
        for phrase, bonus in matter.askable_phrases(fact):
            yield Prospect(fact, phrase.key, worth + bonus, partial(_completed, matter, fact, phrase))
        for one in matter.tongue.quantities(fact.text):
            about = f"{one.text} {fact.order}"
            yield Prospect(
                fact, about, worth + (0.1 if one.kind == "count" else 0.3), partial(_number, matter, fact, one)
            )


def _which_term(matter: Matter, fact: Fact, definition: Definition) -> Draft | None:
    term = definition.term
    forms = _NOUNS if term.form in _NOUNS else (term.form,)
    wrong = matter.distractors.for_phrase(term, fact, matter.chance("term", fact), forms=forms, described=True)
    if not wrong:
        return None
    capital = term.text[0].isupper() and term.start == 0
    return Draft(
        type="multiple_choice",
        fact=fact,
        stem=matter.tongue.wording.which_term(definition.body),
        answer=_capital(term.text) if capital else term.text,
        wrong=tuple(_capital(text) if capital else text for text in wrong),
        explanation=says(matter, fact),
        about=term.key,
    )


def _what_is(matter: Matter, fact: Fact, definition: Definition) -> Draft | None:
    wrong = matter.distractors.for_body(definition, fact, matter.chance("body", fact))
    if not wrong:
        return None
    return Draft(
        type="multiple_choice",
        fact=fact,
        stem=matter.tongue.wording.what_is(definition),
        answer=_capital(definition.body),
        wrong=tuple(_capital(text) for text in wrong),
        explanation=says(matter, fact),
        about=definition.term.key,
    )


def _completed(matter: Matter, fact: Fact, phrase: Phrase) -> Draft | None:
    wrong = matter.distractors.for_phrase(phrase, fact, matter.chance(f"gap {phrase.start}", fact))
    if not wrong:
        return None
    # Every option goes with the article (the wrong ones were chosen so): the sentence stays as it is.
    return _gapped(matter, fact, phrase.start, phrase.end, wrong=wrong, about=phrase.key)


def _number(matter: Matter, fact: Fact, one: Quantity) -> Draft | None:
    wrong = matter.wrong_numbers(one, fact, 3)
    if not wrong:
        return None
    return _gapped(matter, fact, one.start, one.end, wrong=wrong, about=f"{one.text} {fact.order}")


def _gapped(matter: Matter, fact: Fact, start: int, end: int, *, wrong: tuple[str, ...], about: str) -> Draft:
    """Ask which choice belongs into a stretch of a sentence."""
    return Draft(
        type="multiple_choice",
        fact=fact,
        stem=matter.tongue.wording.complete(fact.text[:start] + "____" + fact.text[end:]),
        answer=fact.text[start:end],
        wrong=wrong,
        explanation=says(matter, fact),
        about=about,
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
