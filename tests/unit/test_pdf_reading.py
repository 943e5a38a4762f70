"""PDFs become documents: nothing lost, nothing of the page's furniture kept; what can't be read is refused."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from actors.text.document import Block, Document, Place
from actors.text.pdf import page_texts, read_pdf
from actors.text.verbatim import stands_in
from backend.errors import JobFailure
from tests.material import broken_pdfs, pdfs
from tests.material.lectures import CHINESE, ENGLISH, lecture

Maker = Callable[[Path], Path]


def read(path: Path) -> Document:
    return read_pdf(path, name=path.name)


def texts(document: Document, kind: str) -> list[str]:
    return [block.text for block in document.blocks if block.kind == kind]


def refusal(path: Path) -> JobFailure:
    with pytest.raises(JobFailure) as caught:
        read(path)
    assert path.name in str(caught.value)
    assert caught.value.details["file"] == path.name
    assert not caught.value.retryable
    return caught.value


def whole(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks)


@pytest.mark.parametrize("name", [*ENGLISH, *CHINESE])
def test_every_paragraph_is_read_word_for_word(tmp_path: Path, name: str) -> None:
    text = lecture(name)
    document = read(pdfs.headings(tmp_path / "a.pdf", name))
    assert texts(document, "paragraph") == [text.joined(p) for section in text.sections for p in section.paragraphs]
    assert texts(document, "heading") == [
        text.title, *(f"{number} {section.heading}" for number, section in enumerate(text.sections, 1))
    ]  # fmt: skip
    assert document.title == text.title


def test_headings_have_levels(tmp_path: Path) -> None:
    document = read(pdfs.plain(tmp_path / "a.pdf", "en_climate"))
    levels = [block.level for block in document.blocks if block.kind == "heading"]
    assert levels == [1, 2, 2, 2, 2, 2]


@pytest.mark.parametrize("name", ["en_economics", "en_climate", "zh_economics"])
def test_columns_are_read_one_after_the_other(tmp_path: Path, name: str) -> None:
    text = lecture(name)
    document = read(pdfs.two_columns(tmp_path / "a.pdf", name))
    assert texts(document, "paragraph") == [text.joined(p) for section in text.sections for p in section.paragraphs]
    assert texts(document, "heading")[0] == text.title


def test_table_beside_columns_of_text_stays_a_table(tmp_path: Path) -> None:
    document = read(pdfs.tables(tmp_path / "a.pdf", "en_statistics"))
    assert [block.rows for block in document.blocks if block.kind == "table"] == [
        tuple(tuple(row) for row in pdfs.TABLE_ROWS["en"])
    ]


@pytest.mark.parametrize("ruled", [True, False])
def test_table_keeps_rows_and_cells(tmp_path: Path, ruled: bool) -> None:
    document = read(pdfs.tables(tmp_path / "a.pdf", "zh_ancient_history", ruled=ruled))
    (table,) = [block for block in document.blocks if block.kind == "table"]
    assert table.rows == tuple(tuple(row) for row in pdfs.TABLE_ROWS["zh"])
    assert table.text.splitlines()[1].split("\t") == pdfs.TABLE_ROWS["zh"][1]


@pytest.mark.parametrize("name", ["en_operating_systems", "zh_networks"])
def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path, name: str) -> None:
    text = lecture(name)
    document = read(pdfs.running_heads(tmp_path / "a.pdf", name))
    assert document.pages > 1
    assert not re.search(r"2026|讲义|Page \d|第 ?\d 页", whole(document))
    assert "".join(texts(document, "paragraph")).replace(" ", "") == "".join(text.sentences).replace(" ", "")


def test_contents_page_is_left_out(tmp_path: Path) -> None:
    text = lecture("en_climate")
    document = read(pdfs.with_contents(tmp_path / "a.pdf", "en_climate"))
    assert "Contents" not in whole(document)
    assert not re.search(r"\. ?\. ?\.", whole(document))
    assert texts(document, "heading") == [text.title, *(section.heading for section in text.sections)]


def test_list_entries_lose_their_bullets(tmp_path: Path) -> None:
    document = read(pdfs.bullets(tmp_path / "a.pdf", "en_databases"))
    assert texts(document, "item") == lecture("en_databases").sentences
    assert {block.level for block in document.blocks if block.kind == "item"} == {1}


def test_equations_stand_alone(tmp_path: Path) -> None:
    text = lecture("en_statistics")
    document = read(pdfs.equations(tmp_path / "a.pdf"))
    assert texts(document, "code") == [re.sub(" +", " ", equation) for equation in pdfs.EQUATIONS]
    assert texts(document, "paragraph") == [text.joined(p) for section in text.sections for p in section.paragraphs]


def test_words_divided_at_line_ends_are_whole_again(tmp_path: Path) -> None:
    text = lecture("en_photosynthesis")
    path = pdfs.hyphenated(tmp_path / "a.pdf", "en_photosynthesis")
    assert len(re.findall("\u00ad\n", "".join(page_texts(path)))) > 5
    missing = [sentence for sentence in text.sentences if sentence not in " ".join(texts(read(path), "paragraph"))]
    assert missing == []


def test_chinese_and_english_stand_together(tmp_path: Path) -> None:
    document = read(pdfs.mixed(tmp_path / "a.pdf"))
    said = texts(document, "paragraph")
    for name in ("zh_networks", "en_networks"):
        for section in lecture(name).sections[:5]:
            assert all(lecture(name).joined(paragraph) in said for paragraph in section.paragraphs)


def test_paragraph_over_a_page_break_is_one(tmp_path: Path) -> None:
    document = read(pdfs.hyphenated(tmp_path / "a.pdf", "en_photosynthesis"))
    crossing = [block for block in document.blocks if block.end_page]
    assert [(block.place.page, block.end_page) for block in crossing] == [(1, 2), (2, 3)]
    wanted = [" ".join(s for p in section.paragraphs for s in p) for section in lecture("en_photosynthesis").sections]
    assert [block.text for block in crossing] == [wanted[2], wanted[4]]


@pytest.mark.parametrize("maker", [pdfs.plain, pdfs.two_columns, pdfs.hyphenated, pdfs.running_heads])
def test_blocks_stand_verbatim_on_their_page(tmp_path: Path, maker: Maker) -> None:
    path = maker(tmp_path / "a.pdf")
    pages = page_texts(path)
    standing = [
        stands_in(block.text, pages[(block.place.page or 0) - 1]) for block in read(path).blocks if not block.end_page
    ]
    assert len(standing) > 5
    assert all(standing)


def test_three_hundred_pages_are_read_with_progress(tmp_path: Path) -> None:
    path = pdfs.pages(tmp_path / "a.pdf", 300)
    heard: list[float] = []
    document = read_pdf(path, name="a.pdf", on_progress=heard.append)
    assert document.pages == 300
    assert heard == [(number + 1) / 300 for number in range(300)]
    assert "A Course of Lectures" not in whole(document)
    assert {block.place.page for block in document.blocks} == set(range(1, 301))


def test_single_page_is_read(tmp_path: Path) -> None:
    assert read(pdfs.pages(tmp_path / "a.pdf", 1)).pages == 1


def test_pages_that_are_pictures_are_named(tmp_path: Path) -> None:
    document = read(broken_pdfs.scanned(tmp_path / "a.pdf", pictures=[2]))
    assert document.warnings == ("Page 2 has no text and may need text recognition (OCR).",)
    assert {block.place.page for block in document.blocks} == {1}


def test_owner_password_alone_does_not_matter(tmp_path: Path) -> None:
    assert read(broken_pdfs.encrypted(tmp_path / "a.pdf", user_password="")).title == "Cell Biology"


def test_same_arguments_write_the_same_pdf(tmp_path: Path) -> None:
    first, second = (pdfs.pages(tmp_path / name, 3, seed=5).read_bytes() for name in ("a.pdf", "b.pdf"))
    assert first == second


def test_title_of_last_resort_is_the_name(tmp_path: Path) -> None:
    path = broken_pdfs.drawn(tmp_path / "My notes.pdf", b"BT /F 12 Tf 72 700 Td (A line of notes about cells.) Tj ET")
    assert read(path) == Document(
        "My notes", (Block("paragraph", "A line of notes about cells.", Place(page=1)),), pages=1
    )


@pytest.mark.parametrize(
    ("maker", "code"),
    [
        (broken_pdfs.zero_bytes, "empty_file"),
        (broken_pdfs.png_named_pdf, "not_a_pdf"),
        (broken_pdfs.encrypted, "encrypted"),
        (broken_pdfs.truncated, "damaged"),
        (broken_pdfs.scanned, "needs_ocr"),
        (broken_pdfs.flate_bomb, "too_large"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, maker: Maker, code: str) -> None:
    assert refusal(maker(tmp_path / "lecture.pdf")).code == code


def test_damaged_inside_is_refused(tmp_path: Path) -> None:
    path = pdfs.plain(tmp_path / "a.pdf")
    body = path.read_bytes()
    path.write_bytes(body[:200] + b"\0" * (len(body) - 400) + body[-200:])
    assert refusal(path).code == "damaged"


def test_twice_packed_bomb_is_refused_at_once(tmp_path: Path) -> None:
    path = broken_pdfs.flate_bomb(tmp_path / "a.pdf", megabytes=100, times=2)
    assert path.stat().st_size < 20_000
    began = time.process_time()
    assert refusal(path).code == "too_large"
    assert time.process_time() - began < 2


def test_page_with_millions_of_letters_is_refused_before_pdfium_reads_it(tmp_path: Path) -> None:
    assert "millions of letters" in str(refusal(broken_pdfs.crowded_page(tmp_path / "a.pdf", 5_000_000)))


def test_page_with_too_many_letters_is_refused(tmp_path: Path) -> None:
    assert refusal(broken_pdfs.crowded_page(tmp_path / "a.pdf", 600_000)).details["characters"] > 500_000


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    path = broken_pdfs.drawn(tmp_path / "a.pdf", b"BT /F 12 Tf 72 700 Td (Hello) Tj ET", pages=5_001)
    assert refusal(path).details["pages"] == 5_001
