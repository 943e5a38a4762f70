"""Which of its meanings a word has here: decided by its neighbours."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from actors.text_to_video.procedural import vocabulary
from actors.text_to_video.procedural.language.chinese import MEASURES, NUMERALS
from actors.text_to_video.procedural.language.lexicon import Meaning, Word

_NUMERAL_VALUES = {character: value for value, character in enumerate(NUMERALS)} | {
    "十": 10,
    "两": 2,
    "几": 3,
    "百": 12,
}
#: Characters that qualify only what they stand right before.
_QUALIFIERS = frozenset({"colour", "size"})
#: Single Chinese verbs that mean driving only before something to drive.
_NEED_A_VEHICLE = frozenset("开划骑坐")
_RIDDEN = frozenset((*vocabulary.VEHICLES, "horse", "elephant", "dragon", "whale"))
#: What is counted without being drawn: what follows a number here makes it no count.
_UNITS = frozenset(
    [
        "second",
        "seconds",
        "minute",
        "minutes",
        "hour",
        "hours",
        "day",
        "days",
        "year",
        "years",
        "week",
        "weeks",
        "month",
        "months",
        "meter",
        "meters",
        "metre",
        "metres",
        "o'clock",
        "am",
        "pm",
        "percent",
        "k",
        "p",
        "fps",
        "km",
        "feet",
        "miles",
        "degrees",
        "秒",
        "分",
        "点",
        "岁",
        "年",
        "天",
        "米",
        "度",
        "倍",
    ]
)


@dataclasses.dataclass(frozen=True, slots=True)
class Token:
    """A word with the one meaning that it has here.

    Args:
        word: as found.
        slot: what it fills; ``unknown``, ``silent``, ``filler``, ``mark`` or ``joint`` besides those of scenes.
        name: with what.
        also: what it says besides, as (slot, name).
        form: of an English word.
    """

    word: Word
    slot: str
    name: str = ""
    also: tuple[tuple[str, str], ...] = ()
    form: str = ""

    @property
    def text(self) -> str:
        """The word's folded text."""
        return self.word.text


def tokens_of(words: Sequence[Word]) -> list[Token]:
    """Give every word its meaning; numerals and measure words become counts."""
    tokens: list[Token] = []
    place = 0
    while place < len(words):
        taken, token = _counted(words, place)
        if token is None:
            taken, token = 1, _sense(words, place, tokens)
        tokens.append(token)
        place += taken
    return tokens


def _counted(words: Sequence[Word], place: int) -> tuple[int, Token | None]:  # noqa: PLR0911 (a form of number each)
    """Read a number: digits, or Chinese numerals with a measure word or right before what they count."""
    word = words[place]
    if word.text.isdecimal() and len(word.text) < 6:
        following = words[place + 1] if place + 1 < len(words) else None
        if following is not None and following.text in _UNITS:
            return 2, Token(_spanning(word, following), "filler")
        measured = following is not None and following.script == "han" and following.text in MEASURES
        taken = 2 if measured else 1
        return taken, Token(_spanning(word, words[place + taken - 1]), "count", str(min(12, max(1, int(word.text)))))
    if word.script != "han":
        return 0, None
    if word.text in ("一个", "一条", "一座"):
        return 1, Token(word, "count", "1")
    length = 0
    while length < 3 and place + length < len(words) and words[place + length].text in _NUMERAL_VALUES:
        length += 1
    if not length:
        return 0, None
    value = _value("".join(words[place + index].text for index in range(length)))
    after = [words[place + length + index].text if place + length + index < len(words) else "" for index in range(2)]
    if after[0] in ("大", "小", "整") and after[1] and after[1] in MEASURES:
        return length + 2, Token(_spanning(word, words[place + length + 1]), "count", value)
    if after[0] and after[0] in MEASURES:
        value = "6" if after[0] in "群队堆排串束" and value == "1" else value
        value = str(2 * int(value)) if after[0] in "对双" and int(value) <= 6 else value
        return length + 1, Token(_spanning(word, words[place + length]), "count", value)
    if place + length < len(words) and any(meaning.slot == "subject" for meaning in words[place + length].meanings):
        return length, Token(_spanning(word, words[place + length - 1]), "count", value)
    return length, Token(_spanning(word, words[place + length - 1]), "filler")


def _value(numeral: str) -> str:
    if "十" in numeral:
        tens, _, ones = numeral.partition("十")
        value = 10 * _NUMERAL_VALUES.get(tens, 1) + _NUMERAL_VALUES.get(ones, 0)
    else:
        value = max(_NUMERAL_VALUES[character] for character in numeral)
    return str(min(12, max(1, value)))


def _sense(words: Sequence[Word], place: int, before: Sequence[Token]) -> Token:
    word = words[place]
    if word.script == "mark":
        return Token(word, "joint" if word.text == "、" else "mark", "and" if word.text == "、" else word.text)
    if not word.meanings:
        return Token(word, "unknown")
    following = words[place + 1] if place + 1 < len(words) else None
    meaning = _by_rule(word, following, before) or _chosen(word, following)
    if meaning is None:
        return Token(word, "unknown")
    return Token(word, meaning.slot, meaning.name, meaning.also + _rest(word, meaning), meaning.form)


def _by_rule(word: Word, following: Word | None, before: Sequence[Token]) -> Meaning | None:  # noqa: PLR0911 (a word each)
    """Words whose meaning only their neighbours tell."""
    last = before[-1] if before else None
    after = following.text if following else ""
    after_det = last is not None and (
        last.slot in _QUALIFIERS | {"count"} or (last.slot, last.name) == ("joint", "det")
    )
    after_to = last is not None and last.text in {"to", "can", "cannot", "can't", "will", "must", "could"}
    after_subject = last is not None and last.slot == "subject"
    text = word.text
    if text in {"bear", "duck", "train", "fish", "boat", "rose", "coach"} and (
        (after_to and text != "rose") or (text in {"duck", "train"} and after_subject)
    ):
        return Meaning("silent", "silent")
    if text == "trains" and after_subject:
        return Meaning("silent", "silent")
    if text == "rose" and last is not None and last.text == "sun":
        return Meaning("time", "dawn")
    if text in {"leaves", "leaf"} and last is not None and last.slot == "subject":
        return Meaning("silent", "silent")
    if text == "falls":
        return Meaning("place", "waterfall") if after_det else Meaning("action", "fall", (), "s")
    if (
        text == "fall"
        and not after_subject
        and not after_to
        and (after_det or after in {"colors", "colours", "day", "scenery"})
    ):
        return Meaning("weather", "leaves")
    if text in {"wave", "waves"} and after_subject:
        return Meaning("action", "wave", (), "s")
    if text == "rest":
        return Meaning("silent", "silent")
    return None


def _chosen(word: Word, following: Word | None) -> Meaning | None:
    """Take the first meaning that fits."""
    for meaning in word.meanings:
        if word.script == "han" and len(word.text) == 1 and not _single_fits(word, meaning, following):
            continue
        return meaning
    return None


def _single_fits(word: Word, meaning: Meaning, following: Word | None) -> bool:
    """Tell whether a single Chinese character, part of countless words, stands for itself here."""
    after = {other.slot for other in following.meanings} if following else set()
    if meaning.slot in _QUALIFIERS:
        return bool(after & {"subject", "colour", "size", "garment"}) or (
            following is not None and following.text == "的"
        )
    if meaning.slot == "action" and word.text in _NEED_A_VEHICLE - {"坐"}:
        return following is not None and (
            following.text in "着了"
            or any(other.slot == "subject" and other.name in _RIDDEN for other in following.meanings)
            or following.text in NUMERALS
        )
    return True


def _rest(word: Word, chosen: Meaning) -> tuple[tuple[str, str], ...]:
    """What a word says besides the chosen meaning: "neon lights" are a style and a city."""
    if chosen.slot not in {"style", "time", "place", "hint", "weather", "silent"}:
        return ()
    return tuple(
        (other.slot, other.name)
        for other in word.meanings
        if other is not chosen
        and chosen in word.meanings
        and other.slot in {"hint", "style", "weather", "time", "place"}
    )


def _spanning(first: Word, last: Word) -> Word:
    text = first.text if first is last else first.text + last.text
    return Word(text, (), first.start, last.end, first.script)
