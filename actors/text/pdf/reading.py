"""Read a PDF: open it, take its pages in, put them in order, leave out what is no text, and build blocks."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pypdfium2

from actors.text.document import Block, Document
from actors.text.pdf.blocks import blocks_of
from actors.text.pdf.furniture import without_furniture
from actors.text.pdf.headings import Outline
from actors.text.pdf.lines import lines_of
from actors.text.pdf.opening import damaged, opened, too_large
from actors.text.pdf.pages import Page, PageReader
from actors.text.pdf.writing import plain
from backend.errors import JobFailure

#: A full page has 3,000 characters: 5,000 such pages have three quarters of this.
MOST_CHARACTERS = 20_000_000
#: A poster in the smallest type has a tenth of this.
MOST_CHARACTERS_A_PAGE = 500_000
#: An ordinary page takes 10 ms; so long may all of them take.
LONGEST_S = 300.0
#: A page number stamped on a picture of a page is no text.
_FEW_LETTERS = 25
_NO_TITLE = re.compile(
    r"^(?:untitled|无标题|文档\s*\d*|microsoft word|powerpoint|slide 1|presentation|document)\b", re.IGNORECASE
)
_FILE_NAME = re.compile(r"\.(?:docx?|pptx?|tex|dvi|pdf|indd|qxd|xlsx?|odt|fm|ps|texi|html?|xml|md)$", re.IGNORECASE)


def read_pdf(path: Path, *, name: str, on_progress: Callable[[float], None] | None = None) -> Document:
    """Read a PDF's text as a document.

    Args:
        path: where it lies.
        name: what its owner calls it, for messages and as title of a last resort.
        on_progress: called with the part of the pages that has been read, 0..1.

    Raises:
        JobFailure: ``empty_file``, ``not_a_pdf``, ``encrypted``, ``damaged``, ``needs_ocr`` or ``too_large``.
    """
    with opened(path, name) as document:
        broken: list[int] = []
        pages = list(_pages(document, name, broken, on_progress))
        if len(broken) == len(document):
            raise damaged(name)
        pictures = [page.number for page in pages if page.number not in broken and _is_picture(document, page)]
        texts = [page for page in pages if page.pieces and page.number not in pictures]
        if not texts:
            raise JobFailure(
                "needs_ocr",
                f"{name} has no text, only pictures of it. Run text recognition (OCR) over it and send the result.",
                details={"file": name},
            )
        lines = without_furniture([lines_of(page) for page in texts], [page.height for page in texts])
        blocks = blocks_of(lines, Outline(document))
        title = _title(document, blocks) or Path(name).stem
        count = len(document)
    warnings = [
        *([f"{_named(pictures)} no text and may need text recognition (OCR)."] if pictures else []),
        *([f"{_named(broken)} damage and could not be read."] if broken else []),
    ]
    return Document(title, tuple(blocks), pages=count, warnings=tuple(warnings))


def page_texts(path: Path) -> list[str]:
    """Return the plain text of every page as pdfium gives it, ligatures and radicals written as in the blocks.

    Args:
        path: a PDF that ``read_pdf`` reads.

    Raises:
        JobFailure: as ``read_pdf``.
    """
    texts = []
    with opened(path, path.name) as document:
        for index in range(len(document)):
            texts.append(_page_text(document, index))
            if sum(map(len, texts)) > MOST_CHARACTERS:
                raise too_large(path.name, f"more than {MOST_CHARACTERS:,} characters")
    return texts


def _page_text(document: pypdfium2.PdfDocument, index: int) -> str:
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return ""
    text = page.get_textpage()
    try:
        # Divided words are written with a soft hyphen and the line break that pdfium leaves out.
        written = re.sub("[\ufffe\u0002]", "\u00ad\n", text.get_text_range().replace("\r\n", "\n"))
        return plain(written)
    finally:
        text.close()
        page.close()


def _pages(
    document: pypdfium2.PdfDocument, name: str, broken: list[int], on_progress: Callable[[float], None] | None
) -> Iterator[Page]:
    """Read one page after the other, within the bounds; those that can't be read are noted."""
    reader = PageReader(document)
    count, left = len(document), MOST_CHARACTERS
    began = time.monotonic()
    for index in range(count):
        try:
            page = reader.read(index, MOST_CHARACTERS_A_PAGE)
        except pypdfium2.PdfiumError:
            broken.append(index + 1)
            page = Page(index + 1, 0.0, 0.0, (), 0)
        if isinstance(page, int):
            raise too_large(name, f"{page:,} characters on page {index + 1}", characters=page)
        left -= page.characters
        if left < 0:
            raise too_large(name, f"more than {MOST_CHARACTERS:,} characters", characters=MOST_CHARACTERS - left)
        if time.monotonic() - began > LONGEST_S:
            raise too_large(name, f"pages that take longer than {LONGEST_S:.0f} s to read", pages=index + 1)
        yield page
        if on_progress is not None:
            on_progress((index + 1) / count)


def _is_picture(document: pypdfium2.PdfDocument, page: Page) -> bool:
    """Tell whether a page is a picture, or is written in a font whose letters have no meaning."""
    if page.unreadable > 0.5 * max(1, page.characters):
        return True
    if sum(len(piece.text) for piece in page.pieces) > _FEW_LETTERS:
        return False
    shown = document[page.number - 1]
    try:
        pictures = [
            held.get_bounds()
            for held, _ in zip(shown.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]), range(100), strict=False)
        ]
    finally:
        shown.close()
    area = sum((right - left) * (top - bottom) for left, bottom, right, top in pictures)
    return bool(area > 0.3 * page.width * page.height)


def _title(document: pypdfium2.PdfDocument, blocks: Sequence[Block]) -> str:
    """Return what the PDF calls itself: its title property if that is one, else the highest heading at its begin."""
    given = plain(document.get_metadata_value("Title")).strip()
    if len(given) > 2 and not _NO_TITLE.match(given) and not _FILE_NAME.search(given):
        return given
    headings = [block for block in blocks[:12] if block.kind == "heading" and block.place.page in (1, 2)]
    return min(headings, key=lambda block: block.level).text if headings else ""


def _named(pages: Sequence[int]) -> str:
    """Return "Page 3 has", "Pages 3-5 and 9 have"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    if len(pages) == 1:
        return f"Page {parts[0]} has"
    *most, end = parts
    return f"Pages {', '.join(most)} and {end} have" if most else f"Pages {end} have"
