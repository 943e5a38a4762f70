"""Any supported document in, its blocks in reading order out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from actors.document_analysis.reading.book import read_book
from actors.document_analysis.reading.markdown import read_markdown
from actors.document_analysis.reading.open_document import read_open_document
from actors.document_analysis.reading.plain_text import read_plain_text
from actors.document_analysis.reading.recognise import FileType, type_of
from actors.document_analysis.reading.slides import read_slides
from actors.document_analysis.reading.web_page import read_web_page
from actors.document_analysis.reading.word import read_word
from actors.text.document import Document
from actors.text.pdf import read_pdf


class _Reader(Protocol):
    def __call__(self, path: Path, *, name: str, on_progress: Callable[[float], None] | None = None) -> Document: ...


_READERS: dict[FileType, _Reader] = {
    "pdf": read_pdf,
    "docx": read_word,
    "pptx": read_slides,
    "epub": read_book,
    "odt": read_open_document,
    "html": read_web_page,
    "md": read_markdown,
    "txt": read_plain_text,
}


def read_document(path: Path, *, name: str, on_progress: Callable[[float], None] | None = None) -> Document:
    """Read a document of any supported type; the content decides on the type, then the name.

    Args:
        path: the file.
        name: its name, as its owner knows it.
        on_progress: called with 0..1 as the work goes on.

    Raises:
        JobFailure: ``damaged``, ``empty_file``, ``encrypted``, ``no_text``, ``too_large``, ``unsafe_document``,
            ``unsupported_type``; for PDFs and films also what their readers raise.
    """
    found = type_of(path, name)
    if found == "captions":
        from actors.fetching.captions import read_captions  # noqa: PLC0415 (PyAV: for films alone)

        document = read_captions(path, name=name)
    elif found == "video":
        from actors.fetching.captions import embedded_captions  # noqa: PLC0415 (PyAV: for films alone)

        document = embedded_captions(path, name=name)
    else:
        document = _READERS[found](path, name=name, on_progress=on_progress)
    if on_progress:
        on_progress(1.0)
    return document
