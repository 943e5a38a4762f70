"""One round of asking a language model for questions; what was answered is remembered with the job."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from actors.context import JobContext
from actors.llm.client import Llm, PromptTooLong
from actors.pdf_exam.exam import Language, QuestionType
from actors.pdf_exam.portions import Portion
from actors.pdf_exam.proposal import Proposal, Proposals, instructions
from actors.pdf_exam.spec import PdfExamParameters

#: What may be remembered under one name.
_MOST_BYTES = 250_000


@dataclasses.dataclass(frozen=True)
class Errand:
    """What one portion is to give.

    Args:
        portion: the text.
        counts: how many questions of each type.
        used: sentences of it that have their question already.
    """

    portion: Portion
    counts: Mapping[QuestionType, int]
    used: tuple[str, ...] = ()

    @property
    def material(self) -> str:
        """The text for the model."""
        used = "\n".join(self.used)
        return f"{self.portion.text}\n\n=== used already ===\n{used}" if used else self.portion.text

    def halves(self) -> list[Errand]:
        """Return two errands, each with half of the text and half of the questions; nothing if it is too small."""
        wanted = [kind for kind, count in self.counts.items() for _ in range(count)]
        return [
            Errand(half, Counter(wanted[place::2]), self.used)
            for place, half in enumerate(self.portion.halves())
            if wanted[place::2]
        ]


class Inquiry:
    """A round: all its errands may be run at once, as none depends on another.

    Args:
        llm: whom to ask.
        job: remembers the answers.
        params: the exam's.
        language: the exam's.
        number: of the round, 0 is the first.
        refused: why questions of earlier rounds were dropped.
    """

    def __init__(
        self,
        llm: Llm,
        job: JobContext,
        params: PdfExamParameters,
        language: Language,
        *,
        number: int,
        refused: Sequence[str],
    ) -> None:
        self._llm, self._job, self._params, self._language = llm, job, params, language
        self._number, self._refused = number, refused

    def run(self, errand: Errand) -> list[Proposal]:
        """Return what the model proposes; what an earlier start of the job paid for is not asked again."""
        name = f"exam_round_{self._number}_portion_{errand.portion.number}"
        asked = self._digest(errand)
        known = _recalled(self._job.recall(name), asked)
        if known is not None:
            return known
        proposals = self._ask(errand)
        value = {"asked": asked, "questions": [proposal.model_dump(mode="json") for proposal in proposals]}
        if len(json.dumps(value)) <= _MOST_BYTES:
            self._job.remember(name, value)
        return proposals

    def _ask(self, errand: Errand) -> list[Proposal]:
        try:
            answer = self._llm.ask(
                instructions=self._instructions(errand),
                material=errand.material,
                answer=Proposals,
                purpose=f"questions, round {self._number + 1}, portion {errand.portion.number + 1}",
                wishes=self._params.special_requests,
            )
        except PromptTooLong:
            halves = errand.halves()
            if not halves:
                raise
            return [proposal for half in halves for proposal in self._ask(half)]
        seen: Counter[QuestionType] = Counter()
        kept = []
        for proposal in answer.questions:
            seen[proposal.type] += 1
            if seen[proposal.type] <= 2 * errand.counts.get(proposal.type, 0):
                kept.append(proposal)
        return kept

    def _instructions(self, errand: Errand) -> str:
        return instructions(errand.counts, self._language, self._params.difficulty, self._refused)

    def _digest(self, errand: Errand) -> str:
        asked = [self._instructions(errand), errand.material, self._params.special_requests]
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def _recalled(value: Any, asked: str) -> list[Proposal] | None:
    """Read what an earlier start remembered; None where it asked something else (another version of this program)."""
    if not isinstance(value, dict) or value.get("asked") != asked:
        return None
    try:
        return [Proposal.model_validate(question) for question in value["questions"]]
    except (ValidationError, KeyError, TypeError):
        return None
