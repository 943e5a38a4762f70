"""Write an exam from the lectures' own sentences, without any service."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from actors.pdf_exam.choice import choice_prospects
from actors.pdf_exam.cloze import cloze_prospects
from actors.pdf_exam.draft import Draft, Prospect
from actors.pdf_exam.exam import TYPE_NAMES, Item, Language
from actors.pdf_exam.facts import facts_of
from actors.pdf_exam.layout import laid_out
from actors.pdf_exam.lectures import Lecture
from actors.pdf_exam.prospects import Matter
from actors.pdf_exam.selection import Pool, Selection
from actors.pdf_exam.spec import PdfExamParameters
from actors.pdf_exam.tongues import TONGUES
from actors.pdf_exam.truth import false_prospects, true_prospects
from actors.pdf_exam.written import long_prospects, short_prospects
from backend.errors import JobFailure

#: Tells how much is done, 0..1, and what was done.
Progress = Callable[[float, str], None]
#: Shares of the whole work: sentences are weighed, terms found, questions written.
_WEIGHED, _FOUND = 0.6, 0.8
#: The sorts of questions; statements are true or false, and each half is chosen by itself.
_SORTS: Mapping[str, Callable[[Matter, Sequence[Lecture]], list[Prospect]]] = {
    "multiple_choice": lambda matter, _: list(choice_prospects(matter)),
    "cloze": lambda matter, _: list(cloze_prospects(matter)),
    "false": lambda matter, _: list(false_prospects(matter)),
    "true": lambda matter, _: list(true_prospects(matter)),
    "short_answer": lambda matter, _: list(short_prospects(matter)),
    "long": lambda matter, lectures: list(long_prospects(matter, lectures)),
}


def write_items(
    lectures: Sequence[Lecture], params: PdfExamParameters, language: Language, on_progress: Progress
) -> list[Item]:
    """Write the questions of an exam.

    Args:
        lectures: what was read.
        params: how many questions of each type, how hard, and the seed.
        language: the exam's; only sentences of this language are used.
        on_progress: is told the share that is done, 0..1, and what was done.

    Returns:
        The questions in the order of the paper: by type, inside a type in reading order.

    Raises:
        JobFailure: ``wrong_language``, ``not_enough_material``.
    """
    tongue = TONGUES[language]()
    facts = facts_of(lectures, tongue, lambda done: on_progress(_WEIGHED * done, f"weighing sentences, {done:.0%}"))
    if not facts:
        raise _wrong_language(language)
    on_progress(_WEIGHED, f"finding the terms of {len(facts)} sentences")
    headings = [block.text for one in lectures for block in one.document.blocks if block.kind == "heading"]
    matter = Matter(facts, tongue, params.difficulty, params.seed, headings)
    on_progress(_FOUND, f"{len(matter.fit)} of {len(facts)} sentences can be asked about")
    drafts = _chosen(matter, lectures, params, on_progress)
    return laid_out(drafts, lectures, params.seed, (tongue.wording.true, tongue.wording.false))


def _chosen(
    matter: Matter, lectures: Sequence[Lecture], params: PdfExamParameters, on_progress: Progress
) -> list[Draft]:
    """Choose as many questions as asked, less strictly at need."""
    wanted = _wanted(matter, params)
    prospects = {sort: _SORTS[sort](matter, lectures) for sort, count in wanted.items() if count}
    pools: dict[str, Pool] = {}
    for at_need in (False, True):
        selection = Selection(matter, at_need=at_need)
        pools = {sort: selection.pool(sort, found, wanted[sort]) for sort, found in prospects.items()}
        selection.fill(list(pools.values()))
        _even_out(selection, pools)
        written = sum(len(pool.chosen) for pool in pools.values())
        on_progress(
            1.0 if written == params.counts.total else 0.9, f"{written} of {params.counts.total} questions written"
        )
        if written == params.counts.total:
            return [draft for pool in pools.values() for draft in pool.chosen]
    raise _not_enough(matter, prospects, pools, params)


def _wanted(matter: Matter, params: PdfExamParameters) -> dict[str, int]:
    """Return how many of each sort; which half of the statements has the odd one is the seed's choice."""
    counts = dict(params.counts.by_type())
    statements = counts.pop("true_false")
    odd = random.Random(f"{matter.seed}/odd").randrange(2)  # noqa: S311
    false = (statements + odd) // 2
    return {**counts, "false": false, "true": statements - false}


def _even_out(selection: Selection, pools: Mapping[str, Pool]) -> None:
    """Let true statements stand in for false ones that could not be had, and the other way round."""
    if not {"true", "false"} <= pools.keys():
        return
    for short, other in (("false", "true"), ("true", "false")):
        missing = pools[short].missing
        if missing:
            pools[other].wanted += missing
            pools[short].wanted -= missing
            selection.fill([pools[other]])


def _wrong_language(language: Language) -> JobFailure:
    name = "English" if language == "en" else "Chinese"
    return JobFailure(
        "wrong_language",
        f"The lectures have no {name} sentences. Choose the language auto, or send {name} lectures.",
        details={"language": language},
    )


def _not_enough(
    matter: Matter, prospects: Mapping[str, list[Prospect]], pools: Mapping[str, Pool], params: PdfExamParameters
) -> JobFailure:
    """Tell how many of each type can be had: beside the others, and if nothing else were asked."""
    together = _by_type({sort: len(pool.chosen) for sort, pool in pools.items()})
    alone: dict[str, int] = {}
    for sort, found in prospects.items():
        selection = Selection(matter, at_need=True)
        pool = selection.pool(sort, found, pools[sort].wanted + pools[sort].missing)
        selection.fill([pool])
        alone[sort] = len(pool.chosen)
    asked = {kind: count for kind, count in params.counts.by_type().items() if count}
    parts = ", ".join(f"{together.get(kind, 0)} of {count} {TYPE_NAMES[kind]}" for kind, count in asked.items())
    return JobFailure(
        "not_enough_material",
        f"The lectures allow fewer questions than asked: {parts}. Ask for fewer, or send longer lectures.",
        details={"asked": asked, "possible": together, "possible_alone": _by_type(alone)},
    )


def _by_type(counts: Mapping[str, int]) -> dict[str, int]:
    """Add up the two halves of the statements."""
    found: dict[str, int] = {}
    for sort, count in counts.items():
        kind = "true_false" if sort in {"true", "false"} else sort
        found[kind] = found.get(kind, 0) + count
    return found
