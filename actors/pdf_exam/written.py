"""Questions answered in writing: short ones from single sentences, long ones from a section or a term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from actors.pdf_exam.draft import Draft, Prospect
from actors.pdf_exam.facts import Fact
from actors.pdf_exam.lectures import Lecture
from actors.pdf_exam.prospects import Matter, says
from actors.pdf_exam.tongue import Definition, OpenQuestion

_SHORT_MARKS = 2
#: Questions about no more than a subject and its verb weigh less than this: their subject must be a term.
_SURE = 0.65
_FEWEST_POINTS = 4
#: A point of a marking scheme must be as good a sentence as this.
_GOOD_POINT = 0.5
#: Subjects of the points of a long document; "the style" may be any.
_GENERAL = frozenset({"generic", "name"})
#: In a long document, as much better: there is more to choose from.
_BETTER_POINT = 0.12
_MOST_POINTS = {"easy": 4, "medium": 5, "hard": 6}


def short_prospects(matter: Matter) -> Iterator[Prospect]:
    """Yield every short-answer question that could be asked."""
    for fact in matter.fit:
        worth = matter.worth(fact)
        definition = matter.glossary.definitions.get(fact.order)
        if definition:
            yield Prospect(fact, definition.term.key, worth + 0.8, partial(_what_is, matter, fact, definition))
        for question in matter.tongue.open_questions(fact.text):
            if question.weight < _SURE and not matter.glossary.is_telling(question.about):
                continue  # "What does the absence do?"
            yield Prospect(fact, question.about, worth + 0.8 * question.weight, partial(_asked, matter, fact, question))


def _what_is(matter: Matter, fact: Fact, definition: Definition) -> Draft:
    body = definition.body
    return Draft(
        type="short_answer",
        fact=fact,
        stem=matter.tongue.wording.what_is(definition),
        answer=body[0].upper() + body[1:] + fact.text[-1],
        explanation=says(matter, fact),
        about=definition.term.key,
        marks=_SHORT_MARKS,
    )


def _asked(matter: Matter, fact: Fact, question: OpenQuestion) -> Draft:
    return Draft(
        type="short_answer",
        fact=fact,
        stem=question.stem,
        answer=question.answer,
        explanation=says(matter, fact),
        about=question.about,
        marks=1 if len(question.answer) < 12 else _SHORT_MARKS,
    )


def long_prospects(matter: Matter, lectures: Sequence[Lecture]) -> Iterator[Prospect]:
    """Yield every long question: a section's topic first, else a term of which much is said."""
    good = _GOOD_POINT + _BETTER_POINT * matter.glossary.length
    sections: dict[tuple[int, int], list[Fact]] = defaultdict(list)
    for fact in matter.fit:
        if matter.quality(fact) >= good:
            sections[fact.lecture, fact.section].append(fact)
    yield from _on_sections(matter, lectures, sections)
    yield from _on_terms(matter, good)


def _on_sections(
    matter: Matter, lectures: Sequence[Lecture], sections: dict[tuple[int, int], list[Fact]]
) -> Iterator[Prospect]:
    for (number, section), facts in sections.items():
        blocks = [block for block in lectures[number].document.blocks if block.kind == "heading"]
        topic = matter.tongue.topic(blocks[section].text) if section >= 0 else ""
        if matter.glossary.length:
            facts = [fact for fact in facts if matter.tongue.standing(fact.text).kind in _GENERAL]  # noqa: PLW2901
        if topic and len(facts) >= _FEWEST_POINTS:
            yield _long(matter, facts, topic.lower(), matter.tongue.wording.explain_topic, name=topic, bonus=0.6)


def _on_terms(matter: Matter, good: float) -> Iterator[Prospect]:
    by_term: dict[str, list[Fact]] = defaultdict(list)
    for fact in matter.fit:
        if matter.quality(fact) < good:
            continue
        for key in dict.fromkeys(phrase.key for phrase in matter.glossary.phrases[fact.order]):
            by_term[key].append(fact)
    for key, facts in by_term.items():
        term = matter.glossary.terms[key]
        if matter.glossary.length and not matter.glossary.is_known_to_readers(key):
            continue  # many sentences of a long document name what none of them is about
        if matter.glossary.length:
            facts = [fact for fact in facts if matter.tongue.standing(fact.text).subject == key]  # noqa: PLW2901
        if len(facts) >= _FEWEST_POINTS and matter.glossary.is_telling(key) and matter.glossary.commonness(key) < 5:
            name = next(
                (
                    text
                    for form in ("plural", "bare", "acronym", "name", "word", "person", "place")
                    if (text := term.as_form(form))
                ),
                "",
            )
            if name:
                bonus = 0.2 * (term.defined_by is not None) + 0.02 * min(len(facts), 10)
                yield _long(matter, facts, key, matter.tongue.wording.describe_term, name=name, bonus=bonus)


def _long(
    matter: Matter, facts: list[Fact], about: str, ask: Callable[[str, int], str], *, name: str, bonus: float
) -> Prospect:
    best = sorted(facts, key=lambda fact: (-matter.worth(fact), fact.order))[: _MOST_POINTS[matter.difficulty]]
    lead = best[0]
    points = sorted(best, key=lambda fact: fact.order)
    worth = sum(matter.worth(fact) for fact in best) / len(best)

    def write() -> Draft:
        wording = matter.tongue.wording
        return Draft(
            type="long",
            fact=lead,
            stem=ask(name, _FEWEST_POINTS),
            answer=wording.marking_scheme([fact.text for fact in points]),
            explanation=says(matter, lead),
            about=about,
            marks=len(points),
        )

    return Prospect(lead, about, worth + bonus, write)
