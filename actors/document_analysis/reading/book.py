"""Electronic books (epub): the chapters in the order of the spine.

Source: EPUB 3.3, sections 4.2, 5 (package document), 7 (navigation); EPUB 2.0.1 for the older contents (ncx).
"""

from __future__ import annotations

import html.entities
import posixpath
import re
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from actors.document_analysis.reading import refusals
from actors.document_analysis.reading.blocks import Blocks, one_line
from actors.document_analysis.reading.markup import Piece, pieces_of
from actors.document_analysis.reading.package import Package, local, resolved, xml_parser
from actors.document_analysis.reading.web_page import page_text, parsed
from actors.text.document import Document

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = {"application/xhtml+xml", "text/html", "application/x-dtbook+xml"}
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_OWN_ENTITIES = re.compile(r"<!DOCTYPE[^>\[]*\[|<!ENTITY", re.IGNORECASE)
_XML_MARK = re.compile(r"^\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*>", re.IGNORECASE)
_NAMED_BY_XML = {"amp", "lt", "gt", "quot", "apos"}


def read_book(path: Path, *, name: str, on_progress: Callable[[float], None] | None = None) -> Document:
    """Read an epub file.

    Args:
        path: the file.
        name: its name, as its owner knows it.
        on_progress: called with 0..1.

    Raises:
        JobFailure: ``damaged``, ``encrypted``, ``no_text``, ``too_large``, ``unsafe_document``.
    """
    with Package(path, name) as package:
        where = next(
            (found.get("full-path") for found in package.xml(_CONTAINER).iter() if local(found) == "rootfile"), ""
        )
        if not where:
            raise refusals.damaged(name, part=_CONTAINER, why="names no contents")
        opf = package.xml(where)
        folder = posixpath.dirname(where)
        spine, contents = _spine(opf, folder)
        locked = _locked(package)
        labels = _labels(package, contents)
        blocks = Blocks(name)
        for number, part in enumerate(spine):
            if part in locked:
                raise refusals.encrypted(name)
            if part in package:
                _chapter(package, part, labels.get(part, ""), blocks)
            if on_progress:
                on_progress((number + 1) / len(spine))
        title = next((found.text or "" for found in opf.iter() if local(found) == "title"), "")
        return blocks.document(title)


def _spine(opf: etree._Element, folder: str) -> tuple[list[str], list[str]]:
    """Return the pages in reading order, and the parts that hold contents (the newer first)."""
    parts: dict[str, str] = {}
    pages, navigation = set(), set()
    contents: list[str] = []
    for item in opf.iter():
        if local(item) != "item":
            continue
        part = resolved(folder, item.get("href") or "")
        parts[item.get("id") or ""] = part
        if item.get("media-type") in _PAGES:
            pages.add(part)
        if "nav" in (item.get("properties") or "").split():
            navigation.add(part)
            contents.insert(0, part)
        elif item.get("media-type") == "application/x-dtbncx+xml":
            contents.append(part)
    named = [parts.get(item.get("idref") or "", "") for item in opf.iter() if local(item) == "itemref"]
    return [part for part in dict.fromkeys(named) if part in pages - navigation], contents


def _locked(package: Package) -> set[str]:
    """Return the parts that only a shop's reader can open."""
    if _ENCRYPTION not in package:
        return set()
    return {
        resolved("", found.get("URI") or "")
        for found in package.xml(_ENCRYPTION).iter()
        if local(found) == "CipherReference"
    }


def _labels(package: Package, contents: list[str]) -> dict[str, str]:
    """Return the name that the contents give to each page: many books draw their chapter headings as pictures."""
    labels: dict[str, str] = {}
    for part in contents:
        if part not in package:
            continue
        folder = posixpath.dirname(part)
        label = ""
        for element in _page(package, part).iter():
            if local(element) == "a" and element.get("href"):
                labels.setdefault(resolved(folder, element.get("href") or ""), one_line("".join(element.itertext())))
            elif local(element) == "text":
                label = one_line(element.text or "")
            elif local(element) == "content" and label:
                labels.setdefault(resolved(folder, element.get("src") or ""), label)
                label = ""
    return labels


def _chapter(package: Package, part: str, label: str, blocks: Blocks) -> None:
    root = _page(package, part)
    body = next((found for found in root.iter() if local(found).lower() == "body"), root)
    pieces = pieces_of(body)
    if _is_contents(pieces):
        return
    if label and pieces and not any(piece.kind == "heading" for piece in pieces):
        blocks.heading(label, 1)
        if pieces[0].text.casefold() == label.casefold():
            del pieces[0]
    for piece in pieces:
        piece.add_to(blocks)


def _is_contents(pieces: list[Piece]) -> bool:
    said = [piece for piece in pieces if piece.kind != "heading"]
    linked = sum(len(piece.text) for piece in said if piece.linked > 0.8)
    return len(said) >= 3 and linked > 0.8 * sum(len(piece.text) for piece in said)


def _page(package: Package, part: str) -> etree._Element:
    """Return the root of a chapter.

    It is read as XML first: HTML would take ``<title/>`` for the beginning of a title.

    Raises:
        JobFailure: ``damaged``, ``too_large``, ``unsafe_document``.
    """
    data = package.part(part)
    package.check_nodes(data)
    text = page_text(data)
    if text is None:
        raise refusals.damaged(package.name, part=part, why="holds characters that are no text")
    if _OWN_ENTITIES.search(text):
        raise refusals.unsafe_document(package.name, "declares entities of its own, as no book does", part=part)
    bare = _DOCTYPE.sub("", _XML_MARK.sub("", text), count=1)
    try:
        return etree.fromstring(_NAMED.sub(_character, bare).encode(), parser=xml_parser())
    except etree.XMLSyntaxError:  # not well-formed: many older books
        root = parsed(bare, package.name)
        return etree.Element("html") if root is None else root


def _character(found: re.Match[str]) -> str:
    """Return the character that a named entity of HTML stands for; XML itself knows five of them."""
    return found[0] if found[1] in _NAMED_BY_XML else html.entities.html5.get(found[1] + ";", found[0])
