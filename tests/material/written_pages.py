"""Single pages written line by line, for one rule of reading each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.lib import pagesizes
from reportlab.pdfgen.canvas import Canvas

#: x, y (upwards), font, size, text.
Line = tuple[float, float, str, float, str]


def written(
    path: Path, *pages: Sequence[Line], rotate: int = 0, before_saving: Callable[[Canvas], None] | None = None
) -> Path:
    """Write lines where they are wanted, in their order.

    Args:
        path: where to write.
        pages: their lines.
        rotate: turn of all pages, degrees.
        before_saving: does the rest on the last page.
    """
    canvas = Canvas(str(path), pagesize=pagesizes.A4, invariant=1)
    for number, lines in enumerate(pages, 1):
        canvas.setPageRotation(rotate)
        canvas.bookmarkPage(f"page{number}")
        if rotate == 90:
            canvas.translate(pagesizes.A4[0], 0)
            canvas.rotate(90)
        for x, y, font, size, text in lines:
            canvas.setFont(font, size)
            canvas.drawString(x, y, text)
        if number == len(pages) and before_saving is not None:
            before_saving(canvas)
        canvas.showPage()
    canvas.save()
    return path


def column(texts: Sequence[str], *, x: float = 72, top: float = 750, size: float = 11, font: str = "Times-Roman",
           step: float = 14) -> list[Line]:  # fmt: skip
    """Return lines one below the other."""
    return [(x, top - number * step, font, size, text) for number, text in enumerate(texts)]
