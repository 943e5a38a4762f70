"""The exam for students as a DOCX that teachers can go on editing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from actors.pdf_exam.exam import Exam, Item
from actors.pdf_exam.paper.columns import OPTION_X, STEM_X, WIDTH, columns_for
from actors.pdf_exam.paper.manuscript import add_border, add_text, new_document, numbered, save, set_columns
from actors.pdf_exam.paper.outline import WORDS, Section, lines_to_write_on, sections_of, summary_of, title_of
from actors.pdf_exam.paper.printable import one_line, paragraphs
from actors.pdf_exam.paper.words import Words

#: Where the lines after name, class, date and score begin to be free and end, millimetres.
_FIELD_ENDS_MM = (58, 92, 126)
_BOX = "☐"


def write_exam_docx(exam: Exam, path: Path) -> None:
    """Write the paper for students.

    Args:
        exam: what to print.
        path: the file to write.
    """
    words = WORDS[exam.language]
    document = new_document(exam, title_of(exam))
    document.add_paragraph(title_of(exam), "Title")
    document.add_paragraph(summary_of(exam), "Subtitle")
    _fields(document, exam, words)
    for section in sections_of(exam):
        _section(document, section, words)
    end = document.add_paragraph(words.end, "Label")
    end.alignment, end.paragraph_format.space_before = WD_ALIGN_PARAGRAPH.CENTER, Pt(28)
    save(document, path)


def _fields(document: Document, exam: Exam, words: Words) -> None:
    """Write the line for name, class, date and score."""
    paragraph = document.add_paragraph(style="Label")
    stops = paragraph.paragraph_format.tab_stops
    labels = (words.name, words.group, words.date, words.score)
    for label, end_mm in zip(labels, (*_FIELD_ENDS_MM, None), strict=True):
        if end_mm is None:
            stops.add_tab_stop(Pt(WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
            paragraph.add_run(f"{label} \t / {exam.marks}")
        else:
            stops.add_tab_stop(Mm(end_mm), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
            paragraph.add_run(f"{label} \t   ")
    add_border(paragraph._p.get_or_add_pPr(), "bottom", eighths_pt=8, space_pt=10)  # noqa: SLF001


def _section(document: Document, section: Section, words: Words) -> None:
    heading = document.add_paragraph(section.heading, "Heading 1")
    summary = heading.add_run(f"\t{section.summary}")
    summary.font.size, summary.font.bold = Pt(9), False
    document.add_paragraph(section.instruction, "Instruction")
    for item in section.items:
        _question(document, item, words)


def _question(document: Document, item: Item, words: Words) -> None:
    answer_follows = bool(item.options) or lines_to_write_on(item) > 0
    stem = [document.add_paragraph(style="Question") for _ in paragraphs(item.stem)]
    for number, (paragraph, text) in enumerate(zip(stem, paragraphs(item.stem), strict=True)):
        add_text(paragraph, text)
        if number:
            paragraph.paragraph_format.space_before = Pt(0)
        paragraph.paragraph_format.keep_with_next = number < len(stem) - 1 or answer_follows
    numbered(stem[0], 0)
    stem[-1].add_run(f"\t{words.marks_of_question.of(item.marks)}").font.size = Pt(9)
    if item.type == "true_false":
        _boxes(document, item.options)
    elif item.options:
        _options(document, [one_line(option) for option in item.options])
    _lines(document, item)


def _options(document: Document, texts: Sequence[str]) -> None:
    columns = columns_for(texts)
    if columns == 1:
        for index, text in enumerate(texts):
            option = document.add_paragraph(style="Option")
            _option(option, text, more_follow=index < len(texts) - 1)
        return
    rows = len(texts) // columns
    table = document.add_table(rows, columns)
    set_columns(table, [(WIDTH - STEM_X) / columns] * columns, left_pt=STEM_X)
    for index, text in enumerate(texts):
        paragraph = table.cell(index // columns, index % columns).paragraphs[0]
        paragraph.style = "Option"
        _option(paragraph, text, more_follow=index // columns < rows - 1)
        letter_room = Pt(OPTION_X - STEM_X)
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = letter_room, -letter_room


def _option(paragraph: Paragraph, text: str, *, more_follow: bool) -> None:
    add_text(paragraph, text)
    numbered(paragraph, 1)
    paragraph.paragraph_format.keep_with_next = more_follow


def _boxes(document: Document, options: Sequence[str]) -> None:
    """Write options side by side, each after a box to tick."""
    paragraph = document.add_paragraph(style="Option")
    paragraph.add_run("\t".join(f"{_BOX} {one_line(option)}" for option in options))
    for place in range(1, len(options)):
        paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(STEM_X) + Mm(26) * place)


def _lines(document: Document, item: Item) -> None:
    count = lines_to_write_on(item)
    for number in range(count):
        line = document.add_paragraph(style="Line to write on")
        near_an_end = item.type == "short_answer" or number < 2 or number >= count - 3
        line.paragraph_format.keep_with_next = number < count - 1 and near_an_end
