# ruff: noqa: RUF001 (Chinese marks are what is meant)
"""Setting text with the project's font: what it can show, how wide that is, where lines break."""

from __future__ import annotations

import functools
import unicodedata

import skia

from actors.text.font import font_path

#: Marks that no line begins with.
_CLINGING = frozenset("，。！？；：、）】》”’…,.!?;:)]}%")


@functools.cache
def _typeface() -> skia.Typeface:
    return skia.Typeface.MakeFromFile(str(font_path()))


def font(size: float, *, bold: bool = False) -> skia.Font:
    """Return the font at a size in pixels."""
    made = skia.Font(_typeface(), size)
    made.setEdging(skia.Font.Edging.kAntiAlias)
    made.setSubpixel(True)
    made.setEmbolden(bold)
    return made


def showable(text: str) -> str:
    """Return a text without what the font can't show; gaps close."""
    kept = []
    for character in unicodedata.normalize("NFC", text):
        if character.isspace():
            kept.append(" ")
        elif unicodedata.category(character)[0] not in "CM" and _typeface().unicharToGlyph(ord(character)):
            kept.append(character)
    return " ".join("".join(kept).split())


def lines_of(text: str, face: skia.Font, width: float) -> list[str]:
    """Break a text into lines that are no wider than ``width`` pixels.

    Words stay whole unless one is wider than a line; Chinese breaks anywhere but before a closing mark.
    """
    lines: list[str] = []
    line = ""
    line_width = 0.0
    for piece in _pieces(text):
        piece_width = face.measureText(piece)
        if line and line_width + face.measureText(piece.rstrip()) > width and piece not in _CLINGING:
            lines.append(line.rstrip())
            line, line_width = "", 0.0
            piece = piece.lstrip()  # noqa: PLW2901 (a line begins without a gap)
            piece_width = face.measureText(piece)
        if piece_width > width:
            for character in piece:
                if line and face.measureText(line + character) > width:
                    lines.append(line)
                    line = ""
                line += character
            line_width = face.measureText(line)
            continue
        line += piece
        line_width += piece_width
    if line.strip():
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> list[str]:
    """Cut a text where a line may break: after gaps, and around wide characters."""
    pieces: list[str] = []
    word = ""
    for character in text:
        if unicodedata.east_asian_width(character) in "WF":
            if word:
                pieces.append(word)
                word = ""
            pieces.append(character)
        elif character == " ":
            pieces.append(word + " ")
            word = ""
        else:
            word += character
    if word:
        pieces.append(word)
    return pieces
