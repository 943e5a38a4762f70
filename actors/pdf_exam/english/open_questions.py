"""Questions with written answers that an English sentence answers: why, when, what for, of what."""

# ruff: noqa: RUF001 (typographic signs are meant)

from __future__ import annotations

import re

from actors.pdf_exam.english import grammar
from actors.pdf_exam.english.phrases import normal, noun_phrases
from actors.pdf_exam.english.quantities import NUMBER_WORDS
from actors.pdf_exam.tongue import OpenQuestion, Phrase

_BECAUSE_AFTER = re.compile(r"^(?P<what>[^,;]+(?:, [^,;]+)?),? because (?P<why>(?!of\b)[^;]+)\.$")
_BECAUSE_BEFORE = re.compile(r"^Because (?P<why>(?!of\b|of the\b)[^,;]+), (?P<what>[^;]+)\.$")
_PARTS = re.compile(
    r"^(?P<what>(?:(?:An?|The|Each|Every) )?[\w’' -]{3,60}?) (?P<verb>consists? of|comprises?|"
    r"is composed of|are composed of|is made up of|"
    r"are made up of|is divided into|are divided into|includes?|contains?) (?P<parts>[^;:]+(?:,| and )[^;:]*)\.$"
)
_BASES = {"consists of": "consist of", "comprises": "comprise", "includes": "include", "contains": "contain"}
_WHEN = re.compile(
    r"^(?P<what>[A-Z][^,;]{3,80}?) (?P<be>was|were) (?P<rest>(?:\w+ly )?\w+(?:ed|en|nt|un|lt|"
    r"ade|uilt|t)\b[^,;]*?) in (?P<year>(?:1[4-9]|20)\d\d)(?P<more>(?: by| at| in)[^,;]*)?\.$"
)
_PURPOSE = re.compile(r"^(?P<what>[^,;]{4,90}?) (?P<be>is|are) used (?P<how>to|for) (?P<aim>[^;]{12,})\.$")


def open_questions_of(text: str) -> list[OpenQuestion]:
    """Return what can be asked so that the sentence's own words are the answer."""
    kinds = (_why(text), _parts(text), _when(text), _how_many(text), _purpose(text), _does(text), _who(text))
    return [question for question in kinds if question]


def _why(text: str) -> OpenQuestion | None:
    found = _BECAUSE_AFTER.match(text) or _BECAUSE_BEFORE.match(text)
    if found is None:
        return None
    what, why = found["what"].strip(), found["why"].strip()
    if re.search(r"\b(?:it|they|this|he|she)\b", what[:12], re.IGNORECASE):
        return None
    if len(what.split()) < 4 or len(why.split()) < 4 or re.match(r"(?:The )?\w+ (?:is|are) (?:so|that)\b", what):
        return None
    if not _subject(what[0].upper() + what[1:] + "."):
        return None
    return OpenQuestion(f"Give the reason why {lowered(what)}.", f"Because {lowered(why)}.", 0.95, normal(what))


def _parts(text: str) -> OpenQuestion | None:
    found = _PARTS.match(text)
    if found is None:
        return None
    subject = _subject(text)
    if subject is None or subject.end != found.end("what") or " of " in found["what"]:
        return None
    what, verb = lowered(found["what"]), found["verb"]
    if len(re.split(r",| and ", found["parts"])) < 2 or len(found["parts"].split()) < 4:
        return None
    if verb.startswith(("is ", "are ")):
        be, _, rest = verb.partition(" ")
        stem = f"What {be} {what} {rest}?" if not rest.endswith("into") else f"Into what {be} {what} divided?"
    else:
        aid = "does" if verb in _BASES else "do"
        stem = f"What {aid} {what} {_BASES.get(verb, verb)}?"
    weight = 0.9 if not verb.startswith(("include", "contain")) else 0.7
    return OpenQuestion(stem, sentence(found["parts"]), weight, subject.key)


def _when(text: str) -> OpenQuestion | None:
    found = _WHEN.match(text)
    if found is None or len(found["what"].split()) > 12:
        return None
    stem = f"In which year {found['be']} {lowered(found['what'])} {found['rest']}{found['more'] or ''}?"
    return OpenQuestion(stem, found["year"], 0.9, normal(found["what"]))


def _purpose(text: str) -> OpenQuestion | None:
    found = _PURPOSE.match(text)
    if found is None or re.search(r"\b(?:which|that|who|not)\b", found["what"]):
        return None
    subject = _subject(text)
    if subject is None or subject.end != found.end("what"):
        return None
    answer = f"{'To ' if found['how'] == 'to' else 'For '}{found['aim']}."
    return OpenQuestion(f"What {found['be']} {lowered(found['what'])} used for?", answer, 0.85, subject.key)


#: Verbs that tell what a thing is or where it lies, not what it does.
_NO_DEED = frozenset(
    """
    mean refer depend occur happen come differ state become remain take have contain consist include lie equal
    vary begin end start continue hold
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)


def _does(text: str) -> OpenQuestion | None:
    """Ask what the subject does, where the subject is a plain phrase and its verb is beyond doubt."""
    subject = _subject(text)
    if subject is None:
        return None
    rest = text[subject.end :].strip()
    verb, _, after = rest.partition(" ")
    if not verb.isalpha() or verb.lower() in grammar.FUNCTION_WORDS or len(rest.split()) < 5 or ";" in rest:
        return None
    # "Significant changes ..." cut after its adjective
    doubtful = subject.start == 0 and "ADJ" in grammar.classes(subject.text.split()[-1]) and subject.form == "bare"
    doubtful |= "NOUN" in grammar.classes(verb) and after.split(" ")[0].lower() not in grammar.DETERMINERS
    if doubtful or grammar.verb_base(verb) in _NO_DEED:
        return None
    what = lowered(text[: subject.end])
    if subject.form in {"singular", "bare", "acronym", "name", "person"} and grammar.is_third_person(verb):
        return OpenQuestion(f"What does {what} do?", f"It {rest}", 0.6, subject.key)
    if subject.form == "plural" and grammar.verb_base(verb) == verb:
        return OpenQuestion(f"What do {what} do?", f"They {rest}", 0.6, subject.key)
    return None


_HOW_MANY = re.compile(
    rf"^(?P<what>[^,;]{{2,60}}?) (?P<verb>has|have|contains?|consists? of|comprises?|uses?|"
    rf"requires?|yields?|produces?) (?:about |exactly |only )?"
    rf"(?P<number>{'|'.join(NUMBER_WORDS)}|\d[\d,]*(?: million| billion| trillion)?) (?P<things>[a-z][^,;]*)\.$"
)


def _how_many(text: str) -> OpenQuestion | None:
    """Ask for a number of things ("The OSI model has seven layers")."""
    found = _HOW_MANY.match(text)
    subject = _subject(text)
    if found is None or subject is None or subject.end != found.end("what"):
        return None
    verb, _, preposition = found["verb"].partition(" ")
    base = grammar.verb_base(verb)
    aid = "does" if base != verb else "do"
    if not grammar.is_plural(found["things"].split()[0]) and not re.match(r"\w+ \w+s\b", found["things"]):
        return None
    stem = (
        f"How many {found['things']} {aid} {lowered(found['what'])} {base}{' ' + preposition if preposition else ''}?"
    )
    return OpenQuestion(stem, sentence(found["number"]), 0.85, subject.key)


def _who(text: str) -> OpenQuestion | None:
    """Ask for the subject itself; the sentence keeps its order."""
    subject = _subject(text)
    if subject is None or subject.enumerated:
        return None
    rest = text[subject.end :].strip().rstrip(".")
    verb = rest.split(" ", 1)[0]
    if (
        not verb.isalpha()
        or len(rest.split()) < 5
        or ";" in rest
        or re.search(r"\b(?:its|their|it|they|his|he)\b", rest)
    ):
        return None
    past = grammar.is_participle(verb) and not verb.endswith("ing") and verb.lower() not in grammar.FUNCTION_WORDS
    person = subject.form in {"name", "person"} or (
        subject.start == 0 and re.match(r"[A-Z][a-z]+ (?:[A-Z][a-z]+ )*$", text[: subject.end] + " ")
    )
    if past and person and not grammar.lemmas_known(subject.text.split()[0].lower()):
        return OpenQuestion(f"Who or what {rest}?", text[: subject.end] + ".", 0.6, subject.key)
    if (
        verb in {"was", "is"}
        and person
        and re.match(r"\w+ the (?:first|last|only|main|most|largest|longest|highest)\b", rest)
    ):
        return OpenQuestion(f"Who or what {rest}?", text[: subject.end] + ".", 0.6, subject.key)
    return None


def _subject(text: str) -> Phrase | None:
    """Return the phrase with which the sentence begins, if only an article stands before it."""
    first = next(iter(noun_phrases(text)), None)
    if first is None or text[: first.start].strip().lower() not in {"", "a", "an", "the", "each", "every"}:
        return None
    return first


def lowered(text: str) -> str:
    """Return a part of a sentence as it stands in mid-sentence: only names and abbreviations keep their capital."""
    first = text.split(" ", 1)[0]
    plain = first.rstrip(",.;:")
    if not plain or not plain[0].isupper() or plain == "I":
        return text
    if grammar.is_acronym(plain) or (len(plain) > 1 and not plain[1:].islower()) or re.search(r"['’]s$", plain):
        return text
    small = plain.lower()
    known = small in grammar.FUNCTION_WORDS or bool(grammar.lemmas_known(small))
    return text[0].lower() + text[1:] if known else text


def sentence(text: str) -> str:
    """Return words as a sentence of their own."""
    return text[:1].upper() + text[1:].rstrip(".") + "."
