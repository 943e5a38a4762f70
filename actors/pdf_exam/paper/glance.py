"""The table of answers at a glance: which numbers and answers, in how many columns."""

from __future__ import annotations

from reportlab.lib.units import mm

from actors.pdf_exam.paper.columns import BODY_PT, WIDTH
from actors.pdf_exam.paper.face import face
from actors.pdf_exam.paper.outline import Section, short_answer_of
from actors.pdf_exam.paper.printable import one_line
from actors.pdf_exam.paper.words import Words

_MOST_COLUMNS = 10
#: Empty room at each side of a cell, points.
CELL_SIDE = 2 * mm

#: A question's number and its answer.
Cell = tuple[str, str]


def cells_of(section: Section, words: Words) -> list[Cell]:
    """Return numbers and answers; one cell for all questions whose answers take whole sentences."""
    answers = [(str(item.number), short_answer_of(item)) for item in section.items]
    if all(answer is None for _, answer in answers):
        first, last = answers[0][0], answers[-1][0]
        return [(first if first == last else f"{first}\u2013{last}", words.see_below)]
    return [(number, words.see_below if answer is None else one_line(answer)) for number, answer in answers]


def number_room(cells: list[Cell]) -> float:
    """Return the width that the numbers take, points."""
    return max(face().width(number, BODY_PT) for number, _ in cells) + CELL_SIDE


def columns_of(cells: list[Cell]) -> int:
    """Return how many cells stand side by side so that the widest answer has room."""
    widest = max(face().width(answer, BODY_PT) for _, answer in cells)
    return max(1, min(_MOST_COLUMNS, int(WIDTH // (number_room(cells) + widest + 2 * CELL_SIDE))))
