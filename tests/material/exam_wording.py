"""The wording of questions, graded by itself: does a stem stand alone, is it whole, is it in the right language?"""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.material.exam_sources import han_share, is_han

_DANGLING_EN = re.compile(
    r"^\W*(this|these|those|it|its|they|their|them|he|she|his|her|such|however|therefore|thus|hence|moreover|"
    r"furthermore|also|but|and|or|so|then|consequently|nevertheless|otherwise|instead|similarly|likewise|here|"
    r"the latter|the former|for example|for instance|in addition|in contrast|in this|in that|as a result|"
    r"on the other hand|that is|we|our)\b",
    re.IGNORECASE,
)
_DANGLING_ZH = re.compile(
    r"^\W*(这|它|他|她|其(?!中一|他|余|实)|该|此|因此|所以|但|但是|然而|而且|并且|此外|另外|同样|于是|因而|否则|不过|"
    r"由此|从而|例如|比如|其中|上述|以上|前者|后者|我们|那么)"
)
_ELSEWHERE = re.compile(
    r"\b(fig(ure)?s?\.?|tables?|eqs?\.?|equations?|sections?|chapters?|pages?|slides?|listings?|algorithms?|appendix|"
    r"examples?)\s*\(?\d|\b(the following|as follows)\b|\b(above|below)\W*$|\b(shown|seen|described|discussed|"
    r"mentioned|listed|given) (above|below|earlier|before|here)\b|[图表式]\s*[\(（]?\d|如[图表上下]|见[图表上下]|"
    r"第\s*\d+\s*[章节页]|上[图表文]|下[图表文]",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[?？:：]\s*[“\"](.+)[”\"][?？.。]?$")
_LOOSE_END = re.compile(
    r"(?:\b(?:the|an?|of|and|or|to|in|on|by|with|that|which|is|are)|[，、,;]|这|的|和|与|及|是|由)\s*$"
)
_PAIRS = (("(", ")"), ("[", "]"), ("（", "）"), ("《", "》"), ("“", "”"), ("【", "】"))

#: One entry of ``items`` in ``exam.json``.
Item = Mapping[str, Any]
GAP = re.compile(r"_{3,}")


def key_text(item: Item) -> str:
    """Return the answer in words."""
    key = item["key"]
    return str(item["options"][key]) if isinstance(key, int) else str(key)


def filled(item: Item, answer: str) -> str:
    """Return the sentence with an answer in its gap, without the frame around it."""
    return GAP.sub(lambda _: answer, asked_of(item["stem"]))


def asked_of(stem: str) -> str:
    """Return the words that a frame quotes (Which choice completes the sentence? “...”); without a frame, the stem."""
    framed = _QUOTED.search(stem)
    return framed[1] if framed and len(framed[1]) > 8 else stem


def dangling(item: Item, _exam: object, _sources: object) -> str:
    stem = asked_of(item["stem"])
    found = _DANGLING_EN.match(stem) or _DANGLING_ZH.match(stem)
    return stem[:100] if found else ""


def refers_elsewhere(item: Item, _exam: object, _sources: object) -> str:
    found = _ELSEWHERE.search(asked_of(item["stem"]))
    return f"{found[0]!r} in {item['stem'][:120]}" if found else ""


def wrong_language(item: Item, exam: Mapping[str, Any], _sources: object) -> str:
    share = han_share(item["stem"])
    return item["stem"][:100] if (share < 0.3 if exam["language"] == "zh" else share > 0.3) else ""


def broken_text(item: Item, _exam: object, _sources: object) -> str:
    if asked_of(item["stem"]) != item["stem"] and _LOOSE_END.search(asked_of(item["stem"])):
        return item["stem"]
    for text in (item["stem"], *item["options"], str(item["key"])):
        if any(text.count(left) != text.count(right) for left, right in _PAIRS) or text.count('"') % 2:
            return text
        if re.search(r"[\x00-\x08\x0e-\x1f\ufffd\ufffe]|[a-z]- [a-z](?!nd |r )|\s[,.;]\s", text):
            return text
    return ""


def stem_length(item: Item, _exam: object, _sources: object) -> str:
    size = sum(2.5 if is_han(character) else 1 for character in item["stem"])
    least = 12 if item["stem"].endswith(("?", "？")) or item["type"] in ("short_answer", "long") else 25
    return f"{size:.0f}: {item['stem'][:120]}" if not least <= size <= 450 else ""
