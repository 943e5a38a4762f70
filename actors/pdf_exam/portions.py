"""The lectures' text in portions that a language model can take at once, every page marked with its number."""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Sequence

from actors.pdf_exam.lectures import Lecture
from actors.text.verbatim import flattened

#: Characters of one portion: a model finds its way in the largest, and there is something to ask in the smallest.
_SMALLEST, _LARGEST = 1_500, 12_000
_SENTENCE_END = re.compile(r"[.?!] |[\u3002\uff1f\uff01]")
#: Questions that a portion of a short lecture should be good for.
_QUESTIONS = 3


@dataclasses.dataclass(frozen=True)
class Portion:
    """Some pages of one lecture.

    Args:
        number: its number among all portions, in reading order; halves of a portion keep it.
        lecture: which lecture, 0 is the first.
        passages: page number and text, in order; a very long page comes in several.
    """

    number: int
    lecture: int
    passages: tuple[tuple[int, str], ...]

    @property
    def pages(self) -> frozenset[int]:
        """The pages of which there is something in it."""
        return frozenset(page for page, _ in self.passages)

    @property
    def text(self) -> str:
        """Its text with a mark before each page."""
        return "\n\n".join(f"=== page {page} ===\n{text}" for page, text in self.passages)

    def halves(self) -> tuple[Portion, ...]:
        """Return its two halves; nothing where it is too small to be divided."""
        if sum(len(text) for _, text in self.passages) < 2 * _SMALLEST:
            return ()
        passages = self.passages
        if len(passages) == 1:
            page, text = passages[0]
            passages = tuple((page, piece) for piece in _pieces(text, len(text) // 2 + 1))
        middle = len(passages) // 2
        return (
            dataclasses.replace(self, passages=passages[:middle]),
            dataclasses.replace(self, passages=passages[middle:]),
        )


def portions_of(lectures: Sequence[Lecture], questions: int) -> list[Portion]:
    """Divide the lectures.

    Args:
        lectures: what was read; pages without anything to read (covers, contents) are left out.
        questions: how many are wanted: where they are many for the text, portions are small, so that no part of it is
            asked for more than it holds.
    """
    pages = [(number, page, text) for number, lecture in enumerate(lectures) for page, text in _readable(lecture)]
    whole = sum(len(text) for _, _, text in pages)
    size = min(max(whole * _QUESTIONS // questions, _SMALLEST), _LARGEST)
    portions: list[Portion] = []
    held: list[tuple[int, str]] = []
    lecture = 0
    for number, page, text in pages:
        for piece in _pieces(text, size):
            if held and (number != lecture or sum(len(other) for _, other in held) + len(piece) > size):
                portions.append(Portion(len(portions), lecture, tuple(held)))
                held = []
            lecture = number
            held.append((page, piece))
    return [*portions, Portion(len(portions), lecture, tuple(held))] if held else portions


def spread(portions: Sequence[Portion], count: int, seed: int) -> list[Portion]:
    """Return that many portions, evenly over all of them.

    Args:
        portions: to choose from, in reading order.
        count: how many, at most all.
        seed: decides where the first one lies.
    """
    count = min(count, len(portions))
    phase = random.Random(f"{seed}/portions").random()  # noqa: S311
    return [portions[int((place + phase) * len(portions) / count)] for place in range(count)]


def _readable(lecture: Lecture) -> list[tuple[int, str]]:
    """Return number and text of the pages on which the reading found anything to say."""
    spoken: set[int] = set()
    for block in lecture.document.blocks:
        if block.place.page is not None:
            spoken.update(range(block.place.page, (block.end_page or block.place.page) + 1))
    texts = ((page, flattened(text)) for page, text in enumerate(lecture.page_texts, 1) if page in spoken)
    return [(page, text) for page, text in texts if text]


def _pieces(text: str, size: int) -> list[str]:
    """Cut a text into pieces of at most that size, at sentence ends where there are any."""
    pieces = []
    while len(text) > size:
        ends = [found.end() for found in _SENTENCE_END.finditer(text, size // 2, size)]
        cut = ends[-1] if ends else size
        pieces.append(text[:cut].strip())
        text = text[cut:]
    return [*pieces, text.strip()] if text.strip() else pieces
