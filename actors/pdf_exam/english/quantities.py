"""Find the numbers of an English sentence that may be asked for, and plausible wrong ones beside them."""

# ruff: noqa: RUF001 (typographic signs are meant)

from __future__ import annotations

import re

from actors.pdf_exam.numbers import numbers_beside, years_beside
from actors.pdf_exam.tongue import Quantity

_YEAR = re.compile(
    r"(?<=\b[Ii]n )(?:1[4-9]|20)\d\d\b(?!\s*(?:%|percent|[a-z]{1,3}\b(?<!by)(?<!to)(?<!and)(?<!it)(?<!at)))"
)
_PERCENTAGE = re.compile(r"\b\d{1,3}(?:\.\d+)?\s?(?:%|percent\b|per cent\b)")
_UNIT = (
    r"(?:nm|µm|mm|cm|km|m|kg|mg|µg|g|ml|l|ms|µs|ns|s|Hz|kHz|MHz|GHz|K|°C|°F|V|kV|mV|A|mA|W|kW|"
    r"MW|GW|J|kJ|N|Pa|kPa|MPa|bar|mol|"
    r"kB|KB|MB|GB|TB|KiB|MiB|GiB|bit/s|Mbit/s|Gbit/s|"
    r"degrees(?: Celsius| Fahrenheit)?|met(?:er|re)s?|kilomet(?:er|re)s?|centimet(?:er|re)s?|"
    r"millimet(?:er|re)s?|nanomet(?:er|re)s?|"
    r"seconds?|minutes?|hours?|days?|weeks?|months?|years?|milliseconds?|grams?|kilograms?|"
    r"tonnes?|tons?|lit(?:er|re)s?|bits?|bytes?|volts?|amperes?|watts?|"
    r"joules?|newtons?|pascals?|hertz|kelvin|moles?|million|billion|thousand|dollars?|euros?|"
    r"kilobytes?|megabytes?|gigabytes?)"
)
_MEASURE = re.compile(
    rf"(?<![\w.,-])(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?)(?P<unit>(?:[ -]|(?![smKgAVNJWlF]\b)){_UNIT}(?:\s(?:per|"
    rf"million|billion)\s?\w*)?)(?![\w/])"
)
NUMBER_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNT = re.compile(rf"\b(?P<number>{'|'.join(NUMBER_WORDS)})(?=\s(?:[a-z-]+\s){{0,2}}[a-z]+s\b)", re.IGNORECASE)
_DIGIT_COUNT = re.compile(r"(?<![\w.,-])(?P<number>[2-9]|[1-9]\d|[1-9]\d\d)(?=\s(?:[a-z-]+\s)?[a-z]{3,}s\b)")
#: A bound is true of other numbers too, and these make a number no fact.
_BOUND = re.compile(
    r"\b(?:at least|at most|up to|more than|less than|fewer than|over|under|below|above|within|version|"
    r"figure|page|step|level|type|layer|phase|class|grade|line|and|or|to|between|from|first|"
    r"last|every|minus|exceeds?|than)\s$",
    re.IGNORECASE,
)
#: A number of things is worth asking for where it is what the sentence says, not in passing ("two goods are ...").
_COUNTING = re.compile(
    r"\b(?:has|have|had|contains?|contained|of|into|in|produces?|yields?|only|exactly|about|"
    r"around|with|uses?|used|lasts?|lasted|"
    r"for|comprises?|makes?|requires?|needs?|are|were|its|approximately|roughly|nearly|almost|total)\s$"
)
_RANGE = re.compile(r"^\s?(?:-|–|to|or|and)\s?\d")


def quantities_of(text: str) -> list[Quantity]:
    """Return the sentence's numbers with their units, each with wrong ones written alike."""
    found = [
        Quantity(match.start(), match.end(), match.group(), "year", years_beside(match.group()))
        for match in _YEAR.finditer(text)
    ]
    for match in _PERCENTAGE.finditer(text):
        number = re.match(r"[\d.]+", match.group()).group()  # type: ignore[union-attr]
        others = tuple(other + match.group()[len(number) :] for other in numbers_beside(number, most=100))
        found.append(Quantity(match.start(), match.end(), match.group(), "percentage", others))
    for match in _MEASURE.finditer(text):
        others = tuple(other + match["unit"] for other in numbers_beside(match["number"]))
        found.append(Quantity(match.start(), match.end(), match.group(), "measure", others))
    found.extend(_count_word(match) for match in _COUNT.finditer(text) if _COUNTING.search(text[: match.start()]))
    for match in _DIGIT_COUNT.finditer(text):
        if not _COUNTING.search(text[: match.start()]):
            continue
        others = numbers_beside(match["number"])
        found.append(Quantity(match.start(), match.end(), match.group(), "count", others))
    found = [one for one in found if not _is_told(one, text)]
    return _apart([one for one in found if not _BOUND.search(text[: one.start]) and not _RANGE.match(text[one.end :])])


def _is_told(one: Quantity, text: str) -> bool:
    """Tell whether the number stands once more in its sentence, or another word gives it away ("two halves")."""
    rest = f"{text[: one.start]} {text[one.end :]}".lower()
    pair = one.text.lower() == "two" and re.search(r"\b(?:hal(?:f|ves)|pairs?|both|twins?|opposite|sides|ends)\b", rest)
    return bool(pair) or bool(re.search(rf"(?<!\w){re.escape(one.text.lower())}(?!\w)", rest))


def _count_word(match: re.Match[str]) -> Quantity:
    place = NUMBER_WORDS.index(match.group().lower())
    near = [place + step for step in (1, -1, 2, -2, 3, 4) if 0 <= place + step < len(NUMBER_WORDS)]
    capital = match.group()[0].isupper()
    others = tuple(NUMBER_WORDS[n].capitalize() if capital else NUMBER_WORDS[n] for n in near)
    return Quantity(match.start(), match.end(), match.group(), "count", others)


def _apart(found: list[Quantity]) -> list[Quantity]:
    """Drop what overlaps an earlier find, and all where one number stands twice."""
    kept: list[Quantity] = []
    for one in found:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return kept
