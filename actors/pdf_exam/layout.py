"""Give every question its place on the paper and every answer its letter."""

from __future__ import annotations

import random
import re
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
        for draft in ordered:
            options, key = _options(draft, letters[0], answers, dice)
            if kind == "multiple_choice":
                letters.remove(key if key in letters else letters[0])
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


_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NUMBER_WORDS = {
    word: value
    for words in ("two three four five six seven eight nine ten eleven twelve".split(), "两三四五六七八九十")  # noqa: SIM905
    for value, word in enumerate(words, 2)
} | {"二": 2}


def _number(option: str) -> float | None:
    """Return the number with which an option begins: such options stand in their order."""
    found = _NUMBER.match(option)
    if found:
        return float(found.group().replace(",", ""))
    word = option.split(" ", maxsplit=1)[0].lower()
    return _NUMBER_WORDS.get(word, _NUMBER_WORDS.get(option[:1]))


def _options(
    draft: Draft, letter: int, answers: tuple[str, str], dice: random.Random
) -> tuple[tuple[str, ...], int | str]:
    if draft.type == "multiple_choice":
        options = list(draft.wrong)
        if all(_number(option) is not None for option in (*options, draft.answer)):
            options = sorted([*options, draft.answer], key=lambda option: _number(option) or 0.0)
            return tuple(options), options.index(draft.answer)
        dice.shuffle(options)
        options.insert(letter, draft.answer)
        return tuple(options), letter
    if draft.type == "true_false":
        return answers, answers.index(draft.answer)
    return (), draft.answer
