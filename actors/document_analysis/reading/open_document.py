"""OpenDocument texts (odt): headings, paragraphs, lists and tables.

Source: OpenDocument 1.3 part 3, sections 5 (paragraphs, lists), 9 (tables).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree

from actors.document_analysis.reading import properties, refusals
from actors.document_analysis.reading.blocks import Blocks
from actors.document_analysis.reading.package import Package, attribute, local
from actors.document_analysis.reading.tables import Grid
from actors.document_analysis.reading.word_styles import child
from actors.text.document import Document

#: What is not part of the running text: notes come after their paragraph, contents pages and changes not at all.
_SILENT = {"note", "annotation", "tracked-changes", "table-of-content", "ruby-text", "alphabetical-index", "forms"}
_OPENED = {"section", "index-body", "text-box", "frame", "list-header"}


def read_open_document(path: Path, *, name: str, on_progress: Callable[[float], None] | None = None) -> Document:
    """Read an odt file.

    Args:
        path: the file.
        name: its name, as its owner knows it.
        on_progress: called with 0..1.

    Raises:
        JobFailure: ``damaged``, ``encrypted``, ``no_text``, ``too_large``, ``unsafe_document``.
    """
    with Package(path, name) as package:
        manifest = "META-INF/manifest.xml"
        if manifest in package and b"encryption-data" in package.part(manifest):
            raise refusals.encrypted(name)
        body = child(child(package.xml("content.xml"), "body"), "text")
        blocks = Blocks(name)
        parts = [] if body is None else list(body)
        for number, part in enumerate(parts):
            _read(part, blocks, 0)
            if on_progress and number % 200 == 0:
                on_progress(number / len(parts))
        return blocks.document(_title(package))


def _title(package: Package) -> str:
    if "meta.xml" not in package:
        return ""
    found = (element.text or "" for element in package.xml("meta.xml").iter() if local(element) == "title")
    return properties.title_given(next(found, ""))


def _read(element: etree._Element, blocks: Blocks, depth: int) -> None:
    kind = local(element)
    if kind == "h":
        level = attribute(element, "outline-level")
        blocks.heading(_text(element), int(level) if level.isdecimal() and len(level) < 3 else 1)
    elif kind == "p":
        _paragraph(element, blocks, depth)
    elif kind == "list":
        for entry in element:
            for number, part in enumerate(entry):
                _read(part, blocks, depth + 1 if local(part) == "list" or number == 0 else 0)
    elif kind == "table":
        _table(element, blocks)
    elif kind in _OPENED:
        for part in element:
            _read(part, blocks, depth)


def _paragraph(element: etree._Element, blocks: Blocks, depth: int) -> None:
    if depth:
        blocks.item(_text(element), depth)
    else:
        blocks.paragraph(_text(element))
    for found in element.iter():
        if local(found) in {"text-box", "note-body"}:
            for part in found:
                _read(part, blocks, 0)


def _table(element: etree._Element, blocks: Blocks) -> None:
    grid = Grid()
    for row in (found for found in element.iter() if local(found) == "table-row"):
        for cell in row:
            if local(cell) in {"table-cell", "covered-table-cell"}:
                words = " ".join(_text(part) for part in cell.iter() if local(part) in {"p", "h"})
                grid.cell(words)
        grid.end_row()
    blocks.table(grid.rows)


def _text(paragraph: etree._Element) -> str:
    return "".join(_pieces(paragraph))


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    waiting = [(paragraph, iter(paragraph))]
    yield paragraph.text or ""
    while waiting:
        parent, children = waiting[-1]
        element = next(children, None)
        if element is None:
            waiting.pop()
            if waiting:
                yield parent.tail or ""
            continue
        kind = local(element)
        if kind in _SILENT or kind == "text-box":
            yield element.tail or ""
            continue
        yield " " if kind in {"s", "tab", "line-break"} else element.text or ""
        waiting.append((element, iter(element)))
