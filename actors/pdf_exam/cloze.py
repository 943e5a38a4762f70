"""Sentences of the lectures with one gap."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from actors.pdf_exam.draft import Draft, Prospect
from actors.pdf_exam.facts import Fact
from actors.pdf_exam.prospects import Matter, says


def cloze_prospects(matter: Matter) -> Iterator[Prospect]:
    """Yield every gap that could be made."""
    for fact in matter.fit:
        worth = matter.worth(fact)
        defined = matter.glossary.definitions.get(fact.order)
        for phrase, bonus in matter.askable_phrases(fact):
            # Without options only a defining or telling sentence leads to one word.
            surely = 0.5 if defined and defined.term.start == phrase.start else 0.15 if phrase.start <= 4 else -0.15
            make = partial(_gapped, matter, fact, phrase.start, phrase.end, phrase.key)
            yield Prospect(fact, phrase.key, worth + bonus + surely, make)
        for one in matter.tongue.quantities(fact.text):
            about = f"{one.text} {fact.order}"
            yield Prospect(fact, about, worth + 0.15, partial(_gapped, matter, fact, one.start, one.end, about))


def _gapped(matter: Matter, fact: Fact, start: int, end: int, about: str) -> Draft | None:
    if "____" in fact.text:
        return None
    first, last = matter.tongue.gap(fact.text, start, end)
    return Draft(
        type="cloze",
        fact=fact,
        stem=f"{fact.text[:first]}____{fact.text[last:]}",
        answer=fact.text[first:last],
        explanation=says(matter, fact),
        about=about,
    )
