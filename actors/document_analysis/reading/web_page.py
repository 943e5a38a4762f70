"""HTML files and pages: the main text with its headings, lists, tables and code, without what stands around it.

trafilatura judges which passages belong to the text; their structure comes from the page itself, for trafilatura's own
output loses tables, code and the levels of headings.
"""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Callable
from pathlib import Path

import trafilatura
from lxml import etree, html

from actors.document_analysis.reading import properties, refusals
from actors.document_analysis.reading.blocks import Blocks, one_line
from actors.document_analysis.reading.encodings import decoded
from actors.document_analysis.reading.markup import BLOCKS, Piece, pieces_of
from actors.document_analysis.reading.package import MAX_NODES, local
from actors.text.document import Document

MAX_BYTES = 24 << 20
#: Larger pages are books in one file: everything counts, and a judgement would take too long.
_JUDGED_CHARACTERS, _JUDGED_MARKS = 2_000_000, 60_000
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
#: The encodings that a page may claim, by Python's name for them, and what they are read as: what browsers take, and
#: no other of Python's codecs, some of which take hours or are no encodings. Source: WHATWG Encoding Standard, 4.2.
_TAKEN_FOR = {
    **{name: name for name in ("utf-8", "gb18030", "hz", "big5hkscs", "euc_jp", "iso2022_jp", "koi8-r", "koi8-u")},
    **{f"cp{number}": f"cp{number}" for number in (866, 874, 932, 949, *range(1250, 1259))},
    **{f"iso8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "mac-roman": "mac-roman",
    "mac-cyrillic": "mac-cyrillic",
}
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*>")
#: The parser compares each attribute of a mark with all before it: thousands in one mark take it minutes.
_MAX_ATTRIBUTES = 1_000
_VALUE = r"""=\s*+(?:"[^"]*+"?|'[^']*+'?)"""
_WITHIN = rf"(?:{_VALUE}|[^>=]++|=)*+"
_QUOTED = re.compile(_VALUE)
#: A mark that opens an element; what stands in scripts and styles is passed over, "<" means something else there.
_OPENING = re.compile(
    rf"<(?:script|style)\b({_WITHIN})(?:>(?:(?!</(?:script|style)).)*+)?|<[A-Z]({_WITHIN})", re.IGNORECASE | re.DOTALL
)
_LETTERS = re.compile(r"[\W_]+")
#: The judgement counts if it holds at least this part of what the page's own marks leave.
_ENOUGH = 0.25


def read_web_page(path: Path, *, name: str, on_progress: Callable[[float], None] | None = None) -> Document:
    """Read an HTML file.

    Args:
        path: the file.
        name: its name, as its owner knows it.
        on_progress: called with 0..1.

    Raises:
        JobFailure: ``damaged``, ``no_text``, ``too_large``.
    """
    if path.stat().st_size > MAX_BYTES:
        raise refusals.too_large(name, "more", f"{MAX_BYTES >> 20} MB of HTML")
    text = page_text(path.read_bytes())
    if text is None:
        raise refusals.damaged(name, why="holds characters that are no text")
    root = parsed(text, name)
    if root is None:
        raise refusals.no_text(name)
    if on_progress:
        on_progress(0.3)
    title = _title(root)
    pieces = [piece for piece in pieces_of(root) if piece.text.strip()]
    is_judged = len(text) <= _JUDGED_CHARACTERS and text.count("<") <= _JUDGED_MARKS
    judged = _judged(root) if is_judged else ""
    blocks = Blocks(name)
    for piece in _main(pieces, judged):
        piece.add_to(blocks)
    return blocks.document(_heading_within(title, pieces))


def page_text(data: bytes) -> str | None:
    """Return a page's text by its mark, by what it says of itself or by its look; None if it is no text."""
    claimed = _CHARSET.search(data[:4096])
    if claimed and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(_TAKEN_FOR[codecs.lookup(claimed[1].decode("ascii")).name])
        except (LookupError, UnicodeDecodeError):
            pass  # it says something else than it is
    return decoded(data)


def parsed(text: str, name: str) -> etree._Element | None:
    """Return the root of a page; None where nothing is in it.

    Args:
        text: the page.
        name: the file's name, for refusals.

    Raises:
        JobFailure: ``too_large``, ``damaged``.
    """
    if text.count("<") + text.count("=") > MAX_NODES:
        raise refusals.too_large(name, "more marks", f"{MAX_NODES:,}")
    if any(_attributes_of(tag[1] or tag[2] or "") > _MAX_ATTRIBUTES for tag in _OPENING.finditer(text)):
        raise refusals.too_large(name, "more attributes in one mark", f"{_MAX_ATTRIBUTES:,}")
    parser = _parser()
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
        if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
            # Elements within elements by the thousand: the parser stopped there, and the rest would be lost.
            root = html.document_fromstring(_flattened(text).encode("utf-8", "replace"), parser=_parser())
    except etree.ParserError:  # lxml's word for an empty page
        return None
    except etree.XMLSyntaxError as error:
        raise refusals.damaged(name) from error
    return root


def _attributes_of(tag: str) -> int:
    """Return how many attributes a tag has at most; 0 for a short one, which has few."""
    if len(tag) <= 2 * _MAX_ATTRIBUTES:
        return 0
    return len(_QUOTED.sub(" ", tag).replace("=", " ").replace("/", " ").split())


def _parser() -> html.HTMLParser:
    return html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False
    )  # fmt: skip


def _flattened(text: str) -> str:
    """Return a page whose blocks are paragraphs side by side; all other marks are taken off."""
    pieces = ["<html><body><p>"]
    at, silent = 0, ""
    for tag in _TAG.finditer(text):
        ends, kind = bool(tag[1]), tag[2].lower()
        if not silent:
            pieces.append(text[at : tag.start()].replace("<", "&lt;"))
            pieces.append("</p><p>" if kind in BLOCKS else "")
        if kind in {"script", "style"}:
            silent = kind if not silent and not ends else "" if kind == silent and ends else silent
        at = tag.end()
    return "".join(pieces)


def _judged(root: etree._Element) -> str:
    """Return the letters of the passages that trafilatura takes for the text, run together.

    It would lay out cells that claim to span a million columns, and read styles of any length: both are taken off.
    """
    etree.strip_attributes(root, "colspan", "rowspan", "style")
    found = trafilatura.extract(
        root, output_format="txt", include_comments=False, include_tables=False, include_links=False, favor_recall=True,
        deduplicate=False, with_metadata=False,
    )  # fmt: skip
    return _LETTERS.sub("", found or "").lower()


def _main(pieces: list[Piece], judged: str) -> list[Piece]:
    """Return the pieces that make the main text.

    Where the page marks its main part, that is it. Else the short lines and links before the first and after the last
    passage that trafilatura chose are dropped; what stands between stays, also tables, lists and listings it left out.
    """
    boxes = _boxes_in_text(pieces)
    own = [piece for number, piece in enumerate(pieces) if number in boxes or not _is_margin(piece)]
    marked = [piece for piece in own if piece.inside]
    if _length(marked) > _length(own) / 2:
        return marked
    if not own:
        return pieces
    chosen = [_within(piece, judged) for piece in own]
    if _length([piece for piece, is_chosen in zip(own, chosen, strict=True) if is_chosen]) < _ENOUGH * _length(own):
        return own
    first, last = 0, len(own)
    while not chosen[last - 1] and _is_slight(own[last - 1]):
        last -= 1
    while not chosen[first] and own[first].kind != "heading" and _is_slight(own[first]):
        first += 1
    return own[first:last]


def _boxes_in_text(pieces: list[Piece]) -> set[int]:
    """Return the numbers of the pieces in boxes amid the text that are prose: remarks, not a page's margin."""
    text = [number for number, piece in enumerate(pieces) if _is_prose(piece) and not _is_margin(piece)]
    found: set[int] = set()
    for is_beside, run in itertools.groupby(range(len(pieces)), key=lambda number: pieces[number].beside):
        numbers = list(run)
        prose = sum(_is_prose(pieces[number]) for number in numbers)
        amid = text and text[0] < numbers[0] and numbers[-1] < text[-1]
        if is_beside and amid and prose >= len(numbers) / 3:
            found.update(number for number in numbers if not pieces[number].around)
    return found


def _is_prose(piece: Piece) -> bool:
    return piece.kind == "paragraph" and len(piece.text) >= 40 and piece.linked < 0.3


def _is_slight(piece: Piece) -> bool:
    """Whether a piece is a line such as stand above and below a text: names, dates, links."""
    is_said = piece.text.endswith((".", "!", "?", "\u3002", "\uff01", "\uff1f"))
    return piece.kind not in {"table", "code"} and (piece.linked > 0.3 or (len(piece.text) < 60 and not is_said))


def _within(piece: Piece, judged: str) -> bool:
    letters = _LETTERS.sub("", piece.text).lower()
    return len(letters) >= 20 and letters[:400] in judged


def _is_margin(piece: Piece) -> bool:
    # A text may list links to other places; lists of its own sections are a contents page.
    links = piece.jumps if piece.inside else piece.linked
    return piece.around or piece.beside or (links > 0.8 and piece.kind != "heading")


def _length(pieces: list[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _title(root: etree._Element) -> str:
    for element in root.iter("meta"):
        if element.get("property") == "og:title" and (element.get("content") or "").strip():
            return one_line(element.get("content") or "")[:300]
    for element in root.iter("title"):
        if local(element.getparent()) in {"head", "html"}:
            return properties.title_given(one_line("".join(element.itertext())))
    return ""


def _heading_within(title: str, pieces: list[Piece]) -> str:
    """Return the main heading where the page's title is that heading with the site's name around it."""
    for piece in pieces:
        if piece.kind == "heading" and piece.level == 1 and len(piece.text) >= 3 and (not title or piece.text in title):
            return piece.text
    return title
