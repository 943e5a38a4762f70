"""What comes out of documents of each type: every word, its kind, its order and its place."""

# ruff: noqa: E501, RUF001 (documents stand here as they stand in files)

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from reportlab.pdfgen import canvas

from actors.document_analysis.reading import read_document
from actors.document_analysis.reading.encodings import decoded
from actors.document_analysis.reading.reading_order import Frame, in_reading_order
from actors.text.document import Document
from backend.errors import JobFailure
from tests.material.documents import CHINESE, ENGLISH, REPORTS, WRITERS, Report, write_pptx, write_txt
from tests.material.hostile_documents import docx, epub, relations

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(path: Path, name: str = "") -> Document:
    return read_document(path, name=name or path.name)


def of(path: Path, text: str) -> list[tuple[str, str]]:
    path.write_text(text, encoding="utf-8")
    return said(read(path))


def said(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in document.blocks]


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("report", REPORTS, ids=["english", "chinese"])
def test_every_word_of_a_report_comes_out_in_its_order(tmp_path: Path, ending: str, report: Report) -> None:
    document = read(WRITERS[ending](tmp_path / f"report.{ending}", report))
    text = "\n".join(block.text for block in document.blocks)
    tables = {cell for section in report.sections for row in section.table for cell in row}
    expected = [words for words in report.words() if ending != "txt" or words not in tables]
    assert [words for words in expected if words not in text] == []
    assert document.title == report.title
    headings = [block.text.lstrip("0123456789. ") for block in document.blocks if block.kind == "heading"]
    assert headings == [report.title, *(section.heading for section in report.sections)]
    assert "Running head" not in text


@pytest.mark.parametrize("ending", [ending for ending in WRITERS if ending != "txt"])
def test_a_table_stays_a_table(tmp_path: Path, ending: str) -> None:
    document = read(WRITERS[ending](tmp_path / f"report.{ending}", ENGLISH))
    tables = [block for block in document.blocks if block.kind == "table"]
    assert [table.rows for table in tables] == [ENGLISH.sections[1].table]
    assert tables[0].text.splitlines()[1] == "1874\t35\t2,100"


@pytest.mark.parametrize("ending", [ending for ending in WRITERS if ending != "pptx"])
def test_places_are_numbers_of_blocks(tmp_path: Path, ending: str) -> None:
    document = read(WRITERS[ending](tmp_path / f"report.{ending}", ENGLISH))
    assert [block.place.document() for block in document.blocks] == [
        {"paragraph": number} for number in range(1, len(document.blocks) + 1)
    ]


def test_places_in_a_presentation_are_slides(tmp_path: Path) -> None:
    document = read(write_pptx(tmp_path / "show.pptx", ENGLISH))
    assert document.pages == 4
    assert [block.place.page for block in document.blocks if block.kind == "heading"] == [1, 2, 3, 4]
    notes = [block.place.page for block in document.blocks if block.text == ENGLISH.sections[0].paragraphs[0]]
    assert notes == [2]


def test_what_stands_around_a_page_stays_out(tmp_path: Path) -> None:
    document = read(WRITERS["html"](tmp_path / "page.html", ENGLISH))
    text = " ".join(block.text for block in document.blocks)
    for outside in ("Other page", "cookies", "Read more", "Copyright", "unseen"):
        assert outside not in text


def test_progress_goes_up_to_one(tmp_path: Path) -> None:
    seen: list[float] = []
    read_document(write_pptx(tmp_path / "a.pptx", ENGLISH), name="a.pptx", on_progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert len(seen) >= 4


# --- Word ----------------------------------------------------------------------------------------------


def test_word_notes_boxes_controls_and_links_are_read_and_deleted_text_is_not(tmp_path: Path) -> None:
    body = """
      <w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>
        <w:sdtContent><w:p><w:r><w:t>A line of contents</w:t></w:r></w:p></w:sdtContent></w:sdt>
      <w:sdt><w:sdtContent><w:p><w:r><w:t>In a control</w:t></w:r></w:p></w:sdtContent></w:sdt>
      <w:p><w:r><w:t xml:space="preserve">One </w:t></w:r><w:del><w:r><w:delText>gone </w:delText></w:r></w:del>
        <w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:hyperlink><w:r><w:t xml:space="preserve"> link</w:t></w:r></w:hyperlink>
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:tab/><w:t>tab</w:t></w:r>
        <w:r><w:footnoteReference w:id="2"/></w:r></w:p>
      <w:p><w:r><AlternateContent><Choice><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></Choice>
        <Fallback><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></Fallback></AlternateContent></w:r></w:p>
      <w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>After</w:t></w:r></w:p>"""
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="0" w:type="separator"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t> The note.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    path = docx(
        tmp_path / "a.docx",
        body,
        extra={"word/_rels/document.xml.rels": relations(("footnotes", "footnotes.xml")), "word/footnotes.xml": notes},
    )
    assert said(read(path)) == [
        ("paragraph", "In a control"),
        ("paragraph", "One new link tab"),
        ("paragraph", "The note."),
        ("paragraph", "In a box"),
        ("paragraph", "After"),
    ]


def test_word_headings_are_found_by_style_outline_and_based_on(tmp_path: Path) -> None:
    styles = f"""<w:styles xmlns:w="{W}">
      <w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
      <w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift2"/></w:style>
      <w:style w:styleId="Outlined"><w:name w:val="Outlined"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
      <w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style></w:styles>"""
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{style}</w:t></w:r></w:p>'
        for style in ("berschrift2", "Mine", "Outlined", "TOC1", "Unknown")
    )
    path = docx(
        tmp_path / "a.docx",
        body,
        extra={"word/_rels/document.xml.rels": relations(("styles", "styles.xml")), "word/styles.xml": styles},
    )
    found = [(block.kind, block.text, block.level) for block in read(path).blocks]
    assert found == [
        ("heading", "berschrift2", 2), ("heading", "Mine", 2), ("heading", "Outlined", 3), ("paragraph", "Unknown", 0),
    ]  # fmt: skip


def test_word_bold_lines_are_headings_only_where_no_style_makes_any(tmp_path: Path) -> None:
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Methods</w:t></w:r></w:p><w:p><w:r><w:t>We measured.</w:t></w:r></w:p>"
    styled = '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Chapter</w:t></w:r></w:p>'
    assert [kind for kind, _ in said(read(docx(tmp_path / "a.docx", bold)))] == ["heading", "paragraph"]
    assert [kind for kind, _ in said(read(docx(tmp_path / "b.docx", bold + styled)))] == [
        "paragraph",
        "paragraph",
        "heading",
    ]


def test_word_merged_cells_keep_their_columns(tmp_path: Path) -> None:
    def cell(text: str, marks: str = "") -> str:
        return f"<w:tc><w:tcPr>{marks}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    rows = [
        cell("wide", '<w:gridSpan w:val="2"/>') + cell("c"),
        cell("tall", '<w:vMerge w:val="restart"/>') + cell("x") + cell("y"),
        cell("", "<w:vMerge/>") + cell("z") + cell("q"),
    ]
    path = docx(tmp_path / "a.docx", "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>")
    assert read(path).blocks[0].rows == (("wide", "", "c"), ("tall", "x", "y"), ("", "z", "q"))


# --- Pages and books -----------------------------------------------------------------------------------


def test_lists_listings_and_spanning_cells_of_a_page_keep_their_shape(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<html><head><title>Names – A site</title></head><body><main><h1>Names</h1><p>One<b>word</b> <i>here</i>.</p>"
        "<ul><li>outer<ul><li>inner</li></ul></li></ul><pre>a = 1\n    b</pre>"
        "<table><tr><th>k<th>v<tr><td rowspan=2>x<td>1<tr><td>2</table></main></body></html>",
        encoding="utf-8",
    )
    document = read(path)
    assert document.title == "Names"
    assert [(block.kind, block.text, block.level) for block in document.blocks] == [
        ("heading", "Names", 1), ("paragraph", "Oneword here.", 0), ("item", "outer", 1), ("item", "inner", 2),
        ("code", "a = 1\n    b", 0), ("table", "k\tv\nx\t1\n\t2", 0),
    ]  # fmt: skip


def test_a_short_page_gives_its_whole_body(tmp_path: Path) -> None:
    assert of(tmp_path / "a.html", "<html><body>Just this.</body></html>") == [("paragraph", "Just this.")]


@pytest.mark.parametrize("claimed", ["gb2312", "utf-8"])
def test_a_page_is_read_by_what_it_is_whatever_it_claims(tmp_path: Path, claimed: str) -> None:
    path = tmp_path / "a.html"
    page = (
        f'<html><head><meta charset="{claimed}"></head><body><p>{CHINESE.sections[0].paragraphs[0]}</p></body></html>'
    )
    path.write_bytes(page.encode("gb18030"))
    assert said(read(path)) == [("paragraph", CHINESE.sections[0].paragraphs[0])]


def test_a_book_whose_chapters_lack_headings_takes_them_from_its_contents(tmp_path: Path) -> None:
    chapter = "<html><head><title/></head><body><p>It began&nbsp;here.</p></body></html>"
    path = epub(
        tmp_path / "a.epub",
        chapter,
        extra={"OPS/nav.xhtml": '<html><body><nav><a href="c.xhtml#x">First Day</a></nav></body></html>'},
    )
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["OPS/book.opf"] = parts["OPS/book.opf"].replace(
        b"<manifest>", b'<manifest><item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    document = read(path)
    assert document.title == "A book"
    assert said(document) == [("heading", "First Day"), ("paragraph", "It began here.")]


# --- Markdown and plain text ---------------------------------------------------------------------------


def test_markdown_marks_are_taken_off_and_front_matter_names_the_document(tmp_path: Path) -> None:
    text = (
        '---\ntitle: "On *stars*"\nlayout: x\n---\n\n# Head `one`\n\nSome **bold** [link](u "t") and\nmore.\n\n1. first\n   - deeper\n\n'
        "| a | b |\n|---|---|\n| 1 | `2` |\n\n```py\nx = 1\n  y\n```\n\n<div><p>in <b>markup</b></p></div>\n"
    )
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    document = read(path)
    assert document.title == "On *stars*"
    assert [(block.kind, block.text, block.level) for block in document.blocks] == [
        ("heading", "Head one", 1), ("paragraph", "Some bold link and more.", 0), ("item", "first", 1), ("item", "deeper", 2),
        ("table", "a\tb\n1\t2", 0), ("code", "x = 1\n  y", 0), ("paragraph", "in markup", 0),
    ]  # fmt: skip


def test_lines_broken_at_a_margin_become_paragraphs_again(tmp_path: Path) -> None:
    document = read(write_txt(tmp_path / "a.txt", ENGLISH))
    paragraphs = [block.text for block in document.blocks if block.kind == "paragraph"]
    assert paragraphs == [text for section in ENGLISH.sections for text in section.paragraphs]


def test_lines_that_no_margin_broke_stay_paragraphs_of_their_own(tmp_path: Path) -> None:
    lines = ["A short one.", "Another that is quite a bit longer than the first was.", "　　第三段。", "Last."]
    assert of(tmp_path / "a.txt", "\n".join(lines)) == [("paragraph", line.strip()) for line in lines]


def test_chapters_of_a_chinese_novel_are_headings(tmp_path: Path) -> None:
    found = of(tmp_path / "a.txt", "第一章 开端\n　　他走了。\n　　她没有说话。\n第二章 归来\n　　天亮了。\n")
    assert [kind for kind, _ in found] == ["heading", "paragraph", "paragraph", "heading", "paragraph"]


def test_a_contents_page_of_a_text_is_left_out(tmp_path: Path) -> None:
    heads = ["1. First", "2. Second", "3. Third"]
    body = "".join(f"{head}\n\nSome words here.\n\n" for head in heads)
    assert of(tmp_path / "a.txt", "\n\n".join(heads) + "\n\n" + body) == [
        pair for head in heads for pair in (("heading", head), ("paragraph", "Some words here."))
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_chinese_text_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    document = read(write_txt(tmp_path / "a.txt", CHINESE, encoding=encoding))
    assert CHINESE.sections[0].paragraphs[0] in [block.text for block in document.blocks]


@pytest.mark.parametrize(
    ("text", "encodings"),
    [
        ("课程大纲", ("gb18030", "utf-16-le", "utf-16-be", "utf-8")),
        ("Introduction to 机器学习 and more", ("gbk", "utf-16-le", "utf-8")),
        ("這個學期我們將學習資料結構與演算法。", ("big5", "gb18030", "utf-16-be")),
        ("café", ("latin-1", "cp1252")),
        ("naïve résumé, déjà vu", ("latin-1", "cp1252", "utf-16-le")),
        ("50 € for a “façade”", ("cp1252", "utf-8")),
        ("São Paulo não é a capital", ("latin-1", "utf-16-be")),
        ("Клетка - основа жизни.", ("cp1251", "koi8-r", "cp866", "iso8859-5", "utf-16")),
        ("Клітина є основою життя.", ("cp1251", "koi8-u")),
        ("細胞は生命の基本単位です。", ("shift_jis", "euc_jp", "iso2022_jp")),
        ("これは本です", ("shift_jis", "euc_jp")),
        ("세포는 생명의 기본 단위이다.", ("euc_kr", "cp949")),
        ("鸢尾蟾蜍麒麟", ("gb18030",)),
    ],
)
def test_a_few_words_are_enough_to_tell_an_encoding(text: str, encodings: tuple[str, ...]) -> None:
    assert {encoding: decoded(text.encode(encoding)) for encoding in encodings} == dict.fromkeys(encodings, text)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Το κύτταρο είναι η μονάδα της ζωής.", "cp1253"), ("התא הוא היחידה הבסיסית של החיים.", "cp1255")],
)
def test_text_in_a_code_page_that_is_not_told_is_refused_and_not_garbled(
    tmp_path: Path, text: str, encoding: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    with pytest.raises(JobFailure) as refusal:
        read(path)
    assert refusal.value.code == "unsupported_type"
    assert "UTF-8" in refusal.value.message


@pytest.mark.parametrize("claim", ["punycode", "undefined", "utf-16", "cp037", "unicode_escape", "no-such-thing"])
def test_encoding_that_no_page_can_be_in_is_not_believed(tmp_path: Path, claim: str) -> None:
    path = tmp_path / "a.html"
    words = "Heat flows from warm to cold bodies in every case. "
    path.write_text(f'<html><head><meta charset="{claim}"></head><body><p>{words * 20_000}</p></body></html>')
    assert read(path).blocks[0].text.startswith(words)


def test_script_is_not_taken_for_a_mark_with_thousands_of_attributes(tmp_path: Path) -> None:
    script = "if (a<b) { " + "c = d; e = 'f'; " * 5_000 + "}"
    page = f"<html><head><script>{script}</script><STYLE>a<b {script}</STYLE></head><body><p>Only words.</p>"
    assert of(tmp_path / "a.html", page) == [("paragraph", "Only words.")]


def test_encoding_that_a_page_claims_is_believed_where_it_fits(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(
        '<html><head><meta charset="iso-8859-2"></head><body><p>Zażółć gęślą jaźń.</p>'.encode("iso8859-2")
    )
    assert read(path).blocks[0].text == "Zażółć gęślą jaźń."


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_broken_byte_spoils_one_character_only(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    text = CHINESE.sections[0].paragraphs[0] * 5
    path.write_bytes(text.encode(encoding) + b"\xff")
    assert "".join(block.text for block in read(path).blocks).startswith(text)


def test_subtitles_are_told_by_their_content(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text(
        "1\n00:00:01,000 --> 00:00:02,500\nGood evening.\n\n2\n00:00:03,000 --> 00:00:04,000\nWelcome.\n",
        encoding="utf-8",
    )
    document = read(path)
    assert [(block.kind, block.text, block.place.start_s) for block in document.blocks] == [
        ("caption", "Good evening.", 1.0), ("caption", "Welcome.", 3.0),
    ]  # fmt: skip


def test_a_film_without_subtitles_is_refused_as_a_film(tmp_path: Path) -> None:
    path = tmp_path / "talk.docx"
    path.write_bytes(b"\x00\x00\x00\x18ftypisom" + bytes(5000))
    with pytest.raises(JobFailure) as refusal:
        read(path)
    assert refusal.value.code in {"damaged", "no_captions"}


def test_a_pdf_is_told_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    paper = canvas.Canvas(str(path))
    paper.drawString(72, 700, "A letter that was printed and then named for something else.")
    paper.save()
    document = read(path)
    assert document.pages == 1
    assert document.blocks[0].place.page == 1


# --- Slides --------------------------------------------------------------------------------------------


def test_two_columns_are_read_one_after_the_other() -> None:
    title, left, left_low, right, foot = (
        Frame(0, 0, 100, 10), Frame(0, 20, 45, 50), Frame(0, 52, 45, 80), Frame(55, 20, 100, 80), Frame(0, 90, 100, 99),
    )  # fmt: skip
    assert in_reading_order([foot, right, left_low, title, left]) == [3, 4, 2, 1, 0]


def test_frames_without_a_place_stay_in_the_order_of_the_file() -> None:
    assert in_reading_order([Frame(0, 50, 10, 60), None, Frame(0, 0, 10, 10)]) == [0, 1, 2]


def test_frames_that_overlap_stay_in_the_order_of_the_file() -> None:
    assert in_reading_order([Frame(0, 5, 10, 15), Frame(0, 0, 10, 10)]) == [0, 1]
