"""``report.html``: one file that needs nothing else, runs nothing, and shows hostile text as text."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from html import escape

from actors.document_analysis.links import link_of
from actors.document_analysis.page_style import style
from actors.document_analysis.picture import where_the_points_are
from actors.document_analysis.report import At, Proof, Report, Table
from actors.document_analysis.wording import WORDINGS, as_said, facts_line, numbered_titles, place_label

_LANGUAGE_TAGS = {"en": "en", "zh": "zh-Hans"}
_NUMBERS = ' class="number"'
#: 4,879 or -1.5 % or $12, also what stands for a figure that is not there.
_FIGURE = re.compile(
    r"[-+\u2212\u00b1~<>]?\s?[$\u20ac\u00a3\u00a5]?\d[\d.,\s]*\s?[%\u2030]?|[-\u2013\u2014]|n/?a", re.IGNORECASE
)
_OUTWARD = 'rel="noopener noreferrer nofollow" referrerpolicy="no-referrer"'


def page_of(report: Report) -> str:
    """Return the report as a page of HTML."""
    return _Page(report).html()


class _Page:
    def __init__(self, report: Report) -> None:
        self._report = report
        self._words = WORDINGS[report.language]
        own, foreign = _LANGUAGE_TAGS[report.language], _LANGUAGE_TAGS[report.source_language]
        #: Marks text in the source's language where that is not the page's.
        self._foreign = f' lang="{foreign}"' if own != foreign else ""
        #: What the writer wrote; the offline writer wrote nothing itself.
        self._written = self._foreign if report.model is None else ""

    def html(self) -> str:
        report, words, rules = self._report, self._words, style()
        digest = base64.b64encode(hashlib.sha256(rules.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        how = words.offline if report.model is None else words.by_model.format(model=report.model)
        many = len(report.chapters) > 1
        return (
            f'<!doctype html>\n<html lang="{_LANGUAGE_TAGS[report.language]}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
            f"<title>{escape(report.title)}</title>\n<style>{rules}</style>\n</head>\n<body>\n"
            f'<a class="skip" href="#summary">{words.skip}</a>\n<div class="sheet">\n{self._header()}\n'
            f'<div class="columns">\n{self._contents() if many else ""}\n<main>\n{self._lead()}\n'
            f"{self._key_points()}\n{self._keywords()}\n{self._map()}\n{self._chapters()}\n</main>\n</div>\n"
            f"<footer><p>{escape(how)}</p></footer>\n</div>\n</body>\n</html>\n"
        )

    def _header(self) -> str:
        report = self._report
        name, link = escape(report.source.name), link_of(report.source)
        shown = f'<a href="{escape(link)}" {_OUTWARD}>{name}</a>' if link else name
        facts = "".join(f"<span>{fact}</span>" for fact in (shown, *map(escape, facts_line(report))))
        notes = "".join(f"<p>{escape(warning)}</p>" for warning in report.warnings)
        note = f'<div class="note" role="note" aria-label="{self._words.notes}">{notes}</div>' if notes else ""
        return f'<header><h1{self._foreign}>{escape(report.title)}</h1><p class="facts">{facts}</p>{note}</header>'

    def _contents(self) -> str:
        entries = "".join(
            f'<li><a href="#chapter-{place}"><span class="n">{escape(number)}</span><span class="name">{escape(title)}'
            f'</span><span class="where">{self._label(chapter.at)}</span></a></li>'
            for place, (chapter, (number, title)) in enumerate(
                zip(self._report.chapters, numbered_titles(self._report), strict=True), 1
            )
        )
        return (
            f'<nav aria-labelledby="contents"><h2 id="contents">{self._words.contents}</h2>'
            f"<ol{self._foreign}>{entries}</ol></nav>"
        )

    def _lead(self) -> str:
        report = self._report
        pairs = zip(report.summary, report.summary_proof, strict=True)
        texts = "".join(f"<p>{self._said(text, proof)}</p>" for text, proof in pairs)
        texts = texts or f'<p class="nothing">{self._words.nothing}</p>'
        return (
            f'<section class="lead" id="summary" aria-labelledby="summary-title">'
            f'<h2 id="summary-title">{self._words.summary}</h2>{texts}</section>'
        )

    def _key_points(self) -> str:
        report = self._report
        if not report.key_points:
            return ""
        points = self._points(report.key_points, report.key_points_proof, quoted=False)
        return f'<section aria-labelledby="points"><h2 id="points">{self._words.key_points}</h2>{points}</section>'

    def _keywords(self) -> str:
        if not self._report.keywords:
            return ""
        entries = "".join(f"<li>{escape(word)}</li>" for word in self._report.keywords)
        return (
            f'<section aria-labelledby="keywords"><h2 id="keywords">{self._words.keywords}</h2>'
            f'<ul class="words"{self._foreign}>{entries}</ul></section>'
        )

    def _map(self) -> str:
        drawing = where_the_points_are(self._report)
        if not drawing:
            return ""
        return f'<section aria-labelledby="map-title"><h2 id="map-title">{self._words.where}</h2>{drawing}</section>'

    def _chapters(self) -> str:
        chapters = "".join(self._chapter(index) for index in range(len(self._report.chapters)))
        return f'<section aria-labelledby="chapters"><h2 id="chapters">{self._words.chapters}</h2>{chapters}</section>'

    def _chapter(self, index: int) -> str:
        chapter, number = self._report.chapters[index], index + 1
        own_number, title = numbered_titles(self._report)[index]
        mark = f'<span class="n">{escape(own_number)}</span> ' if own_number and len(self._report.chapters) > 1 else ""
        first, last = self._label(chapter.at), self._label(chapter.end)
        span = first if first == last else f"{first} \u2013 {last}"
        pairs = zip(chapter.summary, chapter.summary_proof, strict=True)
        summary = "".join(
            f"<p>{self._said(text, proof, within=True)}</p>{self._quotes(proof)}" for text, proof in pairs
        )
        summary = summary or f'<p class="nothing">{self._words.nothing}</p>'
        points = ""
        if chapter.key_points:
            shown = self._points(chapter.key_points, chapter.key_points_proof, quoted=True)
            points = f"<h4>{self._words.key_points}</h4>{shown}"
        tables = "".join(self._table(table) for table in self._report.tables if table.chapter == index)
        return (
            f'<article class="chapter" id="chapter-{number}" aria-labelledby="title-{number}">'
            f'<h3 id="title-{number}"{self._foreign}>{mark}{escape(title)}</h3><p class="span">{span}</p>'
            f"{summary}{points}{tables}</article>"
        )

    def _points(self, texts: Sequence[str], proofs: Sequence[Proof], *, quoted: bool) -> str:
        entries = []
        for text, proof in zip(texts, proofs, strict=True):
            quotes = self._quotes(proof) if quoted else ""
            entries.append(f"<li>{self._said(text, proof, within=quoted)}{quotes}</li>")
        return f'<ul class="points">{"".join(entries)}</ul>'

    def _quotes(self, proof: Proof) -> str:
        """Return the words that a model's statement rests on; an extracted sentence is its own quote."""
        if self._report.model is None:
            return ""
        texts = (escape(self._report.quotes[number].text) for number in proof)
        return "".join(f"<blockquote{self._foreign}>{text}</blockquote>" for text in texts)

    def _said(self, text: str, proof: Proof, *, within: bool = False) -> str:
        said = as_said(self._report, text)
        places = {self._place(number, within=within): None for number in proof}
        body = f"<span{self._written}>{escape(said)}</span>" if self._written else escape(said)
        # The place stays on the line of the last word.
        return f"{body}\u00a0{''.join(places)}"

    def _place(self, number: int, *, within: bool) -> str:
        """Return a chip with a quote's place: a link to it, else to its chapter, else (in that chapter) none."""
        at = self._report.quotes[number].at
        link = link_of(self._report.source, at) if at.paragraph is None else None
        if link:
            return f'<a class="at" href="{escape(link)}" {_OUTWARD}>{self._label(at)}</a>'
        if within:
            return f'<span class="at">{self._label(at)}</span>'
        return f'<a class="at" href="#chapter-{self._report.chapter_of(number) + 1}">{self._label(at)}</a>'

    def _table(self, table: Table) -> str:
        caption = f"{self._words.table}, {self._label(table.at)}"
        width = max(map(len, table.rows))
        numbers = [_is_of_numbers(table, column) for column in range(width)]
        head = "".join(
            f'<th scope="col"{_NUMBERS if number else ""}>{escape(cell)}</th>'
            for cell, number in zip(table.rows[0], numbers, strict=False)
        )
        body = "".join(
            "<tr>"
            + "".join(
                f"<td{_NUMBERS if number else ''}>{escape(cell)}</td>"
                for cell, number in zip(row, numbers, strict=False)
            )
            + "</tr>"
            for row in table.rows[1:]
        )
        more = ""
        if table.left_out_rows:
            left_out = self._words.rows_left_out.format(count=table.left_out_rows)
            more = f'<p class="span">{escape(left_out)}</p>'
        return (
            f'<div class="table" role="region" tabindex="0" aria-label="{escape(caption)}"><table><caption>'
            f"{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody{self._foreign}>{body}</tbody></table></div>"
            f"{more}"
        )

    def _label(self, at: At) -> str:
        return escape(place_label(at, self._report.language))


def _is_of_numbers(table: Table, column: int) -> bool:
    """Tell whether a column holds figures, which stand one below the other."""
    cells = [row[column].strip() for row in table.rows[1:] if column < len(row)]
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(_FIGURE.fullmatch(cell) for cell in filled)
