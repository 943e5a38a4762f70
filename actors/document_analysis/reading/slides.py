"""Presentations (pptx): of each slide the title as heading, the frames as a reader's eye takes them, then the notes.

The parts are read directly: the library at hand loads every picture and film of a presentation into memory.

Source: ECMA-376 part 1, sections 19.3 (presentations and slides), 21.1.2 (text), 21.1.3 (tables).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree

from actors.document_analysis.reading import properties, refusals
from actors.document_analysis.reading.blocks import Blocks, one_line
from actors.document_analysis.reading.charts import read_chart
from actors.document_analysis.reading.package import Package, attribute, local
from actors.document_analysis.reading.reading_order import Frame, in_reading_order
from actors.document_analysis.reading.tables import Grid
from actors.document_analysis.reading.word_styles import child
from actors.text.document import Document

_TITLES = {"title", "ctrTitle"}
#: Running lines of a slide, and the picture of the slide on its page of notes.
_RUNNING = {"dt", "ftr", "sldNum", "hdr", "sldImg"}
_BULLETS = {"buChar", "buAutoNum", "buBlip"}


def read_slides(path: Path, *, name: str, on_progress: Callable[[float], None] | None = None) -> Document:
    """Read a pptx file; places are slides.

    Args:
        path: the file.
        name: its name, as its owner knows it.
        on_progress: called with 0..1.

    Raises:
        JobFailure: ``damaged``, ``encrypted``, ``no_text``, ``too_large``, ``unsafe_document``.
    """
    with Package(path, name) as package:
        main = properties.main_part(package, "ppt/presentation.xml")
        slides = _slides(package, main)
        reader = _Reader(package)
        for number, part in enumerate(slides, start=1):
            reader.slide(part, number)
            if on_progress:
                on_progress(number / len(slides))
        return reader.blocks.document(properties.title(package) or reader.title, pages=len(slides))


def _slides(package: Package, main: str) -> list[str]:
    listed = child(package.xml(main), "sldIdLst")
    relations = package.relations(main)
    ids = [_relation_id(slide) for slide in (() if listed is None else listed)]
    parts = [relations[found][1] for found in ids if found in relations]
    if len(parts) < len(ids) or any(part not in package for part in parts):
        raise refusals.damaged(package.name, why="lacks some of its slides")
    return parts


def _relation_id(element: etree._Element) -> str:
    """Return the relation that an element names; its own id has the same name in no namespace."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")


@dataclasses.dataclass(frozen=True, slots=True)
class _Shape:
    """One frame of a slide: its element, what it is a place for, and where it stands."""

    element: etree._Element
    role: str
    index: str
    frame: Frame | None


class _Reader:
    """Reads the slides of one presentation."""

    def __init__(self, package: Package) -> None:
        self.blocks = Blocks(package.name)
        self.title = ""
        self._package = package
        self._layouts: dict[str, list[_Shape]] = {}
        self._last_title = ""

    def slide(self, part: str, number: int) -> None:
        """Read one slide and its notes."""
        self.blocks.page = number
        relations = {kind: target for kind, target in self._package.relations(part).values() if target in self._package}
        layout = self._layout(relations.get("slideLayout", ""))
        shapes = [_placed(shape, layout) for shape in _shapes(self._package.xml(part))]
        titles = [shape for shape in shapes if shape.role in _TITLES]
        self._title(" ".join(" ".join(_paragraphs(shape.element)) for shape in titles), number)
        rest = [shape for shape in shapes if shape.role not in _TITLES | _RUNNING]
        for position in in_reading_order([shape.frame for shape in rest]):
            self._shape(rest[position], part)
        if "notesSlide" in relations:
            for shape in _shapes(self._package.xml(relations["notesSlide"])):
                if shape.role == "body":
                    self._shape(shape, part, notes=True)

    def _title(self, text: str, number: int) -> None:
        text = one_line(text)
        if text and text != self._last_title:
            self.blocks.heading(text, 1)
        self._last_title = text
        if number == 1:
            self.title = text

    def _shape(self, shape: _Shape, part: str, *, notes: bool = False) -> None:
        element = shape.element
        if local(element) == "graphicFrame":
            self._graphic(element, part)
            return
        lists = not notes and shape.role in {"body", "obj", ""} and bool(shape.index or shape.role)
        body = child(element, "txBody")
        found = [paragraph for paragraph in (() if body is None else body) if local(paragraph) == "p"]
        said = [(paragraph, one_line(_text(paragraph))) for paragraph in found]
        several = sum(bool(text) for _, text in said) > 1
        for paragraph, text in said:
            own = child(paragraph, "pPr")
            depth = int(own.get("lvl") or 0) + 1 if own is not None and (own.get("lvl") or "0").isdecimal() else 1
            marks = {local(mark) for mark in (() if own is None else own)}
            if marks & _BULLETS or (lists and several and "buNone" not in marks and shape.role != "subTitle"):
                self.blocks.item(text, depth)
            else:
                self.blocks.paragraph(text)

    def _graphic(self, element: etree._Element, part: str) -> None:
        """Read a table, a chart's title and series, or the words of a diagram."""
        for table in (found for found in element.iter() if local(found) == "tbl"):
            grid = Grid()
            for row in (found for found in table if local(found) == "tr"):
                for cell in (found for found in row if local(found) == "tc"):
                    goes_on = cell.get("hMerge") in {"1", "true"} or cell.get("vMerge") in {"1", "true"}
                    grid.cell("" if goes_on else " ".join(_paragraphs(cell)))
                grid.end_row()
            self.blocks.table(grid.rows)
        relations = self._package.relations(part)
        for found in element.iter():
            if local(found) == "relIds":
                kind, target = relations.get(attribute(found, "dm"), ("", ""))
                if kind == "diagramData" and target in self._package:
                    for text in _paragraphs(self._package.xml(target)):
                        self.blocks.item(text, 1)
            elif local(found) == "chart":
                kind, target = relations.get(_relation_id(found), ("", ""))
                if kind == "chart" and target in self._package:
                    read_chart(self._package.xml(target), self.blocks)

    def _layout(self, part: str) -> list[_Shape]:
        if part and part not in self._layouts:
            self._layouts[part] = list(_shapes(self._package.xml(part)))
        return self._layouts.get(part, [])


def _shapes(slide: etree._Element) -> Iterator[_Shape]:
    """Yield the frames of a slide in the order of the file; groups are opened."""
    tree = child(child(slide, "cSld"), "spTree")
    waiting = [iter(() if tree is None else tree)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif local(element) in {"grpSp", "AlternateContent", "Choice"}:
            waiting.append(iter(element))
        elif local(element) in {"sp", "graphicFrame"}:
            place = next((found for own in element[:1] for found in own.iter() if local(found) == "ph"), None)
            role = "" if place is None else place.get("type") or "obj"
            yield _Shape(element, role, "" if place is None else place.get("idx") or "0", _frame(element))


def _frame(element: etree._Element) -> Frame | None:
    """Return where a shape says it stands; within a group by the group's own measure, good enough for the order."""
    own = child(element, "spPr") if local(element) == "sp" else element
    transform = child(own, "xfrm")
    at, size = child(transform, "off"), child(transform, "ext")
    if at is None or size is None:
        return None
    numbers = [at.get("x") or "", at.get("y") or "", size.get("cx") or "", size.get("cy") or ""]
    if not all(number.removeprefix("-").isdecimal() and len(number) < 16 for number in numbers):
        return None
    left, top, width, height = map(int, numbers)
    return Frame(left, top, left + width, top + height)


def _placed(shape: _Shape, layout: list[_Shape]) -> _Shape:
    """Return a shape with its place taken from the layout where it has none of its own."""
    if shape.frame or not shape.role:
        return shape
    same = [
        found for found in layout if found.index == shape.index or (found.role == shape.role and shape.role in _TITLES)
    ]
    return dataclasses.replace(shape, frame=same[0].frame) if same else shape


def _paragraphs(element: etree._Element) -> list[str]:
    return [text for found in element.iter() if local(found) == "p" and (text := one_line(_text(found)))]


def _text(paragraph: etree._Element) -> str:
    pieces = []
    for element in paragraph.iter():
        kind = local(element)
        if kind == "t":
            pieces.append(element.text or "")
        elif kind in {"br", "tab"}:
            pieces.append(" ")
    return "".join(pieces)
