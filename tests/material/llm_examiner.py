"""A stand-in for a language model that writes exam questions: it reads the request and does what it asks.

Its questions are dull but sound, made from the sentences of the material it was sent; a test spoils some of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.material.llm_replies import Asked, Reply, good

Question = dict[str, Any]

_PAGE = re.compile(r"=== page (\d+) ===\n(.*?)(?=\n\n===|\Z)", re.DOTALL)
_WANTED = re.compile(r"^- (\d+) of type (\w+):", re.MULTILINE)
_SENTENCE = re.compile(r"[A-Z][^.?!=]{30,250}\.(?= |$)|[\u4e00-\u9fff][^。？！=]{12,120}。")  # noqa: RUF001
_WORD = re.compile(r"\b[a-z]{5,}\b|(?<=[，的是了])[\u4e00-\u9fff]{2}")  # noqa: RUF001


def examiner(change: Callable[[Question], Question | None] = lambda question: question) -> Callable[[Asked], Reply]:
    """Return a replier that writes what is asked for.

    Args:
        change: is given each question and may spoil it; None leaves it out.
    """

    def reply(asked: Asked) -> Reply:
        changed = (change(question) for question in questions(asked))
        return good({"questions": [question for question in changed if question is not None]})

    return reply


def questions(asked: Asked) -> Iterator[Question]:
    """Write as many questions of each type as the instructions say, as long as there are sentences."""
    text, _, used = asked.material.partition("=== used already ===")
    sentences = [
        (int(page), found[0])
        for page, part in _PAGE.findall(text)
        for found in _SENTENCE.finditer(part)
        if found[0] not in used
    ]
    words = sorted({word for _, sentence in sentences for word in _WORD.findall(sentence)})
    usable = iter([(page, text, word) for page, text in sentences for word in [_term(text)] if word])
    for count, kind in _WANTED.findall(asked.system):
        for number in range(int(count)):
            page, sentence, term = next(usable, (0, "", ""))
            if not sentence:
                return
            others = [word for word in words if word not in sentence][:3]
            yield _question(kind, number, sentence, term, others) | {"page": page, "quote": sentence}


def _term(sentence: str) -> str:
    found = [word for word in _WORD.findall(sentence) if sentence.count(word) == 1]
    return max(found, key=len, default="")


def _question(kind: str, number: int, sentence: str, term: str, others: list[str]) -> Question:
    zh = bool(re.search("[\u4e00-\u9fff]", sentence))
    blank = sentence.replace(term, "……" if zh else "[...]")
    question: Question = {
        "type": kind, "stem": blank, "options": [], "key": term, "points": [],
        "explanation": "原文如此。" if zh else "This is what is said there.",
    }  # fmt: skip
    if kind == "multiple_choice":
        question["options"] = [*others, term]
        question["stem"] = f"哪个词应填入：{blank}" if zh else f"Which word belongs here: {blank}"  # noqa: RUF001
    elif kind == "cloze":
        question["stem"] = sentence.replace(term, "____")
    elif kind == "true_false":
        question["key"] = "false" if number % 2 else "true"
        question["stem"] = sentence.replace(term, others[0]) if number % 2 else sentence
    elif kind == "short_answer":
        question["stem"] = f"请补全：{blank}" if zh else f"Which word is missing here: {blank}"  # noqa: RUF001
    elif kind == "long":
        half = len(sentence) // 2
        question |= {"key": "", "points": [sentence[:half], sentence[half:]]}
        question["stem"] = f"论述：{blank}" if zh else f"Discuss this claim: {blank}"  # noqa: RUF001
    return question
