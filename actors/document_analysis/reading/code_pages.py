"""The old code pages of Russian, Japanese and Korean, told by what is written most in those languages."""

from __future__ import annotations

import re

#: Russian and Ukrainian: the letters that make up most of every text, in runs of small letters, as words have them.
_CYRILLIC_RUN = re.compile("[\u0430-\u044f\u0451\u0454\u0456\u0457]{3,}")
_CYRILLIC = frozenset("оеаинтсрвлкмдпуыяьі")
#: Japanese: hiragana and its stops; every sentence is held together by them.
_HIRAGANA = re.compile("[\u3041-\u3096\u3001\u3002]")
#: Korean: the commonest syllables.
_HANGUL = frozenset(
    "이다는을에의가고하지로은한를기사어그나도대인자시서리있해수것들아정일여보우부구제장전면거과만게라되와으주성습니"
)
_JAPANESE, _KOREAN, _RUSSIAN = ("cp932", "euc_jp"), ("cp949",), ("cp1251", "koi8_u", "cp866", "iso8859_5")
#: All that are looked at.
NAMES = _JAPANESE + _KOREAN + _RUSSIAN
#: About this part of a text in its language is what is looked for: a text that holds as much is sure to be in it.
_USUAL = {**dict.fromkeys(_JAPANESE, 0.4), **dict.fromkeys(_KOREAN, 0.5), **dict.fromkeys(_RUSSIAN, 0.75)}
#: Less than this part of what is usual is chance: Hebrew and Greek look like Russian in bytes, but not so much.
_LEAST = {**dict.fromkeys(_JAPANESE + _KOREAN, 0.4), **dict.fromkeys(_RUSSIAN, 0.7)}


def likeness(text: str, name: str) -> float:
    """Return how much a text reads like the language of a code page, 0..1; 0 where it may be chance.

    Args:
        text: the bytes, as that code page reads them.
        name: the code page, one of ``NAMES``.
    """
    beyond = sum(character >= "\x80" for character in text)
    if not beyond:
        return 0.0
    if name in _JAPANESE:
        found = len(_HIRAGANA.findall(text))
    elif name in _KOREAN:
        found = sum(character in _HANGUL for character in text)
    else:
        found = sum(letter in _CYRILLIC for run in _CYRILLIC_RUN.findall(text) for letter in run)
    likeness = min(1.0, found / beyond / _USUAL[name])
    return likeness if likeness >= _LEAST[name] else 0.0
