"""What class each word of a sentence most likely belongs to: good enough to choose terms and wrong answers by."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Literal

import lemminflect

from actors.text import chinese
from actors.text.language import Language, han_count
from actors.text.stop_words import is_stop_word
from actors.text.words import is_number

PartOfSpeech = Literal["noun", "name", "verb", "adjective", "adverb", "number", "function"]

_OF_LEXICON: dict[str, PartOfSpeech] = {
    "NOUN": "noun", "PROPN": "name", "VERB": "verb", "AUX": "function", "ADJ": "adjective", "ADV": "adverb",
}  # fmt: skip
_NUMBER_WORDS = frozenset(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million
    billion trillion dozen first second third half quarter
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)
_OPENS_NOUN = frozenset(
    """
    the a an this that these those its their his her our my your each every some any no all most many several few
    of in on at by for from with without into through between among under over against during within per
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)
_DETERMINERS = frozenset(
    """
    the a an this that these those its their his her our my your each every no
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)
_OPENS_VERB = frozenset(
    """
    to will would shall should can could may might must cannot not never also often usually we they you i it he
    she who which that do does did
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)
_BE_OR_HAVE = frozenset(
    """
    be is are was were been being am has have had having get gets got
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)
#: Endings of words that the lexicon does not know, tried in this order.
_ENDINGS: tuple[tuple[re.Pattern[str], PartOfSpeech], ...] = (
    (re.compile(r".{3}ly\Z"), "adverb"),
    (
        re.compile(r".{3}(?:tion|sion|ness|ity|ment|ism|ist|ology|ance|ence|ship|sis|ase|gen|ome|oid|er|or|ers|ors)\Z"),
        "noun",
    ),
    (re.compile(r".{2}(?:ous|al|ive|able|ible|ic|ful|less|ary|ish|oidal|like|based)\Z"), "adjective"),
    (re.compile(r".{3}(?:ize|ise|ify|izes|ises|ifies|ized|ised|ified|izing|ising|ed)\Z"), "verb"),
)
_OF_ICTCLAS: dict[str, PartOfSpeech] = {
    "nr": "name", "ns": "name", "nt": "name", "nz": "name", "n": "noun", "vn": "noun", "an": "noun", "s": "noun",
    "t": "noun", "g": "noun", "ng": "noun", "zg": "noun", "j": "noun", "l": "noun", "v": "verb", "ad": "adverb",
    "a": "adjective", "i": "adjective", "b": "adjective", "z": "adjective", "d": "adverb", "m": "number",
}  # fmt: skip


def parts_of_speech(words: Sequence[str], language: Language) -> list[PartOfSpeech]:
    """Guess the class of each word of one sentence.

    English words get a class that the lexicon allows, chosen by their neighbours; unknown ones are judged by their
    ending, and by their capital where they do not begin the sentence. Chinese words get their dictionary's class.

    Args:
        words: the words of a sentence, in their order (``words_of``).
        language: of the sentence.
    """
    if language == "zh":
        return [_of_chinese(word) for word in words]
    capitals = sum(word[:1].isupper() for word in words[1:])
    # In a title every word has a capital: there it tells nothing.
    title = len(words) > 3 and capitals > 0.7 * (len(words) - 1)
    found: list[PartOfSpeech] = []
    for place, word in enumerate(words):
        before = words[place - 1].lower() if place else ""
        after = words[place + 1].lower() if place + 1 < len(words) else ""
        found.append(_of_english(word, before, after, starts=not place or title))
    return found


def _of_english(word: str, before: str, after: str, *, starts: bool) -> PartOfSpeech:
    lowered = word.lower()
    if is_number(word) or lowered in _NUMBER_WORDS:
        return "number"
    if is_stop_word(word, "en"):
        return "function"
    if len(word) > 1 and any(letter.isupper() for letter in word[1:]):
        return "name"
    known = _classes(lowered.removesuffix("'s").removesuffix("\u2019s"))
    if word[0].isupper() and (not starts or not known):
        return "name"
    return _by_neighbours(lowered, known, before, after) if known else _by_ending(lowered)


def _by_neighbours(word: str, known: frozenset[PartOfSpeech], before: str, after: str) -> PartOfSpeech:
    if len(known) == 1:
        return next(iter(known))
    noun_follows = bool({"noun"} & _classes(after)) and not is_stop_word(after, "en")
    if "adverb" in known and word.endswith("ly"):
        return "adverb"
    if "verb" in known and (before in _BE_OR_HAVE and word.endswith(("ed", "en", "ing"))):
        return "verb"
    if "adjective" in known and (
        noun_follows or before in _BE_OR_HAVE or ("noun" not in known and before in _OPENS_NOUN)
    ):
        return "adjective"
    if "verb" in known and ((before in _OPENS_VERB and before not in _DETERMINERS) or after in _DETERMINERS):
        return "verb"
    order: tuple[PartOfSpeech, ...] = ("noun", "verb", "adjective", "adverb")
    if word.endswith(("ed", "ing")) and before not in _OPENS_NOUN:
        order = ("verb", "noun", "adjective", "adverb")
    return next((choice for choice in order if choice in known), "noun")


@functools.lru_cache(maxsize=50_000)
def _classes(word: str) -> frozenset[PartOfSpeech]:
    if not word.isascii():
        return frozenset()
    return frozenset(_OF_LEXICON[name] for name in lemminflect.getAllLemmas(word) if name in _OF_LEXICON)


def _by_ending(word: str) -> PartOfSpeech:
    return next((part for ending, part in _ENDINGS if ending.match(word)), "noun")


def _of_chinese(word: str) -> PartOfSpeech:
    if is_number(word):
        return "number"
    if is_stop_word(word, "zh"):
        return "function"
    if not han_count(word):
        return "name" if any(letter.isupper() for letter in word) else "noun"
    kind = chinese.class_of(word)
    if not kind:
        return "noun"
    return _OF_ICTCLAS.get(kind[:2]) or _OF_ICTCLAS.get(kind[:1]) or "function"
