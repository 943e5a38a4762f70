"""What a report costs, whether its quotes stand, and what users would take instead.

Speed and memory are those of a process of its own, from the PDF to the three files. The peers see the same documents:
markitdown gives the words and leaves the reading to the reader; sumy's LexRank gives sentences without places; a plain
prompt gives quotes that nobody checks, here by a local stand-in for a model that makes up a fifth of them (the share is
set by us: what is counted is how many reach the reader, not how often models invent).
"""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from markitdown import MarkItDown
from pydantic import BaseModel, ConfigDict

from actors.document_analysis.evidence import Evidence
from actors.document_analysis.reading import read_document
from actors.document_analysis.report import Report
from actors.document_analysis.run import run as run_kind
from actors.document_analysis.spec import DocumentAnalysisParameters
from actors.llm.client import Llm
from actors.text.language import language_of
from actors.text.pdf import page_texts
from actors.text.sentences import sentences_of
from actors.text.verbatim import stands_in
from backend.errors import JobFailure
from tests.bench import summaries
from tests.material import documents, pdfs
from tests.material.job import FolderJob
from tests.material.llm_server import LlmServer
from tests.material.reports import inventing, write_captions, write_lecture

_ENGLISH = ("en_cells", "en_climate", "en_databases", "en_economics", "en_networks", "en_operating_systems")
_CHINESE = ("zh_ancient_history", "zh_economics", "zh_networks", "zh_photosynthesis")
#: Of the stand-in's claims, every fifth has a quote that is made up.
_INVENTED_EVERY = 5


@dataclasses.dataclass(frozen=True)
class _Checked:
    """The quotes of one way over all documents."""

    quotes: int = 0
    standing: int = 0
    spent_s: float = 0.0


def run(*, pages: int = 100) -> dict[str, float]:
    """Measure and print.

    Args:
        pages: of the timed PDF.

    Returns:
        The figures by name.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures = {**_timed(folder, pages), **_compared(folder, _documents(folder))}
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}))
    return figures


def _timed(folder: Path, pages: int) -> dict[str, float]:
    path = pdfs.pages(folder / "long.pdf", pages, full=True)
    began = time.perf_counter()
    shown = subprocess.run(
        [sys.executable, "-m", "tests.bench.report_child", str(path), str(folder / "timed")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    spent_s = time.perf_counter() - began
    told = json.loads(shown.stdout)
    print(f"  {pages} PDF pages ({told['words']:,} words) from start to all three files, in a process of its own")
    print(f"    wall time    {spent_s:.1f} s   (bar: 10)     processor time {told['cpu_s']:.1f} s")
    print(f"    peak memory  {told['peak_mb']:.0f} MB   (bar: 400)")
    return {"wall_s": spent_s, "cpu_s": told["cpu_s"], "peak_mb": told["peak_mb"]}


def _documents(folder: Path) -> list[Path]:
    """Write documents of every type that has a reader of its own."""
    folder = folder / "documents"
    folder.mkdir()
    found = [write_lecture(folder, name) for name in (*_ENGLISH, *_CHINESE)]
    found += [pdfs.plain(folder / f"{name}.pdf", name) for name in ("en_cells", *_CHINESE)]
    found += [
        pdfs.two_columns(folder / "two_columns.pdf"), pdfs.hyphenated(folder / "hyphenated.pdf"),
        pdfs.tables(folder / "tables.pdf"), pdfs.running_heads(folder / "running_heads.pdf"),
        pdfs.with_contents(folder / "contents.pdf"), pdfs.headings(folder / "headings.pdf"),
        write_captions(folder, "en_climate"), write_captions(folder, "zh_networks"),
        documents.write_docx(folder / "report.docx", documents.ENGLISH),
        documents.write_epub(folder / "report.epub", documents.ENGLISH),
        documents.write_html(folder / "report.html", documents.ENGLISH),
        documents.write_pptx(folder / "report.pptx", documents.ENGLISH),
    ]  # fmt: skip
    return found


def _compared(folder: Path, paths: Sequence[Path]) -> dict[str, float]:
    print(f"  {len(paths)} documents (md, pdf, vtt, docx, epub, html, pptx; English and Chinese)")
    print(f"    {'':34}{'time':>8}{'quotes':>8}{'stand in the source':>22}")
    ways: dict[str, Callable[[Path, Path], _Checked]] = {
        "sluice, offline": _ours, "sluice, llm (inventing stand-in)": _ours_by_llm,
        "plain prompt (the same stand-in)": _plain_prompt, "sumy LexRank (no places)": _sumy,
        "markitdown (words only)": _markitdown,
    }  # fmt: skip
    figures = {}
    for way, measure in ways.items():
        results = [measure(path, folder / way.replace(" ", "_") / path.name) for path in paths]
        quotes, standing = sum(result.quotes for result in results), sum(result.standing for result in results)
        spent_s = sum(result.spent_s for result in results)
        share = f"{standing / quotes:.1%}" if quotes else "-"
        print(f"    {way:34}{spent_s:7.1f}s{quotes or '-':>8}{share:>22}")
        figures[f"{way.split(' (')[0]}: standing"] = standing / quotes if quotes else 0.0
    return figures


def _evidence(path: Path) -> Evidence:
    pages = page_texts(path) if path.suffix == ".pdf" else []
    return Evidence(read_document(path, name=path.name), pages)


def _counted(report: Report, path: Path, spent_s: float) -> _Checked:
    evidence = _evidence(path)
    return _Checked(len(report.quotes), sum(evidence.holds(quote.text, quote.at) for quote in report.quotes), spent_s)


def _ours(path: Path, folder: Path) -> _Checked:
    return _reported(path, FolderJob(folder, path), "offline")


def _ours_by_llm(path: Path, folder: Path) -> _Checked:
    with LlmServer(inventing(lambda number: number % _INVENTED_EVERY == 0)) as server:
        return _reported(path, FolderJob(folder, path, providers={"llm": server.provider()}), "llm")


def _reported(path: Path, job: FolderJob, provider: str) -> _Checked:
    began = time.perf_counter()
    try:
        run_kind(DocumentAnalysisParameters.model_validate({"file_id": job.file_id(path), "provider": provider}), job)
    except JobFailure as failure:
        print(f"    {path.name}, {provider}: refused ({failure.code})")
        return _Checked(spent_s=time.perf_counter() - began)
    spent_s = time.perf_counter() - began
    return _counted(Report.model_validate_json((job.folder / "report.json").read_text("utf-8")), path, spent_s)


class _PlainClaim(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str
    quote: str


class ChapterAnswer(BaseModel):
    """What the plain prompt asks for: the same fields as ours, so that the same stand-in answers."""

    model_config = ConfigDict(extra="forbid")
    summary: list[_PlainClaim]
    key_points: list[_PlainClaim]


def _plain_prompt(path: Path, folder: Path) -> _Checked:
    began = time.perf_counter()
    text = MarkItDown().convert(str(path)).text_content
    with LlmServer(inventing(lambda number: number % _INVENTED_EVERY == 0)) as server:
        job = FolderJob(folder, path, providers={"llm": server.provider()})
        with Llm.of(job) as llm:
            answer = llm.ask(
                instructions="Summarise, with quotes.", material=text, answer=ChapterAnswer, purpose="plain prompt"
            )
    claims = [*answer.summary, *answer.key_points]
    # By the words that the model was given: what does not stand there was invented. A place none of them has.
    standing = sum(stands_in(claim.quote, text) for claim in claims)
    return _Checked(len(claims), standing, time.perf_counter() - began)


def _sumy(path: Path, folder: Path) -> _Checked:
    evidence = _evidence(path)
    began = time.perf_counter()
    texts = tuple(sentence.text for sentence in sentences_of(evidence.document, evidence.pages))
    language = language_of(" ".join(texts))
    example = summaries.Example(path.name, language, (texts,), "")
    chosen = summaries.sumy_lexrank(example)
    spent_s = time.perf_counter() - began
    blocks = len(evidence.document.blocks)
    return _Checked(len(chosen), sum(evidence.find(text, 0, blocks) is not None for text in chosen), spent_s)


def _markitdown(path: Path, folder: Path) -> _Checked:
    began = time.perf_counter()
    words = re.findall(r"\w+", MarkItDown().convert(str(path)).text_content)
    assert words, folder
    return _Checked(spent_s=time.perf_counter() - began)
