"""Open a PDF, or say in one sentence why it can't be read."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from actors.text.pdf.bombs import refuse_bombs
from backend.errors import JobFailure

#: A lecture has a few hundred pages at most, the thickest handbook a few thousand.
MOST_PAGES = 5_000
#: The specification asks for the header at the very beginning; readers look for it in the first kilobyte.
_HEADER_WITHIN_BYTES = 1024
#: The end marker may be followed by a little rubbish (mail gateways, download managers).
_TRAILER_WITHIN_BYTES = 4096


@contextlib.contextmanager
def opened(path: Path, name: str) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF that can be read without a password.

    Args:
        path: where it lies.
        name: what its owner calls it, for messages.

    Raises:
        JobFailure: ``empty_file``, ``not_a_pdf``, ``encrypted``, ``damaged`` or ``too_large``.

    Source:
        ISO 32000-1, 7.5.2 (file header) and 7.5.5 (file trailer).
    """
    _refuse_what_is_no_whole_pdf(path, name)
    refuse_bombs(path, name)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _refusal(error, name) from error
    try:
        pages = len(document)
        if not pages:
            raise damaged(name)
        if pages > MOST_PAGES:
            raise too_large(name, f"{pages:,} pages, more than the {MOST_PAGES:,} that are read", pages=pages)
        yield document
    finally:
        document.close()


def damaged(name: str) -> JobFailure:
    """Return the refusal of a file that is cut off or broken."""
    return JobFailure(
        "damaged", f"{name} is cut off or damaged. Download or export it again and upload it.", details={"file": name}
    )


def too_large(name: str, what: str, **facts: int) -> JobFailure:
    """Return the refusal of a file that asks for more than is given.

    Args:
        name: the file's name.
        what: what it has too much of, the end of "... has".
        facts: the same in numbers.
    """
    return JobFailure(
        "too_large", f"{name} has {what}. Split it and send the part you need.", details={"file": name, **facts}
    )


def _refuse_what_is_no_whole_pdf(path: Path, name: str) -> None:
    size_bytes = path.stat().st_size
    if not size_bytes:
        raise JobFailure("empty_file", f"{name} is empty. Upload it again.", details={"file": name})
    with path.open("rb") as file:
        head = file.read(_HEADER_WITHIN_BYTES)
        file.seek(max(0, size_bytes - _TRAILER_WITHIN_BYTES))
        tail = file.read()
    if b"%PDF-" not in head:
        raise JobFailure("not_a_pdf", f"{name} is not a PDF. Export it as a PDF and send that.", details={"file": name})
    # pdfium would repair a file that was cut off and show the pages it finds: an exam on half a lecture.
    if not re.search(rb"startxref\s+\d+\s+%%EO", tail):
        raise damaged(name)


def _refusal(error: pypdfium2.PdfiumError, name: str) -> JobFailure:
    code = pdfium.FPDF_GetLastError() if error.err_code is None else error.err_code
    if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return JobFailure(
            "encrypted", f"{name} needs a password. Save a copy without one and send that.", details={"file": name}
        )
    return damaged(name)
