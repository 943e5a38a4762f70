"""Chinese, put together."""

from __future__ import annotations

import re
from typing import Literal

from actors.pdf_exam.chinese import definitions, flips, open_questions, phrases, quantities, sieve, sorts, standing
from actors.pdf_exam.chinese.wording import ChineseWording
from actors.pdf_exam.standing import Standing
from actors.pdf_exam.tongue import Change, Definition, OpenQuestion, Phrase, Quantity, Wording
from actors.text.words import rarity

#: Words that open a sentence and name nothing ("更准确地说").
_OPENER = re.compile(r"(?:地说|来说|来讲|来看|而言|总之|此外)$")
_VAGUE = frozenset(
    """
    文本 字样 语句 正文 符号 间距 图形 章节 小节 后缀
    文档 页面 字符 作者 源文件 文件名 信息 区域 默认值 例子 名字 名称 效果 样式 尺寸
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)


class Chinese:
    """See `tongue.Tongue`."""

    code: Literal["en", "zh"] = "zh"
    wording: Wording = ChineseWording()

    def fitness(self, text: str) -> float:
        """Return how fit a sentence is to be asked about."""
        return sieve.fitness(text)

    def standing(self, text: str) -> Standing:
        """Tell what kind of subject a sentence has and what in it leans on the text around it."""
        return standing.standing_of(text)

    def sort_votes(self, text: str, phrase: Phrase) -> dict[str, float]:
        """Return for what sorts of thing a phrase speaks."""
        return sorts.sort_votes(text, phrase)

    def is_askable(self, key: str) -> bool:
        """Tell whether a phrase names one thing: words of every text about texts do not."""
        return key not in _VAGUE and not _OPENER.search(key)

    def shape(self, body: str) -> str:
        """Return whether a definition is a noun phrase, and whether it begins with a counted class."""
        return definitions.shape_of(body)

    def phrases(self, text: str) -> list[Phrase]:
        """Return the noun phrases that may be asked for."""
        return list(phrases.noun_phrases(text))

    def quantities(self, text: str) -> list[Quantity]:
        """Return the numbers that may be asked for."""
        return quantities.quantities_of(text)

    def definition(self, text: str) -> Definition | None:
        """Return what a sentence defines."""
        found = definitions.definition_of(text)
        return None if found is None or _OPENER.search(found.term.key) else found

    def flips(self, text: str) -> list[Change]:
        """Return what turns a sentence into its opposite."""
        return flips.flips_of(text)

    def open_questions(self, text: str) -> list[OpenQuestion]:
        """Return the questions that a sentence answers in words."""
        return open_questions.open_questions_of(text)

    def content(self, text: str) -> frozenset[str]:
        """Return the words that carry a text's meaning."""
        return sieve.content(text)

    def agrees(self, text: str, phrase: Phrase) -> bool:
        """Tell whether the phrase stands in the text at all: Chinese verbs agree with everything."""
        return phrase.text in text

    def is_name(self, word: str) -> bool:
        """Tell nothing: Chinese names need no capital to be told."""
        return not word

    def commonness(self, key: str) -> float:
        """Return how common a phrase's rarest word is."""
        return rarity(key, "zh")

    def topic(self, heading: str) -> str:
        """Return the topic that a heading names."""
        return sieve.topic_of(heading)

    def gap(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Return where a gap begins and ends: as asked, for no article gives anything away."""
        return max(0, start), min(end, len(text))
