"""The rules of reading, each on a page that is written for it; hostile files, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from actors.text.document import Document
from actors.text.pdf import page_texts, read_pdf
from actors.text.verbatim import stands_in
from tests.material import broken_pdfs
from tests.material.written_pages import Line, column, written

PROSE = [
    "Rivers carry sand and clay from the mountains to the plains, and where they slow down",
    "they drop what they carried. Over centuries the bed rises, until a flood finds a lower",
    "way and the river leaves its old course for a new one, which farmers know as a gift",
    "and as a danger. Towns that stood on the bank wake up one day far away from the water.",
]


def read(path: Path) -> Document:
    return read_pdf(path, name=path.name)


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in document.blocks]


def test_page_that_lies_on_its_side_is_read(tmp_path: Path) -> None:
    lines = [(72, 530, "Times-Bold", 18, "Rivers"), *column(PROSE, top=500)]
    path = written(tmp_path / "a.pdf", lines, rotate=90)
    assert kinds(read(path)) == [("heading", "Rivers"), ("paragraph", " ".join(PROSE))]


def test_entries_of_a_bibliography_are_no_paragraphs(tmp_path: Path) -> None:
    lines = [
        *column(PROSE),
        (72, 650, "Times-Bold", 15, "References"),
        *column(["[1] A. Miller. Rivers and their beds. Water Press, 1987.", "[2] B. Chen. Floods. 1999."], top=620),
    ]
    found = read(written(tmp_path / "a.pdf", lines))
    assert [kind for kind, _ in kinds(found)][:2] == ["paragraph", "heading"]
    assert {kind for kind, _ in kinds(found)[2:]} == {"code"}


def test_index_is_left_out(tmp_path: Path) -> None:
    words = ["bank", "bed", "clay", "course", "danger", "delta", "farmer", "flood", "gift", "plain", "river", "sand",
             "town", "water"]  # fmt: skip
    index = column([f"{word}, {12 + 3 * number}, {40 + number}" for number, word in enumerate(words)])
    assert kinds(read(written(tmp_path / "a.pdf", column(PROSE), index))) == [("paragraph", " ".join(PROSE))]


def test_outline_tells_levels_of_headings(tmp_path: Path) -> None:
    def outline(canvas: Canvas) -> None:
        for title, level in (("Rivers", 0), ("How they move", 1), ("Floods", 2)):
            canvas.bookmarkPage(title)
            canvas.addOutlineEntry(title, title, level)

    lines: list[Line] = []
    for number, title in enumerate(("Rivers", "How they move", "Floods")):
        top = 780 - 150 * number
        lines += [(72, top, "Times-Bold", 14, title), *column(PROSE, top=top - 30)]
    found = read(written(tmp_path / "a.pdf", lines, before_saving=outline))
    assert [(block.text, block.level) for block in found.blocks if block.kind == "heading"] == [
        ("Rivers", 1), ("How they move", 2), ("Floods", 3)
    ]  # fmt: skip


def test_footnote_does_not_run_into_the_text_above(tmp_path: Path) -> None:
    lines = [*column(PROSE), (72, 694, "Times-Roman", 8, "1 The oldest map of it was drawn in 1560.")]
    assert kinds(read(written(tmp_path / "a.pdf", lines))) == [
        ("paragraph", " ".join(PROSE)), ("paragraph", "1 The oldest map of it was drawn in 1560.")
    ]  # fmt: skip


def test_lists_inside_lists_keep_their_depth(tmp_path: Path) -> None:
    lines: list[Line] = [
        (72, 700, "Times-Roman", 11, "• Rivers"),
        (92, 685, "Times-Roman", 11, "• the bed of the river"),
        (92, 670, "Times-Roman", 11, "• the bank of the river"),
        (72, 655, "Times-Roman", 11, "• Lakes"),
    ]
    found = read(written(tmp_path / "a.pdf", lines))
    assert [(block.kind, block.level) for block in found.blocks] == [
        ("item", 1), ("item", 2), ("item", 2), ("item", 1)
    ]  # fmt: skip


def test_compound_keeps_its_hyphen_at_a_line_end(tmp_path: Path) -> None:
    lines = [
        "It is the sand-bearing flood that makes rivers wander, and a sand-",
        "bearing flood is rarely checked by those who repeat it in their books.",
    ]
    assert "a sand-bearing flood is rarely" in read(written(tmp_path / "a.pdf", column(lines))).blocks[0].text


def test_broken_page_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    found = read(broken_pdfs.partly_broken(tmp_path / "a.pdf"))
    assert found.warnings == ("Page 2 has damage and could not be read.",)
    assert kinds(found) == [("paragraph", "The first page can be read without trouble.")]


def test_centred_cells_of_several_lines_stay_whole(tmp_path: Path) -> None:
    lines: list[Line] = []
    for number in range(4):
        top = 700 - number * 34
        lines += [
            (72, top - 6, "Times-Roman", 10, f"command {number}"),
            (250, top, "Times-Roman", 10, f"sends the output of part {number} on"),
            (250, top - 12, "Times-Roman", 10, f"to the input of part {number + 1}"),
        ]
    (table,) = read(written(tmp_path / "a.pdf", lines)).blocks
    assert table.rows == tuple(
        (f"command {number}", f"sends the output of part {number} on to the input of part {number + 1}")
        for number in range(4)
    )


def test_columns_of_a_reference_card_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = column([f"key {number} does it" for number in range(40)], size=8, step=10)
    right = column([f"word {number} is so" for number in range(40)], x=330, size=8, step=10)
    text = " ".join(block.text for block in read(written(tmp_path / "a.pdf", [*left, *right])).blocks)
    assert text.index("key 39") < text.index("word 0")


def test_labels_of_a_diagram_are_no_sentences(tmp_path: Path) -> None:
    labels: list[Line] = [
        (100 + 120 * column + 13 * row, 400 - 11 * row, "Times-Roman", 8, f"{what} {'abcdefgh'[: 2 + row]}")
        for column, what in enumerate(("parse", "compare", "print"))
        for row in range(3)
    ]
    found = read(written(tmp_path / "a.pdf", [*column(PROSE), *labels]))
    assert kinds(found) == [
        ("paragraph", " ".join(PROSE)),
        ("code", "parse ab compare ab print ab parse abc compare abc print abc parse abcd compare abcd print abcd"),
    ]


def test_listing_with_aligned_comments_is_no_table(tmp_path: Path) -> None:
    lines = [
        line
        for number in range(4)
        for line in (
            (72.0, 700.0 - 12 * number, "Courier", 9.0, f"set x{number} 1"),
            (250.0, 700.0 - 12 * number, "Courier", 9.0, f"# comment {number}"),
        )
    ]
    assert [block.kind for block in read(written(tmp_path / "a.pdf", lines)).blocks] == ["code"]


def test_glyph_of_three_letters_does_not_part_its_word(tmp_path: Path) -> None:
    path = broken_pdfs.ligature(tmp_path / "a.pdf")
    (block,) = read(path).blocks
    assert block.text == "It is quite efficient today."
    assert stands_in(block.text, page_texts(path)[0])


@pytest.mark.parametrize(
    ("maker", "code"),
    [
        (broken_pdfs.form_bomb, "too_large"),
        (broken_pdfs.locked_form_bomb, "too_large"),
        (broken_pdfs.run_length_bomb, "needs_ocr"),  # pdfium stops at 20 MB and shows an empty page
        (broken_pdfs.letters_bomb, "too_large"),
        (broken_pdfs.masked_bomb, "too_large"),
        (broken_pdfs.flate_bomb, "too_large"),
    ],
)
def test_hostile_file_is_refused_soon_and_in_little_memory(
    tmp_path: Path, maker: Callable[[Path], Path], code: str
) -> None:
    path = maker(tmp_path / "a.pdf")
    program = """
import resource, sys
from pathlib import Path
from actors.text.pdf import read_pdf
from backend.errors import JobFailure
try:
    read_pdf(Path(sys.argv[1]), name="a.pdf")
except JobFailure as failure:
    print(failure.code)
def used(who):
    found = resource.getrusage(who)
    return found.ru_utime + found.ru_stime, found.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
seconds, peak = used(resource.RUSAGE_SELF)
status = Path("/proc/self/status")
if status.exists():  # what getrusage tells begins with the parent's size
    peak = next(int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
print(seconds, peak, *used(resource.RUSAGE_CHILDREN))
"""
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    refusal, *used = done.stdout.split()
    assert refusal == code
    seconds, sizes = [float(one) for one in used[::2]], [int(one) for one in used[1::2]]
    assert sum(seconds) < 10
    assert sum(sizes) < 400 * 2**20
