"""What an English heading names: the topic of a long question."""

from __future__ import annotations

import re

from actors.pdf_exam.english.sieve import CODE

_SECTION_WORDS = re.compile(
    r"^(?:\W*|introduction|overview|summary|conclusions?|references|bibliography|exercises?|questions|index|contents|"
    r"appendix|abstract|acknowledge?ments?|preface|foreword|further reading|examples?|outlook|discussion|results|"
    r"notes?|agenda|outline|background|motivation|objectives|learning (?:goals|outcomes|objectives)|review|recap|"
    r"key points|glossary|history|basics|general|miscellaneous|getting started|installation|license|"
    r"about .*|how to .*|what .*|why .*|.* exercises|lecture|part|chapter|unit|week|details|"
    r"warnings?|notes|options|description|usage|data types|exports?|functions|parameters|"
    r"arguments|syntax|see also|files|bugs|authors?|features|requirements|changes|"
    r"what is new)\W*$",
    re.IGNORECASE,
)


def topic_of(heading: str) -> str:
    """Return the topic that a heading names, without its number; empty where it names none."""
    plain = re.sub(
        r"^(?:(?:chapter|section|part|unit|lecture|week|lesson|module|appendix)\s+)?"
        r"(?:[A-Z]?\.?\d+(?:\.\d+)*|[A-Z](?:\.\d+)+|[IVX]+|[A-Z])[.:)]?\s+",
        "",
        heading,
        flags=re.IGNORECASE,
    )
    plain = re.sub(
        r"^(?:chapter|section|part|unit|lecture|week|lesson|module)\b\W*", "", plain, flags=re.IGNORECASE
    ).strip(" .:;-")
    if _SECTION_WORDS.match(plain) or not 3 <= len(plain) <= 70 or len(plain.split()) > 8:
        return ""
    if CODE.search(plain) or not re.search(r"[A-Za-z]{3}", plain) or re.search(r"[.?!,]", plain) or plain.endswith(" "):
        return ""
    return plain
