"""Which word classes an English word can have, and the small words that hold sentences together."""

# ruff: noqa: RUF001 (typographic signs are meant)

from __future__ import annotations

import functools
import re

import lemminflect

#: A word, a number or a single sign.
_TOKEN = re.compile(r"[^\W\d_][^\W_]*(?:[-'’/+.][^\W_]+)*\+*#?|\d[\d,.]*\d%?|\d%?|[^\w\s]|_")

DETERMINERS = frozenset(
    """
    the a an each every its their his her our your my any no this that these those
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)
MODALS = frozenset(["can", "could", "may", "might", "must", "shall", "should", "will", "would", "cannot"])
FORMS_OF_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "am"])
AUXILIARIES = MODALS | FORMS_OF_BE | frozenset(["has", "have", "had", "do", "does", "did"])
PREPOSITIONS = frozenset(
    """
    of in on at by for with from to into onto over under between among through during without within
    against about across after before above below behind beyond per via toward towards upon around along
    inside outside near since until as than like unlike despite except including regarding throughout
    besides according due
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)
CONJUNCTIONS = frozenset(
    """
    and or but nor so yet because although though while whereas when whenever if unless once since until
    where whether that which who whom whose what why how
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)
PRONOUNS = frozenset(
    """
    it they them he she him we us i you one ones itself themselves something anything
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)
#: Adverbs and quantities that are no part of a term.
_SMALL = frozenset(
    """
    not only also very more most less least much many few several some all both either neither such same
    other another own each too just even still already often usually always never sometimes then thus
    therefore hence however there here now again almost nearly about approximately roughly typically
    generally instead rather quite first second third last next former latter two three four five six
    seven eight nine ten zero half twice away up down out off back together apart well far long soon
    later earlier yet ever perhaps etc eg ie different various certain particular specific given
    following new old good bad major minor important large small big great high low many little
    whole entire common typical special single simple similar available possible necessary able likely
    due further additional early late whichever whatever today yesterday tomorrow today's actual overall
    current previous subsequent corresponding respective sufficient multiple numerous individual
    separate known called based used made
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)
FUNCTION_WORDS = DETERMINERS | AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | _SMALL
#: Plural in form, yet they stand before other nouns.
_PLURAL_MODIFIERS = frozenset(
    """
    data media systems graphics statistics mathematics physics economics sales news
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)
_ENDINGS = (("ly", "ADV"), ("ous", "ADJ"), ("ive", "ADJ"), ("able", "ADJ"), ("ible", "ADJ"), ("ful", "ADJ"))


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Return words, numbers and signs with where each begins and ends."""
    return [(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)]


@functools.cache
def classes(word: str) -> frozenset[str]:
    """Return the classes a word can have (NOUN, VERB, ADJ, ADV); an unknown one is judged by its ending."""
    lower = word.lower()
    known = frozenset(lemminflect.getAllLemmas(lower)) - {"AUX", "PROPN"}
    if known:
        return known
    prefix = re.match(r"(?:re|over|under|pre|un|inter|sub|de|multi|non|micro|hyper)(?=[a-z]{4})", lower)
    if prefix and lemminflect.getAllLemmas(lower[prefix.end() :]):
        return classes(lower[prefix.end() :])
    last = re.split(r"[-/+.]", lower)[-1]
    if last != lower and last:
        return (classes(last) - {"VERB", "ADV"}) | {"NOUN", "ADJ"}
    for ending, guess in _ENDINGS:
        if lower.endswith(ending):
            return frozenset({guess})
    return frozenset({"NOUN"})


@functools.cache
def singular(word: str) -> str:
    """Return a noun's singular, in small letters."""
    lower = word.lower()
    if lower in _PLURAL_MODIFIERS:
        return lower
    lemmas = lemminflect.getAllLemmas(lower, upos="NOUN").get("NOUN", ())
    if lemmas:
        others = [lemma for lemma in lemmas if lemma != lower]
        if others and lower.endswith(("ia", "ae", "eria")):  # bacteria, mitochondria: plurals that are singulars too
            return str(others[0])
        return lower if lower in lemmas else str(lemmas[0])
    if lower.endswith(("ondria", "bacteria")):
        return lower[:-1] + ("on" if lower.endswith("ondria") else "um")
    if re.search(r"[^su]s$", lower) and not lower.endswith("is") and len(lower) > 3:
        return lower[:-1]
    return lower


def is_plural(word: str) -> bool:
    """Tell whether a noun is a plural."""
    return singular(word) != word.lower()


@functools.cache
def verb_base(word: str) -> str:
    """Return the base form of a verb; empty for what is none."""
    lower = word.lower()
    lemmas = lemminflect.getAllLemmas(lower, upos="VERB").get("VERB", ())
    if not lemmas and lower.startswith("re") and len(lower) > 6:
        lemmas = tuple("re" + base for base in lemminflect.getAllLemmas(lower[2:], upos="VERB").get("VERB", ()) if base)
    return str(lemmas[0]) if lemmas else ""


def is_third_person(word: str) -> bool:
    """Tell whether a word can be a verb in the third person singular ("stores")."""
    lower = word.lower()
    return lower.endswith("s") and verb_base(lower) not in {"", lower}


def is_participle(word: str) -> bool:
    """Tell whether a word can be a participle or past form and no noun ("stored", "built")."""
    found = classes(word)
    base = verb_base(word)
    return "VERB" in found and "NOUN" not in found and base not in {"", word.lower()} and not is_third_person(word)


def has_clear_verb(text: str) -> bool:
    """Tell whether a word of the text can be nothing but a finite verb."""
    for word, _, _ in tokens(text):
        found = classes(word)
        if word.lower() in AUXILIARIES or (found == {"VERB"} and not word.lower().endswith("ing")):
            return True
    return False


def is_acronym(word: str) -> bool:
    """Tell whether a word is an abbreviation in capitals (TCP, mRNA, CPUs)."""
    return bool(re.fullmatch(r"[a-z]?[A-Z][A-Z0-9]*[A-Z0-9/-]*[A-Z0-9]s?", word)) and sum(map(str.isupper, word)) > 1


def is_modifying_plural(word: str) -> bool:
    """Tell whether a word is plural in form but stands before other nouns ("data")."""
    return word.lower() in _PLURAL_MODIFIERS


@functools.cache
def lemmas_known(word: str) -> bool:
    """Tell whether the word list knows a word as a common one (names of people and places it does not)."""
    found = lemminflect.getAllLemmas(word)
    if not found and re.search(
        r"(?:ia|osis|ase|ine|ism|ology|ics|tion|ment|ness|ity|gen|phyll|plast|some|cyte|ata|ers?|ings?|ions?|ists?)$",
        word,
    ):
        return True
    return bool(found) and set(found) != {"PROPN"}
