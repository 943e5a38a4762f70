"""What the offline writer makes of documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from actors.document_analysis.analysis import analyse
from actors.document_analysis.evidence import Evidence, UnprovenQuote, check
from actors.document_analysis.parts import MOST_CHAPTERS, parts_of
from actors.document_analysis.reading import read_document
from actors.document_analysis.report import At, Report
from actors.document_analysis.run import run
from actors.document_analysis.segmentation import divided
from actors.document_analysis.spec import DocumentAnalysisParameters
from actors.fetching.video import CaptionedVideo, DownloadedFile
from actors.text.document import Block, Document, Place
from actors.text.pdf import page_texts
from actors.text.sentences import sentences_of
from actors.text.verbatim import stands_in
from backend.errors import JobFailure
from tests.material import documents, pdfs
from tests.material.job import FolderJob
from tests.material.lectures import lecture
from tests.material.reports import report_on, write_captions, write_lecture


def test_chapters_follow_the_documents_own_outline(tmp_path: Path) -> None:
    report = report_on(write_lecture(tmp_path, "en_climate"), tmp_path / "out")
    assert [chapter.title for chapter in report.chapters] == [s.heading for s in lecture("en_climate").sections]
    assert report.title == lecture("en_climate").title
    assert report.language == "en"


def test_every_quote_of_a_pdf_stands_on_its_page(tmp_path: Path) -> None:
    path = pdfs.two_columns(tmp_path / "economics.pdf")
    report = report_on(path, tmp_path / "out")
    pages = page_texts(path)
    assert len(report.quotes) >= 8
    assert all(stands_in(quote.text, pages[(quote.at.page or 0) - 1]) for quote in report.quotes)


def test_every_text_of_an_offline_report_is_a_quote(tmp_path: Path) -> None:
    report = report_on(write_lecture(tmp_path, "zh_networks"), tmp_path / "out")
    quotes = {quote.text for quote in report.quotes}
    assert set(report.summary) | set(report.key_points) <= quotes
    assert all(set(chapter.summary) | set(chapter.key_points) <= quotes for chapter in report.chapters)
    assert report.language == "zh"


def test_summary_covers_the_chapters_and_repeats_nothing(tmp_path: Path) -> None:
    report = report_on(write_lecture(tmp_path, "en_operating_systems"), tmp_path / "out")
    chapters = {report.chapter_of(proof[0]) for proof in report.summary_proof}
    assert 3 <= len(report.summary) <= 6
    assert len(chapters) == min(len(report.summary), len(report.chapters))
    assert not set(report.summary) & set(report.key_points)


def test_report_in_another_language_keeps_the_sentences(tmp_path: Path) -> None:
    path = write_lecture(tmp_path, "en_cells")
    english, chinese = (report_on(path, tmp_path / name, language=name) for name in ("en", "zh"))
    assert chinese.language == "zh"
    assert chinese.source_language == "en"
    assert chinese.summary == english.summary
    assert "摘要" in (tmp_path / "zh" / "report.md").read_text()
    assert '<html lang="zh-Hans">' in (tmp_path / "zh" / "report.html").read_text()


@pytest.mark.parametrize("name", ["en_climate", "zh_networks"])
def test_a_films_quotes_begin_at_their_time(tmp_path: Path, name: str) -> None:
    report = report_on(write_captions(tmp_path, name), tmp_path / "out")
    assert report.source.kind == "video"
    assert report.counts.duration_s > 60
    assert all(quote.at.start_s is not None for quote in report.quotes)
    assert len({quote.at.start_s for quote in report.quotes}) > 5


def test_captions_without_punctuation_give_a_report_too(tmp_path: Path) -> None:
    report = report_on(write_captions(tmp_path, "en_cells", punctuated=False), tmp_path / "out")
    assert report.summary
    assert len(report.quotes) >= 3
    assert f"\u2026\u00a0{report.summary[0]}\u00a0\u2026" in (tmp_path / "out" / "report.html").read_text()


def test_text_without_headings_is_divided_where_its_topic_changes() -> None:
    topics = ["cats purr and cats sleep", "stars shine and stars burn", "bread rises and bread bakes"]
    texts = [f"{topic} {number}" for topic in topics for number in range(10)]
    assert divided(texts, "en", 3, weights=[1] * 30) == [0, 10, 20]


def test_long_document_without_headings_has_chapters_named_by_its_words(tmp_path: Path) -> None:
    lectures = [lecture(name) for name in ("en_cells", "en_economics", "en_networks")]
    texts = [text.joined(p) for text in lectures for section in text.sections for p in section.paragraphs]
    blocks = [Block("paragraph", text, Place(paragraph=number)) for number, text in enumerate(texts, 1)]
    document = Document("Three things", tuple(blocks))
    parts = parts_of(document, sentences_of(document), "en", "en")
    assert 2 <= len(parts) <= MOST_CHAPTERS
    assert all(part.title and not part.own_title for part in parts)
    assert [part.first for part in parts][1:] == [part.stop for part in parts][:-1]


def test_many_headings_are_taken_together() -> None:
    blocks: list[Block] = []
    for number in range(60):
        blocks.append(Block("heading", f"Heading {number}", Place(paragraph=2 * number + 1), level=1))
        blocks.append(Block("paragraph", "Some words about it stand here. " * 8, Place(paragraph=2 * number + 2)))
    document = Document("Long", tuple(blocks))
    parts = parts_of(document, sentences_of(document), "en", "en")
    assert len(parts) == MOST_CHAPTERS
    assert parts[0].title.startswith("Heading 0")
    assert parts[-1].stop == len(blocks)


def test_nothing_is_quoted_from_references(tmp_path: Path) -> None:
    path = write_lecture(tmp_path, "en_climate")
    path.write_text(path.read_text() + "\n\n## References\n\nThe atmosphere is described at length by many authors.\n")
    report = report_on(path, tmp_path / "out")
    assert "References" in [entry.title for entry in report.outline]
    assert "References" not in [chapter.title for chapter in report.chapters]
    assert not any("many authors" in quote.text for quote in report.quotes)


def test_short_text_gives_a_short_report(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("The bridge over the river was closed on Monday. Repairs to its bearings will take three weeks.\n")
    report = report_on(path, tmp_path / "out")
    assert len(report.chapters) == 1
    assert len(report.summary) == 1
    assert not report.key_points


def test_tables_stay_tables(tmp_path: Path) -> None:
    path = write_lecture(tmp_path, "en_climate")
    path.write_text(path.read_text() + "\n| Gas | Share |\n| --- | --- |\n| Nitrogen | 78 % |\n| Oxygen | 21 % |\n")
    report = report_on(path, tmp_path / "out")
    assert report.tables[0].rows == (("Gas", "Share"), ("Nitrogen", "78 %"), ("Oxygen", "21 %"))
    assert '<th scope="col">Gas</th>' in (tmp_path / "out" / "report.html").read_text()
    assert "| Nitrogen | 78 % |" in (tmp_path / "out" / "report.md").read_text()


def test_same_document_gives_the_same_report(tmp_path: Path) -> None:
    path = write_lecture(tmp_path, "en_databases")
    assert report_on(path, tmp_path / "one") == report_on(path, tmp_path / "two")


def test_progress_only_grows_and_ends_at_one(tmp_path: Path) -> None:
    path = write_lecture(tmp_path, "en_cells")
    job = FolderJob(tmp_path / "out", path)
    report_on(path, tmp_path, job)
    fractions = [fraction for fraction, _, _ in job.reports]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert {"reading", "analysing", "checking", "done"} <= {stage for _, stage, _ in job.reports}


def test_document_without_a_sentence_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "numbers.md"
    path.write_text("# Only this\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n")
    with pytest.raises(JobFailure, match="no whole sentence") as caught:
        report_on(path, tmp_path / "out")
    assert caught.value.code == "no_sentences"


def test_a_quote_that_does_not_stand_at_its_place_is_never_delivered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_lecture(tmp_path, "en_cells")
    monkeypatch.setattr("actors.document_analysis.run.analyse", _forged)
    with pytest.raises(UnprovenQuote, match="never said"):
        report_on(path, tmp_path / "out")
    assert not (tmp_path / "out" / "report.html").exists()


def _forged(*args: object, **more: object) -> Report:
    report = analyse(*args, **more)  # type: ignore[arg-type]
    forged = report.quotes[0].model_copy(update={"text": "This was never said."})
    chapter = report.chapters[0].model_copy(update={"quotes": (forged, *report.chapters[0].quotes[1:])})
    return report.model_copy(
        update={"quotes": (forged, *report.quotes[1:]), "chapters": (chapter, *report.chapters[1:])}
    )


def test_check_finds_a_quote_at_the_wrong_place(tmp_path: Path) -> None:
    document = Document(
        "Two",
        (Block("paragraph", "One thing.", Place(paragraph=1)), Block("paragraph", "Two things.", Place(paragraph=2))),
    )
    evidence = Evidence(document)
    assert evidence.holds("Two things.", At(paragraph=2))
    assert not evidence.holds("Two things.", At(paragraph=1))
    assert not evidence.holds("Two things", At(page=2))


def test_check_finds_a_statement_without_its_quote(tmp_path: Path) -> None:
    path = write_lecture(tmp_path, "en_cells")
    report = report_on(path, tmp_path / "out")
    lying = report.model_copy(update={"summary_proof": ((), *report.summary_proof[1:])})
    evidence = Evidence(read_document(path, name=path.name))
    check(report, evidence)
    with pytest.raises(UnprovenQuote, match="without its quotes"):
        check(lying, evidence)


def test_sentence_of_a_film_is_placed_where_it_begins() -> None:
    captions = [
        Block("caption", text, Place(start_s=3.0 * n))
        for n, text in enumerate(["we begin. The", "cat sat", "down. End"])
    ]
    evidence = Evidence(Document("Film", tuple(captions), duration_s=9))
    assert evidence.holds("The cat sat down.", At(start_s=0))
    assert not evidence.holds("The cat sat down.", At(start_s=3))
    assert evidence.find("cat sat down.", 0, 3) == At(start_s=3)


def test_a_film_on_the_web_is_reported_on_by_its_captions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_captions(tmp_path, "en_climate")
    url = "https://example.org/film.mp4"
    film = CaptionedVideo("A film", url, 400.0, "en", read_document(path, name=path.name))
    monkeypatch.setattr("actors.document_analysis.run.fetch", lambda *_, **__: film)
    job = FolderJob(tmp_path / "out")
    run(DocumentAnalysisParameters(url=url), job)
    report = Report.model_validate_json((tmp_path / "out" / "report.json").read_text())
    assert (report.source.kind, report.source.url, report.source.name) == ("video", url, "A film")
    assert report.counts.duration_s == 400
    assert f"{url}#t={int(report.quotes[0].at.start_s or 0)}" in (tmp_path / "out" / "report.html").read_text()


def test_a_page_on_the_web_is_linked_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = documents.write_html(tmp_path / "page.html", documents.ENGLISH)
    found = DownloadedFile(path, "page.html", "text/html", "https://example.org/page")
    monkeypatch.setattr("actors.document_analysis.run.fetch", lambda *_, **__: found)
    run(DocumentAnalysisParameters(url="https://example.org/"), FolderJob(tmp_path / "out"))
    report = Report.model_validate_json((tmp_path / "out" / "report.json").read_text())
    assert (report.source.kind, report.source.url) == ("web_page", "https://example.org/page")
