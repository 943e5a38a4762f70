"""The words of a prompt that nothing can be drawn of, as they are shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

#: As many as can be read in a film.
_MAX_WORDS = 48
#: Chinese characters that stay together.
_CHARACTERS = 4
_MAX_LENGTH = 24


def words_to_show(prompt: str) -> list[str]:
    """Cut a prompt into pieces that can each be read at a glance: words, or up to four characters."""
    plain = "".join(
        character if unicodedata.category(character)[0] != "C" and character != "\u200d" else " "
        for character in unicodedata.normalize("NFC", prompt)
    )
    pieces = [piece for word in plain.split() for piece in _cut(word)]
    return pieces[:_MAX_WORDS] or [prompt[:1]]


def _cut(word: str) -> Iterator[str]:
    """Cut what is too long to be one piece; marks stay with what they follow."""
    if len(word) <= _CHARACTERS or (word.isascii() and len(word) <= _MAX_LENGTH):
        yield word
        return
    piece = ""
    for character in word:
        wide = unicodedata.east_asian_width(character) in "WF"
        limit = _CHARACTERS if wide else _MAX_LENGTH
        combining = unicodedata.combining(character) or unicodedata.category(character).startswith("P")
        if len(piece) >= limit and not combining:
            yield piece
            piece = ""
        piece += character if len(piece) < 2 * _MAX_LENGTH else ""
    if piece:
        yield piece
