"""Whether a sentence can be quoted, or asked about, by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from actors.text.language import Language, han_count
from actors.text.splitting import is_terminated
from actors.text.unfit_phrases import ADDRESSES, BOILERPLATE, PERSONAL, POINTS_ELSEWHERE, REFERS_BACK
from actors.text.words import words_of

#: What can be wrong with a sentence that stands alone.
Fault = Literal[
    "too_short", "too_long", "question", "unfinished", "mostly_symbols", "broken_brackets", "boilerplate",
    "refers_back", "points_elsewhere", "addresses_the_reader", "personal",
]  # fmt: skip

_WORDS_MIN, _WORDS_MAX = 6, 60
_HAN_MIN, _HAN_MAX = 9, 160

_PAIRS = ("()", "[]", "{}", "\u201c\u201d", "\uff08\uff09", "\u300a\u300b", "\u300c\u300d", "\u3010\u3011")
_OPENING = "\"'\u201c\u2018(\uff08\u300c\u300e "
_CLOSING = "\"'\u201d\u2019)\uff09\u300d\u300f "
_NOT_FIRST = frozenset(")]}\u201d\u2019\uff09\u300b\u300d,.;:!?%\uff0c\u3002\uff1b\uff1a\u3001\uff01\uff1f")
_ODD = frozenset(
    "=<>+*/\\|^_~#@{}$\u2211\u222b\u2202\u221a\u2264\u2265\u2260\u2248\u2192\u21d2\u2208\ufffd\u00b7\u2022"
)
#: The number of a note or a line before the sentence that it belongs to.
_NOTE_MARK = re.compile(r"\s*(?:\[\d{1,3}\]|\d{0,3}[\u00b2\u00b3\u00b9\u2070-\u2079]|\d{1,3} (?=[A-Z][a-z]*\s))")
_LONE_LETTER = re.compile(r"(?<![\w'\u2019])(?![aAI]\b)[^\W\d_\u3400-\u9fff](?![\w'\u2019.])")


def fault_of(sentence: str, language: Language) -> Fault | None:
    """Return the first reason why a sentence should not stand alone as a quote, None for a fit one.

    Args:
        sentence: one sentence as it stands in its text.
        language: of the text.
    """
    if not sentence.strip():
        return "too_short"
    length, fewest, most = _length(sentence, language)
    if length < fewest:
        return "too_short"
    begin = sentence.lstrip(_OPENING)
    tests: tuple[tuple[Fault, Callable[[], object]], ...] = (
        ("too_long", lambda: length > most),
        ("question", lambda: sentence.rstrip(_CLOSING).endswith(("?", "\uff1f"))),
        ("mostly_symbols", lambda: _mostly_symbols(sentence)),
        ("unfinished", lambda: _unfinished(sentence)),
        ("addresses_the_reader", lambda: ADDRESSES.search(sentence)),
        ("refers_back", lambda: REFERS_BACK.match(begin) or _is_aside(sentence)),
        ("broken_brackets", lambda: _broken_brackets(sentence)),
        ("boilerplate", lambda: BOILERPLATE.search(sentence)),
        ("points_elsewhere", lambda: POINTS_ELSEWHERE.search(sentence)),
        ("personal", lambda: PERSONAL.search(sentence)),
    )
    return next((fault for fault, is_so in tests if is_so()), None)


def _length(sentence: str, language: Language) -> tuple[int, int, int]:
    """Return a sentence's length with the bounds for it: in Chinese characters, else in words."""
    han = han_count(sentence)
    if language == "zh" and han:
        return han + len(re.findall(r"[A-Za-z]+|\d+", sentence)), _HAN_MIN, _HAN_MAX
    return len(words_of(sentence, "en")), _WORDS_MIN, _WORDS_MAX


def _unfinished(sentence: str) -> bool:
    """Tell whether the end or the beginning is missing."""
    if not is_terminated(sentence) or sentence.rstrip(_CLOSING).endswith(("...", "\u2026")):
        return True
    first = sentence.lstrip(_OPENING)[:1]
    return first.isalpha() and first.islower() and not re.match(r"[a-z]+[A-Z\d]", sentence)  # pH, iPhone, x86


def _is_aside(sentence: str) -> bool:
    """Tell whether a sentence stands in brackets as a whole, or begins with a label in brackets."""
    return sentence[0] in "([\uff08\u3010"


def _broken_brackets(sentence: str) -> bool:
    if any(sentence.count(pair[0]) != sentence.count(pair[1]) for pair in _PAIRS):
        return True
    return sentence.count('"') % 2 == 1 or sentence[0] in _NOT_FIRST


def _mostly_symbols(sentence: str) -> bool:
    """Tell whether a sentence is a formula, a row of figures or the rubble of either, or begins with such rubble."""
    if _NOTE_MARK.match(sentence):
        return True
    visible = [letter for letter in sentence if not letter.isspace()]
    letters = sum(letter.isalpha() for letter in visible)
    odd = sum(letter in _ODD for letter in visible)
    return letters < 0.7 * len(visible) or odd > max(2, 0.03 * len(visible)) or len(_LONE_LETTER.findall(sentence)) > 4
