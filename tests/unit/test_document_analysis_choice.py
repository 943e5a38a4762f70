"""Which sentences, tables and notes a report shows."""

# ruff: noqa: RUF001 (Chinese punctuation)

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from actors.document_analysis.candidates import candidates_of
from actors.document_analysis.evidence import Evidence
from actors.document_analysis.notes import in_language, more_tables
from actors.document_analysis.parts import Part, parts_of
from actors.document_analysis.tables import tables_of
from actors.text.document import Block, Document, Place
from actors.text.fitness import fault_of
from actors.text.pdf import read_pdf
from actors.text.sentences import sentences_of
from tests.material import broken_pdfs
from tests.material.reports import report_on


def _document(title: str, paragraphs: Sequence[str]) -> Document:
    return Document(title, tuple(Block("paragraph", t, Place(paragraph=n)) for n, t in enumerate(paragraphs, 1)))


_GENERAL = [f"The {word} valve of the pump has to be cleaned after every long day of work." for word in
            ("first", "upper", "lower", "outer", "inner", "small", "large", "green", "blue", "red")]  # fmt: skip


@pytest.mark.parametrize(
    "opening",
    [
        "This manual describes how the pump is set up, run and cleaned by its owner.",
        "The Aqua pump is a machine that lifts water from wells of up to thirty metres.",
    ],
)
def test_summary_begins_with_what_the_document_is(tmp_path: Path, opening: str) -> None:
    text = [f"Owners of wells may know of the trouble with sand and frost. {opening}"]
    text += [" ".join(_GENERAL[start : start + 2]) for start in range(0, 10, 2)]
    path = tmp_path / "pump.md"
    path.write_text("# The Aqua pump\n\n" + "\n\n".join(text) + "\n")
    assert report_on(path, tmp_path / "out").summary[0] == opening


def test_a_sentence_about_anything_else_introduces_nothing() -> None:
    document = _document("The Aqua pump", ["This valve describes a circle. Owners are happy with it.", *_GENERAL])
    sentences = sentences_of(document)
    parts = parts_of(document, sentences, "en", "en")
    found = candidates_of(document, sentences, parts, "en", Evidence(document))
    assert found
    assert not any(candidate.introduces for candidate in found)


@pytest.mark.parametrize(
    "text",
    [
        "The checklist below shows what has to be done before a release can be made.",
        "The first four rows of the drawing show the parts of the engine in order.",
        "The diagram shows how the packets travel from one host to another.",
        "1\u2077 The census counted every household in the district twice that year.",
        "[4] The census counted every household in the district twice that year.",
    ],
)
def test_sentences_that_need_what_stands_around_them_are_not_fit(text: str) -> None:
    assert fault_of(text, "en") in ("points_elsewhere", "mostly_symbols")


@pytest.mark.parametrize(
    "text",
    [
        "The temperature fell below zero on the first day of the month.",
        "1968 saw the opening of the bridge and of the new harbour in the town.",
    ],
)
def test_plain_sentences_stay_fit(text: str) -> None:
    assert fault_of(text, "en") is None


def _tables(count: int, rows: int = 3) -> Document:
    cells = tuple((f"name {row}", str(row)) for row in range(rows))
    return Document("Tables", tuple(Block("table", "", Place(page=n), rows=cells) for n in range(1, count + 1)))


def test_every_chapter_shows_a_table_before_any_shows_two() -> None:
    document = _tables(60)
    parts = [Part("Many", 0, 55, 10), Part("Few", 55, 58, 10), Part("Last", 58, 60, 10)]
    tables, more = tables_of(document, parts)
    assert len(tables) == 40
    assert more == 20
    assert [sum(table.chapter == chapter for table in tables) for chapter in range(3)] == [35, 3, 2]
    assert [table.at.page for table in tables] == sorted(table.at.page or 0 for table in tables)


def test_long_tables_are_cut_the_shorter_the_more_there_are() -> None:
    (one,), _ = tables_of(_tables(1, rows=100), [Part("All", 0, 1, 1)])
    many, _ = tables_of(_tables(30, rows=100), [Part("All", 0, 30, 1)])
    assert (len(one.rows), one.left_out_rows) == (40, 60)
    assert {(len(table.rows), table.left_out_rows) for table in many} == {(13, 87)}


def test_tables_left_out_are_told_of() -> None:
    assert more_tables(1, "en") == "1 more table stands in the source."
    assert more_tables(20, "zh") == "原文还有 20 个表格未列出。"


def test_warnings_of_the_pdf_reader_are_said_in_chinese() -> None:
    assert in_language("Pages 3-5 and 9 have damage and could not be read.", "zh") == "第 3–5、9 页已损坏，无法读取。"
    assert in_language("Something else.", "zh") == "Something else."
    assert in_language("Page 2 has damage and could not be read.", "en").startswith("Page 2")


def test_every_warning_the_pdf_reader_gives_of_pictures_has_its_chinese(tmp_path: Path) -> None:
    (warning,) = read_pdf(broken_pdfs.scanned(tmp_path / "a.pdf", pictures=[2]), name="a.pdf").warnings
    assert in_language(warning, "zh") == "第 2 页没有文字，可能需要文字识别（OCR）。"
