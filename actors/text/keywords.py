"""The terms that a text is about."""

from __future__ import annotations

import dataclasses
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from actors.text import chinese
from actors.text.document import Document
from actors.text.language import Language, han_count
from actors.text.parts_of_speech import PartOfSpeech, parts_of_speech
from actors.text.words import base_form, rarity, word_spans

_LONGEST = 4
#: A term's spread is counted over this many equal parts of the text.
_PARTS = 12
#: Words above this on the Zipf scale are everyone's words.
_COMMON_ZIPF = 6.0
#: In a text of fewer sentences a term may be mentioned once, and then weighs so little.
_SHORT_TEXT, _ONCE = 30, 0.01
#: The longest Chinese term, characters.
_LONGEST_HAN = 10
#: Characters of grammar, counting, pointing and place that jieba's guesses at unknown words may hold.
_AWKWARD = re.compile(
    "[的了着过是在和与或而且也都就才只每这那哪各某该此其们个些所以把被让使将要会能可不没很更最太已曾正再又从由向往对于"
    "来去时后前里内外上下中间等及但则即并若如因为到给跟比约共均仅还得本]"
)
#: A word that the dictionary does not have is a name or a term if the text mentions it so often, else a wrong cut.
_GUESS_MENTIONS = 3
#: Of a term's mentions, how many must stand outside longer terms for it to be one itself.
_OWN_SHARE = 0.4


_Words = tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class _Word:
    base: str
    part: PartOfSpeech
    begin: int
    end: int


@dataclasses.dataclass(slots=True)
class _Term:
    words: _Words
    mentions: int = 0
    #: Mentions inside a longer term.
    inside: Counter[_Words] = dataclasses.field(default_factory=Counter)
    parts: set[int] = dataclasses.field(default_factory=set)
    written: Counter[str] = dataclasses.field(default_factory=Counter)


def keywords(source: Document | Sequence[str], language: Language, count: int) -> list[str]:
    """Return the terms of one to four words that a text is about, the weightiest first, as the text writes them.

    A term weighs more the more often it is mentioned, the rarer its words are in general, and the more parts of the
    text mention it. Of terms that differ in number only, or that mostly occur inside a longer one, one is named.

    Args:
        source: a document, or its sentences in their order.
        language: of the text.
        count: how many at most.

    Source:
        Frantzi, Ananiadou and Mima 2000, "Automatic recognition of multi-word terms: the C-value" (nested terms).
    """
    texts = [block.text for block in source.blocks if block.kind != "code"] if isinstance(source, Document) else source
    terms = _terms(texts, language)
    weights = {words: _weight(term, terms, language) for words, term in terms.items()}
    chosen: list[_Term] = []
    for words in sorted(weights, key=lambda words: (-round(weights[words], 9), words)):
        if len(chosen) >= count or weights[words] <= 0:
            break
        if not any(_overlap(terms[words], other) for other in chosen):
            chosen.append(terms[words])
    return [_written(term) for term in chosen]


def _terms(texts: Sequence[str], language: Language) -> dict[_Words, _Term]:
    """Gather what is mentioned more than once; in a short text everything."""
    runs = [(number, text, run) for number, text in enumerate(texts) for run in _runs(text, language)]
    counts = Counter(key for _, text, run in runs for key in _pieces(run, text, language).values())
    fewest = 2 if len(texts) > _SHORT_TEXT else 1
    found = {key: _Term(key) for key, mentions in counts.items() if mentions >= fewest}
    for number, text, run in runs:
        pieces = _pieces(run, text, language)
        for (begin, end), key in pieces.items():
            term = found.get(key)
            if term is None:
                continue
            term.mentions += 1
            term.parts.add(number * _PARTS // len(texts))
            # The capital of a sentence's first word is no sign of a name.
            way = text[run[begin].begin : run[end - 1].end].removesuffix("'s").removesuffix("\u2019s")
            term.written[way] += 2 if run[begin].begin else 1
            for longer in _around(begin, end, len(run)):
                if pieces.get(longer) in found:
                    term.inside[pieces[longer]] += 1
    return found


def _pieces(run: Sequence[_Word], text: str, language: Language) -> dict[tuple[int, int], _Words]:
    """Return the parts of a run of words that can be terms, by where they begin and end in it."""
    return {
        (begin, end): tuple(word.base for word in run[begin:end])
        for begin in range(len(run))
        for end in range(begin + 1, min(len(run), begin + _LONGEST) + 1)
        if _can_be_term(run[begin:end], text, language)
    }


def _around(begin: int, end: int, length: int) -> Iterator[tuple[int, int]]:
    """Yield the longer parts of a run that hold this one."""
    for first in range(max(0, end - _LONGEST), begin + 1):
        for last in range(end, min(length, first + _LONGEST) + 1):
            if (first, last) != (begin, end):
                yield first, last


def _runs(text: str, language: Language) -> Iterator[list[_Word]]:
    """Yield stretches of nouns, names and adjectives (in Chinese verbs too) with nothing between them."""
    spans = word_spans(text, language)
    words = [text[begin:end] for begin, end in spans]
    allowed = ("noun", "name", "adjective", "verb") if language == "zh" else ("noun", "name", "adjective")
    run: list[_Word] = []
    number_before = False
    for word, part, (begin, end) in zip(words, parts_of_speech(words, language), spans, strict=True):
        # What follows a number is a unit or a count.
        good = part in allowed and not number_before and not (language == "zh" and _is_a_bad_guess(word))
        number_before = part == "number"
        if run and (not good or text[run[-1].end : begin].strip() or "\n" in text[run[-1].end : begin]):
            yield run
            run = []
        if good:
            run.append(_Word(base_form(word, language), part, begin, end))
    if run:
        yield run


def _is_a_guess(word: str) -> bool:
    """Tell whether a Chinese word is none of jieba's dictionary, or one of the wrong cuts that it lists as names.

    The frequency list is no witness: it was counted on text cut by jieba.
    """
    if not han_count(word):
        return False
    kind = chinese.class_of(word)
    return not kind or (kind.startswith("nr") and _AWKWARD.search(word) is not None)


def _is_a_bad_guess(word: str) -> bool:
    """Tell whether a Chinese word that no dictionary has holds a character of grammar."""
    return not chinese.class_of(word) and _AWKWARD.search(word) is not None


def _can_be_term(words: Sequence[_Word], text: str, language: Language) -> bool:
    if words[-1].part not in ("noun", "name"):
        return False
    letters = words[-1].end - words[0].begin
    if language == "zh":
        return letters >= (2 if len(words) == 1 else 3) and letters <= _LONGEST_HAN
    if len(words) == 1 and letters < 3:
        return letters == 2 and text[words[0].begin : words[0].end].isupper()
    return words[0].end - words[0].begin > 1 and words[-1].end - words[-1].begin > 1


def _weight(term: _Term, terms: dict[_Words, _Term], language: Language) -> float:
    if language == "zh" and term.mentions < _GUESS_MENTIONS and any(map(_is_a_guess, term.words)):
        return 0.0
    if term.mentions < 2:
        # Two Chinese words that met once are no term yet.
        longest = 1 if language == "zh" and han_count(term.words[0]) else 2
        return _ONCE * _rarity_weight(term, language) if len(term.words) <= longest else 0.0
    if len(term.words) > 1 and language == "zh" and not _sticks_together(term, terms):
        return 0.0
    # A term of n words is mentioned n times less often than its words: log2(n + 1) makes up for it.
    own = term.mentions - _nested(term, terms)
    if own < _OWN_SHARE * term.mentions and own < 3:
        return 0.0
    spread = 0.4 + 0.6 * len(term.parts) / _PARTS
    return max(own, 0.0) * math.log2(len(term.words) + 1) * _rarity_weight(term, language) * spread


def _nested(term: _Term, terms: dict[_Words, _Term]) -> float:
    """Return how many mentions stand inside longer terms that are mentioned repeatedly themselves."""
    return max((mentions for words, mentions in term.inside.items() if terms[words].mentions > 1), default=0)


def _rarity_weight(term: _Term, language: Language) -> float:
    zipfs = [rarity(word, language) for word in term.words]
    mean = sum(zipfs) / len(zipfs)
    return math.pow(max(0.0, (_COMMON_ZIPF - mean) / _COMMON_ZIPF), 1.5)


def _sticks_together(term: _Term, terms: dict[_Words, _Term]) -> bool:
    """Tell whether the words of a Chinese compound meet much more often than by chance."""
    for cut in range(1, len(term.words)):
        left, right = terms.get(term.words[:cut]), terms.get(term.words[cut:])
        if left is None or right is None:
            continue
        if term.mentions < 0.2 * min(left.mentions, right.mentions):
            return False
    return True


def _overlap(term: _Term, other: _Term) -> bool:
    """Tell whether two terms are forms or parts of each other, to a reader."""
    ours, theirs = set(term.words), set(other.words)
    if "".join(term.words) == "".join(other.words) or ours == theirs:
        return True
    if ours < theirs or theirs < ours:
        shorter, longer = (term, other) if ours < theirs else (other, term)
        return shorter.mentions - longer.mentions < max(3.0, 0.5 * shorter.mentions)
    return len(ours & theirs) >= 2


def _written(term: _Term) -> str:
    """Return the commonest way the text writes a term; at the beginning of a sentence its capital tells nothing."""
    ways: defaultdict[str, int] = defaultdict(int, term.written)
    return min(ways, key=lambda way: (-ways[way], sum(letter.isupper() for letter in way), len(way), way))
