"""Find the numbers of a Chinese sentence that may be asked for, and plausible wrong ones beside them."""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import re

from actors.pdf_exam.numbers import numbers_beside, years_beside
from actors.pdf_exam.tongue import Quantity

_YEAR = re.compile(r"(?<!\d)(?P<number>(?:1[0-9]|20)\d\d)(?=年(?!代))")
_PERCENTAGE = re.compile(r"(?<![\d.])(?P<number>\d{1,3}(?:\.\d+)?)\s?%|百分之(?P<word>[一二三四五六七八九十]+)")
_UNIT = (
    r"(?:纳米|微米|毫米|厘米|千米|公里|米|微克|毫克|千克|公斤|克|吨|毫升|升|立方米|平方公里|平方千米|平方米|秒|毫秒|微秒|纳秒|分钟|小时|天|周|个月|岁|"
    r"摄氏度|度|℃|°C|伏特?|安培?|瓦特?|千瓦|焦耳?|牛顿?|帕斯卡|千帕|赫兹?|"
    r"兆赫|千赫|比特|字节|位|KB|MB|GB|TB|kB|nm|mm|cm|km|kg|mg|ms|Hz|MHz|GHz|kHz|V|W|万|亿|元|万元|亿元|人|名|万人|"
    r"亿人|倍|米/秒|千卡|大卡|摩尔|开尔文|bit|bits?/s)"
)
_MEASURE = re.compile(rf"(?<![\d.\w-])(?P<number>\d+(?:\.\d+)?)(?P<unit>\s?(?:多|余)?{_UNIT})")
_COUNT = re.compile(
    r"(?<![第\d一二三四五六七八九十百千.])(?P<number>[两二三四五六七八九]|1?\d)(?P<unit>[个种类层步条项对块阶段部大](?![一二三四五六七八九十]))"
)
_HAN_NUMBERS = "二三四五六七八九"
_BOUND = re.compile(
    r"(?:至少|最多|不超过|不少于|超过|大于|小于|高于|低于|多于|少于|以上|至|到|～|-|–|或|和|第|图|表|每一?|约为\d+～)\s?$"
)
_COUNTING = re.compile(r"(?:有|为|成|由|含|包括|约|共|达|用|生|出|经历|经过|满足|要素|循环等待|等|的|过|是|具备)$")
_RANGE = re.compile(r"^\s?(?:-|–|～|~|至|到|或|以上|以下|以内|多)\s?\d?")


def quantities_of(text: str) -> list[Quantity]:
    """Return the sentence's numbers with their units, each with wrong ones written alike."""
    found = [
        Quantity(match.start(), match.end(), match.group(), "year", years_beside(match["number"]))
        for match in _YEAR.finditer(text)
    ]
    for match in _PERCENTAGE.finditer(text):
        if match["number"]:
            rest = match.group()[len(match["number"]) :]
            others = tuple(other + rest for other in numbers_beside(match["number"], most=100))
            found.append(Quantity(match.start(), match.end(), match.group(), "percentage", others))
    for match in _MEASURE.finditer(text):
        others = tuple(other + match["unit"] for other in numbers_beside(match["number"]))
        found.append(Quantity(match.start(), match.end(), match.group(), "measure", others))
    # A number of things is worth asking for where it is what the sentence says, not in passing.
    found.extend(_count(match) for match in _COUNT.finditer(text) if _COUNTING.search(text[: match.start()]))
    kept: list[Quantity] = []
    for one in found:
        apart = all(one.end <= other.start or one.start >= other.end for other in kept)
        if apart and not _BOUND.search(text[: one.start]) and not _RANGE.match(text[one.end :]):
            kept.append(one)
    return kept


def _count(match: re.Match[str]) -> Quantity:
    number, unit = match["number"], match["unit"]
    if number.isdigit():
        others = tuple(other + unit for other in numbers_beside(number))
    else:
        place = max(0, _HAN_NUMBERS.find("二" if number == "两" else number))
        near = [place + step for step in (1, 2, -1, 3, -2, 4) if 0 <= place + step < len(_HAN_NUMBERS)]
        others = tuple(("两" if _HAN_NUMBERS[n] == "二" and unit != "大" else _HAN_NUMBERS[n]) + unit for n in near)
    return Quantity(match.start(), match.end(), match.group(), "count", others)
