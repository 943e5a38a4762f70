"""Find what an English sentence defines: "A stack is a list that ...", "The process by which ... is called ..."."""

# ruff: noqa: RUF001 (typographic signs are meant)

from __future__ import annotations

import re

from actors.pdf_exam.english import grammar
from actors.pdf_exam.english.phrases import normal, noun_phrases
from actors.pdf_exam.tongue import Definition, Phrase

_TERM = r"(?P<article>An?\s|The\s)?(?P<term>[\w’'+/.-]+(?:\s[\w’'+/.-]+){0,4}?)(?:\s\((?P<alias>[^()]{2,40})\))?"
_PATTERNS = (
    re.compile(rf"^{_TERM}(?:, or [\w -]+,)? (?P<verb>is|are|was) (?P<body>(?:an?|the|any|one) .+)\.$"),
    re.compile(rf"^{_TERM} (?P<verb>are) (?P<body>[a-z]\w+ .+)\.$"),
    re.compile(rf"^{_TERM} (?P<verb>is|are) (?:defined as|understood as|the name (?:of|for)) (?P<body>.+)\.$"),
    re.compile(rf"^{_TERM} (?P<verb>refers?|means?|denotes?) (?:to )?(?P<body>(?:an?|the|any) .+)\.$"),
    re.compile(rf"^{_TERM} (?P<verb>is) (?P<body>(?:how|when|where) .+)\.$"),
)
_REVERSED = re.compile(
    r"^(?P<body>(?:The|A|An) .+?|[A-Z]\w+s? (?:that|which|who) .+?) (?P<verb>is|"
    r"are) (?:called|known as|termed|referred to as|named) "
    r"(?P<article>an?\s|the\s)?(?P<term>[\w’'+/-]+(?:\s[\w’'+/-]+){0,3})(?:\s\((?P<alias>[^()]{2,40})\))?\.$"
)
#: What says how good or how many something is, and not what it is.
_JUDGEMENT = re.compile(
    r"^(?:ones? (?:that|which|who|in|of)|the (?:most|appropriate|right|usual|other|least|best|same|only|main|"
    r"first|second|"
    r"third|last|next|reason|result|key|basis|subject|case|following|"
    r"primary|largest|smallest|simplest|highest|lowest|oldest|name|foundation|heart|cause|"
    r"work|responsibility|product|sum|one|ones|"
    r"default|number one|answer|opposite|number)|"
    r"an? (?:good|bad|very|key|important|common|major|main|great|big|huge|small|little|few|lot|number|bit|matter|"
    r"must|problem|part|member|popular|nice|typical|simple way|more|less|powerful|useful|better|special case|"
    r"long|serious|crucial|critical|fundamental|central|well|consequence|result|violation|"
    r"new|rich|scarce|different|attribute|alternative|alternate|description|way to|"
    r"list of|set of functions|collection of functions|appropriate \w+|example of|function of|"
    r"classic|frequent|topic|step)|"
    r"one of|any of|also|not|all|only|some|currently|often|usually|typically|now|always|never)\b",
    re.IGNORECASE,
)
#: A body that only names a class tells nothing apart; one of these makes the difference.
_DIFFERENCE = re.compile(
    r"\b(?:that|which|who|whose|where|when|in which|by which|of|for|used|with|without|from|to|"
    r"between|by|consisting|containing|"
    r"formed|made|caused|produced|designed|intended|\w+ing|\w+ed)\b"
)
#: In a short body "of" and "for" alone make none ("a violation of the policy").
_CLAUSE = re.compile(
    r"\b(?:that|which|who|whose|where|by|used|with|without|between|consisting|containing|"
    r"formed|made|caused|produced|designed|\w+ing|of life|for)\b"
)
_OPENING = re.compile(r"^(?:an?|the|any|one)\s+", re.IGNORECASE)
_CLASS_ENDS = re.compile(
    r"\s(?:that|which|who|whose|where|when|in|by|of|for|with|from|to|between|used|on|at|as|"
    r"and|or|into|\w+(?:ing|ed))\b|,|$"
)


def definition_of(text: str) -> Definition | None:
    """Return what a sentence defines, if it says so in one of the usual ways."""
    found = _REVERSED.match(text)
    if found:
        return _checked(text, found, backwards=True)
    for pattern in _PATTERNS:
        found = pattern.match(text)
        if found:
            definition = _checked(text, found, backwards=False)
            if definition:
                return definition
    return None


def _checked(text: str, found: re.Match[str], *, backwards: bool) -> Definition | None:
    start, end = found.span("term")
    phrase = next((p for p in noun_phrases(text) if p.start == start and p.end == end), None)
    phrase = phrase or _written_out(text, start, end)
    if phrase is None or not _defines(found, phrase, backwards=backwards):
        return None
    body, alias = found["body"].strip(), found["alias"]
    return Definition(
        term=phrase,
        body=body,
        plural=found["verb"] in _PLURAL_VERBS,
        kind_of=_kind_of(body),
        aliases=(normal(alias),) if alias else (),
        article=(found["article"] or "").strip().lower(),
    )


_PLURAL_VERBS = frozenset({"are", "refer", "mean", "denote"})
_UNNAMED = re.compile(r"(?:an?|the|any)(?: \w+){0,3} ones?\b")


def _defines(found: re.Match[str], phrase: Phrase, *, backwards: bool) -> bool:
    """Tell whether what was found is a definition, and not a judgement, an event or half a sentence."""
    body, verb, article = found["body"].strip(), found["verb"], (found["article"] or "").strip().lower()
    faults = (
        _UNNAMED.match(body) is not None,
        re.search(r"[ ,](?:which|what)$|,$", body) is not None,
        verb.startswith("refer") and bool(article),
        _JUDGEMENT.match(body) is not None,
        re.search(r", (?:and|but|so) (?:[^,]* )?(?:is|are|has|have|can|will)\b", body) is not None,  # a second sentence
        not _tells(body, phrase.key),
        found["term"].split()[0].lower() in grammar.FUNCTION_WORDS,
        verb == "are" and not backwards and not _OPENING.match(body) and not _names_things(body),
        len(found["term"]) <= 3 and phrase.form != "acronym",
        article in {"a", "an"} and verb in _PLURAL_VERBS,
    )
    return not any(faults)


def _written_out(text: str, start: int, end: int) -> Phrase | None:
    """Return a term that is no noun phrase by its words alone ("Big O") but is plainly named."""
    words = text[start:end].split()
    if any(word.lower() in grammar.FUNCTION_WORDS for word in words) or len(words) > 4:
        return None
    if len(words) > 1 and any(grammar.is_plural(word) and not grammar.is_modifying_plural(word) for word in words[:-1]):
        return None
    if (
        len(words) == 1
        and not grammar.is_acronym(words[0])
        and normal(words[0])
        and "NOUN" not in grammar.classes(words[0])
    ):
        return None
    if len(words) == 1 and not noun_phrases(f"the {words[0]} is."):  # too general a word
        return None
    form = "acronym" if grammar.is_acronym(words[-1]) and len(words) == 1 else "bare"
    if grammar.is_plural(words[-1]):
        form = "plural"
    elif re.search(r"\b(?:an?|the|each)\s$", text[:start], re.IGNORECASE):
        form = "singular"
    return Phrase(start, end, text[start:end], form, normal(text[start:end]))  # type: ignore[arg-type]


def _names_things(body: str) -> bool:
    """Tell whether a body begins with a noun in the plural ("organelles that ..."), and not with "responsible for"."""
    first = next(iter(noun_phrases(f"the {body}.")), None)
    return first is not None and first.start == 4 and first.form == "plural"


def _tells(body: str, key: str) -> bool:
    words = body.split()
    rest = _OPENING.sub("", body)
    if key in re.sub(r"[._-]", " ", body.lower()):
        return False  # a list with class "data.frame"
    own = {grammar.singular(word) for word in key.split() if len(word) > 3}
    repeated = own & {grammar.singular(word.strip(",.;()")) for word in words}
    difference = _CLAUSE if len(words) < 8 else _DIFFERENCE
    return (
        5 <= len(words) <= 32 and bool(difference.search(rest.partition(" ")[2])) and not repeated and ";" not in body
    )


def _kind_of(body: str) -> str:
    rest = _OPENING.sub("", body)
    head = rest[: _CLASS_ENDS.search(rest).start()]  # type: ignore[union-attr]
    return normal(head) if head and len(head.split()) <= 4 else ""
