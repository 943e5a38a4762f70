"""File names that every system takes: Windows' rules, which are the strictest, whatever the medium is called."""

from __future__ import annotations

import re
import unicodedata

#: Characters of a stem; with folders in front a path stays within Windows' 260.
_MAX_CHARS = 60
#: Bytes of a name in UTF-8 that Linux takes.
_MAX_BYTES = 200
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")
#: Names that are devices on Windows, with any ending. Source: Microsoft, "Naming Files, Paths, and Namespaces".
_DEVICES = re.compile(r"(?i:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?")


def safe_name(name: str, ending: str = "") -> str:
    """Return a file name that can be written everywhere and still looks like the one given.

    Args:
        name: any text.
        ending: what the name ends in if it has no ending of its own, with the dot.
    """
    shown = unicodedata.normalize("NFC", name)
    stem, dot, last = shown.rpartition(".")
    own = dot + last if stem and _ENDING.fullmatch(dot + last) else ""
    stem = stem if own else shown
    stem = "".join(
        char for char in stem if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    )
    stem = _FORBIDDEN.sub("_", stem)[:_MAX_CHARS]
    while len(stem.encode()) > _MAX_BYTES:
        stem = stem[:-1]
    stem = stem.strip(" .") or "medium"
    whole = stem + (own.lower() or ending)
    return f"_{whole}" if _DEVICES.fullmatch(whole) else whole


class Names:
    """Gives each file of one folder a name of its own; case doesn't tell two names apart."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str, ending: str = "") -> str:
        """Return a safe name that was not given before."""
        wanted = safe_name(name, ending)
        stem, dot, last = wanted.rpartition(".")
        if not stem:
            stem, dot, last = wanted, "", ""
        number, found = 1, wanted
        while found.casefold() in self._taken:
            number += 1
            found = f"{stem} ({number}){dot}{last}"
        self._taken.add(found.casefold())
        return found
