"""Find what a Chinese sentence defines: "X是指…", "X是一种…的…", "把…称为X"."""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import re

from actors.pdf_exam.chinese.phrases import noun_phrases
from actors.pdf_exam.tongue import Definition, Phrase

_TERM = (
    r"(?P<term>[\u3400-\u9fffA-Za-z0-9·+#/-]{1,16}?)(?:[（(](?P<alias>[^（）()]{1,40})[)）])?(?:，?(?:又称|"
    r"也称|简称|又叫|也叫)(?:为|作)?(?P<other>[^，。]{2,12})，)?"
)
_PATTERNS = (
    re.compile(rf"^(?:所谓)?{_TERM}(?:，)?(?:是指|指的是|定义为|是用来|是用于|就是指|，是指|指)(?P<body>.+)。$"),
    re.compile(
        rf"^(?:所谓)?{_TERM}，?是(?P<body>(?:一[种类个门项套组段条系]|由|能够?|具有|以|用|在|对|将|把|连接|负责|描述|表示|衡量|利用|通过|根据).+)。$"
    ),
    re.compile(rf"^(?:所谓)?{_TERM}，?是(?P<body>[^，。]{{4,}}的[^，。的]{{2,8}}(?:，.+)?)。$"),
)
#: These say so plainly that even one character is a term (栈, 树).
_SURE = _PATTERNS[:2]
_REVERSED = re.compile(
    r"^(?:人们|通常|一般)?(?P<front>把|将)?(?P<body>.{6,70}?)，?(?:称为|称作|叫做|叫作|被称为|称之为|被称作|"
    r"叫)(?P<term>[\u3400-\u9fffA-Za-z0-9·-]{2,12})(?:[（(](?P<alias>[^（）()]{1,40})[)）])?。$"
)
_JUDGEMENT = re.compile(
    r"^(?:最|重要|主要|关键|常用|非常|很|由于|为了|因为|一个重要|一种重要|一项重要|一种常|一个很|在.{0,8}中(?:非常|很|最)|一个关键|"
    r"通过.{0,10}来?实现的?$)|最(?:重要|常|基本|主要|大|小)|之一$|一部分$|一类$|很重要|很好|很多"
)
_FUNCTION = re.compile(r"[的了在和与或及是有为把将被从对这那其它]|可以|能够|通过|进行|由于|因为|如果")


def definition_of(text: str) -> Definition | None:
    """Return what a sentence defines, if it says so in one of the usual ways."""
    found = _REVERSED.match(text)
    if found:
        definition = _checked(text, found)
        if definition:
            return definition
    for pattern in _PATTERNS:
        found = pattern.match(text)
        if found:
            definition = _checked(text, found)
            if definition:
                return definition
    return None


def _checked(text: str, found: re.Match[str]) -> Definition | None:
    term, body = found["term"], re.sub(r"，(?:这|这种[^，]{1,4})$", "", found["body"])
    if re.search(r"，(?:他|她|它|其|这)", body):
        return None
    start, end = found.span("term")
    phrase = next((p for p in noun_phrases(text) if p.start == start and p.end == end), None)
    if re.search(r"[总也都就不还只仅则正并又即而]$", term):
        return None
    if found.re is _REVERSED and not _is_nominal(body, found):
        return None
    if phrase is None:
        if _FUNCTION.search(term) or len(term) < (1 if found.re in _SURE else 2):
            return None
        form = "acronym" if term.isascii() and term.isupper() else "word"
        phrase = Phrase(start, end, term, form, term.lower())  # type: ignore[arg-type]
    if _JUDGEMENT.search(body) or not 7 <= len(body) <= 80 or term in body or "；" in body:
        return None
    names = (found["alias"], found.groupdict().get("other"))
    return Definition(
        term=phrase,
        body=body,
        kind_of=_kind_of(body),
        aliases=tuple(part.strip().lower() for name in names if name for part in re.split(r"[,，、]", name)),
    )


def _is_nominal(body: str, found: re.Match[str]) -> bool:
    """Tell whether what is called something is named by a noun ("the smallest unit"), not told in a sentence."""
    if found["front"]:
        return True
    last = next(reversed(noun_phrases(body + "。")), None)
    return last is not None and last.end == len(body) and ("的" in body)


def _kind_of(body: str) -> str:
    head = re.split(r"[，,]", body)[0]
    last = head.rpartition("的")[2]
    return last if 2 <= len(last) <= 8 else ""


_VERBAL = re.compile(
    r"^(?:由|用|以|在|对|将|把|能|可以|具有|通过|利用|根据|按|负责|描述|连接|表示|衡量|为|使|让|从|当|保证|允许|不|指)"
)


def shape_of(body: str) -> str:
    """Return the shape of a description: "一种…", another noun phrase, or a clause."""
    if re.match(r"一[种类个门项套组段条系次]", body):
        return "counted"
    nominal = "的" in body and re.search(r"的[^的，。]{1,8}$", re.split(r"，", body)[0]) is not None
    if _VERBAL.match(body):
        return "verbal noun" if nominal else "verb"
    return "noun" if nominal else "clause"
