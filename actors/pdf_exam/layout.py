"""Give every question its place on the paper and every answer its letter."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import get_args

from actors.pdf_exam.draft import Draft
from actors.pdf_exam.exam import Item, QuestionType, Source
from actors.pdf_exam.lectures import Lecture

_LETTERS = 4


def laid_out(drafts: Sequence[Draft], lectures: Sequence[Lecture], seed: int, answers: tuple[str, str]) -> list[Item]:
    """Return the questions as they stand on the paper: by type, inside a type in reading order.

    The right answers of multiple-choice questions stand at A to D equally often.

    Args:
        drafts: the questions.
        lectures: where they are from.
        seed: decides the letters.
        answers: what may be chosen in judging a statement, true first.
    """
    items: list[Item] = []
    for kind in get_args(QuestionType):
        ordered = sorted((draft for draft in drafts if draft.type == kind), key=lambda draft: draft.fact.order)
        dice = random.Random(f"{seed}/{kind}/letters")  # noqa: S311
        letters = [number % _LETTERS for number in range(-(-len(ordered) // _LETTERS) * _LETTERS)]
        dice.shuffle(letters)
        for draft, letter in zip(ordered, letters, strict=False):
            options, key = _options(draft, letter, answers, dice)
            source = Source(file_id=lectures[draft.fact.lecture].file_id, page=draft.fact.page, quote=draft.fact.text)
            items.append(
                Item(
                    number=len(items) + 1,
                    type=draft.type,
                    stem=draft.stem,
                    options=options,
                    key=key,
                    explanation=draft.explanation,
                    marks=draft.marks,
                    source=source,
                )
            )
    return items


def _options(
    draft: Draft, letter: int, answers: tuple[str, str], dice: random.Random
) -> tuple[tuple[str, ...], int | str]:
    if draft.type == "multiple_choice":
        options = list(draft.wrong)
        dice.shuffle(options)
        options.insert(letter, draft.answer)
        return tuple(options), letter
    if draft.type == "true_false":
        return answers, answers.index(draft.answer)
    return (), draft.answer
