"""Lectures of our own: coherent, factual prose on several subjects, to write PDFs and other documents from.

A file is a title (``#``), sections (``##``) and paragraphs, one sentence a line, an empty line between paragraphs.
"""

# ruff: noqa: RUF001 (Chinese punctuation and dashes are meant)

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

_FOLDER = Path(__file__).parent
ENGLISH = tuple(sorted(path.stem for path in _FOLDER.glob("en_*.txt")))
CHINESE = tuple(sorted(path.stem for path in _FOLDER.glob("zh_*.txt")))

#: Openings that keep a sentence true and make it another one, for long documents.
_OPENINGS = {
    "en": (
        "In short, ", "As a rule of thumb, ", "Let us recall that ", "It is worth noting that ", "We shall see that ",
        "Most textbooks agree that ", "Remember that ", "As stated before, ", "It is well established that ",
        "To put it plainly, ",
    ),
    "zh": (
        "简单地说，", "我们要记住，", "需要指出的是，", "通常认为，", "前面讲过，", "总的来说，",
        "教科书指出，", "应当注意，",
    ),
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Section:
    heading: str
    paragraphs: tuple[tuple[str, ...], ...]


@dataclasses.dataclass(frozen=True)
class Lecture:
    """One subject."""

    title: str
    language: str
    sections: tuple[Section, ...]

    @property
    def sentences(self) -> list[str]:
        return [s for section in self.sections for paragraph in section.paragraphs for s in paragraph]

    def joined(self, paragraph: tuple[str, ...]) -> str:
        return ("" if self.language == "zh" else " ").join(paragraph)


def lecture(name: str) -> Lecture:
    """Read one lecture: ``en_cells``, ``zh_networks`` ..."""
    title, sections = "", []
    heading, paragraphs, paragraph = "", [], []
    for line in [*(_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines(), "", "## "]:
        if paragraph and (not line or line.startswith("#")):
            paragraphs.append(tuple(paragraph))
            paragraph = []
        if line.startswith("## "):
            if paragraphs:
                sections.append(Section(heading, tuple(paragraphs)))
            heading, paragraphs = line[3:], []
        elif line.startswith("# "):
            title = line[2:]
        elif line:
            paragraph.append(line)
    return Lecture(title, name[:2], tuple(sections))


def course(language: str, sentences: int, *, seed: int = 0) -> list[Section]:
    """Return sections over all subjects of a language, without an exact repetition, for long documents.

    Args:
        language: en or zh.
        sentences: how many at least; after the plain ones they get openings ("Remember that ...").
        seed: order of the sections.
    """
    rng = random.Random(seed)
    lectures = [lecture(name) for name in (ENGLISH if language == "en" else CHINESE)]
    out: list[Section] = []
    count = 0
    for opening in ("", *_OPENINGS[language]):
        plain = [section for one in lectures for section in one.sections]
        rng.shuffle(plain)
        for section in plain:
            varied = tuple(tuple(_opened(opening, s) for s in paragraph) for paragraph in section.paragraphs)
            out.append(Section(section.heading, varied))
            count += sum(len(paragraph) for paragraph in varied)
            if count >= sentences:
                return out
    raise ValueError(f"{sentences} sentences are more than the lectures can be varied to ({count})")


#: Words that keep their capital inside a sentence are names; these do not.
_LOWERED = frozenset(
    ["A", "An", "The", "In", "On", "At", "It", "If", "When", "While", "By", "For", "Each", "Every", "Most", "Many",
     "Some", "Small", "Large", "Two", "Three", "Five", "About", "Since", "To", "Its", "During", "Electrons", "Plants",
     "Routers", "Threads", "Clouds"]
)  # fmt: skip


def _opened(opening: str, sentence: str) -> str:
    first = sentence.split(" ", 1)[0]
    lowered = sentence[0].lower() + sentence[1:] if opening and first in _LOWERED else sentence
    return opening + lowered
