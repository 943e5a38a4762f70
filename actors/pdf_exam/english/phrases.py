"""Find the noun phrases of an English sentence, without a tagger: by what the words can be and what stands beside them.

A phrase is taken only where both its borders are clear; what is doubtful is left out, for a wrong phrase makes a
wrong question.
"""

# ruff: noqa: RUF001 (typographic signs are meant)

from __future__ import annotations

import functools
import re

from actors.pdf_exam.english import grammar
from actors.pdf_exam.tongue import Form, Phrase
from actors.text.words import rarity

_MOST_WORDS = 4
#: Short pieces of words are rarer than this (Zipf scale).
_WORD = 3.4
_ORDINALS = frozenset(["first", "second", "third", "fourth", "fifth", "last", "next"])
_LOCATIVE = frozenset(["in", "at", "near", "from", "into", "to", "across", "outside", "through", "towards", "around"])
#: Nouns too general to be asked for alone.
_GENERAL = frozenset(
    """
    example way case number part thing kind type form set use time result reason fact point order amount
    value name term method process approach problem step idea purpose aim goal question answer chapter
    section lecture figure table page book author people person man woman year day week month hour
    minute second area level rate degree group list line word work place side end top bottom beginning
    start change difference effect cause property feature aspect role function structure system element
    item member object unit piece field range variety series addition contrast turn general particular
    practice total average majority rest lot information detail text option note tip user file command
    package version document program manual default key right left help need equal equals
    alternative output input behaviour behavior extract usage syntax inclusion requirement total sum
    share half public private body water world life country state today course student teacher situation
    condition consequence importance advantage disadvantage benefit drawback possibility ability basis
    stage period moment length size others everything everyone anyone someone none nothing equation
    formula definition theorem proof lemma rationale surface operation format functionality contents instance
    remainder error notion concept application implementation description explanation addition support
    overview handling semantics author alternative behavior appearance convention existence framework manner
    subject topic
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)


@functools.lru_cache(maxsize=20_000)
def noun_phrases(text: str) -> tuple[Phrase, ...]:
    """Return the noun phrases whose borders are clear, without articles and general adjectives."""
    words = grammar.tokens(text)
    clear = grammar.has_clear_verb(text)
    found: list[Phrase] = []
    run: list[int] = []
    for index in range(len(words)):
        verdict = _belongs(words, run, index, clear=clear)
        if verdict == "in":
            run.append(index)
            continue
        found.extend(_closed(text, words, run))
        run = [index] if verdict == "new" else []
    found.extend(_closed(text, words, run))
    return tuple(found)


def _belongs(words: list[tuple[str, int, int]], run: list[int], index: int, *, clear: bool) -> str:
    """Say whether a word goes on with the phrase ("in"), begins another ("new") or is outside ("out")."""
    word = words[index][0]
    if not _can_be_part(word):
        return "out"
    if run and (words[index][1] - words[run[-1]][2] != 1 or (word[0].isupper() and words[run[-1]][0][0].islower())):
        return "new"  # not next to it; or "the way EUnit ...", another phrase
    if grammar.is_acronym(word) or (word[0].isupper() and index):
        return "in"
    after = words[index + 1][0].lower() if index + 1 < len(words) else "."
    if run:
        return _goes_on(words[run[-1]][0], word, after, clear=clear)
    return "in" if _begins(words, index, after) else "out"


def _can_be_part(word: str) -> bool:
    if not word[0].isalpha() or len(word) == 1 or "." in word or re.search(r"/\d|\d/", word):
        return False
    return word.lower() not in grammar.FUNCTION_WORDS


def _begins(words: list[tuple[str, int, int]], index: int, after: str) -> bool:
    """Tell whether a word can begin a phrase where it stands."""
    word = words[index][0]
    kinds = grammar.classes(word)
    before = words[index - 1][0].lower() if index else ""
    if not kinds & {"NOUN", "ADJ"}:
        # "linked list", "the operating system", but "by sending packets", "is operating"
        leads = grammar.is_participle(word) and after[0].isalpha() and after not in grammar.FUNCTION_WORDS
        return leads and (before in {"the", "a", "an"} or (not index and word.lower().endswith("ed")))
    if "VERB" not in kinds:
        return True
    governs = bool(index) and grammar.is_third_person(word) and after in grammar.DETERMINERS
    return not governs and not _asks_for_verb(before, word, index)


def _goes_on(last: str, word: str, after: str, *, clear: bool) -> str:
    kinds = grammar.classes(word)
    lower = word.lower()
    starts_object = after in grammar.DETERMINERS or (after[0].isalnum() and after not in grammar.FUNCTION_WORDS)
    if grammar.is_plural(last) and not last[0].isupper() and not grammar.is_modifying_plural(last):
        return "out" if "VERB" in kinds else "new"
    if "VERB" in kinds and grammar.is_third_person(word) and (starts_object or not clear or "NOUN" not in kinds):
        return "out"
    if not kinds & {"NOUN", "ADJ"} or (lower.endswith("ed") and "NOUN" not in kinds):
        return "out"
    if "NOUN" not in kinds and "NOUN" in grammar.classes(last) and "ADJ" not in grammar.classes(last):
        return "new"
    return "in"


def _asks_for_verb(before: str, word: str, index: int) -> bool:
    """Tell whether a word that can be noun or verb stands where a verb is expected."""
    if (
        before == "to"
        or before in grammar.MODALS
        or before in {"not", "who", "which", "that", "it", "they", "we", "you"}
    ):
        return True
    if index and grammar.is_plural(before) and before[0].isalpha() and before not in grammar.FUNCTION_WORDS:
        return True
    return bool(not index and word.lower().endswith("ing"))


def _closed(text: str, words: list[tuple[str, int, int]], run: list[int]) -> list[Phrase]:
    """Return the phrase of a finished run of words, or nothing if it is doubtful."""
    while run and "NOUN" not in grammar.classes(words[run[-1]][0]) and not words[run[-1]][0][0].isupper():
        run = run[:-1]
    if not run or len(run) > _MOST_WORDS:
        return []
    start, end = words[run[0]][1], words[run[-1]][2]
    before = words[run[0] - 1][0].lower() if run[0] else ""
    after = words[run[-1] + 1][0].lower() if run[-1] + 1 < len(words) else "."
    if _is_no_term(words, run) or _is_cut(text, words, run, before, after):
        return []
    enumerated = after in {"and", "or", "and/or"} or before in {"and", "or", "nor"}
    enumerated |= after == "," and bool(re.match(r", [^,;.]*,? (?:and|or)\b", text[end:]))
    enumerated |= before == "," and bool(re.search(r"\w+, $", text[:start])) and after == ","
    return [Phrase(start, end, text[start:end], _form(words, run, before), normal(text[start:end]), enumerated)]


def _is_no_term(words: list[tuple[str, int, int]], run: list[int]) -> bool:
    """Tell whether the words are too general, or a verb form hides among them."""
    last = words[run[-1]][0]
    if len(run) == 1 and (grammar.singular(last) in _GENERAL or (len(last) < 3 and not grammar.is_acronym(last))):
        return True
    if (
        len(run) == 1
        and len(last) < 5
        and last.islower()
        and not grammar.lemmas_known(last)
        and rarity(last, "en") < _WORD
    ):
        return True  # a piece of a word whose ligature was lost
    if re.search(r"(?:n't|['’](?:s|re|ll|ve|d))$", last):
        return True
    return any(grammar.is_participle(words[place][0]) and words[place][0].islower() for place in run[1:])


def _is_cut(text: str, words: list[tuple[str, int, int]], run: list[int], before: str, after: str) -> bool:
    """Tell whether the words may be only a part of a phrase, by what stands beside them."""
    beyond = words[run[-1] + 2][0].lower() if run[-1] + 2 < len(words) else "."
    joined = after[0].isalnum() and after not in grammar.FUNCTION_WORDS
    of_verb = run[0] > 1 and before.isalpha() and before not in grammar.FUNCTION_WORDS
    return (
        (joined and not _verb_follows(words[run[-1]][0], after, beyond))
        or after[0] in "=/-_0123456789"
        or before[:1] in set("=/-_0123456789")
        or before in {"other", "such"}
        or text[words[run[-1]][2] :][:1] in {"'", "’", "-", "/"}
        or (of_verb and words[run[0] - 2][0].lower() in grammar.DETERMINERS)  # "the assert | macros"
        or (run[0] == 1 and before in _ORDINALS)  # "Second normal form" is one term
        or (after == "a" and grammar.is_third_person(beyond))  # "chlorophyll a absorbs"
        or _is_part_of_name(words, run)
    )


def _is_part_of_name(words: list[tuple[str, int, int]], run: list[int]) -> bool:
    """Tell whether a capitalised neighbour belongs to a longer name ("the Debian New | Maintainers")."""
    neighbours = [place for place in (run[0] - 1, run[-1] + 1) if 0 < place < len(words)]
    return words[run[0]][0][0].isupper() and any(
        words[place][0][0].isupper() and abs(words[place][1] - words[run[0]][1]) < 40 and words[place][0].isalpha()
        for place in neighbours
    )


def _verb_follows(last: str, after: str, beyond: str) -> bool:
    """Tell whether the word after a phrase is its verb, and not one more noun."""
    if beyond in grammar.AUXILIARIES:
        return False
    if "NOUN" in grammar.classes(after) and grammar.is_third_person(after):
        return beyond in grammar.DETERMINERS or (beyond not in grammar.FUNCTION_WORDS and grammar.is_plural(beyond))
    if "VERB" not in grammar.classes(after) and "ADV" not in grammar.classes(after):
        return False
    return grammar.is_plural(last) or grammar.is_third_person(after) or after.endswith(("ed", "ing", "ly"))


def _form(words: list[tuple[str, int, int]], run: list[int], before: str) -> Form:
    text = [words[place][0] for place in run]
    last = text[-1]
    if len(text) == 1 and grammar.is_acronym(last):
        return "acronym"
    if all(word[0].isupper() for word in text) and (run[0] or len(text) > 1):
        return _form_of_name(last, before)
    if grammar.is_plural(last):
        return "plural"
    determined = before in grammar.DETERMINERS or before in {"another", "one", "first", "second", "single", "such"}
    return "singular" if determined else "bare"


def _form_of_name(last: str, before: str) -> Form:
    """Tell places and plain names apart by what stands before them; nothing better is known of a name."""
    if before in grammar.DETERMINERS:
        return "plural" if re.search(r"[^su]s$", last) else "name"
    if grammar.is_plural(last) and grammar.lemmas_known(last.lower()):
        return "plural"  # "the persecution of Christians"
    return "place" if before in _LOCATIVE else "person"


@functools.cache
def normal(phrase: str) -> str:
    """Return a phrase in small letters, its last word in the singular."""
    words = phrase.lower().replace("’", "'").split()
    return " ".join([*words[:-1], grammar.singular(words[-1])]) if words else ""
