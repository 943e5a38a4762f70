"""Which of the two languages that the text kinds know a text is written in."""

from __future__ import annotations

import re
from typing import Literal

Language = Literal["en", "zh"]

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_KANA = re.compile("[\u3040-\u30ff]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}")

#: Chinese words are about this many characters long on average.
_HAN_PER_WORD = 1.6
#: More text than this tells nothing new.
_SAMPLE_CHARACTERS = 200_000


def language_of(text: str) -> Language:
    """Tell whether a text is Chinese; anything else is read by the rules for English.

    Chinese with many English terms is Chinese as long as most of its words are. Japanese, which mixes Han characters
    with kana, is not taken for Chinese.

    Args:
        text: any text; of a long one the beginning decides.

    Returns:
        ``zh`` for text that is mostly Chinese, else ``en``.
    """
    sample = text[:_SAMPLE_CHARACTERS]
    han = len(_HAN.findall(sample))
    if not han or len(_KANA.findall(sample)) > han / 4:
        return "en"
    return "zh" if han / _HAN_PER_WORD > len(_LATIN_WORD.findall(sample)) else "en"


def is_han(character: str) -> bool:
    """Tell whether a character is a Chinese one (punctuation is not)."""
    return _HAN.fullmatch(character) is not None


def han_count(text: str) -> int:
    """Return how many Chinese characters a text holds."""
    return len(_HAN.findall(text))
