"""What stands on the paper whatever it is printed with: its sections, answers, columns and room to write."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Mapping

from actors.pdf_exam.exam import Exam, Item, Language
from actors.pdf_exam.paper.printable import one_line
from actors.pdf_exam.paper.words import Words
from actors.pdf_exam.paper.words_en import ENGLISH
from actors.pdf_exam.paper.words_zh import CHINESE

WORDS: Mapping[Language, Words] = {"en": ENGLISH, "zh": CHINESE}
#: Lines to write on: for each mark, at least, at most.
_SHORT_LINES = (2, 3, 8)
_LONG_LINES = (2, 8, 22)


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """The questions of one type, and what stands above them."""

    heading: str
    summary: str
    instruction: str
    items: tuple[Item, ...]


def title_of(exam: Exam) -> str:
    """Return the paper's title, on one line."""
    return one_line(exam.title) or WORDS[exam.language].untitled


def summary_of(exam: Exam) -> str:
    """Return how many questions and marks the whole paper has, in words."""
    return _summary(WORDS[exam.language], exam.items)


def sections_of(exam: Exam) -> list[Section]:
    """Return the questions by type, in the order in which they stand."""
    words = WORDS[exam.language]
    sections = []
    for place, (kind, items) in enumerate(itertools.groupby(exam.items, key=lambda item: item.type)):
        members = tuple(items)
        label = words.sections[place] if place < len(words.sections) else str(place + 1)
        heading = words.section_heading.format(label=label, title=words.titles[kind])
        sections.append(Section(heading, _summary(words, members), words.instructions[kind], members))
    return sections


def lines_to_write_on(item: Item) -> int:
    """Return how many ruled lines a question's answer needs; the more marks, the more lines."""
    if item.type not in ("short_answer", "long"):
        return 0
    for_each_mark, least, most = _SHORT_LINES if item.type == "short_answer" else _LONG_LINES
    return min(max(for_each_mark * item.marks, least), most)


def letter(index: int) -> str:
    """Return the letter of an option: 0 is A."""
    return chr(ord("A") + index)


def short_answer_of(item: Item) -> str | None:
    """Return the answer as the table at a glance shows it; None where it takes whole sentences."""
    if item.type == "multiple_choice" and isinstance(item.key, int):
        return letter(item.key)
    if item.type in ("short_answer", "long"):
        return None
    return answer_of(item)


def answer_of(item: Item) -> str:
    """Return the answer in words."""
    return item.options[item.key] if isinstance(item.key, int) else item.key


def reason_of(item: Item, words: Words) -> str:
    """Return the explanation without the page and quote that stand below it anyway; empty where it says no more."""
    explanation, quote = one_line(item.explanation), one_line(item.source.quote)
    before, found, after = explanation.partition(words.open_quote + quote + words.close_quote)
    if not found:
        return explanation
    page = re.escape(words.page.format(page=item.source.page)).replace(r"\ ", r"\s*")
    before = re.sub(rf"(?:{page})?\s*[:：]\s*$", "", before, flags=re.IGNORECASE)  # noqa: RUF001 (Chinese punctuation)
    return f"{before.strip()} {after.strip()}".strip()


def source_of(item: Item, words: Words, file_names: Mapping[str, str]) -> str:
    """Return the page, and the file's name where the questions come from several files."""
    page = words.page.format(page=item.source.page)
    name = one_line(file_names.get(item.source.file_id, "")) if len(file_names) > 1 else ""
    return f"{name}{words.joiner}{page}" if name else page


def _summary(words: Words, items: tuple[Item, ...]) -> str:
    return words.questions.of(len(items)) + words.joiner + words.marks.of(sum(item.marks for item in items))
