"""What a reader of a report should know of its source, in the report's language."""

# ruff: noqa: RUF001 (Chinese punctuation)

from __future__ import annotations

import re

from actors.document_analysis.report import Language

_PAGES = r"Pages? (?P<pages>[\d, and-]+?) ha(?:s|ve) "
#: What the PDF reader says of pages, and how it is said in Chinese; anything else stays as it is.
_IN_CHINESE = (
    (re.compile(_PAGES + r"no text and may need text recognition \(OCR\)\."), "没有文字，可能需要文字识别（OCR）。"),
    (re.compile(_PAGES + r"damage and could not be read\."), "已损坏，无法读取。"),
)
_MORE_TABLES = {
    "en": ("1 more table stands in the source.", "{count} more tables stand in the source."),
    "zh": ("原文还有 1 个表格未列出。", "原文还有 {count} 个表格未列出。"),
}


def in_language(note: str, language: Language) -> str:
    """Return a reader's warning in the report's language, or as it is where only English words are known for it."""
    if language == "en":
        return note
    for pattern, said in _IN_CHINESE:
        found = pattern.fullmatch(note)
        if found:
            pages = re.sub(r", | and ", "、", found["pages"]).replace("-", "–")
            return f"第 {pages} 页{said}"
    return note


def more_tables(count: int, language: Language) -> str:
    """Return the note on tables that the report does not show."""
    one, many = _MORE_TABLES[language]
    return one if count == 1 else many.format(count=count)
