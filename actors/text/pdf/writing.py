"""Characters and the seams between lines: what is written, whatever the typesetter did to it."""

# ruff: noqa: RUF001 (Chinese punctuation and dashes are meant)

from __future__ import annotations

import re

#: What pdfium writes for a hyphen at which it found a word divided, and the soft hyphen itself.
HYPHEN_MARKS = frozenset({0xFFFE, 0x02, 0xAD})
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
#: Bullets of the fonts Symbol and Wingdings, which have no code of their own.
_BULLETS = dict.fromkeys([0xF0B7, 0xF0A7, 0xF06C, 0xF06E, 0xF0D8, 0xF0FC, 0xF076, 0xF0A8, 0x25AA, 0x2219], "•")


def _radicals() -> dict[int, str]:
    """Return radicals as the characters that they are: some producers write the one for the other.

    Source:
        Unicode Standard, "Kangxi Radicals" (compatibility mappings of U+2F00..U+2FD5).
    """
    import unicodedata  # noqa: PLC0415 (needed once)

    return {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}


_PLAIN = {**_LIGATURES, **_BULLETS, **_radicals(), 0x00A0: " ", 0x200B: None, 0xFEFF: None, 0x200E: None, 0x200F: None}
HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WIDE = HAN + "\u3000-\u3004\u3008-\u303f\u3040-\u30ff\uff00-\uffef"
#: An accent without a letter: TeX's opening quote in some fonts. pdfium puts it anywhere on its line.
_LONE_ACCENT = re.compile(r"(?<![^\W\d_])[\u0300\u0301\u0308]")
_SPACED_HAN = re.compile(rf"(?<=[{WIDE}]) +(?=[{WIDE}])")
_LAST_WORD = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_HYPHEN_END = re.compile(r"\w[-\u2010\u00ad]$")
_WIDE_END, _WIDE_START = re.compile(rf"[{WIDE}“”‘’…—]$"), re.compile(rf"^[{WIDE}“”‘’…—]")
_HAN_END, _HAN_START = re.compile(rf"[{HAN}]$"), re.compile(rf"^[{HAN}]")


def plain(text: str) -> str:
    """Write ligatures as letters, radicals as characters and nameless bullets as bullets; no space between Han.

    Accents that stand on no letter are left out.
    """
    return _SPACED_HAN.sub("", _LONE_ACCENT.sub("", text.translate(_PLAIN)))


class Seams:
    """Joins lines of one document.

    Whether a hyphen at a line's end belongs to the word is decided by how the document writes it elsewhere.

    Args:
        texts: all lines of the document.
    """

    def __init__(self, texts: list[str]) -> None:
        whole = " ".join(texts)
        self._compounds = {word.lower() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)+(?![-\u00ad])", whole)}
        self._words = {word.lower() for word in re.findall(r"[^\W\d_]+(?![-\u00ad\w])", whole)}
        apart = len(re.findall(rf"[{HAN}] [A-Za-z0-9]|[A-Za-z0-9] [{HAN}]", whole))
        close = len(re.findall(rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9][{HAN}]", whole))
        self._han_gap = " " if apart > close else ""

    def joined(self, before: str, after: str) -> str:
        """Return two lines of one paragraph as one."""
        if _HYPHEN_END.search(before):
            if self._is_divided(before, after):
                return before[:-1] + after
            # A compound's own hyphen, which pdfium may have marked as a division.
            return before.replace("\u00ad", "-") + after
        wide_end, wide_start = _WIDE_END.search(before), _WIDE_START.search(after)
        if wide_end and wide_start:
            return before + after
        if wide_end or wide_start:
            # Curly quotes and dashes are Latin too: next to Latin letters they keep their space.
            if _HAN_END.search(before) or _HAN_START.search(after):
                return before + (self._han_gap if before[-1].isalnum() and after[0].isalnum() else "") + after
            if re.search(rf"[{WIDE}]$", before) or re.search(rf"^[{WIDE}]", after):
                return before + after
        return f"{before} {after}"

    def _is_divided(self, before: str, after: str) -> bool:
        head, tail = _LAST_WORD.search(before), _FIRST_WORD.match(after)
        if not tail or not after[0].islower():
            return False
        if not head:
            return before.endswith("\u00ad")
        whole, compound = (head[1] + tail[0]).lower(), f"{head[1]}-{tail[0]}".lower()
        if whole in self._words:
            return True
        if compound in self._compounds:
            return False
        return not (head[1].lower() in _FREE_HEADS and tail[0].lower() in self._words)


#: First parts of compounds that are words of their own and are rarely what a division leaves.
_FREE_HEADS = frozenset(
    [
        "self",
        "well",
        "high",
        "low",
        "long",
        "short",
        "first",
        "second",
        "third",
        "time",
        "user",
        "real",
        "hand",
        "half",
        "full",
        "non",
        "one",
        "two",
        "three",
        "four",
        "left",
        "right",
        "large",
        "small",
        "open",
        "cross",
        "so",
        "error",
        "data",
        "end",
    ]
)
