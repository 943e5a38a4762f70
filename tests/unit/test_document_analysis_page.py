"""The report as Markdown and as a page: hostile text stays text, and everything is in one file."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import lxml.html
import pytest
from markdown_it import MarkdownIt

from actors.document_analysis.links import link_of
from actors.document_analysis.markdown import escaped, markdown_of
from actors.document_analysis.page import page_of
from actors.document_analysis.page_style import DARK, LIGHT
from actors.document_analysis.report import At, Report, Source, Table
from tests.material.reports import HOSTILE, report_on, write_captions, write_lecture


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("report")
    return report_on(write_lecture(folder, "en_climate"), folder / "out")


@pytest.fixture
def hostile(report: Report) -> Report:
    """Every text of the report says something that a browser must not understand."""
    chapters = tuple(
        chapter.model_copy(update={
            "title": HOSTILE, "summary": (HOSTILE,) * len(chapter.summary),
            "key_points": (HOSTILE,) * len(chapter.key_points),
        })
        for chapter in report.chapters
    )  # fmt: skip
    return report.model_copy(update={
        "title": HOSTILE, "summary": (HOSTILE,) * len(report.summary), "chapters": chapters, "keywords": (HOSTILE,),
        "warnings": (HOSTILE,), "model": HOSTILE, "source": Source(kind="web_page", name=HOSTILE, url='https://a.b/"><script>'),
        "quotes": tuple(quote.model_copy(update={"text": HOSTILE}) for quote in report.quotes),
    })  # fmt: skip


def test_hostile_text_stays_text_in_the_page(hostile: Report) -> None:
    html = page_of(hostile)
    tree = lxml.html.fromstring(html)
    assert not tree.xpath("//script | //img | //iframe | //object | //form | //@onerror | //@style")
    assert all(href.startswith(("#", "https://a.b/%22%3E%3Cscript%3E")) for href in tree.xpath("//a/@href"))
    assert HOSTILE in tree.xpath("//h1")[0].text_content()


def test_hostile_text_stays_text_in_markdown(hostile: Report) -> None:
    html = MarkdownIt("commonmark").render(markdown_of(hostile))
    tree = lxml.html.fromstring(f"<div>{html}</div>")
    assert not tree.xpath("//script | //img")
    assert all(href.startswith("https://a.b/") for href in tree.xpath("//a/@href"))
    assert HOSTILE in tree.xpath("//h1")[0].text_content()


@pytest.mark.parametrize(
    "text", ["# no heading", "- no item", "1. no list", "*a* _b_ `c` ~~d~~ | e", "=== x", "a\\b", "&amp;"]
)
def test_markdown_shows_text_as_it_is(text: str) -> None:
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(escaped(text))
    tree = lxml.html.fromstring(html)
    assert tree.tag == "p"
    assert tree.text_content().strip() == text


def test_page_needs_nothing_else(report: Report) -> None:
    html = page_of(report)
    assert not re.search(r"src=|@import|url\(|<link|<script", html)
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in html


def test_every_link_within_the_page_leads_somewhere(report: Report) -> None:
    tree = lxml.html.fromstring(page_of(report))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    inner = [href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")]
    assert inner
    assert set(inner) <= set(ids)
    assert set(tree.xpath("//@aria-labelledby")) <= set(ids)
    assert tree.xpath("count(//main)") == tree.xpath("count(//header)") == tree.xpath("count(//h1)") == 1


def test_quotes_of_a_film_link_to_their_time(tmp_path: Path) -> None:
    report = report_on(write_captions(tmp_path, "en_climate"), tmp_path / "out")
    source = report.source.model_copy(update={"url": "https://www.youtube.com/watch?v=abc"})
    html = page_of(report.model_copy(update={"source": source}))
    seconds = int(report.quotes[0].at.start_s or 0)
    assert f"https://www.youtube.com/watch?v=abc&amp;t={seconds}" in html


@pytest.mark.parametrize(
    ("url", "at", "expected"),
    [
        ("https://youtu.be/abc", At(start_s=61.7), "https://youtu.be/abc?t=61"),
        ("https://a.b/film.mp4#x", At(start_s=5), "https://a.b/film.mp4#t=5"),
        ("https://a.b/paper.pdf", At(page=12), "https://a.b/paper.pdf#page=12"),
        ("https://a.b/page", At(paragraph=3), "https://a.b/page"),
        ("javascript:alert(1)", At(page=1), None),
        (None, At(page=1), None),
    ],
)
def test_link_leads_to_the_place(url: str | None, at: At, expected: str | None) -> None:
    assert link_of(Source(kind="document", name="x", url=url), at) == expected


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_all_text_can_be_read_on_its_ground(colours: dict[str, str]) -> None:
    pairs = [
        ("ink", "ground"), ("ink", "card"), ("quiet", "ground"), ("quiet", "card"), ("accent", "ground"),
        ("accent", "card"), ("accent", "soft"), ("note-ink", "note"),
    ]  # fmt: skip
    for ink, ground in pairs:
        assert _contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


def _contrast(one: str, other: str) -> float:
    """Source: WCAG 2.2, relative luminance and contrast ratio."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_columns_of_figures_are_set_as_figures(report: Report) -> None:
    rows = (("Planet", "Moons", "Day"), ("Venus", "0", "2,802 hours"), ("Mars", "2", "24.7 hours"), ("Sun", "-", ""))
    table = Table(at=At(paragraph=1), chapter=0, rows=rows)
    tree = lxml.html.fromstring(page_of(report.model_copy(update={"tables": (table,)})))
    assert tree.xpath("//th[@class='number']/text()") == ["Moons"]
    assert tree.xpath("//td[@class='number']/text()") == ["0", "2", "-"]


def test_marks_of_one_paragraph_share_its_length(report: Report) -> None:
    tree = lxml.html.fromstring(page_of(report))
    marks = [float(x.rstrip("%")) for x in tree.xpath("//line/@x1")]
    fields = [float(x.rstrip("%")) for x in tree.xpath("//rect/@x")]
    assert len(marks) == len(report.quotes)
    assert len(set(marks)) == len(marks)
    assert marks == sorted(marks)
    for begin, end, chapter in zip(fields, [*fields[1:], 100.0], report.chapters, strict=True):
        assert sum(begin < mark < end for mark in marks) == len(chapter.quotes)
    assert "side by side" in tree.xpath("//figcaption")[0].text_content()


def test_chapters_bear_the_numbers_of_the_contents(report: Report) -> None:
    tree = lxml.html.fromstring(page_of(report))
    assert tree.xpath("//nav//span[@class='n']/text()") == tree.xpath("//h3/span[@class='n']/text()")
