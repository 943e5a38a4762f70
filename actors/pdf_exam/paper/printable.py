"""Text from anywhere made fit for paper: what can't be printed is left out, what is unknown shows as a box."""

from __future__ import annotations

import re
import unicodedata

#: Shown for what no letter can be shown for.
BOX = "□"
#: A gap to fill in: three underscores or more.
GAP = re.compile(r"_{3,}")
#: Joiners shape letters of some scripts; all other invisible characters, such as changes of direction, are left out.
_JOINERS = "\u200c\u200d"


def one_line(text: str) -> str:
    """Return the text on one line, without control characters and with single spaces."""
    return " ".join("".join(_shown(character) for character in unicodedata.normalize("NFC", text)).split())


def paragraphs(text: str) -> list[str]:
    """Return the lines that the text itself divides, each as ``one_line`` gives it; at least one."""
    return [line for line in map(one_line, text.splitlines()) if line] or [""]


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    if category == "Cf":
        return character if character in _JOINERS else ""
    return BOX if category in ("Cs", "Co", "Cn") else character
