"""The lexicon: every word that is known, in all its forms, and the longest one that begins at a place of a prompt."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Sequence
from typing import Final

from actors.text_to_video.procedural.language import chinese, english, pictograms
from actors.text_to_video.procedural.language.inflection import plural, verb_forms
from actors.text_to_video.procedural.language.units import Unit, units_of

Key = tuple[str, ...]

#: Tables of both languages by slot: what a word fills in a scene, or does in a sentence.
_TABLES: Final = {
    "subject": "SUBJECTS", "action": "ACTIONS", "place": "PLACES", "hint": "PLACE_HINTS", "weather": "WEATHERS",
    "time": "TIMES_OF_DAY", "camera": "CAMERAS", "style": "STYLES", "colour": "COLOURS", "size": "SIZES",
    "count": "COUNTS", "joint": "JOINTS",
}  # fmt: skip
#: Slots of words alone, without names.
_LISTS: Final = {"silent": "SILENT", "garment": "GARMENTS", "filler": "FILLERS"}
#: Slots whose English words have plurals.
_NOUNS: Final = frozenset({"subject", "place", "hint", "weather", "time", "garment"})


@dataclasses.dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a word can say.

    Args:
        slot: what it fills: ``subject``, ``action``, ``place`` ... or ``joint``, ``filler``, ``silent``.
        name: with what, as the vocabulary has it.
        also: what the same word says besides, as (slot, name).
        form: of an English word: ``plural``, ``ing``, ``s``, ``past``; empty for the plain one.
    """

    slot: str
    name: str
    also: tuple[tuple[str, str], ...] = ()
    form: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """A word found in a prompt.

    Args:
        text: its units, joined.
        meanings: all that it can say; empty for an unknown word.
        start: where in the prompt it begins.
        end: where it ends.
        script: of its first unit.
    """

    text: str
    meanings: tuple[Meaning, ...]
    start: int
    end: int
    script: str


class Lexicon:
    """All words by their units."""

    def __init__(self) -> None:
        self._meanings: dict[Key, tuple[Meaning, ...]] = {}
        self._longest: dict[str, int] = {}
        for language in (chinese, english):
            for slot, table in _TABLES.items():
                for names, word in _entries(getattr(language, table), "," if language is english else None):
                    self._add_forms(slot, names, word, inflected=language is english)
            for slot, table in _LISTS.items():
                for word in _listed(getattr(language, table), "," if language is english else None):
                    self._add_forms(slot, ((slot, slot),), word, inflected=language is english)
        for names, signs in _entries(pictograms.SIGNS, None):
            slot, name = names[0][1].split("=")
            for sign in units_of(signs):
                self._add((sign.text,), Meaning(slot, name))

    def words(self, units: Sequence[Unit]) -> list[Word]:
        """Cut units into the longest words that are known, from left to right; the rest are words without meaning."""
        words = []
        place = 0
        while place < len(units):
            word = self._longest_at(units, place)
            words.append(word)
            place += self._taken
        return words

    def _longest_at(self, units: Sequence[Unit], place: int) -> Word:
        first = units[place]
        for length in range(min(self._longest.get(first.text, 1), len(units) - place), 0, -1):
            key = tuple(unit.text for unit in units[place : place + length])
            meanings = self._meanings.get(key) or self._meanings.get((*key[:-1], key[-1].removesuffix("'s")))
            if meanings:
                self._taken = length
                return Word(
                    _joined(units[place : place + length]),
                    meanings,
                    first.start,
                    units[place + length - 1].end,
                    first.script,
                )
        self._taken = 1
        return Word(first.text, (), first.start, first.end, first.script)

    def _add_forms(self, slot: str, names: tuple[tuple[str, str], ...], word: str, *, inflected: bool) -> None:
        """Add a word and, where it has some, its plural or the forms of its verb."""
        (_, name), also = names[0], names[1:]
        key = tuple(unit.text for unit in units_of(word))
        if not key:
            return
        self._add(key, Meaning(slot, name, also))
        if inflected and slot == "camera" and key[0] != "camera":
            self._add(("camera", *key), Meaning(slot, name, also))
        if inflected and slot in _NOUNS:
            for form in plural(key[-1]):
                self._add((*key[:-1], form), Meaning(slot, name, also, "plural"))
        if inflected and slot == "action":
            for form, kind in verb_forms(key[0]):
                self._add((form, *key[1:]), Meaning(slot, name, also, kind))

    def _add(self, key: Key, meaning: Meaning) -> None:
        known = self._meanings.get(key, ())
        if all((meaning.slot, meaning.name) != (other.slot, other.name) for other in known):
            self._meanings[key] = (*known, meaning)
        self._longest[key[0]] = max(self._longest.get(key[0], 1), len(key))


@functools.cache
def lexicon() -> Lexicon:
    """Return the lexicon; it is made once."""
    return Lexicon()


def _entries(table: str, separator: str | None) -> Iterator[tuple[tuple[tuple[str, str], ...], str]]:
    """Yield what the words of a table say, and the words; a line that begins with a space goes on."""
    for line in table.strip().replace("\n ", " " if separator is None else ", ").splitlines():
        said, _, words = line.partition(": ")
        name, *also = said.split("+")
        names = (("", name), *(tuple(part.split("=", 1)) for part in also))
        for word in words.split(separator):
            yield names, word  # type: ignore[misc]  # (slot, name) pairs, by the tables' form


def _listed(words: str, separator: str | None) -> Iterator[str]:
    yield from words.replace("\n", " ").split(separator)


def _joined(units: Sequence[Unit]) -> str:
    gap = " " if units[0].script == "latin" else ""
    return gap.join(unit.text for unit in units)
