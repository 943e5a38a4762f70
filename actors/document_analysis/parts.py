"""The parts of a document that become chapters: its own where it has headings, else where its topic changes."""

# ruff: noqa: E501 (patterns of words)

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Sequence

from actors.document_analysis.segmentation import divided
from actors.document_analysis.wording import WORDINGS
from actors.text.document import Document, Sentence
from actors.text.keywords import keywords
from actors.text.language import Language, han_count
from actors.text.verbatim import flattened

#: More chapters than this are an index, not a report.
MOST_CHAPTERS = 12
#: The document's own chapters of one level are kept up to this many.
_MOST_OWN = 15
#: With fewer, the next level is looked at, even if its many sections have to be taken together.
_FEWEST_OWN = 4
#: A part with fewer words than this joins its neighbour.
_FEWEST_WORDS = 40
#: One chapter for about so many words, or so many seconds, where the document itself has none.
_WORDS_A_CHAPTER, _SECONDS_A_CHAPTER = 700, 300
#: Below this, a text without headings is one piece.
_FEWEST_SENTENCES = 18
#: A title made of keywords has so many.
_TITLE_WORDS = 3
_NO_CONTENT = re.compile(
    r"(?:[\dIVX]+[.)]?\s+)?(?:(?:table of )?contents|references|bibliography|works cited|further reading|external links"
    r"|see also|notes|footnotes|endnotes|acknowledge?ments?|index|list of (?:figures|tables|abbreviations)|licen[cs]e"
    r"|(?:[\w ]{1,30} )?index|copyright(?: notice)?|legal notice|about the authors?|navigation|comments|related (?:posts|articles)|share"
    r"|change ?log|(?:version|revision|post|document) history|history of changes|revisions?"
    "|\u53c2\u8003\u6587\u732e|\u53c2\u8003\u8d44\u6599|\u5ef6\u4f38\u9605\u8bfb|\u5916\u90e8\u94fe\u63a5|\u81f4\u8c22|\u9e23\u8c22|\u76ee\u5f55|\u76ee\u6b21|\u7d22\u5f15|\u7248\u6743(?:\u58f0\u660e|\u4fe1\u606f)?|\u6ce8\u91ca|\u76f8\u5173\u9605\u8bfb"
    "|(?:\u4fee\u8ba2|\u53d8\u66f4|\u7248\u672c|\u66f4\u65b0)(?:\u8bb0\u5f55|\u5386\u53f2|\u65e5\u5fd7)"
    r")[:\uff1a.]?",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True)
class Part:
    """A stretch of blocks.

    Args:
        title: the document's own, or words that mark the stretch.
        first: index of its first block.
        stop: index behind its last block.
        words: how many it has.
        own_title: whether the title stands in the document.
        content: False for references, acknowledgements and the like, from which nothing is quoted.
    """

    title: str
    first: int
    stop: int
    words: int
    own_title: bool = True
    content: bool = True


def parts_of(document: Document, sentences: Sequence[Sentence], source: Language, own: Language) -> list[Part]:
    """Divide a document into the parts that become chapters; together they hold every block.

    Args:
        document: what was read.
        sentences: all of it.
        source: language of the document.
        own: language of the report's own words.
    """
    sections = _sections(document, own)
    if len(sections) < 2:
        return _by_topic(document, sentences, source, own)
    if not any(section.content for section in sections):
        sections = [dataclasses.replace(section, content=True) for section in sections]
    sections = _joined_small(sections, MOST_CHAPTERS)
    if len(sections) > _MOST_OWN:
        sections = _grouped(document, sections, source)
    return sections


def text_of(document: Document, part: Part) -> list[str]:
    """Return the texts of a part's blocks."""
    return [block.text for block in document.blocks[part.first : part.stop]]


def title_of(heading: str) -> str:
    """Return a heading without the mark of the link to itself that some generators of manuals put behind it."""
    return heading.rstrip(" \u00b6#\uf0c1") or heading


def _weight(texts: Sequence[str]) -> int:
    return sum(len(text.split()) + han_count(text) for text in texts)


def _sections(document: Document, own: Language) -> list[Part]:
    """Cut at the headings of the deepest level that gives few enough of them."""
    headings = [index for index, block in enumerate(document.blocks) if block.kind == "heading"]
    headings = _without_title(document, headings)
    levels = sorted({document.blocks[index].level for index in headings})
    cuts: list[int] = []
    for level in levels:
        upto = [index for index in headings if document.blocks[index].level <= level]
        if len(cuts) >= _FEWEST_OWN and len(upto) > MOST_CHAPTERS:
            break
        cuts = upto
        if len(cuts) > _FEWEST_OWN:
            break
    if not cuts:
        return []
    found: list[Part] = []
    if cuts[0] > 0:
        opening = WORDINGS[own].opening
        found.append(Part(opening, 0, cuts[0], _body_weight(document, 0, cuts[0]), own_title=False))
    for first, stop in zip(cuts, [*cuts[1:], len(document.blocks)], strict=True):
        title = title_of(document.blocks[first].text)
        content = _NO_CONTENT.fullmatch(title) is None
        found.append(Part(title, first, stop, _body_weight(document, first, stop), content=content))
    return found


def _body_weight(document: Document, first: int, stop: int) -> int:
    return _weight([block.text for block in document.blocks[first:stop] if block.kind != "heading"])


def _without_title(document: Document, headings: list[int]) -> list[int]:
    """Leave out a heading that is the title of the whole: it cuts nothing."""
    if not headings:
        return headings
    first = document.blocks[headings[0]]
    alone = sum(document.blocks[index].level <= first.level for index in headings) == 1
    same = flattened(first.text).casefold() == flattened(document.title).casefold()
    return headings[1:] if len(headings) > 2 and (alone or (same and headings[0] <= 2)) else headings


def _joined_small(sections: list[Part], enough: int) -> list[Part]:
    """Join a part that is little more than its heading with the next one, or the last one with the one before."""
    found: list[Part] = []
    for section in sections:
        before = found[-1] if found else None
        if before and before.content and section.content and _is_bare(before) and len(sections) > 2:
            title = (
                before.title if before.own_title and before.words == 0 and len(sections) <= enough else section.title
            )
            title = f"{before.title}: {section.title}" if before.own_title and before.words == 0 else title
            found[-1] = dataclasses.replace(
                section, title=title, first=before.first, words=before.words + section.words,
            )  # fmt: skip
        else:
            found.append(section)
    if len(found) > 2 and _is_bare(found[-1]) and found[-2].content and found[-1].content:
        last = found.pop()
        found[-1] = dataclasses.replace(found[-1], stop=last.stop, words=found[-1].words + last.words)
    return found


def _is_bare(part: Part) -> bool:
    return part.words < (_FEWEST_WORDS if not part.own_title else _FEWEST_WORDS // 4)


def _grouped(document: Document, sections: list[Part], source: Language) -> list[Part]:
    """Take neighbouring sections together where there are too many of them."""
    texts = [" ".join(text_of(document, section)) for section in sections]
    begins = divided(texts, source, MOST_CHAPTERS, weights=[section.words + 1 for section in sections])
    found: list[Part] = []
    for begin, end in zip(begins, [*begins[1:], len(sections)], strict=True):
        group = sections[begin:end]
        titles = [s.title for s in group if s.content and s.own_title] or [group[0].title]
        title = titles[0] if len(titles) == 1 else f"{titles[0]} \u2013 {titles[-1]}"
        found.append(
            Part(title, group[0].first, group[-1].stop, sum(section.words for section in group),
                 content=any(section.content for section in group))
        )  # fmt: skip
    return found


def _by_topic(document: Document, sentences: Sequence[Sentence], source: Language, own: Language) -> list[Part]:
    wanted = _wanted(document, sentences)
    texts = [sentence.text for sentence in sentences]
    begins = divided(texts, source, wanted, weights=[len(text) for text in texts]) if wanted > 1 else [0]
    # A part begins with a block: two topics in one block are one part.
    firsts = sorted({0, *(sentences[begin].block for begin in begins[1:])})
    stretches = list(zip(firsts, [*firsts[1:], len(document.blocks)], strict=True))
    inside = [[s.text for s in sentences if first <= s.block < stop] for first, stop in stretches]
    titles = [document.title] if len(stretches) == 1 else _named(inside, source)
    return [
        Part(title or WORDINGS[own].part, first, stop, _weight([b.text for b in document.blocks[first:stop]]),
             own_title=False)
        for title, (first, stop) in zip(titles, stretches, strict=True)
    ]  # fmt: skip


def _wanted(document: Document, sentences: Sequence[Sentence]) -> int:
    """Return how many parts a document without headings should have."""
    if len(sentences) < _FEWEST_SENTENCES:
        return 1
    if document.duration_s:
        return max(2, min(MOST_CHAPTERS, round(document.duration_s / _SECONDS_A_CHAPTER)))
    words = _weight([sentence.text for sentence in sentences])
    return max(1, min(MOST_CHAPTERS, round(words / _WORDS_A_CHAPTER)))


def _named(stretches: Sequence[Sequence[str]], source: Language) -> list[str]:
    """Name each stretch by its weightiest words, those before that no other stretch would be named by."""
    separator = "\u3001" if source == "zh" else ", "
    terms = [keywords(texts, source, 2 * _TITLE_WORDS) for texts in stretches]
    names = Counter(word for of_one in terms for word in of_one[:_TITLE_WORDS])
    titles = []
    for of_one in terms:
        own = of_one[:_TITLE_WORDS]
        telling = [word for word in of_one if names[word] <= (word in own)]
        shared = [word for word in of_one if word not in telling]
        chosen = sorted((telling + shared)[:_TITLE_WORDS], key=of_one.index)
        titles.append(separator.join([word[:1].upper() + word[1:] if not n else word for n, word in enumerate(chosen)]))
    return titles
