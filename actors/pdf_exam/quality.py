"""How good a sentence is to be asked about, in its document: the graded judgement by which the best few are taken."""

from __future__ import annotations

from actors.pdf_exam.facts import Fact
from actors.pdf_exam.standing import Standing
from actors.pdf_exam.terms import Glossary

#: Below this no sentence of a short lecture, and of a long document, is asked about, however scarce the material.
_FLOOR, _FLOOR_OF_LONG = 0.12, 0.56
_DEFINES = 0.3
#: What a subject adds: things in general and names stand by themselves, "the stack" does so only where it is a term.
_GENERIC, _NAME, _KNOWN, _DETERMINED, _TERM, _BOUND = 0.12, 0.1, 0.04, -0.02, -0.16, -0.42
_CLAUSE, _UNCLEAR = -0.16, -0.14
_STRONG_SUBJECT, _WEAK_SUBJECT = 0.1, -0.1
#: Each further "the ..." that only the text around tells.
_LOOSE_END, _LOOSE_TERM = 0.12, 0.03
_BASE = 0.7


def quality(fact: Fact, glossary: Glossary) -> float:
    """Return how good a sentence is to be asked about, 0 (not at all) to 1."""
    if not fact.fitness:
        return 0.0
    standing = glossary.tongue.standing(fact.text)
    worth = _BASE - (1.0 - fact.fitness) * 0.8 - standing.burden
    defined = glossary.definitions.get(fact.order)
    worth += _of_subject(standing, glossary) + _DEFINES * bool(defined)
    loose = sum(_LOOSE_TERM if glossary.is_known_to_readers(key) else _LOOSE_END for key in standing.definite)
    worth -= min(loose, 0.3) * (0.4 + 0.6 * glossary.length)
    return max(0.0, min(1.0, worth))


def floor(glossary: Glossary) -> float:
    """Return the quality below which no sentence is asked about: a long document has others."""
    return _FLOOR + (_FLOOR_OF_LONG - _FLOOR) * glossary.length


def _of_subject(standing: Standing, glossary: Glossary) -> float:
    strong = _STRONG_SUBJECT if glossary.is_strong(standing.subject) else _WEAK_SUBJECT * glossary.length
    match standing.kind:
        case "generic":
            return _GENERIC + strong
        case "name":
            return _NAME + strong
        case "clause":
            return _CLAUSE
        case "unclear":
            return _UNCLEAR
        case "definite":
            return _of_definite(standing, glossary)


def _of_definite(standing: Standing, glossary: Glossary) -> float:
    """Judge "the X": best where X is defined or has a heading, worst where nothing says which X."""
    if glossary.is_known_to_readers(standing.subject):
        return _KNOWN
    if standing.determined:
        return _DETERMINED if glossary.is_strong(standing.subject) else _TERM * glossary.length
    weak = _TERM if glossary.is_strong(standing.subject) else _BOUND
    return weak * (0.4 + 0.6 * glossary.length)
