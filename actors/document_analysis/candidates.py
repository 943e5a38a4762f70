"""The sentences that a report may quote, and how much each is worth."""

# ruff: noqa: E501 (patterns of words)

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

import numpy as np

from actors.document_analysis.evidence import Evidence
from actors.document_analysis.parts import Part
from actors.document_analysis.report import At
from actors.text.document import Document, Sentence
from actors.text.duplicates import near_duplicates
from actors.text.fitness import fault_of
from actors.text.language import Language, han_count
from actors.text.ranking import rank
from actors.text.vectors import Floats
from actors.text.words import terms_of

#: What a fault leaves of a sentence's worth; a fault that is not here rules it out.
_LEFT = {"refers_back": 0.35, "addresses_the_reader": 0.5, "unfinished": 0.45, "question": 0.2, "reference_only": 0.3}
#: Titles of parts that say what the whole says.
SUMMING_UP = re.compile(
    r"\b(?:abstract|summary|introduction|overview|conclusions?|executive summary|in brief|key findings|results)\b"
    "|\u6458\u8981|\u5f15\u8a00|\u6982\u8ff0|\u7b80\u4ecb|\u7ed3\u8bba|\u603b\u7ed3|\u5c0f\u7ed3|\u7efc\u8ff0|\u524d\u8a00",
    re.IGNORECASE,
)
#: Titles of parts beside the matter.
ASIDE = re.compile(
    r"\b(?:append(?:ix|ices)|annex(?:es)?|rejected|alternatives|open (?:issues|questions)|discussions?|acceptance|faq|glossary)\b"
    "|\u9644\u5f55|\u9644\u4ef6|\u672f\u8bed\u8868|\u5e38\u89c1\u95ee\u9898",
    re.IGNORECASE,
)
_SAYS_THE_MAIN_THING = re.compile(
    r"\b(?:in summary|in conclusion|overall|we (?:show|find|found|propose|present|conclude)|results? (?:show|suggest|indicate)"
    r"|the (?:main|key|most important|central|aim|goal|purpose)|is (?:called|defined as|known as)|means that|because|therefore)\b"
    "|\u7ed3\u679c\u8868\u660e|\u603b\u4e4b|\u7efc\u4e0a|\u5173\u952e|\u4e3b\u8981|\u6838\u5fc3|\u76ee\u7684\u662f|\u662f\u6307|\u88ab\u79f0\u4e3a|\u610f\u5473\u7740",
    re.IGNORECASE,
)
#: A sentence that says what the document is: it may point at the document, since the whole report does.
SAYS_WHAT_IT_IS = re.compile(
    r"the (?:purpose|aim|goal|objective|scope) of (?:this|the present) |(?:in )?(?:this|the present) (?:[a-z-]+ ){0,2}"
    r"(?:(?-i:[A-Z]{2,6}\b)|document|paper|report|guide|manual|book|handbook|tutorial|article|proposal|specification|standard|memo"
    r"|memorandum|study|thesis|essay|package|library|project|program|module|policy|survey|review|how-?to|book(?:let)?)"
    r"(?:,? (?:also |we |i )?(?:proposes?|describes?|specif(?:y|ies)|defines?|introduces?|explains?|presents?|provides?|covers?|shows?|examines?"
    r"|outlines?|discuss(?:es)?|summari[sz]es?|documents?|suggests?|recommends?|contains|gives|deals|sets out|adds|argues?|reports?|is (?:a|an|the|to|intended|about|meant)|aims?|seeks)\b)"
    "|\u672c(?:\u6587\u6863|\u6587|\u4e66|\u62a5\u544a|\u624b\u518c|\u6307\u5357|\u6807\u51c6|\u89c4\u8303|\u6559\u7a0b|\u8bba\u6587|\u529e\u6cd5|\u89c4\u5b9a|\u6761\u4f8b|\u9879\u76ee|\u7814\u7a76)"
    "(?:\u4e3b\u8981|\u5c06|\u65e8\u5728|\u662f|\u4ece|\u5bf9)?[^\u3002\uff0c]{0,12}(?:\u4ecb\u7ecd|\u8bf4\u660e|\u63cf\u8ff0|\u8ba8\u8bba|\u63d0\u51fa|\u89c4\u5b9a|\u5206\u6790|\u5206\u4e3a|\u9610\u8ff0|\u9002\u7528|\u7814\u7a76|\u603b\u7ed3)",
    re.IGNORECASE,
)
#: After the words of the title: "A lighthouse is a tower that ...".
_IS = re.compile(r"\s(?:is|are|was|were|refers? to|means|provides?|lets|allows?|helps)\s|\u662f|\u6307")
#: Of a document's sentences, those that may introduce it by saying what it does, and by saying what its title means.
_EARLY, _BEGINNING = 0.4, 0.15
#: A telling sentence has about so many words: English ones up to the mean of written prose, Chinese ones up to half
#: the number of characters.
_GOOD_LENGTH = {"en": (18.0, 34.0), "zh": (10.0, 34.0)}


@dataclasses.dataclass(frozen=True)
class Candidate:
    """A sentence that may be quoted.

    Args:
        text: its words.
        at: where it stands.
        part: index of its part.
        order: its number among all sentences.
        fit: whether it can stand alone without any reservation.
        introduces: whether it stands near the beginning and says what the document is, or what its title means.
        worth: 0..1 within the whole document.
        worth_in_part: 0..1 within its part.
    """

    text: str
    at: At
    part: int
    order: int
    fit: bool
    introduces: bool
    worth: float
    worth_in_part: float


def candidates_of(
    document: Document, sentences: Sequence[Sentence], parts: Sequence[Part], language: Language, evidence: Evidence
) -> list[Candidate]:
    """Return what may be quoted, in the document's order.

    Args:
        document: what was read.
        sentences: all of its sentences.
        parts: of the document.
        language: of the document.
        evidence: the source's text; what does not stand there word for word is left out.
    """
    owner = _owners(parts, len(document.blocks))
    chosen: list[tuple[Sentence, int, float]] = []
    for number, sentence in enumerate(sentences):
        if sentence.crosses_pages or not parts[owner[sentence.block]].content:
            continue
        fault = fault_of(sentence.text, language)
        if fault in ("refers_back", "addresses_the_reader") and SAYS_WHAT_IT_IS.match(sentence.text):
            fault = None
        left = 1.0 if fault is None else _LEFT.get(fault, 0.0)
        if left > 0:
            chosen.append((sentence, number, left))
    repeated = near_duplicates([sentence.text for sentence, _, _ in chosen], language)
    chosen = [entry for index, entry in enumerate(chosen) if index not in repeated]
    texts = [sentence.text for sentence, _, _ in chosen]
    priors = _priors(document, [sentence for sentence, _, _ in chosen], parts, owner, language)
    left_over = np.asarray([left for _, _, left in chosen])
    worth = _scaled(np.asarray(rank(texts, language, priors=list(priors))) * _prior_share(priors) * left_over)
    in_part = np.zeros(len(chosen))
    part_of = np.asarray([owner[sentence.block] for sentence, _, _ in chosen], int)
    for part in range(len(parts)):
        own = np.flatnonzero(part_of == part)
        ranks = np.asarray(rank([texts[index] for index in own], language, priors=list(priors[own])))
        in_part[own] = _scaled(ranks * _prior_share(priors[own]) * left_over[own]) if own.size else 0.0
    return [
        Candidate(sentence.text, At.of(sentence.place), int(part_of[index]), number, left == 1.0,
                  _introduces(sentence.text, document.title, number / len(sentences), language), float(worth[index]),
                  float(0.65 * in_part[index] + 0.35 * worth[index]))
        for index, (sentence, number, left) in enumerate(chosen)
        if evidence.holds(sentence.text, At.of(sentence.place))
    ]  # fmt: skip


def _introduces(text: str, title: str, along: float, language: Language) -> bool:
    if along <= _EARLY and SAYS_WHAT_IT_IS.match(text):
        return True
    found = _IS.search(text) if along <= _BEGINNING else None
    subject = set(terms_of(text[: found.start()], language)) if found else set()
    # "A lighthouse is", not "Commuters who had heard nothing of the lighthouse were".
    return bool(subject) and 2 * len(subject & set(terms_of(title, language))) >= len(subject)


def _owners(parts: Sequence[Part], blocks: int) -> list[int]:
    owner = [0] * blocks
    for index, part in enumerate(parts):
        owner[part.first : part.stop] = [index] * (part.stop - part.first)
    return owner


def _priors(
    document: Document, sentences: Sequence[Sentence], parts: Sequence[Part], owner: Sequence[int], language: Language
) -> Floats:
    """Say what speaks for sentences beside their likeness to others: place, title words, cue words, length."""
    title = set(terms_of(document.title, language))
    titles = [set(terms_of(part.title, language)) for part in parts]
    seen_blocks: set[int] = set()
    seen_parts: set[int] = set()
    found = []
    for sentence in sentences:
        part = owner[sentence.block]
        prior = 1.0
        if part not in seen_parts:
            prior += 0.5
        if sentence.block not in seen_blocks:
            prior += 0.25
        seen_blocks.add(sentence.block)
        seen_parts.add(part)
        terms = set(terms_of(sentence.text, language))
        prior += 0.35 * min(1, len(terms & titles[part])) + 0.7 * len(terms & title) / max(1, len(title))
        prior += 0.6 if SUMMING_UP.search(parts[part].title) else 0.0
        prior += 0.25 if _SAYS_THE_MAIN_THING.search(sentence.text) else 0.0
        prior += 1.0 if SAYS_WHAT_IT_IS.match(sentence.text) else 0.0
        prior -= 0.3 if document.blocks[sentence.block].kind == "item" else 0.0
        found.append(prior * _length_factor(sentence.text, language))
    return np.asarray(found, np.float64)


def _length_factor(text: str, language: Language) -> float:
    length = len(text.split()) + han_count(text) / 2
    low, high = _GOOD_LENGTH[language]
    if length < low:
        return 0.4 + 0.6 * length / low
    return 1.0 if length <= high else max(0.35, high / length)


def _prior_share(priors: Floats) -> Floats:
    return np.asarray(np.sqrt(priors / priors.max())) if priors.size else priors


def _scaled(values: Floats) -> Floats:
    top = float(values.max()) if values.size else 0.0
    return values / top if top > 0 else values
