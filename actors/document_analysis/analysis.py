"""From a document that was read to its report: divide it, let a writer write, put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from actors.context import JobContext
from actors.document_analysis.chapters_by_llm import write_by_llm
from actors.document_analysis.drafts import Facts, count_words, put_together
from actors.document_analysis.evidence import Evidence
from actors.document_analysis.offline import write_offline
from actors.document_analysis.outline_by_llm import outlined
from actors.document_analysis.parts import parts_of
from actors.document_analysis.report import Report, Source
from actors.document_analysis.spec import DocumentAnalysisParameters
from actors.llm.client import Llm
from actors.text.document import Document
from actors.text.language import language_of
from actors.text.sentences import sentences_of


def analyse(
    document: Document,
    pages: Sequence[str],
    source: Source,
    params: DocumentAnalysisParameters,
    *,
    job: JobContext,
    on_progress: Callable[[float, str], None],
) -> Report:
    """Report on a document.

    Args:
        document: what was read.
        pages: the plain text of each page of a PDF, else empty.
        source: where it came from.
        params: the job's; they name the writer and the language.
        job: gives the language model.
        on_progress: told (fraction 0..1, what was done).
    """
    texts = [block.text for block in document.blocks]
    spoken = language_of("\n".join(texts))
    own = spoken if params.language == "auto" else params.language
    sentences = sentences_of(document, pages)
    parts = parts_of(document, sentences, spoken, own)
    on_progress(0.2, f"{len(sentences)} sentences in {len(parts)} parts")
    evidence = Evidence(document, pages)
    if params.provider == "llm":
        with Llm.of(job) as llm:
            parts = outlined(document, parts, llm=llm, job=job, language=own, source=spoken)
            on_progress(0.25, f"{len(parts)} chapters outlined")
            draft = write_by_llm(
                parts, llm=llm, language=own, evidence=evidence, job=job, on_progress=_rest(on_progress)
            )
    else:
        draft = write_offline(
            document, sentences, parts, source_language=spoken, evidence=evidence, on_progress=_rest(on_progress)
        )
    facts = Facts(document, source, spoken, sentences=len(sentences), words=count_words(texts, spoken))
    return put_together(draft, facts, parts, title=params.title.strip(), language=own)


def _rest(on_progress: Callable[[float, str], None]) -> Callable[[float, str], None]:
    return lambda done, what: on_progress(0.25 + 0.75 * done, what)
