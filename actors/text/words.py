"""Words: how a text is cut into them, their base forms, and how rare they are."""

from __future__ import annotations

import functools
import math
import re

import lemminflect
from wordfreq import get_frequency_dict

from actors.text import chinese
from actors.text.language import Language
from actors.text.stop_words import is_stop_word

_HAN_RUN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
_LATIN = (
    r"(?:[^\W\d_]\.){2,}"  # e.g., U.S.
    r"|\d+(?:[.,:]\d+)*(?:%|(?:st|nd|rd|th|s)\b)?(?![^\W_])"  # 3.14, 10,000, 50%, 21st, 1990s
    r"|[^\W_]+(?:['\u2019.&\-\u2010\u2011][^\W_]+)*(?:\+\+|\#)?"  # don't, state-of-the-art, x86-64, Node.js, C++
)
_TOKEN = re.compile(f"{_HAN_RUN}|{_LATIN}".replace(r"[^\W_]", r"(?:(?![\u3400-\u9fff\uf900-\ufaff])[^\W_])"))
_HAN = re.compile(_HAN_RUN)
_NUMBER = re.compile(r"[\d.,:%]+(?:st|nd|rd|th|s)?")


def words_of(text: str, language: Language) -> list[str]:
    """Cut a text into its words, as they stand there and in their order; punctuation is left out.

    Args:
        text: any text.
        language: ``zh`` cuts Chinese stretches into words by jieba; under ``en`` such a stretch is one word.
    """
    return list(_words(text, language))


@functools.lru_cache(maxsize=10_000)
def _words(text: str, language: Language) -> tuple[str, ...]:
    """Cut; the same sentence is asked for by ranking, fitness, keywords and duplicates in turn."""
    tokens = _TOKEN.findall(text)
    if language == "en":
        return tuple(tokens)
    return tuple(word for token in tokens for word in (chinese.segment(token) if _HAN.match(token) else (token,)))


def word_spans(text: str, language: Language) -> list[tuple[int, int]]:
    """Return where each of ``words_of(text, language)`` begins and ends."""
    spans, at = [], 0
    for word in words_of(text, language):
        begin = text.index(word, at)
        at = begin + len(word)
        spans.append((begin, at))
    return spans


def is_number(word: str) -> bool:
    """Tell whether a word is written in digits, such as 3.14, 50% or 1990s."""
    return _NUMBER.fullmatch(word) is not None and word[0].isdigit()


@functools.lru_cache(maxsize=100_000)
def base_form(word: str, language: Language) -> str:
    """Return the word as a dictionary would list it, in small letters: ``networks`` and ``Network`` are ``network``.

    A word that may be of several classes takes the form of its noun, then verb, then adjective; what is wanted is that
    the forms of one word come out alike, not that each is right in its sentence.
    """
    lowered = word.casefold().replace("\u2019", "'").removesuffix("'s")
    if (language == "zh" and _HAN.match(word)) or not lowered.isascii() or not lowered.isalpha() or len(lowered) < 3:
        return lowered
    forms = lemminflect.getAllLemmas(lowered)
    for word_class in ("NOUN", "VERB", "ADJ", "ADV"):
        if word_class in forms:
            # "running" is a noun to the lexicon; its verb brings it together with "runs".
            if word_class == "NOUN" and "VERB" in forms and forms["NOUN"][0] == lowered != forms["VERB"][0]:
                continue
            return str(forms[word_class][0])
    return _without_plural(lowered)


def _without_plural(word: str) -> str:
    """Take the plural off a word that the lexicon does not know."""
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def terms_of(text: str, language: Language) -> list[str]:
    """Return the base forms of the words that carry meaning; the measure of what two texts have in common."""
    return [
        base_form(word, language)
        for word in words_of(text, language)
        if not is_stop_word(word, language) and (len(word) > 1 or _HAN.match(word))
    ]


def rarity(word: str, language: Language) -> float:
    """Return how often a word is used in general, on the Zipf scale: 7 is "the", 3 once in a million words, 0 unknown.

    A compound with hyphens or of several words is as rare as its rarest part; numbers count as common (5).

    Args:
        word: one word or several.
        language: Latin words in a Chinese text are looked up as English.

    Source:
        wordfreq's large lists; van Heuven et al. 2014, "SUBTLEX-UK" (the Zipf scale).
    """
    parts = [part for part in re.split(r"[\s\-\u2010\u2011]+", word.casefold()) if part]
    return min((_zipf(part, language) for part in parts), default=0.0)


@functools.lru_cache(maxsize=100_000)
def _zipf(word: str, language: Language) -> float:
    if is_number(word):
        return 5.0
    if not _HAN.search(word):
        return _listed(word.replace("\u2019", "'"), "en")
    found = _listed(word, "zh")
    if found or len(word) < 3 or language != "zh":
        return found
    # A compound that the list does not hold: rarer than the rarest of its words.
    parts = chinese.segment(word)
    return max(0.0, min(_listed(part, "zh") for part in parts) - 1.0) if len(parts) > 1 else 0.0


def _listed(word: str, language: Language) -> float:
    frequency = get_frequency_dict(language, "large").get(word, 0.0)
    return round(math.log10(frequency) + 9, 2) if frequency else 0.0
