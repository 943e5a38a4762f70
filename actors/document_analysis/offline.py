"""The writer that needs nobody: it picks the document's own sentences, chapter by chapter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from actors.document_analysis.candidates import ASIDE, SUMMING_UP, Candidate, candidates_of
from actors.document_analysis.drafts import ChapterDraft, Claim, Draft
from actors.document_analysis.evidence import Evidence
from actors.document_analysis.parts import Part
from actors.document_analysis.report import Quote
from actors.text.document import Document, Sentence
from actors.text.keywords import keywords
from actors.text.language import Language
from actors.text.ranking import diverse

#: A report quotes at most this part of a chapter's sentences; a short document needs no report of its own length.
_MOST_QUOTED = 0.4
_MOST_CHAPTER_SUMMARY = 2
#: Key points of a chapter, and of one with more than so many candidates.
_MOST_CHAPTER_POINTS, _LONG_CHAPTER, _MOST_LONG_POINTS = 4, 50, 6
_MOST_SUMMARY, _FEWEST_SUMMARY, _MOST_POINTS = 6, 3, 8
_KEYWORDS = 12
#: What a sentence weighs more in the summary of the whole for standing in an introduction, an abstract or a conclusion.
_SUMS_UP = 1.4
#: Worth of what has to be chosen; no other is worth more than ``_SUMS_UP``.
_ABOVE_ALL = 10.0
#: A chapter with fewer fit sentences takes those with reservations too.
_ENOUGH_FIT = 2


def write_offline(
    document: Document,
    sentences: Sequence[Sentence],
    parts: Sequence[Part],
    *,
    source_language: Language,
    evidence: Evidence,
    on_progress: Callable[[float, str], None],
) -> Draft:
    """Report on a document in its own words.

    Args:
        document: what was read.
        sentences: all of its sentences.
        parts: that become chapters.
        source_language: of the document.
        evidence: to check each quote against.
        on_progress: told (fraction 0..1, what was done).
    """
    candidates = candidates_of(document, sentences, parts, source_language, evidence)
    on_progress(0.6, f"{len(candidates)} of {len(sentences)} sentences can be quoted")
    first = _introduction(candidates)
    chapters: list[ChapterDraft] = []
    picked: list[Candidate] = []
    for number, part in enumerate(parts):
        if not part.content:
            continue
        own = _usable([candidate for candidate in candidates if candidate.part == number])
        summary, points = _chosen(own, source_language, first)
        picked += summary + points
        chapters.append(ChapterDraft(part, _claims(summary), _claims(points)))
        on_progress(0.6 + 0.3 * (number + 1) / len(parts), f"chapter {number + 1} of {len(parts)}")
    summary, points = _overall(picked, parts, len(candidates), source_language, first)
    terms = keywords(
        [sentence.text for sentence in sentences if _is_content(sentence, parts)], source_language, _KEYWORDS
    )
    on_progress(1.0, f"{len(picked)} sentences quoted")
    return Draft(tuple(chapters), _claims(summary), _claims(points), tuple(terms))


def _introduction(candidates: Sequence[Candidate]) -> Candidate | None:
    """Return the sentence that best says what the document is: the first of a report's summary."""
    introducing = [candidate for candidate in candidates if candidate.introduces and candidate.fit]
    return max(introducing, key=lambda candidate: candidate.worth, default=None)


def _is_content(sentence: Sentence, parts: Sequence[Part]) -> bool:
    return any(part.content and part.first <= sentence.block < part.stop for part in parts)


def _usable(own: Sequence[Candidate]) -> list[Candidate]:
    fit = [candidate for candidate in own if candidate.fit]
    return fit if len(fit) >= _ENOUGH_FIT else list(own)


def _chosen(
    own: Sequence[Candidate], language: Language, first: Candidate | None
) -> tuple[list[Candidate], list[Candidate]]:
    """Choose a chapter's summary and key points, each in the document's order; ``first`` is in the summary."""
    most = max(1, round(_MOST_QUOTED * len(own)))
    # A long chapter says more, but slowly more.
    summary_count = 1 if most < 4 else _MOST_CHAPTER_SUMMARY
    point_count = min(most - summary_count, _MOST_LONG_POINTS if len(own) > _LONG_CHAPTER else _MOST_CHAPTER_POINTS)
    order = diverse(
        [candidate.text for candidate in own],
        [_ABOVE_ALL if candidate is first else candidate.worth_in_part for candidate in own],
        summary_count + max(0, point_count),
        language,
    )
    best = [own[index] for index in order]
    return _in_order(best[:summary_count]), _in_order(best[summary_count:])


def _overall(
    picked: Sequence[Candidate], parts: Sequence[Part], available: int, language: Language, first: Candidate | None
) -> tuple[list[Candidate], list[Candidate]]:
    """Choose the summary of the whole from what the chapters quote, so that it covers them; then the key points."""
    if not picked:
        return [], []
    most = max(1, round(_MOST_QUOTED * available))
    aside = {number for number, part in enumerate(parts) if ASIDE.search(part.title)}
    weighty = [candidate.fit and candidate.part not in aside for candidate in picked]
    covered = len({candidate.part for candidate, good in zip(picked, weighty, strict=True) if good})
    count = min(most, max(_FEWEST_SUMMARY, min(_MOST_SUMMARY, covered)), len(picked))
    scores = [
        _ABOVE_ALL if candidate is first else candidate.worth * (_SUMS_UP if SUMMING_UP.search(title) else 1.0)
        for candidate, title in ((candidate, parts[candidate.part].title) for candidate in picked)
    ]
    order = diverse([candidate.text for candidate in picked], scores, len(picked), language)
    # What cannot stand alone, or stands beside the matter, comes in only where there is nothing else.
    order = sorted(order, key=lambda index: not weighty[index])
    good = sum(weighty)
    summary: list[Candidate] = []
    for most_of_one, upto in ((1, good), (2, good), (good, good), (len(picked), len(picked))):
        for index in order[:upto]:
            candidate = picked[index]
            of_part = sum(other.part == candidate.part for other in summary)
            if len(summary) < count and of_part < most_of_one and candidate not in summary:
                summary.append(candidate)
    point_count = min(_MOST_POINTS, max(0, most - count))
    points: list[Candidate] = []
    for most_of_one in (2, len(picked)):
        for index in order:
            candidate = picked[index]
            of_part = sum(other.part == candidate.part for other in points)
            if len(points) < point_count and of_part < most_of_one and candidate not in summary + points:
                points.append(candidate)
    return _in_order(summary), _in_order(points)


def _in_order(candidates: Sequence[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda candidate: candidate.order)


def _claims(candidates: Sequence[Candidate]) -> tuple[Claim, ...]:
    return tuple(Claim(candidate.text, (Quote(text=candidate.text, at=candidate.at),)) for candidate in candidates)
