"""The sentences of a document, each with its place."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence

from actors.text.document import Block, Document, Sentence
from actors.text.language import han_count
from actors.text.splitting import is_terminated, split
from actors.text.verbatim import stands_in

#: What stops without an end mark is a label, not a sentence, below this many words or Chinese characters.
_FEWEST_WORDS, _FEWEST_HAN = 5, 8
#: Captions without punctuation are cut between two of them after this many characters (Chinese ones count double).
_LONGEST_CAPTION_SENTENCE = 200
_HAN = re.compile("[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")


def sentences_of(document: Document, pages: Sequence[str] = ()) -> list[Sentence]:
    """Return the sentences of a document's paragraphs, list items and captions, in reading order.

    What ends without an end mark counts from five words (eight Chinese characters) on; headings, tables and code hold
    no sentences. Captions that follow each other are read as one text (see ``joined``): such a sentence belongs to
    the block, and begins at the time, of the caption it begins in, and may be longer than that block.

    Args:
        document: what was read.
        pages: the plain text of each page; with them the page is told of sentences whose block spans several.

    Returns:
        The sentences. One whose block spans pages has ``crosses_pages`` set and the block's first page as its place
        unless ``pages`` show one page that holds it whole.
    """
    found: list[Sentence] = []
    index = 0
    while index < len(document.blocks):
        block = document.blocks[index]
        if block.kind == "caption":
            run = _caption_run(document.blocks, index)
            found.extend(_of_captions(document.blocks[index : index + run], index))
            index += run
            continue
        if block.kind in ("paragraph", "item"):
            found.extend(_of_block(block, index, pages))
        index += 1
    return found


def joined(texts: Sequence[str]) -> tuple[str, list[int]]:
    """Join the texts of captions into one.

    Args:
        texts: the captions; a space goes between two, none between Chinese characters.

    Returns:
        The joined text, and where in it each caption begins.
    """
    whole, begins = "", []
    parts: list[str] = []
    length = 0
    for text in texts:
        if parts and text and not (_HAN.match(text[0]) and _HAN.match(whole)):
            parts.append(" ")
            length += 1
        begins.append(length)
        parts.append(text)
        length += len(text)
        whole = text[-1:] or whole
    return "".join(parts), begins


def _of_block(block: Block, index: int, pages: Sequence[str]) -> Iterator[Sentence]:
    spans_pages = block.place.page is not None and block.end_page not in (None, block.place.page)
    for text in split(block.text):
        if not _counts(text):
            continue
        page = _page_of(text, block, pages) if spans_pages else None
        if page is not None:
            yield Sentence(text, index, type(block.place)(page=page))
        else:
            yield Sentence(text, index, block.place, crosses_pages=spans_pages)


def _page_of(text: str, block: Block, pages: Sequence[str]) -> int | None:
    first, last = block.place.page or 1, block.end_page or 1
    return next(
        (page for page in range(first, last + 1) if page <= len(pages) and stands_in(text, pages[page - 1])), None
    )


def _counts(text: str) -> bool:
    if is_terminated(text):
        return True
    han = han_count(text)
    return han >= _FEWEST_HAN if han else len(text.split()) >= _FEWEST_WORDS


def _caption_run(blocks: Sequence[Block], first: int) -> int:
    """Return how many captions follow each other from here on."""
    last = first
    while last < len(blocks) and blocks[last].kind == "caption":
        last += 1
    return last - first


def _of_captions(blocks: Sequence[Block], first: int) -> Iterator[Sentence]:
    whole, begins = joined([block.text for block in blocks])
    at = 0
    for text in split(whole):
        for piece in _short_enough(text, whole.index(text, at), begins):
            begin = whole.index(piece, at)
            at = begin + len(piece)
            if _counts(piece):
                number = bisect.bisect_right(begins, begin) - 1
                yield Sentence(piece, first + number, blocks[number].place)


def _short_enough(text: str, begin: int, begins: Sequence[int]) -> Iterator[str]:
    """Cut what nobody punctuated where captions change."""
    last = 0
    for border in begins[bisect.bisect_right(begins, begin) :]:
        if border >= begin + len(text):
            break
        piece = text[last : border - begin]
        if len(piece) + han_count(piece) >= _LONGEST_CAPTION_SENTENCE:
            yield piece.strip()
            last = border - begin
    yield text[last:].strip()
