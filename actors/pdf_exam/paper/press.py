"""Printing strips as a PDF of A4 pages, the same bytes each time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from actors.pdf_exam.exam import Language
from actors.pdf_exam.paper.columns import BODY_PT, SIDE, WIDTH
from actors.pdf_exam.paper.face import Face, face, with_narrow_marks
from actors.pdf_exam.paper.lines import GAP_MARK, divided
from actors.pdf_exam.paper.outline import WORDS
from actors.pdf_exam.paper.strips import Bond, Rule, Strip, Style, Text, paged

_TOP, _BOTTOM = 18 * mm, 24 * mm
_FOOT = 13 * mm
HEIGHT = A4[1] - _TOP - _BOTTOM
#: Room for a written word; always the same, so that it tells nothing about the word.
_GAP_WIDTH = 30 * mm
#: Outlines of bold letters, as a part of their size.
_BOLD_OUTLINE = 0.025

TITLE = Style(19, 26, bold=True)
HEADING = Style(13, 19, bold=True)
BODY = Style(BODY_PT, 16)
STRONG = Style(BODY_PT, 16, bold=True)
SMALL = Style(9, 13.5, grey=0.35)


def text_strips(
    text: str,
    style: Style,
    *,
    x: float = 0.0,
    room: float | None = None,
    above: float = 0.0,
    within: Bond = Bond.TOGETHER,
    last: Bond = Bond.FREE,
) -> list[Strip]:
    """Return a paragraph's lines as strips; its first two and its last two lines never part.

    Args:
        text: one paragraph.
        style: its look.
        x: its left edge, points.
        room: its width, points; None goes on to the right margin.
        above: room above its first line, points.
        within: how firmly its other lines hold each other.
        last: how firmly its last line holds what follows.
    """
    letters = face()
    lines = divided(
        with_narrow_marks(text),
        WIDTH - x if room is None else room,
        lambda character: _width(letters, character, style),
    )
    strips = []
    for number, line in enumerate(lines):
        at_edge = number in (0, len(lines) - 2)
        bond = last if number == len(lines) - 1 else Bond.FIRM if at_edge else within
        pieces = _line_pieces(line.parts, x, style, letters)
        strips.append(Strip(style.leading_pt, pieces, above if number == 0 else 0.0, bond))
    return strips


def text_at(x: float, text: str, style: Style, *, line: Style | None = None) -> Text:
    """Return a short text at a place of a line; ``line`` is the style of that line, whose base line it shares."""
    return Text(x, _baseline(line or style), with_narrow_marks(text), style)


def text_up_to(x_end: float, text: str, style: Style, *, line: Style | None = None) -> Text:
    """Return a short text that ends at ``x_end``."""
    return text_at(x_end - width_of(text, style), text, style, line=line)


def width_of(text: str, style: Style) -> float:
    """Return the width of a text without gaps, points."""
    return face().width(with_narrow_marks(text), style.size_pt)


def shortened(text: str, style: Style, room: float) -> str:
    """Return the text, cut with an ellipsis where it is wider than its room."""
    if width_of(text, style) <= room:
        return text
    while text and width_of(text + "…", style) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def print_pdf(path: Path, strips: Sequence[Strip], *, title: str, language: Language) -> None:
    """Write strips as a PDF with the title and the page's number at the foot of each page."""
    words, letters = WORDS[language], face()
    canvas = Canvas(str(path), pagesize=A4, invariant=1, pageCompression=1, lang="zh-CN" if language == "zh" else "en")
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator("Sluice")
    pages = paged(strips, HEIGHT)
    for number, page in enumerate(pages, start=1):
        for down, strip in page:
            _draw(canvas, letters, A4[1] - _TOP - down, strip)
        foot = words.page_of.format(page=number, pages=len(pages))
        room = WIDTH - width_of(foot, SMALL) - 10 * mm
        pieces = (text_at(0, shortened(title, SMALL, room), SMALL), text_up_to(WIDTH, foot, SMALL))
        _draw(canvas, letters, _FOOT + SMALL.leading_pt, Strip(SMALL.leading_pt, pieces))
        canvas.showPage()
    canvas.save()


def _width(letters: Face, character: str, style: Style) -> float:
    return _GAP_WIDTH if character == GAP_MARK else letters.width(character, style.size_pt)


def _baseline(style: Style) -> float:
    return (style.leading_pt + style.size_pt) / 2 - 0.1 * style.size_pt


def _line_pieces(parts: Sequence[str], x: float, style: Style, letters: Face) -> tuple[Text | Rule, ...]:
    pieces: list[Text | Rule] = []
    down = _baseline(style)
    for part in parts:
        if part == GAP_MARK:
            pieces.append(Rule(x + 2, down + 2.5, x + _GAP_WIDTH - 2, down + 2.5))
            # For whoever copies the text or has it read aloud.
            pieces.append(Text(x + 2, down, "____", style, visible=False))
        else:
            pieces.append(Text(x, down, part, style))
        x += sum(_width(letters, character, style) for character in part)
    return tuple(pieces)


def _draw(canvas: Canvas, letters: Face, top: float, strip: Strip) -> None:
    if strip.bookmark:
        canvas.bookmarkHorizontal(strip.bookmark, 0, top)
        canvas.addOutlineEntry(strip.bookmark, strip.bookmark, level=0)
    for piece in strip.pieces:
        if isinstance(piece, Rule):
            canvas.setStrokeGray(piece.grey)
            canvas.setLineWidth(piece.width_pt)
            canvas.line(SIDE + piece.x, top - piece.down, SIDE + piece.x_end, top - piece.down_end)
        else:
            _draw_text(canvas, letters, top, piece)


def _draw_text(canvas: Canvas, letters: Face, top: float, piece: Text) -> None:
    style = piece.style
    canvas.saveState()  # how text is drawn would go on to the next text
    writing = canvas.beginText(SIDE + piece.x, top - piece.down)
    canvas.setLineWidth(_BOLD_OUTLINE * style.size_pt)
    canvas.setStrokeGray(style.grey)
    writing.setFillGray(style.grey)
    writing.setTextRenderMode(3 if not piece.visible else 2 if style.bold else 0)
    for font, text in letters.runs(piece.text):
        writing.setFont(font, style.size_pt)
        writing.textOut(text)
    canvas.drawText(writing)
    canvas.restoreState()
