"""A report to read: summary, key points, key words, chapters, tables."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from desktop.core.estimates import span_words
from desktop.i18n import tr, trn
from desktop.views.preview.sanitise import safe_link
from desktop.views.preview.shapes import entries_of, number_of, text_of, texts_of
from desktop.widgets import amounts

_MOST_ROWS, _MOST_CELLS = 50, 12


def report_page(report: Mapping[str, Any]) -> str:
    """Return a report as HTML.

    Args:
        report: a JSON object with ``summary`` and ``chapters``; ``title``, ``source``, ``key_points``, ``keywords``,
            ``tables`` and ``warnings`` where it has them.
    """
    parts = [f"<h1>{escape(text_of(report.get('title')))}</h1>", _facts(report)]
    parts += [f"<p class='warning'>{escape(warning)}</p>" for warning in texts_of(report.get("warnings"))]
    parts.append(f"<h2>{tr('Summary')}</h2>")
    parts += [f"<p>{escape(text)}</p>" for text in texts_of(report.get("summary"))]
    if points := texts_of(report.get("key_points")):
        parts.append(f"<h2>{tr('Key points')}</h2>{_list(points)}")
    if words := texts_of(report.get("keywords")):
        parts.append(f"<h2>{tr('Keywords')}</h2><p>{escape(' · '.join(words))}</p>")
    chapters = entries_of(report.get("chapters"))
    tables = entries_of(report.get("tables"))
    if len(chapters) > 1:
        links = "".join(
            f"<li><a href='#chapter-{place}'>{escape(text_of(chapter.get('title')))}</a></li>"
            for place, chapter in enumerate(chapters)
        )
        parts.append(f"<h2>{tr('Contents')}</h2><ul>{links}</ul>")
    for place, chapter in enumerate(chapters):
        parts.append(_chapter(place, chapter, [table for table in tables if table.get("chapter") == place]))
    return "".join(parts)


def _facts(report: Mapping[str, Any]) -> str:
    source, counts = report.get("source"), report.get("counts")
    facts = []
    if isinstance(source, dict):
        name, link = escape(text_of(source.get("name"))), safe_link(text_of(source.get("url")))
        facts.append(f"<a href='{escape(link)}'>{name}</a>" if link else name)
    if isinstance(counts, dict):
        pages, words, length_s = (number_of(counts.get(name)) for name in ("pages", "words", "duration_s"))
        if pages:
            facts.append(trn("{n} page", "{n} pages", round(pages)))
        if length_s:
            facts.append(span_words(length_s))
        if words:
            facts.append(tr("{n} words", n=f"{words:,.0f}"))
    return f"<p class='muted'>{' · '.join(fact for fact in facts if fact)}</p>"


def _chapter(place: int, chapter: Mapping[str, Any], tables: list[dict[str, Any]]) -> str:
    where = " \u2013 ".join(dict.fromkeys(at for name in ("at", "end") if (at := _place(chapter.get(name)))))
    parts = [
        f"<h2><a name='chapter-{place}'></a>{escape(text_of(chapter.get('title')))}</h2>",
        f"<p class='muted'>{escape(where)}</p>" if where else "",
    ]
    parts += [f"<p>{escape(text)}</p>" for text in texts_of(chapter.get("summary"))]
    if points := texts_of(chapter.get("key_points")):
        parts.append(_list(points))
    parts += [_table(table) for table in tables]
    return "".join(parts)


def _place(at: object) -> str:
    if not isinstance(at, dict):
        return ""
    if page := number_of(at.get("page")):
        return tr("page {n}", n=round(page))
    if (start_s := number_of(at.get("start_s"))) is not None:
        return amounts.clock(start_s).partition(".")[0]
    return ""


def _list(texts: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def _table(table: Mapping[str, Any]) -> str:
    rows = table.get("rows")
    if not isinstance(rows, list):
        return ""
    lines = []
    for number, row in enumerate(rows[:_MOST_ROWS]):
        cells = row[:_MOST_CELLS] if isinstance(row, list) else []
        tag = "td" if number else "th"
        lines.append("<tr>" + "".join(f"<{tag}>{escape(text_of(cell))}</{tag}>" for cell in cells) + "</tr>")
    return f"<table cellspacing='0'>{''.join(lines)}</table>"
