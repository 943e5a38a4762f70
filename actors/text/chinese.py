"""Chinese text cut into words by jieba, with what its dictionary says of each word.

The dictionary is read here: jieba's own loader writes a cache into a shared folder and takes twice as long. It is
read at first use (half a second and 110 MB), which jobs on English texts are spared.
"""

from __future__ import annotations

import functools
import importlib
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Protocol


class _Cutter(Protocol):
    """What of ``jieba.Tokenizer`` is used."""

    FREQ: dict[str, int]
    total: int
    initialized: bool

    def lcut(self, sentence: str) -> list[str]: ...


def segment(text: str) -> list[str]:
    """Cut Chinese text into words; every character of the text is in exactly one of them."""
    return _dictionary()[0].lcut(text)


def class_of(word: str) -> str:
    """Return the word class that jieba's dictionary gives (ICTCLAS letters: n, nr, ns, v, a ...), empty if unknown."""
    return _dictionary()[1].get(word, "")


@functools.cache
def _dictionary() -> tuple[_Cutter, dict[str, str]]:
    with _quiet_import():
        jieba = importlib.import_module("jieba")
    # One word a line: the word, how often it was counted, its class.
    fields = (Path(str(jieba.__file__)).parent / "dict.txt").read_text(encoding="utf-8").split()
    words, counts = fields[0::3], [int(count) for count in fields[1::3]]
    # The cutter walks from character to character: every beginning of a word has to be known, with the count 0.
    known: dict[str, int] = {}
    length, longer = 1, [word for word in words if len(word) > 1]
    while longer:
        known.update(dict.fromkeys(map(itemgetter(slice(length)), longer), 0))
        length += 1
        longer = [word for word in longer if len(word) > length]
    known.update(zip(words, counts, strict=True))
    cutter: _Cutter = jieba.Tokenizer()
    cutter.FREQ, cutter.total, cutter.initialized = known, sum(counts), True
    return cutter, dict(zip(words, map(sys.intern, fields[2::3]), strict=True))


@contextmanager
def _quiet_import() -> Iterator[None]:
    """Import jieba without its warnings: unescaped backslashes in its patterns, and pkg_resources.

    It wants pkg_resources only to find the dictionary that is read above; without it jieba opens files itself, and
    0.3 s are saved.
    """
    absent = "pkg_resources" not in sys.modules
    if absent:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]  # makes its import fail, as if not installed
    try:
        with warnings.catch_warnings():
            for category in (DeprecationWarning, SyntaxWarning):
                warnings.filterwarnings(
                    "ignore", message="(invalid escape sequence|.*is an invalid escape)", category=category
                )
            yield
    finally:
        if absent:
            del sys.modules["pkg_resources"]
