"""Where sentences end, in English, Chinese and texts that mix the two."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence

from actors.text.abbreviations import BEFORE_NUMBER, MAYBE_LAST, NEVER_LAST, OPENERS
from actors.text.language import is_han

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
#: A run of end marks, what closes with it (quotes, brackets, reference numbers), and the white space after it.
_END = re.compile(
    r"(?P<marks>[.!?\u3002\uff01\uff1f\uff1b\u2026\uff0e\uff61]+)"
    r"(?P<closing>(?:[\"'\u2019\u201d\u00bb\u203a)\]\u300d\u300f\u3011\u300b\uff09}]|\[\d[\d,\s\u2013-]*\])*)"
    r"(?P<gap>\s*)"
)
_CHINESE_MARKS = frozenset("\u3002\uff01\uff1f\uff1b\uff0e\uff61")
_OPENING = frozenset("\"'\u201c\u2018\u00ab(\u300c\u300e\u300a\uff08[\u3010\u2022\u2013\u2014-*")
_BRACKETS = {
    "(": ")", "[": "]", "\uff08": "\uff09", "\u300a": "\u300b",
    "\u300c": "\u300d", "\u300e": "\u300f", "\u3010": "\u3011",
}  # fmt: skip
_QUOTES = {"\u201c": "\u201d"}
_PAIRED = re.compile("[" + re.escape("".join([*_BRACKETS, *_BRACKETS.values(), *_QUOTES, *_QUOTES.values()])) + "]")
#: What opens later than this after its partner is taken for a slip, not for one long bracket.
_LONGEST_BRACKET = 300
#: Brackets open at once, of which a slip may leave many.
_DEEPEST = 20
#: Characters to look back for an abbreviation or the number of a heading.
_LONGEST_ABBREVIATION = 20
_WORD_BEFORE = re.compile(r"[^\s(\[{\"'\u201c\u2018\uff08\u300c/\u2014]*\Z")
_WORD_AFTER = re.compile(r"[A-Za-z][A-Za-z'\u2019]*")
_NUMBERING = re.compile(r"\s*(?:\(?\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{1,5})\.?\Z")
_LETTER_NUMBER = re.compile(r"(?:[IVX]+|[A-Z])\b(?!['\u2019])")
_DOTTED = re.compile(r"(?:[a-z]\.)+[a-z]")
_SPOKEN = re.compile(f"[{_HAN}A-Za-z]{{0,6}}?(?:\u8bf4|\u9053|\u95ee|\u7b54|\u558a|\u53eb|\u5199\u9053)")
_GLUED = re.compile(r"(?<=[a-z]{3})\.(?=(?:The|This|These|It|In|We|However|When|For|They|There|A|An)\s)")


def split(text: str) -> list[str]:
    """Cut a text into its sentences; between two of them only white space is left out.

    A full stop ends none inside numbers, addresses, initials and abbreviations; nor does any end mark inside brackets.
    Chinese end marks (also the semicolon) need no white space after them. A closing quote, bracket or reference
    number stays with its sentence.

    Args:
        text: one paragraph, white space as it may be.
    """
    sentences, begin = [], 0
    for end in _ends(text):
        sentence = text[begin:end].strip()
        if sentence:
            sentences.append(sentence)
            begin = end
    rest = text[begin:].strip()
    return [*sentences, rest] if rest else sentences


def is_terminated(sentence: str) -> bool:
    """Tell whether a sentence closes with an end mark rather than just stopping."""
    return any(found.end() == len(sentence) for found in _END.finditer(sentence))


def _ends(text: str) -> Iterator[int]:
    """Yield the positions behind the last character of each sentence."""
    enclosed = _enclosed(text)
    begin = 0
    for found in sorted([*_END.finditer(text), *_GLUED.finditer(text)], key=lambda match: match.start()):
        end = found.end("closing") if found.re is _END else found.end()
        if found.end() == len(text):
            return
        if _inside(enclosed, found.start(), end):
            continue
        if found.re is _GLUED or _is_end(text, begin, found):
            yield end
            begin = end


def _inside(enclosed: Sequence[tuple[int, int]], begin: int, end: int) -> bool:
    """Tell whether a stretch of text lies within brackets; of nested ones the outer holds."""
    at = bisect.bisect_left(enclosed, (begin, 0)) - 1
    return at >= 0 and end < enclosed[at][1]


def _is_end(text: str, begin: int, found: re.Match[str]) -> bool:
    marks, closing, gap = found["marks"], found["closing"], found["gap"]
    after = text[found.end()]
    if marks[-1] in _CHINESE_MARKS:
        return not _goes_on_in_chinese(text, found)
    if "\u2026" in marks and not gap:
        return after in _OPENING or (
            "\u2026\u2026" in marks and bool(re.match(f"[{_HAN}]", after)) and after != "\u7b49"
        )
    if re.match(f"[{_HAN}]", after):
        # Typed by hand: a Latin end mark between Chinese.
        return bool(gap) or "!" in marks or "?" in marks or bool(found.start() and is_han(text[found.start() - 1]))
    if not gap or not (after.isupper() or after.isdigit() or after in _OPENING or not after.isascii()):
        return False
    if after.isalpha() and after.islower():
        return False
    return marks != "." or bool(closing) or _full_stop_ends(text, begin, found)


def _goes_on_in_chinese(text: str, found: re.Match[str]) -> bool:
    """Tell whether a quoted end mark stands within a sentence, as in: "Come!" he said."""
    rest = text[found.end() :]
    if rest[0] in "\uff0c\u3001\uff1a,\u7684":
        return True
    return bool(found["closing"]) and _SPOKEN.match(rest) is not None


def _full_stop_ends(text: str, begin: int, found: re.Match[str]) -> bool:
    before = _WORD_BEFORE.search(text, max(begin, found.start() - _LONGEST_ABBREVIATION), found.start())
    word = (before[0] if before else "").lower()
    after = text[found.end()]
    following = _WORD_AFTER.match(text, found.end())
    opens = following is not None and following[0].lower() in OPENERS
    capital = bool(before and before[0][:1].isupper())
    numbering = found.start() - begin <= _LONGEST_ABBREVIATION and _NUMBERING.match(text[begin : found.start()])
    if word in NEVER_LAST or numbering:
        return False
    if word in BEFORE_NUMBER:
        number = after.isdigit() or after in "([" or (capital and _LETTER_NUMBER.match(text, found.end()))
        return not number
    # Also an initial: "J. Smith", but "vitamin C. The".
    doubtful = (capital and (word in MAYBE_LAST or len(word) == 1)) or word == "al" or _DOTTED.fullmatch(word)
    return opens or not doubtful


def _enclosed(text: str) -> list[tuple[int, int]]:
    """Return where brackets, and quotes that hold Chinese, open and close: the outermost, in their order."""
    spans: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for found in _PAIRED.finditer(text):
        mark = found[0]
        if mark in _BRACKETS or mark in _QUOTES:
            stack = [*stack[-_DEEPEST:], (_BRACKETS.get(mark) or _QUOTES[mark], found.start())]
        elif any(closing == mark for closing, _ in stack):
            while True:
                closing, begin = stack.pop()
                if closing == mark:
                    break
            near = found.start() - begin <= _LONGEST_BRACKET
            if near and (mark not in _QUOTES.values() or re.search(f"[{_HAN}]", text[begin : found.start()])):
                while spans and spans[-1][0] > begin:
                    spans.pop()
                spans.append((begin, found.start()))
    return spans
