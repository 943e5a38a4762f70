"""The letters of the printed paper: Noto Sans SC, and what stands in for characters that it lacks."""

from __future__ import annotations

import functools
import itertools
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from actors.pdf_exam.paper.printable import BOX
from actors.text.font import font_path

_MAIN, _SECOND = "Sluice Sans", "Sluice Sans Second"
#: Quotation marks and dots that a Chinese font draws as wide as a Chinese character, and private marks for their
#: narrow shapes.
_NARROW = {character: chr(0xE100 + place) for place, character in enumerate("\u2018\u2019\u201c\u201d\u2026\u00b7")}
_WIDE = {mark: character for character, mark in _NARROW.items()}


class Face:
    """Measures text and says which font draws which part of it.

    The main font holds Latin, Greek, Cyrillic, kana and all common Chinese characters. A second one, which comes with
    the PDF library, has some accented Latin letters more. Whatever neither holds is drawn as its plain form (a
    mathematical italic x as x, an o with a long accent as o), and what has none as a box.
    """

    def __init__(self) -> None:
        self._fonts = {_MAIN: _registered(_MAIN, font_path()), _SECOND: _registered(_SECOND, _second_path())}
        self._widths: dict[str, float] = {}

    def runs(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield the text's parts in order, each with the name of its font."""
        drawn = ((font, char) for character in text for font, char in self._drawn(character))
        for font, members in itertools.groupby(drawn, key=lambda pair: pair[0]):
            yield font, "".join(character for _, character in members)

    def width(self, text: str, size_pt: float) -> float:
        """Return the width of a text, points."""
        return sum(map(self._em, text)) * size_pt

    def _em(self, character: str) -> float:
        if character not in self._widths:
            self._widths[character] = sum(
                self._fonts[font].stringWidth(part, 1000) / 1000 for font, part in self._drawn(character)
            )
        return self._widths[character]

    @functools.cache  # noqa: B019 (one face serves the whole process)
    def _drawn(self, character: str) -> tuple[tuple[str, str], ...]:
        """Return what is drawn for one character: pairs of a font and text."""
        if unicodedata.category(character) in ("Cf", "Cc", "Mn", "Me") and not self._held(_MAIN, character):
            return ()
        if character in _WIDE:
            return ((_SECOND, _WIDE[character]),)
        simplified = unicodedata.normalize("NFKC", character)
        base = "".join(part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))
        for font, text in ((_MAIN, character), (_SECOND, character), (_MAIN, simplified), (_MAIN, base)):
            if text and self._held(font, text):
                return ((font, text),)
        return ((_MAIN, BOX),)

    def _held(self, font: str, text: str) -> bool:
        glyphs = self._fonts[font].face.charToGlyph
        return all(glyphs.get(ord(character), 0) for character in text)


def with_narrow_marks(text: str) -> str:
    """Return the text with marks for narrow quotation marks and dots wherever no Chinese character stands beside."""
    if not any(character in text for character in _NARROW):
        return text
    beside = f" {text} "
    return "".join(
        character
        if character not in _NARROW or is_wide(beside[place]) or is_wide(beside[place + 2])
        else _NARROW[character]
        for place, character in enumerate(text)
    )


def is_wide(character: str) -> bool:
    """Say whether a character is as wide as it is high, as Chinese ones are."""
    return unicodedata.east_asian_width(character) in ("W", "F")


@functools.cache
def face() -> Face:
    """Return the face, loaded once a process."""
    return Face()


def _second_path() -> Path:
    return Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"


def _registered(name: str, path: Path) -> TTFont:
    font = TTFont(name, str(path))
    pdfmetrics.registerFont(font)
    return font
