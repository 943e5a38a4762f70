"""Which of several languages of a film's captions is taken."""

from __future__ import annotations

from collections.abc import Iterable


def ranked(languages: Iterable[str], original: str = "") -> list[str]:
    """Return languages in the order in which they are tried: the original first, then English, Chinese, the rest.

    Args:
        languages: tags such as ``en``, ``pt-BR``, ``zh-Hans``.
        original: the film's own language, if it is known.
    """
    own = _primary(original)
    wanted = [language for language in (own, "en", "zh") if language]

    def rank(language: str) -> int:
        if language.lower().endswith("-orig"):  # how YouTube marks what was heard, not translated
            return -1
        primary = _primary(language)
        return wanted.index(primary) if primary in wanted else len(wanted)

    return sorted(languages, key=rank)


def _primary(language: str) -> str:
    """Return the first part of a language tag, the names of Chinese made one."""
    first = language.lower().replace("_", "-").split("-")[0]
    return {"cmn": "zh", "chi": "zh", "zho": "zh", "eng": "en"}.get(first, first)
