"""Which parts of a document are about itself and not about its subject: licences, prefaces, change logs, indexes."""

# ruff: noqa: RUF001 (typographic signs are meant)

from __future__ import annotations

import re
from collections import defaultdict

from actors.text.document import Document

#: Headings of such parts; what follows is left out up to the next heading of the same rank.
_HEADING = re.compile(
    r"^(?:(?:appendix|chapter|section|annex)?\s*[\dA-Z]{0,2}(?:\.\d+)*[.:)]?\s+)?(?:"
    r"(?:the )?(?:gnu|bsd|mit|gpl|gfdl|lgpl|apache|creative commons|artistic)\b.*|"
    r".*\b(?:licen[sc]es?|licen[sc]ing|copyrights?|copying|warranty|disclaimer|trademarks?)\b.*|"
    r"(?:preface|foreword|acknowledge?ments?|dedication|colophon|credits|contributors?|authors?|about (?:this|the) "
    r"(?:book|document|manual|guide|authors?|tutorial)|"
    r"bibliography|references|literature|further reading|index|.* index|concept index|"
    r"(?:change ?log|changes|what['’]?s new|news|new features|release notes|revision history|"
    r"document history|history of changes)\b.*|reporting bugs|bug reports|mailing lists?|installation|installing .*|"
    r"upgrading .*|exercises?|problems|questions|feedback|how to read .*|conventions used .*|"
    r"computational details|session info(?:rmation)?|funding|table of contents|contents|list of (?:figures|tables))"
    r")\s*$|"
    r"^.{0,8}(?:许可证?|版权(?:信息|声明)?|授权|致谢|鸣谢|前言|序言?|后记|更新(?:记录|历史|日志)|版本历史|修订(?:记录|历史)|参考文献|索引|"
    r"关于(?:本|作者|译者).*|译者序|安装|练习|习题|思考题)\s*$",
    re.IGNORECASE,
)
#: Words of licences and imprints; several in one paragraph tell such a text under any heading.
_LEGAL = re.compile(
    r"\b(licen[sc]e[esd]*|licensor|copyrights?|warrant(?:y|ies)|"
    r"liab(?:le|ility)|merchantability|redistribut\w+|royalt\w+|"
    r"infring\w+|patents?|sublicen[sc]e|derivative works?|covered work|"
    r"modified versions?|invariant sections?|"
    r"cover texts?|free software foundation|gnu general public|all rights reserved|permission (?:is|notice)|"
    r"verbatim copies|transparent copy|opaque|conveying|title page|copyright holders?|hereby|trademarks?|"
    r"fitness for a particular purpose|without restriction|terms and conditions)\b|(许可证|版权|自由软件基金会|"
    r"担保|侵权)",
    re.IGNORECASE,
)
_LEGAL_WORDS_OF_A_BLOCK, _LEGAL_WORDS_OF_A_PAGE = 2, 6
#: A part that would take away more than this share of a document was told wrongly.
_MOST_LEFT_OUT = 0.6


def apparatus(document: Document) -> frozenset[int]:
    """Return the numbers of the blocks that are about the document itself, by their headings and by their words."""
    by_heading = _below_such_headings(document)
    if len(by_heading) > _MOST_LEFT_OUT * len(document.blocks):
        by_heading = set()
    return frozenset(by_heading | _in_such_words(document))


def _below_such_headings(document: Document) -> set[int]:
    out: set[int] = set()
    rank: int | None = None
    for number, block in enumerate(document.blocks):
        if block.kind == "heading":
            if rank is not None and block.level <= rank:
                rank = None
            if rank is None and _HEADING.match(block.text.strip()):
                rank = block.level
        if rank is not None:
            out.add(number)
    return out


def _in_such_words(document: Document) -> set[int]:
    out: set[int] = set()
    pages: dict[int, list[int]] = defaultdict(list)
    words: dict[int, set[str]] = defaultdict(set)
    for number, block in enumerate(document.blocks):
        found = {match.group().lower() for match in _LEGAL.finditer(block.text)}
        if len(found) >= _LEGAL_WORDS_OF_A_BLOCK:
            out.add(number)
        page = block.place.page or 0
        pages[page].append(number)
        words[page] |= found
    for page, numbers in pages.items():
        if len(words[page]) >= _LEGAL_WORDS_OF_A_PAGE:
            out.update(numbers)
    return out
