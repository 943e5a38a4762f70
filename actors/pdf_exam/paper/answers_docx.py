"""The answer key as a DOCX."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from actors.pdf_exam.exam import Exam, Item
from actors.pdf_exam.paper.columns import STEM_X, WIDTH
from actors.pdf_exam.paper.glance import CELL_SIDE, cells_of, columns_of, number_room
from actors.pdf_exam.paper.manuscript import GREY, add_border, add_text, new_document, numbered, save, set_columns
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
from actors.pdf_exam.paper.printable import one_line, paragraphs
from actors.pdf_exam.paper.words import Words

_LABEL_WIDTH = Mm(18)


def write_answers_docx(exam: Exam, path: Path, file_names: Mapping[str, str]) -> None:
    """Write the answer key: a table at a glance, then every answer with its reason and its source.

    Args:
        exam: what was printed for students.
        path: the file to write.
        file_names: the lectures' names by file id; shown where there are several.
    """
    words = WORDS[exam.language]
    document = new_document(exam, f"{title_of(exam)}{words.joiner}{words.answers_title}")
    document.add_paragraph(title_of(exam), "Title")
    subtitle = document.add_paragraph(words.answers_title + words.joiner + summary_of(exam), "Subtitle")
    add_border(subtitle._p.get_or_add_pPr(), "bottom", eighths_pt=8, space_pt=8)  # noqa: SLF001
    document.add_paragraph(words.quick_key, "Heading 1")
    for section in sections_of(exam):
        _table(document, section, words)
    document.add_paragraph(words.answers_by_question, "Heading 1")
    for item in exam.items:
        _answer(document, item, words, file_names)
    save(document, path)


def _table(document: Document, section: Section, words: Words) -> None:
    """Write a section's answers as a grid of numbers and answers."""
    name = document.add_paragraph(section.heading, "Label")
    name.paragraph_format.space_before, name.paragraph_format.space_after = Pt(8), Pt(2)
    name.paragraph_format.keep_with_next = True
    cells = cells_of(section, words)
    columns = min(columns_of(cells), len(cells))
    rows = -(-len(cells) // columns)
    table = document.add_table(rows, columns, "Table Grid")
    set_columns(table, [WIDTH / columns_of(cells)] * columns)
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{edges}</w:tblBorders>")
    table._tbl.tblPr.insert_element_before(borders, "w:tblLayout", "w:tblLook")  # noqa: SLF001 (no borders offered)
    tables_cells = [cell for row in table.rows for cell in row.cells]
    for place, cell in enumerate(tables_cells):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.keep_with_next = place < len(tables_cells) - columns
        if place < len(cells):
            number, answer = cells[place]
            paragraph.paragraph_format.left_indent = Pt(CELL_SIDE)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(CELL_SIDE + number_room(cells)))
            paragraph.add_run(f"{number}\t").font.size = Pt(9)
            paragraph.add_run(answer).font.bold = True


def _answer(document: Document, item: Item, words: Words, file_names: Mapping[str, str]) -> None:
    for number, text in enumerate(paragraphs(item.stem)):
        stem = document.add_paragraph(style="Question")
        add_text(stem, text)
        stem.paragraph_format.keep_with_next = True
        if number:
            stem.paragraph_format.space_before = Pt(0)
        else:
            numbered(stem, 0)
    answer = answer_of(item)
    if item.type == "multiple_choice" and isinstance(item.key, int):
        answer = f"{letter(item.key)}. {answer}"
    in_words = item.type in ("short_answer", "long")
    _labelled(document, words.answer, answer, "Normal", bold=not in_words)
    if reason := reason_of(item, words):
        _labelled(document, words.explanation, reason, "Label")
    _labelled(document, words.source, source_of(item, words, file_names), "Label")
    quote = document.add_paragraph(words.open_quote + one_line(item.source.quote) + words.close_quote, "Quotation")
    quote.paragraph_format.left_indent = Pt(STEM_X) + _LABEL_WIDTH


def _labelled(document: Document, label: str, text: str, style: str, *, bold: bool = False) -> None:
    """Write paragraphs with a grey label at the left of the first line."""
    for number, line in enumerate(paragraphs(text)):
        paragraph = document.add_paragraph(style=style)
        layout = paragraph.paragraph_format
        layout.left_indent, layout.first_line_indent = Pt(STEM_X) + _LABEL_WIDTH, -_LABEL_WIDTH if number == 0 else None
        layout.space_before, layout.keep_with_next = Pt(3) if number == 0 else Pt(0), True
        if number == 0:
            layout.tab_stops.add_tab_stop(Pt(STEM_X) + _LABEL_WIDTH)
            mark = paragraph.add_run(f"{label}\t")
            mark.font.size, mark.font.color.rgb = Pt(9), GREY
        paragraph.add_run(line).font.bold = bold or None
