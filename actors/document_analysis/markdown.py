"""``report.md``: the report for a terminal, a wiki or a repository. Text of the source can't become markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actors.document_analysis.links import link_of
from actors.document_analysis.report import Proof, Report, Table
from actors.document_analysis.wording import WORDINGS, Wording, as_said, facts_line, place_label

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~&$#!])")
_LINE_START = re.compile(r"^(\d{1,9})([.)])(?=\s)|^([-+=])(?=\s|[-+=]|$)")


def markdown_of(report: Report) -> str:
    """Return the report as Markdown (CommonMark, tables as GitHub's)."""
    wording = WORDINGS[report.language]
    lines = [f"# {escaped(report.title)}", "", " \u00b7 ".join(_facts(report)), ""]
    if report.warnings:
        lines += [f"> **{wording.notes}**{wording.colon}{escaped(' '.join(report.warnings))}", ""]
    if report.summary:
        lines += [f"## {wording.summary}", "", *_sentences(report, report.summary, report.summary_proof), ""]
    if report.key_points:
        lines += [
            f"## {wording.key_points}",
            "",
            *_points(report, report.key_points, report.key_points_proof, quoted=False),
            "",
        ]
    if report.keywords:
        lines += [f"**{wording.keywords}**{wording.colon}" + escaped(", ".join(report.keywords)), ""]
    lines += [f"## {wording.chapters}", ""]
    for index in range(len(report.chapters)):
        lines += _chapter(report, index)
    how = wording.offline if report.model is None else wording.by_model.format(model=report.model)
    return "\n".join([*lines, "---", "", escaped(how), ""])


def _chapter(report: Report, index: int) -> list[str]:
    chapter, wording = report.chapters[index], WORDINGS[report.language]
    lines = [f"### {escaped(chapter.title)}", "", f"*{_place(report, index)}*", ""]
    if not chapter.quotes:
        lines += [wording.nothing, ""]
    if chapter.summary:
        shown = _sentences if report.model is None else _points
        lines += [*shown(report, chapter.summary, chapter.summary_proof), ""]
    if chapter.key_points:
        lines += [*_points(report, chapter.key_points, chapter.key_points_proof), ""]
    for table in report.tables:
        if table.chapter == index:
            lines += [*_table(table, wording), ""]
    return lines


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LINE_START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", line)


def _facts(report: Report) -> list[str]:
    name = escaped(report.source.name)
    link = link_of(report.source)
    return [f"[{name}](<{link}>)" if link else name, *facts_line(report)]


def _place(report: Report, index: int) -> str:
    chapter = report.chapters[index]
    first, last = place_label(chapter.at, report.language), place_label(chapter.end, report.language)
    return first if first == last else f"{first} \u2013 {last}"


def _sentences(report: Report, texts: Sequence[str], proofs: Sequence[Proof]) -> list[str]:
    return [" ".join(_with_places(report, text, proof) for text, proof in zip(texts, proofs, strict=True))]


def _points(report: Report, texts: Sequence[str], proofs: Sequence[Proof], *, quoted: bool = True) -> list[str]:
    lines: list[str] = []
    for text, proof in zip(texts, proofs, strict=True):
        lines.append(f"- {_with_places(report, text, proof)}")
        if quoted and report.model is not None:
            lines += [f"  > {escaped(report.quotes[number].text)}" for number in proof]
    return lines


def _with_places(report: Report, text: str, proof: Proof) -> str:
    places: list[str] = []
    for number in proof:
        at = report.quotes[number].at
        label, link = escaped(place_label(at, report.language)), link_of(report.source, at)
        places.append(f"[{label}](<{link}>)" if link else label)
    return f"{escaped(as_said(report, text))} ({', '.join(dict.fromkeys(places))})"


def _table(table: Table, wording: Wording) -> list[str]:
    width = max(map(len, table.rows))
    rows = [[escaped(cell) for cell in row] + [""] * (width - len(row)) for row in table.rows]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + " --- |" * width)
    if table.left_out_rows:
        lines += ["", wording.rows_left_out.format(count=table.left_out_rows)]
    return lines
