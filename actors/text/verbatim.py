"""What "verbatim" means everywhere: white space may differ, words divided at line ends may be joined; nothing else."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

#: Characters that stand for a hyphen where a line was broken: soft hyphen, and two that pdfium writes.
_BREAK_MARKS = "\u00ad\u0002\ufffe"
_HYPHENS = r"\-\u2010\u2011"
_SOFT = "\x00"
_WHITE = re.compile(r"\s+")
_DIVIDED = re.compile(rf"(?<=\w)(?:[{_HYPHENS}][ \t\r\f\v]*\n\s*|[{_BREAK_MARKS}]\s*)(?=[^\W\d_])")
_CJK = "\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\u2018-\u201d\u2026"
_CJK_GAP = re.compile(rf"(?<=[{_CJK}])[ \t\r\f\v]*\n\s*(?=[{_CJK}])")


def flattened(text: str) -> str:
    """Return a text on one line.

    White space is collapsed to one space, lines of Chinese are joined without one, and words that were divided at
    line ends are joined. Nothing else changes.
    """
    joined = _CJK_GAP.sub("", _DIVIDED.sub("", text))
    return _WHITE.sub(" ", joined).strip()


def stands_in(quote: str, source: str) -> bool:
    """Tell whether a quote stands in a source word for word.

    White space is ignored. A hyphen at the end of a line of the source may be missing from the quote (a divided word)
    or be kept in it (a compound). Letters, digits, punctuation and their case must agree.

    Args:
        quote: what is claimed to stand there; one without any character but white space stands nowhere.
        source: the whole text, with or without its line breaks.
    """
    wanted, plain = _Hyphenless(quote), _hyphenless(source)
    if not wanted.text:
        return False
    return any(_hyphens_agree(wanted, plain, at) for at in _occurrences(wanted.text, plain.text))


@functools.lru_cache(maxsize=32)
def _hyphenless(source: str) -> _Hyphenless:
    """Read a source once for the many quotes that are looked for in it."""
    return _Hyphenless(source)


class _Hyphenless:
    """A text without white space and hyphens, and where those were.

    Args:
        text: what to read.
    """

    def __init__(self, text: str) -> None:
        marked = re.sub(rf"[{_HYPHENS}]\s*\n\s*|[{_BREAK_MARKS}]\s*", _SOFT, text)
        parts: list[str] = []
        #: Position among the kept characters -> the hyphens before it; a soft one is written _SOFT.
        self.hyphens: dict[int, str] = {}
        length = 0
        for piece in re.findall(rf"[{_HYPHENS}{_SOFT}]|[^\s{_HYPHENS}{_SOFT}]+", marked):
            if piece in "-\u2010\u2011" + _SOFT:
                self.hyphens[length] = self.hyphens.get(length, "") + piece
            else:
                parts.append(piece)
                length += len(piece)
        self.text = "".join(parts)


def _occurrences(wanted: str, text: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _hyphens_agree(quote: _Hyphenless, source: _Hyphenless, at: int) -> bool:
    """Compare the hyphens inside an occurrence; soft ones of either side may be missing on the other."""
    for place in range(1, len(quote.text)):
        ours, theirs = quote.hyphens.get(place, ""), source.hyphens.get(at + place, "")
        if ours != theirs and not (
            _SOFT in ours + theirs and _least(ours) <= len(theirs) and _least(theirs) <= len(ours)
        ):
            return False
    return True


def _least(hyphens: str) -> int:
    """Return how many hyphens there are at least, all soft ones left out."""
    return len(hyphens) - hyphens.count(_SOFT)
