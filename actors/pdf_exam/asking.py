"""Write an exam with a language model: ask portion by portion, verify every question, ask again for what was dropped.

A question that fails its verification is dropped and asked for again, never put right. Every answer that was paid for
is remembered with the job: a start after a crash verifies it again, comes to the same questions, and asks for the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import get_args

from actors.context import JobContext
from actors.llm.client import Llm
from actors.pdf_exam.acceptance import Acceptance
from actors.pdf_exam.exam import TYPE_NAMES, Item, Language, QuestionType
from actors.pdf_exam.inquiry import Errand, Inquiry
from actors.pdf_exam.layout import laid_out
from actors.pdf_exam.lectures import Lecture
from actors.pdf_exam.portions import Portion, portions_of, spread
from actors.pdf_exam.spec import PdfExamParameters
from actors.pdf_exam.tongues import TONGUES
from backend.errors import JobFailure

#: How often what is missing is asked for.
_ROUNDS = 5
#: Requests in one round at most, and questions in one request: few enough that the model keeps to them.
_REQUESTS, _QUESTIONS = 24, 12
#: Even a few questions come from so many places of the lectures, and each place is good for so many.
_PLACES, _QUESTIONS_A_PLACE = 4, 3
#: Requests on their way at once; when each may go out is the limit's to say.
_AT_ONCE = 4


def write_items(
    lectures: Sequence[Lecture],
    params: PdfExamParameters,
    language: Language,
    job: JobContext,
    on_progress: Callable[[float, str], None],
) -> list[Item]:
    """Write the questions of an exam.

    Args:
        lectures: what was read.
        params: how many questions of each type, how hard, the seed and the user's wishes.
        language: the exam's.
        job: whose language model is asked.
        on_progress: is told the share of questions that are accepted, 0..1, and their number.

    Returns:
        The questions in the order of the paper.

    Raises:
        JobFailure: ``not_enough_material``, or what the language model's client fails with.
        Throttled: the provider wants a longer pause; what was answered so far is remembered.
    """
    tongue = TONGUES[language]()
    counts = params.counts.by_type()
    accepted = Acceptance(lectures, {kind: counts[kind] for kind in get_args(QuestionType) if counts[kind]}, tongue)
    portions = portions_of(lectures, params.counts.total)
    times = Counter[int]()
    on_progress(0.0, "asking the language model")
    with Llm.of(job) as llm:
        for number in range(_ROUNDS):
            errands = _errands(portions, times, accepted, params.seed + number)
            if not errands:
                break
            inquiry = Inquiry(llm, job, params, language, number=number, refused=accepted.reasons())
            with ThreadPoolExecutor(_AT_ONCE) as threads:
                # In the order of the errands, whichever is answered first: the same answers give the same exam.
                for errand, proposals in zip(errands, threads.map(inquiry.run, errands), strict=True):
                    accepted.take(proposals, errand)
                    times[errand.portion.number] += 1
                    done = f"{len(accepted)} of {params.counts.total} questions accepted"
                    on_progress(len(accepted) / params.counts.total, done)
    if any(accepted.missing().values()):
        raise _not_enough(accepted)
    return laid_out(accepted.drafts(), lectures, params.seed, (tongue.wording.true, tongue.wording.false))


def _errands(portions: Sequence[Portion], times: Counter[int], accepted: Acceptance, seed: int) -> list[Errand]:
    """Say which portion is to give how many questions of which type; those asked least often come first."""
    wanted = [kind for kind, count in accepted.missing().items() for _ in range(count)]
    places = max(_PLACES, -(-len(wanted) // _QUESTIONS_A_PLACE))
    places = min(places, _REQUESTS, len(portions), len(wanted))
    chosen: list[Portion] = []
    for often in sorted({times[portion.number] for portion in portions}):
        alike = [portion for portion in portions if times[portion.number] == often]
        chosen += spread(alike, places - len(chosen), seed)
    chosen.sort(key=lambda portion: portion.number)
    shares: list[Counter[QuestionType]] = [Counter() for _ in chosen]
    for place, kind in enumerate(wanted[: len(chosen) * _QUESTIONS]):
        shares[place % len(chosen)][kind] += 1
    return [
        Errand(portion, dict(share), accepted.used_in(portion)) for portion, share in zip(chosen, shares, strict=True)
    ]


def _not_enough(accepted: Acceptance) -> JobFailure:
    """Tell how many of each type could be had, and why the others were dropped."""
    possible = accepted.counts()
    parts = ", ".join(f"{possible[kind]} of {count} {TYPE_NAMES[kind]}" for kind, count in accepted.asked.items())
    return JobFailure(
        "not_enough_material",
        f"The language model found fewer sound questions in the lectures than asked: {parts}. "
        "Ask for fewer, or send longer lectures.",
        details={"asked": accepted.asked, "possible": possible, "dropped": dict(accepted.dropped.most_common(10))},
    )
