"""The writer that asks a language model: outline, chapters side by side, then the whole; nothing stands without its quote.

What a model claims is believed only with words of the source that are found there by code. A claim without them is
dropped and asked for again, never repaired; so whatever a document tells the model to say, it has to quote itself.
"""

# ruff: noqa: E501, RUF001 (what is said to the model; Chinese punctuation)

from __future__ import annotations

import concurrent.futures
import hashlib
import itertools
import threading
from collections.abc import Callable, Sequence

from pydantic import BaseModel, ConfigDict, Field

from actors.context import JobContext
from actors.document_analysis.drafts import ChapterDraft, Claim, Draft
from actors.document_analysis.evidence import Evidence
from actors.document_analysis.parts import Part
from actors.document_analysis.report import Language, Quote
from actors.document_analysis.whole_by_llm import write_whole
from actors.llm.client import Llm
from actors.text.language import han_count
from backend.errors import JobFailure

#: Requests under way at once; the limits that hold for all workers together are the client's.
_AT_ONCE = 4
#: One request carries about so much of the document (Chinese characters count as three).
_PORTION_CHARACTERS = 24_000
#: How often claims are asked for until enough of them are proven.
_ROUNDS = 3
_SUMMARY, _POINTS = 2, 5
#: Of either, no more are kept of one portion: with claims and quotes of 600 characters that is below what can be remembered.
_MOST_KEPT = 12
#: A chapter with fewer proven claims is asked again.
_ENOUGH = 3
#: Shorter quotes stand everywhere and prove nothing; longer ones are copies.
_QUOTE_WORDS, _QUOTE_HAN, _QUOTE_CHARACTERS = 4, 6, 600
#: What is remembered of earlier starts counts only if it was asked the same way.
_VERSION = "2"

_LANGUAGES = {"en": "English", "zh": "Simplified Chinese"}
_INSTRUCTIONS = """\
You report on one passage of a longer document for a reader who decides whether to read it.
Write in {language}.
- summary: {summary} sentences that say what the passage says, each a claim of its own.
- key_points: up to {points} further claims, the most useful ones, none said twice.
Each claim has a text (one plain sentence in your words, at most 40 words) and a quote: 5 to 40 consecutive words copied \
from the passage letter for letter, in the passage's language, that show the claim to be true. A claim whose quote is \
not found in the passage is thrown away. Say only what the passage says. Leave out thanks, licences, navigation and \
addresses."""
_AGAIN = """
Earlier claims were thrown away because their quotes do not stand in the passage word for word. Give claims whose quotes \
are copied exactly."""


class QuotedClaim(BaseModel):
    """One claim of the model's."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=600)
    quote: str = Field(max_length=2000)


class ChapterAnswer(BaseModel):
    """What the model says about a passage."""

    model_config = ConfigDict(extra="forbid")

    summary: list[QuotedClaim]
    key_points: list[QuotedClaim]


def write_by_llm(
    parts: Sequence[Part],
    *,
    llm: Llm,
    language: Language,
    evidence: Evidence,
    job: JobContext,
    on_progress: Callable[[float, str], None],
) -> Draft:
    """Report on a document in a model's words.

    Args:
        parts: that become chapters.
        llm: to ask.
        language: to write in.
        evidence: the source, to check each quote against.
        job: whose limits, accounts and memory are used.
        on_progress: told (fraction 0..1, what was done).

    Raises:
        JobFailure: ``unproven`` if the model quotes next to nothing that stands in the source; what ``Llm.ask`` raises.
        Throttled: from ``Llm.ask``.
    """
    chapters = [part for part in parts if part.content]
    writer = _ChapterWriter(llm, job, evidence, language)
    drafts = _all(writer, chapters, on_progress)
    proven = [draft for draft in drafts if draft.summary or draft.key_points]
    if len(proven) * 2 < len(drafts) or not proven:
        raise JobFailure(
            "unproven",
            "The language model quoted what does not stand in the document. "
            "Try again, set another model, or use the offline writer.",
            retryable=True,
            details={"chapters": len(drafts), "proven": len(proven)},
        )
    whole = write_whole(llm, job, proven, language)
    on_progress(1.0, "the whole summed up")
    unproven = [draft.part.title for draft in drafts if draft not in proven]
    warnings = tuple(_UNPROVEN[language].format(title=title) for title in unproven)
    model = str(job.provider("llm")["model"])
    return Draft(tuple(drafts), whole.summary, whole.key_points, whole.keywords, warnings, model)


_UNPROVEN = {
    "en": "The model gave no statement on \u201c{title}\u201d that could be proven from the source.",
    "zh": "关于“{title}”，模型没有给出能由原文证实的陈述。",
}


def _all(
    writer: _ChapterWriter, chapters: Sequence[Part], on_progress: Callable[[float, str], None]
) -> list[ChapterDraft]:
    """Write all chapters side by side; what fails first fails the job once those under way are done."""
    with concurrent.futures.ThreadPoolExecutor(_AT_ONCE) as pool:
        futures = [pool.submit(writer.write, number, part) for number, part in enumerate(chapters, 1)]
        try:
            for done, future in enumerate(concurrent.futures.as_completed(futures), 1):
                future.result()
                on_progress(0.9 * done / len(futures), f"{done} of {len(futures)} chapters written")
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return [future.result() for future in futures]


class _ChapterWriter:
    """Writes chapters, from several threads at once."""

    def __init__(self, llm: Llm, job: JobContext, evidence: Evidence, language: Language) -> None:
        self._llm, self._job, self._evidence, self._language = llm, job, evidence, language
        self._model = str(job.provider("llm")["model"])
        self._memory = threading.Lock()

    def write(self, number: int, part: Part) -> ChapterDraft:
        """Write one chapter, or recall what was written of it."""
        answers = [self._portion(number, part.title, first, stop) for first, stop in self._portions(part)]
        return self._checked(part, _merged(answers))

    def _portion(self, number: int, title: str, first: int, stop: int) -> ChapterAnswer:
        """Return what is proven of one portion of a chapter; it is remembered by itself, so that it is paid for once."""
        blocks = self._evidence.document.blocks[first:stop]
        content = "\x1f".join([_VERSION, self._model, self._language, title, *(block.text for block in blocks)])
        name = f"chapter:{number}:{hashlib.sha256(content.encode()).hexdigest()[:24]}"
        with self._memory:
            kept = self._job.recall(name)
        if kept is not None:
            return ChapterAnswer.model_validate(kept)
        answer = self._proven(number, title, first, stop)
        with self._memory:
            self._job.remember(name, answer.model_dump())
        return answer

    def _proven(self, number: int, title: str, first: int, stop: int) -> ChapterAnswer:
        """Ask about some blocks until enough claims are proven or the rounds are used up."""
        blocks = self._evidence.document.blocks[first:stop]
        material = f"{title}\n\n" + "\n\n".join(block.text for block in blocks)
        enough = min(_ENOUGH, max(1, sum(len(block.text) for block in blocks) // 300))
        kept = ChapterAnswer(summary=[], key_points=[])
        instructions = _INSTRUCTIONS.format(language=_LANGUAGES[self._language], summary=_SUMMARY, points=_POINTS)
        for asked in range(_ROUNDS):
            answer = self._llm.ask(
                instructions=instructions + (_AGAIN if asked else ""),
                material=material,
                answer=ChapterAnswer,
                purpose=f"chapter {number}",
            )
            dropped = 0
            for ours, theirs in ((kept.summary, answer.summary), (kept.key_points, answer.key_points)):
                for claim in theirs:
                    if self._quote(claim, first, stop) is None:
                        dropped += 1
                    elif len(ours) < _MOST_KEPT and claim.text not in {
                        other.text for other in (*kept.summary, *kept.key_points)
                    }:
                        ours.append(claim)
            if dropped:
                self._job.log(f"chapter {number}: {dropped} claims dropped, their quotes do not stand in the source")
            if len(kept.summary) + len(kept.key_points) >= enough and kept.summary:
                break
        return kept

    def _quote(self, claim: QuotedClaim, first: int, stop: int) -> Quote | None:
        """Return the claim's quote with its place; None if it doesn't stand in these blocks or is no quote."""
        text = " ".join(claim.quote.split())
        long_enough = len(text.split()) >= _QUOTE_WORDS or han_count(text) >= _QUOTE_HAN
        if not long_enough or len(text) > _QUOTE_CHARACTERS or not claim.text.strip():
            return None
        at = self._evidence.find(text, first, stop)
        return Quote(text=text, at=at) if at else None

    def _checked(self, part: Part, answer: ChapterAnswer) -> ChapterDraft:
        """Return an answer as a chapter; what was recalled is checked like what was just said."""

        def claims(said: Sequence[QuotedClaim], most: int) -> tuple[Claim, ...]:
            found = ((claim, self._quote(claim, part.first, part.stop)) for claim in said)
            proven = (Claim(" ".join(claim.text.split()), (quote,)) for claim, quote in found if quote)
            return tuple(itertools.islice(proven, most))

        return ChapterDraft(part, claims(answer.summary, 2 * _SUMMARY), claims(answer.key_points, 2 * _POINTS))

    def _portions(self, part: Part) -> list[tuple[int, int]]:
        """Cut a part that is too long for one request between two of its blocks."""
        found, first, size = [], part.first, 0
        for index in range(part.first, part.stop):
            text = self._evidence.document.blocks[index].text
            length = len(text) + 2 * han_count(text)
            if size and size + length > _PORTION_CHARACTERS:
                found.append((first, index))
                first, size = index, 0
            size += length
        return [*found, (first, part.stop)]


def _merged(answers: Sequence[ChapterAnswer]) -> ChapterAnswer:
    """Take the claims of several portions in turn, so that none of them fills the chapter."""

    def in_turn(lists: Sequence[list[QuotedClaim]]) -> list[QuotedClaim]:
        rounds = itertools.zip_longest(*lists)
        return [claim for of_round in rounds for claim in of_round if claim is not None]

    return ChapterAnswer(
        summary=in_turn([answer.summary for answer in answers]),
        key_points=in_turn([answer.key_points for answer in answers]),
    )
