"""What sort of thing an English name or noun means, told by the words around it: persons, places, bodies of people."""

from __future__ import annotations

import re

from actors.pdf_exam.english import grammar
from actors.pdf_exam.tongue import Phrase

_TITLES = re.compile(
    r"\b(?:king|queen|emperor|empress|president|prince|princess|general|consul|dictator|pope|saint|st|sir|lord|lady|"
    r"mr|mrs|ms|dr|professor|prof|minister|chancellor|physicist|chemist|mathematician|"
    r"biologist|philosopher|economist|"
    r"statistician|engineer|scientist|poet|historian|astronomer|by|named after|under)\.? $",
    re.IGNORECASE,
)
_PERSONAL_VERBS = re.compile(
    r"^ (?:\w+ly )?(?:was (?:born|murdered|killed|assassinated|elected|appointed|crowned|defeated|"
    r"exiled)|became|said|wrote|"
    r"crossed|defeated|died|argued|discovered|invented|proposed|published|marched|ruled|introduced|won|led|gave|"
    r"conquered|divided|adopted|ordered|reformed|proved|showed|suggested|developed|formulated|observed|claimed|"
    r"received|married|refused|fought|moved|had|made|took|began|brought|restored|declared|commanded)\b"
)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|into|across|around|outside|throughout|toward|towards|(?:city|town|port|province|island|state|"
    r"kingdom|battle|siege|capital|streets|walls|coast|people|north|south|east|west|conquest|king|queen|bishop|"
    r"duke|region|republic|sack|fall|plains?|banks) of(?: the)?)(?: the)? $",
    re.IGNORECASE,
)
_PLACE_AFTER = re.compile(
    r"^ (?:was (?:founded|built|sacked|destroyed|besieged|captured|conquered|rebuilt|annexed)|is a (?:city|town|"
    r"river|country|province|port|region|island)|lies|lay|became (?:the capital|a province|a colony))\b"
)
_PLACES = frozenset(
    """
    river sea lake mount mountain mountains ocean bay gulf strait forum wall city valley island islands hill
    road street desert peninsula coast province empire kingdom republic state colosseum temple aqueduct way gate
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)
_BODIES = frozenset(
    """
    guard senate army legion legions party church company union council assembly parliament court team committee
    group society commission agency bank organization organisation tribe tribes dynasty family navy fleet
    romans greeks germans gauls christians etruscans carthaginians
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)
_EVENTS = frozenset(
    "war wars battle revolution treaty peace crisis revolt rebellion reform act law edict age period".split()  # noqa: SIM905
)
_PEOPLE = frozenset(
    """
    consul consuls emperor emperors senator senators king kings citizen citizens soldier soldiers slave slaves farmer
    farmers buyer buyers seller sellers consumer consumers producer producers researcher researchers patient
    patients student teacher worker workers people plebeian plebeians patrician patricians tribune tribunes
    magistrate magistrates general generals dictator merchant merchants household households firm firms
    programmer programmers developer developers administrator maintainer maintainers attacker attackers
    observer experimenter investigator author reader barbarians settlers
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)
#: A personal name does not stand so: months and days are no places, though "in" stands before them.
_CALENDAR = frozenset(
    """
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday english latin greek french german chinese
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)


def _acts(after: str) -> bool:
    """Tell whether a verb in the past with an object follows: "opened the army"."""
    verb, _, rest = after[1:].partition(" ")
    acting = grammar.is_participle(verb) and verb.isalpha() and not verb.endswith("ing")
    return acting and rest.split(" ", 1)[0].lower() in grammar.DETERMINERS


def sort_votes(text: str, phrase: Phrase) -> dict[str, float]:
    """Return for what sorts the words around a phrase speak, each with its weight."""
    head = phrase.text.split()[-1].lower()
    for sort, heads in (("people", _PEOPLE), ("body", _BODIES), ("event", _EVENTS)):
        if head in heads:
            return {sort: 3.0}
    capital = phrase.text[0].isupper() and (phrase.start > 0 or phrase.form in {"person", "place", "name"})
    if not capital or phrase.form == "acronym":
        return {}
    if phrase.text.split()[0].lower() in _CALENDAR:
        return {"time": 3.0}
    if head in _PLACES or phrase.text.split()[0].lower() in {"mount", "lake"}:
        return {"place": 3.0}
    before, after = text[: phrase.start], text[phrase.end :]
    votes: dict[str, float] = {}
    if _PLACE_BEFORE.search(before):
        votes["place"] = 1.0
    if _PLACE_AFTER.match(after):
        votes["place"] = votes.get("place", 0.0) + 1.5
    if _TITLES.search(before):
        votes["person"] = 1.2
    if not _PLACE_AFTER.match(after):
        votes["person"] = votes.get("person", 0.0) + 1.0 * bool(_PERSONAL_VERBS.match(after)) + 0.6 * _acts(after)
    return votes
