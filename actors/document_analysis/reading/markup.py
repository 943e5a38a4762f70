"""HTML elements to pieces of text: what a browser would show, block by block, without the page around it.

Source: HTML Living Standard, 4.3 (sections), 4.4 (grouping content), 4.9 (tables), 15.3 (which elements are blocks).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from lxml import etree

from actors.document_analysis.reading.blocks import Blocks
from actors.document_analysis.reading.package import local
from actors.document_analysis.reading.tables import Grid
from actors.text.document import BlockKind

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "legend", "li",
    "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul", *_HEADINGS,
}  # fmt: skip
_UNSEEN = {
    "annotation", "annotation-xml", "audio", "base", "button", "canvas", "datalist", "embed", "head", "iframe", "img",
    "input", "link", "map", "meta", "noscript", "object", "option", "rp", "rt", "script", "select", "source", "style",
    "svg", "template", "textarea", "title", "track", "video",
}  # fmt: skip
_LISTS = {"ul", "ol", "menu"}
#: Elements, roles and names of classes that stand around a text, not in it.
_AROUND = {"nav", "footer", "form", "dialog", "menu"}
_ROLES = {"navigation", "banner", "contentinfo", "search", "dialog", "menu", "toolbar", "menubar"}
_NAMED_AROUND = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation|header|footer)?|menu|breadcrumbs?|cookies?|banner|foot(?:er)?|"
    r"advert(?:isement|s)?|ads?|promo|share|sharing|social|related|newsletter|subscribe|comments?|headerlink|skip-?link|"
    r"pagination|toc|table-of-contents|editsection|catlinks|sphinxsidebar|mw-jump-link)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NAMED_BESIDE = re.compile(r"(?:^|[\s_-])side-?bar(?:$|[\s_-])", re.IGNORECASE)
_NOTE_MARK = re.compile(r"\s*[\[(]?(?:\d{1,3}|\*)[\])]?\s*")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: Cells that hold more than this are columns of a page, not entries of a table.
_CELL_CHARACTERS = 3_000


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """One block as it stands in a page.

    Args:
        kind: what it is.
        text: its words; code with its line breaks.
        level: of a heading, or the depth of an item.
        rows: the cells of a table.
        around: whether it stands in navigation, forms, advertisements or the like.
        beside: whether it stands in a box beside the text: a margin of the page, or a remark in it.
        linked: which part of its characters are links, 0..1.
        jumps: which part are links to other places of the same page, 0..1.
        inside: whether it stands in what the page marks as its main part.
    """

    kind: BlockKind
    text: str
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    around: bool = False
    beside: bool = False
    linked: float = 0.0
    jumps: float = 0.0
    inside: bool = False

    def add_to(self, blocks: Blocks) -> None:
        """Add it to a document's blocks."""
        if self.kind == "heading":
            blocks.heading(self.text, self.level)
        elif self.kind == "item":
            blocks.item(self.text, self.level)
        elif self.kind == "code":
            blocks.code(self.text)
        elif self.kind == "table":
            blocks.table(self.rows)
        else:
            blocks.paragraph(self.text)


def pieces_of(root: etree._Element) -> list[Piece]:
    """Return what stands in an element, in its order.

    Args:
        root: an element of HTML or XHTML; names are compared without namespace.
    """
    return _Walk().over(root)


class _Walk:
    """Goes through a tree without recursion: pages nest as deeply as they like."""

    def __init__(self) -> None:
        self._found: list[Piece] = []
        self._words: list[str] = []
        self._linked = self._jumping = 0
        self._links = self._jumps = self._around = self._beside = self._inside = self._lists = 0
        self._heading = 0
        self._items: list[bool] = []

    def over(self, root: etree._Element) -> list[Piece]:
        waiting: list[tuple[etree._Element, Iterator[etree._Element]]] = []
        if self._enter(root):
            waiting.append((root, iter(root)))
        while waiting:
            parent, children = waiting[-1]
            element = next(children, None)
            if element is None:
                waiting.pop()
                self._leave(parent)
                if waiting:
                    self._say(parent.tail)
            elif self._enter(element):
                waiting.append((element, iter(element)))
            else:
                self._say(element.tail)
        self._flush()
        return self._found

    def _enter(self, element: etree._Element) -> bool:
        """Begin an element; return whether to go into it."""
        tag = local(element).lower()
        if not tag or tag in _UNSEEN or _is_hidden(element) or (tag == "sup" and _is_note_mark(element)):
            return False
        if tag in {"br", "wbr"}:
            self._say(" " if tag == "br" else "")
            return False
        if tag in BLOCKS:
            self._flush()
        if tag == "pre":
            self._emit("code", "".join(_lines(element)))
            return False
        if tag == "table" and _is_data(element):
            self._table(element)
            return False
        self._count(element, tag, 1)
        if tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        elif tag in {"li", "dt"}:
            self._items.append(True)
        self._say(element.text)
        return True

    def _leave(self, element: etree._Element) -> None:
        tag = local(element).lower()
        if tag in BLOCKS:
            self._flush()
        self._count(element, tag, -1)
        if tag in _HEADINGS:
            self._heading = 0
        elif tag in {"li", "dt"}:
            self._items.pop()

    def _count(self, element: etree._Element, tag: str, by: int) -> None:
        self._links += by * (tag == "a" and element.get("href") is not None)
        self._jumps += by * (tag == "a" and (element.get("href") or "").startswith("#"))
        self._lists += by * (tag in _LISTS)
        self._around += by * _is_around(element, tag)
        self._beside += by * _is_beside(element, tag)
        self._inside += by * (tag in {"main", "article"} or element.get("role") == "main")

    def _say(self, text: str | None) -> None:
        if text:
            self._words.append(text)
            self._linked += len(text.strip()) * (self._links > 0)
            self._jumping += len(text.strip()) * (self._jumps > 0)

    def _flush(self) -> None:
        """End the block that was being said."""
        text = " ".join("".join(self._words).split())
        self._words = []
        if text:
            if self._heading:
                self._emit("heading", text, self._heading)
            elif self._items and self._items[-1]:
                self._items[-1] = False
                if not (len(text) <= 5 and _NOTE_MARK.fullmatch(text)):  # the number of a note
                    self._emit("item", text, max(self._lists, 1))
            else:
                self._emit("paragraph", text)
        self._linked = self._jumping = 0

    def _table(self, table: etree._Element) -> None:
        grid = Grid()
        for element in _parts(table, {"tr", "caption"}):
            if local(element).lower() == "caption":
                self._emit("paragraph", _plain(element))
                continue
            for cell in _parts(element, {"td", "th"}):
                grid.cell(_plain(cell), columns=cell.get("colspan") or "", rows=cell.get("rowspan") or "")
            grid.end_row()
        rows = tuple(tuple(row) for row in grid.rows)
        self._emit("table", " ".join(cell for row in rows for cell in row), rows=rows)

    def _emit(self, kind: BlockKind, text: str, level: int = 0, rows: tuple[tuple[str, ...], ...] = ()) -> None:
        if text.strip():
            linked, jumps = self._linked / len(text), self._jumping / len(text)
            around, beside, inside = self._around > 0, self._beside > 0, self._inside > 0
            self._found.append(Piece(kind, text, level, rows, around, beside, linked, jumps, inside))


def _is_around(element: etree._Element, tag: str) -> bool:
    """Return whether an element stands around a page's text by its name, role or class."""
    if tag in {"body", "html", "main", "article"}:
        return False
    if tag in _AROUND or element.get("role") in _ROLES:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:500]
    return len(names) > 1 and bool(_NAMED_AROUND.search(names))


def _is_beside(element: etree._Element, tag: str) -> bool:
    if tag in {"body", "html", "main", "article"}:
        return False
    if tag == "aside" or element.get("role") == "complementary":
        return True
    return bool(_NAMED_BESIDE.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:500]))


def _is_hidden(element: etree._Element) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return bool(_HIDDEN.search((element.get("style") or "")[:500]))


def _is_note_mark(element: etree._Element) -> bool:
    """Whether a raised number only leads to a note."""
    return any(local(found) == "a" for found in element.iter()) and bool(_NOTE_MARK.fullmatch(_plain(element)))


def _is_data(table: etree._Element) -> bool:
    """Whether a table holds entries: a grid of several cells, not a frame that holds parts of the page in place."""
    if table.get("role") in {"presentation", "none"}:
        return False
    widest = rows = 0
    for row in _parts(table, {"tr"}):
        cells = list(_parts(row, {"td", "th"}))
        if any(local(found) in {"table", *_HEADINGS} for cell in cells for found in cell.iter()):
            return False
        if any(len(_plain(cell)) > _CELL_CHARACTERS for cell in cells):
            return False
        widest, rows = max(widest, len(cells)), rows + 1
    return widest >= 2 and rows >= 1


def _parts(element: etree._Element, kinds: set[str]) -> Iterator[etree._Element]:
    """Yield the outermost descendants of some kinds."""
    waiting = [iter(element)]
    while waiting:
        found = next(waiting[-1], None)
        if found is None:
            waiting.pop()
        elif local(found).lower() in kinds:
            yield found
        else:
            waiting.append(iter(found))


def _plain(element: etree._Element) -> str:
    """Return all words of an element that can be seen, on one line; its blocks are parted by spaces."""
    return " ".join(piece for piece in "".join(_shown(element)).split())


def _shown(element: etree._Element) -> Iterator[str]:
    for event, found in etree.iterwalk(element, events=("start", "end")):
        tag = local(found).lower()
        if event == "end":
            if tag in BLOCKS:
                yield " "
            if found is not element and found.tail:
                yield found.tail
        elif tag in BLOCKS or tag == "br":
            yield " " + (found.text or "")
        elif tag and tag not in _UNSEEN and found.text:
            yield found.text


def _lines(pre: etree._Element) -> Iterator[str]:
    for event, found in etree.iterwalk(pre, events=("start", "end")):
        if event == "end":
            if found is not pre and found.tail:
                yield found.tail
        elif local(found).lower() == "br":
            yield "\n"
        elif local(found) and found.text:
            yield found.text
