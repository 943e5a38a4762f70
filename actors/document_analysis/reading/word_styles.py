"""What the styles of a Word document say about a paragraph: heading, list, code, line of a contents page."""

from __future__ import annotations

import dataclasses
import re

from lxml import etree

from actors.document_analysis.reading.package import attribute, local

_HEADING = re.compile(r"(?:heading|überschrift|titre|标题|標題)\s*(\d)$")
_CODE = re.compile(r"code|preformatted|listing|verbatim|代码")
_CONTENTS = re.compile(r"toc ?(?:\d|heading)|contents \d|目录")
_LIST = re.compile(r"list (?:bullet|number)(?: (\d))?")
_BASED_ON_AT_MOST = 12


@dataclasses.dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph is.

    Args:
        level: 1..9 of a heading; 0 for anything else.
        depth: of a list's entry, from 1; 0 for anything else.
        title: whether it is the document's title.
        code: whether it is a line of a listing.
        contents: whether it is a line of a contents page.
    """

    level: int = 0
    depth: int = 0
    title: bool = False
    code: bool = False
    contents: bool = False


class WordStyles:
    """The styles of one document.

    Args:
        root: the styles part; None where a document has none.

    """

    def __init__(self, root: etree._Element | None) -> None:
        self._styles = {} if root is None else {attribute(style, "styleId"): style for style in root}
        self._known: dict[str, Style] = {}

    def of(self, paragraph: etree._Element) -> Style:
        """Return what a paragraph is, by its own marks first, then by its style."""
        own = child(paragraph, "pPr")
        if own is None:
            return Style()
        named = child(own, "pStyle")
        style = self._named(attribute(named, "val")) if named is not None else Style()
        level, depth = _outline_level(own), _depth(own)
        if level is not None:
            style = dataclasses.replace(style, level=level)
        if depth is not None:
            style = dataclasses.replace(style, depth=depth)
        return style

    def _named(self, style_id: str) -> Style:
        if style_id not in self._known:
            self._known[style_id] = self._worked_out(style_id)
        return self._known[style_id]

    def _worked_out(self, style_id: str) -> Style:
        """Return what a style makes of its paragraphs; what it does not say itself, the style it is based on says."""
        level = depth = None
        title = code = contents = False
        named = 0
        for _ in range(_BASED_ON_AT_MOST):
            element = self._styles.get(style_id)
            low = (_value(element, "name") or style_id).lower()
            title = title or low in {"title", "标题", "標題"}
            code = code or bool(_CODE.search(low))
            contents = contents or bool(_CONTENTS.match(low))
            own = child(element, "pPr")
            if level is None:
                level = _outline_level(own)
                heading = _HEADING.match(low)
                level = int(heading[1]) if level is None and heading else level
            depth = _depth(own) if depth is None else depth
            numbered = _LIST.fullmatch(low)
            named = int(numbered[1] or 1) if numbered else named
            style_id = _value(element, "basedOn")
            if not style_id:
                break
        # A style named for a depth has a list of its own for it, whose depth is the first.
        depth = named if depth and named > depth else depth
        return Style(level or 0, depth or 0, title, code, contents)


def child(element: etree._Element | None, kind: str) -> etree._Element | None:
    """Return the first child of a kind; None where there is none."""
    for found in () if element is None else element:
        if local(found) == kind:
            return found
    return None


def _value(element: etree._Element | None, kind: str) -> str:
    """Return what a child says; empty where there is none."""
    found = child(element, kind)
    return "" if found is None else attribute(found, "val")


def _outline_level(own: etree._Element | None) -> int | None:
    """Return the heading's level that paragraph properties name; 0 is body text, None is silence."""
    mark = child(own, "outlineLvl")
    if mark is None or not attribute(mark, "val").isdecimal():
        return None
    level = int(attribute(mark, "val"))
    return 0 if level >= 9 else level + 1


def _depth(own: etree._Element | None) -> int | None:
    """Return the depth in a list that paragraph properties name; 0 takes it out of a list, None is silence."""
    mark = child(own, "numPr")
    if mark is None:
        return None
    number, level = child(mark, "numId"), child(mark, "ilvl")
    if number is not None and attribute(number, "val") == "0":
        return 0
    depth = attribute(level, "val") if level is not None else "0"
    return min(int(depth), 8) + 1 if depth.isdecimal() else 1
