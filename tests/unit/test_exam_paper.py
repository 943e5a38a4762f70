"""The printed exam and its answer key: everything is there, stays together, and is the same each time."""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from actors.pdf_exam.exam import Exam, Item, Language, Source
from actors.pdf_exam.paper import write_answers_docx, write_answers_pdf, write_exam_docx, write_exam_pdf
from actors.pdf_exam.paper.face import face
from actors.pdf_exam.paper.lines import GAP_MARK, divided
from actors.pdf_exam.paper.outline import WORDS, lines_to_write_on, reason_of
from actors.pdf_exam.paper.press import HEIGHT
from actors.pdf_exam.paper.printable import BOX, one_line, paragraphs
from actors.pdf_exam.paper.strips import Bond, Strip, paged
from tests.material.exam_sources import flat
from tests.material.exams import FILE_A, FILE_NAMES, all_types, exam, item

HOSTILE = (
    "A <b>stem</b> & &amp; ]]> \x00\x07\x1b\ud800\ufffe {page} %s \u202ereversed\u202c 😀🏽 Łódź Erdős 𝑥² سلام 한국 "
    "नमस्ते \t\n____\r\nend"
)


def page_texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        texts = []
        for page in document:
            reader = page.get_textpage()
            texts.append(reader.get_text_range())
            reader.close()
            page.close()
    return texts


def docx_text(path: Path) -> str:
    """Everything in the document's order, tables included."""
    return " ".join(element.text or "" for element in docx.Document(str(path)).element.body.iter(qn("w:t")))


def written(folder: Path, paper: Exam) -> dict[str, Path]:
    paths = {name: folder / name for name in ("exam.pdf", "exam.docx", "answers.pdf", "answers.docx")}
    write_exam_pdf(paper, paths["exam.pdf"])
    write_exam_docx(paper, paths["exam.docx"])
    write_answers_pdf(paper, paths["answers.pdf"], FILE_NAMES)
    write_answers_docx(paper, paths["answers.docx"], FILE_NAMES)
    return paths


def text_of(path: Path) -> str:
    """The document's text without white space and hyphens; the longer gaps of a DOCX count as gaps."""
    text = "".join(page_texts(path)) if path.suffix == ".pdf" else docx_text(path)
    return flat(text.replace("_" * 16, "____"))


@pytest.fixture(scope="module", params=["en", "zh"])
def everything(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Exam, dict[str, Path]]:
    language: Language = request.param
    paper = exam(language, **all_types(5))
    return paper, written(tmp_path_factory.mktemp(language), paper)


def shown(paper: Exam) -> Iterator[str]:
    """What students must find, in its order."""
    for question in paper.items:
        yield question.stem
        yield from question.options


@pytest.mark.parametrize("name", ["exam.pdf", "exam.docx"])
def test_students_find_every_question_with_its_options_in_order(
    everything: tuple[Exam, dict[str, Path]], name: str
) -> None:
    paper, paths = everything
    text, place = text_of(paths[name]), 0
    for part in shown(paper):
        found = text.find(flat(part), place)
        assert found >= 0, part
        place = found + len(flat(part))


@pytest.mark.parametrize("name", ["answers.pdf", "answers.docx"])
def test_answer_key_has_answer_reason_page_and_quote_of_every_question(
    everything: tuple[Exam, dict[str, Path]], name: str
) -> None:
    paper, paths = everything
    words, text, place = WORDS[paper.language], text_of(paths[name]), 0
    for question in paper.items:
        answer = question.options[question.key] if isinstance(question.key, int) else question.key
        page = words.page.format(page=question.source.page)
        for part in (question.stem, answer, question.explanation, FILE_NAMES[question.source.file_id], page):
            place = text.find(flat(part), place)
            assert place >= 0, part
        place = text.find(flat(question.source.quote), place)
        assert place >= 0


@pytest.mark.parametrize(
    ("language", "explanation", "reason"),
    [
        ("en", "Page 3: “It is so.”", ""),
        ("en", "False: it is “so”, not “thus”. Page 3: “It is so.”", "False: it is “so”, not “thus”."),
        ("en", "The page says so.", "The page says so."),
        ("zh", "错误：应为“是”。第3页：“It is so.”", "错误：应为“是”。"),
    ],
)
def test_reason_does_not_repeat_the_page_and_quote_below_it(language: Language, explanation: str, reason: str) -> None:
    source = Source(file_id=FILE_A, page=3, quote="It is so.")
    question = item(1, "cloze", "It is ____.", explanation=explanation, source=source)
    assert reason_of(question, WORDS[language]) == reason


@pytest.mark.parametrize("name", ["exam.pdf", "exam.docx"])
def test_students_never_see_quotes_and_reasons(everything: tuple[Exam, dict[str, Path]], name: str) -> None:
    paper, paths = everything
    text = text_of(paths[name])
    assert flat(paper.items[0].source.quote) not in text
    assert flat(paper.items[0].explanation) not in text


def test_heading_stem_and_options_stand_on_one_page(tmp_path: Path) -> None:
    items = []
    for number in range(1, 61):
        options = tuple(f"choice {number}{letter} " + "of many words " * (3 + number % 9) for letter in "abcd")
        kind = "multiple_choice" if number <= 40 else "true_false"
        items.append(
            item(
                number,
                kind,
                f"Stem {number} asks " + "at length " * (number % 13),
                options=options[: 4 if number <= 40 else 2],
            )
        )
    path = tmp_path / "exam.pdf"
    write_exam_pdf(Exam(title="Pages", language="en", seed=0, items=tuple(items)), path)
    pages = [flat(text) for text in page_texts(path)]
    assert len(pages) > 10
    for question in items:
        parts = [question.stem, *question.options]
        if question.number in (1, 41):
            parts.append(WORDS["en"].titles[question.type])
        assert any(all(flat(part) in page for part in parts) for page in pages), question.stem


@pytest.mark.parametrize("before", range(14, 26))
def test_no_heading_stands_at_the_foot_of_a_page(before: int, tmp_path: Path) -> None:
    items = [item(number, "cloze", f"Gap {number} is ____ here.") for number in range(1, before + 1)]
    path = tmp_path / "exam.pdf"
    last = item(before + 1, "true_false", "The last statement.")
    write_exam_pdf(Exam(title="Pages", language="en", seed=0, items=(*items, last)), path)
    words = WORDS["en"]
    parts = [words.titles["true_false"], words.instructions["true_false"], last.stem, *last.options]
    assert any(all(flat(part) in flat(page) for part in parts) for page in page_texts(path))


def test_every_page_says_which_of_how_many_it_is(everything: tuple[Exam, dict[str, Path]]) -> None:
    paper, paths = everything
    for name in ("exam.pdf", "answers.pdf"):
        pages = page_texts(paths[name])
        for number, text in enumerate(pages, start=1):
            assert flat(WORDS[paper.language].page_of.format(page=number, pages=len(pages))) in flat(text)


def test_total_and_marks_of_each_question_are_printed(everything: tuple[Exam, dict[str, Path]]) -> None:
    paper, paths = everything
    words = WORDS[paper.language]
    for name in ("exam.pdf", "exam.docx"):
        text = text_of(paths[name])
        assert flat(words.questions.of(len(paper.items)) + words.joiner + words.marks.of(paper.marks)) in text
        for marks in {question.marks for question in paper.items}:
            expected = sum(question.marks == marks for question in paper.items)
            assert text.count(flat(words.marks_of_question.of(marks))) == expected


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_same_exam_gives_the_same_bytes(language: Language, tmp_path: Path) -> None:
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
    first, second = (written(folder, exam(language)) for folder in folders)
    for name, path in first.items():
        assert path.read_bytes() == second[name].read_bytes(), name


def test_documents_bear_no_time_of_writing(tmp_path: Path) -> None:
    paths = written(tmp_path, exam())
    with pypdfium2.PdfDocument(paths["exam.pdf"]) as document:
        assert document.get_metadata_dict()["CreationDate"].startswith("D:2000")
    with zipfile.ZipFile(paths["exam.docx"]) as parts:
        assert {entry.date_time[0] for entry in parts.infolist()} == {1980}
        assert b"1980-01-01" in parts.read("docProps/core.xml")


def test_hostile_text_is_printed_as_text(tmp_path: Path) -> None:
    source = Source(file_id=FILE_A, page=1, quote=HOSTILE)
    kinds: dict[str, dict[str, object]] = {
        "multiple_choice": {"options": (HOSTILE, "<w:p/>", "&", "x" * 300), "key": 0},
        "cloze": {"key": HOSTILE},
        "long": {"key": HOSTILE * 50, "marks": 40},
    }
    items = [
        item(number, kind, HOSTILE, explanation=HOSTILE, source=source, **fields)  # type: ignore[arg-type]
        for number, (kind, fields) in enumerate(kinds.items(), start=1)
    ]
    paths = written(tmp_path, Exam(title=HOSTILE * 20, language="en", seed=0, items=tuple(items)))
    for path in paths.values():
        text = text_of(path)
        assert "A<b>stem</b>&&amp;]]>" in text
        assert "{page}%sreversed" in text
        assert not any(character in text for character in "\x00\x07\x1b\u202e\ud800")


def test_an_empty_exam_and_one_question_are_papers_too(tmp_path: Path) -> None:
    for paper in (exam("zh", title="", true_false=1), Exam(title="", language="en", seed=0, items=())):
        paths = written(tmp_path, paper)
        assert len(page_texts(paths["exam.pdf"])) == 1
        assert flat(WORDS[paper.language].untitled) in text_of(paths["exam.docx"])


def test_a_question_longer_than_a_page_goes_on_over_the_page(tmp_path: Path) -> None:
    stem = " ".join(f"word{number}" for number in range(2000))
    path = tmp_path / "exam.pdf"
    write_exam_pdf(Exam(title="Long", language="en", seed=0, items=(item(1, "multiple_choice", stem),)), path)
    assert flat(stem) in "".join(flat(re.sub(r"Long\s+Page \d of \d", "", text)) for text in page_texts(path))
    assert "A.one" in flat(page_texts(path)[-1])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_character_of_the_paper_lacks_its_glyph(language: Language) -> None:
    paper = exam(language, **all_types(2))
    words = [value for value in vars_of(WORDS[language]) if isinstance(value, str)]
    for text in [*words, *shown(paper), *FILE_NAMES.values()]:
        drawn = "".join(part for _, part in face().runs(one_line(text)))
        assert drawn == one_line(text)
        assert BOX not in drawn


def vars_of(words: object) -> Iterator[object]:
    for name in words.__slots__:  # type: ignore[attr-defined]
        value = getattr(words, name)
        yield from value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else [value]


@pytest.mark.parametrize(
    ("character", "drawn"),
    [("é", "é"), ("ő", "o"), ("𝑥", "x"), ("😀", BOX), ("한", BOX), ("\u200d", ""), ("\ufe0f", ""), ("ﬁ", "ﬁ")],
)
def test_characters_outside_the_font_get_a_plain_form_or_a_box(character: str, drawn: str) -> None:
    assert "".join(part for _, part in face().runs(character)) == drawn


def wide_as_written(character: str) -> float:
    return 28.0 if character == GAP_MARK else 10.0 if ord(character) > 0x2000 else 5.0


@pytest.mark.parametrize("room", range(40, 160, 7))
def test_no_line_begins_with_closing_or_ends_with_opening_punctuation(room: int) -> None:
    text = "边界层理论（boundary layer）指出，黏性的影响只局限于“壁面附近”很薄的一层；层外流动可视为无黏的！____定律。"
    lines = ["".join(line.parts) for line in divided(text, room, wide_as_written)]
    assert "".join(lines).replace(" ", "").replace(GAP_MARK, "____") == text.replace(" ", "")
    assert all(line[0] not in "，。；！）”" and line[-1] not in "（“" for line in lines)


def test_words_are_divided_only_where_no_line_holds_them() -> None:
    lines = ["".join(line.parts) for line in divided("one three " + "x" * 30 + " two", 50, wide_as_written)]
    assert lines == ["one three", "x" * 10, "x" * 10, "x" * 10, "two"]
    assert all(line.width <= 50 for line in divided("one three " + "x" * 30, 50, wide_as_written))


def strips(*bonds: Bond, height: float = 10.0) -> list[Strip]:
    return [Strip(height, bond=bond) for bond in bonds]


def test_what_belongs_together_moves_to_the_next_page_as_a_whole() -> None:
    pages = paged([*strips(*[Bond.FREE] * 8), *strips(Bond.TOGETHER, Bond.TOGETHER, Bond.FREE)], 100)
    assert [len(page) for page in pages] == [8, 3]


def test_what_no_page_holds_parts_where_its_bond_is_weakest() -> None:
    chain = strips(*[Bond.TOGETHER] * 8, Bond.FIRM, Bond.FIRM, Bond.FREE)
    assert [len(page) for page in paged(chain, 100)] == [8, 3]
    assert [len(page) for page in paged(strips(*[Bond.FIRM] * 24, Bond.FREE), 100)] == [10, 10, 5]
    assert len(paged(strips(Bond.FREE, height=HEIGHT * 2), HEIGHT)) == 1


def test_more_marks_give_more_lines_to_write_on() -> None:
    room: Callable[[str, int], int] = lambda kind, marks: lines_to_write_on(item(1, kind, "x", marks=marks))  # type: ignore[arg-type]  # noqa: E731
    assert room("multiple_choice", 5) == room("cloze", 5) == 0
    assert room("short_answer", 1) < room("short_answer", 3) < room("long", 6) < room("long", 10)
    assert room("long", 100) == room("long", 1000)


def test_docx_numbers_questions_and_options_by_itself(tmp_path: Path) -> None:
    paper = exam("en")
    document = docx.Document(str(written(tmp_path, paper)["exam.docx"]))
    levels = [int(level.get(qn("w:val"))) for level in document.element.body.iter(qn("w:ilvl"))]
    options = sum(len(question.options) for question in paper.items if question.type == "multiple_choice")
    assert (levels.count(0), levels.count(1)) == (len(paper.items), options)


def test_docx_keeps_stems_with_what_follows_and_names_a_chinese_font(tmp_path: Path) -> None:
    paths = written(tmp_path, exam("zh"))
    for path in (paths["exam.docx"], paths["answers.docx"]):
        document = docx.Document(str(path))
        stems = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "Question"]
        kept = [paragraph.paragraph_format.keep_with_next for paragraph in stems if "____" not in paragraph.text]
        assert kept
        assert all(kept)
        for style in ("Normal", "Title", "Heading 1", "Question", "Option"):
            fonts = document.styles[style].element.rPr.rFonts
            assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"
            assert not any("Theme" in name for name in fonts.attrib)
        fields = [field.get(qn("w:instr")) for field in document.sections[0].footer._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]


def test_file_names_are_shown_only_where_there_are_several(tmp_path: Path) -> None:
    path = tmp_path / "answers.pdf"
    write_answers_pdf(exam("en"), path, {FILE_A: "the only one.pdf"})
    assert "theonlyone" not in text_of(path)


@pytest.mark.parametrize(
    ("text", "lines"),
    [("a\nb\r\n\n c ", ["a", "b", "c"]), ("", [""]), ("\x00\x0b", [""]), ("a\u00a0\u2003b\u200b", ["a b"])],
)
def test_text_keeps_its_own_lines_and_nothing_invisible(text: str, lines: list[str]) -> None:
    assert paragraphs(text) == lines


def test_items_of_the_sample_are_valid() -> None:
    paper = exam("zh", **all_types(99))
    assert len(paper.items) == 120
    assert all(isinstance(question, Item) for question in paper.items)
