"""The exam for students as a PDF."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.units import mm

from actors.pdf_exam.exam import Exam, Item
from actors.pdf_exam.paper import press
from actors.pdf_exam.paper.columns import MARKS_ROOM, OPTION_X, STEM_X, WIDTH, columns_for
from actors.pdf_exam.paper.outline import (
    WORDS,
    Section,
    letter,
    lines_to_write_on,
    sections_of,
    summary_of,
    title_of,
)
from actors.pdf_exam.paper.press import BODY, HEADING, SMALL, STRONG, TITLE
from actors.pdf_exam.paper.printable import one_line, paragraphs
from actors.pdf_exam.paper.strips import Bond, Rule, Strip, Text
from actors.pdf_exam.paper.words import Words

_QUESTION_ABOVE, _SECTION_ABOVE = 5 * mm, 11 * mm
_WRITING_LINE = 8.5 * mm
#: So many ruled lines stand with their question, and so many at the least go over to a new page.
_FIRST_LINES = 3
_BOX = 3.1 * mm


def write_exam_pdf(exam: Exam, path: Path) -> None:
    """Write the paper for students.

    Args:
        exam: what to print.
        path: the file to write.
    """
    words = WORDS[exam.language]
    strips = _head(exam, words)
    for section in sections_of(exam):
        strips += _section(section, words)
    end = Text((WIDTH - press.width_of(words.end, SMALL)) / 2, 12, words.end, SMALL)
    strips.append(Strip(SMALL.leading_pt, (end,), above=10 * mm))
    press.print_pdf(path, strips, title=title_of(exam), language=exam.language)


def _head(exam: Exam, words: Words) -> list[Strip]:
    strips = press.text_strips(title_of(exam), TITLE, last=Bond.FIRM)
    strips += press.text_strips(summary_of(exam), SMALL, above=1 * mm, last=Bond.FIRM)
    fields = ((words.name, 0.0, 60 * mm), (words.group, 64 * mm, 94 * mm), (words.date, 98 * mm, 128 * mm))
    pieces: list[Text | Rule] = []
    for label, x, x_end in fields:
        pieces.append(press.text_at(x, label, SMALL, line=BODY))
        pieces.append(Rule(x + press.width_of(label, SMALL) + 2 * mm, 14.5, x_end, 14.5, grey=0.35))
    total = f"/ {exam.marks}"
    pieces.append(press.text_at(132 * mm, words.score, SMALL, line=BODY))
    score_x = 132 * mm + press.width_of(words.score, SMALL) + 2 * mm
    pieces.append(Rule(score_x, 14.5, WIDTH - press.width_of(total, SMALL) - 1.5 * mm, 14.5, grey=0.35))
    pieces.append(press.text_up_to(WIDTH, total, SMALL, line=BODY))
    strips.append(Strip(BODY.leading_pt, tuple(pieces), above=7 * mm, bond=Bond.FIRM))
    strips.append(Strip(1, (Rule(0, 0, WIDTH, 0, width_pt=1.0),), above=5 * mm, bond=Bond.FIRM))
    return strips


def _section(section: Section, words: Words) -> list[Strip]:
    summary = press.text_up_to(WIDTH, section.summary, SMALL, line=HEADING)
    heading = Strip(
        HEADING.leading_pt,
        (press.text_at(0, section.heading, HEADING), summary),
        above=_SECTION_ABOVE,
        bond=Bond.FIRM,
        bookmark=section.heading,
    )
    strips = [heading, *press.text_strips(section.instruction, SMALL, above=0.5 * mm, last=Bond.FIRM)]
    for item in section.items:
        strips += _question(item, words)
    return strips


def _question(item: Item, words: Words) -> list[Strip]:
    """Return one question; all of it stands on one page but for stems of a page and lines to write on."""
    answer_follows = bool(item.options) or lines_to_write_on(item) > 0
    stem: list[Strip] = []
    for paragraph in paragraphs(item.stem):
        above = 0 if stem else _QUESTION_ABOVE
        stem += press.text_strips(
            paragraph, BODY, x=STEM_X, room=WIDTH - STEM_X - MARKS_ROOM, above=above, last=Bond.TOGETHER
        )
    number = press.text_at(0, f"{item.number}.", STRONG)
    marks = press.text_up_to(WIDTH, words.marks_of_question.of(item.marks), SMALL, line=BODY)
    stem[0] = _with(stem[0], (number,))
    pieces = (*stem[-1].pieces, marks)  # at the end of the stem, where they do not come between its lines
    stem[-1] = dataclasses.replace(stem[-1], pieces=pieces, bond=Bond.FIRM if answer_follows else Bond.FREE)
    if item.type == "true_false":
        return [*stem, _boxes(item.options)]
    return [*stem, *_options(item.options), *_ruled_lines(item)]


def _options(options: Sequence[str]) -> list[Strip]:
    texts = [one_line(option) for option in options]
    columns = columns_for(texts)
    if columns == 1:
        return _options_below_each_other(texts)
    strips = []
    column_width = (WIDTH - STEM_X) / columns
    for row in range(0, len(texts), columns):
        pieces: list[Text | Rule] = []
        for column, text in enumerate(texts[row : row + columns]):
            x = STEM_X + column * column_width
            pieces.append(press.text_at(x, f"{letter(row + column)}.", BODY))
            pieces.append(press.text_at(x + OPTION_X - STEM_X, text, BODY))
        last_row = row + columns >= len(texts)
        above = 1.2 * mm if row == 0 else 0.3 * mm
        strips.append(Strip(BODY.leading_pt, tuple(pieces), above=above, bond=Bond.FREE if last_row else Bond.FIRM))
    return strips


def _options_below_each_other(texts: Sequence[str]) -> list[Strip]:
    strips: list[Strip] = []
    for index, text in enumerate(texts):
        last = Bond.FREE if index == len(texts) - 1 else Bond.FIRM if index == len(texts) - 2 else Bond.TOGETHER
        above = 1.2 * mm if index == 0 else 0.3 * mm
        lines = press.text_strips(text, BODY, x=OPTION_X, above=above, last=last)
        lines[0] = _with(lines[0], (press.text_at(STEM_X, f"{letter(index)}.", BODY),))
        strips += lines
    return strips


def _boxes(options: Sequence[str]) -> Strip:
    """Return options side by side, each after a box to tick."""
    pieces: list[Text | Rule] = []
    x = STEM_X
    top = 3.6
    for option in map(one_line, options):
        corners = ((x, top), (x + _BOX, top), (x + _BOX, top + _BOX), (x, top + _BOX))
        for (x1, y1), (x2, y2) in zip(corners, (*corners[1:], corners[0]), strict=True):
            pieces.append(Rule(x1, y1, x2, y2))
        pieces.append(press.text_at(x + _BOX + 2 * mm, option, BODY))
        x += _BOX + 2 * mm + press.width_of(option, BODY) + 10 * mm
    return Strip(BODY.leading_pt, tuple(pieces), above=1 * mm)


def _ruled_lines(item: Item) -> list[Strip]:
    count = lines_to_write_on(item)
    strips = []
    for line in range(count):
        rule = Rule(STEM_X, _WRITING_LINE, WIDTH, _WRITING_LINE, grey=0.6, width_pt=0.5)
        if line == count - 1:
            bond = Bond.FREE
        elif item.type == "short_answer":
            bond = Bond.TOGETHER
        else:
            near_an_end = line < _FIRST_LINES - 1 or line >= count - _FIRST_LINES
            bond = Bond.FIRM if near_an_end else Bond.FREE
        strips.append(Strip(_WRITING_LINE, (rule,), bond=bond))
    return strips


def _with(strip: Strip, pieces: tuple[Text, ...]) -> Strip:
    return dataclasses.replace(strip, pieces=(*pieces, *strip.pieces))
