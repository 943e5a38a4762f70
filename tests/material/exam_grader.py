"""Grades an exam by code, from its ``exam.json`` and the source PDFs alone.

Independent of the kind on purpose: its own reading of the PDFs, its own idea of words and sentences. Each fault has a
kind (``KINDS`` explains them) and an example that a person can judge.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from tests.material.exam_options import (
    article_leak,
    case_leak,
    doubled_word,
    key_in_stem,
    length_class,
    option_in_stem,
    same_options,
    script_class,
)
from tests.material.exam_sources import Sources, content_tokens, flat, loose
from tests.material.exam_wording import (
    GAP,
    Item,
    asked_of,
    broken_text,
    dangling,
    filled,
    key_text,
    refers_elsewhere,
    stem_length,
    wrong_language,
)

#: Every kind of fault, and what it means.
KINDS: dict[str, str] = {
    "wrong_count": "not as many questions of a type as were asked for",
    "wrong_number": "questions are not numbered 1, 2, 3 ... or types are mixed",
    "bad_key": "no such option, an empty answer, or the wrong number of options",
    "same_options": "two options say the same but for case, width, article, plural or punctuation",
    "script_class": "options of different scripts, or numbers among words",
    "doubled_word": "a wrong option repeats the word or character beside the gap, so that it is ruled out by sight",
    "length_class": "an option is more than three times as long as another, and not both are short",
    "case_leak": "the right option alone is capitalised, or alone is not",
    "article_leak": "a or an before the gap rules options out",
    "not_verbatim": "the quote does not stand on its page",
    "heading_in_quote": "the quote begins with a heading that ran into its sentence",
    "same_sentence": "two questions rest on the same sentence",
    "also_fits": "a wrong option fits too: the source says so, or nearly so",
    "option_in_stem": "a wrong option stands in the stem",
    "key_in_stem": "the answer stands in the stem",
    "gap_count": "a cloze without exactly one gap",
    "gap_not_quote": "the gap filled with the key does not give the words of the quote",
    "key_not_in_source": "the answer's words do not stand in the quote or on its page",
    "true_not_in_source": "a statement called true does not stand in the source",
    "false_in_source": "a statement called false stands in the source",
    "reading_order": "questions of one type do not follow the source",
    "dangling": "the stem begins with a word that points back to what the student cannot see",
    "refers_elsewhere": "the stem refers to a figure, table, equation, page or something above or below",
    "wrong_language": "the stem is not in the exam's language",
    "broken_text": "unpaired brackets or quotation marks, control characters, or a word divided in two",
    "stem_length": "the stem is too short to be understood, or too long to be read in one go",
    "no_explanation": "the answer key has no reason",
}

_TRUE = {"true", "right", "correct", "yes", "正确", "对", "是", "√", "t"}


@dataclasses.dataclass(frozen=True)
class Fault:
    """One fault: its kind, the question's number (0: the whole exam), and what shows it."""

    kind: str
    number: int
    example: str


def grade(exam: Mapping[str, Any], sources: Sources, *, counts: Mapping[str, int] | None = None) -> list[Fault]:
    """Return every fault of an exam.

    Args:
        exam: ``exam.json``.
        sources: the PDFs it was made from.
        counts: what was asked for, by type; None does not check it.
    """
    items: Sequence[Item] = exam["items"]
    faults = list(_whole(items, counts)) + list(_same_sentences(items, sources)) + list(_order(items, sources))
    for item in items:
        if not _key_is_valid(item):
            faults.append(Fault("bad_key", item["number"], f"key {item['key']!r} of options {item['options']}"))
            continue  # nothing else can be said about it
        for kind, check in _CHECKS.items():
            example = check(item, exam, sources)
            if example:
                faults.append(Fault(kind, item["number"], example))
    return sorted(faults, key=lambda fault: (fault.number, fault.kind))


def balance(exams: Iterable[Mapping[str, Any]], kind: str = "multiple_choice") -> tuple[list[int], float]:
    """Return how often each position holds the answer, and the probability of such an imbalance by chance.

    Source: Pearson's chi-square test; its tail for 3 and for 1 degrees of freedom in closed form.
    """
    width = 4 if kind == "multiple_choice" else 2
    seen = Counter(item["key"] for exam in exams for item in exam["items"] if item["type"] == kind)
    observed = [seen[place] for place in range(width)]
    expected = sum(observed) / width
    if not expected:
        return observed, 1.0
    chi2 = sum((count - expected) ** 2 / expected for count in observed)
    tail = math.erfc(math.sqrt(chi2 / 2))
    return observed, tail + (math.sqrt(2 * chi2 / math.pi) * math.exp(-chi2 / 2) if width == 4 else 0.0)


# --- the exam as a whole --------------------------------------------------------------------------------


def _whole(items: Sequence[Item], counts: Mapping[str, int] | None) -> Iterator[Fault]:
    found = Counter(item["type"] for item in items)
    for kind in sorted({*found, *(counts or {})}) if counts is not None else ():
        if found[kind] != (counts or {}).get(kind, 0):
            yield Fault("wrong_count", 0, f"{kind}: {found[kind]} instead of {(counts or {}).get(kind, 0)}")
    if [item["number"] for item in items] != list(range(1, len(items) + 1)):
        yield Fault("wrong_number", 0, f"numbers {[item['number'] for item in items]}")
    runs = [kind for kind, _ in itertools.groupby(items, key=lambda item: item["type"])]
    if len(runs) != len(set(runs)):
        yield Fault("wrong_number", 0, f"types come in the order {runs}")


def _same_sentences(items: Sequence[Item], sources: Sources) -> Iterator[Fault]:
    """Two quotes that overlap; a long question may rest on a passage that other questions touch."""
    spans = [(item, _span(item, sources)) for item in items]
    for (one, first), (other, second) in itertools.combinations(spans, 2):
        if (
            first is None
            or second is None
            or first[0] != second[0]
            or (one["type"] == "long") != (other["type"] == "long")
        ):
            continue
        shared = min(first[2], second[2]) - max(first[1], second[1])
        if shared > min(first[2] - first[1], second[2] - second[1]) / 4:
            yield Fault(
                "same_sentence", other["number"], f"shares with question {one['number']}: {other['source']['quote']}"
            )


def _order(items: Sequence[Item], sources: Sources) -> Iterator[Fault]:
    order = {file_id: place for place, file_id in enumerate(sources.pages)}
    for kind, group in itertools.groupby(items, key=lambda item: item["type"]):
        last: tuple[int, int, int] | None = None
        for item in group:
            span = _span(item, sources)
            here = (order.get(item["source"]["file_id"], -1), item["source"]["page"], span[1] if span else 0)
            if span and last and here < last:
                where = f"{kind}: page {here[1]}, after a question on page {last[1]}"
                yield Fault("reading_order", item["number"], where)
            last = here if span else last


def _span(item: Item, sources: Sources) -> tuple[tuple[str, int], int, int] | None:
    """Return where the quote stands: its page, first and last place on it."""
    source = item["source"]
    page, quote = sources.page(source["file_id"], source["page"]), flat(source["quote"])
    begin = page.flat.find(quote) if page and quote else -1
    return ((source["file_id"], source["page"]), begin, begin + len(quote)) if begin >= 0 else None


# --- one question: each check returns an example, or nothing ----------------------------------------------


def _key_is_valid(item: Item) -> bool:
    wanted = {"multiple_choice": 4, "true_false": 2}.get(item["type"], 0)
    key = item["key"]
    if len(item["options"]) != wanted:
        return False
    if wanted:
        return (
            isinstance(key, int)
            and not isinstance(key, bool)
            and 0 <= key < wanted
            and all(map(loose, item["options"]))
        )
    return isinstance(key, str) and bool(loose(key))


def _not_verbatim(item: Item, _exam: object, sources: Sources) -> str:
    return "" if _span(item, sources) else f"page {item['source']['page']}: {item['source']['quote']}"


def _also_fits(item: Item, _exam: object, sources: Sources) -> str:
    if item["type"] != "multiple_choice":
        return ""
    wrong = [option for place, option in enumerate(item["options"]) if place != item["key"]]
    asked, own = content_tokens(GAP.sub(" ", asked_of(item["stem"]))), loose(item["source"]["quote"])
    for option in wrong:
        if GAP.search(item["stem"]) and loose(filled(item, option)) in sources.loose:
            return f"{option!r}: the source says so in the same words"
        words = loose(option)
        for sentence, carried in sources.sentences:
            if words in sentence and asked and len(asked & carried) >= 0.8 * len(asked) and not _same(sentence, own):
                return f"{option!r}: {sentence[:160]}"
    return ""


def _heading_in_quote(item: Item, _exam: object, sources: Sources) -> str:
    """A first line much shorter than its page's lines is no line of a paragraph."""
    page, span = sources.page(item["source"]["file_id"], item["source"]["page"]), _span(item, sources)
    lines = [flat(line) for line in page.text.splitlines() if line.strip()] if page else []
    usual = statistics.median(len(line) for line in lines) if lines else 0
    place = 0
    for line in lines:
        ends_inside = span and place == span[1] and place + len(line) + usual / 3 < span[2]
        if ends_inside and 1 < len(line) < 0.45 * usual:
            return f"{line} | {item['source']['quote'][:100]}"
        place += len(line)
    return ""


def _same(sentence: str, own: str) -> bool:
    return own in sentence or sentence in own


def _gap_count(item: Item, _exam: object, _sources: object) -> str:
    gaps = len(GAP.findall(item["stem"]))
    wrong = gaps != 1 if item["type"] == "cloze" else gaps > 1
    return f"{gaps} gaps: {item['stem']}" if wrong else ""


def _gap_not_quote(item: Item, _exam: object, _sources: object) -> str:
    if not GAP.search(item["stem"]):
        return ""
    whole = loose(filled(item, key_text(item)))
    return "" if whole and whole in loose(item["source"]["quote"]) else filled(item, f"[{key_text(item)}]")


def _key_not_in_source(item: Item, _exam: object, sources: Sources) -> str:
    if item["type"] == "true_false" or GAP.search(item["stem"]):
        return ""
    page = sources.page(item["source"]["file_id"], item["source"]["page"])
    words = content_tokens(key_text(item))
    there = content_tokens(page.text + " " + item["source"]["quote"]) if page else set()
    if item["type"] == "long":  # its points come from many pages
        there = there | sources.vocabulary
    return key_text(item) if words and len(words & there) < 0.7 * len(words) else ""


def _true_not_in_source(item: Item, _exam: object, sources: Sources) -> str:
    true = item["type"] == "true_false" and key_text(item).casefold() in _TRUE
    return item["stem"] if true and not _said(item["stem"], sources) else ""


def _false_in_source(item: Item, _exam: object, sources: Sources) -> str:
    false = item["type"] == "true_false" and key_text(item).casefold() not in _TRUE
    return item["stem"] if false and _said(item["stem"], sources) else ""


def _said(statement: str, sources: Sources) -> bool:
    return loose(statement) in sources.loose


def _no_explanation(item: Item, _exam: object, _sources: object) -> str:
    return "" if item["explanation"].strip() else item["stem"][:80]


_CHECKS: dict[str, Callable[[Item, Mapping[str, Any], Sources], str]] = {
    "same_options": same_options,
    "script_class": script_class,
    "doubled_word": doubled_word,
    "heading_in_quote": _heading_in_quote,
    "length_class": length_class,
    "case_leak": case_leak,
    "article_leak": article_leak,
    "not_verbatim": _not_verbatim,
    "also_fits": _also_fits,
    "option_in_stem": option_in_stem,
    "key_in_stem": key_in_stem,
    "gap_count": _gap_count,
    "gap_not_quote": _gap_not_quote,
    "key_not_in_source": _key_not_in_source,
    "true_not_in_source": _true_not_in_source,
    "false_in_source": _false_in_source,
    "dangling": dangling,
    "refers_elsewhere": refers_elsewhere,
    "wrong_language": wrong_language,
    "broken_text": broken_text,
    "stem_length": stem_length,
    "no_explanation": _no_explanation,
}
