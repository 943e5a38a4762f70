"""Word documents (docx): headings, paragraphs, lists, tables, footnotes and text boxes in reading order.

The parts are read directly: of the two libraries at hand one passes over content controls, text boxes and footnotes,
the other holds the whole document twice in trees of Python objects.

Source: ECMA-376 part 1, sections 17.3 (paragraphs), 17.4 (tables), 17.9 (numbering), 17.11 (footnotes).
"""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from lxml import etree

from actors.document_analysis.reading import properties
from actors.document_analysis.reading.blocks import Blocks, one_line
from actors.document_analysis.reading.package import Package, attribute, local
from actors.document_analysis.reading.tables import Grid
from actors.document_analysis.reading.word_styles import Style, WordStyles, child
from actors.text.document import Document

#: What stands for something else than its own text.
_SILENT = {"del", "moveFrom", "instrText", "delText", "rt", "pPr", "rPr", "sdtPr", "Fallback", "commentRangeStart"}
_SPACES = {"tab", "br", "cr", "ptab"}
#: Footnotes of these types are lines between text and notes.
_RULERS = {"separator", "continuationSeparator", "continuationNotice"}


def read_word(path: Path, *, name: str, on_progress: Callable[[float], None] | None = None) -> Document:
    """Read a docx file.

    Args:
        path: the file.
        name: its name, as its owner knows it.
        on_progress: called with 0..1.

    Raises:
        JobFailure: ``damaged``, ``encrypted``, ``no_text``, ``too_large``, ``unsafe_document``.
    """
    with Package(path, name) as package:
        main = properties.main_part(package, "word/document.xml")
        reader = _Reader(package, main)
        body = child(package.xml(main), "body")
        parts = [] if body is None else list(body)
        reader.look_through(parts)
        for number, part in enumerate(parts):
            reader.read(part)
            if on_progress and number % 200 == 0:
                on_progress(number / len(parts))
        reader.end_code()
        return reader.blocks.document(reader.title or properties.title(package))


class _Reader:
    """Walks the body of one document."""

    def __init__(self, package: Package, main: str) -> None:
        self.blocks = Blocks(package.name)
        self.title = ""
        relations = {kind: target for kind, target in package.relations(main).values() if target in package}
        self._styles = WordStyles(package.xml(relations["styles"]) if "styles" in relations else None)
        self._notes = {
            kind: _notes(package.xml(relations[kind + "s"])) if kind + "s" in relations else {}
            for kind in ("footnote", "endnote")
        }
        self._code: list[str] = []
        self._has_headings = False

    def look_through(self, parts: Iterable[etree._Element]) -> None:
        """Find out whether the document marks its headings; where it does, bold lines are no headings."""
        paragraphs = (element for part in parts for element in part.iter() if local(element) == "p")
        self._has_headings = any(self._styles.of(paragraph).level for paragraph in paragraphs)

    def read(self, element: etree._Element) -> None:
        """Read one child of the body, of a text box or of a table that is a frame only."""
        kind = local(element)
        if kind == "p":
            self._paragraph(element)
        elif kind == "tbl":
            self.end_code()
            self._table(element)
        elif kind == "sdt":
            if not _is_contents(element):
                self._each(child(element, "sdtContent"))
        elif kind in {"customXml", "ins", "moveTo", "smartTag", "AlternateContent", "Choice", "sdtContent"}:
            self._each(element)

    def _each(self, parent: etree._Element | None) -> None:
        for element in () if parent is None else parent:
            self.read(element)

    def _paragraph(self, element: etree._Element) -> None:
        style = self._styles.of(element)
        text = _text(element)
        if style.code:
            self._code.append(text)
        else:
            self.end_code()
            self._words(element, one_line(text), style)
        for extra in _boxes(element):
            self._each(extra)
        for kind, number in _references(element):
            for note in self._notes[kind].pop(number, ()):
                self.blocks.paragraph(_text(note))

    def _words(self, element: etree._Element, text: str, style: Style) -> None:
        if not text or style.contents:
            return
        if style.title:
            self.title = self.title or text
            self.blocks.heading(text, 1)
        elif style.level:
            self.blocks.heading(text, style.level)
        elif style.depth:
            self.blocks.item(text, style.depth)
        elif not self._has_headings and _looks_like_heading(element, text):
            self.blocks.heading(text, 2)
        else:
            self.blocks.paragraph(text)

    def end_code(self) -> None:
        """Write down the lines of code gathered so far: each of them is a paragraph in the file."""
        if self._code:
            self.blocks.code("\n".join(self._code))
            self._code = []

    def _table(self, element: etree._Element) -> None:
        rows = [_within(row, "tc") for row in _within(element, "tr")]
        if sum(len(row) for row in rows) == 1:  # a frame around text
            self._each(rows[0][0])
            return
        grid = Grid()
        for row in rows:
            for cell in row:
                own = child(cell, "tcPr")
                span, merged = child(own, "gridSpan"), child(own, "vMerge")
                goes_on = merged is not None and attribute(merged, "val") != "restart"
                columns = attribute(span, "val") if span is not None else ""
                grid.cell("" if goes_on else _cell_text(cell), columns=columns)
            grid.end_row()
        self.blocks.table(grid.rows)
        for box in _boxes(element):
            self._each(box)
        for kind, number in _references(element):
            for note in self._notes[kind].pop(number, ()):
                self.blocks.paragraph(_text(note))


def _text(paragraph: etree._Element) -> str:
    """Return what is written in a paragraph; text boxes that hang on it are left out."""
    pieces: list[str] = []
    waiting = [iter(paragraph)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
            continue
        kind = local(element)
        if kind == "t":
            pieces.append(element.text or "")
        elif kind in _SPACES:
            pieces.append("\n" if kind in {"br", "cr"} else "\t")
        elif kind == "noBreakHyphen":
            pieces.append("-")
        elif kind not in _SILENT and kind != "txbxContent" and not (kind == "r" and _is_hidden(element)):
            waiting.append(iter(element))
    return "".join(pieces)


def _cell_text(cell: etree._Element) -> str:
    return " ".join(_text(paragraph) for paragraph in _walk(cell, {"p"}))


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the text boxes that hang on a paragraph or stand in a table, not those within another box."""
    return _walk(element, {"txbxContent"})


def _references(element: etree._Element) -> list[tuple[str, str]]:
    found = _walk(element, {"footnoteReference", "endnoteReference"})
    return [(local(mark).removesuffix("Reference"), attribute(mark, "id")) for mark in found]


def _walk(element: etree._Element, kinds: set[str]) -> Iterator[etree._Element]:
    """Yield the outermost descendants of some kinds; what is deleted or doubled for old programs is passed over."""
    waiting = [iter(element)]
    while waiting:
        found = next(waiting[-1], None)
        if found is None:
            waiting.pop()
        elif local(found) in kinds:
            yield found
        elif local(found) not in _SILENT:
            waiting.append(iter(found))


def _within(element: etree._Element, kind: str) -> list[etree._Element]:
    """Return rows of a table or cells of a row, also those inside content controls."""
    return list(_walk(element, {kind}))


def _notes(root: etree._Element) -> dict[str, list[etree._Element]]:
    return {attribute(note, "id"): list(_walk(note, {"p"})) for note in root if attribute(note, "type") not in _RULERS}


def _is_contents(control: etree._Element) -> bool:
    own = child(control, "sdtPr")
    galleries: Iterable[etree._Element] = () if own is None else _walk(own, {"docPartGallery"})
    return any(attribute(gallery, "val").lower() == "table of contents" for gallery in galleries)


def _is_hidden(run: etree._Element) -> bool:
    mark = child(child(run, "rPr"), "vanish")
    return mark is not None and attribute(mark, "val") not in {"0", "false"}


def _looks_like_heading(element: etree._Element, text: str) -> bool:
    """Whether a short line is bold throughout: how headings look where no styles are used."""
    if len(text) > 80 or text[-1] in ".!?,;:。！？，；：":
        return False
    runs = [run for run in _walk(element, {"r"}) if _text(run).strip()]
    marks = [child(child(run, "rPr"), "b") for run in runs]
    return bool(runs) and all(mark is not None and attribute(mark, "val") not in {"0", "false"} for mark in marks)
