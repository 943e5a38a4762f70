"""Is a proposed question sound? What a program can find out, it finds out; nothing is ever put right here.

A reason is a sentence of ours that the model may be told: no word of a document or of an answer is in it.
"""

from __future__ import annotations

import re
import unicodedata

from actors.pdf_exam.exam import Language
from actors.pdf_exam.proposal import GAP, LEAST_POINTS, MOST_POINTS, Proposal
from actors.pdf_exam.tongue import Tongue
from actors.text.language import han_count, language_of
from actors.text.verbatim import stands_in

#: A shorter quote proves nothing: it stands anywhere by chance.
_LEAST_WORDS, _LEAST_HAN = 4, 6
_LONGEST_GAP_WORDS = 8
_ARTICLE = re.compile(r"\A(?:an?|the) ")
_LABEL = re.compile(r"\A\(?[A-Da-d][.):\u3001\uff09]\s")
_ABOUT_OPTIONS = re.compile(
    r"\b(?:all|none|both|neither|any|either) of (?:the )?(?:above|these|those|following|options|answers)\b"
    r"|以上(?:都|皆|全|所有|均)|(?:都|均)不(?:是|对|正确)\Z",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:figure|table|slide|equation|page|section|chapter) \d"
    r"|\b(?:above|below|shown|following) (?:figure|table|text)\b"
    r"|\b(?:according to|in|from|by) (?:the|this) (?:text|passage|lecture|material|excerpt|slide|figure|quote)s?\b"
    r"|(?<!例)如[图表]|[图表]\s*\d|第\s*\d+\s*页|本文(?!件|字|化|本)|上文|(?<!上)下文|材料中|讲义",
    re.IGNORECASE,
)
#: Characters that take no room on paper, turn the line round or fill a letter's place with nothing: two texts that
#: differ in them only look the same. Source: Unicode, DerivedCoreProperties, Default_Ignorable_Code_Point.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
#: Cyrillic letters that look like Latin ones.
_LOOKS_LATIN = str.maketrans("\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455", "aeopcyxijs")
#: Makes a number another one; between words it is punctuation.
_MINUS = re.compile(r"[-\u2212](?=\d)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def fault_of(question: Proposal, page_text: str | None, tongue: Tongue) -> str | None:
    """Return why a question can't stand in an exam; None where nothing is found.

    Args:
        question: what the model proposed.
        page_text: the plain text of the page that it names; None where that page was not shown to it.
        tongue: the exam's language.
    """
    return (
        _quote_fault(question, page_text)
        or _hidden_fault(question)
        or _shape_fault(question)
        or _sense_fault(question, tongue)
    )


def normal(text: str) -> str:
    """Return a text without what makes no difference between answers.

    That is case, width, punctuation, a first article, characters that nobody can see, letters that look alike.
    """
    seen = _UNSEEN.sub("", unicodedata.normalize("NFKC", _UNSEEN.sub("", text)))
    folded = _MINUS.sub("\u2212", seen.casefold().translate(_LOOKS_LATIN))
    kept = "".join(letter if _tells(letter) else " " for letter in folded)
    return _ARTICLE.sub("", " ".join(kept.split()))


def _tells(letter: str) -> bool:
    # Symbols tell answers apart (<, +, a minus sign), punctuation does not.
    return letter.isalnum() or unicodedata.category(letter) in {"Sm", "Sc", "Mn", "Mc"} or letter in "%\u2030#"


def _quote_fault(question: Proposal, page_text: str | None) -> str | None:
    if page_text is None:
        return "it named a page that was not in the text"
    words, han = len(question.quote.split()), han_count(question.quote)
    if words < _LEAST_WORDS and han < _LEAST_HAN:
        return "its quote was no whole sentence"
    if not stands_in(question.quote, page_text):
        return "its quote does not stand on the page that it names, word for word"
    return None


def _hidden_fault(question: Proposal) -> str | None:
    """Look for what can't be printed; a cloze is compared with its page anyway, whatever that is made of."""
    texts = [question.explanation, *question.options, *question.points]
    if question.type != "cloze":
        texts += [question.stem, question.key]
    whole = "".join(texts)
    if _UNSEEN.search(whole) or any(_is_no_writing(letter) for letter in whole):
        return "it held characters that nobody can see"
    return None


def _is_no_writing(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Co", "Cs"} and letter not in "\n\r\t"


def _shape_fault(question: Proposal) -> str | None:
    if not question.stem.strip() or not question.explanation.strip():
        return "its stem or its explanation was empty"
    if question.type != "multiple_choice" and question.options:
        return "only multiple_choice questions have options"
    if question.type != "long" and (question.points or not normal(question.key)):
        return "it had no answer, or points of a marking scheme though it is no long question"
    if question.type != "cloze" and "__" in question.stem:
        return "it had a gap though it is no cloze"
    shape = {
        "multiple_choice": _choice_fault,
        "cloze": _cloze_fault,
        "true_false": _statement_fault,
        "short_answer": _written_fault,
        "long": _long_fault,
    }
    return shape[question.type](question)


def _choice_fault(question: Proposal) -> str | None:
    options = [normal(option) for option in question.options]
    if len(options) != 4 or not all(options):
        return "it did not have four options"
    if len(set(options)) != 4:
        return "two of its options say the same"
    if question.options.count(question.key) != 1:
        return "its key was not, word for word, one of its options"
    if any(_LABEL.search(option) for option in question.options):
        return "its options had letters before them"
    if any(_ABOUT_OPTIONS.search(option) for option in question.options):
        return "one of its options speaks of the other options"
    return _given_away(question)


def _cloze_fault(question: Proposal) -> str | None:
    if re.findall(r"_+", question.stem) != [GAP]:
        return f"a cloze has exactly one gap, written {GAP}"
    if len(question.key.split()) > _LONGEST_GAP_WORDS or "_" in question.key:
        return "the gap of a cloze takes one term"
    if not stands_in(question.stem.replace(GAP, question.key), question.quote):
        return "its sentence with the gap filled does not stand in its quote, word for word"
    rest = question.stem.replace(GAP, " ")
    if len(rest.split()) < _LEAST_WORDS and han_count(rest) < _LEAST_HAN:
        return "too little of its sentence was left around the gap"
    return _given_away(question)


def _statement_fault(question: Proposal) -> str | None:
    if question.key not in ("true", "false"):
        return "the key of a true_false question is true or false"
    if question.stem.rstrip().endswith(("?", "\uff1f")):
        return "a true_false question is a statement"
    if question.key == "false" and stands_in(question.stem.rstrip(" .\u3002"), question.quote):
        return "it called false what its quote says"
    return None


def _written_fault(question: Proposal) -> str | None:
    return _given_away(question)


def _long_fault(question: Proposal) -> str | None:
    points = [normal(point) for point in question.points]
    if not LEAST_POINTS <= len(points) <= MOST_POINTS or not all(points) or len(set(points)) != len(points):
        return "a long question has two to six different points in its marking scheme"
    return None


def _given_away(question: Proposal) -> str | None:
    """Look for the answer, as whole words, in the question."""
    key, stem = normal(question.key), normal(question.stem.replace(GAP, " . "))
    found = key in stem if han_count(key) else f" {key} " in f" {stem} "
    return "its stem gives the answer away" if found else None


def _sense_fault(question: Proposal, tongue: Tongue) -> str | None:
    if _ELSEWHERE.search(question.stem):
        return "its stem speaks of the text, a page, a figure or a table"
    asked = " ".join([question.stem, *question.options, *question.points])
    if question.type != "cloze" and language_of(asked) != tongue.code:
        return "it was in the wrong language"
    if question.type not in ("true_false", "long") and not _numbers(question.key) <= _numbers(question.quote):
        return "its quote does not hold the number that is its answer"
    return _beside_the_point(question, tongue)


def _beside_the_point(question: Proposal, tongue: Tongue) -> str | None:
    """A quote that shares no word with question and answer proves nothing; across languages nobody can tell."""
    language: Language = tongue.code
    if language_of(question.quote) != language:
        return None
    said = tongue.content(" ".join([question.stem, question.key, *question.points]))
    return None if said & tongue.content(question.quote) else "its quote has nothing to do with the question"


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(unicodedata.normalize("NFKC", text)))
