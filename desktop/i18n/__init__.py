"""Words in the user's language.

The English text is the key. ``tr`` looks it up in the catalogue of the language in use and falls back to it; what
stands in braces is filled in afterwards. Text of the server (titles of kinds, labels of forms, stages) goes through
the same catalogue: what it does not know is shown as it came. No Qt here, so that ``core`` can speak as well; windows
hear of a change of language through Qt's own ``LanguageChange`` event, which follows when Qt's translator is installed.

A language is a folder of JSON files, one for each part of the client.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

#: Language codes that can be chosen, with their names in themselves.
LANGUAGES = {"en": "English", "zh_CN": "简体中文"}

_HERE = Path(__file__).parent
_in_use = "en"


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return the texts of a language by their English original; none for English itself."""
    texts: dict[str, str] = {}
    for path in sorted((_HERE / language).glob("*.json")):
        texts |= json.loads(path.read_text(encoding="utf-8"))
    return texts


def use(language: str) -> None:
    """Speak this language from now on; one that is not known means English."""
    global _in_use  # noqa: PLW0603 - one person looks at one screen
    _in_use = language if language in LANGUAGES else "en"


def language() -> str:
    """Return the code of the language in use."""
    return _in_use


def tr(text: str, **fields: object) -> str:
    """Return a text in the language in use.

    Args:
        text: the English text; a literal, so that the tests find it.
        fields: what stands in its braces.
    """
    found = catalogue(_in_use).get(text, text)
    return found.format(**fields) if fields else found


def trn(one: str, many: str, n: int, **fields: object) -> str:
    """Return a text that counts: ``one`` for exactly 1, else ``many``; both may say ``{n}``.

    Chinese has one form and looks ``many`` up.
    """
    text = one if n == 1 and _in_use == "en" else many
    return tr(text, n=n, **fields)


def N_(text: str) -> str:  # noqa: N802 - the name that gettext gave it
    """Mark a text for translation where it is written, to be given to ``tr`` by a variable later."""
    return text


def known(text: str) -> str:
    """Return a text of the server in the language in use, or as it came."""
    return catalogue(_in_use).get(text, text)
