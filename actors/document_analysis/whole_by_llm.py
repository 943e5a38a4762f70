"""The last question to the model: summing up its own proven claims; every sentence names those it rests on."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from actors.context import JobContext
from actors.document_analysis.drafts import ChapterDraft, Claim
from actors.document_analysis.outline_titles import fault_of_title
from actors.document_analysis.report import Language, Quote
from actors.llm.client import Llm
from backend.errors import JobFailure

_ROUNDS = 3
_MOST_SUMMARY, _MOST_POINTS, _MOST_KEYWORDS, _MOST_PROOFS = 6, 8, 12, 4
#: Sentences of either sort; some may rest on nothing, but more than this nobody asked for.
_MOST_REMEMBERED, _LONGEST_KEYWORD = 24, 60

_LANGUAGES = {"en": "English", "zh": "Simplified Chinese"}
_INSTRUCTIONS = """\
You sum up a document for a reader who decides whether to read it. The material is a numbered list of claims about it, \
chapter by chapter. Write in {language}.
- summary: 3 to 6 sentences on the whole that cover its chapters.
- key_points: up to 8 of the most useful points, none said twice.
- keywords: up to 12 terms that the document is about.
Each sentence of summary and key_points names in claims the numbers of the 1 to 4 claims that it rests on. Say nothing \
that these claims do not say."""


class GroundedSentence(BaseModel):
    """One sentence and the numbers of the claims that it rests on."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=600)
    claims: list[int]


class WholeAnswer(BaseModel):
    """What the model says about the whole."""

    model_config = ConfigDict(extra="forbid")

    summary: list[GroundedSentence]
    key_points: list[GroundedSentence]
    keywords: list[str]


@dataclasses.dataclass(frozen=True)
class Whole:
    """What is said of the whole document."""

    summary: tuple[Claim, ...]
    key_points: tuple[Claim, ...]
    keywords: tuple[str, ...]


def write_whole(llm: Llm, job: JobContext, chapters: Sequence[ChapterDraft], language: Language) -> Whole:
    """Sum up proven claims.

    Args:
        llm: to ask.
        job: whose memory is used.
        chapters: with their claims.
        language: to write in.

    Raises:
        JobFailure: ``unproven`` if no sentence rests on any claim.
    """
    claims: list[Claim] = []
    lines: list[str] = []
    for chapter in chapters:
        lines.append(f"\n{chapter.part.title}")
        for claim in (*chapter.summary, *chapter.key_points):
            claims.append(claim)
            lines.append(f"{len(claims)}. {claim.text}")
    material = "\n".join(lines)
    model = str(job.provider("llm")["model"])
    name = f"whole:{hashlib.sha256(f'{model} {language} {material}'.encode()).hexdigest()[:24]}"
    kept = job.recall(name)
    if kept is not None:
        return _grounded(WholeAnswer.model_validate(kept), claims, language)
    for _ in range(_ROUNDS):
        answer = _bounded(
            llm.ask(
                instructions=_INSTRUCTIONS.format(language=_LANGUAGES[language]),
                material=material,
                answer=WholeAnswer,
                purpose="the whole",
            )
        )
        whole = _grounded(answer, claims, language)
        if whole.summary:
            job.remember(name, answer.model_dump())
            return whole
        job.log("the whole: no sentence rests on a claim that there is; asked again")
    raise JobFailure(
        "unproven",
        "The language model's summary rests on nothing in the document. "
        "Try again, set another model, or use the offline writer.",
        retryable=True,
    )


def _bounded(answer: WholeAnswer) -> WholeAnswer:
    """Cut an answer down to what is made use of: there is a bound on what can be remembered."""

    def kept(sentences: Sequence[GroundedSentence]) -> list[GroundedSentence]:
        return [
            GroundedSentence(text=sentence.text, claims=list(dict.fromkeys(sentence.claims))[: _MOST_PROOFS + 1])
            for sentence in sentences[:_MOST_REMEMBERED]
        ]

    words = [word[:_LONGEST_KEYWORD] for word in answer.keywords[:_MOST_REMEMBERED]]
    return WholeAnswer(summary=kept(answer.summary), key_points=kept(answer.key_points), keywords=words)


def _grounded(answer: WholeAnswer, claims: Sequence[Claim], language: Language) -> Whole:
    def resting(sentences: Sequence[GroundedSentence], most: int) -> tuple[Claim, ...]:
        found = []
        for sentence in sentences:
            numbers = list(dict.fromkeys(sentence.claims))
            if not numbers or not all(1 <= number <= len(claims) for number in numbers):
                continue
            quotes: dict[Quote, None] = {}
            for number in numbers[:_MOST_PROOFS]:
                quotes.update(dict.fromkeys(claims[number - 1].quotes))
            found.append(Claim(" ".join(sentence.text.split()), tuple(quotes)))
        return tuple(found[:most])

    # Keywords have no quotes: like titles they have to be plain words of what was proven.
    said = "\n".join(claim.text for claim in claims)
    words = [" ".join(word.split())[:_LONGEST_KEYWORD] for word in answer.keywords]
    words = [word for word in words if word and fault_of_title(word, said, language, language) is None]
    return Whole(
        resting(answer.summary, _MOST_SUMMARY),
        resting(answer.key_points, _MOST_POINTS),
        tuple(dict.fromkeys(words))[:_MOST_KEYWORDS],
    )
