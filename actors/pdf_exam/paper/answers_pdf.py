"""The answer key as a PDF."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

from reportlab.lib.units import mm

from actors.pdf_exam.exam import Exam, Item
from actors.pdf_exam.paper import press
from actors.pdf_exam.paper.columns import STEM_X, WIDTH
from actors.pdf_exam.paper.face import with_narrow_marks
from actors.pdf_exam.paper.glance import CELL_SIDE, Cell, cells_of, columns_of, number_room
from actors.pdf_exam.paper.outline import (
    WORDS,
    Section,
    answer_of,
    letter,
    reason_of,
    sections_of,
    source_of,
    summary_of,
    title_of,
)
from actors.pdf_exam.paper.press import BODY, HEADING, SMALL, STRONG, TITLE
from actors.pdf_exam.paper.printable import one_line, paragraphs
from actors.pdf_exam.paper.strips import Bond, Rule, Strip, Style, Text
from actors.pdf_exam.paper.words import Words

_TEXT_X = 27 * mm
_LABEL = Style(9, 13.5, grey=0.45)
_SECTION_NAME = Style(9, 15, grey=0.35)
_QUOTE = Style(9, 13.5, grey=0.25)
_CELL_HEIGHT = 7 * mm
_RULE_GREY = 0.75


def write_answers_pdf(exam: Exam, path: Path, file_names: Mapping[str, str]) -> None:
    """Write the answer key: a table at a glance, then every answer with its reason and its source.

    Args:
        exam: what was printed for students.
        path: the file to write.
        file_names: the lectures' names by file id; shown where there are several.
    """
    words = WORDS[exam.language]
    sections = sections_of(exam)
    strips = press.text_strips(title_of(exam), TITLE, last=Bond.FIRM)
    subtitle = words.answers_title + words.joiner + summary_of(exam)
    strips += press.text_strips(subtitle, SMALL, above=1 * mm, last=Bond.FIRM)
    strips.append(Strip(1, (Rule(0, 0, WIDTH, 0, width_pt=1.0),), above=4 * mm, bond=Bond.FIRM))
    strips += _heading(words.quick_key)
    for section in sections:
        strips += _table(section, words)
    strips += _heading(words.answers_by_question)
    for item in exam.items:
        strips += _answer(item, words, file_names)
    press.print_pdf(path, strips, title=f"{title_of(exam)}{words.joiner}{words.answers_title}", language=exam.language)


def _heading(text: str) -> list[Strip]:
    strips = press.text_strips(text, HEADING, above=9 * mm, last=Bond.FIRM)
    strips[0] = dataclasses.replace(strips[0], bookmark=text)
    return strips


def _table(section: Section, words: Words) -> list[Strip]:
    """Return a section's answers as a grid of numbers and answers."""
    name = press.text_strips(section.heading, _SECTION_NAME, above=2.5 * mm, last=Bond.FIRM)
    cells = cells_of(section, words)
    columns, number_width = columns_of(cells), number_room(cells)
    cell_width = WIDTH / columns
    strips = []
    rows = [cells[begin : begin + columns] for begin in range(0, len(cells), columns)]
    for row_number, row in enumerate(rows):
        last = row_number == len(rows) - 1
        pieces = _row(row, cell_width, number_width, last=last)
        strips.append(Strip(_CELL_HEIGHT, pieces, bond=Bond.FREE if last else Bond.TOGETHER))
    return [*name, *strips]


def _row(row: Sequence[Cell], cell_width: float, number_width: float, *, last: bool) -> tuple[Text | Rule, ...]:
    end = len(row) * cell_width
    pieces: list[Text | Rule] = [Rule(0, 0, end, 0, _RULE_GREY)]
    if last:
        pieces.append(Rule(0, _CELL_HEIGHT, end, _CELL_HEIGHT, _RULE_GREY))
    edges = (place * cell_width for place in range(len(row) + 1))
    pieces += [Rule(x, 0, x, _CELL_HEIGHT, _RULE_GREY) for x in edges]
    for column, (number, answer) in enumerate(row):
        x = column * cell_width + CELL_SIDE
        room = cell_width - 2 * CELL_SIDE - number_width
        down = _CELL_HEIGHT / 2 + 3.6
        pieces.append(Text(x, down, number, SMALL))
        shown = with_narrow_marks(press.shortened(answer, BODY, room))
        pieces.append(Text(x + number_width, down, shown, BODY))
    return tuple(pieces)


def _answer(item: Item, words: Words, file_names: Mapping[str, str]) -> list[Strip]:
    stem: list[Strip] = []
    for paragraph in paragraphs(item.stem):
        above = 0 if stem else 6 * mm
        stem += press.text_strips(paragraph, BODY, x=STEM_X, above=above, last=Bond.TOGETHER)
    number = press.text_at(0, f"{item.number}.", STRONG)
    stem[0] = dataclasses.replace(stem[0], pieces=(number, *stem[0].pieces))

    lettered = item.type == "multiple_choice" and isinstance(item.key, int)
    answer = f"{letter(item.key)}. {answer_of(item)}" if lettered and isinstance(item.key, int) else answer_of(item)
    source = source_of(item, words, file_names)
    reason = reason_of(item, words)
    quote = words.open_quote + one_line(item.source.quote) + words.close_quote
    return [
        *stem,
        *_labelled(words.answer, paragraphs(answer), BODY, above=1.2 * mm),
        *(_labelled(words.explanation, [reason], SMALL, above=1 * mm) if reason else ()),
        *_labelled(words.source, [source], SMALL, above=1 * mm),
        *_beside_a_rule(press.text_strips(quote, _QUOTE, x=_TEXT_X + 3 * mm, above=0.6 * mm)),
    ]


def _labelled(label: str, texts: Sequence[str], style: Style, *, above: float) -> list[Strip]:
    """Return paragraphs with a grey label at the left of the first line."""
    lines = list(
        itertools.chain.from_iterable(
            press.text_strips(text, style, x=_TEXT_X, above=0 if number else above, last=Bond.TOGETHER)
            for number, text in enumerate(texts)
        )
    )
    first = lines[0]
    mark = press.text_at(STEM_X, label, _LABEL, line=style)
    lines[0] = dataclasses.replace(first, pieces=(mark, *first.pieces))
    return lines


def _beside_a_rule(lines: Sequence[Strip]) -> list[Strip]:
    rule_x = _TEXT_X + 0.5 * mm
    return [
        dataclasses.replace(
            line, pieces=(Rule(rule_x, 0, rule_x, line.height, grey=_RULE_GREY, width_pt=1.2), *line.pieces)
        )
        for line in lines
    ]
