"""The report's own words, in each of its languages; what it quotes stays as it is."""

# ruff: noqa: RUF001 (Chinese punctuation)

from __future__ import annotations

import dataclasses
import re

from actors.document_analysis.report import At, Language, Report
from actors.text.splitting import is_terminated


@dataclasses.dataclass(frozen=True)
class Wording:
    """Every label of a report."""

    summary: str
    key_points: str
    contents: str
    chapters: str
    keywords: str
    table: str
    notes: str
    where: str
    where_hint: str
    where_spread: str
    opening: str
    part: str
    nothing: str
    offline: str
    by_model: str
    skip: str
    rows_left_out: str
    colon: str


WORDINGS: dict[Language, Wording] = {
    "en": Wording(
        summary="Summary",
        key_points="Key points",
        contents="Contents",
        chapters="Chapters",
        keywords="Keywords",
        table="Table",
        notes="Good to know",
        where="Where the key points are",
        where_hint="The bar is the whole document, one field a chapter; each mark is a place quoted here.",
        where_spread="Marks of one page or paragraph stand side by side, in no finer order.",
        opening="Opening",
        part="Part",
        nothing="Nothing in this part can be quoted by itself.",
        offline="Every sentence of this report is the source's own, word for word, and was checked against it.",
        by_model="Written by {model}. Each statement rests on the quote with it, which was checked against the source.",
        skip="Skip to the summary",
        rows_left_out="{count} more rows stand in the source.",
        colon=": ",
    ),
    "zh": Wording(
        summary="摘要",
        key_points="要点",
        contents="目录",
        chapters="章节",
        keywords="关键词",
        table="表",
        notes="说明",
        where="要点在原文中的位置",
        where_hint="整条表示全文，每一格是一章，每个标记是此处引用的一个位置。",
        where_spread="同一页或同一段的标记均匀排列，不表示其中更细的位置。",
        opening="开头",
        part="部分",
        nothing="这一部分没有可以单独引用的句子。",
        offline="本报告中的每个句子都是原文，逐字摘录，并已与原文核对。",
        by_model="由 {model} 撰写。每条陈述都附有依据的引文，引文已与原文核对。",
        skip="跳到摘要",
        rows_left_out="其余 {count} 行见原文。",
        colon="：",
    ),
}


def clock(seconds: float) -> str:
    """Return a time as people read it: 0:07, 12:03, 1:02:03."""
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def place_label(at: At, language: Language) -> str:
    """Return a place as a reader looks it up."""
    if at.start_s is not None:
        return clock(at.start_s)
    if at.page is not None:
        return f"p. {at.page}" if language == "en" else f"第 {at.page} 页"
    return f"¶ {at.paragraph}" if language == "en" else f"第 {at.paragraph} 段"


def facts_line(report: Report) -> list[str]:
    """Return the size of the source in a few short phrases."""
    counts, english = report.counts, report.language == "en"
    facts = []
    if counts.duration_s:
        facts.append(clock(counts.duration_s))
    if counts.pages:
        facts.append(_counted(counts.pages, "page", "pages") if english else f"{counts.pages} 页")
    if report.source_language == "zh":
        facts.append(_counted(counts.words, "character", "characters") if english else f"{counts.words:,} 字")
    else:
        facts.append(_counted(counts.words, "word", "words") if english else f"{counts.words:,} 词")
    pace = 400 if report.source_language == "zh" else 230
    minutes = max(1, round(counts.words / pace))
    if not counts.duration_s:
        facts.append(_reading_time(minutes, english=english))
    return facts


def as_said(report: Report, text: str) -> str:
    """Return a text as the report shows it: speech without punctuation is marked as a piece of a longer stretch."""
    cut = report.model is None and report.source.kind == "video" and not is_terminated(text)
    return f"\u2026\u00a0{text}\u00a0\u2026" if cut else text


def _reading_time(minutes: int, *, english: bool) -> str:
    if minutes < 100:
        return f"{minutes} min to read" if english else f"通读约 {minutes} 分钟"
    hours = round(minutes / 60)
    return f"{hours:,} h to read" if english else f"通读约 {hours:,} 小时"


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


_NUMBERED = re.compile(r"(\d+(?:\.\d+)*|[IVX]+)[.)]?\s+(?=\S)")


def numbered_titles(report: Report) -> list[tuple[str, str]]:
    """Return each chapter's number and title: the document's own numbers where most chapters bear one, else ours."""
    own = [_NUMBERED.match(chapter.title) for chapter in report.chapters]
    if sum(found is not None for found in own) * 2 <= len(own):
        return [(str(number), chapter.title) for number, chapter in enumerate(report.chapters, 1)]
    return [
        (found[1], chapter.title[found.end() :]) if found else ("", chapter.title)
        for found, chapter in zip(own, report.chapters, strict=True)
    ]
