"""Report on a document, a page or a video: fetch, read, analyse, check every quote, write three files."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from actors.context import JobContext
from actors.document_analysis.analysis import analyse
from actors.document_analysis.evidence import Evidence, check
from actors.document_analysis.markdown import markdown_of
from actors.document_analysis.page import page_of
from actors.document_analysis.reading import read_document
from actors.document_analysis.report import Report, Source
from actors.document_analysis.spec import DocumentAnalysisParameters, DocumentAnalysisResult
from actors.fetching.video import CaptionedVideo, fetch
from actors.steps import steps
from actors.text.document import Document
from actors.text.pdf import page_texts
from actors.text.sentences import sentences_of
from actors.text.words import base_form, rarity
from backend.errors import JobFailure

_FETCHED, _READ, _ANALYSED, _CHECKED = 0.2, 0.55, 0.9, 0.95
#: Everything that calls itself a PDF begins like this within its first kilobyte (ISO 32000, implementation notes).
_PDF_MARK, _PDF_HEAD_BYTES = b"%PDF-", 1024

# Nearly every job asks for these English word lists first. Read here, in the forkserver, they are read once and not by
# every child (0.3 s and 65 MB); the Chinese ones are three times as large, and wait for a Chinese text.
base_form("words", "en")
rarity("words", "en")


@dataclasses.dataclass(frozen=True)
class _Material:
    """What was read, the words of its pages for the check, and where it came from."""

    document: Document
    pages: list[str]
    source: Source


def run(params: DocumentAnalysisParameters, job: JobContext) -> DocumentAnalysisResult:
    """Do one job: see the steps."""
    # 1. Get the words.
    material = _fetched(params.url, job) if params.url else _uploaded(params.file_id or "", job)
    _refuse_nothing_said(material)

    # 2. Report on them.
    report = analyse(
        material.document,
        material.pages,
        material.source,
        params,
        job=job,
        on_progress=lambda done, what: job.progress(_READ + (_ANALYSED - _READ) * done, "analysing", what),
    )

    # 3. Write it down, and check what was written: every quote at its place, or nothing is delivered.
    path = job.artifact("report.json")
    path.write_text(report.model_dump_json(indent=2) + "\n", encoding="utf-8")
    written = Report.model_validate_json(path.read_text(encoding="utf-8"))
    check(written, Evidence(material.document, material.pages))
    job.progress(_CHECKED, "checking", f"{len(written.quotes)} quotes stand in the source")
    job.artifact("report.md").write_text(markdown_of(written), encoding="utf-8")
    job.artifact("report.html").write_text(page_of(written), encoding="utf-8")
    job.progress(1.0, "done", f"{len(written.chapters)} chapters, {len(written.quotes)} quotes")
    return DocumentAnalysisResult(
        title=written.title,
        language=written.language,
        summary=list(written.summary),
        keywords=list(written.keywords),
        counts=written.counts.model_dump(),
        warnings=list(written.warnings),
    )


def _fetched(url: str, job: JobContext) -> _Material:
    found = fetch(url, job, on_progress=steps(job, 0.0, _FETCHED, "fetching", "downloaded"))
    if isinstance(found, CaptionedVideo):
        document = found.document
        if found.duration_s > document.duration_s:
            document = dataclasses.replace(document, duration_s=found.duration_s)
        job.progress(_READ, "reading", f"{len(document.blocks)} captions")
        source = Source(kind="video", name=found.title, url=found.url, duration_s=round(document.duration_s, 3))
        return _Material(document, [], source)
    material = _read(found.path, found.name, job, begin=_FETCHED)
    web_page = "html" in found.media_type
    kind = "web_page" if web_page else material.source.kind
    name = material.document.title if web_page else found.name
    return dataclasses.replace(
        material, source=material.source.model_copy(update={"kind": kind, "name": name, "url": found.url})
    )


def _uploaded(file_id: str, job: JobContext) -> _Material:
    return _read(job.input(file_id), job.input_name(file_id), job, begin=0.0)


def _read(path: Path, name: str, job: JobContext, *, begin: float) -> _Material:
    document = read_document(path, name=name, on_progress=steps(job, begin, 0.9 * _READ, "reading", name))
    with path.open("rb") as file:
        is_pdf = _PDF_MARK in file.read(_PDF_HEAD_BYTES)
    pages = page_texts(path) if is_pdf and document.pages else []
    job.progress(_READ, "reading", f"{len(document.blocks)} paragraphs, headings and tables")
    source = Source(
        kind="video" if document.duration_s else "document",
        name=name,
        pages=document.pages or None,
        duration_s=round(document.duration_s, 3) or None,
    )
    return _Material(document, pages, source)


def _refuse_nothing_said(material: _Material) -> None:
    if not sentences_of(material.document, material.pages):
        raise JobFailure(
            "no_sentences",
            f"{material.source.name} holds no whole sentence, only headings, tables or code. "
            "Send a document with running text.",
            details={"file": material.source.name},
        )
