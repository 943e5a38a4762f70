"""Forms of English words: plurals and verbs, by rule and by a list of what has none."""

from __future__ import annotations

from collections.abc import Iterator

from actors.text_to_video.procedural.language.english import IRREGULAR

_VOWELS = "aeiou"


def plural(noun: str) -> list[str]:
    """Return the plurals of a noun."""
    if noun in IRREGULAR:
        return IRREGULAR[noun].split()
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return [noun[:-1] + "ies"]
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return [noun + "es"]
    return [noun + "s"]


def verb_forms(verb: str) -> Iterator[tuple[str, str]]:
    """Yield the forms of a verb but the first, each with its name: ``s``, ``ing`` or ``past``."""
    if verb in IRREGULAR:
        for form in IRREGULAR[verb].split():
            yield form, "ing" if form.endswith("ing") else "s" if form.endswith("s") else "past"
        return
    yield plural(verb)[0], "s"
    yield (verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb) + "ing", "ing"
    if verb.endswith("e"):
        yield verb + "d", "past"
    elif verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        yield verb[:-1] + "ied", "past"
    else:
        yield verb + "ed", "past"
