"""What a language model is asked for, and how: its side of the exam."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from actors.pdf_exam.exam import Language, QuestionType

GAP = "____"
#: Points of a long question's marking scheme.
LEAST_POINTS, MOST_POINTS = 2, 6


class Proposal(BaseModel):
    """One question as the model proposes it; nothing of it is believed before it is verified."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: QuestionType
    stem: str = Field(max_length=500, description="what is asked")
    options: list[str] = Field(
        max_length=6, description="multiple_choice: four answers without letters before them; every other type: empty"
    )
    key: str = Field(
        max_length=1000,
        description="multiple_choice: the right option, word for word; cloze: the words of the gap; true_false: true "
        "or false; short_answer: the answer; long: empty",
    )
    points: list[str] = Field(
        max_length=8, description="long: two to six points, each worth one mark; every other type: empty"
    )
    page: int = Field(description="number of the page on which the quote stands")
    quote: str = Field(
        max_length=600, description="one whole sentence of that page, copied exactly, that proves the right answer"
    )
    explanation: str = Field(max_length=600, description="why the answer is right, in one sentence")


class Proposals(BaseModel):
    """An answer: some questions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    questions: list[Proposal] = Field(max_length=60)


_LANGUAGES: Mapping[Language, str] = {"en": "English", "zh": "Chinese (simplified)"}
_DIFFICULTY = {
    "easy": "Ask for main terms and plain facts; wrong answers may be clearly wrong to whoever has read the text.",
    "medium": "Ask for understanding; wrong answers are plausible to whoever has only skimmed the text.",
    "hard": "Ask for details, causes and differences; wrong answers are close to the right one and still surely wrong.",
}
_TYPES: Mapping[QuestionType, str] = {
    "multiple_choice": "a question with four options of the same kind and about the same length; exactly one is right, "
    "no two say the same, none refers to other options, and the right one is not said in the question",
    "cloze": f"one sentence of the text copied exactly, in which one term is replaced by {GAP}; the term stands "
    "nowhere else in the sentence",
    "true_false": "a statement, not a question; about half of them true; a false one differs from the text in one fact",
    "short_answer": "a question that can be answered in one sentence",
    "long": "a task that takes a page, with a marking scheme of two to six points that the text makes",
}


def instructions(
    counts: Mapping[QuestionType, int], language: Language, difficulty: str, refused: Sequence[str]
) -> str:
    """Return the instructions of one request, in words of ours only.

    Args:
        counts: how many questions of each type.
        language: of the exam.
        difficulty: easy, medium or hard.
        refused: why questions of earlier answers were dropped.
    """
    wanted = "\n".join(f"- {count} of type {kind}: {_TYPES[kind]}" for kind, count in counts.items() if count)
    lines = [
        "You write questions for a university exam from the text of lectures. Write exactly these:",
        wanted,
        f"Write stems, options, answers and explanations in {_LANGUAGES[language]}; quotes, and the sentence of a "
        "cloze, stay in the language of the text.",
        _DIFFICULTY[difficulty],
        "The text is marked with page numbers, such as === page 3 ===. For every question name the page and copy one "
        "whole sentence from it, word for word, that proves the answer. Use each sentence for one question only, and "
        "none that stands under === used already ===. Ask about the subject itself, never about the lecture, its "
        "pages, figures or tables; every question must be understood without the text. If the text holds less than "
        "is asked for, write fewer questions rather than invent anything.",
        "Every question is checked by a program against the pages; one that fails is thrown away.",
    ]
    if refused:
        lines.append(
            "Earlier questions were thrown away for these reasons:\n" + "\n".join(f"- {why}" for why in refused)
        )
    return "\n\n".join(lines)
