"""What stands on a page: pieces of lines with their place, size and font, out of pdfium."""

from __future__ import annotations

import ctypes
import dataclasses
import math
import re
from collections.abc import Callable

import pypdfium2
import pypdfium2.raw as pdfium

from actors.text.pdf.writing import HYPHEN_MARKS, plain

_BOLD = re.compile(r"bold|black|heavy|semibold|demi|CMBX|SFBX|[-,]b$|-bd|hei(?!ti)|黑", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|CMTI|CMSL|SFTI", re.IGNORECASE)
_MONO = re.compile(r"mono|courier|consol|CMTT|SFTT|typewriter|menlo|inconsolata|code", re.IGNORECASE)
_MATHS = re.compile(r"CMMI|CMSY|CMEX|MSAM|MSBM|math|^symbol|EUFM|RSFS|STIX.*(?:var|siz|int)|euler", re.IGNORECASE)
_FIXED_PITCH = 1  # font descriptor flag, ISO 32000-1 table 123
_NAME_BYTES = 128
#: White between two words that pdfium takes for one, in font sizes; kerning and tracking are less.
_WORD_GAP = 0.24
_WHITE = frozenset({9, 10, 13, 32, 0xA0, 0x3000})


def _quick(function: object, result: type | None, *arguments: type) -> Callable[..., int]:
    """Return a function of pdfium for plain addresses: a third of the time of the typed one, at millions of calls."""
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    return ctypes.CFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]


_unicode_of = _quick(pdfium.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
_object_of = _quick(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_box_of = _quick(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


@dataclasses.dataclass(frozen=True, slots=True)
class Font:
    """What of a font matters here."""

    bold: bool = False
    italic: bool = False
    mono: bool = False
    maths: bool = False


@dataclasses.dataclass(slots=True)
class Piece:
    """Characters on one line without a wide gap. Distances are in points, ``y`` grows downwards from the top.

    Args:
        text: what is written; words divided at the end of the line end in U+00AD.
        left, right: where it begins and ends.
        y: its base line.
        size: the font's size, that of most of its characters.
        bold, mono, maths: how much of it is set in such a font, 0..1.
        order, last: the turns of its first and last characters in the file.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: float = 0.0
    mono: float = 0.0
    maths: float = 0.0
    order: int = 0
    last: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """A page as pdfium shows it.

    Args:
        number: 1 is the first.
        width, height: in points.
        pieces: what is written on it upright.
        characters: how many pdfium counted.
        unreadable: how many of them have no meaning (a font without a table).
    """

    number: int
    width: float
    height: float
    pieces: tuple[Piece, ...]
    characters: int
    unreadable: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class _Style:
    """How the characters of one text object are written; ``y`` is their base line."""

    font: Font
    size: float
    y: float
    upright: bool


class _Run:
    """A piece being written."""

    __slots__ = ("_counted", "chars", "fonts", "last", "left", "order", "right", "size", "sizes", "style", "y")

    def __init__(self, order: int, left: float, style: _Style) -> None:
        self.order, self.left, self.right, self.y, self.size, self.style = order, left, left, style.y, style.size, style
        self._counted = 0
        self.last = order
        self.chars: list[str] = []
        self.sizes: dict[float, int] = {}
        self.fonts: dict[Font, int] = {}

    def write_in(self, style: _Style) -> None:
        """Go on in another style; what was written counts for the one before."""
        written = len(self.chars) - self._counted
        if written:
            before = self.style
            size = round(before.size, 1)
            self.sizes[size] = self.sizes.get(size, 0) + written
            self.fonts[before.font] = self.fonts.get(before.font, 0) + written
            self._counted += written
        if style.size > 1.2 * self.size:  # what came first was a raised mark or a bullet
            self.size, self.y = style.size, style.y
        self.style = style

    def piece(self) -> Piece | None:
        """Return what was written, None if nothing visible was."""
        self.write_in(self.style)
        text = plain("".join(self.chars)).strip()
        if not text or not self.fonts:
            return None
        count = sum(self.fonts.values())
        size, _ = max(self.sizes.items(), key=lambda pair: pair[1])
        return Piece(
            text, self.left, self.right, self.y, size,
            bold=sum(number for font, number in self.fonts.items() if font.bold) / count,
            mono=sum(number for font, number in self.fonts.items() if font.mono) / count,
            maths=sum(number for font, number in self.fonts.items() if font.maths) / count,
            order=self.order, last=self.last,
        )  # fmt: skip


class PageReader:
    """Reads pages of one document; fonts are looked at once.

    Args:
        document: an open document.
    """

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document
        self._fonts: dict[int, Font] = {}

    def read(self, index: int, most_characters: int) -> Page | int:
        """Return a page, or how many characters it has if they are more than may be read.

        Args:
            index: 0 is the first.
            most_characters: what may be read.

        Raises:
            pypdfium2.PdfiumError: when the page is broken.
        """
        page = self._document[index]
        try:
            text = page.get_textpage()
            try:
                count: int = text.count_chars()
                if count > most_characters:
                    return count
                return self._page(index + 1, page, text, count)
            finally:
                text.close()
        finally:
            page.close()

    def _page(self, number: int, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, count: int) -> Page:
        left, bottom, right, top = page.get_cropbox()
        quarter = page.get_rotation() // 90
        turned = _Turned(quarter, left, bottom, right, top)
        runs, unreadable = self._runs(text.raw, count, turned)
        pieces = tuple(piece for run in runs if (piece := run.piece()))
        return Page(number, turned.width, turned.height, pieces, count, unreadable)

    def _runs(  # noqa: C901, PLR0912 (one walk; a call for each character would double its time)
        self, handle: object, count: int, turned: _Turned
    ) -> tuple[list[_Run], int]:
        """Walk through the characters once; every call into pdfium counts here."""
        box = pdfium.FS_RECTF()
        at_box, text = ctypes.addressof(box), ctypes.cast(handle, ctypes.c_void_p).value  # type: ignore[arg-type]
        runs: list[_Run] = []
        run: _Run | None = None
        style, owner = _Style(Font(), 0.0, 0.0, upright=True), 0
        unreadable = 0
        space, last_left = False, math.nan
        for index in range(count):
            code = _unicode_of(text, index)
            if code in _WHITE:
                space = True
                continue
            if code in HYPHEN_MARKS:
                if run is not None:
                    run.chars.append("\u00ad")
                continue
            if code < 32 or code == 0xFFFD:
                unreadable += 1
                continue
            holder = _object_of(text, index) or 0
            if holder != owner:
                owner, style = holder, self._style(handle, index, holder, turned)
            if not style.upright:
                continue
            _box_of(text, index, at_box)
            left, right = turned.across(box)
            if run is not None and left == last_left and right == run.right and style is run.style:
                # The letters of a ligature have one box.
                run.chars.append(chr(code))
                run.last = index
                continue
            last_left = left
            if run is None or not _goes_on(run, left, style):
                run = _Run(index, left, style)
                runs.append(run)
            else:
                if space or left - run.right > _WORD_GAP * style.size:
                    run.chars.append(" ")
                if style is not run.style:
                    run.write_in(style)
            space = False
            run.chars.append(chr(code))
            run.last = index
            if right > run.right:  # noqa: PLR1730 (max takes twice the time)
                run.right = right
        return runs, unreadable

    def _style(self, handle: object, index: int, holder: int, turned: _Turned) -> _Style:
        """Return how a text object is written: font, size in points, base line, and whether from left to right."""
        matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetMatrix(handle, index, ctypes.byref(matrix))
        pdfium.FPDFText_GetCharOrigin(handle, index, ctypes.byref(x), ctypes.byref(y))
        size = abs(pdfium.FPDFText_GetFontSize(handle, index)) * math.hypot(matrix.c, matrix.d)
        along_x, along_y = turned.direction(matrix.a, matrix.b)
        upright = along_x > 0 and abs(along_y) < 0.2 * along_x
        font = Font()
        if holder:
            font = self._font(pdfium.FPDFTextObj_GetFont(ctypes.cast(holder, pdfium.FPDF_PAGEOBJECT)))
        return _Style(font, size, turned.point(x.value, y.value)[1], upright=upright)

    def _font(self, font: object) -> Font:
        address = ctypes.cast(font, ctypes.c_void_p).value or 0  # type: ignore[arg-type]
        if address not in self._fonts:
            name = ctypes.create_string_buffer(_NAME_BYTES)
            pdfium.FPDFFont_GetBaseFontName(font, name, _NAME_BYTES)
            called = name.value.decode("utf-8", "replace").split("+")[-1]
            flags = pdfium.FPDFFont_GetFlags(font)
            mono = bool(_MONO.search(called)) or (flags > 0 and bool(flags & _FIXED_PITCH))
            bold = bool(_BOLD.search(called)) or pdfium.FPDFFont_GetWeight(font) >= 600
            self._fonts[address] = Font(bold, bool(_ITALIC.search(called)), mono, bool(_MATHS.search(called)))
        return self._fonts[address]


class _Turned:
    """The page's own coordinates as a reader sees them: turned by its /Rotate, the origin at the top left."""

    def __init__(self, quarter: int, left: float, bottom: float, right: float, top: float) -> None:
        self._quarter, self._left, self._bottom, self._right, self._top = quarter, left, bottom, right, top
        across, up = right - left, top - bottom
        self.width, self.height = (up, across) if quarter % 2 else (across, up)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point is seen."""
        if self._quarter == 0:
            return x - self._left, self._top - y
        if self._quarter == 1:
            return y - self._bottom, x - self._left
        if self._quarter == 2:
            return self._right - x, y - self._bottom
        return self._top - y, self._right - x

    def direction(self, x: float, y: float) -> tuple[float, float]:
        """Return where a direction is seen to point (y downwards)."""
        return ((x, -y), (y, x), (-x, y), (-y, -x))[self._quarter]

    def across(self, box: pdfium.FS_RECTF) -> tuple[float, float]:
        """Return the left and right edges of a box as they are seen."""
        if self._quarter == 0:
            return box.left - self._left, box.right - self._left
        if self._quarter == 1:
            return box.bottom - self._bottom, box.top - self._bottom
        if self._quarter == 2:
            return self._right - box.right, self._right - box.left
        return self._top - box.top, self._top - box.bottom


def _goes_on(run: _Run, left: float, style: _Style) -> bool:
    """Tell whether a character continues a run: on its line (raised and lowered marks too), and no wide gap."""
    if style is run.style and style.y == run.y:
        return -0.6 * run.size - 1 < left - run.right < 1.1 * run.size
    larger, smaller = max(run.size, style.size), min(run.size, style.size)
    drift = abs(style.y - run.y)
    if drift > (0.65 * larger if smaller < 0.85 * larger else 0.3 * larger):
        return False
    return -0.6 * larger - 1 < left - run.right < 1.1 * larger
