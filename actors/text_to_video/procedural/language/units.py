# ruff: noqa: RUF001 (Chinese marks are what is meant)
"""Cutting a prompt into units: a word of letters, one Chinese character, a sign, a mark that ends a clause.

Whatever the text holds, every unit knows where in the prompt it stands, and the work grows with its length only.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from typing import Literal

from actors.text_to_video.procedural.language.chinese import TRADITIONAL

Script = Literal["latin", "han", "sign", "mark"]

#: Marks that end a clause; a comma ends less than a full stop, and lists are made with both commas.
ENDS = frozenset(".;!?。；！？:：\n")
_COMMAS = frozenset(',，、()（）[]【】"“”「」—…')
_APOSTROPHES = frozenset("'’‘ʼ`")


@dataclasses.dataclass(frozen=True, slots=True)
class Unit:
    """The smallest piece that has a meaning.

    Args:
        text: folded: lower case, no accents, simplified characters.
        start: where in the prompt it begins.
        end: where it ends.
        script: what sort of piece it is.
    """

    text: str
    start: int
    end: int
    script: Script


def units_of(text: str) -> list[Unit]:
    """Cut a text into units, in order; what has no meaning (spaces, controls, marks on letters) is left out."""
    units: list[Unit] = []
    word: list[str] = []
    word_start = word_end = 0

    def end_word() -> None:
        if word:
            units.append(Unit("".join(word).rstrip("'"), word_start, word_end, "latin"))
            word.clear()

    for place, character in enumerate(text):
        if character in _APOSTROPHES and word:
            word.append("'")
            continue
        if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cs"):
            continue  # a mark on the letter before it, or nothing that is seen
        folded, script = _folded(character)
        if script == "latin":
            if not word:
                word_start = place
            word.append(folded)
            word_end = place + 1
            continue
        end_word()
        if script is not None:
            units.append(Unit(folded, place, place + 1, script))
    end_word()
    return units


def _folded(character: str) -> tuple[str, Script | None]:
    """Return a character in its plainest form and what it is; None for a gap."""
    if character in ENDS or character in _COMMAS:
        return character, "mark"
    if "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf":
        return TRADITIONAL.get(character, character), "han"
    plain = "".join(
        part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part)
    ).lower()
    if plain.isalnum():
        return plain, "latin"
    if plain in {"&", "+"}:
        return plain, "latin"
    if unicodedata.category(character) == "So":
        return character, "sign"
    return "", None
