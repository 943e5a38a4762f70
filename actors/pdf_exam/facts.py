"""Which sentences of the lectures say something that can be asked about."""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Callable, Sequence

from actors.pdf_exam.apparatus import apparatus
from actors.pdf_exam.lectures import Lecture
from actors.pdf_exam.tongue import Tongue
from actors.text.document import Document, Sentence
from actors.text.duplicates import near_duplicates
from actors.text.language import language_of
from actors.text.ranking import rank
from actors.text.sentences import sentences_of
from actors.text.verbatim import stands_in

#: More sentences than this are ranked in parts, so that a shelf of books stays affordable.
_RANKED_AT_ONCE = 4000


#: A paragraph longer than a label that ends with none of these goes on in the next.
_LABEL, _ENDS = 25, "。！？：；.!?:;”’）)"  # noqa: RUF001 (Chinese punctuation is meant)


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """One sentence of a lecture.

    Args:
        order: its number among all sentences of the exam's language, in reading order.
        text: its words, verbatim.
        lecture: which lecture it is from, 0 is the first.
        page: the page on which all of it stands.
        section: number of the heading above it, in its lecture; -1 before the first.
        fitness: how fit it is to be asked about, 0..1; 0 is not at all.
        centrality: how much it says of what the lectures say, 0..1.
        content: the words that carry its meaning.
    """

    order: int
    text: str
    lecture: int
    page: int
    section: int
    fitness: float
    centrality: float
    content: frozenset[str]


def facts_of(lectures: Sequence[Lecture], tongue: Tongue, on_progress: Callable[[float], None]) -> list[Fact]:
    """Return all sentences of one language; what may not be asked about has the fitness 0.

    Args:
        lectures: what was read.
        tongue: the exam's language; sentences of others are left out.
        on_progress: is told the share of sentences that are done, 0..1.
    """
    found: list[tuple[int, int, Sentence]] = []
    left_out: list[tuple[int, int, Sentence]] = []
    for number, lecture in enumerate(lectures):
        headings = _headings(lecture.document)
        about_itself = apparatus(lecture.document)
        for sentence in sentences_of(lecture.document, lecture.page_texts):
            cut = tongue.code == "zh" and _goes_on(lecture.document, sentence)
            if language_of(sentence.text) == tongue.code and sentence.place.page is not None and not cut:
                entry = (number, bisect.bisect(headings, sentence.block) - 1, sentence)
                (left_out if sentence.block in about_itself else found).append(entry)
    unfit = not found  # a lecture that is all licence has the language, but nothing to ask about
    found = found or left_out
    texts = [sentence.text for _, _, sentence in found]
    centrality = _ranked(texts, tongue)
    repeated = near_duplicates(texts, tongue.code)
    facts: list[Fact] = []
    for order, (number, section, sentence) in enumerate(found):
        fitness = 0.0 if unfit or order in repeated else _fitness(sentence, lectures[number], tongue)
        facts.append(
            Fact(
                order=order,
                text=sentence.text,
                lecture=number,
                page=sentence.place.page or 1,
                section=section,
                fitness=fitness,
                centrality=centrality[order],
                content=tongue.content(sentence.text),
            )
        )
        if order % 100 == 0:
            on_progress(order / len(found))
    return facts


def _goes_on(document: Document, sentence: Sentence) -> bool:
    """Tell whether a sentence most likely began in the paragraph before: Chinese has no capitals to tell by."""
    block, before = document.blocks[sentence.block], document.blocks[max(0, sentence.block - 1)]
    if not block.text.startswith(sentence.text) or before.kind not in {"paragraph", "item"} or before is block:
        return False
    return len(before.text) > _LABEL and before.text[-1] not in _ENDS


def _headings(document: Document) -> list[int]:
    return [index for index, block in enumerate(document.blocks) if block.kind == "heading"]


def _fitness(sentence: Sentence, lecture: Lecture, tongue: Tongue) -> float:
    page = sentence.place.page or 0
    if sentence.crosses_pages or not 0 < page <= len(lecture.page_texts):
        return 0.0
    fitness = tongue.fitness(sentence.text)
    # The quote of a question must stand on its page word for word.
    return fitness if fitness and stands_in(sentence.text, lecture.page_texts[page - 1]) else 0.0


def _ranked(texts: list[str], tongue: Tongue) -> list[float]:
    """Return 0..1 by rank: the highest central sentence has 1, whatever the scores."""
    scores: list[float] = []
    for start in range(0, len(texts), _RANKED_AT_ONCE):
        scores.extend(rank(texts[start : start + _RANKED_AT_ONCE], tongue.code))
    by_score = sorted(range(len(texts)), key=lambda index: (scores[index], -index))
    places = [0.0] * len(texts)
    for place, index in enumerate(by_score):
        places[index] = place / max(1, len(texts) - 1)
    return places
