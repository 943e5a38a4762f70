"""What stands on the pages of source PDFs, read without any code of the kind that is graded with it."""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import dataclasses
import functools
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pypdfium2

#: Dividing hyphens: written, soft, and the two marks by which pdfium reports one at the end of a line.
_HYPHENS = re.compile("[-\u2010\u2011\u00ad\u0002\ufffe]")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\"“(]?[A-Z0-9])|(?<=[。！？])")
_HAN = r"\u3400-\u9fff"
_WORD = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+(?:['’][^\W_{_HAN}]+)*")
_COMMON_WORDS = frozenset(
    [
        *(
            "a",
            "an",
            "the",
            "of",
            "in",
            "on",
            "at",
            "to",
            "for",
            "by",
            "with",
            "from",
            "and",
            "or",
            "as",
            "than",
            "into",
        ),
        *("is", "are", "was", "were", "be", "been", "does", "do", "did", "not", "that", "which", "this", "these", "it"),
        *("its", "what", "who", "when", "where", "how", "why", "because"),
    ]
)


def flat(text: str) -> str:
    """Remove white space and hyphens, so that lines and divided words do not matter; nothing else."""
    return _HYPHENS.sub("", "".join(text.split()))


def loose(text: str) -> str:
    """Reduce a text to what a reader would call the same: width, case, punctuation and white space do not matter."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def tokens(text: str) -> list[str]:
    """Split a text into what can be compared: words, in Chinese pairs of neighbouring characters."""
    found: list[str] = []
    for word in _WORD.findall(unicodedata.normalize("NFKC", _HYPHENS.sub("", text)).casefold()):
        if is_han(word[0]):
            found += [word[place : place + 2] for place in range(max(1, len(word) - 1))]
        else:
            found.append(word)
    return found


def content_tokens(text: str) -> set[str]:
    return {token for token in tokens(text) if token not in _COMMON_WORDS}


def is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


def han_share(text: str) -> float:
    letters = [character for character in text if character.isalpha()]
    return sum(map(is_han, letters)) / len(letters) if letters else 0.0


@dataclasses.dataclass(frozen=True)
class Page:
    """One page: what pdfium reads there."""

    text: str

    @functools.cached_property
    def flat(self) -> str:
        return flat(self.text)

    @functools.cached_property
    def loose(self) -> str:
        return loose(_HYPHENS.sub("", self.text))


@dataclasses.dataclass(frozen=True)
class Sources:
    """All source PDFs of one exam, in their order."""

    pages: Mapping[str, tuple[Page, ...]]

    @classmethod
    def read(cls, files: Mapping[str, Path]) -> Sources:
        """Read PDFs by file id."""
        pages: dict[str, tuple[Page, ...]] = {}
        for file_id, path in files.items():
            with pypdfium2.PdfDocument(path) as document:
                texts = []
                for page in document:
                    reader = page.get_textpage()
                    texts.append(Page(reader.get_text_range()))
                    reader.close()
                    page.close()
                pages[file_id] = tuple(texts)
        return cls(pages)

    def page(self, file_id: str, number: int) -> Page | None:
        pages = self.pages.get(file_id, ())
        return pages[number - 1] if 1 <= number <= len(pages) else None

    @functools.cached_property
    def loose(self) -> str:
        """Everything, page after page, so that a sentence over two pages is found too."""
        return "".join(page.loose for pages in self.pages.values() for page in pages)

    @functools.cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(token for pages in self.pages.values() for page in pages for token in tokens(page.text))

    @functools.cached_property
    def sentences(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """Rough sentences: their loose text and the tokens that carry meaning."""
        found = []
        for pages in self.pages.values():
            for page in pages:
                joined = " ".join(re.sub(r"[-\u0002\ufffe]\s*[\r\n]+", "", page.text).split())
                found += [
                    (loose(part), frozenset(content_tokens(part))) for part in _SENTENCE_END.split(joined) if part
                ]
        return tuple(found)
